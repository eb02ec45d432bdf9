//! Money that the bank brings back after people had gone on: while it is asked back, or was. It stands in a queue until
//! a third person has asked the bank, and is booked once.

use super::money::{DONG, Money};
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::code;
use sanviec_app::claims::{Settled, Verdict, recovery_preview};
use sanviec_app::evidence::Scope;
use sanviec_domain::placement::Source;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::testing::each_backend;

fn back() -> Settled {
    Settled::BroughtBack { on: parse_date("2027-03-10").expect("a day") }
}

impl Money {
    /// A claim that was paid and unmade, of which two people asked something back: claim, list, attempt, what is asked.
    async fn asked_back(&self) -> (String, String, String, i64) {
        let placement = self.recorded(1).await;
        let claim = self.prepare(&placement).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let name = self.codes(&batch).await.remove(0);
        self.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,\n")).await;
        self.record(&placement, NOT_THERE, Source::Insurer).await;
        self.record(&placement, LEFT, Source::Insurer).await;
        self.tick().await;
        let ctx = self.ctx(self.auditor);
        let asked = recovery_preview(&self.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        self.propose(&claim, asked, 1).await.expect("proposed");
        self.confirm(&claim, asked).await.expect("confirmed");
        assert_eq!(self.balances().await, [DONG - asked, 0, -DONG, asked]);
        (claim, batch, name, asked)
    }

    /// The bank says that it brought the money back; what is said of it.
    async fn returned(&self, batch: &str, name: &str, note: &str) -> Verdict {
        self.bank(batch, &format!("{name},400000,RETURNED,2027-03-10,AC01,{note}\n")).await.rows[0].verdict
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_the_bank_brings_back_while_it_is_asked_back_waits_in_a_queue_and_closes_what_is_asked() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name, asked) = money.asked_back().await;
        let before = money.balances().await;
        assert_eq!(money.returned(&batch, &name, "").await, Verdict::Contradicts);
        assert_eq!(money.returned(&batch, &name, "again").await, Verdict::Contradicts);
        let waiting = money.waiting(&claim, &name, true).await;
        assert_eq!(money.open_disputes().await, [waiting], "once");
        assert_eq!(money.balances().await, before, "a contradiction books nothing");
        // It is not given back a second time meanwhile.
        assert_eq!(code(&money.give_back(&claim, asked).await.expect_err("may be back")), "disputed");
        for (who, refusal) in [(money.world.officer, "own_dispute"), (money.second, "own_sending")] {
            let refused = money.settle_as(who, &claim, &name, back()).await.expect_err("not by them");
            assert_eq!(code(&refused), refusal);
        }
        let manager = money.world.manager;
        let other = money.settle_as(manager, &claim, &name, Settled::NotPaid).await.expect_err("it was paid");
        assert_eq!(code(&other), "other_word");
        let odd = Settled::BroughtBack { on: parse_date("2027-03-11").expect("a day") };
        assert_eq!(code(&money.settle_as(manager, &claim, &name, odd).await.expect_err("to come")), "day_impossible");
        money.settle_as(manager, &claim, &name, back()).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![0, 0, 0, 0]));
        assert!(money.open_disputes().await.is_empty());
        // Said once more, and settled once more, it changes nothing.
        assert_eq!(money.returned(&batch, &name, "").await, Verdict::Contradicts, "the file that came before");
        assert_eq!(money.returned(&batch, &name, "a third time").await, Verdict::Already);
        let again = money.settle_as(manager, &claim, &name, back()).await.expect_err("settled");
        assert_eq!(code(&again), "not_disputed");
        assert_eq!(code(&money.give_back(&claim, 1).await.expect_err("nothing is asked")), "not_from_state");
        assert!(money.open_disputes().await.is_empty());
        assert_eq!(money.balances().await, [0, 0, 0, 0]);
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_booked_than_the_centre_holds_when_it_gave_a_part_back_before() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name, _) = money.asked_back().await;
        money.give_back(&claim, 100_000).await.expect("a part");
        money.returned(&batch, &name, "").await;
        money.settle_as(money.world.manager, &claim, &name, back()).await.expect("settled");
        let seen = money.view(&claim).await;
        assert_eq!((seen.life.state().code(), seen.life.held_dong()), ("recovered", 0));
        assert_eq!(money.balances().await, [0, 0, 0, 0]);
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_of_a_kept_claim_is_booked_whatever_keeps_it_from_being_paid_again() {
    each_backend(|fresh| async move {
        let (money, on) = (Money::new(&fresh).await, parse_date("2027-03-10").expect("a day"));
        let (placement, manager) = (money.recorded(1).await, money.world.manager);
        // A first claim is withdrawn after the bank said that it did not pay it; a second one is paid, disputed, kept.
        let (beside, list, name) = money.bounced_of(&placement).await;
        money.withdraw(&beside).await.expect("withdrawn");
        let claim = money.prepare(&placement).await.expect("free again");
        money.approve_as(manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let own = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{own},400000,PAID,2027-03-10,,\n")).await;
        money.record(&placement, NOT_THERE, Source::Insurer).await;
        money.tick().await;
        money.propose(&claim, 0, 1).await.expect("proposed");
        money.confirm(&claim, 0).await.expect("confirmed");
        assert_eq!(money.state(&claim).await, "kept");
        // The first one was paid after all: the person is paid for twice.
        money.corrected(&list, &name).await;
        money.settle_as(manager, &beside, &name, Settled::Paid { on }).await.expect("settled");
        assert!(money.view(&beside).await.life.is_double);
        assert_eq!(money.balances().await, [2 * DONG, 0, -2 * DONG, 0]);
        // And the second one comes back: that is so, though nothing is paid again before the first is given back.
        assert_eq!(money.returned(&batch, &own, "").await, Verdict::Contradicts);
        money.settle_as(manager, &claim, &own, back()).await.expect("settled");
        assert_eq!(money.state(&claim).await, "in_review");
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0]);
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("paid beside it")), "paid_for_already");
        let other = money.confirmed(1).await;
        assert_eq!(code(&money.prepare(&other).await.expect_err("held")), "paid_for_already");
        let (code, said) = money.verified(&Scope::Case(placement)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_when_another_claim_has_the_person_is_owed_and_waits_for_that_one() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, batch) = money.paid(1).await;
        let (name, other) = (money.codes(&batch).await.remove(0), money.confirmed(1).await);
        // The day from which the person may be claimed for again.
        money.world.app.clock().set(Micros::start_of(parse_date("2028-03-10").expect("a day")));
        let next = money.prepare(&other).await.expect("free again");
        let told = money.bank(&batch, &format!("{name},400000,RETURNED,2028-03-10,AC01,\n")).await;
        assert_eq!(told.rows[0].verdict, Verdict::BroughtBack);
        assert_eq!((money.state(&claim).await, money.balances().await), ("bounced", vec![DONG, -DONG, 0, 0]));
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("the other has them")), "paid_for_already");
        money.withdraw(&next).await.expect("withdrawn");
        money.list_of(&[&claim]).await.expect("taken again");
        assert_eq!(code(&money.prepare(&other).await.expect_err("held")), "paid_for_already");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_did_not_bring_back_is_asked_as_before() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name, asked) = money.asked_back().await;
        money.returned(&batch, &name, "").await;
        money.settle_as(money.world.manager, &claim, &name, Settled::StaysPaid).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.open_disputes().await.len()), ("recovering", 0));
        assert_eq!(money.balances().await, [DONG - asked, 0, -DONG, asked]);
        money.give_back(&claim, asked).await.expect("given back");
        assert_eq!(money.state(&claim).await, "recovered");
        // After it all was given back, what the bank brings back is looked at as well.
        assert_eq!(money.returned(&batch, &name, "later").await, Verdict::Contradicts);
        money.settle_as(money.world.manager, &claim, &name, back()).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![0, 0, 0, 0]));
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}
