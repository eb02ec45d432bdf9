//! `faults`: a process that publishes with hundreds of writes in flight is killed with signal 9, again and again. What
//! it had acknowledged must be there, and the index must agree with the store.

use crate::report::Report;
use crate::{Common, Failure, runtime, scratch};
use clap::Args;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::{Actor, App, Clock, Facts, Ids, Locale};
use sanviec_domain::posting::Content;
use sanviec_search::Index;
use sanviec_store::{Settings, Store, outbox, posting, verify};
use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use uuid::Uuid;

#[derive(Args)]
pub(crate) struct Asked {
    /// How often the process is killed
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// Writes in flight
    #[arg(long, default_value_t = 256)]
    clients: usize,
    /// `sqlite://FILE` or `postgres://…` (an own database that may be filled); default: a SQLite file of its own
    #[arg(long)]
    database: Option<String>,
}

/// What the killed process is told.
#[derive(Args)]
pub(crate) struct WriterAsked {
    #[arg(long)]
    database: String,
    /// Folder of the index
    #[arg(long)]
    index: PathBuf,
    #[arg(long)]
    clients: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let url = asked.database.clone().unwrap_or_else(|| scratch::sqlite_url(folder.path()));
    let backend = if url.starts_with("sqlite:") { "SQLite" } else { "PostgreSQL" };
    let title = format!("{} kills on {backend}, {} writes in flight at each", asked.kills, asked.clients);
    let mut report = Report::new("faults", title);
    let runtime = runtime()?;
    let before = runtime.block_on(known(&url))?;
    let index = folder.path().join("index");
    let mut draw = ChaCha8Rng::seed_from_u64(common.seed);
    let mut acknowledged = HashSet::new();
    for kill in 0..asked.kills {
        let enough = draw.random_range(asked.clients..asked.clients * 4);
        acknowledged.extend(write_and_kill(&url, &index, (asked.clients, enough))?);
        eprintln!("killed {} of {}: {} acknowledged", kill + 1, asked.kills, acknowledged.len());
    }
    let found = runtime.block_on(look(&url, &index))?;
    let lost = acknowledged.iter().filter(|id| !found.stored.contains_key(id)).count();
    let there = |id: &&Uuid| !before.contains(id) && !acknowledged.contains(id);
    let silent = found.stored.keys().filter(there).count();
    report.add(backend, "kills", asked.kills as f64, "");
    report.add(backend, "acknowledged", acknowledged.len() as f64, "");
    report.add(backend, "lost", lost as f64, "");
    report.add(backend, "committed without acknowledgement", silent as f64, "");
    report.add(backend, "index differs", found.differing as f64, "");
    report.add(backend, "damage found by verify", found.problems.len() as f64, "");
    found.problems.iter().for_each(|problem| report.note(problem.clone()));
    report.finish(common)?;
    Ok(if lost == 0 && found.differing == 0 && found.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn open(url: &str) -> Result<Store, Failure> {
    if url.starts_with("sqlite:") {
        Ok(Store::open(Settings::new(url)).await?)
    } else {
        scratch::postgres(url, 8).await
    }
}

/// What is there before; the database is migrated.
async fn known(url: &str) -> Result<HashSet<Uuid>, Failure> {
    let store = open(url).await?;
    let ids = stored(&store).await?.into_keys().collect();
    store.close().await?;
    Ok(ids)
}

/// Every posting with its version and whether it is live.
async fn stored(store: &Store) -> Result<BTreeMap<Uuid, (i64, bool)>, Failure> {
    const PAGE: u64 = 1000;
    let now = Clock::System.now().0;
    let (mut rows, mut after) = (BTreeMap::new(), None);
    loop {
        let page = posting::list_all(store.reader(), after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(rows) };
        after = Some(last.id);
        let live = |row: &posting::Row| row.state == "published" && row.live_until.is_some_and(|until| until > now);
        rows.extend(page.iter().map(|row| (row.id, (row.version, live(row)))));
    }
}

/// Runs the writer, kills it after so many acknowledgements and answers with all that it gave.
fn write_and_kill(url: &str, index: &Path, (clients, enough): (usize, usize)) -> Result<Vec<Uuid>, Failure> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["fault-writer", "--database", url, "--clients", &clients.to_string(), "--index"])
        .arg(index)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("the writer has no output")?;
    let mut acknowledged = Vec::new();
    // What stands in the pipe when the process dies was acknowledged, too. A last line may be cut.
    for line in BufReader::new(output).lines() {
        if let Ok(id) = line?.parse::<Uuid>() {
            acknowledged.push(id);
        }
        if acknowledged.len() == enough {
            child.kill()?;
        }
    }
    child.wait()?;
    if acknowledged.len() < enough { Err("the writer ended by itself".into()) } else { Ok(acknowledged) }
}

/// What is found after the last kill.
struct Found {
    stored: BTreeMap<Uuid, (i64, bool)>,
    /// Postings that the index has and should not, lacks, or has in another version.
    differing: usize,
    problems: Vec<String>,
}

async fn look(url: &str, index: &Path) -> Result<Found, Failure> {
    let app = App::new(open(url).await?, Index::open(index)?, Clock::System, Ids::System, Facts::default());
    let epoch = outbox::epoch(app.store().reader()).await?.to_string();
    if app.index().cursor()?.is_none_or(|cursor| cursor.epoch != epoch) {
        sanviec_jobs::rebuild(&app).await?;
    }
    while sanviec_jobs::follow_once(&app).await? > 0 {}
    let stored = stored(app.store()).await?;
    let mut wanted: BTreeMap<Uuid, i64> =
        stored.iter().filter(|(_, (_, live))| *live).map(|(id, (version, _))| (*id, *version)).collect();
    let mut differing = 0;
    app.index().each_version(|id, version| {
        let known = wanted.remove(&Uuid::from_u128(id));
        differing += usize::from(known.is_none_or(|known| known as u64 != version));
    })?;
    let problems = verify::verify(app.store()).await?;
    let problems = problems.into_iter().map(|problem| format!("{}: {}", problem.check, problem.found)).collect();
    app.store().close().await?;
    Ok(Found { differing: differing + wanted.len(), stored, problems })
}

/// The process that is killed: publishes without end, its index following, and prints each id after it was told that
/// the posting is published.
pub(crate) fn write(asked: &WriterAsked) -> Result<ExitCode, Failure> {
    runtime()?.block_on(async {
        let store = Store::open(Settings::new(asked.database.as_str())).await?;
        let app = App::new(store, Index::open(&asked.index)?, Clock::System, Ids::System, Facts::default());
        let stop = tokio_util::sync::CancellationToken::new();
        tokio::spawn(sanviec_jobs::run(app.clone(), Arc::default(), None, stop));
        let clients: Vec<_> = (0..asked.clients).map(|client| tokio::spawn(client_loop(app.clone(), client))).collect();
        for client in clients {
            client.await??;
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn client_loop(app: App, client: usize) -> Result<(), Failure> {
    for number in 0_u64.. {
        let content = Content::titled(format!("Công nhân may số {number} của máy {client}"));
        let new = NewPosting { employer: format!("Công ty thử tải {client}"), content };
        let ctx = app.ctx(Actor::Operator, Locale::Vi);
        // A write that failed was not acknowledged; the next one is tried.
        if let Ok(published) = publish(&app, &ctx, new).await {
            writeln!(std::io::stdout().lock(), "{}", published.id.0)?;
        }
    }
    Ok(())
}
