//! What can be asked, and what comes back.

use crate::facets::Histogram;

/// One question to the index. Words are as a person typed them; everything else was checked by the caller.
#[derive(Clone, Debug)]
pub struct Query {
    pub words: String,
    /// Every filter must hold.
    pub filters: Vec<Filter>,
    pub near: Option<Near>,
    pub sort: Sort,
    /// Number of hits wanted, 0 for none.
    pub limit: usize,
    /// Go on after this hit.
    pub after: Option<After>,
    /// Number of leading hits to leave out (for numbered pages).
    pub skip: usize,
    /// Whether the facets are to be counted.
    pub facets: bool,
    /// Day from which the age of a posting is counted, seconds since 1970 at its start.
    pub ranking_day_s: u64,
}

/// A condition on postings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Holds at least one of these facet terms.
    Any(Vec<String>),
    /// Is in at least one of these communes (dense numbers) or holds one of these facet terms.
    Place { communes: Vec<u16>, terms: Vec<String> },
    /// Pays at least this, thousand dong a month; postings whose pay is agreed do not.
    PayAtLeastK(u32),
    /// Posted at or after this second.
    PostedSinceS(u64),
    /// Can be applied for on this day at least (days since 1970); postings without a deadline can.
    DeadlineFromDay(u16),
}

/// Kilometres from the asked point for every commune (dense number).
#[derive(Clone, Debug)]
pub struct Near {
    pub km: Vec<u16>,
}

/// Order of the hits. The id is the last key of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Relevance,
    Newest,
    Nearest,
    /// Highest pay first.
    Pay,
    /// Earliest deadline first, those without one last.
    Deadline,
}

/// Place of a hit in its order: primary key, posted at, id, each falling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    pub primary: u64,
    pub posted_s: u32,
    pub id: u128,
}

/// One found posting.
#[derive(Clone, Debug)]
pub struct Hit {
    pub place: After,
    /// Kilometres to the nearest workplace, where a point was asked for.
    pub km: Option<u16>,
    pub card: Vec<u8>,
}

/// The answer.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Exact number of postings that match.
    pub total: u64,
    pub hits: Vec<Hit>,
    pub facets: Option<Histogram>,
    /// Whether more hits follow the last one.
    pub more: bool,
}
