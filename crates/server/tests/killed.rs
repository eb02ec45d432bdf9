//! The real program, killed in the middle of an import: whole batches are there, and the same command finishes the
//! work.

#[path = "program/command.rs"]
mod command;

use command::command;
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
    let fresh = folder.path().join("fresh");
    let created = sanviec(&fresh).args(["db", "migrate"]).stdout(Stdio::null()).status().expect("run");
    assert!(created.success());
    let one = |bytes: &u64| {
        let data = folder.path().join(format!("killed-after-{bytes}"));
        copy(&fresh, &data);
        killed_and_finished(&data, &file, *bytes)
    };
    let one = &one;
    let (first, last) = KILLED_AFTER.split_at(KILLED_AFTER.len() / 2);
    let in_the_middle: usize = std::thread::scope(|scope| {
        let halves = [first, last].map(|bytes| scope.spawn(move || bytes.iter().filter(|bytes| one(bytes)).count()));
        halves.into_iter().map(|half| half.join().expect("no panic")).sum()
    });
    assert!(in_the_middle > 0, "no import was killed in its middle: this run shows nothing");
}

/// Kills an import and runs it again; whether it was killed in its middle.
fn killed_and_finished(data: &Path, file: &Path, bytes: u64) -> bool {
    kill_import(data, file, bytes);
    let again = import(data, file);
    let kept = again["verdicts"]["unchanged"].as_u64().expect("a count");
    assert_eq!(kept % BATCH, 0, "{again}");
    assert_eq!(again["written"], ROWS - kept, "{again}");
    let once_more = import(data, file);
    assert_eq!((&once_more["written"], &once_more["verdicts"]["unchanged"]), (&0.into(), &ROWS.into()));
    let verified = sanviec(data).args(["db", "verify"]).stdout(Stdio::null()).status().expect("run");
    assert!(verified.success());
    kept > 0 && kept < ROWS
}

/// The folder of a database that nobody has open.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
    }
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
    let mut command = command(data, &[]);
    command.stderr(Stdio::null());
    command
}

fn import_command(data: &Path, file: &Path) -> Command {
    let mut command = sanviec(data);
    command.args(["import", "postings", "--source", "board", "--json"]).arg(file);
    command
}

/// Kills an import as soon as its database has grown so much; one that is faster has ended by itself.
fn kill_import(data: &Path, file: &Path, bytes: u64) {
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
