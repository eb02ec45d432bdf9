//! A page that asks: one form with its errors in a summary and beside their fields. Works without script.

use askama::Template;

use super::{Page, Words};

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Name in the form, and id on the page.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) label: String,
    /// What may be typed.
    pub(crate) hint: Option<String>,
    /// `text` or `password`.
    pub(crate) kind: &'static str,
    /// What was typed before; never a password.
    pub(crate) value: Words,
    /// What the browser may fill in.
    pub(crate) autocomplete: &'static str,
    /// Keyboard of a phone.
    pub(crate) inputmode: &'static str,
    /// What is wrong with it.
    pub(crate) error: Option<Words>,
}

impl Field {
    /// A field for text.
    pub(crate) fn text(name: &'static str, label: String) -> Self {
        Self {
            name,
            label,
            hint: None,
            kind: "text",
            value: Words::default(),
            autocomplete: "off",
            inputmode: "text",
            error: None,
        }
    }

    /// Ids of what describes it, for screen readers.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-goi-y", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-loi", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// Something wrong, for the summary.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    /// Field that it stands at, where there is one.
    pub(crate) anchor: Option<&'static str>,
    /// A sentence.
    pub(crate) message: Words,
}

/// Something that its holder may take away, with the form of one button that does.
#[derive(Clone, Debug)]
pub(crate) struct Owned {
    /// What it is.
    pub(crate) label: Words,
    /// Since when, and the like.
    pub(crate) notes: Vec<String>,
    /// Where the form goes; none when it cannot be taken away.
    pub(crate) action: Option<String>,
    /// Id of the thing, for the form.
    pub(crate) id: String,
    /// Key of the form.
    pub(crate) key: String,
}

/// A form that asks the device for a passkey; a script fills in the answer and shows the form.
#[derive(Clone, Debug)]
pub(crate) struct Ceremony {
    /// `add` or `show`.
    pub(crate) kind: &'static str,
    /// Where the answer goes.
    pub(crate) action: String,
    /// Key by which the form has one effect.
    pub(crate) key: String,
    /// What the browser asks the device, as JSON.
    pub(crate) options: String,
    /// Names and values that go with it.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// What the button says.
    pub(crate) button: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    /// Frame; its title is the heading.
    pub(crate) page: Page,
    /// Sentences before the form.
    pub(crate) intro: Vec<Words>,
    /// A picture before the form: an `svg` element of our own making.
    pub(crate) figure: Option<String>,
    /// Codes to print, each once.
    pub(crate) codes: Vec<String>,
    /// What there is already, each with a way to take it away.
    pub(crate) owned: Vec<Owned>,
    /// A passkey beside the form.
    pub(crate) passkey: Option<Ceremony>,
    /// What is wrong.
    pub(crate) mistakes: Vec<Mistake>,
    /// Where the form goes.
    pub(crate) action: String,
    /// Key by which the form has one effect.
    pub(crate) key: String,
    /// Names and values that go with it.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Fields.
    pub(crate) fields: Vec<Field>,
    /// What the button says; empty on a page without a form.
    pub(crate) button: String,
    /// Ways elsewhere: text and address.
    pub(crate) links: Vec<(String, String)>,
}

impl FormPage {
    /// Title of the window; says first that something is wrong.
    pub(crate) fn window_title(&self) -> String {
        if self.mistakes.is_empty() {
            return self.page.title.clone();
        }
        self.page.t1("title-error", "title", &self.page.title)
    }
}
