//! What the two SQL engines have in common: the columns of a vacancy and the conditions of a query.

use crate::asked::{self, Asking};
use crate::words;
use sanviec_search::{Filter, PostingDoc};

/// A vacancy as a row: texts folded, numbers as stored.
pub(crate) struct Row {
    pub(crate) title: String,
    pub(crate) skills: String,
    pub(crate) body: String,
    pub(crate) facets: Vec<String>,
    pub(crate) posted_s: i64,
    pub(crate) pay_k: i64,
    /// Number of the value of each counted dimension.
    pub(crate) buckets: [i64; 4],
}

impl Row {
    pub(crate) fn of(doc: &PostingDoc) -> Self {
        let folded = |text: &str| words::folded(text).join(" ");
        Self {
            title: folded(&doc.title),
            skills: folded(&doc.skills.join(" ")),
            body: folded(&doc.body.join("\n")),
            facets: doc.facets.clone(),
            posted_s: doc.posted_s as i64,
            pay_k: i64::from(doc.pay_high_k),
            buckets: doc.buckets.map(i64::from),
        }
    }
}

/// A query as the SQL engines take it.
pub(crate) struct Conditions {
    /// Words of letters and digits only: the grammar of either engine must never be reached.
    pub(crate) words: Vec<String>,
    /// Groups of facet terms; one of each group must be there.
    pub(crate) terms: Vec<Vec<String>>,
    pub(crate) pay_k: i64,
    pub(crate) posted_s: i64,
    pub(crate) facets: bool,
}

impl Conditions {
    pub(crate) fn of(asking: &Asking) -> Self {
        let plain = |word: &String| !word.is_empty() && word.chars().all(char::is_alphanumeric);
        let (mut pay_k, mut posted_s) = (0, 0);
        for filter in &asking.filters {
            match filter {
                Filter::PayAtLeastK(least) => pay_k = i64::from(*least),
                Filter::PostedSinceS(since) => posted_s = *since as i64,
                Filter::Any(_) | Filter::Place { .. } | Filter::DeadlineFromDay(_) => {}
            }
        }
        Self {
            words: words::folded(&asking.words).into_iter().filter(plain).collect(),
            terms: asking.filters.iter().filter_map(asked::terms_of).collect(),
            pay_k,
            posted_s,
            facets: asking.facets,
        }
    }
}
