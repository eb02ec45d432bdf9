//! Messages to people: queued in the transaction of what they tell, claimed and settled by whoever sends them.
//!
//! Recipient and parameters are sealed in the table; here they are opened for the sender. Must not be in here: words,
//! SMTP, SMS gateways, waiting.

mod batch;
mod inbox;
mod over;
mod to_account;
mod to_profile;

pub use batch::{Settled, claim_by_channel, sent_before, settle_all};
pub(crate) use inbox::what_of;
pub use inbox::{Inbox, Item, What, inbox, mark_read, unread};
pub use sanviec_domain::message::Channel;
pub(crate) use to_account::{to_account, to_employer};
pub(crate) use to_profile::{contact_of, to_profile};

use crate::app::App;
use crate::ctx::{Actor, Ctx, Locale};
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place};
use sanviec_domain::time::Micros;
use sanviec_store::message::{self, Outcome};
use sanviec_store::{Tx, message::Row};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a message tells, with the values of its template.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) channel: Channel,
    /// Normal form of the address.
    pub(crate) recipient: String,
    pub(crate) template: &'static str,
    pub(crate) params: BTreeMap<&'static str, String>,
    /// Of no use from then on.
    pub(crate) expires_at: Option<Micros>,
}

/// Queues a message in the write of what it tells, in the language of whoever gets it where that is known, else in
/// Vietnamese: never in that of whoever happens to write it.
pub(crate) async fn enqueue(tx: &Tx<'_>, keys: &Keyring, ctx: &Ctx, letter: &Letter) -> Result<(), AppError> {
    enqueue_in(tx, keys, (ctx, language(ctx, letter.account_id)), letter).await
}

/// The language in which an account is written to. It is known where its holder acts: whoever is signed in to it, and
/// whoever gets in, who is told of the own account only.
fn language(ctx: &Ctx, account_id: Option<Uuid>) -> Locale {
    let is_own = match ctx.actor {
        Actor::Person(person) => account_id == Some(person.account_id),
        Actor::Public => true,
        Actor::Operator | Actor::System => false,
    };
    if is_own { ctx.locale } else { Locale::Vi }
}

/// The same in a language that whoever writes knows to be read: the one in which somebody applied, or asks for a code.
pub(crate) async fn enqueue_in(
    tx: &Tx<'_>,
    keys: &Keyring,
    (ctx, locale): (&Ctx, Locale),
    letter: &Letter,
) -> Result<(), AppError> {
    enqueue_of(tx, keys, (ctx, locale), letter, None).await
}

/// The same to somebody of a profile, where one is named: the message goes when the profile goes.
async fn enqueue_of(
    tx: &Tx<'_>,
    keys: &Keyring,
    (ctx, locale): (&Ctx, Locale),
    letter: &Letter,
    profile_id: Option<Uuid>,
) -> Result<(), AppError> {
    let params = serde_json::to_vec(&letter.params).map_err(AppError::internal)?;
    let row = Row {
        id: letter.id,
        account_id: letter.account_id,
        channel: letter.channel.code().to_owned(),
        recipient: keys.seal(place("recipient", letter.id), letter.recipient.as_bytes())?,
        template: letter.template.to_owned(),
        params: keys.seal(place("params", letter.id), &params)?,
        locale: if locale == Locale::En { "en" } else { "vi" }.to_owned(),
        state: "queued".to_owned(),
        attempts: 0,
        created_at: ctx.now.0,
        send_after: ctx.now.0,
        expires_at: letter.expires_at.map(|at| at.0),
        lease_token: None,
        lease_until: None,
        provider_id: None,
        last_error: None,
        done_at: None,
        profile_id,
    };
    Ok(message::enqueue(tx, &row).await?)
}

/// A message that its sender holds, opened.
#[derive(Clone)]
pub struct Claimed {
    /// Also the seed of the `Message-ID`: a repeat carries the same.
    pub id: Uuid,
    /// Shown when the outcome is noted; lost when sending took too long.
    pub lease: Uuid,
    /// In whose inbox it stands, where there is one.
    pub account_id: Option<Uuid>,
    /// For whose profile it is, where nobody has an account.
    pub profile_id: Option<Uuid>,
    pub channel: Channel,
    pub recipient: String,
    pub template: String,
    pub params: BTreeMap<String, String>,
    pub locale: Locale,
    /// This attempt included.
    pub attempts: i32,
    /// When it was written.
    pub created_at: Micros,
}

impl std::fmt::Debug for Claimed {
    /// Without recipient and parameters: a log may hold this.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Claimed").field("id", &self.id).field("template", &self.template).finish_non_exhaustive()
    }
}

/// Takes up to `limit` due messages for `lease_seconds`. One that cannot be opened is settled as failed, so that it
/// does not come again for ever.
pub async fn claim(app: &App, ctx: &Ctx, lease_seconds: i64, limit: i64) -> Result<Vec<Claimed>, AppError> {
    demand(ctx, Action::Tick)?;
    let (store, now) = (app.store().clone(), ctx.now.0);
    let rows: Vec<Row> = app
        .to_the_end(async move {
            let claim = store.write("claim_messages", |tx| {
                Box::pin(
                    async move { Ok::<_, AppError>(message::claim(tx, now, lease_seconds * 1_000_000, limit).await?) },
                )
            });
            claim.await
        })
        .await?;
    open_all(app, ctx, rows).await
}

async fn open_all(app: &App, ctx: &Ctx, rows: Vec<Row>) -> Result<Vec<Claimed>, AppError> {
    let keys = app.keys()?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, lease) = (row.id, row.lease_token.unwrap_or_default());
        match open(keys, row) {
            Ok(message) => claimed.push(message),
            Err(error) => {
                tracing::error!(%id, error = &error as &dyn std::error::Error, "a message cannot be opened");
                settle(app, ctx, id, lease, End::Failed("it cannot be opened".to_owned())).await?;
            }
        }
    }
    Ok(claimed)
}

fn open(keys: &Keyring, row: Row) -> Result<Claimed, AppError> {
    let corrupt = |column| AppError::from(sanviec_store::Error::corrupt("message", column, row.id));
    let recipient = keys.open(place("recipient", row.id), &row.recipient)?;
    let params = keys.open(place("params", row.id), &row.params)?;
    Ok(Claimed {
        lease: row.lease_token.ok_or_else(|| corrupt("lease_token"))?,
        channel: Channel::find_by_code(&row.channel).ok_or_else(|| corrupt("channel"))?,
        recipient: String::from_utf8(recipient).map_err(|_| corrupt("recipient"))?,
        params: serde_json::from_slice::<BTreeMap<String, Value>>(&params)
            .map_err(|_| corrupt("params"))?
            .into_iter()
            .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect(),
        locale: if row.locale == "en" { Locale::En } else { Locale::Vi },
        id: row.id,
        account_id: row.account_id,
        profile_id: row.profile_id,
        template: row.template,
        attempts: row.attempts,
        created_at: Micros(row.created_at),
    })
}

/// How sending ended.
#[derive(Clone, Debug)]
pub enum End {
    /// Taken; what the provider calls it.
    Sent(Option<String>),
    /// Never to be taken.
    Failed(String),
    /// Not taken, or not known: again at this instant, under the same id.
    Retry(String, Micros),
    /// Not tried: again at this instant, and the attempt does not count.
    Later(Micros),
    /// Not taken here: it goes on over another channel, and this is why.
    Over(Channel, String),
}

impl End {
    fn outcome(&self) -> Outcome<'_> {
        match self {
            Self::Sent(provider_id) => Outcome::Sent { provider_id: provider_id.as_deref() },
            // Where there is no other way it has failed.
            Self::Failed(error) | Self::Over(_, error) => Outcome::Failed { error },
            Self::Retry(error, at) => Outcome::Retry { error, send_after: at.0 },
            Self::Later(at) => Outcome::Later { send_after: at.0 },
        }
    }
}

/// Notes how sending ended. `Conflict` when the lease was lost.
pub async fn settle(app: &App, ctx: &Ctx, id: Uuid, lease: Uuid, end: End) -> Result<(), AppError> {
    demand(ctx, Action::Tick)?;
    let (store, now) = (app.store().clone(), ctx.now.0);
    app.to_the_end(async move {
        let end = &end;
        let settle = store.write("settle_message", |tx| {
            Box::pin(async move { Ok::<_, AppError>(message::settle(tx, id, lease, end.outcome(), now).await?) })
        });
        settle.await
    })
    .await
}

/// Where a part of a message is sealed.
pub(crate) const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "message", column, row }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctx::{Person, Role};

    #[test]
    fn whoever_acts_for_themselves_is_answered_in_their_language_and_nobody_else_is() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let person = |account_id| {
            let (role, centre_id, employer_id) = (Role::Officer, None, None);
            Actor::Person(Person { account_id, session_id: own, role, centre_id, employer_id, is_fresh: true })
        };
        for (actor, account, expected) in [
            (person(own), Some(own), Locale::En),
            (person(own), Some(other), Locale::Vi),
            (person(own), None, Locale::Vi),
            (Actor::Public, Some(own), Locale::En),
            (Actor::Public, None, Locale::En),
            (Actor::Operator, Some(own), Locale::Vi),
            (Actor::System, Some(own), Locale::Vi),
        ] {
            let english = Ctx { now: Micros(0), actor, locale: Locale::En, request_id: own };
            assert_eq!(language(&english, account), expected, "{actor:?} to {account:?}");
            let vietnamese = Ctx { locale: Locale::Vi, ..english };
            assert_eq!(language(&vietnamese, account), Locale::Vi, "{actor:?} to {account:?}");
        }
    }
}
