//! Inviting a colleague: a link that works once and for a week. Nobody has a role before they used it.

use super::centre::{code_of, id_of};
use super::staff::{NAME, recipient};
use super::{entry, typed};
use crate::accounts::Contact;
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::messages::{self, Letter};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{Keyring, hex, token};
use sanviec_domain::message::Content;
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, audit, centre, colleague};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Days for which an invitation works.
const DAYS: i64 = 7;
/// Roles that may be given at a centre.
const ROLES: [Role; 4] = [Role::Officer, Role::CentreManager, Role::Moderator, Role::Auditor];

/// An invitation, as typed.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Code of the centre.
    pub centre: String,
    pub name: String,
    /// E-mail or phone.
    pub contact: String,
    pub role: Option<Role>,
    /// Code of the branch, where they work at one.
    pub branch: Option<String>,
}

/// An invitation that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Code of the invitation.
    pub id: String,
    /// The secret of the link; told now and never again.
    pub secret: String,
    /// The link works until then, in microseconds.
    pub until: i64,
}

impl Invited {
    /// When the link ends.
    #[must_use]
    pub const fn expires_at(&self) -> Micros {
        Micros(self.until)
    }
}

/// Keyed hash of a link's secret.
pub(super) fn hash(keys: &Keyring, id: Uuid, secret: &str) -> Vec<u8> {
    keys.hash("invitation", &[id.as_bytes(), secret.as_bytes()]).to_vec()
}

/// Invites somebody to work at a centre.
pub async fn invite(app: &App, ctx: &Ctx, invite: Invite, key: &Key) -> Result<Invited, AppError> {
    let centre_id = id_of(&invite.centre)?;
    demand_of(ctx, Action::GiveRole, Thing::of_centre(centre_id))?;
    let mut errors = Vec::new();
    let name = typed::needed("name", &invite.name, &mut errors, NAME);
    let contact = Contact::parse(&invite.contact).map_err(|error| errors.push(error)).ok();
    let role = invite.role.filter(|role| ROLES.contains(role));
    if role.is_none() {
        errors.push(FieldError::new("role", "missing", "Chọn vai trò.", "Choose a role."));
    }
    let branch_id = invite.branch.as_deref().map(id_of).transpose()?;
    let (Some(contact), Some(role), true) = (contact, role, errors.is_empty()) else {
        return Err(AppError::Refused(errors));
    };
    let (id, secret) = (app.ids().next(), token()?);
    let keys = app.keys()?;
    let row = colleague::Invitation {
        id,
        centre_id,
        branch_id,
        role: role.code().to_owned(),
        name,
        kind: contact.kind().to_owned(),
        recipient: keys.seal(recipient(id), contact.as_str().as_bytes())?,
        hash: hash(keys, id, &secret),
        invited_by: ctx.actor.person().ok_or(AppError::Forbidden)?.account_id,
        created_at: ctx.now.0,
        expires_at: ctx.now.plus_days(DAYS).0,
        ended_at: None,
        account_id: None,
    };
    let work = Inviting { app: app.clone(), ctx: ctx.clone(), asked: format!("{invite:?}"), row, secret, contact };
    once(app, ctx, key, work).await
}

struct Inviting {
    app: App,
    ctx: Ctx,
    asked: String,
    row: colleague::Invitation,
    secret: String,
    contact: Contact,
}

impl Inviting {
    /// By e-mail only: the link is too long for a short message, and a manager can hand it over.
    async fn tell(&self, tx: &Tx<'_>, centre_name: String, secret: &str) -> Result<(), AppError> {
        if !matches!(self.contact, Contact::Email(_)) {
            return Ok(());
        }
        let content = Content::ColleagueInvited { centre_name, path: format!("/trung-tam/loi-moi?ma={secret}") };
        let letter = Letter {
            id: self.app.ids().next(),
            account_id: None,
            channel: self.contact.channel(),
            recipient: self.contact.as_str().to_owned(),
            template: content.kind().code(),
            params: content.values(),
            expires_at: Some(Micros(self.row.expires_at)),
        };
        messages::enqueue(tx, self.app.keys()?, &self.ctx, &letter).await
    }
}

impl Work for Inviting {
    type Answer = Invited;

    fn name(&self) -> &'static str {
        "invite"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.row.invited_by)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.asked.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Invited, AppError>> {
        Box::pin(async move {
            let row = &self.row;
            let centre = centre::find(tx, row.centre_id).await?.ok_or(AppError::NotFound)?;
            if let Some(branch_id) = row.branch_id {
                let branches = centre::list_branches(tx, row.centre_id).await?;
                branches.iter().find(|branch| branch.id == branch_id).ok_or(AppError::NotFound)?;
            }
            colleague::invite(tx, row).await?;
            let after = Some(format!(r#"{{"role":"{}"}}"#, row.role));
            audit::append(tx, &[entry(&self.ctx, "invite", ("invitation", row.id), after)]).await?;
            let secret = format!("{}{}", hex(row.id.as_bytes()), self.secret);
            self.tell(tx, centre.name, &secret).await?;
            Ok(Invited { id: code_of(row.id), secret, until: row.expires_at })
        })
    }
}

/// Takes an invitation back. One that was used or taken back stays as it is.
pub async fn take_back(app: &App, ctx: &Ctx, code: &str, key: &Key) -> Result<(), AppError> {
    let id = id_of(code)?;
    let row = colleague::find_invitation(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::GiveRole, Thing::of_centre(row.centre_id))?;
    once(app, ctx, key, TakingBack { ctx: ctx.clone(), id, role: row.role }).await
}

struct TakingBack {
    ctx: Ctx,
    id: Uuid,
    role: String,
}

impl Work for TakingBack {
    type Answer = ();

    fn name(&self) -> &'static str {
        "take_back_invitation"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(async move {
            if colleague::end_invitation(tx, self.id, None, self.ctx.now.0).await? {
                let state = |code: &str| Some(serde_json::json!({ "state": code, "role": self.role }).to_string());
                let told = entry(&self.ctx, self.name(), ("invitation", self.id), state("taken_back"));
                audit::append(tx, &[audit::Row { before: state("open"), ..told }]).await?;
            }
            Ok(())
        })
    }
}
