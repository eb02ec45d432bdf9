//! Writing postings. Every change names the version it expects.

use super::Row;
use super::entity::{Column, Entity};
use crate::per_backend::{bound, for_update};
use crate::tables::CHUNK;
use crate::{Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Alias, IntoColumnRef, IntoIden, Query, ReturningClause, TableRef, UpdateStatement, ValueTuple,
};
use sea_orm::{ConnectionTrait, ExprTrait, IntoActiveModel};
use std::collections::HashSet;

/// Adds postings. The version is the row's own (1 for a new one).
pub async fn insert_many(tx: &Tx<'_>, rows: &[Row]) -> Result<()> {
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The posting, held until the write ends: of two hires at once the second is counted after the first.
pub async fn find_for_update(tx: &Tx<'_>, id: Uuid) -> Result<Option<Row>> {
    let sql = format!("SELECT id FROM posting WHERE id = $1 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    super::find(tx, id).await
}

/// Stores a changed row. `row.version` is the version it was loaded with; the answer is the new one (one more).
/// [`Error::Conflict`] when the stored version is another or the row is gone.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<i64> {
    let changed = tx.execute(&update_statement(std::slice::from_ref(row))).await?;
    if changed.rows_affected() == 1 { Ok(row.version + 1) } else { Err(Error::Conflict) }
}

/// Stores many changed rows in few statements, each guarded as in [`update_guarded`]. The answer lists the ids that
/// were not changed because their version was another; empty when all went well.
pub async fn update_many_guarded(tx: &Tx<'_>, rows: &[Row]) -> Result<Vec<Uuid>> {
    let mut refused = Vec::new();
    for part in rows.chunks(CHUNK) {
        let mut update = update_statement(part);
        update.returning(ReturningClause::Columns(vec![Column::Id.into_column_ref()]));
        let changed = tx.query_all(&update).await?;
        let changed: HashSet<Uuid> = changed.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, DbErr>>()?;
        refused.extend(part.iter().map(|row| row.id).filter(|id| !changed.contains(id)));
    }
    Ok(refused)
}

/// The columns a change may touch; all others are fixed when the row is made.
fn changing(row: &Row) -> Vec<(Column, Value)> {
    vec![
        (Column::State, row.state.clone().into()),
        (Column::StateAt, row.state_at.into()),
        (Column::StateReason, row.state_reason.clone().into()),
        (Column::EmployerId, row.employer_id.into()),
        (Column::Title, row.title.clone().into()),
        (Column::Content, row.content.clone().into()),
        (Column::ContentVersion, row.content_version.into()),
        (Column::ContentHash, row.content_hash.clone().into()),
        (Column::PostedAt, row.posted_at.into()),
        (Column::PublishedAt, row.published_at.into()),
        (Column::LiveUntil, row.live_until.into()),
        (Column::DueAt, row.due_at.into()),
        (Column::Wanted, row.wanted.into()),
        (Column::Hired, row.hired.into()),
        (Column::DeadlineOn, row.deadline_on.into()),
        (Column::UpdatedAt, row.updated_at.into()),
    ]
}

/// `UPDATE posting SET … FROM (VALUES …) AS given WHERE id and version are as given`. Both databases call the columns
/// of such a list `column1`, `column2`, ….
fn update_statement(rows: &[Row]) -> UpdateStatement {
    let given = |n: usize| Expr::col((Alias::new("given"), Alias::new(format!("column{n}"))));
    let mut update = Query::update();
    update.table(Entity).value(Column::Version, given(2).add(1));
    if let Some(first) = rows.first() {
        for (n, (column, _)) in changing(first).into_iter().enumerate() {
            update.value(column, given(n + 3));
        }
    }
    let list = rows.iter().map(|row| {
        let key = [Value::from(row.id), Value::from(row.version)];
        ValueTuple::Many(key.into_iter().chain(changing(row).into_iter().map(|(_, value)| value)).collect())
    });
    update
        .from(TableRef::ValuesList(list.collect(), Alias::new("given").into_iden()))
        .and_where(Expr::col((Entity, Column::Id)).equals((Alias::new("given"), Alias::new("column1"))))
        .and_where(Expr::col((Entity, Column::Version)).equals((Alias::new("given"), Alias::new("column2"))));
    update
}
