//! The real program told of a folder that is not there: no new exchange is made of a slip, and no check is passed.

#[path = "program/command.rs"]
mod command;

use command::command;
use std::path::Path;
use std::process::Output;

fn run(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().expect("run")
}

#[test]
fn what_works_with_an_exchange_refuses_a_folder_without_one_and_makes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("mistyped");
    let out = folder.path().join("out");
    let file = out.to_str().expect("text");
    let commands: [&[&str]; 14] = [
        &["audit", "verify"],
        &["audit", "heads"],
        &["audit", "export", file],
        &["evidence", "export", "2026", file],
        &["exclusions", "export", "--programme", "stable-employment"],
        &["db", "status"],
        &["db", "backup", file],
        &["db", "verify"],
        &["keys", "reseal"],
        &["keys", "retire", "1"],
        &["user", "centres"],
        &["user", "add-centre", "Trung tâm Gia Lai", "--province", "52"],
        &["reindex"],
        &["doctor"],
    ];
    for args in commands {
        let output = run(&data, args);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("there is no database") && said.contains("không có cơ sở dữ liệu"), "{args:?}: {said}");
        assert!(said.contains("--data") && said.contains("sanviec init"), "{args:?}: {said}");
        assert!(!data.exists() && !out.exists(), "{args:?}");
    }
    assert!(run(&data, &["init"]).status.success());
    for args in [&["audit", "verify"][..], &["db", "status"], &["db", "verify"], &["user", "centres"]] {
        assert!(run(&data, args).status.success(), "{args:?}");
    }
}

#[test]
fn ends_to_compare_with_that_a_file_does_not_hold_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    assert!(run(&data, &["init"]).status.success());
    let known = folder.path().join("known");
    std::fs::write(&known, "\n").expect("written");
    let output = run(&data, &["audit", "verify", "--known", known.to_str().expect("text")]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && said.contains("sanviec audit heads"), "{said}");
}
