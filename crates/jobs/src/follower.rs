//! The index follows the store: rows of the outbox in their order, each posting as it is stored now, the cursor in
//! the commit.
//!
//! After a crash the index stands at its last commit and goes on from the cursor in it. A cursor of another database,
//! or one that the outbox no longer reaches, makes a new index beside the old one, which answers until the new one is
//! ready. So do damaged files and the request of an operator.

use crate::{JobError, integrity, wait};
use sanviec_app::{Actor, App, Ctx, Locale, stream};
use sanviec_search::{Build, Change, Cursor, PostingDoc};
use sanviec_store::{Backend, outbox, posting};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Rows of one commit.
const BATCH: u64 = 2000;
/// Pause between two looks at the outbox; also the least time between two commits.
const PAUSE: Duration = Duration::from_millis(100);
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// What others may know of the follower.
#[derive(Debug, Default)]
pub struct Follower {
    rebuilding: AtomicBool,
}

impl Follower {
    /// Whether a new index is being made; the old one answers meanwhile.
    pub fn is_rebuilding(&self) -> bool {
        self.rebuilding.load(Ordering::Relaxed)
    }
}

pub(crate) async fn run(app: App, follower: Arc<Follower>, stop: CancellationToken) {
    loop {
        let pause = match follow_turn(&app, &follower).await {
            Ok(()) => PAUSE,
            Err(error) => {
                metrics::counter!("sanviec_index_failures_total").increment(1);
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the index could not follow the store; it tries again"
                );
                AFTER_FAILURE
            }
        };
        if !wait::or_stop(pause, &stop).await {
            return;
        }
    }
}

/// One turn: takes in everything new, or makes a new index where this one cannot go on or is no good any more.
pub async fn follow_turn(app: &App, follower: &Follower) -> Result<(), JobError> {
    // A look before a merge says it to nobody.
    integrity::tell(Ok(app.index().untold_damage()));
    let is_damaged = app.index().damage().is_some();
    metrics::gauge!("sanviec_index_damaged").set(f64::from(u8::from(is_damaged)));
    let is_needed = match needs_rebuild(app).await {
        // What tells how far it has come may be what is damaged.
        Err(JobError::Index(_)) if is_damaged => true,
        other => other?,
    };
    if !is_needed && !is_damaged && !app.index().is_rebuild_asked() {
        return follow(app).await;
    }
    follower.rebuilding.store(true, Ordering::Relaxed);
    let rebuilt = rebuild(app).await;
    follower.rebuilding.store(false, Ordering::Relaxed);
    if rebuilt.is_err() && !is_needed {
        // The index that answers stays, and follows although another was asked for.
        follow(app).await?;
    }
    rebuilt.map(|_| ())
}

async fn follow(app: &App) -> Result<(), JobError> {
    while follow_once(app).await? == BATCH {}
    Ok(())
}

/// Whether the index cannot go on from where it is.
async fn needs_rebuild(app: &App) -> Result<bool, JobError> {
    let Some(cursor) = app.index().cursor()? else { return Ok(true) };
    let reader = app.store().reader();
    if cursor.epoch != outbox::epoch(reader).await?.to_string() {
        return Ok(true);
    }
    let oldest = outbox::oldest_kept(reader).await?;
    Ok(oldest.is_some_and(|oldest| cursor.position + 1 < oldest))
}

/// Takes in the next rows of the outbox; says how many there were.
pub async fn follow_once(app: &App) -> Result<u64, JobError> {
    let store = app.store();
    let unsequenced =
        store.backend() == Backend::Postgres && outbox::oldest_unsequenced(store.reader()).await?.is_some();
    if unsequenced {
        store.write("sequence_outbox", |tx| Box::pin(outbox::sequence(tx, BATCH as i64))).await?;
    }
    let position = app.index().position();
    let rows = outbox::read_after(store.reader(), position, BATCH).await?;
    let Some(next) = rows.last().and_then(|row| row.pos) else { return Ok(0) };
    let count = rows.len() as u64;
    let mut ids: Vec<_> = rows.into_iter().filter(|row| row.entity == "posting").map(|row| row.entity_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let changes = stream::followed(app, &ctx, &ids).await?;
    let cursor = Cursor { epoch: outbox::epoch(store.reader()).await?.to_string(), position: next };
    apply(app, changes, cursor).await?;
    metrics::gauge!("sanviec_index_position").set(next as f64);
    Ok(count)
}

/// Committing blocks for some milliseconds: not on a thread that answers requests.
async fn apply(app: &App, changes: Vec<Change>, cursor: Cursor) -> Result<(), JobError> {
    let app = app.clone();
    let work = move || app.index().apply(&changes, &cursor);
    let done =
        tokio::task::spawn_blocking(work).await.map_err(|error| sanviec_app::AppError::Internal(Box::new(error)))?;
    Ok(done?)
}

/// What the indexing thread is handed.
enum Part {
    Docs(Vec<PostingDoc>),
    /// That was everything. Without it the new index is not complete, whatever is in it.
    End,
}

/// Makes the index anew from the store, beside the one in use; says how many postings are in it. One that fails or is
/// cut off leaves the one in use, and the request for a new one, as they were.
pub async fn rebuild(app: &App) -> Result<u64, JobError> {
    /// Batches that may wait for the indexing thread.
    const WAITING: usize = 4;
    tracing::info!("the search index is built anew from the database");
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let epoch = outbox::epoch(app.store().reader()).await?.to_string();
    let mut snapshot = stream::Snapshot::begin(app, &ctx).await?;
    let cursor = Cursor { epoch, position: snapshot.position };
    let build = Build { id: ctx.request_id.as_u128(), expected: expected(app).await? };
    let (parts, taken) = mpsc::sync_channel(WAITING);
    let indexing = {
        let app = app.clone();
        tokio::task::spawn_blocking(move || index_all(&app, &taken, build, &cursor))
    };
    let filled = fill(app, &ctx, &mut snapshot, &parts).await;
    drop(parts);
    let indexed = indexing.await.map_err(|error| sanviec_app::AppError::Internal(Box::new(error)))?;
    filled?;
    let count = indexed?;
    tracing::info!(postings = count, "the search index is ready");
    Ok(count)
}

/// How many postings the new index will hold, where searches wait for it: they say how far it is.
async fn expected(app: &App) -> Result<Option<u64>, JobError> {
    if !app.index().is_incomplete() {
        return Ok(None);
    }
    let counts = posting::count_by_state(app.store().reader()).await?;
    let published = counts.into_iter().find(|(state, _)| state == "published");
    Ok(published.and_then(|(_, count)| u64::try_from(count).ok()))
}

/// Hands everything live to the indexing thread, and that it was everything.
async fn fill(
    app: &App,
    ctx: &Ctx,
    snapshot: &mut stream::Snapshot,
    parts: &mpsc::SyncSender<Part>,
) -> Result<(), JobError> {
    loop {
        let docs = live(snapshot.next(app, ctx).await?);
        let left_out = snapshot.take_left_out();
        if !left_out.is_empty() {
            stream::note(app, ctx, &[], left_out).await;
        }
        let is_end = docs.is_empty();
        let part = if is_end { Part::End } else { Part::Docs(docs) };
        // A thread that takes no more has failed; it says why itself.
        if tokio::task::block_in_place(|| parts.send(part)).is_err() || is_end {
            return Ok(());
        }
    }
}

fn live(changes: Vec<Change>) -> Vec<PostingDoc> {
    let doc = |change| match change {
        Change::Live(doc) => Some(*doc),
        Change::Gone(_) => None,
    };
    changes.into_iter().filter_map(doc).collect()
}

fn index_all(app: &App, parts: &mpsc::Receiver<Part>, build: Build, cursor: &Cursor) -> Result<u64, JobError> {
    let rebuild = app.index().rebuild(build)?;
    let mut count = 0;
    while let Ok(part) = parts.recv() {
        let Part::Docs(docs) = part else {
            rebuild.finish(cursor)?;
            return Ok(count);
        };
        for doc in docs {
            rebuild.add(&doc)?;
            count += 1;
        }
    }
    Err(JobError::CutOff)
}
