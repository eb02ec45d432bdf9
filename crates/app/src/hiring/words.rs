//! What stands in a spreadsheet of postings: columns and cells in the words of the pages, in those that adverts use, or
//! in names and codes as programs write them.

use super::form::{Control, FieldSpec, specs};
use crate::error::FieldError;
use crate::reading;
use sanviec_domain::Lang;
use std::collections::BTreeMap;

/// Letters of a cell that are said again in what is wrong with it.
const SAID_AGAIN: usize = 60;

/// What the pages call the fields and the members of their lists, in Vietnamese and in English. Without any, names,
/// codes and the words of adverts are read.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// By name of the field.
    headings: BTreeMap<&'static str, [String; 2]>,
    /// The field of each heading, as [`sanviec_text::slug`] writes it.
    fields: BTreeMap<String, &'static str>,
    members: Vec<Member>,
}

#[derive(Clone, Debug)]
struct Member {
    field: &'static str,
    code: &'static str,
    words: [String; 2],
    /// As they are compared.
    folded: [String; 2],
}

impl Words {
    /// Asks what each field is called, and each member of its list.
    #[must_use]
    pub fn of(named: impl Fn(&'static str, Option<&'static str>) -> [String; 2]) -> Self {
        let mut all = Self::default();
        for field in specs() {
            let words = named(field.name, None);
            for word in &words {
                all.fields.entry(sanviec_text::slug(word)).or_insert(field.name);
            }
            all.headings.insert(field.name, words);
            for code in field.codes() {
                let words = named(field.name, Some(code));
                let folded = [folded(&words[0]), folded(&words[1])];
                all.members.push(Member { field: field.name, code, words, folded });
            }
        }
        all
    }

    /// The field that a column is of: by its name, or by what a page calls it.
    #[must_use]
    pub fn field(&self, column: &str) -> Option<&'static str> {
        let named = specs().find(|field| field.name == column).map(|field| field.name);
        named.or_else(|| self.fields.get(&sanviec_text::slug(column)).copied())
    }

    /// The code that a word stands for in a field.
    #[must_use]
    pub fn code(&self, field: &FieldSpec, word: &str) -> Option<&'static str> {
        let (codes, said) = (field.codes(), folded(word));
        let member = |member: &&Member| member.field == field.name && member.folded.contains(&said);
        let listed = codes.iter().copied().find(|code| *code == word.trim());
        let listed = listed.or_else(|| self.members.iter().find(member).map(|member| member.code));
        listed.or_else(|| reading::choice(field.name, word).filter(|code| codes.contains(code)))
    }

    /// What a column is headed.
    pub(super) fn heading(&self, field: &FieldSpec, lang: Lang) -> String {
        self.headings.get(field.name).map_or_else(|| field.name.to_owned(), |words| words[at(lang)].clone())
    }

    /// The words of a list, in its order.
    pub(super) fn listed(&self, field: &FieldSpec, lang: Lang) -> Vec<String> {
        let word = |code: &str| {
            let member = self.members.iter().find(|member| member.field == field.name && member.code == code);
            member.map_or_else(|| code.to_owned(), |member| member.words[at(lang)].clone())
        };
        field.codes().into_iter().map(word).collect()
    }

    /// The values of a cell as the form sends them. Several stand in one cell, parted by semicolons.
    pub(super) fn values(&self, field: &FieldSpec, cell: &str) -> Result<Vec<String>, FieldError> {
        let parts = || cell.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        match field.control {
            Control::Lines => Ok(parts().map(str::to_owned).collect()),
            Control::Many(_) => parts().map(|word| self.coded(field, word)).collect(),
            Control::One(_) if cell.trim().is_empty() => Ok(vec![String::new()]),
            Control::One(_) => Ok(vec![self.coded(field, cell)?]),
            Control::Yes if cell.trim().is_empty() => Ok(Vec::new()),
            Control::Yes => match reading::yes_or_no(cell) {
                Some(true) => Ok(vec!["yes".to_owned()]),
                Some(false) => Ok(Vec::new()),
                None => Err(FieldError::new(field.name, "unknown_code", "Ghi có hoặc không.", "Write yes or no.")),
            },
            Control::Line | Control::Area | Control::Number | Control::Day => Ok(vec![cell.to_owned()]),
        }
    }

    fn coded(&self, field: &FieldSpec, word: &str) -> Result<String, FieldError> {
        self.code(field, word).map(str::to_owned).ok_or_else(|| self.unknown(field, word.trim()))
    }

    /// Says what would be taken.
    fn unknown(&self, field: &FieldSpec, word: &str) -> FieldError {
        let word: String = word.chars().take(SAID_AGAIN).collect();
        let all = |lang| self.listed(field, lang).join("; ");
        let vi = format!("“{word}” không có trong danh sách. Hãy ghi một trong các mục: {}.", all(Lang::Vi));
        let en = format!("“{word}” is not in the list. Write one of: {}.", all(Lang::En));
        FieldError::new(field.name, "unknown_code", vi, en)
    }
}

const fn at(lang: Lang) -> usize {
    match lang {
        Lang::Vi => 0,
        Lang::En => 1,
    }
}

/// A word as it is compared: without marks, with single blanks.
fn folded(word: &str) -> String {
    sanviec_text::fold(word).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> FieldSpec {
        specs().find(|field| field.name == name).expect("a field")
    }

    fn words() -> Words {
        Words::of(|field, code| match (field, code) {
            ("recruiting", None) => ["Hình thức tuyển".to_owned(), "Way of recruiting".to_owned()],
            ("recruiting", Some("telephone")) => ["Qua điện thoại".to_owned(), "By telephone".to_owned()],
            (field, code) => [0, 1].map(|at| format!("{field} {} {at}", code.unwrap_or_default())),
        })
    }

    #[test]
    fn columns_and_cells_are_read_in_both_languages_and_as_programs_write_them() {
        let words = words();
        for column in ["recruiting", "hình_thức_tuyển", "Hinh thuc tuyen", "way_of_recruiting"] {
            assert_eq!(words.field(column), Some("recruiting"), "{column}");
        }
        assert_eq!(words.field("cách_tuyển"), None, "nothing is guessed");
        let recruiting = field("recruiting");
        for word in ["telephone", "Qua điện thoại", " qua  dien thoai", "By telephone"] {
            assert_eq!(words.code(&recruiting, word), Some("telephone"), "{word}");
        }
        assert_eq!(words.values(&recruiting, "Qua điện thoại; online;").expect("known"), ["telephone", "online"]);
        let adverts = Words::default();
        for (name, word, code) in [
            ("position", "Nhân viên", "staff"),
            ("education", "Tốt nghiệp THCS", "lower_secondary"),
            ("technical_level", "Sơ cấp", "elementary"),
            ("experience", "khong", "none"),
        ] {
            assert_eq!(adverts.code(&field(name), word), Some(code), "{word}");
        }
    }

    #[test]
    fn what_is_in_no_list_is_told_with_the_words_that_would_be_taken() {
        let error = words().values(&field("recruiting"), "Qua điện thoại; bồ câu").expect_err("no way of recruiting");
        assert_eq!((error.field, error.code), ("recruiting", "unknown_code"));
        assert!(error.vi.contains("“bồ câu”") && error.vi.contains("; Qua điện thoại; "), "{}", error.vi);
        assert!(error.en.contains("; By telephone; "), "{}", error.en);
        let flag = field("overseas");
        let of = |cell: &str| Words::default().values(&flag, cell);
        assert_eq!((of("có").expect("yes"), of("Không").expect("no")), (vec!["yes".to_owned()], Vec::new()));
        assert_eq!(
            (of(" ").expect("nothing"), of("có lẽ").map_err(|error| error.code)),
            (Vec::new(), Err("unknown_code"))
        );
    }

    #[test]
    fn several_values_stand_in_one_cell() {
        let places = "Phường Cầu Giấy, Hà Nội; Phường Quy Nhơn, Gia Lai";
        assert_eq!(Words::default().values(&field("location"), places).expect("places").len(), 2);
    }
}
