//! Setting a password, the first or a new one. All other sessions end with it, and the holder is told.

use super::sign_in::contacts;
use super::{Contact, entry, own_fresh, password};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::messages::{self, Letter};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, audit, credential, session};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A new password.
#[derive(Clone)]
pub struct SetPassword {
    pub password: String,
    /// Typed again, or the same where the form has one field.
    pub again: String,
}

/// Sets the password of the person who is signed in and proved a moment ago who they are.
pub async fn set_password(app: &App, ctx: &Ctx, set: SetPassword, key: &Key) -> Result<(), AppError> {
    let person = own_fresh(ctx, Action::ChangeAccount)?;
    let keys = app.keys()?.clone();
    let contacts = contacts(app.store().reader(), &keys, person.account_id).await?;
    let password = password::accept(&set.password, &contacts)?;
    if password::tried(&set.again) != password {
        let (vi, en) = ("Hai lần nhập không giống nhau.", "The two are not the same.");
        return Err(FieldError::new("again", "not_the_same", vi, en).into());
    }
    let hash = app.hasher().hash(password.clone()).await?;
    let told = contacts.into_iter().map(|contact| (app.ids().next(), contact)).collect();
    once(app, ctx, key, Setting { ctx: ctx.clone(), person, keys, password, hash, told }).await
}

struct Setting {
    ctx: Ctx,
    person: Person,
    keys: Keyring,
    /// Only for the fingerprint, which is a keyed hash.
    password: String,
    hash: String,
    told: Vec<(Uuid, Contact)>,
}

impl Setting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (account_id, now) = (self.person.account_id, self.ctx.now);
        credential::set(tx, account_id, &self.hash, now.0).await?;
        session::revoke_others(tx, account_id, Some(self.person.session_id), now.0).await?;
        for (id, contact) in &self.told {
            let letter = Letter {
                id: *id,
                account_id: Some(account_id),
                channel: contact.channel(),
                recipient: contact.as_str().to_owned(),
                template: "password_changed",
                params: BTreeMap::new(),
                expires_at: None,
            };
            messages::enqueue(tx, &self.keys, &self.ctx, &letter).await?;
        }
        Ok(audit::append(tx, &[entry(&self.ctx, "set_password", account_id, None)]).await?)
    }
}

impl Work for Setting {
    type Answer = ();

    fn name(&self) -> &'static str {
        "set_password"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.password.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
