//! Whether adverts of an employer may go before the public now: what everything that publishes asks in its own write.

use crate::error::{AppError, FieldError};
use sanviec_domain::time::Micros;
use sanviec_domain::verification::State;
use sanviec_store::{Db, Tx, organisation, verification};
use uuid::Uuid;

/// How an employer stands to the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Known from files of an operator alone; nobody acts for it.
    Listed,
    /// An organisation that no officer has verified, or whose verification is over or taken away.
    Unverified,
    /// An organisation that is verified now.
    Verified,
}

impl Standing {
    /// Refuses to go before the public for an organisation that is not verified.
    pub(crate) fn demand_public(self) -> Result<(), AppError> {
        match self {
            Self::Listed | Self::Verified => Ok(()),
            Self::Unverified => Err(not_verified().into()),
        }
    }

    /// Refuses whatever an organisation's people or an officer would publish: a name in a file is not enough for them.
    pub(crate) fn demand_verified(self) -> Result<(), AppError> {
        match self {
            Self::Verified => Ok(()),
            Self::Listed | Self::Unverified => Err(not_verified().into()),
        }
    }
}

/// The refusal of everything that would publish for an organisation that is not verified.
pub(crate) fn not_verified() -> FieldError {
    let vi = "Đơn vị chưa được trung tâm xác thực nên tin chưa thể công khai.";
    let en = "The centre has not verified the organisation yet, so its adverts cannot be public.";
    FieldError::new("employer", "employer_not_verified", vi, en)
}

/// The standing of one employer, though a tick may be late.
pub(crate) async fn standing(db: &impl Db, employer_id: Uuid, now: Micros) -> Result<Standing, AppError> {
    let row = verification::find(db, employer_id).await?;
    Ok(row.map_or(Standing::Listed, |row| of(&row, now)))
}

/// The same, held until the write ends: whatever takes a verification away, or hides what is public with it, comes
/// before or after, and not between this question and what is published on its answer.
pub(crate) async fn held_standing(tx: &Tx<'_>, employer_id: Uuid, now: Micros) -> Result<Standing, AppError> {
    organisation::find_for_update(tx, employer_id).await?;
    standing(tx, employer_id, now).await
}

/// The employers among these that may not go before the public.
pub(crate) async fn unverified(db: &impl Db, ids: &[Uuid], now: Micros) -> Result<Vec<Uuid>, AppError> {
    let rows = verification::find_many(db, ids).await?;
    let not = rows.into_iter().filter(|row| of(row, now) == Standing::Unverified);
    Ok(not.map(|row| row.organisation_id).collect())
}

/// The same of organisations that are held until the write ends, as by [`held_standing`].
pub(crate) async fn held_unverified(tx: &Tx<'_>, ids: &[Uuid], now: Micros) -> Result<Vec<Uuid>, AppError> {
    let rows = verification::find_many(tx, ids).await?;
    let mut known: Vec<Uuid> = rows.into_iter().map(|row| row.organisation_id).collect();
    // In one order, so that two imports do not wait for each other.
    known.sort_unstable();
    for id in &known {
        organisation::find_for_update(tx, *id).await?;
    }
    unverified(tx, &known, now).await
}

fn of(row: &verification::Row, now: Micros) -> Standing {
    let holds = row.state == State::Verified.code() && row.until_at.is_some_and(|until| now.0 < until);
    if holds { Standing::Verified } else { Standing::Unverified }
}
