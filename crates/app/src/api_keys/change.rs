//! Making, replacing and ending keys. The same form sent again shows the same key: the answer is kept sealed.

use super::{Scope, start};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::organisations::{self, demand_administrator};
use crate::secrets::{sha256, token};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, api_key, audit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest name, in characters.
const NAME: usize = 60;
/// Days after which a key is over: somebody looks again whether it is still needed.
const DAYS: i64 = 365;
/// Days for which a replaced key goes on, so that programs can change over.
const OVERLAP: i64 = 7;
/// Keys in use of one organisation.
const MOST: usize = 20;

/// A key that was made: shown now and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub id: Uuid,
    /// The whole key.
    pub key: String,
    pub expires_at: i64,
}

/// A key to be made, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewKey {
    pub name: String,
    /// Code of a [`Scope`].
    pub scope: String,
}

/// Makes a key for the organisation that the acting person administers.
pub async fn issue(app: &App, ctx: &Ctx, organisation: Uuid, new: NewKey, key: &Key) -> Result<Issued, AppError> {
    demand_administrator(ctx, organisation)?;
    let mut errors = Vec::new();
    let name = sanviec_text::nfc(&new.name).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        let vi = "Ghi tên khóa, tối đa 60 ký tự, ví dụ phần mềm dùng khóa.";
        let en = "Name the key with 60 characters at most, such as the program that uses it.";
        errors.push(FieldError::new("key_name", "missing", vi, en));
    }
    let scope = Scope::of(&new.scope);
    if scope.is_none() {
        let vi = "Chọn việc mà khóa được làm.";
        errors.push(FieldError::new("key_scope", "missing", vi, "Choose what the key may do."));
    }
    match scope {
        Some(scope) if errors.is_empty() => {
            let named = (name, scope.code().to_owned());
            once(app, ctx, key, Making::new(app, ctx, organisation, named, None)?).await
        }
        _ => Err(AppError::Refused(errors)),
    }
}

/// Makes a key in place of another, which goes on for a week. It may do what the other one may.
pub async fn rotate(app: &App, ctx: &Ctx, organisation: Uuid, old: Uuid, key: &Key) -> Result<Issued, AppError> {
    demand_administrator(ctx, organisation)?;
    let row = api_key::find(app.store().reader(), old).await?;
    let row = row.filter(|row| row.organisation_id == organisation).ok_or(AppError::NotFound)?;
    once(app, ctx, key, Making::new(app, ctx, organisation, (row.name, row.scope), Some(old))?).await
}

/// Takes a key out of use at once. Done again it changes nothing.
pub async fn revoke(app: &App, ctx: &Ctx, organisation: Uuid, id: Uuid, key: &Key) -> Result<(), AppError> {
    demand_administrator(ctx, organisation)?;
    once(app, ctx, key, Ending { ctx: ctx.clone(), organisation, id }).await
}

struct Making {
    ctx: Ctx,
    organisation: Uuid,
    name: String,
    scope: String,
    replaces: Option<Uuid>,
    id: Uuid,
    secret: String,
}

impl Making {
    fn new(
        app: &App,
        ctx: &Ctx,
        organisation: Uuid,
        (name, scope): (String, String),
        replaces: Option<Uuid>,
    ) -> Result<Self, AppError> {
        Ok(Self { ctx: ctx.clone(), organisation, name, scope, replaces, id: app.ids().next(), secret: token()? })
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<Issued, AppError> {
        let now = self.ctx.now;
        let live = api_key::list(tx, self.organisation).await?;
        if live.iter().filter(|row| super::is_live(row, now)).count() >= MOST {
            let (vi, en) = ("Đã có 20 khóa. Hãy thu hồi bớt.", "There are 20 keys. Take some out of use first.");
            return Err(FieldError::new("key_name", "too_many_keys", vi, en).into());
        }
        let expires_at = Micros::end_of(now.plus_days(DAYS).day());
        let row = api_key::Row {
            id: self.id,
            organisation_id: self.organisation,
            name: self.name.clone(),
            scope: self.scope.clone(),
            hash: sha256(self.secret.as_bytes()).to_vec(),
            created_by: self.ctx.actor.person().map(|person| person.account_id).unwrap_or_default(),
            created_at: now.0,
            expires_at: expires_at.0,
            used_at: None,
            revoked_at: None,
        };
        api_key::insert(tx, &row).await?;
        let made = serde_json::json!({ "api_key": self.id.to_string(), "scope": self.scope }).to_string();
        let mut entries = vec![organisations::entry(&self.ctx, "issue_api_key", self.organisation, None, Some(made))];
        if let Some(old) = self.replaces {
            let until = now.plus_days(OVERLAP).0;
            if api_key::shorten(tx, self.organisation, old, until, now.0).await? {
                entries.push(organisations::entry(
                    &self.ctx,
                    "replace_api_key",
                    self.organisation,
                    Some(told(old)),
                    None,
                ));
            }
        }
        audit::append(tx, &entries).await?;
        let key = format!("{}{}", start(self.id), self.secret);
        Ok(Issued { id: self.id, key, expires_at: expires_at.0 })
    }
}

fn told(id: Uuid) -> String {
    format!(r#"{{"api_key":"{id}"}}"#)
}

impl Work for Making {
    type Answer = Issued;

    fn name(&self) -> &'static str {
        "issue_api_key"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let replaced = self.replaces.unwrap_or_default();
        let (name, scope) = (self.name.clone().into_bytes(), self.scope.clone().into_bytes());
        vec![self.organisation.as_bytes().to_vec(), name, scope, replaced.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Issued, AppError>> {
        Box::pin(self.run(tx))
    }
}

struct Ending {
    ctx: Ctx,
    organisation: Uuid,
    id: Uuid,
}

impl Work for Ending {
    type Answer = ();

    fn name(&self) -> &'static str {
        "revoke_api_key"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.organisation.as_bytes().to_vec(), self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(async move {
            if api_key::revoke(tx, self.organisation, self.id, self.ctx.now.0).await? {
                let entry =
                    organisations::entry(&self.ctx, "revoke_api_key", self.organisation, Some(told(self.id)), None);
                audit::append(tx, &[entry]).await?;
            }
            Ok(())
        })
    }
}
