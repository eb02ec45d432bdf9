//! A place where the work of a posting is done, as written and as recognised. Knows no units: codes come from
//! outside.

codes! {
    /// Level of an administrative unit.
    UnitLevel {
        /// Tỉnh, thành phố trực thuộc trung ương.
        Province = "province",
        /// Huyện, quận, thị xã, thành phố thuộc tỉnh: only before July 2025.
        District = "district",
        /// Xã, phường, đặc khu.
        Commune = "commune",
    }
}
codes! {
    /// Which set of units a code belongs to: the same digits named other places before and after.
    Vintage {
        /// Three tiers, in force until 30 June 2025.
        Before2025 = "before_2025",
        /// Two tiers, in force since 1 July 2025.
        Since2025 = "since_2025",
    }
}

/// A unit by code; a code alone is never enough.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnitRef {
    /// Official code, digits as published (with leading noughts).
    pub code: String,
    /// Tier of the unit.
    pub level: UnitLevel,
    /// Set of units the code is from.
    pub vintage: Vintage,
}

/// One place of work.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Workplace {
    /// The unit recognised, finest stated level; `None` when the text could not be read for sure.
    pub unit: Option<UnitRef>,
    /// House number, street, industrial zone: at most [`super::Limits::ADDRESS`] characters.
    pub address_line: Option<String>,
    /// The text as it came in, kept so that a better reading can be made later.
    pub original: String,
}
