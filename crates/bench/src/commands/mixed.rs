//! `mixed`: searching while a storm of sign-ins hashes passwords. The same searches at the same rate, calm and in the
//! storm; the promise is that the 99th percentile at most doubles.
//!
//! Nobody of the storm has an account. The work is the same as with one, which is what the product promises, and the
//! hash is the dear part. Each try comes from another network, for the counters would otherwise stop the storm for us.

use crate::asked;
use crate::data;
use crate::engines::ours::Ours;
use crate::http::Client;
use crate::measure::{self, Latencies};
use crate::report::Report;
use crate::server::{self, Server};
use crate::{Common, Failure, process, runtime};
use clap::Args;
use sanviec_app::Clock;
use sanviec_demo::Style;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

#[derive(Args)]
pub(crate) struct Asked {
    /// Live vacancies
    #[arg(long, default_value_t = 100_000)]
    postings: usize,
    /// Searches a second
    #[arg(long, default_value_t = 50)]
    searches: u32,
    /// Seconds of each pass
    #[arg(long, default_value_t = 30)]
    seconds: u32,
    /// People who sign in at once, each again as soon as they are answered
    #[arg(long, default_value_t = 100)]
    storm: usize,
    /// Keep the filled data folder here, or use it again
    #[arg(long)]
    data: Option<PathBuf>,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let runtime = runtime()?;
    let prepared = runtime.block_on(data::prepare(asked.data.as_deref(), asked.postings, common.seed))?;
    server::run(common, &prepared.folder, &["reindex"])?;
    // One proxy is believed, so that each try can name a network of its own.
    let server = Server::start_with(common, &prepared.folder, &[("SANVIEC__PROXY__HOPS", "1")])?;
    let generator = data::generator(common.seed.wrapping_add(1), Clock::System.now().day(), Style::Bulk);
    let queries = asked::queries(&generator, common.seed, (asked.searches * asked.seconds) as usize);
    let rate = (f64::from(asked.searches), 8);
    let title = format!(
        "{} live vacancies, {} searches a second for {} s, calm and with {} people signing in at once",
        asked.postings, asked.searches, asked.seconds, asked.storm
    );
    let mut report = Report::new("mixed", title);
    // Once to warm what a server in use has warm.
    measure::one_client(&Ours::of(&server), &queries)?;
    let calm = measure::at_rate(&Ours::of(&server), &queries, rate, common.seed)?;
    let (over, numbers) = (AtomicBool::new(false), AtomicU32::new(0));
    let begun_cpu = process::cpu_ms(server.pid());
    let begun = Instant::now();
    let (stormy, tries) = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..asked.storm)
            .map(|_| scope.spawn(|| sign_in_again_and_again(server.address, &over, &numbers)))
            .collect();
        let stormy = measure::at_rate(&Ours::of(&server), &queries, rate, common.seed);
        over.store(true, Ordering::Relaxed);
        let mut tries = Tries::default();
        for client in clients {
            tries.join(client.join().map_err(|_| "a client panicked")??);
        }
        Ok::<_, Failure>((stormy?, tries))
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let cores = (process::cpu_ms(server.pid()) - begun_cpu) / seconds / 1000.0;
    for (variant, latencies) in [("search, calm", &calm), ("search, in the storm", &stormy)] {
        report.add(variant, "count", latencies.len() as f64, "");
        report.add(variant, "p50", latencies.at(0.5), "ms");
        report.add(variant, "p95", latencies.at(0.95), "ms");
        report.add(variant, "p99", latencies.at(0.99), "ms");
    }
    report.add("search, in the storm", "p99 against calm", stormy.at(0.99) / calm.at(0.99).max(0.001), "times");
    report.add("search, in the storm", "server", cores, "cores");
    tries.tell(seconds, &mut report);
    report.note("searching clients, signing-in clients and the server share the cores");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

/// What became of the tries.
#[derive(Default)]
struct Tries {
    answered: Latencies,
    by_status: BTreeMap<u16, usize>,
}

impl Tries {
    fn join(&mut self, other: Self) {
        self.answered.join(other.answered);
        for (status, count) in other.by_status {
            *self.by_status.entry(status).or_default() += count;
        }
    }

    fn tell(&self, seconds: f64, report: &mut Report) {
        let hashed = self.by_status.get(&422).copied().unwrap_or_default();
        report.add("signing in", "count", self.answered.len() as f64, "");
        report.add("signing in", "p50", self.answered.at(0.5), "ms");
        report.add("signing in", "p99", self.answered.at(0.99), "ms");
        report.add("signing in", "hashed a second", hashed as f64 / seconds, "");
        for (status, count) in &self.by_status {
            report.note(format!("{count} sign-ins were answered {status}"));
        }
        report.note("422: address or password are wrong, after the hash; 503: come back later, before it");
    }
}

fn sign_in_again_and_again(address: SocketAddr, over: &AtomicBool, numbers: &AtomicU32) -> Result<Tries, Failure> {
    let mut client = Client::new(address)?;
    let mut tries = Tries::default();
    while !over.load(Ordering::Relaxed) {
        let number = numbers.fetch_add(1, Ordering::Relaxed);
        let body = format!("khoa={number:032x}&lien-he=09{number:08}&mat-khau=mot+cau+dai+khong+ai+doan");
        let network = format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
        let begun = Instant::now();
        let answer = client.post_form("/dang-nhap", &body, &network)?;
        tries.answered.add(begun.elapsed());
        *tries.by_status.entry(answer.status).or_default() += 1;
    }
    Ok(tries)
}
