//! Setting a passkey up: offered, answered by the device, kept.

use super::super::factors::{Factors, Shown, go_on, letter_ids, tell};
use super::super::second_factor::{Outcome, answer, holder};
use super::super::session::{Entered, Fresh, Halfway};
use super::super::sign_in::contacts;
use super::super::throttle::FACTORS_OF;
use super::super::{Contact, Origin, entry};
use super::{
    ADD_FORM, Held, Kept, MOST, PasskeyOffer, asked, held_by, not_taken, offer_place, open_offer, parse, seal_key,
    seal_offer, site, spend, without_name,
};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, audit, passkey, session};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential};

/// Column of the sealed offer.
const KIND: &str = "add";
/// Most letters of a name.
const NAME: usize = 40;

/// The device's answer to an offer.
#[derive(Clone)]
pub struct AddPasskey {
    /// The offer as it came with the page.
    pub sealed: String,
    /// What the browser answered, as JSON.
    pub answer: String,
    /// What the holder calls the key, as typed.
    pub name: String,
    /// Scheme, host and port of the site as the browser shows it.
    pub site: String,
    pub origin: Origin,
}

/// An offer for the holder of an account who is halfway in or proved a moment ago who they are.
pub async fn offer_passkey(app: &App, ctx: &Ctx, halfway: Option<Halfway>, at: &str) -> Result<PasskeyOffer, AppError> {
    let (account_id, session_id) = holder(ctx, halfway)?;
    let (keys, reader) = (app.keys()?, app.store().reader());
    let site = site(at).ok_or_else(without_name)?;
    let label = contacts(reader, keys, account_id).await?;
    let label = label.first().map_or_else(|| super::NAME.to_owned(), Contact::masked);
    let known = held_by(reader, keys, account_id).await?;
    let known = known.iter().map(|(_, kept)| kept.key.cred_id().clone()).collect();
    let started = site.start_passkey_registration(account_id, &label, &label, Some(known));
    let (options, state) = started.map_err(AppError::internal)?;
    let held = Held { session_id, made_at: ctx.now.0, state };
    Ok(PasskeyOffer {
        options: serde_json::to_string(&options).map_err(AppError::internal)?,
        sealed: seal_offer(keys, offer_place(KIND, account_id), &held)?,
    })
}

/// Keeps the key that the device made. The session goes on with a new token; all others end.
pub async fn add_passkey(
    app: &App,
    ctx: &Ctx,
    halfway: Option<Halfway>,
    add: AddPasskey,
    key: &Key,
) -> Result<Entered, AppError> {
    let (account_id, session_id) = holder(ctx, halfway)?;
    let keys = app.keys()?.clone();
    let made: RegisterPublicKeyCredential = parse(&add.answer)?;
    let state: Option<PasskeyRegistration> =
        open_offer(&keys, offer_place(KIND, account_id), &add.sealed, session_id, ctx.now);
    let (Some(state), Some(site)) = (state, site(&add.site)) else { return Err(not_taken()) };
    let new = site.finish_passkey_registration(&made, &state).map_err(|error| {
        tracing::info!(request_id = %ctx.request_id, error = &error as &dyn std::error::Error, "a passkey was not taken");
        not_taken()
    })?;
    let id = app.ids().next();
    let lookup = lookup(&keys, &new);
    let value = seal_key(&keys, id, &Kept { name: named(&add), key: new })?;
    let row = passkey::Row { id, account_id, version: 1, lookup, value, created_at: ctx.now.0, used_at: None };
    let work = Adding {
        fresh: Fresh::new(app, &add.origin)?,
        letters: letter_ids(app),
        app: app.clone(),
        ctx: ctx.clone(),
        keys,
        session_id,
        row,
        add,
    };
    match once(app, ctx, key, work).await? {
        Added::Outcome(outcome) => answer(ctx, outcome),
        Added::Known => {
            let vi = "Khóa này đã được đăng ký.";
            Err(FieldError::new("form", "passkey_known", vi, "This passkey is registered already.").into())
        }
        Added::Enough => {
            let vi = "Tài khoản đã có 10 khóa. Bỏ bớt một khóa trước.";
            Err(FieldError::new("form", "passkeys_full", vi, "There are ten passkeys already. Remove one first.")
                .into())
        }
    }
}

fn lookup(keys: &Keyring, key: &Passkey) -> Vec<u8> {
    keys.hash("passkey", &[key.cred_id().as_ref()]).to_vec()
}

/// What the holder typed, else what the browser calls itself.
fn named(add: &AddPasskey) -> String {
    let plain = |text: &str| -> String {
        let text = sanviec_text::nfc(text.trim());
        text.chars().filter(|sign| !sign.is_control()).take(NAME).collect()
    };
    let typed = plain(&add.name);
    if typed.is_empty() { plain(&add.origin.device) } else { typed }
}

/// What became of the form.
#[derive(Serialize, Deserialize)]
pub(in super::super) enum Added {
    Outcome(Outcome),
    Known,
    Enough,
}

impl Added {
    /// The session that was begun.
    pub(in super::super) fn entered(self) -> Option<Entered> {
        match self {
            Self::Outcome(outcome) => outcome.entered(),
            Self::Known | Self::Enough => None,
        }
    }
}

struct Adding {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    session_id: Uuid,
    row: passkey::Row,
    add: AddPasskey,
    fresh: Fresh,
    letters: Vec<Uuid>,
}

impl Adding {
    async fn run(&self, tx: &Tx<'_>) -> Result<Added, AppError> {
        let (id, now) = (self.row.account_id, self.ctx.now);
        if !FACTORS_OF.count(tx, &self.keys, &[id.as_bytes()], now.0).await? {
            return Ok(Added::Outcome(Outcome::TooMany));
        }
        if Factors::of(tx, id).await?.passkeys >= MOST {
            return Ok(Added::Enough);
        }
        let known = passkey::list(tx, id).await?.iter().any(|row| row.lookup == self.row.lookup);
        if known || !spend(tx, &self.add.sealed, now).await? {
            return Ok(if known { Added::Known } else { Added::Outcome(Outcome::Wrong) });
        }
        passkey::insert(tx, &self.row).await?;
        session::revoke_others(tx, id, Some(self.session_id), now.0).await?;
        audit::append(tx, &[entry(&self.ctx, "add_passkey", id, None)]).await?;
        tell(tx, &self.keys, &self.ctx, id, &self.letters).await?;
        FACTORS_OF.clear(tx, &self.keys, &[id.as_bytes()]).await?;
        let entered = go_on(tx, &self.app, &self.ctx, (id, self.session_id), Shown::Passkey, &self.fresh).await?;
        Ok(Added::Outcome(entered.map_or(Outcome::NotThis, Outcome::Entered)))
    }
}

impl Work for Adding {
    type Answer = Added;

    fn name(&self) -> &'static str {
        ADD_FORM
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.row.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        asked(self.row.account_id, &self.add.answer)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Added, AppError>> {
        Box::pin(self.run(tx))
    }
}
