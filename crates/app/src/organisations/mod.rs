//! Organisations: registering one, who acts for it, and whether an officer has verified it. The row of the employer
//! with the same id carries the name; an employer known from a file alone is no organisation and nobody acts for it.
//!
//! What must not be in here: postings (see [`crate::postings`]), pages, the words of messages.

mod change_members;
mod correct;
mod diff;
mod invite;
mod load;
mod members;
mod register;
mod renamed;
mod revoked;
mod served;
mod tick;
mod tidings;
mod verification;
mod verify;
mod view;

pub use change_members::{Change, change_members, join, leave};
pub use correct::{Correction, correct, to_correct};
pub use invite::{Appoint, Invite, appoint, invite};
pub use members::{InvitationView, MemberView, invitations, members};
pub use register::{CentreChoice, Registration, centres, demand_register, register};
pub use served::{Served, ServedAsked, served};
pub use tick::tick_due;
pub(crate) use tidings::judged;
pub(crate) use verification::{Standing, held_standing, held_unverified, not_verified, standing, unverified};
pub(crate) use verify::told;
pub use verify::{Decide, Decision, EvidenceTyped, decide, submit, take_back};
pub(crate) use view::on_forms;
pub use view::{
    EndingView, EvidenceView, OrganisationView, VerificationView, WaitingView, counts, demand_officer, ending, queue,
    view,
};

use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::employer::{OrganisationKind, SizeBand};
use sanviec_domain::posting::EmployerType;
use sanviec_domain::{Lang, membership};
use sanviec_store::{audit, organisation};
use uuid::Uuid;

/// Whether a member administers the organisation now.
pub(crate) fn governs(row: &sanviec_store::organisation_member::Row) -> Result<bool, AppError> {
    Ok(load::member(row)?.governs())
}

/// The one name of organisations in audit rows.
const ENTITY: &str = "organisation";

/// Whose an organisation is: its members', and the centre's that serves it.
pub(crate) const fn thing(row: &organisation::Row) -> Thing {
    Thing { account_id: None, centre_id: Some(row.centre_id), employer_id: Some(row.id) }
}

/// Whoever says who acts for this organisation. Operators of the platform give roles elsewhere, not here.
pub(crate) fn demand_administrator(ctx: &Ctx, organisation: Uuid) -> Result<(), AppError> {
    demand_of(ctx, Action::GiveRole, Thing::of_employer(organisation))?;
    let acts_for = ctx.actor.person().and_then(|person| person.employer_id);
    if acts_for == Some(organisation) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// Who did what to an organisation, without personal data.
pub(crate) fn entry(ctx: &Ctx, action: &str, id: Uuid, before: Option<String>, after: Option<String>) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: ENTITY.to_owned(),
        entity_id: id,
        before,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}

/// A refusal of the members' rules as the person who asked is told it.
fn refused(refusal: membership::Refusal) -> AppError {
    FieldError::new("form", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

/// The words of the closed lists that a form of an organisation offers, by code.
#[must_use]
pub fn codes(list: &str) -> Vec<&'static str> {
    match list {
        "kind" => OrganisationKind::ALL.iter().map(|kind| kind.code()).collect(),
        "size" => SizeBand::ALL.iter().map(|band| band.code()).collect(),
        "employer_type" => EmployerType::ALL.iter().map(|kind| kind.code()).collect(),
        "industry" => sanviec_reference::industry::sections().map(|section| section.code).collect(),
        _ => Vec::new(),
    }
}
