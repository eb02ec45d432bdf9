//! Money that the bank brings back after people had gone on: while it is asked back, or was. It stands in a queue until
//! a third person has asked the bank, and is booked once.

use super::money::{DONG, Money};
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::code;
use sanviec_app::claims::{DisputeItem, Settled, Verdict, recovery_preview};
use sanviec_app::evidence::Scope;
use sanviec_domain::placement::Source;
use sanviec_domain::time::parse_date;
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
        let waiting = DisputeItem { claim: claim.clone(), attempt: name.clone(), dong: DONG, is_back: true };
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
