//! What is wrong with a profile, and what should be asked: texts and lists within limits, codes and days that can be,
//! what does not fit together. Rules of surveys are asked, not enforced: people's lives are more various than forms.
//! Whether a code exists is asked of the reference tables by the use case, not here.

mod facts;
mod sense;

use super::content::Content;
use crate::checks::{Finding, Severity};
use chrono::NaiveDate;

impl Content {
    /// Everything found, refusals first; within one severity in the order of the form. A refusal means that the
    /// profile cannot be kept as it is; a warning is asked back.
    pub fn check(&self, today: NaiveDate) -> Vec<Finding> {
        let mut findings = facts::check(self, today);
        findings.extend(sense::check(self, today));
        findings.sort_by_key(|finding| finding.severity);
        findings
    }
}

fn finding(
    severity: Severity,
    code: &'static str,
    field: super::Field,
    vi: impl Into<String>,
    en: impl Into<String>,
) -> Finding {
    Finding { severity, code, field: field.code(), quote: String::new(), citation: "", vi: vi.into(), en: en.into() }
}
