//! `desk`: what stands behind the pages of the desk and of an employer's list, with very many people and applications,
//! through the use cases, on SQLite with every commit synced.

use crate::full_desk::{Filled, Size, fill};
use crate::measure::Latencies;
use crate::report::Report;
use crate::{Common, Failure, runtime};
use clap::Args;
use sanviec_app::applications;
use sanviec_app::{AppError, desk, find, profiles};
use std::future::Future;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// What is typed: identifiers, both ends of names, one that nobody has.
const TYPED: [&str; 9] = [
    "052194000012",
    "0905000012",
    "lan@gmail.com",
    "nguyen",
    "Nguyễn Thị L",
    "lan",
    "thi lan",
    "pham huu nam",
    "khong co ai",
];

#[derive(Args)]
pub(crate) struct Asked {
    /// People at one centre
    #[arg(long, default_value_t = 1_000_000)]
    people: usize,
    /// Applications
    #[arg(long, default_value_t = 300_000)]
    applications: usize,
    /// Vacancies
    #[arg(long, default_value_t = 3_000)]
    postings: usize,
    /// Open letters of one officer
    #[arg(long, default_value_t = 2_000)]
    letters: usize,
    /// Times that each is asked
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// Where the database is put; default: a temporary folder
    #[arg(long)]
    folder: Option<PathBuf>,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let parent = asked.folder.clone().unwrap_or_else(std::env::temp_dir);
    let folder = tempfile::Builder::new().prefix("sanviec-desk-").tempdir_in(parent)?;
    let title = format!("{} people of one centre, {} applications, SQLite", asked.people, asked.applications);
    let mut report = Report::new("desk", title);
    runtime()?.block_on(async {
        let size = Size {
            people: asked.people,
            applications: asked.applications,
            postings: asked.postings,
            letters: asked.letters,
        };
        let filled = fill(folder.path(), &size).await?;
        let bytes = folder.path().join("sanviec.db").metadata()?.len();
        report.note(format!("the database has {} MB", bytes / 1_000_000));
        desk_pages(&filled, asked.times, &mut report).await?;
        employers_pages(&filled, asked.times, &mut report).await
    })?;
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

async fn desk_pages(filled: &Filled, times: usize, report: &mut Report) -> Result<(), Failure> {
    let (app, officer) = (&filled.app, &filled.officer);
    for typed in TYPED {
        timed(report, &format!("find: {typed}"), times, |_| profiles::find(app, officer, typed)).await?;
    }
    timed(report, "a person's page", times, |nth| {
        desk::person(app, officer, &filled.people[nth * 31 % filled.people.len()])
    })
    .await?;
    timed(report, "the work, own", times, |_| desk::queue(app, officer, desk::Asked::default())).await?;
    let all = desk::Asked { everybodys: true, ..desk::Asked::default() };
    timed(report, "the work, everybody's", times, |_| desk::queue(app, officer, all)).await?;
    timed(report, "appointments of a day", times, |_| desk::day_list(app, officer, officer.today())).await?;
    timed(report, "people for a vacancy", times, |nth| {
        find::people(app, officer, &filled.postings[nth * 7 % filled.postings.len()])
    })
    .await
}

async fn employers_pages(filled: &Filled, times: usize, report: &mut Report) -> Result<(), Failure> {
    let (app, member) = (&filled.app, &filled.member);
    let asked = applications::Asked { limit: 50, ..applications::Asked::default() };
    timed(report, "applicants of an employer", times, |_| applications::list_of_employer(app, member, &asked)).await?;
    timed(report, "an applicant's page", times, |nth| {
        applications::applicant(app, member, &filled.applications[nth % filled.applications.len()])
    })
    .await
}

async fn timed<T, F: Future<Output = Result<T, AppError>>>(
    report: &mut Report,
    name: &str,
    times: usize,
    ask: impl Fn(usize) -> F,
) -> Result<(), Failure> {
    let mut taken = Latencies::default();
    for nth in 0..times {
        let begun = Instant::now();
        ask(nth).await.map_err(|error| format!("{name}: {error:?}"))?;
        taken.add(begun.elapsed());
    }
    report.add(name, "p50", taken.at(0.5), "ms");
    report.add(name, "p95", taken.at(0.95), "ms");
    report.add(name, "p99", taken.at(0.99), "ms");
    Ok(())
}
