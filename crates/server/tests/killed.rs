//! The real program, killed in the middle of an import: whole batches are there, and the same command finishes the
//! work.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Rows of the file, and of one batch of an import.
const ROWS: u64 = 6000;
const BATCH: u64 = 500;
/// Growth of the log of the database after which an import is killed, in bytes: from its first batch to its last ones.
const KILLED_AFTER: [u64; 6] = [1, 400_000, 1_000_000, 2_000_000, 3_000_000, 4_000_000];

#[test]
fn an_import_killed_in_the_middle_leaves_whole_batches_and_is_finished_by_running_it_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("adverts.jsonl");
    std::fs::write(&file, adverts()).expect("a file");
    let mut in_the_middle = 0;
    for bytes in KILLED_AFTER {
        let data = folder.path().join(format!("killed-after-{bytes}"));
        kill_import(&data, &file, bytes);
        let again = import(&data, &file);
        let kept = again["verdicts"]["unchanged"].as_u64().expect("a count");
        assert_eq!(kept % BATCH, 0, "{again}");
        assert_eq!(again["written"], ROWS - kept, "{again}");
        in_the_middle += u64::from(kept > 0 && kept < ROWS);
        let once_more = import(&data, &file);
        assert_eq!((&once_more["written"], &once_more["verdicts"]["unchanged"]), (&0.into(), &ROWS.into()));
        let verified = sanviec(&data).args(["db", "verify"]).stdout(Stdio::null()).status().expect("run");
        assert!(verified.success());
    }
    assert!(in_the_middle > 0, "no import was killed in its middle: this run shows nothing");
}

fn adverts() -> String {
    let mut lines = String::new();
    for number in 0..ROWS {
        let employer = number % 300;
        writeln!(
            lines,
            r#"{{"id":"{number}","title":"Thợ hàn số {number}","company":"Xưởng cơ khí {employer}","location":"Quận 7, TPHCM"}}"#
        )
        .expect("a text takes everything");
    }
    lines
}

fn sanviec(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanviec"));
    command.arg("--data").arg(data).stdin(Stdio::null()).stderr(Stdio::null());
    for name in ["SANVIEC_DATA", "SANVIEC_DATABASE", "SANVIEC_LISTEN"] {
        command.env_remove(name);
    }
    command
}

fn import_command(data: &Path, file: &Path) -> Command {
    let mut command = sanviec(data);
    command.args(["import", "postings", "--source", "board", "--json"]).arg(file);
    command
}

/// Kills an import as soon as its database has grown so much; one that is faster has ended by itself.
fn kill_import(data: &Path, file: &Path, bytes: u64) {
    let created = sanviec(data).arg("db").arg("migrate").stdout(Stdio::null()).status().expect("run");
    assert!(created.success());
    let written = || {
        let size = |name: &str| std::fs::metadata(data.join(name)).map_or(0, |about| about.len());
        size("sanviec.db") + size("sanviec.db-wal")
    };
    let before = written();
    let mut child = import_command(data, file).stdout(Stdio::null()).spawn().expect("run");
    while child.try_wait().expect("a child").is_none() {
        if written() >= before + bytes {
            child.kill().expect("a child that runs can be killed");
            child.wait().expect("a child");
            return;
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
}

fn import(data: &Path, file: &Path) -> serde_json::Value {
    let output = import_command(data, file).output().expect("run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).expect("a summary")
}
