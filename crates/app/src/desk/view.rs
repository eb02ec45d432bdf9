//! One referral as an officer sees it: the letter in short, where it stands, what can be recorded, what happened.

use super::centre::{code_of, id_of};
use super::queue::{Item, item};
use super::reach::{Reached, reached};
use super::referral_row::life_of;
use super::staff::names;
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::referral::Life;
use sanviec_domain::time::Micros;
use sanviec_store::{Reader, audit, posting, referral};
use std::collections::HashMap;
use uuid::Uuid;

/// Entries of a page of a timeline.
const EVENTS: usize = 100;
/// What a look is called in the audit: the person reads looks on a page of their own.
const LOOK: &str = "read_profile";

/// One referral.
#[derive(Clone, Debug)]
pub struct ReferralView {
    pub version: i64,
    pub item: Item,
    pub life: Life,
    /// Code of the vacancy, and of the person.
    pub posting: String,
    pub profile: String,
    /// Whether its vacancy can still be read.
    pub posting_is_there: bool,
    /// Whether messages reach the person.
    pub reached: Reached,
    /// What happened, newest first.
    pub events: Vec<Event>,
    /// Where older entries go on, when there are some.
    pub older: Option<i64>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: Micros,
    /// What kind of case (`referral`, `appointment`, `profile`).
    pub entity: String,
    /// Code of what was done (`issue_letter`, `referral_send`).
    pub action: String,
    /// Who did it, where they work at the centre, or the employer; empty for the clock.
    pub who: String,
    /// State before and after, where there is one.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A referral of the own centre, with what happened last.
pub async fn referral(app: &App, ctx: &Ctx, code: &str) -> Result<ReferralView, AppError> {
    referral_before(app, ctx, code, None).await
}

/// The same with what happened before an entry, as [`ReferralView::older`] names it.
pub async fn referral_before(app: &App, ctx: &Ctx, code: &str, before: Option<i64>) -> Result<ReferralView, AppError> {
    let reader = app.store().reader();
    let row = referral::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadDesk, Thing::of_centre(row.centre_id))?;
    let names = names(reader, row.centre_id).await?;
    let mut item = item(app, ctx, &row, fields)?;
    item.officer = names.get(&row.officer_id).cloned();
    let (events, older) = latest(reader, &[row.id], before).await?;
    let events = events.into_iter().map(|row| of_letter(row, &names, &item.employer_name)).collect();
    Ok(ReferralView {
        version: row.version,
        item,
        life: life_of(app.keys()?, &row)?,
        posting: code_of(row.posting_id),
        profile: code_of(row.profile_id),
        reached: reached(app, row.profile_id, Micros(row.created_at)).await?,
        posting_is_there: posting::find(reader, row.posting_id).await?.is_some(),
        events,
        older,
    })
}

/// An entry about a letter: what an employer's people did is the employer's, whoever of them it was.
fn of_letter(row: audit::Row, names: &HashMap<Uuid, String>, employer: &str) -> Event {
    let is_employers = [Role::EmployerMember, Role::EmployerAdministrator].iter().any(|role| role.code() == row.role);
    let event = event(row, names);
    if is_employers { Event { who: employer.to_owned(), ..event } } else { event }
}

/// A page of what happened to some things, newest first, and where the next one goes on.
pub(super) async fn latest(
    reader: &Reader,
    things: &[Uuid],
    before: Option<i64>,
) -> Result<(Vec<audit::Row>, Option<i64>), AppError> {
    let mut rows = audit::list_latest(reader, things, LOOK, before, EVENTS as u64 + 1).await?;
    let has_more = rows.len() > EVENTS;
    rows.truncate(EVENTS);
    let older = rows.last().map(|row| row.id).filter(|_| has_more);
    Ok((rows, older))
}

/// An entry of the audit as a timeline shows it.
pub(super) fn event(row: audit::Row, names: &HashMap<Uuid, String>) -> Event {
    let state = |json: Option<&str>| {
        let value: serde_json::Value = serde_json::from_str(json?).ok()?;
        value.get("state")?.as_str().map(str::to_owned)
    };
    Event {
        at: Micros(row.at),
        entity: row.entity,
        who: row.actor.parse().ok().and_then(|id: Uuid| names.get(&id).cloned()).unwrap_or_default(),
        before: state(row.before.as_deref()),
        after: state(row.after.as_deref()),
        action: row.action,
    }
}
