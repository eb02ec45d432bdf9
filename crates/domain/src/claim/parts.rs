//! A life as flat values for columns, and back. Not a storage row: names of columns are the store's.

use super::BatchId;
use super::contest::{ContestReason, Contested};
use super::life::{Asked, Life, Place, PlaceName, Proposal, Settled, Stage, State};
use super::reason::{BounceReason, RefuseReason, WithdrawReason};
use crate::membership::AccountId;
use crate::why::{Why, read, written};
use chrono::NaiveDate;

/// Everything that rebuilds a [`Life`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifeParts {
    /// What the centre is entitled to.
    pub dong: i64,
    /// Whether a third person must approve.
    pub needs_third: bool,
    /// In how many parts money may be given back at most.
    pub instalments_max: u32,
    /// Who prepared it.
    pub prepared_by: AccountId,
    /// What the bank has paid.
    pub paid_dong: i64,
    /// What was given back.
    pub returned_dong: i64,
    /// Whether it was paid beside another claim.
    pub is_double: bool,
    /// What of it is to come back for another reason than the facts.
    pub contested_dong: Option<i64>,
    /// Why.
    pub contested_why: Option<ContestReason>,
    /// Who said so.
    pub contested_by: Option<AccountId>,
    /// Name of the stage.
    pub state: State,
    /// Where it stood, of a claim in review.
    pub place: Option<PlaceName>,
    /// Who approved first of three.
    pub second_by: Option<AccountId>,
    /// The list.
    pub batch: Option<BatchId>,
    /// Day of the bank.
    pub paid_on: Option<NaiveDate>,
    /// What the last payout paid.
    pub payout_dong: Option<i64>,
    /// `code` or `code: note`.
    pub reason: Option<String>,
    /// Who proposed a recovery.
    pub proposed_by: Option<AccountId>,
    /// What is asked back, or proposed to be.
    pub asked_dong: Option<i64>,
    /// In how many parts.
    pub asked_parts: Option<u32>,
    /// What came of it.
    pub came_dong: Option<i64>,
    /// Day on which it was asked back.
    pub asked_on: Option<NaiveDate>,
    /// Who proposed something else, of a claim that is looked at again.
    pub again_by: Option<AccountId>,
    /// What is to be asked back then.
    pub again_dong: Option<i64>,
    /// In how many parts.
    pub again_parts: Option<u32>,
}

/// Values that no life can have been written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored claim is not one that the rules can have written")]
pub struct PartsError;

impl Life {
    /// The flat values.
    pub fn parts(&self) -> LifeParts {
        let mut parts = LifeParts {
            dong: self.dong,
            needs_third: self.needs_third,
            instalments_max: self.instalments_max,
            prepared_by: self.prepared_by,
            paid_dong: self.paid_dong,
            returned_dong: self.returned_dong,
            is_double: self.is_double,
            contested_dong: self.contested.map(|contested| contested.dong),
            contested_why: self.contested.map(|contested| contested.why),
            contested_by: self.contested.and_then(|contested| contested.by),
            state: self.state(),
            place: None,
            second_by: None,
            batch: None,
            paid_on: None,
            payout_dong: None,
            reason: None,
            proposed_by: None,
            asked_dong: None,
            asked_parts: None,
            came_dong: None,
            asked_on: None,
            again_by: None,
            again_dong: None,
            again_parts: None,
        };
        match &self.stage {
            Stage::Open(place) => put_place(&mut parts, place),
            Stage::InReview { place, proposal } => {
                put_place(&mut parts, place);
                parts.place = Some(place.name());
                parts.proposed_by = proposal.map(|proposal| proposal.by);
                parts.asked_dong = proposal.map(|proposal| proposal.dong);
                parts.asked_parts = proposal.map(|proposal| proposal.instalments);
            }
            Stage::Recovering(asked) => put_settled(&mut parts, Settled::Recovering(*asked)),
            Stage::Recovered { dong } => put_settled(&mut parts, Settled::Recovered { dong: *dong }),
            Stage::Kept => {}
            Stage::Reconsidered { was, proposal } => {
                put_settled(&mut parts, *was);
                parts.place = Some(was.name());
                parts.again_by = proposal.map(|proposal| proposal.by);
                parts.again_dong = proposal.map(|proposal| proposal.dong);
                parts.again_parts = proposal.map(|proposal| proposal.instalments);
            }
            Stage::Withdrawn { why } => parts.reason = Some(written(why.reason.code(), &why.note)),
            Stage::Refused { why } => parts.reason = Some(written(why.reason.code(), &why.note)),
        }
        parts
    }

    /// The life that these values were written from.
    pub fn from_parts(parts: &LifeParts) -> Result<Self, PartsError> {
        let stage = match parts.state {
            State::Prepared => Stage::Open(place_of(parts, PlaceName::Prepared)?),
            State::AwaitingThird => Stage::Open(place_of(parts, PlaceName::AwaitingThird)?),
            State::Approved => Stage::Open(place_of(parts, PlaceName::Approved)?),
            State::Batched => Stage::Open(place_of(parts, PlaceName::Batched)?),
            State::Sent => Stage::Open(place_of(parts, PlaceName::Sent)?),
            State::Paid => Stage::Open(place_of(parts, PlaceName::Paid)?),
            State::Bounced => Stage::Open(place_of(parts, PlaceName::Bounced)?),
            State::InReview => Stage::InReview {
                place: place_of(parts, parts.place.ok_or(PartsError)?)?,
                proposal: proposal_of(parts.proposed_by, parts.asked_dong, parts.asked_parts)?,
            },
            State::Recovering => settled_of(parts, PlaceName::Recovering)?.stage(),
            State::Recovered => settled_of(parts, PlaceName::Recovered)?.stage(),
            State::Kept => Stage::Kept,
            State::Reconsidered => Stage::Reconsidered {
                was: settled_of(parts, parts.place.ok_or(PartsError)?)?,
                proposal: proposal_of(parts.again_by, parts.again_dong, parts.again_parts)?,
            },
            State::Withdrawn => Stage::Withdrawn { why: why_of(parts, WithdrawReason::find_by_code)? },
            State::Refused => Stage::Refused { why: why_of(parts, RefuseReason::find_by_code)? },
        };
        let life = Self {
            dong: parts.dong,
            needs_third: parts.needs_third,
            instalments_max: parts.instalments_max,
            prepared_by: parts.prepared_by,
            paid_dong: parts.paid_dong,
            returned_dong: parts.returned_dong,
            is_double: parts.is_double,
            contested: contested_of(parts)?,
            stage,
        };
        let is_over = matches!(life.stage, Stage::Withdrawn { .. } | Stage::Refused { .. });
        let whole = life.parts() == *parts && life.dong > 0 && (0..=life.dong).contains(&life.held_dong());
        let whole = whole && !(is_over && (life.is_double || life.contested.is_some()));
        if whole { Ok(life) } else { Err(PartsError) }
    }
}

fn contested_of(parts: &LifeParts) -> Result<Option<Contested>, PartsError> {
    match (parts.contested_dong, parts.contested_why, parts.contested_by) {
        (None, None, None) => Ok(None),
        (Some(dong), Some(why), by) if (1..=parts.dong).contains(&dong) => Ok(Some(Contested { dong, why, by })),
        (Some(_) | None, Some(_) | None, Some(_) | None) => Err(PartsError),
    }
}

fn put_place(parts: &mut LifeParts, place: &Place) {
    match place {
        Place::Prepared | Place::Approved => {}
        Place::AwaitingThird { second } => parts.second_by = Some(*second),
        Place::Batched { batch } | Place::Sent { batch } => parts.batch = Some(*batch),
        Place::Paid { on, dong } => (parts.paid_on, parts.payout_dong) = (Some(*on), Some(*dong)),
        Place::Bounced { why } => parts.reason = Some(written(why.reason.code(), &why.note)),
    }
}

fn place_of(parts: &LifeParts, name: PlaceName) -> Result<Place, PartsError> {
    let batch = || parts.batch.ok_or(PartsError);
    Ok(match name {
        PlaceName::Prepared => Place::Prepared,
        PlaceName::AwaitingThird => Place::AwaitingThird { second: parts.second_by.ok_or(PartsError)? },
        PlaceName::Approved => Place::Approved,
        PlaceName::Batched => Place::Batched { batch: batch()? },
        PlaceName::Sent => Place::Sent { batch: batch()? },
        PlaceName::Paid => {
            Place::Paid { on: parts.paid_on.ok_or(PartsError)?, dong: parts.payout_dong.ok_or(PartsError)? }
        }
        PlaceName::Bounced => Place::Bounced { why: why_of(parts, BounceReason::find_by_code)? },
        PlaceName::Recovering | PlaceName::Recovered | PlaceName::Kept => return Err(PartsError),
    })
}

fn put_settled(parts: &mut LifeParts, settled: Settled) {
    match settled {
        Settled::Recovering(asked) => {
            parts.asked_dong = Some(asked.dong);
            parts.asked_parts = Some(asked.instalments);
            parts.came_dong = Some(asked.came_dong);
            parts.proposed_by = asked.proposed_by;
            parts.asked_on = asked.asked_on;
        }
        Settled::Recovered { dong } => parts.asked_dong = Some(dong),
        Settled::Kept => {}
    }
}

fn settled_of(parts: &LifeParts, name: PlaceName) -> Result<Settled, PartsError> {
    Ok(match name {
        PlaceName::Recovering => Settled::Recovering(Asked {
            dong: parts.asked_dong.ok_or(PartsError)?,
            instalments: parts.asked_parts.ok_or(PartsError)?,
            came_dong: parts.came_dong.ok_or(PartsError)?,
            proposed_by: parts.proposed_by,
            asked_on: parts.asked_on,
        }),
        PlaceName::Recovered => Settled::Recovered { dong: parts.asked_dong.ok_or(PartsError)? },
        PlaceName::Kept => Settled::Kept,
        PlaceName::Prepared
        | PlaceName::AwaitingThird
        | PlaceName::Approved
        | PlaceName::Batched
        | PlaceName::Sent
        | PlaceName::Paid
        | PlaceName::Bounced => return Err(PartsError),
    })
}

fn proposal_of(by: Option<AccountId>, dong: Option<i64>, parts: Option<u32>) -> Result<Option<Proposal>, PartsError> {
    match (by, dong, parts) {
        (None, None, None) => Ok(None),
        (Some(by), Some(dong), Some(instalments)) => Ok(Some(Proposal { by, dong, instalments })),
        (Some(_) | None, Some(_) | None, Some(_) | None) => Err(PartsError),
    }
}

fn why_of<R>(parts: &LifeParts, find: impl Fn(&str) -> Option<R>) -> Result<Why<R>, PartsError> {
    let (code, note) = read(parts.reason.as_deref().ok_or(PartsError)?);
    Ok(Why { reason: find(code).ok_or(PartsError)?, note: note.to_owned() })
}
