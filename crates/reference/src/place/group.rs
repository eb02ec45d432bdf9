//! From the names in an address to the places it states: provinces part the groups, the finest consistent unit of
//! each holds.

use super::mention::{Mention, Part, Said, Unread};
use super::{Confidence, Found, Item};
use crate::unit::{self, Level};

/// Names that belong to one province, or to none that is stated.
#[derive(Default)]
struct Group<'a> {
    provinces: Vec<Found>,
    others: Vec<&'a Mention>,
    unread: Unread,
}

/// The places of an address, in the order in which they are stated.
pub(super) fn items(parts: &[Part]) -> Vec<Item> {
    let mut groups: Vec<Group<'_>> = vec![Group::default()];
    // Addresses go from small to large, so they are read from their end.
    for part in parts.iter().rev() {
        part.mentions.iter().rev().for_each(|mention| take(&mut groups, mention));
        if let Some(current) = groups.last_mut() {
            current.unread.add(part.unread);
        }
    }
    let mut found: Vec<Item> = groups.iter().rev().flat_map(Group::items).collect();
    let mut seen = Vec::new();
    found.retain(|item| {
        !seen.contains(&item.found) && {
            seen.push(item.found);
            true
        }
    });
    found
}

/// Puts a name to the group that it belongs to.
fn take<'a>(groups: &mut Vec<Group<'a>>, mention: &'a Mention) {
    let provinces = provinces_of(mention);
    let current = groups.last_mut().expect("there is always a group");
    if provinces.is_empty() || (!current.provinces.is_empty() && is_district_of(mention, &current.provinces)) {
        current.others.push(mention);
    } else if current.provinces.is_empty() {
        current.provinces = provinces;
    } else if !same_province(&current.provinces, &provinces) {
        groups.push(Group { provinces, ..Group::default() });
    }
}

/// Provinces that a mention may mean; none where it is rather a smaller unit.
fn provinces_of(mention: &Mention) -> Vec<Found> {
    if matches!(mention.said, Said::District | Said::Ward | Said::Commune) {
        return Vec::new();
    }
    let mut provinces: Vec<Found> =
        mention.candidates.iter().copied().filter(|found| found.level() == Level::Province).collect();
    // A province in force is meant before an old one of the same name.
    provinces.sort_by_key(|found| matches!(found, Found::Former(_)));
    provinces
}

/// A city that bears its province's name, stated beside that province: "Thành phố Cao Bằng, Cao Bằng".
fn is_district_of(mention: &Mention, provinces: &[Found]) -> bool {
    mention.said == Said::City
        && mention.candidates.iter().any(|found| {
            found.level() == Level::District && provinces.iter().any(|province| lies_in(*found, *province))
        })
        && provinces.iter().any(|province| !matches!(province, Found::Current(unit) if unit.kind().code() == "TP"))
}

fn same_province(a: &[Found], b: &[Found]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x == y || x.province() == y.province()))
}

/// Whether a unit lies in a province, in force or old.
fn lies_in(found: Found, province: Found) -> bool {
    match (found, province) {
        (Found::Current(unit), Found::Current(province)) => unit.province == province.code,
        (Found::Current(unit), Found::Former(province)) => {
            province.successors.first() == Some(&unit.province) && province.communes().contains(&unit)
        }
        (Found::Former(unit), Found::Current(province)) => unit.province() == province.code,
        (Found::Former(unit), Found::Former(province)) => unit.former_province() == province.code,
    }
}

fn lies_in_district(commune: Found, district: Found) -> bool {
    match (commune, district) {
        (Found::Former(commune), Found::Former(district)) => {
            commune.level == Level::Commune && commune.parent == district.code
        }
        (Found::Current(commune), Found::Former(district)) => district.communes().contains(&commune),
        _ => false,
    }
}

impl Group<'_> {
    fn items(&self) -> Vec<Item> {
        let mut items = self.stated();
        items.iter_mut().for_each(|item| self.weigh(item));
        items
    }

    /// The finest units that fit together.
    fn stated(&self) -> Vec<Item> {
        let districts: Vec<Vec<Found>> = self.at_level(Level::District);
        let communes: Vec<Vec<Found>> = self.at_level(Level::Commune);
        let items = if communes.is_empty() { Vec::new() } else { self.communes(&communes, &districts) };
        if !items.is_empty() {
            return items;
        }
        if !districts.is_empty() {
            return districts.into_iter().map(|found| self.item(found)).collect();
        }
        self.province().into_iter().collect()
    }

    /// What else was stated and is not in the answer takes away its certainty: a district of another province, a ward
    /// that nobody knows. It may be what was meant.
    fn weigh(&self, item: &mut Item) {
        let level = item.found.level();
        let unfit = self.others.iter().filter(|mention| !mention.candidates.iter().any(|found| self.fits(*found)));
        let is_left_out = |mention: &Mention| match (mention.said, level) {
            // A bare name may be a street's, unless it stands for itself and a district bears it.
            (Said::Nothing, Level::Province) => mention.begins && mention.is_a(Level::District),
            (Said::Nothing, _) => false,
            _ => true,
        };
        // A district where a ward is stated too: none of that name or number lies in it.
        let ward_left_out = level == Level::District
            && self.others.iter().any(|mention| matches!(mention.said, Said::Ward | Said::Commune));
        item.is_partial = ward_left_out
            || self.unread.district
            || (self.unread.commune && level != Level::Commune)
            || unfit.clone().any(|mention| is_left_out(mention));
        if item.is_partial || (level == Level::Province && !self.others.is_empty()) {
            item.confidence = item.confidence.min(Confidence::Likely);
            for other in unfit.flat_map(|mention| &mention.candidates) {
                if !item.alternatives.contains(other) {
                    item.alternatives.push(*other);
                }
            }
        }
    }

    fn province(&self) -> Option<Item> {
        let first = *self.provinces.first()?;
        // An old province of the same name lies inside the one in force: the wider reading is right for both.
        Some(reading(first, Confidence::Sure, self.provinces[1..].to_vec()))
    }

    /// For each mention of this level the units that fit the stated province.
    fn at_level(&self, level: Level) -> Vec<Vec<Found>> {
        let mentions = self.others.iter().rev().filter(|mention| self.level_of(mention) == level);
        let fitting = mentions.map(|mention| {
            let here = mention.candidates.iter().copied().filter(|found| found.level() == level);
            let mut here: Vec<Found> = here.filter(|found| self.fits(*found)).collect();
            if level == Level::District {
                // With a name that an old province bore too, its own district is meant before one that came to it.
                here.sort_by_key(|found| !self.was_there_then(*found));
            }
            here
        });
        fitting.filter(|found| !found.is_empty()).collect()
    }

    /// The level that a mention states. A bare name that is both an old district and a commune is the district, as
    /// addresses of the old form write it, unless another district is said that has such a commune.
    fn level_of(&self, mention: &Mention) -> Level {
        match mention.said {
            Said::Ward | Said::Commune => Level::Commune,
            Said::District | Said::City => Level::District,
            Said::Province => Level::Province,
            Said::Nothing => {
                let district =
                    mention.candidates.iter().any(|found| found.level() == Level::District && self.fits(*found));
                let said =
                    mention.candidates.iter().any(|found| self.said_districts().any(|district| district == found));
                let ward_of_another = mention.candidates.iter().any(|found| self.is_in_said_district(*found));
                if district && (said || !ward_of_another) { Level::District } else { Level::Commune }
            }
        }
    }

    fn said_districts(&self) -> impl Iterator<Item = &Found> {
        let said = self.others.iter().filter(|mention| mention.said == Said::District);
        said.flat_map(|mention| &mention.candidates).filter(|district| self.fits(**district))
    }

    fn is_in_said_district(&self, commune: Found) -> bool {
        self.said_districts().any(|district| lies_in_district(commune, *district))
    }

    fn fits(&self, found: Found) -> bool {
        self.provinces.is_empty() || self.provinces.iter().any(|province| lies_in(found, *province))
    }

    fn was_there_then(&self, found: Found) -> bool {
        self.provinces.iter().any(|province| matches!(province, Found::Former(_)) && lies_in(found, *province))
    }

    fn communes(&self, communes: &[Vec<Found>], districts: &[Vec<Found>]) -> Vec<Item> {
        let all_districts: Vec<Found> = districts.concat();
        let mut items: Vec<Item> = Vec::new();
        for candidates in communes {
            let inside: Vec<Found> = candidates
                .iter()
                .copied()
                .filter(|found| all_districts.iter().any(|district| lies_in_district(*found, *district)))
                .collect();
            if all_districts.is_empty() {
                items.push(self.commune_without_district(candidates));
            } else if inside.is_empty() && candidates.len() > 2 {
                // Many wards bear the name or number and none of them lies in the stated district: the district is
                // what is sure.
            } else if inside.is_empty() {
                // District and commune contradict each other: the commune is the finer statement, but not a sure one.
                let mut item = self.commune_without_district(candidates);
                item.confidence = item.confidence.min(Confidence::Likely);
                item.alternatives.extend(all_districts.iter().copied());
                items.push(item);
            } else {
                items.push(commune_in_district(&inside));
            }
        }
        // Two readings of one address are not two places.
        items.dedup_by(|a, b| a.found == b.found);
        items
    }

    /// Without a district the commune in force is meant; an old one of the name is the other reading.
    fn commune_without_district(&self, candidates: &[Found]) -> Item {
        let (current, former): (Vec<Found>, Vec<Found>) =
            candidates.iter().copied().partition(|found| matches!(found, Found::Current(_)));
        let (mut first, rest) = if current.is_empty() { (former, current) } else { (current, former) };
        let found = first.remove(0);
        let sure = first.is_empty() && !self.provinces.is_empty() && rest.iter().all(|other| within(*other, found));
        let confidence = match (sure, first.is_empty()) {
            (true, _) => Confidence::Sure,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::Ambiguous,
        };
        first.extend(rest);
        reading(found, if found.is_split() { confidence.min(Confidence::Likely) } else { confidence }, first)
    }

    fn item(&self, mut found: Vec<Found>) -> Item {
        let first = found.remove(0);
        let namesake = self.others.iter().any(|mention| {
            mention.said == Said::Nothing
                && mention.candidates.contains(&first)
                && mention.candidates.iter().any(|other| other.level() == Level::Commune && self.fits(*other))
        });
        let confidence = match (found.is_empty(), namesake || self.provinces.is_empty()) {
            (true, false) => Confidence::Sure,
            (true, true) => Confidence::Likely,
            (false, _) => Confidence::Ambiguous,
        };
        reading(first, confidence, found)
    }
}

const fn reading(found: Found, confidence: Confidence, alternatives: Vec<Found>) -> Item {
    Item { found, confidence, alternatives, is_partial: false }
}

/// An old commune of the stated district before one in force that took a part of it.
fn commune_in_district(inside: &[Found]) -> Item {
    let former = inside.iter().copied().find(|found| matches!(found, Found::Former(_)));
    let found = former.unwrap_or(inside[0]);
    let alternatives: Vec<Found> = inside.iter().copied().filter(|other| *other != found).collect();
    let doubt = found.is_split() || alternatives.iter().any(|other| !within(*other, found) && !within(found, *other));
    let confidence = if doubt { Confidence::Likely } else { Confidence::Sure };
    reading(found, confidence, alternatives)
}

/// Whether everything of a unit lies in another.
fn within(inner: Found, outer: Found) -> bool {
    let outer = outer.communes();
    let inner = inner.communes();
    !inner.is_empty() && inner.iter().all(|commune| outer.contains(commune))
}

/// Whether a code is that of a commune in force; kept here so that look-ups by code and by name meet.
pub(super) fn by_code(code: &str) -> Option<Found> {
    unit::commune(code).or_else(|| unit::province(code)).map(Found::Current)
}

/// The former unit of a code that no unit in force bears; its length tells the level. What was divided may be meant in
/// part alone, as where its name is typed.
pub(super) fn former_by_code(code: &str) -> Option<Item> {
    let level = match code.len() {
        2 => Level::Province,
        3 => Level::District,
        5 => Level::Commune,
        _ => return None,
    };
    let found = Found::Former(unit::former_unit(level, code).filter(|_| by_code(code).is_none())?);
    let confidence = if found.is_split() { Confidence::Likely } else { Confidence::Sure };
    Some(reading(found, confidence, Vec::new()))
}
