//! `sanviec lookup place|occupation|skill TEXT`: what the tables make of a text.

use crate::cli::LookupKind;
use chrono::NaiveDate;
use sanviec_reference::place::{Confidence, Item, Resolution};
use sanviec_reference::unit::Kind;
use sanviec_reference::{occupation, place, skill};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Ends with 0 when something was found, with 3 when not.
pub(crate) fn run(kind: LookupKind, text: &str, as_json: bool) -> ExitCode {
    let answer = match kind {
        LookupKind::Place => of_place(text),
        LookupKind::Occupation => of_occupation(text),
        LookupKind::Skill => of_skill(text),
    };
    let found = answer["found"].as_array().is_some_and(|found| !found.is_empty());
    if as_json {
        println!("{answer}");
    } else {
        print_text(&answer);
    }
    if found { ExitCode::SUCCESS } else { ExitCode::from(3) }
}

fn of_place(text: &str) -> Value {
    match place::resolve(text) {
        Resolution::Places(items) => json!({ "answer": "places", "found": items.iter().map(item).collect::<Vec<_>>() }),
        Resolution::Abroad(country) => json!({ "answer": "abroad", "country": country, "found": [] }),
        Resolution::Anywhere => json!({ "answer": "anywhere", "found": [] }),
        Resolution::Unknown => {
            let near = place::suggest(text, 5).into_iter().map(|found| found.label).collect::<Vec<_>>();
            json!({ "answer": "unknown", "found": [], "suggestions": near })
        }
    }
}

fn item(item: &Item) -> Value {
    let confidence = match item.confidence {
        Confidence::Sure => "sure",
        Confidence::Likely => "likely",
        Confidence::Ambiguous => "ambiguous",
    };
    let communes = item.found.communes();
    let listed: Vec<Value> =
        communes.iter().take(40).map(|unit| json!({ "code": unit.code, "name": unit.full_name() })).collect();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let (from, ended, kind_from, kind_before) = match item.found {
        place::Found::Current(unit) => (unit.valid_from, unit.ended, unit.kind_from, unit.kind_before.map(Kind::vi)),
        place::Found::Former(unit) => (None, unit.ended, None, None),
    };
    json!({
        "valid_from": day(from), "valid_to": day(ended), "kind_from": day(kind_from), "kind_before": kind_before,
        "name": item.found.address(), "code": item.found.code(), "confidence": confidence, "split": item.found.is_split(),
        "partly_unknown": item.is_partial,
        "vintage": if matches!(item.found, place::Found::Current(_)) { "since_2025" } else { "before_2025" },
        "province": item.found.province(), "current_units": communes.len(), "communes": listed,
        "alternatives": item.alternatives.iter().take(10).map(|found| found.address()).collect::<Vec<_>>(),
    })
}

fn of_occupation(text: &str) -> Value {
    let by_code = occupation::get(text.trim());
    let scored = occupation::lookup(text, 5);
    let found: Vec<Value> = match by_code {
        Some(known) => vec![json!({ "code": known.code, "name": known.name_vi, "name_en": known.name_en, "isco": known.isco, "score": 1000 })],
        None => scored
            .iter()
            .map(|scored| {
                let known = scored.occupation;
                json!({ "code": known.code, "name": known.name_vi, "name_en": known.name_en, "isco": known.isco, "score": scored.score })
            })
            .collect(),
    };
    json!({ "answer": "occupations", "found": found })
}

fn of_skill(text: &str) -> Value {
    let named = skill::named(text).into_iter().chain(skill::recognise(text).into_iter().map(|(_, skill)| skill));
    let mut skills: Vec<&skill::Skill> = named.collect();
    skills.extend(skill::suggest(text, 5));
    let mut seen = Vec::new();
    skills.retain(|skill| {
        !seen.contains(&skill.id) && {
            seen.push(skill.id);
            true
        }
    });
    let found: Vec<Value> = skills
        .iter()
        .map(|skill| {
            json!({ "id": skill.id, "name": skill.name_vi, "name_en": skill.name_en, "kind": skill.kind, "esco": skill.esco_id })
        })
        .collect();
    json!({ "answer": "skills", "found": found })
}

fn print_text(answer: &Value) {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let found = answer["found"].as_array().cloned().unwrap_or_default();
    if found.is_empty() {
        println!("{}", text(&answer["answer"]));
    }
    for one in found {
        println!("{}", text(&one["name"]));
        for (key, value) in
            one.as_object().into_iter().flatten().filter(|(key, _)| *key != "name" && *key != "communes")
        {
            let empty = value.as_array().is_some_and(Vec::is_empty) || value.is_null();
            if !empty {
                println!(
                    "    {key}: {}",
                    value
                        .as_array()
                        .map_or_else(|| text(value), |list| list.iter().map(text).collect::<Vec<_>>().join("; "))
                );
            }
        }
        for commune in one["communes"].as_array().into_iter().flatten() {
            println!("    → {} {}", text(&commune["code"]), text(&commune["name"]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_reference::unit;

    #[test]
    fn a_unit_is_shown_with_the_days_that_are_known_of_it() {
        let district = &of_place("Q.7 TPHCM")["found"][0];
        assert_eq!((&district["valid_from"], &district["valid_to"]), (&Value::Null, &"2025-07-01".into()));
        assert_eq!(district["partly_unknown"], false);
        let elsewhere = &of_place("Quận 7, Hà Nội")["found"][0];
        assert_eq!((&elsewhere["confidence"], &elsewhere["partly_unknown"]), (&"likely".into(), &true.into()));
        let found = place::Found::Current(unit::province("75").expect("Đồng Nai"));
        let city = item(&Item { found, confidence: Confidence::Sure, alternatives: Vec::new(), is_partial: false });
        assert_eq!((&city["valid_from"], &city["valid_to"]), (&"2025-07-01".into(), &Value::Null));
        assert_eq!((&city["kind_before"], &city["kind_from"]), (&"Tỉnh".into(), &"2026-04-30".into()));
    }
}
