//! The judged set: a collection of vacancies, queries as people type them, and what people thought of the candidates.
//!
//! `collection.jsonl` is in the import format; `queries.jsonl` holds `{"id","q","place"?,"meant"?,"half"}`, where
//! `half` is `tune` or `held`;
//! `judgements.jsonl` holds `{"query","posting","grade"}` with grades 0 (not relevant) to 3 (just what was meant) and
//! the posting's `id` of the collection. Candidates without a judgement count as 0.

use crate::Failure;
use chrono::NaiveDate;
use clap::ValueEnum;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::Path;

/// Seed, day and size of the collection.
pub(crate) const SEED: u64 = 2026;
pub(crate) const POSTINGS: usize = 1500;

/// The day on which the collection is searched.
pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("24 November 2026 is a day")
}

/// Which half a query is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Half {
    /// May be looked at while ranking is tuned.
    Tune,
    /// Never looked at while ranking is tuned.
    Held,
}

impl Half {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Tune => "tune",
            Self::Held => "held",
        }
    }
}

/// One query.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JudgedQuery {
    pub(crate) id: String,
    pub(crate) q: String,
    #[serde(default)]
    pub(crate) place: Option<String>,
    /// What was meant by a mistyped, shortened or English query, in full words. Only the pool and the judges see it:
    /// plain ways of searching would bring them nothing to judge.
    #[serde(default)]
    pub(crate) meant: Option<String>,
    pub(crate) half: Half,
}

#[derive(Deserialize)]
struct Judgement {
    query: String,
    posting: String,
    grade: u8,
}

/// Grades of postings for each query.
pub(crate) type Grades = HashMap<String, HashMap<String, u8>>;

/// Why nothing can be measured; not a failure of the bench.
#[derive(Debug)]
pub(crate) struct Missing(pub(crate) String);

/// A file of the set, or the name of what is missing.
pub(crate) fn text(folder: &Path, name: &str) -> Result<String, Missing> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|error| Missing(format!("{}: {error}", path.display())))
}

/// The queries; ids must be unique.
pub(crate) fn queries(text: &str) -> Result<Vec<JudgedQuery>, Failure> {
    let queries: Vec<JudgedQuery> = lines(text)?;
    let mut ids: Vec<&str> = queries.iter().map(|query| query.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two queries are called {}", pair[0]).into()),
        None => Ok(queries),
    }
}

pub(crate) fn grades(text: &str) -> Result<Grades, Failure> {
    let mut grades = Grades::new();
    for judgement in lines::<Judgement>(text)? {
        if judgement.grade > 3 {
            return Err(format!("grade {} of {} is over 3", judgement.grade, judgement.query).into());
        }
        grades.entry(judgement.query).or_default().insert(judgement.posting, judgement.grade);
    }
    Ok(grades)
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, Failure> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1).into()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queries_of_the_repository_can_be_read_and_are_half_without_marks() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/judged");
        let queries = queries(&text(&folder, "queries.jsonl").expect("there")).expect("queries");
        assert!(queries.len() >= 200);
        for half in [Half::Tune, Half::Held] {
            let of_half: Vec<_> = queries.iter().filter(|query| query.half == half).collect();
            let bare = of_half.iter().filter(|query| !sanviec_text::has_marks(&query.q)).count();
            assert_eq!(of_half.len() * 2, queries.len());
            assert!((of_half.len() * 9 / 20..=of_half.len() * 11 / 20).contains(&bare), "{bare} without marks");
        }
        let unknown = queries.iter().filter_map(|query| query.place.as_deref());
        let unknown: Vec<_> = unknown.filter(|place| crate::asked::area(place).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
