//! One colleague opens so many profiles a day and no more, and an employer none at all by its code.

use super::{World, code, lan};
use crate::exchange::NOW;
use sanviec_app::profiles::{self, Why};
use sanviec_app::{Ctx, Person, Role, Thing};
use sanviec_domain::profile::{Field, Part};
use sanviec_store::testing::on_sqlite;
use uuid::Uuid;

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
        let colleague = world.person("canbo3@vidu.vn", Role::Officer, Thing::of_centre(world.centre)).await;
        profiles::load(&world.app, &colleague, id.0, Why::Case).await.expect("a colleague of theirs");
        let tomorrow = Ctx { now: NOW.plus_days(1), ..officer };
        profiles::load(&world.app, &tomorrow, id.0, Why::Case).await.expect("the next day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_reads_no_profile_by_its_code_whatever_the_table_opens_with_consent() {
    on_sqlite(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        let id =
            world.save(&lan, Part::Wish, |content| content.wish.title = Some("Kế toán".into())).await.expect("saved");
        for role in [Role::EmployerMember, Role::EmployerAdministrator] {
            let [account_id, session_id, employer] = [5, 6, 7].map(Uuid::from_u128);
            let (centre_id, employer_id) = (None, Some(employer));
            let ctx = world.ctx(Person { account_id, session_id, role, centre_id, employer_id, is_fresh: true });
            let seen = profiles::load(&world.app, &ctx, id.0, Why::Case).await;
            assert_eq!(code(&seen.map(|_| ()).expect_err("not without consent")), "forbidden");
            let revealed = profiles::reveal(&world.app, &ctx, id.0, Field::WishTitle).await;
            assert_eq!(code(&revealed.expect_err("nor a field")), "forbidden");
        }
        let looks = profiles::own_looks(&world.app, &lan, None).await.expect("looks");
        assert!(looks.is_empty(), "what was refused is no look");
    })
    .await;
}
