//! A fact that was begun before a claim and is recorded after it stays invisible to the claim for ever, and the claim
//! gives the same bytes with the fact there. Both go by their use cases; what holds them up is a write of the test.

use super::money::Money;
use crate::forms::key;
use sanviec_app::claims::{self, Prepare, prepare};
use sanviec_app::placements::{self, Append, Appended, AsOf, Channel, Said, statement_of};
use sanviec_app::{Key, Person};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::{each_backend, on_postgres};
use sanviec_store::{Error, account, claim, idempotency, placement};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Days that do not count: whoever reads them gets another outcome, and one that is confirmed all the same.
const LEAVE: &str = r#"{"kind":"leave","leave":"unpaid","from":"2026-12-07","through":"2026-12-11"}"#;
/// How an outcome tells of them.
const PAUSED: &str = r#""from":"2026-12-07""#;
/// Long enough for a use case to come to where it waits.
const MOMENT: Duration = Duration::from_millis(150);
/// Times that a fact and a claim meet.
const MEETINGS: u128 = 6;

pub(super) async fn moment() {
    let _elapsed = tokio::time::timeout(MOMENT, std::future::pending::<()>()).await;
}

fn id_of(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

/// What a write of the test holds.
#[derive(Clone, Copy)]
enum Holds {
    /// The placement's row; on SQLite it is the one writer, as every write is.
    Placement(Uuid),
    /// What an account does.
    Account(Uuid),
}

/// A write that is open until it is let go.
struct Held {
    let_go: oneshot::Sender<()>,
    write: JoinHandle<()>,
}

impl Held {
    async fn new(money: &Money, holds: Holds) -> Self {
        let (begun, is_begun) = oneshot::channel();
        let (let_go, may_go) = oneshot::channel::<()>();
        let channels = Mutex::new(Some((begun, may_go)));
        let store = money.world.app.store().clone();
        let write = tokio::spawn(async move {
            let channels = &channels;
            let work = store.write("hold", |tx| {
                Box::pin(async move {
                    match holds {
                        Holds::Placement(id) => drop(placement::hold(tx, id).await?.expect("a placement")),
                        Holds::Account(id) => account::hold_alone(tx, id).await?,
                    }
                    let channels = channels.lock().expect("channels").take();
                    if let Some((begun, may_go)) = channels {
                        begun.send(()).expect("somebody listens");
                        let _ = may_go.await;
                    }
                    Ok::<_, Error>(())
                })
            });
            work.await.expect("held");
        });
        is_begun.await.expect("begun");
        Self { let_go, write }
    }

    async fn let_go(self) {
        self.let_go.send(()).expect("it waits");
        self.write.await.expect("a task");
    }
}

impl Money {
    /// Begins to record the leave, as of now.
    fn begin_fact(self: &Arc<Self>, placement: &str, by: Person, form: &Key) -> JoinHandle<Appended> {
        let said = Said {
            says: statement_of(LEAVE).expect("a statement"),
            source: Source::Centre,
            channel: Channel::Desk,
            document_hash: None,
            reference: None,
        };
        let order = Append { placement: placement.to_owned(), version: None, said };
        let (money, ctx, form) = (Arc::clone(self), self.ctx(by), form.clone());
        tokio::spawn(async move { placements::append(&money.world.app, &ctx, order, &form).await.expect("recorded") })
    }

    /// Begins to claim, as of now.
    fn begin_claim(self: &Arc<Self>, placement: &str) -> JoinHandle<String> {
        let order = Prepare::alone(placement.to_owned());
        let (money, ctx) = (Arc::clone(self), self.ctx(self.world.officer));
        tokio::spawn(async move { prepare(&money.world.app, &ctx, order, &key()).await.expect("prepared").id })
    }

    fn pass_minute(&self) {
        self.world.app.clock().set(self.world.app.clock().now().plus_seconds(60));
    }

    /// Whether the write of a fact is open: its form is taken and not answered yet.
    async fn is_open(&self, by: Person, form: &Key) -> bool {
        let (key, caller) = (format!("append_fact:{}", form.as_str()), by.account_id.to_string());
        let (key, caller) = (key.as_str(), caller.as_str());
        let look = self.world.app.store().write("look", |tx| {
            Box::pin(async move {
                let request = idempotency::Request { key, caller, fingerprint: &[] };
                let is_open = idempotency::begin(tx, &request, 0).await? == idempotency::Begun::Running;
                // What this look took itself is given back.
                if is_open { Ok(()) } else { Err(Error::Conflict) }
            })
        });
        look.await.is_ok()
    }

    /// Whether a claim read a fact that is there now. What it did not read is later than all that it read, and what it
    /// holds comes out again to the byte.
    async fn has_read(&self, placement: &str, claim_code: &str, fact: &Appended) -> bool {
        let (app, ctx) = (&self.world.app, self.ctx(self.world.officer));
        let row = claim::find(app.store().reader(), id_of(claim_code)).await.expect("read").expect("a claim");
        let has_read = row.outcome.contains(PAUSED);
        assert_eq!(fact.recorded_at.0 <= row.known_at, has_read, "{fact:?} {} {}", row.known_at, row.outcome);
        let now = placements::outcome_of(app, &ctx, placement, AsOf::default()).await.expect("an outcome").judged;
        assert!(now.case.facts.iter().any(|known| known.id == fact.id), "the fact is there");
        assert!(now.outcome.to_json().contains(PAUSED));
        let replayed = claims::replay(app, &ctx, claim_code).await.expect("evaluated again");
        assert_eq!(replayed.again, replayed.held);
        assert!(replayed.same_facts);
        has_read
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_and_a_claim_that_meet_know_of_each_other_or_the_fact_is_later_than_all_that_was_read() {
    each_backend(|fresh| async move {
        let money = Arc::new(Money::new(&fresh).await);
        let mut read = Vec::new();
        for nth in 0..MEETINGS {
            let placement = money.confirmed(nth + 1).await;
            let (by, form) = (money.world.colleague, key());
            let held = Held::new(&money, Holds::Placement(id_of(&placement))).await;
            // Whoever begins to wait first comes first; the clock of the claim is a minute ahead either way.
            let (fact, claim) = if nth.is_multiple_of(2) {
                let fact = money.begin_fact(&placement, by, &form);
                moment().await;
                money.pass_minute();
                (fact, money.begin_claim(&placement))
            } else {
                let now = money.world.app.clock().now();
                money.pass_minute();
                let claim = money.begin_claim(&placement);
                moment().await;
                money.world.app.clock().set(now);
                let fact = money.begin_fact(&placement, by, &form);
                money.pass_minute();
                (fact, claim)
            };
            moment().await;
            assert!(!fact.is_finished() && !claim.is_finished(), "both wait");
            held.let_go().await;
            let (fact, claim) = (fact.await.expect("a task"), claim.await.expect("a task"));
            read.push(money.has_read(&placement, &claim, &fact).await);
        }
        assert!(read.contains(&true) && read.contains(&false), "only one order came about: {read:?}");
    })
    .await;
}

/// SQLite has one writer: there no write is open before another one begins. A fact that waits for it while a claim is
/// written is among those of the test above.
#[tokio::test(flavor = "multi_thread")]
async fn a_fact_whose_write_is_open_before_a_claim_and_ends_after_it_stays_invisible_to_it() {
    on_postgres(|fresh| async move {
        let money = Arc::new(Money::new(&fresh).await);
        let placement = money.confirmed(1).await;
        let (by, form) = (money.world.colleague, key());
        let held = Held::new(&money, Holds::Account(by.account_id)).await;
        let fact = money.begin_fact(&placement, by, &form);
        let mut looks = 0;
        while !money.is_open(by, &form).await {
            looks += 1;
            assert!(looks < 50 && !fact.is_finished(), "its write does not begin");
            moment().await;
        }
        money.pass_minute();
        let claim = money.begin_claim(&placement).await.expect("a task");
        assert!(!fact.is_finished() && money.is_open(by, &form).await, "the claim is there, the fact is under way");
        held.let_go().await;
        let fact = fact.await.expect("a task");
        assert!(!money.has_read(&placement, &claim, &fact).await);
    })
    .await;
}
