//! `mixed`: searching while a storm of sign-ins hashes passwords. The same searches at the same rate, calm and in each
//! of two storms: people, of whom so many arrive each second, and a flood of programs that never wait, which takes the
//! cores by asking alone. The promise is that the 99th percentile at most doubles.
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
use std::time::{Duration, Instant};

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
    /// People who sign in each second; as many clients are in the flood
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
        "{} live vacancies, {} searches a second for {} s, calm and with {} people signing in a second and as many clients in a flood",
        asked.postings, asked.searches, asked.seconds, asked.storm
    );
    let mut report = Report::new("mixed", title);
    // Once to warm what a server in use has warm.
    measure::one_client(&Ours::of(&server), &queries)?;
    let calm = measure::at_rate(&Ours::of(&server), &queries, rate, common.seed)?;
    told("search, calm", &calm, &mut report);
    for storm in [Storm::People, Storm::Flood] {
        let begun = (process::cpu_ms(server.pid()), Instant::now());
        let (stormy, tries) = during(storm, asked.storm, server.address, || {
            measure::at_rate(&Ours::of(&server), &queries, rate, common.seed)
        })?;
        let seconds = begun.1.elapsed().as_secs_f64();
        let variant = format!("search, {}", storm.name());
        told(&variant, &stormy, &mut report);
        report.add(&variant, "p99 against calm", stormy.at(0.99) / calm.at(0.99).max(0.001), "times");
        report.add(&variant, "server", (process::cpu_ms(server.pid()) - begun.0) / seconds / 1000.0, "cores");
        tries.tell(storm.name(), seconds, &mut report);
    }
    report.note("people: one of each client every second; flood: asks again at once, for ever");
    report.note("422: address or password are wrong, after the hash; 503: come back later, before it");
    report.note("searching clients, signing-in clients and the server share the cores");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

fn told(variant: &str, latencies: &Latencies, report: &mut Report) {
    report.add(variant, "count", latencies.len() as f64, "");
    for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        report.add(variant, name, latencies.at(share), "ms");
    }
}

/// How often each client of the people signs somebody in.
const EACH: Duration = Duration::from_secs(1);

/// Who signs in.
#[derive(Clone, Copy)]
enum Storm {
    /// Another person of each client every second, whatever became of the one before: some seven times what can be
    /// hashed with a hundred of them.
    People,
    /// Again as soon as there is an answer, for ever.
    Flood,
}

impl Storm {
    const fn name(self) -> &'static str {
        match self {
            Self::People => "people signing in",
            Self::Flood => "flood of sign-ins",
        }
    }
}

/// What was measured while so many sign in, and what became of their tries.
fn during<T>(
    storm: Storm,
    clients: usize,
    address: SocketAddr,
    measured: impl FnOnce() -> Result<T, Failure>,
) -> Result<(T, Tries), Failure> {
    let (over, numbers) = (AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        let clients: Vec<_> =
            (0..clients).map(|_| scope.spawn(|| sign_in_again_and_again(storm, address, &over, &numbers))).collect();
        let measured = measured();
        over.store(true, Ordering::Relaxed);
        let mut tries = Tries::default();
        for client in clients {
            tries.join(client.join().map_err(|_| "a client panicked")??);
        }
        Ok((measured?, tries))
    })
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

    fn tell(&self, storm: &str, seconds: f64, report: &mut Report) {
        let hashed = self.by_status.get(&422).copied().unwrap_or_default();
        told(storm, &self.answered, report);
        report.add(storm, "hashed a second", hashed as f64 / seconds, "");
        for (status, count) in &self.by_status {
            report.note(format!("{storm}: {count} were answered {status}"));
        }
    }
}

fn sign_in_again_and_again(
    storm: Storm,
    address: SocketAddr,
    over: &AtomicBool,
    numbers: &AtomicU32,
) -> Result<Tries, Failure> {
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
        if let Storm::People = storm {
            std::thread::park_timeout(EACH.saturating_sub(begun.elapsed()));
        }
    }
    Ok(tries)
}
