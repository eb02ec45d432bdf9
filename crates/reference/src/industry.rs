//! Industries: VSIC 2018 (Decision 27/2018/QĐ-TTg), levels 1 to 4, and the sections of VSIC 2025 (Decision
//! 36/2025/QĐ-TTg).

use crate::table::rows;
use std::sync::LazyLock;

/// One class of a version of VSIC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Industry {
    /// `2018` or `2025`.
    pub version: &'static str,
    /// Section letter, or 2 to 4 digits.
    pub code: &'static str,
    /// Empty for a section.
    pub parent: &'static str,
    /// Vietnamese title of its version.
    pub name_vi: &'static str,
    /// Title of ISIC at levels 1 and 2, else empty.
    pub name_en: &'static str,
}

static INDUSTRIES: LazyLock<Vec<Industry>> = LazyLock::new(|| {
    rows::<5>(include_str!("../data/industries.tsv"))
        .map(|[version, code, parent, name_vi, name_en]| Industry { version, code, parent, name_vi, name_en })
        .collect()
});

/// Everything, both versions.
pub fn all() -> &'static [Industry] {
    &INDUSTRIES
}

/// A class of VSIC 2018.
pub fn get(code: &str) -> Option<&'static Industry> {
    all().iter().find(|industry| industry.version == "2018" && industry.code == code)
}

/// The 21 sections of VSIC 2018.
pub fn sections() -> impl Iterator<Item = &'static Industry> {
    all().iter().filter(|industry| industry.version == "2018" && industry.parent.is_empty())
}

/// A class of VSIC 2018 and everything above it, nearest first.
pub fn ancestry(code: &str) -> impl Iterator<Item = &'static Industry> {
    std::iter::successors(get(code), |industry| get(industry.parent))
}

/// Sections of VSIC 2025 that a section of VSIC 2018 became: J was split, and the letters from K on moved by one.
#[must_use]
pub fn sections_2025(section: &str) -> Vec<&'static Industry> {
    let letters: &[&str] = match section {
        "A" => &["A"],
        "B" => &["B"],
        "C" => &["C"],
        "D" => &["D"],
        "E" => &["E"],
        "F" => &["F"],
        "G" => &["G"],
        "H" => &["H"],
        "I" => &["I"],
        "J" => &["J", "K"],
        "K" => &["L"],
        "L" => &["M"],
        "M" => &["N"],
        "N" => &["O"],
        "O" => &["P"],
        "P" => &["Q"],
        "Q" => &["R"],
        "R" => &["S"],
        "S" => &["T"],
        "T" => &["U"],
        "U" => &["V"],
        _ => &[],
    };
    all().iter().filter(|industry| industry.version == "2025" && letters.contains(&industry.code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_there_and_every_class_has_its_section() {
        assert_eq!(sections().count(), 21);
        assert_eq!(all().iter().filter(|industry| industry.version == "2025").count(), 22);
        for industry in all().iter().filter(|industry| industry.version == "2018") {
            let top = ancestry(industry.code).last().expect("itself");
            assert!(top.parent.is_empty(), "{} leads to {}", industry.code, top.code);
        }
    }

    #[test]
    fn every_section_has_a_successor_and_only_j_has_two() {
        for section in sections() {
            let expected = if section.code == "J" { 2 } else { 1 };
            assert_eq!(sections_2025(section.code).len(), expected, "{}", section.code);
        }
    }
}
