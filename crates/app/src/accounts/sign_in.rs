//! Signing in by address and password. The work is the same whether the address has an account, whether the account has
//! a password, and whether the password fits.

use super::confirm::contact_place;
use super::session::{Entered, Fresh, begin};
use super::throttle::{PASSWORDS_FOR, PASSWORDS_FOR_FROM, PASSWORDS_FROM, too_many};
use super::{Contact, Origin, entry, password, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_store::{BoxFuture, Db, Tx, account, audit, credential};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody signs in.
#[derive(Clone)]
pub struct SignIn {
    /// As typed.
    pub contact: String,
    pub password: String,
    pub origin: Origin,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Entered(Entered),
    Wrong,
    TooMany,
}

/// Takes address and password and begins a session; with a second factor it is only half begun.
pub async fn sign_in(app: &App, ctx: &Ctx, sign_in: SignIn, key: &Key) -> Result<Entered, AppError> {
    demand(ctx, Action::Enter)?;
    let contact = Contact::parse(&sign_in.contact)?;
    if sign_in.password.is_empty() {
        return Err(FieldError::new("password", "missing", "Nhập mật khẩu.", "Enter your password.").into());
    }
    // Before the database is asked: turning somebody away must cost nothing.
    app.hasher().demand_room().await?;
    let keys = app.keys()?.clone();
    let lookup = keys.lookup(contact.kind(), contact.as_str()).unwrap_or_default();
    let tries = Tries { lookup, source: sign_in.origin.source.clone() };
    if tries.are_spent(app.store().reader(), &keys, ctx.now.0).await? {
        return Err(refused(ctx, "sign_in", too_many("password")));
    }
    let holder = holder(app, &lookup).await?;
    let tried = password::tried(&sign_in.password);
    let stored = holder.as_ref().and_then(|holder| holder.password.as_ref());
    let fits = app.hasher().verify(tried.clone(), stored.map(|stored| stored.hash.clone())).await?;
    // Only somebody who has the password waits for this, so it tells nobody anything.
    let renewed = match stored.filter(|stored| fits && app.hasher().is_outdated(&stored.hash)) {
        Some(_) => Some(app.hasher().hash(tried.clone()).await?),
        None => None,
    };
    let work = Checked {
        app: app.clone(),
        fresh: Fresh::new(app, &sign_in.origin)?,
        password: tried,
        known: holder.filter(|_| fits).and_then(Holder::into_known),
        ctx: ctx.clone(),
        renewed,
        keys,
        tries,
    };
    match once(app, ctx, key, work).await? {
        Outcome::Entered(entered) => Ok(entered),
        Outcome::Wrong => Err(refused(ctx, "sign_in", wrong())),
        Outcome::TooMany => Err(refused(ctx, "sign_in", too_many("password"))),
    }
}

/// One refusal for an unknown address, an account without a password, a wrong password, and an account out of use.
fn wrong() -> AppError {
    let vi = "Số điện thoại, email hoặc mật khẩu không đúng.";
    let en = "The phone number, e-mail address or password is wrong.";
    FieldError::new("password", "wrong_pair", vi, en).into()
}

struct Holder {
    account_id: Uuid,
    is_live: bool,
    password: Option<credential::Row>,
}

impl Holder {
    fn into_known(self) -> Option<(Uuid, i64)> {
        self.password.filter(|_| self.is_live).map(|password| (self.account_id, password.version))
    }
}

async fn holder(app: &App, lookup: &[u8]) -> Result<Option<Holder>, AppError> {
    let reader = app.store().reader();
    let contact = account::find_contact(reader, lookup).await?;
    // As many questions without an account as with one.
    let id = contact.map(|contact| contact.account_id);
    let asked = id.unwrap_or_default();
    let account = account::find(reader, asked).await?;
    let password = credential::find(reader, asked).await?;
    let is_live = account.is_some_and(|account| account.state == "live");
    Ok(id.map(|account_id| Holder { account_id, is_live, password }))
}

/// What counts tries of one address from one network.
struct Tries {
    lookup: [u8; 32],
    source: String,
}

impl Tries {
    async fn are_spent(&self, db: &impl Db, keys: &Keyring, now: i64) -> Result<bool, AppError> {
        let source = self.source.as_bytes();
        Ok(PASSWORDS_FOR_FROM.is_spent(db, keys, &[&self.lookup, source], now).await?
            || PASSWORDS_FROM.is_spent(db, keys, &[source], now).await?
            || PASSWORDS_FOR.is_spent(db, keys, &[&self.lookup], now).await?)
    }

    async fn count(&self, tx: &Tx<'_>, keys: &Keyring, now: i64) -> Result<bool, AppError> {
        let source = self.source.as_bytes();
        let here = PASSWORDS_FOR_FROM.count(tx, keys, &[&self.lookup, source], now).await?;
        let source = PASSWORDS_FROM.count(tx, keys, &[source], now).await?;
        let anywhere = PASSWORDS_FOR.count(tx, keys, &[&self.lookup], now).await?;
        Ok(here && source && anywhere)
    }

    async fn clear(&self, tx: &Tx<'_>, keys: &Keyring) -> Result<(), AppError> {
        PASSWORDS_FOR_FROM.clear(tx, keys, &[&self.lookup, self.source.as_bytes()]).await?;
        PASSWORDS_FOR.clear(tx, keys, &[&self.lookup]).await
    }
}

struct Checked {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    tries: Tries,
    /// Only for the fingerprint, which is a keyed hash.
    password: String,
    /// Account and version of the password that fitted.
    known: Option<(Uuid, i64)>,
    /// The same password hashed with today's cost, where the stored hash has another.
    renewed: Option<String>,
    fresh: Fresh,
}

impl Checked {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        if !self.tries.count(tx, &self.keys, self.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let Some((account_id, version)) = self.known else { return Ok(Outcome::Wrong) };
        // Changed or taken out of use since it was compared: it does not fit any more.
        let same = credential::find(tx, account_id).await?.is_some_and(|stored| stored.version == version);
        let live = account::find(tx, account_id).await?.is_some_and(|account| account.state == "live");
        if !same || !live {
            return Ok(Outcome::Wrong);
        }
        if let Some(hash) = &self.renewed {
            credential::set(tx, account_id, hash, self.ctx.now.0).await?;
        }
        self.tries.clear(tx, &self.keys).await?;
        audit::append(tx, &[entry(&self.ctx, "sign_in", account_id, None)]).await?;
        Ok(Outcome::Entered(begin(tx, &self.app, &self.ctx, account_id, &self.fresh).await?))
    }
}

impl Work for Checked {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "sign_in"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.tries.lookup.to_vec(), self.password.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Addresses of an account, opened.
pub(crate) async fn contacts(db: &impl Db, keys: &Keyring, account_id: Uuid) -> Result<Vec<Contact>, AppError> {
    account::list_contacts(db, account_id).await?.iter().map(|row| opened(keys, row)).collect()
}

/// The same, each with the id of its row: an address that was taken away and confirmed again is another one.
pub(crate) async fn confirmed_contacts(
    db: &impl Db,
    keys: &Keyring,
    account_id: Uuid,
) -> Result<Vec<(Uuid, Contact)>, AppError> {
    let rows = account::list_contacts(db, account_id).await?;
    rows.iter().map(|row| Ok((row.id, opened(keys, row)?))).collect()
}

/// One address, opened.
pub(super) fn opened(keys: &Keyring, row: &account::ContactPoint) -> Result<Contact, AppError> {
    let value = keys.open(contact_place(row.id), &row.value)?;
    Ok(Contact::of(&row.kind, String::from_utf8(value).map_err(AppError::internal)?))
}
