//! The API against its own `OpenAPI` document, by schemathesis from `PyPI`.

use crate::report::Report;

pub(crate) fn schemathesis(report: &mut Report) {
    report.part("contract");
}
