//! Linking an identity to the own account, after a question, and unlinking it.
//!
//! The question matters: a browser can be led to a provider and back without its owner's will, with an identity that is
//! somebody else's. Only a form of this site links.

use super::super::factors::{letter_ids, tell};
use super::super::{entry, own_fresh};
use super::{SECONDS, identity_place, lookup, not_proved};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::{Keyring, Place, hex, unhex};
use sanviec_domain::time::Micros;
use sanviec_oidc::Identity;
use sanviec_store::{BoxFuture, Tx, account, audit, linked_identity};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Serialize, Deserialize)]
struct Held {
    provider: String,
    identity: Identity,
    made_at: i64,
}

const fn place(account_id: Uuid) -> Place {
    Place { table: "linked_identity", column: "link", row: account_id }
}

pub(super) fn seal_link(
    keys: &Keyring,
    account_id: Uuid,
    provider: &str,
    identity: &Identity,
    now: Micros,
) -> Result<String, AppError> {
    let held = Held { provider: provider.to_owned(), identity: identity.clone(), made_at: now.0 };
    let text = serde_json::to_vec(&held).map_err(AppError::internal)?;
    Ok(hex(&keys.seal(place(account_id), &text)?))
}

fn open(keys: &Keyring, account_id: Uuid, sealed: &str, now: Micros) -> Option<Held> {
    let text = keys.open(place(account_id), &unhex(sealed)?).ok()?;
    let held: Held = serde_json::from_slice(&text).ok()?;
    (Micros(held.made_at).plus_seconds(SECONDS) > now).then_some(held)
}

/// Links the identity that somebody just proved at a provider.
pub async fn link_identity(app: &App, ctx: &Ctx, sealed: &str, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let keys = app.keys()?.clone();
    let held = open(&keys, person.account_id, sealed, ctx.now).ok_or_else(not_proved)?;
    let work = Linking {
        account_id: person.account_id,
        id: app.ids().next(),
        letters: letter_ids(app),
        ctx: ctx.clone(),
        keys,
        held,
    };
    match once(app, ctx, key, work).await? {
        Linked::Done => Ok(()),
        Linked::Taken => {
            let vi = "Danh tính này đã liên kết với một tài khoản khác.";
            Err(FieldError::new("form", "identity_taken", vi, "This identity is linked to another account.").into())
        }
    }
}

#[derive(Serialize, Deserialize)]
enum Linked {
    Done,
    Taken,
}

struct Linking {
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    id: Uuid,
    held: Held,
    letters: Vec<Uuid>,
}

impl Linking {
    async fn run(&self, tx: &Tx<'_>) -> Result<Linked, AppError> {
        let lookup = lookup(&self.keys, &self.held.identity);
        if let Some(known) = linked_identity::find(tx, &lookup).await? {
            return Ok(if known.account_id == self.account_id { Linked::Done } else { Linked::Taken });
        }
        let value = serde_json::to_vec(&self.held.identity).map_err(AppError::internal)?;
        let row = linked_identity::Row {
            id: self.id,
            account_id: self.account_id,
            provider: self.held.provider.clone(),
            lookup: lookup.to_vec(),
            value: self.keys.seal(identity_place(self.id), &value)?,
            created_at: self.ctx.now.0,
            used_at: None,
        };
        linked_identity::insert(tx, &row).await.map_err(|error| match error {
            // Linked by another account at this very moment: the next try says so.
            sanviec_store::Error::Constraint(name) if name == "uq_linked_identity_lookup" => AppError::Conflict,
            other => other.into(),
        })?;
        audit::append(tx, &[entry(&self.ctx, "link_identity", self.account_id, None)]).await?;
        tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        Ok(Linked::Done)
    }
}

impl Work for Linking {
    type Answer = Linked;

    fn name(&self) -> &'static str {
        "link_identity"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![lookup(&self.keys, &self.held.identity).to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Linked, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Unlinks an identity of the own account. `NotFound` for one that is not theirs.
pub async fn unlink_identity(app: &App, ctx: &Ctx, id: Uuid, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let work = Unlinking {
        account_id: person.account_id,
        letters: letter_ids(app),
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        id,
    };
    once(app, ctx, key, work).await?.then_some(()).ok_or(AppError::NotFound)
}

struct Unlinking {
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    id: Uuid,
    letters: Vec<Uuid>,
}

impl Unlinking {
    async fn run(&self, tx: &Tx<'_>) -> Result<bool, AppError> {
        account::hold(tx, self.account_id).await?;
        if !linked_identity::remove(tx, self.account_id, self.id).await? {
            return Ok(false);
        }
        audit::append(tx, &[entry(&self.ctx, "unlink_identity", self.account_id, None)]).await?;
        tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        Ok(true)
    }
}

impl Work for Unlinking {
    type Answer = bool;

    fn name(&self) -> &'static str {
        "unlink_identity"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<bool, AppError>> {
        Box::pin(self.run(tx))
    }
}
