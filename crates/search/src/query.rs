//! What can be asked, and what comes back.

use crate::facets::Histogram;

/// One question to the index. Words are as a person typed them; everything else was checked by the caller.
#[derive(Clone, Debug)]
pub struct Query {
    /// What is looked for, in any spelling; empty for everything.
    pub words: String,
    /// Every filter must hold.
    pub filters: Vec<Filter>,
    /// The point that distances are counted from.
    pub near: Option<Near>,
    /// Order of the hits.
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
    Place {
        /// Dense numbers.
        communes: Vec<u16>,
        /// Facet terms.
        terms: Vec<String>,
    },
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
    /// Whole kilometres, by the dense number of the commune.
    pub km: Vec<u16>,
}

/// Order of the hits. The id is the last key of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    Relevance,
    /// Latest posted first.
    Newest,
    /// Nearest workplace first.
    Nearest,
    /// Highest pay first.
    Pay,
    /// Earliest deadline first, those without one last.
    Deadline,
}

/// Place of a hit in its order: primary key, posted at, id, each falling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    /// Key of the chosen order (score, pay, distance, …), larger before smaller.
    pub primary: u64,
    /// Seconds since 1970.
    pub posted_s: u32,
    /// Id of the posting.
    pub id: u128,
}

/// One found posting.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Where it stands in the order.
    pub place: After,
    /// Kilometres to the nearest workplace, where a point was asked for.
    pub km: Option<u16>,
    /// What was kept with the document to be shown.
    pub card: Vec<u8>,
}

/// The answer.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Exact number of postings that match.
    pub total: u64,
    /// The hits that were wanted.
    pub hits: Vec<Hit>,
    /// Counts, where they were asked for.
    pub facets: Option<Histogram>,
    /// Whether more hits follow the last one.
    pub more: bool,
}
