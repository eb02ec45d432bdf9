//! The real program takes in a file: what it was given is never lost, and what it says is so.

#[path = "program/command.rs"]
mod command;

use command::command;
use std::path::Path;
use std::process::Output;

const ROWS: &str = "{\"id\":\"1\",\"title\":\"Thợ hàn\",\"company\":\"Xưởng Năm\"}\n{\"id\":\"2\"}\n{oops\n";

fn import(folder: &Path, args: &[&str]) -> Output {
    let words = [&["import", "postings", "a.jsonl"][..], args].concat();
    command(Path::new("data"), &words).current_dir(folder).output().expect("run")
}

fn told(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_file_is_never_written_over_by_what_is_told_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let file = folder.join("a.jsonl");
    std::fs::write(&file, ROWS).expect("a file");
    std::os::unix::fs::symlink(&file, folder.join("b.jsonl")).expect("a link");
    std::fs::hard_link(&file, folder.join("c.jsonl")).expect("a link");
    let absolute = file.to_str().expect("text");
    let refused: [(&[&str], [&str; 2]); 6] = [
        (&["--fix-up", "a.jsonl", "--dry-run"], ["--fix-up: ", "FILE"]),
        (&["--verdicts", "./a.jsonl"], ["--verdicts: ", "FILE"]),
        (&["--fix-up", absolute], ["--fix-up: ", "FILE"]),
        (&["--fix-up", "b.jsonl"], ["--fix-up: ", "FILE"]),
        (&["--verdicts", "c.jsonl"], ["--verdicts: ", "FILE"]),
        (&["--verdicts", "new.jsonl", "--fix-up", "data/../new.jsonl"], ["--fix-up: ", "--verdicts"]),
    ];
    for (args, names) in refused {
        std::fs::create_dir_all(folder.join("data")).expect("a folder");
        let output = import(folder, args);
        let (_, error) = told(&output);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {error}");
        assert!(names.iter().all(|name| error.contains(name)), "{args:?}: {error}");
        assert_eq!(std::fs::read_to_string(&file).expect("a file"), ROWS, "{args:?}");
        assert!(!folder.join("data/sanviec.db").exists() && !folder.join("new.jsonl").exists(), "{args:?}");
    }
    let output = import(folder, &["--fix-up", "again.jsonl", "--verdicts", "v.jsonl"]);
    assert_eq!(output.status.code(), Some(3), "{:?}", told(&output));
    let lines = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file").lines().count();
    assert_eq!((lines("again.jsonl"), lines("v.jsonl")), (2, 3));
}

#[test]
fn what_cannot_be_written_or_named_is_said_before_anything_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::write(folder.join("a.jsonl"), ROWS).expect("a file");
    let refused: [(&[&str], [&str; 2]); 4] = [
        (&["--verdicts", "none/v.jsonl"], ["--verdicts: ", "none/v.jsonl"]),
        (&["--fix-up", "none/again.jsonl"], ["--fix-up: ", "none/again.jsonl"]),
        (&["--source", ""], ["--source: ", "the name of the source is empty"]),
        (&["--source", " ", "--complete"], ["--source: ", "tên nguồn để trống"]),
    ];
    for (args, names) in refused {
        let output = import(folder, args);
        let (_, error) = told(&output);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {error}");
        assert!(names.iter().all(|name| error.contains(name)), "{args:?}: {error}");
    }
    let counted: serde_json::Value =
        serde_json::from_slice(&import(folder, &["--json"]).stdout).expect("what was counted");
    assert_eq!(counted["verdicts"]["taken"], 1, "nothing was there before: {counted}");
    let names: Vec<_> = std::fs::read_dir(folder).expect("a folder").collect();
    assert_eq!(names.len(), 2, "the file and the data: {names:?}");
}

#[test]
fn a_report_says_what_would_be_written_and_names_rows_that_want_a_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let advert =
        |id: usize| format!("{{\"id\":\"{id}\",\"title\":\"Thợ hàn\",\"company\":\"X\",\"salary\":\"một ít\"}}\n");
    let rows: String = (1..=23).map(advert).chain((24..=45).map(|id| format!("{{\"id\":\"{id}\"}}\n"))).collect();
    std::fs::write(folder.join("a.jsonl"), rows).expect("a file");
    let json = |args: &[&str]| -> serde_json::Value {
        serde_json::from_slice(&import(folder, args).stdout).expect("what was counted")
    };
    let dry = json(&["--dry-run", "--json"]);
    assert_eq!((&dry["written"], &dry["would_be_written"]), (&0.into(), &23.into()), "{dry}");
    let (table, _) = told(&import(folder, &["--dry-run"]));
    assert!(table.contains("would be written: 23\n") && !table.contains(" / written: "), "{table}");
    let (table, _) = told(&import(folder, &[]));
    assert!(table.contains("Đã ghi / written: 23\n"), "{table}");
    for line in [1, 20, 24, 43] {
        assert!(table.contains(&format!("dòng / line {line}: ")), "{line}: {table}");
    }
    for (line, more) in [(21, "and 3 more"), (44, "and 2 more")] {
        assert!(!table.contains(&format!("dòng / line {line}: ")) && table.contains(more), "{line}: {table}");
    }
    let done = json(&["--json"]);
    assert_eq!((&done["written"], &done["would_be_written"]), (&0.into(), &0.into()), "{done}");
}
