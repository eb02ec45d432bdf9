//! Between the rules and the rows of claims. A row that the rules cannot have written is corrupt, never guessed.

use crate::error::AppError;
use crate::secrets::{Keyring, Place};
use sanviec_domain::claim::{BatchId, ContestReason, Elsewhere, ElsewhereKnown, Life, LifeParts, PlaceName, State};
use sanviec_domain::membership::AccountId;
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::claim::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whom and what a claim is about, as it was prepared: the list says the same whatever changes afterwards
/// (TT 60/2026/TT-BTC, Article 3(2) and (3): name, personal number, address, amount).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Subject {
    pub(super) person_name: String,
    pub(super) person_birth: Option<String>,
    pub(super) person_number: String,
    pub(super) person_address: Option<String>,
    pub(super) employer_name: String,
    pub(super) employer_code: String,
    /// Number of the contract.
    pub(super) contract: Option<String>,
    /// Day on which the later party signed it.
    pub(super) signed_on: Option<String>,
    /// First day of employment.
    pub(super) starts_on: Option<String>,
    /// What else is known of another source that may pay; empty where nothing is.
    pub(super) elsewhere: String,
    /// Why it was approved all the same.
    #[serde(default)]
    pub(super) approved_because: String,
}

const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "claim", column, row }
}

fn corrupt(row: &Row, column: &'static str) -> AppError {
    sanviec_store::Error::corrupt("claim", column, row.id).into()
}

pub(super) fn seal_subject(keys: &Keyring, id: Uuid, subject: &Subject) -> Result<Vec<u8>, AppError> {
    let text = serde_json::to_vec(subject).map_err(AppError::internal)?;
    Ok(keys.seal(place("subject", id), &text)?)
}

/// Whom and what the claim is about; nobody and nothing once its papers are not kept any more.
pub(super) fn subject_of(keys: &Keyring, row: &Row) -> Result<Subject, AppError> {
    if row.subject.is_empty() {
        return Ok(Subject::default());
    }
    let opened = keys.open(place("subject", row.id), &row.subject)?;
    serde_json::from_slice(&opened).map_err(|_| corrupt(row, "subject"))
}

/// Takes out whom the claim is about, and what somebody wrote beside a reason; the reason stays.
pub(super) fn drop_words(keys: &Keyring, row: &mut Row) -> Result<(), AppError> {
    row.subject = Vec::new();
    let Some(sealed) = &row.reason else { return Ok(()) };
    let opened = keys.open(place("reason", row.id), sealed)?;
    let reason = String::from_utf8(opened).map_err(|_| corrupt(row, "reason"))?;
    if let Some((code, _)) = reason.split_once(": ") {
        row.reason = Some(keys.seal(place("reason", row.id), code.as_bytes())?);
    }
    Ok(())
}

/// Beneficiary groups of the person.
pub(super) fn groups_of(row: &Row) -> Vec<&str> {
    row.beneficiary_groups.split(',').filter(|group| !group.is_empty()).collect()
}

/// What was answered of another source; nothing of a claim from before that was asked.
pub(super) fn elsewhere_of(row: &Row) -> Result<Option<Elsewhere>, AppError> {
    let Some(code) = row.elsewhere_known.as_deref() else { return Ok(None) };
    let known = ElsewhereKnown::find_by_code(code).ok_or_else(|| corrupt(row, "elsewhere_known"))?;
    let days = [row.elsewhere_from, row.elsewhere_through].map(|day| day.and_then(day_of_number));
    let said = Elsewhere::said(known, days[0], days[1]).map_err(|_| corrupt(row, "elsewhere_from"))?;
    Ok(Some(said))
}

/// Where the claim stands.
pub(super) fn life_of(keys: &Keyring, row: &Row) -> Result<Life, AppError> {
    let reason = match &row.reason {
        Some(sealed) => {
            let opened = keys.open(place("reason", row.id), sealed)?;
            Some(String::from_utf8(opened).map_err(|_| corrupt(row, "reason"))?)
        }
        None => None,
    };
    let place = match row.place.as_deref() {
        Some(code) => Some(PlaceName::find_by_code(code).ok_or_else(|| corrupt(row, "place"))?),
        None => None,
    };
    let contested_why = match row.contested_why.as_deref() {
        Some(code) => Some(ContestReason::find_by_code(code).ok_or_else(|| corrupt(row, "contested_why"))?),
        None => None,
    };
    let state = State::find_by_code(&row.state).ok_or_else(|| corrupt(row, "state"))?;
    let is_over = matches!(state, State::Withdrawn | State::Refused);
    let parts = |column, parts: i32| u32::try_from(parts).map_err(|_| corrupt(row, column));
    let parts = LifeParts {
        dong: row.dong,
        needs_third: row.needs_third != 0,
        instalments_max: parts("instalments_max", row.instalments_max)?,
        prepared_by: AccountId(row.prepared_by),
        paid_dong: row.paid_dong,
        returned_dong: row.returned_dong,
        // What was paid beside another claim stands for no placement, and is not over all the same.
        is_double: row.is_live == 0 && !is_over,
        contested_dong: row.contested_dong,
        contested_why,
        contested_by: row.contested_by.map(AccountId),
        state,
        place,
        second_by: row.second_by.map(AccountId),
        batch: row.batch_id.map(BatchId),
        paid_on: row.paid_on.and_then(day_of_number),
        payout_dong: row.payout_dong,
        reason,
        proposed_by: row.proposed_by.map(AccountId),
        asked_dong: row.asked_dong,
        asked_parts: row.asked_parts.map(|count| parts("asked_parts", count)).transpose()?,
        came_dong: row.came_dong,
        asked_on: row.asked_on.and_then(day_of_number),
        again_by: row.again_by.map(AccountId),
        again_dong: row.again_dong,
        again_parts: row.again_parts.map(|count| parts("again_parts", count)).transpose()?,
    };
    Life::from_parts(&parts).map_err(|_| corrupt(row, "state"))
}

/// Writes where the claim stands into its row.
pub(super) fn put(keys: &Keyring, row: &mut Row, life: &Life, now: Micros) -> Result<(), AppError> {
    let parts = life.parts();
    row.paid_dong = parts.paid_dong;
    row.returned_dong = parts.returned_dong;
    row.prepared_by = parts.prepared_by.0;
    parts.state.code().clone_into(&mut row.state);
    row.is_open = i32::from(life.is_open());
    row.is_live = i32::from(life.is_live());
    row.place = parts.place.map(|place| place.code().to_owned());
    row.second_by = parts.second_by.map(|person| person.0);
    row.batch_id = parts.batch.map(|batch| batch.0);
    row.paid_on = parts.paid_on.map(day_number);
    row.payout_dong = parts.payout_dong;
    row.reason = match parts.reason {
        Some(reason) => Some(keys.seal(place("reason", row.id), reason.as_bytes())?),
        None => None,
    };
    row.proposed_by = parts.proposed_by.map(|person| person.0);
    row.asked_dong = parts.asked_dong;
    row.asked_parts = parts.asked_parts.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    row.came_dong = parts.came_dong;
    row.asked_on = parts.asked_on.map(day_number);
    row.again_by = parts.again_by.map(|person| person.0);
    row.again_dong = parts.again_dong;
    row.again_parts = parts.again_parts.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    row.contested_dong = parts.contested_dong;
    row.contested_why = parts.contested_why.map(|why| why.code().to_owned());
    row.contested_by = parts.contested_by.map(|person| person.0);
    row.updated_at = now.0;
    Ok(())
}
