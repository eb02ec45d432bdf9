//! People without an account are written to by what they gave at the counter, and nothing of it is left when they go;
//! of whom no message reaches the officer is told.

use super::{World, key};
use sanviec_app::desk::{self, Reached};
use sanviec_app::messages::{self, Channel, Claimed, End};
use sanviec_app::profiles::{self, AtCounter, typed};
use sanviec_app::{Actor, Ctx, Locale};
use sanviec_domain::appointment::{Command as MeetingCommand, Slot};
use sanviec_domain::data_request::{Asker, Paper};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_store::message;
use sanviec_store::testing::each_backend;

impl World {
    fn system(&self) -> Ctx {
        self.app.ctx(Actor::System, Locale::Vi)
    }

    /// What waits to be sent and was not taken before, of people without an account.
    async fn to_nobodys_account(&self) -> Vec<Claimed> {
        let claimed = messages::claim(&self.app, &self.system(), 600, 100).await.expect("claimed");
        claimed.into_iter().filter(|message| message.account_id.is_none()).collect()
    }

    /// Somebody registered at the counter under this number, who gave this.
    async fn gave(&self, number: u128, said: &[(Field, &str)]) -> ProfileId {
        let ctx = self.ctx(self.officer);
        let mut content = Content::default();
        for (field, text) in [(Field::Name, "Trần Văn Bình"), (Field::Birth, "12/03/1994")].iter().chain(said) {
            typed::set(&mut content, *field, &vec![vec![(*text).to_owned()]], &ctx).expect("typed");
        }
        let register = profiles::Register { content, branch_id: None };
        let id = profiles::register(&self.app, &ctx, register, &key()).await.expect("registered");
        self.people.lock().await.insert(number, desk::code_of_profile(id));
        id
    }

    async fn reached(&self, meeting: &str) -> Option<Reached> {
        desk::appointment(&self.app, &self.ctx(self.officer), meeting).await.expect("a meeting").reached
    }
}

/// Template, address and page of each.
fn said(told: &[Claimed]) -> Vec<(&str, &str, &str)> {
    told.iter()
        .map(|message| (message.template.as_str(), message.recipient.as_str(), message.params["path"].as_str()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_an_account_is_written_to_by_the_number_given_at_the_counter() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let meeting = world.appoint(world.officer, 1, 48).await.expect("made");
        let told = world.to_nobodys_account().await;
        assert_eq!(said(&told), [("appointment", "+84905123001", "")], "without a page that asks them to sign in");
        assert_eq!(told[0].channel, Channel::Sms);
        world.issue_for(world.officer, 1).await.expect("issued");
        let told = world.to_nobodys_account().await;
        let [(template, recipient, path)] = said(&told)[..] else { panic!("{told:?}") };
        assert_eq!((template, recipient), ("referral_issued", "+84905123001"));
        let proof = path.strip_prefix("/giay/").expect("a page for anybody");
        let public = world.app.ctx(Actor::Public, Locale::Vi);
        assert_eq!(desk::proof(&world.app, &public, proof).await.expect("a letter").initials, "N. T. L.");

        world.pass_days(1);
        for expected in [&[("appointment", "+84905123001", "")][..], &[]] {
            desk::tick(&world.app, &world.system()).await.expect("ticked");
            assert_eq!(said(&world.to_nobodys_account().await), expected, "reminded once");
        }
        let slot = Slot { from: world.app.clock().now().plus_days(3), minutes: 30 };
        let (officer, form) = (world.ctx(world.officer), key());
        let moved = MeetingCommand::Move(slot);
        desk::move_appointment(&world.app, &officer, (&meeting, None), moved, &form).await.expect("moved");
        let told = world.to_nobodys_account().await;
        assert_eq!(said(&told), [("appointment_changed", "+84905123001", "")]);
        assert_eq!(told[0].params["change"], "moved");
        assert_eq!(world.reached(&meeting).await, Some(Reached::Written));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officer_is_told_to_telephone_whom_no_message_reaches() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        world.gave(51, &[(Field::Phone, "0256 3822 123")]).await;
        world.gave(52, &[]).await;
        for number in [51, 52] {
            let hours = i64::try_from(number).expect("a number");
            let meeting = world.appoint(world.officer, number, hours).await.expect("made");
            let letter = world.issue_for(world.officer, number).await.expect("issued").id;
            assert_eq!(world.reached(&meeting).await, Some(Reached::Nobody));
            let letter = desk::referral(&world.app, &officer, &letter).await.expect("a letter");
            assert_eq!(letter.reached, Reached::Nobody);
            let person = desk::person(&world.app, &officer, &world.person(number).await).await.expect("a person");
            assert_eq!(person.reached, Reached::Nobody);
        }
        assert!(world.to_nobodys_account().await.is_empty(), "a landline takes no messages");

        // Whoever gave an e-mail address wants to be written to there; one that takes nothing is told of.
        world.gave(53, &[(Field::Phone, "0905 777 888"), (Field::Email, "binh53@vidu.vn")]).await;
        let meeting = world.appoint(world.officer, 53, 70).await.expect("made");
        let told = world.to_nobodys_account().await;
        assert_eq!(said(&told), [("appointment", "binh53@vidu.vn", "")]);
        assert_eq!(world.reached(&meeting).await, Some(Reached::Written));
        let failed = End::Failed("no such mailbox".to_owned());
        let settled = messages::settle(&world.app, &world.system(), told[0].id, told[0].lease, failed).await;
        settled.expect("settled");
        assert_eq!(world.reached(&meeting).await, Some(Reached::Failed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_counts_for_the_cap_and_is_forgotten_with_the_person() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let profile = world.person(1).await.parse::<PostingCode>().expect("a code").uuid();
        world.issue_for(world.officer, 1).await.expect("issued");
        let letter = world.to_nobodys_account().await.remove(0);
        assert_eq!(letter.profile_id, Some(profile));
        let sent = End::Sent(None);
        messages::settle(&world.app, &world.system(), letter.id, letter.lease, sent).await.expect("settled");
        let before = messages::sent_before(&world.app, &world.system(), profile, Channel::Sms).await.expect("before");
        assert_eq!(before, [world.app.clock().now()], "it counts for whom it was for");

        world.appoint(world.officer, 1, 48).await.expect("made");
        let waiting = world.to_nobodys_account().await.remove(0);
        let seen = AtCounter { asker: Asker::Person, paper: Paper::IdentityCard, issued_on: on!("2021-05-11") };
        let officer = world.ctx(world.officer);
        let copy = profiles::copy_at_counter(&world.app, &officer, (ProfileId(profile), seen), &key()).await;
        let file = copy.expect("a copy").file;
        let kinds: Vec<&str> =
            file["messages"].as_array().expect("a list").iter().filter_map(|one| one["kind"].as_str()).collect();
        assert_eq!(kinds, ["appointment", "referral_issued"], "the person's copy has what was written");
        let gone = profiles::delete_at_counter(&world.app, &officer, (ProfileId(profile), seen), &key()).await;
        gone.expect("deleted");
        assert!(world.to_nobodys_account().await.is_empty(), "nobody is written to that the meeting is called off");
        for (id, state) in [(letter.id, "sent"), (waiting.id, "expired")] {
            let row = message::find(fresh.store.reader(), id).await.expect("read").expect("a row");
            assert_eq!((row.state.as_str(), row.recipient.len(), row.params.len()), (state, 0, 0));
        }
    })
    .await;
}
