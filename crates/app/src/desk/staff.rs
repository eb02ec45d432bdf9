//! Who works at a centre: those who hold a role there, and those who were invited.

use super::centre::{code_of, id_of};
use super::hand_over::{follows_placements, meets_people};
use super::{entry, typed};
use crate::accounts::{Contact, contacts};
use crate::app::App;
use crate::audit as trail;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::secrets::Place;
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Reader, Tx, appointment, audit, centre, colleague, membership, placement, referral};
use std::collections::HashMap;
use uuid::Uuid;

/// The staff of a centre.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Code of the centre.
    pub centre: String,
    pub centre_name: String,
    /// Code and name of each branch.
    pub branches: Vec<(String, String)>,
    pub colleagues: Vec<Colleague>,
    pub invitations: Vec<InvitationView>,
}

/// One role at a centre.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Code of the membership.
    pub id: String,
    pub name: String,
    /// How to reach them.
    pub contact: Option<Contact>,
    pub role: Role,
    pub branch: Option<String>,
    pub since: Micros,
    /// Letters that somebody still has to do something about.
    pub open_referrals: usize,
    /// Meetings ahead.
    pub appointments: usize,
    /// Placements that are theirs.
    pub placements: u64,
    /// Whether letters and meetings may be handed to them.
    pub meets_people: bool,
    /// Whether placements may be.
    pub follows_placements: bool,
    /// Whether it is the person who looks.
    pub is_this: bool,
}

/// Somebody who was invited and has not come yet.
#[derive(Clone, Debug)]
pub struct InvitationView {
    pub id: String,
    pub name: String,
    pub contact: String,
    pub role: Role,
    /// The link works until then.
    pub expires_at: Micros,
}

pub(super) const fn recipient(id: Uuid) -> Place {
    Place { table: "invitation", column: "recipient", row: id }
}

/// Everybody who works at a centre.
pub async fn staff(app: &App, ctx: &Ctx, code: &str) -> Result<Staff, AppError> {
    let centre_id = id_of(code)?;
    demand_of(ctx, Action::GiveRole, Thing::of_centre(centre_id))?;
    let fields = demand_of(ctx, Action::ReadAccount, Thing::of_centre(centre_id))?;
    let reader = app.store().reader();
    let row = centre::find(reader, centre_id).await?.ok_or(AppError::NotFound)?;
    let branches = centre::list_branches(reader, centre_id).await?;
    let names: HashMap<Uuid, String> = branches.iter().map(|branch| (branch.id, branch.name.clone())).collect();
    let mut colleagues = Vec::new();
    for row in colleague::list(reader, centre_id).await? {
        let mut colleague = one(app, ctx, reader, (centre_id, &names), row).await?;
        colleague.contact = colleague.contact.filter(|_| fields.has(Fields::CONTACT));
        colleagues.push(colleague);
    }
    Ok(Staff {
        centre: code.to_owned(),
        centre_name: row.name,
        branches: branches.into_iter().map(|branch| (code_of(branch.id), branch.name)).collect(),
        colleagues,
        invitations: invitations(app, ctx, reader, centre_id).await?,
    })
}

async fn one(
    app: &App,
    ctx: &Ctx,
    reader: &Reader,
    (centre_id, branches): (Uuid, &HashMap<Uuid, String>),
    row: colleague::Row,
) -> Result<Colleague, AppError> {
    let contact = contacts(reader, app.keys()?, row.account_id).await?.into_iter().next();
    let masked = contact.as_ref().map(Contact::masked).unwrap_or_default();
    let chosen = referral::Chosen { officer_id: Some(row.account_id), only_open: true, state: None };
    let open = referral::list(reader, centre_id, chosen, 0, 1_000).await?;
    let ahead = appointment::list_ahead(reader, centre_id, row.account_id).await?;
    let theirs = placement::Chosen { officer_id: Some(row.account_id), before: None };
    Ok(Colleague {
        id: code_of(row.membership_id),
        name: row.name.unwrap_or(masked),
        contact,
        role: Role::of(&row.role)
            .ok_or_else(|| sanviec_store::Error::corrupt("membership", "role", row.membership_id))?,
        branch: row.branch_id.and_then(|id| branches.get(&id).cloned()),
        since: Micros(row.since_at),
        open_referrals: open.len(),
        appointments: ahead.len(),
        placements: placement::count(reader, centre_id, theirs).await?,
        meets_people: meets_people(&row.role),
        follows_placements: follows_placements(&row.role),
        is_this: ctx.actor.person().is_some_and(|person| person.account_id == row.account_id),
    })
}

async fn invitations(app: &App, ctx: &Ctx, reader: &Reader, centre_id: Uuid) -> Result<Vec<InvitationView>, AppError> {
    let mut views = Vec::new();
    for row in colleague::list_invitations(reader, centre_id, ctx.now.0).await? {
        let corrupt = |column| sanviec_store::Error::corrupt("invitation", column, row.id);
        let sealed = app.keys()?.open(recipient(row.id), &row.recipient)?;
        views.push(InvitationView {
            id: code_of(row.id),
            contact: String::from_utf8(sealed).map_err(|_| corrupt("recipient"))?,
            role: Role::of(&row.role).ok_or_else(|| corrupt("role"))?,
            name: row.name,
            expires_at: Micros(row.expires_at),
        });
    }
    Ok(views)
}

/// Names by which colleagues of a centre are called in lists and timelines.
pub(crate) async fn names(reader: &Reader, centre_id: Uuid) -> Result<HashMap<Uuid, String>, AppError> {
    Ok(colleague::names(reader, centre_id).await?.into_iter().collect())
}

/// Gives the holder of a role the name that lists show.
pub async fn name_colleague(app: &App, ctx: &Ctx, membership_id: Uuid, name: &str, key: &Key) -> Result<(), AppError> {
    let row = membership::find(app.store().reader(), membership_id).await?.ok_or(AppError::NotFound)?;
    let centre_id = row.centre_id.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::GiveRole, Thing::of_centre(centre_id))?;
    let mut errors = Vec::new();
    let name = typed::needed("name", name, &mut errors, NAME);
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    once(app, ctx, key, Naming { ctx: ctx.clone(), centre_id, membership_id, name }).await
}

/// Said where a name is missing.
pub(super) const NAME: (&str, &str) = ("Nhập họ và tên.", "Enter the name.");

struct Naming {
    ctx: Ctx,
    centre_id: Uuid,
    membership_id: Uuid,
    name: String,
}

impl Work for Naming {
    type Answer = ();

    fn name(&self) -> &'static str {
        "name_colleague"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.membership_id.as_bytes().to_vec(), self.name.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(async move {
            let all = colleague::list(tx, self.centre_id).await?;
            let known = all.iter().find(|row| row.membership_id == self.membership_id);
            let named = |name: Option<&str>| serde_json::json!({ "name": trail::typed(name) });
            let before = known.map(|row| named(row.name.as_deref()));
            colleague::set_name(tx, self.membership_id, &self.name, self.ctx.now.0).await?;
            let (before, after) = trail::differing(before, named(Some(&self.name)));
            let thing = ("membership", self.membership_id);
            let told = audit::Row { before, ..entry(&self.ctx, "name_colleague", thing, after) };
            Ok(audit::append(tx, &[told]).await?)
        })
    }
}
