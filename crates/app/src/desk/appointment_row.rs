//! Between the rules and the rows of appointments. A row that the rules cannot have written is corrupt, never guessed.

use crate::error::AppError;
use crate::secrets::{Keyring, Place};
use sanviec_domain::appointment::{Absent, Kind, Life, LifeParts, Side, Slot, State};
use sanviec_domain::time::Micros;
use sanviec_store::appointment::Row;
use uuid::Uuid;

const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "appointment", column, row }
}

fn corrupt(row: &Row, column: &'static str) -> AppError {
    sanviec_store::Error::corrupt("appointment", column, row.id).into()
}

/// A text of an appointment, sealed.
pub(super) fn sealed_subject(keys: &Keyring, id: Uuid, subject: &str) -> Result<Vec<u8>, AppError> {
    Ok(keys.seal(place("subject", id), subject.as_bytes())?)
}

/// What the appointment is about; empty once the person is gone.
pub(super) fn subject_of(keys: &Keyring, row: &Row) -> Result<String, AppError> {
    if row.subject.is_empty() {
        return Ok(String::new());
    }
    let opened = keys.open(place("subject", row.id), &row.subject)?;
    String::from_utf8(opened).map_err(|_| corrupt(row, "subject"))
}

/// Takes out what somebody wrote beside the reason; the reason itself stays.
pub(super) fn drop_note(keys: &Keyring, row: &mut Row) -> Result<(), AppError> {
    let Some(sealed) = &row.reason else { return Ok(()) };
    let reason = String::from_utf8(keys.open(place("reason", row.id), sealed)?).map_err(|_| corrupt(row, "reason"))?;
    if let Some((code, _)) = reason.split_once(": ") {
        row.reason = Some(keys.seal(place("reason", row.id), code.as_bytes())?);
    }
    Ok(())
}

/// When the appointment is.
pub(super) fn slot_of(row: &Row) -> Result<Slot, AppError> {
    let minutes = u16::try_from(row.minutes).map_err(|_| corrupt(row, "minutes"))?;
    Ok(Slot { from: Micros(row.from_at), minutes })
}

/// Where the appointment stands.
pub(super) fn life_of(keys: &Keyring, row: &Row) -> Result<Life, AppError> {
    let reason = match &row.reason {
        Some(sealed) => {
            let opened = keys.open(place("reason", row.id), sealed)?;
            Some(String::from_utf8(opened).map_err(|_| corrupt(row, "reason"))?)
        }
        None => None,
    };
    let moved_from = match (row.moved_from_at, row.moved_minutes) {
        (Some(from), Some(minutes)) => {
            let minutes = u16::try_from(minutes).map_err(|_| corrupt(row, "moved_minutes"))?;
            Some(Slot { from: Micros(from), minutes })
        }
        _ => None,
    };
    let parts = LifeParts {
        kind: Kind::find_by_code(&row.kind).ok_or_else(|| corrupt(row, "kind"))?,
        slot: slot_of(row)?,
        sequence: u32::try_from(row.sequence).map_err(|_| corrupt(row, "sequence"))?,
        moves: u8::try_from(row.moves).map_err(|_| corrupt(row, "moves"))?,
        state: State::find_by_code(&row.state).ok_or_else(|| corrupt(row, "state"))?,
        by: row.by_side.as_deref().and_then(Side::find_by_code),
        moved_from,
        reply_by: row.reply_by.map(Micros),
        ended_at: row.ended_at.map(Micros),
        absent: row.absent.as_deref().and_then(Absent::find_by_code),
        reason,
    };
    Life::from_parts(&parts).map_err(|_| corrupt(row, "state"))
}

/// Writes where the appointment stands into its row.
pub(super) fn put(keys: &Keyring, row: &mut Row, life: &Life, now: Micros) -> Result<(), AppError> {
    let parts = life.parts();
    parts.kind.code().clone_into(&mut row.kind);
    row.from_at = parts.slot.from.0;
    row.minutes = i32::from(parts.slot.minutes);
    row.sequence = i32::try_from(parts.sequence).map_err(AppError::internal)?;
    row.moves = i32::from(parts.moves);
    parts.state.code().clone_into(&mut row.state);
    row.is_taken = i32::from(life.taken().is_some());
    row.by_side = parts.by.map(|side| side.code().to_owned());
    row.moved_from_at = parts.moved_from.map(|slot| slot.from.0);
    row.moved_minutes = parts.moved_from.map(|slot| i32::from(slot.minutes));
    row.reply_by = parts.reply_by.map(|at| at.0);
    row.ended_at = parts.ended_at.map(|at| at.0);
    row.absent = parts.absent.map(|absent| absent.code().to_owned());
    row.reason = match parts.reason {
        Some(reason) => Some(keys.seal(place("reason", row.id), reason.as_bytes())?),
        None => None,
    };
    row.due_at = life.due_at().map(|at| at.0);
    row.remind_at = life.remind_at().map(|at| at.0);
    row.updated_at = now.0;
    Ok(())
}
