//! One colleague opens so many profiles a day and no more.

use super::{World, code, lan};
use crate::exchange::NOW;
use sanviec_app::Ctx;
use sanviec_app::profiles::{self, Why};
use sanviec_domain::profile::Field;
use sanviec_store::testing::on_sqlite;

/// Looks of one colleague in a day.
const MOST: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_copies_the_book_is_stopped_for_the_day_and_others_are_not() {
    on_sqlite(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let id = world.register(&officer, lan()).await;
        for _ in 0..MOST / 2 {
            profiles::load(&world.app, &officer, id.0, Why::Case).await.expect("seen");
            profiles::reveal(&world.app, &officer, id.0, Field::Phone).await.expect("revealed");
        }
        let refused = profiles::reveal(&world.app, &officer, id.0, Field::Phone).await;
        assert_eq!(code(&refused.expect_err("one too many")), "too_many");
        let refused = profiles::load(&world.app, &officer, id.0, Why::Case).await;
        assert_eq!(code(&refused.map(|_| ()).expect_err("whatever the page")), "too_many");
        let place = sanviec_app::Thing::of_centre(world.centre);
        let colleague = world.person("canbo3@vidu.vn", sanviec_app::Role::Officer, place).await;
        profiles::load(&world.app, &colleague, id.0, Why::Case).await.expect("a colleague of theirs");
        let tomorrow = Ctx { now: NOW.plus_days(1), ..officer };
        profiles::load(&world.app, &tomorrow, id.0, Why::Case).await.expect("the next day");
    })
    .await;
}
