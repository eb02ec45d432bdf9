//! The real program as the reader of signatures: what goes in, what comes out, and what it may not do.

use sanviec_domain::time::{Micros, parse_date};
use sanviec_signature::testing::{Authority, Method, Shape, Subject, contract, sign};
use sanviec_signature::{Reading, Unreadable, Verdict};
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn run(input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanviec"));
    let command = command.args(["signatures", "read"]).env_clear().current_dir("/");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    let mut pipe = child.stdin.take().expect("an input");
    // One that refuses does not read to the end.
    let _ = pipe.write_all(input);
    drop(pipe);
    child.wait_with_output().expect("ended")
}

fn read(pem: &str, file: &[u8]) -> Reading {
    let length = u32::try_from(pem.len()).expect("short");
    let output = run(&[&length.to_be_bytes(), pem.as_bytes(), file].concat());
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("an answer")
}

#[test]
fn a_signed_file_goes_in_and_verdicts_come_out() {
    let (root, stranger) = (Authority::root("Gốc", (2015, 2045)), Authority::root("Gốc lạ", (2015, 2045)));
    let signer = root.issue(&Subject::default(), Method::RsaPss);
    let at = Micros::start_of(parse_date("05/11/2026").expect("a day"));
    let file = sign(&contract("Contract"), &signer, at, Shape::default());
    for (list, verdict) in [(&root, Verdict::Trusted), (&stranger, Verdict::Untrusted)] {
        let Reading::Signatures(signatures) = read(&list.pem(), &file) else { panic!("read") };
        assert_eq!(signatures.iter().map(|one| one.verdict).collect::<Vec<_>>(), [verdict]);
    }
    assert_eq!(read(&root.pem(), b"no file"), Reading::Unreadable(Unreadable::Damaged));
    for input in [&b""[..], &[0, 0, 0, 9], &[255; 64]] {
        let output = run(input);
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    }
}

#[test]
fn the_reader_is_no_command_for_people() {
    let output = Command::new(env!("CARGO_BIN_EXE_sanviec")).arg("--help").output().expect("help");
    assert!(output.status.success() && !String::from_utf8_lossy(&output.stdout).contains("signatures"));
}
