//! The own profile: one an account, changed part by part.

use super::{World, code, key};
use sanviec_app::profiles::{self, SavePart};
use sanviec_app::{Role, Thing};
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::{Content, Field, Part};
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_thing_said_makes_the_profile_and_it_knows_how_the_account_is_reached() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        assert_eq!(profiles::find_own(&world.app, &lan).await.expect("asked"), None);
        let new = world.own(&lan).await;
        assert_eq!((new.version, new.content.filled()), (0, vec![Field::Phone]));
        let id = world
            .save(&lan, Part::Wish, |content| content.wish.title = Some(" Kế  toán ".into()))
            .await
            .expect("saved");
        let own = world.own(&lan).await;
        assert_eq!((own.id, own.version), (id, 1));
        assert_eq!(own.content.wish.title.as_deref(), Some("Kế toán"));
        assert_eq!(own.content.filled(), [Field::Phone, Field::WishTitle]);
        assert_eq!(profiles::create_own(&world.app, &lan, &key()).await.expect("there already"), id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_three_times_at_once_has_one_effect() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        let mut content = Content::default();
        content.identity.name = PersonName::parse("Nguyễn Thị Lan").ok();
        let mark = profiles::mark(&world.app, &world.own(&lan).await.content, Part::Identity).expect("mark");
        let (key, save) = (key(), SavePart { profile_id: None, part: Part::Identity, content, mark });
        let sent = (0..3).map(|_| {
            let (app, ctx, save, key) = (world.app.clone(), lan.clone(), save.clone(), key.clone());
            tokio::spawn(async move { profiles::save_part(&app, &ctx, save, &key).await })
        });
        let mut ids = Vec::new();
        for sent in sent.collect::<Vec<_>>() {
            ids.push(sent.await.expect("ran").expect("saved"));
        }
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(world.own(&lan).await.version, 1);
        let entries = audit::list_of(world.app.store().reader(), ids[0].0, 0, 10).await.expect("audit");
        assert_eq!(entries.len(), 1, "{entries:?}");
        assert!(!format!("{entries:?}").contains("Lan"), "names of fields, not what they say");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_changed_meanwhile_is_not_overwritten_and_others_do_not_meet() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        let read = world.own(&lan).await.content;
        let mark = |part| profiles::mark(&world.app, &read, part).expect("mark");
        let save = |part, title: &str, religion: &str| {
            let mut content = read.clone();
            content.wish.title = Some(title.to_owned());
            content.identity.religion = Some(religion.to_owned());
            SavePart { profile_id: None, part, content, mark: mark(part) }
        };
        let ask = |save| async { profiles::save_part(&world.app, &lan, save, &key()).await };
        ask(save(Part::Wish, "Kế toán", "x")).await.expect("first");
        ask(save(Part::Identity, "y", "Không")).await.expect("another part");
        let refused = ask(save(Part::Wish, "Bảo vệ", "x")).await.expect_err("it changed");
        assert_eq!(code(&refused), "conflict");
        let own = world.own(&lan).await;
        assert_eq!(own.content.wish.title.as_deref(), Some("Kế toán"));
        assert_eq!(own.content.identity.religion.as_deref(), Some("Không"));
        assert_eq!(own.version, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_part_is_refused_and_nothing_is_kept() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        let long = world.save(&lan, Part::Wish, |content| content.wish.title = Some("x".repeat(201))).await;
        assert_eq!(code(&long.expect_err("too long")), "text_too_long");
        assert_eq!(world.own(&lan).await.version, 0);
        // What another part says is not this part's fault, nor taken over.
        let save = world.save(&lan, Part::Contact, |content| content.wish.title = Some("x".repeat(201))).await;
        save.expect("saved");
        assert_eq!(world.own(&lan).await.content.wish.title, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_has_an_own_profile_here() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let refused = profiles::own_or_new(&world.app, &officer).await.expect_err("an officer at work");
        assert_eq!(code(&refused), "forbidden");
        let operator = world.person("vanhanh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
        let refused = profiles::create_own(&world.app, &operator, &key()).await.expect_err("nobody's case");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}
