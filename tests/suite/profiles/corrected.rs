//! Officers complete and correct the profiles of their centre's people, and only theirs.

use super::{World, code, key, lan};
use crate::forms::thrice;
use sanviec_app::profiles::{self, SavePart};
use sanviec_app::{Actor, AppError, Ctx, Key, Locale, Role, Thing, messages};
use sanviec_domain::profile::{Content, Part, ProfileId};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, look};

/// A part as an officer read it a moment ago and changes it.
async fn read(world: &World, ctx: &Ctx, id: ProfileId, part: Part, change: impl FnOnce(&mut Content)) -> SavePart {
    let mut content = profiles::load_to_save(&world.app, ctx, id.0).await.expect("read").content;
    let mark = profiles::mark(&world.app, &content, part).expect("mark");
    change(&mut content);
    SavePart { profile_id: Some(id), part, content, mark }
}

async fn save(world: &World, ctx: &Ctx, save: SavePart, key: &Key) -> Result<ProfileId, AppError> {
    profiles::save_part(&world.app, ctx, save, key).await
}

/// What messages about profiles told since.
async fn told(world: &World) -> Vec<String> {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let sent = messages::claim(&world.app, &ctx, 60, 50).await.expect("claimed");
    sent.into_iter().filter(|one| one.template == "profile_news").map(|one| one.params["news"].clone()).collect()
}

fn wish(title: &str) -> impl FnOnce(&mut Content) + use<> {
    let title = title.to_owned();
    move |content| content.wish.title = Some(title)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_corrects_stands_in_the_trail_among_the_looks_and_in_a_message() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let mai = world.seeker("0905123456").await;
        let id = world.save(&mai, Part::Wish, wish("thu kho")).await.expect("saved");
        profiles::join_centre(&world.app, &mai, (world.centre, 1), &key()).await.expect("joined");
        assert_eq!(told(&world).await, ["joined"]);
        let order = read(&world, &officer, id, Part::Wish, wish("ke toan")).await;
        let form = key();
        Box::pin(thrice(|| save(&world, &officer, order.clone(), &form))).await;
        let terms = |content: &mut Content| {
            content.terms.working_time = sanviec_domain::posting::WorkingTime::find_by_code("full");
        };
        let order = read(&world, &officer, id, Part::Terms, terms).await;
        let before = world.stored(id).await.version;
        save(&world, &officer, order, &key()).await.expect("saved");
        assert_eq!(world.stored(id).await.version, before + 1, "the second part was another change");
        assert_eq!(world.own(&mai).await.content.wish.title.as_deref(), Some("ke toan"));
        assert_eq!(told(&world).await, ["corrected"], "two parts in one sitting are told once");
        let reader = world.app.store().reader();
        let trail = audit::list_of(reader, id.0, 0, 50).await.expect("trail");
        let mine: Vec<_> =
            trail.iter().filter(|row| row.action == "save_profile_part" && row.role == "officer").collect();
        assert_eq!(mine.len(), 2);
        for row in &mine {
            assert_eq!(row.centre_id, Some(world.centre));
            let (before, after) = (row.before.as_deref().expect("before"), row.after.as_deref().expect("after"));
            assert_ne!(before, after);
            for typed in ["thu kho", "ke toan"] {
                assert!(!before.contains(typed) && !after.contains(typed), "what was typed stays out: {row:?}");
            }
        }
        assert!(
            mine.iter().any(|row| row.after.as_deref().is_some_and(|after| after.contains("\"full\""))),
            "{mine:?}"
        );
        let looks = look::list_of(reader, &[id.0], None, 10).await.expect("looks");
        let noted: Vec<_> = looks.iter().map(|look| (look.why.as_str(), look.fields.as_str())).collect();
        assert_eq!(noted, [("edit", "working_time"), ("edit", "wish_title")]);
        profiles::leave_centre(&world.app, &mai, &key()).await.expect("left");
        let gone = profiles::load_to_save(&world.app, &officer, id.0).await.expect_err("left");
        assert_eq!(code(&gone), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_officers_of_the_centre_correct_and_of_two_at_once_one_is_told_to_look_again() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let colleague = world.person("canbo3@vidu.vn", Role::Officer, Thing::of_centre(world.centre)).await;
        let id = world.register(&officer, lan()).await;
        let order = read(&world, &officer, id, Part::Wish, wish("Thủ kho")).await;
        for (contact, role) in [("ql@vidu.vn", Role::CentreManager), ("kt@vidu.vn", Role::Auditor)] {
            let ctx = world.person(contact, role, Thing::of_centre(world.centre)).await;
            assert_eq!(code(&save(&world, &ctx, order.clone(), &key()).await.expect_err("reads")), "forbidden");
        }
        assert_eq!(code(&save(&world, &foreign, order.clone(), &key()).await.expect_err("another's")), "forbidden");
        let other = read(&world, &colleague, id, Part::Wish, wish("Bảo vệ")).await;
        let keys = [key(), key()];
        let (one, two) = tokio::join!(
            save(&world, &officer, order.clone(), &keys[0]),
            save(&world, &colleague, other.clone(), &keys[1])
        );
        let (title, late) = match (one, two) {
            (Ok(_), Err(error)) => ("Thủ kho", error),
            (Err(error), Ok(_)) => ("Bảo vệ", error),
            both => panic!("one of both: {both:?}"),
        };
        assert_eq!(code(&late), "conflict");
        let now = profiles::load_to_save(&world.app, &officer, id.0).await.expect("read").content;
        assert_eq!(now.wish.title.as_deref(), Some(title), "nothing was overwritten unseen");
        // Whoever has no account is told at the counter; the trail has it all the same.
        assert!(told(&world).await.is_empty());
        let mut child = order;
        child.part = Part::Identity;
        child.content.identity.birth = "2015-05-11".parse().ok().map(sanviec_domain::person::Birth::kept);
        child.mark = profiles::mark(&world.app, &now, Part::Identity).expect("mark");
        assert!(save(&world, &officer, child, &key()).await.is_err(), "under 15");
    })
    .await;
}
