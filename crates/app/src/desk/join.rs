//! Following an invitation: the account is made, or gets one role more. Opening the link changes nothing.

use super::entry;
use super::invite::hash;
use super::staff::recipient;
use crate::accounts::{Contact, NewAccount, accept_password, insert_account, tried_password};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, unhex};
use sanviec_store::{BoxFuture, Db, Tx, account, audit, centre, colleague, credential, membership};
use uuid::Uuid;

/// What a link offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    pub centre: String,
    pub role: Role,
    /// Whether the address has no account yet, so that a password is chosen.
    pub is_new: bool,
}

/// Somebody follows the link.
#[derive(Clone)]
pub struct Join {
    /// The link's secret.
    pub link: String,
    pub password: String,
    pub again: String,
}

/// The role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Joined {
    /// With a new account.
    Made,
    /// With the account that the address had.
    Added,
    /// The link does not work any more.
    Over,
}

fn over() -> AppError {
    let vi = "Liên kết mời không đúng, đã dùng, đã thu hồi hoặc đã hết hạn. Đề nghị người mời gửi liên kết mới.";
    let en = "The invitation is wrong, was used or taken back, or has run out. Ask whoever invited you for a new one.";
    FieldError::new("link", "link_over", vi, en).into()
}

fn parts(link: &str) -> Option<(Uuid, &str)> {
    let (id, secret) = link.trim().split_at_checked(32)?;
    let id: [u8; 16] = unhex(id)?.try_into().ok()?;
    (secret.len() == 64).then_some((Uuid::from_bytes(id), secret))
}

async fn found(db: &impl Db, keys: &Keyring, link: &str, now: i64) -> Result<Option<colleague::Invitation>, AppError> {
    let Some((id, secret)) = parts(link) else { return Ok(None) };
    let row = colleague::find_invitation(db, id).await?;
    let right = hash(keys, id, secret);
    Ok(row.filter(|row| row.hash == right && row.ended_at.is_none() && row.expires_at > now))
}

fn contact(keys: &Keyring, row: &colleague::Invitation) -> Result<Contact, AppError> {
    let opened = keys.open(recipient(row.id), &row.recipient)?;
    Ok(Contact::of(&row.kind, String::from_utf8(opened).map_err(AppError::internal)?))
}

/// What the link offers, for whoever holds it.
pub async fn offer(app: &App, ctx: &Ctx, link: &str) -> Result<Offer, AppError> {
    demand(ctx, Action::Enter)?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let row = found(reader, keys, link, ctx.now.0).await?.ok_or_else(over)?;
    let contact = contact(keys, &row)?;
    let lookup = keys.lookup(contact.kind(), contact.as_str()).unwrap_or_default();
    let centre = centre::find(reader, row.centre_id).await?.ok_or(AppError::NotFound)?;
    Ok(Offer {
        is_new: account::find_contact(reader, &lookup).await?.is_none(),
        role: Role::of(&row.role).ok_or_else(|| sanviec_store::Error::corrupt("invitation", "role", row.id))?,
        name: row.name,
        centre: centre.name,
    })
}

/// Takes the offer. Whoever has the address already signs in as before and finds one role more.
pub async fn join(app: &App, ctx: &Ctx, join: Join, key: &Key) -> Result<Joined, AppError> {
    let is_new = match offer(app, ctx, &join.link).await {
        Ok(offer) => offer.is_new,
        // The same form again finds its link used: the answer of the first time comes from its key.
        Err(AppError::Refused(_)) => false,
        Err(error) => return Err(error),
    };
    let hash = if is_new { Some(new_password(app, &join).await?) } else { None };
    let work = Joining {
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        link: join.link.trim().to_owned(),
        hash,
        ids: [app.ids().next(), app.ids().next(), app.ids().next()],
    };
    match once(app, ctx, key, work).await? {
        Joined::Over => Err(over()),
        joined => Ok(joined),
    }
}

async fn new_password(app: &App, join: &Join) -> Result<String, AppError> {
    let keys = app.keys()?;
    let Some((id, _)) = parts(&join.link) else { return Err(over()) };
    let row = colleague::find_invitation(app.store().reader(), id).await?.ok_or_else(over)?;
    let mut errors = Vec::new();
    let accepted = accept_password(&join.password, &[contact(keys, &row)?]).map_err(|error| errors.push(error)).ok();
    if tried_password(&join.again) != tried_password(&join.password) {
        let (vi, en) = ("Hai lần nhập không giống nhau.", "The two are not the same.");
        errors.push(FieldError::new("again", "not_the_same", vi, en));
    }
    match accepted.filter(|_| errors.is_empty()) {
        Some(accepted) => app.hasher().hash(accepted).await,
        None => Err(AppError::Refused(errors)),
    }
}

struct Joining {
    keys: Keyring,
    ctx: Ctx,
    link: String,
    hash: Option<String>,
    ids: [Uuid; 3],
}

impl Joining {
    async fn run(&self, tx: &Tx<'_>) -> Result<Joined, AppError> {
        let now = self.ctx.now.0;
        let Some(row) = found(tx, &self.keys, &self.link, now).await? else { return Ok(Joined::Over) };
        let contact = contact(&self.keys, &row)?;
        let lookup = self.keys.lookup(contact.kind(), contact.as_str()).unwrap_or_default();
        let known = account::find_contact(tx, &lookup).await?.map(|contact| contact.account_id);
        let (account_id, joined) = match (known, &self.hash) {
            (Some(id), _) => {
                let live = account::find(tx, id).await?.is_some_and(|account| account.state == "live");
                if !live {
                    return Ok(Joined::Over);
                }
                (id, Joined::Added)
            }
            (None, Some(hash)) => {
                let new = NewAccount { id: self.ids[0], contact_id: self.ids[1], contact: &contact };
                insert_account(tx, &self.keys, &self.ctx, &new).await?;
                credential::set(tx, self.ids[0], hash, now).await?;
                (self.ids[0], Joined::Made)
            }
            (None, None) => return Err(AppError::Conflict),
        };
        if !colleague::end_invitation(tx, row.id, Some(account_id), now).await? {
            return Ok(Joined::Over);
        }
        self.give(tx, &row, account_id).await?;
        Ok(joined)
    }

    /// Somebody who holds the role there already keeps it as it is.
    async fn give(&self, tx: &Tx<'_>, row: &colleague::Invitation, account_id: Uuid) -> Result<(), AppError> {
        let held = membership::list_held(tx, account_id).await?;
        let same = held.iter().find(|held| held.centre_id == Some(row.centre_id) && held.role == row.role);
        let id = match same {
            Some(same) => same.id,
            None => {
                let new = membership::Row {
                    id: self.ids[2],
                    version: 1,
                    account_id,
                    role: row.role.clone(),
                    centre_id: Some(row.centre_id),
                    branch_id: row.branch_id,
                    employer_id: None,
                    since_at: self.ctx.now.0,
                    ended_at: None,
                };
                membership::insert(tx, &new).await?;
                new.id
            }
        };
        colleague::set_name(tx, id, &row.name, self.ctx.now.0).await?;
        let mut entry = entry(&self.ctx, "join", ("account", account_id), None);
        entry.actor = account_id.to_string();
        entry.after = Some(format!(r#"{{"role":"{}","invitation":"{}"}}"#, row.role, row.id));
        Ok(audit::append(tx, &[entry]).await?)
    }
}

impl Work for Joining {
    type Answer = Joined;

    fn name(&self) -> &'static str {
        "join"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.link.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Joined, AppError>> {
        Box::pin(self.run(tx))
    }
}
