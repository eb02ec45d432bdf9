//! `sample`: a file of real vacancies is taken in twice by the command, served, and each of its vacancies looked for in
//! four ways: with marks and without, by the API and on the results page. What is typed is the title and the employer.

use crate::http::Client;
use crate::report::Report;
use crate::server::{self, Server};
use crate::{Common, Failure};
use clap::Args;
use sanviec_demo::unmarked;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Pages of an answer that somebody would look through.
const PAGES: usize = 5;

#[derive(Args)]
pub(crate) struct Asked {
    /// Vacancies as JSON Lines
    #[arg(long)]
    file: PathBuf,
}

/// What is typed for a vacancy.
#[derive(Deserialize)]
struct Line {
    id: String,
    title: String,
    company: String,
}

/// What the import says at its end.
#[derive(Debug, Deserialize)]
struct Taken {
    rows: u64,
    verdicts: BTreeMap<String, u64>,
    written: u64,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    source_id: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Item>,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let lines: Vec<Line> = std::fs::read_to_string(&asked.file)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let folder = tempfile::Builder::new().prefix("sanviec-bench-").tempdir()?;
    let mut report = Report::new("sample", format!("{} real vacancies, taken in twice and looked for", lines.len()));
    let first = import(common, folder.path(), &asked.file)?;
    let again = import(common, folder.path(), &asked.file)?;
    let verdicts = |taken: &Taken| taken.verdicts.values().sum::<u64>();
    let mut sound = verdicts(&first) == lines.len() as u64 && again.written == 0;
    for (variant, told) in [("taken in", &first), ("taken in again", &again)] {
        report.add(variant, "rows", told.rows as f64, "");
        report.add(variant, "written", told.written as f64, "");
        told.verdicts.iter().for_each(|(verdict, count)| report.note(format!("{variant}: {count} {verdict}")));
    }
    server::run(common, folder.path(), &["reindex"])?;
    let server = Server::start(common, folder.path())?;
    let mut client = Client::new(server.address)?;
    let codes = codes(&mut client)?;
    report.add("live", "rows", codes.len() as f64, "");
    for (variant, way) in [
        ("API, with marks", Way { on_page: false, marks: true }),
        ("API, without marks", Way { on_page: false, marks: false }),
        ("page, with marks", Way { on_page: true, marks: true }),
        ("page, without marks", Way { on_page: true, marks: false }),
    ] {
        let mut missed = Vec::new();
        for line in lines.iter().filter(|line| codes.contains_key(&line.id)) {
            if !way.finds(&mut client, line, &codes[&line.id])? {
                missed.push(&line.id);
            }
        }
        report.add(variant, "found", (codes.len() - missed.len()) as f64, "");
        report.add(variant, "missed", missed.len() as f64, "");
        missed.iter().take(5).for_each(|id| report.note(format!("{variant}: {id} was not found")));
        sound &= missed.is_empty();
    }
    report.note(format!("found: among the first {PAGES} pages for its title and employer"));
    report.finish(common)?;
    Ok(if sound && codes.len() as u64 == first.written { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn import(common: &Common, folder: &Path, file: &Path) -> Result<Taken, Failure> {
    let output = server::run(common, folder, &["import", "postings", "--json", &file.to_string_lossy()])?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Code of each live vacancy by its id in the source.
fn codes(client: &mut Client) -> Result<HashMap<String, String>, Failure> {
    let snapshot = client.get("/api/v1/postings/snapshot")?;
    let text = String::from_utf8_lossy(&snapshot.body);
    let items = text.lines().map(serde_json::from_str::<Item>).collect::<Result<Vec<_>, _>>()?;
    Ok(items.into_iter().filter_map(|item| Some((item.source_id?, item.id))).collect())
}

/// A way of looking.
#[derive(Clone, Copy)]
struct Way {
    on_page: bool,
    marks: bool,
}

impl Way {
    fn finds(self, client: &mut Client, line: &Line, code: &str) -> Result<bool, Failure> {
        let words = format!("{} {}", line.title, line.company);
        let words = if self.marks { words } else { unmarked(&words) };
        let words: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        if self.on_page { on_pages(client, &words, code) } else { by_api(client, &words, code) }
    }
}

fn by_api(client: &mut Client, words: &str, code: &str) -> Result<bool, Failure> {
    let mut path = format!("/api/v1/postings?q={words}&limit=20");
    for _ in 0..PAGES {
        let answer = client.get(&path)?;
        if answer.status != 200 {
            return Err(format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body)).into());
        }
        let page: Page = serde_json::from_slice(&answer.body)?;
        if page.items.iter().any(|item| item.id == code) {
            return Ok(true);
        }
        let next = answer.link.as_deref().and_then(|link| link.strip_prefix('<')?.split_once('>'));
        let Some((next, _)) = next else { return Ok(false) };
        next.clone_into(&mut path);
    }
    Ok(false)
}

fn on_pages(client: &mut Client, words: &str, code: &str) -> Result<bool, Failure> {
    let mut first = format!("/viec-lam?q={words}");
    for page in 1..=PAGES {
        let mut answer = client.get(&format!("{first}&trang={page}"))?;
        // A place that is recognised in the words gets a field, and the list an address, of its own.
        while let (303, Some(location)) = (answer.status, answer.location.take()) {
            answer = client.get(&location)?;
            first = location;
        }
        let text = String::from_utf8_lossy(&answer.body);
        if answer.status == 200 && text.contains(code) {
            return Ok(true);
        }
        if answer.status != 200 || !text.contains(&format!("trang={}", page + 1)) {
            return Ok(false);
        }
    }
    Ok(false)
}
