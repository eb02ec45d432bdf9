//! The real program on a terminal: what it refuses is said in both languages, with what was typed or the file.

#[path = "program/command.rs"]
mod command;

use command::command;
use std::path::Path;

fn sanviec(data: &Path, args: &[&str]) -> (bool, String) {
    let output = command(data, args).output().expect("run");
    (output.status.success(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn what_is_refused_is_named_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    for args in [["init"].as_slice(), &["user", "add", "a@x.vn"]] {
        let (done, error) = sanviec(data, args);
        assert!(done, "{args:?}: {error}");
    }
    let heads = data.join("no-heads");
    std::fs::write(&heads, "127.0.0.1 localhost\n").expect("a file");
    let heads = heads.to_str().expect("text");
    let nobody = "00000000-0000-0000-0000-000000000000";
    let refused: [(&[&str], [&str; 3]); 15] = [
        (&["user", "add", "x"], ["x: ", "Nhập số di động", "Enter a Vietnamese mobile number"]),
        (&["user", "add", "a@x.vn"], ["a@x.vn: ", "đã có tài khoản", "has this address already"]),
        (&["user", "add", "b@x.vn", "--role", "boss"], ["--role boss", "không có vai trò", "no such role"]),
        (&["user", "add", "b@x.vn", "--role", "officer"], ["--centre ID", "vai trò này cần", "this role needs"]),
        (
            &["user", "add", "b@x.vn", "--role", "officer", "--centre", nobody],
            [nobody, "không có trung tâm", "no such centre"],
        ),
        (
            &["user", "add", "b@x.vn", "--role", "employer_member", "--employer", "zzz"],
            ["--employer zzz", "không có nhà tuyển dụng", "no employer has this code"],
        ),
        (&["user", "disable", "b@x.vn"], ["b@x.vn: ", "không có tài khoản", "no account has this address"]),
        (&["user", "reset-2fa", "b@x.vn"], ["b@x.vn: ", "không có tài khoản", "no account has this address"]),
        (&["evidence", "export", "zzz", "out"], ["zzz: ", "không có việc làm", "there is no placement"]),
        (&["audit", "verify", "--known", heads], [heads, "Tệp không phải do", "The file is none that"]),
        (&["audit", "verify", "--known", "/not/there"], ["/not/there: ", "", ""]),
        (&["healthcheck", "--listen", "127.0.0.1:1"], ["127.0.0.1:1: ", "không có máy chủ", "no server answers"]),
        (&["db", "restore", "/not/there"], ["/not/there: ", "không đọc", "could not be read"]),
        (&["db", "restore", heads], [heads, "bản sao này không dùng được", "the archive cannot be used"]),
        (&["import", "postings", "/not/there.csv"], ["/not/there.csv: ", "Không đọc được tệp", "No such file"]),
    ];
    for (args, words) in refused {
        let (done, error) = sanviec(data, args);
        assert!(!done && words.iter().all(|word| error.contains(word)), "{args:?}: {error}");
        assert!(!error.contains("the exchange failed"), "{args:?}: {error}");
    }
    let copy = data.join("copy");
    let copy = copy.to_str().expect("text");
    assert!(sanviec(data, &["db", "backup", copy]).0);
    let (done, error) = sanviec(data, &["db", "restore", copy]);
    assert!(!done && error.contains(copy) && error.contains("trống") && error.contains("empty database"), "{error}");
    std::fs::write(data.join("sanviec.toml"), "[log]\nformat = \"xml\"").expect("a file");
    let (done, error) = sanviec(data, &["config", "check"]);
    assert!(!done && error.contains("log.format") && error.contains("phải là text hoặc json"), "{error}");
}
