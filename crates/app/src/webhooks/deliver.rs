//! For the clock: messages that are due, signed, and what became of each attempt. An attempt is a job with a lease: one
//! process makes it, and one that dies leaves it to others, so a message may arrive twice under one id, never not at
//! all.

use super::JOB;
use super::endpoint::{entry, old_secret_place, secret_place};
use super::send_again::queue;
use super::sign::signatures;
use crate::accounts;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::messages::{self, Letter};
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_domain::message::Content;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_domain::webhook::{Address, DeliveryState, EndpointState, Heard, Next, after_attempt};
use sanviec_store::webhook::{self, Attempt, Delivery, Row};
use sanviec_store::{Tx, audit, job, organisation_member};
use uuid::Uuid;

/// Longest error that is kept, in characters.
const ERROR: usize = 300;

/// A message that is to be sent now, by whoever holds its lease.
#[derive(Clone, Debug)]
pub struct Outgoing {
    job: i64,
    lease: Uuid,
    delivery: Uuid,
    pub address: Address,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// What became of an attempt.
#[derive(Clone, Debug)]
pub struct Attempted {
    pub heard: Heard,
    /// Status of the answer; none without one.
    pub status: Option<u16>,
    /// What went wrong, without anything that was sent.
    pub error: Option<String>,
    pub took_ms: u32,
}

/// Takes up to `limit` messages that are due for `lease_seconds`. What is not to be told any more is let go.
pub async fn claim(app: &App, ctx: &Ctx, lease_seconds: i64, limit: i64) -> Result<Vec<Outgoing>, AppError> {
    demand(ctx, Action::Tick)?;
    if !job::is_any_due(app.store().reader(), ctx.now.0).await? {
        return Ok(Vec::new());
    }
    let (store, keys, ctx, app) = (app.store().clone(), app.keys()?.clone(), ctx.clone(), app.clone());
    let used = app.clone();
    used.to_the_end(async move {
        let (app, keys, ctx) = (&app, &keys, &ctx);
        let write = store.write("claim_webhooks", |tx| {
            Box::pin(async move {
                let mut due = Vec::new();
                for job in job::claim(tx, &[JOB], ctx.now.0, lease_seconds * 1_000_000, limit).await? {
                    due.extend(outgoing(tx, (app, keys, ctx), &job).await?);
                }
                Ok::<_, AppError>(due)
            })
        });
        write.await
    })
    .await
}

async fn outgoing(
    tx: &Tx<'_>,
    (app, keys, ctx): (&App, &Keyring, &Ctx),
    job: &job::Row,
) -> Result<Option<Outgoing>, AppError> {
    let lease = job.lease_token.unwrap_or_default();
    let named: Option<Uuid> = serde_json::from_str::<serde_json::Value>(&job.payload)
        .ok()
        .and_then(|payload| payload["delivery"].as_str().and_then(|id| id.parse().ok()));
    let delivery = match named {
        Some(id) => webhook::find_delivery(tx, id).await?,
        None => None,
    };
    let waiting = delivery.filter(|delivery| delivery.state == DeliveryState::Queued.code());
    let endpoint = match &waiting {
        Some(delivery) => webhook::find(tx, delivery.webhook_id).await?,
        None => None,
    };
    let active = endpoint.filter(|endpoint| endpoint.state == EndpointState::Active.code());
    let (Some(delivery), Some(endpoint)) = (waiting, active) else {
        // Taken away, stopped, or sent meanwhile.
        job::finish(tx, job.id, lease, ctx.now.0).await?;
        return Ok(None);
    };
    let Ok(address) = Address::parse(&endpoint.address, app.facts().local_webhooks) else {
        job::finish(tx, job.id, lease, ctx.now.0).await?;
        disable(tx, (app, ctx), endpoint, "address").await?;
        return Ok(None);
    };
    let headers = headers(keys, ctx, &endpoint, &delivery)?;
    Ok(Some(Outgoing { job: job.id, lease, delivery: delivery.id, address, headers, body: delivery.body }))
}

fn headers(
    keys: &Keyring,
    ctx: &Ctx,
    endpoint: &Row,
    delivery: &Delivery,
) -> Result<Vec<(&'static str, String)>, AppError> {
    let text = |place, sealed: &[u8]| {
        let opened = keys.open(place, sealed)?;
        String::from_utf8(opened).map_err(|_| AppError::internal("a secret of a webhook is no text"))
    };
    let mut secrets = vec![text(secret_place(endpoint.id), &endpoint.secret)?];
    let both = endpoint.old_until.is_some_and(|until| ctx.now.0 < until);
    if let Some(old) = endpoint.old_secret.as_ref().filter(|_| both) {
        secrets.push(text(old_secret_place(endpoint.id), old)?);
    }
    let (id, at_s) = (format!("msg_{}", PostingCode::of(delivery.id)), ctx.now.0 / 1_000_000);
    let signature = signatures(&secrets, &id, at_s, &delivery.body)?;
    Ok(vec![("webhook-id", id), ("webhook-timestamp", at_s.to_string()), ("webhook-signature", signature)])
}

/// Notes what became of an attempt. False when somebody else has it meanwhile: then nothing is noted.
pub async fn settle(app: &App, ctx: &Ctx, outgoing: &Outgoing, attempted: Attempted) -> Result<bool, AppError> {
    demand(ctx, Action::Tick)?;
    let (store, ctx, used, outgoing) = (app.store().clone(), ctx.clone(), app.clone(), outgoing.clone());
    let settled = app
        .to_the_end(async move {
            let (app, ctx, outgoing, attempted) = (&used, &ctx, &outgoing, &attempted);
            let write = store.write("settle_webhook", |tx| Box::pin(note(tx, (app, ctx), outgoing, attempted)));
            write.await
        })
        .await;
    match settled {
        Ok(()) => Ok(true),
        Err(AppError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn note(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    outgoing: &Outgoing,
    attempted: &Attempted,
) -> Result<(), AppError> {
    job::finish(tx, outgoing.job, outgoing.lease, ctx.now.0).await?;
    // Taken away while it was sent: there is nothing to note it at.
    let Some(mut delivery) = webhook::find_delivery(tx, outgoing.delivery).await? else { return Ok(()) };
    delivery.attempts += 1;
    let attempt = Attempt {
        delivery_id: delivery.id,
        number: delivery.attempts,
        at: ctx.now.0,
        status: attempted.status.map(i32::from),
        error: attempted.error.as_ref().map(|text| text.chars().take(ERROR).collect()),
        took_ms: i32::try_from(attempted.took_ms).unwrap_or(i32::MAX),
    };
    webhook::add_attempt(tx, &attempt).await?;
    let jitter = delivery.id.as_u64_pair().1;
    let number = u32::try_from(delivery.attempts).unwrap_or(u32::MAX);
    match after_attempt(attempted.heard, number, ctx.now, jitter) {
        Next::Delivered => end(tx, ctx, delivery, DeliveryState::Delivered).await,
        Next::Again(Micros(at)) => {
            delivery.next_at = Some(at);
            webhook::update_delivery(tx, &delivery).await?;
            queue(tx, ctx, &mut delivery).await
        }
        Next::Disable => {
            let endpoint = webhook::find(tx, delivery.webhook_id).await?;
            end(tx, ctx, delivery, DeliveryState::Dead).await?;
            let reason = if attempted.heard == Heard::Gone { "gone" } else { "failing" };
            match endpoint {
                Some(endpoint) => disable(tx, (app, ctx), endpoint, reason).await,
                None => Ok(()),
            }
        }
    }
}

async fn end(tx: &Tx<'_>, ctx: &Ctx, mut delivery: Delivery, state: DeliveryState) -> Result<(), AppError> {
    state.code().clone_into(&mut delivery.state);
    (delivery.next_at, delivery.done_at) = (None, Some(ctx.now.0));
    Ok(webhook::update_delivery(tx, &delivery).await?)
}

/// Tells an endpoint nothing more, and its people why.
async fn disable(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), mut row: Row, reason: &str) -> Result<(), AppError> {
    if row.state == EndpointState::Disabled.code() {
        return Ok(());
    }
    let before = row.clone();
    EndpointState::Disabled.code().clone_into(&mut row.state);
    row.reason = Some(reason.to_owned());
    row.updated_at = ctx.now.0;
    webhook::update_guarded(tx, &row).await?;
    audit::append(tx, &[entry(ctx, "disable_webhook", row.id, (Some(&before), Some(&row)))]).await?;
    tell(tx, (app, ctx), &row).await
}

/// Whoever set it up, and the administrators of the organisation.
async fn tell(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), row: &Row) -> Result<(), AppError> {
    let mut accounts = vec![row.created_by];
    if let Some(employer_id) = row.employer_id {
        for member in organisation_member::list(tx, employer_id).await? {
            if crate::organisations::governs(&member)? {
                accounts.push(member.account_id);
            }
        }
    }
    accounts.sort_unstable();
    accounts.dedup();
    let path = match (row.employer_id, row.centre_id) {
        (Some(id), _) => format!("/tuyen-dung/don-vi/{}/webhook/{}", PostingCode::of(id), row.id),
        (None, Some(id)) => format!("/trung-tam/co-so/{}/webhook/{}", PostingCode::of(id), row.id),
        (None, None) => "/".to_owned(),
    };
    let content = Content::WebhookDisabled { webhook_name: row.name.clone(), path };
    for account_id in accounts {
        let Some(contact) = accounts::address_of(tx, app.keys()?, account_id).await? else { continue };
        let letter = Letter {
            id: app.ids().next(),
            account_id: Some(account_id),
            channel: contact.channel(),
            recipient: contact.as_str().to_owned(),
            template: content.kind().code(),
            params: content.values(),
            expires_at: Some(Micros(ctx.now.0 + content.kind().useful_for_us())),
        };
        messages::enqueue(tx, app.keys()?, ctx, &letter).await?;
    }
    Ok(())
}
