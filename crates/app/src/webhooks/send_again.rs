//! Messages that are tried now: for the first time, again by hand, or as a test.

use super::JOB;
use super::emit::delivery;
use super::endpoint::{Owner, entry, find_own};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use sanviec_domain::webhook::{DeliveryState, EndpointState, EventKind};
use sanviec_store::webhook::{self, Delivery};
use sanviec_store::{BoxFuture, Tx, audit, job};
use serde_json::json;
use uuid::Uuid;

/// Claims of one attempt before it is buried: each was a process that died in the middle.
const CLAIMS: i32 = 20;

/// Queues the next attempt of a message for the instant that it names.
pub(super) async fn queue(tx: &Tx<'_>, ctx: &Ctx, delivery: &mut Delivery) -> Result<(), AppError> {
    let run_at = delivery.next_at.unwrap_or(ctx.now.0).max(ctx.now.0);
    let payload = json!({ "delivery": delivery.id }).to_string();
    // The instant is part of the key: a message that is sent again by hand waits beside nothing of its own past.
    let dedup_key = format!("{JOB}:{}:{}:{run_at}", delivery.id, delivery.attempts);
    let new = job::New { kind: JOB, dedup_key: Some(&dedup_key), payload: &payload, run_at, max_attempts: CLAIMS };
    job::enqueue(tx, &new, ctx.now.0).await?;
    Ok(())
}

/// Sends a message again, under its old id, whatever became of it.
pub async fn send_again(
    app: &App,
    ctx: &Ctx,
    owner: Owner,
    (id, delivery): (Uuid, Uuid),
    key: &Key,
) -> Result<(), AppError> {
    owner.demand(ctx)?;
    once(app, ctx, key, Sending { ctx: ctx.clone(), owner, id, what: What::Again(delivery) }).await
}

/// Sends a message that says nothing, so that somebody can try an endpoint.
pub async fn ping(app: &App, ctx: &Ctx, owner: Owner, id: Uuid, key: &Key) -> Result<(), AppError> {
    owner.demand(ctx)?;
    once(app, ctx, key, Sending { ctx: ctx.clone(), owner, id, what: What::Ping(app.ids().next()) }).await
}

enum What {
    Again(Uuid),
    Ping(Uuid),
}

struct Sending {
    ctx: Ctx,
    owner: Owner,
    id: Uuid,
    what: What,
}

impl Sending {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let endpoint = find_own(tx, self.owner, self.id).await?;
        if endpoint.state != EndpointState::Active.code() {
            let vi = "Địa chỉ này đang dừng. Hãy cho chạy lại trước.";
            let en = "This endpoint is stopped. Let it go on first.";
            return Err(FieldError::new("form", "webhook_stopped", vi, en).into());
        }
        match self.what {
            What::Again(id) => {
                let found = webhook::find_delivery(tx, id).await?.filter(|one| one.webhook_id == endpoint.id);
                let mut delivery = found.ok_or(AppError::NotFound)?;
                DeliveryState::Queued.code().clone_into(&mut delivery.state);
                (delivery.next_at, delivery.done_at) = (Some(self.ctx.now.0), None);
                webhook::update_delivery(tx, &delivery).await?;
                queue(tx, &self.ctx, &mut delivery).await?;
                Ok(audit::append(tx, &[entry(&self.ctx, "send_webhook_again", endpoint.id, (None, None))]).await?)
            }
            What::Ping(id) => {
                let data = json!({ "webhook": endpoint.name });
                let mut one = delivery(&self.ctx, endpoint.id, EventKind::Ping, &data, &id.to_string());
                webhook::add_delivery(tx, &one).await?;
                queue(tx, &self.ctx, &mut one).await
            }
        }
    }
}

impl Work for Sending {
    type Answer = ();

    fn name(&self) -> &'static str {
        match self.what {
            What::Again(_) => "send_webhook_again",
            What::Ping(_) => "ping_webhook",
        }
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let what = match self.what {
            What::Again(id) => id.as_bytes().to_vec(),
            What::Ping(_) => Vec::new(),
        };
        vec![self.owner.id().as_bytes().to_vec(), self.id.as_bytes().to_vec(), what]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
