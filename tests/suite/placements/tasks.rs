//! The funding task of a placement, by which its policy is chosen.

use super::hired;
use crate::desk::World;
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::placements::{self, AsOf, Create, From};
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_no_policy_is_made_for_is_refused_and_the_known_ones_are_named() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let letter = hired(&world, 1).await;
        let create = async |task: &str| {
            let create = Create { from: From::Referral(letter.clone()), task: task.to_owned() };
            placements::create(&world.app, &world.ctx(world.officer), create, &key()).await
        };
        let refused = create("2021-2052").await.expect_err("mistyped");
        assert_eq!(code(&refused), "task_unknown");
        let AppError::Refused(errors) = refused else { panic!("refused") };
        assert_eq!((errors[0].field, errors[0].suggestions.as_slice()), ("task", ["2021-2025".to_owned()].as_slice()));
        assert!(errors[0].vi.contains("2021-2025") && errors[0].en.contains("2021-2025"), "{errors:?}");
        let id = create(" 2021-2025 ").await.expect("a known one").id;
        let ctx = world.ctx(world.officer);
        let seen = placements::outcome_of(&world.app, &ctx, &id, AsOf::default()).await.expect("an outcome");
        assert_eq!(seen.row.task, "2021-2025");
    })
    .await;
}
