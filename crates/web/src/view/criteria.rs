//! What the results page was asked for, as texts that are not yet checked, and the one table between the names in the
//! addresses of pages and those of the use cases. Must not be in here: whether a value makes sense.

use std::fmt::Write;

/// Names in addresses of pages, names in the use cases, and whether several values may stand side by side. The order
/// is that of addresses.
const NAMES: [(&str, &str, bool); 22] = [
    ("q", "q", false),
    ("noi", "place", true),
    ("ban-kinh", "within_km", false),
    ("luong", "pay_min", false),
    ("nghe", "occupation", true),
    ("nganh", "industry", true),
    ("hop-dong", "contract", true),
    ("thoi-gian", "working_time", true),
    ("ca", "shift", false),
    ("kinh-nghiem", "experience", false),
    ("trinh-do", "qualification", false),
    ("dang-trong", "posted_within_days", false),
    ("han", "deadline_from", false),
    ("khong-can-kinh-nghiem", "no_experience", false),
    ("khuyet-tat", "disability", false),
    ("o-lai", "housing", false),
    ("dua-don", "transport", false),
    ("nuoc-ngoai", "overseas", false),
    ("doanh-nghiep", "employer", false),
    ("sap-xep", "sort", false),
    ("trang", "page", false),
    // Words as they were typed, where others were searched for in their place.
    ("da-go", "typed", false),
];

/// Orders in addresses of pages and in the use cases.
const SORTS: [(&str, &str); 5] =
    [("phu-hop", "relevance"), ("moi", "newest"), ("gan", "nearest"), ("luong", "pay"), ("han", "deadline")];

/// Longest list of values that is read; a longer one is no search of a person.
const MOST: usize = 60;

/// Names and values of the results page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Criteria(Vec<(&'static str, String)>);

impl Criteria {
    /// Reads names and values; unknown names (those of other sites' trackers) and empty values are left out, and of a
    /// name that has one value the last counts.
    pub(crate) fn read(query: &[(String, String)]) -> Self {
        let mut criteria = Self::default();
        for (name, value) in query.iter().take(MOST) {
            let known = NAMES.iter().find(|(known, _, _)| known == name);
            let value = value.trim();
            let Some((name, _, several)) = known.filter(|_| !value.is_empty()) else { continue };
            if *several && criteria.all(name).any(|known| known == value) {
                continue;
            }
            if !several {
                criteria.0.retain(|(known, _)| known != name);
            }
            criteria.0.push((name, value.to_owned()));
        }
        criteria
    }

    /// Criteria of one name.
    pub(crate) fn of(name: &'static str, value: &str) -> Self {
        Self::default().with(name, value)
    }

    /// Value of a name; empty when it is not asked for.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Values of a name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Names and values.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.0.iter().cloned()
    }

    /// Names and values of these names.
    pub(crate) fn only(&self, names: &[&str]) -> Vec<(&'static str, String)> {
        self.pairs().filter(|(name, _)| names.contains(name)).collect()
    }

    /// Place as typed: the first that is not the code of a province, which the filter shows.
    pub(crate) fn place(&self) -> &str {
        self.all("noi").find(|place| !is_province(place)).unwrap_or_default()
    }

    /// Asked for, from the first page on, with one more value; a name that has one value gets this one.
    #[must_use]
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let several = NAMES.iter().any(|(known, _, several)| *known == name && *several);
        let mut changed = if several { self.without("trang") } else { self.without(name).without("trang") };
        changed.0.push((name, value.to_owned()));
        changed
    }

    /// Asked for, from the first page on, without a name.
    #[must_use]
    pub(crate) fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(known, _)| *known != name && *known != "trang").cloned().collect())
    }

    /// Asked for without a condition of the use cases, named and valued as there.
    #[must_use]
    pub(crate) fn without_condition(&self, param: &str, value: &str) -> Self {
        let Some((name, _, several)) = NAMES.iter().find(|(_, known, _)| *known == param) else { return self.clone() };
        let mut rest = self.without("trang");
        rest.0.retain(|(known, held)| known != name || *several && held != value);
        if *name == "noi" && rest.all("noi").next().is_none() {
            // A radius and an order by distance mean nothing without a place.
            rest = rest.without("ban-kinh");
            rest.0.retain(|(known, value)| *known != "sap-xep" || value != "gan");
        }
        rest
    }

    /// Only words, place and order.
    #[must_use]
    pub(crate) fn cleared(&self) -> Self {
        let mut kept = self.clone();
        kept.0.retain(|(name, value)| matches!(*name, "q" | "sap-xep") || *name == "noi" && !is_province(value));
        kept
    }

    /// The same on another page.
    #[must_use]
    pub(crate) fn on_page(&self, page: usize) -> Self {
        let first = self.without("trang");
        if page < 2 { first } else { first.with("trang", &page.to_string()) }
    }

    /// The page of results, always with the same order of names.
    pub(crate) fn path(&self) -> String {
        self.path_of("/viec-lam")
    }

    /// Any page with these names and values.
    pub(crate) fn path_of(&self, page: &str) -> String {
        let mut path = page.to_owned();
        for (name, _, _) in NAMES {
            for value in self.all(name) {
                path.push(if path.contains('?') { '&' } else { '?' });
                path.push_str(name);
                path.push('=');
                encode(value, &mut path);
            }
        }
        path
    }

    /// Names and values as the use cases call them, words and orders translated; money becomes dong.
    pub(crate) fn params(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.0.iter().filter_map(|(name, value)| {
            let (_, param, _) = NAMES.iter().find(|(known, _, _)| known == name)?;
            Some((*param, param_value(param, value)))
        })
    }

    /// Order in addresses of pages of one of the use cases; empty for one that is not known.
    pub(crate) fn sort_named(code: &str) -> &'static str {
        SORTS.iter().find(|(_, known)| *known == code).map_or("", |(word, _)| word)
    }

    /// Name in addresses of pages of a parameter of the use cases.
    pub(crate) fn name_of(param: &str) -> Option<&'static str> {
        NAMES.iter().find(|(_, known, _)| *known == param).map(|(name, _, _)| *name)
    }
}

/// Millions are typed with a comma or a point: `8,5`.
fn param_value(param: &str, value: &str) -> String {
    match param {
        "pay_min" => {
            let millions = value.replace(',', ".").parse::<f64>().ok().filter(|millions| (0.0..1e6).contains(millions));
            millions.map_or_else(|| value.to_owned(), |millions| format!("{:.0}", millions * 1e6))
        }
        "sort" => SORTS.iter().find(|(word, _)| *word == value).map_or(value, |(_, code)| code).to_owned(),
        _ => value.to_owned(),
    }
}

fn is_province(place: &str) -> bool {
    place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_digit())
}

/// Percent-encodes everything but the unreserved signs of RFC 3986; a space becomes `+` as forms write it.
fn encode(value: &str, path: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => path.push(byte as char),
            b' ' => path.push('+'),
            _ => {
                let _ = write!(path, "%{byte:02X}");
            }
        }
    }
}
