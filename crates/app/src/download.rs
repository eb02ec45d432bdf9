//! Tables as files: spreadsheets for people, CSV for programs. No cell is a formula, whatever somebody typed.

use crate::error::AppError;
use rust_xlsxwriter::{Workbook, XlsxError};

/// In which form a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Xlsx,
    /// For programs.
    Csv,
}

/// A file.
#[derive(Clone, Debug)]
pub struct Export {
    pub name: String,
    pub rows: usize,
    pub bytes: Vec<u8>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Text(String),
    Count(u64),
}

/// A table with the name of its sheet.
pub(crate) struct Table<'a> {
    pub(crate) sheet: &'a str,
    pub(crate) headings: &'a [&'a str],
    pub(crate) lines: &'a [Vec<Cell>],
}

impl Table<'_> {
    /// The table as a file; the ending is added to its name.
    pub(crate) fn file(&self, name: &str, format: Format) -> Result<Export, AppError> {
        let (bytes, ending) = match format {
            Format::Xlsx => (self.xlsx().map_err(AppError::internal)?, "xlsx"),
            Format::Csv => (self.csv()?, "csv"),
        };
        Ok(Export { name: format!("{name}.{ending}"), rows: self.lines.len(), bytes })
    }

    fn csv(&self) -> Result<Vec<u8>, AppError> {
        // A mark of the encoding, without which spreadsheet programs guess another one.
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(self.headings).map_err(AppError::internal)?;
        for line in self.lines {
            let cells = line.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Count(count) => count.to_string(),
            });
            writer.write_record(cells).map_err(AppError::internal)?;
        }
        writer.into_inner().map_err(|error| AppError::internal(error.to_string()))
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(self.sheet)?;
        for (column, heading) in (0_u16..).zip(self.headings) {
            sheet.write_string(0, column, *heading)?;
        }
        for (row, line) in (1_u32..).zip(self.lines) {
            for (column, cell) in (0_u16..).zip(line) {
                match cell {
                    Cell::Text(text) => sheet.write_string(row, column, harmless(text))?,
                    Cell::Count(count) => sheet.write_number(row, column, *count as f64)?,
                };
            }
        }
        book.save_to_buffer()
    }
}

/// What begins like this may be taken for a formula.
pub(crate) const RISKY: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '|', '%'];

/// A cell that no spreadsheet program takes for a formula.
fn harmless(text: &str) -> String {
    let risky = text.starts_with(RISKY);
    let plain: String = text.chars().filter(|sign| !sign.is_control()).collect();
    if risky { format!("'{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_line_has_its_columns() {
        let line = vec![
            Cell::Text("=HYPERLINK(\"http://evil.example\")".to_owned()),
            Cell::Text("@SUM(A1)".to_owned()),
            Cell::Count(7),
        ];
        let table = Table { sheet: "Bảng", headings: &["Tên", "Ô", "Số"], lines: &[line] };
        let file = table.file("bang", Format::Csv).expect("csv");
        assert_eq!((file.name.as_str(), file.rows), ("bang.csv", 1));
        let text = String::from_utf8(file.bytes).expect("text");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        assert_eq!(reader.headers().expect("headings").iter().collect::<Vec<_>>(), ["Tên", "Ô", "Số"]);
        let record = reader.records().next().expect("a line").expect("read");
        assert_eq!((record.len(), &record[1], &record[2]), (3, "'@SUM(A1)", "7"));
        assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
        let book = table.file("bang", Format::Xlsx).expect("xlsx");
        let rows: Vec<_> = crate::import::sheet(&book.bytes, 10).expect("a book").collect();
        assert_eq!(rows.len(), 1, "it can be read again");
    }
}
