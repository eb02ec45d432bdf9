//! The poster of a posting: one A4 page for notice boards, with a code that leads to the posting.

use askama::Template;

use super::{Page, Posting, square_code};

/// The poster; shows a live posting.
#[derive(Clone, Debug, Template)]
#[template(path = "poster.html")]
pub(crate) struct Poster {
    /// Frame; its path is that of the poster.
    pub(crate) page: Page,
    /// The posting.
    pub(crate) posting: Posting,
}

impl Poster {
    /// The code with the full address of the posting.
    pub(crate) fn code(&self) -> String {
        let address = self.posting.page.absolute(&self.page.lang);
        square_code(&address, &self.page.t("poster-code")).unwrap_or_default()
    }

    /// Address without the scheme, for people without a scanner.
    pub(crate) fn address(&self) -> String {
        let host = self.page.site.origin.split_once("://").map_or(self.page.site.origin.as_str(), |(_, host)| host);
        format!("{host}{}", self.page.lang.href(&format!("/viec-lam/{}", self.posting.code)))
    }
}
