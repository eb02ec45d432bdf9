//! A person as the desk sees them: the profile, every case in one timeline. Opening it is a look that the person can
//! read.

use super::appoint::{self, AppointmentView};
use super::centre::{code_of, id_of};
use super::own_centre;
use super::queue::{Item, item};
use super::reach::{Reached, reached};
use super::staff::names;
use super::view::{Event, event, latest};
use crate::app::App;
use crate::applications::{self, OfPerson};
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::{self, Seen, Why};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::time::Micros;
use sanviec_store::{Reader, appointment, claim_code, profile, referral};
use std::collections::HashMap;
use uuid::Uuid;

/// Days in which a message that did not arrive is told of.
const LATELY: i64 = 30;

/// A person at the desk.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// Code of the profile.
    pub id: String,
    pub seen: Seen,
    /// Whether messages reached the person lately.
    pub reached: Reached,
    /// What was handed in with the profile, newest first.
    pub applications: Vec<OfPerson>,
    pub referrals: Vec<Item>,
    pub appointments: Vec<AppointmentView>,
    /// Until when a printed code works by which the person takes the profile over.
    pub claim_until: Option<Micros>,
    /// What happened in all cases, newest first; before each entry the case that it belongs to.
    pub events: Vec<(String, Event)>,
    /// Where older entries go on, when there are some.
    pub older: Option<i64>,
}

/// A person of the own centre with every case, and what happened last. By the code of a profile that became part of
/// another one, the person is found too.
pub async fn person(app: &App, ctx: &Ctx, code: &str) -> Result<PersonView, AppError> {
    person_before(app, ctx, code, None).await
}

/// The same with what happened before an entry, as [`PersonView::older`] names it.
pub async fn person_before(app: &App, ctx: &Ctx, code: &str, before: Option<i64>) -> Result<PersonView, AppError> {
    own_centre(ctx, Action::ReadDesk)?;
    let reader = app.store().reader();
    let (id, family) = profile::list_family(reader, id_of(code)?).await?;
    let seen = profiles::load(app, ctx, id, Why::Case).await?;
    let centre_id = seen.profile.centre_id.ok_or(AppError::Forbidden)?;
    let fields = demand_of(ctx, Action::ReadDesk, Thing::of_centre(centre_id))?;
    let names = names(reader, centre_id).await?;
    let applications = Box::pin(applications::list_of_person(app, ctx, centre_id, &family)).await?;
    let mut cases: HashMap<Uuid, String> = family.iter().map(|part| (*part, String::new())).collect();
    let (letters, meetings) = cases_of(reader, &family).await?;
    let mut referrals = Vec::new();
    for row in letters.iter().filter(|row| row.centre_id == centre_id) {
        let mut one = item(app, ctx, row, fields)?;
        one.officer = names.get(&row.officer_id).cloned();
        cases.insert(row.id, one.number.clone());
        referrals.push(one);
    }
    let mut appointments = Vec::new();
    for row in meetings.iter().filter(|row| row.centre_id == centre_id) {
        let one = appoint::view(app, ctx, row)?;
        cases.insert(row.id, one.subject.clone());
        appointments.push(one);
    }
    let things: Vec<Uuid> = cases.keys().copied().collect();
    let (entries, older) = latest(reader, &things, before).await?;
    let told = |entry: sanviec_store::audit::Row| {
        (cases.get(&entry.entity_id).cloned().unwrap_or_default(), event(entry, &names))
    };
    let events = entries.into_iter().map(told).collect();
    let mut claim_until: Option<Micros> = None;
    // Whoever has the record cannot take it over again.
    for part in family.iter().filter(|_| seen.profile.account_id.is_none()) {
        let open = claim_code::find_open(reader, *part, ctx.now.0).await?;
        claim_until = claim_until.max(open.map(|row| Micros(row.expires_at)));
    }
    let reached = reached(app, id, ctx.now.plus_days(-LATELY)).await?;
    Ok(PersonView { id: code_of(id), seen, reached, applications, referrals, appointments, claim_until, events, older })
}

/// Letters and appointments of a profile and of every one that became part of it, newest first.
async fn cases_of(reader: &Reader, family: &[Uuid]) -> Result<(Vec<referral::Row>, Vec<appointment::Row>), AppError> {
    let (mut letters, mut meetings) = (Vec::new(), Vec::new());
    for id in family {
        letters.extend(referral::list_of_profile(reader, *id).await?);
        meetings.extend(appointment::list_of_profile(reader, *id).await?);
    }
    letters.sort_by_key(|row| std::cmp::Reverse(row.id));
    meetings.sort_by_key(|row| std::cmp::Reverse(row.from_at));
    Ok((letters, meetings))
}
