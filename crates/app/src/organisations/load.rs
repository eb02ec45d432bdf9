//! Between rows and rules: members, verifications and sealed details, to and from what the store keeps.

use crate::error::AppError;
use crate::secrets::{Keyring, Place};
use sanviec_domain::clock::{DutyParts, DutyState};
use sanviec_domain::membership::{AccountId, Member, MemberState, Members, Role, Standing};
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_domain::verification::{Ahead, ClosedParts, Evidence, EvidenceKind, Life, LifeParts, State};
use sanviec_store::verification::{Evidence as Piece, Row};
use sanviec_store::{Db, Error, organisation_member, verification};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an organisation says of itself beside the columns. Of a household it is somebody's home, so it is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Details {
    pub(super) address: String,
    /// International form.
    pub(super) phone: String,
    pub(super) email: String,
    /// Who speaks for it.
    pub(super) representative: String,
}

pub(super) const fn details_place(id: Uuid) -> Place {
    Place { table: "organisation", column: "details", row: id }
}

pub(super) const fn number_place(id: Uuid) -> Place {
    Place { table: "organisation", column: "number", row: id }
}

pub(super) const fn label_place(account_id: Uuid) -> Place {
    Place { table: "organisation_member", column: "label", row: account_id }
}

pub(super) const fn reference_place(organisation_id: Uuid) -> Place {
    Place { table: "verification_evidence", column: "reference", row: organisation_id }
}

pub(super) fn open_details(keys: &Keyring, id: Uuid, sealed: &[u8]) -> Result<Details, AppError> {
    serde_json::from_slice(&keys.open(details_place(id), sealed)?).map_err(AppError::internal)
}

pub(super) fn seal_details(keys: &Keyring, id: Uuid, details: &Details) -> Result<Vec<u8>, AppError> {
    let text = serde_json::to_vec(details).map_err(AppError::internal)?;
    Ok(keys.seal(details_place(id), &text)?)
}

pub(super) fn open_text(keys: &Keyring, place: Place, sealed: &[u8]) -> Result<String, AppError> {
    String::from_utf8(keys.open(place, sealed)?).map_err(AppError::internal)
}

/// The members as the rules know them. `None` when nobody signed up for an organisation that an officer entered.
pub(super) fn members(rows: &[organisation_member::Row]) -> Result<Option<Members>, AppError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let members = rows.iter().map(member).collect::<Result<Vec<_>, _>>()?;
    let whole = Members::of(members);
    let corrupt = |row: &organisation_member::Row| Error::corrupt("organisation_member", "state", row.organisation_id);
    whole.map(Some).map_err(|_| rows.first().map_or(Error::Conflict, corrupt).into())
}

pub(super) fn member(row: &organisation_member::Row) -> Result<Member, Error> {
    let corrupt = |column| Error::corrupt("organisation_member", column, row.organisation_id);
    let state = MemberState::find_by_code(&row.state).ok_or_else(|| corrupt("state"))?;
    let standing = match state {
        MemberState::Invited => {
            Standing::Invited { until: row.invited_until.map(Micros).ok_or_else(|| corrupt("invited_until"))? }
        }
        MemberState::Active => Standing::Active,
        MemberState::Suspended => Standing::Suspended,
    };
    let role = Role::find_by_code(&row.role).ok_or_else(|| corrupt("role"))?;
    Ok(Member { account: AccountId(row.account_id), role, standing })
}

/// A verification with what it rests on.
pub(super) struct Case {
    pub(super) row: Row,
    pub(super) pieces: Vec<Piece>,
    pub(super) life: Life,
}

pub(super) async fn case(db: &impl Db, keys: &Keyring, organisation_id: Uuid) -> Result<Case, AppError> {
    let row = verification::find(db, organisation_id).await?.ok_or(AppError::NotFound)?;
    let pieces = verification::list_evidence(db, organisation_id).await?;
    let life = life(keys, &row, &pieces)?;
    Ok(Case { row, pieces, life })
}

fn life(keys: &Keyring, row: &Row, pieces: &[Piece]) -> Result<Life, AppError> {
    let corrupt = |column| AppError::from(Error::corrupt("verification", column, row.organisation_id));
    let answer = match (row.answer_state.as_deref(), row.answer_due_on.and_then(day_of_number)) {
        (Some(state), Some(due_on)) => Some(DutyParts {
            state: DutyState::find_by_code(state).ok_or_else(|| corrupt("answer_state"))?,
            due_on,
            done_on: row.answer_done_on.and_then(day_of_number),
        }),
        _ => None,
    };
    let closed = match (row.closed_state.as_deref(), row.closed_at, &row.closed_reason) {
        (Some(state), Some(at), Some(reason)) => Some(ClosedParts {
            state: State::find_by_code(state).ok_or_else(|| corrupt("closed_state"))?,
            at: Micros(at),
            reason: reason.clone(),
        }),
        _ => None,
    };
    // The pieces from this place on were handed in again.
    let renewed = |piece: &&Piece| row.renewal_from.is_some_and(|from| piece.place >= from);
    let (again, first): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(renewed);
    let opened = |pieces: Vec<&Piece>| -> Result<Vec<Evidence>, AppError> {
        pieces.into_iter().map(|piece| evidence(keys, piece)).collect()
    };
    let told = row.told.as_deref().map(|code| Ahead::find_by_code(code).ok_or_else(|| corrupt("told")));
    let parts = LifeParts {
        state: State::find_by_code(&row.state).ok_or_else(|| corrupt("state"))?,
        since: row.since_at.map(Micros),
        until: row.until_at.map(Micros),
        answer,
        closed,
        evidence: opened(first)?,
        told: told.transpose()?,
        renewal_at: row.renewal_at.map(Micros),
        renewal_evidence: opened(again)?,
    };
    Life::from_parts(&parts).map_err(|_| corrupt("state"))
}

pub(super) fn evidence(keys: &Keyring, piece: &Piece) -> Result<Evidence, AppError> {
    let corrupt = |column| AppError::from(Error::corrupt("verification_evidence", column, piece.organisation_id));
    Ok(Evidence {
        kind: EvidenceKind::find_by_code(&piece.kind).ok_or_else(|| corrupt("kind"))?,
        reference: open_text(keys, reference_place(piece.organisation_id), &piece.reference)?,
        seen_on: day_of_number(piece.seen_on).ok_or_else(|| corrupt("seen_on"))?,
    })
}

/// The row of a life; its version is that of the row it takes the place of.
pub(super) fn row_of(organisation_id: Uuid, version: i64, life: &Life, now: Micros) -> Row {
    let parts = life.parts();
    let (closed_state, closed_at, closed_reason) = match parts.closed {
        Some(closed) => (Some(closed.state.code().to_owned()), Some(closed.at.0), Some(closed.reason)),
        None => (None, None, None),
    };
    Row {
        organisation_id,
        version,
        state: parts.state.code().to_owned(),
        since_at: parts.since.map(|at| at.0),
        until_at: parts.until.map(|at| at.0),
        answer_state: parts.answer.map(|answer| answer.state.code().to_owned()),
        answer_due_on: parts.answer.map(|answer| day_number(answer.due_on)),
        answer_done_on: parts.answer.and_then(|answer| answer.done_on).map(day_number),
        closed_state,
        closed_at,
        closed_reason,
        due_at: life.due_at().map(|at| at.0),
        updated_at: now.0,
        renewal_at: parts.renewal_at.map(|at| at.0),
        renewal_from: parts.renewal_at.map(|_| i32::try_from(parts.evidence.len()).unwrap_or(i32::MAX)),
        told: parts.told.map(|told| told.code().to_owned()),
    }
}
