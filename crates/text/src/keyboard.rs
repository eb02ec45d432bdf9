//! Left-overs of the Telex and VNI ways of typing: `kees toans` and `ke61 toa1n` mean `kế toán`.

use crate::letters::{Tone, is_vowel, with_tone};

const ONSETS: [&str; 29] = [
    "ngh", "ng", "gh", "gi", "kh", "nh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "", "y",
];

const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep \
et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai \
oan oang oanh oat oay oăc oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi \
ơm ơn ơp ơt u ua uân uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên uyêt uynh uyt uôc uôi \
uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêt yêu ";

/// The text with every word mended that was typed in Telex or VNI; `None` when no word was.
#[must_use]
pub fn retype(text: &str) -> Option<String> {
    let mut changed = false;
    let mended: Vec<String> = text
        .split_whitespace()
        .map(|word| match retyped_word(&word.to_lowercase()) {
            Some(better) => {
                changed = true;
                better
            }
            None => word.to_owned(),
        })
        .collect();
    changed.then(|| mended.join(" "))
}

/// A word is mended only when it is no Vietnamese syllable as it stands and becomes one.
fn retyped_word(word: &str) -> Option<String> {
    let typed = word.is_ascii() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !typed || word.len() > 9 || is_syllable(&word.chars().collect::<Vec<_>>()) {
        return None;
    }
    let keys = if word.bytes().any(|byte| byte.is_ascii_digit()) { vni } else { telex };
    let mut letters = Vec::new();
    let mut tone = Tone::Level;
    for key in word.chars() {
        keys(&mut letters, &mut tone, key)?;
    }
    let marked = tone != Tone::Level || letters.iter().any(|letter| !letter.is_ascii());
    (marked && is_syllable(&letters)).then(|| place(&letters, tone))
}

fn telex(letters: &mut Vec<char>, tone: &mut Tone, key: char) -> Option<()> {
    let after_vowel = letters.iter().any(|letter| is_vowel(*letter));
    let new_tone = match key {
        's' => Some(Tone::Sac),
        'f' => Some(Tone::Huyen),
        'r' => Some(Tone::Hoi),
        'x' => Some(Tone::Nga),
        'j' => Some(Tone::Nang),
        _ => None,
    };
    if let Some(new_tone) = new_tone.filter(|_| after_vowel) {
        return set_tone(tone, new_tone);
    }
    match (letters.last().copied(), key) {
        (Some('a'), 'a') => change_last(letters, 'a', 'â'),
        (Some('e'), 'e') => change_last(letters, 'e', 'ê'),
        (Some('o'), 'o') => change_last(letters, 'o', 'ô'),
        (Some('d'), 'd') if letters.len() == 1 => change_last(letters, 'd', 'đ'),
        (_, 'w') => horn(letters),
        _ => {
            letters.push(key);
            Some(())
        }
    }
}

fn vni(letters: &mut Vec<char>, tone: &mut Tone, key: char) -> Option<()> {
    match key {
        '1' => set_tone(tone, Tone::Sac),
        '2' => set_tone(tone, Tone::Huyen),
        '3' => set_tone(tone, Tone::Hoi),
        '4' => set_tone(tone, Tone::Nga),
        '5' => set_tone(tone, Tone::Nang),
        '6' => ['a', 'e', 'o'].into_iter().zip(['â', 'ê', 'ô']).find_map(|(from, to)| change_last(letters, from, to)),
        '7' => horn(letters),
        '8' => change_last(letters, 'a', 'ă'),
        '9' => change_last(letters, 'd', 'đ'),
        '0' => None,
        _ => {
            letters.push(key);
            Some(())
        }
    }
}

/// One tone a word; a second one means that it was no such word.
fn set_tone(tone: &mut Tone, new: Tone) -> Option<()> {
    let first = *tone == Tone::Level;
    *tone = new;
    first.then_some(())
}

fn change_last(letters: &mut [char], from: char, to: char) -> Option<()> {
    let letter = letters.iter_mut().rev().find(|letter| **letter == from)?;
    *letter = to;
    Some(())
}

/// `uow` is `ươ`, `ow` is `ơ`, `uw` is `ư`, `aw` is `ă`.
fn horn(letters: &mut [char]) -> Option<()> {
    let at = letters.iter().rposition(|letter| matches!(letter, 'a' | 'o' | 'u'))?;
    if letters[at] == 'o' && at > 0 && letters[at - 1] == 'u' {
        letters[at - 1] = 'ư';
    }
    letters[at] = match letters[at] {
        'a' => 'ă',
        'o' => 'ơ',
        _ => 'ư',
    };
    Some(())
}

fn is_syllable(letters: &[char]) -> bool {
    let word: String = letters.iter().collect();
    ONSETS.iter().any(|onset| word.strip_prefix(onset).is_some_and(|rime| RIMES.contains(&format!(" {rime} "))))
}

/// Puts the tone where it is written.
fn place(letters: &[char], tone: Tone) -> String {
    let start = match letters {
        ['q', 'u', ..] => 2,
        ['g', 'i', next, ..] if is_vowel(*next) => 2,
        _ => 0,
    };
    let vowels: Vec<usize> = (start..letters.len()).filter(|at| is_vowel(letters[*at])).collect();
    let shaped = vowels.iter().rev().find(|at| matches!(letters[**at], 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'));
    let closed = letters.last().is_some_and(|last| !is_vowel(*last));
    let chosen = match (shaped, vowels.as_slice()) {
        (Some(at), _) => Some(*at),
        (None, [.., last]) if closed => Some(*last),
        (None, [_, middle, _]) => Some(*middle),
        (None, [first, ..]) => Some(*first),
        (None, []) => None,
    };
    let put = |(at, letter): (usize, &char)| if Some(at) == chosen { with_tone(*letter, tone) } else { *letter };
    letters.iter().enumerate().map(put).collect()
}
