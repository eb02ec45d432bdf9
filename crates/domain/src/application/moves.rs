//! The moves that more than one stage makes: each is asked by [`super::step`], which decides whether it may be made.

use super::life::{Ended, Event, Life, Open, Place, Stage, Trail};
use super::reason::{EndReason, WithdrawReason};
use super::refusal::Refusal;
use super::response::Response;
use super::terms::{INTERVIEW_DAYS, KEEP_DAYS_MOST, Terms};
use crate::time::{Micros, days_after};
use crate::why::{NoteFault, Why, check_note};
use chrono::{Days, NaiveDate};

/// Days by which the first day of work may lie behind the notice: papers of a hire come late.
const START_BEHIND: u64 = 60;
/// Days by which it may lie ahead.
const START_AHEAD: u64 = 366;

pub(super) type Outcome = Result<(Stage, Vec<Event>), Refusal>;

/// The end of the day so many days after the day of an instant.
pub(super) fn end_in_days(now: Micros, days: u32) -> Micros {
    Micros::end_of(days_after(now.day(), days))
}

fn answer_by(terms: Terms, now: Micros) -> Micros {
    end_in_days(now, u32::from(terms.answer_days))
}

/// Over from this instant. With no days to keep, it goes at the end of that day.
pub(super) fn ended(terms: Terms, at: Micros) -> Ended {
    Ended { at, keep_until: end_in_days(at, u32::from(terms.keep_days)) }
}

pub(super) fn sent(terms: Terms, now: Micros) -> Stage {
    let trail = Trail { sent_at: now, answered_at: None };
    Stage::Open(Open { place: Place::Sent, trail, answer_by: answer_by(terms, now) })
}

/// Looking is no answer: the clock of the employer goes on.
pub(super) fn seen(open: Open) -> (Stage, Vec<Event>) {
    match open.place {
        Place::Sent => (Stage::Open(Open { place: Place::Seen, ..open }), vec![Event::Seen]),
        Place::Seen | Place::Shortlisted | Place::Interview { .. } => (Stage::Open(open), Vec::new()),
    }
}

fn answered(trail: Trail, now: Micros) -> Trail {
    Trail { answered_at: trail.answered_at.or(Some(now)), ..trail }
}

/// An answer starts the clock anew: the next one is owed in the same time.
pub(super) fn shortlisted(trail: Trail, terms: Terms, now: Micros, event: Event) -> (Stage, Vec<Event>) {
    let open = Open { place: Place::Shortlisted, trail: answered(trail, now), answer_by: answer_by(terms, now) };
    (Stage::Open(open), vec![event])
}

/// The clock for the next answer starts with the day of the interview.
pub(super) fn set_interview(open: Open, at: Micros, terms: Terms, now: Micros) -> Outcome {
    if at <= now {
        return Err(Refusal::InterviewPassed);
    }
    if at >= end_in_days(now, INTERVIEW_DAYS) {
        return Err(Refusal::InterviewTooFar);
    }
    let event = match open.place {
        Place::Interview { at: before } if before == at => return Ok((Stage::Open(open), Vec::new())),
        Place::Interview { .. } => Event::InterviewMoved,
        Place::Sent | Place::Seen | Place::Shortlisted => Event::InterviewSet,
    };
    let trail = answered(open.trail, now);
    let open = Open { place: Place::Interview { at }, trail, answer_by: answer_by(terms, at) };
    Ok((Stage::Open(open), vec![event]))
}

pub(super) fn hire(trail: Trail, starts_on: NaiveDate, now: Micros) -> Outcome {
    let today = now.day();
    let earliest = today.checked_sub_days(Days::new(START_BEHIND)).unwrap_or(NaiveDate::MIN);
    let latest = today.checked_add_days(Days::new(START_AHEAD)).unwrap_or(NaiveDate::MAX);
    if !(earliest..=latest).contains(&starts_on) {
        return Err(Refusal::StartOutOfRange);
    }
    Ok((Stage::Hired { trail: answered(trail, now), at: now, starts_on }, vec![Event::Hired]))
}

/// Whether somebody can be told no for this reason in these words, wherever the application stands: asked before the
/// same answer goes to many.
///
/// # Errors
///
/// `ReasonNotYours` for a reason that only the exchange sets, `ReasonMissing` where the reason needs words and there
/// are none, `ReasonTooLong` over [`crate::why::NOTE_CHARS`].
pub fn check_rejection(why: &Why<EndReason>) -> Result<(), Refusal> {
    if !why.reason.is_employers() {
        return Err(Refusal::ReasonNotYours);
    }
    noted(&why.note, why.reason == EndReason::Other)
}

pub(super) fn reject(trail: Trail, why: Why<EndReason>, terms: Terms, now: Micros) -> Outcome {
    check_rejection(&why)?;
    Ok((Stage::NotSuitable(answered(trail, now), why, ended(terms, now)), vec![Event::Rejected]))
}

/// Nobody has to say why.
pub(super) fn withdraw(trail: Option<Trail>, why: Why<WithdrawReason>, terms: Terms, now: Micros) -> Outcome {
    if !why.reason.is_applicants() {
        return Err(Refusal::ReasonNotYours);
    }
    noted(&why.note, false)?;
    Ok((Stage::Withdrawn(trail, why, ended(terms, now)), vec![Event::Withdrawn]))
}

pub(super) fn taken_back(trail: Option<Trail>, reason: WithdrawReason, end: Ended) -> (Stage, Vec<Event>) {
    (Stage::Withdrawn(trail, Why::plain(reason), end), vec![Event::Withdrawn])
}

/// What the employer never saw counts for nothing.
pub(super) fn erased_before_sent() -> (Stage, Vec<Event>) {
    (Stage::Erased { last: None, response: Response::NotCounted }, vec![Event::Erased])
}

pub(super) fn erased(life: &Life) -> (Stage, Vec<Event>) {
    (Stage::Erased { last: life.status(), response: life.response() }, vec![Event::Erased])
}

/// An agreement to keep makes the period longer, never shorter, and not longer than the most.
pub(super) fn kept_until(end: Ended, until: Micros, now: Micros) -> Result<Ended, Refusal> {
    if until <= end.keep_until || until <= now {
        return Err(Refusal::KeepNotLater);
    }
    if until > end_in_days(end.at, KEEP_DAYS_MOST) {
        return Err(Refusal::KeepTooLong);
    }
    Ok(Ended { keep_until: until, ..end })
}

/// Without the agreement, the period is the one promised; when that is over, it is over now.
pub(super) fn no_longer_kept(end: Ended, terms: Terms, now: Micros) -> Ended {
    let promised = ended(terms, end.at).keep_until;
    Ended { keep_until: end.keep_until.min(promised.max(now)), ..end }
}

fn noted(note: &str, needed: bool) -> Result<(), Refusal> {
    check_note(note, needed).map_err(|fault| match fault {
        NoteFault::Missing => Refusal::ReasonMissing,
        NoteFault::TooLong => Refusal::ReasonTooLong,
    })
}
