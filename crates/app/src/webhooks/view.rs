//! Endpoints and what became of their messages, for whoever answers for them.

use super::endpoint::{Owner, find_own};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::time::Micros;
use sanviec_domain::webhook::{DeliveryState, EndpointState, EventKind};
use sanviec_store::webhook::{self, Attempt, Delivery, Row};
use uuid::Uuid;

/// An endpoint. Its secret is in no view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointView {
    pub id: Uuid,
    pub name: String,
    pub address: String,
    pub events: Vec<EventKind>,
    pub state: EndpointState,
    /// Code of why it is disabled.
    pub reason: Option<String>,
    /// Until when the secret before is used too.
    pub old_until: Option<Micros>,
    pub created_at: Micros,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryView {
    pub id: Uuid,
    /// Code of the event.
    pub kind: String,
    pub body: String,
    pub state: DeliveryState,
    pub next_at: Option<Micros>,
    pub created_at: Micros,
    /// Oldest first.
    pub attempts: Vec<AttemptView>,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptView {
    pub at: Micros,
    pub status: Option<i32>,
    pub error: Option<String>,
    pub took_ms: i32,
}

/// The endpoints of an owner, newest first.
pub async fn endpoints(app: &App, ctx: &Ctx, owner: Owner) -> Result<Vec<EndpointView>, AppError> {
    owner.demand(ctx)?;
    let rows = webhook::list(app.store().reader(), owner.stored()).await?;
    rows.into_iter().map(|row| view(ctx, row)).collect()
}

/// One of them.
pub async fn endpoint(app: &App, ctx: &Ctx, owner: Owner, id: Uuid) -> Result<EndpointView, AppError> {
    owner.demand(ctx)?;
    view(ctx, find_own(app.store().reader(), owner, id).await?)
}

fn view(ctx: &Ctx, row: Row) -> Result<EndpointView, AppError> {
    let corrupt = |column| AppError::from(sanviec_store::Error::corrupt("webhook", column, row.id));
    let events = row.events.split(' ').map(|code| EventKind::find_by_code(code).ok_or_else(|| corrupt("events")));
    Ok(EndpointView {
        events: events.collect::<Result<_, _>>()?,
        state: EndpointState::find_by_code(&row.state).ok_or_else(|| corrupt("state"))?,
        id: row.id,
        name: row.name,
        address: row.address,
        reason: row.reason,
        old_until: row.old_until.filter(|until| ctx.now.0 < *until).map(Micros),
        created_at: Micros(row.created_at),
    })
}

/// A page of messages to an endpoint, newest first, those after `before` only.
pub async fn deliveries(
    app: &App,
    ctx: &Ctx,
    owner: Owner,
    (id, before): (Uuid, Option<Uuid>),
    limit: u64,
) -> Result<Vec<DeliveryView>, AppError> {
    owner.demand(ctx)?;
    let reader = app.store().reader();
    let endpoint = find_own(reader, owner, id).await?;
    let before = match before {
        Some(id) => webhook::find_delivery(reader, id).await?.filter(|one| one.webhook_id == endpoint.id),
        None => None,
    };
    let before = before.map(|one| (one.created_at, one.id));
    let rows = webhook::list_deliveries(reader, endpoint.id, before, limit).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let attempts = webhook::list_attempts(reader, &ids).await?;
    rows.into_iter().map(|row| shown(row, &attempts)).collect()
}

fn shown(row: Delivery, attempts: &[Attempt]) -> Result<DeliveryView, AppError> {
    let state = DeliveryState::find_by_code(&row.state);
    let of = attempts.iter().filter(|attempt| attempt.delivery_id == row.id);
    let attempt = |attempt: &Attempt| AttemptView {
        at: Micros(attempt.at),
        status: attempt.status,
        error: attempt.error.clone(),
        took_ms: attempt.took_ms,
    };
    Ok(DeliveryView {
        attempts: of.map(attempt).collect(),
        state: state.ok_or_else(|| sanviec_store::Error::corrupt("webhook_delivery", "state", row.id))?,
        id: row.id,
        kind: row.kind,
        body: row.body,
        next_at: row.next_at.map(Micros),
        created_at: Micros(row.created_at),
    })
}
