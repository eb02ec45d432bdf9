//! Two profiles of one person made one and taken apart again: exactly, once, by those who have both.

use super::{World, code, key, lan, somebody};
use sanviec_app::Person;
use sanviec_app::profiles::{self, Decide, Extent, Merge};
use sanviec_domain::consent::{Matter, Purpose, Standing};
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_store::profile::Row;
use sanviec_store::testing::each_backend;

/// What a row says, without counters and the random part of sealing.
fn said(row: &Row) -> impl PartialEq + std::fmt::Debug + use<> {
    let Row { account_id, centre_id, branch_id, state, visibility, document, name_fold, name_back, .. } = row.clone();
    let hashes = (row.born_on, row.number_hash.clone(), row.phone_hash.clone(), row.email_hash.clone());
    ((account_id, centre_id, branch_id, state, visibility, document), (name_fold, name_back), hashes, row.merged_into)
}

pub(super) async fn two(world: &World, officer: &sanviec_app::Ctx) -> (ProfileId, ProfileId) {
    let mut other = somebody("Nguyen Thi Lan", "052198001234", "0987654321");
    other.identity.ethnicity_code = Some("01".to_owned());
    other.wish.title = Some("Thủ kho".to_owned());
    (world.register(officer, lan()).await, world.register(officer, other).await)
}

pub(super) async fn order(world: &World, kept: ProfileId, gone: ProfileId, take: Vec<Field>) -> Merge {
    let version = |row: Row| row.version;
    Merge { kept: (kept, version(world.stored(kept).await)), gone: (gone, version(world.stored(gone).await)), take }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_keeps_what_was_chosen_and_is_undone_exactly() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (kept, gone) = two(&world, &officer).await;
        let duplicates = profiles::duplicates(&world.app, &officer, kept).await.expect("duplicates");
        assert_eq!(duplicates.iter().map(|hit| hit.id).collect::<Vec<_>>(), [gone]);
        let compared = profiles::compare(&world.app, &officer, kept, gone).await.expect("compared");
        assert_eq!(compared.same, [Field::PersonalNumber, Field::Name, Field::Birth]);
        assert!(compared.differ.contains(&Field::Phone) && !compared.differ.contains(&Field::Birth));
        let before = (said(&world.stored(kept).await), said(&world.stored(gone).await));
        let before_content = profiles::load_to_edit(&world.app, &officer, kept.0).await.expect("read").content;
        let merge = order(&world, kept, gone, vec![Field::WishTitle]).await;
        let key = key();
        let id = profiles::merge(&world.app, &officer, merge.clone(), &key).await.expect("merged");
        assert_eq!(profiles::merge(&world.app, &officer, merge.clone(), &key).await.expect("the same form"), id);
        let merged = profiles::load_to_edit(&world.app, &officer, kept.0).await.expect("read").content;
        assert_eq!(merged.wish.title.as_deref(), Some("Thủ kho"), "chosen");
        assert_eq!(merged.identity.ethnicity_code.as_deref(), Some("01"), "was left open");
        assert_eq!(merged.contact.phone, lan().contact.phone, "was said already");
        let refused = profiles::load_to_edit(&world.app, &officer, gone.0).await.expect_err("part of another");
        assert_eq!(code(&refused), "gone");
        let again = profiles::merge(&world.app, &officer, merge, &super::key()).await.expect_err("merged already");
        assert!(["gone", "conflict"].contains(&code(&again)), "{again:?}");
        profiles::unmerge(&world.app, &officer, id, &super::key()).await.expect("undone");
        assert_eq!((said(&world.stored(kept).await), said(&world.stored(gone).await)), before);
        let after = profiles::load_to_edit(&world.app, &officer, kept.0).await.expect("read").content;
        assert_eq!(after, before_content);
        let twice = profiles::unmerge(&world.app, &officer, id, &super::key()).await.expect_err("undone already");
        assert_eq!(code(&twice), "gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_after_a_merge_stays_changed_when_it_is_undone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (kept, gone) = two(&world, &officer).await;
        let merge = order(&world, kept, gone, vec![Field::WishTitle]).await;
        let id = profiles::merge(&world.app, &officer, merge, &key()).await.expect("merged");
        let mut content = profiles::load_to_edit(&world.app, &officer, kept.0).await.expect("read").content;
        let part = sanviec_domain::profile::Part::Wish;
        let mark = profiles::mark(&world.app, &content, part).expect("mark");
        content.wish.title = Some("Bảo vệ".to_owned());
        let save = profiles::SavePart { profile_id: Some(kept), part, content, mark };
        profiles::save_part(&world.app, &officer, save, &key()).await.expect("saved");
        profiles::unmerge(&world.app, &officer, id, &key()).await.expect("undone");
        let after = profiles::load_to_edit(&world.app, &officer, kept.0).await.expect("read").content;
        assert_eq!(after.wish.title.as_deref(), Some("Bảo vệ"));
        assert_eq!(after.identity.ethnicity_code, None, "taken and not touched since");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_profile_a_foreign_one_and_two_accounts_are_not_merged() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let (kept, gone) = two(&world, &officer).await;
        let mut stale = order(&world, kept, gone, vec![]).await;
        stale.gone.1 += 1;
        let refused = profiles::merge(&world.app, &officer, stale, &key()).await.expect_err("changed meanwhile");
        assert_eq!(code(&refused), "conflict");
        let other = world.register(&foreign, lan()).await;
        for ctx in [&officer, &foreign] {
            let merge = order(&world, kept, other, vec![]).await;
            assert_eq!(
                code(&profiles::merge(&world.app, ctx, merge, &key()).await.expect_err("not both")),
                "forbidden"
            );
            let refused = profiles::compare(&world.app, ctx, kept, other).await.expect_err("not both");
            assert_eq!(code(&refused), "forbidden");
        }
        let same = profiles::compare(&world.app, &officer, kept, kept).await.expect_err("one and the same");
        assert_eq!(code(&same), "not_found");
        // Both claimed: whoever holds one account must not get what the other said.
        for (contact, id) in [("a@vidu.vn", kept), ("b@vidu.vn", gone)] {
            let account = world.seeker(contact).await.actor.person().expect("signed in").account_id;
            let row = Row { account_id: Some(account), ..world.stored(id).await };
            let row = &row;
            let write =
                world.app.store().write("claim", |tx| Box::pin(sanviec_store::profile::update_guarded(tx, row)));
            write.await.expect("claimed");
        }
        let merge = order(&world, kept, gone, vec![]).await;
        let refused = profiles::merge(&world.app, &officer, merge, &key()).await.expect_err("two accounts");
        assert_eq!(code(&refused), "two_accounts");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_are_no_duplicates_any_more() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (one, other) = two(&world, &officer).await;
        profiles::set_distinct(&world.app, &officer, other, one, &key()).await.expect("noted");
        profiles::set_distinct(&world.app, &officer, one, other, &key()).await.expect("said again");
        for id in [one, other] {
            let hits = profiles::duplicates(&world.app, &officer, id).await.expect("duplicates");
            assert!(hits.is_empty());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_claimed_profile_answers_for_the_person_in_consents_looks_and_deleting() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, mut lan) = (world.officer().await, world.seeker("lan@vidu.vn").await);
        let (kept, gone) = two(&world, &officer).await;
        let person: Person = lan.actor.person().expect("signed in");
        let row = &Row { account_id: Some(person.account_id), ..world.stored(gone).await };
        let write = world.app.store().write("claim", |tx| Box::pin(sanviec_store::profile::update_guarded(tx, row)));
        write.await.expect("claimed");
        let matter = Matter::whole(Purpose::VisibleToEmployers);
        profiles::decide(&world.app, &lan, Decide { matter, agreed: Some(1) }, &key()).await.expect("given");
        let merge = order(&world, kept, gone, vec![]).await;
        let id = profiles::merge(&world.app, &officer, merge, &key()).await.expect("merged");
        assert_eq!(world.own(&lan).await.id, kept, "the account goes with the person");
        lan.now = sanviec_domain::time::Micros(lan.now.0 + 1);
        let ledger = profiles::own_consents(&world.app, &lan).await.expect("ledger");
        assert!(matches!(ledger.standing(matter, lan.now), Standing::Given(_)));
        profiles::decide(&world.app, &lan, Decide { matter, agreed: None }, &key()).await.expect("taken back");
        let looks = profiles::own_looks(&world.app, &lan, None).await.expect("looks");
        assert_eq!(looks.len(), 2, "one of each");
        profiles::delete_own(&world.app, &lan, Extent::Profile, &key()).await.expect("deleted");
        for id in [kept, gone] {
            assert_eq!((world.stored(id).await.state.as_str(), world.stored(id).await.name_fold), ("deleted", None));
        }
        assert_eq!(code(&profiles::unmerge(&world.app, &officer, id, &key()).await.expect_err("gone")), "gone");
    })
    .await;
}
