//! The first operator: an exchange without one offers a link at its start, which works once and makes the account.
//! There is no default account and no first-visitor-wins.

use super::confirm::{NewAccount, insert_account};
use super::session::{Entered, Fresh, begin};
use super::throttle::{SHOWN_FROM, too_many};
use super::{Contact, Origin, entry, password};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, hex, token, unhex};
use sanviec_store::{BoxFuture, Tx, audit, credential, membership, one_time_code};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const PURPOSE: &str = "set_up";
/// Seconds for which a link works.
const SECONDS: i64 = 24 * 60 * 60;

/// Makes the link's secret when nobody operates the exchange; one that was made before works no more. `None` when
/// somebody does.
pub async fn offer_set_up(app: &App, ctx: &Ctx) -> Result<Option<String>, AppError> {
    demand(ctx, Action::GiveRole)?;
    if membership::count_live(app.store().reader(), Role::PlatformOperator.code()).await? > 0 {
        return Ok(None);
    }
    let (keys, id, secret) = (app.keys()?.clone(), app.ids().next(), token()?);
    let row = one_time_code::Row {
        id,
        purpose: PURPOSE.to_owned(),
        lookup: None,
        account_id: None,
        kind: "link".to_owned(),
        recipient: None,
        hash: super::code::hash(&keys, id, &secret).to_vec(),
        attempts: 0,
        created_at: ctx.now.0,
        expires_at: ctx.now.plus_seconds(SECONDS).0,
        ended_at: None,
    };
    let store = app.store().clone();
    app.to_the_end(async move {
        let row = &row;
        let write = store.write("offer_set_up", |tx| {
            Box::pin(async move { Ok::<_, AppError>(one_time_code::insert(tx, row).await?) })
        });
        write.await
    })
    .await?;
    Ok(Some(format!("{}{secret}", hex(id.as_bytes()))))
}

/// Somebody follows the link.
#[derive(Clone)]
pub struct SetUp {
    /// The link's secret.
    pub link: String,
    /// E-mail or phone, as typed.
    pub contact: String,
    pub password: String,
    pub again: String,
    pub origin: Origin,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Entered(Entered),
    Over,
    TooMany,
}

/// Makes the first operator's account; a second factor has to be set up next.
pub async fn set_up(app: &App, ctx: &Ctx, set_up: SetUp, key: &Key) -> Result<Entered, AppError> {
    demand(ctx, Action::Enter)?;
    let (id, secret) = parts(set_up.link.trim()).ok_or_else(over)?;
    let mut errors = Vec::new();
    let contact = Contact::parse(&set_up.contact).map_err(|error| errors.push(error)).ok();
    let own: Vec<Contact> = contact.clone().into_iter().collect();
    let accepted = password::accept(&set_up.password, &own).map_err(|error| errors.push(error)).ok();
    if password::tried(&set_up.again) != password::tried(&set_up.password) {
        let (vi, en) = ("Hai lần nhập không giống nhau.", "The two are not the same.");
        errors.push(FieldError::new("again", "not_the_same", vi, en));
    }
    let (Some(contact), Some(password), true) = (contact, accepted, errors.is_empty()) else {
        return Err(AppError::Refused(errors));
    };
    let work = SettingUp {
        hash: app.hasher().hash(password.clone()).await?,
        fresh: Fresh::new(app, &set_up.origin)?,
        ids: [app.ids().next(), app.ids().next(), app.ids().next()],
        source: set_up.origin.source.clone(),
        app: app.clone(),
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        code_id: id,
        secret,
        contact,
        password,
    };
    match once(app, ctx, key, work).await? {
        Outcome::Entered(entered) => Ok(entered),
        Outcome::Over => Err(over()),
        Outcome::TooMany => Err(too_many("link")),
    }
}

fn over() -> AppError {
    let vi = "Liên kết thiết lập không đúng, đã dùng hoặc đã hết hạn. Khởi động lại máy chủ để có liên kết mới.";
    let en = "The set-up link is wrong, was used or has run out. Start the server again for a new one.";
    FieldError::new("link", "link_over", vi, en).into()
}

fn parts(link: &str) -> Option<(Uuid, String)> {
    let (id, secret) = link.split_at_checked(32)?;
    let id: [u8; 16] = unhex(id)?.try_into().ok()?;
    (secret.len() == 64).then(|| (Uuid::from_bytes(id), secret.to_owned()))
}

struct SettingUp {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    code_id: Uuid,
    secret: String,
    contact: Contact,
    /// Only for the fingerprint, which is a keyed hash.
    password: String,
    hash: String,
    source: String,
    fresh: Fresh,
    ids: [Uuid; 3],
}

impl SettingUp {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let now = self.ctx.now.0;
        if !SHOWN_FROM.count(tx, &self.keys, &[self.source.as_bytes()], now).await? {
            return Ok(Outcome::TooMany);
        }
        let row = one_time_code::find_for_update(tx, self.code_id).await?;
        let hash = super::code::hash(&self.keys, self.code_id, &self.secret);
        let usable = row.is_some_and(|row| {
            row.purpose == PURPOSE && row.ended_at.is_none() && row.expires_at > now && row.hash == hash
        });
        let taken = membership::count_live(tx, Role::PlatformOperator.code()).await? > 0;
        if !usable || taken || !one_time_code::end(tx, self.code_id, now).await? {
            return Ok(Outcome::Over);
        }
        let [id, contact_id, membership_id] = self.ids;
        let new = NewAccount { id, contact_id, contact: &self.contact };
        insert_account(tx, &self.keys, &self.ctx, &new).await?;
        credential::set(tx, id, &self.hash, now).await?;
        membership::insert(tx, &operator(membership_id, id, now)).await?;
        audit::append(tx, &[entry(&self.ctx, "set_up", id, Some(r#"{"role":"platform_operator"}"#.to_owned()))])
            .await?;
        Ok(Outcome::Entered(begin(tx, &self.app, &self.ctx, id, &self.fresh).await?))
    }
}

fn operator(id: Uuid, account_id: Uuid, now: i64) -> membership::Row {
    membership::Row {
        id,
        version: 1,
        account_id,
        role: Role::PlatformOperator.code().to_owned(),
        centre_id: None,
        branch_id: None,
        employer_id: None,
        since_at: now,
        ended_at: None,
    }
}

impl Work for SettingUp {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "set_up"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let contact = self.contact.as_str().as_bytes().to_vec();
        vec![self.secret.clone().into_bytes(), contact, self.password.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
