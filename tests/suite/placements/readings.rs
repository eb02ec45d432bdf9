//! Readings for whoever pays: a fact that was begun before one and written after it is not in it, and each gives the
//! same bytes for ever.

use super::{Placed, leave, plain};
use sanviec_app::AppError;
use sanviec_app::placements::{self, AsOf, Reading, freeze_reading, statement_of};
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use sanviec_store::testing::each_backend;
use sanviec_store::{Backend, placement};
use std::sync::Arc;
use tokio::sync::oneshot;
use uuid::Uuid;

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
async fn a_fact_begun_before_a_reading_and_written_after_it_is_not_in_the_reading() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        placed.contracted().await;
        let id = placed.uuid().await;
        let (begun, is_begun) = oneshot::channel();
        let (go_on, may_go_on) = oneshot::channel::<()>();
        let channels = std::sync::Mutex::new(Some((begun, may_go_on)));
        let slow = {
            let placed = Arc::clone(&placed);
            tokio::spawn(async move {
                let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.officer));
                let (ctx, channels) = (&ctx, &channels);
                // The transaction is open and has read the placement; it records only after the reading is done.
                let work = app.store().write("slow", |tx| {
                    Box::pin(async move {
                        let seen = placement::find(tx, id).await?.expect("a placement");
                        let channels = channels.lock().expect("channels").take();
                        if let Some((begun, may_go_on)) = channels {
                            begun.send(()).expect("somebody listens");
                            let _ = may_go_on.await;
                        }
                        let mut row = placement::hold(tx, id).await?.expect("a placement");
                        row.last_known_at = row.last_known_at.max(ctx.now.0) + 1;
                        let fact = late_fact(&row);
                        placement::append(tx, &fact).await?;
                        placement::update_guarded(tx, &row).await?;
                        Ok::<_, AppError>((seen.last_known_at, fact.recorded_at))
                    })
                });
                work.await.expect("recorded")
            })
        };
        is_begun.await.expect("begun");
        let reading = if fresh.backend == Backend::Postgres {
            let reading = placed.freeze().await;
            go_on.send(()).expect("somebody waits");
            reading
        } else {
            // One writer: the reading waits for the fact, and then knows it.
            let freezing = {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move { placed.freeze().await })
            };
            go_on.send(()).expect("somebody waits");
            freezing.await.expect("a task")
        };
        let (seen_before, recorded_at) = slow.await.expect("a task");
        assert!(recorded_at > seen_before);
        if fresh.backend == Backend::Postgres {
            assert!(recorded_at > reading.known_at.0, "{recorded_at} {:?}", reading.known_at);
            assert_eq!(placed.seen(AsOf::default()).await.judged.case.facts.len(), reading.facts.len() + 1);
        }
        placed.is_the_same(&reading).await;
    })
    .await;
}

/// A fact as the store keeps it, learnt at the last instant of a row.
fn late_fact(row: &placement::Row) -> placement::Fact {
    let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_ffff_0000_0001);
    let fact = sanviec_domain::placement::Fact {
        id: sanviec_domain::posting::PostingCode::of(id).to_string(),
        recorded_at: Micros(row.last_known_at),
        source: Source::Centre,
        says: statement_of(&leave("2026-12-09")).expect("a statement"),
    };
    let day = sanviec_domain::time::day_number(sanviec_domain::time::parse_date("2026-12-09").expect("a day"));
    placement::Fact {
        id,
        placement_id: row.id,
        kind: "leave".into(),
        body: fact.to_json(),
        recorded_at: row.last_known_at,
        source: "centre".into(),
        true_from: Some(day),
        true_through: Some(day),
        entered_by: None,
        channel: "desk".into(),
        document_hash: None,
        reference: None,
        file_id: None,
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
