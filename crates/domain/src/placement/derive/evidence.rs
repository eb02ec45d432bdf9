//! 3.11: what the sources say of each day, and which days that proves.

use super::number;
use crate::placement::{Attestation, DaySet, EvidenceTerms, Fact, Source, Stretch};
use chrono::NaiveDate;

/// One attestation as far as it reaches.
struct Voice {
    source: Source,
    reach: Stretch,
    employed: bool,
}

/// All attestations that say yes or no, in the order.
pub(super) struct Voices(Vec<Voice>);

/// Who says what of the days of a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The days.
    pub days: Stretch,
    /// Sources that say the person was employed.
    pub yes: Vec<Source>,
    /// Sources that say the person was not.
    pub no: Vec<Source>,
}

/// 3.11: the last day that an attestation speaks of where it is recorded on a day: nobody can speak of days after the
/// one on which he spoke. Before its first day where it speaks of none.
pub fn reached(said: &Attestation, recorded_on: NaiveDate) -> NaiveDate {
    said.through.min(said.stated_on.unwrap_or(recorded_on)).min(recorded_on)
}

/// The days that a fact attests, and whether the person was employed on them; who could not tell attests nothing.
pub(super) fn attested(fact: &Fact) -> Option<(Stretch, bool)> {
    let said = fact.says.attestation()?;
    let through = reached(said, fact.recorded_at.day());
    let reach = Stretch { from: number(said.from), until: number(through) + 1 };
    said.employed.filter(|_| !reach.is_empty()).map(|employed| (reach, employed))
}

impl Voices {
    /// All that is attested, in the order.
    pub(super) fn of(visible: &[&Fact]) -> Self {
        let voices = visible.iter().filter_map(|fact| {
            let (reach, employed) = attested(fact)?;
            Some(Voice { source: fact.source, reach, employed })
        });
        Self(voices.collect())
    }

    /// What each source says of a day: the last of its attestations that covers it.
    pub(super) fn on(&self, day: i32) -> Heard {
        let last = |source: Source| {
            self.0.iter().rfind(|voice| voice.source == source && voice.reach.contains(day)).map(|voice| voice.employed)
        };
        let saying = |employed| Source::ALL.iter().copied().filter(|source| last(*source) == Some(employed)).collect();
        Heard { days: Stretch { from: day, until: day + 1 }, yes: saying(true), no: saying(false) }
    }

    /// What is said of these stretches, cut where anybody begins or ceases to speak; neighbours that say the same are
    /// one.
    pub(super) fn heard(&self, stretches: &[Stretch]) -> Vec<Heard> {
        let mut cuts: Vec<i32> = self.0.iter().flat_map(|voice| [voice.reach.from, voice.reach.until]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut all: Vec<Heard> = Vec::new();
        for stretch in stretches {
            let mut from = stretch.from;
            let inside = cuts.iter().copied().filter(|cut| stretch.from < *cut && *cut < stretch.until);
            for until in inside.chain([stretch.until]) {
                let heard = Heard { days: Stretch { from, until }, ..self.on(from) };
                match all.last_mut() {
                    Some(last) if last.days.until == from && last.yes == heard.yes && last.no == heard.no => {
                        last.days.until = until;
                    }
                    _ => all.push(heard),
                }
                from = until;
            }
        }
        all
    }
}

/// The days among the needed ones that are not proved.
pub(super) struct Weighed {
    /// Nobody denies them, and no set of sources proves them.
    pub(super) missing: DaySet,
    /// Somebody denies them, and none stronger proves them.
    pub(super) disputed: DaySet,
}

impl Weighed {
    pub(super) fn of(needed: &DaySet, voices: &Voices, evidence: &EvidenceTerms) -> Self {
        let heard = voices.heard(needed.stretches());
        let open = heard.iter().filter(|heard| !is_verified(heard, evidence));
        let (missing, disputed): (Vec<&Heard>, Vec<&Heard>) = open.partition(|heard| heard.no.is_empty());
        let days = |heard: Vec<&Heard>| DaySet::of(heard.into_iter().map(|heard| heard.days));
        Self { missing: days(missing), disputed: days(disputed) }
    }
}

/// Whether some set says yes whose strongest member is stronger than everybody who says no.
fn is_verified(heard: &Heard, evidence: &EvidenceTerms) -> bool {
    let satisfied = evidence.any_of.iter().filter(|set| set.iter().all(|source| heard.yes.contains(source)));
    let mut strongest = satisfied.filter_map(|set| set.iter().map(|source| evidence.place(*source)).min());
    let denied = heard.no.iter().map(|source| evidence.place(*source)).min();
    strongest.any(|place| denied.is_none_or(|denied| place < denied))
}
