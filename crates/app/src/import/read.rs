//! Reading files of rows: JSON Lines, CSV and XLSX, each bounded in rows, row length, cells and unpacked size.

use super::rows::{FileRefused, Problem, Row, Rows, Unreadable};
use super::xlsx;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Longest row, in bytes.
pub(crate) const ROW_BYTES: usize = 1 << 20;
/// Columns that a table must have.
const REQUIRED: [&str; 3] = ["id", "title", "company"];

/// Opens a file by its kind, told by its name's ending.
pub fn open(path: &Path) -> Result<Rows, FileRefused> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "jsonl" | "ndjson" | "json" => Ok(Box::new(json_lines(BufReader::new(File::open(path)?)))),
        "csv" => csv_rows(File::open(path)?),
        "xlsx" => xlsx::open(path),
        _ => Err(FileRefused::UnknownKind),
    }
}

/// The columns that a header must name and does not.
pub(crate) fn check_header(header: &[String]) -> Result<(), FileRefused> {
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|name| !header.iter().any(|known| known == name)).collect();
    if missing.is_empty() { Ok(()) } else { Err(FileRefused::MissingColumns(missing.join(", "))) }
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
            let read = bounded_line(&mut input)?;
            match read {
                Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(bytes) => return Some(parse(line, &bytes).map_err(|problem| Unreadable { line, problem })),
                Err(bytes) => return Some(Err(Unreadable { line, problem: Problem::TooLong { bytes } })),
            }
        }
    })
}

/// The next line, or its length when it is over the limit; a line that is too long is read past, never kept.
fn bounded_line(input: &mut impl BufRead) -> Option<Result<Vec<u8>, usize>> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(ROW_BYTES as u64 + 1).read_until(b'\n', &mut bytes).ok()?;
    if read == 0 {
        return None;
    }
    if bytes.len() <= ROW_BYTES || bytes.last() == Some(&b'\n') {
        return Some(Ok(bytes));
    }
    let mut length = bytes.len();
    loop {
        let mut rest = Vec::new();
        let read = input.by_ref().take(ROW_BYTES as u64).read_until(b'\n', &mut rest).unwrap_or(0);
        length += read;
        if read == 0 || rest.last() == Some(&b'\n') {
            return Some(Err(length));
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

fn csv_rows(file: File) -> Result<Rows, FileRefused> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(file);
    let mut header = csv::ByteRecord::new();
    reader.read_byte_record(&mut header).map_err(|error| FileRefused::Damaged(error.to_string()))?;
    let header: Vec<String> = header.iter().map(|cell| column_name(&String::from_utf8_lossy(cell))).collect();
    check_header(&header)?;
    Ok(Box::new(CsvRows { reader, header }))
}

struct CsvRows {
    reader: csv::Reader<File>,
    header: Vec<String>,
}

impl Iterator for CsvRows {
    type Item = Result<Row, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = csv::ByteRecord::new();
        let more = self.reader.read_byte_record(&mut record);
        let line = record.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        match more {
            Ok(false) => None,
            Ok(true) => Some(self.row(line, &record).map_err(|problem| Unreadable { line, problem })),
            Err(_) => Some(Err(Unreadable { line, problem: Problem::NotUtf8 })),
        }
    }
}

impl CsvRows {
    fn row(&self, line: u64, record: &csv::ByteRecord) -> Result<Row, Problem> {
        if record.len() != self.header.len() {
            return Err(Problem::WrongColumns { found: record.len(), expected: self.header.len() });
        }
        if record.as_slice().len() > ROW_BYTES {
            return Err(Problem::TooLong { bytes: record.as_slice().len() });
        }
        let mut row = Row { line, ..Row::default() };
        for (name, cell) in self.header.iter().zip(record.iter()) {
            let text = std::str::from_utf8(cell).map_err(|_| Problem::NotUtf8)?;
            if !text.trim().is_empty() && !name.is_empty() {
                row.fields.insert(name.clone(), Value::String(text.to_owned()));
            }
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn tables_need_their_columns_and_whole_rows() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "id,title\n1,a\n").expect("file");
        assert!(matches!(open(&path), Err(FileRefused::MissingColumns(missing)) if missing == "company"));
        std::fs::write(&path, "\u{feff}ID,Title,company\n1,a,b\n2,a\n3,\"x\ny\",z\n").expect("file");
        let rows: Vec<_> = open(&path).expect("rows").collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].as_ref().expect("row").fields["id"], Value::String("1".into()));
        assert_eq!(rows[1].as_ref().expect_err("short").problem.code(), "wrong_columns");
        assert_eq!(rows[2].as_ref().expect("row").fields["title"], Value::String("x\ny".into()));
        assert!(matches!(open(Path::new("a.pdf")), Err(FileRefused::UnknownKind)));
    }
}
