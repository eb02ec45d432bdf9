//! One member of an employer opens so many contacts a day and no more.

use super::{PHONE, World, code, key};
use sanviec_app::applications;
use sanviec_domain::application::Command;
use sanviec_store::testing::each_backend;

/// Contacts that one member opens in a day.
const MOST: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn who_empties_the_book_of_applicants_is_stopped_for_the_day() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let first = key();
        applications::reveal(&world.app, &world.member(), &id, &first).await.expect("the first");
        for _ in 1..MOST {
            applications::reveal(&world.app, &world.member(), &id, &key()).await.expect("one more");
        }
        let refused = applications::reveal(&world.app, &world.member(), &id, &key()).await;
        assert_eq!(code(&refused.expect_err("one too many")), "too_many");
        assert_eq!(world.own(&link).await.reveals.len(), MOST, "what was refused is no look");
        applications::reveal(&world.app, &world.member(), &id, &first).await.expect("a form sent again is no look");
        world.pass_days(1);
        applications::reveal(&world.app, &world.member(), &id, &key()).await.expect("the next day");
        world.messages().await;
    })
    .await;
}
