//! Two centres at one moment: a bank corrects itself about what was given up here while a list is sent there, or both
//! settle what was paid for one person. One comes before the other, and the later one knows of it.

use super::bound::id_of;
use super::corrected::There;
use super::money::Money;
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::claims::{self, Approve, MakeBatch, SettleDispute, Settled, Verdict, Withdraw, settle_dispute};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::time::parse_date;
use sanviec_domain::why::Why;
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

/// How often two come at the same moment.
const ROUNDS: u128 = 6;

impl Money {
    fn here(&self) -> There {
        let world = &self.world;
        There { id: world.centre, officer: world.officer, manager: world.manager, second: self.second }
    }

    /// An approved claim of a centre for somebody.
    async fn approved_at(&self, at: &There, number: u128) -> String {
        let placement = self.placement(at.id, self.profile(number).await, at.officer.account_id).await;
        let claim = self.prepare_as(at.officer, &placement).await.expect("free");
        let order = Approve { id: claim.clone(), version: 1, note: String::new() };
        claims::approve(&self.world.app, &self.ctx(at.manager), order, &key()).await.expect("approved");
        claim
    }

    async fn listed_at(&self, at: &There, claim: &str) -> String {
        let order = MakeBatch { claims: vec![claim.to_owned()] };
        claims::make_batch(&self.world.app, &self.ctx(at.officer), order, &key()).await.expect("a list")
    }

    /// A claim that the bank did not pay and that was withdrawn: claim, list and attempt.
    async fn given_up_at(&self, at: &There, number: u128) -> (String, String, String) {
        let (app, ctx) = (&self.world.app, self.ctx(at.officer));
        let claim = self.approved_at(at, number).await;
        let list = self.listed_at(at, &claim).await;
        self.send_as(at.second, &list).await.expect("sent");
        let name = claims::batch(app, &ctx, &list).await.expect("a list").lines[0].0.code.clone();
        let row = format!("{name},400000,RJCT,2027-03-10,AC04,closed\n");
        self.bank_as(at.officer, &list, &row).await.expect("taken in");
        let version = claims::claim(app, &ctx, &claim).await.expect("a claim").version;
        let order = Withdraw { id: claim.clone(), version, why: Why::plain(WithdrawReason::Mistake) };
        claims::withdraw(app, &ctx, order, &key()).await.expect("withdrawn");
        (claim, list, name)
    }

    /// The bank says that it paid after all.
    async fn corrected_at(&self, at: &There, (list, name): (&str, &str)) -> Verdict {
        let row = format!("{name},400000,ACSC,2027-03-10,,\n");
        loop {
            match self.bank_as(at.officer, list, &row).await {
                Err(AppError::Unavailable(_)) => {}
                answer => return answer.expect("taken in").rows[0].verdict,
            }
        }
    }

    async fn sent_at(&self, at: &There, list: &str) -> Result<(), AppError> {
        loop {
            match self.send_as(at.second, list).await {
                Err(AppError::Unavailable(_)) => {}
                answer => return answer,
            }
        }
    }

    /// It did pay, says whoever asked; whether the person is paid for twice by it.
    async fn settled_at(&self, at: &There, (claim, name): (&str, &str)) -> bool {
        let (app, ctx) = (&self.world.app, self.ctx(at.manager));
        let settled = Settled::Paid { on: parse_date("2027-03-10").expect("a day") };
        loop {
            let version = claims::claim(app, &ctx, claim).await.expect("a claim").version;
            let order = SettleDispute { id: claim.to_owned(), version, attempt: name.to_owned(), settled };
            match settle_dispute(app, &ctx, order, &key()).await {
                Err(AppError::Unavailable(_) | AppError::Conflict) => {}
                answer => {
                    answer.expect("settled");
                    return claims::claim(app, &ctx, claim).await.expect("a claim").life.is_double;
                }
            }
        }
    }

    /// The row of the audit that says that this was done to a claim.
    async fn done(&self, claim: &str, action: &str) -> i64 {
        let rows = audit::list_done(self.world.app.store().reader(), id_of(claim), &[action]).await.expect("read");
        let [row] = rows.as_slice() else { panic!("{action}: {rows:?}") };
        row.id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_sent_before_the_bank_corrects_itself_or_not_at_all() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (here, there) = (money.here(), money.there().await);
        for number in 1..=ROUNDS {
            let (given_up, list, name) = money.given_up_at(&here, number).await;
            let next = money.approved_at(&there, number).await;
            let other = money.listed_at(&there, &next).await;
            let correcting = money.corrected_at(&here, (&list, &name));
            let (told, sent) = tokio::join!(correcting, money.sent_at(&there, &other));
            assert_eq!(told, Verdict::Contradicts);
            let disputed = money.done(&given_up, "claim_bank_disputes").await;
            match sent {
                Ok(()) => assert!(money.done(&next, "claim_send").await < disputed, "sent before anybody knew"),
                Err(refused) => assert_eq!(code(&refused), "disputed"),
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_payments_for_one_person_that_are_settled_at_once_one_is_double() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (here, there) = (money.here(), money.there().await);
        for round in 1..=ROUNDS {
            // Two numbers, two profiles, two centres; it is known later that they are one person.
            let (one, two) = (2 * round - 1, 2 * round);
            let (first, list, name) = money.given_up_at(&here, one).await;
            let (second, other_list, other_name) = money.given_up_at(&there, two).await;
            money.merge(money.profile(one).await, money.profile(two).await).await;
            assert_eq!(money.corrected_at(&here, (&list, &name)).await, Verdict::Contradicts);
            assert_eq!(money.corrected_at(&there, (&other_list, &other_name)).await, Verdict::Contradicts);
            let settling = money.settled_at(&there, (&second, &other_name));
            let (here_double, there_double) = tokio::join!(money.settled_at(&here, (&first, &name)), settling);
            assert!(here_double != there_double, "round {round}: {here_double} and {there_double}");
        }
    })
    .await;
}
