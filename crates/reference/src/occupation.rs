//! Occupations: VSCO 2020 (Decision 34/2020/QĐ-TTg), levels 1 to 4, with the ISCO-08 groups they belong to, and the
//! look-up from a title as adverts write it.

mod names;

pub use names::{Named, recognise_in};

use crate::abbreviation;
use crate::table::rows;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// One group of VSCO 2020.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// 1 to 4 digits.
    pub code: &'static str,
    /// Vietnamese title, from Decision 34/2020/QĐ-TTg.
    pub name_vi: &'static str,
    /// Title of the ISCO-08 group it belongs to; empty where there is none (groups 0 and 1).
    pub name_en: &'static str,
    /// ISCO-08 code, empty where there is none.
    pub isco: &'static str,
}

/// One answer of the look-up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The group that is meant.
    pub occupation: &'static Occupation,
    /// 0 to 1000: how much of the title and of the known name agree, rare words first.
    pub score: u32,
}

impl Scored {
    /// Whether the answer is good enough to be taken without a person.
    #[must_use]
    pub const fn is_likely(&self) -> bool {
        self.score >= 600
    }
}

struct Book {
    occupations: Vec<Occupation>,
    by_code: HashMap<&'static str, usize>,
    titles: Vec<Title>,
    by_word: HashMap<String, Vec<u32>>,
}

struct Title {
    occupation: usize,
    written: String,
    exact: Vec<String>,
    folded: Vec<String>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let occupations: Vec<Occupation> = rows::<4>(include_str!("../data/occupations.tsv"))
        .map(|[code, name_vi, isco, name_en]| Occupation { code, name_vi, name_en: english(code, name_en), isco })
        .collect();
    let by_code: HashMap<&str, usize> = occupations.iter().enumerate().map(|(at, found)| (found.code, at)).collect();
    let names = occupations.iter().filter(|found| found.code.len() == 4).map(|found| [found.code, "vi", found.name_vi]);
    let listed = rows::<3>(include_str!("../data/occupation_titles.tsv"));
    let house = rows::<3>(include_str!("../data/house_titles.tsv"));
    let mut book = Book { occupations: Vec::new(), by_code, titles: Vec::new(), by_word: HashMap::new() };
    for [code, _, title] in names.chain(listed).chain(house) {
        book.add(code, title);
    }
    book.occupations = occupations;
    book
});

/// Names of the major groups in English; the ISCO table names the rest.
fn english(code: &str, isco: &'static str) -> &'static str {
    match code {
        "0" => "Armed forces",
        "1" => "Leaders and managers",
        "2" => "Professionals",
        "3" => "Technicians and associate professionals",
        "4" => "Clerical support workers",
        "5" => "Service and sales workers",
        "6" => "Skilled agricultural, forestry and fishery workers",
        "7" => "Craft and related trades workers",
        "8" => "Plant and machine operators and assemblers",
        "9" => "Elementary occupations",
        _ => isco,
    }
}

impl Book {
    fn add(&mut self, code: &str, title: &str) {
        let Some(&occupation) = self.by_code.get(code) else { return };
        let words = meaningful(title);
        let number = self.titles.len() as u32;
        for (_, folded) in &words {
            let list = self.by_word.entry(folded.clone()).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
        let (exact, folded) = words.into_iter().unzip();
        self.titles.push(Title { occupation, written: title.to_owned(), exact, folded });
    }

    /// Rare words weigh more: thousandths, by how many known titles hold the word.
    fn weight(&self, folded: &str) -> u32 {
        let known = self.by_word.get(folded).map_or(1, Vec::len) as u32;
        1000 / (1 + known.ilog2())
    }
}

/// The words of a title that say something, once each.
fn meaningful(title: &str) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    let mut words = Vec::new();
    let mut take = |text: &str| {
        for token in sanviec_text::tokens(text) {
            if !abbreviation::has_no_weight(&token.exact) && seen.insert(token.folded.clone()) {
                words.push((token.exact, token.folded));
            }
        }
    };
    for token in sanviec_text::tokens(title) {
        match abbreviation::readings(token.raw).as_slice() {
            [] => take(token.raw),
            readings => take(readings[0]),
        }
    }
    words
}

/// The group with this code.
pub fn get(code: &str) -> Option<&'static Occupation> {
    BOOK.by_code.get(code).map(|at| &BOOK.occupations[*at])
}

/// All groups, in the order of their codes.
pub fn all() -> &'static [Occupation] {
    &BOOK.occupations
}

/// The groups directly below a code; the major groups for an empty one.
pub fn children(code: &str) -> impl Iterator<Item = &'static Occupation> + '_ {
    all().iter().filter(move |found| found.code.len() == code.len() + 1 && found.code.starts_with(code))
}

/// Number of a level-2 group among all of them, for counting.
pub fn group_number(code: &str) -> Option<u8> {
    let group = code.get(..2)?;
    all().iter().filter(|found| found.code.len() == 2).position(|found| found.code == group).map(|at| at as u8)
}

/// The level-2 groups, in the order of their numbers.
pub fn groups() -> impl Iterator<Item = &'static Occupation> {
    all().iter().filter(|found| found.code.len() == 2)
}

/// Unit groups that a title may name, best first.
pub fn lookup(title: &str, limit: usize) -> Vec<Scored> {
    let words = meaningful(title);
    let mut scores: HashMap<u32, u32> = HashMap::new();
    for (exact, folded) in &words {
        let weight = BOOK.weight(folded);
        for number in BOOK.by_word.get(folded).into_iter().flatten() {
            let known = &BOOK.titles[*number as usize];
            let at = known.folded.iter().position(|word| word == folded);
            let same_marks = at.is_some_and(|at| known.exact[at] == *exact);
            // Without marks a word may be meant; with other marks it is another word.
            let counted = if same_marks {
                weight
            } else if exact == folded {
                weight * 9 / 10
            } else {
                0
            };
            *scores.entry(*number).or_default() += counted;
        }
    }
    let asked: u32 = words.iter().map(|(_, folded)| BOOK.weight(folded)).sum();
    let mut best: HashMap<usize, u32> = HashMap::new();
    for (number, met) in scores {
        let title = &BOOK.titles[number as usize];
        let known: u32 = title.folded.iter().map(|word| BOOK.weight(word)).sum();
        let score = 2000 * met / (asked + known).max(1);
        let entry = best.entry(title.occupation).or_default();
        *entry = (*entry).max(score);
    }
    let mut found: Vec<Scored> =
        best.into_iter().map(|(at, score)| Scored { occupation: &BOOK.occupations[at], score }).collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.occupation.code.cmp(b.occupation.code)));
    found.truncate(limit);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classification_is_whole() {
        assert_eq!(children("").count(), 10);
        assert_eq!(groups().count(), 48);
        assert_eq!(all().iter().filter(|found| found.code.len() == 4).count(), 509);
        for found in all() {
            assert!(found.code.len() == 1 || get(&found.code[..found.code.len() - 1]).is_some(), "{}", found.code);
        }
        assert_eq!(group_number("2512").map(usize::from), groups().position(|group| group.code == "25"));
    }

    #[test]
    fn titles_of_adverts_find_their_group() {
        for (title, code) in [
            ("Thợ hàn", "7212"),
            ("tho han", "7212"),
            ("Nhân viên bảo vệ", "5401"),
            ("Lái xe tải", "8332"),
            ("Công nhân may công nghiệp", "8153"),
            ("Kế toán trưởng", "2411"),
            ("Điều dưỡng viên", "3221"),
        ] {
            let found = lookup(title, 3);
            assert!(found.iter().any(|scored| scored.occupation.code == code), "{title}: {found:#?}");
        }
    }
}
