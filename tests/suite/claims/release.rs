//! Money leaves by two people at least: nobody makes a list and sends it, sends what they prepared or what is paid into
//! an account that they wrote, or says of their own sending what the bank answered; and what is asked back is recorded
//! by others than those who asked and whose word it rests on.

use super::bound::id_of;
use super::money::{DONG, Money};
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::{code, key};
use sanviec_app::claims::{self, BatchState, PayingOrder, Send, Verdict, recovery_preview};
use sanviec_app::{AppError, Person};
use sanviec_domain::claim::ReleaseRefusal;
use sanviec_domain::placement::Source;
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, batch};
use std::sync::Arc;

impl Money {
    /// A list of one claim that the officer prepared and listed, and the manager approved.
    async fn listed(&self, number: u128) -> (String, String) {
        let claim = self.prepare(&self.confirmed(number).await).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        (claim, batch)
    }

    async fn list_as(&self, who: Person, claims: &[&str]) -> String {
        let order = claims::MakeBatch { claims: claims.iter().map(|id| (*id).to_owned()).collect() };
        claims::make_batch(&self.world.app, &self.ctx(who), order, &key()).await.expect("a list")
    }

    /// Saves the accounts again, paid into this number.
    async fn account(&self, who: Person, payer_name: &str, payee_account: &str) {
        let ctx = self.ctx(who);
        let seen = claims::paying(&self.world.app, &ctx).await.expect("accounts");
        let order = PayingOrder {
            version: seen.version,
            payer_name: payer_name.to_owned(),
            payer_bank: seen.payer_bank,
            payer_account: seen.payer_account,
            payee_name: seen.payee_name,
            payee_bank: seen.payee_bank,
            payee_account: payee_account.to_owned(),
        };
        claims::save_paying(&self.world.app, &ctx, order, &key()).await.expect("saved");
    }

    async fn batch_state(&self, batch: &str) -> BatchState {
        claims::batch(&self.world.app, &self.ctx(self.auditor), batch).await.expect("a list").state
    }
}

/// What was refused, in both languages: it says who can do it instead.
fn told(error: AppError) -> String {
    let AppError::Refused(errors) = error else { panic!("{error:?}") };
    assert!(errors[0].vi.contains("người khác") && errors[0].en.contains("another person"), "{errors:?}");
    errors[0].code.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_what_they_made_prepared_or_are_paid_by() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (officer, manager, second) = (money.world.officer, money.world.manager, money.second);
        // The officer prepared the claim and made the list; the manager wrote the account.
        let (_, batch) = money.listed(1).await;
        assert_eq!(told(money.send_as(officer, &batch).await.expect_err("made it")), "own_list");
        assert_eq!(told(money.send_as(manager, &batch).await.expect_err("wrote the account")), "own_account");
        // A list of somebody else with a claim that the second manager prepared.
        let own = money.prepare_as(second, &money.confirmed(2).await).await.expect("prepared");
        money.approve_as(manager, &own).await.expect("approved");
        let with_own = money.list_of(&[&own]).await.expect("a list");
        assert_eq!(told(money.send_as(second, &with_own).await.expect_err("prepared one")), "own_claim");
        let third = money.prepare(&money.confirmed(3).await).await.expect("prepared");
        money.approve_as(manager, &third).await.expect("approved");
        let made = money.list_as(second, &[&third]).await;
        assert_eq!(told(money.send_as(second, &made).await.expect_err("made it")), "own_list");
        for list in [&batch, &with_own, &made] {
            assert_eq!(money.batch_state(list).await, BatchState::Open);
        }
        // What the page tells is what is refused, and nothing is told to whoever may.
        let seen = |who: Person| {
            let (app, ctx, batch) = (money.world.app.clone(), money.ctx(who), batch.clone());
            async move { claims::batch(&app, &ctx, &batch).await.expect("a list").send_refusal.map(ReleaseRefusal::code) }
        };
        assert_eq!((seen(officer).await, seen(manager).await), (Some("own_list"), Some("own_account")));
        assert_eq!(seen(second).await, None);
        money.send_as(second, &batch).await.expect("had no hand in it");
        assert_eq!(money.batch_state(&batch).await, BatchState::Sent);
    })
    .await;
}

impl Money {
    /// A claim that the manager prepared, that was paid and given back in part, and that the officer prepared anew;
    /// placement and claim.
    pub(super) async fn prepared_by_two(&self) -> (String, String) {
        let placement = self.recorded(1).await;
        let claim = self.prepare_as(self.world.manager, &placement).await.expect("prepared");
        self.approve_as(self.second, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let (name, today) = (self.codes(&batch).await.remove(0), self.ctx(self.auditor).today());
        self.bank(&batch, &format!("{name},400000,PAID,{today},,\n")).await;
        self.give_a_part_back(&placement, &claim).await;
        self.again(&claim).await;
        (placement, claim)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_prepared_a_claim_before_another_did_anew_neither_approves_nor_sends_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (officer, manager, second) = (money.world.officer, money.world.manager, money.second);
        let (_, claim) = money.prepared_by_two().await;
        let own = money.approve_as(manager, &claim).await.expect_err("prepared it before");
        assert_eq!(code(&own), "own_claim");
        let seen = claims::claim(&money.world.app, &money.ctx(manager), &claim).await.expect("a claim");
        assert_eq!(seen.may.approve.map(|refusal| refusal.code()), Some("own_claim"), "the page says the same");
        money.approve_as(second, &claim).await.expect("had no hand in it");
        // Somebody else writes the account, so that nothing but the claim is the manager's.
        money.account(second, "Kho bạc Nhà nước Gia Lai", "5555555555").await;
        let batch = money.list_as(officer, &[&claim]).await;
        let told_to = claims::batch(&money.world.app, &money.ctx(manager), &batch).await.expect("a list");
        assert_eq!(told_to.send_refusal.map(ReleaseRefusal::code), Some("own_claim"));
        assert_eq!(told(money.send_as(manager, &batch).await.expect_err("prepared it before")), "own_claim");
        // The database forbids it, too: of whoever asks.
        let store = money.world.app.store();
        let mut row = batch::find(store.reader(), id_of(&batch)).await.expect("read").expect("a list");
        row.state = "sent".to_owned();
        row.sent_by = Some(manager.account_id);
        let row = &row;
        let below = store.write("send", |tx| Box::pin(batch::update_guarded(tx, row))).await;
        assert!(matches!(&below, Err(Error::Constraint(name)) if name == "batch_two_people"), "{below:?}");
        assert_eq!(money.batch_state(&batch).await, BatchState::Open);
        money.account(manager, "Kho bạc Nhà nước Gia Lai", "6666666666").await;
        money.send_as(second, &batch).await.expect("had no hand in it");
        assert_eq!(money.batch_state(&batch).await, BatchState::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_the_account_anew_is_who_wrote_it_and_a_saved_name_changes_nothing() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (manager, second) = (money.world.manager, money.second);
        let (_, batch) = money.listed(1).await;
        // The second manager saves another name of the payer: the account is still the first one's word.
        money.account(second, "Kho bạc Nhà nước Khu vực XV", "1023456789").await;
        assert_eq!(told(money.send_as(manager, &batch).await.expect_err("wrote it")), "own_account");
        // Another number is their own word.
        money.account(second, "Kho bạc Nhà nước Khu vực XV", "5555555555").await;
        assert_eq!(told(money.send_as(second, &batch).await.expect_err("wrote it now")), "own_account");
        // An account that was put there after somebody looked is not what they send to.
        let (app, ctx) = (&money.world.app, money.ctx(manager));
        let seen = claims::batch(app, &ctx, &batch).await.expect("a list");
        let accounts = seen.paying.expect("accounts").version;
        money.account(second, "Kho bạc Nhà nước Khu vực XV", "6666666666").await;
        let order = Send { id: batch.clone(), version: seen.version, accounts, pay_on: ctx.today() };
        let refused = claims::send(app, &ctx, order, &key()).await.expect_err("not what was seen");
        assert_eq!(code(&refused), "conflict");
        money.send_as(manager, &batch).await.expect("what is seen now");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sent_a_list_does_not_say_what_the_bank_answered() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (officer, manager, second) = (money.world.officer, money.world.manager, money.second);
        let (claim, batch) = money.listed(1).await;
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        let bounced = format!("{name},400000,RJCT,2027-03-10,AC04,closed\n");
        let own = money.bank_as(second, &batch, &bounced).await.expect_err("sent it");
        assert_eq!((told(own).as_str(), money.state(&claim).await), ("own_sending", "sent"));
        let said = money.bank_as(manager, &batch, &bounced).await.expect("another person");
        assert_eq!(said.rows[0].verdict, Verdict::Bounced);
        // It is paid again by a list: whoever said that the bank did not pay does not send it, even when the account is
        // another one's by now.
        let again = money.list_of(&[&claim]).await.expect("another list");
        money.account(second, "Kho bạc Nhà nước Gia Lai", "7777777777").await;
        assert_eq!(told(money.send_as(manager, &again).await.expect_err("recorded it")), "own_bounce");
        assert_eq!(told(money.send_as(officer, &again).await.expect_err("made it")), "own_list");
        money.account(manager, "Kho bạc Nhà nước Gia Lai", "8888888888").await;
        money.send_as(second, &again).await.expect("had no hand in it");
        // The same file by whoever sent the list: what was said before is shown, nothing is recorded.
        let shown = money.bank_as(second, &batch, &bounced).await.expect("came before");
        assert!(shown.came_before);
        assert_eq!((money.state(&claim).await, money.balances().await), ("sent", vec![DONG, -DONG, 0, 0]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_who_send_at_once_nobody_passes_who_may_not() {
    each_backend(|fresh| async move {
        let money = Arc::new(Money::new(&fresh).await);
        let (_, batch) = money.listed(1).await;
        let people = [money.world.officer, money.world.manager, money.second];
        let racing: Vec<_> = (0..12)
            .map(|nth| {
                let (money, batch) = (Arc::clone(&money), batch.clone());
                tokio::spawn(async move { (nth % 3, money.send_as(people[nth % 3], &batch).await) })
            })
            .collect();
        let mut sent = Vec::new();
        for one in racing {
            let (who, answer) = one.await.expect("a task");
            if answer.is_ok() {
                sent.push(who);
            }
        }
        assert_eq!(sent, [2], "once, by the one who had no hand in it");
        assert_eq!(money.batch_state(&batch).await, BatchState::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_back_takes_others_than_who_asks_and_whose_word_it_is() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (officer, manager, second) = (money.world.officer, money.world.manager, money.second);
        let (placement, claim, _) = money.paid(1).await;
        // The late facts are the second manager's word.
        money.learn_by(&placement, NOT_THERE, (Source::Insurer, second)).await;
        money.learn_by(&placement, LEFT, (Source::Insurer, second)).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, asked, 1).await.expect("proposed");
        let late = money.confirm_as(second, &claim, asked).await.expect_err("their word");
        assert_eq!((told(late).as_str(), money.state(&claim).await), ("entered_facts", "in_review"));
        let seen = claims::claim(&money.world.app, &money.ctx(second), &claim).await.expect("a claim");
        assert_eq!(seen.may.confirm.map(|refusal| refusal.code()), Some("entered_facts"));
        money.confirm(&claim, asked).await.expect("another manager");
        assert_eq!(told(money.give_back_as(officer, &claim, asked).await.expect_err("proposed it")), "own_recovery");
        assert_eq!(told(money.give_back_as(second, &claim, asked).await.expect_err("their word")), "entered_facts");
        assert_eq!(money.balances().await, [DONG - asked, 0, -DONG, asked], "nothing came back yet");
        let seen = claims::claim(&money.world.app, &money.ctx(manager), &claim).await.expect("a claim");
        assert!(seen.may.give_back.is_none());
        money.give_back(&claim, asked).await.expect("recorded");
        assert_eq!(money.state(&claim).await, "recovered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moves_money_asks_who_it_is_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let long_ago = |person: Person| Person { is_fresh: false, ..person };
        let (manager, second) = (money.world.manager, money.second);
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        assert_eq!(code(&money.approve_as(long_ago(manager), &claim).await.expect_err("long ago")), "not_fresh");
        assert_eq!(money.state(&claim).await, "prepared");
        money.approve_as(manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        assert_eq!(code(&money.send_as(long_ago(second), &batch).await.expect_err("long ago")), "not_fresh");
        assert_eq!(money.batch_state(&batch).await, BatchState::Open);
        money.send_as(second, &batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,\n")).await;
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, asked, 1).await.expect("proposed");
        let late = money.confirm_as(long_ago(manager), &claim, asked).await.expect_err("long ago");
        assert_eq!((code(&late), money.state(&claim).await), ("not_fresh", "in_review"));
        money.confirm_as(manager, &claim, asked).await.expect("confirmed");
    })
    .await;
}
