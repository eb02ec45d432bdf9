//! Helping a colleague who lost the second factor: an administrator takes it away, the colleague sets up another at the
//! next sign-in. It never gives anybody a way in: the password or a code by message is still asked for.

use super::factors::{forget, letter_ids, tell};
use super::{Contact, entry};
use crate::app::App;
use crate::ctx::{Actor, Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Relation, Thing, demand_of, seen};
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, account, audit, membership, session};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whether somebody helps others at all: those who do not are not even shown the form.
#[must_use]
pub fn may_reset_factors(actor: Actor) -> bool {
    let helps = |relation| seen(actor.kind(), Action::ResetFactor, relation).is_some();
    actor.person().is_some() && Relation::ALL.into_iter().any(helps)
}

/// Takes every second factor of the account of an address away and ends its sessions; its holder is told. One refusal
/// for an address without an account, one of a stranger, and one's own.
pub async fn reset_factor(app: &App, ctx: &Ctx, contact: &str, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().filter(|_| may_reset_factors(ctx.actor)).ok_or(AppError::Forbidden)?;
    if !person.is_fresh {
        return Err(super::not_fresh());
    }
    let contact = Contact::parse(contact)?;
    let keys = app.keys()?.clone();
    let work = Resetting {
        lookup: keys.lookup(contact.kind(), contact.as_str()).unwrap_or_default(),
        letters: letter_ids(app),
        actor: person.account_id,
        ctx: ctx.clone(),
        keys,
    };
    match once(app, ctx, key, work).await? {
        Reset::Done => Ok(()),
        Reset::NotOurs => {
            let vi = "Không có đồng nghiệp nào bạn quản lý dùng địa chỉ này.";
            let en = "No colleague whom you look after has this address.";
            Err(FieldError::new("contact", "no_colleague", vi, en).into())
        }
    }
}

#[derive(Serialize, Deserialize)]
enum Reset {
    Done,
    NotOurs,
}

struct Resetting {
    ctx: Ctx,
    keys: Keyring,
    actor: Uuid,
    lookup: [u8; 32],
    letters: Vec<Uuid>,
}

impl Resetting {
    async fn run(&self, tx: &Tx<'_>) -> Result<Reset, AppError> {
        let Some(contact) = account::find_contact(tx, &self.lookup).await? else { return Ok(Reset::NotOurs) };
        let id = contact.account_id;
        if !self.may(tx, id).await? {
            return Ok(Reset::NotOurs);
        }
        tell(tx, &self.keys, &self.ctx, id, &self.letters).await?;
        forget(tx, id).await?;
        session::revoke_others(tx, id, None, self.ctx.now.0).await?;
        audit::append(tx, &[entry(&self.ctx, "reset_second_factor", id, None)]).await?;
        Ok(Reset::Done)
    }

    /// Every role that the colleague holds must be one that this administrator looks after: whoever also works
    /// elsewhere, or runs the platform, is helped by somebody who answers for that too.
    async fn may(&self, tx: &Tx<'_>, id: Uuid) -> Result<bool, AppError> {
        let held = membership::list_held(tx, id).await?;
        let things = held.iter().map(|row| Thing {
            account_id: Some(id),
            centre_id: row.centre_id,
            employer_id: row.employer_id,
        });
        let runs_all = held.iter().any(|row| row.role == Role::PlatformOperator.code());
        let operates = self.ctx.actor.kind() == Role::PlatformOperator;
        let mut things: Vec<Thing> = things.collect();
        if things.is_empty() {
            things.push(Thing::of_account(id));
        }
        let allowed = things.into_iter().all(|thing| demand_of(&self.ctx, Action::ResetFactor, thing).is_ok());
        Ok(allowed && (operates || !runs_all))
    }
}

impl Work for Resetting {
    type Answer = Reset;

    fn name(&self) -> &'static str {
        "reset_factor"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.actor)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.lookup.to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Reset, AppError>> {
        Box::pin(self.run(tx))
    }
}
