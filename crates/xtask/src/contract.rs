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
    let check = |head: Option<&str>, phases: &str, examples: &str| {
        let mut command = Command::new(folder.join("bin/schemathesis"));
        command.arg("run").arg(format!("{}/api/v1/openapi.json", server.url()));
        command.args(["--checks", CHECKS, "--phases", phases, "--max-examples", examples, "--seed", "2026"]);
        if let Some(head) = head {
            command.args(["--header", head]);
        }
        command.args(["--no-color", "--request-timeout", "20"]).current_dir(std::env::temp_dir());
        runs(&mut command)
    };
    report.check(check(None, "examples,coverage,fuzzing", "30"), "contract of the API (schemathesis)");
    // Signed in as each role the same document must hold: a cookie shows more to people, never another shape.
    match server.sign_in_all() {
        Ok(signed) if !signed.is_empty() => {
            for (role, cookie) in &signed {
                let held = check(Some(&format!("Cookie: {cookie}")), "examples,fuzzing", "5");
                report.check(held, &format!("contract of the API as {role} (schemathesis)"));
            }
            let administrator = signed.iter().find(|(role, _)| role == "employer_administrator");
            for scope in ["write", "placements_record"] {
                match administrator.map(|(_, cookie)| crate::sign_in::program_key(server.url(), cookie, scope)) {
                    Some(Ok(key)) => {
                        let head = format!("Authorization: Bearer {key}");
                        let held = check(Some(&head), "examples,coverage,fuzzing,stateful", "10");
                        report.check(held, &format!("contract of the API as a program ({scope}, schemathesis)"));
                    }
                    Some(Err(why)) => report.failed(format!("contract of the API as a program: {why}")),
                    None => report.failed("contract of the API as a program: no trial administrator"),
                }
            }
        }
        Ok(_) => report.failed("contract of the API as each role: the demo has no trial people"),
        Err(why) => report.failed(format!("contract of the API as each role: {why}")),
    }
}
