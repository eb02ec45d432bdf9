//! The API against its own `OpenAPI` document, by schemathesis from `PyPI`: no server error, no answer that is not as
//! written.

use crate::report::Report;
use crate::rust::runs;
use crate::server::Server;
use crate::tools::python_packages;
use std::process::Command;

const SCHEMATHESIS: &str = "schemathesis==4.32.5";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance";

pub(crate) fn schemathesis(report: &mut Report) {
    report.part("contract");
    let folder = match python_packages("schemathesis", &[SCHEMATHESIS]) {
        Ok(folder) => folder,
        Err(why) => return report.skipped(format!("contract of the API: {why}")),
    };
    let server = match Server::start("300") {
        Ok(server) => server,
        Err(why) => return report.failed(format!("contract of the API: {why}")),
    };
    let mut command = Command::new(folder.join("bin/schemathesis"));
    command.arg("run").arg(format!("{}/api/v1/openapi.json", server.url()));
    command.args([
        "--checks",
        CHECKS,
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        "30",
        "--seed",
        "2026",
    ]);
    command.args(["--no-color", "--request-timeout", "20"]).current_dir(std::env::temp_dir());
    report.check(runs(&mut command), "contract of the API (schemathesis)");
}
