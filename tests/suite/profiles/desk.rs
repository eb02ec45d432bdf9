//! The desk: registering, finding, reading with masks, looks; centres are tenants.

use super::{World, code, key, lan, somebody};
use sanviec_app::profiles::{self, Asked, Register, Why};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, Locale, Role, Thing, secrets};
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::{Content, Field, Part};
use sanviec_store::testing::each_backend;
use sanviec_store::{Store, look, profile};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_at_the_counter_is_found_by_number_phone_mail_and_either_end_of_the_name() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let id = world.register(&officer, lan()).await;
        world.register(&officer, somebody("Trần Văn Bảy", "052098009999", "0987654321")).await;
        for (typed, asked) in [
            ("052198001234", Asked::Number),
            ("0905.123.456", Asked::Phone),
            ("+84 905 123 456", Asked::Phone),
            ("LAN@gmail.com", Asked::Email),
            ("nguyen", Asked::Name),
            ("Nguyễn Thị L", Asked::Name),
            ("lan", Asked::Name),
            ("NGUYEN  THI  LAN", Asked::Name),
        ] {
            let (understood, hits) = profiles::find(&world.app, &officer, typed).await.expect("found");
            let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
            assert_eq!((understood, ids), (asked, vec![id]), "{typed}");
            assert_eq!(hits[0].phone_masked.as_deref(), Some("09•• ••• •56"));
            assert_eq!(hits[0].number_masked.as_deref(), Some("052•••••••34"));
            let (_, hits) = profiles::find(&world.app, &foreign, typed).await.expect("asked");
            assert!(hits.is_empty(), "another centre's: {typed}");
        }
        for typed in ["", " ", "Thi", "0905123457", "052198001235", "@"] {
            let (_, hits) = profiles::find(&world.app, &officer, typed).await.expect("asked");
            assert!(hits.is_empty(), "{typed:?}");
        }
        // The middle and the given name, in the order in which they are said.
        let (_, hits) = profiles::find(&world.app, &officer, "van bay").await.expect("asked");
        assert_eq!(hits.len(), 1, "from the end");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_what_the_table_opens_and_each_look_is_noted() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let auditor = world.person("kiemtoan@vidu.vn", Role::Auditor, Thing::of_centre(world.centre)).await;
        let id = world.register(&officer, lan()).await;
        let seen = profiles::load(&world.app, &officer, id.0, Why::Case).await.expect("own centre");
        let (content, full) = (&seen.profile.content, lan());
        assert_eq!(content.filled(), [Field::Name, Field::Birth, Field::Religion, Field::WishTitle]);
        assert_eq!(content.identity.name, full.identity.name);
        let masked: Vec<_> = seen.masked.iter().map(|(field, text)| (field.code(), text.as_str())).collect();
        let expected = [
            ("personal_number", "052•••••••34"),
            ("phone", "09•• ••• •56"),
            ("email", "l••@gmail.com"),
            ("permanent_line", "•••"),
        ];
        assert_eq!(masked, expected);
        let seen = profiles::load(&world.app, &auditor, id.0, Why::Case).await.expect("own centre");
        assert!(!seen.profile.content.filled().contains(&Field::Religion), "sensitive");
        let phone = profiles::reveal(&world.app, &officer, id.0, Field::Phone).await.expect("revealed");
        assert_eq!(phone.as_deref(), Some("0905 123 456"));
        assert_eq!(code(&profiles::load(&world.app, &foreign, id.0, Why::Case).await.expect_err("no")), "forbidden");
        assert_eq!(
            code(&profiles::reveal(&world.app, &foreign, id.0, Field::Phone).await.expect_err("no")),
            "forbidden"
        );
        assert_eq!(code(&profiles::load_to_edit(&world.app, &auditor, id.0).await.expect_err("reads")), "forbidden");
        profiles::load_to_edit(&world.app, &officer, id.0).await.expect("opened");
        let looks = look::list_of(world.app.store().reader(), &[id.0], None, 10).await.expect("looks");
        let noted: Vec<_> = looks.iter().map(|look| (look.why.as_str(), look.role.as_str())).collect();
        assert_eq!(noted, [("edit", "officer"), ("reveal", "officer"), ("case", "auditor"), ("case", "officer")]);
        assert_eq!(looks[1].fields, "phone");
        assert!(!format!("{looks:?}").contains("0905"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_who_looked_and_own_looks_are_none() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (lan, officer) = (world.seeker("0905123456").await, world.officer().await);
        let id =
            world.save(&lan, Part::Wish, |content| content.wish.title = Some("Kế toán".into())).await.expect("saved");
        world
            .save(&lan, Part::Identity, |content| content.identity.name = PersonName::parse("Lan").ok())
            .await
            .expect("saved");
        profiles::load(&world.app, &lan, id.0, Why::Case).await.expect("the own");
        assert_eq!(profiles::own_looks(&world.app, &lan, None).await.expect("looks"), []);
        // Tied to no centre: an officer sees nothing, and nothing is noted.
        let refused = profiles::load(&world.app, &officer, id.0, Why::Case).await.expect_err("a stranger");
        assert_eq!(code(&refused), "forbidden");
        assert_eq!(profiles::own_looks(&world.app, &lan, None).await.expect("looks"), []);
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        let seen = profiles::load(&world.app, &officer, id.0, Why::Case).await.expect("the own centre's");
        assert_eq!(seen.profile.content.filled(), [Field::Name, Field::WishTitle]);
        let looks = profiles::own_looks(&world.app, &lan, None).await.expect("looks");
        assert_eq!(looks.len(), 1);
        assert_eq!((looks[0].place.as_str(), looks[0].role), ("Trung tâm Gia Lai", Some(Role::Officer)));
        assert_eq!(looks[0].fields, [Field::Name, Field::WishTitle]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn registering_needs_a_name_an_age_and_the_right_and_comes_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, seeker) = (world.officer().await, world.seeker("0905123456").await);
        let auditor = world.person("kiemtoan@vidu.vn", Role::Auditor, Thing::of_centre(world.centre)).await;
        let ask = |ctx, content| {
            let (app, key) = (world.app.clone(), key());
            async move { profiles::register(&app, &ctx, Register { content, branch_id: None }, &key).await }
        };
        for (ctx, expected) in [(&seeker, "forbidden"), (&auditor, "forbidden")] {
            assert_eq!(code(&ask(ctx.clone(), lan()).await.expect_err("no right")), expected);
        }
        assert_eq!(code(&ask(officer.clone(), Content::default()).await.expect_err("nobody")), "missing");
        let mut child = lan();
        child.identity.birth = "2015-05-11".parse().ok().map(sanviec_domain::person::Birth::kept);
        assert!(ask(officer.clone(), child).await.is_err(), "under 15");
        let key = key();
        let register = || Register { content: lan(), branch_id: None };
        let one = profiles::register(&world.app, &officer, register(), &key).await.expect("registered");
        let two = profiles::register(&world.app, &officer, register(), &key).await.expect("the same form");
        assert_eq!(one, two);
        let similar = profiles::similar(&world.app, &officer, &lan(), None).await.expect("similar");
        let similar = similar.show(&world.app, &officer).await.expect("shown");
        assert_eq!(similar.len(), 1);
        let same = [Field::PersonalNumber, Field::Phone, Field::Email, Field::Name, Field::Birth];
        assert_eq!((similar[0].id, similar[0].same.as_slice()), (one, same.as_slice()));
        // Nothing is the same as nothing.
        let nobody = profiles::similar(&world.app, &officer, &Content::default(), None).await.expect("similar");
        assert!(nobody.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_seals_profiles_anew_beside_addresses() {
    each_backend(|fresh| async move {
        let keys = Keyring::generated().expect("keys");
        let world = World::with(&fresh, keys.clone()).await;
        let officer = world.officer().await;
        let id = world.register(&officer, lan()).await;
        let before = world.stored(id).await;
        let rotated = keys.rotated().expect("keys");
        let app = sanviec_app::App::new(
            fresh.store.clone(),
            sanviec_search::Index::in_memory().expect("index"),
            sanviec_app::Clock::at(crate::exchange::NOW),
            sanviec_app::Ids::System,
            sanviec_app::Facts::default(),
        )
        .with_keys(rotated);
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let system = app.ctx(Actor::System, Locale::Vi);
        secrets::check_keys(&world.app, &system).await.expect("marked");
        secrets::check_keys(&app, &system).await.expect("marked");
        // The officer's address and the profile.
        assert_eq!(secrets::reseal(&app, &operator).await.expect("resealed"), 2);
        assert_eq!(secrets::reseal(&app, &operator).await.expect("resealed"), 0);
        let after = world.stored(id).await;
        assert_ne!(before.sealed, after.sealed);
        assert_eq!((before.version, before.phone_hash), (after.version, after.phone_hash));
        let seen = profiles::load_to_edit(&app, &officer, id.0).await.expect("opened");
        assert_eq!(seen.content, lan());
        // A key that one profile is sealed with stays. Answers to forms go by themselves after a month.
        let far = crate::exchange::NOW.plus_days(400).0;
        let prune = fresh.store.write("prune", |tx| Box::pin(sanviec_store::idempotency::prune(tx, far, 1000)));
        prune.await.expect("pruned");
        put(&fresh.store, id.0, [&after.sealed, &before.sealed]).await;
        let kept = secrets::retire(&app, &operator, 1).await.expect_err("still used");
        assert!(format!("{kept:?}").contains("profile.sealed"), "{kept:?}");
        put(&fresh.store, id.0, [&before.sealed, &after.sealed]).await;
        secrets::retire(&app, &operator, 1).await.expect("nothing is sealed with it");
    })
    .await;
}

/// Puts one sealed text of a profile in place of another.
async fn put(store: &Store, id: Uuid, [from, to]: [&str; 2]) {
    store.write("put", |tx| Box::pin(async move { profile::reseal(tx, id, from, to).await })).await.expect("put");
}
