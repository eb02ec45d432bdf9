//! What is to be told, queued in the write that it tells: nothing is told that did not happen, and nothing that
//! happened is forgotten. A body carries ids and states; whoever wants more asks with rights of its own.

use super::send_again::queue;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::postings::RENAMED;
use crate::secrets::sha256;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::webhook::{DeliveryState, EventKind};
use sanviec_store::webhook::{self, Delivery, Row};
use sanviec_store::{Tx, outbox, posting};
use serde_json::{Value, json};
use uuid::Uuid;

/// Messages that wait for one endpoint and are taken up at once when it goes on.
pub(super) const WAITING_MOST: u64 = 1_000;

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) kind: EventKind,
    /// Whose endpoints are told.
    pub(crate) employer_id: Option<Uuid>,
    pub(crate) centre_id: Option<Uuid>,
    /// What it is about, and in which version of it: the same is told once.
    pub(crate) about: (Uuid, i64),
    pub(crate) data: Value,
}

/// Queues what happened for every endpoint that wants to be told.
pub(crate) async fn emit(tx: &Tx<'_>, ctx: &Ctx, events: &[Event]) -> Result<(), AppError> {
    if events.is_empty() || !webhook::is_any_active(tx).await? {
        return Ok(());
    }
    let ids = |of: &dyn Fn(&Event) -> Option<Uuid>| {
        let mut ids: Vec<Uuid> = events.iter().filter_map(of).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let (employers, centres) = (ids(&|event| event.employer_id), ids(&|event| event.centre_id));
    let endpoints = webhook::list_active(tx, &employers, &centres).await?;
    for event in events {
        for endpoint in endpoints.iter().filter(|endpoint| is_told(endpoint, event)) {
            tell(tx, ctx, endpoint, event).await?;
        }
    }
    Ok(())
}

fn is_told(endpoint: &Row, event: &Event) -> bool {
    let same = |ours: Option<Uuid>, theirs: Option<Uuid>| ours.is_some() && ours == theirs;
    let is_whose = same(endpoint.employer_id, event.employer_id) || same(endpoint.centre_id, event.centre_id);
    is_whose && endpoint.events.split(' ').any(|code| code == event.kind.code())
}

async fn tell(tx: &Tx<'_>, ctx: &Ctx, endpoint: &Row, event: &Event) -> Result<(), AppError> {
    let (of, version) = event.about;
    let text = format!("{} {} {of} {version}", endpoint.id, event.kind.code());
    let mut delivery = delivery(ctx, endpoint.id, event.kind, &event.data, &text);
    if webhook::add_delivery(tx, &delivery).await? {
        queue(tx, ctx, &mut delivery).await?;
    }
    Ok(())
}

/// A message with an id made of what it tells.
pub(super) fn delivery(ctx: &Ctx, webhook_id: Uuid, kind: EventKind, data: &Value, told: &str) -> Delivery {
    let body = json!({ "type": kind.code(), "timestamp": ctx.now.rfc3339(), "data": data });
    let mut id = [0; 16];
    id.copy_from_slice(&sha256(told.as_bytes())[..16]);
    Delivery {
        id: Uuid::from_bytes(id),
        webhook_id,
        kind: kind.code().to_owned(),
        body: body.to_string(),
        state: DeliveryState::Queued.code().to_owned(),
        attempts: 0,
        next_at: Some(ctx.now.0),
        created_at: ctx.now.0,
        done_at: None,
    }
}

/// What is told of a change of a posting, by the word of the outbox; nothing of what the public never saw.
fn told_of(kind: &str) -> Option<EventKind> {
    match kind {
        "published" | "resumed" | "reopened" | "relisted" => Some(EventKind::PostingPublished),
        "changed" | "changed_live" | "extended" | "hired" | RENAMED => Some(EventKind::PostingChanged),
        "paused" | "returned" | "filled" | "expired" | "closed" | "removed" => Some(EventKind::PostingClosed),
        _ => None,
    }
}

/// Queues what is told of changes of postings.
pub(crate) async fn postings_changed(tx: &Tx<'_>, ctx: &Ctx, changes: &[outbox::Change]) -> Result<(), AppError> {
    if changes.is_empty() || !webhook::is_any_active(tx).await? {
        return Ok(());
    }
    let ids: Vec<Uuid> = changes.iter().map(|change| change.entity_id).collect();
    let rows = posting::find_many(tx, &ids).await?;
    let event = |change: &outbox::Change| {
        let row = rows.iter().find(|row| row.id == change.entity_id)?;
        Some(Event {
            kind: told_of(change.kind)?,
            employer_id: Some(row.employer_id),
            centre_id: None,
            about: (row.id, change.version),
            data: json!({
                "posting_id": PostingCode::of(row.id).to_string(),
                "state": row.state,
                "what": change.kind,
                "version": change.version,
            }),
        })
    };
    let events: Vec<Event> = changes.iter().filter_map(event).collect();
    emit(tx, ctx, &events).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_domain::posting::Event;
    use sanviec_domain::time::Micros;

    #[test]
    fn programs_are_told_of_each_change_that_the_public_sees() {
        let until = Micros(1);
        for (event, told) in [
            (Event::Submitted, None),
            (Event::Published { until }, Some(EventKind::PostingPublished)),
            (Event::Changed { live: true }, Some(EventKind::PostingChanged)),
            (Event::Paused, Some(EventKind::PostingClosed)),
            (Event::Resumed, Some(EventKind::PostingPublished)),
            (Event::Extended { from: until, until }, Some(EventKind::PostingChanged)),
            (Event::Returned, Some(EventKind::PostingClosed)),
            (Event::Hired { count: 1 }, Some(EventKind::PostingChanged)),
            (Event::Filled, Some(EventKind::PostingClosed)),
            (Event::Expired, Some(EventKind::PostingClosed)),
            (Event::Closed, Some(EventKind::PostingClosed)),
            (Event::Removed, Some(EventKind::PostingClosed)),
            (Event::Reopened { until }, Some(EventKind::PostingPublished)),
            (Event::Relisted { until }, Some(EventKind::PostingPublished)),
        ] {
            assert_eq!(told_of(event.code()), told, "{event:?}");
        }
        assert_eq!(told_of(RENAMED), Some(EventKind::PostingChanged));
    }
}
