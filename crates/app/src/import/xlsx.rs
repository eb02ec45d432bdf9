//! Spreadsheets: the first sheet of an XLSX file, read cell by cell so that a far-away cell costs nothing, after its
//! archive was looked over.

use super::archive::{self, damaged};
use super::read::{ROW_BYTES, check_columns, check_header, column_name, nameless_column};
use super::refused::{Bound, FileRefused};
use super::rows::{Problem, Row, Rows, Unreadable};
use calamine::{DataRef, DataType, Reader, Xlsx, XlsxCellFormulaMetadataRecord};
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

const ROWS: usize = 200_000;
const CELLS: usize = 5_000_000;
const COLUMNS: u32 = 200;
/// Most bytes of text in the cells of a file: one text can stand in many cells and be in the archive once.
const FILE_BYTES: usize = 256 << 20;
/// The same for a book that was sent, which has fewer rows.
const SENT_BYTES: usize = 32 << 20;

/// How much of a sheet is read.
#[derive(Clone, Copy, Default)]
struct Bounds {
    /// Rows below the header after which reading ends.
    rows: usize,
    /// Bytes of text in its cells, above which it is refused.
    bytes: usize,
}

pub(crate) fn open(path: &Path) -> Result<Rows, FileRefused> {
    let file = || File::open(path).map(BufReader::new);
    let reading = read(file()?, file()?, Bounds { rows: usize::MAX, bytes: FILE_BYTES })?;
    check_header(&reading.header)?;
    Ok(reading.finish())
}

/// The first sheet of a book that was sent, whatever its columns are called; reading ends after more than `most` rows.
pub(crate) fn sheet(bytes: &[u8], most: usize) -> Result<Rows, FileRefused> {
    sheet_with(bytes, &[], most)
}

/// The same, with the columns that it must have.
pub(crate) fn sheet_with(bytes: &[u8], required: &[&str], most: usize) -> Result<Rows, FileRefused> {
    let bounds = Bounds { rows: most, bytes: SENT_BYTES };
    let reading = read(Cursor::new(bytes), Cursor::new(bytes), bounds)?;
    check_columns(&reading.header, required)?;
    Ok(reading.finish())
}

/// The same bytes twice: once to see what they unpack to, once to read them.
fn read<R: Read + Seek>(first: R, again: R, bounds: Bounds) -> Result<Reading, FileRefused> {
    archive::check(first)?;
    let mut book: Xlsx<_> = Xlsx::new(again).map_err(damaged)?;
    let sheet = book.sheet_names().first().cloned().ok_or_else(|| FileRefused::Damaged("no sheet".into()))?;
    let mut reading = Reading { bounds, ..Reading::default() };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
    while reading.rows.len() <= bounds.rows {
        // Formulas are not written out: a shared one would make room for as many as its number says.
        let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? else { break };
        reading.take(&cell)?;
    }
    // Of the row after those that are read there may be a part only.
    if reading.rows.len() <= bounds.rows {
        reading.end_row();
    }
    Ok(reading)
}

/// The row that is being read.
struct Current {
    number: u32,
    row: Row,
    problem: Option<Problem>,
    /// Bytes of text in its cells.
    bytes: usize,
}

/// The rows so far; the first row with anything in it is the header.
#[derive(Default)]
struct Reading {
    header: Vec<String>,
    header_row: Option<u32>,
    rows: Vec<Result<Row, Unreadable>>,
    row: Option<Current>,
    cells: usize,
    bounds: Bounds,
    /// Bytes of text in all cells so far, also in those that are left out.
    bytes: usize,
}

impl Reading {
    fn take(&mut self, cell: &XlsxCellFormulaMetadataRecord<'_>) -> Result<(), FileRefused> {
        let (row, column) = cell.pos;
        self.cells += 1;
        if self.cells > CELLS || self.rows.len() > ROWS {
            return Err(FileRefused::TooLarge(Bound::Rows { rows: ROWS, cells: CELLS }));
        }
        let text = text_of(&cell.value);
        self.bytes += text.len();
        if self.bytes > self.bounds.bytes {
            return Err(FileRefused::TooLarge(Bound::TextMegabytes(self.bounds.bytes >> 20)));
        }
        let says_nothing = text.trim().is_empty() && !matches!(cell.value, DataRef::Error(_));
        if says_nothing && cell.formula.is_none() {
            return Ok(());
        }
        if self.header_row.is_none_or(|header| header == row) {
            if column >= COLUMNS {
                return Ok(());
            }
            self.header_row = Some(row);
            self.header.resize(self.header.len().max(column as usize + 1), String::new());
            self.header[column as usize] = column_name(&text);
            return Ok(());
        }
        if self.row.as_ref().is_some_and(|current| current.number != row) {
            self.end_row();
        }
        self.add(row, column, text, cell);
        Ok(())
    }

    fn add(&mut self, row: u32, column: u32, text: String, cell: &XlsxCellFormulaMetadataRecord<'_>) {
        let line = u64::from(row) + 1;
        let fresh = || Current { number: row, row: Row { line, ..Row::default() }, problem: None, bytes: 0 };
        let current = self.row.get_or_insert_with(fresh);
        let number = column as usize + 1;
        let Some(name) = self.header.get(column as usize) else {
            current.problem = Some(Problem::WrongColumns { found: number, expected: self.header.len() });
            return;
        };
        let name = if name.is_empty() { nameless_column(number) } else { name.clone() };
        current.bytes += text.len();
        if cell.formula.is_some() {
            current.problem = Some(Problem::Formula { column: name.clone() });
        } else if matches!(cell.value, DataRef::Error(_)) {
            current.problem = Some(Problem::CellError { column: name.clone() });
        }
        // An error comes back as it is shown, so that it is refused again until it is mended.
        let text = if let DataRef::Error(error) = &cell.value { error.to_string() } else { text };
        if current.bytes <= ROW_BYTES && !text.trim().is_empty() {
            current.row.fields.insert(name, Value::String(text));
        }
    }

    fn end_row(&mut self) {
        let Some(Current { row, problem, bytes, .. }) = self.row.take() else { return };
        let problem = if bytes > ROW_BYTES { Some(Problem::TooLong { bytes }) } else { problem };
        self.rows.push(match problem {
            None => Ok(row),
            Some(problem) => {
                let cells = serde_json::to_vec(&row.fields).unwrap_or_default();
                let line = row.line;
                let row = problem.column().is_some().then_some(row);
                Err(Unreadable { row, ..Unreadable::new(line, problem).showing(&cells) })
            }
        });
    }

    fn finish(self) -> Rows {
        Box::new(self.rows.into_iter())
    }
}

/// A cell as a person would have typed it: whole numbers without a point, dates as YYYY-MM-DD.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::DateTime(_) => value.as_date().map(|date| date.to_string()).unwrap_or_default(),
        DataRef::DateTimeIso(text) => value.as_date().map_or_else(|| text.clone(), |date| date.to_string()),
        DataRef::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        other => other.as_string().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{Formula, Workbook};
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

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
            sheet.write_formula(3, 1, Formula::new("=HYPERLINK(\"x\")").set_result("Thợ tiện")).expect("formula");
            sheet.write_formula(4, 1, Formula::new("=1/0").set_result("#DIV/0!")).expect("formula");
            sheet.write(1_000_000, 199, "far away").expect("far");
        });
        let rows: Vec<_> = open(&path).expect("rows").collect();
        let first = rows[0].as_ref().expect("row");
        assert_eq!((first.line, &first.fields["id"]), (2, &Value::String("17".into())));
        let second = rows[1].as_ref().expect_err("formula");
        assert_eq!((second.line, second.problem.code()), (4, "formula"));
        let cells = &second.row.as_ref().expect("its cells").fields;
        assert_eq!((&cells["id"], &cells["title"]), (&"b".into(), &"Thợ tiện".into()), "as it was worked out");
        let third = rows[2].as_ref().expect_err("formula").row.as_ref().expect("its cells");
        assert_eq!(third.fields["title"], Value::String("#DIV/0!".into()));
    }

    #[test]
    fn archives_that_unpack_to_too_much_are_refused_before_they_are_parsed() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("bomb.xlsx");
        let mut archive = zip::ZipWriter::new(File::create(&path).expect("file"));
        archive.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).expect("entry");
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

    #[test]
    fn cells_outside_the_header_are_not_lost_in_silence() {
        let (_folder, path) = book(|sheet| {
            sheet.write(0, 5, "Note").expect("header");
            sheet.write(1, 4, "stray").expect("under no name");
            sheet.write(1, 5, true).expect("yes");
            sheet.write(2, 6, "beyond").expect("beyond the header");
            sheet.write(3, 250, "far beyond").expect("far beyond the header");
            sheet.write(4, 7, " ").expect("blank");
            sheet.write(4, 0, "d").expect("id");
        });
        let rows: Vec<_> = open(&path).expect("rows").collect();
        let first = rows[0].as_ref().expect("row");
        assert_eq!((&first.fields["#5"], &first.fields["note"]), (&"stray".into(), &"1".into()));
        for (row, found) in [(1, 7), (2, 251)] {
            let wrong = rows[row].as_ref().expect_err("wrong columns");
            assert_eq!(wrong.problem, Problem::WrongColumns { found, expected: 6 });
        }
        assert_eq!(rows[3].as_ref().expect("row").fields.len(), 1);
        let (_folder, path) = book(|sheet| {
            sheet.write(0, 4, "title").expect("header");
        });
        assert!(matches!(open(&path), Err(FileRefused::RepeatedColumn(column)) if column == "title"));
    }

    /// The book with one part changed.
    fn patched(path: &Path, part: &str, from: &str, to: &str) -> Vec<u8> {
        let mut book = zip::ZipArchive::new(File::open(path).expect("file")).expect("archive");
        let mut changed = zip::ZipWriter::new(Cursor::new(Vec::<u8>::new()));
        for number in 0..book.len() {
            let mut entry = book.by_index(number).expect("entry");
            let name = entry.name().expect("name").into_owned();
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            if name == part {
                assert!(text.contains(from), "{text}");
                text = text.replace(from, to);
            }
            changed.start_file(name.as_str(), SimpleFileOptions::default()).expect("entry");
            changed.write_all(text.as_bytes()).expect("written");
        }
        changed.finish().expect("archive").into_inner()
    }

    #[test]
    fn books_that_claim_more_than_they_hold_are_refused() {
        let (_folder, path) = book(|_| {});
        let claims = "uniqueCount=\"1000000000000";
        let bytes = patched(&path, "xl/sharedStrings.xml", "uniqueCount=\"", claims);
        assert!(matches!(sheet(&bytes, 10), Err(FileRefused::TooLarge(_))));
        assert!(sheet(&std::fs::read(&path).expect("book"), 10).is_ok());
    }

    #[test]
    fn a_shared_formula_of_any_number_is_a_formula() {
        let (_folder, path) = book(|sheet| {
            sheet.write_formula(1, 1, Formula::new("=1+1")).expect("formula");
        });
        let shared = "<f t=\"shared\" ref=\"B2:B3\" si=\"1000000000000\">";
        let bytes = patched(&path, "xl/worksheets/sheet1.xml", "<f>", shared);
        let row = sheet(&bytes, 10).expect("a book").next().expect("a row");
        assert_eq!(row.expect_err("formula").problem.code(), "formula");
    }

    #[test]
    fn one_long_text_in_many_cells_is_refused_and_rows_are_read_no_further_than_asked() {
        let (_folder, path) = book(|sheet| {
            for row in 1..=60 {
                sheet.write(row, 1, "LONG").expect("title");
            }
        });
        let of = |length: usize| patched(&path, "xl/sharedStrings.xml", "LONG", &"x".repeat(length));
        let bomb = of(1_000_000);
        assert!(bomb.len() < 1 << 20);
        assert!(matches!(sheet(&bomb, 100), Err(FileRefused::TooLarge(_))));
        assert_eq!(sheet(&bomb, 10).expect("few rows").count(), 11);
        assert_eq!(sheet(&of(10_000), 100).expect("a book").flatten().count(), 60);
    }
}
