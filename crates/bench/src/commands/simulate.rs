//! `simulate`: years of placements, claims and payments with faults, each run from one number, checked after every step
//! by a checker that asks the rows and the bank's own books.

use crate::money::simulation::{Done, Simulation};
use crate::report::Report;
use crate::{Common, Failure};
use clap::Args;
use std::process::ExitCode;
use std::time::Instant;

#[derive(Args)]
pub(crate) struct Asked {
    /// Years of each run
    #[arg(long, default_value_t = 2)]
    years: i64,
    /// Runs from the number `--seed` on, each with the next one; a failure names the one that reproduces it
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// People of each run at its beginning
    #[arg(long, default_value_t = 5)]
    people: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let title = format!("{} runs of {} years from number {}", asked.seeds, asked.years, common.seed);
    let (mut report, begun, mut all) = (Report::new("simulate", title), Instant::now(), Done::default());
    for seed in common.seed..common.seed + asked.seeds {
        // One thread: the order in which things happen is the number's alone.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let outcome = runtime.block_on(async { Simulation::new(seed, asked.people, asked.years).await?.run().await });
        match outcome {
            Ok(done) => add(&mut all, done),
            Err(error) => {
                println!(
                    "FAILED: {error}\nagain with: sanviec-bench simulate --years {} --people {} --seed {seed}",
                    asked.years, asked.people
                );
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    let years = i64::try_from(all.placements).unwrap_or(i64::MAX).saturating_mul(asked.years);
    for (metric, value) in [
        ("steps", all.steps),
        ("placement-years", u64::try_from(years).unwrap_or_default()),
        ("claims", all.claims),
        ("paid by the bank", all.paid),
        ("bounced", all.bounced),
        ("parts given back", all.recovered),
    ] {
        report.add("all runs", metric, value as f64, "");
    }
    report.add("all runs", "time", begun.elapsed().as_secs_f64(), "s");
    report.note("no double payout, no forgotten payout, ledger sum zero after every step");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

fn add(all: &mut Done, done: Done) {
    all.steps += done.steps;
    all.placements += done.placements;
    all.claims += done.claims;
    all.paid += done.paid;
    all.bounced += done.bounced;
    all.recovered += done.recovered;
}
