//! 3.1: which facts hold, and their order.

use crate::placement::{Case, EvidenceTerms, Fact};

/// The facts known at `known_at` that no retraction removed, in the order: by when they were recorded, then by id.
pub(super) fn visible(case: &Case) -> Vec<&Fact> {
    let mut known: Vec<&Fact> = case.facts.iter().filter(|fact| fact.recorded_at <= case.known_at).collect();
    known.sort_unstable_by(|a, b| (a.recorded_at, a.id.as_str()).cmp(&(b.recorded_at, b.id.as_str())));
    let mut removed = vec![false; known.len()];
    for at in (0..known.len()).rev() {
        if removed[at] {
            continue;
        }
        if let Some(earlier) = removes(known[at], &known[..at], &case.terms.evidence) {
            removed[earlier] = true;
        }
    }
    known.into_iter().zip(removed).filter(|(_, removed)| !removed).map(|(fact, _)| fact).collect()
}

/// Place of the fact that a retraction removes: one that stands earlier, and not of a stronger source.
fn removes(fact: &Fact, earlier: &[&Fact], evidence: &EvidenceTerms) -> Option<usize> {
    let retracts = fact.says.retracts()?;
    let at = earlier.iter().position(|target| target.id == retracts)?;
    let target = earlier[at].source;
    (fact.source == target || evidence.ranks_above(fact.source, target)).then_some(at)
}
