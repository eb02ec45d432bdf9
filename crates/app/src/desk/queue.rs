//! The work of a centre: letters that somebody has to do something about, what is due first at the top.

use super::centre::code_of;
use super::next::{Next, days_left};
use super::own_centre;
use super::referral_row::{due_on, life_of, text_of};
use super::staff::names;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields};
use chrono::NaiveDate;
use sanviec_domain::referral::State;
use sanviec_domain::time::day_number;
use sanviec_store::{centre, letterhead, referral};

/// Letters on one page.
const PAGE: u64 = 50;

/// Which part of the work is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of everybody at the centre, not only of whoever asks.
    pub everybodys: bool,
    /// Only in this stage; without one, everything that is open.
    pub state: Option<State>,
    /// Pages before this one.
    pub page: u64,
}

/// The work.
#[derive(Clone, Debug)]
pub struct Queue {
    pub centre: String,
    pub centre_name: String,
    /// Whether the centre can issue letters.
    pub has_letterhead: bool,
    pub items: Vec<Item>,
    /// Whether there are more after this page.
    pub has_more: bool,
    /// How many letters are in each stage.
    pub counts: Vec<Count>,
    /// Open ones whose day is over.
    pub overdue: u64,
    /// Open ones whose last day is today.
    pub due_today: u64,
}

/// How many letters are in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub state: State,
    pub letters: u64,
}

/// One letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    pub number: String,
    /// Empty for whoever may not see names.
    pub person: String,
    pub posting_title: String,
    pub employer_name: String,
    pub state: State,
    pub next: Option<Next>,
    pub due_on: Option<NaiveDate>,
    /// Working days left, 0 today, below 0 late.
    pub days_left: Option<i64>,
    pub issued_on: NaiveDate,
    /// Days since it was issued.
    pub age_days: i64,
    pub officer: Option<String>,
}

/// The work of the own centre.
pub async fn queue(app: &App, ctx: &Ctx, asked: Asked) -> Result<Queue, AppError> {
    let (person, centre_id, fields) = own_centre(ctx, Action::ReadDesk)?;
    let reader = app.store().reader();
    let centre = centre::find(reader, centre_id).await?.ok_or(AppError::NotFound)?;
    let officer_id = (!asked.everybodys).then_some(person.account_id);
    let state = asked.state.map(State::code);
    let chosen = referral::Chosen { officer_id, state, only_open: state.is_none() };
    let mut rows = referral::list(reader, centre_id, chosen, asked.page * PAGE, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let names = names(reader, centre_id).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut item = item(app, ctx, row, fields)?;
        item.officer = names.get(&row.officer_id).cloned();
        items.push(item);
    }
    let (overdue, due_today) = referral::count_due(reader, centre_id, officer_id, day_number(ctx.today())).await?;
    Ok(Queue {
        centre: code_of(centre_id),
        centre_name: centre.name,
        has_letterhead: letterhead::find(reader, centre_id).await?.is_some(),
        items,
        has_more,
        counts: counts(&referral::count_by_state(reader, centre_id, officer_id).await?),
        overdue: overdue.unsigned_abs(),
        due_today: due_today.unsigned_abs(),
    })
}

fn counts(rows: &[(String, i64)]) -> Vec<Count> {
    let of = |state: State| {
        let letters = rows.iter().find(|(code, _)| code == state.code()).map_or(0, |(_, count)| *count);
        Count { state, letters: u64::try_from(letters).unwrap_or_default() }
    };
    State::ALL.iter().map(|state| of(*state)).collect()
}

pub(super) fn item(app: &App, ctx: &Ctx, row: &referral::Row, fields: Fields) -> Result<Item, AppError> {
    let (life, text) = (life_of(app.keys()?, row)?, text_of(app.keys()?, row)?);
    let due_on = due_on(&life);
    let issued_on = life.letter.issued_on();
    Ok(Item {
        id: code_of(row.id),
        number: life.letter.number.written(&text.sign),
        person: if fields.has(Fields::NAME) { text.person_name } else { String::new() },
        posting_title: text.posting_title,
        employer_name: text.employer_name,
        state: life.state(),
        next: Next::of(&life),
        days_left: due_on.map(|day| days_left(ctx.today(), day)),
        due_on,
        issued_on,
        age_days: (ctx.today() - issued_on).num_days(),
        officer: None,
    })
}
