//! `claims`: many claims for one person at the same time, on PostgreSQL or SQLite: one wins, the others are told why,
//! with the name of the centre that won and nothing of the person. Then many facts come after the claim, and it is
//! evaluated again with what it holds: the same bytes.

use crate::measure::Latencies;
use crate::money::{Centre, World};
use crate::report::Report;
use crate::{Common, Failure, runtime, scratch};
use clap::Args;
use sanviec_app::claims::{Prepare, prepare, replay};
use sanviec_app::{AppError, FieldError, Key};
use sanviec_domain::placement::Source;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::Store;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Connections of the store.
const CONNECTIONS: u32 = 32;
/// What the record says of the person: name, and the beginning of the number.
const PERSON: [&str; 2] = ["Nguyễn Thị Lan", "052194"];

#[derive(Args)]
pub(crate) struct Asked {
    /// Claims at once for one person
    #[arg(long, default_value_t = 1_000)]
    claims: usize,
    /// Facts that come afterwards for the placement that was claimed
    #[arg(long, default_value_t = 10_000)]
    later: usize,
    /// On SQLite, although a PostgreSQL is named
    #[arg(long)]
    sqlite: bool,
}

/// Facts between two times that the claim is evaluated again.
const AGAIN_EVERY: usize = 1_000;

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let title = format!("{} claims at once for one person", asked.claims);
    let mut report = Report::new("claims", title);
    let is_good = runtime()?.block_on(async {
        match common.postgres.as_deref().filter(|_| !asked.sqlite) {
            Some(server) => {
                let scratch = scratch::Scratch::new(server).await?;
                let store = scratch.store(CONNECTIONS).await?;
                let outcome = race(store.clone(), asked, ("PostgreSQL", &mut report)).await;
                store.close().await?;
                scratch.remove().await?;
                outcome
            }
            None => {
                let folder = tempfile::tempdir()?;
                let store = scratch::sqlite(folder.path(), false).await?;
                race(store, asked, ("SQLite", &mut report)).await
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

/// What came of the claims.
#[derive(Default)]
struct Raced {
    /// Centre, placement and claim of each that won.
    won: Vec<(Centre, String, String)>,
    /// What each of the others was told.
    told: Vec<FieldError>,
    times: Latencies,
}

/// Prepares a claim for each placement, all at the same time.
async fn at_once(world: &Arc<World>, placements: Vec<(Centre, String)>) -> Result<Raced, Failure> {
    let racing: Vec<_> = placements
        .into_iter()
        .map(|(centre, placement)| {
            let world = Arc::clone(world);
            tokio::spawn(async move {
                let begun = Instant::now();
                loop {
                    let order = Prepare::alone(placement.clone());
                    let key = Key::fresh()?;
                    match prepare(&world.app, &world.ctx(centre.officer), order, &key).await {
                        // A write that lost five times says so; the officer presses again.
                        Err(AppError::Unavailable(_)) => {}
                        answer => return Ok::<_, AppError>(((centre, placement), answer, begun.elapsed())),
                    }
                }
            })
        })
        .collect();
    let mut raced = Raced::default();
    for one in racing {
        let ((centre, placement), answer, elapsed) = one.await??;
        raced.times.add(elapsed);
        match answer {
            Ok(prepared) => raced.won.push((centre, placement, prepared.id)),
            Err(AppError::Refused(mut errors)) if errors[0].code == "paid_for_already" => {
                raced.told.push(errors.swap_remove(0));
            }
            Err(other) => return Err(format!("{other:?}").into()),
        }
    }
    Ok(raced)
}

/// Whether a refusal names the centre in both languages, and nothing of the person.
fn names(told: &FieldError, centre: &str) -> bool {
    [&told.vi, &told.en].into_iter().all(|text| text.contains(centre) && !PERSON.iter().any(|own| text.contains(*own)))
}

async fn race(store: Store, asked: &Asked, (name, report): (&str, &mut Report)) -> Result<bool, Failure> {
    let count = asked.claims;
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
    let raced = at_once(&world, placements).await?;
    report.add(name, "won", raced.won.len() as f64, "");
    report.add(name, "told why not", raced.told.len() as f64, "");
    report.add(name, "p50", raced.times.at(0.5), "ms");
    report.add(name, "p99", raced.times.at(0.99), "ms");
    let [(centre, placement, claim)] = raced.won.as_slice() else { return Ok(false) };
    let centre_name = world.name_of(*centre).await?;
    let named = raced.told.iter().filter(|told| names(told, &centre_name)).count();
    report.add(name, "told which centre and nothing of the person", named as f64, "");
    let stays = stays_the_same(&world, (*centre, placement, claim), asked.later, (name, report)).await?;
    Ok(stays && raced.told.len() == count - 1 && named == raced.told.len())
}

/// Facts that speak against the claim come one after the other; each thousand it is evaluated again with what it holds.
async fn stays_the_same(
    world: &World,
    (centre, placement, claim): (Centre, &str, &str),
    later: usize,
    (name, report): (&str, &mut Report),
) -> Result<bool, Failure> {
    let (begun, mut again, mut same) = (Instant::now(), 0, 0);
    for nth in 1..=later {
        world.app.clock().set(world.app.clock().now().plus_seconds(60));
        let day = format!("2026-{:02}-{:02}", 7 + nth % 2, 1 + nth % 28);
        let json = format!(
            r#"{{"kind":"attestation","from":"{day}","through":"{day}","employed":{}}}"#,
            nth.is_multiple_of(3)
        );
        world.say(centre, placement, (&json, Source::Insurer), &Key::fresh()?).await?;
        if nth.is_multiple_of(AGAIN_EVERY) || nth == later {
            let read = replay(&world.app, &world.ctx(centre.officer), claim).await?;
            again += 1;
            same += usize::from(read.held == read.again && read.same_facts);
        }
    }
    report.add(name, "later facts", later as f64, "");
    report.add(name, "evaluated again", again as f64, "");
    report.add(name, "same bytes", same as f64, "");
    report.note(format!("{later} later facts in {:.0} s", begun.elapsed().as_secs_f64()));
    Ok(same == again)
}
