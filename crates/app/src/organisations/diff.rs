//! Writing members that the rules changed: rows that differ, the memberships by which they act, and the audit of each
//! event. Called under the organisation's guard.

use super::entry;
use crate::app::App;
use crate::ctx::{Ctx, Role as Acting};
use crate::error::AppError;
use sanviec_domain::membership::{Event, Member, Members, Role, Standing};
use sanviec_store::{Tx, audit, membership, organisation, organisation_member};
use serde_json::json;
use uuid::Uuid;

/// Everything about one change of members.
pub(super) struct Changed<'a> {
    pub(super) app: &'a App,
    pub(super) ctx: &'a Ctx,
    pub(super) organisation: &'a organisation::Row,
    pub(super) before: &'a [organisation_member::Row],
    pub(super) after: &'a Members,
    pub(super) events: &'a [Event],
    /// What somebody who is new is called, sealed.
    pub(super) label: Option<Vec<u8>>,
}

/// Writes what differs; nothing when nothing happened. Sessions begun for a membership that ends here end with it.
pub(super) async fn write(tx: &Tx<'_>, changed: &Changed<'_>) -> Result<(), AppError> {
    if changed.events.is_empty() {
        return Ok(());
    }
    let id = changed.organisation.id;
    for row in changed.before {
        match changed.after.all().iter().find(|member| member.account.0 == row.account_id) {
            Some(member) => keep(tx, changed, row, *member).await?,
            None => {
                end(tx, changed.ctx, row.membership_id).await?;
                organisation_member::delete(tx, id, row.account_id).await?;
            }
        }
    }
    for member in changed.after.all() {
        if !changed.before.iter().any(|row| row.account_id == member.account.0) {
            add(tx, changed, *member).await?;
        }
    }
    let row = organisation::Row {
        due_at: changed.after.due_at().map(|at| at.0),
        updated_at: changed.ctx.now.0,
        ..changed.organisation.clone()
    };
    organisation::update_guarded(tx, &row).await?;
    let entries: Vec<_> = changed.events.iter().map(|event| told(changed, *event)).collect();
    Ok(audit::append(tx, &entries).await?)
}

async fn keep(
    tx: &Tx<'_>,
    changed: &Changed<'_>,
    row: &organisation_member::Row,
    member: Member,
) -> Result<(), AppError> {
    if super::load::member(row)? == member {
        return Ok(());
    }
    end(tx, changed.ctx, row.membership_id).await?;
    let membership_id = begin(tx, changed, member).await?;
    let after = organisation_member::Row { label: row.label.clone(), ..row_of(changed, member, membership_id) };
    Ok(organisation_member::update(tx, &after).await?)
}

async fn add(tx: &Tx<'_>, changed: &Changed<'_>, member: Member) -> Result<(), AppError> {
    let membership_id = begin(tx, changed, member).await?;
    let row = organisation_member::Row { label: changed.label.clone(), ..row_of(changed, member, membership_id) };
    Ok(organisation_member::insert(tx, &row).await?)
}

fn row_of(changed: &Changed<'_>, member: Member, membership_id: Option<Uuid>) -> organisation_member::Row {
    let invited_until = match member.standing {
        Standing::Invited { until } => Some(until.0),
        Standing::Active | Standing::Suspended => None,
    };
    organisation_member::Row {
        organisation_id: changed.organisation.id,
        account_id: member.account.0,
        role: member.role.code().to_owned(),
        state: member.standing.state().code().to_owned(),
        invited_until,
        membership_id,
        label: None,
        since_at: changed.ctx.now.0,
    }
}

async fn end(tx: &Tx<'_>, ctx: &Ctx, membership_id: Option<Uuid>) -> Result<(), AppError> {
    if let Some(id) = membership_id {
        membership::end(tx, id, ctx.now.0).await?;
    }
    Ok(())
}

/// The membership of somebody who may act.
async fn begin(tx: &Tx<'_>, changed: &Changed<'_>, member: Member) -> Result<Option<Uuid>, AppError> {
    let acting = match (member.standing, member.role) {
        (Standing::Active, Role::Administrator) => Acting::EmployerAdministrator,
        (Standing::Active, Role::Recruiter) => Acting::EmployerMember,
        // Nobody is made a reader: no role of the table of rights only reads for an employer.
        (Standing::Active, Role::Reader) | (Standing::Invited { .. } | Standing::Suspended, _) => return Ok(None),
    };
    let row = membership::Row {
        id: changed.app.ids().next(),
        version: 1,
        account_id: member.account.0,
        role: acting.code().to_owned(),
        centre_id: None,
        branch_id: None,
        employer_id: Some(changed.organisation.id),
        since_at: changed.ctx.now.0,
        ended_at: None,
    };
    membership::insert(tx, &row).await?;
    Ok(Some(row.id))
}

/// An event with the role and the standing of the member before and after it.
fn told(changed: &Changed<'_>, event: Event) -> audit::Row {
    let (Event::Invited(who)
    | Event::Joined(who)
    | Event::RoleChanged(who)
    | Event::Suspended(who)
    | Event::Restored(who)
    | Event::Left(who)
    | Event::InviteLapsed(who)
    | Event::Appointed(who)) = event;
    let known = changed.before.iter().find(|row| row.account_id == who.0);
    let before = known.map(|row| json!({ "role": row.role, "state": row.state }).to_string());
    let mut after = json!({ "account": who.0.to_string() });
    if let Some(member) = changed.after.all().iter().find(|member| member.account == who) {
        after["role"] = member.role.code().into();
        after["state"] = member.standing.state().code().into();
    }
    let action = format!("member_{}", event.code());
    entry(changed.ctx, &action, changed.organisation.id, before, Some(after.to_string()))
}
