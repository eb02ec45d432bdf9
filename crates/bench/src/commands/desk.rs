//! `desk`: the pages of the desk and of an employer's list, with very many people and applications, on SQLite with
//! every commit synced. Each is asked for over HTTP from the real server, by somebody signed in: session, use cases and
//! template are in its time. What stands behind them is timed apart, through the use cases.

use crate::full_desk::{Filled, Size, fill};
use crate::http::Client;
use crate::measure::Latencies;
use crate::report::Report;
use crate::server::{self, Server};
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
    /// Times that each is asked; a colleague opens 1,000 profiles a day, so no more than 300
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// Where the database is put; default: a temporary folder
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Fail when a page exceeds the bound
    #[arg(long)]
    strict: bool,
}

/// What a page may take, 95 times of a hundred, in milliseconds.
const BOUND: f64 = 50.0;

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let parent = asked.folder.clone().unwrap_or_else(std::env::temp_dir);
    let folder = tempfile::Builder::new().prefix("sanviec-desk-").tempdir_in(parent)?;
    let title = format!("{} people of one centre, {} applications, SQLite", asked.people, asked.applications);
    let mut report = Report::new("desk", title);
    let filled = runtime()?.block_on(async {
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
        employers_pages(&filled, asked.times, &mut report).await?;
        filled.app.finish().await;
        filled.app.store().close().await?;
        Ok::<_, Failure>(filled)
    })?;
    server::run(common, folder.path(), &["reindex"])?;
    let server = Server::start(common, folder.path())?;
    let over = over_http(&server, &filled, asked.times, &mut report)?;
    if over.is_empty() {
        report.note(format!("every page answers within {BOUND} ms at the 95th percentile"));
    }
    over.iter().for_each(|page| report.note(format!("over {BOUND} ms at the 95th percentile: {page}")));
    report.note("page: over HTTP from the server, signed in, uncompressed; case: the use case behind it alone");
    report.finish(common)?;
    Ok(if over.is_empty() || !asked.strict { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A page: its name, the token of who asks, and its address at the nth time.
type Page<'a> = (&'static str, &'a str, Box<dyn Fn(usize) -> String + 'a>);

fn page<'a>(name: &'static str, token: &'a str, address: impl Fn(usize) -> String + 'a) -> Page<'a> {
    (name, token, Box::new(address))
}

/// The pages, each with those who may see it.
fn pages(filled: &Filled) -> Vec<Page<'_>> {
    let (officer, moderator) = (filled.cookies.officer.as_str(), filled.cookies.moderator.as_str());
    let member = filled.cookies.member.as_str();
    let fixed = |path: &'static str| move |_: usize| path.to_owned();
    let person = move |at: usize| nth(&filled.people, at * 31);
    let posting = move |at: usize| nth(&filled.postings, at * 7);
    vec![
        page("the desk", officer, fixed("/trung-tam")),
        page("people found", officer, found),
        page("a person", officer, move |at| format!("/trung-tam/nguoi/{}", person(at))),
        page("vacancies for a person", officer, move |at| format!("/trung-tam/nguoi/{}/gioi-thieu", person(at))),
        page("people for a vacancy", officer, move |at| format!("/trung-tam/tin/{}/nguoi", posting(at))),
        page("a letter", officer, move |at| format!("/trung-tam/phieu/{}", nth(&filled.letters, at))),
        page("appointments", officer, fixed("/trung-tam/lich-hen")),
        page("unanswered", officer, fixed("/trung-tam/chua-tra-loi")),
        page("doubles", officer, fixed("/trung-tam/trung")),
        page("requests", officer, fixed("/trung-tam/yeu-cau")),
        page("moderation", moderator, fixed("/kiem-duyet")),
        page("applicants", member, fixed("/ung-vien")),
        page("an applicant", member, move |at| format!("/ung-vien/{}", nth(&filled.applications, at))),
    ]
}

/// One of these, in turn.
fn nth(of: &[String], at: usize) -> String {
    of.get(at % of.len().max(1)).cloned().unwrap_or_default()
}

/// The page that finds people by one of what is typed, in turn.
fn found(at: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("/trung-tam/nguoi?{}", query.append_pair("tim", TYPED[at % TYPED.len()]).finish())
}

/// Asks for each page so many times; those that exceed the bound. What is no page of its reader is a failure.
fn over_http(server: &Server, filled: &Filled, times: usize, report: &mut Report) -> Result<Vec<String>, Failure> {
    let mut client = Client::new(server.address)?;
    let mut over = Vec::new();
    for (name, token, address) in pages(filled) {
        let mut taken = Latencies::default();
        for nth in 0..times {
            let address = address(nth);
            let begun = Instant::now();
            let answer = client.get_as(&address, token)?;
            taken.add(begun.elapsed());
            if answer.status != 200 {
                return Err(format!("{address} was answered {}", answer.status).into());
            }
        }
        told(report, &format!("page: {name}"), &taken);
        if taken.at(0.95) > BOUND {
            over.push(format!("{name}, {:.1} ms", taken.at(0.95)));
        }
    }
    Ok(over)
}

fn told(report: &mut Report, name: &str, taken: &Latencies) {
    for (metric, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        report.add(name, metric, taken.at(share), "ms");
    }
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
    told(report, &format!("case: {name}"), &taken);
    Ok(())
}
