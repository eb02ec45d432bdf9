//! The 54 ethnic groups of the country by their official two digits.

use crate::table;

/// One group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ethnicity {
    /// Two digits.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// All groups, in the official order.
pub fn all() -> impl Iterator<Item = Ethnicity> {
    table::rows::<2>(include_str!("../data/ethnic_groups.tsv")).map(|[code, name]| Ethnicity { code, name })
}

/// The group with this code.
pub fn get(code: &str) -> Option<Ethnicity> {
    all().find(|group| group.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_54_groups_with_codes_in_order() {
        let codes: Vec<String> = all().map(|group| group.code.to_owned()).collect();
        assert_eq!(codes, (1..=54).map(|number| format!("{number:02}")).collect::<Vec<_>>());
        assert_eq!(get("01").map(|group| group.name), Some("Kinh"));
        assert_eq!(get("99"), None);
    }
}
