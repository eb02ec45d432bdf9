//! Files that an import gives back: the verdict of every row, and the refused rows to be mended and imported again.

use super::report::{Report, RowReport, Verdict};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

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
pub fn write_fix_up(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for row in report.rows.iter().filter(|row| row.verdict == Verdict::Refused) {
        let mut fields: Map<String, Value> = row.row.iter().flat_map(|row| row.fields.clone()).collect();
        let reasons: Vec<String> =
            row.reasons.iter().map(|reason| format!("{}: {}", reason.field, reason.vi)).collect();
        fields.extend(row.text.iter().map(|text| ("_text".to_owned(), json!(text))));
        fields.insert("_line".into(), json!(row.line));
        fields.insert("_reasons".into(), json!(reasons));
        serde_json::to_writer(&mut *out, &Value::Object(fields))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
