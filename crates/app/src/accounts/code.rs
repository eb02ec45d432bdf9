//! Asking for a code: the first step of signing up and of getting back in. The answer, the rows written and the message
//! sent are the same whether the address has an account or not; only the message tells the difference, and only to
//! whoever reads it.

use super::throttle::{CODES_FROM, CODES_TO, too_many};
use super::{Contact, Origin};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::messages::{self, Letter};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place, six_digits};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, account, one_time_code};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Seconds for which a code can be used.
pub(crate) const SECONDS: i64 = 15 * 60;

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To make an account.
    SignUp,
    /// To get into an account without its password.
    Recover,
}

impl Purpose {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Recover => "recover",
        }
    }

    /// The message for an address with or without an account.
    const fn template(self, known: bool) -> &'static str {
        match (self, known) {
            (Self::SignUp, false) => "sign_up_code",
            (Self::SignUp, true) => "sign_up_known",
            (Self::Recover, true) => "recover_code",
            (Self::Recover, false) => "recover_unknown",
        }
    }
}

/// Somebody asks for a code.
#[derive(Clone, Debug)]
pub struct Ask {
    pub purpose: Purpose,
    /// As typed.
    pub contact: String,
    pub origin: Origin,
}

/// A code is on its way, or a message that there is nothing to get into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Names the code at the next step; no secret.
    pub code_id: Uuid,
    /// The address in part, so that a slip is seen.
    pub sent_to: String,
}

/// Sends a code to an address.
pub async fn ask_code(app: &App, ctx: &Ctx, ask: Ask, key: &Key) -> Result<Asked, AppError> {
    demand(ctx, Action::Enter)?;
    let contact = Contact::parse(&ask.contact)?;
    let work = Sending {
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        purpose: ask.purpose,
        contact,
        source: ask.origin.source,
        id: app.ids().next(),
        message_id: app.ids().next(),
        digits: six_digits()?,
    };
    once(app, ctx, key, work).await?.ok_or_else(|| too_many("contact"))
}

/// Where a code went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentTo {
    /// The address in part.
    pub masked: String,
    pub is_phone: bool,
}

/// Where a code went that can still be shown, for the page that waits for it. The same whether the address has an
/// account or not.
pub async fn code_sent_to(app: &App, ctx: &Ctx, code_id: Uuid) -> Result<Option<SentTo>, AppError> {
    demand(ctx, Action::Enter)?;
    let row = one_time_code::find(app.store().reader(), code_id).await?;
    let Some(row) = row.filter(|row| row.ended_at.is_none() && row.expires_at > ctx.now.0) else { return Ok(None) };
    let Some(sealed) = row.recipient.as_deref() else { return Ok(None) };
    let address = String::from_utf8(app.keys()?.open(place(row.id), sealed)?).map_err(AppError::internal)?;
    let contact = Contact::of(&row.kind, address);
    Ok(Some(SentTo { masked: contact.masked(), is_phone: matches!(contact, Contact::Phone(_)) }))
}

struct Sending {
    keys: Keyring,
    ctx: Ctx,
    purpose: Purpose,
    contact: Contact,
    source: String,
    id: Uuid,
    message_id: Uuid,
    digits: String,
}

/// Keyed hash of a code: without the key a million tries would find it.
pub(crate) fn hash(keys: &Keyring, id: Uuid, digits: &str) -> [u8; 32] {
    keys.hash("code", &[id.as_bytes(), digits.as_bytes()])
}

pub(super) const fn place(id: Uuid) -> Place {
    Place { table: "one_time_code", column: "recipient", row: id }
}

impl Sending {
    /// `None` when too many were asked for.
    async fn run(&self, tx: &Tx<'_>) -> Result<Option<Asked>, AppError> {
        let (now, lookup) = (self.ctx.now, self.lookup()?);
        let to = CODES_TO.count(tx, &self.keys, &[&lookup], now.0).await?;
        let from = CODES_FROM.count(tx, &self.keys, &[self.source.as_bytes()], now.0).await?;
        if !to || !from {
            return Ok(None);
        }
        let known = account::find_contact(tx, &lookup).await?;
        let expires_at = now.plus_seconds(SECONDS);
        let row = self.row(&lookup, known.as_ref().map(|contact| contact.account_id), expires_at)?;
        one_time_code::insert(tx, &row).await?;
        let letter = self.letter(known.is_some(), expires_at);
        messages::enqueue_in(tx, &self.keys, (&self.ctx, self.ctx.locale), &letter).await?;
        Ok(Some(Asked { code_id: self.id, sent_to: self.contact.masked() }))
    }

    fn lookup(&self) -> Result<[u8; 32], AppError> {
        let lookup = self.keys.lookup(self.contact.kind(), self.contact.as_str());
        lookup.ok_or_else(|| AppError::internal("an address in its normal form is never empty"))
    }

    fn row(&self, lookup: &[u8], account_id: Option<Uuid>, expires_at: Micros) -> Result<one_time_code::Row, AppError> {
        Ok(one_time_code::Row {
            id: self.id,
            purpose: self.purpose.code().to_owned(),
            lookup: Some(lookup.to_vec()),
            account_id,
            kind: self.contact.kind().to_owned(),
            recipient: Some(self.keys.seal(place(self.id), self.contact.as_str().as_bytes())?),
            hash: hash(&self.keys, self.id, &self.digits).to_vec(),
            attempts: 0,
            created_at: self.ctx.now.0,
            expires_at: expires_at.0,
            ended_at: None,
        })
    }

    fn letter(&self, known: bool, expires_at: Micros) -> Letter {
        Letter {
            id: self.message_id,
            // In nobody's inbox: a code is of no use after a quarter of an hour.
            account_id: None,
            channel: self.contact.channel(),
            recipient: self.contact.as_str().to_owned(),
            template: self.purpose.template(known),
            params: BTreeMap::from([("code", self.digits.clone())]),
            expires_at: Some(expires_at),
        }
    }
}

impl Work for Sending {
    type Answer = Option<Asked>;

    fn name(&self) -> &'static str {
        "ask_code"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.purpose.code().into(), self.contact.kind().into(), self.contact.as_str().into()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Self::Answer, AppError>> {
        Box::pin(self.run(tx))
    }
}
