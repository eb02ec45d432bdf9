//! Who acts for an organisation, as its administrators see it, and the organisations of a person.

use super::demand_administrator;
use super::load::{label_place, open_text};
use crate::accounts;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::membership::{MemberState, Role};
use sanviec_domain::time::Micros;
use sanviec_store::{employer, organisation_member};
use uuid::Uuid;

/// One member.
#[derive(Clone, Debug)]
pub struct MemberView {
    pub account_id: Uuid,
    /// What whoever invited them calls them.
    pub label: String,
    /// The address in part.
    pub contact: String,
    pub role: Role,
    pub state: MemberState,
    /// First instant at which an invitation is over.
    pub invited_until: Option<Micros>,
    pub since_at: Micros,
    /// Whether it is the one who asks.
    pub is_self: bool,
}

/// The members of the organisation that the acting person administers. Addresses are shown in part: a colleague is
/// known by the name.
pub async fn members(app: &App, ctx: &Ctx, organisation: Uuid) -> Result<Vec<MemberView>, AppError> {
    demand_administrator(ctx, organisation)?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let this = ctx.actor.person().map(|person| person.account_id);
    let mut views = Vec::new();
    for row in organisation_member::list(reader, organisation).await? {
        let member = super::load::member(&row)?;
        let label =
            row.label.as_deref().map(|label| open_text(keys, label_place(row.account_id), label)).transpose()?;
        let contact = accounts::address_of(reader, keys, row.account_id).await?;
        views.push(MemberView {
            account_id: row.account_id,
            label: label.unwrap_or_default(),
            contact: contact.map_or_else(String::new, |contact| contact.masked()),
            role: member.role,
            state: member.standing.state(),
            invited_until: row.invited_until.filter(|until| ctx.now.0 < *until).map(Micros),
            since_at: Micros(row.since_at),
            is_self: this == Some(row.account_id),
        });
    }
    // An invitation that ran out is gone for everybody, though the clock may not have swept it away yet.
    views.retain(|member| member.state != MemberState::Invited || member.invited_until.is_some());
    views.sort_by_key(|member| (member.state != MemberState::Active, member.since_at));
    Ok(views)
}

/// An organisation that a person belongs to or is invited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    pub organisation_id: Uuid,
    pub name: String,
    pub role: Role,
    pub state: MemberState,
    pub invited_until: Option<Micros>,
    /// The membership to sign in with, once in force.
    pub membership_id: Option<Uuid>,
}

/// The organisations of the person who is signed in, invitations that are still open included.
pub async fn invitations(app: &App, ctx: &Ctx) -> Result<Vec<InvitationView>, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadAccount, Thing::of_account(person.account_id))?;
    let reader = app.store().reader();
    let mut views = Vec::new();
    for row in organisation_member::list_of_account(reader, person.account_id).await? {
        let member = super::load::member(&row)?;
        let state = member.standing.state();
        let invited_until = row.invited_until.map(Micros);
        if state == MemberState::Invited && invited_until.is_none_or(|until| until <= ctx.now) {
            continue;
        }
        let name = employer::find(reader, row.organisation_id).await?.map(|row| row.name).unwrap_or_default();
        views.push(InvitationView {
            organisation_id: row.organisation_id,
            name,
            role: member.role,
            state,
            invited_until,
            membership_id: row.membership_id,
        });
    }
    Ok(views)
}
