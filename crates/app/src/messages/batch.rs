//! What a sender needs for a whole batch: messages of one channel, what went before them, and one write for all ends.

use super::over::go_over;
use super::{Channel, Claimed, End, open_all};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_domain::message::Kind;
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, message};
use uuid::Uuid;

/// Rows looked at for what went before; with the cap there are never so many that count.
const LOOKED_AT: i64 = 50;

/// How one message of a batch ended.
#[derive(Clone, Debug)]
pub struct Settled {
    pub id: Uuid,
    pub lease: Uuid,
    pub end: End,
}

impl Settled {
    async fn write(&self, tx: &Tx<'_>, keys: &Keyring, now: i64) -> Result<(), AppError> {
        let held = (self.id, self.lease);
        if let End::Over(channel, why) = &self.end
            && go_over(tx, keys, held, (*channel, why), now).await?
        {
            return Ok(());
        }
        Ok(message::settle(tx, self.id, self.lease, self.end.outcome(), now).await?)
    }
}

/// Takes up to `limit` due messages of a channel for `lease_seconds`, those first that are of no use soonest.
pub async fn claim_by_channel(
    app: &App,
    ctx: &Ctx,
    channel: Channel,
    lease_seconds: i64,
    limit: i64,
) -> Result<Vec<Claimed>, AppError> {
    demand(ctx, Action::Tick)?;
    let (store, code, now) = (app.store().clone(), channel.code(), ctx.now.0);
    let lease_us = lease_seconds * 1_000_000;
    let claim = async move {
        let write = store.write("claim_messages", |tx| {
            Box::pin(async move { Ok::<_, AppError>(message::claim_by_channel(tx, code, now, lease_us, limit).await?) })
        });
        write.await
    };
    let rows = app.to_the_end(claim).await?;
    open_all(app, ctx, rows).await
}

/// When messages that can wait went on a channel in the last day: to an account, or to somebody of a profile without
/// one.
pub async fn sent_before(app: &App, ctx: &Ctx, holder_id: Uuid, channel: Channel) -> Result<Vec<Micros>, AppError> {
    demand(ctx, Action::Tick)?;
    let (reader, after) = (app.store().reader(), ctx.now.plus_days(-1).0);
    let sent = message::list_sent_since(reader, holder_id, channel.code(), after, LOOKED_AT).await?;
    let can_wait = |template: &str| Kind::find_by_code(template).is_none_or(|kind| !kind.is_urgent());
    Ok(sent.into_iter().filter(|(template, _)| can_wait(template)).map(|(_, at)| Micros(at)).collect())
}

/// Notes how a batch ended, in one write. Answers how many had been lost to another sender: what those say is his.
pub async fn settle_all(app: &App, ctx: &Ctx, ends: Vec<Settled>) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let (store, now, keys) = (app.store().clone(), ctx.now.0, app.keys()?.clone());
    app.to_the_end(async move {
        let (ends, keys) = (&ends, &keys);
        let settle = store.write("settle_messages", |tx| {
            Box::pin(async move {
                let mut lost = 0;
                for settled in ends {
                    match settled.write(tx, keys, now).await {
                        Ok(()) => {}
                        Err(AppError::Conflict) => lost += 1,
                        Err(error) => return Err(error),
                    }
                }
                Ok(lost)
            })
        });
        settle.await
    })
    .await
}
