//! Facts that come after a claim was approved: nobody who approved it knew them, so it is approved again before it is
//! paid, on a list or not, by somebody who entered none of them.

use super::money::{DONG, Money, policy};
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::claims::{self, Refuse, Settled, TakeOut, refuse, take_out, to_approve_again};
use sanviec_domain::claim::{RefuseReason, State};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::parse_date;
use sanviec_domain::why::Why;
use sanviec_store::claim;
use sanviec_store::testing::each_backend;

const WORKED_NOT: &str = r#"{"kind":"attestation","from":"2026-11-30","through":"2027-03-09","employed":false}"#;
const WORKED: &str = r#"{"kind":"attestation","from":"2026-11-30","through":"2027-03-09","employed":true}"#;

/// A policy by which the claims of here need a third person.
fn for_three() -> String {
    policy().replace("[exclusion]", "[approval]\nthird_above_dong = 350000\n\n[exclusion]")
}

impl Money {
    /// Codes of the claims of the centre that wait to be approved again.
    async fn outdated(&self) -> Vec<String> {
        let waiting = to_approve_again(&self.world.app, &self.ctx(self.auditor)).await.expect("a list");
        waiting.into_iter().map(|item| item.claim).collect()
    }

    /// Prepared by the officer and approved by the manager; codes of placement and claim.
    async fn approved_with_placement(&self, number: u128) -> (String, String) {
        let placement = self.confirmed(number).await;
        let claim = self.prepare(&placement).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        (placement, claim)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_to_be_approved_again_is_read_on_to_the_last_one() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut claims = Vec::new();
        for number in 1..=3 {
            let (placement, claim) = money.approved_with_placement(number).await;
            money.learn(&placement, WORKED, Source::Insurer).await;
            claims.push(claim);
        }
        let mut waiting = money.outdated().await;
        // Turn by turn: each goes on where the one before it ended, and the last one is empty.
        let (reader, centre) = (money.world.app.store().reader(), money.world.centre);
        let (mut read, mut after) = (Vec::new(), None);
        loop {
            let turn = claim::list_outdated(reader, centre, &["approved"], after, 1).await.expect("read");
            let Some(row) = turn.first() else { break };
            read.push(PostingCode::of(row.id).to_string());
            after = Some(row.id);
        }
        assert_eq!(read, waiting, "in one order");
        waiting.sort_unstable();
        claims.sort_unstable();
        assert_eq!(waiting, claims, "each once, none left out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_cannot_bring_a_claim_back_to_be_paid_on_a_word_of_their_own() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim) = money.approved_with_placement(1).await;
        money.learn(&placement, WORKED_NOT, Source::Insurer).await;
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "in_review"));
        assert_eq!(money.outdated().await, [""; 0], "under review nobody approves");
        // The word that brings it back is the manager's own, who approved it.
        let last = money.learn_by(&placement, WORKED, (Source::Insurer, money.world.manager)).await;
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "approved"));
        assert_eq!(money.outdated().await, std::slice::from_ref(&claim));
        let seen = money.view(&claim).await;
        assert!(seen.is_outdated && seen.is_confirmed_now());
        assert_eq!(seen.since.len(), 2, "what nobody saw who approved, and nothing from before");
        assert_eq!((&seen.since[0].id, seen.since[0].source), (&last, Source::Insurer), "the newest first");
        // Named there as in the list of all claims, for each who may look.
        for who in [money.world.officer, money.world.manager, money.auditor] {
            let (app, ctx) = (&money.world.app, money.ctx(who));
            let waiting = to_approve_again(app, &ctx).await.expect("a list").remove(0);
            let asked = claims::Asked { state: Some(State::Approved), ..claims::Asked::default() };
            let listed = claims::claims(app, &ctx, asked).await.expect("claims").items.remove(0);
            assert_eq!((waiting.claim, waiting.person, waiting.dong), (listed.id, listed.person, listed.dong));
        }
        let refused = money.list_of(&[&claim]).await.expect_err("nobody looked");
        assert_eq!(code(&refused), "approve_again");
        let AppError::Refused(told) = &refused else { panic!("{refused:?}") };
        let person = &money.view(&claim).await.item.person;
        assert!(!person.is_empty() && told[0].vi.contains(person.as_str()) && told[0].en.contains(person.as_str()));
        assert!(!told[0].vi.contains(&claim), "nobody knows a claim by its code");
        let own = money.approve_as(money.world.manager, &claim).await;
        assert_eq!(code(&own.expect_err("entered it")), "entered_facts");
        let prepared = money.approve_as(money.world.officer, &claim).await;
        assert_eq!(code(&prepared.expect_err("an officer")), "forbidden");
        money.approve_as(money.second, &claim).await.expect("approved again");
        assert_eq!((money.state(&claim).await, money.outdated().await), ("approved", Vec::new()));
        assert!(money.view(&claim).await.since.is_empty(), "seen by whoever approved again");
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0], "owed once");
        let twice = money.approve_as(money.second, &claim).await;
        assert_eq!(code(&twice.expect_err("nothing came since")), "not_from_state");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_not_sent_with_a_claim_that_waits_to_be_approved_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim) = money.approved_with_placement(1).await;
        let (_, other) = money.approved_with_placement(2).await;
        let batch = money.list_of(&[&claim, &other]).await.expect("a list");
        // It says what is known already: somebody has to see that.
        money.learn(&placement, WORKED, Source::Insurer).await;
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "batched"));
        assert_eq!(code(&money.send(&batch).await.expect_err("nobody looked")), "approve_again");
        assert_eq!(money.state(&other).await, "batched", "all or nothing");
        money.approve_as(money.world.manager, &claim).await.expect("approved where it stands");
        money.send(&batch).await.expect("sent");
        // What comes after the sending is for the bank's answer and for a recovery, not for an approval.
        money.learn(&placement, WORKED, Source::Insurer).await;
        money.tick().await;
        assert_eq!((money.state(&claim).await, money.outdated().await), ("sent", Vec::new()));
        let codes = money.codes(&batch).await;
        let rows = format!("{},400000,REJECTED,2027-03-10,AC04,\n{},400000,PAID,2027-03-10,,\n", codes[0], codes[1]);
        money.bank(&batch, &rows).await;
        let bounced = if money.state(&claim).await == "bounced" { &claim } else { &other };
        assert_eq!(money.outdated().await.contains(bounced), bounced == &claim, "owed again, by what is known now");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_three_are_needed_all_of_them_know_what_came() {
    each_backend(|fresh| async move {
        let money = Money::with(&fresh, for_three()).await;
        let (placement, claim) = money.approved_with_placement(1).await;
        money.learn(&placement, WORKED, Source::Insurer).await;
        assert_eq!(money.outdated().await, std::slice::from_ref(&claim));
        money.approve_as(money.second, &claim).await.expect("the first who knows it");
        assert_eq!(money.state(&claim).await, "awaiting_third");
        money.approve_as(money.world.manager, &claim).await.expect("the second who knows it");
        assert_eq!((money.state(&claim).await, money.balances().await), ("approved", vec![DONG, -DONG, 0, 0]));
        money.learn(&placement, WORKED, Source::Insurer).await;
        money.approve_as(money.second, &claim).await.expect("again");
        assert_eq!(money.state(&claim).await, "awaiting_third");
        assert_eq!(money.balances().await, [0, 0, 0, 0], "not owed before the third has said so");
        money.approve_as(money.world.manager, &claim).await.expect("the third");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        // On a list it is taken off first: its place there is a promise of three people.
        money.learn(&placement, WORKED, Source::Insurer).await;
        let on_list = money.approve_as(money.second, &claim).await;
        assert_eq!(code(&on_list.expect_err("on a list")), "not_from_state");
        let out = TakeOut { claim: claim.clone() };
        take_out(&money.world.app, &money.ctx(money.world.officer), out, &key()).await.expect("taken off");
        money.approve_as(money.second, &claim).await.expect("again");
        assert_eq!(money.state(&claim).await, "awaiting_third");
        let seen = claims::batch(&money.world.app, &money.ctx(money.auditor), &batch).await.expect("a list");
        assert_eq!((seen.claims, seen.dong), (0, 0));
    })
    .await;
}

/// Owed no more while it waits for the third person again; and then the bank says that it paid after all.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_paid_is_booked_although_the_claim_waits_to_be_approved_again() {
    each_backend(|fresh| async move {
        let money = Money::with(&fresh, for_three()).await;
        let (placement, claim) = money.approved_with_placement(1).await;
        money.approve_as(money.second, &claim).await.expect("third");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},400000,RJCT,2027-03-10,AC04,closed\n")).await;
        money.learn(&placement, WORKED, Source::Insurer).await;
        money.approve_as(money.world.manager, &claim).await.expect("again");
        assert_eq!((money.state(&claim).await, money.balances().await), ("awaiting_third", vec![0; 4]));
        money.corrected(&batch, &name).await;
        // Until that is settled nobody decides as if it were not paid.
        let why = Why::plain(RefuseReason::NotEntitled);
        let order = Refuse { id: claim.clone(), version: money.view(&claim).await.version, why };
        let refused = refuse(&money.world.app, &money.ctx(money.second), order, &key()).await;
        assert_eq!(code(&refused.expect_err("may be paid")), "disputed");
        money.learn(&placement, WORKED_NOT, Source::Insurer).await;
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "in_review"));
        let on = Settled::Paid { on: parse_date("2027-03-10").expect("a day") };
        money.settle_as(money.world.manager, &claim, &name, on).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("in_review", vec![DONG, 0, -DONG, 0]));
    })
    .await;
}

/// What a claim was approved with is taken back by two people once it is paid, also where the claim had not read it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_known_at_the_approval_is_retracted_by_two_people() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        let later = money.learn(&placement, WORKED, Source::Insurer).await;
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let proposed = money.retract(money.world.officer, &placement, &later).await.expect("proposed");
        assert!(proposed.waits);
    })
    .await;
}
