//! Ways on in an answer that finds little: the words as they were probably meant, and wider searches, ready to be
//! asked.

use sanviec_app::find::{Help, Wider};
use serde::Serialize;
use utoipa::ToSchema;

/// What else could be asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchHelp {
    /// Null where nothing better is known.
    spelling: Option<Spelling>,
    wider: Vec<WiderSearch>,
}

/// The words as they were probably meant.
#[derive(Serialize, ToSchema)]
pub(crate) struct Spelling {
    /// Value for `q`.
    q: String,
    /// How many it finds, with every other condition kept.
    total: u64,
}

/// A search with a condition left out, or within a wider distance; of misspelt words as they were probably meant.
#[derive(Serialize, ToSchema)]
pub(crate) struct WiderSearch {
    /// Query string for the same address.
    query: String,
    name_vi: String,
    name_en: String,
    total: u64,
}

/// What is said beside the answer to a query string; `None` where there is nothing to say.
pub(crate) fn of(query: &str, help: Help) -> Option<SearchHelp> {
    let Help { spelling, wider, without_place } = help;
    let spelling = spelling.map(|(q, total)| Spelling { q, total });
    let wider: Vec<WiderSearch> = wider
        .into_iter()
        .map(|way| WiderSearch {
            query: widened(query, &way, without_place.as_deref()),
            name_vi: way.vi,
            name_en: way.en,
            total: way.total,
        })
        .collect();
    (spelling.is_some() || !wider.is_empty()).then_some(SearchHelp { spelling, wider })
}

/// The query string of a wider search. `words`: those without the place that was recognised in them.
fn widened(query: &str, way: &Wider, words: Option<&str>) -> String {
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    match way.within_km {
        Some(km) => {
            pairs.retain(|(name, _)| name != "within_km");
            pairs.push(("within_km".to_owned(), km.to_string()));
        }
        None => leave_out(&mut pairs, way, words),
    }
    if let Some(words) = &way.words {
        pairs.retain(|(name, _)| name != "q");
        pairs.insert(0, ("q".to_owned(), words.clone()));
    }
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// All values of a parameter are one condition, so they go together.
fn leave_out(pairs: &mut Vec<(String, String)>, way: &Wider, words: Option<&str>) {
    let drops = |name: &str| way.without.iter().any(|(param, _)| *param == name);
    let is_given =
        |(name, value): &(String, String), names: &[&str]| names.contains(&name.as_str()) && !value.trim().is_empty();
    let is_place = drops("place") || drops("near");
    // A radius is one condition with the place or point that it lies around.
    let with_radius = is_place && pairs.iter().any(|pair| is_given(pair, &["within_km"]));
    if is_place && let Some(words) = words {
        pairs.retain(|(name, _)| name != "q");
        if !words.is_empty() {
            pairs.insert(0, ("q".to_owned(), words.to_owned()));
        }
    }
    pairs.retain(|(name, _)| !(drops(name) || with_radius && matches!(name.as_str(), "place" | "near" | "within_km")));
    // Nothing is nearest to no place.
    if is_place && !pairs.iter().any(|pair| is_given(pair, &["place", "near"])) {
        pairs.retain(|(name, value)| name != "sort" || value.trim() != "nearest");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(query: &str, params: &[&'static str], words: Option<&str>) -> String {
        let without = params.iter().map(|param| (*param, String::new())).collect();
        let way = Wider { without, within_km: None, words: None, vi: String::new(), en: String::new(), total: 1 };
        widened(query, &way, words)
    }

    #[test]
    fn what_is_left_out_takes_with_it_what_means_nothing_alone() {
        assert_eq!(without("q=a&place=79&place=01&pay_min=5", &["place", "place"], None), "q=a&pay_min=5");
        assert_eq!(without("q=a&place=79&within_km=5&sort=nearest", &["place"], None), "q=a");
        assert_eq!(without("near=10.78%2C106.70&within_km=5&sort=pay", &["near"], None), "sort=pay");
        assert_eq!(
            without("place=79&near=10.78%2C106.70&sort=nearest", &["place"], None),
            "near=10.78%2C106.70&sort=nearest"
        );
        assert_eq!(without("q=a+quan+7&housing=1", &["place"], Some("a")), "q=a&housing=1");
        assert_eq!(without("q=a+quan+7&housing=1", &["housing"], Some("a")), "q=a+quan+7");
    }

    #[test]
    fn a_wider_radius_takes_the_place_of_the_asked_one() {
        let way = Wider {
            without: Vec::new(),
            within_km: Some(50),
            words: None,
            vi: String::new(),
            en: String::new(),
            total: 1,
        };
        assert_eq!(widened("place=79&within_km=5&limit=3", &way, None), "place=79&limit=3&within_km=50");
    }

    #[test]
    fn mended_words_take_the_place_of_those_that_were_typed() {
        let way = |params: &[&'static str]| Wider {
            without: params.iter().map(|param| (*param, String::new())).collect(),
            within_km: None,
            words: Some("kế toán".to_owned()),
            vi: String::new(),
            en: String::new(),
            total: 1,
        };
        let mended = "q=k%E1%BA%BF+to%C3%A1n";
        assert_eq!(widened("place=79&q=ke61+toa1n&pay_min=5", &way(&["place"]), None), format!("{mended}&pay_min=5"));
        assert_eq!(widened("q=ke61+toa1n+quan+7&pay_min=5", &way(&["place", "pay_min"]), Some("ke61 toa1n")), mended);
        let farther = Wider { within_km: Some(25), ..way(&[]) };
        assert_eq!(widened("q=ke61+toa1n&place=79", &farther, None), format!("{mended}&place=79&within_km=25"));
    }
}
