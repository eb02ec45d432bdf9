//! The real program and what it writes: nobody but its owner reads it, whatever the umask lets.

#[path = "program/command.rs"]
mod command;

use command::command;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What a command says that does what it should.
fn said(data: &Path, args: &[&str]) -> String {
    let output = command(data, args).output().expect("run");
    // `doctor` warns of what nobody has set here.
    assert!(matches!(output.status.code(), Some(0 | 2)), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn open_to(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("mode");
}

#[test]
fn database_keys_copies_and_exports_are_for_their_owner_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    open_to(folder.path(), 0o755);
    let data = folder.path().join("made/data");
    said(&data, &["init"]);
    assert_eq!(mode(&data), 0o700, "a folder that was made");
    said(&data, &["user", "add-centre", "Trung tâm Gia Lai", "--province", "52"]);
    let named = |name: &str| folder.path().join(name).display().to_string();
    said(&data, &["db", "backup", &named("copy")]);
    said(&data, &["audit", "export", &named("audit")]);
    said(&data, &["evidence", "export", "2026", &named("evidence")]);
    for name in ["made/data/sanviec.db", "made/data/keys", "copy", "audit", "evidence"] {
        assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
    }
    let elsewhere = folder.path().join("elsewhere/exchange.db");
    let url = format!("sqlite://{}", elsewhere.display());
    said(&data, &["--database", &url, "db", "migrate"]);
    assert_eq!((mode(&elsewhere), mode(&folder.path().join("elsewhere"))), (0o600, 0o700));
    assert!(!said(&data, &["doctor"]).contains("chmod 600"));
    // One of an earlier version is left as it is, and told.
    let database = data.join("sanviec.db");
    open_to(&database, 0o644);
    open_to(&data, 0o755);
    let found = said(&data, &["doctor"]);
    assert!(found.contains(&format!("chmod 600 {}", database.display())), "{found}");
    assert_eq!(mode(&database), 0o644);
    open_to(&data, 0o700);
    assert!(!said(&data, &["doctor"]).contains("chmod 600"), "nobody else gets into the folder");
}
