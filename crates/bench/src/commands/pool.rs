//! `pool`: writes the collection of the judged set and, for each query, the candidates that are judged: what three
//! plain ways of searching and ours put on top, shuffled, without scores and without saying which way brought what.
//!
//! Ours is among them because an advert that only it finds would otherwise count as not relevant, unseen.

use crate::exchange::{self, Exchange, Text};
use crate::judged::{self, JudgedQuery, Missing};
use crate::plain::{Bm25, Fts5, Plain, PostgresText, TitleWords};
use crate::report::Report;
use crate::{Common, Failure, data};
use clap::Args;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use sanviec_demo::{DemoPosting, Style};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Candidates of one way of searching.
const DEPTH: usize = 20;

#[derive(Args)]
pub(crate) struct Asked {
    /// Folder with `queries.jsonl`
    #[arg(long, default_value = "tests/data/judged")]
    data: PathBuf,
}

/// What a judge sees of one query.
#[derive(Serialize)]
struct Pool<'a> {
    query: &'a str,
    q: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meant: Option<&'a str>,
    candidates: Vec<Candidate<'a>>,
}

#[derive(Serialize)]
struct Candidate<'a> {
    posting: &'a str,
    title: &'a str,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let queries = match judged::text(&asked.data, "queries.jsonl") {
        Ok(text) => judged::queries(&text)?,
        Err(Missing(what)) => {
            eprintln!("the queries are not there: {what}");
            return Ok(ExitCode::from(2));
        }
    };
    // Here `--out` is a folder: what is written is not a table.
    let folder = common.out.as_deref().ok_or("give the folder to write to with --out")?;
    std::fs::create_dir_all(folder)?;
    let vacancies = data::generator(judged::SEED, judged::day(), Style::Full).take(judged::POSTINGS);
    let collection: String = vacancies.map(|posting: DemoPosting| posting.to_json_line() + "\n").collect();
    std::fs::write(folder.join("collection.jsonl"), &collection)?;
    let texts = exchange::texts(&collection)?;
    let exchange = Exchange::new(&collection)?;
    let third: Box<dyn Plain> = match &common.postgres {
        Some(server) => Box::new(PostgresText::new(server, &texts)?),
        None => Box::new(TitleWords::new(&texts)),
    };
    let mut ways: [Box<dyn Plain>; 3] = [Box::new(Bm25::new(&texts)?), Box::new(Fts5::new(&texts)?), third];
    let mut report = Report::new("pool", format!("{} queries, {} postings", queries.len(), texts.len()));
    let pooled = write(folder, (&queries, &texts), &exchange, (&mut ways, common.seed))?;
    report.add("candidates", "count", pooled as f64, "");
    report.add("candidates", "a query", pooled as f64 / queries.len().max(1) as f64, "");
    report.note(format!("pooled from ours, {}", ways.each_ref().map(|way| way.name()).join(", ")));
    report.finish(&Common { out: None, ..common.clone() })?;
    Ok(ExitCode::SUCCESS)
}

fn write(
    folder: &Path,
    (queries, texts): (&[JudgedQuery], &[Text]),
    exchange: &Exchange,
    (ways, seed): (&mut [Box<dyn Plain>; 3], u64),
) -> Result<usize, Failure> {
    let mut lines = BufWriter::new(File::create(folder.join("candidates.jsonl"))?);
    let mut draw = ChaCha8Rng::seed_from_u64(seed);
    let mut pooled = 0;
    for query in queries {
        let inside = exchange.in_place(query);
        let mut numbers = BTreeSet::new();
        let spellings = std::iter::once(&query.q).chain(&query.meant);
        for (way, spelling) in spellings.flat_map(|spelling| (0..3).map(move |way| (way, spelling))) {
            let found = ways[way].rank(spelling)?.into_iter();
            let found = found.filter(|at| inside.as_ref().is_none_or(|inside| inside.contains(&texts[*at].id)));
            numbers.extend(found.take(DEPTH));
        }
        let ours = exchange.search(query, DEPTH)?;
        numbers.extend(texts.iter().enumerate().filter(|(_, text)| ours.contains(&text.id)).map(|(at, _)| at));
        let mut numbers: Vec<usize> = numbers.into_iter().collect();
        numbers.shuffle(&mut draw);
        pooled += numbers.len();
        let candidates = numbers.iter().map(|at| Candidate { posting: &texts[*at].id, title: &texts[*at].title });
        let (place, meant) = (query.place.as_deref(), query.meant.as_deref());
        let line = Pool { query: &query.id, q: &query.q, place, meant, candidates: candidates.collect() };
        writeln!(lines, "{}", serde_json::to_string(&line)?)?;
    }
    lines.flush()?;
    Ok(pooled)
}
