//! Abbreviations and house words of adverts, what they stand for, and words of titles that say nothing about the
//! work.

use crate::table::rows;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// One reading of an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// As written, capitals and all.
    pub abbreviation: &'static str,
    /// What it stands for.
    pub reading: &'static str,
    /// `job`, `org`, `place`, `contract`, `skill`, `edu`, `unit`, `misc`, `informal`.
    pub kind: &'static str,
    /// Whether it may stand for something else too.
    pub ambiguous: bool,
}

static READINGS: LazyLock<HashMap<String, Vec<Reading>>> = LazyLock::new(|| {
    let mut readings: HashMap<String, Vec<Reading>> = HashMap::new();
    let listed = rows::<4>(include_str!("../data/abbreviations.tsv"));
    let house = rows::<4>(include_str!("../data/house_words.tsv"));
    for [abbreviation, kind, ambiguous, reading] in listed.chain(house) {
        let reading = Reading { abbreviation, reading, kind, ambiguous: ambiguous == "1" };
        readings.entry(sanviec_text::exact(abbreviation)).or_default().push(reading);
    }
    readings
});

static NO_WEIGHT: LazyLock<HashSet<String>> =
    LazyLock::new(|| include_str!("../data/no_weight.txt").lines().map(sanviec_text::exact).collect());

/// Everything known of an abbreviation, capitals or not.
pub fn find(text: &str) -> &'static [Reading] {
    READINGS.get(&sanviec_text::exact(text)).map_or(&[], Vec::as_slice)
}

/// Whole phrases that a word of a text may stand for. Places are not among them: they have their own look-up.
pub fn readings(word: &str) -> Vec<&'static str> {
    readings_of(&sanviec_text::exact(word)).collect()
}

/// As [`readings`], of a word that is in its normal form already.
pub fn readings_of(exact: &str) -> impl Iterator<Item = &'static str> {
    let known = READINGS.get(exact).map_or(&[][..], Vec::as_slice);
    let searched = |reading: &&Reading| matches!(reading.kind, "job" | "org" | "skill" | "edu" | "informal");
    known.iter().filter(searched).map(|reading| reading.reading)
}

/// Whether a word (in its exact form) tells nothing about what is searched for.
pub fn has_no_weight(exact: &str) -> bool {
    NO_WEIGHT.contains(exact)
}

/// Every reading.
pub fn all() -> impl Iterator<Item = &'static Reading> {
    READINGS.values().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn house_words_of_adverts_are_known() {
        for (word, reading) in [
            ("NVKD", "nhân viên kinh doanh"),
            ("cntt", "công nghệ thông tin"),
            ("LĐPT", "lao động phổ thông"),
            ("XNK", "xuất nhập khẩu"),
            ("KTV", "kỹ thuật viên"),
            ("sale", "kinh doanh"),
        ] {
            assert!(readings(word).contains(&reading), "{word}: {:?}", readings(word));
        }
        assert!(find("KCN").iter().any(|reading| reading.reading == "khu công nghiệp"));
    }

    #[test]
    fn words_without_weight_are_marked() {
        for word in ["nhân", "viên", "tuyển", "cần", "gấp", "nhan", "vien", "tuyen"] {
            assert!(has_no_weight(&sanviec_text::exact(word)), "{word}");
        }
        assert!(!has_no_weight("hàn") && !has_no_weight("kế"));
    }
}
