//! Vacancies as a caller names them to an officer: by a part of the code, or by words of title and employer.

use super::{Card, Params, postings};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Thing, demand_of};
use crate::rows;
use sanviec_domain::posting::{CodePart, PostingCode};
use sanviec_store::{employer, posting};

/// Vacancies that are shown to choose from.
const MOST: u16 = 20;
/// Longest words that are searched for.
const LONGEST: usize = 200;

/// What may have been meant.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// Whether it was found by its code: one that was is the one.
    pub is_by_code: bool,
    /// At least one.
    pub vacancies: Vec<Named>,
}

/// One live vacancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub title: String,
    pub employer: String,
}

/// Live vacancies for what a caller said. Blanks and hyphens in a code do not count; its first or last letters do for
/// the whole.
pub async fn spoken(app: &App, ctx: &Ctx, said: &str) -> Result<Spoken, AppError> {
    let centre_id = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::Refer, Thing::of_centre(centre_id))?;
    if let Some(part) = CodePart::read(said) {
        let vacancies = by_code(app, ctx, &part).await?;
        if !vacancies.is_empty() {
            return Ok(Spoken { is_by_code: true, vacancies });
        }
    }
    let vacancies = Box::pin(by_words(app, ctx, said)).await?;
    if vacancies.is_empty() { Err(nothing()) } else { Ok(Spoken { is_by_code: false, vacancies }) }
}

async fn by_code(app: &App, ctx: &Ctx, part: &CodePart) -> Result<Vec<Named>, AppError> {
    let reader = app.store().reader();
    let mut ids = posting::list_by_ending(reader, &part.hex_end(), MOST.into()).await?;
    if let Some(range) = part.range() {
        ids.extend(posting::list_between(reader, range, MOST.into()).await?);
    }
    ids.retain(|id| part.is_of(PostingCode::of(*id)));
    ids.sort_unstable();
    ids.dedup();
    let mut named = Vec::new();
    for row in posting::find_many(reader, &ids).await? {
        let found = rows::read(row)?;
        if found.life.is_live(ctx.now) {
            let employer = employer::load(reader, found.employer_id.0).await?.name;
            named.push(Named { code: found.id.code().to_string(), title: found.content.title, employer });
        }
    }
    Ok(named)
}

async fn by_words(app: &App, ctx: &Ctx, said: &str) -> Result<Vec<Named>, AppError> {
    let q = said.chars().take(LONGEST).collect();
    let params = Params { q, limit: MOST.to_string(), without_help: true, ..Params::default() };
    let found = postings(app, ctx, &params).await?;
    let cards = found.items.iter().filter_map(|item| serde_json::from_slice::<Card>(&item.card).ok());
    Ok(cards.map(|card| Named { code: card.id, title: card.title, employer: card.employer }).collect())
}

fn nothing() -> AppError {
    let vi = "Không có tin tuyển dụng còn hạn với mã hoặc tên này. Hãy thử tên công việc, hoặc chỉ tên nhà tuyển dụng.";
    let en = "There is no live vacancy with this code or name. Try the title of the work, or the name of the employer.";
    FieldError::new("posting", "no_live_posting", vi, en).into()
}
