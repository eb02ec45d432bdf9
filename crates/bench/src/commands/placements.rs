//! `placements`: the clock among many open placements, on SQLite. A sweep with nothing due, the finding of what is due,
//! and looking at each; and the clock of claims, of which each placement has one.

use crate::measure::Latencies;
use crate::people::{Counter, somebody};
use crate::report::Report;
use crate::superuser::Superuser;
use crate::{Common, Failure, runtime};
use clap::Args;
use sanviec_app::{Actor, Locale, claims, placements};
use sanviec_domain::time::{DAY, Micros, day_number};
use sanviec_store::{claim, employer, placement};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Rows of one transaction.
const AT_ONCE: usize = 20_000;
/// Days over which the looks are spread: so many are due on a day.
const DAYS: i64 = 30;

#[derive(Args)]
pub(crate) struct Asked {
    /// Open placements of one centre
    #[arg(long, default_value_t = 1_000_000)]
    placements: usize,
    /// Sweeps with nothing due
    #[arg(long, default_value_t = 200)]
    sweeps: usize,
    /// Due placements that are looked at, one after the other
    #[arg(long, default_value_t = 2_000)]
    looked_at: usize,
}

/// An employer that everybody works for.
fn employer_row(now: i64) -> employer::Row {
    employer::Row {
        id: Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000),
        version: 1,
        name: "Công ty TNHH Phú Tài".to_owned(),
        name_key: "cong ty tnhh phu tai".to_owned(),
        name_sort: b"phu tai".to_vec(),
        tax_code: Some("0100109106".to_owned()),
        kind: None,
        verified_at: Some(now),
        created_at: now,
        updated_at: now,
    }
}

/// A placement whose look falls on one of the days to come.
fn row(counter: &Counter, profile_id: Uuid, number: usize, now: Micros) -> Result<placement::Row, Failure> {
    let officer = counter.officer.actor.person().ok_or("nobody is signed in")?;
    Ok(placement::Row {
        centre_id: officer.centre_id.ok_or("no centre")?,
        officer_id: Some(officer.account_id),
        profile_id,
        employer_id: employer_row(now.0).id,
        employer_code: "0100109106".to_owned(),
        origin: "file".to_owned(),
        placed_on: day_number(now.plus_days(-40).day()),
        programme: "stable-employment".to_owned(),
        province: "52".to_owned(),
        due_at: Some(now.0 + DAY + number as i64 % DAYS * DAY),
        ..placement::Row::blank(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number as u128), now.0)
    })
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let folder = tempfile::tempdir()?;
    let mut report = Report::new("placements", format!("the clock among {} open placements, SQLite", asked.placements));
    runtime()?.block_on(measured(asked, folder.path(), &mut report))?;
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

async fn measured(asked: &Asked, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    let counter = Counter::new(folder).await?;
    let system = counter.app.ctx(Actor::System, Locale::Vi);
    let now = system.now;
    fill(&counter, asked.placements, now).await?;
    let mut nothing = Latencies::default();
    for _ in 0..asked.sweeps {
        let begun = Instant::now();
        placements::tick(&counter.app, &system).await?;
        nothing.add(begun.elapsed());
    }
    report.add("sweep, nothing due", "p50", nothing.at(0.5), "ms");
    report.add("sweep, nothing due", "p99", nothing.at(0.99), "ms");
    // A day's due items, and half of them: the time of one must be the same.
    let due = (asked.placements as i64 / DAYS).max(1) as u64;
    let reader = counter.app.store().reader();
    for (name, limit) in [("find half a day's due", due / 2), ("find a day's due", due)] {
        let begun = Instant::now();
        let found = placement::list_due(reader, now.0 + DAY, limit.max(1)).await?.len();
        report.add(name, "each", micros(begun.elapsed(), found), "µs");
        report.note(format!("{name}: {found}"));
    }
    let later = sanviec_app::Ctx { now: now.plus_days(1), ..system };
    let begun = Instant::now();
    let mut looked_at = 0;
    while looked_at < asked.looked_at {
        match placements::tick(&counter.app, &later).await? {
            0 => break,
            more => looked_at += more,
        }
    }
    report.add("look at each, messages and audit written", "each", micros(begun.elapsed(), looked_at), "µs");
    report.note(format!("looked at: {looked_at}, each in a transaction of its own"));
    claimed(&counter, asked, folder, report).await
}

/// A sweep of claims when nothing was learnt, and the finding of a day's.
async fn claimed(counter: &Counter, asked: &Asked, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    let system = counter.app.ctx(Actor::System, Locale::Vi);
    let mut user = Superuser::sqlite(folder).await?;
    let made = user.claim_each_placement().await?;
    report.note(format!("claims: {made}, one for each placement"));
    let mut nothing = Latencies::default();
    for _ in 0..asked.sweeps {
        let begun = Instant::now();
        if claims::tick(&counter.app, &system).await? > 0 {
            return Err("a claim was looked at that nothing was learnt about".into());
        }
        nothing.add(begun.elapsed());
    }
    report.add("sweep of claims, nothing learnt", "p50", nothing.at(0.5), "ms");
    report.add("sweep of claims, nothing learnt", "p99", nothing.at(0.99), "ms");
    let learnt = user.learn(DAYS as usize).await?;
    let begun = Instant::now();
    let found = claim::list_unseen(counter.app.store().reader(), system.now.0, learnt).await?.len();
    report.add("find a day's claims", "each", micros(begun.elapsed(), found), "µs");
    report.note(format!("find a day's claims: {found}"));
    Ok(())
}

fn micros(taken: Duration, count: usize) -> f64 {
    taken.as_secs_f64() * 1e6 / count.max(1) as f64
}

async fn fill(counter: &Counter, count: usize, now: Micros) -> Result<(), Failure> {
    let profile = counter.register(somebody("Nguyễn Thị Lan", "052198001234", "0905123456", "lan@gmail.com")).await?;
    let store = counter.app.store();
    let first = &employer_row(now.0);
    store.write("fill", |tx| Box::pin(async move { employer::insert(tx, first).await })).await?;
    for from in (0..count).step_by(AT_ONCE) {
        let until = (from + AT_ONCE).min(count);
        let rows: Vec<_> =
            (from..until).map(|number| row(counter, profile.0, number, now)).collect::<Result<_, _>>()?;
        let rows = &rows;
        store.write("fill", |tx| Box::pin(async move { placement::insert_many(tx, rows).await })).await?;
    }
    Ok(())
}
