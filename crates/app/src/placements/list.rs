//! The placements of a centre: where each stands, worked out from its facts when somebody looks, and how far the claim
//! for it is; the oldest first.

use super::case::{case_of, facts_of, policy_of};
use super::code_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::own_centre;
use crate::error::AppError;
use crate::profiles::name_of;
use crate::rights::{Action, Fields};
use chrono::NaiveDate;
use sanviec_domain::claim;
use sanviec_domain::placement::{Outcome, Status, evaluate};
use sanviec_domain::time::day_of_number;
use sanviec_store::{Error as StoreError, Reader, claim as claims, colleague, employer, placement, posting};
use std::collections::HashMap;
use uuid::Uuid;

/// Most placements that are judged for one list; how many are left is said, and the list goes on from there.
const MOST: u64 = 5_000;
/// Items of one page.
const PAGE: usize = 50;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those of all colleagues, or only the own ones.
    pub everybodys: bool,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// Only those whose claim stands so.
    pub claim: Option<Claimed>,
    /// The page, from 0.
    pub page: usize,
    /// Only those that were made before this one; none begins with the newest.
    pub before: Option<Uuid>,
}

/// How far the newest claim for a placement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// None was ever made.
    Never,
    In(claim::State),
}

impl Claimed {
    /// Every one, in the order of the lists.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Never).chain(claim::State::ALL.iter().copied().map(Self::In))
    }

    /// Code for addresses and programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Never => "none",
            Self::In(state) => state.code(),
        }
    }

    #[must_use]
    pub fn find_by_code(code: &str) -> Option<Self> {
        Self::all().find(|claimed| claimed.code() == code)
    }
}

/// Placements of a centre.
#[derive(Clone, Debug)]
pub struct Placements {
    pub items: Vec<Item>,
    /// How many stand where, over all pages, of those whose claim stands as asked.
    pub counts: Vec<(Status, usize)>,
    /// How far their claims are, over all pages, of those that stand as asked.
    pub claim_counts: Vec<(Claimed, usize)>,
    pub has_more: bool,
    /// How many older ones were not judged for this list.
    pub left: u64,
    /// The last one that was; the older ones come before it.
    pub last: Option<Uuid>,
}

/// One placement in a list.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: String,
    /// Empty where it is not to be seen.
    pub person: String,
    pub employer: String,
    pub posting_title: Option<String>,
    pub officer: Option<String>,
    pub outcome: Outcome,
    pub claim: Claimed,
    pub placed_on: Option<NaiveDate>,
    /// Days since the person was referred.
    pub age_days: i32,
}

/// The placements of the own centre.
pub async fn placements(app: &App, ctx: &Ctx, asked: Asked) -> Result<Placements, AppError> {
    let (person, centre_id, fields) = own_centre(ctx, Action::ReadPlacement)?;
    let reader = app.store().reader();
    let officer_id = (!asked.everybodys).then_some(person.account_id);
    let chosen = placement::Chosen { officer_id, before: asked.before };
    let rows = placement::list(reader, centre_id, chosen, MOST).await?;
    let last = rows.last().map(|row| row.id);
    let left = match last {
        Some(before) => {
            placement::count(reader, centre_id, placement::Chosen { before: Some(before), ..chosen }).await?
        }
        None => 0,
    };
    let claims = claims_of(reader, rows.iter().map(|row| row.id)).await?;
    let claim = |row: &placement::Row| claims.get(&row.id).copied().unwrap_or(Claimed::Never);
    let mut judged = judged_many(app, ctx, rows).await?;
    let stands: Vec<_> = judged.iter().map(|(row, outcome)| (outcome.status, claim(row))).collect();
    let (counts, claim_counts) = counted(&stands, asked);
    judged.retain(|(row, outcome)| {
        asked.status.is_none_or(|status| status == outcome.status)
            && asked.claim.is_none_or(|asked| asked == claim(row))
    });
    judged.sort_by_key(|(row, _)| (row.placed_on, row.id));
    let from = asked.page.saturating_mul(PAGE);
    let has_more = judged.len() > from.saturating_add(PAGE);
    let page: Vec<_> = judged.into_iter().skip(from).take(PAGE).collect();
    let items = items(app, ctx, reader, (centre_id, fields), page).await?;
    Ok(Placements { items, counts, claim_counts, has_more, left, last })
}

/// How many there are of each.
type Counts<T> = Vec<(T, usize)>;

/// How many there are of each, those that there are none of left out: of one list those that the other one chose.
fn counted(stands: &[(Status, Claimed)], asked: Asked) -> (Counts<Status>, Counts<Claimed>) {
    let status = |wanted: &Status| {
        let counts =
            |(status, claim): &&(Status, Claimed)| status == wanted && asked.claim.is_none_or(|asked| asked == *claim);
        (*wanted, stands.iter().filter(counts).count())
    };
    let claim = |wanted: Claimed| {
        let counts = |(status, claim): &&(Status, Claimed)| {
            *claim == wanted && asked.status.is_none_or(|asked| asked == *status)
        };
        (wanted, stands.iter().filter(counts).count())
    };
    let statuses = Status::ALL.iter().map(status).filter(|(_, count)| *count > 0).collect();
    (statuses, Claimed::all().map(claim).filter(|(_, count)| *count > 0).collect())
}

/// How far the newest claim for each is; those that never had one are left out.
async fn claims_of(
    reader: &Reader,
    placements: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Claimed>, AppError> {
    let ids: Vec<Uuid> = placements.collect();
    let mut found = HashMap::new();
    for (placement_id, code) in claims::states_of_many(reader, &ids).await? {
        let odd = || StoreError::corrupt("claim", "state", placement_id);
        let state = claim::State::find_by_code(&code).ok_or_else(odd)?;
        found.insert(placement_id, Claimed::In(state));
    }
    Ok(found)
}

/// Where a list goes on: the placement of a code; what stands for none begins with the newest.
#[must_use]
pub fn window(code: &str) -> Option<Uuid> {
    super::id_of(code).ok()
}

/// The code of it.
#[must_use]
pub fn window_code(id: Uuid) -> String {
    code_of(id)
}

/// Rows with what follows from their facts now.
pub(super) async fn judged_many(
    app: &App,
    ctx: &Ctx,
    rows: Vec<placement::Row>,
) -> Result<Vec<(placement::Row, Outcome)>, AppError> {
    let reader = app.store().reader();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut facts: HashMap<Uuid, Vec<placement::Fact>> = HashMap::new();
    for fact in placement::facts_of_many(reader, &ids).await? {
        facts.entry(fact.placement_id).or_default().push(fact);
    }
    let mut judged = Vec::with_capacity(rows.len());
    for row in rows {
        let stored = facts.remove(&row.id).unwrap_or_default();
        let policy = policy_of(reader, app.policies(), &row, ctx.today()).await?;
        let times = super::outcome::times(ctx, &row, super::AsOf::default());
        let case = case_of(&row, facts_of(&stored)?, times, &policy)?;
        judged.push((row, evaluate(&case)));
    }
    Ok(judged)
}

pub(super) async fn items(
    app: &App,
    ctx: &Ctx,
    reader: &Reader,
    (centre_id, fields): (Uuid, Fields),
    page: Vec<(placement::Row, Outcome)>,
) -> Result<Vec<Item>, AppError> {
    let officers: HashMap<Uuid, String> = colleague::names(reader, centre_id).await?.into_iter().collect();
    let claims = claims_of(reader, page.iter().map(|(row, _)| row.id)).await?;
    let mut items = Vec::with_capacity(page.len());
    for (row, outcome) in page {
        let person = if fields.has(Fields::NAME) { name_of(app, row.profile_id).await? } else { String::new() };
        let placed_on = day_of_number(row.placed_on);
        items.push(Item {
            id: code_of(row.id),
            person,
            employer: employer::load(reader, row.employer_id).await?.name,
            posting_title: title_of(reader, row.posting_id).await?,
            officer: row.officer_id.and_then(|id| officers.get(&id).cloned()),
            outcome,
            claim: claims.get(&row.id).copied().unwrap_or(Claimed::Never),
            placed_on,
            age_days: placed_on.map_or(0, |day| (ctx.today() - day).num_days() as i32),
        });
    }
    Ok(items)
}

/// Title of the vacancy, where it is still there.
pub(super) async fn title_of(reader: &Reader, posting_id: Option<Uuid>) -> Result<Option<String>, AppError> {
    let Some(id) = posting_id else { return Ok(None) };
    Ok(posting::find(reader, id).await?.map(|row| row.title))
}
