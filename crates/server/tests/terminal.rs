//! The real program on a terminal: what it does when nobody reads on.

use std::process::{Command, Stdio};

#[test]
fn a_document_that_nobody_reads_to_its_end_is_no_failure() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let run = Command::new(env!("CARGO_BIN_EXE_sanviec")).arg("openapi").stdin(Stdio::null()).stdout(writer).output();
    let output = run.expect("run");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
