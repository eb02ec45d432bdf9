//! Taking a passkey away from the own account.

use super::super::factors::{Factors, letter_ids, tell, tidy_codes};
use super::super::second_factor::{still_needed, suffices};
use super::super::{entry, own_fresh};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, account, audit, passkey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Takes one away. `NotFound` for one that is not theirs; refused when it is the last one that a role needs.
pub async fn remove_passkey(app: &App, ctx: &Ctx, id: Uuid, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let work = Removal {
        letters: letter_ids(app),
        keys: app.keys()?.clone(),
        account_id: person.account_id,
        app: app.clone(),
        ctx: ctx.clone(),
        id,
    };
    match once(app, ctx, key, work).await? {
        Removed::Gone => Ok(()),
        Removed::Unknown => Err(AppError::NotFound),
    }
}

#[derive(Serialize, Deserialize)]
enum Removed {
    Gone,
    Unknown,
}

struct Removal {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    account_id: Uuid,
    id: Uuid,
    letters: Vec<Uuid>,
}

impl Removal {
    async fn run(&self, tx: &Tx<'_>) -> Result<Removed, AppError> {
        let account_id = self.account_id;
        // Of two keys removed at once the second sees that it is the last.
        account::hold(tx, account_id).await?;
        if !passkey::remove(tx, account_id, self.id).await? {
            return Ok(Removed::Unknown);
        }
        let left = Factors::of(tx, account_id).await?;
        if !suffices(tx, &self.app, account_id, left).await? {
            // Rolls back: the key stays.
            return Err(still_needed());
        }
        tidy_codes(tx, account_id).await?;
        audit::append(tx, &[entry(&self.ctx, "remove_passkey", account_id, None)]).await?;
        tell(tx, &self.keys, &self.ctx, account_id, &self.letters).await?;
        Ok(Removed::Gone)
    }
}

impl Work for Removal {
    type Answer = Removed;

    fn name(&self) -> &'static str {
        "remove_passkey"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.account_id.as_bytes().to_vec(), self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Removed, AppError>> {
        Box::pin(self.run(tx))
    }
}
