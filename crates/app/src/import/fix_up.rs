//! Files that an import gives back: the verdict of every row, and the refused rows to be mended and imported again.

use super::fields::KNOWN;
use super::read::REQUIRED;
use super::report::{Report, RowReport, Verdict};
use crate::download::RISKY;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// In which form refused rows are given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixUp {
    /// One object a line.
    JsonLines,
    /// A table that spreadsheet programs open.
    Csv,
}

impl FixUp {
    /// The form of a file that goes to `to`. Its name decides, for an import tells the kind of a file by it; where the
    /// name does not say, it is that of the file that was sent, of a spreadsheet a table. `None` for a spreadsheet's
    /// name: none is written.
    #[must_use]
    pub fn of(to: &Path, sent: &Path) -> Option<Self> {
        let ending =
            |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_json = |ending: &str| matches!(ending, "jsonl" | "ndjson" | "json");
        match ending(to).as_str() {
            "xlsx" => None,
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            named if is_json(named) || is_json(&ending(sent)) => Some(Self::JsonLines),
            _ => Some(Self::Csv),
        }
    }
}

/// One line of JSON for each row: line, id, verdict, reasons in both languages.
pub fn write_verdicts(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for row in &report.rows {
        serde_json::to_writer(&mut *out, &verdict(row))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn verdict(row: &RowReport) -> Value {
    let reasons: Vec<Value> = row
        .reasons
        .iter()
        .map(|reason| {
            json!({
                "field": reason.field, "code": reason.code, "vi": reason.vi, "en": reason.en,
                "suggestions": reason.suggestions,
            })
        })
        .collect();
    json!({
        "line": row.line, "id": row.source_id, "verdict": row.verdict.code(), "effect": row.effect.code(), "reasons": reasons,
    })
}

/// The refused rows as they were read, each with its line and its reasons in fields that the next import ignores. What
/// could not be read as fields comes back as the text that stands in the file, in `_text`.
pub fn write_fix_up(report: &Report, form: FixUp, out: &mut impl Write) -> io::Result<()> {
    let rows = report.rows.iter().filter(|row| row.verdict == Verdict::Refused).map(returned);
    match form {
        FixUp::JsonLines => {
            for fields in rows {
                serde_json::to_writer(&mut *out, &Value::Object(fields))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        FixUp::Csv => write_table(&rows.collect::<Vec<_>>(), out),
    }
}

fn returned(row: &RowReport) -> Map<String, Value> {
    let mut fields: Map<String, Value> = row.row.iter().flat_map(|row| row.fields.clone()).collect();
    let reasons: Vec<String> = row.reasons.iter().map(|reason| format!("{}: {}", reason.field, reason.vi)).collect();
    fields.extend(row.text.iter().map(|text| ("_text".to_owned(), json!(text))));
    fields.insert("_line".into(), json!(row.line));
    fields.insert("_reasons".into(), json!(reasons));
    fields
}

fn write_table(rows: &[Map<String, Value>], out: &mut impl Write) -> io::Result<()> {
    let columns = columns(rows);
    // A mark of the encoding, without which spreadsheet programs guess another one.
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(&columns)?;
    for row in rows {
        table.write_record(columns.iter().map(|name| row.get(*name).map(cell).unwrap_or_default()))?;
    }
    table.flush()
}

/// The columns that an import needs and those that any row fills: first what the import reads, in its order, then what
/// it does not, then what is told of the rows.
fn columns(rows: &[Map<String, Value>]) -> Vec<&str> {
    let is_filled = |name: &str| rows.iter().any(|row| row.contains_key(name));
    let known = KNOWN.into_iter().filter(|name| REQUIRED.contains(name) || is_filled(name));
    let (told, read): (Vec<&str>, Vec<&str>) = known.partition(|name| name.starts_with('_'));
    let others: BTreeSet<&str> = rows.iter().flat_map(Map::keys).map(String::as_str).collect();
    let others = others.into_iter().filter(|name| !KNOWN.contains(name));
    read.into_iter().chain(others).chain(told).collect()
}

/// A value as a cell that no spreadsheet program takes for a formula. The import takes the mark off again.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    if text.starts_with(RISKY) { format!("'{text}") } else { text }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_one_that_the_name_promises_or_else_that_of_the_sent_file() {
        let form = |to: &str, sent: &str| FixUp::of(Path::new(to), Path::new(sent));
        for sent in ["a.csv", "a.XLSX"] {
            assert_eq!(form("again", sent), Some(FixUp::Csv), "{sent}");
            assert_eq!(form("again.CSV", sent), Some(FixUp::Csv), "{sent}");
            assert_eq!(form("again.jsonl", sent), Some(FixUp::JsonLines), "{sent}");
            assert_eq!(form("again.xlsx", sent), None, "{sent}");
        }
        assert_eq!(form("again.txt", "a.jsonl"), Some(FixUp::Csv), "an import reads it as a table");
        assert_eq!(form("again", "a.ndjson"), Some(FixUp::JsonLines));
        assert_eq!(form("again.csv", "a.jsonl"), Some(FixUp::Csv));
    }
}
