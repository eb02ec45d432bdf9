//! What hangs on a profile that became part of another one stays with the person, wherever the desk looks.

use super::{World, code, key, person};
use sanviec_app::desk::{self, Results};
use sanviec_app::placements::{self, Create, From};
use sanviec_app::profiles::{self, Merge};
use sanviec_app::{Role, Thing};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::ProfileId;
use sanviec_store::profile;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

impl World {
    pub(super) async fn profile(&self, number: u128) -> ProfileId {
        ProfileId(self.person(number).await.parse::<PostingCode>().expect("a code").uuid())
    }

    async fn version(&self, id: ProfileId) -> i64 {
        profile::load(self.app.store().reader(), id.0).await.expect("row").version
    }

    /// Makes the second a part of the first.
    pub(super) async fn merge(&self, kept: ProfileId, gone: ProfileId) -> Uuid {
        let kept = (kept, self.version(kept).await);
        let merge = Merge { kept, gone: (gone, self.version(gone).await), take: Vec::new() };
        profiles::merge(&self.app, &self.ctx(self.officer), merge, &key()).await.expect("merged")
    }

    /// A printed code by which the person takes the record over.
    async fn print(&self, id: ProfileId) -> String {
        let profile = desk::code_of_profile(id);
        desk::issue_claim(&self.app, &self.ctx(self.officer), &profile, &key()).await.expect("printed").code
    }

    /// Codes of the letters on the page of a person.
    async fn letters_of(&self, id: ProfileId) -> Vec<String> {
        let view = desk::person(&self.app, &self.ctx(self.officer), &desk::code_of_profile(id)).await.expect("person");
        view.referrals.into_iter().map(|letter| letter.id).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_and_meetings_of_a_merged_profile_are_found_wherever_the_person_is() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (gone, kept) = (world.hired(1).await, world.profile(2).await);
        let letters = world.letters_of(gone).await;
        let meeting = world.appoint(world.officer, 1, 24).await.expect("made");
        assert!(world.letters_of(kept).await.is_empty(), "another person's as far as anybody knows");
        world.merge(kept, gone).await;

        // The page of the person, by either code.
        let officer = world.ctx(world.officer);
        for id in [kept, gone] {
            let view = desk::person(&world.app, &officer, &desk::code_of_profile(id)).await.expect("person");
            assert_eq!(view.id, desk::code_of_profile(kept));
            assert_eq!(view.referrals.iter().map(|letter| letter.id.clone()).collect::<Vec<_>>(), letters);
            assert_eq!(
                view.appointments.iter().map(|one| one.id.clone()).collect::<Vec<_>>(),
                std::slice::from_ref(&meeting)
            );
            for action in ["issue_letter", "appoint"] {
                assert!(view.events.iter().any(|(_, event)| event.action == action), "{action} in the timeline");
            }
        }
        // No second letter, no second meeting at the time of the first, and the first can still be opened.
        assert_eq!(code(&world.issue_for(world.officer, 2).await.expect_err("twice")), "referred_already");
        let both = world.appoint(world.colleague, 2, 24).await.expect_err("at two desks at once");
        assert_eq!(code(&both), "slot_taken");
        desk::appointment(&world.app, &officer, &meeting).await.expect("opened");
        // Form 04.
        world.agree(kept, true).await;
        let (counted, file) = world.exported().await;
        assert_eq!(counted, Results { listed: 1, left_out: 0 });
        assert!(file.contains("Nguyễn Thị Lan"), "{file}");
        // The person's own copy, and what the person can tell of.
        let lan = world.ctx(world.claimed(2).await);
        let copy = profiles::export_own(&world.app, &lan).await.expect("a copy");
        assert_eq!(copy["referrals"]["letters"].as_array().map(Vec::len), Some(1), "{copy}");
        assert_eq!(copy["referrals"]["appointments"].as_array().map(Vec::len), Some(1), "{copy}");
        let leads = placements::reportable(&world.app, &lan).await.expect("leads");
        assert_eq!(leads.iter().map(|lead| lead.code.clone()).collect::<Vec<_>>(), letters);
        let from = From::Report { of: letters[0].clone(), starts_on: on!("2026-11-24") };
        let order = Create { from, task: String::new() };
        let told = placements::create(&world.app, &lan, order, &key()).await.expect("told");
        let own = placements::own_placements(&world.app, &lan, None).await.expect("own").own;
        assert_eq!(own.iter().map(|own| own.id.clone()).collect::<Vec<_>>(), [told.id]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_of_merged_profiles_loses_nothing_and_taken_apart_each_has_its_own() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (first, second, third) = (world.hired(1).await, world.profile(2).await, world.profile(3).await);
        let letters = world.letters_of(first).await;
        world.agree(first, true).await;
        world.merge(second, first).await;
        let id = world.merge(third, second).await;
        assert_eq!(world.letters_of(third).await, letters);
        assert_eq!(code(&world.issue_for(world.officer, 3).await.expect_err("twice")), "referred_already");
        // What was agreed to under the first counts, too.
        assert_eq!(world.exported().await.0, Results { listed: 1, left_out: 0 });
        profiles::unmerge(&world.app, &world.ctx(world.officer), id, &key()).await.expect("undone");
        assert!(world.letters_of(third).await.is_empty());
        assert_eq!(world.letters_of(second).await, letters);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_printed_before_a_merge_gives_the_one_record_until_a_new_one_is_printed() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let (gone, kept) = (world.profile(1).await, world.profile(2).await);
        let first = world.print(gone).await;
        world.merge(kept, gone).await;
        let view = desk::person(&world.app, &officer, &desk::code_of_profile(kept)).await.expect("person");
        assert!(view.claim_until.is_some(), "the page says that a code works");
        let lan = world.ctx(person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await);
        desk::claim(&world.app, &lan, &first, &key()).await.expect("claimed");
        assert_eq!(profiles::own_or_new(&world.app, &lan).await.expect("own").id, kept);

        let (old, newest) = (world.profile(3).await, world.profile(4).await);
        let first = world.print(old).await;
        world.merge(newest, old).await;
        let second = world.print(newest).await;
        let mai = world.ctx(person(&world.app, "mai@vidu.vn", Role::Seeker, Thing::default()).await);
        assert!(desk::claim(&world.app, &mai, &first, &key()).await.is_err(), "a newer one was printed");
        desk::claim(&world.app, &mai, &second, &key()).await.expect("claimed");
        assert_eq!(profiles::own_or_new(&world.app, &mai).await.expect("own").id, newest);
    })
    .await;
}
