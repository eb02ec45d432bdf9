//! `reindex`: a new index from the store while the server answers from the old one: how long it takes, what the people
//! who search meanwhile feel, and how much memory it takes at its highest.

use crate::asked;
use crate::engine::Engine;
use crate::engines::ours::Ours;
use crate::measure::{Latencies, wait_until};
use crate::process::{self, Memory};
use crate::report::Report;
use crate::server::{self, Server};
use crate::{Common, Failure, data, runtime};
use clap::Args;
use sanviec_app::Clock;
use sanviec_demo::Style;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[derive(Args)]
pub(crate) struct Asked {
    /// Live vacancies
    #[arg(long, default_value_t = 100_000)]
    postings: usize,
    /// Searches a second meanwhile
    #[arg(long, default_value_t = 50)]
    rate: u32,
    /// Keep the filled data folder here, or use it again
    #[arg(long)]
    data: Option<PathBuf>,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let prepared = runtime()?.block_on(data::prepare(asked.data.as_deref(), asked.postings, common.seed))?;
    let title = format!("{} live vacancies, {} searches a second, seed {}", asked.postings, asked.rate, common.seed);
    let mut report = Report::new("reindex", title);
    server::run(common, &prepared.folder, &["reindex"])?;
    let server = Server::start(common, &prepared.folder)?;
    let done = AtomicBool::new(false);
    let (rebuilt, searched) = std::thread::scope(|scope| {
        let searching = scope.spawn(|| search_until(&done, &server, common, asked.rate));
        let begun = Instant::now();
        let rebuilt = server::run(common, &prepared.folder, &["reindex"]).map(|_| begun.elapsed());
        done.store(true, Ordering::Relaxed);
        (rebuilt, searching.join().map_err(|_| "the searching client panicked"))
    });
    let (latencies, highest) = searched??;
    report.add("ours", "reindex while serving", rebuilt?.as_secs_f64(), "s");
    report.add("ours", "p50 meanwhile", latencies.at(0.50), "ms");
    report.add("ours", "p99 meanwhile", latencies.at(0.99), "ms");
    report.add("ours", "highest anonymous", highest.anonymous, "MB");
    report.add("ours", "highest with mapped files", highest.anonymous + highest.mapped, "MB");
    report.note(format!("{} searches, all answered; client and server share the cores", latencies.len()));
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

/// Asks at a fixed rate; a latency counts from when its search was to be asked.
fn search_until(
    done: &AtomicBool,
    server: &Server,
    common: &Common,
    rate: u32,
) -> Result<(Latencies, Memory), Failure> {
    let generator = data::generator(common.seed, Clock::System.now().day(), Style::Bulk);
    let queries = asked::queries(&generator, common.seed, 5000);
    let mut session = Ours::of(server).session()?;
    let (mut latencies, mut highest) = (Latencies::default(), Memory::default());
    let pause = Duration::from_secs(1) / rate.max(1);
    let mut planned = Instant::now();
    for asking in queries.iter().cycle() {
        if done.load(Ordering::Relaxed) {
            break;
        }
        wait_until(planned);
        session.ask(asking)?;
        latencies.add(planned.elapsed());
        planned += pause;
        let memory = process::memory(server.pid());
        if memory.anonymous + memory.mapped > highest.anonymous + highest.mapped {
            highest = memory;
        }
    }
    Ok((latencies, highest))
}
