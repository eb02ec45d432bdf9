//! Being sent to the provider. Nothing is written: what has to be remembered goes with the browser, sealed, in a cookie
//! that only it brings back.

use super::{SECONDS, provider};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place, hex, token, unhex};
use sanviec_domain::time::Micros;
use sanviec_oidc::Round;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// On the way to the provider.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// For its cookie.
    pub sealed: String,
}

/// What is remembered.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) provider: String,
    pub(super) round: Round,
    pub(super) made_at: i64,
    /// Who was signed in: the identity is to be linked and not to be entered by.
    pub(super) account_id: Option<Uuid>,
}

const PLACE: Place = Place { table: "linked_identity", column: "round", row: Uuid::nil() };

/// Begins a round at a provider. `return_to` is the address on this site that it sends people back to.
pub async fn begin_external(app: &App, ctx: &Ctx, name: &str, return_to: &str) -> Result<Begun, AppError> {
    demand(ctx, Action::Enter)?;
    let provider = provider(app, name)?;
    let round = Round { state: token()?, nonce: token()?, verifier: token()?, return_to: return_to.to_owned() };
    let url = provider.begin(&round, ctx.now).await.map_err(|error| AppError::Unavailable(error.into()))?;
    let account_id = ctx.actor.person().map(|person| person.account_id);
    let held = Held { provider: name.to_owned(), round, made_at: ctx.now.0, account_id };
    let text = serde_json::to_vec(&held).map_err(AppError::internal)?;
    Ok(Begun { url, sealed: hex(&app.keys()?.seal(PLACE, &text)?) })
}

/// What this browser was sent away with, when it comes back in time with the state that went with it.
pub(super) fn open(keys: &Keyring, sealed: &str, state: &str, now: Micros) -> Option<Held> {
    let text = keys.open(PLACE, &unhex(sealed)?).ok()?;
    let held: Held = serde_json::from_slice(&text).ok()?;
    let fits = held.round.state == state && Micros(held.made_at).plus_seconds(SECONDS) > now;
    fits.then_some(held)
}
