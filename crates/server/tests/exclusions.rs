//! The real program on a terminal: two installations that share a secret, and one that has another.

#[path = "program/command.rs"]
mod command;

use command::command;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

fn run(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().expect("run")
}

/// What a command that ends well says.
fn said(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Why a command ends badly.
fn refused(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    assert!(!output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("text")
}

fn set_up(data: &Path, installation: &str, key: &str) {
    let file = data.join("shared");
    std::fs::write(&file, key).expect("written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("mode");
    let settings = format!("[exclusions]\ninstallation = \"{installation}\"\nkey_file = \"{}\"\n", file.display());
    std::fs::write(data.join("sanviec.toml"), settings).expect("written");
}

#[test]
fn a_list_goes_from_one_installation_to_another_that_has_its_secret() {
    let folder = || tempfile::tempdir().expect("a folder");
    let (here, there) = (folder(), folder());
    let (here, there) = (here.path(), there.path());
    let key = said(here, &["exclusions", "key"]);
    assert!(refused(here, &["exclusions", "export", "--programme", "stable-employment"]).contains("no database"));
    for data in [here, there] {
        said(data, &["init"]);
    }
    assert!(key.trim_end().len() == 64 && key != said(here, &["exclusions", "key"]), "{key}");
    assert!(refused(here, &["exclusions", "export", "--programme", "stable-employment"]).contains("key_file"));
    set_up(here, "gia-lai", &key);
    set_up(there, "dak-lak", &key);
    said(here, &["config", "check"]);
    assert!(!said(here, &["config", "show"]).contains(key.trim_end()), "the secret is not shown");
    let list = said(here, &["exclusions", "export", "--programme", "stable-employment"]);
    assert_eq!(list.lines().count(), 2, "nobody is held: {list}");
    assert!(refused(here, &["exclusions", "export", "--programme", "stable"]).contains("stable-employment"));
    let file = there.join("list.jsonl");
    let file = file.to_str().expect("text");
    said(here, &["exclusions", "export", "--programme", "stable-employment", "--out", file]);
    assert_eq!(std::fs::metadata(file).expect("a file").permissions().mode() & 0o777, 0o600);
    refused(here, &["exclusions", "export", "--programme", "stable-employment", "--out", file]);
    let taken = said(there, &["exclusions", "import", file]);
    assert!(taken.starts_with("gia-lai, stable-employment: 0"), "{taken}");
    assert!(refused(here, &["exclusions", "import", file]).contains("gia-lai"), "its own");
    set_up(there, "dak-lak", &said(there, &["exclusions", "key"]));
    assert!(refused(there, &["exclusions", "import", file]).contains("another shared key"));
    std::fs::set_permissions(there.join("shared"), std::fs::Permissions::from_mode(0o644)).expect("mode");
    assert!(refused(there, &["config", "check"]).contains("chmod 600"));
    set_up(there, "Dak Lak", &key);
    assert!(refused(there, &["config", "check"]).contains("exclusions.installation"));
}
