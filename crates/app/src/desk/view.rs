//! One referral as an officer sees it: the letter in short, where it stands, what can be recorded, what happened.

use super::centre::{code_of, id_of};
use super::queue::{Item, item};
use super::referral_row::life_of;
use super::staff::names;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::referral::Life;
use sanviec_domain::time::Micros;
use sanviec_store::{audit, posting, referral};
use std::collections::HashMap;
use uuid::Uuid;

/// Entries of a timeline.
const EVENTS: u64 = 500;

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
    /// What happened, newest first.
    pub events: Vec<Event>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: Micros,
    /// What kind of case (`referral`, `appointment`, `profile`).
    pub entity: String,
    /// Code of what was done (`issue_letter`, `referral_send`).
    pub action: String,
    /// Who did it, where they work at the centre; empty for the clock.
    pub who: String,
    /// State before and after, where there is one.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A referral of the own centre.
pub async fn referral(app: &App, ctx: &Ctx, code: &str) -> Result<ReferralView, AppError> {
    let reader = app.store().reader();
    let row = referral::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadDesk, Thing::of_centre(row.centre_id))?;
    let names = names(reader, row.centre_id).await?;
    let mut item = item(app, ctx, &row, fields)?;
    item.officer = names.get(&row.officer_id).cloned();
    let events = audit::list_of(reader, row.id, 0, EVENTS).await?;
    Ok(ReferralView {
        version: row.version,
        item,
        life: life_of(app.keys()?, &row)?,
        posting: code_of(row.posting_id),
        profile: code_of(row.profile_id),
        posting_is_there: posting::find(reader, row.posting_id).await?.is_some(),
        events: events.into_iter().rev().map(|row| event(row, &names)).collect(),
    })
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
