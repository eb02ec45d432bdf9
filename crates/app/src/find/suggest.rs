//! What the boxes of a search offer while somebody types: occupations, skills and places, with and without marks.

use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_reference::{occupation, place, skill};

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
    pub vi: String,
    pub en: String,
}

/// Words for the first box.
pub fn suggest_words(ctx: &Ctx, text: &str, limit: usize) -> Result<Vec<Suggestion>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let skills = skill::suggest(text, limit).into_iter().map(|skill| Suggestion {
        kind: SuggestionKind::Skill,
        code: skill.id.to_owned(),
        vi: skill.name_vi.to_owned(),
        en: skill.name_en.to_owned(),
    });
    let occupations =
        occupation::lookup(text, limit).into_iter().filter(|scored| scored.score >= 300).map(|scored| Suggestion {
            kind: SuggestionKind::Occupation,
            code: scored.occupation.code.to_owned(),
            vi: scored.occupation.name_vi.to_owned(),
            en: if scored.occupation.name_en.is_empty() {
                scored.occupation.name_vi
            } else {
                scored.occupation.name_en
            }
            .to_owned(),
        });
    Ok(skills.take(limit.div_ceil(2)).chain(occupations).take(limit).collect())
}

/// Places for the second box.
pub fn suggest_places(ctx: &Ctx, text: &str, limit: usize) -> Result<Vec<Suggestion>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let places = place::suggest(text, limit).into_iter().map(|found| Suggestion {
        kind: SuggestionKind::Place,
        code: found.found.code().to_owned(),
        vi: found.label.clone(),
        en: found.label,
    });
    Ok(places.collect())
}
