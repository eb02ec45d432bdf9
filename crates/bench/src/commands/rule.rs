//! `rule`: how fast `sanviec rule evaluate` is on one core, and whether the placement rule agrees with its second
//! reading over many drawn cases, of which each status and each clause has its share.

use crate::report::Report;
use crate::{Common, Failure, server};
use clap::Args;
use sanviec_checker::placement::{Clause, case, case_of_size, outcome};
use sanviec_domain::placement::{Status, evaluate, read_case};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::process::{ExitCode, Stdio};
use std::time::Instant;

/// Percent of the cases that each status has at least.
const LEAST_SHARE: f64 = 3.0;
/// Percent of the cases that each clause decides at least.
const LEAST_DECIDED: f64 = 1.0;
/// One of so many cases is read once more for each clause, without it.
const ASKED_EVERY: u64 = 100;

#[derive(Args)]
pub(crate) struct SpeedAsked {
    /// Cases of the file
    #[arg(long, default_value_t = 100_000)]
    cases: u64,
    /// Facts of each case
    #[arg(long, default_value_t = 20)]
    facts: usize,
}

#[derive(Args)]
pub(crate) struct AgreementAsked {
    /// Cases that are drawn, from the seed on
    #[arg(long, default_value_t = 1_000_000)]
    cases: u64,
}

/// Cases through the real program, from a file, read and written by one thread.
pub(crate) fn speed(common: &Common, asked: &SpeedAsked) -> Result<ExitCode, Failure> {
    let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let file = folder.path().join("cases.jsonl");
    let mut lines = BufWriter::new(File::create(&file)?);
    for seed in seeds(common, asked.cases) {
        writeln!(lines, "{}", case_of_size(seed, asked.facts))?;
    }
    lines.into_inner()?.sync_all()?;
    let bytes = file.metadata()?.len();
    let title = format!("{} cases of {} facts, {} MB", asked.cases, asked.facts, bytes / 1_000_000);
    let mut report = Report::new("rule", title);
    for variant in ["first", "again"] {
        let mut program = server::command(common, folder.path())?;
        program.args(["rule", "evaluate"]).stdin(File::open(&file)?).stdout(Stdio::piped());
        let begun = Instant::now();
        let output = program.output()?;
        let seconds = begun.elapsed().as_secs_f64();
        let answers = output.stdout.split(|byte| *byte == b'\n').skip(1).count() as u64;
        if !output.status.success() || answers != asked.cases {
            return Err(format!("{answers} answers to {} cases", asked.cases).into());
        }
        report.add(variant, "time", seconds, "s");
        report.add(variant, "rate", asked.cases as f64 / seconds, "cases/s");
    }
    report.note("start of the process, reading the lines and writing the outcomes included; the work is one thread's");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

/// The same line by both readings for every case; the first that differs is printed and ends the run.
pub(crate) fn agreement(common: &Common, asked: &AgreementAsked) -> Result<ExitCode, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let all = seeds(common, asked.cases);
    let share = asked.cases.div_ceil(threads);
    let parts = (0..threads).map(|part| {
        let from = all.start.saturating_add(part * share).min(all.end);
        from..from.saturating_add(share).min(all.end)
    });
    let begun = Instant::now();
    let workers: Vec<_> = parts.map(|part| std::thread::spawn(move || compare(part))).collect();
    let mut counts = Counts::default();
    for worker in workers {
        counts.join(worker.join().map_err(|_| "a comparing thread ended badly")??);
    }
    let mut report = Report::new("rule-agreement", format!("{} drawn cases, seeds from {}", asked.cases, all.start));
    let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.code()).collect();
    let mut scarce = counts.scarce(&statuses, (asked.cases, LEAST_SHARE), ("cases", &mut report));
    let clauses: Vec<String> = Clause::ALL.iter().map(|clause| format!("{clause:?}")).collect();
    let clauses: Vec<&str> = clauses.iter().map(String::as_str).collect();
    scarce.extend(counts.scarce(&clauses, (counts.asked, LEAST_DECIDED), ("decided", &mut report)));
    report.note(format!("both readings gave the same line for every case, in {:.0} s", begun.elapsed().as_secs_f64()));
    report.note(format!(
        "what a clause decides was asked of {} of the cases: their line differs without it",
        counts.asked
    ));
    report.finish(common)?;
    if !scarce.is_empty() {
        let least = format!("{LEAST_SHARE} % for a status, {LEAST_DECIDED} % for a clause");
        return Err(format!("too few cases ({least}) have {}", scarce.join(", ")).into());
    }
    Ok(ExitCode::SUCCESS)
}

/// What the cases were.
#[derive(Default)]
struct Counts {
    /// How often each status came and each clause decided, by name.
    found: BTreeMap<String, u64>,
    /// Cases of which it was asked what each clause decides.
    asked: u64,
}

impl Counts {
    fn note(&mut self, name: String) {
        *self.found.entry(name).or_default() += 1;
    }

    fn join(&mut self, other: Self) {
        for (name, count) in other.found {
            *self.found.entry(name).or_default() += count;
        }
        self.asked += other.asked;
    }

    /// Asks of a case which clauses decide it: without such a one it has another line.
    fn ask(&mut self, line: &str, with_all: &str) {
        self.asked += 1;
        for clause in Clause::ALL {
            if outcome(line, Some(*clause)) != with_all {
                self.note(format!("{clause:?}"));
            }
        }
    }

    /// Reports how many of all cases have each name; those that fewer percent than the least have.
    fn scarce(
        &self,
        names: &[&str],
        (all, least): (u64, f64),
        (metric, report): (&'static str, &mut Report),
    ) -> Vec<String> {
        let mut scarce = Vec::new();
        for name in names {
            let count = self.found.get(*name).copied().unwrap_or_default();
            let share = count as f64 * 100.0 / all.max(1) as f64;
            report.add(name, metric, count as f64, "");
            report.add(name, "share", share, "%");
            if share < least {
                scarce.push((*name).to_owned());
            }
        }
        scarce
    }
}

/// Seeds of the cases; the bench's seed chooses where they begin.
fn seeds(common: &Common, cases: u64) -> Range<u64> {
    let from = common.seed.wrapping_sub(1).wrapping_mul(1_000_000_000);
    from..from.saturating_add(cases)
}

/// What the cases of these seeds were, when both readings agree on each.
fn compare(seeds: Range<u64>) -> Result<Counts, Failure> {
    let mut counts = Counts::default();
    for seed in seeds {
        let line = case(seed);
        let evaluated = evaluate(&read_case(line.as_bytes())?);
        let (ours, second) = (evaluated.to_json(), outcome(&line, None));
        if ours != second {
            return Err(format!("case {seed} differs\n{line}\nthe rule:       {ours}\nsecond reading: {second}").into());
        }
        counts.note(evaluated.status.code().to_owned());
        if seed.is_multiple_of(ASKED_EVERY) {
            counts.ask(&line, &second);
        }
    }
    Ok(counts)
}
