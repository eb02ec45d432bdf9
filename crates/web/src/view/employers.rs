//! The list of employers and the page of one.

use askama::Template;

use super::{Item, Page, Pages, Words};

/// One employer in the list.
#[derive(Clone, Debug)]
pub struct EmployerRow {
    /// Code in the address.
    pub code: String,
    /// Name.
    pub name: Words,
    /// Whether an officer checked who it is.
    pub verified: bool,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "employers.html")]
pub struct Employers {
    /// Frame.
    pub page: Page,
    /// One page of them, by Vietnamese order of letters.
    pub rows: Vec<EmployerRow>,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// The page of one employer.
#[derive(Clone, Debug, Template)]
#[template(path = "employer.html")]
pub struct EmployerPage {
    /// Frame.
    pub page: Page,
    /// Who it is.
    pub employer: EmployerRow,
    /// Live postings.
    pub total: u64,
    /// One page of live postings.
    pub items: Vec<Item>,
    /// Page numbers.
    pub pages: Option<Pages>,
}
