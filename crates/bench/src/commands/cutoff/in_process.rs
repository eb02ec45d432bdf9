//! Writes that are given up in the process: in turns through the use case, whose writes run to their end, and straight
//! at the store, whose own write is rolled back in the middle.

use crate::report::Report;
use crate::{Failure, data, measure};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::{Actor, App, Clock, Ids, Locale};
use sanviec_domain::posting::Content;
use sanviec_store::{Error, Store, outbox, posting, verify};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Writes at once; more than connections, so that some are cut while they wait for one.
const AT_ONCE: usize = 24;
/// Writes that are not cut, to learn how long one takes.
const UNCUT: usize = 200;

/// Everything that the writing tasks share.
struct Run {
    app: App,
    template: posting::Row,
    next: AtomicUsize,
    requests: usize,
    /// Around what writes are given up, nanoseconds: moves so that about half of them are.
    patience: AtomicU64,
}

/// So many writes; whether nothing was lost.
pub(super) async fn campaign(
    database: &str,
    store: Store,
    (seed, requests): (u64, usize),
    report: &mut Report,
) -> Result<bool, Failure> {
    let app = data::app(store, Clock::System)?;
    let (template, usual, mut acknowledged) = learn(&app).await?;
    let patience = AtomicU64::new(usual.as_nanos() as u64);
    let run = Run { app: app.clone(), template, next: AtomicUsize::new(0), requests, patience };
    let run = Arc::new(run);
    let begun = Instant::now();
    let tasks: Vec<_> = (0..AT_ONCE as u64)
        .map(|task| tokio::spawn(write_and_cut(run.clone(), seed.wrapping_mul(1000).wrapping_add(task))))
        .collect();
    let (mut cut, mut failed) = (0, 0);
    for task in tasks {
        let outcome = task.await?;
        acknowledged.extend(outcome.acknowledged);
        cut += outcome.cut;
        failed += outcome.failed;
    }
    let seconds = begun.elapsed().as_secs_f64();
    app.finish().await;
    let stored = ids(app.store()).await?;
    let lost = acknowledged.iter().filter(|id| !stored.contains(id)).count();
    let problems = verify::verify(app.store()).await?;
    app.store().close().await?;
    let variant = format!("{database}, in the process");
    report.add(&variant, "rate", requests as f64 / seconds, "writes/s");
    report.add(&variant, "cut off", f64::from(cut), "");
    report.add(&variant, "acknowledged", acknowledged.len() as f64, "");
    report.add(&variant, "failed", f64::from(failed), "");
    report.add(&variant, "lost", lost as f64, "");
    report.add(&variant, "committed without acknowledgement", (stored.len() - (acknowledged.len() - lost)) as f64, "");
    report.add(&variant, "damage found by verify", problems.len() as f64, "");
    problems.iter().for_each(|problem| report.note(format!("{}: {}", problem.check, problem.found)));
    Ok(lost == 0 && problems.is_empty())
}

/// Some writes to their end: a row to write again, the usual time of one alone, and the ids.
async fn learn(app: &App) -> Result<(posting::Row, Duration, HashSet<Uuid>), Failure> {
    let (mut times, mut ids) = (Vec::new(), HashSet::new());
    for number in 0..UNCUT {
        let begun = Instant::now();
        let ctx = app.ctx(Actor::Operator, Locale::Vi);
        ids.insert(publish(app, &ctx, new_posting(number)).await?.id.0);
        times.push(begun.elapsed().as_secs_f64());
    }
    let row = posting::list_all(app.store().reader(), None, 1).await?.pop().ok_or("nothing was published")?;
    Ok((row, Duration::from_secs_f64(measure::median(&times)), ids))
}

fn new_posting(number: usize) -> NewPosting {
    let content = Content::titled(format!("Nhân viên kho số {number}"));
    NewPosting { employer: format!("Công ty thử ngắt {}", number % 50), content }
}

impl Run {
    /// From nothing to twice the present measure.
    fn draw_patience(&self, draw: &mut ChaCha8Rng) -> Duration {
        Duration::from_nanos((self.patience.load(Ordering::Relaxed) as f64 * 2.0 * draw.random::<f64>()) as u64)
    }

    fn change_patience(&self, by: f64) {
        // A change that another task overwrites is no loss.
        let changed = self.patience.load(Ordering::Relaxed) as f64 * (1.0 + by);
        self.patience.store(changed.clamp(1e3, 1e10) as u64, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Outcome {
    acknowledged: Vec<Uuid>,
    cut: u32,
    failed: u32,
}

async fn write_and_cut(run: Arc<Run>, seed: u64) -> Outcome {
    let mut draw = ChaCha8Rng::seed_from_u64(seed);
    let mut outcome = Outcome::default();
    loop {
        let number = run.next.fetch_add(1, Ordering::Relaxed);
        if number >= run.requests {
            return outcome;
        }
        let until = Instant::now() + run.draw_patience(&mut draw);
        tokio::select! {
            biased;
            written = write(&run, number) => {
                run.change_patience(-0.01);
                match written {
                    Ok(id) => outcome.acknowledged.push(id),
                    Err(_) => outcome.failed += 1,
                }
            }
            () = pass(until) => {
                run.change_patience(0.01);
                outcome.cut += 1;
            }
        }
    }
}

/// Timers of the runtime know milliseconds only; a write is a matter of microseconds.
async fn pass(until: Instant) {
    while Instant::now() < until {
        tokio::task::yield_now().await;
    }
}

async fn write(run: &Run, number: usize) -> Result<Uuid, Failure> {
    if number.is_multiple_of(2) {
        let ctx = run.app.ctx(Actor::Operator, Locale::Vi);
        return Ok(publish(&run.app, &ctx, new_posting(number)).await?.id.0);
    }
    let row = &posting::Row { id: Ids::System.next(), ..run.template.clone() };
    let change = &outbox::Change { entity: "posting", entity_id: row.id, version: row.version, kind: "published" };
    let insert = run.app.store().write("cutoff", |tx| {
        Box::pin(async move {
            posting::insert_many(tx, std::slice::from_ref(row)).await?;
            outbox::append(tx, std::slice::from_ref(change), row.created_at).await?;
            Ok::<_, Error>(())
        })
    });
    insert.await?;
    Ok(row.id)
}

async fn ids(store: &Store) -> Result<HashSet<Uuid>, Failure> {
    let (mut ids, mut after) = (HashSet::new(), None);
    loop {
        let page = posting::list_all(store.reader(), after, 1000).await?;
        let Some(last) = page.last() else { return Ok(ids) };
        after = Some(last.id);
        ids.extend(page.iter().map(|row| row.id));
    }
}
