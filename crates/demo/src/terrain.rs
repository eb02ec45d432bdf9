//! What a province is like, roughly: how many vacancies it has and which kinds. Weights follow population and
//! industry as everybody knows them; they are no statistics and stand for none.

/// Where a title occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Industrial parks and clusters.
    Industry,
    /// Towns.
    Town,
    /// Countryside.
    Country,
    /// The coast and the sea.
    Coast,
    /// Mountains and highlands.
    Highland,
}

impl Zone {
    pub(crate) fn of_letter(letter: char) -> Option<Self> {
        match letter {
            'K' => Some(Self::Industry),
            'T' => Some(Self::Town),
            'N' => Some(Self::Country),
            'B' => Some(Self::Coast),
            'C' => Some(Self::Highland),
            _ => None,
        }
    }
}

/// Traits of a province, 0 (nothing of it) to 10.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terrain {
    code: &'static str,
    /// Share of all vacancies, per thousand.
    pub(crate) weight: u32,
    industry: u8,
    town: u8,
    country: u8,
    coast: u8,
    highland: u8,
    /// Pay against the national middle, percent.
    pub(crate) pay_percent: i64,
}

const fn terrain(code: &'static str, weight: u32, traits: [u8; 5], pay_percent: i64) -> Terrain {
    let [industry, town, country, coast, highland] = traits;
    Terrain { code, weight, industry, town, country, coast, highland, pay_percent }
}

const DEFAULT: Terrain = terrain("", 12, [3, 3, 5, 0, 0], 92);

const TERRAINS: [Terrain; 34] = [
    terrain("01", 105, [7, 10, 4, 0, 0], 112),
    terrain("04", 7, [1, 2, 6, 0, 9], 86),
    terrain("08", 11, [2, 2, 7, 0, 9], 87),
    terrain("11", 7, [1, 2, 6, 0, 9], 86),
    terrain("12", 7, [1, 2, 6, 0, 9], 86),
    terrain("14", 9, [2, 2, 7, 0, 10], 87),
    terrain("15", 13, [3, 4, 6, 0, 9], 89),
    terrain("19", 24, [8, 4, 5, 0, 4], 98),
    terrain("20", 9, [2, 4, 6, 0, 7], 89),
    terrain("22", 26, [6, 7, 3, 9, 3], 104),
    terrain("24", 56, [10, 5, 5, 0, 1], 104),
    terrain("25", 38, [8, 5, 6, 0, 3], 97),
    terrain("31", 52, [9, 7, 5, 8, 0], 104),
    terrain("33", 34, [8, 4, 7, 4, 0], 99),
    terrain("37", 40, [7, 5, 7, 5, 0], 96),
    terrain("38", 36, [6, 5, 8, 6, 3], 93),
    terrain("40", 30, [5, 5, 8, 6, 3], 92),
    terrain("42", 14, [3, 3, 7, 6, 1], 91),
    terrain("44", 14, [3, 4, 7, 7, 2], 90),
    terrain("46", 14, [4, 7, 5, 5, 1], 92),
    terrain("48", 34, [6, 9, 4, 8, 1], 99),
    terrain("51", 18, [5, 4, 7, 6, 5], 92),
    terrain("52", 26, [4, 5, 8, 6, 8], 92),
    terrain("56", 22, [3, 8, 5, 10, 2], 96),
    terrain("66", 24, [2, 5, 9, 5, 9], 91),
    terrain("68", 30, [3, 7, 9, 6, 9], 93),
    terrain("75", 58, [10, 6, 6, 0, 1], 106),
    terrain("79", 150, [9, 10, 2, 5, 0], 115),
    terrain("80", 32, [9, 4, 7, 0, 0], 101),
    terrain("82", 28, [5, 5, 9, 3, 0], 93),
    terrain("86", 28, [5, 5, 9, 6, 0], 92),
    terrain("91", 26, [3, 6, 9, 8, 0], 92),
    terrain("92", 28, [5, 8, 8, 3, 0], 94),
    terrain("96", 18, [3, 4, 8, 9, 0], 91),
];

/// The traits of a province; middling ones for a code that is not known.
pub(crate) fn of(province_code: &str) -> &'static Terrain {
    TERRAINS.iter().find(|terrain| terrain.code == province_code).unwrap_or(&DEFAULT)
}

impl Terrain {
    /// How well a title of these zones fits here; never quite 0, so that every plan can be filled.
    pub(crate) fn affinity(&self, zones: &[Zone]) -> f64 {
        let best = zones
            .iter()
            .map(|zone| match zone {
                Zone::Industry => self.industry,
                Zone::Town => self.town,
                Zone::Country => self.country,
                Zone::Coast => self.coast,
                Zone::Highland => self.highland,
            })
            .max()
            .unwrap_or(1);
        f64::from(best).powi(2) + 0.001
    }
}
