//! `simulate`: years of placements, claims and payments with faults, each run from one number, checked after every step
//! by a checker that asks the rows and the bank's own books.

use crate::money::Template;
use crate::money::simulation::{Done, Simulation};
use crate::report::Report;
use crate::{Common, Failure};
use clap::Args;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// How many runs between two words on how far it is.
const WORD_EVERY: u64 = 500;

#[derive(Args, Clone, Copy)]
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
    /// Runs at the same time; each is one thread's
    #[arg(long, default_value_t = 1)]
    at_once: usize,
    /// Every so manieth run is made twice and must go the same way; 0: none
    #[arg(long, default_value_t = 50)]
    twice_every: u64,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let title = format!("{} runs of {} years from number {}", asked.seeds, asked.years, common.seed);
    let (mut report, begun, mut all) = (Report::new("simulate", title), Instant::now(), Done::default());
    let (template, next) = (Template::new()?, AtomicU64::new(common.seed));
    let until = common.seed + asked.seeds;
    let parts = std::thread::scope(|scope| {
        let work = || share(asked, &template, (&next, until));
        let threads: Vec<_> = (0..asked.at_once.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a run panicked".to_owned())).collect::<Vec<_>>()
    });
    let mut twice = 0;
    for part in parts {
        match part.and_then(|part| part) {
            Ok((done, again)) => {
                all.add(done);
                twice += again;
            }
            Err(failed) => {
                println!("FAILED: {failed}");
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    tell(&mut report, &all, twice);
    report.add("time", "s", begun.elapsed().as_secs_f64(), "");
    report.note("no double payout, no forgotten payout, ledger sum zero after every step");
    report.note(
        "at the end of each run, and whenever money was asked back, the second reading of the rule said the same",
    );
    report.note("what was contested came back at the end of each run, and no more was paid again than is due");
    report.note("programs were told in turns, and once each, that a placement counts and that it counts no more");
    report.note(format!("{twice} runs were made twice and went the same way, step by step"));
    report.finish(common)?;
    let missing = all.missing();
    if !missing.is_empty() {
        println!("FAILED: in so long a run this never happened: {}", missing.join(", "));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// One thread's runs, and how many of them were made twice.
fn share(asked: &Asked, template: &Template, (next, until): (&AtomicU64, u64)) -> Result<(Done, u64), String> {
    let (mut all, mut twice) = (Done::default(), 0);
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= until {
            return Ok((all, twice));
        }
        let failed = |error: Failure| {
            // The others stop, too.
            next.store(until, Ordering::Relaxed);
            let (years, people) = (asked.years, asked.people);
            format!("{error}\nagain with: sanviec-bench simulate --years {years} --people {people} --seed {seed}")
        };
        let done = one(asked, template, seed).map_err(failed)?;
        if asked.twice_every > 0 && seed % asked.twice_every == 0 {
            if one(asked, template, seed).map_err(failed)?.trace != done.trace {
                return Err(failed("the same number went another way".into()));
            }
            twice += 1;
        }
        all.add(done);
        if seed % WORD_EVERY == 0 {
            eprintln!("{seed}: {} steps so far on this thread", all.steps);
        }
    }
}

/// One thread: the order in which things happen is the number's alone.
fn one(asked: &Asked, template: &Template, seed: u64) -> Result<Done, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Simulation::new(template, seed, (asked.people, asked.years)).await?.run().await })
}

fn tell(report: &mut Report, all: &Done, twice: u64) {
    for (metric, value) in [
        ("steps", all.steps),
        ("placements", all.placements),
        ("placement-years", u64::try_from(all.days / 365).unwrap_or_default()),
        ("claims", all.claims),
        ("paid by the bank", all.paid),
        ("bounced", all.bounced),
        ("brought back", all.brought_back),
        ("paid after all", all.corrected),
        ("settled with the bank", all.settled),
        ("old answers once more", all.old_answers),
        ("settled beside another attempt", all.paid_twice),
        ("parts given back", all.recovered),
        ("claims given up after that", all.given_up),
        ("contested for another reason than the facts", all.contested),
        ("contested no more", all.uncontested),
        ("retractions by two people", all.retractions),
        ("approvals anew after facts", all.approved_again),
        ("facts of insurers", all.said[0]),
        ("facts of payrolls", all.said[1]),
        ("facts of the employer", all.said[2]),
        ("facts of officers", all.said[3]),
        ("answers on the employer's page", all.answers),
        ("contracts renewed or stated anew", all.contracts),
        ("placements that heard of a succession", all.successions),
        ("looks of the clock", all.looks),
        ("killed within a write", all.crashes),
        ("begun anew between writes", all.restarts),
        ("made twice", twice),
    ] {
        report.add(metric, "count", value as f64, "");
    }
}
