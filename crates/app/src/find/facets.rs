//! The counts beside the filters, with codes and names.

use crate::reading;
use sanviec_search::Histogram;

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// Value to put into the parameter.
    pub value: String,
    pub vi: String,
    pub en: String,
    pub count: u32,
}

/// One facet: the parameter it belongs to and its values, most frequent first; pay by the least amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    pub param: &'static str,
    pub values: Vec<FacetValue>,
}

/// Counts on place, occupation group, contract form and pay over a whole answer: of each value as many as its
/// parameter finds beside the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    pub place: Facet,
    pub occupation: Facet,
    pub contract: Facet,
    pub pay: Facet,
}

/// Names what the index counted.
pub(crate) fn name(counted: &Histogram) -> Facets {
    let facet = |param, dimension, names: Vec<(u8, FacetValue)>| {
        let counts =
            names.into_iter().map(|(number, value)| FacetValue { count: counted.count(dimension, number), ..value });
        let mut values: Vec<FacetValue> = counts.filter(|value| value.count > 0).collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        Facet { param, values }
    };
    // Each as its filter finds: who asks for 5 million gets what pays 20.
    let bands = reading::pay_buckets().into_iter();
    let bands = bands.map(|(number, value)| FacetValue { count: counted.count_from(3, number), ..value });
    let pay = Facet { param: "pay_min", values: bands.filter(|value| value.count > 0).collect() };
    Facets {
        place: facet("place", 0, reading::province_buckets()),
        occupation: facet("occupation", 1, reading::occupation_buckets()),
        contract: facet("contract", 2, reading::contract_buckets()),
        pay,
    }
}
