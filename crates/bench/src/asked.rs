//! One query of a pass, understood a second time: as the parameters that go over HTTP, and as conditions for engines
//! that do not speak it.
//!
//! Written beside the product's own understanding, not with it: `agree` would show where they differ.

use chrono::NaiveDate;
use sanviec_demo::{DemoQuery, Generator};
use sanviec_domain::time::Micros;
use sanviec_reference::place::{self, Found, Resolution};
use sanviec_reference::{industry, occupation, unit};
use sanviec_search::Filter;

/// A query that every engine can answer.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    /// Path and query string of the API.
    pub(crate) path: String,
    pub(crate) words: String,
    pub(crate) filters: Vec<Filter>,
    /// Point and kilometres, where a distance was asked for.
    pub(crate) around: Option<((i32, i32), u16)>,
    pub(crate) facets: bool,
    /// The same query with a recognised place taken for words: to be asked where nothing is found at the place.
    pub(crate) literal: Option<Box<Asking>>,
}

/// Radii that the product knows: a query's own is raised to the next.
const RADII: [u16; 5] = [5, 10, 25, 50, 100];
/// A former unit with more communes of today has a facet term of its own.
const MOST_COMMUNES: usize = 40;
/// Facets are asked for on one query in so many.
const FACETS_EVERY: usize = 3;

/// So many different queries. Those whose place or code nobody knows are left out: an error costs nothing to answer.
pub(crate) fn queries(generator: &Generator, seed: u64, count: usize) -> Vec<Asking> {
    let drawn = generator.queries(seed, count + count / 4 + 20);
    let today = generator.today();
    let known = drawn.iter().filter_map(|query| Asking::read(query, today));
    known.take(count).enumerate().map(|(at, asking)| asking.with_facets(at % FACETS_EVERY == 0)).collect()
}

impl Asking {
    fn read(query: &DemoQuery, today: NaiveDate) -> Option<Self> {
        let query = in_words_of_the_product(query);
        let path = path(&query);
        let literal = Self::of(&query, path.clone(), today)?;
        let Some(apart) = place_apart(&query) else { return Some(literal) };
        let asking = Self::of(&apart, path, today)?;
        Some(Self { literal: Some(Box::new(literal)), ..asking })
    }

    fn of(query: &DemoQuery, path: String, today: NaiveDate) -> Option<Self> {
        let mut filters = Vec::new();
        let around = match (query.near_e6, query.within_km) {
            (Some(point), Some(km)) => Some((rounded(point), u16::try_from(km).ok()?)),
            _ => None,
        };
        if let Some((point, km)) = around {
            filters.push(Filter::Place { communes: within(point, km), terms: Vec::new() });
        }
        if let Some(text) = &query.place {
            filters.push(area(text)?);
        }
        if let Some(dong) = query.pay_min {
            filters.push(Filter::PayAtLeastK(u32::try_from(dong.max(1).unsigned_abs().div_ceil(1000)).ok()?));
        }
        if let Some(code) = &query.occupation {
            filters.push(Filter::Any(vec![format!("o:{}", occupation::get(code)?.code)]));
        }
        if let Some(code) = query.industry {
            filters.push(Filter::Any(vec![format!("i:{}", industry::get(code)?.code)]));
        }
        if let Some(code) = query.contract {
            filters.push(Filter::Any(vec![format!("k:{code}")]));
        }
        if let Some(days) = query.posted_within_days {
            let start = (Micros::start_of(today).0 / 1_000_000).max(0).unsigned_abs();
            filters.push(Filter::PostedSinceS(start.saturating_sub(u64::from(days.saturating_sub(1)) * 86_400)));
        }
        let words = sanviec_text::nfc(query.q.as_deref().unwrap_or_default()).trim().to_owned();
        if words.chars().count() > 256 {
            return None;
        }
        Some(Self { path, words, filters, around, facets: false, literal: None })
    }

    fn with_facets(mut self, facets: bool) -> Self {
        self.facets = facets;
        if facets {
            self.path.push_str("&facets=1");
        }
        self.literal = self.literal.take().map(|literal| Box::new(literal.with_facets(facets)));
        self
    }
}

/// Codes and radii as the product spells them.
fn in_words_of_the_product(query: &DemoQuery) -> DemoQuery {
    let contract = query.contract.map(|code| match code {
        "12_36" => "fixed_12_36",
        "under_12" => "fixed_under_12",
        other => other,
    });
    let radius = |km: u32| RADII.into_iter().map(u32::from).find(|known| *known >= km).unwrap_or(100);
    DemoQuery { contract, within_km: query.within_km.map(radius), ..query.clone() }
}

/// "kế toán quận 7" is words and a place, where no place is asked for otherwise.
fn place_apart(query: &DemoQuery) -> Option<DemoQuery> {
    if query.place.is_some() || query.near_e6.is_some() {
        return None;
    }
    let words = sanviec_text::nfc(query.q.as_deref()?);
    let (span, _) = place::find_in_query(&words)?;
    let rest = words.get(..span.start)?.trim_end_matches([' ', ',', '-']).to_owned();
    let place = words.get(span)?.to_owned();
    Some(DemoQuery { q: Some(rest), place: Some(place), ..query.clone() })
}

fn path(query: &DemoQuery) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in query.parameters() {
        pairs.append_pair(name, &value);
    }
    // No other variant looks for ways on when little is found.
    pairs.append_pair("help", "0");
    format!("/api/v1/postings?{}", pairs.finish())
}

/// A point is rounded to a hundredth of a degree before anything is done with it.
fn rounded((lat, lon): (i32, i32)) -> (i32, i32) {
    let round = |e6: i32| ((f64::from(e6) / 1e6 * 100.0).round() * 10_000.0) as i32;
    (round(lat), round(lon))
}

/// Dense numbers of the communes within so many kilometres.
fn within(point: (i32, i32), km: u16) -> Vec<u16> {
    let distances = unit::distances_km(point).into_iter().enumerate();
    distances.filter(|(_, distance)| *distance <= km).map(|(dense, _)| dense as u16).collect()
}

/// The filter that a place in any spelling stands for; `None` when nobody knows it.
pub(crate) fn area(text: &str) -> Option<Filter> {
    let code = text.trim();
    let found = match unit::commune(code).or_else(|| unit::province(code)) {
        Some(unit) => vec![Found::Current(unit)],
        None => match place::resolve(text) {
            Resolution::Places(items) => items.iter().map(|item| item.found).collect(),
            Resolution::Abroad(_) | Resolution::Anywhere | Resolution::Unknown => return None,
        },
    };
    let (mut communes, mut terms) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Found::Current(unit) if unit.level == unit::Level::Province => terms.push(format!("p:{}", unit.code)),
            other => {
                let here = other.communes();
                if matches!(other, Found::Former(_)) && here.len() > MOST_COMMUNES {
                    terms.push(format!("u:{}", other.code()));
                }
                communes.extend(here.iter().map(|unit| unit.dense));
            }
        }
    }
    communes.sort_unstable();
    communes.dedup();
    Some(if communes.is_empty() { Filter::Any(terms) } else { Filter::Place { communes, terms } })
}

/// The facet terms of a filter on terms, any of which will do.
pub(crate) fn terms_of(filter: &Filter) -> Option<Vec<String>> {
    match filter {
        Filter::Any(terms) => Some(terms.clone()),
        Filter::Place { communes, terms } => {
            Some(terms.iter().cloned().chain(communes.iter().map(|dense| format!("c:{dense}"))).collect())
        }
        Filter::PayAtLeastK(_) | Filter::PostedSinceS(_) | Filter::DeadlineFromDay(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_demo::Style;

    #[test]
    fn no_query_comes_twice_and_a_third_asks_for_facets() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        let queries = queries(&crate::data::generator(1, today, Style::Bulk), 7, 300);
        let mut paths: Vec<&str> = queries.iter().map(|query| query.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), 300);
        assert_eq!(queries.iter().filter(|query| query.facets).count(), 100);
    }
}
