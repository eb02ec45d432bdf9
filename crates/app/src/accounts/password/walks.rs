//! Rows of signs that need no words: few signs, one piece again and again, ways over the keyboard and through the
//! alphabet, days and telephone numbers.

use std::collections::HashSet;

/// Rows whose neighbours follow one another in a walk, whichever way.
const ROWS: [&str; 3] = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"];
/// The keyboard; a key touches those beside it, and two of the row below.
const KEYS: [&str; 4] = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];
/// Ways over a pad of figures: each by itself, for together they hold nearly every pair.
const PADS: [&str; 6] = ["147258369147", "14785236987412", "1593570", "7894561230", "9638527410", "13579246801"];
/// Digits besides days, years and telephone numbers that digits may have and still be made of them.
const SPARE: usize = 1;

/// Whether a text in small letters is such a row.
pub(super) fn is_row(text: &str) -> bool {
    let signs: Vec<char> = text.chars().map(unshifted).collect();
    few(text) || repeats(text) || walks(&signs)
}

/// Up to four different signs.
fn few(text: &str) -> bool {
    text.chars().collect::<HashSet<_>>().len() <= 4
}

/// One piece again and again: `abc123abc123`.
pub(super) fn repeats(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    (1..=signs.len() / 2).any(|size| signs.chunks(size).all(|piece| signs.starts_with(piece)))
}

/// The figure on the key of a sign.
fn unshifted(sign: char) -> char {
    let at = "!@#$%^&*()".chars().position(|shifted| shifted == sign);
    at.and_then(|at| "1234567890".chars().nth(at)).unwrap_or(sign)
}

/// Neighbours nearly all the way: `qwertyuiop12`, `abcdefghijkl`; or every other sign: `q1w2e3r4t5y6`.
fn walks(signs: &[char]) -> bool {
    let straight = |one, other| beside(&ROWS, one, other) || touch(one, other);
    let crossed = |one, other| beside(&ROWS[..2], one, other) || beside(&KEYS, one, other);
    let over = |pad: &&str| mostly(signs, 1, |one, other| beside(&[*pad], one, other));
    mostly(signs, 1, straight) || mostly(signs, 2, crossed) || PADS.iter().any(over)
}

/// Whether three of four signs are followed, so far apart, by one that is next to them.
fn mostly(signs: &[char], apart: usize, next: impl Fn(char, char) -> bool) -> bool {
    let steps = signs.len().saturating_sub(apart);
    let taken = signs.iter().zip(signs.iter().skip(apart)).filter(|(one, other)| next(**one, **other)).count();
    steps > 0 && taken * 4 >= steps * 3
}

/// The same sign, or neighbours in one of the rows.
fn beside(rows: &[&str], one: char, other: char) -> bool {
    let pair = |(first, second): (char, char)| (first, second) == (one, other) || (second, first) == (one, other);
    one == other || rows.iter().any(|row| row.chars().zip(row.chars().skip(1)).any(pair))
}

/// Keys that touch.
fn touch(one: char, other: char) -> bool {
    let place = |sign| {
        let at = |row: &str| row.chars().position(|key| key == sign);
        KEYS.iter().enumerate().find_map(|(row, keys)| at(keys).map(|column| (row, column)))
    };
    let (Some((row, column)), Some((below, across))) = (place(one), place(other)) else { return false };
    let is_below = |column: usize, across: usize| across == column || across + 1 == column;
    (row == below && column.abs_diff(across) == 1)
        || (row + 1 == below && is_below(column, across))
        || (below + 1 == row && is_below(across, column))
}

/// Whether digits are days, years, telephone numbers and rows, one after the other, with hardly a digit besides.
pub(super) fn are_known_figures(digits: &str) -> bool {
    // For each place the fewest digits besides by which it is reached.
    let mut fewest = vec![usize::MAX; digits.len() + 1];
    fewest[0] = 0;
    for at in 0..digits.len() {
        let besides = fewest[at];
        if besides > SPARE {
            continue;
        }
        fewest[at + 1] = fewest[at + 1].min(besides + 1);
        for length in known_starts(&digits[at..]) {
            fewest[at + length] = fewest[at + length].min(besides);
        }
    }
    fewest[digits.len()] <= SPARE
}

/// Lengths of what is known at the start of digits.
fn known_starts(digits: &str) -> Vec<usize> {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u16>().ok());
    let day = |from: usize| number(from, from + 2).is_some_and(|day| (1..=31).contains(&day));
    let month = |from: usize| number(from, from + 2).is_some_and(|month| (1..=12).contains(&month));
    let year = |from: usize| number(from, from + 4).is_some_and(|year| (1900..=2049).contains(&year));
    let any = |length: usize| digits.len() >= length;
    let phone = |from: usize| digits[from..].starts_with(['3', '5', '7', '8', '9']);
    let known = [
        (8, (day(0) && month(2) && year(4)) || (month(0) && day(2) && year(4)) || (year(0) && month(4) && day(6))),
        (6, day(0) && month(2) && any(6)),
        (4, year(0)),
        (10, any(10) && digits.starts_with('0') && phone(1)),
        (11, any(11) && digits.starts_with("84") && phone(2)),
    ];
    let row = |length: &usize| {
        let start = &digits[..*length];
        let same = start.bytes().all(|digit| start.as_bytes()[0] == digit);
        same || "01234567890".contains(start) || "09876543210".contains(start)
    };
    let rows = (3..=digits.len().min(11)).filter(row);
    known.into_iter().filter(|(_, is_known)| *is_known).map(|(length, _)| length).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_keys_and_letters_are_found_and_words_and_drawn_signs_are_none() {
        for text in [
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijkl",
            "qwertyuiop12",
            "1qaz2wsx3edc",
            "zaq12wsxcde3",
            "1q2w3e4r!@#$",
            "q1w2e3r4t5y6",
            "a1b2c3d4e5f6",
            "112233445566",
            "147852369123",
            "147258369147",
            "135792468013",
        ] {
            assert!(is_row(text), "{text}");
        }
        for text in ["sông hương nước trong", "vr7#kq9!zxw2", "wkzvqhtmxpgd", "482915037264", "tiengmuaroidemkhuya"]
        {
            assert!(!is_row(text), "{text}");
        }
    }

    #[test]
    fn days_and_telephone_numbers_are_known_figures_and_drawn_ones_are_not() {
        for digits in ["010119901234", "19901990123456", "310119951", "0905123456789", "849051234561", "20260101000"] {
            assert!(are_known_figures(digits), "{digits}");
        }
        for digits in ["482915037264", "738264950172"] {
            assert!(!are_known_figures(digits), "{digits}");
        }
    }
}
