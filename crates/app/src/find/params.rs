//! What can be asked for, as it arrives: texts, not yet checked.

/// Postings on a page, and in an API answer when no limit is given.
pub const PAGE_SIZE: usize = 20;

/// A search as typed into a form or an address. Every empty text means "not asked".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// Words, at most 256 characters.
    pub q: String,
    /// Places: code of a commune or province in force, or any spelling of a current or old unit. Any of them will do.
    pub place: Vec<String>,
    /// `latitude,longitude` in degrees; rounded to 0.01° before use.
    pub near: String,
    /// Kilometres around `near`, or around the place when one commune is named: 5, 10, 25, 50 or 100.
    pub within_km: String,
    /// Least pay in dong a month.
    pub pay_min: String,
    /// VSCO codes of 1 to 4 digits. Any of them will do.
    pub occupation: Vec<String>,
    /// VSIC 2018 codes: a section letter or 2 to 4 digits.
    pub industry: Vec<String>,
    /// `indefinite`, `fixed_under_12`, `fixed_12_36`, `other`.
    pub contract: Vec<String>,
    /// `full`, `part`.
    pub working_time: Vec<String>,
    /// `1` when shift work is asked for, `0` when it is not wanted.
    pub shift: String,
    /// Months of experience that the seeker has at most: `0`, `12`, `24`, `60`.
    pub experience: String,
    /// Highest qualification that the seeker has: `untrained` to `doctor`.
    pub qualification: String,
    /// Posted within so many days: 1 to 365.
    pub posted_within_days: String,
    /// Can still be applied for on this day (YYYY-MM-DD).
    pub deadline_from: String,
    pub no_experience: bool,
    /// Suits people with disabilities.
    pub disability: bool,
    pub housing: bool,
    pub transport: bool,
    pub overseas: bool,
    /// Only postings of which no province is known: no filter of people, who could not tell what it leaves out.
    pub without_province: bool,
    /// Conditions whose value says neither yes nor no.
    pub unread_flags: Vec<&'static str>,
    /// Code of an employer.
    pub employer: String,
    /// `relevance`, `newest`, `nearest`, `pay`, `deadline`; empty: relevance when words are given, else newest.
    pub sort: String,
    /// 1 to 100.
    pub limit: String,
    /// Cursor of the last answer.
    pub after: String,
    /// Page of 20, from 1; cannot stand beside a cursor.
    pub page: String,
    /// Whether the facets are counted.
    pub facets: bool,
    /// Whether ways on are left out of an answer that finds little.
    pub without_help: bool,
    /// Outbox position that the answer must have seen.
    pub position: Option<i64>,
}

/// Orders of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortBy {
    Relevance,
    Newest,
    Nearest,
    Pay,
    Deadline,
}

impl SortBy {
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Newest, Self::Nearest, Self::Pay, Self::Deadline];

    /// The word in addresses of the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Nearest => "nearest",
            Self::Pay => "pay",
            Self::Deadline => "deadline",
        }
    }
}
