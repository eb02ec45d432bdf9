//! Vietnamese letters taken apart: marks off with the case kept, and the same words as Telex keys. The analyser's own
//! folding lowers the case and is for comparing; this is for writing as people type.

/// Rows of one vowel: level, grave, hook, tilde, acute, dot; with the plain letter and the Telex keys of its shape.
const VOWELS: [(&str, char, &str); 12] = [
    ("aàảãáạ", 'a', ""),
    ("ăằẳẵắặ", 'a', "w"),
    ("âầẩẫấậ", 'a', "a"),
    ("eèẻẽéẹ", 'e', ""),
    ("êềểễếệ", 'e', "e"),
    ("iìỉĩíị", 'i', ""),
    ("oòỏõóọ", 'o', ""),
    ("ôồổỗốộ", 'o', "o"),
    ("ơờởỡớợ", 'o', "w"),
    ("uùủũúụ", 'u', ""),
    ("ưừửữứự", 'u', "w"),
    ("yỳỷỹýỵ", 'y', ""),
];
const TONES: [&str; 6] = ["", "f", "r", "x", "s", "j"];

/// The plain letter, the keys of its shape and of its tone; `None` for a letter without marks.
fn parts(letter: char) -> Option<(char, &'static str, &'static str)> {
    if letter.is_ascii() {
        return None;
    }
    if letter == 'đ' {
        return Some(('d', "d", ""));
    }
    VOWELS.iter().find_map(|(row, plain, shape)| {
        let tone = row.chars().position(|vowel| vowel == letter)?;
        Some((*plain, *shape, TONES[tone]))
    })
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Marks off, case kept.
pub fn unmarked(text: &str) -> String {
    text.chars()
        .map(|letter| match parts(lower(letter)) {
            Some((plain, _, _)) if letter.is_uppercase() => plain.to_ascii_uppercase(),
            Some((plain, _, _)) => plain,
            None => letter,
        })
        .collect()
}

/// A word as the keys that type it: "tuyển" -> "tuyeern", or "tuyeenr" where the tone is typed last.
pub(crate) fn telex(word: &str, tone_last: bool) -> String {
    let mut keys = String::with_capacity(word.len() + 2);
    let mut tone = "";
    for letter in word.chars() {
        let Some((plain, shape, own_tone)) = parts(lower(letter)) else {
            keys.push(letter);
            continue;
        };
        keys.push(if letter.is_uppercase() { plain.to_ascii_uppercase() } else { plain });
        keys.push_str(shape);
        if tone_last && !own_tone.is_empty() {
            tone = own_tone;
        } else {
            keys.push_str(own_tone);
        }
    }
    keys.push_str(tone);
    keys
}
