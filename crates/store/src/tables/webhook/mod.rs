//! Endpoints of programs that are told what happens, messages to them, and each attempt.

pub(crate) mod entity;

pub use entity::Model as Row;
pub use entity::attempt::Model as Attempt;
pub use entity::delivery::Model as Delivery;

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::IN_LIST;
use crate::{Db, Error, Result, Tx};
use entity::{Column, Entity, attempt, delivery};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

/// The most endpoints of one owner that are read.
const MOST: u64 = 100;

/// Whose endpoints are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// Of an organisation.
    Employer(Uuid),
    /// Of a centre.
    Centre(Uuid),
}

impl Owner {
    fn condition(self) -> Expr {
        match self {
            Self::Employer(id) => Column::EmployerId.eq(id),
            Self::Centre(id) => Column::CentreId.eq(id),
        }
    }
}

/// Adds an endpoint.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The endpoint, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("webhook")
}

/// Endpoints of an owner, newest first.
pub async fn list(db: &impl Db, owner: Owner) -> Result<Vec<Row>> {
    let own = Entity::find().filter(owner.condition()).order_by_desc(Column::Id).limit(MOST);
    own.all(db).await.in_table("webhook")
}

/// Whether any endpoint is told anything now.
pub async fn is_any_active(db: &impl Db) -> Result<bool> {
    let found = Entity::find().filter(Column::State.eq("active")).limit(1).one(db).await;
    Ok(found.in_table("webhook")?.is_some())
}

/// Endpoints of these owners that are told.
pub async fn list_active(db: &impl Db, employers: &[Uuid], centres: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (column, ids) in [(Column::EmployerId, employers), (Column::CentreId, centres)] {
        for part in ids.chunks(IN_LIST) {
            let found = Entity::find().filter(Column::State.eq("active")).filter(column.is_in(part.iter().copied()));
            rows.extend(found.all(db).await.in_table("webhook")?);
        }
    }
    Ok(rows)
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next.into_active_model().reset_all()).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Deletes an endpoint with everything that was to be told to it.
pub async fn delete(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    for sql in [
        "DELETE FROM webhook_attempt WHERE delivery_id IN (SELECT id FROM webhook_delivery WHERE webhook_id = $1)",
        "DELETE FROM webhook_delivery WHERE webhook_id = $1",
        "DELETE FROM webhook WHERE id = $1",
    ] {
        tx.execute_raw(bound(tx, sql, [id.into()])).await?;
    }
    Ok(())
}

/// Adds a message. False when it is there already.
pub async fn add_delivery(tx: &Tx<'_>, row: &Delivery) -> Result<bool> {
    let once = OnConflict::column(delivery::Column::Id).do_nothing().to_owned();
    let added = delivery::Entity::insert_many([row.clone().into_active_model()]).on_conflict(once).try_insert();
    let added = added.exec_without_returning(tx).await?;
    Ok(matches!(added, sea_orm::TryInsertResult::Inserted(1)))
}

/// The message, if it is kept.
pub async fn find_delivery(db: &impl Db, id: Uuid) -> Result<Option<Delivery>> {
    delivery::Entity::find_by_id(id).one(db).await.in_table("webhook_delivery")
}

/// Messages to an endpoint, newest first, those after `before` only.
pub async fn list_deliveries(
    db: &impl Db,
    webhook_id: Uuid,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Delivery>> {
    use delivery::Column;
    let mut page = delivery::Entity::find().filter(Column::WebhookId.eq(webhook_id));
    if let Some((at, id)) = before {
        let older = Column::CreatedAt.lt(at).or(Column::CreatedAt.eq(at).and(Column::Id.lt(id)));
        page = page.filter(older);
    }
    let page = page.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit);
    page.all(db).await.in_table("webhook_delivery")
}

/// Messages of an endpoint that wait.
pub async fn list_queued(db: &impl Db, webhook_id: Uuid, limit: u64) -> Result<Vec<Delivery>> {
    use delivery::Column;
    let page = delivery::Entity::find().filter(Column::WebhookId.eq(webhook_id)).filter(Column::State.eq("queued"));
    page.order_by_asc(Column::CreatedAt).limit(limit).all(db).await.in_table("webhook_delivery")
}

/// Notes where a message stands.
pub async fn update_delivery(tx: &Tx<'_>, row: &Delivery) -> Result<()> {
    let only = delivery::Column::Id.eq(row.id);
    let changed = delivery::Entity::update_many().set(row.clone().into_active_model().reset_all());
    let changed = changed.filter(only).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Adds an attempt.
pub async fn add_attempt(tx: &Tx<'_>, row: &Attempt) -> Result<()> {
    attempt::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Attempts of these messages, oldest first.
pub async fn list_attempts(db: &impl Db, delivery_ids: &[Uuid]) -> Result<Vec<Attempt>> {
    let mut rows = Vec::new();
    for part in delivery_ids.chunks(IN_LIST) {
        let found = attempt::Entity::find().filter(attempt::Column::DeliveryId.is_in(part.iter().copied()));
        let found = found.order_by_asc(attempt::Column::DeliveryId).order_by_asc(attempt::Column::Number);
        rows.extend(found.all(db).await.in_table("webhook_attempt")?);
    }
    Ok(rows)
}

/// Deletes at most `limit` messages that ended before an instant, with their attempts; how many.
pub async fn prune(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let old = "SELECT id FROM webhook_delivery WHERE done_at < $1 ORDER BY done_at LIMIT $2";
    let attempts = format!("DELETE FROM webhook_attempt WHERE delivery_id IN ({old})");
    tx.execute_raw(bound(tx, &attempts, [before.into(), limit.into()])).await?;
    let rows = format!("DELETE FROM webhook_delivery WHERE id IN ({old})");
    Ok(tx.execute_raw(bound(tx, &rows, [before.into(), limit.into()])).await?.rows_affected())
}
