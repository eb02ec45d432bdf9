//! The one function that moves an appointment. Total: every stage names every command, taken or refused. Nobody agrees
//! to his own proposal, and nobody says of himself that the other did not come before the time.

use super::life::{Absent, CancelReason, Command, Event, Life, MOVES_MOST, Side, Stage, reply_by};
use super::refusal::Refusal;
use super::slot::Slot;
use crate::time::Micros;
use crate::why::{NoteFault, Why, check_note};

/// Minutes to wait before somebody counts as absent.
const GRACE_MINUTES: i64 = 15;

type Outcome = Result<(Life, Vec<Event>), Refusal>;

impl Life {
    /// What becomes of this appointment when the command comes from a side at `now`, and what happened on the way.
    ///
    /// Time passes first, so that a late tick changes no answer. A refusal changes nothing.
    pub fn step(self, command: Command, side: Side, now: Micros) -> Outcome {
        let name = command.name();
        if !name.sides().contains(&side) {
            return Err(Refusal::NotYours { command: name, side });
        }
        let (life, mut events) = self.passed(now);
        let refused = Refusal::NotFrom { state: life.state(), command: name };
        let (life, more) = match life.stage {
            Stage::Proposed { by, .. } | Stage::Moved { by, .. } => from_asked(life, by, command, side, now)?,
            Stage::Confirmed => from_confirmed(life, command, side, now)?,
            Stage::Cancelled { .. } => from_cancelled(life, &command, refused)?,
            Stage::Kept { .. } => from_kept(life, &command, refused)?,
            Stage::Missed { absent, .. } => from_missed(life, absent, &command, side, now)?,
            Stage::Unrecorded { .. } => from_unrecorded(life, &command, side, now, refused)?,
        };
        events.extend(more);
        Ok((life, events))
    }

    fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        let Some(due) = self.due_at().filter(|due| now >= *due) else { return (self, Vec::new()) };
        match self.stage {
            Stage::Proposed { .. } | Stage::Moved { .. } => {
                self.cancelled(Side::System, Why::plain(CancelReason::Unanswered), due)
            }
            Stage::Confirmed => (Self { stage: Stage::Unrecorded { at: due }, ..self }, vec![Event::Unrecorded]),
            Stage::Cancelled { .. } | Stage::Kept { .. } | Stage::Missed { .. } | Stage::Unrecorded { .. } => {
                (self, Vec::new())
            }
        }
    }

    fn moved(self, slot: Slot, by: Side, now: Micros) -> Outcome {
        if slot == self.slot {
            return Ok((self, Vec::new()));
        }
        if !slot.can_be_set(now) {
            return Err(Refusal::SlotOutOfRange);
        }
        if self.moves >= MOVES_MOST {
            return Err(Refusal::MovedTooOften);
        }
        let stage = Stage::Moved { by, from: self.slot, reply_by: reply_by(slot, now) };
        let moved = Self { slot, sequence: self.sequence + 1, moves: self.moves + 1, stage, ..self };
        Ok((moved, vec![Event::Moved]))
    }

    fn cancel(self, why: Why<CancelReason>, by: Side, now: Micros) -> Outcome {
        if !why.reason.is_chosen() {
            return Err(Refusal::ReasonNotYours);
        }
        check_note(&why.note, why.reason == CancelReason::Other).map_err(|fault| match fault {
            NoteFault::Missing => Refusal::ReasonMissing,
            NoteFault::TooLong => Refusal::ReasonTooLong,
        })?;
        Ok(self.cancelled(by, why, now))
    }

    fn cancelled(self, by: Side, why: Why<CancelReason>, at: Micros) -> (Self, Vec<Event>) {
        let stage = Stage::Cancelled { by, at, why };
        (Self { sequence: self.sequence + 1, stage, ..self }, vec![Event::Cancelled])
    }

    fn kept(self, now: Micros) -> Outcome {
        if now < self.slot.from {
            return Err(Refusal::NotBegun);
        }
        Ok((Self { stage: Stage::Kept { at: now }, ..self }, vec![Event::Kept]))
    }

    fn missed(self, by: Side, now: Micros) -> Outcome {
        if now < self.slot.from.plus_seconds(GRACE_MINUTES * 60).min(self.slot.until()) {
            return Err(Refusal::NotBegun);
        }
        let absent = match by {
            Side::Host => Absent::Guest,
            Side::Guest => Absent::Host,
            Side::System => return Err(Refusal::NotBegun),
        };
        Ok((Self { stage: Stage::Missed { absent, at: now }, ..self }, vec![Event::Missed]))
    }
}

fn from_asked(life: Life, by: Side, command: Command, side: Side, now: Micros) -> Outcome {
    match command {
        Command::Confirm(_) if side == by => Err(Refusal::OwnProposal),
        Command::Confirm(slot) if slot != life.slot => Err(Refusal::SlotChanged),
        Command::Confirm(_) => {
            Ok((Life { sequence: life.sequence + 1, stage: Stage::Confirmed, ..life }, vec![Event::Confirmed]))
        }
        Command::Move(slot) => life.moved(slot, side, now),
        Command::Cancel(why) => life.cancel(why, side, now),
        Command::CauseOver => Ok(life.cancelled(Side::System, Why::plain(CancelReason::CauseOver), now)),
        Command::Tick => Ok((life, Vec::new())),
        // Not agreed on, it cannot be missed.
        Command::RecordKept | Command::RecordMissed => {
            Err(Refusal::NotFrom { state: life.state(), command: command.name() })
        }
    }
}

fn from_confirmed(life: Life, command: Command, side: Side, now: Micros) -> Outcome {
    match command {
        // A second press of the same button.
        Command::Confirm(slot) if slot != life.slot => Err(Refusal::SlotChanged),
        Command::Confirm(_) | Command::Tick => Ok((life, Vec::new())),
        Command::Move(_) | Command::Cancel(_) if now >= life.slot.from => Err(Refusal::Begun),
        Command::Move(slot) => life.moved(slot, side, now),
        Command::Cancel(why) => life.cancel(why, side, now),
        Command::CauseOver if now >= life.slot.from => Ok((life, Vec::new())),
        Command::CauseOver => Ok(life.cancelled(Side::System, Why::plain(CancelReason::CauseOver), now)),
        Command::RecordKept => life.kept(now),
        Command::RecordMissed => life.missed(side, now),
    }
}

fn from_cancelled(life: Life, command: &Command, refused: Refusal) -> Outcome {
    match command {
        Command::CauseOver | Command::Tick => Ok((life, Vec::new())),
        Command::Confirm(_) | Command::Move(_) | Command::Cancel(_) | Command::RecordKept | Command::RecordMissed => {
            Err(refused)
        }
    }
}

fn from_kept(life: Life, command: &Command, refused: Refusal) -> Outcome {
    match command {
        Command::RecordKept | Command::CauseOver | Command::Tick => Ok((life, Vec::new())),
        Command::Confirm(_) | Command::Move(_) | Command::Cancel(_) | Command::RecordMissed => Err(refused),
    }
}

/// Being absent counts against somebody: the host may say better, and each side may say it of the other.
fn from_missed(life: Life, absent: Absent, command: &Command, side: Side, now: Micros) -> Outcome {
    match (command, side, absent) {
        (Command::RecordKept, _, Absent::Guest | Absent::Disputed) => life.kept(now),
        (Command::RecordMissed, Side::Host, Absent::Host) | (Command::RecordMissed, Side::Guest, Absent::Guest) => {
            let stage = Stage::Missed { absent: Absent::Disputed, at: now };
            Ok((Life { stage, ..life }, vec![Event::Missed]))
        }
        (Command::RecordMissed | Command::CauseOver | Command::Tick, ..) => Ok((life, Vec::new())),
        // What the guest says of the host, the host cannot take back alone.
        (Command::RecordKept, _, Absent::Host) | (Command::Confirm(_) | Command::Move(_) | Command::Cancel(_), ..) => {
            Err(Refusal::NotFrom { state: life.state(), command: command.name() })
        }
    }
}

fn from_unrecorded(life: Life, command: &Command, side: Side, now: Micros, refused: Refusal) -> Outcome {
    match command {
        Command::RecordKept => life.kept(now),
        Command::RecordMissed => life.missed(side, now),
        Command::CauseOver | Command::Tick => Ok((life, Vec::new())),
        Command::Confirm(_) | Command::Move(_) | Command::Cancel(_) => Err(refused),
    }
}
