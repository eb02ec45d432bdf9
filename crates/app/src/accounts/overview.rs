//! What a person sees of the own account: addresses, how one signs in, sessions, roles.

use super::external::{self, IdentityView};
use super::factors::{Factors, needed};
use super::passkey::{self, PasskeyView};
use super::sign_in::opened;
use super::{Contact, own};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::rights::Action;
use sanviec_domain::time::Micros;
use sanviec_store::{Reader, account, backup_code, centre, credential, employer, membership, session};
use uuid::Uuid;

/// The own account.
#[derive(Clone, Debug)]
pub struct Overview {
    pub contacts: Vec<ContactView>,
    pub has_password: bool,
    /// Since when an app tells codes.
    pub second_factor: Option<Micros>,
    pub passkeys: Vec<PasskeyView>,
    /// Printed codes that can still be used.
    pub backup_codes: i64,
    /// Identities at other providers that lead in here.
    pub identities: Vec<IdentityView>,
    /// Whether a role needs it.
    pub needs_second_factor: bool,
    /// Newest first.
    pub sessions: Vec<SessionView>,
    /// Roles besides that of a seeker, which every account has.
    pub roles: Vec<RoleView>,
}

/// One address.
#[derive(Clone, Debug)]
pub struct ContactView {
    pub id: Uuid,
    pub contact: Contact,
}

/// One session.
#[derive(Clone, Debug)]
pub struct SessionView {
    pub id: Uuid,
    /// What the browser calls itself.
    pub device: String,
    pub role: Option<Role>,
    pub created_at: Micros,
    pub seen_at: Micros,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// One role that can be taken on.
#[derive(Clone, Debug)]
pub struct RoleView {
    pub membership_id: Uuid,
    pub role: Role,
    /// Name of the centre or the employer.
    pub place: String,
    /// Whether it is the one in use.
    pub is_this: bool,
}

/// The account of the person who is signed in.
pub async fn overview(app: &App, ctx: &Ctx) -> Result<Overview, AppError> {
    let person = own(ctx, Action::ReadAccount)?;
    let (reader, id) = (app.store().reader(), person.account_id);
    let sessions = session::list_live(reader, id, ctx.now.0).await?;
    let factors = Factors::of(reader, id).await?;
    let this = sessions.iter().find(|row| row.id == person.session_id).and_then(|row| row.membership_id);
    let mut roles = Vec::new();
    for row in membership::list_held(reader, id).await? {
        let role = Role::of(&row.role).ok_or_else(|| sanviec_store::Error::corrupt("membership", "role", row.id))?;
        let place = place_name(reader, &row).await?;
        roles.push(RoleView { membership_id: row.id, role, place, is_this: this == Some(row.id) });
    }
    Ok(Overview {
        contacts: addresses(app, id).await?,
        has_password: credential::find(reader, id).await?.is_some(),
        second_factor: factors.app_since,
        passkeys: passkey::views(app, id).await?,
        backup_codes: backup_code::count_left(reader, id).await?,
        identities: external::views(app, id).await?,
        needs_second_factor: roles.iter().any(|held| needed(held.role, app.facts())),
        sessions: sessions.into_iter().map(|row| session_view(row, person.session_id)).collect(),
        roles,
    })
}

async fn addresses(app: &App, account_id: Uuid) -> Result<Vec<ContactView>, AppError> {
    let rows = account::list_contacts(app.store().reader(), account_id).await?;
    let view = |row: account::ContactPoint| Ok(ContactView { id: row.id, contact: opened(app.keys()?, &row)? });
    rows.into_iter().map(view).collect()
}

async fn place_name(reader: &Reader, row: &membership::Row) -> Result<String, AppError> {
    if let Some(id) = row.centre_id {
        return Ok(centre::find(reader, id).await?.map(|centre| centre.name).unwrap_or_default());
    }
    if let Some(id) = row.employer_id {
        return Ok(employer::find(reader, id).await?.map(|employer| employer.name).unwrap_or_default());
    }
    Ok(String::new())
}

fn session_view(row: session::Row, this: Uuid) -> SessionView {
    SessionView {
        is_this: row.id == this,
        id: row.id,
        device: row.device,
        role: Role::of(&row.role),
        created_at: Micros(row.created_at),
        seen_at: Micros(row.seen_at),
    }
}
