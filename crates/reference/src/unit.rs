//! Administrative units: the two tiers in force since 1 July 2025 and the three tiers before, each with its dates.
//!
//! Units are data, never an enumeration: the map changes again. A code names a unit only together with its level and
//! vintage, because codes are used again for other extents.

use crate::table::rows;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Tier of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Province or city of the first tier.
    Province,
    /// Only before July 2025.
    District,
    /// Ward, commune or special zone.
    Commune,
}

/// What kind of unit it is, by the code of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kind(&'static str);

impl Kind {
    /// The word before the name: `Phường`, `Tỉnh`, ….
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self.0 {
            "T" => "Tỉnh",
            "TP" => "Thành phố",
            "X" => "Xã",
            "P" => "Phường",
            "DK" => "Đặc khu",
            "Q" => "Quận",
            "H" => "Huyện",
            "TX" => "Thị xã",
            _ => "Thị trấn",
        }
    }

    /// Code of the tables: `T TP X P DK Q H TX TT`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }
}

/// A province or commune in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Province or commune.
    pub level: Level,
    /// 2 digits for a province, 5 for a commune.
    pub code: &'static str,
    /// Code of the province; its own for a province.
    pub province: &'static str,
    /// Vietnamese name without the kind of unit (`Bến Thành`).
    pub name: &'static str,
    kind: Kind,
    /// First day of it in the map of two tiers; its area may be older. `None` where that is not known.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer exists; `None` while no end is known.
    pub ended: Option<NaiveDate>,
    /// The kind of unit that it was in this map before, where it was of another.
    pub kind_before: Option<Kind>,
    /// First day on which it is of its kind; `None` where that is not known.
    pub kind_from: Option<NaiveDate>,
    /// Point in millionths of a degree; of a province the point of its seat.
    pub point: (i32, i32),
    /// Area in whole square kilometres.
    pub area_km2: u32,
    /// Number among the units of its level, for sets.
    pub dense: u16,
}

impl Unit {
    /// Its kind as last known.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// `Phường Bến Thành`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.vi(), self.name)
    }

    /// `Phường Bến Thành, Thành phố Hồ Chí Minh`; of a province its own full name.
    #[must_use]
    pub fn address(&self) -> String {
        match province(self.province).filter(|_| self.level == Level::Commune) {
            Some(province) => format!("{}, {}", self.full_name(), province.name),
            None => self.full_name(),
        }
    }
}

/// A unit of the three tiers before July 2025.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerUnit {
    /// Province, district or commune.
    pub level: Level,
    /// 2 digits for a province, 3 for a district, 5 for a commune.
    pub code: &'static str,
    /// Code of the unit above: of a district its province, of a commune its district.
    pub parent: &'static str,
    /// Vietnamese name without the kind of unit.
    pub name: &'static str,
    kind: Kind,
    /// Units in force that took its place, main one first: communes of a commune, provinces of a province. A district
    /// has those of its communes.
    pub successors: Vec<&'static str>,
    /// Whether it was divided between several.
    pub split: bool,
    /// First day on which it no longer exists; `None` when only known to be before 1 July 2025.
    pub ended: Option<NaiveDate>,
}

impl FormerUnit {
    /// The kind of unit it was (city, town, ward, …).
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// `Quận 7`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.vi(), self.name)
    }

    /// Communes in force in its place; of a split one all that took a part.
    #[must_use]
    pub fn communes(&self) -> Vec<&'static Unit> {
        let mut found: Vec<&Unit> = match self.level {
            Level::Commune => self.successors.iter().filter_map(|code| commune(code)).collect(),
            Level::District => {
                let below = former().iter().filter(|unit| unit.level == Level::Commune && unit.parent == self.code);
                let own = self.successors.iter().filter_map(|code| commune(code));
                below.flat_map(Self::communes).chain(own).collect()
            }
            Level::Province => {
                let districts =
                    former().iter().filter(|unit| unit.level == Level::District && unit.parent == self.code);
                districts.flat_map(Self::communes).collect()
            }
        };
        found.sort_by_key(|unit| unit.dense);
        found.dedup();
        found
    }

    /// Code of the province that it belonged to then.
    #[must_use]
    pub fn former_province(&self) -> &'static str {
        match self.level {
            Level::Province => self.code,
            Level::District => self.parent,
            Level::Commune => former_unit(Level::District, self.parent).map_or("", |district| district.parent),
        }
    }

    /// Code of the province that it lies in now.
    #[must_use]
    pub fn province(&self) -> &'static str {
        let then = self.former_province();
        former_unit(Level::Province, then).and_then(|unit| unit.successors.first().copied()).unwrap_or_default()
    }
}

struct Map {
    provinces: Vec<Unit>,
    communes: Vec<Unit>,
    commune_at: HashMap<&'static str, u16>,
    former: Vec<FormerUnit>,
    former_at: HashMap<(Level, &'static str), usize>,
}

static MAP: LazyLock<Map> = LazyLock::new(|| {
    let (mut provinces, mut communes) = (Vec::new(), Vec::new());
    for row in rows::<11>(include_str!("../data/units.tsv")) {
        let [code, province, kind, name, lat, lon, area, from, ended, kind_before, kind_from] = row;
        let of_province = province.is_empty();
        let (level, list) =
            if of_province { (Level::Province, &mut provinces) } else { (Level::Commune, &mut communes) };
        list.push(Unit {
            level,
            code,
            province: if of_province { code } else { province },
            name,
            kind: Kind(kind),
            valid_from: from.parse().ok(),
            ended: ended.parse().ok(),
            kind_before: (!kind_before.is_empty()).then_some(Kind(kind_before)),
            kind_from: kind_from.parse().ok(),
            point: (lat.parse().unwrap_or(0), lon.parse().unwrap_or(0)),
            area_km2: area.parse().unwrap_or(1),
            dense: list.len() as u16,
        });
    }
    let former: Vec<FormerUnit> = rows::<8>(include_str!("../data/units_before.tsv")).map(read_former).collect();
    Map {
        commune_at: communes.iter().map(|unit| (unit.code, unit.dense)).collect(),
        former_at: former.iter().enumerate().map(|(at, unit)| ((unit.level, unit.code), at)).collect(),
        provinces,
        communes,
        former,
    }
});

fn read_former([level, code, parent, kind, name, successors, split, ended]: [&'static str; 8]) -> FormerUnit {
    let level = match level {
        "1" => Level::Province,
        "2" => Level::District,
        _ => Level::Commune,
    };
    FormerUnit {
        level,
        code,
        parent,
        name,
        kind: Kind(kind),
        successors: successors.split_whitespace().collect(),
        split: split == "1",
        ended: ended.parse().ok(),
    }
}

/// The 34 provinces and centrally run cities.
pub fn provinces() -> &'static [Unit] {
    &MAP.provinces
}

/// The 3,321 communes, wards and special zones.
pub fn communes() -> &'static [Unit] {
    &MAP.communes
}

/// The province in force with this code of 2 digits.
pub fn province(code: &str) -> Option<&'static Unit> {
    MAP.provinces.iter().find(|unit| unit.code == code)
}

/// The commune in force with this code of 5 digits.
pub fn commune(code: &str) -> Option<&'static Unit> {
    MAP.commune_at.get(code).map(|at| &MAP.communes[usize::from(*at)])
}

/// The communes of a province.
pub fn communes_of(province: &str) -> impl Iterator<Item = &'static Unit> + '_ {
    MAP.communes.iter().filter(move |unit| unit.province == province)
}

/// Every unit of the three tiers.
pub fn former() -> &'static [FormerUnit] {
    &MAP.former
}

/// The former unit with this code at this level.
pub fn former_unit(level: Level, code: &str) -> Option<&'static FormerUnit> {
    MAP.former_at.get(&(level, code)).map(|at| &MAP.former[*at])
}

const EARTH_KM: f64 = 6371.0;

/// Kilometres between two points, straight.
#[must_use]
pub fn distance_km(from: (i32, i32), to: (i32, i32)) -> f64 {
    let radians = |micro: i32| (f64::from(micro) / 1e6).to_radians();
    let (lat1, lat2) = (radians(from.0), radians(to.0));
    let half_lat = ((lat2 - lat1) / 2.0).sin();
    let half_lon = ((radians(to.1) - radians(from.1)) / 2.0).sin();
    let chord = half_lat * half_lat + lat1.cos() * lat2.cos() * half_lon * half_lon;
    2.0 * EARTH_KM * chord.sqrt().asin()
}

/// A commune for distances: its point on the unit sphere and its reach.
struct Spot {
    at: [f64; 3],
    reach_km: f64,
}

static SPOTS: LazyLock<Vec<Spot>> = LazyLock::new(|| {
    let reach = |unit: &Unit| (f64::from(unit.area_km2) / std::f64::consts::PI).sqrt();
    communes().iter().map(|unit| Spot { at: on_sphere(unit.point), reach_km: reach(unit) }).collect()
});

fn on_sphere((lat, lon): (i32, i32)) -> [f64; 3] {
    let (lat, lon) = ((f64::from(lat) / 1e6).to_radians(), (f64::from(lon) / 1e6).to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Kilometres along the sphere between two of its points: from their chord, by the series of the arc sine. For points
/// in and around Viet Nam (up to 2,500 km apart) it is right to a metre, and cheaper than the whole formula.
fn arc_km(from: [f64; 3], to: [f64; 3]) -> f64 {
    let square = from.iter().zip(to).map(|(from, to)| (from - to) * (from - to)).sum::<f64>() / 4.0;
    let series =
        1.0 + square * (1.0 / 6.0 + square * (3.0 / 40.0 + square * (15.0 / 336.0 + square * (105.0 / 3456.0))));
    2.0 * EARTH_KM * square.sqrt() * series
}

/// Whole kilometres from a point to every commune, by dense number.
///
/// A commune is one point in the tables. A large one reaches far beyond it, so the radius of a circle of its area is
/// taken off: whoever stands in a commune is not away from it.
#[must_use]
pub fn distances_km(from: (i32, i32)) -> Vec<u16> {
    let from = on_sphere(from);
    SPOTS.iter().map(|spot| ((arc_km(from, spot.at) - spot.reach_km).max(0.0) + 0.5) as u16).collect()
}

/// The communes whose point lies within so many kilometres of the point of any of these, by dense number.
pub fn communes_within<'a>(km: f64, of: impl IntoIterator<Item = &'a Unit>) -> impl Iterator<Item = &'static Unit> {
    let centres: Vec<[f64; 3]> = of.into_iter().map(|unit| on_sphere(unit.point)).collect();
    let is_near = move |at: [f64; 3]| centres.iter().any(|centre| arc_km(*centre, at) <= km);
    communes().iter().zip(SPOTS.iter()).filter(move |(_, spot)| is_near(spot.at)).map(|(unit, _)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First day of the two-tier map.
    fn two_tiers() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day")
    }

    #[test]
    fn the_map_in_force_is_whole() {
        assert_eq!((provinces().len(), communes().len()), (34, 3321));
        let of_kind = |code: &str| communes().iter().filter(|unit| unit.kind().code() == code).count();
        assert_eq!((of_kind("X"), of_kind("P"), of_kind("DK")), (2611, 697, 13));
        assert!(communes().iter().all(|unit| province(unit.province).is_some() && unit.point.0 > 7_000_000));
        assert_eq!(communes_of("79").count(), 168);
    }

    #[test]
    fn each_unit_in_force_has_the_days_that_are_known_of_it() {
        let units: Vec<&Unit> = provinces().iter().chain(communes()).collect();
        assert!(units.iter().all(|unit| unit.valid_from == Some(two_tiers()) && unit.ended.is_none()));
        let changed: Vec<&Unit> = units.iter().copied().filter(|unit| unit.kind_before.is_some()).collect();
        let [dong_nai] = changed.as_slice() else { panic!("Đồng Nai alone, not {changed:?}") };
        assert_eq!((dong_nai.code, dong_nai.kind().vi()), ("75", "Thành phố"));
        assert_eq!(dong_nai.kind_before.map(Kind::vi), Some("Tỉnh"));
        assert_eq!(dong_nai.kind_from, NaiveDate::from_ymd_opt(2026, 4, 30));
        let is_unsure = |unit: &&Unit| unit.province == "75" && unit.kind().code() == "P";
        for unit in units.iter().filter(|unit| unit.code != "75") {
            assert_eq!(unit.kind_from, (!is_unsure(unit)).then(two_tiers), "{}", unit.code);
        }
        assert_eq!(units.iter().filter(|unit| unit.kind_from.is_none()).count(), 33);
    }

    #[test]
    fn former_units_end_on_a_day_or_before_one_that_is_not_known() {
        let unknown = former().iter().filter(|unit| unit.ended.is_none());
        assert_eq!(unknown.count(), 589);
        assert!(former().iter().filter_map(|unit| unit.ended).all(|ended| ended == two_tiers()));
    }

    #[test]
    fn every_former_unit_leads_to_units_in_force() {
        let lost = ["10774", "13339", "20239", "28825"];
        for unit in former().iter().filter(|unit| unit.level == Level::Commune && !lost.contains(&unit.code)) {
            assert!(!unit.communes().is_empty(), "{} {}", unit.code, unit.name);
        }
        assert_eq!(former().iter().filter(|unit| unit.level == Level::Province).count(), 63);
        for unit in former().iter().filter(|unit| unit.level == Level::Province) {
            assert!(province(unit.province()).is_some(), "{}", unit.name);
        }
    }

    #[test]
    fn an_old_district_is_the_set_of_communes_that_took_its_place() {
        let district = former().iter().find(|unit| unit.level == Level::District && unit.name == "7").expect("Quận 7");
        let names: Vec<&str> = district.communes().iter().map(|unit| unit.name).collect();
        assert_eq!(names, ["Tân Hưng", "Tân Thuận", "Phú Thuận", "Tân Mỹ"]);
    }

    #[test]
    fn distances_are_straight_lines() {
        let (hanoi, saigon) = ((21_028_000, 105_854_000), (10_776_000, 106_701_000));
        assert!((1130.0..1150.0).contains(&distance_km(hanoi, saigon)));
        let here = commune("00070").expect("Hoàn Kiếm");
        assert_eq!(distances_km(here.point)[usize::from(here.dense)], 0);
    }

    #[test]
    fn the_communes_around_some_are_those_that_every_distance_names() {
        let some = [commune("00070").expect("Hoàn Kiếm"), &communes()[2000]];
        for km in [0.0, 5.0, 15.0, 60.0] {
            let around = |unit: &&Unit| some.iter().any(|here| distance_km(unit.point, here.point) <= km);
            let expected: Vec<&str> = communes().iter().filter(around).map(|unit| unit.code).collect();
            let found: Vec<&str> = communes_within(km, some).map(|unit| unit.code).collect();
            assert_eq!(found, expected, "{km} km");
            assert!(found.len() >= some.len(), "{km} km");
        }
        assert_eq!(communes_within(10.0, std::iter::empty::<&Unit>()).count(), 0);
    }

    #[test]
    fn the_fast_distance_agrees_with_the_formula_over_the_whole_country() {
        for from in
            [(8_500_000, 104_700_000), (23_300_000, 105_300_000), (16_000_000, 108_200_000), (8_640_000, 111_900_000)]
        {
            for unit in communes() {
                let fast = arc_km(on_sphere(from), on_sphere(unit.point));
                assert!((fast - distance_km(from, unit.point)).abs() < 0.001, "{} {fast}", unit.code);
            }
        }
    }
}
