//! Checks of a posting before it is shown, and the shape of what checks find anywhere: each finding names its field,
//! its rule and what to do, in both languages. Decides nothing: who may publish despite a warning is the use case's
//! business.

mod facts;
mod finding;
mod numbers;
mod phrase;
mod scan;
mod sexes;
#[cfg(test)]
mod tests;
mod texts;
mod wording;

pub use finding::{Finding, Severity};
pub use numbers::{Circumstances, Region, WageFloors};

use crate::posting::Content;

impl Content {
    /// Everything found, refusals first, then warnings, then notes; within one severity in the order of the form.
    pub fn check(&self, around: &Circumstances) -> Vec<Finding> {
        let mut findings = facts::check(self, around);
        findings.extend(numbers::check(self, around));
        findings.extend(texts::check(self));
        findings.sort_by_key(|finding| finding.severity);
        findings
    }
}

/// Whether nothing found forbids publishing.
pub fn may_publish(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Refuse)
}

/// The first telephone number, e-mail address or messenger account in a text that others will read.
pub(crate) fn contact_in(text: &str) -> Option<String> {
    texts::contact_in(text)
}
