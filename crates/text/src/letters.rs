//! Vietnamese letters taken apart: which vowel, which tone, which letter without marks.

use std::sync::LazyLock;

/// The six tones in the order of Vietnamese dictionaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Tone {
    #[default]
    Level,
    Huyen,
    Hoi,
    Nga,
    Sac,
    Nang,
}

const TONES: [Tone; 6] = [Tone::Level, Tone::Huyen, Tone::Hoi, Tone::Nga, Tone::Sac, Tone::Nang];

/// Each vowel with its six tones in the order above, and its letter without marks.
const VOWELS: [(&str, char); 12] = [
    ("aàảãáạ", 'a'),
    ("ăằẳẵắặ", 'a'),
    ("âầẩẫấậ", 'a'),
    ("eèẻẽéẹ", 'e'),
    ("êềểễếệ", 'e'),
    ("iìỉĩíị", 'i'),
    ("oòỏõóọ", 'o'),
    ("ôồổỗốộ", 'o'),
    ("ơờởỡớợ", 'o'),
    ("uùủũúụ", 'u'),
    ("ưừửữứự", 'u'),
    ("yỳỷỹýỵ", 'y'),
];

/// Letters of other languages that lose their marks too.
const FOREIGN: [(char, char); 11] = [
    ('ä', 'a'),
    ('å', 'a'),
    ('ç', 'c'),
    ('ë', 'e'),
    ('î', 'i'),
    ('ï', 'i'),
    ('ñ', 'n'),
    ('ö', 'o'),
    ('û', 'u'),
    ('ü', 'u'),
    ('ø', 'o'),
];

/// What a lower-case letter is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// With its quality, without its tone: `ế` is `ê`.
    pub(crate) toneless: char,
    pub(crate) tone: Tone,
    /// Without any mark: `ế` is `e`, `đ` is `d`.
    pub(crate) plain: char,
    /// Whether it is a letter of Vietnamese with a mark.
    pub(crate) marked: bool,
}

const LATIN: u32 = 0xC0;
const LATIN_END: u32 = 0x1B1;
const VIET: u32 = 0x1EA0;
const VIET_END: u32 = 0x1EFA;

static TABLE: LazyLock<Vec<Option<Letter>>> = LazyLock::new(|| {
    let mut table = vec![None; (LATIN_END - LATIN + VIET_END - VIET) as usize];
    let mut put = |letter: char, parts: Letter| {
        if let Some(slot) = slot(letter) {
            table[slot] = Some(parts);
        }
    };
    for (letters, plain) in VOWELS {
        let toneless = letters.chars().next().unwrap_or(plain);
        for (letter, tone) in letters.chars().zip(TONES) {
            put(letter, Letter { toneless, tone, plain, marked: letter != plain });
        }
    }
    put('đ', Letter { toneless: 'đ', tone: Tone::Level, plain: 'd', marked: true });
    for (letter, plain) in FOREIGN {
        put(letter, Letter { toneless: letter, tone: Tone::Level, plain, marked: false });
    }
    table
});

fn slot(letter: char) -> Option<usize> {
    match u32::from(letter) {
        code @ LATIN..LATIN_END => Some((code - LATIN) as usize),
        code @ VIET..VIET_END => Some((code - VIET + LATIN_END - LATIN) as usize),
        _ => None,
    }
}

/// What a letter of the table's stretches is as a small one; `None` where it is no letter, beyond the stretches, or
/// more than one letter when small.
static LOWER: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let small = |code: u32| {
        let letter = char::from_u32(code).filter(|letter| letter.is_alphanumeric())?;
        let mut lower = letter.to_lowercase();
        lower.next().filter(|_| lower.next().is_none())
    };
    (LATIN..LATIN_END).chain(VIET..VIET_END).map(small).collect()
});

/// The small form of a letter by the full tables; `None` says that the caller must ask them, or that it is no letter.
pub(crate) fn lower(letter: char) -> Option<char> {
    if letter.is_ascii() { Some(letter.to_ascii_lowercase()) } else { slot(letter).and_then(|slot| LOWER[slot]) }
}

/// Whether it is a letter or digit, of any script.
pub(crate) fn is_alphanumeric(letter: char) -> bool {
    if letter.is_ascii() { letter.is_ascii_alphanumeric() } else { lower(letter).is_some() || letter.is_alphanumeric() }
}

/// The parts of a lower-case letter; any other character is its own parts.
pub(crate) fn parts(letter: char) -> Letter {
    let known = if letter.is_ascii() { None } else { slot(letter).and_then(|slot| TABLE[slot]) };
    known.unwrap_or(Letter { toneless: letter, tone: Tone::Level, plain: letter, marked: false })
}

/// A vowel with a tone; anything else stays as it is.
pub(crate) fn with_tone(toneless: char, tone: Tone) -> char {
    let row = VOWELS.iter().find(|(letters, _)| letters.starts_with(toneless));
    row.and_then(|(letters, _)| letters.chars().nth(tone as usize)).unwrap_or(toneless)
}

/// Whether it is a vowel of Vietnamese, without its tone.
pub(crate) fn is_vowel(toneless: char) -> bool {
    matches!(toneless, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}
