//! Taking an address away, never the last one.

use super::super::factors::{letter_ids, tell};
use super::super::{entry, own_fresh};
use super::kind;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, account, audit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Takes an address away; all of them are told, it too. `NotFound` for one that is not theirs, refused for the last.
pub async fn remove_address(app: &App, ctx: &Ctx, id: Uuid, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let work = Removing {
        account_id: person.account_id,
        keys: app.keys()?.clone(),
        letters: letter_ids(app),
        ctx: ctx.clone(),
        id,
    };
    match once(app, ctx, key, work).await? {
        Removed::Gone => Ok(()),
        Removed::Unknown => Err(AppError::NotFound),
        Removed::Last => {
            let vi = "Đây là địa chỉ duy nhất của tài khoản. Thêm địa chỉ khác trước khi bỏ.";
            let en = "It is the only address of the account. Add another one before you remove it.";
            Err(FieldError::new("form", "last_address", vi, en).into())
        }
    }
}

#[derive(Serialize, Deserialize)]
enum Removed {
    Gone,
    Unknown,
    Last,
}

struct Removing {
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    id: Uuid,
    letters: Vec<Uuid>,
}

impl Removing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Removed, AppError> {
        // Of two addresses removed at once the second sees that it is the last.
        account::hold(tx, self.account_id).await?;
        let held = account::list_contacts(tx, self.account_id).await?;
        let Some(row) = held.iter().find(|row| row.id == self.id) else { return Ok(Removed::Unknown) };
        if held.len() == 1 {
            return Ok(Removed::Last);
        }
        tell(tx, &self.keys, &self.ctx, self.account_id, &self.letters).await?;
        if !account::remove_contact(tx, self.account_id, self.id).await? {
            return Ok(Removed::Last);
        }
        audit::append(tx, &[entry(&self.ctx, "remove_address", self.account_id, Some(kind(&row.kind)))]).await?;
        Ok(Removed::Gone)
    }
}

impl Work for Removing {
    type Answer = Removed;

    fn name(&self) -> &'static str {
        "remove_address"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Removed, AppError>> {
        Box::pin(self.run(tx))
    }
}
