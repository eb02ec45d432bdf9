//! Which passwords are taken: 12 to 128 characters, none that everybody tries. No rules about kinds of signs: they make
//! people write `Matkhau@123`.

use super::Contact;
use crate::error::FieldError;
use std::collections::HashSet;
use std::sync::LazyLock;

const SHORTEST: usize = 12;
const LONGEST: usize = 128;
/// Digits or letters of the own address that a password may not hold in a row.
const OWN: usize = 6;

/// Words and whole passwords that are tried first, one a line: from habits seen everywhere and from Vietnamese ones.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// A password in the form that is hashed, or why it is not taken. It is never cut and never changed but for the one
/// form of Unicode, so that it fits on every keyboard.
pub(crate) fn accept(password: &str, contacts: &[Contact]) -> Result<String, FieldError> {
    let password = sanviec_text::nfc(password);
    let length = password.chars().count();
    if length == 0 {
        return Err(refuse("missing", "Nhập mật khẩu.", "Enter a password."));
    }
    if length < SHORTEST {
        let vi = "Mật khẩu phải có ít nhất 12 ký tự. Có thể dùng vài từ dễ nhớ với bạn.";
        return Err(refuse("too_short", vi, "Use at least 12 characters. A few words you remember will do."));
    }
    if length > LONGEST {
        let vi = "Mật khẩu không quá 128 ký tự.";
        return Err(refuse("too_long", vi, "Use at most 128 characters."));
    }
    if is_common(&password) || contacts.iter().any(|contact| holds(&password, contact)) {
        let vi = "Mật khẩu này dễ đoán. Chọn mật khẩu khác, không theo tên, số điện thoại hay dãy phím.";
        let en = "This password is easy to guess. Choose another, not made of your name, number or rows of keys.";
        return Err(refuse("too_common", vi, en));
    }
    Ok(password)
}

/// The form in which a password that is being tried is compared.
pub(crate) fn tried(password: &str) -> String {
    sanviec_text::nfc(password)
}

fn refuse(code: &'static str, vi: &str, en: &str) -> FieldError {
    FieldError::new("password", code, vi, en)
}

fn is_common(password: &str) -> bool {
    let small = password.to_lowercase();
    let (plain, lettered) = (letters(password), letters(&password.replace('@', "a").replace('$', "s")));
    let ways = [unleet(&plain), unleet(&lettered), plain, lettered];
    few_signs(&small)
        || repeats(&small)
        || runs(&small)
        || ways.iter().any(|text| {
            let core = text.trim_matches(|sign: char| sign.is_ascii_digit());
            COMMON.contains(text.as_str()) || COMMON.contains(core) || two_words(core)
        })
}

/// Small letters without marks, and digits.
fn letters(text: &str) -> String {
    sanviec_text::slug(text).replace('-', "")
}

/// `m4tkh4u` for `matkhau`: the replacements that everybody knows.
fn unleet(text: &str) -> String {
    let plain = |sign| match sign {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    };
    // Digits at the ends are mostly years and counters.
    let end = text.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
    text[..end].chars().map(plain).chain(text[end..].chars()).collect()
}

/// Up to four different signs.
fn few_signs(text: &str) -> bool {
    text.chars().collect::<HashSet<_>>().len() <= 4
}

/// One piece again and again: `abc123abc123`.
fn repeats(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    (1..=signs.len() / 2).any(|size| signs.chunks(size).all(|piece| signs.starts_with(piece)))
}

/// Neighbours in the alphabet or on the keyboard nearly all the way: `qwertyuiop12`, `abcdefghijkl`.
fn runs(text: &str) -> bool {
    const ROWS: [&str; 6] = [
        "01234567890",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    ];
    let signs: Vec<char> = text.chars().collect();
    let next = |pair: &[char]| {
        let (one, other): (String, String) = (pair.iter().collect(), pair.iter().rev().collect());
        ROWS.iter().any(|row| row.contains(&one) || row.contains(&other))
    };
    let steps = signs.windows(2).filter(|pair| next(pair)).count();
    signs.len() > 1 && steps * 4 >= (signs.len() - 1) * 3
}

/// Two words of the list, digits between them or not: `anhyeu2024em`.
fn two_words(text: &str) -> bool {
    let known = |word: &str| COMMON.contains(word.trim_matches(|sign: char| sign.is_ascii_digit()));
    text.char_indices().skip(1).any(|(at, _)| known(&text[..at]) && known(&text[at..]))
}

/// Whether a password is built on the own address.
fn holds(password: &str, contact: &Contact) -> bool {
    let own = match contact {
        Contact::Phone(number) => number.trim_start_matches("+84").to_owned(),
        Contact::Email(address) => address.split('@').next().unwrap_or_default().to_owned(),
    };
    let (own, password): (Vec<char>, String) = (letters(&own).chars().collect(), letters(password));
    own.windows(OWN).any(|part| password.contains(&part.iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> &'static str {
        let contacts = [Contact::Phone("+84905123456".into()), Contact::Email("lan.nguyen@vidu.vn".into())];
        accept(password, &contacts).map_or_else(|error| error.code, |_| "taken")
    }

    #[test]
    fn passwords_are_taken_by_length_and_by_how_well_they_are_known() {
        for (password, verdict) in [
            ("", "missing"),
            ("ngắn quá 11k", "taken"),
            ("ngắn quá 11", "too_short"),
            (&"dài".repeat(43), "too_long"),
            ("sông Hương chảy qua cầu Trường Tiền", "taken"),
            ("tám con trâu ăn cỏ", "taken"),
            ("vR7#kq9!zXw2", "taken"),
            ("123456789012", "too_common"),
            ("aaaaaaaaaaaaaa", "too_common"),
            ("abcabcabcabc", "too_common"),
            ("abcdefghijkl", "too_common"),
            ("qwertyuiop12", "too_common"),
            ("1qaz2wsx3edc", "too_common"),
            ("password1234", "too_common"),
            ("P@ssw0rd2026", "too_common"),
            ("Passw0rd20262026", "too_common"),
            ("Matkhau@123456", "too_common"),
            ("mậtkhẩu123456", "too_common"),
            ("m4tkh4u123456", "too_common"),
            ("anhyeuem123456", "too_common"),
            ("Vietnam@20262026", "too_common"),
            ("vietnam2026hanoi", "too_common"),
            ("sanviec20262026", "too_common"),
            ("0905123456 xyz!", "too_common"),
            ("lan.nguyen-7731!", "too_common"),
        ] {
            assert_eq!(code(password), verdict, "{password}");
        }
    }

    #[test]
    fn the_same_characters_typed_another_way_are_the_same_password() {
        let composed = "sông Nhật Lệ chảy xiết";
        let apart: String = composed
            .chars()
            .flat_map(|sign| match sign {
                'ậ' => vec!['â', '\u{323}'],
                other => vec![other],
            })
            .collect();
        assert_ne!(composed, apart);
        assert_eq!(accept(&apart, &[]).expect("taken"), composed);
        assert_eq!(tried(composed), tried(&apart));
    }
}
