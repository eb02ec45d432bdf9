//! The postings of an employer by where they stand, with counts.

use super::thing;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand_of};
use crate::rows;
use chrono::NaiveDate;
use sanviec_domain::posting::State;
use sanviec_domain::time::Micros;
use sanviec_store::posting;
use uuid::Uuid;

/// A tab of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Before the public.
    Live,
    /// Waits for an officer.
    Waiting,
    /// Sent back.
    Returned,
    /// Being written.
    Draft,
    /// Hidden.
    Paused,
    /// Over, filled, closed or taken down.
    Ended,
}

impl Tab {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Live, Self::Waiting, Self::Returned, Self::Draft, Self::Paused, Self::Ended];

    /// The word in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Waiting => "waiting",
            Self::Returned => "returned",
            Self::Draft => "draft",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// The tab with this word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.code() == code)
    }

    const fn states(self) -> &'static [State] {
        match self {
            Self::Live => &[State::Published],
            Self::Waiting => &[State::Submitted],
            Self::Returned => &[State::Returned],
            Self::Draft => &[State::Draft],
            Self::Paused => &[State::Paused],
            Self::Ended => &[State::Expired, State::Filled, State::Closed, State::Removed],
        }
    }
}

/// One posting of the list.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    /// Code in addresses.
    pub code: String,
    pub title: String,
    pub state: State,
    pub state_at: Micros,
    pub deadline_on: Option<NaiveDate>,
    pub wanted: u32,
    pub hired: u32,
}

/// How many postings stand in each tab. One whose last day is over counts as live until the clock has moved it.
pub async fn counts(app: &App, ctx: &Ctx, employer: Uuid) -> Result<Vec<(Tab, i64)>, AppError> {
    let reader = app.store().reader();
    demand_of(ctx, Action::ReadOrganisation, thing(reader, employer).await?)?;
    let counted = posting::count_of_employer(reader, employer).await?;
    let of = |tab: Tab| {
        let states = || tab.states().iter().map(|state| state.code());
        counted.iter().filter(|(state, _)| states().any(|known| known == state)).map(|(_, count)| count).sum()
    };
    Ok(Tab::ALL.map(|tab| (tab, of(tab))).to_vec())
}

/// A page of the postings in a tab, newest first, and whether more come after.
pub async fn list(
    app: &App,
    ctx: &Ctx,
    (employer, tab): (Uuid, Tab),
    before: Option<Uuid>,
    limit: u64,
) -> Result<(Vec<Row>, bool), AppError> {
    let reader = app.store().reader();
    demand_of(ctx, Action::ReadOrganisation, thing(reader, employer).await?)?;
    let states: Vec<&str> = tab.states().iter().map(|state| state.code()).collect();
    let mut found = posting::list_of_employer(reader, employer, &states, before, limit + 1).await?;
    let more = found.len() as u64 > limit;
    found.truncate(limit as usize);
    let mut list = Vec::with_capacity(found.len());
    for row in found {
        let posting = rows::read(row)?;
        let people = posting.life.people();
        list.push(Row {
            id: posting.id.0,
            code: posting.id.code().to_string(),
            state: posting.life.state(),
            state_at: posting.state_at,
            deadline_on: posting.content.deadline_on,
            wanted: people.wanted,
            hired: people.hired,
            title: posting.content.title,
        });
    }
    Ok((list, more))
}
