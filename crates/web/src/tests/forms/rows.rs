//! The reviewed file.

use std::path::{Path, PathBuf};

/// Folder with the reviewed file and the files that forms send.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rights")
}

/// Says that a row needs a world with placements, claims and programs.
pub(super) const FULL: &str = "@full";

/// How one changing request is sent.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) method: String,
    pub(super) path: String,
    /// Code of the role that sends it, or `public`.
    pub(super) role: String,
    /// Pages that lead to the form, the last one showing it; none for the API.
    pub(super) pages: Vec<String>,
    /// Rows that must have been sent before.
    pub(super) after: Vec<String>,
    /// What is filled in.
    pub(super) values: Vec<(String, String)>,
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
            after: list(after, ","),
            values: list(values, ";").into_iter().map(value).collect(),
        }
    }

    /// Why it is not sent here, and where it is shown instead.
    pub(super) fn elsewhere(&self) -> Option<&str> {
        (self.role == "elsewhere").then_some(self.pages.first().map_or("", String::as_str))
    }

    pub(super) fn is_full(&self) -> bool {
        self.values.iter().any(|(name, _)| name == FULL)
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
