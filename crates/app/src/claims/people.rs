//! What is decided about payments for one person at several centres is decided one after the other. A claim of one
//! centre that the bank paid after all, and a list of another centre that is sent at this moment, have no row in common
//! but those that keep the person from being claimed for again: by number, and by each profile that is theirs.
//!
//! The order in which every write holds what it looks at, so that no two wait for each other: the accounts of a centre,
//! placements, claims, numbers, profiles; each of them by what identifies it. Held only where something is to be read
//! under the lock: nothing is written, and nothing is held on SQLite, which lets one write in at a time.

use crate::error::AppError;
use sanviec_store::{Tx, claim, exclusion, exclusion_profile, placement, profile};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A claim as nobody else changes it until the write ends: it is held behind its placement.
pub(super) async fn hold_claim(tx: &Tx<'_>, (placement_id, id): (Uuid, Uuid)) -> Result<claim::Row, AppError> {
    placement::hold(tx, placement_id).await?.ok_or(AppError::NotFound)?;
    claim::find_held(tx, id).await?.ok_or(AppError::NotFound)
}

/// The same of the version that somebody looked at when deciding.
pub(super) async fn hold_version(tx: &Tx<'_>, ids: (Uuid, Uuid), version: i64) -> Result<claim::Row, AppError> {
    let row = hold_claim(tx, ids).await?;
    if row.version == version { Ok(row) } else { Err(AppError::Conflict) }
}

/// Holds these claims, their placements and their people until the write ends.
pub(super) async fn hold_claims(tx: &Tx<'_>, ids: BTreeSet<Uuid>) -> Result<(), AppError> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.push(claim::find(tx, id).await?.ok_or(AppError::NotFound)?);
    }
    let placements: BTreeSet<Uuid> = rows.iter().map(|row| row.placement_id).collect();
    for id in placements {
        placement::hold(tx, id).await?.ok_or(AppError::NotFound)?;
    }
    for row in &rows {
        claim::find_held(tx, row.id).await?.ok_or(AppError::NotFound)?;
    }
    hold_people(tx, &rows).await
}

/// Holds the people of claims until the write ends: whoever else asks about them waits, and then sees what this write
/// did. The caller holds the claims.
pub(super) async fn hold_people(tx: &Tx<'_>, rows: &[claim::Row]) -> Result<(), AppError> {
    let (mut numbers, mut profiles) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let programme = row.programme.as_str();
        numbers.insert((programme, row.person_key.as_slice()));
        let (_, family) = profile::list_family(tx, row.profile_id).await?;
        profiles.extend(family.into_iter().map(|id| (programme, id)));
    }
    for (programme, person_key) in numbers {
        exclusion::hold(tx, programme, person_key).await?;
    }
    for (programme, profile_id) in profiles {
        exclusion_profile::hold(tx, programme, profile_id).await?;
    }
    Ok(())
}
