//! What a command found that looks and changes nothing: one line for each thing, which says what to do.

use crate::Failure;
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Grade {
    Ok,
    Warning,
    Error,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) what: &'static str,
    pub(super) grade: Grade,
    pub(super) vi: String,
    pub(super) en: String,
}

impl Finding {
    pub(super) fn new(what: &'static str, grade: Grade, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { what, grade, vi: vi.into(), en: en.into() }
    }
}

/// Prints them, in words or as JSON Lines.
pub(super) fn print(findings: &[Finding], json: bool) -> Result<(), Failure> {
    for finding in findings {
        if json {
            println!("{}", serde_json::to_string(finding)?);
        } else {
            let Finding { what, grade, vi, en } = finding;
            println!("{:7}  {what}: {vi} / {en}", format!("{grade:?}").to_lowercase());
        }
    }
    Ok(())
}

/// Whether any is so bad.
pub(super) fn is_any(findings: &[Finding], grade: Grade) -> bool {
    findings.iter().any(|finding| finding.grade == grade)
}
