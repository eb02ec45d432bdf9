//! Location strings of real adverts, labelled by hand: how many resolve right, and that none is wrong in silence.

use sanviec_reference::place::{Confidence, Found, Item, Resolution, resolve};
use sanviec_reference::unit::Level;
use serde_json::Value;

/// One label.
struct Label {
    text: String,
    places: Vec<Value>,
    also: Vec<Value>,
    answer: Option<String>,
}

fn labels() -> Vec<Label> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/locations/labelled.jsonl");
    let text = std::fs::read_to_string(path).expect("labels");
    let listed = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("label"))
        .map(|value| Label {
            text: value["text"].as_str().expect("text").to_owned(),
            places: listed(&value, "places"),
            also: listed(&value, "also"),
            answer: value["answer"].as_str().map(str::to_owned),
        })
        .collect()
}

fn is(found: Found, place: &Value) -> bool {
    let level = match (found, found.level()) {
        (Found::Current(_), Level::Province) => "province",
        (Found::Current(_), _) => "commune",
        (Found::Former(_), Level::Province) => "old_province",
        (Found::Former(_), Level::District) => "old_district",
        (Found::Former(_), Level::Commune) => "old_commune",
    };
    place["level"] == level && place["code"] == found.code()
}

/// Right: every labelled place, or one that the label also allows, and no other.
fn is_right(label: &Label, resolution: &Resolution) -> bool {
    match (label.answer.as_deref(), resolution) {
        (Some("abroad"), Resolution::Abroad(_)) | (Some("unknown"), Resolution::Unknown | Resolution::Anywhere) => true,
        (None, Resolution::Places(items)) => {
            let allowed = |item: &Item| label.places.iter().chain(&label.also).any(|place| is(item.found, place));
            items.iter().all(allowed) && items.len() == label.places.len()
        }
        _ => false,
    }
}

/// Wrong without a word of doubt.
fn is_wrong_in_silence(label: &Label, resolution: &Resolution) -> bool {
    let Resolution::Places(items) = resolution else { return false };
    let allowed = |item: &Item| label.places.iter().chain(&label.also).any(|place| is(item.found, place));
    items.iter().any(|item| item.confidence == Confidence::Sure && !allowed(item))
}

#[test]
fn real_locations_resolve_and_none_is_wrong_in_silence() {
    let labels = labels();
    assert_eq!(labels.len(), 200);
    let (mut right, mut wrong, mut silent) = (0, Vec::new(), Vec::new());
    for label in &labels {
        let resolution = resolve(&label.text);
        if is_right(label, &resolution) {
            right += 1;
        } else {
            wrong.push(format!("{:?}\n   is {:?}\n   got {}", label.text, label.places, shown(&resolution)));
        }
        if is_wrong_in_silence(label, &resolution) {
            silent.push(label.text.clone());
        }
    }
    println!("{right} of {} right\n{}", labels.len(), wrong.join("\n"));
    assert!(silent.is_empty(), "wrong in silence: {silent:#?}");
    assert!(right * 100 >= labels.len() * 95, "{right} of {} right:\n{}", labels.len(), wrong.join("\n"));
}

fn shown(resolution: &Resolution) -> String {
    let Resolution::Places(items) = resolution else { return format!("{resolution:?}") };
    items
        .iter()
        .map(|item| format!("{} {} {:?}", item.found.code(), item.found.full_name(), item.confidence))
        .collect::<Vec<_>>()
        .join(" + ")
}
