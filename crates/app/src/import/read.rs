//! Reading files of rows: JSON Lines, CSV and XLSX, each bounded in rows, row length, cells and unpacked size. CSV is
//! any table of lines: what separates its cells is told by its header.

use super::encoding::{as_utf8, separated};
use super::refused::FileRefused;
use super::rows::{Problem, Row, Rows, Unreadable};
use super::xlsx;
use crate::download::RISKY;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

/// Longest row, in bytes.
pub(crate) const ROW_BYTES: usize = 1 << 20;
/// Columns that a table must have.
pub(super) const REQUIRED: [&str; 3] = ["id", "title", "company"];

/// Opens a file by its kind, told by its name's ending.
pub fn open(path: &Path) -> Result<Rows, FileRefused> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "jsonl" | "ndjson" | "json" => Ok(Box::new(json_lines(as_utf8(File::open(path)?)?))),
        "csv" | "tsv" | "txt" => csv_rows(File::open(path)?, &REQUIRED),
        "xlsx" => xlsx::open(path),
        _ => Err(FileRefused::UnknownKind),
    }
}

/// A table that was sent, as XLSX or as CSV, told by its bytes, with the columns that it must have. Of a book not many
/// more than `most` rows are read.
pub(crate) fn table(bytes: &[u8], required: &[&str], most: usize) -> Result<Rows, FileRefused> {
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::sheet_with(bytes, required, most);
    }
    csv_rows(io::Cursor::new(bytes.to_vec()), required)
}

/// The columns that a file of vacancies must name and its header does not.
pub(crate) fn check_header(header: &[String]) -> Result<(), FileRefused> {
    check_columns(header, &REQUIRED)
}

/// The columns that a header must name and does not, or names more than once: of two cells one would be lost.
pub(crate) fn check_columns(header: &[String], required: &[&str]) -> Result<(), FileRefused> {
    let is_repeated = |(at, name): &(usize, &String)| !name.is_empty() && header[..*at].contains(name);
    if let Some((_, name)) = header.iter().enumerate().find(is_repeated) {
        return Err(FileRefused::RepeatedColumn(name.clone()));
    }
    let missing: Vec<&str> =
        required.iter().copied().filter(|name| !header.iter().any(|known| known == name)).collect();
    if missing.is_empty() { Ok(()) } else { Err(FileRefused::MissingColumns(missing.join(", "))) }
}

/// What the cells of a column without a name are reported as, by its number from 1.
pub(crate) fn nameless_column(number: usize) -> String {
    format!("#{number}")
}

/// A column's name as fields are called: trimmed, lower case, blanks as underscores.
pub(crate) fn column_name(cell: &str) -> String {
    sanviec_text::nfc(cell).trim().trim_start_matches('\u{feff}').to_lowercase().replace(' ', "_")
}

fn json_lines(input: impl BufRead + Send + 'static) -> impl Iterator<Item = Result<Row, Unreadable>> + Send {
    let mut input = input;
    let mut line = 0;
    std::iter::from_fn(move || {
        loop {
            line += 1;
            return match bounded_line(&mut input) {
                Ok(Line::Whole(bytes)) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(Line::Whole(bytes)) => {
                    Some(parse(line, &bytes).map_err(|problem| Unreadable::new(line, problem).showing(&bytes)))
                }
                Ok(Line::TooLong { bytes, start }) => {
                    Some(Err(Unreadable::new(line, Problem::TooLong { bytes }).showing(&start)))
                }
                Ok(Line::End) => None,
                Err(error) => Some(Err(cut_off(line, &error))),
            };
        }
    })
}

fn cut_off(line: u64, error: &dyn std::error::Error) -> Unreadable {
    Unreadable::new(line, Problem::CutOff { reason: error.to_string() })
}

/// What stands next in a file of lines.
enum Line {
    Whole(Vec<u8>),
    /// It was read past; only its beginning is kept.
    TooLong {
        bytes: usize,
        start: Vec<u8>,
    },
    End,
}

/// The next line. A file that cannot be read on is an error, never an end.
fn bounded_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut start = Vec::new();
    let read = input.by_ref().take(ROW_BYTES as u64 + 1).read_until(b'\n', &mut start)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if start.len() <= ROW_BYTES || start.last() == Some(&b'\n') {
        return Ok(Line::Whole(start));
    }
    let mut bytes = start.len();
    loop {
        let mut rest = Vec::new();
        let read = input.by_ref().take(ROW_BYTES as u64).read_until(b'\n', &mut rest)?;
        bytes += read;
        if read == 0 || rest.last() == Some(&b'\n') {
            return Ok(Line::TooLong { bytes, start });
        }
    }
}

fn parse(line: u64, bytes: &[u8]) -> Result<Row, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::NotUtf8)?;
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|error| Problem::NotJson { column: error.column() })?;
    let Value::Object(object) = value else { return Err(Problem::NotAnObject) };
    let fields = object.into_iter().map(|(name, value)| (column_name(&name), value)).collect();
    Ok(Row { line, fields })
}

fn csv_rows(file: impl Read + Send + 'static, required: &[&str]) -> Result<Rows, FileRefused> {
    let (separator, file) = separated(as_utf8(file)?)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(file);
    let mut header = csv::ByteRecord::new();
    reader.read_byte_record(&mut header).map_err(|error| FileRefused::Damaged(error.to_string()))?;
    // Where lines end in two signs the reader stands before the second one, and counts it with the next row.
    let breaks = header.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
    let uncounted = (breaks + 2).saturating_sub(reader.position().line());
    let header: Vec<String> = header.iter().map(|cell| column_name(&String::from_utf8_lossy(cell))).collect();
    check_columns(&header, required)?;
    Ok(Box::new(CsvRows { reader, header, uncounted }))
}

struct CsvRows<R> {
    reader: csv::Reader<R>,
    header: Vec<String>,
    /// Ends of lines before a row that its position leaves out.
    uncounted: u64,
}

impl<R: Read> Iterator for CsvRows<R> {
    type Item = Result<Row, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = csv::ByteRecord::new();
        let more = self.reader.read_byte_record(&mut record);
        let line = record.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        let line = line + self.uncounted;
        match more {
            Ok(false) => None,
            Ok(true) => Some(
                self.row(line, &record).map_err(|problem| Unreadable::new(line, problem).showing(&as_line(&record))),
            ),
            // Rows of bytes of any width have no other faults than those of the file itself.
            Err(error) => Some(Err(cut_off(line, &error))),
        }
    }
}

/// A cell without the mark that keeps spreadsheet programs from taking it for a formula, as our own tables set it.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(RISKY)).unwrap_or(text)
}

/// The cells as a line of the file again.
fn as_line(record: &csv::ByteRecord) -> Vec<u8> {
    let mut line = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = line.write_byte_record(record);
    line.into_inner().unwrap_or_default()
}

impl<R> CsvRows<R> {
    fn row(&self, line: u64, record: &csv::ByteRecord) -> Result<Row, Problem> {
        if record.len() != self.header.len() {
            return Err(Problem::WrongColumns { found: record.len(), expected: self.header.len() });
        }
        if record.as_slice().len() > ROW_BYTES {
            return Err(Problem::TooLong { bytes: record.as_slice().len() });
        }
        let mut row = Row { line, ..Row::default() };
        for (number, (name, cell)) in (1..).zip(self.header.iter().zip(record.iter())) {
            let text = unmarked(std::str::from_utf8(cell).map_err(|_| Problem::NotUtf8)?);
            if !text.trim().is_empty() {
                let name = if name.is_empty() { nameless_column(number) } else { name.clone() };
                row.fields.insert(name, Value::String(text.to_owned()));
            }
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn lines(text: &[u8]) -> Vec<Result<Row, Unreadable>> {
        json_lines(std::io::Cursor::new(text.to_vec())).collect()
    }

    #[test]
    fn each_bad_line_has_its_own_verdict_and_the_others_are_read() {
        let mut text = b"{\"id\":\"1\"}\n\n[1]\n{\"id\": \xff}\n{oops\n".to_vec();
        text.extend(format!("{{\"id\":\"{}\"}}\n", "x".repeat(2 * ROW_BYTES)).into_bytes());
        text.extend(b"{\"ID\":\"last\"}");
        let codes: Vec<_> = lines(&text)
            .into_iter()
            .map(|row| row.map_or_else(|bad| (bad.line, bad.problem.code()), |row| (row.line, "read")))
            .collect();
        assert_eq!(
            codes,
            [(1, "read"), (3, "not_an_object"), (4, "not_utf8"), (5, "not_json"), (6, "row_too_long"), (7, "read")]
        );
        let last = lines(&text).pop().expect("a last line").expect("read");
        assert_eq!(last.fields["id"], Value::String("last".into()));
    }

    /// A disk that fails after some bytes.
    struct Failing(std::io::Cursor<Vec<u8>>);

    impl Read for Failing {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::Error::other("the disk is gone")),
                read => Ok(read),
            }
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_on_is_cut_off_and_never_at_its_end() {
        let long = "x".repeat(ROW_BYTES + 10);
        for (text, read) in [("{\"id\":\"1\"}\n", 1), ("{\"id\":\"1\"}\n{\"id\":", 1), (long.as_str(), 0)] {
            let failing = || Failing(std::io::Cursor::new(text.as_bytes().to_vec()));
            let rows: Vec<_> = json_lines(BufReader::new(failing())).take(5).collect();
            let broken = rows[read].as_ref().expect_err("cut off");
            assert_eq!((broken.line, broken.problem.code()), (read as u64 + 1, "cut_off"));
        }
        let table = Failing(std::io::Cursor::new(b"id,title,company\n1,a,b\n2,a".to_vec()));
        let last = csv_rows(table, &REQUIRED).expect("a header").nth(1).expect("not the end").expect_err("cut off");
        assert_eq!(last.problem.code(), "cut_off");
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_stands_up_to_a_bound() {
        let texts = |text: &[u8]| lines(text).into_iter().filter_map(|row| row.err()?.text).collect::<Vec<_>>();
        assert_eq!(texts(b"{oops\r\n[1]\n{\"id\": \xff}\n"), ["{oops", "[1]", "{\"id\": \u{fffd}}"]);
        let long = texts(format!("{{\"id\":\"{}\"}}\n", "x".repeat(2 * ROW_BYTES)).as_bytes());
        assert!(long[0].starts_with("{\"id\":\"xx") && long[0].len() == 64 << 10, "{}", long[0].len());
        let short =
            csv_rows(&b"id,title,company\n2,\"a,b\"\n"[..], &REQUIRED).expect("a header").next().expect("a row");
        assert_eq!(short.expect_err("short").text.as_deref(), Some("2,\"a,b\""));
    }

    #[test]
    fn tables_of_everyday_programs_are_read() {
        let folder = tempfile::tempdir().expect("folder");
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let semicolons = "\u{feff}id;title;company\r\n1;Thợ hàn;\"Xưởng; Năm\"\r\n2;Thợ tiện\r\n";
        let tabs = "\u{feff}id\ttitle\tcompany\r\n1\tThợ hàn\t\"Xưởng; Năm\"\r\n2\tThợ tiện\r\n";
        for (name, bytes) in [
            ("a.csv", semicolons.as_bytes().to_vec()),
            ("a.tsv", tabs.as_bytes().to_vec()),
            ("unicode.txt", utf16(tabs)),
            ("unicode.csv", utf16(semicolons)),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("file");
            let rows: Vec<_> = open(&path).expect("rows").collect();
            let first = rows[0].as_ref().expect("a row");
            assert_eq!((first.line, &first.fields["title"]), (2, &Value::String("Thợ hàn".into())), "{name}");
            assert_eq!(first.fields["company"], Value::String("Xưởng; Năm".into()), "{name}");
            assert_eq!(rows[1].as_ref().expect_err("short").problem.code(), "wrong_columns", "{name}");
        }
        let path = folder.path().join("unicode.jsonl");
        std::fs::write(&path, utf16("\u{feff}{\"id\":\"1\"}\r\n{\"id\":\"Hà\"}\r\n")).expect("file");
        let ids: Vec<_> = open(&path).expect("rows").map(|row| row.expect("a row").fields["id"].clone()).collect();
        assert_eq!(ids, ["1", "Hà"]);
    }

    #[test]
    fn tables_need_their_columns_and_whole_rows() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "id,title\n1,a\n").expect("file");
        assert!(matches!(open(&path), Err(FileRefused::MissingColumns(missing)) if missing == "company"));
        std::fs::write(&path, "id,title,company,Title\n1,a,b,c\n").expect("file");
        assert!(matches!(open(&path), Err(FileRefused::RepeatedColumn(column)) if column == "title"));
        std::fs::write(&path, "id,title,company,,\n1,a,b,stray,\n").expect("file");
        let row = open(&path).expect("rows").next().expect("a row").expect("read");
        assert_eq!((row.fields.len(), &row.fields["#4"]), (4, &Value::String("stray".into())));
        std::fs::write(&path, "\u{feff}ID,Title,company\n1,a,b\n2,a\n3,\"x\ny\",z\n").expect("file");
        let rows: Vec<_> = open(&path).expect("rows").collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].as_ref().expect("row").fields["id"], Value::String("1".into()));
        assert_eq!(rows[1].as_ref().expect_err("short").problem.code(), "wrong_columns");
        assert_eq!(rows[2].as_ref().expect("row").fields["title"], Value::String("x\ny".into()));
        assert!(matches!(open(Path::new("a.pdf")), Err(FileRefused::UnknownKind)));
    }
}
