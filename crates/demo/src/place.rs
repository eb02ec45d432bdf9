//! The places a caller gives: communes in force, and old units with what replaced them.

/// A commune in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// 5 digits.
    pub commune_code: String,
    /// With its kind: "Phường Ba Đình".
    pub commune_full_name: String,
    /// 2 digits.
    pub province_code: String,
    /// Without its kind: "Hà Nội".
    pub province_name: String,
    /// Latitude, millionths of a degree.
    pub lat_e6: i32,
    /// Longitude, millionths of a degree.
    pub lon_e6: i32,
}

/// A unit abolished on 1 July 2025 that people still write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldPlace {
    /// With its kind: "Quận 7", "Huyện Châu Thành", "Phường Bến Nghé".
    pub full_name: String,
    /// The province it lay in, as it was called then, without its kind: "Bình Dương".
    pub old_province_name: String,
    /// Province in force, 2 digits.
    pub province_code: String,
    /// The communes that replaced it: all of them where it was split.
    pub commune_codes: Vec<String>,
}

impl Place {
    /// Wards are towns; communes are countryside; special zones are islands.
    pub(crate) fn is_ward(&self) -> bool {
        self.commune_full_name.starts_with("Phường")
    }

    pub(crate) fn is_island(&self) -> bool {
        self.commune_full_name.starts_with("Đặc khu")
    }

    /// Nobody advertises for a civil job on the far archipelagos.
    pub(crate) fn is_garrison(&self) -> bool {
        self.is_island() && ["Hoàng Sa", "Trường Sa"].iter().any(|name| self.commune_full_name.ends_with(name))
    }

    /// The name without its kind.
    pub(crate) fn short_name(&self) -> &str {
        ["Phường ", "Xã ", "Đặc khu "]
            .iter()
            .find_map(|kind| self.commune_full_name.strip_prefix(kind))
            .unwrap_or(&self.commune_full_name)
    }
}

/// A province with its communes by kind, in the order given.
#[derive(Debug)]
pub(crate) struct Province {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Every commune but the far archipelagos.
    pub(crate) all: Vec<Place>,
    /// Indexes into `all` of the wards.
    pub(crate) wards: Vec<usize>,
    /// Indexes into `all` of the others.
    pub(crate) rural: Vec<usize>,
    pub(crate) old: Vec<OldPlace>,
}

/// Groups places by province, ordered by code.
pub(crate) fn provinces(places: &[Place], old_places: &[OldPlace]) -> Vec<Province> {
    let mut provinces: Vec<Province> = Vec::new();
    for place in places.iter().filter(|place| !place.is_garrison()) {
        let found = provinces.iter().position(|province| province.code == place.province_code);
        let index = found.unwrap_or_else(|| {
            provinces.push(Province {
                code: place.province_code.clone(),
                name: place.province_name.clone(),
                all: Vec::new(),
                wards: Vec::new(),
                rural: Vec::new(),
                old: Vec::new(),
            });
            provinces.len() - 1
        });
        let province = &mut provinces[index];
        if place.is_ward() { &mut province.wards } else { &mut province.rural }.push(province.all.len());
        province.all.push(place.clone());
    }
    for old in old_places.iter().filter(|old| !old.commune_codes.is_empty()) {
        if let Some(province) = provinces.iter_mut().find(|province| province.code == old.province_code) {
            province.old.push(old.clone());
        }
    }
    provinces.sort_by(|one, other| one.code.cmp(&other.code));
    provinces
}

impl Province {
    /// A commune that fits: wards for towns and industry, the others for the land.
    pub(crate) fn commune(&self, town: bool, draw: &mut crate::draw::Draw) -> &Place {
        let (first, second) = if town { (&self.wards, &self.rural) } else { (&self.rural, &self.wards) };
        let often = if first.is_empty() { second } else { first };
        let from = if draw.percent(82) || second.is_empty() { often } else { second };
        let index = draw.pick(from).copied().unwrap_or_default();
        &self.all[index]
    }
}
