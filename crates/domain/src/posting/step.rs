//! The one function that moves a posting from state to state. Total: every state names every command, taken or
//! refused. Who may ask for what is not decided here.

use super::life::{Command, Event, Life, People, Run, State};
use super::reason::{CloseReason, RemoveReason};
use super::refusal::Refusal;
use crate::time::Micros;
use crate::why::{NoteFault, Why, check_note};

type Outcome = Result<(Life, Vec<Event>), Refusal>;

impl Life {
    /// What becomes of this life when the command comes at `now`, and what happened on the way.
    ///
    /// Time passes first: a live posting whose end is reached is expired before the command is looked at, so that a
    /// late tick changes no answer. A refusal changes nothing.
    pub fn step(self, command: Command, now: Micros) -> Outcome {
        let (life, mut events) = self.passed(now);
        let (life, more) = match life {
            Self::Draft(people) => from_draft(people, command, now)?,
            Self::Submitted(people) => from_submitted(people, command, now)?,
            Self::Published(people, run) => from_published(people, run, command, now)?,
            Self::Paused(people, run) => from_paused(people, run, command, now)?,
            Self::Returned(people, reason) => from_returned(people, reason, command)?,
            Self::Expired(people, run) => from_expired(people, run, command, now)?,
            Self::Filled(people, run) => from_filled(people, run, command, now)?,
            Self::Closed(people, run, why) => from_closed(people, run, why, command, now)?,
            Self::Removed(people, run, why) => from_removed(people, run, why, &command)?,
        };
        events.extend(more);
        Ok((life, events))
    }

    fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        match self {
            Self::Published(people, run) | Self::Paused(people, run) if now >= run.until => {
                (Self::Expired(people, run), vec![Event::Expired])
            }
            Self::Draft(_)
            | Self::Submitted(_)
            | Self::Published(..)
            | Self::Paused(..)
            | Self::Returned(..)
            | Self::Expired(..)
            | Self::Filled(..)
            | Self::Closed(..)
            | Self::Removed(..) => (self, Vec::new()),
        }
    }
}

fn from_draft(people: People, command: Command, now: Micros) -> Outcome {
    match command {
        Command::Submit => Ok((Life::Submitted(people), vec![Event::Submitted])),
        Command::Publish { until } => publish(people, until, now),
        Command::Change { wanted } => Ok((Life::Draft(changed(people, wanted)?), vec![Event::Changed { live: false }])),
        Command::Close(why) => close(people, None, why),
        Command::Remove(why) => remove(people, None, why),
        Command::Drop => close(people, None, Why::plain(CloseReason::SourceDropped)),
        Command::Tick => Ok((Life::Draft(people), Vec::new())),
        Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::Return { .. }
        | Command::RecordHire { .. }
        | Command::Reopen { .. }
        | Command::Relist { .. } => refused(State::Draft, &command),
    }
}

fn from_submitted(people: People, command: Command, now: Micros) -> Outcome {
    match command {
        Command::Publish { until } => publish(people, until, now),
        Command::Change { wanted } => {
            Ok((Life::Submitted(changed(people, wanted)?), vec![Event::Changed { live: false }]))
        }
        Command::Return { reason } => send_back(people, reason),
        Command::Close(why) => close(people, None, why),
        Command::Remove(why) => remove(people, None, why),
        Command::Drop => close(people, None, Why::plain(CloseReason::SourceDropped)),
        Command::Tick => Ok((Life::Submitted(people), Vec::new())),
        Command::Submit
        | Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::RecordHire { .. }
        | Command::Reopen { .. }
        | Command::Relist { .. } => refused(State::Submitted, &command),
    }
}

fn from_published(people: People, run: Run, command: Command, now: Micros) -> Outcome {
    match command {
        Command::Change { wanted } => {
            let people = changed(people, wanted)?;
            let events = vec![Event::Changed { live: true }];
            Ok(if people.is_filled() { filled(people, run, events) } else { (Life::Published(people, run), events) })
        }
        Command::Pause => Ok((Life::Paused(people, run), vec![Event::Paused])),
        Command::Extend { until } => {
            let (run, event) = extended(run, until)?;
            Ok((Life::Published(people, run), vec![event]))
        }
        Command::Return { reason } => send_back(people, reason),
        Command::RecordHire { count } => {
            let (people, event) = hired(people, count)?;
            let events = vec![event];
            Ok(if people.is_filled() { filled(people, run, events) } else { (Life::Published(people, run), events) })
        }
        Command::Close(why) => close(people, Some(run), why),
        Command::Remove(why) => remove(people, Some(run), why),
        Command::Drop => close(people, Some(run), Why::plain(CloseReason::SourceDropped)),
        Command::Relist { until } => {
            let (run, events) = still_listed(run, until, now)?;
            Ok((Life::Published(people, run), events))
        }
        Command::Tick => Ok((Life::Published(people, run), Vec::new())),
        Command::Submit | Command::Publish { .. } | Command::Resume | Command::Reopen { .. } => {
            refused(State::Published, &command)
        }
    }
}

fn from_paused(people: People, run: Run, command: Command, now: Micros) -> Outcome {
    match command {
        Command::Change { wanted } => {
            let people = changed(people, wanted)?;
            let events = vec![Event::Changed { live: false }];
            Ok(if people.is_filled() { filled(people, run, events) } else { (Life::Paused(people, run), events) })
        }
        Command::Resume => Ok((Life::Published(people, run), vec![Event::Resumed])),
        Command::Extend { until } => {
            let (run, event) = extended(run, until)?;
            Ok((Life::Paused(people, run), vec![event]))
        }
        Command::Return { reason } => send_back(people, reason),
        Command::RecordHire { count } => {
            let (people, event) = hired(people, count)?;
            let events = vec![event];
            Ok(if people.is_filled() { filled(people, run, events) } else { (Life::Paused(people, run), events) })
        }
        Command::Close(why) => close(people, Some(run), why),
        Command::Remove(why) => remove(people, Some(run), why),
        Command::Drop => close(people, Some(run), Why::plain(CloseReason::SourceDropped)),
        // Whoever paused it here decides when it is shown again, not its source.
        Command::Relist { until } => {
            let (run, events) = still_listed(run, until, now)?;
            Ok((Life::Paused(people, run), events))
        }
        Command::Tick => Ok((Life::Paused(people, run), Vec::new())),
        Command::Submit | Command::Publish { .. } | Command::Pause | Command::Reopen { .. } => {
            refused(State::Paused, &command)
        }
    }
}

fn from_returned(people: People, reason: String, command: Command) -> Outcome {
    match command {
        Command::Submit => Ok((Life::Submitted(people), vec![Event::Submitted])),
        Command::Change { wanted } => {
            Ok((Life::Returned(changed(people, wanted)?, reason), vec![Event::Changed { live: false }]))
        }
        Command::Close(why) => close(people, None, why),
        Command::Remove(why) => remove(people, None, why),
        Command::Drop => close(people, None, Why::plain(CloseReason::SourceDropped)),
        Command::Tick => Ok((Life::Returned(people, reason), Vec::new())),
        Command::Publish { .. }
        | Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::Return { .. }
        | Command::RecordHire { .. }
        | Command::Reopen { .. }
        | Command::Relist { .. } => refused(State::Returned, &command),
    }
}

fn from_expired(people: People, run: Run, command: Command, now: Micros) -> Outcome {
    match command {
        Command::Change { wanted } => {
            let people = changed(people, wanted)?;
            let events = vec![Event::Changed { live: false }];
            Ok(if people.is_filled() { filled(people, run, events) } else { (Life::Expired(people, run), events) })
        }
        // The papers of a hire often come in after the deadline.
        Command::RecordHire { count } => {
            let (people, event) = hired(people, count)?;
            let events = vec![event];
            Ok(if people.is_filled() { filled(people, run, events) } else { (Life::Expired(people, run), events) })
        }
        Command::Close(why) => close(people, Some(run), why),
        Command::Remove(why) => remove(people, Some(run), why),
        Command::Reopen { until } => {
            let run = Run { until: after(until, now)?, ..run };
            Ok((Life::Published(people, run), vec![Event::Reopened { until }]))
        }
        Command::Relist { until } => {
            let run = Run { until: after(until, now)?, ..run };
            Ok((Life::Published(people, run), vec![Event::Relisted { until }]))
        }
        // It is over already; that its source agrees is no news.
        Command::Drop | Command::Tick => Ok((Life::Expired(people, run), Vec::new())),
        Command::Submit
        | Command::Publish { .. }
        | Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::Return { .. } => refused(State::Expired, &command),
    }
}

fn from_filled(people: People, run: Run, command: Command, now: Micros) -> Outcome {
    match command {
        Command::Change { wanted } => {
            let people = changed(people, wanted)?;
            if people.is_filled() {
                return Ok((Life::Filled(people, run), vec![Event::Changed { live: false }]));
            }
            if now >= run.until {
                return Ok((Life::Expired(people, run), vec![Event::Changed { live: false }]));
            }
            let events = vec![Event::Changed { live: false }, Event::Reopened { until: run.until }];
            Ok((Life::Published(people, run), events))
        }
        Command::Remove(why) => remove(people, Some(run), why),
        Command::RecordHire { .. } | Command::Reopen { .. } => Err(Refusal::AlreadyFilled),
        // What this exchange knows of the hires is newer than the list of the source.
        Command::Drop | Command::Relist { .. } | Command::Tick => Ok((Life::Filled(people, run), Vec::new())),
        Command::Submit
        | Command::Publish { .. }
        | Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::Return { .. }
        | Command::Close(_) => refused(State::Filled, &command),
    }
}

fn from_closed(people: People, run: Option<Run>, why: Why<CloseReason>, command: Command, now: Micros) -> Outcome {
    match command {
        Command::RecordHire { count } => {
            let (people, event) = hired(people, count)?;
            Ok((Life::Closed(people, run, why), vec![event]))
        }
        Command::Remove(why) => remove(people, run, why),
        // What was never shown is not brought back past the officer.
        Command::Reopen { until } if run.is_some() => reopen(people, run, until, now),
        // Whoever closed it here stands above its source: only the source's own closing is undone by the source.
        Command::Relist { until } if why.reason == CloseReason::SourceDropped => relist(people, run, until, now),
        Command::Drop | Command::Relist { .. } | Command::Tick => Ok((Life::Closed(people, run, why), Vec::new())),
        Command::Submit
        | Command::Publish { .. }
        | Command::Change { .. }
        | Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::Return { .. }
        | Command::Close(_)
        | Command::Reopen { .. } => refused(State::Closed, &command),
    }
}

fn from_removed(people: People, run: Option<Run>, why: Why<RemoveReason>, command: &Command) -> Outcome {
    match command {
        Command::Drop | Command::Tick => Ok((Life::Removed(people, run, why), Vec::new())),
        Command::Submit
        | Command::Publish { .. }
        | Command::Change { .. }
        | Command::Pause
        | Command::Resume
        | Command::Extend { .. }
        | Command::Return { .. }
        | Command::RecordHire { .. }
        | Command::Close(_)
        | Command::Remove(_)
        | Command::Reopen { .. }
        | Command::Relist { .. } => refused(State::Removed, command),
    }
}

fn refused(state: State, command: &Command) -> Outcome {
    Err(Refusal::NotFrom { state, command: command.name() })
}

fn publish(people: People, until: Micros, now: Micros) -> Outcome {
    if people.is_filled() {
        return Err(Refusal::AlreadyFilled);
    }
    let run = Run { published_at: now, until: after(until, now)? };
    Ok((Life::Published(people, run), vec![Event::Published { until }]))
}

fn reopen(people: People, run: Option<Run>, until: Micros, now: Micros) -> Outcome {
    let run = run_again(people, run, until, now)?;
    Ok((Life::Published(people, run), vec![Event::Reopened { until }]))
}

fn relist(people: People, run: Option<Run>, until: Micros, now: Micros) -> Outcome {
    let run = run_again(people, run, until, now)?;
    Ok((Life::Published(people, run), vec![Event::Relisted { until }]))
}

/// Keeps the first day before the public: an old vacancy must not look new because it was shut for a while.
fn run_again(people: People, run: Option<Run>, until: Micros, now: Micros) -> Result<Run, Refusal> {
    if people.is_filled() {
        return Err(Refusal::AlreadyFilled);
    }
    let published_at = run.map_or(now, |run| run.published_at);
    Ok(Run { published_at, until: after(until, now)? })
}

fn after(until: Micros, now: Micros) -> Result<Micros, Refusal> {
    if until > now { Ok(until) } else { Err(Refusal::UntilPassed) }
}

fn extended(run: Run, until: Micros) -> Result<(Run, Event), Refusal> {
    // The old end is after now (time has passed first), so a later one is too.
    if until <= run.until {
        return Err(Refusal::UntilNotLater);
    }
    Ok((Run { until, ..run }, Event::Extended { from: run.until, until }))
}

/// A source may also bring its deadline forward, which an employer here does by closing.
fn still_listed(run: Run, until: Micros, now: Micros) -> Result<(Run, Vec<Event>), Refusal> {
    let until = after(until, now)?;
    let events = if until == run.until { Vec::new() } else { vec![Event::Extended { from: run.until, until }] };
    Ok((Run { until, ..run }, events))
}

fn changed(people: People, wanted: u32) -> Result<People, Refusal> {
    if wanted == 0 {
        return Err(Refusal::NobodyWanted);
    }
    if wanted < people.hired {
        return Err(Refusal::WantedBelowHired { wanted, hired: people.hired });
    }
    Ok(People { wanted, ..people })
}

fn hired(people: People, count: u32) -> Result<(People, Event), Refusal> {
    if count == 0 {
        return Err(Refusal::NobodyHired);
    }
    let People { wanted, hired } = people;
    match hired.checked_add(count) {
        Some(sum) if sum <= wanted => Ok((People { wanted, hired: sum }, Event::Hired { count })),
        Some(_) | None => Err(Refusal::HiredAboveWanted { wanted, hired, count }),
    }
}

fn filled(people: People, run: Run, mut events: Vec<Event>) -> (Life, Vec<Event>) {
    events.push(Event::Filled);
    (Life::Filled(people, run), events)
}

fn send_back(people: People, reason: String) -> Outcome {
    noted(&reason, true)?;
    Ok((Life::Returned(people, reason), vec![Event::Returned]))
}

fn close(people: People, run: Option<Run>, why: Why<CloseReason>) -> Outcome {
    noted(&why.note, why.reason == CloseReason::Other)?;
    Ok((Life::Closed(people, run, why), vec![Event::Closed]))
}

fn remove(people: People, run: Option<Run>, why: Why<RemoveReason>) -> Outcome {
    noted(&why.note, why.reason == RemoveReason::Other)?;
    Ok((Life::Removed(people, run, why), vec![Event::Removed]))
}

fn noted(note: &str, needed: bool) -> Result<(), Refusal> {
    check_note(note, needed).map_err(|fault| match fault {
        NoteFault::Missing => Refusal::ReasonMissing,
        NoteFault::TooLong => Refusal::ReasonTooLong,
    })
}
