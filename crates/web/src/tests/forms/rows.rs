//! The reviewed file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folder with the reviewed file and the files that forms send.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rights")
}

/// Says that a row needs a world with placements, claims and programs.
pub(super) const FULL: &str = "@full";
/// Says which of several forms that fit is meant.
pub(super) const FORM: &str = "@form";
/// A whole body of the API.
pub(super) const JSON: &str = "@json";
/// Says that each row of a file is a write of its own, made by whichever request comes to it first.
pub(super) const EACH: &str = "@each";
/// A file that is the whole body.
pub(super) const BODY: &str = "@body";

/// How one changing request is sent.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) method: String,
    pub(super) path: String,
    /// Code of the role that sends it, or `public`.
    pub(super) role: String,
    /// Pages that lead to the form, the last one showing it; for the API the address, where it is not the route's own.
    pub(super) pages: Vec<String>,
    /// What comes before it.
    pub(super) after: Vec<Step>,
    /// What is filled in.
    pub(super) values: Vec<(String, String)>,
}

/// What comes before a row.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// An address that somebody looks at, to learn what stands there.
    Look { address: String, role: String },
    /// The row of a path, of several the one with this number, sent by another role where one is named.
    Send { path: String, number: usize, role: Option<String> },
    /// Seconds that pass.
    Wait(i64),
}

impl Step {
    /// `GET /path@role`, `WAIT 30`, or `/path#2@role`, where number and role may be left out.
    fn read(text: &str) -> Self {
        if let Some(seconds) = text.strip_prefix("WAIT ") {
            return Self::Wait(seconds.parse().expect("seconds"));
        }
        let (what, role) = match text.rsplit_once('@') {
            Some((what, role)) => (what, Some(role.to_owned())),
            None => (text, None),
        };
        if let Some(address) = what.strip_prefix("GET ") {
            return Self::Look { address: address.to_owned(), role: role.expect("who looks") };
        }
        let (path, number) = what.split_once('#').unwrap_or((what, "1"));
        Self::Send { path: path.to_owned(), number: number.parse().expect("a number"), role }
    }
}

impl Row {
    fn read(line: &str) -> Self {
        let cells: Vec<&str> = line.split('\t').collect();
        let [method, path, role, pages, after, values] = cells[..] else { panic!("six cells: {line}") };
        let list = |text: &str, by: &str| {
            text.split(by).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let value = |pair: String| {
            let (name, value) = pair.split_once('=').unwrap_or_else(|| panic!("name=value: {pair}"));
            (name.to_owned(), value.to_owned())
        };
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            role: role.to_owned(),
            pages: list(pages, ">"),
            after: list(after, ",").iter().map(|text| Step::read(text)).collect(),
            values: list(values, ";").into_iter().map(value).collect(),
        }
    }

    /// Why it is not sent here, and where it is shown instead.
    pub(super) fn elsewhere(&self) -> Option<&str> {
        (self.role == "elsewhere").then_some(self.pages.first().map_or("", String::as_str))
    }

    pub(super) fn is_full(&self) -> bool {
        self.says(FULL).is_some()
    }

    /// Whether these requests may have had the effect of it: one, or several where the rows of a file are written one
    /// by one.
    pub(super) fn is_one(&self, requests: &BTreeSet<String>) -> bool {
        requests.len() <= 1 || self.says(EACH).is_some()
    }

    /// What is filled in under a name that says how the row is sent.
    pub(super) fn says(&self, what: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == what).map(|(_, value)| value.as_str())
    }

    /// What is filled in; `!` before a name forces a hidden field.
    pub(super) fn filled(&self) -> impl Iterator<Item = &(String, String)> {
        self.values.iter().filter(|(name, _)| !name.starts_with('@'))
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Rows in the order of the file.
pub(super) fn all() -> Vec<Row> {
    let reviewed = std::fs::read_to_string(folder().join("forms.tsv")).expect("the reviewed file");
    reviewed.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).map(Row::read).collect()
}

/// Places of the rows that are sent here: all, or those whose name holds one of the words of `SANVIEC_ROWS`, which are
/// parted by commas, to try what is being worked on.
#[expect(clippy::disallowed_methods, reason = "a part is asked for by the environment")]
pub(super) fn sent(rows: &[Row]) -> Vec<usize> {
    let wanted = std::env::var("SANVIEC_ROWS").unwrap_or_default();
    let is_wanted = |row: &Row| wanted.split(',').any(|part| row.name().contains(part));
    (0..rows.len()).filter(|at| rows[*at].elsewhere().is_none() && is_wanted(&rows[*at])).collect()
}
