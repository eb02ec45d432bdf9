//! Between the rules and the rows of referrals. A row that the rules cannot have written is corrupt, never guessed.

use crate::error::AppError;
use crate::secrets::{Keyring, Place};
use sanviec_domain::clock::{Duty, DutyParts, DutyState};
use sanviec_domain::referral::{
    HireParts, Letter, LetterNumber, Life, LifeParts, OutcomeName, Stage, State, Terms, Way,
};
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::referral::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a letter says, as it was issued: it says the same whatever changes afterwards.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LetterText {
    pub(crate) parent_body: String,
    pub(crate) centre_name: String,
    pub(crate) place: String,
    pub(crate) sign: String,
    pub(crate) centre_address: Option<String>,
    pub(crate) centre_phone: Option<String>,
    pub(crate) signer_post: String,
    pub(crate) signer_name: Option<String>,
    pub(crate) person_name: String,
    /// Day or year of birth, as it is written on paper.
    pub(crate) person_birth: Option<String>,
    pub(crate) person_number: Option<String>,
    pub(crate) person_phone: Option<String>,
    pub(crate) person_address: Option<String>,
    /// Whether that is where the person is registered, and nobody said that they live there now.
    #[serde(default)]
    pub(crate) is_permanent: bool,
    pub(crate) person_qualification: Option<String>,
    pub(crate) posting_title: String,
    pub(crate) employer_name: String,
    pub(crate) workplace: Option<String>,
}

pub(super) const fn letter_place(id: Uuid) -> Place {
    Place { table: "referral", column: "letter", row: id }
}

const fn reason_place(id: Uuid) -> Place {
    Place { table: "referral", column: "reason", row: id }
}

/// What the letter says.
pub(crate) fn text_of(keys: &Keyring, row: &Row) -> Result<LetterText, AppError> {
    let opened = keys.open(letter_place(row.id), &row.letter)?;
    serde_json::from_slice(&opened).map_err(|_| corrupt(row, "letter"))
}

fn corrupt(row: &Row, column: &'static str) -> AppError {
    sanviec_store::Error::corrupt("referral", column, row.id).into()
}

/// Where the referral stands.
pub(crate) fn life_of(keys: &Keyring, row: &Row) -> Result<Life, AppError> {
    let state = State::find_by_code(&row.state).ok_or_else(|| corrupt(row, "state"))?;
    let reason = match &row.reason {
        Some(sealed) => {
            let opened = keys.open(reason_place(row.id), sealed)?;
            Some(String::from_utf8(opened).map_err(|_| corrupt(row, "reason"))?)
        }
        None => None,
    };
    let way = match row.way.as_deref() {
        Some(code) => Some(Way::find_by_code(code).ok_or_else(|| corrupt(row, "way"))?),
        None => None,
    };
    let parts = LifeParts {
        letter: letter_of(row)?,
        state,
        way,
        since: row.since_at.map(Micros),
        due_at: row.stage_due_at.map(Micros),
        was_sent: row.was_sent.map(|sent| sent != 0),
        reason,
        hire: if state == State::Hired { Some(hire_of(row)?) } else { None },
    };
    Life::from_parts(&parts).map_err(|_| corrupt(row, "state"))
}

fn letter_of(row: &Row) -> Result<Letter, AppError> {
    let days = |column, value| u16::try_from(value).map_err(|_| corrupt(row, column));
    let serial = u32::try_from(row.serial).map_err(|_| corrupt(row, "serial"))?;
    Ok(Letter {
        number: LetterNumber { year: row.year, serial },
        issued_at: Micros(row.issued_at),
        terms: Terms {
            send_days: days("send_days", row.send_days)?,
            answer_days: days("answer_days", row.answer_days)?,
        },
    })
}

fn hire_of(row: &Row) -> Result<HireParts, AppError> {
    let day = |column, number: Option<i32>| number.and_then(day_of_number).ok_or_else(|| corrupt(row, column));
    let duty = |column, state: &Option<String>, due_on, done_on: Option<i32>| {
        let state = state.as_deref().and_then(DutyState::find_by_code).ok_or_else(|| corrupt(row, column))?;
        Ok::<_, AppError>(DutyParts { state, due_on: day(column, due_on)?, done_on: done_on.and_then(day_of_number) })
    };
    Ok(HireParts {
        told_on: day("told_on", row.told_on)?,
        starts_on: day("starts_on", row.starts_on)?,
        ends_on: row.ends_on.and_then(day_of_number),
        result: duty("result_state", &row.result_state, row.result_due_on, row.result_done_on)?,
        follow_up: duty("follow_state", &row.follow_state, row.follow_due_on, row.follow_done_on)?,
        outcome: match row.outcome.as_deref() {
            Some(code) => Some(OutcomeName::find_by_code(code).ok_or_else(|| corrupt(row, "outcome"))?),
            None => None,
        },
        left_on: row.left_on.and_then(day_of_number),
    })
}

/// Takes out what somebody wrote beside the reason; the reason itself stays, for it is counted.
pub(super) fn drop_note(keys: &Keyring, row: &mut Row) -> Result<(), AppError> {
    let Some(sealed) = &row.reason else { return Ok(()) };
    let reason = String::from_utf8(keys.open(reason_place(row.id), sealed)?).map_err(|_| corrupt(row, "reason"))?;
    if let Some((code, _)) = reason.split_once(": ") {
        row.reason = Some(keys.seal(reason_place(row.id), code.as_bytes())?);
    }
    Ok(())
}

/// Writes where the referral stands into its row.
pub(crate) fn put(keys: &Keyring, row: &mut Row, life: &Life, now: Micros) -> Result<(), AppError> {
    let parts = life.parts();
    let due_on = due_on(life);
    parts.state.code().clone_into(&mut row.state);
    row.is_open = i32::from(due_on.is_some());
    row.due_on = due_on.map(day_number);
    row.due_at = life.due_at().map(|at| at.0);
    row.way = parts.way.map(|way| way.code().to_owned());
    row.since_at = parts.since.map(|at| at.0);
    row.stage_due_at = parts.due_at.map(|at| at.0);
    row.was_sent = parts.was_sent.map(i32::from);
    row.reason = match parts.reason {
        Some(reason) => Some(keys.seal(reason_place(row.id), reason.as_bytes())?),
        None => None,
    };
    put_hire(row, parts.hire);
    row.updated_at = now.0;
    Ok(())
}

fn put_hire(row: &mut Row, hire: Option<HireParts>) {
    row.told_on = hire.map(|hire| day_number(hire.told_on));
    row.starts_on = hire.map(|hire| day_number(hire.starts_on));
    row.ends_on = hire.and_then(|hire| hire.ends_on).map(day_number);
    row.result_state = hire.map(|hire| hire.result.state.code().to_owned());
    row.result_due_on = hire.map(|hire| day_number(hire.result.due_on));
    row.result_done_on = hire.and_then(|hire| hire.result.done_on).map(day_number);
    row.follow_state = hire.map(|hire| hire.follow_up.state.code().to_owned());
    row.follow_due_on = hire.map(|hire| day_number(hire.follow_up.due_on));
    row.follow_done_on = hire.and_then(|hire| hire.follow_up.done_on).map(day_number);
    row.outcome = hire.and_then(|hire| hire.outcome).map(|outcome| outcome.code().to_owned());
    row.left_on = hire.and_then(|hire| hire.left_on).map(day_number);
}

/// The last day on which the next thing that somebody has to do is in time; none when nothing is open.
pub(crate) fn due_on(life: &Life) -> Option<chrono::NaiveDate> {
    match &life.stage {
        Stage::Issued { send_by } => Some(send_by.last_day_before()),
        Stage::Sent { answer_by, .. } => Some(answer_by.last_day_before()),
        Stage::Hired(hire) => {
            [hire.result, hire.follow_up].into_iter().filter(|duty| duty.is_open()).map(Duty::due_on).min()
        }
        Stage::NotHired { .. } | Stage::NoShow { .. } | Stage::Withdrawn { .. } | Stage::Lapsed { .. } => None,
    }
}
