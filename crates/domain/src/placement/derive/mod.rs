//! The derivation, step by step, in the order of section 3 of the rule: which facts are visible, which contracts are
//! read and accepted, where they end, what each day is, how far the clock came, what proves the days.

mod classes;
mod clock;
mod contracts;
mod ends;
mod evidence;
mod visible;

use crate::placement::{Attestation, Case, DaySet, EndReason, Fact, Outcome, Party, Reason, Source, Status, Stretch};
use crate::time::{day_number as number, day_of_number};
use chrono::NaiveDate;
use classes::Classes;
use clock::{Clock, State};
use ends::Held;
use evidence::{Voices, Weighed};

pub use evidence::{Heard, reached};

/// What follows from a case. The same case gives the same outcome for ever.
pub fn evaluate(case: &Case) -> Outcome {
    let visible = visible::visible(case);
    let voices = Voices::of(&visible);
    let held = ends::held(contracts::accepted(case, &visible), &visible, &voices, &case.terms.evidence);
    let Some(classes) = Classes::of(case, &visible, &held) else {
        return Outcome::without_employment(&case.id, ends::emptied(&held));
    };
    let clock = Clock::run(case, &visible, &held, &classes);
    told(case, &voices, &held, &classes, &clock)
}

/// 3.1: the facts of a case that hold, in the order.
pub fn visible_facts(case: &Case) -> Vec<&Fact> {
    visible::visible(case)
}

/// 3.3: whether a party has signed a contract as it stands: one that was restated since must be signed anew.
pub fn is_signed(case: &Case, contract: &str, party: Party) -> bool {
    contracts::signed_by(contract, party, &visible::visible(case), &case.terms.contract).is_some()
}

/// 3.11: the days that a fact attests, whether it says yes or no; none of another fact.
pub fn attested_days(fact: &Fact) -> Option<Stretch> {
    evidence::attested(fact).map(|(days, _)| days)
}

/// Whether a source that states this, recorded on a day, only says again what holds as the last that it said of any of
/// these days: the same, and of the same days as far as it reaches. Who could not tell says the same whenever.
pub fn is_said_again(case: &Case, source: Source, said: &Attestation, recorded_on: NaiveDate) -> bool {
    let visible = visible::visible(case);
    let of_source = visible.iter().filter(|fact| fact.source == source);
    let mut told = of_source.filter_map(|fact| Some((fact.says.attestation()?, fact.recorded_at.day())));
    if said.employed.is_none() {
        return told.any(|(known, _)| known == said);
    }
    let last =
        told.rfind(|(known, _)| known.employed.is_some() && known.from <= said.through && said.from <= known.through);
    last.is_some_and(|(known, on)| known == said && reached(known, on) == reached(said, recorded_on))
}

/// 3.12 and section 4: the status and what is told beside it.
fn told(case: &Case, voices: &Voices, held: &[Held<'_>], classes: &Classes, clock: &Clock) -> Outcome {
    let failed_on = match clock.state {
        State::Failed(on) => Some(on),
        State::Running | State::Reached => None,
    };
    let counted = clock.counted(classes, failed_on.unwrap_or(classes.today));
    let weighed = Weighed::of(&counted, voices, &case.terms.evidence);
    let seen_until = if clock.state == State::Reached { clock.due } else { classes.today };
    let seen = Stretch { from: classes.start, until: seen_until };
    Outcome {
        id: case.id.clone(),
        status: status(case, classes, clock, &weighed),
        start: day_of_number(classes.start),
        clock_from: day_of_number(clock.from),
        due: if failed_on.is_some() { None } else { day_of_number(clock.due) },
        required_days: clock.required,
        counted_days: counted.count(),
        verified_days: counted.count() - weighed.missing.count() - weighed.disputed.count(),
        missing: weighed.missing.stretches().to_vec(),
        disputed: weighed.disputed.stretches().to_vec(),
        gaps: classes.gaps.within(seen).stretches().to_vec(),
        paused: classes.paused.within(seen).stretches().to_vec(),
        on: failed_on.and_then(day_of_number),
        reason: failed_on.map(|on| failing_reason(on, held, classes)),
    }
}

/// 3.12: the first that fits.
fn status(case: &Case, classes: &Classes, clock: &Clock, weighed: &Weighed) -> Status {
    if classes.start >= classes.today {
        return Status::NotStarted;
    }
    match clock.state {
        State::Failed(_) => Status::Failed,
        State::Running => Status::Counting,
        State::Reached if weighed.disputed.count() > 0 => Status::Disputed,
        State::Reached if weighed.missing.count() == 0 => Status::Confirmed,
        State::Reached if classes.today > clock.due + case.terms.evidence.within_days => Status::Lapsed,
        State::Reached => Status::AwaitingEvidence,
    }
}

/// 3.10: why the placement failed on a day.
fn failing_reason(on: i32, held: &[Held<'_>], classes: &Classes) -> Reason {
    if classes.employment.contains(on) {
        return Reason::Leave;
    }
    let ends = held.iter().filter_map(|held| held.end.as_ref()).filter(|end| end.through == on - 1);
    let governing = ends.max_by_key(|end| end.place);
    Reason::Ended(governing.map_or(EndReason::Expired, |end| end.reason))
}

/// What each source says of the days of these stretches, cut where it changes.
pub fn heard(case: &Case, stretches: &[Stretch]) -> Vec<Heard> {
    let voices = Voices::of(&visible::visible(case));
    voices.heard(stretches)
}

/// The days of a stretch of which a source has said neither yes nor no, as runs in their order. Days that it could not
/// tell of are among them.
pub fn unsaid_days(case: &Case, source: Source, within: Stretch) -> Vec<Stretch> {
    let is_spoken = |heard: &Heard| heard.yes.contains(&source) || heard.no.contains(&source);
    let open = heard(case, &[within]).into_iter().filter(|heard| !is_spoken(heard)).map(|heard| heard.days);
    DaySet::of(open).stretches().to_vec()
}

/// The day by which the version of a policy is chosen: the earliest day on which anybody signed the first contract,
/// the one with the earliest start. `rank` decides which retractions have an effect.
pub fn first_signature(case: &Case) -> Option<NaiveDate> {
    let visible = visible::visible(case);
    let contracts = contracts::last_statements(&visible);
    let first = contracts.iter().min_by_key(|contract| (contract.start, contract.contract.as_str()))?;
    let signatures = visible.iter().filter_map(|fact| fact.says.signature());
    signatures.filter(|signature| signature.contract == first.contract).map(|signature| signature.signed_on).min()
}

/// The days that are agreed for work: from the earliest start of the contracts that are read (3.2), signed or not,
/// through the latest of their planned ends, which is none where one of them is indefinite. None where none is read.
pub fn agreed_days(case: &Case) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let read = contracts::read(case, &visible::visible(case));
    let start = read.iter().map(|contract| contract.start).min()?;
    let ends: Option<Vec<NaiveDate>> = read.iter().map(|contract| contract.through).collect();
    Some((start, ends.and_then(|ends| ends.into_iter().max())))
}

/// The contract by which employment began: of those that are accepted and have a day, the one with the first, and the
/// day on which the second of its parties signed it (3.3 to 3.6). None where there is no employment.
pub fn first_contract(case: &Case) -> Option<(&str, NaiveDate)> {
    let visible = visible::visible(case);
    let voices = Voices::of(&visible);
    let held = ends::held(contracts::accepted(case, &visible), &visible, &voices, &case.terms.evidence);
    let with_days = held.iter().filter(|held| !held.actual().is_empty());
    let first = with_days.min_by_key(|held| (held.actual().from, held.accepted.id))?;
    Some((first.accepted.id, first.accepted.signed_on))
}

/// The sources that would still have to say yes, for each set that could verify a day.
pub fn needed_days(case: &Case, heard: &Heard) -> Vec<Vec<Source>> {
    let sets = case.terms.evidence.any_of.iter();
    sets.map(|set| set.iter().copied().filter(|source| !heard.yes.contains(source)).collect()).collect()
}
