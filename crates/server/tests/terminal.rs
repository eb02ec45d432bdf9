//! The real program on a terminal: what it does when nobody reads on, and how it ends.

use std::io::Write;
use std::process::{Command, Output, Stdio};

const CASES: &str = include_str!("../../../docs/cases.md");

/// Cases in, answers out.
fn evaluated(lines: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanviec"));
    command.args(["rule", "evaluate"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("run");
    child.stdin.take().expect("input").write_all(lines.as_bytes()).expect("written");
    child.wait_with_output().expect("ended")
}

/// The examples of the document in a line each: a case, and what it comes to.
fn example() -> (String, String) {
    let mut found = CASES.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("an end"));
    let [case, outcome] = [found.next().expect("a case"), found.next().expect("an outcome")];
    let case: serde_json::Value = serde_json::from_str(case).expect("JSON");
    (case.to_string(), outcome.trim().to_owned())
}

#[test]
fn the_case_of_the_document_comes_to_its_outcome() {
    let (case, outcome) = example();
    let output = evaluated(&case);
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).trim()), (Some(0), outcome.as_str()));
}

#[test]
fn a_line_that_is_no_case_is_answered_by_its_error_and_the_run_goes_on() {
    let (case, outcome) = example();
    let output = evaluated(&format!("{{\"id\":\"x\"}}\n{case}\n"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines, ["{\"id\":\"x\",\"error\":\"employer: missing-field\"}", outcome.as_str()]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_nobody_reads_to_its_end_is_no_failure() {
    let policies = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/policies");
    for args in [&["policy", "check", policies][..], &["lookup", "place", "Quận 7"], &["exclusions", "key"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let run = Command::new(env!("CARGO_BIN_EXE_sanviec")).args(args).stdin(Stdio::null()).stdout(writer).output();
        let output = run.expect("run");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{args:?}: {said}");
    }
}

#[test]
fn a_document_that_nobody_reads_to_its_end_is_no_failure() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let run = Command::new(env!("CARGO_BIN_EXE_sanviec")).arg("openapi").stdin(Stdio::null()).stdout(writer).output();
    let output = run.expect("run");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
