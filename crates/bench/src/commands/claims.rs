//! `claims`: many claims for one person at the same time, on PostgreSQL or SQLite: one wins, the others are told why.

use crate::measure::Latencies;
use crate::money::{Centre, World};
use crate::report::Report;
use crate::{Common, Failure, runtime, scratch};
use clap::Args;
use sanviec_app::claims::{Prepare, prepare};
use sanviec_app::{AppError, Key};
use sanviec_domain::placement::Source;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::Store;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Connections of the store.
const CONNECTIONS: u32 = 32;

#[derive(Args)]
pub(crate) struct Asked {
    /// Claims at once for one person
    #[arg(long, default_value_t = 1_000)]
    claims: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let title = format!("{} claims at once for one person", asked.claims);
    let mut report = Report::new("claims", title);
    let is_good = runtime()?.block_on(async {
        match common.postgres.as_deref() {
            Some(server) => {
                let scratch = scratch::Scratch::new(server).await?;
                let store = scratch.store(CONNECTIONS).await?;
                let outcome = race(store.clone(), asked.claims, ("PostgreSQL", &mut report)).await;
                store.close().await?;
                scratch.remove().await?;
                outcome
            }
            None => {
                let folder = tempfile::tempdir()?;
                let store = scratch::sqlite(folder.path(), false).await?;
                race(store, asked.claims, ("SQLite", &mut report)).await
            }
        }
    })?;
    report.finish(common)?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A placement of the person that is confirmed, at each of two centres in turn.
async fn confirmed(world: &World, centre: Centre) -> Result<String, Failure> {
    let profile = world.person(centre, 1).await?;
    let placement = world.placement(centre, profile).await?;
    world.contracted(centre, &placement).await?;
    Ok(placement)
}

async fn race(store: Store, count: usize, (name, report): (&str, &mut Report)) -> Result<bool, Failure> {
    let begin = Micros::start_of(parse_date("2026-06-01").ok_or("a day")?);
    let world = World::new(store, 2, begin).await?;
    let mut placements = Vec::with_capacity(count);
    for nth in 0..count {
        let centre = world.centres[nth % 2];
        placements.push((centre, confirmed(&world, centre).await?));
    }
    world.app.clock().set(begin.plus_days(110));
    let days = r#"{"kind":"attestation","from":"2026-06-02","through":"2026-09-15","employed":true}"#;
    for (centre, placement) in &placements {
        world.say(*centre, placement, (days, Source::Insurer), &Key::fresh()?).await?;
    }
    let world = Arc::new(world);
    let racing: Vec<_> = placements
        .into_iter()
        .map(|(centre, placement)| {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                let begun = Instant::now();
                loop {
                    let order = Prepare { placement: placement.clone(), ..Prepare::default() };
                    let key = Key::fresh()?;
                    match prepare(&world.app, &world.ctx(centre.officer), order, &key).await {
                        // A write that lost five times says so; the officer presses again.
                        Err(AppError::Unavailable(_)) => {}
                        answer => return Ok::<_, AppError>((answer, begun.elapsed())),
                    }
                }
            })
        })
        .collect();
    let (mut won, mut told, mut times) = (0, 0, Latencies::default());
    for one in racing {
        let (answer, elapsed) = one.await??;
        times.add(elapsed);
        match answer {
            Ok(_) => won += 1,
            Err(AppError::Refused(errors)) if errors[0].code == "paid_for_already" => told += 1,
            Err(other) => return Err(format!("{other:?}").into()),
        }
    }
    report.add(name, "won", f64::from(won), "");
    report.add(name, "told why not", f64::from(told), "");
    report.add(name, "p50", times.at(0.5), "ms");
    report.add(name, "p99", times.at(0.99), "ms");
    Ok(won == 1 && usize::try_from(told)? == count - 1)
}
