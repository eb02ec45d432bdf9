//! The day of the bank: from it the person counts as paid for, so that a wrong one would set them free or hold them for
//! ever. It lies between the sending of the list and today, with a year of four digits.

use super::money::{DONG, Money};
use crate::forms::code;
use sanviec_app::AppError;
use sanviec_app::claims::Verdict;
use sanviec_store::testing::each_backend;

impl Money {
    async fn verdict(&self, batch: &str, row: &str) -> Verdict {
        self.bank(batch, row).await.rows.remove(0).verdict
    }

    /// The day from which another centre may claim for the person of a placement.
    async fn free_on(&self, placement: &str) -> Option<String> {
        match self.prepare(placement).await.expect_err("paid for") {
            AppError::Refused(errors) => errors[0].en.split(" again from ").nth(1).map(ToOwned::to_owned),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_before_the_sending_or_after_today_is_not_booked_and_frees_nobody() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (batch, name) = money.sent(1).await;
        let other = money.confirmed(1).await;
        let before = money.balances().await;
        for (on, expected) in [
            ("2026-03-10", Verdict::DayImpossible),
            ("2027-03-09", Verdict::DayImpossible),
            ("2027-03-11", Verdict::DayImpossible),
            ("0027-03-10", Verdict::DayImpossible),
            ("10/03/2026", Verdict::DayImpossible),
            ("10/03/27", Verdict::Unreadable),
            ("27-03-10", Verdict::Unreadable),
        ] {
            for status in ["PAID", "RJCT"] {
                let row = format!("{name},400000,{status},{on},AC04,\n");
                assert_eq!(money.verdict(&batch, &row).await, expected, "{status} {on}");
            }
        }
        assert_eq!(money.balances().await, before, "nothing was booked");
        assert_eq!(money.free_on(&other).await, None, "held until the bank has said so");
        assert_eq!(money.verdict(&batch, &format!("{name},400000,PAID,10/03/2027,,\n")).await, Verdict::Paid);
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        let free_on = money.free_on(&other).await.expect("a day");
        // Brought back on a day that cannot be: nothing changes, and the person is held as before.
        for on in ["2026-03-10", "2027-03-11"] {
            let row = format!("{name},400000,RETURNED,{on},AC01,\n");
            assert_eq!(money.verdict(&batch, &row).await, Verdict::DayImpossible, "{on}");
        }
        assert_eq!((money.balances().await, money.free_on(&other).await), (vec![DONG, 0, -DONG, 0], Some(free_on)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_not_brought_back_on_a_day_before_it_was_paid() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (batch, name) = money.sent(1).await;
        money.world.pass_days(2);
        assert_eq!(money.verdict(&batch, &format!("{name},400000,PAID,2027-03-11,,\n")).await, Verdict::Paid);
        let returned = |on: &str| format!("{name},400000,RETURNED,{on},AC01,\n");
        assert_eq!(money.verdict(&batch, &returned("2027-03-10")).await, Verdict::DayImpossible);
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0], "nothing was booked");
        assert_eq!(money.verdict(&batch, &returned("2027-03-11")).await, Verdict::BroughtBack, "on the day itself");
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_a_wrong_year_holds_up_no_other_and_can_be_put_right() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut approved = Vec::new();
        for number in 1..=2 {
            let claim = money.prepare(&money.confirmed(number).await).await.expect("prepared");
            money.approve_as(money.world.manager, &claim).await.expect("approved");
            approved.push(claim);
        }
        let batch = money.list_of(&[&approved[0], &approved[1]]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let names = money.codes(&batch).await;
        let rows = format!("{},400000,PAID,2026-03-10,,\n{},400000,PAID,2027-03-10,,\n", names[0], names[1]);
        let told: Vec<Verdict> = money.bank(&batch, &rows).await.rows.into_iter().map(|row| row.verdict).collect();
        assert_eq!(told, [Verdict::DayImpossible, Verdict::Paid]);
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0]);
        // The corrected file, a day later; without a day it is the day of the file.
        money.world.pass_days(1);
        let right = format!("{},400000,PAID,,,\n", names[0]);
        assert_eq!(money.verdict(&batch, &right).await, Verdict::Paid);
        assert_eq!(money.balances().await, [2 * DONG, 0, -2 * DONG, 0]);
        let list = sanviec_app::claims::batch(&money.world.app, &money.ctx(money.auditor), &batch).await;
        assert_eq!(list.expect("a list").state.code(), "settled");
        assert_eq!(code(&money.send(&batch).await.expect_err("sent before")), "not_open");
    })
    .await;
}
