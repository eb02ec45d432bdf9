//! Guessing: the stranger is stopped, the holder is not.

use super::{MINUTE, PASSWORD, PHONE, World, code, key};
use sanviec_app::accounts::Purpose;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_guesses_is_stopped_and_the_holder_is_not() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        for _ in 0..5 {
            let refused = world.sign_in(PHONE, "không phải mật khẩu", "203.0.113.9", &key()).await.expect_err("wrong");
            assert_eq!(code(&refused), "wrong_pair");
        }
        let stopped = world.sign_in(PHONE, PASSWORD, "203.0.113.9", &key()).await.expect_err("even the right one");
        assert_eq!(code(&stopped), "too_many");
        world.sign_in(PHONE, PASSWORD, "198.51.100.7", &key()).await.expect("the holder, from elsewhere");
        world.by_code(Purpose::Recover, PHONE).await.expect("or by a code");
        world.pass_seconds(15 * MINUTE);
        world.sign_in(PHONE, PASSWORD, "203.0.113.9", &key()).await.expect("a new window");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_once_are_counted_one_by_one() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        let racing: Vec<_> = (0..8)
            .map(|_| {
                let world = World { app: world.app.clone() };
                tokio::spawn(async move { world.sign_in(PHONE, "không phải mật khẩu", "203.0.113.9", &key()).await })
            })
            .collect();
        let mut codes = Vec::new();
        for guess in racing {
            codes.push(code(&guess.await.expect("ran").expect_err("wrong")));
        }
        assert_eq!(codes.iter().filter(|code| **code == "wrong_pair").count(), 5, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| **code == "too_many").count(), 3, "{codes:?}");
    })
    .await;
}
