//! A page of the desk: blocks one below the other, the same on a phone and on a wide screen. Forms stand among what
//! they are about; everything works by keyboard and without script.

use askama::Template;

use super::{Mistake, Page, Words};

/// A page of the desk.
#[derive(Clone, Debug, Template)]
#[template(path = "desk.html")]
pub(crate) struct DeskPage {
    /// Frame; its title is the heading.
    pub(crate) page: Page,
    /// What was just done.
    pub(crate) done: Option<Words>,
    /// What is wrong with the form that was sent.
    pub(crate) mistakes: Vec<Mistake>,
    /// What stands on the page.
    pub(crate) blocks: Vec<DeskBlock>,
}

/// One block.
#[derive(Clone, Debug)]
pub(crate) enum DeskBlock {
    /// A heading.
    Heading(String),
    /// A heading, and the id by which a link on the page leads to it.
    Part(String, &'static str),
    /// A paragraph.
    Text(Words),
    /// A paragraph about the paper, with a link back; it is not printed.
    OnScreen(String, (String, String)),
    /// Something that must be seen.
    Notice(Words),
    /// Ways to other pages: text, address, whether it is this one.
    Links(Vec<(String, String, bool)>),
    /// The chief way on: text and address.
    Way(String, String),
    /// Names and values.
    Facts(Vec<(String, Vec<Words>)>),
    /// Things in a list, or what is said when there are none.
    Rows(Vec<DeskRow>, String),
    /// A form.
    Form(DeskForm),
    /// A form behind its heading, for what is told to others at once and cannot be taken back.
    Folded(String, DeskForm),
    /// Names and values behind their heading, for few who look.
    FoldedFacts(String, Vec<(String, Vec<Words>)>),
    /// A picture: an `svg` element of our own making.
    Figure(String),
    /// Names of columns, and rows.
    Table(Vec<String>, Vec<Vec<Words>>),
    /// What happened, newest first: when, what, who.
    Events(Vec<(String, String, Words)>),
}

/// One thing in a list.
#[derive(Clone, Debug)]
pub(crate) struct DeskRow {
    /// What it is.
    pub(crate) title: Words,
    /// Where it leads; empty for nowhere.
    pub(crate) href: String,
    /// A short word about it, and whether it warns.
    pub(crate) tag: Option<(String, bool)>,
    /// More about it.
    pub(crate) lines: Vec<Words>,
    /// A form of one button.
    pub(crate) form: Option<DeskForm>,
}

/// A form.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeskForm {
    /// Where it goes.
    pub(crate) action: String,
    /// Key by which it has one effect; empty for one that only looks.
    pub(crate) key: String,
    /// Names and values that go with it.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// What is asked.
    pub(crate) asks: Vec<DeskAsk>,
    /// What the button says.
    pub(crate) button: String,
    /// A second button: its name in the form, and what it says.
    pub(crate) second: Option<(&'static str, String)>,
    /// What the button says more to those who only hear it.
    pub(crate) about: Words,
    /// Whether Enter moves on to the next field and sends at the last one, where there is script.
    pub(crate) enter_moves: bool,
    /// Whether it is one of several and not the chief one.
    pub(crate) is_second: bool,
}

/// How something is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DeskAskKind {
    /// On one line.
    Line,
    /// On one line, nobody may read it.
    Secret,
    /// On several lines.
    Lines,
    /// One of these: value and text.
    One(Vec<(String, Words)>),
    /// Yes, or left alone.
    Tick,
    /// One of several that may be taken: its value.
    Pick(String),
    /// A file; these endings are offered.
    File(&'static str),
}

/// One thing that is asked.
#[derive(Clone, Debug)]
pub(crate) struct DeskAsk {
    /// Name in the form.
    pub(crate) name: &'static str,
    /// Id on the page: the name, unless a page has several such forms.
    pub(crate) id: String,
    /// What it is.
    pub(crate) label: String,
    /// What may be typed.
    pub(crate) hint: Option<String>,
    /// How it is asked.
    pub(crate) kind: DeskAskKind,
    /// What was typed before.
    pub(crate) value: Words,
    /// Keyboard of a phone.
    pub(crate) inputmode: &'static str,
    /// Whether the page begins here.
    pub(crate) is_first: bool,
    /// What is wrong with it.
    pub(crate) error: Option<Words>,
}

impl DeskAsk {
    /// Asked on one line.
    pub(crate) fn line(name: &'static str, label: String, value: &str) -> Self {
        Self {
            name,
            id: name.to_owned(),
            label,
            hint: None,
            kind: DeskAskKind::Line,
            value: value.into(),
            inputmode: "text",
            is_first: false,
            error: None,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The same asked in another way.
    #[must_use]
    pub(crate) fn kind(mut self, kind: DeskAskKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same with digits on the keyboard of a phone.
    #[must_use]
    pub(crate) fn digits(mut self) -> Self {
        self.inputmode = "numeric";
        self
    }

    /// Ids of what describes it, for screen readers.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-goi-y", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-loi", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// The value of a box to be ticked; nothing for what is asked otherwise.
    pub(crate) fn tick(&self) -> Option<&str> {
        match &self.kind {
            DeskAskKind::Tick => Some("1"),
            DeskAskKind::Pick(value) => Some(value),
            _ => None,
        }
    }

    /// Whether this is what was chosen before.
    pub(crate) fn is_chosen(&self, value: &str) -> bool {
        *self.value == *value
    }
}

impl DeskForm {
    /// Whether a file goes with it.
    pub(crate) fn has_file(&self) -> bool {
        self.asks.iter().any(|ask| matches!(ask.kind, DeskAskKind::File(_)))
    }
}

impl DeskPage {
    /// Title of the window; says first that something is wrong.
    pub(crate) fn window_title(&self) -> String {
        if self.mistakes.is_empty() {
            return self.page.title.clone();
        }
        self.page.t1("title-error", "title", &self.page.title)
    }
}
