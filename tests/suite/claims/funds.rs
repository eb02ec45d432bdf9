//! A list is of one funding task and one budget year, and the end of the money is asked at every step; what was
//! extended is paid on.

use super::money::{Money, policy};
use crate::forms::{code, key};
use sanviec_app::claims::{self, offer};
use sanviec_app::{Actor, Locale, placements};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::placement;
use sanviec_store::testing::each_backend;

/// The policy with an end of its money.
pub(super) fn through(day: &str) -> String {
    let budget = format!("[budget]\nclaimed_through = {day}");
    policy().replace("[budget]", &budget)
}

impl Money {
    pub(super) fn go_to(&self, day: &str) {
        self.world.app.clock().set(Micros::start_of(parse_date(day).expect("a day")));
    }

    async fn approved(&self, number: u128) -> String {
        let claim = self.prepare(&self.confirmed(number).await).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        claim
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_mixes_neither_funding_tasks_nor_budget_years() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let first = money.approved(1).await;
        // Claimed for by another task.
        let placement = money.confirmed_of(2, "2021-2025").await;
        let other_task = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &other_task).await.expect("approved");
        money.go_to("2028-01-10");
        let other_year = money.approved(3).await;
        assert_eq!(code(&money.list_of(&[&first, &other_task]).await.expect_err("two tasks")), "tasks_differ");
        assert_eq!(code(&money.list_of(&[&first, &other_year]).await.expect_err("two years")), "years_differ");
        let batch = money.list_of(&[&first]).await.expect("one fund");
        let seen = claims::batch(&money.world.app, &money.ctx(money.auditor), &batch).await.expect("a list");
        assert_eq!((seen.task.as_deref(), seen.budget_year), (Some(""), Some(2027)));
        money.list_of(&[&other_task]).await.expect("one fund");
        money.list_of(&[&other_year]).await.expect("one fund");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_money_is_asked_at_every_step() {
    each_backend(|fresh| async move {
        let money = Money::with(&fresh, through("2027-03-31")).await;
        let app = &money.world.app;
        let waiting = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        let unlisted = money.approved(2).await;
        let listed = money.approved(3).await;
        let batch = money.list_of(&[&listed]).await.expect("a list");
        let unclaimed = money.confirmed(4).await;
        money.go_to("2027-03-31");
        let seen = offer(app, &money.ctx(money.world.officer), &unclaimed).await.expect("an offer");
        assert!(!seen.is_over && seen.funded_through == parse_date("2027-03-31"), "the last day counts");
        money.go_to("2027-04-01");
        let seen = offer(app, &money.ctx(money.world.officer), &unclaimed).await.expect("an offer");
        assert!(seen.is_over);
        assert_eq!(code(&money.prepare(&unclaimed).await.expect_err("over")), "budget_over");
        let late = money.approve_as(money.world.manager, &waiting).await.expect_err("over");
        assert_eq!(code(&late), "budget_over");
        assert_eq!(code(&money.list_of(&[&unlisted]).await.expect_err("over")), "budget_over");
        assert_eq!(code(&money.send(&batch).await.expect_err("over")), "budget_over");
        assert!(money.view(&waiting).await.is_over);
        let states = [&waiting, &unlisted, &listed];
        for (claim, state) in states.into_iter().zip(["prepared", "approved", "batched"]) {
            assert_eq!(money.state(claim).await, state, "nothing moved");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_is_not_told_to_pay_after_the_end_of_the_money() {
    each_backend(|fresh| async move {
        let money = Money::with(&fresh, through("2027-03-12")).await;
        let listed = money.approved(1).await;
        let batch = money.list_of(&[&listed]).await.expect("a list");
        let ctx = money.ctx(money.second);
        let seen = claims::batch(&money.world.app, &ctx, &batch).await.expect("a list");
        let order = |day: &str| claims::Send {
            id: batch.clone(),
            version: seen.version,
            accounts: seen.paying.as_ref().map_or(0, |paying| paying.version),
            pay_on: parse_date(day).expect("a day"),
        };
        let late = claims::send(&money.world.app, &ctx, order("2027-03-13"), &key()).await.expect_err("after the end");
        assert_eq!(code(&late), "budget_over");
        claims::send(&money.world.app, &ctx, order("2027-03-12"), &key()).await.expect("on the last day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_later_version_extends_is_paid_on() {
    each_backend(|fresh| async move {
        // A document extends it: a new version of the policy says so, and claims keep the version they were made by.
        let later = through("2027-06-30").replace("version = \"2026-1\"", "version = \"2026-2\"");
        let money = Money::with_later(&fresh, through("2027-03-31"), &[&later]).await;
        let claim = money.approved(1).await;
        assert_eq!(money.view(&claim).await.policy, "stable-employment 2026-1");
        money.go_to("2027-04-01");
        let batch = money.list_of(&[&claim]).await.expect("extended");
        money.send(&batch).await.expect("sent");
        money.prepare(&money.confirmed(2).await).await.expect("claimed after the first end");
        money.go_to("2027-07-01");
        let over = money.prepare(&money.confirmed(3).await).await.expect_err("over for good");
        assert_eq!(code(&over), "budget_over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_source_of_money_extends_nothing() {
    each_backend(|fresh| async move {
        let other = through("2027-06-30")
            .replace("version = \"2026-1\"", "version = \"2026-2\"")
            .replace("source = \"", "source = \"Nguồn khác, ");
        let money = Money::with_later(&fresh, through("2027-03-31"), &[&other]).await;
        let claim = money.approved(1).await;
        money.go_to("2027-04-01");
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("over")), "budget_over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_at_stake_any_more_once_the_money_is_over() {
    each_backend(|fresh| async move {
        let money = Money::with(&fresh, through("2027-03-31")).await;
        let code = money.confirmed(1).await;
        let said = r#"{"kind":"attestation","from":"2027-01-04","through":"2027-01-04","employed":true}"#;
        money.record(&code, said, Source::Insurer).await;
        let (id, app) = (code.parse::<PostingCode>().expect("a code").uuid(), &money.world.app);
        let looked = async || {
            placements::tick(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("looked");
            let row = placement::find(app.store().reader(), id).await.expect("read").expect("a placement");
            (row.stake_dong, row.due_at)
        };
        let over = Micros::start_of(parse_date("2027-04-01").expect("a day")).0;
        assert_eq!(looked().await, (Some(400_000), Some(over)), "it is looked at when the last day is over");
        money.go_to("2027-04-01");
        assert_eq!(looked().await, (None, None));
    })
    .await;
}
