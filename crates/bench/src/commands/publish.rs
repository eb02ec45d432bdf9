//! `publish`: durable publishing, one posting a transaction, at several clients: through the use case, by a bare client
//! that sends the same statements in one transaction, and by one that only inserts the row.

use crate::report::Report;
use crate::scratch::Scratch;
use crate::writers::{Bare, Sample, Way};
use crate::{Common, Failure, data, measure, runtime, scratch};
use clap::Args;
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::{Actor, App, Clock, Locale};
use sanviec_demo::{DemoPosting, Generator, Style};
use sanviec_domain::posting::Content;
use sanviec_store::{Store, employer, posting};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Clients at once.
const CLIENTS: usize = 8;

#[derive(Args)]
pub(crate) struct Asked {
    /// Postings of one pass
    #[arg(long, default_value_t = 2000)]
    writes: usize,
    /// Passes of each kind, in turns; the middle one counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let title = format!("{} postings a pass, {CLIENTS} clients, every commit synced", asked.writes);
    let mut report = Report::new("publish", title);
    runtime()?.block_on(both(common, asked, &mut report))?;
    report.note("same statements: employer if new, employer by key, posting, audit, outbox, in one transaction");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

async fn both(common: &Common, asked: &Asked, report: &mut Report) -> Result<(), Failure> {
    let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let store = scratch::sqlite(folder.path(), true).await?;
    let bare = Bare::sqlite(&folder.path().join("sanviec.db")).await?;
    on("SQLite", store, &bare, (common, asked), report).await?;
    let Some(server) = &common.postgres else {
        report.note("PostgreSQL: skipped, SANVIEC_TEST_POSTGRES is not set");
        return Ok(());
    };
    let scratch = Scratch::new(server).await?;
    let store = scratch.store(CLIENTS as u32).await?;
    let bare = Bare::postgres(&scratch.url, CLIENTS as u32).await?;
    let outcome = on("PostgreSQL", store, &bare, (common, asked), report).await;
    bare.close().await;
    scratch.remove().await?;
    outcome
}

async fn on(
    database: &str,
    store: Store,
    bare: &Bare,
    (common, asked): (&Common, &Asked),
    report: &mut Report,
) -> Result<(), Failure> {
    let app = data::app(store, Clock::System)?;
    let mut vacancies = data::generator(common.seed, Clock::System.now().day(), Style::Bulk);
    // Connections, caches and the employers are there when the first pass begins.
    ours(&app, &mut vacancies, asked.writes.div_ceil(4)).await?;
    let samples = Arc::new(samples(app.store()).await?);
    let (mut rates, ways) = ([Vec::new(), Vec::new(), Vec::new()], [Way::SameStatements, Way::SingleRow]);
    for _ in 0..asked.rounds.max(1) {
        rates[0].push(ours(&app, &mut vacancies, asked.writes).await?);
        for (way, rates) in ways.into_iter().zip(&mut rates[1..]) {
            rates.push(bare_pass(bare, &samples, way, asked.writes).await?);
        }
    }
    app.finish().await;
    app.store().close().await?;
    let [ours, same, single] = rates.map(|rates| measure::median(&rates));
    for (name, rate) in [("ours", ours), ("same statements", same), ("single row", single)] {
        report.add(&format!("{database}, {name}"), "rate", rate, "postings/s");
        report.add(&format!("{database}, {name}"), "ours to it", ours / rate.max(f64::MIN_POSITIVE), "");
    }
    Ok(())
}

/// Publishes through the use case; answers postings a second.
async fn ours(app: &App, vacancies: &mut Generator, writes: usize) -> Result<f64, Failure> {
    let mut shares: Vec<Vec<NewPosting>> = (0..CLIENTS).map(|_| Vec::new()).collect();
    vacancies.take(writes).enumerate().for_each(|(at, demo)| shares[at % CLIENTS].push(new_posting(demo)));
    let begun = Instant::now();
    let clients: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let app = app.clone();
            tokio::spawn(async move {
                for new in share {
                    publish(&app, &app.ctx(Actor::Operator, Locale::Vi), new).await?;
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    for client in clients {
        client.await??;
    }
    Ok(writes as f64 / begun.elapsed().as_secs_f64())
}

fn new_posting(demo: DemoPosting) -> NewPosting {
    let (requirements, benefits) = (demo.requirements, demo.benefits);
    let description = Some(demo.description);
    let content = Content { description, requirements, benefits, wanted: demo.wanted, ..Content::titled(demo.title) };
    NewPosting { employer: demo.company, content }
}

/// Rows as the use case wrote them, for the bare clients to write again under new ids.
async fn samples(store: &Store) -> Result<Vec<Sample>, Failure> {
    let postings = posting::list_all(store.reader(), None, 1000).await?;
    let mut samples = Vec::with_capacity(postings.len());
    for posting in postings {
        let employer = employer::load(store.reader(), posting.employer_id).await?;
        samples.push(Sample { employer, posting });
    }
    if samples.is_empty() { Err("nothing was published".into()) } else { Ok(samples) }
}

async fn bare_pass(bare: &Bare, samples: &Arc<Vec<Sample>>, way: Way, writes: usize) -> Result<f64, Failure> {
    let begun = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (bare, samples) = (bare.clone(), samples.clone());
            tokio::spawn(async move {
                for number in (client..writes).step_by(CLIENTS) {
                    bare.write(&samples[number % samples.len()], way).await?;
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    for client in clients {
        client.await??;
    }
    Ok(writes as f64 / begun.elapsed().as_secs_f64())
}
