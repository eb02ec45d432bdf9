//! The results page: search, filters, list, or what to do when nothing was found.

use askama::Template;

use super::{Item, Page, Pages, Problem, Words};
use crate::lang::Lang;

/// A link with its text and, where it leads to a list, the number of entries there.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Text, in the page's language or as people wrote it.
    pub(crate) label: Words,
    /// Address with the language in it.
    pub(crate) href: String,
    /// Entries behind it.
    pub(crate) count: Option<u64>,
}

/// A filter that is on.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// What it says, with the name of its group where that is needed to understand it.
    pub(crate) label: Words,
    /// Results without it.
    pub(crate) remove: String,
}

/// How a group of filters is operated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    /// Any number of boxes.
    Boxes,
    /// One of a list; the first choice has an empty value and means "all".
    List,
}

/// One choice of a group.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// Name in the address.
    pub(crate) name: &'static str,
    /// Value in the address.
    pub(crate) value: String,
    /// Name in the page's language.
    pub(crate) label: Words,
    /// Results with it, where counted.
    pub(crate) count: Option<u64>,
    /// Whether it is on.
    pub(crate) on: bool,
}

/// A group of filters.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Name in the address; that of the first choice where each has its own.
    pub(crate) name: &'static str,
    /// Heading in the page's language.
    pub(crate) legend: String,
    /// How it is operated.
    pub(crate) control: Control,
    /// Choices, most wanted first.
    pub(crate) choices: Vec<Choice>,
}

impl Group {
    /// Boxes shown at once; the rest unfolds.
    const SHOWN: usize = 6;

    /// Choices shown at once: the first ones.
    pub(crate) fn first(&self) -> &[Choice] {
        let shown = if self.choices.len() > Self::SHOWN + 1 { Self::SHOWN } else { self.choices.len() };
        &self.choices[..shown]
    }

    /// Choices that unfold.
    pub(crate) fn rest(&self) -> &[Choice] {
        &self.choices[self.first().len()..]
    }

    /// Whether the rest is unfolded from the start, because one of it is on.
    pub(crate) fn is_open(&self) -> bool {
        self.rest().iter().any(|choice| choice.on)
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        self.control == Control::List
    }
}

/// One order that can be chosen.
#[derive(Clone, Debug)]
pub(crate) struct SortChoice {
    /// Value in the address.
    pub(crate) value: &'static str,
    /// Name in the page's language.
    pub(crate) label: String,
    /// Whether it is the order shown.
    pub(crate) on: bool,
}

/// Something to know about how the search was understood.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    /// Sentence in the page's language.
    pub(crate) text: Words,
    /// Other readings.
    pub(crate) links: Vec<Link>,
}

/// Ways on when nothing was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct NoResults {
    /// The words spelled another way.
    pub(crate) spelling: Option<Link>,
    /// Searches that ask for less, each with its number of results.
    pub(crate) wider: Vec<Link>,
    /// The same search farther around the place.
    pub(crate) farther: Vec<Link>,
}

/// What came out.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Not searched: values make no sense, each named with what may have been meant.
    Refused(Vec<Problem>),
    /// One page of postings.
    Found(Vec<Item>, NoResults),
    /// Nothing.
    Nothing(NoResults),
}

impl Results {
    /// Title of the page: the number of results and, beyond the first page, which page it is.
    pub(crate) fn title(lang: Lang, total: u64, pages: Option<&Pages>) -> String {
        let count = lang.n("results-count", total);
        match pages.filter(|pages| pages.here > 1) {
            Some(pages) => format!("{count}, {}", pages.words(lang)),
            None => count,
        }
    }

    /// Heading of the list: what was looked for, or that all is shown, or that nothing was found.
    pub(crate) fn summary(lang: Lang, total: u64, words: &Words, place: &Words) -> Words {
        if total == 0 {
            return lang.t("results-none").into();
        }
        match (words.is_empty(), place.is_empty()) {
            (true, true) => lang.t("results-all").into(),
            (false, true) => format!("“{words}”").into(),
            (true, false) => place.clone(),
            (false, false) => format!("“{words}”, {place}").into(),
        }
    }
}

/// The results page.
#[derive(Clone, Debug, Template)]
#[template(path = "results.html")]
pub(crate) struct Results {
    /// Frame.
    pub(crate) page: Page,
    /// Number of results.
    pub(crate) total: u64,
    /// What was looked for and the order, for the heading of the list.
    pub(crate) summary: Words,
    /// How the search was understood.
    pub(crate) notices: Vec<Notice>,
    /// Names and values that the form sends again although no field shows them.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Filters that are on.
    pub(crate) chosen: Vec<Chosen>,
    /// Results without any filter.
    pub(crate) clear: String,
    /// Filters to choose from.
    pub(crate) groups: Vec<Group>,
    /// Orders to choose from.
    pub(crate) sorts: Vec<SortChoice>,
    /// What came out.
    pub(crate) outcome: Outcome,
    /// What lacks one of the things asked for, where little has all of them.
    pub(crate) near_misses: Vec<Item>,
    /// Page numbers.
    pub(crate) pages: Option<Pages>,
}
