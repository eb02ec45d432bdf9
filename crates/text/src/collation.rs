//! Vietnamese order of texts, computed here so that no database's collation decides.

use crate::letters::{Tone, parts};
use crate::nfc;

const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Bytes whose order is the Vietnamese order of the texts: letters first, then tones, then capitals after small
/// letters.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let text = nfc(text);
    let (mut letters, mut tones, mut cases) = (Vec::<u8>::new(), Vec::new(), Vec::new());
    let mut digits = 0;
    for written in text.trim().chars() {
        // A number sorts by its length first, so that 2 comes before 10.
        digits = if written.is_ascii_digit() { digits + 1 } else { 0 };
        if digits == 1 {
            letters.push(10);
        }
        if digits > 1 {
            let length = letters.len() - digits;
            letters[length] = letters[length].saturating_add(1).min(19);
        }
        for letter in written.to_lowercase() {
            let known = parts(letter);
            push_letter(&mut letters, known.toneless);
            tones.push(1 + known.tone as u8);
        }
        cases.push(1 + u8::from(written.is_uppercase()));
    }
    while tones.last() == Some(&(1 + Tone::Level as u8)) {
        tones.pop();
    }
    letters.push(0);
    letters.extend(tones);
    letters.push(0);
    letters.extend(cases);
    letters
}

/// Blank before digits before letters before everything else.
fn push_letter(key: &mut Vec<u8>, letter: char) {
    match letter {
        ' ' => key.push(1),
        '0'..='9' => key.push(20 + (letter as u8 - b'0')),
        _ => match ALPHABET.chars().position(|known| known == letter) {
            Some(place) => key.push(40 + place as u8),
            None => {
                key.push(200);
                key.extend(u32::from(letter).to_be_bytes().map(|byte| byte.max(1)));
            }
        },
    }
}
