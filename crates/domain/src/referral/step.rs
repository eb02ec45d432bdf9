//! The one function that moves a referral. Total: every stage names every command, taken or refused. A true hire is
//! never refused because it was told late: money and duties hang on facts, not on the order in which they were told.

use super::follow_up::{Follow, Hire};
use super::letter::Letter;
use super::life::{Command, Event, Life, Side, Stage, State, Way};
use super::moves::{Outcome, check_start, consent_withdrawn, hire, no_show, refuse_hire, send, withdraw};
use super::refusal::Refusal;
use crate::clock::Calendar;
use crate::profile::Sight;
use crate::reveal::{Around, Contact};
use crate::time::Micros;
use chrono::NaiveDate;

/// What a stage is asked with.
struct Asked<'a> {
    letter: Letter,
    command: Command,
    now: Micros,
    calendar: &'a Calendar,
}

impl Asked<'_> {
    fn refused(&self, state: State) -> Outcome {
        Err(Refusal::NotFrom { state, command: self.command.name() })
    }
}

impl Life {
    /// What becomes of this referral when the command comes from a side at `now`, and what happened on the way.
    ///
    /// Time passes first, so that a late tick changes no answer. A refusal changes nothing.
    pub fn step(
        self,
        command: Command,
        side: Side,
        now: Micros,
        calendar: &Calendar,
    ) -> Result<(Self, Vec<Event>), Refusal> {
        let name = command.name();
        if !name.sides().contains(&side) {
            return Err(Refusal::NotYours { command: name, side });
        }
        let letter = self.letter;
        if now < letter.issued_at {
            return Err(Refusal::BeforeLetter);
        }
        let (life, mut events) = self.passed(now);
        let asked = Asked { letter, command, now, calendar };
        let (stage, more) = match life.stage {
            Stage::Issued { .. } => from_issued(life.stage, asked)?,
            Stage::Sent { way, at, answer_by } => from_sent((way, at, answer_by), asked)?,
            Stage::Hired(hired) => from_hired(hired, asked)?,
            Stage::NotHired { .. } | Stage::NoShow { .. } => from_not_hired(life, asked)?,
            Stage::Lapsed { was_sent, .. } => from_lapsed(life, asked, was_sent)?,
            Stage::Withdrawn { .. } => from_withdrawn(life, &asked)?,
        };
        events.extend(more);
        Ok((Self { letter, stage }, events))
    }

    /// What time alone makes of it. Ends lie where they were promised, not where the tick came.
    pub(super) fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        let letter = self.letter;
        let (stage, events) = match self.stage {
            Stage::Issued { send_by } if now >= send_by => {
                (Stage::Lapsed { at: send_by, was_sent: false }, vec![Event::Lapsed])
            }
            Stage::Sent { answer_by, .. } if now >= answer_by => {
                (Stage::Lapsed { at: answer_by, was_sent: true }, vec![Event::Lapsed])
            }
            Stage::Hired(hired) => {
                let (hired, events) = hired.passed(now);
                (Stage::Hired(hired), events)
            }
            stage @ (Stage::Issued { .. }
            | Stage::Sent { .. }
            | Stage::NotHired { .. }
            | Stage::NoShow { .. }
            | Stage::Withdrawn { .. }
            | Stage::Lapsed { .. }) => (stage, Vec::new()),
        };
        (Self { letter, stage }, events)
    }

    /// Whether the employer sees how to reach the person: the letter opens it, and a hire keeps it open.
    pub fn contact(&self, around: Around, now: Micros) -> Contact {
        let by_stage = match self.clone().passed(now).0.stage {
            Stage::Issued { .. } | Stage::Lapsed { was_sent: false, .. } => Contact::NotSent,
            Stage::Sent { .. } | Stage::Hired(_) => Contact::Open,
            Stage::NotHired { .. } | Stage::NoShow { .. } | Stage::Withdrawn { .. } | Stage::Lapsed { .. } => {
                Contact::Over
            }
        };
        by_stage.within(around)
    }

    /// In what relation the employer looks at what was sent; `None` when nothing of it may be seen: a referral that
    /// did not lead to work leaves nothing with the employer.
    pub fn sight(&self, around: Around, now: Micros) -> Option<Sight> {
        (self.contact(around, now) == Contact::Open).then_some(Sight::InContact)
    }
}

fn from_issued(stage: Stage, asked: Asked<'_>) -> Outcome {
    match asked.command {
        Command::Send(way) => Ok(send(asked.letter, way, asked.now, asked.calendar)),
        Command::Withdraw(why) => withdraw(why, asked.now),
        Command::ConsentWithdrawn => Ok(consent_withdrawn(asked.now)),
        Command::Tick => Ok((stage, Vec::new())),
        Command::Hire { .. }
        | Command::RefuseHire(_)
        | Command::RecordNoShow
        | Command::ChangeStart { .. }
        | Command::EnterResult
        | Command::FollowUp(_) => asked.refused(State::Issued),
    }
}

fn from_sent((sent_by, at, answer_by): (Way, Micros, Micros), asked: Asked<'_>) -> Outcome {
    let Asked { letter, command, now, calendar } = asked;
    match command {
        // Sending it again gives nobody more time.
        Command::Send(way) => Ok((Stage::Sent { way, at, answer_by }, vec![Event::SentAgain])),
        Command::Hire { told_on, starts_on, ends_on } => hire(letter, (told_on, starts_on, ends_on), now, calendar),
        Command::RefuseHire(why) => refuse_hire(why, now),
        Command::RecordNoShow => Ok(no_show(now)),
        Command::Withdraw(why) => withdraw(why, now),
        Command::ConsentWithdrawn => Ok(consent_withdrawn(now)),
        Command::Tick => Ok((Stage::Sent { way: sent_by, at, answer_by }, Vec::new())),
        Command::ChangeStart { .. } | Command::EnterResult | Command::FollowUp(_) => {
            Err(Refusal::NotFrom { state: State::Sent, command: command.name() })
        }
    }
}

fn from_hired(hired: Hire, asked: Asked<'_>) -> Outcome {
    let stay = |hired| Ok((Stage::Hired(hired), Vec::new()));
    match asked.command {
        Command::Hire { told_on, starts_on, ends_on }
            if (told_on, starts_on, ends_on) == (hired.told_on, hired.starts_on, hired.ends_on) =>
        {
            stay(hired)
        }
        // Until anybody else was told of it, a notice can be taken back.
        Command::RefuseHire(why) if hired.result.is_open() && hired.outcome.is_none() => refuse_hire(why, asked.now),
        Command::RefuseHire(_) => Err(Refusal::ResultEntered),
        Command::ChangeStart { starts_on, ends_on } => change_start(hired, (starts_on, ends_on), &asked),
        Command::EnterResult if hired.result.is_open() => {
            let entered = Hire { result: hired.result.done(asked.now.day()), ..hired };
            Ok((Stage::Hired(entered), vec![Event::ResultEntered]))
        }
        Command::FollowUp(found) => follow_up(hired, found, &asked),
        // A hire is a fact that papers and money hang on: a consent taken back does not undo it.
        Command::EnterResult | Command::ConsentWithdrawn | Command::Tick => stay(hired),
        Command::Send(_) | Command::Hire { .. } | Command::RecordNoShow | Command::Withdraw(_) => {
            asked.refused(State::Hired)
        }
    }
}

fn change_start(hired: Hire, days: (NaiveDate, Option<NaiveDate>), asked: &Asked<'_>) -> Outcome {
    if days == (hired.starts_on, hired.ends_on) {
        return Ok((Stage::Hired(hired), Vec::new()));
    }
    if hired.outcome.is_some() {
        return Err(Refusal::FollowedUp);
    }
    check_start(asked.letter, days, hired.told_on)?;
    let (hired, late) = hired.started(days.0, days.1, asked.calendar).passed(asked.now);
    Ok((Stage::Hired(hired), [vec![Event::StartChanged], late].concat()))
}

fn follow_up(hired: Hire, found: Follow, asked: &Asked<'_>) -> Outcome {
    if hired.outcome.is_some() {
        return Err(Refusal::FollowedUp);
    }
    let hired = hired.followed(found, asked.now, asked.calendar)?;
    let event = if hired.outcome.is_some() { Event::FollowedUp } else { Event::FollowUpTried };
    Ok((Stage::Hired(hired), vec![event]))
}

/// Not hired, or not come: the employer may say better, and a hire after all is a hire.
fn from_not_hired(life: Life, asked: Asked<'_>) -> Outcome {
    let state = life.state();
    let Asked { letter, command, now, calendar } = asked;
    match command {
        Command::Hire { told_on, starts_on, ends_on } => hire(letter, (told_on, starts_on, ends_on), now, calendar),
        Command::RefuseHire(why) if matches!(&life.stage, Stage::NotHired { why: before, .. } if *before == why) => {
            Ok((life.stage, Vec::new()))
        }
        Command::RefuseHire(why) => refuse_hire(why, now),
        Command::RecordNoShow if state == State::NoShow => Ok((life.stage, Vec::new())),
        Command::RecordNoShow => Ok(no_show(now)),
        Command::ConsentWithdrawn | Command::Tick => Ok((life.stage, Vec::new())),
        Command::Send(_)
        | Command::Withdraw(_)
        | Command::ChangeStart { .. }
        | Command::EnterResult
        | Command::FollowUp(_) => Err(Refusal::NotFrom { state, command: command.name() }),
    }
}

/// An answer that comes late is better than none; a letter that was never sent has nothing to be answered.
fn from_lapsed(life: Life, asked: Asked<'_>, was_sent: bool) -> Outcome {
    let Asked { letter, command, now, calendar } = asked;
    match command {
        Command::Hire { told_on, starts_on, ends_on } if was_sent => {
            hire(letter, (told_on, starts_on, ends_on), now, calendar)
        }
        Command::RefuseHire(why) if was_sent => refuse_hire(why, now),
        Command::RecordNoShow if was_sent => Ok(no_show(now)),
        Command::ConsentWithdrawn | Command::Tick => Ok((life.stage, Vec::new())),
        Command::Send(_)
        | Command::Hire { .. }
        | Command::RefuseHire(_)
        | Command::RecordNoShow
        | Command::Withdraw(_)
        | Command::ChangeStart { .. }
        | Command::EnterResult
        | Command::FollowUp(_) => Err(Refusal::NotFrom { state: State::Lapsed, command: command.name() }),
    }
}

fn from_withdrawn(life: Life, asked: &Asked<'_>) -> Outcome {
    match asked.command {
        Command::ConsentWithdrawn | Command::Tick => Ok((life.stage, Vec::new())),
        Command::Send(_)
        | Command::Hire { .. }
        | Command::RefuseHire(_)
        | Command::RecordNoShow
        | Command::Withdraw(_)
        | Command::ChangeStart { .. }
        | Command::EnterResult
        | Command::FollowUp(_) => asked.refused(State::Withdrawn),
    }
}
