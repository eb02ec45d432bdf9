//! Page numbers under a list.

use crate::lang::Lang;

/// One entry of the row of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageLink {
    /// A page, from 1.
    To(usize, String),
    /// The page that is shown.
    Here(usize),
    /// Numbers left out.
    Gap,
}

/// Where the reader stands in a list of several pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pages {
    /// Page shown, from 1.
    pub(crate) here: usize,
    /// Number of pages that can be opened.
    pub(crate) last: usize,
    /// Link to the page before.
    pub(crate) previous: Option<String>,
    /// Link to the page after.
    pub(crate) next: Option<String>,
    /// The row of numbers.
    pub(crate) links: Vec<PageLink>,
}

impl Pages {
    /// Entries on one page of a list.
    pub(crate) const SIZE: usize = 20;

    /// The row for `total` entries; `None` when one page holds them all. No page beyond `deepest` can be opened.
    /// `href` gives the address of a page.
    pub(crate) fn of(total: u64, here: usize, deepest: usize, href: impl Fn(usize) -> String) -> Option<Self> {
        let last = usize::try_from(total).unwrap_or(usize::MAX).div_ceil(Self::SIZE).min(deepest);
        if last < 2 {
            return None;
        }
        let shown = |page: usize| page == 1 || page == last || page.abs_diff(here) <= 1;
        let mut links = Vec::new();
        let mut before = 0;
        for page in (1..=last).filter(|page| shown(*page)) {
            if page > before + 1 {
                links.push(PageLink::Gap);
            }
            links.push(if page == here { PageLink::Here(page) } else { PageLink::To(page, href(page)) });
            before = page;
        }
        let previous = (here > 1).then(|| href(here - 1));
        let next = (here < last).then(|| href(here + 1));
        Some(Self { here, last, previous, next, links })
    }

    /// `trang 2 trên 22`.
    pub(crate) fn words(&self, lang: Lang) -> String {
        lang.t2("results-page", ("here", &self.here.to_string()), ("last", &self.last.to_string()))
    }
}
