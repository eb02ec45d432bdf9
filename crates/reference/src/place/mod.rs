//! Look-ups of places by any spelling that people type: current units, old ones, abbreviations, whole addresses.
//!
//! What is found says how sure it is. A sure answer is right; where several units bear the name, or an old unit was
//! divided, the alternatives come with it.

mod group;
mod mention;
mod names;
mod query;
mod suggest;

pub use query::find_in_query;
pub use suggest::{Suggested, one_slip_away, suggest};

use crate::unit::{self, FormerUnit, Unit};

/// A unit of either map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// In force.
    Current(&'static Unit),
    /// Of the three tiers before July 2025.
    Former(&'static FormerUnit),
}

impl Found {
    /// Its level in the map that it belongs to.
    #[must_use]
    pub const fn level(self) -> unit::Level {
        match self {
            Self::Current(unit) => unit.level,
            Self::Former(unit) => unit.level,
        }
    }

    /// Its code in that map.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Current(unit) => unit.code,
            Self::Former(unit) => unit.code,
        }
    }

    /// Its Vietnamese name with the kind of unit.
    #[must_use]
    pub fn full_name(self) -> String {
        match self {
            Self::Current(unit) => unit.full_name(),
            Self::Former(unit) => unit.full_name(),
        }
    }

    /// Name with the province, so that people can tell units of one name apart.
    #[must_use]
    pub fn address(self) -> String {
        match self {
            Self::Current(unit) => unit.address(),
            Self::Former(unit) => {
                let district = unit::former_unit(unit::Level::District, unit.parent)
                    .filter(|_| unit.level == unit::Level::Commune);
                let province = unit::former_unit(unit::Level::Province, unit.former_province());
                let above = [
                    district.map(FormerUnit::full_name),
                    province
                        .filter(|above| above.code != unit.code || above.level != unit.level)
                        .map(|above| above.name.to_owned()),
                ];
                let above: Vec<String> = above.into_iter().flatten().collect();
                std::iter::once(unit.full_name()).chain(above).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Code of the province in force.
    #[must_use]
    pub fn province(self) -> &'static str {
        match self {
            Self::Current(unit) => unit.province,
            Self::Former(unit) => unit.province(),
        }
    }

    /// Communes in force; of a province in force all of them.
    #[must_use]
    pub fn communes(self) -> Vec<&'static Unit> {
        match self {
            Self::Current(unit) if unit.level == unit::Level::Commune => vec![unit],
            Self::Current(unit) => unit::communes_of(unit.code).collect(),
            Self::Former(unit) => unit.communes(),
        }
    }

    /// Whether its area was divided between several units in force.
    #[must_use]
    pub fn is_split(self) -> bool {
        matches!(self, Self::Former(unit) if unit.level == unit::Level::Commune && unit.split)
    }
}

/// How sure a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Several units would fit as well.
    Ambiguous,
    /// The usual reading; another one is possible.
    Likely,
    /// Nothing else fits.
    Sure,
}

/// One place that a text names, at the finest level it states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The unit that is named.
    pub found: Found,
    /// How sure that is.
    pub confidence: Confidence,
    /// Other units that it may be.
    pub alternatives: Vec<Found>,
    /// Whether the text states a unit that was not found there, so that this is all of it that could be read:
    /// "Quận 7, Hà Nội". Never together with a sure reading.
    pub is_partial: bool,
}

/// What a text says about places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// In Viet Nam, at least one place.
    Places(Vec<Item>),
    /// In another country; its name.
    Abroad(&'static str),
    /// From anywhere, or in the whole country.
    Anywhere,
    /// Nothing in it is a place that is known.
    Unknown,
}

/// Reads a text: an address, a unit by any spelling, several places.
pub fn resolve(text: &str) -> Resolution {
    let text = sanviec_text::nfc(text);
    let parts = mention::parts(&text);
    let items = group::items(&parts);
    if !items.is_empty() {
        return Resolution::Places(items);
    }
    match names::elsewhere(&text) {
        Some(names::Elsewhere::Country(name)) => Resolution::Abroad(name),
        Some(names::Elsewhere::Anywhere) => Resolution::Anywhere,
        None => Resolution::Unknown,
    }
}

/// The unit of before July 2025 with this code, where no unit in force bears it.
#[must_use]
pub fn former_of_code(code: &str) -> Option<Item> {
    group::former_by_code(code)
}

#[cfg(test)]
mod tests;
