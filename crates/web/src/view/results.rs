//! The results page: search, filters, list, or what to do when nothing was found.

use askama::Template;

use super::{Item, Page, Pages, Problem, Words};
use crate::lang::Lang;

/// A link with its text and, where it leads to a list, the number of entries there.
#[derive(Clone, Debug)]
pub struct Link {
    /// Text, in the page's language or as people wrote it.
    pub label: Words,
    /// Address with the language in it.
    pub href: String,
    /// Entries behind it.
    pub count: Option<u64>,
}

/// A filter that is on.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// What it says, with the name of its group where that is needed to understand it.
    pub label: Words,
    /// Results without it.
    pub remove: String,
}

/// How a group of filters is operated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Any number of boxes.
    Boxes,
    /// One of a list; the first choice has an empty value and means "all".
    List,
}

/// One choice of a group.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Name in the address.
    pub name: &'static str,
    /// Value in the address.
    pub value: String,
    /// Name in the page's language.
    pub label: Words,
    /// Results with it, where counted.
    pub count: Option<u64>,
    /// Whether it is on.
    pub on: bool,
}

/// A group of filters.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name in the address; that of the first choice where each has its own.
    pub name: &'static str,
    /// Heading in the page's language.
    pub legend: String,
    /// How it is operated.
    pub control: Control,
    /// Choices, most wanted first.
    pub choices: Vec<Choice>,
}

impl Group {
    /// Boxes shown at once; the rest unfolds.
    const SHOWN: usize = 6;

    /// Choices shown at once: the first ones.
    pub fn first(&self) -> &[Choice] {
        let shown = if self.choices.len() > Self::SHOWN + 1 { Self::SHOWN } else { self.choices.len() };
        &self.choices[..shown]
    }

    /// Choices that unfold.
    pub fn rest(&self) -> &[Choice] {
        &self.choices[self.first().len()..]
    }

    /// Whether the rest is unfolded from the start, because one of it is on.
    pub fn is_open(&self) -> bool {
        self.rest().iter().any(|choice| choice.on)
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        self.control == Control::List
    }
}

/// One order that can be chosen.
#[derive(Clone, Debug)]
pub struct SortChoice {
    /// Value in the address.
    pub value: &'static str,
    /// Name in the page's language.
    pub label: String,
    /// Whether it is the order shown.
    pub on: bool,
}

/// Something to know about how the search was understood.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Sentence in the page's language.
    pub text: Words,
    /// Other readings.
    pub links: Vec<Link>,
}

/// Ways on when nothing was found.
#[derive(Clone, Debug, Default)]
pub struct NoResults {
    /// The words spelled another way.
    pub spelling: Option<Link>,
    /// Searches that ask for less, each with its number of results.
    pub wider: Vec<Link>,
    /// The same search farther around the place.
    pub farther: Vec<Link>,
}

/// What came out.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Not searched: values make no sense, each named with what may have been meant.
    Refused(Vec<Problem>),
    /// One page of postings.
    Found(Vec<Item>, NoResults),
    /// Nothing.
    Nothing(NoResults),
}

impl Results {
    /// Title of the page: the number of results and, beyond the first page, which page it is.
    pub fn title(lang: Lang, total: u64, pages: Option<&Pages>) -> String {
        let count = lang.n("results-count", total);
        match pages.filter(|pages| pages.here > 1) {
            Some(pages) => format!("{count}, {}", pages.words(lang)),
            None => count,
        }
    }

    /// Heading of the list: what was looked for, or that all is shown, or that nothing was found.
    pub fn summary(lang: Lang, total: u64, words: &Words, place: &Words) -> Words {
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
pub struct Results {
    /// Frame.
    pub page: Page,
    /// Number of results.
    pub total: u64,
    /// What was looked for and the order, for the heading of the list.
    pub summary: Words,
    /// How the search was understood.
    pub notices: Vec<Notice>,
    /// Filters that are on.
    pub chosen: Vec<Chosen>,
    /// Results without any filter.
    pub clear: String,
    /// Filters to choose from.
    pub groups: Vec<Group>,
    /// Orders to choose from.
    pub sorts: Vec<SortChoice>,
    /// What came out.
    pub outcome: Outcome,
    /// Page numbers.
    pub pages: Option<Pages>,
}
