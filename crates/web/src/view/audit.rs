//! The page of the audit trail.

use askama::Template;

use super::{Mistake, Page, Words};

/// One entry.
#[derive(Clone, Debug)]
pub(crate) struct AuditRow {
    /// When.
    pub(crate) at: String,
    /// Who: id of an account, or what acted.
    pub(crate) actor: Words,
    /// In which role, in words; empty for what is no person.
    pub(crate) role: String,
    /// What was done.
    pub(crate) action: Words,
    /// To what.
    pub(crate) thing: Words,
    /// How it was.
    pub(crate) before: Option<Words>,
    /// How it is.
    pub(crate) after: Option<Words>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "audit.html")]
pub(crate) struct AuditPage {
    /// Frame.
    pub(crate) page: Page,
    /// What is wrong with what was asked.
    pub(crate) mistakes: Vec<Mistake>,
    /// Day that was asked for.
    pub(crate) day: Words,
    /// Account that was asked for.
    pub(crate) account: Words,
    /// Action that was asked for.
    pub(crate) action: Words,
    /// Centre that was asked for.
    pub(crate) centre: Words,
    /// Whether centres can be chosen.
    pub(crate) chooses_centre: bool,
    /// Entries, newest first.
    pub(crate) rows: Vec<AuditRow>,
    /// Where older ones are.
    pub(crate) older: Option<String>,
}

impl AuditPage {
    /// What is wrong with a field.
    pub(crate) fn error(&self, name: &str) -> Option<&Words> {
        self.mistakes.iter().find(|mistake| mistake.anchor == Some(name)).map(|mistake| &mistake.message)
    }
}
