//! Asking for an address to be added: a code goes to it.

use super::super::code::{SECONDS, hash, place};
use super::super::throttle::{CODES_FROM, CODES_TO, too_many};
use super::super::{Asked, Contact, Origin, own_fresh};
use super::PURPOSE;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::messages::{self, Letter};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::{Keyring, six_digits};
use sanviec_store::{BoxFuture, Tx, account, one_time_code};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A new address.
#[derive(Clone)]
pub struct AddAddress {
    /// As typed.
    pub contact: String,
    pub origin: Origin,
}

/// Sends a code to an address that the holder of an account wants to add.
pub async fn add_address(app: &App, ctx: &Ctx, add: AddAddress, key: &Key) -> Result<Asked, AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let work = Sending {
        contact: Contact::parse(&add.contact)?,
        account_id: person.account_id,
        keys: app.keys()?.clone(),
        source: add.origin.source,
        id: app.ids().next(),
        message_id: app.ids().next(),
        digits: six_digits()?,
        ctx: ctx.clone(),
    };
    match once(app, ctx, key, work).await? {
        Sent::Asked(asked) => Ok(asked),
        Sent::TooMany => Err(too_many("contact")),
        Sent::Own => {
            let (vi, en) = ("Tài khoản của bạn đã có địa chỉ này.", "Your account has this address already.");
            Err(FieldError::new("contact", "own_address", vi, en).into())
        }
    }
}

#[derive(Serialize, Deserialize)]
enum Sent {
    Asked(Asked),
    TooMany,
    /// The account has it already.
    Own,
}

struct Sending {
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    contact: Contact,
    source: String,
    id: Uuid,
    message_id: Uuid,
    digits: String,
}

impl Sending {
    async fn run(&self, tx: &Tx<'_>) -> Result<Sent, AppError> {
        let now = self.ctx.now;
        let lookup = lookup(&self.keys, &self.contact)?;
        let to = CODES_TO.count(tx, &self.keys, &[&lookup], now.0).await?;
        let from = CODES_FROM.count(tx, &self.keys, &[self.source.as_bytes()], now.0).await?;
        if !to || !from {
            return Ok(Sent::TooMany);
        }
        let known = account::find_contact(tx, &lookup).await?;
        if known.as_ref().is_some_and(|contact| contact.account_id == self.account_id) {
            return Ok(Sent::Own);
        }
        let expires_at = now.plus_seconds(SECONDS);
        let row = one_time_code::Row {
            id: self.id,
            purpose: PURPOSE.to_owned(),
            lookup: Some(lookup.to_vec()),
            account_id: Some(self.account_id),
            kind: self.contact.kind().to_owned(),
            recipient: Some(self.keys.seal(place(self.id), self.contact.as_str().as_bytes())?),
            hash: hash(&self.keys, self.id, &self.digits).to_vec(),
            attempts: 0,
            created_at: now.0,
            expires_at: expires_at.0,
            ended_at: None,
        };
        one_time_code::insert(tx, &row).await?;
        let code = BTreeMap::from([("code", self.digits.clone())]);
        let letter = Letter {
            id: self.message_id,
            // In nobody's inbox: a code is of no use after a quarter of an hour.
            account_id: None,
            channel: self.contact.channel(),
            recipient: self.contact.as_str().to_owned(),
            template: if known.is_some() { "address_known" } else { "address_code" },
            params: if known.is_some() { BTreeMap::new() } else { code },
            expires_at: Some(expires_at),
        };
        messages::enqueue_in(tx, &self.keys, (&self.ctx, self.ctx.locale), &letter).await?;
        Ok(Sent::Asked(Asked { code_id: self.id, sent_to: self.contact.masked() }))
    }
}

fn lookup(keys: &Keyring, contact: &Contact) -> Result<[u8; 32], AppError> {
    let lookup = keys.lookup(contact.kind(), contact.as_str());
    lookup.ok_or_else(|| AppError::internal("an address in its normal form is never empty"))
}

impl Work for Sending {
    type Answer = Sent;

    fn name(&self) -> &'static str {
        "add_address"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.contact.kind().into(), self.contact.as_str().into()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Sent, AppError>> {
        Box::pin(self.run(tx))
    }
}
