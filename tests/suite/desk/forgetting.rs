//! What a centre wrote of a person goes with the person, whatever it was written in; but for a letter that led to a
//! hire, and for the bare fact that there was a letter or a meeting.

use super::people::claimed;
use super::{World, key};
use crate::profiles::deleting::{left_in_files, marked, marker};
use sanviec_app::desk::{self, Appoint, Issue};
use sanviec_app::profiles::{self, Extent, Register, SavePart};
use sanviec_app::requests::{self, Ask};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand, Kind};
use sanviec_domain::data_request;
use sanviec_domain::person::Birth;
use sanviec_domain::posting::{PostingCode, WorkingTime};
use sanviec_domain::profile::{Content, Part, ProfileId};
use sanviec_domain::referral::{Command, State, WithdrawReason};
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;
use sanviec_store::{Backend, appointment, audit, consent, data_request as requested, profile};
use uuid::Uuid;

/// Markers beside the eight of the profile.
const CORRECTED: usize = 8;
const PAPER: usize = 9;
const WITHDRAWN: usize = 10;
const SUBJECT: usize = 11;
const CANCELLED: usize = 12;
const ASKED: usize = 13;

impl World {
    /// Somebody registered at the counter with a marker in every text, one of which an officer corrected, and a choice.
    async fn marked(&self) -> ProfileId {
        let ctx = self.ctx(self.officer);
        let mut content = marked(0);
        content.identity.birth = "1994-03-12".parse().ok().map(Birth::kept);
        let register = Register { content, branch_id: None };
        let id = profiles::register(&self.app, &ctx, register, &key()).await.expect("registered");
        self.correct(id, Part::Wish, |content| content.wish.title = Some(marker(CORRECTED))).await;
        let full = WorkingTime::find_by_code("full");
        self.correct(id, Part::Terms, |content| content.terms.working_time = full).await;
        id
    }

    async fn correct(&self, id: ProfileId, part: Part, change: impl FnOnce(&mut Content)) {
        let ctx = self.ctx(self.officer);
        let mut content = profiles::load_to_save(&self.app, &ctx, id.0).await.expect("read").content;
        let mark = profiles::mark(&self.app, &content, part).expect("mark");
        change(&mut content);
        let save = SavePart { profile_id: Some(id), part, content, mark };
        profiles::save_part(&self.app, &ctx, save, &key()).await.expect("corrected");
    }

    /// Everything that the trail says of a thing.
    async fn trail(&self, thing: Uuid) -> String {
        let rows = audit::list_of(self.app.store().reader(), thing, 0, 200).await.expect("trail");
        format!("{:?}", rows.iter().map(|row| (&row.action, &row.before, &row.after)).collect::<Vec<_>>())
    }

    async fn refer_marked(&self, id: ProfileId) -> String {
        let (profile, posting) = (desk::code_of_profile(id), self.posting.clone());
        let order = Issue { profile, posting, paper: marker(PAPER) };
        desk::issue(&self.app, &self.ctx(self.officer), order, &key()).await.expect("issued").id
    }

    async fn meet_marked(&self, id: ProfileId, hours: i64) -> String {
        let order = Appoint {
            profile: desk::code_of_profile(id),
            kind: Kind::Counselling,
            from: self.app.clock().now().plus_seconds(hours * 3_600),
            minutes: 30,
            subject: marker(SUBJECT),
            place: "Quầy 2".into(),
        };
        desk::appoint(&self.app, &self.ctx(self.officer), order, &key()).await.expect("agreed on")
    }

    /// Everything that the officer reads of letters and of the meetings of two days.
    async fn read_by_officer(&self, letters: &[&str]) -> String {
        let (ctx, mut all) = (self.ctx(self.officer), Vec::new());
        for letter in letters {
            let case = desk::referral(&self.app, &ctx, letter).await.expect("the case stays");
            let paper = desk::letter(&self.app, &ctx, letter).await.expect("printed");
            all.push(format!("{case:?} {paper:?}"));
        }
        for days in 1..=2 {
            let day = self.app.clock().now().plus_days(days).day();
            all.push(format!("{:?}", desk::day_list(&self.app, &ctx, day).await.expect("the day")));
        }
        all.join("\n")
    }
}

/// Whether a text says anything of the person.
fn tells(text: &str) -> bool {
    text.contains("Lan") || (0..=ASKED).any(|nth| text.contains(&marker(nth)))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_wrote_of_a_person_goes_with_the_person() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let id = world.marked().await;
        let first = world.refer_marked(id).await;
        let back = Command::Withdraw(Why::noted(WithdrawReason::Other, marker(WITHDRAWN)));
        world.record(&first, back).await.expect("withdrawn");
        let second = world.refer_marked(id).await;
        world.meet_marked(id, 24).await;
        let off = world.meet_marked(id, 48).await;
        let cancel = MeetingCommand::Cancel(Why::noted(CancelReason::Other, marker(CANCELLED)));
        desk::move_appointment(&world.app, &officer, (&off, None), cancel, &key()).await.expect("cancelled");
        let lan = claimed(&world, id).await;
        let ask = Ask { kind: data_request::Kind::Correction, words: marker(ASKED) };
        requests::ask(&world.app, &lan, ask, &key()).await.expect("asked");

        let letters = [first.as_str(), second.as_str()];
        let before = world.read_by_officer(&letters).await;
        for nth in [WITHDRAWN, SUBJECT, CANCELLED] {
            assert!(before.contains(&marker(nth)), "{nth} is seen before: {before}");
        }
        assert!(world.trail(id.0).await.contains("full"), "what was corrected to a choice is in the trail");
        assert!(before.contains("Lan") && before.contains(&marker(2)), "name and address on the paper: {before}");
        profiles::delete_own(&world.app, &lan, Extent::Account, &key()).await.expect("deleted");

        let after = world.read_by_officer(&letters).await;
        assert!(!tells(&after), "{after}");
        let view = desk::referral(&world.app, &officer, &second).await.expect("the case stays");
        assert_eq!(view.item.state, State::Withdrawn, "nobody is sent any more");
        let reader = world.app.store().reader();
        let meetings = appointment::list_of_profile(reader, id.0).await.expect("meetings");
        assert_eq!(meetings.iter().map(|row| row.state.as_str()).collect::<Vec<_>>(), ["cancelled", "cancelled"]);
        assert!(meetings.iter().all(|row| row.subject.is_empty()));
        let papers = consent::list_of_many(reader, &[id.0]).await.expect("consents");
        assert!(!papers.is_empty() && papers.iter().all(|act| act.evidence.is_none()), "{papers:?}");
        let account_id = lan.actor.person().expect("signed in").account_id;
        assert_eq!(requested::list_of_account(reader, account_id, 10).await.expect("requests"), []);
        for thing in [id.0, first.parse::<PostingCode>().expect("a code").uuid()] {
            let trail = world.trail(thing).await;
            assert!(!tells(&trail) && !trail.contains("full"), "{trail}");
        }
        if fresh.backend == Backend::Sqlite {
            fresh.store.scrub().await.expect("scrubbed");
            assert!(left_in_files(&fresh).is_empty(), "{:?}", left_in_files(&fresh));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_led_to_a_hire_stays_with_the_name_and_a_meeting_says_nothing() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.hired(1).await;
        let page = desk::person(&world.app, &world.ctx(world.officer), &world.person(1).await).await.expect("person");
        let letter = page.referrals[0].id.clone();
        world.meet_marked(id, 24).await;
        let lan = claimed(&world, id).await;
        profiles::delete_own(&world.app, &lan, Extent::Account, &key()).await.expect("deleted");
        let view = desk::referral(&world.app, &world.ctx(world.officer), &letter).await.expect("the case stays");
        assert_eq!((view.item.state, view.item.person.as_str()), (State::Hired, "Nguyễn Thị Lan"), "by design");
        let after = world.read_by_officer(&[]).await;
        assert!(!tells(&after), "{after}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_profile_that_became_part_of_a_deleted_one_is_emptied_however_far_away() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (first, second, third) = (world.marked().await, world.profile(2).await, world.profile(3).await);
        world.merge(second, first).await;
        world.merge(third, second).await;
        let lan = claimed(&world, third).await;
        let copy = profiles::export_own(&world.app, &lan).await.expect("a copy");
        assert_eq!(copy["merged_profiles"].as_array().map(Vec::len), Some(2), "{copy}");
        profiles::delete_own(&world.app, &lan, Extent::Profile, &key()).await.expect("deleted");
        for id in [first, second, third] {
            let row = profile::load(world.app.store().reader(), id.0).await.expect("row");
            assert_eq!((row.state.as_str(), row.document.as_str(), row.sealed.as_str()), ("deleted", "{}", "{}"));
            assert_eq!((row.name_fold, row.merged_into), (None, None));
        }
    })
    .await;
}
