//! The claims of a centre: by age or by money, with what somebody has to do about each.

use super::row::{life_of, subject_of};
use super::{code_of, own_centre};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields};
use chrono::NaiveDate;
use sanviec_domain::claim::{Proposal, State};
use sanviec_domain::time::Micros;
use sanviec_store::claim;

/// Claims on one page.
const PAGE: u64 = 50;

/// Which claims are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only in this stage; without one, everything that is open.
    pub state: Option<State>,
    /// The largest first instead of the oldest.
    pub by_money: bool,
    /// Pages before this one.
    pub page: u64,
}

/// The claims.
#[derive(Clone, Debug)]
pub struct ClaimQueue {
    pub items: Vec<ClaimItem>,
    /// Whether there are more after this page.
    pub has_more: bool,
    /// How many claims are in each stage, and of how much.
    pub sums: Vec<(State, u64, i64)>,
}

/// Who proposed what is asked back and waits for another person, as whoever looks sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// Whoever looks.
    ByMe,
    /// Somebody else.
    ByAnother,
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimItem {
    pub id: String,
    /// Empty for whoever may not see names.
    pub person: String,
    pub employer: String,
    pub state: State,
    pub dong: i64,
    /// Programme, funding task and budget year: what is on one list has the same.
    pub fund: (String, String, i32),
    /// What the next payout pays.
    pub owed_dong: i64,
    pub is_flagged: bool,
    pub prepared_on: NaiveDate,
    /// Days since it was prepared.
    pub age_days: i64,
    /// Whether the one who looks prepared it.
    pub is_mine: bool,
    /// That a recovery was proposed and nobody has confirmed it.
    pub proposed: Option<Proposed>,
}

/// The claims of the own centre.
pub async fn claims(app: &App, ctx: &Ctx, asked: Asked) -> Result<ClaimQueue, AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadClaim)?;
    let reader = app.store().reader();
    let state = asked.state.map(State::code);
    let chosen = claim::Chosen { state, only_open: state.is_none(), by_money: asked.by_money };
    let mut rows = claim::list(reader, centre_id, chosen, asked.page * PAGE, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let sums = claim::sums(reader, centre_id).await?;
    let sum_of = |state: &State| {
        let found = sums.iter().find(|sum| sum.state == state.code());
        let (claims, dong) = found.map_or((0, 0), |sum| (sum.claims, sum.dong));
        (*state, u64::try_from(claims).unwrap_or_default(), dong)
    };
    Ok(ClaimQueue {
        items: rows.iter().map(|row| item(app, ctx, row, fields)).collect::<Result<_, _>>()?,
        has_more,
        sums: State::ALL.iter().map(sum_of).collect(),
    })
}

pub(super) fn item(app: &App, ctx: &Ctx, row: &claim::Row, fields: Fields) -> Result<ClaimItem, AppError> {
    let (life, subject) = (life_of(app.keys()?, row)?, subject_of(app.keys()?, row)?);
    let prepared_on = Micros(row.created_at).day();
    let me = ctx.actor.person().map(|person| person.account_id);
    let by = |proposal: Proposal| if Some(proposal.by.0) == me { Proposed::ByMe } else { Proposed::ByAnother };
    Ok(ClaimItem {
        id: code_of(row.id),
        person: if fields.has(Fields::NAME) { subject.person_name } else { String::new() },
        employer: subject.employer_name,
        state: life.state(),
        dong: row.dong,
        fund: (row.programme.clone(), row.task.clone(), row.budget_year),
        owed_dong: life.owed_dong(),
        is_flagged: row.is_flagged == 1,
        prepared_on,
        age_days: (ctx.today() - prepared_on).num_days(),
        is_mine: me == Some(row.prepared_by),
        proposed: life.proposal().map(by),
    })
}
