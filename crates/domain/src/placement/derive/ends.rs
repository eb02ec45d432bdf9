//! 3.5 and 3.6: where each accepted contract ended in fact.

use super::contracts::Accepted;
use super::evidence::Voices;
use super::number;
use crate::placement::{EndReason, Ended, EvidenceTerms, Fact, Reason, Source, Stretch};
use crate::time::day_of_number;
use chrono::NaiveDate;
use std::cmp::Reverse;

/// An accepted contract with the end that governs it.
pub(super) struct Held<'a> {
    /// The contract.
    pub(super) accepted: Accepted<'a>,
    /// The end that governs, if any was stated.
    pub(super) end: Option<Governing>,
}

/// The end of a contract that holds against all others stated.
pub(super) struct Governing {
    /// Last day of employment.
    pub(super) through: i32,
    /// Why.
    pub(super) reason: EndReason,
    /// Place of the fact in the order.
    pub(super) place: usize,
}

impl Held<'_> {
    /// The days of employment under it.
    pub(super) fn actual(&self) -> Stretch {
        let planned = self.accepted.planned;
        let until = self.end.as_ref().map_or(planned.until, |end| planned.until.min(end.through + 1));
        Stretch { until, ..planned }
    }
}

/// 3.5: every accepted contract with the end that governs it.
pub(super) fn held<'a>(
    accepted: Vec<Accepted<'a>>,
    visible: &[&Fact],
    voices: &Voices,
    evidence: &EvidenceTerms,
) -> Vec<Held<'a>> {
    let governed = accepted.into_iter().map(|accepted| {
        let end = governing(accepted.id, visible, voices, evidence);
        Held { accepted, end }
    });
    governed.collect()
}

/// The end by the strongest source, among equals the last; none from before a reinstatement, and none against which a
/// stronger source says that employment went on.
fn governing(id: &str, visible: &[&Fact], voices: &Voices, evidence: &EvidenceTerms) -> Option<Governing> {
    let undone = |fact: &&Fact| fact.says.reinstated() == Some(id);
    let from = visible.iter().rposition(undone).map_or(0, |at| at + 1);
    let ends = visible.iter().enumerate().skip(from).filter_map(|(place, fact)| {
        let ended = fact.says.ended().filter(|ended| ended.contract == id)?;
        Some((place, fact.source, ended))
    });
    let stand = ends.filter(|(_, source, ended)| !went_on(*source, ended, voices, evidence));
    let (place, _, ended) = stand.min_by_key(|(place, source, _)| (evidence.place(*source), Reverse(*place)))?;
    Some(Governing { through: number(ended.through), reason: ended.reason, place })
}

/// Whether a stronger source says that the person was employed on the day after this end.
fn went_on(source: Source, ended: &Ended, voices: &Voices, evidence: &EvidenceTerms) -> bool {
    let after = voices.on(number(ended.through) + 1);
    after.yes.iter().any(|speaker| evidence.ranks_above(*speaker, source))
}

/// 3.6: where no day of employment is left, the end that took the last ones away.
pub(super) fn emptied(held: &[Held<'_>]) -> Option<(NaiveDate, Reason)> {
    let taken = held.iter().filter(|held| !held.accepted.planned.is_empty() && held.actual().is_empty());
    let taken = taken.filter_map(|held| Some((held.accepted.planned.from, held.end.as_ref()?)));
    let (from, end) = taken.min_by_key(|(from, end)| (*from, Reverse(end.place)))?;
    Some((day_of_number(from)?, Reason::Ended(end.reason)))
}
