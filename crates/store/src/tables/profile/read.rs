//! Reading profiles.

use super::Row;
use super::entity::{Column, Entity};
use crate::error::InTable;
use crate::tables::IN_LIST;
use crate::tables::placement::queue::UNCLAIMED;
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

/// The profile, whatever became of it.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("profile")
}

/// The profile, or [`Error::Missing`].
pub async fn load(db: &impl Db, id: Uuid) -> Result<Row> {
    find(db, id).await?.ok_or(Error::Missing("profile"))
}

/// The profiles among these ids that exist, in no order.
pub async fn find_many(db: &impl Db, ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let found = Entity::find().filter(Column::Id.is_in(part.iter().copied())).all(db).await;
        rows.extend(found.in_table("profile")?);
    }
    Ok(rows)
}

/// The profile of an account.
pub async fn find_by_account(db: &impl Db, account_id: Uuid) -> Result<Option<Row>> {
    Entity::find().filter(Column::AccountId.eq(account_id)).one(db).await.in_table("profile")
}

/// Live profiles with a keyed hash of a personal number, of any centre. The empty hash is nobody's.
pub async fn find_by_number(db: &impl Db, hash: &[u8], limit: u64) -> Result<Vec<Row>> {
    by_hash(db, Column::NumberHash, hash, limit).await
}

/// The same by the hash of a phone number.
pub async fn find_by_phone(db: &impl Db, hash: &[u8], limit: u64) -> Result<Vec<Row>> {
    by_hash(db, Column::PhoneHash, hash, limit).await
}

/// The same by the hash of an e-mail address.
pub async fn find_by_email(db: &impl Db, hash: &[u8], limit: u64) -> Result<Vec<Row>> {
    by_hash(db, Column::EmailHash, hash, limit).await
}

async fn by_hash(db: &impl Db, column: Column, hash: &[u8], limit: u64) -> Result<Vec<Row>> {
    if hash.is_empty() {
        return Ok(Vec::new());
    }
    let live = Entity::find().filter(column.eq(hash.to_vec())).filter(Column::State.eq("live"));
    live.order_by_asc(Column::Id).limit(limit).all(db).await.in_table("profile")
}

/// Live profiles of a centre whose name begins with `start` or, read from its end, with `back`: two
/// walks over an index, so that one person among a million is found at once.
pub async fn find_by_name(db: &impl Db, centre_id: Uuid, start: &[u8], back: &[u8], limit: u64) -> Result<Vec<Row>> {
    let mut rows = by_key(db, centre_id, Column::NameFold, start, limit).await?;
    let further = by_key(db, centre_id, Column::NameBack, back, limit).await?;
    let known: std::collections::HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    rows.extend(further.into_iter().filter(|row| !known.contains(&row.id)));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

async fn by_key(db: &impl Db, centre_id: Uuid, column: Column, start: &[u8], limit: u64) -> Result<Vec<Row>> {
    if start.is_empty() {
        return Ok(Vec::new());
    }
    // No byte of UTF-8 is 255, so this is above everything that begins so.
    let end = [start, &[255]].concat();
    let page =
        Entity::find().filter(Column::CentreId.eq(centre_id)).filter(column.gte(start.to_vec())).filter(column.lt(end));
    let page = page.filter(Column::State.eq("live"));
    page.order_by_asc(column).order_by_asc(Column::Id).limit(limit).all(db).await.in_table("profile")
}

/// Live profiles of any centre with this name and day of birth.
pub async fn find_by_name_and_birth(db: &impl Db, name: &[u8], born_on: i32, limit: u64) -> Result<Vec<Row>> {
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let same = Entity::find().filter(Column::NameFold.eq(name.to_vec())).filter(Column::BornOn.eq(born_on));
    let live = same.filter(Column::State.eq("live")).order_by_asc(Column::Id).limit(limit);
    live.all(db).await.in_table("profile")
}

/// A page of all profiles, by id after `after`; for sealing them anew and for counting.
pub async fn list_all(db: &impl Db, after: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find();
    if let Some(after) = after {
        page = page.filter(Column::Id.gt(after));
    }
    page.order_by_asc(Column::Id).limit(limit).all(db).await.in_table("profile")
}

/// That a placement of the person, under the profile or under one that became part of it, is at work: something
/// happened with it since an instant, the clock still looks at it, or money can be claimed for what was signed.
fn is_at_work(since: i64) -> String {
    format!(
        "EXISTS (WITH RECURSIVE family (id) AS (SELECT profile.id UNION
         SELECT part.id FROM profile AS part JOIN family ON part.merged_into = family.id)
         SELECT 1 FROM placement JOIN family ON family.id = placement.profile_id
         WHERE placement.updated_at >= {since} OR placement.due_at IS NOT NULL
         OR (placement.stake_dong IS NOT NULL AND placement.policy_hash IS NOT NULL AND {UNCLAIMED}))"
    )
}

/// Whether a placement of the person of a profile is at work: what is left out of [`list_idle`] and [`list_unheld`].
pub async fn has_work(db: &impl Db, id: Uuid, since: i64) -> Result<bool> {
    let found = Entity::find_by_id(id).filter(Expr::cust(is_at_work(since))).one(db).await.in_table("profile")?;
    Ok(found.is_some())
}

/// Live profiles that nobody did anything with since `before`, and no placement of which is at work; longest first.
pub async fn list_idle(db: &impl Db, (before, now): (i64, i64), limit: u64) -> Result<Vec<Row>> {
    let idle = Entity::find().filter(Column::State.eq("live")).filter(Column::ActiveAt.lt(before));
    let idle = idle.filter(Expr::cust(format!("NOT {}", is_at_work(before))));
    let idle = idle.filter(is_free("profile", Column::Id, now));
    idle.order_by_asc(Column::ActiveAt).order_by_asc(Column::Id).limit(limit).all(db).await.in_table("profile")
}

/// Live profiles that no account holds and no centre serves, that nobody did anything with since `before`, and no
/// placement of which is at work; longest first.
pub async fn list_unheld(db: &impl Db, (before, now): (i64, i64), limit: u64) -> Result<Vec<Row>> {
    let unheld = Entity::find().filter(Column::AccountId.is_null()).filter(Column::CentreId.is_null());
    let unheld = unheld.filter(Column::State.eq("live")).filter(Column::ActiveAt.lt(before));
    let unheld = unheld.filter(Expr::cust(format!("NOT {}", is_at_work(before))));
    let unheld = unheld.filter(is_free("profile", Column::Id, now));
    unheld.order_by_asc(Column::ActiveAt).order_by_asc(Column::Id).limit(limit).all(db).await.in_table("profile")
}

/// Which profiles are part of these: the part, then what it is a part of.
pub async fn list_parts_of(db: &impl Db, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let parts = Entity::find().select_only().column(Column::Id).column(Column::MergedInto);
    let parts = parts.filter(Column::MergedInto.is_in(ids.iter().copied()));
    parts.into_tuple().all(db).await.in_table("profile")
}

/// The profile that a person's profile became part of, in the end, and all that became part of it, by id.
pub async fn list_family(db: &impl Db, id: Uuid) -> Result<(Uuid, Vec<Uuid>)> {
    let mut kept = id;
    while let Some(next) = find(db, kept).await?.and_then(|row| row.merged_into) {
        kept = next;
    }
    let mut family = parts_below(db, kept).await?;
    family.push(kept);
    family.sort_unstable();
    Ok((kept, family))
}

/// Profiles that were made part of this one, or of one that was, by id.
pub async fn list_merged_into(db: &impl Db, id: Uuid) -> Result<Vec<Row>> {
    let below = parts_below(db, id).await?;
    let mut rows = find_many(db, &below).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Ids of all that became part of a profile, the nearest first.
async fn parts_below(db: &impl Db, id: Uuid) -> Result<Vec<Uuid>> {
    let (mut below, mut last) = (Vec::new(), vec![id]);
    while !last.is_empty() {
        last = list_parts_of(db, &last).await?.into_iter().map(|(part, _)| part).collect();
        last.retain(|part| *part != id && !below.contains(part));
        below.extend(&last);
    }
    Ok(below)
}
