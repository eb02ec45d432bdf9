//! The list of employers and the page of one.

use askama::Template;

use super::{Item, Page, Pages, Words};

/// One employer in the list.
#[derive(Clone, Debug)]
pub(crate) struct EmployerRow {
    /// Code in the address.
    pub(crate) code: String,
    /// Name.
    pub(crate) name: Words,
    /// Whether an officer checked who it is.
    pub(crate) verified: bool,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "employers.html")]
pub(crate) struct Employers {
    /// Frame.
    pub(crate) page: Page,
    /// One page of them, by Vietnamese order of letters.
    pub(crate) rows: Vec<EmployerRow>,
    /// Where the list goes on.
    pub(crate) next: Option<String>,
}

/// The page of one employer.
#[derive(Clone, Debug, Template)]
#[template(path = "employer.html")]
pub(crate) struct EmployerPage {
    /// Frame.
    pub(crate) page: Page,
    /// Who it is.
    pub(crate) employer: EmployerRow,
    /// Percent of applications answered in time; `None` when too few say anything.
    pub(crate) answered: Option<u8>,
    /// Live postings.
    pub(crate) total: u64,
    /// One page of live postings.
    pub(crate) items: Vec<Item>,
    /// Page numbers.
    pub(crate) pages: Option<Pages>,
}
