//! A worksheet: a page of parts in order, for the workplaces of employers and of the officers who check them. Its forms
//! keep what was typed and say at each control what is wrong; everything works without script.

use askama::Template;

use super::{Page, Words, Wrong};

/// Name under which a form carries a file that was sent before, as text.
pub(crate) const KEPT_FILE: &str = "tep-da-gui";

/// One thing that can be chosen.
#[derive(Clone, Debug)]
pub(crate) struct Opt {
    /// What is sent.
    pub(crate) value: String,
    /// What it says.
    pub(crate) label: String,
    /// Whether it is chosen.
    pub(crate) on: bool,
}

/// How a control looks.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// One line; the keyboard of a phone.
    Line(Words, &'static str),
    /// Several lines.
    Area(Words),
    /// One of a list, or nothing.
    One(Vec<Opt>),
    /// Any of a list.
    Many(Vec<Opt>),
    /// A file; it is never shown again.
    File,
}

/// One control of a form.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Name in the form.
    pub(crate) name: &'static str,
    /// Id on the page.
    pub(crate) id: String,
    /// What it is.
    pub(crate) label: String,
    /// What may be typed.
    pub(crate) hint: Option<String>,
    /// How it looks.
    pub(crate) shape: Shape,
    /// What is wrong with it.
    pub(crate) error: Option<Words>,
}

impl Input {
    /// Ids of what describes it, for screen readers.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-goi-y", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-loi", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// A form.
#[derive(Clone, Debug)]
pub(crate) struct WorkForm {
    /// Where it goes.
    pub(crate) action: String,
    /// Key by which it has one effect.
    pub(crate) key: String,
    /// Names and values that go with it.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Controls; none for a form that is one button.
    pub(crate) controls: Vec<Input>,
    /// What the button says.
    pub(crate) button: String,
    /// What the button is about, for those who only hear it.
    pub(crate) about: Words,
    /// Whether it is the page's chief act.
    pub(crate) is_chief: bool,
}

impl WorkForm {
    /// Whether a file goes with it, chosen or kept.
    pub(crate) fn is_upload(&self) -> bool {
        let is_kept = self.kept.iter().any(|(name, _)| *name == KEPT_FILE);
        is_kept || self.controls.iter().any(|input| matches!(input.shape, Shape::File))
    }
}

/// A tab or a way on, with how much is behind it.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// What it says.
    pub(crate) label: String,
    /// Where it leads.
    pub(crate) href: String,
    /// How many things are there.
    pub(crate) count: Option<i64>,
    /// Whether one is there already.
    pub(crate) is_here: bool,
}

/// One thing of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// What it is.
    pub(crate) title: Words,
    /// Where it leads.
    pub(crate) href: Option<String>,
    /// Where it stands.
    pub(crate) tag: Option<String>,
    /// What else is known.
    pub(crate) notes: Vec<Words>,
    /// What can be done with it.
    pub(crate) asks: Vec<WorkForm>,
}

/// A question that narrows a list; it stands in the address.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    /// Where it goes.
    pub(crate) action: String,
    /// Name of the field, and its id.
    pub(crate) name: &'static str,
    /// What may be typed.
    pub(crate) label: String,
    /// What was typed.
    pub(crate) value: Words,
    /// What the button says.
    pub(crate) button: String,
}

/// One part of a worksheet.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(Words),
    /// A paragraph that stands out, with its heading.
    Notice(String, Vec<Words>),
    /// Names and values; where a value can be changed.
    Pairs(Vec<(String, Words, Option<String>)>),
    /// Ways within the same subject: what they are, and each.
    Ways(String, Vec<Way>),
    /// A list.
    Entries(Vec<Entry>),
    /// A question that narrows the list below it.
    Search(Search),
    /// A link of its own.
    Link(String, String),
    /// A form.
    Form(WorkForm),
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "worksheet.html")]
pub(crate) struct Worksheet {
    /// Frame; its title is the heading.
    pub(crate) page: Page,
    /// What was just done.
    pub(crate) done: Option<String>,
    /// What is wrong.
    pub(crate) mistakes: Vec<Wrong>,
    /// The parts.
    pub(crate) parts: Vec<Part>,
}

impl Worksheet {
    /// Title of the window; says first that something is wrong.
    pub(crate) fn window_title(&self) -> String {
        if self.mistakes.is_empty() {
            return self.page.title.clone();
        }
        self.page.t1("title-error", "title", &self.page.title)
    }

    /// Every control of every form.
    pub(crate) fn controls_mut(&mut self) -> impl Iterator<Item = &mut Input> {
        self.parts.iter_mut().flat_map(|part| {
            let asks: Vec<&mut WorkForm> = match part {
                Part::Form(ask) => vec![ask],
                Part::Entries(entries) => entries.iter_mut().flat_map(|entry| entry.asks.iter_mut()).collect(),
                Part::Heading(_)
                | Part::Text(_)
                | Part::Notice(..)
                | Part::Pairs(_)
                | Part::Ways(..)
                | Part::Search(_)
                | Part::Link(..) => Vec::new(),
            };
            asks.into_iter().flat_map(|ask| ask.controls.iter_mut())
        })
    }
}
