//! The statement of employment on paper, laid out as official papers are (Decree 30/2020/NĐ-CP, Appendix I). Its number
//! is written in by whoever keeps the register of papers.

use askama::Template;

use super::{Page, Words};

/// The page with the paper.
#[derive(Clone, Debug, Template)]
#[template(path = "statement.html")]
pub(crate) struct StatementPaper {
    /// Frame.
    pub(crate) page: Page,
    /// Path back to the placement.
    pub(crate) back: String,
    /// The body above, in capitals.
    pub(crate) parent_body: Words,
    /// Who issues it, in capitals.
    pub(crate) issuer: Words,
    /// Sign after the number.
    pub(crate) sign: Words,
    /// Place and date in words.
    pub(crate) place_and_date: Words,
    /// The centre, as in a sentence.
    pub(crate) centre: Words,
    /// Names and values about the person and the employment.
    pub(crate) person: Vec<(&'static str, Words)>,
    /// Contracts, one a line.
    pub(crate) contracts: Vec<Words>,
    /// Where the placement stands.
    pub(crate) sentences: Vec<Words>,
    /// Post of who signs, in capitals.
    pub(crate) signer_post: Words,
    /// Name of who signs.
    pub(crate) signer_name: Words,
}
