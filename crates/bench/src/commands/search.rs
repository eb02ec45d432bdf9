//! `search`: the same queries to ours over HTTP and to everything it is compared with, in one run on one machine.
//!
//! Every pass draws new queries from the seed, no query twice in it; all engines get the same ones. Nothing caches
//! answers: ours is asked without `ETag`.

use crate::asked::{self, Asking};
use crate::engine::Engine;
use crate::engines::built::{self, Built, Wanted};
use crate::engines::ours::Ours;
use crate::measure::{self, Latencies};
use crate::report::Report;
use crate::scratch::Scratch;
use crate::server::{self, Server};
use crate::{Common, Failure, data, process, runtime};
use clap::Args;
use sanviec_app::Clock;
use sanviec_demo::{Generator, Style};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

#[derive(Args)]
pub(crate) struct Asked {
    /// Live vacancies
    #[arg(long, default_value_t = 100_000)]
    postings: usize,
    /// Queries of one pass
    #[arg(long, default_value_t = 2000)]
    queries: usize,
    /// Queries of one pass on SQLite FTS5 and PostgreSQL; 0 leaves both out
    #[arg(long, default_value_t = 200)]
    sql_queries: usize,
    /// Passes of each kind; the middle one counts
    #[arg(long, default_value_t = 3)]
    rounds: u64,
    /// Clients at once
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// Seconds of arrivals at half of ours at the peak; 0 leaves it out
    #[arg(long, default_value_t = 20)]
    rate_seconds: u64,
    /// Keep the filled data folder here, or use it again
    #[arg(long)]
    data: Option<PathBuf>,
    /// Only ours, over the index that is there: for profiling
    #[arg(long)]
    alone: bool,
}

/// Draws the queries of passes that differ from each other.
struct Passes {
    generator: Generator,
    seed: u64,
}

impl Passes {
    fn draw(&self, pass: u64, count: usize) -> Vec<Asking> {
        asked::queries(&self.generator, self.seed.wrapping_mul(1_000_003).wrapping_add(pass), count)
    }
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let runtime = runtime()?;
    let prepared = runtime.block_on(data::prepare(asked.data.as_deref(), asked.postings, common.seed))?;
    let title = format!("{} live vacancies, {} queries a pass, seed {}", asked.postings, asked.queries, common.seed);
    let mut report = Report::new("search", title);
    if asked.alone {
        return alone(common, asked, &prepared.folder, report);
    }
    let target = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let scratch = match common.postgres.as_deref().filter(|_| asked.sql_queries > 0) {
        Some(server) => Some(runtime.block_on(Scratch::new(server))?),
        None => None,
    };
    let wanted = Wanted {
        data: &prepared.folder,
        target: target.path(),
        fts5: asked.sql_queries > 0,
        postgres: scratch.as_ref().map(|scratch| scratch.url.as_str()),
    };
    let built = built::build(&runtime, &wanted)?;
    reindex(common, &prepared.folder, &mut report)?;
    let server = Server::start(common, &prepared.folder)?;
    report.add("ours", "ready", server.ready.as_secs_f64(), "s");
    let generator = data::generator(common.seed, Clock::System.now().day(), Style::Bulk);
    let outcome = measure(asked, &Passes { generator, seed: common.seed }, (&built, &server), &mut report);
    drop(server);
    if let Some(scratch) = scratch {
        runtime.block_on(scratch.remove())?;
    }
    outcome?;
    notes(asked, common, (built.documents, prepared.refused), &mut report);
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

fn alone(common: &Common, asked: &Asked, folder: &Path, mut report: Report) -> Result<ExitCode, Failure> {
    let server = Server::start(common, folder)?;
    let generator = data::generator(common.seed, Clock::System.now().day(), Style::Bulk);
    let passes = Passes { generator, seed: common.seed };
    let ours = Ours::of(&server);
    measure::clients(&ours, &passes.draw(0, asked.queries), asked.clients)?;
    rounds(&ours, asked, &passes, &mut report)?;
    memory(&server, &mut report);
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

fn memory(server: &Server, report: &mut Report) {
    let memory = process::memory(server.pid());
    report.add("ours", "anonymous", memory.anonymous, "MB");
    report.add("ours", "with mapped files", memory.anonymous + memory.mapped, "MB");
}

/// The index from the store, as an operator makes it.
fn reindex(common: &Common, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    let begun = Instant::now();
    server::run(common, folder, &["reindex"])?;
    report.add("ours", "reindex", begun.elapsed().as_secs_f64(), "s");
    Ok(())
}

fn measure(
    asked: &Asked,
    passes: &Passes,
    (built, server): (&Built, &Server),
    report: &mut Report,
) -> Result<(), Failure> {
    let ours = Ours::of(server);
    let fast: [&dyn Engine; 3] = [&ours, &built.bare, &built.naive];
    for engine in fast {
        measure::clients(engine, &passes.draw(0, asked.queries), asked.clients)?;
    }
    agree(&ours, &built.bare, &passes.draw(1, asked.queries), report)?;
    let mut cpu_and_peak = Vec::new();
    for engine in fast {
        cpu_and_peak.push(rounds(engine, asked, passes, report)?);
    }
    let [(_, peak), (bare_cpu, _), (naive_cpu, _)] = cpu_and_peak[..] else { return Err("three engines".into()) };
    report.add("bare tantivy", "of naive", bare_cpu / naive_cpu.max(f64::MIN_POSITIVE), "");
    if asked.rate_seconds > 0 {
        open_loop(&[&ours, &built.bare], asked, (passes, peak / 2.0), report)?;
    }
    memory(server, report);
    for engine in built.slow() {
        let few = passes.draw(2, asked.sql_queries);
        let latencies = measure::one_client(engine, &few)?;
        let load = measure::clients(engine, &passes.draw(3, asked.sql_queries), asked.clients)?;
        add(engine, (load.cpu_ms, load.per_second), &latencies, report);
    }
    Ok(())
}

/// One client, then several, in each round with new queries; the middle figures count. Answers processor time and rate.
fn rounds(engine: &dyn Engine, asked: &Asked, passes: &Passes, report: &mut Report) -> Result<(f64, f64), Failure> {
    let (mut latencies, mut cpu, mut rates) = (Latencies::default(), Vec::new(), Vec::new());
    for round in 0..asked.rounds.max(1) {
        latencies.join(measure::one_client(engine, &passes.draw(100 + 2 * round, asked.queries))?);
        let load = measure::clients(engine, &passes.draw(101 + 2 * round, asked.queries), asked.clients)?;
        cpu.push(load.cpu_ms);
        rates.push(load.per_second);
    }
    let figures = (measure::median(&cpu), measure::median(&rates));
    add(engine, figures, &latencies, report);
    Ok(figures)
}

fn add(engine: &dyn Engine, (cpu_ms, per_second): (f64, f64), latencies: &Latencies, report: &mut Report) {
    let name = engine.name();
    report.add(name, "CPU a query", cpu_ms, "ms");
    report.add(name, "queries at 8 clients", per_second, "1/s");
    report.add(name, "p50", latencies.at(0.50), "ms");
    report.add(name, "p95", latencies.at(0.95), "ms");
    report.add(name, "p99", latencies.at(0.99), "ms");
}

/// Share of queries with equal total and facets in ours and bare.
fn agree(ours: &dyn Engine, bare: &dyn Engine, queries: &[Asking], report: &mut Report) -> Result<(), Failure> {
    /// Differences that are shown.
    const SHOWN: usize = 5;
    let (mut left, mut right) = (ours.session()?, bare.session()?);
    let (mut equal, mut matches, mut shown) = (0, 0, 0);
    for asking in queries {
        let (ours, bare) = (left.answer(asking)?, right.answer(asking)?);
        matches += ours.total;
        if ours == bare {
            equal += 1;
        } else if shown < SHOWN {
            shown += 1;
            let which = if ours.total == bare.total { "facets" } else { "total" };
            report.note(format!("differs in {which}: ours {}, bare {}: {}", ours.total, bare.total, asking.path));
        }
    }
    let count = queries.len().max(1) as f64;
    report.add("ours", "agree", f64::from(equal) / count, "");
    report.note(format!("{:.0} matches a query on average", matches as f64 / count));
    Ok(())
}

/// p99 at the same arrival rate, from the moment each query was to arrive.
fn open_loop(
    engines: &[&dyn Engine],
    asked: &Asked,
    (passes, rate): (&Passes, f64),
    report: &mut Report,
) -> Result<(), Failure> {
    let queries = passes.draw(3000, (rate * asked.rate_seconds as f64).ceil() as usize);
    for engine in engines {
        // In process as many threads as cores: more would only take turns. Over HTTP a connection for each that waits.
        let workers = if engine.name() == "ours" { 32 } else { std::thread::available_parallelism()?.get() };
        let latencies = measure::at_rate(*engine, &queries, (rate, workers), passes.seed)?;
        report.add(engine.name(), "p99 at half of ours", latencies.at(0.99), "ms");
    }
    report.note(format!("arrivals: {rate:.0} a second for {} s, {} queries", asked.rate_seconds, queries.len()));
    Ok(())
}

fn notes(asked: &Asked, common: &Common, (documents, refused): (usize, usize), report: &mut Report) {
    report.note(format!("{documents} documents in the comparisons, {refused} vacancies refused by the rules"));
    report.note("client and server share the cores; processor time of ours is the server's alone");
    if asked.clients != 8 {
        report.note(format!("{} clients, not 8", asked.clients));
    }
    if common.postgres.is_none() || asked.sql_queries == 0 {
        report.note("PostgreSQL full text: skipped (SANVIEC_TEST_POSTGRES is not set, or --sql-queries 0)");
    }
}
