//! How much of the skills that adverts ask for the vocabulary knows.

use crate::Failure;
use crate::report::Report;
use sanviec_reference::skill;
use serde::Deserialize;
use std::path::Path;

/// The skills of an advert in the import format; what else it says is not looked at.
#[derive(Deserialize)]
struct Advert {
    #[serde(default)]
    skills: Mentions,
}

/// A list, or one text with commas.
#[derive(Deserialize)]
#[serde(untagged)]
enum Mentions {
    List(Vec<String>),
    Text(String),
}

impl Default for Mentions {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Mentions {
    fn each(&self) -> Vec<&str> {
        let all: Vec<&str> = match self {
            Self::List(list) => list.iter().map(String::as_str).collect(),
            Self::Text(text) => text.split([',', ';']).collect(),
        };
        all.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect()
    }
}

/// Mentions, and how many are wholly or partly the name of a known skill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    mentions: u32,
    whole: u32,
    partly: u32,
}

/// Adds a row for the adverts of a file or text, one JSON object a line.
pub(crate) fn report(variant: &str, adverts: &str, report: &mut Report) -> Result<(), Failure> {
    let share = share(adverts)?;
    let of = |count: u32| f64::from(count) / f64::from(share.mentions.max(1));
    report.add(variant, "skill mentions", f64::from(share.mentions), "");
    report.add(variant, "known by name", of(share.whole), "");
    report.add(variant, "known in part", of(share.partly), "");
    Ok(())
}

/// As [`report`], of a file.
pub(crate) fn report_file(path: &Path, into: &mut Report) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    report(&format!("skills in {name}"), &text, into)
}

fn share(adverts: &str) -> Result<Share, Failure> {
    let mut share = Share::default();
    for (at, line) in adverts.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let advert: Advert = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?;
        for mention in advert.skills.each() {
            share.mentions += 1;
            if skill::named(mention).is_some() {
                share.whole += 1;
            } else if !skill::recognise(mention).is_empty() {
                share.partly += 1;
            }
        }
    }
    Ok(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_counted_whole_in_part_and_unknown() {
        let adverts = concat!(
            r#"{"id":"1","skills":["Hàn TIG","Biết hàn TIG là lợi thế","xyzzy"]}"#,
            "\n",
            r#"{"id":"2","skills":"AutoCAD, xyzzy"}"#,
            "\n{\"id\":\"3\"}\n"
        );
        assert_eq!(share(adverts).expect("JSON"), Share { mentions: 5, whole: 2, partly: 1 });
        assert!(share("{").is_err());
    }
}
