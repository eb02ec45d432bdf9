//! The real program and its keys: one that a running server seals with, one that is gone, and a file that is missing.

#[path = "program/command.rs"]
mod command;

use command::command;
use sanviec_store::testing::as_superuser;
use sanviec_store::{Settings, Store};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Output, Stdio};

fn run(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().expect("run")
}

/// What a command says that ends like this.
fn said(data: &Path, args: &[&str], code: i32) -> String {
    let output = run(data, args);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    said
}

/// What `doctor` says of keys.
fn keys_in_doctor(data: &Path) -> String {
    let said = String::from_utf8(run(data, &["doctor"]).stdout).expect("text");
    said.lines().find(|line| line.contains("  keys: ")).unwrap_or_else(|| panic!("{said}")).to_owned()
}

fn serve(data: &Path) -> (Child, String) {
    let mut command = command(data, &["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("run");
    let mut lines = BufReader::new(child.stdout.take().expect("output")).lines().map_while(Result::ok);
    let address = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
    std::thread::spawn(move || lines.for_each(drop));
    (child, address.expect("an address"))
}

/// As if no server had said anything for long.
async fn let_time_pass(data: &Path) {
    let url = format!("sqlite://{}", data.join("sanviec.db").display());
    let store = Store::open(Settings::new(url)).await.expect("a store");
    as_superuser(&store, &["UPDATE lease SET lease_until = 0".to_owned()]).await;
    store.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_a_running_server_seals_with_is_kept_and_a_server_without_one_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    said(data, &["init"], 0);
    let (mut child, address) = serve(data);
    said(data, &["keys", "rotate"], 0);
    said(data, &["keys", "reseal"], 0);
    let refused = said(data, &["keys", "retire", "1"], 1);
    assert!(refused.contains("Start every server again") && refused.contains("khởi động lại mọi máy chủ"), "{refused}");
    assert!(std::fs::read_to_string(data.join("keys")).expect("keys").contains("field 1 "), "it stays in the file");
    assert!(TcpStream::connect(&address).is_ok(), "and the server goes on");
    let_time_pass(data).await;
    // Between two signs of life of the server, which is what happens to one that was out of reach.
    while !run(data, &["keys", "retire", "1"]).status.success() {
        let_time_pass(data).await;
    }
    let status = child.wait().expect("it ends by itself");
    let mut why = String::new();
    child.stderr.take().expect("errors").read_to_string(&mut why).expect("text");
    assert_eq!(status.code(), Some(1), "{why}");
    assert!(why.contains("taken out of use; copy the new key file here and start it again"), "{why}");
    let (mut child, _) = serve(data);
    child.kill().expect("a child that runs can be killed");
    child.wait().expect("a child");
}

#[test]
fn a_key_file_that_is_missing_and_a_key_that_is_used_and_gone_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    said(data, &["init"], 0);
    said(data, &["user", "add", "canbo@vidu.vn"], 0);
    let (keys, away) = (data.join("keys"), data.join("away"));
    assert!(keys_in_doctor(data).starts_with("ok"));
    std::fs::rename(&keys, &away).expect("moved");
    let found = keys_in_doctor(data);
    assert!(found.starts_with("error") && found.contains("is missing") && !keys.exists(), "{found}");
    assert!(said(data, &["db", "verify"], 3).contains("is missing"));
    std::fs::rename(&away, &keys).expect("moved back");
    said(data, &["db", "verify"], 0);
    said(data, &["keys", "rotate"], 0);
    said(data, &["user", "add", "canbo2@vidu.vn"], 0);
    // By hand, past `keys retire`: the database forgets the mark, the file the key.
    let url = format!("sqlite://{}", data.join("sanviec.db").display());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(Settings::new(url)).await.expect("a store");
        as_superuser(&store, &["DELETE FROM key_mark WHERE key_id = 'field 1'".to_owned()]).await;
        store.close().await.expect("closed");
    });
    let text = std::fs::read_to_string(&keys).expect("keys");
    let (gone, left): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("field 1 "));
    assert_eq!(gone.len(), 1);
    std::fs::write(&keys, left.join("\n")).expect("written");
    let found = keys_in_doctor(data);
    assert!(found.starts_with("error") && found.contains("key 1") && found.contains("contact_point.value"), "{found}");
    assert!(said(data, &["db", "verify"], 3).contains("contact_point.value"));
    // As it is told: the line comes back, and what it seals is sealed anew.
    std::fs::write(&keys, [gone, left].concat().join("\n")).expect("written");
    said(data, &["keys", "reseal"], 0);
    said(data, &["db", "verify"], 0);
}

#[test]
fn a_restored_database_asks_for_its_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, again, copy) = (folder.path().join("data"), folder.path().join("again"), folder.path().join("copy"));
    let copy = copy.to_str().expect("text");
    said(&data, &["init"], 0);
    said(&data, &["user", "add", "canbo@vidu.vn"], 0);
    said(&data, &["db", "backup", copy], 0);
    let restored = said(&again, &["db", "restore", copy], 0);
    let file = again.join("keys").display().to_string();
    assert!(
        restored.contains("is missing") && restored.contains(&format!("Copy the right one to {file}")),
        "{restored}"
    );
    let third = folder.path().join("third");
    said(&third, &["init"], 0);
    let restored = said(&third, &["db", "restore", copy], 0);
    assert!(restored.contains("does not hold the key"), "of another database: {restored}");
    std::fs::copy(data.join("keys"), third.join("keys")).expect("copied");
    assert!(keys_in_doctor(&third).starts_with("ok"));
    let fourth = folder.path().join("fourth");
    std::fs::create_dir(&fourth).expect("a folder");
    std::fs::copy(data.join("keys"), fourth.join("keys")).expect("copied");
    let restored = said(&fourth, &["db", "restore", copy], 0);
    assert!(!restored.contains("key file") && !restored.contains("does not hold"), "{restored}");
}
