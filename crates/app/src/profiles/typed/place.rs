//! Units as people write them: one place, named so that it can be no other.

use super::Typed;
use crate::error::FieldError;
use crate::reading::{found_of, near_names, unit_ref};
use sanviec_domain::posting::UnitRef;
use sanviec_domain::profile::Field;
use sanviec_reference::place::{self, Confidence, Resolution};
use sanviec_reference::unit;

/// Name of a unit with its province; the code of one that is not known.
#[must_use]
pub fn unit_name(unit: &UnitRef) -> String {
    found_of(unit).map_or_else(|| unit.code.clone(), place::Found::address)
}

/// The unit that a text names: a code in force, or a name in any spelling.
pub(super) fn read(field: Field, text: &str) -> Result<Option<UnitRef>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(found) = unit::commune(text).or_else(|| unit::province(text)) {
        return Ok(Some(unit_ref(place::Found::Current(found))));
    }
    match place::resolve(text) {
        Resolution::Places(items) => match items.as_slice() {
            [item] if item.confidence >= Confidence::Likely && !item.is_partial => Ok(Some(unit_ref(item.found))),
            [item] => {
                let others = std::iter::once(item.found).chain(item.alternatives.iter().copied());
                let mut meant: Vec<String> = others.take(6).map(place::Found::address).collect();
                // A province in force and the one of its name before.
                meant.dedup();
                Err(unclear(field, meant))
            }
            items => Err(unclear(field, items.iter().map(|item| item.found.address()).collect())),
        },
        Resolution::Abroad(_) | Resolution::Anywhere | Resolution::Unknown => Err(unclear(field, near_names(text))),
    }
}

/// One place a row.
pub(super) fn read_all(field: Field, typed: &Typed) -> Result<Vec<UnitRef>, FieldError> {
    let texts = typed.iter().filter_map(|row| row.first());
    texts.filter_map(|text| read(field, text).transpose()).collect()
}

fn unclear(field: Field, suggestions: Vec<String>) -> FieldError {
    let meant = suggestions.join("; ");
    let [vi, en] = if suggestions.is_empty() {
        ["Ghi rõ xã, phường và tỉnh, thành phố.", "Name the commune and the province."].map(str::to_owned)
    } else {
        [
            format!("Ghi rõ xã, phường và tỉnh, thành phố. Có phải: {meant}?"),
            format!("Name the commune and the province. Did you mean: {meant}?"),
        ]
    };
    FieldError::new(field.code(), "place_unclear", vi, en).suggesting(suggestions)
}
