//! The one function that moves an application. Total: every stage names every command, taken or refused. A command of
//! the wrong side is refused whatever the stage.

use super::life::{Command, Ended, Event, Life, Open, Place, Side, Stage, Trail};
use super::moves::{
    Outcome, end_in_days, ended, erased, erased_before_sent, hire, kept_until, no_longer_kept, reject, seen, sent,
    set_interview, shortlisted, taken_back, withdraw,
};
use super::reason::{EndReason, WithdrawReason};
use super::refusal::Refusal;
use super::terms::{GUARDIAN_DAYS, Terms};
use crate::time::Micros;
use crate::why::Why;

impl Life {
    /// What becomes of this application when the command comes from a side at `now`, and what happened on the way.
    ///
    /// Time passes first: an answer that came after its end finds the application closed already, so that a late tick
    /// changes no answer. A refusal changes nothing.
    pub fn step(self, command: Command, side: Side, now: Micros) -> Result<(Self, Vec<Event>), Refusal> {
        let name = command.name();
        if name.side() != side {
            return Err(Refusal::NotYours { command: name, side });
        }
        let terms = self.terms;
        let (life, mut events) = self.passed(now);
        let refused = Refusal::NotFrom { state: life.state(), command: name };
        let (stage, more) = match life.stage {
            Stage::Draft { until } => from_draft(until, terms, &command, now, refused)?,
            Stage::AwaitingGuardian { until } => from_guardian(until, terms, command, now, refused)?,
            Stage::Open(open) => from_open(open, terms, command, now, refused)?,
            Stage::Hired { .. } => from_hired(life.stage, &command, refused)?,
            Stage::NotSuitable(trail, ref why, end) => from_not_suitable(&life, (trail, why, end), &command, now)?,
            Stage::Withdrawn(trail, ref why, end) => from_withdrawn(&life, (trail, why, end), &command, now)?,
            Stage::Erased { .. } => from_erased(life.stage, &command, refused)?,
        };
        events.extend(more);
        Ok((Self { terms, stage }, events))
    }

    /// What time alone makes of it. Ends lie where they were promised, not where the tick came.
    pub(super) fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        let mut life = self;
        let mut events = Vec::new();
        while life.due_at().is_some_and(|due| now >= due) {
            let (stage, more) = overdue(&life);
            life.stage = stage;
            events.extend(more);
        }
        (life, events)
    }
}

/// Each turn brings it nearer to the end: at most three in a row.
fn overdue(life: &Life) -> (Stage, Vec<Event>) {
    let terms = life.terms;
    match &life.stage {
        Stage::AwaitingGuardian { until } => taken_back(None, WithdrawReason::GuardianSilent, ended(terms, *until)),
        Stage::Open(Open { trail, answer_by, .. }) => {
            let why = Why::plain(EndReason::NoAnswer);
            (Stage::NotSuitable(*trail, why, ended(terms, *answer_by)), vec![Event::Unanswered])
        }
        Stage::Draft { .. }
        | Stage::NotSuitable(..)
        | Stage::Withdrawn(..)
        | Stage::Hired { .. }
        | Stage::Erased { .. } => erased(life),
    }
}

fn from_draft(until: Micros, terms: Terms, command: &Command, now: Micros, refused: Refusal) -> Outcome {
    match command {
        Command::Submit if !terms.hold() => Err(Refusal::TermsOutOfRange),
        Command::Submit if terms.needs_guardian => {
            let until = end_in_days(now, GUARDIAN_DAYS);
            Ok((Stage::AwaitingGuardian { until }, vec![Event::GuardianAsked]))
        }
        Command::Submit => Ok((sent(terms, now), vec![Event::Sent])),
        Command::Erase => Ok(erased_before_sent()),
        Command::RemovePosting | Command::ConsentWithdrawn | Command::Tick => Ok((Stage::Draft { until }, Vec::new())),
        Command::GuardianAgreed
        | Command::GuardianRefused
        | Command::MarkSeen
        | Command::Shortlist
        | Command::SetInterview { .. }
        | Command::CancelInterview
        | Command::Hire { .. }
        | Command::Reject(_)
        | Command::Reconsider
        | Command::Withdraw(_)
        | Command::AllowKeeping { .. }
        | Command::StopKeeping => Err(refused),
    }
}

fn from_guardian(until: Micros, terms: Terms, command: Command, now: Micros, refused: Refusal) -> Outcome {
    match command {
        Command::GuardianAgreed => Ok((sent(terms, now), vec![Event::Sent])),
        Command::GuardianRefused => Ok(taken_back(None, WithdrawReason::GuardianRefused, ended(terms, now))),
        Command::Withdraw(why) => withdraw(None, why, terms, now),
        Command::ConsentWithdrawn => Ok(taken_back(None, WithdrawReason::ConsentWithdrawn, ended(terms, now))),
        Command::RemovePosting | Command::Erase => Ok(erased_before_sent()),
        Command::Tick => Ok((Stage::AwaitingGuardian { until }, Vec::new())),
        Command::Submit
        | Command::MarkSeen
        | Command::Shortlist
        | Command::SetInterview { .. }
        | Command::CancelInterview
        | Command::Hire { .. }
        | Command::Reject(_)
        | Command::Reconsider
        | Command::AllowKeeping { .. }
        | Command::StopKeeping => Err(refused),
    }
}

fn from_open(open: Open, terms: Terms, command: Command, now: Micros, refused: Refusal) -> Outcome {
    match command {
        Command::MarkSeen => Ok(seen(open)),
        Command::Shortlist => match open.place {
            Place::Sent | Place::Seen => Ok(shortlisted(open.trail, terms, now, Event::Shortlisted)),
            Place::Shortlisted => Ok((Stage::Open(open), Vec::new())),
            Place::Interview { .. } => Err(refused),
        },
        Command::SetInterview { at, .. } => set_interview(open, at, terms, now),
        Command::CancelInterview => match open.place {
            Place::Interview { .. } => Ok(shortlisted(open.trail, terms, now, Event::InterviewCancelled)),
            Place::Sent | Place::Seen | Place::Shortlisted => Err(refused),
        },
        Command::Hire { starts_on } => hire(open.trail, starts_on, now),
        Command::Reject(why) => reject(open.trail, why, terms, now),
        Command::Withdraw(why) => withdraw(Some(open.trail), why, terms, now),
        Command::ConsentWithdrawn => {
            Ok(taken_back(Some(open.trail), WithdrawReason::ConsentWithdrawn, ended(terms, now)))
        }
        Command::RemovePosting => {
            let why = Why::plain(EndReason::PostingRemoved);
            Ok((Stage::NotSuitable(open.trail, why, ended(terms, now)), vec![Event::PostingRemoved]))
        }
        Command::Erase => {
            let (stage, mut events) = taken_back(Some(open.trail), WithdrawReason::Unsaid, ended(terms, now));
            let (stage, more) = erased(&Life { terms, stage });
            events.extend(more);
            Ok((stage, events))
        }
        Command::Tick => Ok((Stage::Open(open), Vec::new())),
        Command::Submit
        | Command::GuardianAgreed
        | Command::GuardianRefused
        | Command::Reconsider
        | Command::AllowKeeping { .. }
        | Command::StopKeeping => Err(refused),
    }
}

fn from_hired(stage: Stage, command: &Command, refused: Refusal) -> Outcome {
    match command {
        // A hire is a fact that papers and money hang on: it is not undone by what happens to the posting or to a
        // consent, and its data are kept as the law on labour says.
        Command::MarkSeen | Command::RemovePosting | Command::ConsentWithdrawn | Command::Tick => {
            Ok((stage, Vec::new()))
        }
        Command::Erase => Err(Refusal::MustBeKept),
        Command::Submit
        | Command::GuardianAgreed
        | Command::GuardianRefused
        | Command::Shortlist
        | Command::SetInterview { .. }
        | Command::CancelInterview
        | Command::Hire { .. }
        | Command::Reject(_)
        | Command::Reconsider
        | Command::Withdraw(_)
        | Command::AllowKeeping { .. }
        | Command::StopKeeping => Err(refused),
    }
}

fn from_not_suitable(
    life: &Life,
    (trail, why, end): (Trail, &Why<EndReason>, Ended),
    command: &Command,
    now: Micros,
) -> Outcome {
    let with = |end| Stage::NotSuitable(trail, why.clone(), end);
    let refused = Err(Refusal::NotFrom { state: life.state(), command: command.name() });
    match command {
        // Whoever takes a posting down stands above its employer.
        Command::Reconsider | Command::Hire { .. } if why.reason == EndReason::PostingRemoved => refused,
        Command::Reconsider => Ok(shortlisted(trail, life.terms, now, Event::Reconsidered)),
        // A true hire is never refused, however late it is told.
        Command::Hire { starts_on } => hire(trail, *starts_on, now),
        Command::AllowKeeping { until } => Ok((with(kept_until(end, *until, now)?), vec![Event::KeepingChanged])),
        Command::StopKeeping => Ok(stop_keeping(end, life.terms, now, with)),
        Command::Erase => Ok(erased(life)),
        Command::MarkSeen | Command::RemovePosting | Command::ConsentWithdrawn | Command::Tick => {
            Ok((with(end), Vec::new()))
        }
        Command::Submit
        | Command::GuardianAgreed
        | Command::GuardianRefused
        | Command::Shortlist
        | Command::SetInterview { .. }
        | Command::CancelInterview
        | Command::Reject(_)
        | Command::Withdraw(_) => refused,
    }
}

fn from_withdrawn(
    life: &Life,
    (trail, why, end): (Option<Trail>, &Why<WithdrawReason>, Ended),
    command: &Command,
    now: Micros,
) -> Outcome {
    let with = |end| Stage::Withdrawn(trail, why.clone(), end);
    let refused = Err(Refusal::NotFrom { state: life.state(), command: command.name() });
    match command {
        Command::AllowKeeping { until } if trail.is_some() => {
            Ok((with(kept_until(end, *until, now)?), vec![Event::KeepingChanged]))
        }
        Command::StopKeeping => Ok(stop_keeping(end, life.terms, now, with)),
        Command::Erase => Ok(erased(life)),
        Command::MarkSeen
        | Command::GuardianRefused
        | Command::RemovePosting
        | Command::ConsentWithdrawn
        | Command::Tick => Ok((with(end), Vec::new())),
        Command::Submit
        | Command::GuardianAgreed
        | Command::Shortlist
        | Command::SetInterview { .. }
        | Command::CancelInterview
        | Command::Hire { .. }
        | Command::Reject(_)
        | Command::Reconsider
        | Command::Withdraw(_)
        | Command::AllowKeeping { .. } => refused,
    }
}

fn stop_keeping(end: Ended, terms: Terms, now: Micros, with: impl Fn(Ended) -> Stage) -> (Stage, Vec<Event>) {
    let sooner = no_longer_kept(end, terms, now);
    let events = if sooner == end { Vec::new() } else { vec![Event::KeepingChanged] };
    (with(sooner), events)
}

fn from_erased(stage: Stage, command: &Command, refused: Refusal) -> Outcome {
    match command {
        Command::GuardianRefused
        | Command::RemovePosting
        | Command::ConsentWithdrawn
        | Command::StopKeeping
        | Command::Erase
        | Command::Tick => Ok((stage, Vec::new())),
        Command::Submit
        | Command::GuardianAgreed
        | Command::MarkSeen
        | Command::Shortlist
        | Command::SetInterview { .. }
        | Command::CancelInterview
        | Command::Hire { .. }
        | Command::Reject(_)
        | Command::Reconsider
        | Command::Withdraw(_)
        | Command::AllowKeeping { .. } => Err(refused),
    }
}
