//! The first page: search before everything, figures, new postings, ways in by occupation and place.

use askama::Template;

use super::{Item, Link, Page};

/// The first page.
#[derive(Clone, Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct Home {
    /// Frame.
    pub(crate) page: Page,
    /// Live postings.
    pub(crate) total: u64,
    /// Postings put up within seven days.
    pub(crate) new: u64,
    /// Newest postings.
    pub(crate) fresh: Vec<Item>,
    /// Occupation groups with live postings.
    pub(crate) occupations: Vec<Link>,
    /// Provinces.
    pub(crate) places: Vec<Link>,
}
