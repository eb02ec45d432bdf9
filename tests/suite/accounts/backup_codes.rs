//! Printed codes: ten, each once, gone with the factor that they stand for.

use super::{PHONE, World, app_code, code, key};
use sanviec_app::accounts::{self, Entered, Recognised, Stage};
use sanviec_store::testing::each_backend;

async fn codes(world: &World, entered: &Entered) -> Vec<String> {
    accounts::make_backup_codes(&world.app, &world.ctx_of(entered).await, &key()).await.expect("codes")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_code_lets_its_holder_in_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let (_, entered) = world.enrol(&world.seeker().await).await;
        let codes = codes(&world, &entered).await;
        assert_eq!(codes.len(), 10);
        world.messages().await;
        let full = world.prove(world.halfway().await, &codes[3].to_lowercase().replace('-', " ")).await.expect("in");
        assert_eq!(full.stage, Stage::Live);
        let told = world.messages().await;
        assert_eq!(told.iter().map(|message| message.template.as_str()).collect::<Vec<_>>(), ["sign_in_changed"]);
        let used = world.prove(world.halfway().await, &codes[3]).await.expect_err("used");
        assert_eq!(code(&used), "wrong_code");
        let halfway = world.halfway().await;
        let (a, b) = tokio::join!(world.prove(halfway, &codes[4]), world.prove(halfway, &codes[4]));
        assert_eq!([a, b].into_iter().flatten().count(), 1, "of two at once one gets in");
        let own = accounts::overview(&world.app, &world.ctx_of(&full).await).await.expect("own");
        assert_eq!(own.backup_codes, 8);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_sheet_ends_the_old_one_and_the_same_form_prints_the_same_sheet() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let (_, entered) = world.enrol(&world.seeker().await).await;
        let (ctx, same) = (world.ctx_of(&entered).await, key());
        let old = super::thrice(|| accounts::make_backup_codes(&world.app, &ctx, &same)).await;
        let new = codes(&world, &entered).await;
        assert!(old.iter().all(|code| !new.contains(code)));
        let gone = world.prove(world.halfway().await, &old[0]).await.expect_err("of the old sheet");
        assert_eq!(code(&gone), "wrong_code");
        world.prove(world.halfway().await, &new[0]).await.expect("of the new one");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_go_with_the_last_factor_and_come_after_the_first() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let none = accounts::make_backup_codes(&world.app, &world.ctx_of(&first).await, &key()).await;
        assert_eq!(code(&none.expect_err("no factor")), "no_factor");
        let (secret, entered) = world.enrol(&first).await;
        let printed = codes(&world, &entered).await;
        let ctx = world.ctx_of(&entered).await;
        accounts::remove(&world.app, &ctx, &key()).await.expect("turned off");
        assert_eq!(accounts::overview(&world.app, &ctx).await.expect("own").backup_codes, 0);
        let (again, _) = world.enrol(&entered).await;
        assert_ne!(again, secret);
        let gone = world.prove(world.halfway().await, &printed[0]).await.expect_err("of a factor that is gone");
        assert_eq!(code(&gone), "wrong_code");
        let stranger = world.by_code(accounts::Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let (_, stranger) = world.enrol(&stranger).await;
        let theirs = codes(&world, &stranger).await;
        let refused = world.prove(world.halfway().await, &theirs[0]).await.expect_err("another's code");
        assert_eq!(code(&refused), "wrong_code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_printed_codes_is_limited_together_with_the_app() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let (secret, entered) = world.enrol(&world.seeker().await).await;
        let codes = codes(&world, &entered).await;
        let halfway = world.halfway().await;
        world.pass_seconds(60);
        for guess in 0..10 {
            let typed = if guess % 2 == 0 { "AAAA-AAAA-AAAA-AAAA" } else { "000000" };
            assert_eq!(code(&world.prove(halfway, typed).await.expect_err("wrong")), "wrong_code");
        }
        for right in [codes[0].clone(), app_code(&secret, world.app.clock().now())] {
            assert_eq!(code(&world.prove(halfway, &right).await.expect_err("too many")), "too_many");
        }
        let Recognised::Halfway(_) =
            world.who(&world.by_code(accounts::Purpose::Recover, PHONE).await.expect("half")).await
        else {
            panic!("a code by message is no second factor")
        };
    })
    .await;
}
