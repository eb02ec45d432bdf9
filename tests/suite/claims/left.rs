//! Claims that were paid and whose money came back, given up: where nobody can or wants to claim them anew they are
//! closed, and the placement is free for another claim.

use super::bound::id_of;
use super::funds::through;
use super::money::{DONG, Money};
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::{code, key, thrice};
use sanviec_app::claims::{PrepareAgain, Settled, Verdict, Withdraw, prepare_again, withdraw};
use sanviec_app::evidence::Scope;
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::placement::Source;
use sanviec_domain::time::parse_date;
use sanviec_domain::why::Why;
use sanviec_store::claim;
use sanviec_store::testing::each_backend;

/// Said of days that count for nothing more.
const LATER: &str = r#"{"kind":"attestation","from":"2027-03-10","through":"2027-03-31","employed":true}"#;

/// The person never came: no day holds.
fn never() -> [String; 2] {
    [LEFT.replace("2026-12-30", "2026-11-29"), NOT_THERE.replace("2026-12-31", "2026-11-30")]
}

impl Money {
    /// No day of a placement holds, and all that was paid for it came back; the facts that say so.
    pub(super) async fn all_came_back(&self, placement: &str, claim: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for fact in never() {
            wrong.push(self.learn(placement, &fact, Source::Insurer).await);
        }
        self.tick().await;
        self.came_back(claim).await;
        wrong
    }

    async fn came_back(&self, claim: &str) {
        self.propose(claim, DONG, 1).await.expect("proposed");
        self.confirm(claim, DONG).await.expect("confirmed");
        self.give_back(claim, DONG).await.expect("given back");
        assert_eq!((self.state(claim).await, self.balances().await), ("recovered", vec![0, 0, 0, 0]));
    }

    /// Whether somebody still has to do something by the row, by which the term of its papers is told.
    async fn is_unfinished(&self, claim: &str) -> bool {
        let reader = self.world.app.store().reader();
        claim::find(reader, id_of(claim)).await.expect("read").expect("a claim").is_open == 1
    }

    async fn leaving(&self, claim: &str) -> Withdraw {
        let (version, why) = (self.view(claim).await.version, Why::plain(WithdrawReason::Unmade));
        Withdraw { id: claim.to_owned(), version, why }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_in_full_and_cannot_be_claimed_anew_is_closed() {
    each_backend(|fresh| async move {
        let money = Money::with(&fresh, through("2027-03-31")).await;
        let (placement, claim, _) = money.paid(1).await;
        for fact in money.all_came_back(&placement, &claim).await {
            money.unsay(&placement, &fact).await;
        }
        money.tick().await;
        money.go_to("2027-04-01");
        assert_eq!(code(&money.try_again(&claim).await.expect_err("over")), "budget_over");
        assert!(money.is_unfinished(&claim).await && money.is_in_queue(&claim).await);
        // One press, sent three times.
        let (app, ctx, same, order) =
            (&money.world.app, money.ctx(money.world.officer), key(), money.leaving(&claim).await);
        thrice(|| withdraw(app, &ctx, order.clone(), &same)).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("withdrawn", vec![0, 0, 0, 0]));
        assert!(!money.is_unfinished(&claim).await && !money.is_in_queue(&claim).await);
        let stale = withdraw(app, &ctx, order, &key()).await.expect_err("moved on");
        assert_eq!(code(&stale), "conflict");
        money.learn(&placement, LATER, Source::Insurer).await;
        assert_eq!(money.tick().await, 0, "it stands for no placement");
        for refused in [money.try_again(&claim).await, money.prepare(&placement).await.map(drop)] {
            assert_eq!(code(&refused.expect_err("the money of the programme is over")), "budget_over");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_in_part_and_is_not_claimed_anew_is_kept_until_somebody_wants_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim) = money.gave_a_part_back().await;
        let before = money.balances().await;
        assert!(money.is_unfinished(&claim).await);
        money.withdraw(&claim).await.expect("the rest is not wanted");
        assert_eq!((money.state(&claim).await, money.balances().await), ("kept", before.clone()));
        let later = money.learn(&placement, LATER, Source::Insurer).await;
        money.unsay(&placement, &later).await;
        assert_eq!(money.tick().await, 1);
        assert_eq!(
            (money.state(&claim).await, money.is_unfinished(&claim).await),
            ("kept", false),
            "nobody is asked again"
        );
        let other = money.confirmed(1).await;
        assert_eq!(code(&money.prepare(&other).await.expect_err("paid for")), "paid_for_already");
        // Wanted after all, and not: it is claimed anew and taken back.
        money.again(&claim).await;
        assert_eq!(money.view(&claim).await.item.owed_dong, 100_000);
        money.withdraw(&claim).await.expect("taken back");
        money.withdraw(&claim).await.expect("and given up");
        assert_eq!((money.state(&claim).await, money.balances().await), ("kept", before));
        // What is kept is asked back as any money that was paid.
        for fact in never() {
            money.learn(&placement, &fact, Source::Insurer).await;
        }
        money.tick().await;
        let held = DONG - 100_000;
        assert_eq!((money.state(&claim).await, money.asked_now(&claim).await), ("reconsidered", held));
        let asked = money.withdraw(&claim).await.expect_err("money is asked back");
        assert_eq!(code(&asked), "not_from_state");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_does_not_end_what_later_facts_ask_back() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, placement, claim, asked) = money.recovering().await;
        assert_eq!(code(&money.withdraw(&claim).await.expect_err("asked back")), "not_from_state");
        money.give_back(&claim, asked).await.expect("given back");
        assert_eq!(code(&money.withdraw(&claim).await.expect_err("closed already")), "not_from_state");
        // The person left earlier still.
        money.learn(&placement, &LEFT.replace("2026-12-30", "2026-12-10"), Source::Insurer).await;
        money.tick().await;
        assert_eq!(money.state(&claim).await, "reconsidered");
        assert_eq!(code(&money.withdraw(&claim).await.expect_err("more is asked")), "still_asked");
        assert_eq!(money.state(&claim).await, "reconsidered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_giving_up_and_claiming_anew_at_once_one_wins() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        for fact in money.all_came_back(&placement, &claim).await {
            money.unsay(&placement, &fact).await;
        }
        money.tick().await;
        let (app, ctx, order) = (&money.world.app, money.ctx(money.world.officer), money.leaving(&claim).await);
        let (one, two) = (key(), key());
        let again = PrepareAgain { id: claim.clone() };
        let (left, anew) = tokio::join!(withdraw(app, &ctx, order, &one), prepare_again(app, &ctx, again, &two));
        assert_ne!(left.is_ok(), anew.is_ok(), "{left:?} {anew:?}");
        let expected = if left.is_ok() { "withdrawn" } else { "prepared" };
        assert_eq!(money.state(&claim).await, expected);
        // Either way one claim stands for the placement in the end, and no second one.
        let prepared = money.prepare(&placement).await;
        assert_eq!(prepared.is_ok(), left.is_ok(), "{prepared:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_brings_back_after_it_was_given_up_is_settled_and_books_nothing_more() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.recorded(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,\n")).await;
        for fact in never() {
            money.record(&placement, &fact, Source::Insurer).await;
        }
        money.tick().await;
        money.came_back(&claim).await;
        money.withdraw(&claim).await.expect("given up");
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
        let back = money.bank(&batch, &format!("{name},400000,RETURNED,2027-03-10,AC01,\n")).await;
        assert_eq!(back.rows[0].verdict, Verdict::Contradicts);
        let settled = Settled::BroughtBack { on: parse_date("2027-03-10").expect("a day") };
        money.settle_as(money.world.manager, &claim, &name, settled).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("withdrawn", vec![0, 0, 0, 0]));
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
    })
    .await;
}
