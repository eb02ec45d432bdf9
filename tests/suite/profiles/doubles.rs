//! Doubles of a centre: found when they are written, gone when they are one or two, back when a merge is undone.

use super::merging::{order, two};
use super::{World, code, key, somebody};
use crate::forms::thrice;
use sanviec_app::profiles::{self, Merged};
use sanviec_app::{Actor, Ctx, Locale, Role, Thing, messages};
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_store::profile::Wanted;
use sanviec_store::testing::each_backend;

/// Pairs of the centre of whoever asks, and in what they are the same.
async fn pairs(world: &World, ctx: &Ctx) -> Vec<(ProfileId, ProfileId, Vec<Field>)> {
    let (found, has_more) = profiles::doubles(&world.app, ctx, 0).await.expect("doubles");
    assert!(!has_more);
    let mut pairs: Vec<_> = found.into_iter().map(|pair| (pair.one.id, pair.other.id, pair.same)).collect();
    pairs.sort_unstable_by_key(|(one, other, _)| (*one, *other));
    pairs
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_lists_its_doubles_until_they_are_one_or_two_and_again_when_a_merge_is_undone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let (one, other) = two(&world, &officer).await;
        // The same telephone only; the same name only; the same person at another centre.
        let phone = world.register(&officer, somebody("Trần Văn Bảy", "052098009999", "0987654321")).await;
        let mut namesake = somebody("Nguyễn Thị Lan", "052098008888", "0911222333");
        namesake.identity.birth = "1970-01-02".parse().ok().map(sanviec_domain::person::Birth::kept);
        world.register(&officer, namesake).await;
        world.register(&foreign, super::lan()).await;
        let same = vec![Field::PersonalNumber, Field::Name, Field::Birth];
        let expected = vec![(one, other, same), (other, phone, vec![Field::Phone, Field::Birth])];
        assert_eq!(pairs(&world, &officer).await, expected);
        assert!(pairs(&world, &foreign).await.is_empty(), "another centre's");
        for (contact, role) in [("ql@vidu.vn", Role::CentreManager), ("kt@vidu.vn", Role::Auditor)] {
            let ctx = world.person(contact, role, Thing::of_centre(world.centre)).await;
            assert_eq!(code(&profiles::doubles(&world.app, &ctx, 0).await.expect_err("only officers")), "forbidden");
        }
        let form = key();
        let merge = order(&world, one, other, vec![]).await;
        let id = thrice(|| profiles::merge(&world.app, &officer, merge.clone(), &form)).await;
        assert!(pairs(&world, &officer).await.is_empty(), "one of each pair is gone");
        let undoable = profiles::merges(&world.app, &officer, one).await.expect("merges");
        assert_eq!(undoable, [Merged { id, at: officer.now }]);
        assert_eq!(code(&profiles::merges(&world.app, &foreign, one).await.expect_err("another's")), "forbidden");
        let form = key();
        thrice(|| profiles::unmerge(&world.app, &officer, id, &form)).await;
        assert_eq!(pairs(&world, &officer).await, expected, "back");
        assert!(profiles::merges(&world.app, &officer, one).await.expect("merges").is_empty(), "undone once");
        profiles::set_distinct(&world.app, &officer, other, one, &key()).await.expect("noted");
        assert_eq!(pairs(&world, &officer).await, expected[1..], "two people");
        // Corrected meanwhile: it is the same in nothing any more.
        let mut content = profiles::load_to_save(&world.app, &officer, phone.0).await.expect("read").content;
        let part = sanviec_domain::profile::Part::Contact;
        let mark = profiles::mark(&world.app, &content, part).expect("mark");
        content.contact.phone = sanviec_domain::person::Phone::parse("0911999888").ok();
        let save = profiles::SavePart { profile_id: Some(phone), part, content, mark };
        profiles::save_part(&world.app, &officer, save, &key()).await.expect("saved");
        assert!(pairs(&world, &officer).await.is_empty());
    })
    .await;
}

/// Who is found at the centre for any trade.
async fn found(world: &World) -> Vec<uuid::Uuid> {
    let needed: Vec<(String, i64)> = (10..100).map(|group| (format!("g:{group}"), 1)).collect();
    let wanted = Wanted { needed: &needed, near: (&[], 0), close: &[] };
    let rows = sanviec_store::profile::list_fitting(world.app.store().reader(), world.centre, wanted, 10).await;
    rows.expect("found").into_iter().map(|(id, _)| id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_merge_is_undone_each_is_compared_by_its_own_consent_alone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (kept, gone) = two(&world, &officer).await;
        let give = Command::Give {
            matter: Matter::whole(Purpose::Matching),
            wording: Wording { version: 1, lang: sanviec_domain::Lang::Vi },
            shown: 1,
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: Some("GĐY 3".into()),
        };
        profiles::record(&world.app, &officer, gone, give, &key()).await.expect("recorded");
        assert_eq!(found(&world).await, [gone.0], "the other one never agreed");
        let merge = order(&world, kept, gone, vec![]).await;
        let id = profiles::merge(&world.app, &officer, merge, &key()).await.expect("merged");
        assert_eq!(found(&world).await, [kept.0], "what was agreed to under a part counts");
        profiles::unmerge(&world.app, &officer, id, &key()).await.expect("undone");
        assert_eq!(found(&world).await, [gone.0], "and no longer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_account_is_told_of_a_merge_and_a_part_comes_back_to_no_centre_that_was_left() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let lan = world.seeker("0905123456").await;
        let own = world
            .save(&lan, sanviec_domain::profile::Part::Identity, |content| {
                content.identity = super::lan().identity;
            })
            .await
            .expect("saved");
        let at_counter = world.register(&officer, super::lan()).await;
        assert!(pairs(&world, &officer).await.is_empty(), "nobody's person is no double at a centre");
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        assert_eq!(pairs(&world, &officer).await.len(), 1, "found by the joining");
        let merge = order(&world, own, at_counter, vec![]).await;
        let id = profiles::merge(&world.app, &officer, merge, &key()).await.expect("merged");
        profiles::unmerge(&world.app, &officer, id, &key()).await.expect("undone");
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let told = messages::claim(&world.app, &system, 60, 50).await.expect("claimed");
        let told: Vec<_> = told.iter().filter_map(|one| one.params.get("news")).map(String::as_str).collect();
        assert_eq!(told, ["joined", "merged", "unmerged"]);
        let merge = order(&world, own, at_counter, vec![]).await;
        let id = profiles::merge(&world.app, &officer, merge, &key()).await.expect("merged again");
        profiles::leave_centre(&world.app, &Ctx { now: lan.now.plus_seconds(1), ..lan.clone() }, &key())
            .await
            .expect("left");
        let refused = profiles::unmerge(&world.app, &officer, id, &key()).await.expect_err("left");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}
