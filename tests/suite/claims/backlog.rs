//! More placements and claims than one turn of the clock takes: they are worked off in parts, between which whoever
//! stops the server does not wait, and each is looked at once.

use super::money::Money;
use sanviec_app::{claims, placements};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_jobs::TABLE;
use sanviec_jobs::recurring::{Pace, Recurring, Runner};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, claim, placement};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Most rows of a list: all of them.
const ALL: u64 = 1_000_000;
/// A day of which the insurer says the contrary.
const DENIED: &str = r#"{"kind":"attestation","from":"2026-12-30","through":"2026-12-30","employed":false}"#;

impl Money {
    /// A runner of one piece of work, an occurrence of which is due.
    async fn runner_of(&self, name: &str) -> Runner {
        let table: Vec<Recurring> = TABLE.iter().filter(|one| one.name == name).copied().collect();
        assert_eq!(table.len(), 1, "{name}");
        let runner = Runner::new(self.world.app.clone(), table.leak(), Pace::default());
        runner.register().await.expect("registered");
        let clock = self.world.app.clock();
        clock.set(clock.now().plus_seconds(60));
        runner
    }

    async fn due_placements(&self) -> usize {
        let (reader, now) = (self.world.app.store().reader(), self.world.app.clock().now().0);
        placement::list_due(reader, now, ALL).await.expect("due").len()
    }

    async fn unseen_claims(&self) -> usize {
        let (reader, now) = (self.world.app.store().reader(), self.world.app.clock().now().0);
        claim::list_unseen(reader, now, ALL).await.expect("unseen").len()
    }

    /// A placement about which somebody is to be asked now.
    async fn to_be_asked(&self, profile_id: Uuid) -> Uuid {
        let id = id_of(&self.unproved(profile_id).await);
        let now = self.world.app.clock().now().0;
        let write = self.world.app.store().write("make_due", |tx| {
            Box::pin(async move {
                let mut row = placement::hold(tx, id).await?.expect("a placement");
                row.due_at = Some(now);
                placement::update_guarded(tx, &row).await
            })
        });
        write.await.expect("due");
        id
    }

    /// What the audit says happened to a thing, sorted.
    async fn acts(&self, id: Uuid) -> Vec<String> {
        let rows = audit::list_of(self.world.app.store().reader(), id, 0, 100).await.expect("audit");
        let mut acts: Vec<String> = rows.into_iter().map(|row| row.action).collect();
        acts.sort_unstable();
        acts
    }
}

fn id_of(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_of_placements_is_worked_off_in_parts_and_each_is_asked_once() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let profile_id = money.profile(1).await;
        let mut ids = Vec::new();
        for _ in 0..2 * placements::TURN + 5 {
            ids.push(money.to_be_asked(profile_id).await);
        }
        let (runner, stop) = (money.runner_of("tick_placements").await, CancellationToken::new());
        // The server is stopped in the middle of the first part.
        let meanwhile = async {
            while money.due_placements().await == ids.len() {
                tokio::task::yield_now().await;
            }
            stop.cancel();
        };
        let both = async { tokio::join!(Box::pin(runner.turn(&stop)), Box::pin(meanwhile)) };
        let (done, ()) = tokio::time::timeout(Duration::from_mins(2), both).await.expect("both end");
        let done = done.expect("a turn");
        assert!((1..=2).contains(&done), "one part, or two where the stop came late: {done}");
        assert_eq!(money.due_placements().await, ids.len() - done * placements::TURN);
        // Started again, it goes on at once and not with the next occurrence.
        let rest = Box::pin(runner.turn(&CancellationToken::new())).await.expect("a turn");
        assert_eq!((done + rest, money.due_placements().await), (3, 0));
        for id in ids {
            let acts = money.acts(id).await;
            let both = ["ask_employment", "ask_employment", "create_placement", "keep_policy"];
            assert_eq!(acts, [both.as_slice(), &["tell_managers", "tell_officer"]].concat(), "{id}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_of_claims_is_worked_off_in_parts_and_each_moves_once() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut all = Vec::new();
        for nth in 0..claims::TURN as u128 + 5 {
            let placement = money.confirmed(100 + nth).await;
            all.push(money.prepare(&placement).await.expect("prepared"));
            money.learn(&placement, DENIED, Source::Insurer).await;
        }
        let runner = money.runner_of("look_at_claims").await;
        assert_eq!(money.unseen_claims().await, all.len());
        let stop = CancellationToken::new();
        assert_eq!(Box::pin(runner.turn(&stop)).await.expect("a turn"), 2, "a full part and the rest");
        assert_eq!(money.unseen_claims().await, 0);
        assert_eq!(Box::pin(runner.turn(&stop)).await.expect("a turn"), 0);
        for code in &all {
            assert_eq!(money.acts(id_of(code)).await, ["claim_prepare", "claim_unmake"]);
            assert_eq!(money.state(code).await, "in_review");
        }
    })
    .await;
}
