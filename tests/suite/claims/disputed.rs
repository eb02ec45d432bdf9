//! Paid after not paid: a bank corrects itself, and until somebody has asked it nothing is paid a second time and
//! nobody is let go.

use super::bound::id_of;
use super::money::{DONG, Money};
use crate::forms::{code, key, thrice};
use sanviec_app::claims::{
    self, DisputeItem, SettleDispute, Settled, TakeOut, Verdict, Withdraw, disputes, settle_dispute, take_out,
};
use sanviec_app::evidence::Scope;
use sanviec_app::{AppError, Person};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::time::{day_number, parse_date};
use sanviec_domain::why::Why;
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

/// The bank paid, on this day.
fn paid(on: &str) -> Settled {
    Settled::Paid { on: parse_date(on).expect("a day") }
}

impl Money {
    /// A claim of which the bank said on one day that it did not pay: claim, list and attempt.
    pub(super) async fn bounced(&self, number: u128) -> (String, String, String) {
        self.bounced_of(&self.confirmed(number).await).await
    }

    /// The same for a placement.
    pub(super) async fn bounced_of(&self, placement: &str) -> (String, String, String) {
        let claim = self.prepare(placement).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let name = self.codes(&batch).await.remove(0);
        self.bank(&batch, &format!("{name},400000,RJCT,2027-03-10,AC04,closed\n")).await;
        assert_eq!(self.state(&claim).await, "bounced");
        (claim, batch, name)
    }

    /// And then that it did.
    pub(super) async fn corrected(&self, batch: &str, name: &str) {
        let told = self.bank(batch, &format!("{name},400000,ACSC,2027-03-10,,\n")).await;
        assert_eq!(told.rows[0].verdict, Verdict::Contradicts);
    }

    pub(super) async fn settle_as(
        &self,
        who: Person,
        claim: &str,
        attempt: &str,
        settled: Settled,
    ) -> Result<(), AppError> {
        let version = self.view(claim).await.version;
        let order = SettleDispute { id: claim.to_owned(), version, attempt: attempt.to_owned(), settled };
        settle_dispute(&self.world.app, &self.ctx(who), order, &key()).await
    }

    pub(super) async fn withdraw(&self, claim: &str) -> Result<(), AppError> {
        let (version, why) = (self.view(claim).await.version, Why::plain(WithdrawReason::Mistake));
        let order = Withdraw { id: claim.to_owned(), version, why };
        claims::withdraw(&self.world.app, &self.ctx(self.world.officer), order, &key()).await
    }

    pub(super) async fn open_disputes(&self) -> Vec<DisputeItem> {
        disputes(&self.world.app, &self.ctx(self.auditor)).await.expect("a queue")
    }

    /// What stands in the queue of an attempt of a claim, with the person as the one who looks sees them.
    pub(super) async fn waiting(&self, claim: &str, attempt: &str, is_back: bool) -> DisputeItem {
        let person = self.view(claim).await.item.person;
        let (claim, attempt) = (claim.to_owned(), attempt.to_owned());
        DisputeItem { claim, person, attempt, dong: DONG, is_back }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_paid_after_all_is_booked_once_by_another_person_and_never_paid_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name) = money.bounced(1).await;
        let other = money.confirmed(1).await;
        money.corrected(&batch, &name).await;
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0], "a contradiction books nothing");
        let waiting = money.waiting(&claim, &name, false).await;
        assert_eq!(money.open_disputes().await, [waiting]);
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("may be paid")), "disputed");
        assert_eq!(code(&money.withdraw(&claim).await.expect_err("may be paid")), "disputed");
        assert_eq!(code(&money.prepare(&other).await.expect_err("held")), "paid_for_already");
        // Neither who brought the word nor who sent the list, and nobody who pays nothing.
        let on = paid("2027-03-10");
        for (who, refusal) in
            [(money.world.officer, "own_dispute"), (money.second, "own_sending"), (money.auditor, "forbidden")]
        {
            for settled in [on, Settled::NotPaid] {
                let refused = money.settle_as(who, &claim, &name, settled).await.expect_err("not by them");
                assert_eq!(code(&refused), refusal, "{settled:?}");
            }
        }
        let manager = money.world.manager;
        for day in ["2026-03-10", "2027-03-09", "2027-03-11"] {
            let odd = money.settle_as(manager, &claim, &name, paid(day)).await.expect_err("cannot be");
            assert_eq!(code(&odd), "day_impossible", "{day}");
        }
        let unknown = money.settle_as(manager, &claim, "SVNOBODY", on).await.expect_err("no such attempt");
        assert_eq!(code(&unknown), "not_disputed");
        // One press, sent three times.
        let (version, ctx, same) = (money.view(&claim).await.version, money.ctx(manager), key());
        let order = SettleDispute { id: claim.clone(), version, attempt: name.clone(), settled: on };
        thrice(|| settle_dispute(&money.world.app, &ctx, order.clone(), &same)).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        assert!(money.open_disputes().await.is_empty());
        let stale = settle_dispute(&money.world.app, &ctx, order, &key()).await.expect_err("moved on");
        assert_eq!(code(&stale), "conflict");
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("paid")), "not_from_state");
        assert_eq!(code(&money.prepare(&other).await.expect_err("paid for")), "paid_for_already");
        let again = money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,again\n")).await;
        assert_eq!(again.rows[0].verdict, Verdict::Already);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_word_of_the_bank_undoes_no_settlement_and_pays_nothing_twice() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.recorded(1).await;
        let (claim, batch, name) = money.bounced_of(&placement).await;
        money.corrected(&batch, &name).await;
        let (manager, officer) = (money.world.manager, money.world.officer);
        money.settle_as(manager, &claim, &name, paid("2027-03-10")).await.expect("settled");
        let settled = ("paid", vec![DONG, 0, -DONG, 0]);
        let waiting = money.waiting(&claim, &name, true).await;
        // What was said before, saved anew and without a day.
        for status in ["RJCT", "REJECTED", "BOUNCED", "RETURNED"] {
            let told = money.bank(&batch, &format!("{name},400000,{status},,AC04,\n")).await;
            assert_eq!(told.rows[0].verdict, Verdict::Contradicts, "{status}");
            assert_eq!((money.state(&claim).await, money.balances().await), settled, "{status}");
            assert_eq!(money.open_disputes().await, std::slice::from_ref(&waiting), "{status}");
            assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("paid")), "disputed");
            let own = money.settle_as(officer, &claim, &name, Settled::StaysPaid).await.expect_err("their own word");
            assert_eq!(code(&own), "own_dispute", "{status}");
            money.settle_as(manager, &claim, &name, Settled::StaysPaid).await.expect("settled");
            assert_eq!((money.state(&claim).await, money.balances().await), settled, "{status}");
        }
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("paid")), "not_from_state");
        // What the bank did bring back is owed again once a third person says so, too.
        let back = money.bank(&batch, &format!("{name},400000,RETURNED,2027-03-10,AC01,\n")).await;
        assert_eq!(back.rows[0].verdict, Verdict::Contradicts);
        let on = parse_date("2027-03-10").expect("a day");
        money.settle_as(manager, &claim, &name, Settled::BroughtBack { on }).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("bounced", vec![DONG, -DONG, 0, 0]));
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_did_not_pay_after_all_is_owed_and_paid_by_another_attempt() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name) = money.bounced(1).await;
        money.corrected(&batch, &name).await;
        money.settle_as(money.world.manager, &claim, &name, Settled::NotPaid).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("bounced", vec![DONG, -DONG, 0, 0]));
        assert!(money.open_disputes().await.is_empty());
        let second = money.list_of(&[&claim]).await.expect("another list");
        money.send(&second).await.expect("sent");
        let next = money.codes(&second).await.remove(0);
        money.bank(&second, &format!("{next},400000,PAID,2027-03-10,,\n")).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_between_list_and_sending_holds_the_list_back() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name) = money.bounced(1).await;
        let second = money.list_of(&[&claim]).await.expect("another list");
        money.corrected(&batch, &name).await;
        assert_eq!(code(&money.send(&second).await.expect_err("may be paid")), "disputed");
        let manager = money.world.manager;
        let listed = money.settle_as(manager, &claim, &name, paid("2027-03-10")).await.expect_err("on a list");
        assert_eq!(code(&listed), "paid_again");
        let out = TakeOut { claim: claim.clone() };
        take_out(&money.world.app, &money.ctx(money.world.officer), out, &key()).await.expect("taken off");
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("still open")), "disputed");
        money.settle_as(manager, &claim, &name, paid("2027-03-10")).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        assert_eq!(code(&money.send(&second).await.expect_err("empty")), "not_open");
    })
    .await;
}

impl Money {
    /// What the audit keeps of how disputes about a claim were settled.
    async fn settlements(&self, claim: &str) -> Vec<serde_json::Value> {
        let reader = self.world.app.store().reader();
        let rows = audit::list_done(reader, id_of(claim), &["claim_settle_dispute"]).await.expect("read");
        rows.iter().map(|row| serde_json::from_str(row.after.as_deref().expect("said")).expect("JSON")).collect()
    }

    /// A claim of which the bank says that it paid the first attempt after all, when the second one is with it: claim,
    /// the first attempt, list and name of the second.
    async fn sent_twice(&self, number: u128) -> (String, String, String, String) {
        let (claim, batch, name) = self.bounced_of(&self.recorded(number).await).await;
        let second = self.list_of(&[&claim]).await.expect("another list");
        self.send(&second).await.expect("sent");
        self.corrected(&batch, &name).await;
        let next = self.codes(&second).await.remove(0);
        (claim, name, second, next)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_by_two_attempts_stays_open_until_the_day_is_named_on_which_one_came_back() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, name, second, next) = money.sent_twice(1).await;
        let manager = money.world.manager;
        let back = |day: &str| Settled::PaidTwice { back_on: parse_date(day).expect("a day") };
        // With the bank, and paid: what is said of the first one is not that it was not paid, whatever became of it.
        for is_paid in [false, true] {
            if is_paid {
                money.bank(&second, &format!("{next},400000,PAID,2027-03-10,,\n")).await;
            }
            let seen = money.view(&claim).await;
            assert!(seen.disputes[0].is_covered && !seen.disputes[0].is_back, "{is_paid}");
            let unpaid = money.settle_as(manager, &claim, &name, Settled::NotPaid).await.expect_err("may be out");
            assert_eq!(code(&unpaid), "paid_by_another", "{is_paid}");
            let again = money.settle_as(manager, &claim, &name, paid("2027-03-10")).await.expect_err("paid by another");
            assert_eq!(code(&again), "paid_again", "{is_paid}");
        }
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        assert_eq!(money.open_disputes().await.len(), 1, "it is asked about until it came");
        for day in ["2027-03-09", "2027-03-11"] {
            let odd = money.settle_as(manager, &claim, &name, back(day)).await.expect_err("cannot be");
            assert_eq!(code(&odd), "day_impossible", "{day}");
        }
        for (who, refusal) in [(money.world.officer, "own_dispute"), (money.second, "own_sending")] {
            let refused = money.settle_as(who, &claim, &name, back("2027-03-10")).await.expect_err("not by them");
            assert_eq!(code(&refused), refusal);
        }
        // One press, sent three times.
        let (version, ctx, same) = (money.view(&claim).await.version, money.ctx(manager), key());
        let order = SettleDispute { id: claim.clone(), version, attempt: name.clone(), settled: back("2027-03-10") };
        thrice(|| settle_dispute(&money.world.app, &ctx, order.clone(), &same)).await;
        let said = money.settlements(&claim).await;
        let day = parse_date("2027-03-10").map(day_number).expect("a day");
        assert_eq!(said.len(), 1);
        assert_eq!(said[0]["outcome"], "paid_twice");
        assert_eq!(said[0]["back_on"], day);
        assert!(money.open_disputes().await.is_empty());
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn that_the_bank_never_paid_an_attempt_beside_another_is_said_in_so_many_words_and_of_no_other() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let manager = money.world.manager;
        // Nothing else pays it: it was paid, or was not.
        let (alone, batch, name) = money.bounced(1).await;
        money.corrected(&batch, &name).await;
        assert!(!money.view(&alone).await.disputes[0].is_covered);
        let back_on = parse_date("2027-03-10").expect("a day");
        for settled in [Settled::NeverPaid, Settled::PaidTwice { back_on }] {
            let refused = money.settle_as(manager, &alone, &name, settled).await.expect_err("paid by no other");
            assert_eq!(code(&refused), "other_word", "{settled:?}");
        }
        let (claim, first, second, next) = money.sent_twice(2).await;
        money.bank(&second, &format!("{next},400000,PAID,2027-03-10,,\n")).await;
        money.settle_as(manager, &claim, &first, Settled::NeverPaid).await.expect("settled");
        let said = money.settlements(&claim).await;
        assert_eq!(said.len(), 1);
        assert_eq!(said[0]["outcome"], "never_paid");
        assert_eq!((money.state(&claim).await, money.open_disputes().await.len()), ("paid", 1));
    })
    .await;
}
