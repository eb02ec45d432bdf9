//! The real program and its settings: what `config check` lets pass, a server can be started with.

#[path = "program/command.rs"]
mod command;

use command::command;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

fn run(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().expect("run")
}

/// How a check ended, and what it said was wrong.
fn checked(data: &Path, settings: &str) -> (bool, String) {
    std::fs::write(data.join("sanviec.toml"), settings).expect("a file");
    let output = run(data, &["config", "check"]);
    (output.status.success(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn what_a_server_refuses_is_refused_by_the_check() {
    let folder = tempfile::tempdir().expect("a folder");
    for (settings, named) in [
        ("[mail]\nhost = \"x\"", "mail.from"),
        ("[mail]\nhost = \"x\"\nfrom = \"a@x.vn\"\nuser = \"a\"", "password_file"),
        ("[mail]\ntexts = \"/not/there\"", "mail.texts: /not/there"),
        ("[[identity_providers]]\nname = \"a\"", "identity_providers"),
        ("public_url = \"ftp://x\"", "public_url"),
        ("[log]\nlevel = \"==\"", "log.level"),
        ("[limits]\nrequest_seconds = 0", "request_seconds"),
    ] {
        let (passed, error) = checked(folder.path(), settings);
        assert!(!passed && error.contains(named), "{settings}: {error}");
    }
    let good = "public_url = \"https://x.vn/\"\n[mail]\nhost = \"x\"\nfrom = \"a@x.vn\"";
    assert_eq!(checked(folder.path(), good), (true, String::new()));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing was made");
}

#[test]
fn a_key_file_is_missed_only_by_a_database_that_has_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let elsewhere = format!("keys_file = \"{}\"", data.join("elsewhere").display());
    assert_eq!(checked(data, &elsewhere), (true, String::new()), "the first start makes it");
    assert!(run(data, &["init"]).status.success());
    assert_eq!(checked(data, &elsewhere), (true, String::new()), "nothing is sealed with it");
    assert!(run(data, &["user", "centres"]).status.success(), "the database knows its keys from here on");
    std::fs::rename(data.join("elsewhere"), data.join("away")).expect("moved");
    let (passed, error) = checked(data, &elsewhere);
    assert!(!passed && error.contains("elsewhere"), "{error}");
    assert!(!data.join("elsewhere").exists(), "none is made up");
    std::fs::write(data.join("elsewhere"), "no key").expect("a file");
    std::fs::set_permissions(data.join("elsewhere"), std::fs::Permissions::from_mode(0o644)).expect("rights");
    let (passed, error) = checked(data, &elsewhere);
    assert!(!passed && error.contains("chmod 600"), "{error}");
    std::fs::rename(data.join("away"), data.join("elsewhere")).expect("moved");
    assert_eq!(checked(data, &elsewhere), (true, String::new()));
}
