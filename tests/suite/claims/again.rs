//! Facts that come after people decided: more is asked back, or less, or what came back was asked wrongly. The clock
//! puts the claim before people and moves nothing; two people decide again.

use super::money::{DONG, Money};
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::code;
use sanviec_app::claims::{self, Asked, recovery_preview};
use sanviec_domain::placement::Source;
use sanviec_store::testing::each_backend;

impl Money {
    pub(super) async fn asked_now(&self, claim: &str) -> i64 {
        let ctx = self.ctx(self.auditor);
        recovery_preview(&self.world.app, &ctx, claim, 1).await.expect("a preview").asked_dong
    }

    /// Paid, and unmade by the insurer: the facts, placement, claim and what is asked back, which two people confirmed.
    pub(super) async fn recovering(&self) -> ([String; 2], String, String, i64) {
        let (placement, claim, _) = self.paid(1).await;
        let denied = self.learn(&placement, NOT_THERE, Source::Insurer).await;
        let left = self.learn(&placement, LEFT, Source::Insurer).await;
        self.tick().await;
        let asked = self.asked_now(&claim).await;
        self.propose(&claim, asked, 1).await.expect("proposed");
        self.confirm(&claim, asked).await.expect("confirmed");
        ([denied, left], placement, claim, asked)
    }

    pub(super) async fn unsay(&self, placement: &str, fact: &str) {
        let retraction = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm người"}}"#);
        self.learn(placement, &retraction, Source::Insurer).await;
    }

    /// Whether somebody finds the claim among what is to be done.
    pub(super) async fn is_in_queue(&self, claim: &str) -> bool {
        let queue = claims::claims(&self.world.app, &self.ctx(self.world.officer), Asked::default()).await;
        queue.expect("a queue").items.iter().any(|item| item.id == claim)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_further_late_fact_asks_for_more_of_what_was_recovered_already() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, placement, claim, asked) = money.recovering().await;
        money.give_back(&claim, asked).await.expect("given back");
        assert_eq!((money.state(&claim).await, money.is_in_queue(&claim).await), ("recovered", false));
        // The person left earlier still.
        money.learn(&placement, &LEFT.replace("2026-12-30", "2026-12-10"), Source::Insurer).await;
        assert_eq!(money.tick().await, 1);
        assert_eq!(money.tick().await, 0, "looked at once");
        assert_eq!((money.state(&claim).await, money.is_in_queue(&claim).await), ("reconsidered", true));
        let more = money.asked_now(&claim).await;
        assert!(more > 0);
        let kept = DONG - asked;
        assert_eq!(money.balances().await, [kept, 0, -kept, 0], "nothing was booked by the clock");
        let odd = money.propose(&claim, more + 1, 1).await.expect_err("not what is shown");
        assert_eq!(code(&odd), "preview_changed");
        money.propose(&claim, more, 2).await.expect("proposed");
        let own = money.confirm_as(money.world.officer, &claim, more).await.expect_err("proposed it");
        assert_eq!(code(&own), "forbidden", "officers confirm nothing");
        money.confirm(&claim, more).await.expect("confirmed by another person");
        assert_eq!(money.balances().await, [kept - more, 0, -kept, more]);
        money.give_back(&claim, more).await.expect("given back");
        let rest = kept - more;
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![rest, 0, -rest, 0]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_never_cancels_what_two_people_confirmed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let ([denied, left], placement, claim, asked) = money.recovering().await;
        let before = money.balances().await;
        money.unsay(&placement, &denied).await;
        money.unsay(&placement, &left).await;
        for _ in 0..3 {
            money.tick().await;
            money.world.pass_days(1);
        }
        assert_eq!((money.state(&claim).await, money.balances().await), ("reconsidered", before), "all of it stands");
        // Money that comes meanwhile is recorded.
        money.give_back(&claim, 1_000).await.expect("a part came");
        assert_eq!(money.balances().await, [DONG - asked, 0, -(DONG - 1_000), asked - 1_000]);
        // The facts are as they were after all: what was confirmed goes on without anybody's doing.
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        assert_eq!(money.state(&claim).await, "recovering");
        money.give_back(&claim, asked - 1_000).await.expect("the rest");
        assert_eq!(money.state(&claim).await, "recovered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_wrongly_is_given_back_by_two_people() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let ([denied, left], placement, claim, asked) = money.recovering().await;
        money.give_back(&claim, asked).await.expect("given back");
        money.unsay(&placement, &denied).await;
        money.unsay(&placement, &left).await;
        assert_eq!(money.tick().await, 1);
        assert_eq!((money.state(&claim).await, money.is_in_queue(&claim).await), ("reconsidered", true), "it wakes");
        let kept = DONG - asked;
        assert_eq!(money.balances().await, [kept, 0, -kept, 0]);
        money.again(&claim).await;
        assert_eq!(money.view(&claim).await.item.owed_dong, asked);
        let own = money.approve_as(money.world.officer, &claim).await.expect_err("prepared it");
        assert_eq!(code(&own), "forbidden");
        money.approve_as(money.world.manager, &claim).await.expect("another person");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},{asked},PAID,2027-03-10,,\n")).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_beyond_what_is_asked_is_shown_and_paid_out_only_when_it_is_confirmed_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let ([denied, left], placement, claim, asked) = money.recovering().await;
        assert_eq!(money.view(&claim).await.over_dong, 0);
        money.give_back(&claim, asked).await.expect("given back");
        assert_eq!(money.view(&claim).await.over_dong, 0, "as much as was asked");
        let before = money.balances().await;
        // The person stayed longer than the insurer said at first, and still not long enough.
        let later = LEFT.replace("2026-12-30", "2027-01-14");
        let longer = money.learn(&placement, &later, Source::Insurer).await;
        money.tick().await;
        let over = money.view(&claim).await.over_dong;
        let counted = i64::from(money.view(&claim).await.now.counted_days);
        assert_eq!((counted, over), (46, DONG * 46 / 91 - (DONG - asked)));
        assert_eq!((money.state(&claim).await, money.asked_now(&claim).await), ("recovered", 0));
        assert_eq!(money.balances().await, before, "nothing is paid for what is not confirmed");
        let again = money.try_again(&claim).await.expect_err("not confirmed");
        assert_eq!(code(&again), "no_longer_confirmed");
        // It counts against what is asked later.
        let least = money.learn(&placement, &LEFT.replace("2026-12-30", "2026-12-15"), Source::Insurer).await;
        money.tick().await;
        let more = money.asked_now(&claim).await;
        assert_eq!((money.view(&claim).await.over_dong, more), (0, (DONG - asked) - DONG * 16 / 91));
        for fact in [&denied, &left, &longer, &least] {
            money.unsay(&placement, fact).await;
        }
        money.tick().await;
        assert_eq!(money.view(&claim).await.over_dong, 0, "all of it is claimed anew instead");
        money.again(&claim).await;
        assert_eq!(money.view(&claim).await.item.owed_dong, asked);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_was_kept_is_looked_at_when_more_is_known() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        // Days are disputed and all of them counted: nothing is asked back, and two people said so.
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.tick().await;
        assert_eq!((money.state(&claim).await, money.asked_now(&claim).await), ("in_review", 0));
        money.propose(&claim, 0, 1).await.expect("proposed");
        money.confirm(&claim, 0).await.expect("confirmed");
        assert_eq!((money.state(&claim).await, money.is_in_queue(&claim).await), ("kept", false));
        money.learn(&placement, LEFT, Source::Insurer).await;
        assert_eq!(money.tick().await, 1);
        assert_eq!((money.state(&claim).await, money.is_in_queue(&claim).await), ("reconsidered", true));
        let asked = money.asked_now(&claim).await;
        assert!(asked > 0);
        money.propose(&claim, asked, 1).await.expect("proposed");
        money.confirm(&claim, asked).await.expect("confirmed");
        assert_eq!(money.balances().await, [DONG - asked, 0, -DONG, asked]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_nobody_confirmed_goes_with_what_it_was_proposed_for() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        let denied = money.learn(&placement, NOT_THERE, Source::Insurer).await;
        let left = money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let asked = money.asked_now(&claim).await;
        money.propose(&claim, asked, 1).await.expect("proposed");
        money.unsay(&placement, &denied).await;
        money.unsay(&placement, &left).await;
        money.tick().await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        assert!(money.confirm(&claim, asked).await.is_err(), "there is nothing to confirm");
    })
    .await;
}
