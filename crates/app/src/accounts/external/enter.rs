//! Coming back from the provider: into the account that the identity was linked to, or on to linking it.

use super::super::session::{Entered, Fresh, begin};
use super::super::throttle::SHOWN_FROM;
use super::super::{Origin, entry, refused};
use super::link::seal_link;
use super::{lookup, not_proved, provider, round};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_oidc::{Error, Identity};
use sanviec_store::{Tx, account, audit, linked_identity};

/// What the browser brings back.
#[derive(Clone)]
pub struct Came {
    /// Name of the provider in the address.
    pub provider: String,
    /// From the cookie.
    pub sealed: String,
    pub state: String,
    pub code: String,
    /// The issuer beside the code, where the provider tells it.
    pub iss: Option<String>,
    pub origin: Origin,
}

/// Where it leads.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Into the account that the identity is linked to.
    Entered(Entered),
    /// To the question whether it is to be linked; what comes back with the form.
    Link(String),
    /// No account has linked it.
    Unknown,
}

/// Exchanges the code, checks the token, and begins a session of the linked account.
pub async fn finish_external(app: &App, ctx: &Ctx, came: Came) -> Result<Arrival, AppError> {
    demand(ctx, Action::Enter)?;
    let keys = app.keys()?.clone();
    let held = round::open(&keys, &came.sealed, &came.state, ctx.now).filter(|held| held.provider == came.provider);
    let Some(held) = held else { return Err(refused(ctx, "external", not_proved())) };
    let proof = provider(app, &held.provider)?.finish(&held.round, &came.code, came.iss.as_deref(), ctx.now).await;
    let identity = proof.map_err(|error| {
        tracing::warn!(request_id = %ctx.request_id, error = &error as &dyn std::error::Error, "no identity");
        match error {
            Error::Unreachable(source) => AppError::Unavailable(source),
            Error::Code(_) | Error::Token(_) => refused(ctx, "external", not_proved()),
        }
    })?;
    if let Some(account_id) = held.account_id {
        // Whoever began signed in wants it linked; somebody else by now gets nothing.
        let same = ctx.actor.person().is_some_and(|person| person.account_id == account_id);
        let sealed = seal_link(&keys, account_id, &held.provider, &identity, ctx.now)?;
        return if same { Ok(Arrival::Link(sealed)) } else { Err(not_proved()) };
    }
    let fresh = Fresh::new(app, &came.origin)?;
    let entering = Entering { source: came.origin.source, app: app.clone(), ctx: ctx.clone(), keys, identity, fresh };
    let store = app.store().clone();
    app.to_the_end(async move {
        let entering = &entering;
        store.write("enter_external", |tx| Box::pin(entering.run(tx))).await
    })
    .await
}

struct Entering {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    identity: Identity,
    source: String,
    fresh: Fresh,
}

impl Entering {
    async fn run(&self, tx: &Tx<'_>) -> Result<Arrival, AppError> {
        let now = self.ctx.now.0;
        if !SHOWN_FROM.count(tx, &self.keys, &[self.source.as_bytes()], now).await? {
            return Ok(Arrival::Unknown);
        }
        let Some(row) = linked_identity::find(tx, &lookup(&self.keys, &self.identity)).await? else {
            return Ok(Arrival::Unknown);
        };
        let id = row.account_id;
        if account::find(tx, id).await?.is_none_or(|account| account.state != "live") {
            return Ok(Arrival::Unknown);
        }
        linked_identity::note_use(tx, row.id, now).await?;
        let by = Some(format!(r#"{{"provider":"{}"}}"#, row.provider));
        audit::append(tx, &[entry(&self.ctx, "enter_external", id, by)]).await?;
        Ok(Arrival::Entered(begin(tx, &self.app, &self.ctx, id, &self.fresh).await?))
    }
}
