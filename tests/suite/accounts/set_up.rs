//! The first operator's link.

use super::{PASSWORD, World, code, key, origin};
use sanviec_app::accounts::{self, Entered, SetUp, Stage};
use sanviec_app::{Actor, AppError};
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_link_works_once_and_only_while_nobody_operates() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let operator = world.ctx(Actor::Operator);
        let old = accounts::offer_set_up(&world.app, &operator).await.expect("offered").expect("nobody operates");
        let link = accounts::offer_set_up(&world.app, &operator).await.expect("offered").expect("nobody operates");
        let order = |link: &str, contact: &str| SetUp {
            link: link.to_owned(),
            contact: contact.to_owned(),
            password: PASSWORD.to_owned(),
            again: PASSWORD.to_owned(),
            origin: origin("10.0.0.1"),
        };
        let public = world.ctx(Actor::Public);
        let forged = format!("{}{}", &link[..32], "0".repeat(64));
        for wrong in [old.as_str(), "", "abc", &forged, &link[..95]] {
            let refused = accounts::set_up(&world.app, &public, order(wrong, "a@vidu.vn"), &key()).await;
            assert_eq!(code(&refused.expect_err("no link")), "link_over", "{wrong}");
        }
        let (one, two) = (key(), key());
        let send = |contact, key| accounts::set_up(&world.app, &public, order(&link, contact), key);
        let (a, b, c, other) = tokio::join!(
            send("mot@vidu.vn", &one),
            send("mot@vidu.vn", &one),
            send("mot@vidu.vn", &one),
            send("hai@vidu.vn", &two)
        );
        let [a, b, c, other] = [a, b, c, other].map(Result::ok);
        assert!(a == b && b == c, "one form, one answer");
        let entered: Vec<Entered> = [a, other].into_iter().flatten().collect();
        assert_eq!(entered.len(), 1, "one operator of two who follow the link at once");
        assert_eq!(entered[0].stage, Stage::Enrol, "a second factor comes first");
        assert_eq!(accounts::offer_set_up(&world.app, &operator).await.expect("asked"), None);
        let refused = accounts::offer_set_up(&world.app, &public).await.expect_err("not for the public");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_made_a_centre_is_noted() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let centre = accounts::add_centre(&world.app, &world.ctx(Actor::Operator), "Trung tâm Gia Lai", "52").await;
        let rows = audit::list_of(fresh.store.reader(), centre.expect("centre"), 0, 10).await.expect("audit");
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.action.as_str(), row.entity.as_str(), row.role.as_str()), ("add_centre", "centre", "operator"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_has_a_name_and_a_province_that_there_is() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let operator = world.ctx(Actor::Operator);
        for (name, province, expected) in [
            ("Trung tâm Gia Lai", "99", vec!["province"]),
            ("Trung tâm Gia Lai", "Gia Lai", vec!["province"]),
            ("", "52", vec!["name"]),
            (" \u{a0}", "", vec!["name", "province"]),
        ] {
            let refused = accounts::add_centre(&world.app, &operator, name, province).await.expect_err("refused");
            let AppError::Refused(errors) = refused else { panic!("{name}, {province}") };
            assert_eq!(errors.iter().map(|error| error.field).collect::<Vec<_>>(), expected, "{name}, {province}");
        }
        assert!(accounts::centres(&world.app, &operator).await.expect("listed").is_empty(), "nothing was made");
        accounts::add_centre(&world.app, &operator, " Trung tâm Gia Lai ", "52").await.expect("made");
        assert_eq!(accounts::centres(&world.app, &operator).await.expect("listed")[0].1, "Trung tâm Gia Lai");
    })
    .await;
}
