//! The normal form of an employer's name: two spellings of one employer give one key.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Legal forms and courtesy words that say nothing about who it is, longest first within one start. Spelled as people
/// spell them; compared folded.
const FORMS: [&str; 52] = [
    "công ty trách nhiệm hữu hạn một thành viên",
    "công ty trách nhiệm hữu hạn mtv",
    "công ty trách nhiệm hữu hạn",
    "công ty tnhh một thành viên",
    "công ty tnhh 1 thành viên",
    "công ty tnhh hai thành viên trở lên",
    "công ty tnhh mtv",
    "công ty tnhh 1tv",
    "công ty tnhh",
    "công ty cổ phần",
    "công ty ctcp",
    "công ty cp",
    "công ty hợp danh",
    "tổng công ty cổ phần",
    "tổng công ty",
    "công ty",
    "cty tnhh một thành viên",
    "cty tnhh mtv",
    "cty tnhh",
    "cty cổ phần",
    "cty cp",
    "cty",
    "cong ty",
    "ctcp",
    "tnhh một thành viên",
    "tnhh mtv",
    "tnhh",
    "trách nhiệm hữu hạn",
    "cổ phần",
    "doanh nghiệp tư nhân",
    "dntn",
    "hộ kinh doanh",
    "hkd",
    "hợp tác xã",
    "htx",
    "joint stock company",
    "joint stock",
    "jsc",
    "company limited",
    "co ltd",
    "co",
    "company",
    "limited liability company",
    "limited",
    "ltd",
    "llc",
    "corporation",
    "corp",
    "inc",
    "one member",
    "một thành viên",
    "mtv",
];

static FOLDED_FORMS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut forms: Vec<Vec<String>> =
        FORMS.iter().map(|form| words(&sanviec_text::fold(form)).into_iter().map(str::to_owned).collect()).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms.dedup();
    forms
});

/// The key by which an employer is found again: folded letters and digits with single spaces, legal forms at the
/// start and at the end dropped. "Cty TNHH MTV Minh Phú", "CÔNG TY TNHH MỘT THÀNH VIÊN MINH PHÚ" and "Minh Phu Co.,
/// Ltd" give
/// `minh phu`. A name that is nothing but legal forms keeps them; an empty name gives an empty key, which equals
/// nothing.
pub fn employer_key(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            other => other,
        })
        .collect();
    let folded = sanviec_text::fold(&without_brackets(&name));
    let all = words(&folded);
    let mut rest = all.as_slice();
    while let Some(shorter) = shortened(rest) {
        rest = shorter;
    }
    if rest.is_empty() { all.join(" ") } else { rest.join(" ") }
}

fn shortened<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let same = |form: &[String], part: &[&str]| form.iter().map(String::as_str).eq(part.iter().copied());
    FOLDED_FORMS.iter().find_map(|form| {
        let (start, end) = (words.get(..form.len())?, words.len() - form.len());
        if same(form, start) {
            Some(&words[form.len()..])
        } else if same(form, &words[end..]) && !form.iter().all(|word| word == "co") {
            Some(&words[..end])
        } else {
            None
        }
    })
}

/// Dots inside letters join ("T.N.H.H", "V.N."), everything else that is no letter or digit separates.
fn words(folded: &str) -> Vec<&str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// "Minh Phú (Chi nhánh Cà Mau)" is the employer Minh Phú; a name that is wholly in brackets stays.
fn without_brackets(name: &str) -> Cow<'_, str> {
    let kept = sanviec_text::without_brackets(name);
    if kept.chars().any(char::is_alphanumeric) { Cow::Owned(kept) } else { Cow::Borrowed(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_employer_give_one_key() {
        for name in [
            "Công ty TNHH Minh Phú",
            "CÔNG TY TNHH MINH PHÚ",
            "Cty TNHH MTV Minh Phú",
            "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN MINH PHÚ",
            "Minh Phu Co., Ltd",
            "Minh Phu Co.,Ltd.",
            "Minh Phú Company Limited",
            "MINH PHU JSC",
            "Công ty Cổ phần Minh Phú",
            "CTCP Minh Phú",
            "  Minh   Phú  ",
            "Minh Phú (Chi nhánh Cà Mau)",
            "công ty cp minh phú",
            "Ｍinh Phú Corp.",
        ] {
            assert_eq!(employer_key(name), "minh phu", "{name}");
        }
    }

    #[test]
    fn different_employers_keep_different_keys() {
        for (one, other) in [
            ("Công ty TNHH Minh Phú", "Công ty TNHH Minh Phát"),
            ("Công ty May 10", "Công ty May 20"),
            ("Coteccons", "Teccons"),
            ("Công ty TNHH Co Opmart", "Công ty TNHH Opmart 2"),
        ] {
            assert_ne!(employer_key(one), employer_key(other), "{one} {other}");
        }
    }

    #[test]
    fn names_that_are_only_forms_stay_and_empty_stays_empty() {
        assert_eq!(employer_key("Công ty TNHH"), "cong ti tnhh".replace("ti", sanviec_text::fold("ty").as_str()));
        assert_eq!(employer_key("  "), "");
        assert_eq!(employer_key("(ABC)"), "abc");
        assert_eq!(employer_key("!!!"), "");
    }
}
