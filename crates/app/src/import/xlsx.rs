//! Spreadsheets: the first sheet of an XLSX file, read cell by cell so that a far-away cell costs nothing.
//!
//! The archive is unpacked once into nothing, counting: what the sizes in its directory claim is not believed.

use super::read::{ROW_BYTES, check_columns, check_header, column_name};
use super::rows::{FileRefused, Problem, Row, Rows, Unreadable};
use calamine::{DataRef, DataType, Reader, Xlsx, XlsxCellFormula};
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, sink};
use std::path::Path;

/// Most bytes that the archive may unpack to.
const UNPACKED_BYTES: u64 = 256 << 20;
const ENTRIES: usize = 1000;
const ROWS: usize = 200_000;
const CELLS: usize = 5_000_000;
const COLUMNS: u32 = 200;

pub(crate) fn open(path: &Path) -> Result<Rows, FileRefused> {
    let file = || File::open(path).map(BufReader::new);
    let reading = read(file()?, file()?)?;
    check_header(&reading.header)?;
    Ok(reading.finish())
}

/// The first sheet of a book that was sent, whatever its columns are called.
pub(crate) fn sheet(bytes: &[u8]) -> Result<Rows, FileRefused> {
    Ok(read(Cursor::new(bytes), Cursor::new(bytes))?.finish())
}

/// The same, with the columns that it must have.
pub(crate) fn sheet_with(bytes: &[u8], required: &[&str]) -> Result<Rows, FileRefused> {
    let reading = read(Cursor::new(bytes), Cursor::new(bytes))?;
    check_columns(&reading.header, required)?;
    Ok(reading.finish())
}

/// The same bytes twice: once to see what they unpack to, once to read them.
fn read<R: Read + Seek>(first: R, again: R) -> Result<Reading, FileRefused> {
    check_unpacked_size(first)?;
    let mut book: Xlsx<_> = Xlsx::new(again).map_err(damaged)?;
    let sheet = book.sheet_names().first().cloned().ok_or_else(|| FileRefused::Damaged("no sheet".into()))?;
    let mut reading = Reading::default();
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
    while let Some(cell) = cells.next_cell_with_formula().map_err(damaged)? {
        reading.take(&cell)?;
    }
    reading.end_row();
    Ok(reading)
}

fn damaged(error: impl std::fmt::Display) -> FileRefused {
    FileRefused::Damaged(error.to_string())
}

fn check_unpacked_size(book: impl Read + Seek) -> Result<(), FileRefused> {
    let mut archive = zip::ZipArchive::new(book).map_err(damaged)?;
    if archive.len() > ENTRIES {
        return Err(FileRefused::TooLarge(format!("{} entries, at most {ENTRIES}", archive.len())));
    }
    let mut left = UNPACKED_BYTES;
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(damaged)?;
        let read = std::io::copy(&mut entry.take(left + 1), &mut sink())?;
        left = left
            .checked_sub(read)
            .ok_or_else(|| FileRefused::TooLarge(format!("it unpacks to more than {} MB", UNPACKED_BYTES >> 20)))?;
    }
    Ok(())
}

/// The rows so far; the first row with anything in it is the header.
#[derive(Default)]
struct Reading {
    header: Vec<String>,
    header_row: Option<u32>,
    rows: Vec<Result<Row, Unreadable>>,
    row: Option<(u32, Row, Option<Problem>, usize)>,
    cells: usize,
}

impl Reading {
    fn take(&mut self, cell: &XlsxCellFormula<'_>) -> Result<(), FileRefused> {
        let (row, column) = cell.pos;
        self.cells += 1;
        if self.cells > CELLS || self.rows.len() > ROWS {
            return Err(FileRefused::TooLarge(format!("at most {ROWS} rows and {CELLS} cells are taken")));
        }
        let text = text_of(&cell.value);
        if column >= COLUMNS || (text.is_empty() && cell.formula.is_none()) {
            return Ok(());
        }
        if self.header_row.is_none_or(|header| header == row) {
            self.header_row = Some(row);
            self.header.resize(self.header.len().max(column as usize + 1), String::new());
            self.header[column as usize] = column_name(&text);
            return Ok(());
        }
        if self.row.as_ref().is_some_and(|(current, ..)| *current != row) {
            self.end_row();
        }
        self.add(row, column, text, cell);
        Ok(())
    }

    fn add(&mut self, row: u32, column: u32, text: String, cell: &XlsxCellFormula<'_>) {
        let line = u64::from(row) + 1;
        let current = self.row.get_or_insert_with(|| (row, Row { line, ..Row::default() }, None, 0));
        let Some(name) = self.header.get(column as usize).filter(|name| !name.is_empty()) else { return };
        current.3 += text.len();
        if cell.formula.is_some() {
            current.2 = Some(Problem::Formula { column: name.clone() });
        } else if matches!(cell.value, DataRef::Error(_)) {
            current.2 = Some(Problem::CellError { column: name.clone() });
        } else if current.3 > ROW_BYTES {
            current.2 = Some(Problem::TooLong { bytes: current.3 });
        } else {
            current.1.fields.insert(name.clone(), Value::String(text));
        }
    }

    fn end_row(&mut self) {
        if let Some((_, row, problem, _)) = self.row.take() {
            self.rows.push(match problem {
                None => Ok(row),
                Some(problem) => {
                    let cells = serde_json::to_vec(&row.fields).unwrap_or_default();
                    Err(Unreadable::new(row.line, problem).showing(&cells))
                }
            });
        }
    }

    fn finish(self) -> Rows {
        Box::new(self.rows.into_iter())
    }
}

/// A cell as a person would have typed it: whole numbers without a point, dates as YYYY-MM-DD.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::DateTime(_) => value.as_date().map(|date| date.to_string()).unwrap_or_default(),
        other => other.as_string().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{Formula, Workbook};
    use std::io::Write as _;

    fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("book.xlsx");
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, name) in ["ID", "Title", "Company", "Posted"].into_iter().enumerate() {
            sheet.write(0, column as u16, name).expect("header");
        }
        fill(sheet);
        workbook.save(&path).expect("saved");
        (folder, path)
    }

    #[test]
    fn cells_are_read_as_typed_and_formulas_get_a_verdict() {
        let (_folder, path) = book(|sheet| {
            sheet.write(1, 0, 17).expect("id");
            sheet.write(1, 1, "Thợ hàn").expect("title");
            sheet.write(1, 2, "Xưởng Năm").expect("company");
            sheet.write(3, 0, "b").expect("id");
            sheet.write_formula(3, 1, Formula::new("=HYPERLINK(\"x\")")).expect("formula");
            sheet.write(1_000_000, 199, "far away").expect("far");
        });
        let rows: Vec<_> = open(&path).expect("rows").collect();
        let first = rows[0].as_ref().expect("row");
        assert_eq!((first.line, &first.fields["id"]), (2, &Value::String("17".into())));
        let second = rows[1].as_ref().expect_err("formula");
        assert_eq!((second.line, second.problem.code()), (4, "formula"));
    }

    #[test]
    fn archives_that_unpack_to_too_much_are_refused_before_they_are_parsed() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("bomb.xlsx");
        let mut archive = zip::ZipWriter::new(File::create(&path).expect("file"));
        archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).expect("entry");
        let zeros = vec![0; 1 << 20];
        for _ in 0..300 {
            archive.write_all(&zeros).expect("zeros");
        }
        archive.finish().expect("archive");
        assert!(std::fs::metadata(&path).expect("size").len() < 1 << 20);
        assert!(matches!(open(&path), Err(FileRefused::TooLarge(_))));
        std::fs::write(&path, "not a zip").expect("file");
        assert!(matches!(open(&path), Err(FileRefused::Damaged(_))));
    }
}
