//! Somebody without an account uses the rights over the own data at the counter: a copy, a consent taken back,
//! deletion. Only the own centre does it, each is in the audit with the paper that was seen, and each counts once.

use super::people::claimed;
use super::{World, code, key, person};
use crate::forms::{overlapping, thrice};
use crate::profiles::deleting::{left_in_files, marked, marker};
use sanviec_app::desk::{self, Appoint, Issue};
use sanviec_app::profiles::{self, AtCounter, Register, Why};
use sanviec_app::{Actor, Ctx, Locale, Person, Role, Thing, accounts};
use sanviec_domain::Lang;
use sanviec_domain::appointment::Kind;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::data_request::{Asker, Paper};
use sanviec_domain::person::Birth;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::ProfileId;
use sanviec_domain::referral::State;
use sanviec_store::testing::each_backend;
use sanviec_store::{Backend, appointment, audit, profile, referral};
use uuid::Uuid;

const CARE: Matter = Matter::whole(Purpose::Counselling);

fn seen() -> AtCounter {
    AtCounter { asker: Asker::Person, paper: Paper::IdentityCard, issued_on: on!("2021-05-11") }
}

impl World {
    /// Somebody without an account who wants to be an accountant, with a marker in every other text.
    async fn walk_in(&self) -> ProfileId {
        let mut content = marked(0);
        content.identity.birth = "1994-03-12".parse().ok().map(Birth::kept);
        content.wish.title = Some("Kế toán".into());
        let register = Register { content, branch_id: None };
        profiles::register(&self.app, &self.ctx(self.officer), register, &key()).await.expect("registered")
    }

    async fn letter_for(&self, id: ProfileId) -> String {
        desk::issue(&self.app, &self.ctx(self.officer), self.letter_order(id), &key()).await.expect("issued").id
    }

    fn letter_order(&self, id: ProfileId) -> Issue {
        let (profile, posting) = (desk::code_of_profile(id), self.posting.clone());
        Issue { profile, posting, paper: "GĐY 7/2026".into() }
    }

    async fn meeting_for(&self, id: ProfileId) {
        let order = self.meeting_order(id);
        desk::appoint(&self.app, &self.ctx(self.officer), order, &key()).await.expect("agreed on");
    }

    fn meeting_order(&self, id: ProfileId) -> Appoint {
        Appoint {
            profile: desk::code_of_profile(id),
            kind: Kind::Counselling,
            from: self.app.clock().now().plus_seconds(24 * 3_600),
            minutes: 30,
            subject: "Tư vấn việc làm".into(),
            place: "Quầy 2".into(),
        }
    }

    /// An officer of another centre.
    async fn foreign(&self) -> Ctx {
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let centre = accounts::add_centre(&self.app, &operator, "Trung tâm Huế", "46").await.expect("centre");
        self.ctx(person(&self.app, "hue@vidu.vn", Role::Officer, Thing::of_centre(centre)).await)
    }

    /// What the trail says was done to a person in this way: by whom, and what stands beside it.
    async fn noted(&self, id: ProfileId, action: &str) -> Vec<(String, String)> {
        let rows = audit::list_of(self.app.store().reader(), id.0, 0, 200).await.expect("trail");
        let rows = rows.into_iter().filter(|row| row.action == action);
        rows.map(|row| (row.actor, row.after.unwrap_or_default())).collect()
    }

    /// What was done once, by the officer, with the paper that was seen.
    async fn assert_noted_once(&self, id: ProfileId, action: &str) {
        let noted = self.noted(id, action).await;
        let [(actor, after)] = noted.as_slice() else { panic!("{action} once: {noted:?}") };
        assert_eq!(*actor, self.officer.account_id.to_string());
        for said in ["person", "identity_card", r#""issued_on":"~"#] {
            assert!(after.contains(said), "{said} is not in {after}");
        }
        assert!(!after.contains("2021-05-11"), "of the paper's day a mark alone is kept: {after}");
    }

    /// Who is found at the centre for work of any group of occupations.
    async fn found(&self) -> Vec<Uuid> {
        let needed: Vec<(String, i64)> = (10..100).map(|group| (format!("g:{group}"), 1)).collect();
        let wanted = profile::Wanted { needed: &needed, near: (&[], 0), close: &[] };
        let rows = profile::list_fitting(self.app.store().reader(), self.centre, wanted, 10).await.expect("found");
        rows.into_iter().map(|(id, _)| id).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_handed_over_at_the_counter_says_everything_and_is_noted_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, manager, foreign) = (world.ctx(world.officer), world.ctx(world.manager), world.foreign().await);
        let id = world.walk_in().await;
        world.letter_for(id).await;
        world.meeting_for(id).await;
        for ctx in [&foreign, &manager] {
            let refused = profiles::copy_at_counter(&world.app, ctx, (id, seen()), &key()).await;
            assert_eq!(code(&refused.map(|_| ()).expect_err("not theirs")), "forbidden");
            let page = profiles::at_counter(&world.app, ctx, id).await;
            assert_eq!(code(&page.map(|_| ()).expect_err("not theirs")), "forbidden");
        }
        let ahead = AtCounter { issued_on: on!("2099-01-01"), ..seen() };
        let refused = profiles::copy_at_counter(&world.app, &officer, (id, ahead), &key()).await;
        assert_eq!(code(&refused.map(|_| ()).expect_err("no such paper yet")), "day_to_come");
        assert!(world.noted(id, "counter_copy").await.is_empty(), "refused is not noted");
        let form = key();
        let copy = thrice(|| profiles::copy_at_counter(&world.app, &officer, (id, seen()), &form)).await;
        world.assert_noted_once(id, "counter_copy").await;
        let looks: Vec<&str> = copy.looks.iter().map(|look| look.why.as_str()).collect();
        assert_eq!(looks.iter().filter(|why| **why == Why::Export.code()).count(), 1, "{looks:?}");
        let text = copy.file.to_string();
        for nth in [0, 1, 2, 4, 5, 6, 7] {
            assert!(text.contains(&marker(nth)), "{nth} is not in {text}");
        }
        assert!(copy.file["account"].is_null());
        assert_eq!(copy.file["referrals"]["letters"].as_array().map(Vec::len), Some(1));
        assert_eq!(copy.file["referrals"]["appointments"].as_array().map(Vec::len), Some(1));
        assert_eq!(copy.file["asked_at_counter"][0]["said"]["paper"], "identity_card");
        // The same form is no second look on another day.
        world.pass_days(1);
        let officer = world.ctx(world.officer);
        let late = profiles::copy_at_counter(&world.app, &officer, (id, seen()), &form).await;
        assert_eq!(code(&late.map(|_| ()).expect_err("not noted")), "form_used");
        // Once the person has an account, copy and deletion are asked for there, also with a form of before.
        let form = key();
        profiles::copy_at_counter(&world.app, &officer, (id, seen()), &form).await.expect("handed over");
        claimed(&world, id).await;
        let held = profiles::copy_at_counter(&world.app, &officer, (id, seen()), &form).await;
        assert_eq!(code(&held.map(|_| ()).expect_err("has an account")), "has_account");
        let held = profiles::copy_at_counter(&world.app, &officer, (id, seen()), &key()).await;
        assert_eq!(code(&held.map(|_| ()).expect_err("has an account")), "has_account");
        let held = profiles::delete_at_counter(&world.app, &officer, (id, seen()), &key()).await;
        assert_eq!(code(&held.expect_err("has an account")), "has_account");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn care_taken_back_at_the_counter_ends_letters_meetings_lists_and_sight_as_with_an_account() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.ctx(world.officer), world.foreign().await);
        let id = world.walk_in().await;
        let give = Command::Give {
            matter: Matter::whole(Purpose::Matching),
            wording: Wording { version: profiles::wording(Purpose::Matching), lang: Lang::Vi },
            shown: profiles::wording(Purpose::Matching),
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: Some("GĐY 7/2026".into()),
        };
        profiles::record(&world.app, &officer, id, give, &key()).await.expect("agreed");
        assert_eq!(world.found().await, [id.0]);
        let letter = world.letter_for(id).await;
        world.meeting_for(id).await;
        let printed =
            desk::issue_claim(&world.app, &officer, &desk::code_of_profile(id), &key()).await.expect("a code");
        let refused = profiles::withdraw_at_counter(&world.app, &foreign, id, (CARE, seen()), &key()).await;
        assert_eq!(code(&refused.expect_err("not theirs")), "forbidden");
        let form = key();
        thrice(|| profiles::withdraw_at_counter(&world.app, &officer, id, (CARE, seen()), &form)).await;
        world.assert_noted_once(id, "counter_withdrawal").await;
        assert_eq!(world.noted(id, "leave_centre").await.len(), 1);
        assert_eq!(world.state(&letter).await.0, State::Withdrawn);
        let meetings = appointment::list_of_profile(world.app.store().reader(), id.0).await.expect("meetings");
        assert_eq!(meetings.iter().map(|row| row.state.as_str()).collect::<Vec<_>>(), ["cancelled"]);
        assert!(world.found().await.is_empty(), "nobody compares");
        let opened = profiles::load(&world.app, &officer, id.0, Why::Case).await;
        assert_eq!(code(&opened.map(|_| ()).expect_err("nobody's")), "forbidden");
        let again = profiles::withdraw_at_counter(&world.app, &officer, id, (CARE, seen()), &key()).await;
        assert_eq!(code(&again.expect_err("nobody's")), "forbidden");
        // Whoever has the code that was printed before has the record, and nobody else.
        let lan = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        desk::claim(&world.app, &world.ctx(lan), &printed.code, &key()).await.expect("taken over");
        let own = profiles::find_own(&world.app, &world.ctx(lan)).await.expect("read").expect("a profile");
        assert_eq!((own.id, own.centre_id), (id, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_consent_taken_back_at_the_counter_ends_what_it_allowed_and_nothing_else() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let id = world.walk_in().await;
        let letter = world.letter_for(id).await;
        let view = profiles::at_counter(&world.app, &officer, id).await.expect("the person");
        let [shared] = view.shared.as_slice() else { panic!("the employer of the letter: {:?}", view.shared) };
        assert_eq!(shared.matter.purpose, Purpose::Referral);
        let order = (shared.matter, seen());
        profiles::withdraw_at_counter(&world.app, &officer, id, order, &key()).await.expect("taken back");
        assert_eq!(world.state(&letter).await.0, State::Withdrawn);
        let noted = world.noted(id, "counter_withdrawal").await;
        assert!(noted.len() == 1 && noted[0].1.contains("referral"), "{noted:?}");
        profiles::load(&world.app, &officer, id.0, Why::Case).await.expect("the centre goes on");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_holds_any_more_is_emptied_when_no_printed_code_can_work() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let (gone, stays) = (world.walk_in().await, world.walk_in().await);
        profiles::withdraw_at_counter(&world.app, &officer, gone, (CARE, seen()), &key()).await.expect("taken back");
        let state = async |id: ProfileId| profile::load(world.app.store().reader(), id.0).await.expect("row").state;
        let forget = async || {
            let system = world.app.ctx(Actor::System, Locale::Vi);
            profiles::forget_idle(&world.app, &system).await.expect("looked")
        };
        world.pass_days(profiles::UNHELD_DAYS);
        assert_eq!(forget().await, 0, "to the day");
        world.pass_days(1);
        assert_eq!(forget().await, 1);
        assert_eq!(forget().await, 0);
        assert_eq!((state(gone).await.as_str(), state(stays).await.as_str()), ("deleted", "live"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_asked_for_at_the_counter_leaves_nothing_and_happens_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, colleague, foreign) =
            (world.ctx(world.officer), world.ctx(world.colleague), world.foreign().await);
        let id = world.walk_in().await;
        let letter = world.letter_for(id).await;
        world.meeting_for(id).await;
        let printed =
            desk::issue_claim(&world.app, &officer, &desk::code_of_profile(id), &key()).await.expect("a code");
        let stale = world.ctx(Person { is_fresh: false, ..world.officer });
        for (ctx, expected) in [(&stale, "not_fresh"), (&foreign, "forbidden")] {
            let refused = profiles::delete_at_counter(&world.app, ctx, (id, seen()), &key()).await;
            assert_eq!(code(&refused.expect_err("refused")), expected);
        }
        let form = key();
        thrice(|| profiles::delete_at_counter(&world.app, &officer, (id, seen()), &form)).await;
        let again = profiles::delete_at_counter(&world.app, &colleague, (id, seen()), &key()).await;
        assert_eq!(code(&again.expect_err("gone already")), "gone");
        world.assert_noted_once(id, "counter_deletion").await;
        assert_eq!(world.noted(id, "profile_deleted").await.len(), 1);
        let row = profile::load(world.app.store().reader(), id.0).await.expect("row");
        assert_eq!((row.state.as_str(), row.document.as_str(), row.sealed.as_str()), ("deleted", "{}", "{}"));
        let view = desk::referral(&world.app, &officer, &letter).await.expect("the case stays");
        assert_eq!(view.item.state, State::Withdrawn);
        assert!(!format!("{view:?}").contains("Lan"), "and says nothing of the person: {view:?}");
        let lan = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        let claim = desk::claim(&world.app, &world.ctx(lan), &printed.code, &key()).await;
        assert_eq!(code(&claim.expect_err("the code leads nowhere")), "wrong_code");
        if fresh.backend == Backend::Sqlite {
            fresh.store.scrub().await.expect("scrubbed");
            assert_eq!(left_in_files(&fresh), Vec::<String>::new());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_delete_at_once_one_does() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, colleague) = (world.ctx(world.officer), world.ctx(world.colleague));
        let id = world.walk_in().await;
        let (forms, order) = ([key(), key()], (id, seen()));
        let (one, two) = tokio::join!(
            profiles::delete_at_counter(&world.app, &officer, order, &forms[0]),
            profiles::delete_at_counter(&world.app, &colleague, order, &forms[1])
        );
        let refused = match (one, two) {
            (Ok(()), Err(error)) | (Err(error), Ok(())) => error,
            both => panic!("one of both: {both:?}"),
        };
        assert!(["gone", "conflict"].contains(&code(&refused)), "{refused:?}");
        assert_eq!(world.noted(id, "counter_deletion").await.len(), 1);
        assert_eq!(world.noted(id, "profile_deleted").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_letter_and_no_meeting_stays_of_somebody_whose_data_are_deleted_at_the_same_moment() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, colleague) = (world.ctx(world.officer), world.ctx(world.colleague));
        let (app, reader) = (&world.app, world.app.store().reader());
        let (referred, met) = (world.walk_in().await, world.walk_in().await);
        let forms = [key(), key(), key(), key()];
        let issuing = desk::issue(app, &officer, world.letter_order(referred), &forms[0]);
        let deleting = profiles::delete_at_counter(app, &colleague, (referred, seen()), &forms[1]);
        let (_, deleted) = overlapping(app.store(), world.officer.account_id, (issuing, deleting)).await;
        deleted.expect("deleted");
        let appointing = desk::appoint(app, &officer, world.meeting_order(met), &forms[2]);
        let deleting = profiles::delete_at_counter(app, &colleague, (met, seen()), &forms[3]);
        let (_, deleted) = overlapping(app.store(), world.officer.account_id, (appointing, deleting)).await;
        deleted.expect("deleted");
        for id in [referred, met] {
            assert_eq!(profile::load(reader, id.0).await.expect("row").state, "deleted");
        }
        for row in referral::list_of_profile(reader, referred.0).await.expect("letters") {
            let code = PostingCode::of(row.id).to_string();
            let paper = desk::letter(app, &officer, &code).await.expect("the case stays");
            assert!(row.state == "withdrawn" && !format!("{paper:?}").contains("Lan"), "{row:?} {paper:?}");
        }
        for row in appointment::list_of_profile(reader, met.0).await.expect("meetings") {
            assert!(row.state == "cancelled" && row.subject.is_empty(), "{row:?}");
        }
    })
    .await;
}
