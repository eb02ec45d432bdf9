//! The organisations that a centre serves, in pages, found by a part of the name or the beginning of the tax code. Must
//! not be in here: queues of what waits for an answer (`view`).

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use sanviec_store::organisation::{self, Named};
use uuid::Uuid;

/// Rows that are read at once.
const CHUNK: i64 = 500;
/// The most rows that one question reads; the next page goes on from there.
const MOST_READ: usize = 20_000;
/// Characters of a question that count.
const LONGEST: usize = 100;
/// The fewest digits that are looked for in tax codes.
const FEWEST_DIGITS: usize = 3;

/// Which organisations are asked for.
#[derive(Clone, Debug, Default)]
pub struct ServedAsked {
    /// Parts of the name, with marks or without, or the first digits of the tax code; empty for all.
    pub words: String,
    /// The last one of the page before.
    pub before: Option<Uuid>,
    /// The most that are wanted.
    pub limit: usize,
}

/// A page of them: id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    pub rows: Vec<(Uuid, String)>,
    /// What the next page starts behind.
    pub next: Option<Uuid>,
}

/// Organisations that the acting person's centre serves, newest first.
pub async fn served(app: &App, ctx: &Ctx, asked: &ServedAsked) -> Result<Served, AppError> {
    let centre = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadOrganisation, Thing::of_centre(centre))?;
    let wanted = Wanted::of(&asked.words);
    let (mut page, mut before, mut read) = (Served::default(), asked.before, 0);
    loop {
        let rows = organisation::list_by_centre(app.store().reader(), centre, before, CHUNK).await?;
        let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < CHUNK);
        for row in rows {
            before = Some(row.id);
            read += 1;
            if !wanted.is(&row) {
                continue;
            }
            if page.rows.len() == asked.limit {
                page.next = page.rows.last().map(|(id, _)| *id);
                return Ok(page);
            }
            page.rows.push((row.id, row.name));
        }
        if is_last {
            return Ok(page);
        }
        if read >= MOST_READ {
            page.next = before;
            return Ok(page);
        }
    }
}

/// What is looked for.
struct Wanted {
    /// Folded; each stands somewhere in the name.
    words: Vec<String>,
    /// What the tax code begins with; empty for none.
    digits: String,
}

impl Wanted {
    fn of(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let folded = sanviec_text::fold(&text);
        let plain: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-' | '.')).collect();
        let is_code = plain.len() >= FEWEST_DIGITS && plain.bytes().all(|sign| sign.is_ascii_digit());
        Self {
            words: folded.split_whitespace().map(str::to_owned).collect(),
            digits: if is_code { plain } else { String::new() },
        }
    }

    fn is(&self, row: &Named) -> bool {
        let of_code = |code: &String| code.chars().filter(char::is_ascii_digit).collect::<String>();
        if !self.digits.is_empty() && row.tax_code.as_ref().is_some_and(|code| of_code(code).starts_with(&self.digits))
        {
            return true;
        }
        // Without words everything is wanted, and nothing needs folding.
        self.words.is_empty() || {
            let name = sanviec_text::fold(&row.name);
            self.words.iter().all(|word| name.contains(word.as_str()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_parts_with_or_without_marks_and_a_code_by_its_beginning() {
        let (id, tax_code) = (Uuid::nil(), Some("0100233488-001".to_owned()));
        let row = Named { id, name: "Công ty TNHH May Sông Hồng".to_owned(), tax_code };
        for (text, expected) in [
            ("", true),
            ("sông hồng", true),
            ("song hong", true),
            ("HỒNG may", true),
            ("Sông Hồng 2", false),
            ("dệt", false),
            ("0100233488", true),
            ("0100 233", true),
            ("0100233488-001", true),
            ("233488", false),
            ("01", false),
        ] {
            assert_eq!(Wanted::of(text).is(&row), expected, "{text}");
        }
        let household = Named { tax_code: None, name: "Hộ kinh doanh 0100".to_owned(), ..row };
        assert!(Wanted::of("0100").is(&household), "digits stand in names too");
    }
}
