//! Keys by which programs of an organisation use the API: made and shown once by an administrator, kept as a hash,
//! replaced with an overlap, taken out of use. A key acts in a role of its own: its id stands where an account's would,
//! so that audit rows tell a program from a person. For what parts people of a centre from each other it counts as
//! whoever made it.
//!
//! What must not be in here: what a key is used for, HTTP headers.

mod change;

pub use change::{Issued, NewKey, issue, revoke, rotate};

use crate::app::App;
use crate::ctx::{Ctx, Person, Role};
use crate::error::{AppError, FieldError};
use crate::organisations::demand_administrator;
use crate::secrets::sha256;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::{Db, account, api_key, membership};
use uuid::Uuid;

/// First letters of every key, by which people and scanners know one.
const PREFIX: &str = "sv_";
/// The scope of keys that were made before there were two: they may change postings.
const POSTINGS: &str = "postings";
/// How exactly the last use is known.
const USE: i64 = 3600 * 1_000_000;

/// What a key may do with what is its organisation's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// See how postings stand.
    Read,
    /// Put in, replace and end them, too.
    Write,
    /// See placements and what was recorded of them.
    PlacementsRead,
    /// Begin them with whom it hired, and record what an employer may say of them, too.
    PlacementsRecord,
}

impl Scope {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::PlacementsRead, Self::PlacementsRecord];

    /// The word in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::PlacementsRead => "placements_read",
            Self::PlacementsRecord => "placements_record",
        }
    }

    /// Whether a key of this scope may do what asks for another. Whoever changes things sees them; postings and
    /// placements are apart.
    #[must_use]
    pub fn covers(self, needed: Self) -> bool {
        match self {
            Self::Read | Self::PlacementsRead => self == needed,
            Self::Write => matches!(needed, Self::Read | Self::Write),
            Self::PlacementsRecord => matches!(needed, Self::PlacementsRead | Self::PlacementsRecord),
        }
    }

    /// The scope with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// The scope of a row.
    fn stored(code: &str) -> Option<Self> {
        if code == POSTINGS { Some(Self::Write) } else { Self::of(code) }
    }
}

/// A key as its administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    pub id: Uuid,
    pub name: String,
    /// Nothing for a scope that this version does not know: such a key opens nothing.
    pub scope: Option<Scope>,
    /// The part that is no secret.
    pub start: String,
    pub created_at: Micros,
    pub expires_at: Micros,
    pub used_at: Option<Micros>,
    /// Whether it can be used now.
    pub is_live: bool,
}

/// Keys of the organisation that the acting person administers, newest first.
pub async fn list(app: &App, ctx: &Ctx, organisation: Uuid) -> Result<Vec<KeyView>, AppError> {
    demand_administrator(ctx, organisation)?;
    let rows = api_key::list(app.store().reader(), organisation).await?;
    let view = |row: api_key::Row| KeyView {
        start: start(row.id),
        is_live: is_live(&row, ctx.now),
        scope: Scope::stored(&row.scope),
        id: row.id,
        name: row.name,
        created_at: Micros(row.created_at),
        expires_at: Micros(row.expires_at),
        used_at: row.used_at.map(Micros),
    };
    Ok(rows.into_iter().map(view).collect())
}

fn start(id: Uuid) -> String {
    format!("{PREFIX}{}_", PostingCode::of(id))
}

const fn is_live(row: &api_key::Row, now: Micros) -> bool {
    row.revoked_at.is_none() && now.0 < row.expires_at
}

/// Whoever acts with this key, and what it may do; nothing for one that is not known, was taken out of use, or is over.
/// One whose maker administers the organisation no more is refused with what to do about it. The secret part is long
/// and random, so its plain hash is compared.
pub async fn recognise(app: &App, now: Micros, key: &str) -> Result<Option<(Person, Scope)>, AppError> {
    let Some((code, secret)) = key.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')) else { return Ok(None) };
    let Ok(code) = code.parse::<PostingCode>() else { return Ok(None) };
    let found = api_key::find(app.store().reader(), code.uuid()).await?;
    let fits = |row: &api_key::Row| row.hash == sha256(secret.as_bytes());
    let Some(row) = found.filter(|row| fits(row) && is_live(row, now)) else { return Ok(None) };
    let Some(scope) = Scope::stored(&row.scope) else { return Ok(None) };
    demand_led(app.store().reader(), &row).await?;
    if row.used_at.is_none_or(|used| now.0 - used >= USE) {
        touch(app, row.id, now).await;
    }
    let person = Person {
        account_id: row.id,
        session_id: row.id,
        role: Role::EmployerProgram,
        centre_id: None,
        employer_id: Some(row.organisation_id),
        is_fresh: false,
    };
    Ok(Some((person, scope)))
}

/// The account that made a key, to be asked in the write that somebody does with it: since it was recognised the key
/// may have been taken out of use, or its maker have left. By the latest instant that is known.
pub(crate) async fn maker_of(db: &impl Db, now: Micros, key_id: Uuid) -> Result<Uuid, AppError> {
    let row = api_key::find(db, key_id).await?.filter(|row| is_live(row, now)).ok_or(AppError::Forbidden)?;
    demand_led(db, &row).await?;
    Ok(row.created_by)
}

/// The same of whoever acts, where that is a program. Nothing is asked of people.
pub(crate) async fn demand_key(db: &impl Db, ctx: &Ctx) -> Result<(), AppError> {
    match ctx.actor.person() {
        Some(person) if person.role == Role::EmployerProgram => {
            maker_of(db, ctx.now, person.account_id).await.map(|_| ())
        }
        _ => Ok(()),
    }
}

/// A key speaks for its organisation as whoever made it does, so no longer than they administer it.
async fn demand_led(db: &impl Db, row: &api_key::Row) -> Result<(), AppError> {
    let is_live = account::find(db, row.created_by).await?.is_some_and(|account| account.state == "live");
    let held = membership::list_held(db, row.created_by).await?;
    let leads = |held: &membership::Row| {
        held.employer_id == Some(row.organisation_id) && held.role == Role::EmployerAdministrator.code()
    };
    if is_live && held.iter().any(leads) {
        return Ok(());
    }
    let vi = "Người tạo khóa này không còn là quản trị viên của đơn vị. Nhờ một quản trị viên thay khóa.";
    let en = "Whoever made this key administers the organisation no more. Have an administrator replace this key.";
    Err(FieldError::new("key", "key_not_led", vi, en).into())
}

/// Who stands behind an id that something was entered or proposed by: of a key whoever made it, whatever became of it.
pub(crate) async fn behind(db: &impl Db, id: Option<Uuid>) -> Result<Option<Uuid>, AppError> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(api_key::find(db, id).await?.map_or(id, |row| row.created_by)))
}

/// A request must not fail because nobody could note that its key is in use.
async fn touch(app: &App, id: Uuid, now: Micros) {
    let store = app.store().clone();
    let noted = app.to_the_end(async move {
        let write = store.write("touch_api_key", |tx| {
            Box::pin(async move { Ok::<_, AppError>(api_key::touch(tx, id, now.0).await?) })
        });
        write.await
    });
    if let Err(error) = noted.await {
        tracing::warn!(error = &error as &dyn std::error::Error, "a key in use could not be noted");
    }
}
