//! Showing a passkey after the password.

use super::super::factors::{Shown, go_on};
use super::super::second_factor::{Outcome, answer};
use super::super::session::{Entered, Fresh, Halfway, Stage};
use super::super::throttle::FACTORS_OF;
use super::super::{Origin, refused};
use super::{
    FORM, Held, Kept, PasskeyOffer, asked, held_by, not_taken, offer_place, open_offer, parse, seal_key, seal_offer,
    site, spend,
};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Tx, passkey};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

/// Column of the sealed offer.
const KIND: &str = "prove";

/// The device's answer.
#[derive(Clone)]
pub struct ProvePasskey {
    /// The offer as it came with the page.
    pub sealed: String,
    /// What the browser answered, as JSON.
    pub answer: String,
    /// Scheme, host and port of the site as the browser shows it.
    pub site: String,
    pub origin: Origin,
}

/// What the browser is asked for; `None` when the account has no passkey or they do not work here.
pub async fn ask_for_passkey(
    app: &App,
    ctx: &Ctx,
    halfway: Halfway,
    at: &str,
) -> Result<Option<PasskeyOffer>, AppError> {
    demand(ctx, Action::Enter)?;
    let Some(site) = site(at).filter(|_| halfway.stage == Stage::SecondFactor) else { return Ok(None) };
    let keys = app.keys()?;
    let held = held_by(app.store().reader(), keys, halfway.account_id).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let known: Vec<Passkey> = held.into_iter().map(|(_, kept)| kept.key).collect();
    let (options, state) = site.start_passkey_authentication(&known).map_err(AppError::internal)?;
    let held = Held { session_id: halfway.session_id, made_at: ctx.now.0, state };
    Ok(Some(PasskeyOffer {
        options: serde_json::to_string(&options).map_err(AppError::internal)?,
        sealed: seal_offer(keys, offer_place(KIND, halfway.account_id), &held)?,
    }))
}

/// Takes the answer: the session is complete and goes on with a new token.
pub async fn prove_passkey(
    app: &App,
    ctx: &Ctx,
    halfway: Halfway,
    prove: ProvePasskey,
    key: &Key,
) -> Result<Entered, AppError> {
    demand(ctx, Action::Enter)?;
    if halfway.stage != Stage::SecondFactor {
        return Err(AppError::Forbidden);
    }
    let keys = app.keys()?.clone();
    let shown: PublicKeyCredential = parse(&prove.answer)?;
    let place = offer_place(KIND, halfway.account_id);
    let state: Option<PasskeyAuthentication> = open_offer(&keys, place, &prove.sealed, halfway.session_id, ctx.now);
    let checked = match (state, site(&prove.site)) {
        (Some(state), Some(site)) => site.finish_passkey_authentication(&shown, &state).ok(),
        _ => None,
    };
    let held = held_by(app.store().reader(), &keys, halfway.account_id).await?;
    let found = checked.and_then(|checked| {
        let (row, mut kept) = held.into_iter().find(|(_, kept)| kept.key.cred_id() == checked.cred_id())?;
        kept.key.update_credential(&checked)?;
        Some((row, kept))
    });
    let work = Proving {
        fresh: Fresh::new(app, &prove.origin)?,
        app: app.clone(),
        ctx: ctx.clone(),
        halfway,
        keys,
        found,
        prove,
    };
    match once(app, ctx, key, work).await? {
        Outcome::Wrong => Err(refused(ctx, "passkey", not_taken())),
        outcome => answer(ctx, outcome),
    }
}

struct Proving {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    halfway: Halfway,
    /// The key that signed, with its counter as it is now.
    found: Option<(passkey::Row, Kept)>,
    prove: ProvePasskey,
    fresh: Fresh,
}

impl Proving {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (id, now) = (self.halfway.account_id, self.ctx.now);
        if !FACTORS_OF.count(tx, &self.keys, &[id.as_bytes()], now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let Some((row, kept)) = &self.found else { return Ok(Outcome::Wrong) };
        if !spend(tx, &self.prove.sealed, now).await? {
            return Ok(Outcome::Wrong);
        }
        passkey::note_use(tx, row, &seal_key(&self.keys, row.id, kept)?, now.0).await?;
        FACTORS_OF.clear(tx, &self.keys, &[id.as_bytes()]).await?;
        let holder = (id, self.halfway.session_id);
        let entered = go_on(tx, &self.app, &self.ctx, holder, Shown::Passkey, &self.fresh).await?;
        Ok(entered.map_or(Outcome::NotThis, Outcome::Entered))
    }
}

impl Work for Proving {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        FORM
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.halfway.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        asked(self.halfway.account_id, &self.prove.answer)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
