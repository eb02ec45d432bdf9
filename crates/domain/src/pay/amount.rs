//! Cutting a pay text into numbers, words and signs, and reading numbers with Vietnamese or English separators.

/// A number is kept in millionths, so that "8,5" and "1.25" stay exact.
pub(super) const ONE: i128 = 1_000_000;

/// One piece of a pay text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Number(Number),
    /// Folded word, `$`, `₫`, `<` or `>`.
    Word(String),
    Dash,
    Slash,
    Plus,
    Percent,
    Comma,
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Value in millionths, separators read as the digits after them suggest.
    pub(super) millionths: i128,
    /// One separator followed by three digits: "8.500" may be 8500 or 8.5.
    pub(super) other_reading: Option<i128>,
    /// Stands right after a letter, as the 5 of "10tr5".
    pub(super) glued: bool,
    /// How many digits were written.
    pub(super) digits: usize,
}

/// Full-width forms to ASCII, odd spaces to a space: keyboards and web pages bring both.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            letter if letter.is_whitespace() || letter == '\u{200b}' => ' ',
            letter => letter,
        })
        .collect()
}

/// Cuts a folded text into pieces.
pub(super) fn pieces(folded: &str) -> Vec<Piece> {
    let letters: Vec<char> = folded.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        if letter.is_ascii_digit() {
            let end = number_end(&letters, at);
            let glued = at > 0 && letters[at - 1].is_alphabetic();
            found.push(Piece::Number(number(&letters[at..end], glued)));
            at = end;
        } else if letter.is_alphabetic() {
            let end = (at..letters.len()).find(|place| !letters[*place].is_alphabetic()).unwrap_or(letters.len());
            found.push(Piece::Word(letters[at..end].iter().collect()));
            at = end;
        } else {
            found.extend(sign(letter));
            at += 1;
        }
    }
    found
}

fn sign(letter: char) -> Option<Piece> {
    match letter {
        '-' | '–' | '—' | '−' | '‑' | '~' | '→' | '»' | '…' => Some(Piece::Dash),
        '/' | '|' => Some(Piece::Slash),
        '+' | '&' => Some(Piece::Plus),
        '%' => Some(Piece::Percent),
        ',' | ';' | ':' => Some(Piece::Comma),
        '$' | '₫' | '<' | '>' | '≤' | '≥' => Some(Piece::Word(letter.to_string())),
        _ => None,
    }
}

/// End of the digits with their separators; a space separates only full groups of three ("8 000 000").
fn number_end(letters: &[char], start: usize) -> usize {
    let digits = |from: usize| letters[from..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let mut end = start + digits(start);
    let mut spaced = end - start <= 3;
    while let Some(mark) = letters.get(end) {
        let next = digits(end + 1);
        match mark {
            '.' | ',' if next > 0 => spaced = false,
            ' ' if spaced && next == 3 => {}
            _ => break,
        }
        end += 1 + next;
    }
    end
}

fn number(letters: &[char], glued: bool) -> Number {
    let text: String = letters.iter().filter(|letter| **letter != ' ').collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let marks: Vec<char> = text.chars().filter(|letter| matches!(letter, '.' | ',')).collect();
    let (value, other) = match (marks.as_slice(), groups.last()) {
        ([_], Some(last)) if last.len() == 3 && groups[0] != "0" => {
            (scaled(&groups.concat(), ""), Some(scaled(groups[0], last)))
        }
        ([_], Some(last)) => (scaled(groups[0], last), None),
        ([first, .., end], Some(last)) if first != end => (scaled(&groups[..groups.len() - 1].concat(), last), None),
        _ => (scaled(&groups.concat(), ""), None),
    };
    Number { millionths: value, other_reading: other, glued, digits }
}

/// Whole and decimal digits as millionths. Eighteen whole digits at most: more is no pay, and the largest value says
/// so.
fn scaled(whole: &str, decimals: &str) -> i128 {
    let whole = whole.trim_start_matches('0');
    if whole.len() > 18 {
        return i128::from(i64::MAX) * ONE;
    }
    let fraction: String = decimals.chars().chain("000000".chars()).take(6).collect();
    format!("{whole}{fraction}").parse().unwrap_or(0)
}
