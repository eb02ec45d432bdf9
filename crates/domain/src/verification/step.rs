//! The one function that moves a verification. Total: every state names every command, taken or refused.

use super::evidence::{EVIDENCE_MOST, Evidence, REFERENCE_CHARS};
use super::life::{Ahead, Closed, Command, Event, Life, Renewal, Side, Verified};
use super::reason::{RefuseReason, RevokeReason};
use super::refusal::Refusal;
use crate::clock::{Calendar, Duty, Term};
use crate::time::{Micros, days_after};
use crate::why::{NoteFault, Why, check_note};
use chrono::NaiveDate;

/// Working days in which an officer answers. A rule of the house.
const ANSWER_DAYS: u32 = 2;
/// Days ahead that a verification may reach: then somebody looks again.
const LONGEST_DAYS: u32 = 731;

type Outcome = Result<(Life, Vec<Event>), Refusal>;

/// What a state is asked with.
struct Asked<'a> {
    command: Command,
    side: Side,
    now: Micros,
    calendar: &'a Calendar,
    refused: Refusal,
}

impl Life {
    /// What becomes of this verification when the command comes from a side at `now`, and what happened on the way.
    ///
    /// Time passes first, so that a late tick changes no answer. A refusal changes nothing.
    pub fn step(self, command: Command, side: Side, now: Micros, calendar: &Calendar) -> Outcome {
        let name = command.name();
        if !name.sides().contains(&side) {
            return Err(Refusal::NotYours { command: name, side });
        }
        let (life, mut events) = self.passed(now);
        let refused = Refusal::NotFrom { state: life.state(), command: name };
        let asked = Asked { command, side, now, calendar, refused };
        let (life, more) = match life {
            Self::Unverified => from_unverified(asked)?,
            Self::Submitted { at, evidence, answer, before } => from_submitted((at, evidence, answer, before), asked)?,
            Self::Verified(held) => from_verified(held, asked)?,
            Self::Closed(closed) => from_closed(closed, asked)?,
            Self::Expired { at } => from_expired(at, asked)?,
        };
        events.extend(more);
        Ok((life, events))
    }

    fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        match self {
            Self::Submitted { at, evidence, answer, before } if answer.passed(now) != answer => {
                let answer = answer.passed(now);
                (Self::Submitted { at, evidence, answer, before }, vec![Event::AnswerOverdue])
            }
            Self::Verified(held) => held.passed(now),
            Self::Unverified | Self::Submitted { .. } | Self::Closed(_) | Self::Expired { .. } => (self, Vec::new()),
        }
    }
}

impl Verified {
    fn passed(mut self, now: Micros) -> (Life, Vec<Event>) {
        if now < self.until {
            let events = match &mut self.renewal {
                Some(renewal) if renewal.answer.passed(now) != renewal.answer => {
                    renewal.answer = renewal.answer.passed(now);
                    vec![Event::AnswerOverdue]
                }
                Some(_) | None => Vec::new(),
            };
            return (Life::Verified(self), events);
        }
        let Some(Renewal { at, evidence, answer }) = self.renewal else {
            return (Life::Expired { at: self.until }, vec![Event::Expired]);
        };
        // It was handed in in time and goes on waiting, now without what held meanwhile.
        let waits = Life::Submitted { at, evidence, answer, before: self.refused };
        let (life, more) = waits.passed(now);
        (life, [vec![Event::Expired], more].concat())
    }

    /// What should be told of its end now: nothing when that, or something later, was told.
    fn untold(&self, now: Micros) -> Option<Ahead> {
        Ahead::come(self.until, now).filter(|ahead| self.told.is_none_or(|told| told < *ahead))
    }
}

fn from_unverified(asked: Asked<'_>) -> Outcome {
    match asked.command {
        Command::Submit(evidence) => submit(evidence, None, asked.side, (asked.now, asked.calendar)),
        // An employer who only telephones hands in nothing: the officer brings the evidence.
        Command::Verify { evidence, through } => {
            Ok((verified(asked.now, evidence, through, asked.now)?, vec![Event::Verified]))
        }
        Command::ChangeIdentity | Command::Tick => Ok((Life::Unverified, Vec::new())),
        Command::TakeBack | Command::Refuse(_) | Command::Revoke(_) => Err(asked.refused),
    }
}

fn from_submitted(
    (at, handed_in, answer, before): (Micros, Vec<Evidence>, Duty, Option<Closed>),
    asked: Asked<'_>,
) -> Outcome {
    let now = asked.now;
    match asked.command {
        // More evidence for the same question: the officer's time does not begin anew.
        Command::Submit(more) => {
            check_giver(&more, asked.side)?;
            let evidence = joined(handed_in.clone(), more);
            check_evidence(&evidence, now)?;
            let events = if evidence == handed_in { Vec::new() } else { vec![Event::Submitted] };
            Ok((Life::Submitted { at, evidence, answer, before }, events))
        }
        Command::TakeBack => Ok((behind(before), vec![Event::TakenBack])),
        Command::Verify { evidence, through } => {
            Ok((verified(now, joined(handed_in, evidence), through, now)?, vec![Event::Verified]))
        }
        Command::Refuse(why) => {
            noted(&why.note, why.reason == RefuseReason::Other)?;
            Ok((Life::Closed(Closed::Refused { at: now, why }), vec![Event::Refused]))
        }
        Command::ChangeIdentity => Ok((behind(before), vec![Event::IdentityChanged])),
        Command::Tick => Ok((Life::Submitted { at, evidence: handed_in, answer, before }, Vec::new())),
        Command::Revoke(_) => Err(asked.refused),
    }
}

/// Handing in and taking back, or changing the name meanwhile, does not wash off a no.
fn behind(before: Option<Closed>) -> Life {
    before.map_or(Life::Unverified, Life::Closed)
}

fn from_verified(mut held: Verified, asked: Asked<'_>) -> Outcome {
    match asked.command {
        Command::Submit(evidence) => submit_again(held, evidence, asked.side, (asked.now, asked.calendar)),
        // Going on rests on what is seen and handed in now, not on what was seen years ago.
        Command::Verify { evidence, through } => {
            let handed_in = held.renewal.as_ref().map_or_else(Vec::new, |renewal| renewal.evidence.clone());
            let renewed = verified(held.at, joined(handed_in, evidence), through, asked.now)?;
            let same = renewed == Life::Verified(held);
            Ok((renewed, if same { Vec::new() } else { vec![Event::Renewed] }))
        }
        Command::TakeBack if held.renewal.is_some() => {
            held.renewal = None;
            Ok((Life::Verified(held), vec![Event::TakenBack]))
        }
        Command::Refuse(why) if held.renewal.is_some() => {
            noted(&why.note, why.reason == RefuseReason::Other)?;
            // The refusal says until when it holds: that is not told once more.
            held.told = held.untold(asked.now).or(held.told);
            held.renewal = None;
            held.refused = Some(Closed::Refused { at: asked.now, why });
            Ok((Life::Verified(held), vec![Event::RenewalRefused]))
        }
        Command::Revoke(why) => revoke(why, asked.now),
        Command::ChangeIdentity => Ok((Life::Unverified, vec![Event::IdentityChanged])),
        Command::Tick => match held.untold(asked.now) {
            Some(ahead) if held.renewal.is_none() => {
                held.told = Some(ahead);
                Ok((Life::Verified(held), vec![Event::EndsSoon]))
            }
            Some(_) | None => Ok((Life::Verified(held), Vec::new())),
        },
        Command::TakeBack | Command::Refuse(_) => Err(asked.refused),
    }
}

/// Handed in again before the end: what holds goes on holding meanwhile.
fn submit_again(mut held: Verified, more: Vec<Evidence>, side: Side, when: (Micros, &Calendar)) -> Outcome {
    let (renewal, events) = match held.renewal.take() {
        // More evidence for the same question: the officer's time does not begin anew.
        Some(Renewal { at, evidence: handed_in, answer }) => {
            check_giver(&more, side)?;
            let evidence = joined(handed_in.clone(), more);
            check_evidence(&evidence, when.0)?;
            let events = if evidence == handed_in { Vec::new() } else { vec![Event::Submitted] };
            (Renewal { at, evidence, answer }, events)
        }
        None if when.0 < held.renewable_from() => {
            return Err(Refusal::RenewalTooEarly { from: held.renewable_from().day() });
        }
        None => (handed_in(more, side, when)?, vec![Event::Submitted]),
    };
    held.renewal = Some(renewal);
    Ok((Life::Verified(held), events))
}

/// Refused or revoked: the way back leads through new evidence and an officer's answer to it.
fn from_closed(closed: Closed, asked: Asked<'_>) -> Outcome {
    match asked.command {
        Command::Submit(evidence) => submit(evidence, Some(closed), asked.side, (asked.now, asked.calendar)),
        // A new name does not wash off what the old one did.
        Command::ChangeIdentity | Command::Tick => Ok((Life::Closed(closed), Vec::new())),
        Command::TakeBack | Command::Verify { .. } | Command::Refuse(_) | Command::Revoke(_) => Err(asked.refused),
    }
}

fn from_expired(at: Micros, asked: Asked<'_>) -> Outcome {
    match asked.command {
        Command::Submit(evidence) => submit(evidence, None, asked.side, (asked.now, asked.calendar)),
        Command::Verify { evidence, through } => {
            Ok((verified(asked.now, evidence, through, asked.now)?, vec![Event::Verified]))
        }
        Command::Revoke(why) => revoke(why, asked.now),
        Command::ChangeIdentity => Ok((Life::Unverified, vec![Event::IdentityChanged])),
        Command::Tick => Ok((Life::Expired { at }, Vec::new())),
        Command::TakeBack | Command::Refuse(_) => Err(asked.refused),
    }
}

fn submit(evidence: Vec<Evidence>, before: Option<Closed>, side: Side, when: (Micros, &Calendar)) -> Outcome {
    let Renewal { at, evidence, answer } = handed_in(evidence, side, when)?;
    Ok((Life::Submitted { at, evidence, answer, before }, vec![Event::Submitted]))
}

/// Evidence that an officer owes an answer to from now on.
fn handed_in(evidence: Vec<Evidence>, side: Side, (now, calendar): (Micros, &Calendar)) -> Result<Renewal, Refusal> {
    check_giver(&evidence, side)?;
    check_evidence(&evidence, now)?;
    let answer = Duty::until(calendar.due(now.day(), Term::WorkingDays(ANSWER_DAYS)));
    Ok(Renewal { at: now, evidence, answer })
}

/// What only an officer can have seen is not handed in by the organisation, or it could vouch for itself.
fn check_giver(evidence: &[Evidence], side: Side) -> Result<(), Refusal> {
    let vouches = evidence.iter().any(|piece| piece.kind.is_independent());
    if side == Side::Organisation && vouches { Err(Refusal::EvidenceNotYours) } else { Ok(()) }
}

fn verified(since: Micros, evidence: Vec<Evidence>, through: NaiveDate, now: Micros) -> Result<Life, Refusal> {
    check_evidence(&evidence, now)?;
    if !evidence.iter().any(|piece| piece.kind.is_independent()) {
        return Err(Refusal::EvidenceNotIndependent);
    }
    let today = now.day();
    if through < today || through > days_after(today, LONGEST_DAYS) {
        return Err(Refusal::EndOutOfRange);
    }
    let until = Micros::end_of(through);
    // Whoever hears the yes knows its end: what is nearer than a month is not told at once again.
    let told = Ahead::come(until, now);
    Ok(Life::Verified(Verified { at: since, until, evidence, told, renewal: None, refused: None }))
}

fn revoke(why: Why<RevokeReason>, now: Micros) -> Outcome {
    noted(&why.note, why.reason == RevokeReason::Other)?;
    Ok((Life::Closed(Closed::Revoked { at: now, why }), vec![Event::Revoked]))
}

/// The pieces of both, each once.
fn joined(mut before: Vec<Evidence>, more: Vec<Evidence>) -> Vec<Evidence> {
    for piece in more {
        if !before.contains(&piece) {
            before.push(piece);
        }
    }
    before
}

fn check_evidence(evidence: &[Evidence], now: Micros) -> Result<(), Refusal> {
    let blank = |piece: &Evidence| piece.reference.trim().is_empty();
    if evidence.is_empty() || evidence.iter().any(blank) {
        return Err(Refusal::EvidenceMissing);
    }
    let long = |piece: &Evidence| piece.reference.chars().count() > REFERENCE_CHARS;
    if evidence.len() > EVIDENCE_MOST || evidence.iter().any(long) {
        return Err(Refusal::EvidenceTooMuch);
    }
    if evidence.iter().any(|piece| piece.seen_on > now.day()) { Err(Refusal::EvidenceInFuture) } else { Ok(()) }
}

fn noted(note: &str, needed: bool) -> Result<(), Refusal> {
    check_note(note, needed).map_err(|fault| match fault {
        NoteFault::Missing => Refusal::ReasonMissing,
        NoteFault::TooLong => Refusal::ReasonTooLong,
    })
}
