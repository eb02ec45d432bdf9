//! The first page: search before everything, figures, new postings, ways in by occupation and place.

use askama::Template;

use super::{Item, Link, Page};

/// The first page.
#[derive(Clone, Debug, Template)]
#[template(path = "home.html")]
pub struct Home {
    /// Frame.
    pub page: Page,
    /// Live postings.
    pub total: u64,
    /// Postings put up within seven days.
    pub new: u64,
    /// Newest postings.
    pub fresh: Vec<Item>,
    /// Occupation groups with live postings.
    pub occupations: Vec<Link>,
    /// Provinces.
    pub places: Vec<Link>,
}
