//! Readings for whoever pays: each gives the same bytes for ever, whatever is recorded at the same time. How a claim
//! and a fact meet is in `claims/learnt_late.rs`.

use super::{Placed, leave, plain};
use sanviec_app::placements::{self, AsOf, Reading, freeze_reading};
use sanviec_store::testing::each_backend;
use std::sync::Arc;

impl Placed {
    async fn freeze(&self) -> Reading {
        let id = self.uuid().await;
        let ctx = self.world.ctx(self.world.officer);
        let (ctx, policies) = (&ctx, self.world.app.policies());
        let work = self.world.app.store().write("freeze", |tx| Box::pin(freeze_reading(tx, policies, ctx, id)));
        work.await.expect("a reading")
    }

    async fn replay(&self, reading: &Reading) -> Reading {
        let kept = (reading.policy_hash.as_slice(), reading.today, reading.known_at);
        let reader = self.world.app.store().reader();
        placements::replay(reader, self.world.app.policies(), reading.placement_id, kept).await.expect("replayed")
    }

    async fn is_the_same(&self, reading: &Reading) {
        let again = self.replay(reading).await;
        assert_eq!(again.outcome.to_json(), reading.outcome.to_json());
        assert_eq!((again.facts_hash, &again.facts), (reading.facts_hash, &reading.facts));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_among_racing_facts_give_the_same_bytes_for_ever() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        placed.contracted().await;
        let recording = |n: u32| {
            let placed = Arc::clone(&placed);
            tokio::spawn(async move {
                for day in 1..=5 {
                    let from = format!("2026-12-{:02}", n * 5 + day);
                    placed.say(&leave(&from), plain).await.expect("recorded");
                }
            })
        };
        let reading = || {
            let placed = Arc::clone(&placed);
            tokio::spawn(async move {
                let mut readings = Vec::new();
                for _ in 0..5 {
                    readings.push(placed.freeze().await);
                }
                readings
            })
        };
        let (recorders, readers) = ((0..4).map(recording).collect::<Vec<_>>(), [reading(), reading(), reading()]);
        let mut readings = Vec::new();
        for reader in readers {
            readings.extend(reader.await.expect("a task"));
        }
        for recorder in recorders {
            recorder.await.expect("a task");
        }
        assert_eq!(placed.seen(AsOf::default()).await.judged.case.facts.len(), 23);
        for reading in &readings {
            placed.is_the_same(reading).await;
        }
    })
    .await;
}
