//! The real program, new at an installation that is there: it says whether it can be started, and changes nothing.

#[path = "program/command.rs"]
mod command;

use command::command;
use sanviec_store::testing::{Fresh, as_superuser, each_backend, row_counts};
use sanviec_store::{Settings, Store};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn run(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().expect("run")
}

/// What it found, whether it can be started.
fn checked(data: &Path, more: &[&str]) -> (String, bool) {
    let output = run(data, &[&["upgrade-check"][..], more].concat());
    (String::from_utf8(output.stdout).expect("text"), output.status.success())
}

fn line<'a>(said: &'a str, grade: &str, what: &str) -> &'a str {
    let found = said.lines().find(|line| line.starts_with(grade) && line.contains(&format!("  {what}: ")));
    found.unwrap_or_else(|| panic!("no {grade} of {what}: {said}"))
}

/// Every file below a folder with its bytes, and every folder.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(bytes(&path));
            found.insert(path, None);
        } else {
            let read = std::fs::read(&path).expect("a file");
            found.insert(path, Some(read));
        }
    }
    found
}

/// Starts the server, lets it answer, and ends it as said.
fn served(data: &Path, signal: &str) {
    let mut child = command(data, &["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("run");
    let mut lines = BufReader::new(child.stdout.take().expect("output")).lines().map_while(Result::ok);
    let address = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
    let mut stream = TcpStream::connect(address.expect("an address")).expect("connected");
    stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let rest = std::thread::spawn(move || lines.for_each(drop));
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    child.wait().expect("ended");
    rest.join().expect("read");
}

#[test]
fn a_look_changes_no_byte_of_an_installation_at_rest_or_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (said, is_fine) = checked(&data, &[]);
    assert!(!is_fine && line(&said, "error", "database").contains("no database"), "{said}");
    assert!(!data.exists(), "not even the folder is made");
    assert!(run(&data, &["init"]).status.success());
    served(&data, "-TERM");
    let before = bytes(&data);
    assert!(!before.contains_key(&data.join("sanviec.db-wal")), "a database at rest is one file");
    let (said, is_fine) = checked(&data, &[]);
    assert!(is_fine, "{said}");
    for what in ["settings", "schema", "keys", "disk"] {
        line(&said, "ok", what);
    }
    assert!(line(&said, "warning", "backup").contains("sanviec db backup"));
    assert!(bytes(&data) == before, "nothing was written");
    served(&data, "-KILL");
    let log = data.join("sanviec.db-wal");
    let mut before = bytes(&data);
    assert!(before.contains_key(&log), "what was killed leaves its log");
    let (said, is_fine) = checked(&data, &[]);
    assert!(is_fine, "{said}");
    let mut after = bytes(&data);
    // The index of the log is memory that all who have the database open share; it holds no data.
    let shared = data.join("sanviec.db-shm");
    assert_eq!(before.remove(&shared).is_some(), after.remove(&shared).is_some());
    assert!(after == before, "neither the database nor its log was touched");
}

#[test]
fn what_keeps_a_program_from_being_started_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, settings) = (folder.path(), folder.path().join("sanviec.toml"));
    assert!(run(data, &["init"]).status.success());
    served(data, "-TERM");
    let text = std::fs::read_to_string(&settings).expect("settings");
    std::fs::write(&settings, format!("lisen = \"x\"\n{text}")).expect("written");
    let (said, is_fine) = checked(data, &[]);
    assert!(!is_fine && line(&said, "error", "settings").contains("lisen"), "{said}");
    std::fs::write(&settings, text).expect("written");
    let keys = std::fs::read(data.join("keys")).expect("keys");
    std::fs::remove_file(data.join("keys")).expect("removed");
    let (said, is_fine) = checked(data, &[]);
    assert!(!is_fine && line(&said, "error", "keys").contains("is missing"), "{said}");
    assert!(!data.join("keys").exists(), "none are made up");
    assert!(run(&data.join("other"), &["init"]).status.success());
    std::fs::rename(data.join("other/keys"), data.join("keys")).expect("the keys of another");
    let (said, is_fine) = checked(data, &[]);
    assert!(!is_fine && line(&said, "error", "keys").contains("does not hold the key"), "{said}");
    std::fs::remove_file(data.join("keys")).expect("removed");
    std::fs::rename(data.join("other"), folder.path().join("gone")).expect("away");
    write_own(&data.join("keys"), &keys);
    std::fs::create_dir_all(data.join("index")).expect("there");
    std::fs::write(data.join("index/current"), "postings-s0-a0.1").expect("written");
    let (said, is_fine) = checked(data, &[]);
    assert!(is_fine && line(&said, "warning", "index").contains("another version"), "{said}");
    let copy = data.join("copy.jsonl.gz");
    let file = copy.to_str().expect("text");
    assert!(run(data, &["db", "backup", file]).status.success());
    let (said, is_fine) = checked(data, &["--backup", file]);
    assert!(is_fine && line(&said, "ok", "backup").contains(file), "{said}");
    let whole = std::fs::read(&copy).expect("a copy");
    std::fs::write(&copy, &whole[..whole.len() / 2]).expect("cut");
    let (said, is_fine) = checked(data, &["--backup", file]);
    assert!(is_fine && line(&said, "warning", "backup").contains("cannot be read"), "{said}");
}

fn write_own(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, bytes).expect("written");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("mode");
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_that_wait_are_named_and_a_newer_database_is_refused_on_either() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("a folder");
        let more = ["--database", fresh.settings.url.as_str()];
        let (said, is_fine) = checked(folder.path(), &more);
        assert!(is_fine && line(&said, "ok", "schema").contains("up to date"), "{said}");
        let status = fresh.store.schema_status().await.expect("a status");
        let last = status.applied.last().expect("steps").as_str();
        let forget = format!("DELETE FROM seaql_migrations WHERE version = '{last}'");
        as_superuser(&fresh.store, &[forget]).await;
        let before = row_counts(&fresh.store).await;
        let (said, is_fine) = checked(folder.path(), &more);
        let waiting = line(&said, "warning", "schema");
        assert!(is_fine && waiting.contains(last) && waiting.contains("db migrate"), "{said}");
        assert_eq!(row_counts(&fresh.store).await, before, "no step was taken");
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000999_later', 0)";
        as_superuser(&fresh.store, &[newer.to_owned()]).await;
        let (said, is_fine) = checked(folder.path(), &more);
        assert!(!is_fine && line(&said, "error", "schema").contains("m29991231_000999_later"), "{said}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing was written");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_to_look_with_refuses_to_write_on_either() {
    each_backend(|fresh: Fresh| async move {
        let settings = Settings { look_only: true, migrate: sanviec_store::Migrate::Skip, ..fresh.settings.clone() };
        let looking = Store::open(settings).await.expect("it opens");
        assert!(looking.bytes().await.expect("a size") > 0);
        assert!(looking.schema_status().await.expect("a status").pending.is_empty());
        assert!(looking.probe().await.is_err(), "no write");
        looking.close().await.expect("closed");
        fresh.store.probe().await.expect("whoever does not only look writes");
    })
    .await;
}
