//! Money that has to come back though its placement is confirmed: the person was paid for twice, is another one, or the
//! amount was wrong. Somebody says so, or the clock; two people ask it back.

use super::money::{DONG, Money};
use crate::forms::{code, key, thrice};
use sanviec_app::claims::{self, Contest, Settled, Uncontest, Verdict};
use sanviec_app::evidence::Scope;
use sanviec_app::{AppError, Person};
use sanviec_domain::claim::ContestReason;
use sanviec_domain::time::parse_date;
use sanviec_store::testing::each_backend;

impl Money {
    /// A claim for somebody that the bank paid today: placement, claim, list and attempt.
    pub(super) async fn was_paid_for(&self, number: u128) -> (String, String, String, String) {
        let placement = self.recorded(number).await;
        let claim = self.prepare(&placement).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let (name, today) = (self.codes(&batch).await.remove(0), self.ctx(self.auditor).today());
        self.bank(&batch, &format!("{name},400000,PAID,{today},,\n")).await;
        assert_eq!(self.state(&claim).await, "paid");
        (placement, claim, batch, name)
    }

    pub(super) async fn contest_as(
        &self,
        who: Person,
        claim: &str,
        (dong, why): (i64, ContestReason),
    ) -> Result<(), AppError> {
        let order = Contest { id: claim.to_owned(), version: self.view(claim).await.version, dong, why };
        claims::contest(&self.world.app, &self.ctx(who), order, &key()).await
    }

    async fn uncontest_as(&self, who: Person, claim: &str) -> Result<(), AppError> {
        let order = Uncontest { id: claim.to_owned(), version: self.view(claim).await.version };
        claims::uncontest(&self.world.app, &self.ctx(who), order, &key()).await
    }

    async fn asked_and_given(&self, claim: &str, dong: i64) {
        assert_eq!(self.asked_now(claim).await, dong, "what is shown is what is posted");
        self.propose(claim, dong, 1).await.expect("proposed");
        self.confirm(claim, dong).await.expect("confirmed by another person");
        let view = self.view(claim).await;
        let posted = view.journals.last().expect("a journal");
        assert_eq!((posted.occasion.as_str(), posted.lines[0].dong.abs()), ("asked_back", dong));
        self.give_back(claim, dong).await.expect("given back");
    }

    async fn demand_verified(&self) {
        let (found, said) = self.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_claims_that_were_paid_before_their_profiles_were_made_one_the_later_one_comes_back() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, first, ..) = money.was_paid_for(1).await;
        money.world.pass_days(1);
        let (_, later, ..) = money.was_paid_for(2).await;
        assert_eq!(money.tick().await, 0, "two people as far as anybody knows");
        let merge = money.merge(money.profile(1).await, money.profile(2).await).await;
        assert_eq!(money.tick().await, 2);
        assert_eq!((money.state(&first).await, money.state(&later).await), ("paid", "in_review"));
        let contested = money.view(&later).await.life.contested.expect("contested");
        assert_eq!((contested.dong, contested.why, contested.by), (DONG, ContestReason::PaidTwice, None));
        assert_eq!(money.balances().await, [2 * DONG, 0, -2 * DONG, 0], "the clock moves no money");
        assert_eq!(money.tick().await, 0, "looked at once");
        let stays = money.uncontest_as(money.world.manager, &later).await.expect_err("they are one person");
        assert_eq!(code(&stays), "paid_for_already");
        money.asked_and_given(&later, DONG).await;
        assert_eq!((money.state(&first).await, money.state(&later).await), ("paid", "recovered"));
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        let again = money.try_again(&later).await.expect_err("nothing is owed");
        assert_eq!(code(&again), "not_from_state");
        let other = money.confirmed(2).await;
        assert_eq!(code(&money.prepare(&other).await.expect_err("paid for")), "paid_for_already");
        money.demand_verified().await;
        // They were two people after all.
        money.unmerge(merge).await.expect("each claim is for its own");
        money.uncontest_as(money.world.manager, &later).await.expect("two people");
        assert_eq!(money.state(&later).await, "reconsidered", "and it can be claimed anew");
        money.again(&later).await;
        assert_eq!(money.view(&later).await.item.owed_dong, DONG);
        money.demand_verified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_was_too_high_comes_back_by_two_people_and_is_not_claimed_anew() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, ..) = money.was_paid_for(1).await;
        let (officer, why) = (money.world.officer, ContestReason::AmountWrong);
        for dong in [0, -1, DONG + 1] {
            let refused = money.contest_as(officer, &claim, (dong, why)).await.expect_err("no such amount");
            let AppError::Refused(told) = &refused else { panic!("{refused:?}") };
            assert_eq!((told[0].field, told[0].code), ("dong", "amount_out_of_range"), "{dong}");
        }
        let stranger = money.contest_as(money.auditor, &claim, (100_000, why)).await.expect_err("no right");
        assert_eq!(code(&stranger), "forbidden");
        // One press, sent three times.
        let (ctx, same, version) = (money.ctx(officer), key(), money.view(&claim).await.version);
        let order = Contest { id: claim.clone(), version, dong: 100_000, why };
        thrice(|| claims::contest(&money.world.app, &ctx, order.clone(), &same)).await;
        let stale = claims::contest(&money.world.app, &ctx, order, &key()).await.expect_err("moved on");
        assert_eq!(code(&stale), "conflict");
        money.tick().await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("in_review", vec![DONG, 0, -DONG, 0]));
        money.propose(&claim, 100_000, 1).await.expect("proposed");
        let own = money.confirm_as(officer, &claim, 100_000).await.expect_err("proposed it");
        assert_eq!(code(&own), "forbidden", "officers confirm nothing");
        money.asked_and_given(&claim, 100_000).await;
        money.tick().await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![300_000, 0, -300_000, 0]));
        assert_eq!(code(&money.try_again(&claim).await.expect_err("nothing is owed")), "not_from_state");
        let other = money.confirmed(1).await;
        assert_eq!(code(&money.prepare(&other).await.expect_err("paid for")), "paid_for_already");
        money.demand_verified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_takes_a_contest_back_and_the_claim_stands_as_before() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, ..) = money.was_paid_for(1).await;
        let manager = money.world.manager;
        let none = money.uncontest_as(manager, &claim).await.expect_err("nothing is contested");
        assert_eq!(code(&none), "not_from_state");
        money.contest_as(manager, &claim, (DONG, ContestReason::FundedElsewhere)).await.expect("contested");
        assert_eq!(money.state(&claim).await, "in_review");
        for (who, refusal) in [(manager, "own_contest"), (money.world.officer, "forbidden")] {
            assert_eq!(code(&money.uncontest_as(who, &claim).await.expect_err("not by them")), refusal);
        }
        money.uncontest_as(money.second, &claim).await.expect("by another person");
        let life = money.view(&claim).await.life;
        assert_eq!((life.state().code(), life.contested), ("paid", None));
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        money.demand_verified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_brings_back_of_contested_money_is_settled_by_a_third_person_and_not_paid_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, batch, name) = money.was_paid_for(1).await;
        let why = ContestReason::AmountWrong;
        money.contest_as(money.world.officer, &claim, (100_000, why)).await.expect("contested");
        let told = money.bank(&batch, &format!("{name},400000,RETURNED,2027-03-10,AC01,\n")).await;
        assert_eq!(told.rows[0].verdict, Verdict::Contradicts, "where it belongs is for people to say");
        assert_eq!(code(&money.uncontest_as(money.second, &claim).await.expect_err("may be back")), "disputed");
        let back = Settled::BroughtBack { on: parse_date("2027-03-10").expect("a day") };
        money.settle_as(money.world.manager, &claim, &name, back).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("reconsidered", vec![0, 0, 0, 0]));
        money.again(&claim).await;
        assert_eq!(money.view(&claim).await.item.owed_dong, 300_000, "no more than it should have been");
        money.demand_verified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_under_the_name_of_another_comes_back_though_the_placement_stays_confirmed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let merge = money.merge(money.profile(1).await, money.profile(2).await).await;
        let (placement, claim, ..) = money.was_paid_for(2).await;
        let why = ContestReason::OtherPerson;
        money.contest_as(money.world.officer, &claim, (DONG, why)).await.expect("contested");
        money.asked_and_given(&claim, DONG).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![0, 0, 0, 0]));
        money.unmerge(merge).await.expect("nobody is held");
        money.taken_back(&claim).await;
        money.prepare(&placement).await.expect("under its own name");
        money.prepare(&money.confirmed(1).await).await.expect("never paid for");
    })
    .await;
}
