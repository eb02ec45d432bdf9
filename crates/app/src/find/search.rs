//! The search itself: understood, asked of the index behind a limit, answered with cards.

use super::cursor::{self, Cursor};
use super::facets::{self, Facets};
use super::params::{Params, SortBy};
use super::understood::{Asked, Origin, read, understand};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::reading;
use crate::rights::{Action, demand};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_search::{Filter, Query, Results};
use sanviec_store::employer;
use std::time::Duration;

/// How long an answer that must have seen a write is waited for.
const FRESH: Duration = Duration::from_secs(2);

/// One posting of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The card as JSON, the list item of the API.
    pub card: Vec<u8>,
    /// Kilometres to the nearest workplace, where a point was asked for.
    pub km: Option<u16>,
}

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct Found {
    pub asked: Asked,
    /// Exact number of live postings that match.
    pub total: u64,
    pub items: Vec<Item>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<String>,
    pub facets: Option<Facets>,
    /// False when the answer does not show the write that it was asked to show.
    pub is_fresh: bool,
}

/// Answers a search.
pub async fn postings(app: &App, ctx: &Ctx, params: &Params) -> Result<Found, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let asked = understand(params, day_s(ctx.now)).map_err(AppError::Refused)?;
    // Before the wait: an index that is still being made shows no write in time.
    app.demand_index()?;
    let is_fresh = match params.position {
        None => true,
        Some(position) => wait_for(app, position).await,
    };
    let (asked, results, ranking_day_s) = meant(app, ctx, params, asked).await?;
    if results.total == 0 {
        demand_employer(app, params.employer.trim()).await?;
    }
    let next = next(&results, ranking_day_s, &identity(&asked));
    let facets = results.facets.as_ref().map(facets::name);
    Ok(Found { asked, total: results.total, items: items(results), next, facets, is_fresh })
}

/// An employer that there is not is refused; one that has no live posting, or none that the search finds, is there. The
/// store is asked only where the index knows nothing of it.
async fn demand_employer(app: &App, asked: &str) -> Result<(), AppError> {
    let Ok(code) = asked.parse::<PostingCode>() else { return Ok(()) };
    let filter = [Filter::Any(vec![reading::employer_term(code)])];
    let live = app.search(move |index| Ok(index.count("", &filter)?)).await?;
    if live > 0 || employer::find(app.store().reader(), code.uuid()).await?.is_some() {
        return Ok(());
    }
    Err(reading::no_such_employer(asked).into())
}

/// With fewer hits than this on their only page, [`near_misses`] follow.
const FEW: u64 = 20;

/// Postings that lack one of the things that were asked for, best first: what a list with few hits goes on with, under
/// a heading of its own. They are no part of its total, and only of a list by relevance: by date or pay they would bury
/// what was asked for.
pub async fn near_misses(app: &App, ctx: &Ctx, params: &Params, found: &Found) -> Result<Vec<Item>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let asked = &found.asked;
    if found.total >= FEW || asked.page > 1 || asked.sort != SortBy::Relevance || asked.words.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query { facets: false, limit: (FEW - found.total) as usize, ..to_query(asked, params, None, ctx.now) };
    let results = app.search(move |index| Ok(index.near_misses(&query)?)).await?;
    Ok(items(results))
}

fn items(results: Results) -> Vec<Item> {
    results.hits.into_iter().map(|hit| Item { card: hit.card, km: hit.km }).collect()
}

/// The first reading of what was typed that finds something, or else the first. Where the cursor is of the list of
/// another reading, that one goes on.
async fn meant(app: &App, ctx: &Ctx, params: &Params, asked: Asked) -> Result<(Asked, Results, u32), AppError> {
    let is_name_alone = asked.recognised.is_some() && asked.words.is_empty();
    let others = other_readings(params, &asked, day_s(ctx.now)).map_err(AppError::Refused)?;
    let first = answer(app, ctx, params, asked).await;
    if matches!(&first, Ok((_, results, _)) if results.total > 0) {
        return first;
    }
    for other in others {
        match answer(app, ctx, params, other).await {
            Ok(found) if found.1.total > 0 || is_name_alone => return Ok(found),
            _ => {}
        }
    }
    first
}

/// A name at the end of the words can be a place's, an employer's or a person's ("Công ty Hòa Bình"): every word is a
/// word. And what stands in brackets explains a name and is no part of it, as where employers are told apart.
fn other_readings(params: &Params, asked: &Asked, day_s: u64) -> Result<Vec<Asked>, Vec<FieldError>> {
    let mut others = Vec::new();
    if asked.recognised.is_some() {
        others.push(read(params, day_s)?);
    }
    let q = sanviec_text::without_brackets(&params.q);
    if q != params.q && q.chars().any(char::is_alphanumeric) {
        others.push(understand(&Params { q, ..params.clone() }, day_s)?);
    }
    Ok(others)
}

async fn answer(app: &App, ctx: &Ctx, params: &Params, asked: Asked) -> Result<(Asked, Results, u32), AppError> {
    let after = match params.after.as_str() {
        "" => None,
        text => Some(cursor::decode(text, &identity(&asked))?),
    };
    let query = to_query(&asked, params, after, ctx.now);
    let ranking_day_s = u32::try_from(query.ranking_day_s).unwrap_or(u32::MAX);
    Ok((asked, app.search(move |index| Ok(index.search(&query)?)).await?, ranking_day_s))
}

fn next(results: &Results, ranking_day_s: u32, identity: &str) -> Option<String> {
    let last = results.hits.last().filter(|_| results.more)?;
    Some(cursor::encode(&Cursor { after: last.place, ranking_day_s }, identity))
}

/// What a cursor belongs to: everything but the length of the page. The point is the one that distances are measured
/// from, so that another way of writing it goes on, and another point or radius does not.
fn identity(asked: &Asked) -> String {
    let mut parts = vec![asked.sort.code().to_owned(), sanviec_text::exact(&asked.words)];
    parts.extend(asked.conditions.iter().map(|condition| format!("{}={}", condition.param, condition.value)));
    if let Some(Origin { point: (lat, lon), within_km }) = asked.origin {
        parts.push(format!("point={lat},{lon}"));
        parts.extend(within_km.map(|km| format!("within_km={km}")));
    }
    parts.join("&")
}

/// Start of the day in Viet Nam, in seconds since 1970.
pub(crate) fn day_s(now: Micros) -> u64 {
    (Micros::start_of(now.day()).0 / 1_000_000).max(0) as u64
}

pub(crate) fn filters(asked: &Asked) -> Vec<Filter> {
    asked.filters.iter().map(|(_, filter)| filter.clone()).collect()
}

fn to_query(asked: &Asked, params: &Params, after: Option<Cursor>, now: Micros) -> Query {
    let relevance_without_words = asked.words.is_empty() && asked.sort == SortBy::Relevance && asked.near.is_none();
    let sort = if relevance_without_words { SortBy::Newest } else { asked.sort };
    Query {
        words: asked.words.clone(),
        filters: filters(asked),
        near: asked.near.clone(),
        sort: sort.in_index(),
        limit: asked.limit,
        after: after.map(|cursor| cursor.after),
        skip: (asked.page - 1) * asked.limit,
        facets: params.facets,
        ranking_day_s: after.map_or_else(|| day_s(now), |cursor| cursor.ranking_day_s.into()),
    }
}

/// Waits until the index has seen this row of the outbox; false when it has not in time.
async fn wait_for(app: &App, outbox_row: i64) -> bool {
    let seen = async {
        let mut every = tokio::time::interval(Duration::from_millis(10));
        loop {
            every.tick().await;
            let position = sanviec_store::outbox::position_of(app.store().reader(), outbox_row).await;
            if position.is_ok_and(|position| position.is_some_and(|position| position <= app.index().position())) {
                return;
            }
        }
    };
    tokio::time::timeout(FRESH, seen).await.is_ok()
}
