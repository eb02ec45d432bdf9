//! Cursors of lists: the place of the last hit and the day from which ages were counted, so that going on neither
//! skips nor repeats when a day passes between two pages.

use crate::error::{AppError, FieldError};
use sanviec_search::After;
use sha2::{Digest, Sha256};

/// Where a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) after: After,
    /// Seconds since 1970. A day begins at 17:00 UTC in Viet Nam: whole days of UTC would move it.
    pub(crate) ranking_day_s: u32,
}

const BYTES: usize = 8 + 4 + 16 + 4 + 4;

/// The text of a cursor; `asked` are the conditions that it belongs to.
pub(crate) fn encode(cursor: &Cursor, asked: &str) -> String {
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend(cursor.after.primary.to_be_bytes());
    bytes.extend(cursor.after.posted_s.to_be_bytes());
    bytes.extend(cursor.after.id.to_be_bytes());
    bytes.extend(cursor.ranking_day_s.to_be_bytes());
    bytes.extend(seal(asked));
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a cursor back; one of another search, or made up, is refused.
pub(crate) fn decode(text: &str, asked: &str) -> Result<Cursor, AppError> {
    parse(text).filter(|(_, sealed)| *sealed == seal(asked)).map(|(cursor, _)| cursor).ok_or_else(|| {
        FieldError::new(
            "after",
            "cursor_unknown",
            "Con trỏ trang không đúng hoặc thuộc về một lượt tìm khác. Hãy bỏ tham số “after” để tìm lại từ đầu.",
            "This cursor is wrong or belongs to another search. Leave “after” out to start again.",
        )
        .into()
    })
}

fn parse(text: &str) -> Option<(Cursor, [u8; 4])> {
    let digits = text.as_bytes();
    if digits.len() != BYTES * 2 || !text.is_ascii() {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..BYTES).map(byte).collect::<Option<_>>()?;
    let (primary, rest) = bytes.split_first_chunk::<8>()?;
    let (posted, rest) = rest.split_first_chunk::<4>()?;
    let (id, rest) = rest.split_first_chunk::<16>()?;
    let (day, sealed) = rest.split_first_chunk::<4>()?;
    let after = After {
        primary: u64::from_be_bytes(*primary),
        posted_s: u32::from_be_bytes(*posted),
        id: u128::from_be_bytes(*id),
    };
    let cursor = Cursor { after, ranking_day_s: u32::from_be_bytes(*day) };
    Some((cursor, sealed.try_into().ok()?))
}

/// Ties a cursor to the search that it came from and to the form of cursors, the second. It guards against mistakes,
/// not against people: a cursor opens nothing.
fn seal(asked: &str) -> [u8; 4] {
    let digest = Sha256::digest(format!("2\n{asked}"));
    [digest[0], digest[1], digest[2], digest[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day is one of Viet Nam: it begins seven hours before that of UTC.
    const CURSOR: Cursor = Cursor {
        after: After { primary: u64::MAX - 1, posted_s: 77, id: 1 << 99 },
        ranking_day_s: 20_000 * 86_400 - 7 * 3_600,
    };

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        assert_eq!(decode(&encode(&CURSOR, "q=a"), "q=a").expect("cursor"), CURSOR);
    }

    #[test]
    fn cursors_of_other_searches_and_made_up_ones_are_refused() {
        let text = encode(&CURSOR, "q=a");
        for (wrong, asked) in [(text.as_str(), "q=b"), ("", "q=a"), ("zz", "q=a"), (&text[2..], "q=a"), ("ế", "q=a")]
        {
            assert!(decode(wrong, asked).is_err(), "{wrong}");
        }
    }
}
