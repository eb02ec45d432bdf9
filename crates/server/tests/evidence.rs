//! The real program over a file of evidence: from the file to the rule, without a database and without a folder.

use sanviec_app::placements::Kept;
use sanviec_domain::placement::{evaluate, read_case};
use sanviec_domain::posting::PostingCode;
use serde_json::json;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use uuid::Uuid;

const POLICY: &str = include_str!("../../../config/policies/stable-employment-2022-1.toml");

fn sanviec(words: &[&OsStr], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanviec"));
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("run");
    child.stdin.take().expect("input").write_all(input).expect("written");
    child.wait_with_output().expect("ended")
}

fn words<'w>(file: &'w Path, placement: &'w str) -> [&'w OsStr; 4] {
    [OsStr::new("evidence"), OsStr::new("case"), file.as_os_str(), OsStr::new(placement)]
}

/// The lines that a case is made of, as an export writes them.
fn evidence(id: Uuid) -> String {
    let hash = Kept::read(POLICY).expect("a policy").hash_hex();
    let outcome = json!({"today": 20_000, "known_at": 1_728_000_000_000_000_i64, "policy_hash": hash});
    let lines = [
        json!({"format": "sanviec-evidence", "version": 4}),
        json!({"policy": {"hash": hash, "file": POLICY}}),
        json!({"placement": {
            "id": id.to_string(), "code": PostingCode::of(id).to_string(), "employer_code": "0312687878",
            "placed_on": "2024-09-01", "facts": [], "outcome": outcome,
        }}),
    ];
    lines.map(|line| format!("{line}\n")).concat()
}

#[test]
fn the_case_of_a_placement_goes_from_its_evidence_to_the_rule() {
    let (folder, id) = (tempfile::tempdir().expect("a folder"), Uuid::from_u128(7));
    let file = folder.path().join("evidence.jsonl");
    std::fs::write(&file, evidence(id)).expect("a file");
    let (code, other) = (PostingCode::of(id).to_string(), PostingCode::of(Uuid::from_u128(8)).to_string());
    let case = sanviec(&words(&file, &code), b"");
    assert!(case.status.success(), "{}", String::from_utf8_lossy(&case.stderr));
    let again = sanviec(&[OsStr::new("rule"), OsStr::new("evaluate")], &case.stdout);
    let line = case.stdout.strip_suffix(b"\n").expect("a line");
    let outcome = evaluate(&read_case(line).expect("a case")).to_json();
    assert!(outcome.starts_with(&format!("{{\"id\":\"{code}\"")), "{outcome}");
    assert_eq!(String::from_utf8_lossy(&again.stdout), format!("{outcome}\n"));
    let refused = sanviec(&words(&file, &other), b"");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(1) && refused.stdout.is_empty(), "{said}");
    assert!(said.contains("tệp không có hồ sơ theo dõi việc làm này / the file has no such placement"), "{said}");
}
