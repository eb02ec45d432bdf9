//! The moves that more than one stage makes: each is asked by [`super::step`], which decides whether it may be made.

use super::follow_up::Hire;
use super::letter::Letter;
use super::life::{Event, Stage, Way};
use super::reason::{NotHiredReason, WithdrawReason};
use super::refusal::Refusal;
use crate::clock::{Calendar, Term};
use crate::time::{Micros, days_after};
use crate::why::{NoteFault, Why, check_note};
use chrono::NaiveDate;

/// Days after the notice by which work may begin.
const START_AHEAD: u32 = 366;

pub(super) type Outcome = Result<(Stage, Vec<Event>), Refusal>;

pub(super) fn send(letter: Letter, way: Way, now: Micros, calendar: &Calendar) -> (Stage, Vec<Event>) {
    let due = calendar.due(now.day(), Term::WorkingDays(u32::from(letter.terms.answer_days)));
    (Stage::Sent { way, at: now, answer_by: due.end() }, vec![Event::Sent])
}

/// A hire counts for the letter only when it was told and begins after the letter was issued.
pub(super) fn hire(
    letter: Letter,
    (told_on, starts_on, ends_on): (NaiveDate, NaiveDate, Option<NaiveDate>),
    now: Micros,
    calendar: &Calendar,
) -> Outcome {
    if told_on > now.day() || told_on < letter.issued_on() {
        return Err(Refusal::NoticeOutOfRange);
    }
    check_start(letter, (starts_on, ends_on), told_on)?;
    // Told long ago and typed in today: the clocks began when it was told.
    let (hired, late) = Hire::told(told_on, starts_on, ends_on, calendar).passed(now);
    Ok((Stage::Hired(hired), [vec![Event::Hired], late].concat()))
}

pub(super) fn check_start(
    letter: Letter,
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
    told_on: NaiveDate,
) -> Result<(), Refusal> {
    if starts_on < letter.issued_on() {
        return Err(Refusal::StartBeforeLetter);
    }
    let ends_before = ends_on.is_some_and(|ends_on| ends_on < starts_on);
    if ends_before || starts_on > days_after(told_on, START_AHEAD) {
        return Err(Refusal::StartOutOfRange);
    }
    Ok(())
}

pub(super) fn refuse_hire(why: Why<NotHiredReason>, now: Micros) -> Outcome {
    noted(&why.note, why.reason == NotHiredReason::Other)?;
    Ok((Stage::NotHired { at: now, why }, vec![Event::NotHired]))
}

pub(super) fn no_show(now: Micros) -> (Stage, Vec<Event>) {
    (Stage::NoShow { at: now }, vec![Event::NoShow])
}

pub(super) fn withdraw(why: Why<WithdrawReason>, now: Micros) -> Outcome {
    if why.reason == WithdrawReason::ConsentWithdrawn {
        return Err(Refusal::ReasonNotYours);
    }
    noted(&why.note, why.reason == WithdrawReason::Other)?;
    Ok((Stage::Withdrawn { at: now, why }, vec![Event::Withdrawn]))
}

pub(super) fn consent_withdrawn(now: Micros) -> (Stage, Vec<Event>) {
    let why = Why::plain(WithdrawReason::ConsentWithdrawn);
    (Stage::Withdrawn { at: now, why }, vec![Event::Withdrawn])
}

fn noted(note: &str, needed: bool) -> Result<(), Refusal> {
    check_note(note, needed).map_err(|fault| match fault {
        NoteFault::Missing => Refusal::ReasonMissing,
        NoteFault::TooLong => Refusal::ReasonTooLong,
    })
}
