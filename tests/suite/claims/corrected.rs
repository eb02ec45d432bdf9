//! A bank that corrects itself after people had given a claim up: what it paid is booked where it was paid, and nobody
//! is paid for a second time meanwhile, by whichever claim of whichever centre.

use super::money::{DONG, Money};
use crate::desk::person;
use crate::forms::{code, key, thrice};
use sanviec_app::claims::{
    self, Approve, MakeBatch, PayingOrder, SettleDispute, Settled, Verdict, recovery_preview, settle_dispute,
};
use sanviec_app::evidence::Scope;
use sanviec_app::{Actor, AppError, Locale, Person, Role, Thing, accounts};
use sanviec_domain::time::parse_date;
use sanviec_store::testing::each_backend;

const HERE: &str = "Trung tâm Dịch vụ việc làm Gia Lai";

pub(super) fn paid() -> Settled {
    Settled::Paid { on: parse_date("2027-03-10").expect("a day") }
}

/// Refused in both languages, by a centre and without the person.
pub(super) fn told(refused: AppError, expected: &str) {
    let AppError::Refused(errors) = refused else { panic!("{refused:?}") };
    assert_eq!(errors[0].code, expected);
    for text in [&errors[0].vi, &errors[0].en] {
        assert!(text.contains(HERE), "{text}");
        assert!(!text.contains("Lan") && !text.contains("052194"), "{text}");
    }
}

/// Another centre with whoever acts for it.
pub(super) struct There {
    pub(super) id: uuid::Uuid,
    pub(super) officer: Person,
    pub(super) manager: Person,
    pub(super) second: Person,
}

impl Money {
    pub(super) async fn there(&self) -> There {
        let (app, operator) = (&self.world.app, self.world.app.ctx(Actor::Operator, Locale::Vi));
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let id = accounts::add_centre(app, &operator, name, "66").await.expect("a centre");
        let place = Thing::of_centre(id);
        let officer = person(app, "kha@vidu.vn", Role::Officer, place).await;
        let manager = person(app, "long@vidu.vn", Role::CentreManager, place).await;
        let second = person(app, "mai@vidu.vn", Role::CentreManager, place).await;
        let order = PayingOrder {
            version: 0,
            payer_name: "Kho bạc Nhà nước Đắk Lắk".into(),
            payer_bank: "970436".into(),
            payer_account: "0071000912346".into(),
            payee_name: name.into(),
            payee_bank: "BFTVVNVX".into(),
            payee_account: "1023456780".into(),
        };
        claims::save_paying(app, &self.ctx(manager), order, &key()).await.expect("accounts");
        There { id, officer, manager, second }
    }

    /// A claim of the other centre for the same person, approved.
    async fn claimed_there(&self, there: &There) -> String {
        let placement = self.placement(there.id, self.profile(1).await, there.officer.account_id).await;
        let claim = self.prepare_as(there.officer, &placement).await.expect("free");
        let order = Approve { id: claim.clone(), version: 1, note: String::new() };
        claims::approve(&self.world.app, &self.ctx(there.manager), order, &key()).await.expect("approved");
        claim
    }

    /// A claim of the other centre that is prepared, sent to the bank: the list.
    pub(super) async fn sent_there(&self, there: &There, claim: &str) -> String {
        let order = Approve { id: claim.to_owned(), version: 1, note: String::new() };
        claims::approve(&self.world.app, &self.ctx(there.manager), order, &key()).await.expect("approved");
        let list = self.list_there(there, claim).await.expect("a list");
        self.send_as(there.second, &list).await.expect("sent");
        list
    }

    async fn list_there(&self, there: &There, claim: &str) -> Result<String, AppError> {
        let order = MakeBatch { claims: vec![claim.to_owned()] };
        claims::make_batch(&self.world.app, &self.ctx(there.officer), order, &key()).await
    }

    /// All that a claim holds is proposed, confirmed and given back.
    async fn recovered_in_full(&self, claim: &str) {
        let ctx = self.ctx(self.auditor);
        let asked = recovery_preview(&self.world.app, &ctx, claim, 1).await.expect("a preview").asked_dong;
        assert_eq!(asked, DONG, "nothing is kept of what was paid beside another claim");
        self.propose(claim, asked, 1).await.expect("proposed");
        self.confirm(claim, asked).await.expect("confirmed");
        self.give_back(claim, DONG).await.expect("given back");
        assert_eq!(self.state(claim).await, "recovered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_paid_twice_when_the_bank_corrects_itself_after_a_claim_was_withdrawn() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.recorded(1).await;
        let (claim, batch, name) = money.bounced_of(&placement).await;
        money.withdraw(&claim).await.expect("nothing is disputed yet");
        let next = money.prepare(&placement).await.expect("free again");
        money.approve_as(money.world.manager, &next).await.expect("approved");
        money.corrected(&batch, &name).await;
        let waiting = money.waiting(&claim, &name, false).await;
        assert_eq!(money.open_disputes().await, [waiting]);
        told(money.list_of(&[&next]).await.expect_err("may be paid"), "disputed");
        // One press, sent three times.
        let manager = money.world.manager;
        let (version, ctx, same) = (money.view(&claim).await.version, money.ctx(manager), key());
        let order = SettleDispute { id: claim.clone(), version, attempt: name.clone(), settled: paid() };
        thrice(|| settle_dispute(&money.world.app, &ctx, order.clone(), &same)).await;
        let seen = money.view(&claim).await;
        assert_eq!((seen.life.state().code(), seen.life.is_double, seen.life.held_dong()), ("in_review", true, DONG));
        // The first one paid, the second one owed.
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0]);
        told(money.list_of(&[&next]).await.expect_err("paid beside it"), "paid_for_already");
        money.tick().await;
        assert_eq!(money.state(&claim).await, "in_review", "the facts do not make it right");
        money.recovered_in_full(&claim).await;
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0]);
        let again = money.try_again(&claim).await.expect_err("the other one stands");
        assert_eq!(code(&again), "not_from_state");
        let second = money.list_of(&[&next]).await.expect("a list");
        money.send(&second).await.expect("sent");
        let last = money.codes(&second).await.remove(0);
        money.bank(&second, &format!("{last},400000,PAID,2027-03-10,,\n")).await;
        assert_eq!((money.state(&next).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_of_another_centre_waits_until_the_first_one_has_asked_the_bank() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name) = money.bounced(1).await;
        money.withdraw(&claim).await.expect("withdrawn");
        let there = money.there().await;
        let next = money.claimed_there(&there).await;
        let list = money.list_there(&there, &next).await.expect("a list");
        money.corrected(&batch, &name).await;
        told(money.send_as(there.second, &list).await.expect_err("may be paid"), "disputed");
        // What came out decides which of them is paid.
        money.settle_as(money.world.manager, &claim, &name, paid()).await.expect("settled");
        assert!(money.view(&claim).await.life.is_double);
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0]);
        told(money.send_as(there.second, &list).await.expect_err("paid beside it"), "paid_for_already");
        money.recovered_in_full(&claim).await;
        money.send_as(there.second, &list).await.expect("sent");
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_did_not_pay_lets_the_claim_of_another_centre_go_on() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, batch, name) = money.bounced(1).await;
        money.withdraw(&claim).await.expect("withdrawn");
        let there = money.there().await;
        let next = money.claimed_there(&there).await;
        money.corrected(&batch, &name).await;
        told(money.list_there(&there, &next).await.expect_err("may be paid"), "disputed");
        money.settle_as(money.world.manager, &claim, &name, Settled::NotPaid).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("withdrawn", vec![DONG, -DONG, 0, 0]));
        let list = money.list_there(&there, &next).await.expect("a list");
        money.send_as(there.second, &list).await.expect("sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_twice_before_the_correction_came_is_booked_twice_and_asked_back_once() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.recorded(1).await;
        let (claim, batch, name) = money.bounced_of(&placement).await;
        money.withdraw(&claim).await.expect("withdrawn");
        let next = money.prepare(&placement).await.expect("free again");
        money.approve_as(money.world.manager, &next).await.expect("approved");
        let second = money.list_of(&[&next]).await.expect("a list");
        money.send(&second).await.expect("sent");
        let last = money.codes(&second).await.remove(0);
        money.bank(&second, &format!("{last},400000,PAID,2027-03-10,,\n")).await;
        money.corrected(&batch, &name).await;
        money.settle_as(money.world.manager, &claim, &name, paid()).await.expect("settled");
        let seen = money.view(&claim).await;
        assert_eq!((seen.life.state().code(), seen.life.is_double), ("in_review", true));
        assert_eq!(money.state(&next).await, "paid", "the one that holds the person stands");
        assert_eq!(money.balances().await, [2 * DONG, 0, -2 * DONG, 0]);
        let again = money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,again\n")).await;
        assert_eq!(again.rows[0].verdict, Verdict::Already);
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
        money.recovered_in_full(&claim).await;
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_after_it_was_given_up_takes_its_person_again_where_nobody_else_did() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.recorded(1).await;
        let (claim, batch, name) = money.bounced_of(&placement).await;
        money.withdraw(&claim).await.expect("withdrawn");
        money.corrected(&batch, &name).await;
        let other = money.confirmed(1).await;
        told(money.prepare(&other).await.expect_err("may be paid"), "disputed");
        money.settle_as(money.world.manager, &claim, &name, paid()).await.expect("settled");
        let seen = money.view(&claim).await;
        assert_eq!((seen.life.state().code(), seen.life.is_double), ("in_review", false));
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        told(money.prepare(&other).await.expect_err("paid for"), "paid_for_already");
        assert_eq!(money.tick().await, 1);
        assert_eq!(money.state(&claim).await, "paid", "the placement is confirmed still");
        told(money.prepare(&other).await.expect_err("paid for"), "paid_for_already");
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_claimed_anew_and_taken_back_is_booked_when_it_was_paid_after_all() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim) = money.gave_a_part_back().await;
        money.again(&claim).await;
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},100000,RJCT,2027-03-10,AC04,closed\n")).await;
        money.withdraw(&claim).await.expect("taken back");
        let told = money.bank(&batch, &format!("{name},100000,ACSC,2027-03-10,,\n")).await;
        assert_eq!(told.rows[0].verdict, Verdict::Contradicts);
        assert_eq!(code(&money.try_again(&claim).await.expect_err("may be paid")), "disputed");
        money.settle_as(money.world.manager, &claim, &name, paid()).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("in_review", vec![DONG, 0, -DONG, 0]));
        money.tick().await;
        assert_eq!(money.state(&claim).await, "paid");
    })
    .await;
}
