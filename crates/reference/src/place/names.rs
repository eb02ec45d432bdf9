//! Names of units and what people write for them.

use super::Found;
use crate::table::rows;
use crate::unit::{self, Level};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Most words of a name.
pub(super) const LONGEST: usize = 6;

/// Units by their folded name, each with the exact name; numbers without leading noughts.
static NAMES: LazyLock<HashMap<String, Vec<(String, Found)>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<(String, Found)>> = HashMap::new();
    let mut add = |name: &str, found: Found| {
        let name = name.trim_start_matches('0');
        let words = |form: fn(&sanviec_text::Token<'_>) -> String| {
            sanviec_text::tokens(name).iter().map(form).collect::<Vec<_>>().join(" ")
        };
        let entry = (words(|token| token.exact.clone()), found);
        names.entry(words(|token| token.folded.clone())).or_default().push(entry);
    };
    unit::provinces().iter().chain(unit::communes()).for_each(|unit| add(unit.name, Found::Current(unit)));
    unit::former().iter().for_each(|unit| add(unit.name, Found::Former(unit)));
    for [alias, level, name] in rows::<3>(include_str!("../../data/place_aliases.tsv")) {
        if let Some(found) = named(level, name) {
            add(alias, found);
        }
    }
    names
});

/// The unit that an alias stands for: a province in force, an old province, or an old district.
fn named(level: &str, name: &str) -> Option<Found> {
    let former = |level| unit::former().iter().find(|unit| unit.level == level && unit.name == name).map(Found::Former);
    match level {
        "province" => unit::provinces().iter().find(|unit| unit.name == name).map(Found::Current),
        "old_province" => former(Level::Province),
        _ => former(Level::District),
    }
}

/// Every unit with this name (folded words joined by blanks); those whose marks agree first.
pub(super) fn find(folded: &str, exact: &str) -> Vec<Found> {
    let key = folded.trim_start_matches('0');
    let Some(all) = NAMES.get(key) else { return Vec::new() };
    let bare = folded == exact;
    let same: Vec<Found> = all.iter().filter(|(known, _)| known == exact || bare).map(|(_, found)| *found).collect();
    // Marks that agree with no unit are a slip: the letters still tell.
    once(if same.is_empty() { all.iter().map(|(_, found)| *found).collect() } else { same })
}

/// Each unit once: an alias that folds to the unit's own name is no second unit.
fn once(all: Vec<Found>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::with_capacity(all.len());
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

static JOINED: LazyLock<HashMap<String, Vec<Found>>> = LazyLock::new(|| {
    let mut joined: HashMap<String, Vec<Found>> = HashMap::new();
    for (name, found) in all().filter(|(name, _)| name.contains(' ') && name.len() >= 6) {
        joined.entry(name.replace(' ', "")).or_default().push(found);
    }
    joined
});

/// Every unit whose name of several syllables, written together, is this.
pub(super) fn find_joined(folded: &str) -> Vec<Found> {
    once(JOINED.get(folded).cloned().unwrap_or_default())
}

/// Names with a dash between blanks, each in its two halves.
static DASHED: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let all = unit::communes().iter().map(|unit| unit.name).chain(unit::former().iter().map(|unit| unit.name));
    let halves = all.filter_map(|name| name.split_once(" - "));
    halves.map(|(left, right)| (sanviec_text::fold(left), sanviec_text::fold(right))).collect()
});

/// Whether a dash between these two texts belongs to a name.
pub(super) fn is_dashed(left: &str, right: &str) -> bool {
    let (left, right) = (sanviec_text::fold(left), sanviec_text::fold(right));
    DASHED.iter().any(|(first, second)| left.ends_with(first.as_str()) && right.starts_with(second.as_str()))
}

/// First words and last words of all names.
static EDGES: LazyLock<(HashSet<&str>, HashSet<&str>)> = LazyLock::new(|| {
    let edge = |name: &'static str| Some((name.split(' ').next()?, name.rsplit(' ').next()?));
    NAMES.keys().filter_map(|name| edge(name.as_str())).unzip()
});

/// Whether some name begins with this folded word, or is it, written together.
pub(super) fn may_begin(folded: &str) -> bool {
    EDGES.0.contains(folded.trim_start_matches('0')) || JOINED.contains_key(folded)
}

/// Whether some name ends with this folded word, or is it, written together.
pub(super) fn may_end(folded: &str) -> bool {
    EDGES.1.contains(folded.trim_start_matches('0')) || EDGES.1.contains(folded) || JOINED.contains_key(folded)
}

/// Every name, for suggestions: folded name and unit.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Found)> {
    NAMES.iter().flat_map(|(folded, units)| units.iter().map(move |(_, found)| (folded.as_str(), *found)))
}

/// A place that is no unit of the country.
pub(super) enum Elsewhere {
    Country(&'static str),
    Anywhere,
}

static ELSEWHERE: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let listed = rows::<2>(include_str!("../../data/countries.tsv"));
    let mut names: Vec<_> =
        listed.map(|[name, country]| (format!(" {} ", sanviec_text::fold(name)), country)).collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
});

/// Another country, and no word of which.
const ABROAD: [&str; 3] = [" overseas ", " nuoc ngoai ", " abroad "];
const ANYWHERE: [&str; 9] = [
    " toan quoc ",
    " remote ",
    " tu xa ",
    " work from home ",
    " lam viec tai nha ",
    " nationwide ",
    " ca nuoc ",
    " anywhere ",
    " tat ca tinh thanh ",
];

/// A country, or the words for "anywhere", in a text that names no unit.
pub(super) fn elsewhere(text: &str) -> Option<Elsewhere> {
    let words: Vec<String> = sanviec_text::tokens(text).into_iter().map(|token| token.folded).collect();
    let text = format!(" {} ", words.join(" "));
    if let Some((_, country)) = ELSEWHERE.iter().find(|(name, _)| text.contains(name.as_str())) {
        return Some(Elsewhere::Country(country));
    }
    if ABROAD.iter().any(|words| text.contains(words)) {
        return Some(Elsewhere::Country(""));
    }
    ANYWHERE.iter().any(|words| text.contains(words)).then_some(Elsewhere::Anywhere)
}
