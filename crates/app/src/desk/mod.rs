//! The desk of a centre: who works there, whom it refers where, what is owed and by when, whom it meets.
//!
//! Everything here belongs to one centre and is asked for by somebody of that centre. What must not be in here: pages,
//! paper, sending.

mod appoint;
mod appointment_row;
mod appointment_told;
mod centre;
mod claim;
mod counter;
mod ended;
mod export;
mod hand_over;
mod ics;
mod invite;
mod issue;
mod join;
mod letter;
mod matched;
mod next;
mod own_cases;
mod people_file;
mod person;
mod proof;
mod queue;
mod reach;
mod received;
mod record;
mod referral_row;
mod staff;
mod tick;
mod typed;
mod view;
mod waiting;

pub use appoint::{Appoint, AppointmentView, appoint, appointment, day_list, move_appointment};
pub use centre::{
    BranchOrder, BranchView, CentreOrder, CentreView, LetterheadOrder, LetterheadView, centre, centres, found_centre,
    save_branch, save_letterhead,
};
pub use claim::{ClaimCode, claim, issue_claim};
pub use counter::{COUNTER_MINUTES, CounterCode, counter_code, take_on};
pub(crate) use ended::{consent_withdrawn, export_of, forget, guardian_withdrawn, left};
pub use export::{Results, count_results, export_results};
pub(crate) use hand_over::follows_placements;
pub use hand_over::{HandOver, Handed, hand_over};
pub use ics::{Entry, written as ics};
pub use invite::{Invite, Invited, invite, take_back};
pub(crate) use issue::held_role;
pub use issue::{Issue, Issued, issue};
pub use join::{Join, Joined, Offer, join, offer};
pub use letter::{LetterView, letter, own_letter};
pub use matched::searched_by;
pub use next::Next;
pub use own_cases::{OwnCases, OwnLetter, own_cases};
pub use people_file::{
    COLUMNS as PEOPLE_COLUMNS, Outcome, PeopleOptions, PersonVerdict, import_people, people_fix_up, people_template,
};
pub use person::{PersonView, person, person_before};
pub use proof::{Proof, proof};
pub use queue::{Asked, Count, Item, Queue, queue};
pub use reach::Reached;
pub use received::{
    AnswerLetter, LetterAnswer, ReceivedItem, ReceivedList, ReceivedView, Referred, answer_letter, received_letter,
    received_letters, reveal_letter,
};
pub use record::{Record, record};
pub(crate) use staff::names as names_of;
pub use staff::{Colleague, InvitationView, Staff, name_colleague, staff};
pub use tick::tick;
pub use view::{Event, ReferralView, referral, referral_before};
pub use waiting::{UnansweredPart, UnansweredView, Waiting, Work, unanswered, waiting, waiting_at_no_centre};

use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields, Thing, demand_of};
use sanviec_store::audit;
use uuid::Uuid;

/// The code of a profile in addresses.
#[must_use]
pub fn code_of_profile(id: sanviec_domain::profile::ProfileId) -> String {
    centre::code_of(id.0)
}

/// The centre that the person at the desk works at, and what may be seen there.
pub(crate) fn own_centre(ctx: &Ctx, action: Action) -> Result<(crate::Person, Uuid, Fields), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let centre_id = person.centre_id.ok_or(AppError::Forbidden)?;
    let fields = demand_of(ctx, action, Thing::of_centre(centre_id))?;
    Ok((person, centre_id, fields))
}

/// Who did what to which thing of the desk, without personal data.
pub(crate) fn entry(ctx: &Ctx, action: &str, (entity, id): (&str, Uuid), after: Option<String>) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: entity.to_owned(),
        entity_id: id,
        before: None,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}
