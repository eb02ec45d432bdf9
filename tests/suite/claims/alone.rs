//! What a bank paid after all beside another claim, when that one is gone: it is asked back as long as another claim
//! stands beside it, and no longer.

use super::corrected::{paid, told};
use super::money::{DONG, Money};
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::key;
use sanviec_app::claims::{self, Refuse, Withdraw};
use sanviec_app::evidence::Scope;
use sanviec_app::{Actor, Locale};
use sanviec_domain::claim::{RefuseReason, WithdrawReason};
use sanviec_domain::placement::Source;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;

impl Money {
    /// A claim that was withdrawn and paid after all beside another one for the same placement, which is approved:
    /// placement and the two claims.
    async fn paid_beside(&self) -> (String, String, String) {
        let placement = self.recorded(1).await;
        let (claim, batch, name) = self.bounced_of(&placement).await;
        self.withdraw(&claim).await.expect("withdrawn");
        let next = self.prepare(&placement).await.expect("free again");
        self.approve_as(self.world.manager, &next).await.expect("approved");
        self.corrected(&batch, &name).await;
        self.settle_as(self.world.manager, &claim, &name, paid()).await.expect("settled");
        self.tick().await;
        assert_eq!(self.seen_of(&claim).await, ("in_review", true), "the other one stands");
        (placement, claim, next)
    }

    /// Where it stands, and whether beside another one.
    async fn seen_of(&self, claim: &str) -> (&'static str, bool) {
        let life = self.view(claim).await.life;
        (life.state().code(), life.is_double)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_beside_a_claim_that_was_withdrawn_unpaid_is_not_asked_back_and_holds_its_person() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, next) = money.paid_beside().await;
        let other = money.confirmed(1).await;
        money.withdraw(&next).await.expect("given up unpaid");
        // Nobody slips in between: neither before the clock came by, nor with it, nor after.
        let system = money.world.app.ctx(Actor::System, Locale::Vi);
        let (looked, slipped) = tokio::join!(claims::tick(&money.world.app, &system), money.prepare(&other));
        told(slipped.expect_err("paid for"), "paid_for_already");
        looked.expect("looked");
        money.tick().await;
        assert_eq!(money.seen_of(&claim).await, ("paid", false));
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        assert_eq!(money.tick().await, 0, "looked at once");
        told(money.prepare(&other).await.expect_err("paid for"), "paid_for_already");
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_beside_a_claim_that_is_gone_is_asked_back_as_the_facts_say() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, next) = money.paid_beside().await;
        money.record(&placement, NOT_THERE, Source::Insurer).await;
        money.record(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        assert_eq!((money.seen_of(&claim).await, money.asked_now(&claim).await), (("in_review", true), DONG));
        money.withdraw(&next).await.expect("unmade");
        money.tick().await;
        let asked = money.asked_now(&claim).await;
        assert_eq!((money.seen_of(&claim).await, asked), (("in_review", false), DONG - DONG * 31 / 91));
        money.propose(&claim, asked, 1).await.expect("proposed");
        money.confirm(&claim, asked).await.expect("confirmed");
        money.give_back(&claim, asked).await.expect("given back");
        assert_eq!(money.balances().await, [DONG - asked, 0, -(DONG - asked), 0]);
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_people_asked_back_beside_a_claim_that_is_gone_is_put_before_them_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, next) = money.paid_beside().await;
        money.propose(&claim, DONG, 1).await.expect("proposed");
        money.confirm(&claim, DONG).await.expect("confirmed");
        money.give_back(&claim, 100_000).await.expect("a part");
        money.withdraw(&next).await.expect("given up unpaid");
        money.tick().await;
        // Nothing of it is undone by the clock; two people say that the rest is not asked any more.
        assert_eq!(money.seen_of(&claim).await, ("reconsidered", false));
        assert_eq!(money.balances().await, [0, 0, -(DONG - 100_000), DONG - 100_000]);
        money.propose(&claim, 0, 1).await.expect("proposed");
        money.confirm(&claim, 0).await.expect("confirmed");
        assert_eq!(money.balances().await, [DONG - 100_000, 0, -(DONG - 100_000), 0]);
        money.again(&claim).await;
        assert_eq!(money.view(&claim).await.item.owed_dong, 100_000, "what came back is claimed anew");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_centre_that_gives_its_claim_up_lets_the_first_one_stand_and_one_that_was_paid_does_not() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let there = money.there().await;
        // Withdrawn or refused there; or paid.
        for (number, ends) in [(1, "withdrawn"), (2, "refused"), (3, "paid")] {
            let (claim, batch, name) = money.bounced(number).await;
            money.withdraw(&claim).await.expect("withdrawn");
            let placement = money.placement(there.id, money.profile(number).await, there.officer.account_id).await;
            let next = money.prepare_as(there.officer, &placement).await.expect("free");
            let list = if ends == "paid" { Some(money.sent_there(&there, &next).await) } else { None };
            money.corrected(&batch, &name).await;
            money.settle_as(money.world.manager, &claim, &name, paid()).await.expect("settled");
            assert_eq!(money.seen_of(&claim).await, ("in_review", true), "{ends}");
            let app = &money.world.app;
            match list {
                None if ends == "withdrawn" => {
                    let order = Withdraw { id: next, version: 1, why: Why::plain(WithdrawReason::Mistake) };
                    claims::withdraw(app, &money.ctx(there.officer), order, &key()).await.expect("withdrawn");
                }
                None => {
                    let order = Refuse { id: next, version: 1, why: Why::plain(RefuseReason::NotEntitled) };
                    claims::refuse(app, &money.ctx(there.manager), order, &key()).await.expect("refused");
                }
                Some(list) => {
                    let last = {
                        let ctx = money.ctx(there.manager);
                        let seen = claims::batch(app, &ctx, &list).await.expect("a list");
                        seen.lines[0].0.code.clone()
                    };
                    let row = format!("{last},400000,PAID,2027-03-10,,\n");
                    money.bank_as(there.officer, &list, &row).await.expect("taken in");
                }
            }
            money.tick().await;
            let expected = if ends == "paid" { ("in_review", true) } else { ("paid", false) };
            assert_eq!(money.seen_of(&claim).await, expected, "{ends}");
        }
    })
    .await;
}
