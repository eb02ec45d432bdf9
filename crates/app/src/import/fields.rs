//! The fields of a row, taken one by one: trimmed, in normal form, within their length, refused or doubted by name.

use super::rows::Row;
use crate::error::FieldError;
use serde_json::Value;

/// Fields that are read. Others are reported, never silently dropped.
pub(crate) const KNOWN: [&str; 33] = [
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
    "_line",
    "_reasons",
    "_text",
];

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
            Value::String(text) => sanviec_text::nfc(text).trim().to_owned(),
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

    /// A list of texts, or one text.
    pub(crate) fn list(&mut self, field: &'static str, longest: usize) -> Vec<String> {
        match self.row.fields.get(field) {
            Some(Value::Array(values)) => {
                let texts =
                    values.iter().filter_map(Value::as_str).map(|text| sanviec_text::nfc(text).trim().to_owned());
                texts.filter(|text| !text.is_empty()).map(|text| text.chars().take(longest).collect()).collect()
            }
            _ => self.text(field, longest).into_iter().collect(),
        }
    }

    /// A list of texts, or one text with commas, semicolons or bars between them.
    pub(crate) fn separated(&mut self, field: &'static str, longest: usize) -> Vec<String> {
        let listed = matches!(self.row.fields.get(field), Some(Value::Array(_)));
        let texts = self.list(field, if listed { longest } else { 5000 });
        if listed {
            return texts;
        }
        let split = texts.iter().flat_map(|text| text.split([',', ';', '|', '\n']));
        split
            .map(|part| part.trim().chars().take(longest).collect::<String>())
            .filter(|part| !part.is_empty())
            .collect()
    }
}
