//! Places of texts as workplaces, and units as sets of communes for the index and its filters.

use crate::error::FieldError;
use sanviec_domain::posting::{UnitLevel, UnitRef, Vintage, Workplace};
use sanviec_reference::place::{self, Confidence, Found, Item, Resolution};
use sanviec_reference::unit::{self, Level};

/// The workplaces that a text names, and what was read with doubt.
pub(crate) fn workplaces(text: &str) -> (Vec<Workplace>, Vec<FieldError>) {
    let unread = |unit| Workplace { unit, address_line: None, original: text.to_owned() };
    match place::resolve(text) {
        Resolution::Places(items) => {
            let doubts = items.iter().filter_map(|item| doubt(text, item)).collect();
            (items.iter().map(|item| unread(Some(unit_ref(item.found)))).collect(), doubts)
        }
        Resolution::Abroad(_) | Resolution::Anywhere => (vec![unread(None)], Vec::new()),
        Resolution::Unknown => {
            let doubt = FieldError::new(
                "location",
                "place_unknown",
                format!("Không nhận ra nơi làm việc “{text}”. Hãy ghi rõ xã/phường và tỉnh/thành phố."),
                format!("The place “{text}” is not known. Name the commune and the province."),
            );
            (vec![unread(None)], vec![doubt])
        }
    }
}

/// Other readings that a message names.
const SUGGESTED: usize = 5;

fn doubt(text: &str, item: &Item) -> Option<FieldError> {
    if item.confidence < Confidence::Likely {
        Some(ambiguous(item))
    } else {
        item.is_partial.then(|| partly_unknown(text, item))
    }
}

fn partly_unknown(text: &str, item: &Item) -> FieldError {
    let found = item.found.address();
    FieldError::new(
        "location",
        "place_partly_unknown",
        format!(
            "Nơi làm việc “{text}” có phần không đúng: ở “{found}” không có đơn vị hành chính đó. \
             Hãy sửa tên xã/phường, quận/huyện hoặc tỉnh/thành phố, hoặc bỏ phần không đúng."
        ),
        format!(
            "Part of the place “{text}” is not known in “{found}”. \
             Mend the name of the commune, district or province, or leave out what is wrong."
        ),
    )
    .suggesting(others(item, SUGGESTED))
}

/// Other units that may be meant, each as it can be asked for.
pub(crate) fn others(item: &Item, most: usize) -> Vec<String> {
    let own = item.found.address();
    item.alternatives.iter().map(|found| found.address()).filter(|other| *other != own).take(most).collect()
}

fn ambiguous(item: &Item) -> FieldError {
    let chosen = item.found.address();
    FieldError::new(
        "location",
        "place_ambiguous",
        format!("Nơi làm việc có nhiều cách hiểu; đã chọn “{chosen}”."),
        format!("The place can be read in several ways; “{chosen}” was taken."),
    )
    .suggesting(others(item, SUGGESTED))
}

pub(crate) fn unit_ref(found: Found) -> UnitRef {
    let level = match found.level() {
        Level::Province => UnitLevel::Province,
        Level::District => UnitLevel::District,
        Level::Commune => UnitLevel::Commune,
    };
    let vintage = if matches!(found, Found::Current(_)) { Vintage::Since2025 } else { Vintage::Before2025 };
    UnitRef { code: found.code().to_owned(), level, vintage }
}

/// The unit that a stored reference names.
pub(crate) fn found_of(unit: &UnitRef) -> Option<Found> {
    let level = match unit.level {
        UnitLevel::Province => Level::Province,
        UnitLevel::District => Level::District,
        UnitLevel::Commune => Level::Commune,
    };
    match unit.vintage {
        Vintage::Before2025 => unit::former_unit(level, &unit.code).map(Found::Former),
        Vintage::Since2025 if level == Level::Province => unit::province(&unit.code).map(Found::Current),
        Vintage::Since2025 => unit::commune(&unit.code).map(Found::Current),
    }
}

/// Up to this many communes a place is kept as its communes; beyond, as itself.
pub(crate) const COMMUNES_OF_A_PLACE: usize = 40;

/// The facet term of a unit of before July 2025 that has more communes today than are kept of a place: of a province
/// as large as Hải Dương was, `u:30`.
pub(crate) fn large_former_term(found: Found, communes: usize) -> Option<String> {
    let is_large = matches!(found, Found::Former(_)) && communes > COMMUNES_OF_A_PLACE;
    is_large.then(|| format!("u:{}", found.code()))
}

/// What a place parameter stands for.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub(crate) name: String,
    /// Codes of whole provinces.
    pub(crate) provinces: Vec<&'static str>,
    /// Dense numbers of communes, when it is less than a province.
    pub(crate) communes: Vec<u16>,
    /// Facet terms of large units of before July 2025: vacancies that state no more than such a unit have no communes.
    pub(crate) former: Vec<String>,
    /// The point that distances are measured from.
    pub(crate) point: Option<(i32, i32)>,
    /// What a text, or the code of a former unit, was taken for; a code in force can be taken for nothing else.
    pub(crate) read: Vec<Item>,
}

/// Reads a place parameter: the code of a unit in force, else of a former one, or any spelling. What is not known is
/// refused with what was probably meant.
pub(crate) fn area(field: &'static str, text: &str) -> Result<Area, FieldError> {
    let code = text.trim();
    if let Some(found) = unit::commune(code).or_else(|| unit::province(code)) {
        return Ok(area_of(Found::Current(found)));
    }
    if let Some(item) = place::former_of_code(code) {
        let area = area_of(item.found);
        // Of a few former communes nothing is known that took their place.
        if !area.communes.is_empty() {
            return Ok(Area { read: vec![item], ..area });
        }
    }
    match place::resolve(text) {
        Resolution::Places(items) => {
            let area = join(items.iter().map(|item| area_of(item.found)).collect());
            Ok(Area { read: items, ..area })
        }
        Resolution::Abroad(_) | Resolution::Anywhere | Resolution::Unknown => Err(unknown_place(field, text)),
    }
}

/// That no place is called so, with those that may be meant.
pub(crate) fn unknown_place(field: &'static str, text: &str) -> FieldError {
    let suggestions: Vec<String> = near_names(text);
    FieldError::new(
        field,
        "place_unknown",
        format!("Không có nơi nào tên “{text}”. Hãy ghi tên xã/phường, tỉnh/thành phố, hoặc tên huyện cũ."),
        format!("There is no place “{text}”. Name a commune, a province, or a former district."),
    )
    .suggesting(suggestions)
}

/// Units whose names begin like the text, or are one slip away from it, or begin like its first word.
pub(crate) fn near_units(text: &str) -> Vec<Found> {
    let begin = |text: &str| place::suggest(text, 5).into_iter().map(|near| near.found).collect::<Vec<_>>();
    let whole = begin(text);
    if !whole.is_empty() {
        return whole;
    }
    let slipped: Vec<Found> = place::one_slip_away(text).into_iter().take(5).collect();
    if !slipped.is_empty() {
        return slipped;
    }
    text.split_whitespace().next().map(begin).unwrap_or_default()
}

/// The same by name.
fn near_names(text: &str) -> Vec<String> {
    near_units(text).into_iter().map(Found::address).collect()
}

fn area_of(found: Found) -> Area {
    let (provinces, communes): (_, Vec<u16>) = match found {
        Found::Current(unit) if unit.level == Level::Province => (vec![unit.code], Vec::new()),
        other => (Vec::new(), other.communes().iter().map(|unit| unit.dense).collect()),
    };
    let former = large_former_term(found, communes.len()).into_iter().collect();
    Area { name: found.address(), provinces, communes, former, point: point_of(found), read: Vec::new() }
}

/// Of a single unit its own point; of several the middle of theirs.
fn point_of(found: Found) -> Option<(i32, i32)> {
    if let Found::Current(unit) = found {
        return Some(unit.point);
    }
    let communes = found.communes();
    let count = i64::try_from(communes.len()).ok().filter(|count| *count > 0)?;
    let middle =
        |of: fn(&(i32, i32)) -> i32| communes.iter().map(|unit| i64::from(of(&unit.point))).sum::<i64>() / count;
    Some((middle(|point| point.0) as i32, middle(|point| point.1) as i32))
}

fn join(mut areas: Vec<Area>) -> Area {
    if areas.len() == 1 {
        return areas.remove(0);
    }
    Area {
        name: areas.iter().map(|area| area.name.clone()).collect::<Vec<_>>().join(" + "),
        provinces: areas.iter().flat_map(|area| area.provinces.clone()).collect(),
        communes: areas.iter().flat_map(|area| area.communes.clone()).collect(),
        former: areas.iter().flat_map(|area| area.former.clone()).collect(),
        point: None,
        read: Vec::new(),
    }
}

/// Whole kilometres from a point to every commune, by dense number.
pub(crate) fn distances(point: (i32, i32)) -> Vec<u16> {
    unit::distances_km(point)
}

/// Dense numbers of the communes within so many kilometres of a point.
pub(crate) fn communes_within(point: (i32, i32), km: u16) -> Vec<u16> {
    let distances = unit::distances_km(point).into_iter().enumerate();
    distances.filter(|(_, distance)| *distance <= km).map(|(dense, _)| dense as u16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_former_unit_stands_for_what_its_name_stands_for() {
        for (code, name) in [
            ("718", "Thành phố Thủ Dầu Một, Bình Dương"),
            ("778", "Quận 7, Hồ Chí Minh"),
            ("74", "Tỉnh Bình Dương"),
            ("00007", "Phường Cống Vị, Quận Ba Đình, Hà Nội"),
        ] {
            let (by_code, by_name) = (area("place", code).expect("a code"), area("place", name).expect("a name"));
            assert!(!by_code.communes.is_empty(), "{code}");
            assert_eq!(by_code.communes, by_name.communes, "{code}");
            assert_eq!((&by_code.name, &by_code.former), (&by_name.name, &by_name.former), "{code}");
            assert_eq!(by_code.read[0].confidence, by_name.read[0].confidence, "{code}");
        }
        assert_eq!(area("place", "52").expect("in force").provinces, ["52"], "Bình Định had this code before");
        assert!(area("place", "10774").is_err(), "nothing is known that took its place");
    }
}
