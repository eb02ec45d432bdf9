//! Queries as people type them, with the filters they set: half of them without marks, no query twice.

use crate::bank::{Bank, Title, bank};
use crate::draw::{Draw, mix};
use crate::generator::Generator;
use crate::place::Province;
use crate::template::Scene;
use crate::unmarked::{telex, unmarked};
use std::collections::HashSet;

/// One search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DemoQuery {
    /// Words as typed.
    pub q: Option<String>,
    /// Place as typed, in force or old.
    pub place: Option<String>,
    /// A point, millionths of a degree: latitude, longitude.
    pub near_e6: Option<(i32, i32)>,
    /// Radius around the point.
    pub within_km: Option<u32>,
    /// Least pay, dong a month.
    pub pay_min: Option<i64>,
    /// VSCO 2020 code, 1 to 4 digits.
    pub occupation: Option<String>,
    /// VSIC 2018 division.
    pub industry: Option<&'static str>,
    /// Form of contract, as in [`crate::DemoPosting::contract`].
    pub contract: Option<&'static str>,
    /// No older than so many days.
    pub posted_within_days: Option<u32>,
}

impl DemoQuery {
    /// Names and values of the API's parameters, not yet escaped.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let degrees = |e6: i32| format!("{:.6}", f64::from(e6) / 1e6);
        let near = self.near_e6.map(|(lat, lon)| format!("{},{}", degrees(lat), degrees(lon)));
        let all = [
            ("q", self.q.clone()),
            ("place", self.place.clone()),
            ("near", near),
            ("within_km", self.within_km.map(|km| km.to_string())),
            ("pay_min", self.pay_min.map(|pay| pay.to_string())),
            ("occupation", self.occupation.clone()),
            ("industry", self.industry.map(str::to_owned)),
            ("contract", self.contract.map(str::to_owned)),
            ("posted_within_days", self.posted_within_days.map(|days| days.to_string())),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl Generator {
    /// So many different queries over the same titles, skills and places; fewer than asked only where there are no
    /// places. The seed is the queries' own: another seed gives other queries over the same vacancies.
    pub fn queries(&self, seed: u64, count: usize) -> Vec<DemoQuery> {
        let bank = bank();
        let mut known: HashSet<DemoQuery> = HashSet::with_capacity(count);
        let mut queries = Vec::with_capacity(count);
        for number in 0.. {
            if queries.len() >= count || self.provinces.is_empty() {
                break;
            }
            let query = query(bank, &self.provinces, &mut Draw::new(mix(seed, number)));
            if known.insert(query.clone()) {
                queries.push(query);
            }
        }
        queries
    }
}

fn query(bank: &Bank, provinces: &[Province], draw: &mut Draw) -> DemoQuery {
    let mut query = DemoQuery::default();
    let weights = bank.titles.iter().map(|title| f64::from(title.weight));
    let title = &bank.titles[draw.weighted(weights)];
    let province = draw.weighted(provinces.iter().map(|one| f64::from(crate::terrain::of(&one.code).weight)));
    let province = &provinces[province];
    if !draw.percent(8) {
        query.q = Some(typed(&words(bank, title, province, draw), draw));
    }
    match draw.below(10) {
        0..=3 => query.place = Some(typed(&place(province, draw), draw)),
        4 => {
            let home = province.commune(draw.percent(70), draw);
            query.near_e6 = Some((home.lat_e6, home.lon_e6));
            query.within_km = Some([3, 5, 10, 15, 20, 30, 50][draw.below(7)]);
        }
        _ => {}
    }
    if draw.percent(22) {
        query.pay_min = Some(draw.between(10, 50) * 500_000);
    }
    if query.q.is_none() || draw.percent(10) {
        let digits = 1 + draw.below(4);
        query.occupation = Some(title.occupation[..digits].to_owned());
    }
    if draw.percent(6) {
        query.industry = title.industries.first().copied();
    }
    if draw.percent(5) {
        query.contract = Some(draw.text(&["indefinite", "12_36", "under_12", "other"]));
    }
    if draw.percent(15) {
        query.posted_within_days = Some([1, 3, 7, 14, 30][draw.below(5)]);
    }
    query
}

/// What somebody looking for this title types.
fn words(bank: &Bank, title: &Title, province: &Province, draw: &mut Draw) -> String {
    let name = title.name.to_lowercase();
    match draw.below(20) {
        0..=6 => name,
        7..=9 => shortened(&name, draw),
        10 => format!("tuyển {name}"),
        11 => format!("việc làm {}", shortened(&name, draw)),
        12 => format!("{} {}", shortened(&name, draw), province.name),
        13 => format!(
            "{name} {}",
            draw.text(&["ca đêm", "bán thời gian", "không kinh nghiệm", "lương cao", "gần đây", "có chỗ ở"])
        ),
        14..=16 => skill(bank, title, draw).to_lowercase(),
        17 => format!("{} {}", shortened(&name, draw), skill(bank, title, draw).to_lowercase()),
        18 => format!("{} tại {}", shortened(&name, draw), place(province, draw)),
        _ => title.english.map_or(name, str::to_lowercase),
    }
}

/// Without "công nhân", "nhân viên" and the like, or without the last word.
fn shortened(name: &str, draw: &mut Draw) -> String {
    let bare = ["công nhân ", "nhân viên ", "lao động ", "kỹ thuật viên ", "giáo viên ", "thợ "]
        .iter()
        .find_map(|head| name.strip_prefix(head))
        .unwrap_or(name);
    match bare.rsplit_once(' ') {
        Some((front, _)) if front.contains(' ') && draw.percent(40) => front.to_owned(),
        _ => bare.to_owned(),
    }
}

fn skill(bank: &Bank, title: &Title, draw: &mut Draw) -> String {
    let scene = Scene {
        place: "",
        province: "",
        company: "",
        title: title.name,
        wanted: 1,
        degree: "",
        years: "",
        salt: 0,
        pins: &[],
    };
    let mut text = String::new();
    if let Some(template) = draw.pick(&bank.families[title.family].skills) {
        template.write(&bank.slots, &scene, draw, &mut text);
    }
    text
}

fn place(province: &Province, draw: &mut Draw) -> String {
    let old = draw.pick(&province.old).filter(|_| draw.percent(25));
    match (old, draw.below(6)) {
        (Some(old), 0..=2) => format!("{}, {}", old.full_name, old.old_province_name),
        (Some(old), _) => old.full_name.clone(),
        (None, 0..=2) => province.name.clone(),
        (None, 3) => {
            let home = province.commune(true, draw);
            home.short_name().to_owned()
        }
        (None, _) => {
            let home = province.commune(draw.percent(60), draw);
            format!("{}, {}", home.commune_full_name, province.name)
        }
    }
}

/// Half of all is typed without marks, a little with a slip of the keyboard.
fn typed(text: &str, draw: &mut Draw) -> String {
    match draw.below(100) {
        0..=49 => unmarked(text),
        50 | 51 => telex(text, false),
        52 | 53 => text.to_uppercase(),
        _ => text.to_owned(),
    }
}
