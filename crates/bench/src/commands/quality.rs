//! `quality`: how good the found is by the judged set, beside plain ways of searching; and how often a title's
//! occupation is recognised, and how many of the skills that adverts ask for.
//!
//! While ranking is tuned it is run with `--half tune`: the held half must stay unseen until the end.

use crate::exchange::{self, Exchange, Text};
use crate::judged::{self, Grades, Half, JudgedQuery, Missing};
use crate::plain::{Bm25, Plain, PostgresText};
use crate::report::Report;
use crate::{Common, Failure, data, skills};
use clap::Args;
use sanviec_demo::Style;
use sanviec_reference::occupation;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Hits that recall looks at.
const DEPTH: usize = 50;
/// Hits that nDCG looks at.
const SHOWN: usize = 10;

#[derive(Args)]
pub(crate) struct Asked {
    /// Folder with `collection.jsonl`, `queries.jsonl` and `judgements.jsonl`
    #[arg(long, default_value = "tests/data/judged")]
    data: PathBuf,
    /// Only this half; `tune` while ranking is tuned
    #[arg(long, value_enum)]
    half: Option<Half>,
    /// Every query of ours with its measures, worst first; only of the tuning half
    #[arg(long)]
    each: bool,
    /// Files of adverts, JSON Lines of the import: how many of their skills are known
    #[arg(long)]
    adverts: Vec<PathBuf>,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let (collection, queries, grades) = match files(&asked.data) {
        Ok(texts) => texts,
        Err(Missing(what)) => {
            eprintln!("the judged set is not complete: {what}");
            return Ok(ExitCode::from(2));
        }
    };
    let (mut queries, grades) = (judged::queries(&queries)?, judged::grades(&grades)?);
    queries.retain(|query| asked.half.is_none_or(|half| half == query.half));
    let all = queries.len();
    queries.retain(|query| grades.get(&query.id).is_some_and(|grades| grades.values().any(|grade| *grade > 0)));
    let texts = exchange::texts(&collection)?;
    let exchange = Exchange::new(&collection)?;
    let mut report = Report::new("quality", format!("{} judged queries over {} vacancies", queries.len(), texts.len()));
    if asked.each {
        each(&exchange, &queries, &grades)?;
    }
    score("ours", &queries, &grades, &mut report, |query| exchange.search(query, DEPTH))?;
    plain(&mut Bm25::new(&texts)?, (&queries, &texts), (&exchange, &grades), &mut report)?;
    match &common.postgres {
        Some(server) => {
            let mut postgres = PostgresText::new(server, &texts)?;
            plain(&mut postgres, (&queries, &texts), (&exchange, &grades), &mut report)?;
        }
        None => report.note("PostgreSQL full text: skipped, SANVIEC_TEST_POSTGRES is not set"),
    }
    agreement(&asked.data, &grades, &mut report)?;
    occupations(&mut report);
    skills::report("skills in the demo", &collection, &mut report)?;
    for path in &asked.adverts {
        skills::report_file(path, &mut report)?;
    }
    report.note(format!("{} queries without any relevant vacancy are left out", all - queries.len()));
    report.note(format!("{} vacancies of the collection were refused by the rules", exchange.refused));
    report.note("plain engines take any word of the query, and places as a filter like ours");
    report.finish(common)?;
    Ok(ExitCode::SUCCESS)
}

fn files(folder: &Path) -> Result<(String, String, String), Missing> {
    Ok((
        judged::text(folder, "collection.jsonl")?,
        judged::text(folder, "queries.jsonl")?,
        judged::text(folder, "judgements.jsonl")?,
    ))
}

fn plain(
    engine: &mut dyn Plain,
    (queries, texts): (&[JudgedQuery], &[Text]),
    (exchange, grades): (&Exchange, &Grades),
    report: &mut Report,
) -> Result<(), Failure> {
    score(engine.name(), queries, grades, report, |query| {
        let inside = exchange.in_place(query);
        let found = engine.rank(&query.q)?.into_iter().map(|at| texts[at].id.clone());
        Ok(found.filter(|id| inside.as_ref().is_none_or(|inside| inside.contains(id))).take(DEPTH).collect())
    })
}

/// Sums over the queries of one row of the table.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: f64,
    ndcg: f64,
    reciprocal: f64,
    recall: f64,
}

/// Adds the rows of one way of searching: each half, with and without marks.
fn score(
    name: &'static str,
    queries: &[JudgedQuery],
    grades: &Grades,
    report: &mut Report,
    mut search: impl FnMut(&JudgedQuery) -> Result<Vec<String>, Failure>,
) -> Result<(), Failure> {
    let mut rows: HashMap<(&str, &str), Sums> = HashMap::new();
    for query in queries {
        let Some(grades) = grades.get(&query.id) else { continue };
        let found = search(query)?;
        let marks = if sanviec_text::has_marks(&query.q) { "with marks" } else { "without marks" };
        for key in [(query.half.name(), marks), (query.half.name(), "all")] {
            let sums = rows.entry(key).or_default();
            sums.count += 1.0;
            sums.ndcg += ndcg(&found, grades);
            sums.reciprocal += reciprocal_rank(&found, grades);
            sums.recall += recall(&found, grades);
        }
    }
    for half in [Half::Tune, Half::Held].map(Half::name) {
        for marks in ["all", "with marks", "without marks"] {
            let Some(sums) = rows.get(&(half, marks)) else { continue };
            let variant = format!("{name}, {half}, {marks}");
            report.add(&variant, "queries", sums.count, "");
            report.add(&variant, "nDCG@10", sums.ndcg / sums.count, "");
            report.add(&variant, "MRR", sums.reciprocal / sums.count, "");
            report.add(&variant, "recall@50", sums.recall / sums.count, "");
        }
    }
    Ok(())
}

fn grade(grades: &HashMap<String, u8>, id: &String) -> u8 {
    grades.get(id).copied().unwrap_or(0)
}

fn gain(grade: u8, at: usize) -> f64 {
    (f64::from(grade).exp2() - 1.0) / (at as f64 + 2.0).log2()
}

fn ndcg(found: &[String], grades: &HashMap<String, u8>) -> f64 {
    let got: f64 = found.iter().take(SHOWN).enumerate().map(|(at, id)| gain(grade(grades, id), at)).sum();
    let mut ideal: Vec<u8> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = ideal.into_iter().take(SHOWN).enumerate().map(|(at, grade)| gain(grade, at)).sum();
    if best > 0.0 { got / best } else { 0.0 }
}

fn reciprocal_rank(found: &[String], grades: &HashMap<String, u8>) -> f64 {
    found.iter().position(|id| grade(grades, id) > 0).map_or(0.0, |at| 1.0 / (at as f64 + 1.0))
}

fn recall(found: &[String], grades: &HashMap<String, u8>) -> f64 {
    let relevant = grades.values().filter(|grade| **grade > 0).count();
    let got = found.iter().take(DEPTH).filter(|id| grade(grades, id) > 0).count();
    got as f64 / relevant.max(1) as f64
}

fn each(exchange: &Exchange, queries: &[JudgedQuery], grades: &Grades) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for query in queries.iter().filter(|query| query.half == Half::Tune) {
        let Some(grades) = grades.get(&query.id) else { continue };
        let found = exchange.search(query, DEPTH)?;
        rows.push((ndcg(&found, grades), recall(&found, grades), found.len(), query));
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (ndcg, recall, found, query) in rows {
        let place = query.place.as_deref().unwrap_or_default();
        println!("{ndcg:.3} {recall:.3} {found:3} {} {} {place}", query.id, query.q);
    }
    Ok(())
}

/// How far two judgements of the same pairs agree: the share of equal grades, and Cohen's kappa with quadratic weights.
fn agreement(folder: &Path, grades: &Grades, report: &mut Report) -> Result<(), Failure> {
    let Ok(second) = judged::text(folder, "second.jsonl") else { return Ok(()) };
    let pairs: Vec<(u8, u8)> = judged::grades(&second)?
        .iter()
        .flat_map(|(query, second)| second.iter().map(move |(posting, grade)| (query, posting, *grade)))
        .map(|(query, posting, second)| (grades.get(query).map_or(0, |grades| grade(grades, posting)), second))
        .collect();
    let equal = pairs.iter().filter(|(first, second)| first == second).count();
    report.add("two judgements", "pairs", pairs.len() as f64, "");
    report.add("two judgements", "equal", equal as f64 / pairs.len().max(1) as f64, "");
    report.add("two judgements", "weighted kappa", weighted_kappa(&pairs), "");
    Ok(())
}

fn weighted_kappa(pairs: &[(u8, u8)]) -> f64 {
    let apart = |first: u8, second: u8| f64::from(first.abs_diff(second)).powi(2);
    let seen: f64 = pairs.iter().map(|(first, second)| apart(*first, *second)).sum();
    let by_chance = pairs.iter().flat_map(|(first, _)| pairs.iter().map(move |(_, second)| apart(*first, *second)));
    let by_chance = by_chance.sum::<f64>() / pairs.len().max(1) as f64;
    if by_chance > 0.0 { 1.0 - seen / by_chance } else { 1.0 }
}

/// Title to VSCO unit group over the demo, whose generator knows the truth.
fn occupations(report: &mut Report) {
    const CANDIDATES: usize = 5;
    let (mut first, mut among, mut count) = (0, 0, 0);
    for posting in data::generator(judged::SEED, judged::day(), Style::Full).take(judged::POSTINGS) {
        let found = occupation::lookup(&posting.title, CANDIDATES);
        let at = found.iter().position(|scored| scored.occupation.code == posting.occupation);
        first += usize::from(at == Some(0));
        among += usize::from(at.is_some());
        count += 1;
    }
    report.add("title to occupation", "titles", f64::from(count), "");
    report.add("title to occupation", "accuracy at 1", first as f64 / f64::from(count.max(1)), "");
    report.add("title to occupation", "accuracy at 5", among as f64 / f64::from(count.max(1)), "");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_one_when_equal_and_none_by_chance() {
        let equal = [(0, 0), (3, 3), (1, 1)];
        assert!((weighted_kappa(&equal) - 1.0).abs() < 1e-9);
        let chance = [(0, 0), (0, 3), (3, 0), (3, 3)];
        assert!(weighted_kappa(&chance).abs() < 1e-9);
    }

    #[test]
    fn the_measures_are_those_of_the_books() {
        let grades: HashMap<String, u8> =
            [("a", 3), ("b", 1), ("c", 0)].map(|(id, grade)| (id.to_owned(), grade)).into();
        let found = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        assert!((ndcg(&found(&["a", "b"]), &grades) - 1.0).abs() < 1e-9);
        let ideal = 7.0 + 1.0 / 3_f64.log2();
        let swapped = (1.0 + 7.0 / 3_f64.log2()) / ideal;
        assert!((ndcg(&found(&["b", "a"]), &grades) - swapped).abs() < 1e-9);
        assert!((reciprocal_rank(&found(&["c", "x", "b"]), &grades) - 1.0 / 3.0).abs() < 1e-9);
        assert!((recall(&found(&["c", "b"]), &grades) - 0.5).abs() < 1e-9);
    }
}
