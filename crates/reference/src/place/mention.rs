//! Cutting a text into its parts and finding the names of units in them, with the words that say what kind of unit is
//! meant.

use super::{Found, names};
use crate::unit::Level;

/// What kind of unit a word before or after a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Province,
    /// A city: a centrally run one, or one of the old districts, or rarely more.
    City,
    District,
    /// A ward: the urban kind of commune.
    Ward,
    Commune,
}

/// A name found in a text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) said: Said,
    pub(super) candidates: Vec<Found>,
    /// Whether its part begins with it.
    pub(super) begins: bool,
}

impl Mention {
    /// Whether a word says what kind of unit is meant.
    pub(super) fn is_said(&self) -> bool {
        self.said != Said::Nothing
    }

    pub(super) fn is_a(&self, level: Level) -> bool {
        self.candidates.iter().any(|found| found.level() == level)
    }
}

/// Part of a text between commas and the like, with the names found in it.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) mentions: Vec<Mention>,
    pub(super) unread: Unread,
}

/// Units that a text states with the word for their kind, and of whose names none is known: "Huyện Abc".
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unread {
    pub(super) district: bool,
    pub(super) commune: bool,
}

impl Unread {
    pub(super) const fn is_any(self) -> bool {
        self.district || self.commune
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.district |= other.district;
        self.commune |= other.commune;
    }

    const fn of(said: Said) -> Self {
        Self {
            district: matches!(said, Said::District | Said::City),
            commune: matches!(said, Said::Ward | Said::Commune),
        }
    }
}

struct Word {
    exact: String,
    folded: String,
}

/// Words before a name that say its kind. Single letters that are also numbers of floors and lots say nothing.
const BEFORE: [(&[&str], Said); 21] = [
    (&["thanh", "pho"], Said::City),
    (&["thi", "tran"], Said::Commune),
    (&["dac", "khu"], Said::Commune),
    (&["thi", "xa"], Said::District),
    (&["tinh"], Said::Province),
    (&["province"], Said::Province),
    (&["tp"], Said::City),
    (&["city"], Said::City),
    (&["quan"], Said::District),
    (&["q"], Said::District),
    (&["huyen"], Said::District),
    (&["h"], Said::District),
    (&["tx"], Said::District),
    (&["district"], Said::District),
    (&["dist"], Said::District),
    (&["phuong"], Said::Ward),
    (&["p"], Said::Ward),
    (&["ward"], Said::Ward),
    (&["xa"], Said::Commune),
    (&["commune"], Said::Commune),
    (&["tt"], Said::Commune),
];

/// Words after a name that say its kind, in English.
const AFTER: [(&str, Said); 8] = [
    ("district", Said::District),
    ("dist", Said::District),
    ("ward", Said::Ward),
    ("commune", Said::Commune),
    ("city", Said::City),
    ("province", Said::Province),
    ("town", Said::District),
    ("prov", Said::Province),
];

/// Words that make what follows (or goes before) a street or a building.
const STREET_BEFORE: [&str; 34] = [
    "duong", "pho", "street", "st", "ngo", "ngach", "hem", "kiet", "lo", "cau", "toa", "building", "tower", "kdc",
    "cho", "so", "dai", "quoc", "kcn", "khu", "ccn", "kdt", "benh", "truong", "chung", "cu", "vincom", "landmark",
    "km", "ql", "tl", "cong", "ben", "ga",
];
const STREET_AFTER: [&str; 16] = [
    "street",
    "st",
    "str",
    "road",
    "rd",
    "tower",
    "building",
    "plaza",
    "bridge",
    "boulevard",
    "blvd",
    "avenue",
    "ave",
    "center",
    "centre",
    "hotel",
];

/// Whether a mention may begin with this folded word. False is certain, true is not.
pub(super) fn may_begin(folded: &str) -> bool {
    let is_kind = BEFORE.iter().any(|(kind, _)| kind.first() == Some(&folded));
    is_kind || kind_with_number(folded).is_some() || names::may_begin(folded)
}

/// Whether a mention may end with this folded word. False is certain, true is not.
pub(super) fn may_end(folded: &str) -> bool {
    let is_kind = AFTER.iter().any(|(kind, _)| *kind == folded);
    is_kind || kind_with_number(folded).is_some() || names::may_end(folded)
}

/// `q7` taken apart.
fn kind_with_number(folded: &str) -> Option<(&str, &str)> {
    const KINDS: [&str; 7] = ["q", "p", "quan", "phuong", "district", "distric", "ward"];
    let letters = folded.chars().take_while(char::is_ascii_alphabetic).count();
    let (head, number) = folded.split_at_checked(letters)?;
    let digits = !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let head = if head == "distric" { "district" } else { head };
    (digits && KINDS.contains(&head)).then_some((head, number))
}

/// The parts of a text.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let alone = text.split([',', ';', '\n']).filter(|part| !part.trim().is_empty()).count() <= 1;
    let split = text.split([',', ';', '\n', '|', '/', '(', ')', '[', ']', '·', '•', '–', '—', ':', '+', '&']);
    split
        .flat_map(at_dashes)
        .map(|text| part(text, alone))
        .filter(|part| !part.mentions.is_empty() || part.unread.is_any())
        .collect()
}

/// The pieces between dashes, but for those of names: "Xuân Hương - Đà Lạt".
fn at_dashes(text: &str) -> impl Iterator<Item = &str> {
    const DASH: &str = " - ";
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut pieces = text.match_indices(DASH).map(move |(at, _)| (&text[..at], &text[at + DASH.len()..]));
        let parted = pieces.find(|(left, right)| !names::is_dashed(left, right));
        rest = parted.map(|(_, right)| right);
        Some(parted.map_or(text, |(left, _)| left))
    })
}

/// `alone`: the text has no other part, so that an address may stand in it without commas.
fn part(text: &str, alone: bool) -> Part {
    let words = words(text);
    let mut mentions = Vec::new();
    let mut unread = Unread::default();
    let mut at = 0;
    while at < words.len() {
        match mention(&words, at, alone) {
            Some((end, found)) => {
                mentions.push(found);
                at = end;
            }
            None => {
                unread.add(unread_at(&words, at));
                at += 1;
            }
        }
    }
    Part { mentions, unread }
}

/// A district or commune that is stated here and that nobody knows, where no name was found.
fn unread_at(words: &[Word], at: usize) -> Unread {
    let (said, start) = kind_before(words, at);
    if said == Said::Nothing {
        return unread_before_its_kind(words, at);
    }
    let is_stated = kind_before(words, start).0 == Said::Nothing && states_a_unit(words, at, start);
    if is_stated { Unread::of(said) } else { Unread::default() }
}

/// Whether the word for a kind that stands here is meant as one: "quán" and "xa lộ" are none, and without marks it must
/// begin the part.
fn states_a_unit(words: &[Word], at: usize, start: usize) -> bool {
    /// `xã hội`, `xa lộ`, the street Xã Đàn, `huyện ủy`, `xã đội`, `thành phố mới`.
    const NO_NAMES: [&str; 6] = ["hoi", "lo", "dan", "uy", "doi", "moi"];
    let (Some(kind), Some(name)) = (words.get(at), words.get(start)) else { return false };
    if NO_NAMES.contains(&name.folded.as_str()) {
        return false;
    }
    match kind.exact.as_str() {
        "quận" | "huyện" | "phường" | "xã" | "thị" | "đặc" | "district" | "dist" | "ward" | "commune" => {
            true
        }
        "quan" | "huyen" | "phuong" | "xa" | "thi" | "tx" | "thành" | "thanh" => at == 0,
        "q" => is_number(&name.folded),
        _ => false,
    }
}

/// "Abc Ward".
fn unread_before_its_kind(words: &[Word], at: usize) -> Unread {
    const NO_NAMES: [&str; 3] = ["business", "financial", "central"];
    let (said, end) = kind_after(words, at + 1);
    let is_unit = matches!(said, Said::District | Said::Ward | Said::Commune)
        && words.get(at + 1).is_some_and(|kind| kind.folded != "town")
        && words.get(at).is_some_and(|name| !is_number(&name.folded) && !NO_NAMES.contains(&name.folded.as_str()))
        // "Abc, District 7" without the comma.
        && words.get(end).is_none_or(|next| !is_number(&next.folded));
    if is_unit { Unread::of(said) } else { Unread::default() }
}

fn is_number(folded: &str) -> bool {
    folded.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a part; `q7` and `tphcm` are two words each, and `và` parts nothing.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for token in sanviec_text::tokens(text) {
        match kind_with_number(&token.folded) {
            Some(parts) => {
                let word = |text: &str| Word { exact: text.to_owned(), folded: text.to_owned() };
                words.extend([word(parts.0), word(parts.1)]);
            }
            None => words.push(Word { exact: token.exact, folded: token.folded }),
        }
    }
    words
}

/// A name that begins here, with its kind; `None` where there is none or where it is a street's.
fn mention(words: &[Word], at: usize, alone: bool) -> Option<(usize, Mention)> {
    let (said, start) = kind_before(words, at);
    let typed = if said == Said::Nothing { None } else { named(words, (at, start), said, alone) };
    // "Quan Sơn" and "Xa Dung" are names, and no kinds.
    typed.or_else(|| named(words, (at, at), Said::Nothing, alone)).or_else(|| joined(words, at))
}

/// The longest name from `start` on; what stands from `at` on is `said` to be its kind.
fn named(words: &[Word], (at, start): (usize, usize), said: Said, alone: bool) -> Option<(usize, Mention)> {
    let typed = said != Said::Nothing;
    let longest = (start + names::LONGEST).min(words.len());
    for end in (start + 1..=longest).rev() {
        let join = |form: fn(&Word) -> &str| words[start..end].iter().map(form).collect::<Vec<_>>().join(" ");
        let (folded, exact) = (join(|word| &word.folded), join(|word| &word.exact));
        let all = names::find(&folded, &exact);
        let (said, end) = if typed { (said, end) } else { kind_after(words, end) };
        let candidates: Vec<Found> = all.into_iter().filter(|found| fits(*found, said)).collect();
        if candidates.is_empty() {
            continue;
        }
        let number = is_number(&folded);
        let whole = at == 0 && end == words.len();
        if (number && said == Said::Nothing)
            || (said == Said::Nothing && !whole && !stands_free(words, (at, end), &candidates, alone))
        {
            continue;
        }
        return Some((end, Mention { said, candidates, begins: at == 0 }));
    }
    None
}

/// A whole part of one word that is a name written together: "Dakao".
fn joined(words: &[Word], at: usize) -> Option<(usize, Mention)> {
    let [word] = words else { return None };
    let candidates = names::find_joined(&word.folded);
    let found = at == 0 && !candidates.is_empty();
    found.then_some((1, Mention { said: Said::Nothing, candidates, begins: true }))
}

fn kind_before(words: &[Word], at: usize) -> (Said, usize) {
    for (kind, said) in BEFORE {
        let here = words
            .get(at..at + kind.len())
            .is_some_and(|here| here.iter().zip(kind).all(|(word, kind)| word.folded == *kind));
        // "Cư xá Đô Thành" is an estate.
        let estate = kind == ["xa"] && at > 0 && words[at - 1].folded == "cu";
        if here && !estate && at + kind.len() < words.len() {
            return (said, at + kind.len());
        }
    }
    (Said::Nothing, at)
}

fn kind_after(words: &[Word], end: usize) -> (Said, usize) {
    let said = words.get(end).and_then(|word| AFTER.iter().find(|(kind, _)| *kind == word.folded));
    said.map_or((Said::Nothing, end), |(_, said)| (*said, end + 1))
}

fn fits(found: Found, said: Said) -> bool {
    match (said, found.level()) {
        (Said::Nothing, _)
        | (Said::Province | Said::City, Level::Province)
        | (Said::District, Level::District)
        | (Said::Commune, Level::Commune) => true,
        (Said::Ward, Level::Commune) => kind_of(found) == "P",
        (Said::City, Level::District) => matches!(kind_of(found), "TP" | "TX"),
        // People say "xã" for a township too, but never mix the tiers.
        _ => false,
    }
}

const fn kind_of(found: Found) -> &'static str {
    match found {
        Found::Current(unit) => unit.kind().code(),
        Found::Former(unit) => unit.kind().code(),
    }
}

/// A bare name inside a longer part is a street or a house more often than a unit. It counts only at the end of the
/// part, and only a province, or a district before one; after a house number only where the text has no other part.
fn stands_free(words: &[Word], (at, end): (usize, usize), candidates: &[Found], alone: bool) -> bool {
    let street = at > 0 && STREET_BEFORE.contains(&words[at - 1].folded.as_str());
    let house = words.get(end).is_some_and(|word| STREET_AFTER.contains(&word.folded.as_str()));
    if street || house || (starts_with_number(words) && !alone) {
        return false;
    }
    let is_a = |level: Level| candidates.iter().any(|found| found.level() == level);
    if end == words.len() {
        return is_a(Level::Province) || (end - at >= 2 && is_a(Level::District) && !starts_with_number(words));
    }
    // Followed by something else: only when what follows is itself a unit at the end.
    let next = mention(words, end, alone).is_some_and(|(next_end, _)| next_end == words.len());
    next && (is_a(Level::District) || is_a(Level::Province) || (alone && end - at >= 2))
}

/// Whether the names of a part, with the words for their kinds, are all there is in the text.
pub(super) fn covers_all(text: &str, part: &Part) -> bool {
    let words = words(text);
    let mut at = 0;
    let mut found = 0;
    while at < words.len() {
        let Some((end, _)) = mention(&words, at, true) else { return false };
        at = end;
        found += 1;
    }
    found == part.mentions.len()
}

fn starts_with_number(words: &[Word]) -> bool {
    words.first().is_some_and(|word| word.folded.starts_with(|letter: char| letter.is_ascii_digit()))
}
