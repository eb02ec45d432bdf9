//! One row of a file as it was read, before anything is believed of it.

use super::read::ROW_BYTES;
use crate::error::FieldError;
use serde_json::Value;
use std::collections::BTreeMap;

/// A row that could be read at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1; of a spreadsheet, the row's number as the program shows it.
    pub line: u64,
    /// Values by field name, lower case.
    pub fields: BTreeMap<String, Value>,
}

/// Bytes of a row that could not be read that are kept for giving it back.
const KEPT_BYTES: usize = 64 << 10;

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub line: u64,
    pub problem: Problem,
    /// Its beginning as it stands in the file; what is no UTF-8 in it is replaced.
    pub text: Option<String>,
    /// Its cells, where only single ones could not be taken: of a formula the value that was worked out last.
    pub row: Option<Row>,
}

impl Unreadable {
    /// A row of which nothing can be shown.
    #[must_use]
    pub const fn new(line: u64, problem: Problem) -> Self {
        Self { line, problem, text: None, row: None }
    }

    /// The same with the beginning of what stands in the file.
    #[must_use]
    pub fn showing(self, bytes: &[u8]) -> Self {
        let kept = String::from_utf8_lossy(&bytes[..bytes.len().min(KEPT_BYTES)]);
        Self { text: Some(kept.trim_end_matches(['\r', '\n']).to_owned()), ..self }
    }
}

/// Why a row or a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NotUtf8,
    NotJson {
        column: usize,
    },
    NotAnObject,
    TooLong {
        bytes: usize,
    },
    WrongColumns {
        found: usize,
        expected: usize,
    },
    Formula {
        column: String,
    },
    CellError {
        column: String,
    },
    /// The file could not be read on. What comes after is not known, so this is never an end.
    CutOff {
        reason: String,
    },
}

impl Problem {
    /// Stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 => "not_utf8",
            Self::NotJson { .. } => "not_json",
            Self::NotAnObject => "not_an_object",
            Self::TooLong { .. } => "row_too_long",
            Self::WrongColumns { .. } => "wrong_columns",
            Self::Formula { .. } => "formula",
            Self::CellError { .. } => "cell_error",
            Self::CutOff { .. } => "cut_off",
        }
    }

    /// The column of the one cell that is wrong, where it is one.
    pub(crate) fn column(&self) -> Option<&str> {
        match self {
            Self::Formula { column } | Self::CellError { column } => Some(column),
            _ => None,
        }
    }

    /// What is wrong and what to do, in Vietnamese and English.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        match self {
            Self::NotUtf8 => (
                "Dòng không phải UTF-8. Hãy lưu lại tệp với bảng mã UTF-8; chữ gõ bằng TCVN3 hoặc VNI phải chuyển sang \
                 Unicode trước.".into(),
                "The row is not UTF-8. Save the file again as UTF-8; convert text typed in TCVN3 or VNI to Unicode first.".into(),
            ),
            Self::NotJson { column } => (
                format!("Dòng không phải JSON, sai ở ký tự {column}. Mỗi dòng phải là một đối tượng JSON."),
                format!("The row is not JSON, wrong at character {column}. Each line must be one JSON object."),
            ),
            Self::NotAnObject => (
                "Dòng không phải một đối tượng JSON. Mỗi dòng phải có dạng {\"id\": …}.".into(),
                "The row is not a JSON object. Each line must look like {\"id\": …}.".into(),
            ),
            Self::TooLong { bytes } => (
                format!("Dòng dài {bytes} byte, tối đa {ROW_BYTES} byte. Hãy rút gọn phần mô tả."),
                format!("The row is {bytes} bytes long, at most {ROW_BYTES} are taken. Shorten the description."),
            ),
            Self::WrongColumns { found, expected } => (
                format!("Dòng có {found} cột, tiêu đề có {expected} cột. Hãy kiểm tra dấu ngăn cột và dấu ngoặc kép."),
                format!("The row has {found} columns, the header {expected}. Check separators and quotation marks."),
            ),
            Self::Formula { column } => (
                format!("Ô ở cột “{column}” là công thức. Hãy dán giá trị thay cho công thức."),
                format!("The cell in column “{column}” is a formula. Paste its value instead."),
            ),
            Self::CellError { column } => (
                format!("Ô ở cột “{column}” báo lỗi của bảng tính. Hãy sửa ô đó."),
                format!("The cell in column “{column}” holds a spreadsheet error. Mend that cell."),
            ),
            Self::CutOff { reason } => (
                format!("Không đọc tiếp được tệp: {reason}. Hãy nhập lại cả tệp."),
                format!("The file cannot be read on: {reason}. Import the whole file again."),
            ),
        }
    }
}

impl Row {
    /// A cell as text, trimmed; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.fields.get(name) {
            Some(Value::String(text)) => sanviec_text::nfc(text.trim()),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// Refuses a row with a column that nobody reads: a misspelt one would be lost in silence.
    pub(crate) fn demand_known(&self, is_known: impl Fn(&str) -> bool) -> Result<(), FieldError> {
        let Some(name) = self.fields.keys().find(|name| !is_known(name)) else { return Ok(()) };
        let vi = format!("Không có cột tên “{name}”. Hãy dùng tên cột của tệp mẫu.");
        let en = format!("There is no column “{name}”. Use the names of the template.");
        Err(FieldError::new("file", "unknown_column", vi, en))
    }
}

impl Unreadable {
    /// What is told of such a row, at this field.
    pub(crate) fn told(&self, field: &'static str) -> FieldError {
        let (vi, en) = self.problem.words();
        FieldError::new(field, self.problem.code(), vi, en)
    }
}

/// The rows of a file that a page waits for: some, and not more than `most`.
pub(crate) fn bounded(rows: Rows, most: usize) -> Result<Vec<Result<Row, Unreadable>>, FieldError> {
    let rows: Vec<_> = rows.take(most + 1).collect();
    if rows.is_empty() || rows.len() > most {
        let vi = format!(
            "Tệp cần có từ 1 đến {most} dòng dưới dòng tiêu đề. Nếu có nhiều hơn, hãy chia thành nhiều tệp, mỗi tệp \
             có dòng tiêu đề."
        );
        let en = format!(
            "The file needs 1 to {most} rows below its header. Where there are more, split it into several files, each \
             with the header."
        );
        return Err(FieldError::new("file", "too_many_rows", vi, en));
    }
    Ok(rows)
}

/// Rows in the order of the file.
pub type Rows = Box<dyn Iterator<Item = Result<Row, Unreadable>> + Send>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_too_long_is_told_how_long_one_may_be() {
        let (vi, en) = Problem::TooLong { bytes: 2_000_000 }.words();
        for told in [vi, en] {
            assert!(told.contains("2000000") && told.contains("1048576"), "{told}");
        }
    }
}
