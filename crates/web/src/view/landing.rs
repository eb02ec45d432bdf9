//! Pages of an occupation, a place, or an occupation in a place: fixed addresses over the same search.

use askama::Template;

use super::{Item, Link, Page, Pages, Words};
use crate::lang::Lang;

/// What the page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// An occupation by name.
    Occupation(Words),
    /// A place by name, with its type word.
    Place(Words),
    /// Both: occupation, place.
    Both(Words, Words),
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "landing.html")]
pub(crate) struct Landing {
    /// Frame.
    pub(crate) page: Page,
    /// What it is about.
    pub(crate) subject: Subject,
    /// Sentences about it: code of the occupation, old names of the place.
    pub(crate) notes: Vec<Words>,
    /// Number of postings.
    pub(crate) total: u64,
    /// One page of postings.
    pub(crate) items: Vec<Item>,
    /// Page numbers.
    pub(crate) pages: Option<Pages>,
    /// The same on the results page, where it can be filtered.
    pub(crate) filter: String,
    /// Heading and links to neighbours: places of the occupation, occupations of the place.
    pub(crate) neighbours: Vec<(String, Vec<Link>)>,
}

impl Landing {
    /// Key of the heading over places near the one shown, or where the occupation is wanted too.
    pub(crate) const NEAR: &str = "landing-near";
    /// Key of the heading over other occupations wanted in the place.
    pub(crate) const OTHERS: &str = "landing-others";

    /// Main heading.
    pub(crate) fn heading(&self) -> String {
        self.subject.heading(self.page.lang)
    }
}

impl Subject {
    /// The subject as a heading.
    pub(crate) fn heading(&self, lang: Lang) -> String {
        match self {
            Self::Occupation(name) => lang.t1("landing-occupation", "name", name),
            Self::Place(name) => lang.t1("landing-place", "name", name),
            Self::Both(occupation, place) => lang.t2("landing-both", ("occupation", occupation), ("place", place)),
        }
    }
}
