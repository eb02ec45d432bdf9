//! Spreadsheets that an import hands out: the empty one with its columns, and the rows that are to be mended.

use crate::ctx::Locale;
use crate::download::RISKY;
use crate::error::{AppError, FieldError};
use rust_xlsxwriter::{Workbook, XlsxError};

/// One column of a template.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) is_needed: bool,
    /// What it takes: an example, the listed words.
    pub(crate) takes: String,
    /// Its name for programs and the codes that go with it, where they are others.
    pub(crate) codes: Vec<String>,
}

/// One row that comes back: its cells by the names of their columns, and what is to be mended.
pub(crate) struct Returned<'a> {
    pub(crate) cells: &'a [(String, String)],
    pub(crate) reasons: String,
}

/// An empty sheet with the columns, and a second one that says what each takes.
pub(crate) fn template(columns: &[Column]) -> Result<Vec<u8>, AppError> {
    template_book(columns).map_err(AppError::internal)
}

fn template_book(columns: &[Column]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (number, column) in (0..).zip(columns) {
        sheet.write(0, number, column.name.as_str())?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let notes = workbook.add_worksheet();
    notes.set_name("ghi_chu")?;
    for (row, column) in (0..).zip(columns) {
        notes.write(row, 0, column.name.as_str())?;
        notes.write(row, 1, if column.is_needed { "*" } else { "" })?;
        notes.write(row, 2, column.takes.as_str())?;
        for (at, code) in (3..).zip(&column.codes) {
            notes.write(row, at, code.as_str())?;
        }
    }
    workbook.save_to_buffer()
}

/// What is to be mended in a row, each with its column.
pub(crate) fn reasons(locale: Locale, errors: &[FieldError]) -> String {
    let told = |error: &FieldError| format!("{}: {}", error.field, locale.say(&error.vi, &error.en));
    errors.iter().map(told).collect::<Vec<_>>().join(" ")
}

/// The rows as they stand in the file, each with what is to be mended in the column `reasons`, which is the last.
pub(crate) fn returned<'a>(
    (names, reasons): (&[&str], &str),
    rows: impl Iterator<Item = Returned<'a>>,
) -> Result<Vec<u8>, AppError> {
    returned_book((names, reasons), rows).map_err(AppError::internal)
}

fn returned_book<'a>(
    (names, reasons): (&[&str], &str),
    rows: impl Iterator<Item = Returned<'a>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (number, name) in (0..).zip(names.iter().copied().chain([reasons])) {
        sheet.write(0, number, name)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (number, name) in (0..).zip(names) {
            // As text: a telephone keeps its zero, and nothing that was typed is taken for a formula.
            let cell = row.cells.iter().find(|(known, _)| known == name);
            sheet.write_string(line, number, cell.map_or("", |(_, text)| text.as_str()))?;
        }
        sheet.write_string(line, names.len() as u16, row.reasons)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

/// The same rows as CSV, for a file that came as such.
pub(crate) fn returned_csv<'a>(
    (names, reasons): (&[&str], &str),
    rows: impl Iterator<Item = Returned<'a>>,
) -> Result<Vec<u8>, AppError> {
    // A mark of the encoding, without which spreadsheet programs guess another one.
    let mut table =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    table.write_record(names.iter().copied().chain([reasons])).map_err(AppError::internal)?;
    for row in rows {
        let cell = |name: &&str| {
            let cell = row.cells.iter().find(|(known, _)| known.as_str() == *name);
            marked(cell.map_or("", |(_, text)| text.as_str()))
        };
        let cells = names.iter().map(cell).chain([marked(&row.reasons)]);
        table.write_record(cells).map_err(AppError::internal)?;
    }
    table.into_inner().map_err(|error| AppError::internal(error.to_string()))
}

/// A cell that no spreadsheet program takes for a formula. The import takes the mark off again.
fn marked(text: &str) -> String {
    if text.starts_with(RISKY) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{sent_sheet, sent_table};

    #[tokio::test]
    async fn rows_that_come_back_are_read_as_they_were_typed_and_no_cell_is_a_formula() {
        let cells = [("a".to_owned(), "=1+1".to_owned()), ("b".to_owned(), "x, \"y\"".to_owned())];
        let row = || std::iter::once(Returned { cells: &cells, reasons: "a: Ô này sai.".to_owned() });
        let csv = returned_csv((&["a", "b", "c"], "ly_do"), row()).expect("a table");
        let text = String::from_utf8(csv.clone()).expect("text");
        assert!(text.contains("\r\n'=1+1,"), "{text}");
        let book = returned((&["a", "b", "c"], "ly_do"), row()).expect("a book");
        let read = [
            sent_table(csv, &["a", "c"], 10).await.expect("a table").collect::<Vec<_>>(),
            sent_sheet(book, 10).await.expect("a book").collect::<Vec<_>>(),
        ];
        for rows in read {
            assert_eq!(rows.len(), 1);
            let row = rows[0].as_ref().expect("a row");
            let told = ["a", "b", "c", "ly_do"].map(|name| row.text(name));
            assert_eq!(told, ["=1+1", "x, \"y\"", "", "a: Ô này sai."]);
        }
    }
}
