//! Pages of applying: forms with fields of every kind, the own application, lists of both sides, one applicant.

use askama::Template;

use super::{Mistake, Page, Words};

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AskKind {
    /// One line.
    Line {
        /// What the browser may fill in.
        autocomplete: &'static str,
        /// Keyboard of a phone.
        inputmode: &'static str,
    },
    /// Several lines.
    Area,
    /// One box to tick; the label is what is agreed to.
    Tick,
    /// One of a few, all in sight.
    Choice,
    /// One of many.
    Pick,
    /// A file.
    File,
}

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// Name in the form.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) label: Words,
    /// What may be typed.
    pub(crate) hint: Option<String>,
    /// How it is filled in.
    pub(crate) kind: AskKind,
    /// What was typed or chosen.
    pub(crate) value: Words,
    /// What may be chosen: value and words.
    pub(crate) options: Vec<(String, Words)>,
    /// What is wrong with it.
    pub(crate) error: Option<Words>,
}

impl Ask {
    /// A field of a kind, empty.
    pub(crate) fn new(name: &'static str, kind: AskKind, label: impl Into<Words>) -> Self {
        Self { name, label: label.into(), hint: None, kind, value: Words::default(), options: Vec::new(), error: None }
    }

    /// One line of plain text.
    pub(crate) fn line(name: &'static str, label: impl Into<Words>) -> Self {
        Self::new(name, AskKind::Line { autocomplete: "off", inputmode: "text" }, label)
    }

    /// With a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With what may be chosen.
    #[must_use]
    pub(crate) fn options(mut self, options: Vec<(String, Words)>) -> Self {
        self.options = options;
        self
    }

    /// Whether a choice is the present one.
    pub(crate) fn is_on(&self, value: &str) -> bool {
        &*self.value == value
    }

    /// Whether it is one line, and how.
    pub(crate) fn line_kind(&self) -> Option<(&'static str, &'static str)> {
        match self.kind {
            AskKind::Line { autocomplete, inputmode } => Some((autocomplete, inputmode)),
            AskKind::Area | AskKind::Tick | AskKind::Choice | AskKind::Pick | AskKind::File => None,
        }
    }

    /// Whether it is of this kind.
    pub(crate) fn is(&self, kind: AskKind) -> bool {
        self.kind == kind
    }

    /// Ids of what describes it, for screen readers.
    pub(crate) fn described_by(&self, prefix: &str) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{prefix}{}-goi-y", self.name));
        let error = self.error.as_ref().map(|_| format!("{prefix}{}-loi", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// One form, on a page of its own or among others.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Begins the ids of its fields; empty where it is the only form of the page.
    pub(crate) prefix: &'static str,
    /// Heading; empty for none.
    pub(crate) title: String,
    /// A sentence before the fields; empty for none.
    pub(crate) what: String,
    /// Where it goes.
    pub(crate) action: String,
    /// Key by which it has one effect.
    pub(crate) key: String,
    /// Names and values that go with it.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Fields.
    pub(crate) asks: Vec<Ask>,
    /// What the button says.
    pub(crate) button: String,
    /// Whether it is not the main thing to do.
    pub(crate) is_second: bool,
}

impl Form {
    /// Whether it carries a file, which is sent in parts.
    pub(crate) fn has_file(&self) -> bool {
        self.asks.iter().any(|ask| ask.kind == AskKind::File)
    }
}

/// A page with one form to fill in, and others that lead back or elsewhere.
#[derive(Clone, Debug, Template)]
#[template(path = "applying_form.html")]
pub(crate) struct ApplyingForm {
    /// Frame; its title is the heading.
    pub(crate) page: Page,
    /// What is wrong.
    pub(crate) mistakes: Vec<Mistake>,
    /// Sentences before the form.
    pub(crate) intro: Vec<Words>,
    /// Something done, said first.
    pub(crate) done: Option<String>,
    /// What was entered or what it is about: name and value.
    pub(crate) rows: Vec<(String, Words)>,
    /// The same of several kinds, each below its heading.
    pub(crate) groups: Vec<(String, Vec<(String, Words)>)>,
    /// Forms, the main one first; none where there is nothing to fill in.
    pub(crate) forms: Vec<Form>,
    /// A box that people do not see and programs fill in.
    pub(crate) has_trap: bool,
    /// Ways elsewhere: text and address.
    pub(crate) links: Vec<(String, String)>,
}

impl ApplyingForm {
    /// Title of the window; says first that something is wrong.
    pub(crate) fn window_title(&self) -> String {
        if self.mistakes.is_empty() {
            return self.page.title.clone();
        }
        self.page.t1("title-error", "title", &self.page.title)
    }
}

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    /// Day and time.
    pub(crate) at: String,
    /// What happened, or who wrote.
    pub(crate) what: String,
    /// What was written; empty for none.
    pub(crate) words: Words,
}

/// One application, as the person or the employer sees it.
#[derive(Clone, Debug, Template)]
#[template(path = "application.html")]
pub(crate) struct ApplicationPage {
    /// Frame.
    pub(crate) page: Page,
    /// What was just done.
    pub(crate) done: Option<String>,
    /// The status in words.
    pub(crate) status: String,
    /// What the person is asked to come to, with the file for a calendar: text and address.
    pub(crate) call: Option<(Words, String, String)>,
    /// What it means and what comes next.
    pub(crate) next: Vec<Words>,
    /// What it is about: name and value.
    pub(crate) rows: Vec<(String, Words)>,
    /// Heading and entries: timeline, notes, looks.
    pub(crate) lists: Vec<(String, Vec<Moment>)>,
    /// What was written, and the form for more.
    pub(crate) lines: Vec<Moment>,
    /// Form of the conversation.
    pub(crate) writing: Option<Form>,
    /// What can be done.
    pub(crate) forms: Vec<Form>,
    /// Ways elsewhere: text and address.
    pub(crate) links: Vec<(String, String)>,
}

/// One application in a list.
#[derive(Clone, Debug)]
pub(crate) struct ApplicationRow {
    /// Code.
    pub(crate) id: String,
    /// Address of its page.
    pub(crate) href: String,
    /// Title of the posting, or the name of the applicant.
    pub(crate) title: Words,
    /// The employer, or the posting.
    pub(crate) about: Words,
    /// The status in words.
    pub(crate) status: String,
    /// When it was sent.
    pub(crate) sent: String,
    /// Until when somebody has to answer; empty when nobody has.
    pub(crate) until: String,
    /// Its box among those answered at once; `None` where there is nothing to answer.
    pub(crate) tick: Option<Tick>,
}

/// A box of a row.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    /// Its id on the page.
    pub(crate) id: String,
    pub(crate) is_ticked: bool,
}

/// The applications of the person who is signed in.
#[derive(Clone, Debug, Template)]
#[template(path = "applications.html")]
pub(crate) struct ApplicationsPage {
    /// Frame.
    pub(crate) page: Page,
    /// One page of them.
    pub(crate) rows: Vec<ApplicationRow>,
    /// Where the list goes on.
    pub(crate) next: Option<String>,
}

/// A status with how many there are.
#[derive(Clone, Debug)]
pub(crate) struct Tab {
    /// In words.
    pub(crate) label: String,
    /// Address of the list.
    pub(crate) href: String,
    /// How many.
    pub(crate) count: u64,
    /// Whether it is the one shown.
    pub(crate) is_this: bool,
}

/// Those who applied to an employer.
#[derive(Clone, Debug, Template)]
#[template(path = "applicants.html")]
pub(crate) struct ApplicantsPage {
    /// Frame.
    pub(crate) page: Page,
    /// What is wrong with the form that answers several.
    pub(crate) mistakes: Vec<Mistake>,
    /// What was just done.
    pub(crate) done: Option<String>,
    /// Name of the employer.
    pub(crate) employer: Words,
    /// Whether it is verified; without that nothing of an applicant is shown.
    pub(crate) is_verified: bool,
    /// Lists by status.
    pub(crate) tabs: Vec<Tab>,
    /// Address of the list, for the form that narrows it to a posting.
    pub(crate) action: String,
    /// Status that the form keeps; empty for all.
    pub(crate) status: String,
    /// Postings: code, title, whether it is the one shown.
    pub(crate) postings: Vec<(String, Words, bool)>,
    /// One page of applicants.
    pub(crate) rows: Vec<ApplicationRow>,
    /// Where the list goes on.
    pub(crate) next: Option<String>,
    /// The form that answers those that are ticked.
    pub(crate) bulk: Form,
    /// The form that takes the list away as a file; `None` where nobody is in it.
    pub(crate) file: Option<Form>,
}

impl ApplicantsPage {
    /// Title of the window; says first that something is wrong.
    pub(crate) fn window_title(&self) -> String {
        if self.mistakes.is_empty() {
            return self.page.title.clone();
        }
        self.page.t1("title-error", "title", &self.page.title)
    }

    /// Whether anybody in the list can be answered with others.
    pub(crate) fn has_ticks(&self) -> bool {
        self.rows.iter().any(|row| row.tick.is_some())
    }
}
