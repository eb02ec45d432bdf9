//! Reports of adverts.

use super::{World, code, key, person};
use crate::forms::thrice;
use sanviec_app::accounts::{self, Origin};
use sanviec_app::reports::{self, Report};
use sanviec_app::{Actor, Key, Locale, Role, Thing};
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn an_advert_is_reported_once_by_each_and_no_more_than_a_few_a_day() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let order = |source: &str, reason: &str, words: &str| Report {
            posting: world.posting.code().to_string(),
            reason: reason.into(),
            words: words.into(),
            origin: Origin { source: source.into(), device: String::new() },
        };
        let report = |order: Report, key: Key| {
            let (app, ctx) = (world.app.clone(), world.public());
            async move { reports::report(&app, &ctx, order, &key).await }
        };
        let form = key();
        thrice(|| report(order("10.0.0.1", "asks_for_money", "Đòi cọc 2 triệu"), form.clone())).await;
        report(order("10.0.0.1", "fraud", ""), key()).await.expect("the same answer to a second one");
        report(order("10.0.0.2", "fraud", ""), key()).await.expect("taken");
        assert_eq!(code(&report(order("10.0.0.3", "", ""), key()).await.expect_err("refused")), "missing");
        assert_eq!(code(&report(order("10.0.0.3", "other", " "), key()).await.expect_err("refused")), "missing");
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let place = Thing::of_centre(accounts::add_centre(&world.app, &operator, "TT", "52").await.expect("centre"));
        let moderator = person(&world.app, "kd@vidu.vn", Role::Moderator, place).await;
        let open = reports::list_open(&world.app, &moderator, None, 10).await.expect("queue");
        let queue: Vec<_> = open.iter().map(|report| (report.reason.as_str(), report.words.as_str())).collect();
        assert_eq!(queue, [("asks_for_money", "Đòi cọc 2 triệu"), ("fraud", "")]);
        assert!(reports::list_open(&world.app, &world.member(), None, 10).await.is_err());
        let mut refused = 0;
        for _ in 0..12 {
            refused += i32::from(report(order("10.0.0.9", "wrong", ""), key()).await.is_err());
        }
        assert_eq!(refused, 2, "ten a day");
    })
    .await;
}
