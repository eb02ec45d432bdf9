//! Units as people write them: one place, named so that it can be no other. Where somebody lives is a commune of today:
//! papers and distances are made of it.

use super::Typed;
use crate::error::FieldError;
use crate::reading::{COMMUNES_OF_A_PLACE, found_of, near_units, unit_ref};
use sanviec_domain::posting::UnitRef;
use sanviec_domain::profile::Field;
use sanviec_reference::place::{self, Confidence, Found, Resolution};
use sanviec_reference::unit::{self, Level, Unit};

/// So many communes of today are proposed for a place that is none.
const PROPOSED: usize = 8;

/// Name of a unit with its province; the code of one that is not known.
#[must_use]
pub fn unit_name(unit: &UnitRef) -> String {
    found_of(unit).map_or_else(|| unit.code.clone(), Found::address)
}

/// The same as official papers of today have it: a unit that is no more is named by the commune that took its place,
/// or by the province in which it lay when there is not one such commune.
#[must_use]
pub fn unit_name_today(unit: &UnitRef) -> String {
    match found_of(unit) {
        Some(found @ Found::Former(_)) => {
            let commune = commune_of_today(found).map(Unit::address);
            commune.or_else(|| unit::province(found.province()).map(Unit::full_name)).unwrap_or_default()
        }
        _ => unit_name(unit),
    }
}

/// The unit that a text names: a code in force, or a name in any spelling.
pub(super) fn read(field: Field, text: &str) -> Result<Option<UnitRef>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let named = named(text).map_err(|near| unclear(field, near.into_iter().map(Found::address).collect()))?;
    Ok(Some(unit_ref(named)))
}

/// The commune of today in which somebody lives. An old commune that went into one whole is that one; whoever names
/// what was divided, or is larger, is asked which commune it is now.
pub(super) fn read_home(field: Field, text: &str) -> Result<Option<UnitRef>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match named(text) {
        Ok(found) => match commune_of_today(found) {
            Some(commune) => Ok(Some(unit_ref(Found::Current(commune)))),
            None => Err(no_commune(field, communes_near(text, &[found]))),
        },
        Err(near) => Err(unclear(field, communes_near(text, &near))),
    }
}

/// One place a row.
pub(super) fn read_all(field: Field, typed: &Typed) -> Result<Vec<UnitRef>, FieldError> {
    let texts = typed.iter().filter_map(|row| row.first());
    texts.filter_map(|text| read(field, text).transpose()).collect()
}

/// The unit that a text means, or those that it may mean.
fn named(text: &str) -> Result<Found, Vec<Found>> {
    if let Some(found) = unit::commune(text).or_else(|| unit::province(text)) {
        return Ok(Found::Current(found));
    }
    match place::resolve(text) {
        Resolution::Places(items) => match items.as_slice() {
            [item] if item.confidence >= Confidence::Likely && !item.is_partial => Ok(item.found),
            [item] => {
                let mut meant: Vec<Found> =
                    std::iter::once(item.found).chain(item.alternatives.iter().copied()).collect();
                // A province in force and the one of its name before.
                meant.dedup_by_key(|found| found.address());
                Err(meant.into_iter().take(5).collect())
            }
            items => Err(items.iter().map(|item| item.found).collect()),
        },
        Resolution::Abroad(_) | Resolution::Anywhere | Resolution::Unknown => Err(near_units(text)),
    }
}

/// The commune in force that a unit is, or that took the whole of its place.
fn commune_of_today(found: Found) -> Option<&'static Unit> {
    match (found, found.communes().as_slice()) {
        (Found::Current(unit), _) => (unit.level == Level::Commune).then_some(unit),
        (Found::Former(_), [only]) if !found.is_split() => Some(*only),
        _ => None,
    }
}

/// Communes of today in units that may be meant, those first whose name stands in the text. Of a unit with very many
/// none is proposed.
fn communes_near(text: &str, units: &[Found]) -> Vec<String> {
    let text = sanviec_text::fold(text);
    let communes = units.iter().map(|found| found.communes()).filter(|communes| communes.len() <= COMMUNES_OF_A_PLACE);
    let mut near: Vec<&Unit> = Vec::new();
    for commune in communes.flatten() {
        if !near.contains(&commune) {
            near.push(commune);
        }
    }
    near.sort_by_key(|commune| !text.contains(&sanviec_text::fold(commune.name)));
    near.into_iter().take(PROPOSED).map(Unit::address).collect()
}

fn no_commune(field: Field, suggestions: Vec<String>) -> FieldError {
    let [vi, en] = [
        "Đây là đơn vị hành chính cũ hoặc rộng hơn một xã, phường. Ghi xã, phường hiện nay và tỉnh, thành phố.",
        "This is a former unit, or larger than a commune. Name the commune of today and the province.",
    ];
    told(field, [vi, en], suggestions)
}

fn unclear(field: Field, suggestions: Vec<String>) -> FieldError {
    told(field, ["Ghi rõ xã, phường và tỉnh, thành phố.", "Name the commune and the province."], suggestions)
}

fn told(field: Field, [vi, en]: [&str; 2], suggestions: Vec<String>) -> FieldError {
    let meant = suggestions.join("; ");
    let [vi, en] = if suggestions.is_empty() {
        [vi.to_owned(), en.to_owned()]
    } else {
        [format!("{vi} Có phải: {meant}?"), format!("{en} Did you mean: {meant}?")]
    };
    FieldError::new(field.code(), "place_unclear", vi, en).suggesting(suggestions)
}
