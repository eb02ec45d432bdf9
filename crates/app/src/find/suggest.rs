//! What the boxes of a search offer while somebody types: occupations, skills and places, with and without marks.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_reference::place::{self, Found};
use sanviec_reference::{occupation, skill};

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionKind {
    Occupation,
    Skill,
    Place,
}

impl SuggestionKind {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Occupation => "occupation",
            Self::Skill => "skill",
            Self::Place => "place",
        }
    }
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    /// Code of the unit or occupation, id of the skill.
    pub code: String,
    /// Whether it is a unit of before July 2025.
    pub is_former: bool,
    pub vi: String,
    pub en: String,
}

/// Shorter texts are beginnings, not slips.
const LEAST_MENDED: usize = 4;

/// Words for the first box; where nothing begins like a text, for what was probably meant by it.
pub async fn suggest_words(app: &App, ctx: &Ctx, text: &str, limit: usize) -> Result<Vec<Suggestion>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let found = words(text, limit);
    if !found.is_empty() || text.trim().chars().count() < LEAST_MENDED {
        return Ok(found);
    }
    let typed = text.to_owned();
    match app.search(move |index| Ok(index.correct(&typed)?)).await {
        Ok(meant) => Ok(meant.map_or_else(Vec::new, |meant| words(&meant, limit))),
        // The index that knows the slips is still being made: nothing is offered, and nothing is wrong.
        Err(AppError::Rebuilding { .. }) => Ok(found),
        Err(error) => Err(error),
    }
}

fn words(text: &str, limit: usize) -> Vec<Suggestion> {
    let skills = skill::suggest(text, limit).into_iter().map(|skill| Suggestion {
        kind: SuggestionKind::Skill,
        code: skill.id.to_owned(),
        is_former: false,
        vi: skill.name_vi.to_owned(),
        en: skill.name_en.to_owned(),
    });
    let occupations =
        occupation::lookup(text, limit).into_iter().filter(|scored| scored.score >= 300).map(|scored| Suggestion {
            kind: SuggestionKind::Occupation,
            code: scored.occupation.code.to_owned(),
            is_former: false,
            vi: scored.occupation.name_vi.to_owned(),
            en: if scored.occupation.name_en.is_empty() {
                scored.occupation.name_vi
            } else {
                scored.occupation.name_en
            }
            .to_owned(),
        });
    skills.take(limit.div_ceil(2)).chain(occupations).take(limit).collect()
}

/// Places for the second box; where none begins like a text, those that are one slip away from it.
pub fn suggest_places(ctx: &Ctx, text: &str, limit: usize) -> Result<Vec<Suggestion>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let found: Vec<Suggestion> =
        place::suggest(text, limit).into_iter().map(|found| place_named(found.found, found.label)).collect();
    if !found.is_empty() || text.trim().chars().count() < LEAST_MENDED {
        return Ok(found);
    }
    let meant = sanviec_text::retype(text);
    let near = place::one_slip_away(meant.as_deref().unwrap_or(text)).into_iter();
    let retyped = meant.iter().flat_map(|meant| place::suggest(meant, limit)).map(|found| (found.found, found.label));
    let all = retyped.chain(near.map(|found| (found, found.address())));
    Ok(all.take(limit).map(|(found, label)| place_named(found, label)).collect())
}

fn place_named(found: Found, label: String) -> Suggestion {
    let is_former = matches!(found, Found::Former(_));
    Suggestion { kind: SuggestionKind::Place, code: found.code().to_owned(), is_former, vi: label.clone(), en: label }
}
