//! A page that asks with every kind of control: lines, paragraphs, choices, several rows of the same. Its errors stand
//! in a summary and beside their fields. Works without script.

use askama::Template;

use super::{Page, Words};

/// How something is asked.
#[derive(Clone, Debug)]
pub(crate) enum Control {
    /// One line.
    Line {
        /// What was typed before.
        value: Words,
        /// What the browser may fill in.
        autocomplete: &'static str,
        /// Keyboard of a phone.
        inputmode: &'static str,
        /// Whether names of places are suggested while typing.
        suggests: bool,
    },
    /// Several lines.
    Paragraph {
        /// What was typed before.
        value: Words,
        /// Height.
        rows: u8,
    },
    /// One of few.
    Radios(Vec<Answer>),
    /// Any number of them.
    Checks(Vec<Answer>),
    /// One of many.
    Select(Vec<Answer>),
}

/// One answer to choose.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// What the form sends.
    pub(crate) value: String,
    /// What it says.
    pub(crate) label: String,
    /// Whether it is chosen.
    pub(crate) is_chosen: bool,
}

/// One thing asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Name in the form.
    pub(crate) name: String,
    /// Id on the page.
    pub(crate) id: String,
    /// What it is.
    pub(crate) label: String,
    /// What may be typed.
    pub(crate) hint: Option<String>,
    /// What is wrong with it.
    pub(crate) error: Option<Words>,
    /// How it is asked.
    pub(crate) control: Control,
}

impl Question {
    /// Ids of what describes it, for screen readers.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-goi-y", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-loi", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// Questions that belong together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// What they are about; none for questions that stand alone.
    pub(crate) legend: Option<String>,
    /// A sentence below the legend.
    pub(crate) hint: Option<String>,
    /// What is wrong with all of it.
    pub(crate) error: Option<Words>,
    /// Id on the page.
    pub(crate) id: String,
    /// The questions.
    pub(crate) questions: Vec<Question>,
}

/// Something wrong, for the summary.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    /// Id of what it stands at.
    pub(crate) anchor: Option<String>,
    /// A sentence.
    pub(crate) message: Words,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "sheet.html")]
pub(crate) struct Sheet {
    /// Frame; its title is the heading.
    pub(crate) page: Page,
    /// Sentences before the form.
    pub(crate) intro: Vec<Words>,
    /// What was just done.
    pub(crate) done: Option<String>,
    /// Something to look at, before the form.
    pub(crate) notes: Vec<Words>,
    /// What is wrong.
    pub(crate) mistakes: Vec<Wrong>,
    /// Where the form goes.
    pub(crate) action: String,
    /// Key by which the form has one effect.
    pub(crate) key: String,
    /// Names and values that go with it.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Questions.
    pub(crate) groups: Vec<Group>,
    /// What the button says.
    pub(crate) button: String,
    /// Whether the button deletes something.
    pub(crate) warns: bool,
    /// Ways elsewhere: text and address.
    pub(crate) links: Vec<(String, String)>,
}

impl Sheet {
    /// Title of the window; says first that something is wrong.
    pub(crate) fn window_title(&self) -> String {
        if self.mistakes.is_empty() {
            return self.page.title.clone();
        }
        self.page.t1("title-error", "title", &self.page.title)
    }
}
