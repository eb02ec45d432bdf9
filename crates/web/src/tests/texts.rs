//! Both languages have the same texts, every text asked for exists, none lies about unused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::lang::Lang;

/// Keys made from parts at run time: their beginnings.
const BUILT: [&str; 28] = [
    "audit-do-",
    "hook-",
    "people-file-",
    "sort-",
    "group-",
    "choice-",
    "fact-",
    "term-",
    "role-",
    "part-",
    "field-",
    "column-",
    "option-",
    "purpose-",
    "after-",
    "why-",
    "placement-signature-why-",
    "profile-state-",
    "visible-",
    "profile-choice-",
    "hiring-",
    "members-",
    "event-",
    "answer-",
    "accounts-",
    "running-is-",
    "queues-",
    "statistics-",
];

fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.code());
    let mut keys = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("locales") {
        let text = std::fs::read_to_string(entry.expect("entry").path()).expect("texts");
        let mut last = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                key.clone_into(&mut last);
                assert!(keys.insert(last.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            }
            keys.entry(last.clone()).or_default().extend(values(line));
        }
    }
    keys.remove("");
    keys
}

fn values(line: &str) -> impl Iterator<Item = String> {
    let name = |rest: &str| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned();
    line.split('$').skip(1).map(name).filter(|name| name != "n" && name != "count")
}

/// Quoted words in templates and sources that look like keys of texts.
fn asked() -> BTreeSet<String> {
    let known = keys(Lang::Vi);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = BTreeSet::new();
    let mut folders = vec![root.join("templates"), root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    folders.push(path);
                }
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("source");
            for call in [".t(\"", ".t1(\"", ".t2(\"", ".n(\"", ".asking(\""] {
                asked.extend(text.split(call).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
            let quoted = text.split('"').skip(1).step_by(2).filter(|word| word.len() < 40 && word.contains('-'));
            asked.extend(quoted.filter(|word| known.contains_key(*word)).map(str::to_owned));
        }
    }
    asked
        .retain(|key| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !key.is_empty());
    asked
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_values() {
    assert_eq!(keys(Lang::Vi), keys(Lang::En));
    assert!(keys(Lang::Vi).len() > 200);
}

#[test]
fn every_key_asked_for_exists() {
    let known = keys(Lang::Vi);
    let missing: Vec<String> = asked().into_iter().filter(|key| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_text_lies_about_unused() {
    let asked = asked();
    let unused: Vec<String> = keys(Lang::Vi)
        .into_keys()
        .filter(|key| !asked.contains(key) && !BUILT.iter().any(|built| key.starts_with(built)))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// `xóa`, `hòa`, `ủy`: the tone stands on the first of the two vowels that end a word, save after `q`.
#[test]
fn tones_stand_on_one_vowel_in_all_vietnamese_texts() {
    const OTHERWISE: [&str; 15] =
        ["oá", "oà", "oả", "oã", "oạ", "oé", "oè", "oẻ", "oẽ", "oẹ", "uý", "uỳ", "uỷ", "uỹ", "uỵ"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/vi");
    let mut words = 0;
    for entry in std::fs::read_dir(folder).expect("locales") {
        let text = std::fs::read_to_string(entry.expect("entry").path()).expect("texts").to_lowercase();
        for word in text.split(|c: char| !c.is_alphabetic()) {
            words += 1;
            let is_otherwise = !word.starts_with('q') && OTHERWISE.iter().any(|end| word.ends_with(end));
            assert!(!is_otherwise, "{word}");
        }
    }
    assert!(words > 10_000, "{words}");
}

#[test]
fn plural_forms_are_chosen_by_the_number() {
    assert_eq!(Lang::En.n("results-count", 1), "1 job");
    assert_eq!(Lang::En.n("results-count", 12_345), "12,345 jobs");
    assert_eq!(Lang::En.n("running-recorded", 1), "1 fact recorded.");
    assert_eq!(Lang::En.n("running-waiting", 2), "2 signatures wait for the scan of the contract.");
    assert_eq!(Lang::Vi.n("running-recorded", 0), "Không có gì mới để ghi.");
    assert_eq!(Lang::Vi.n("results-count", 1), "1 việc làm");
    assert_eq!(Lang::Vi.n("results-count", 12_345), "12.345 việc làm");
}

#[test]
fn days_past_are_told_as_people_say_them() {
    let keys = [
        ("claims-prepared", "Lập ngày", "Prepared on"),
        ("desk-issued", "Cấp ngày", "Issued"),
        ("placements-age", "Giới thiệu ngày", "Referred on"),
    ];
    let past = [
        (-1, "hôm nay", "today"),
        (0, "hôm nay", "today"),
        (1, "hôm qua", "yesterday"),
        (2, "2 ngày trước", "2 days ago"),
        (1_200, "1.200 ngày trước", "1,200 days ago"),
    ];
    for (key, done, done_en) in keys {
        for (days, vi, en) in past {
            assert_eq!(Lang::Vi.ago(key, "29/11/2026", days), format!("{done} 29/11/2026, {vi}"));
            assert_eq!(Lang::En.ago(key, "29 Nov 2026", days), format!("{done_en} 29 Nov 2026, {en}"));
        }
    }
}
