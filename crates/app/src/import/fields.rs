//! The fields of a row, taken one by one: trimmed, in normal form, within their length, refused or doubted by name.

use super::legacy;
use super::rows::{Problem, Row};
use crate::error::FieldError;
use serde_json::Value;

/// Fields that are read. Others are reported, never silently dropped.
pub(crate) const KNOWN: [&str; 38] = [
    "id",
    "title",
    "description",
    "company",
    "location",
    "skills",
    "salary",
    "level",
    "employment_type",
    "posted",
    "deadline",
    "url",
    "requirements",
    "benefits",
    "welfare",
    "occupation",
    "industry",
    "contract",
    "working_time",
    "position",
    "experience",
    "education",
    "qualification",
    "working_mode",
    "wanted",
    "housing",
    "transport",
    "suits_disabled",
    "overseas",
    "shift",
    "contract_months",
    "probation",
    "probation_percent",
    "age_min",
    "age_max",
    "_line",
    "_reasons",
    "_text",
];

/// What spreadsheet programs show in place of a value that they cannot work out.
const CELL_ERRORS: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!"];

/// The field of this name, if it is read.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    KNOWN.into_iter().find(|known| *known == name)
}

/// The fields of one row while they are read.
pub(crate) struct Fields<'a> {
    row: &'a Row,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) doubts: Vec<FieldError>,
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(row: &'a Row) -> Self {
        Self { row, errors: Vec::new(), doubts: Vec::new() }
    }

    pub(crate) fn refuse(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    pub(crate) fn doubt(&mut self, doubt: FieldError) {
        self.doubts.push(doubt);
    }

    /// A text that must be there; empty when it is not, with the error noted.
    pub(crate) fn required(&mut self, field: &'static str, longest: usize) -> String {
        let refused = self.errors.len();
        let text = self.text(field, longest);
        if text.is_none() && self.errors.len() == refused {
            self.refuse(FieldError::new(
                field,
                "missing",
                format!("Thiếu “{field}”. Hãy điền vào cột này."),
                format!("“{field}” is missing. Fill in this column."),
            ));
        }
        text.unwrap_or_default()
    }

    /// A text of at most so many characters; `None` when it is not there.
    pub(crate) fn text(&mut self, field: &'static str, longest: usize) -> Option<String> {
        let text = match self.row.fields.get(field)? {
            Value::Null => return None,
            Value::String(text) => {
                if let Some(error) = legacy::told(field, text) {
                    self.refuse(error);
                    return None;
                }
                if CELL_ERRORS.contains(&text.trim()) {
                    let problem = Problem::CellError { column: field.to_owned() };
                    let (vi, en) = problem.words();
                    self.refuse(FieldError::new(field, problem.code(), vi, en));
                    return None;
                }
                sanviec_text::nfc(text).trim().to_owned()
            }
            Value::Number(number) => number.to_string(),
            Value::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
            Value::Array(_) | Value::Object(_) => {
                self.refuse(FieldError::new(
                    field,
                    "not_a_text",
                    format!("“{field}” phải là một chuỗi chữ."),
                    format!("“{field}” must be a text."),
                ));
                return None;
            }
        };
        let length = text.chars().count();
        if length > longest {
            self.refuse(FieldError::new(
                field,
                "too_long",
                format!("“{field}” dài {length} ký tự, tối đa {longest}. Hãy rút gọn."),
                format!("“{field}” has {length} characters, at most {longest}. Shorten it."),
            ));
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// A value read by `read`; what cannot be read is doubted and left out.
    pub(crate) fn checked<T>(&mut self, field: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field, 200)?;
        let value = read(&text);
        if value.is_none() {
            self.doubt(FieldError::new(
                field,
                "unknown_value",
                format!("Không hiểu giá trị “{text}” của “{field}”; đã bỏ qua."),
                format!("The value “{text}” of “{field}” is not understood; it was left out."),
            ));
        }
        value
    }

    /// A list of texts, or one text. Entries that are no texts are left out, those that are too long cut, with doubt.
    pub(crate) fn list(&mut self, field: &'static str, longest: usize) -> Vec<String> {
        let row = self.row;
        let Some(Value::Array(values)) = row.fields.get(field) else {
            return self.text(field, longest).into_iter().collect();
        };
        let left_out = values.iter().filter(|value| !value.is_string() && !value.is_null()).count();
        if left_out > 0 {
            self.doubt(FieldError::new(
                field,
                "entries_left_out",
                format!("Số mục của “{field}” không phải là chữ: {left_out}; đã bỏ qua."),
                format!("Entries of “{field}” that are no texts: {left_out}; they were left out."),
            ));
        }
        self.shortened(field, longest, values.iter().filter_map(Value::as_str))
    }

    /// A list of texts, or one text with commas, semicolons or bars between them.
    pub(crate) fn separated(&mut self, field: &'static str, longest: usize) -> Vec<String> {
        if matches!(self.row.fields.get(field), Some(Value::Array(_))) {
            return self.list(field, longest);
        }
        let text = self.text(field, 5000).unwrap_or_default();
        self.shortened(field, longest, text.split([',', ';', '|', '\n']))
    }

    /// The entries that say something, in normal form; those that are too long are cut, with doubt.
    fn shortened<'b>(
        &mut self,
        field: &'static str,
        longest: usize,
        entries: impl Iterator<Item = &'b str>,
    ) -> Vec<String> {
        let entries = entries.map(|entry| sanviec_text::nfc(entry).trim().to_owned());
        let mut entries: Vec<String> = entries.filter(|entry| !entry.is_empty()).collect();
        let mut cut = 0;
        for entry in &mut entries {
            let end = entry.char_indices().nth(longest).map(|(end, _)| end);
            if let Some(end) = end {
                entry.truncate(end);
                cut += 1;
            }
        }
        if cut > 0 {
            self.doubt(FieldError::new(
                field,
                "entries_cut",
                format!("Số mục của “{field}” dài hơn {longest} ký tự: {cut}; phần cuối đã bị cắt."),
                format!("Entries of “{field}” of more than {longest} characters: {cut}; their ends were cut off."),
            ));
        }
        entries
    }

    /// Doubts a list of which only the first `most` are taken.
    pub(crate) fn doubt_beyond(&mut self, field: &'static str, found: usize, most: usize) {
        if found > most {
            self.doubt(FieldError::new(
                field,
                "too_many",
                format!("“{field}” có {found} mục; chỉ lấy {most} mục đầu."),
                format!("“{field}” has {found} entries; only the first {most} were taken."),
            ));
        }
    }
}
