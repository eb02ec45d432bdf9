//! Writing profiles. Every change names the version it expects.

use super::Row;
use super::entity::{Column, Entity};
use crate::per_backend::{bound, for_update};
use crate::tables::CHUNK;
use crate::{Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel};

/// Adds a profile. [`Error::Constraint`] `uq_profile_account_id` when the account has one.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Adds many profiles.
pub async fn insert_many(tx: &Tx<'_>, rows: &[Row]) -> Result<()> {
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Holds a profile until the write ends: it is changed, or made part of another one, before or after and not meanwhile.
pub async fn hold(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    let sql = format!("SELECT id FROM profile WHERE id = $1 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    Ok(())
}

/// Stores a changed row. `row.version` is the version it was loaded with; the answer is the new one (one more).
/// [`Error::Conflict`] when the stored version is another or the row is gone.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<i64> {
    let changed = Entity::update_many()
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::AccountId, Expr::value(row.account_id))
        .col_expr(Column::CentreId, Expr::value(row.centre_id))
        .col_expr(Column::BranchId, Expr::value(row.branch_id))
        .col_expr(Column::State, Expr::value(row.state.clone()))
        .col_expr(Column::Visibility, Expr::value(row.visibility.clone()))
        .col_expr(Column::Document, Expr::value(row.document.clone()))
        .col_expr(Column::DocumentVersion, Expr::value(row.document_version))
        .col_expr(Column::Sealed, Expr::value(row.sealed.clone()))
        .col_expr(Column::NameFold, Expr::value(row.name_fold.clone()))
        .col_expr(Column::NameBack, Expr::value(row.name_back.clone()))
        .col_expr(Column::BornOn, Expr::value(row.born_on))
        .col_expr(Column::NumberHash, Expr::value(row.number_hash.clone()))
        .col_expr(Column::PhoneHash, Expr::value(row.phone_hash.clone()))
        .col_expr(Column::EmailHash, Expr::value(row.email_hash.clone()))
        .col_expr(Column::MergedInto, Expr::value(row.merged_into))
        .col_expr(Column::ActiveAt, Expr::value(row.active_at))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(row.version + 1) } else { Err(Error::Conflict) }
}

/// Notes that somebody did something with the profile; its version stays.
pub async fn touch(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<()> {
    let at = Entity::update_many().col_expr(Column::ActiveAt, Expr::value(now));
    at.filter(Column::Id.eq(id)).filter(Column::ActiveAt.lt(now)).exec(tx).await?;
    Ok(())
}

/// Puts the same values sealed with another key in place of what is there. Nothing happens when they were changed
/// meanwhile.
pub async fn reseal(tx: &Tx<'_>, id: Uuid, old: &str, new: &str) -> Result<()> {
    let sealed = Entity::update_many().col_expr(Column::Sealed, Expr::value(new));
    sealed.filter(Column::Id.eq(id)).filter(Column::Sealed.eq(old)).exec(tx).await?;
    Ok(())
}
