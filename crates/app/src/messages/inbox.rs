//! The inbox: every message to the account, in words, in the language of whoever reads. Reading changes nothing; what
//! was read is noted by a form.

use super::{Channel, place};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::message::Content;
use sanviec_domain::time::Micros;
use sanviec_store::message::Row;
use sanviec_store::{BoxFuture, Tx, inbox_seen, message};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Messages of one page.
const PAGE: usize = 20;
/// Unread messages are counted so far.
const COUNTED: i64 = 100;

/// One message.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: Uuid,
    pub at: Micros,
    /// How it was sent too.
    pub channel: Option<Channel>,
    pub what: What,
    pub is_unread: bool,
}

/// What is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Subject, text, and the page it leads to.
    Words { subject: String, text: String, path: Option<String> },
    /// A code: it is for the address that it was sent to, not for whoever has a session.
    Code,
    /// Its values were wiped, or nobody has the words.
    Gone,
}

/// A page of them, newest first.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub items: Vec<Item>,
    /// How many are unread, up to 100.
    pub unread: u64,
    /// The newest of all, on the first page.
    pub newest: Option<Uuid>,
    /// What leads to the next page.
    pub next: Option<Uuid>,
}

fn own(ctx: &Ctx) -> Result<Person, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadAccount, Thing::of_account(person.account_id))?;
    Ok(person)
}

/// Messages to the person who is signed in; `before` is the last one of the page before.
pub async fn inbox(app: &App, ctx: &Ctx, before: Option<Uuid>) -> Result<Inbox, AppError> {
    let person = own(ctx)?;
    let reader = app.store().reader();
    let seen = inbox_seen::find(reader, person.account_id).await?.unwrap_or_default();
    let mut rows = message::list_of(reader, person.account_id, before, PAGE as u64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let ends = (rows.first().map(|row| row.id), rows.last().map(|row| row.id));
    Ok(Inbox {
        unread: unread(app, ctx).await?,
        newest: ends.0.filter(|_| before.is_none()),
        next: ends.1.filter(|_| more),
        items: rows.iter().map(|row| item(app, ctx, row, seen)).collect::<Result<_, _>>()?,
    })
}

/// How many messages the person who is signed in has not read, up to 100.
pub async fn unread(app: &App, ctx: &Ctx) -> Result<u64, AppError> {
    let person = own(ctx)?;
    let count = inbox_seen::count_unread(app.store().reader(), person.account_id, COUNTED).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn item(app: &App, ctx: &Ctx, row: &Row, seen: Uuid) -> Result<Item, AppError> {
    Ok(Item {
        id: row.id,
        at: Micros(row.created_at),
        channel: Channel::find_by_code(&row.channel),
        is_unread: row.id > seen,
        what: what_of(app, ctx, row)?,
    })
}

/// What is shown of a message to whoever it went to.
pub(crate) fn what_of(app: &App, ctx: &Ctx, row: &Row) -> Result<What, AppError> {
    if row.params.is_empty() {
        return Ok(What::Gone);
    }
    let params = app.keys()?.open(place("params", row.id), &row.params)?;
    let Ok(values) = serde_json::from_slice::<BTreeMap<String, Value>>(&params) else { return Ok(What::Gone) };
    if values.contains_key("code") {
        return Ok(What::Code);
    }
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values = values.into_iter().map(|(name, value)| (name, text(value))).collect();
    let Ok(content) = Content::read(&row.template, &values) else { return Ok(What::Gone) };
    let path = values.get("path").filter(|path| path.starts_with('/') && !path.starts_with("//")).cloned();
    let worded = app.wording().and_then(|wording| wording.put(&content, ctx.locale));
    Ok(worded.map_or(What::Gone, |words| What::Words { subject: words.subject, text: words.text, path }))
}

/// Notes that everything up to a message was read.
pub async fn mark_read(app: &App, ctx: &Ctx, up_to: Uuid, key: &Key) -> Result<(), AppError> {
    let person = own(ctx)?;
    demand_of(ctx, Action::ChangeAccount, Thing::of_account(person.account_id))?;
    let row = message::find(app.store().reader(), up_to).await?.ok_or(AppError::NotFound)?;
    if row.account_id != Some(person.account_id) {
        return Err(AppError::NotFound);
    }
    once(app, ctx, key, Marking { account_id: person.account_id, up_to, now: ctx.now.0 }).await
}

struct Marking {
    account_id: Uuid,
    up_to: Uuid,
    now: i64,
}

impl Work for Marking {
    type Answer = ();

    fn name(&self) -> &'static str {
        "mark_inbox_read"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.up_to.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(async move { Ok(inbox_seen::advance(tx, self.account_id, self.up_to, self.now).await?) })
    }
}
