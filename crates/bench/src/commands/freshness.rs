//! `freshness`: how long a change takes from its acknowledgement to being found over HTTP, at a fixed rate of changes
//! while others search.
//!
//! The changes are new postings, published by a second process through the use cases, as an import does. Found means:
//! on the page that lists the newest postings, asked for again every few milliseconds with its `ETag`.

use crate::asked;
use crate::data;
use crate::engines::ours::Ours;
use crate::http::Client;
use crate::measure::{self, Latencies};
use crate::report::Report;
use crate::server::{self, Server};
use crate::{Common, Failure, process, runtime, scratch};
use clap::Args;
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::{Actor, App, Clock, Locale};
use sanviec_demo::{DemoPosting, Style};
use sanviec_domain::posting::Content;
use serde::Deserialize;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often the newest postings are asked for.
const EVERY: Duration = Duration::from_millis(5);
/// How long the last changes are waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pages that are read back when more came than one holds.
const PAGES: usize = 20;

#[derive(Args)]
pub(crate) struct Asked {
    /// Live vacancies
    #[arg(long, default_value_t = 100_000)]
    postings: usize,
    /// Changes a second
    #[arg(long, default_value_t = 200)]
    rate: u32,
    /// Seconds of changes
    #[arg(long, default_value_t = 30)]
    seconds: u32,
    /// Searches a second meanwhile
    #[arg(long, default_value_t = 50)]
    searches: u32,
    /// Keep the filled data folder here, or use it again; the published postings stay in it
    #[arg(long)]
    data: Option<PathBuf>,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let runtime = runtime()?;
    let prepared = runtime.block_on(data::prepare(asked.data.as_deref(), asked.postings, common.seed))?;
    server::run(common, &prepared.folder, &["reindex"])?;
    let server = Server::start(common, &prepared.folder)?;
    let app = data::app(runtime.block_on(scratch::sqlite(&prepared.folder, true))?, Clock::System)?;
    let title = format!(
        "{} live vacancies, {} changes a second for {} s, {} searches a second meanwhile",
        asked.postings, asked.rate, asked.seconds, asked.searches
    );
    let mut report = Report::new("freshness", title);
    let changes = (asked.rate * asked.seconds) as usize;
    let generator = data::generator(common.seed.wrapping_add(1), Clock::System.now().day(), Style::Bulk);
    let queries = asked::queries(&generator, common.seed, (asked.searches * asked.seconds) as usize);
    let adverts: Vec<NewPosting> = generator.take(changes).map(new_posting).collect();
    let (done, newest) = (AtomicBool::new(false), Watch::begin(server.address)?);
    let begun_cpu = process::cpu_ms(server.pid());
    let begun = Instant::now();
    let (published, seen, searched) = std::thread::scope(|scope| {
        let watching = scope.spawn(|| watch(newest, &done, changes));
        let ours = Ours::of(&server);
        let rate = (f64::from(asked.searches), 8);
        let searching = scope.spawn(move || measure::at_rate(&ours, &queries, rate, common.seed));
        let published = runtime.block_on(publish_all(&app, adverts, asked.rate));
        done.store(true, Ordering::Relaxed);
        let seen = watching.join().map_err(|_| "watching panicked")??;
        let searched = searching.join().map_err(|_| "searching panicked")??;
        Ok::<_, Failure>((published, seen, searched))
    })?;
    let cores = (process::cpu_ms(server.pid()) - begun_cpu) / begun.elapsed().as_secs_f64() / 1000.0;
    sum_up(&published, &seen, &mut report);
    report.add("search meanwhile", "p50", searched.at(0.5), "ms");
    report.add("search meanwhile", "p95", searched.at(0.95), "ms");
    report.add("search meanwhile", "p99", searched.at(0.99), "ms");
    report.add("change to found", "server", cores, "cores");
    report
        .note("the publishing process, the watching client and the searching clients share the cores with the server");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

fn new_posting(demo: DemoPosting) -> NewPosting {
    let content = Content { description: Some(demo.description), wanted: demo.wanted, ..Content::titled(demo.title) };
    NewPosting { employer: demo.company, content }
}

/// One acknowledged change.
struct Published {
    code: String,
    took: Duration,
    acknowledged: Instant,
}

/// Publishes at a fixed rate, whether the ones before are done or not.
async fn publish_all(app: &App, adverts: Vec<NewPosting>, rate: u32) -> Vec<Result<Published, String>> {
    let mut every = tokio::time::interval(Duration::from_secs(1) / rate.max(1));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Burst);
    let mut running = Vec::with_capacity(adverts.len());
    for new in adverts {
        every.tick().await;
        let app = app.clone();
        running.push(tokio::spawn(async move {
            let begun = Instant::now();
            let ctx = app.ctx(Actor::Operator, Locale::Vi);
            let published = publish(&app, &ctx, new).await.map_err(|error| error.to_string())?;
            let acknowledged = Instant::now();
            let code = published.id.code().to_string();
            Ok::<_, String>(Published { code, took: acknowledged - begun, acknowledged })
        }));
    }
    let mut published = Vec::with_capacity(running.len());
    for task in running {
        published.push(task.await.unwrap_or_else(|error| Err(error.to_string())));
    }
    published
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
}

/// Asks for the newest postings again and again.
struct Watch {
    client: Client,
    etag: Option<String>,
    /// When each posting was first on the list.
    seen: HashMap<String, Instant>,
}

/// When each new posting was first on the list, until all are seen or nothing comes any more.
fn watch(mut watch: Watch, done: &AtomicBool, expected: usize) -> Result<HashMap<String, Instant>, Failure> {
    let there = watch.seen.len();
    let mut last = Instant::now();
    while watch.seen.len() < expected + there && !(done.load(Ordering::Relaxed) && last.elapsed() > PATIENCE) {
        let begun = Instant::now();
        if watch.look(PAGES)? > 0 {
            last = Instant::now();
        }
        measure::wait_until(begun + EVERY);
    }
    Ok(watch.seen)
}

impl Watch {
    /// Takes what is there before the first change as known.
    fn begin(address: SocketAddr) -> Result<Self, Failure> {
        let mut watch = Self { client: Client::new(address)?, etag: None, seen: HashMap::new() };
        watch.look(1)?;
        Ok(watch)
    }

    /// Reads the list if it changed, page after page as long as nothing on one is known; says how many were new.
    fn look(&mut self, pages: usize) -> Result<usize, Failure> {
        const LIMIT: usize = 100;
        let mut page = self.client.get_unless("/api/v1/postings?sort=newest&limit=100", self.etag.as_deref())?;
        if page.status != 200 {
            return Ok(0);
        }
        self.etag.clone_from(&page.etag);
        let mut all = 0;
        for _ in 0..pages {
            let items = serde_json::from_slice::<Page>(&page.body)?.items;
            let now = Instant::now();
            let new = items.into_iter().filter(|item| self.note(&item.id, now)).count();
            all += new;
            match page.link.as_deref().and_then(target).filter(|_| new == LIMIT) {
                Some(next) => page = self.client.get(next)?,
                None => break,
            }
        }
        Ok(all)
    }

    /// Whether it is the first time.
    fn note(&mut self, id: &str, now: Instant) -> bool {
        let new = !self.seen.contains_key(id);
        if new {
            self.seen.insert(id.to_owned(), now);
        }
        new
    }
}

/// The address in `<…>; rel="next"`.
fn target(link: &str) -> Option<&str> {
    link.strip_prefix('<')?.split_once('>').map(|(target, _)| target)
}

fn sum_up(published: &[Result<Published, String>], seen: &HashMap<String, Instant>, report: &mut Report) {
    let (mut writing, mut finding, mut missing) = (Latencies::default(), Latencies::default(), 0);
    let mut failures: HashMap<&str, usize> = HashMap::new();
    for outcome in published {
        match outcome {
            Err(why) => *failures.entry(why).or_default() += 1,
            Ok(published) => {
                writing.add(published.took);
                match seen.get(&published.code) {
                    // Found before its writer was told: no wait at all.
                    Some(at) => finding.add(at.saturating_duration_since(published.acknowledged)),
                    None => missing += 1,
                }
            }
        }
    }
    for (variant, latencies) in [("change to found", &finding), ("publishing", &writing)] {
        report.add(variant, "count", latencies.len() as f64, "");
        report.add(variant, "p50", latencies.at(0.5), "ms");
        report.add(variant, "p95", latencies.at(0.95), "ms");
        report.add(variant, "p99", latencies.at(0.99), "ms");
    }
    report.add("change to found", "never found", f64::from(missing), "");
    failures.iter().for_each(|(why, count)| report.note(format!("{count} changes failed: {why}")));
}
