//! The files of `config/container` against the real program: it knows every command and every setting in them, and its
//! look at its own health reaches a server that listens at every address. `tests/suite/container.rs` holds the rest.

mod program;

use program::{Server, rest};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const FILES: [&str; 3] = ["Containerfile", "compose.yaml", "compose.postgres.yaml"];
const PROGRAM: &str = "/usr/local/bin/sanviec";

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/container");
    std::fs::read_to_string(folder.join(name)).expect("a file of the container")
}

/// The program with nothing in its environment but what is given.
fn run(data: &Path, given: &[(String, String)], args: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanviec"));
    for name in ["SANVIEC_DATABASE", "SANVIEC_LISTEN"] {
        command.env_remove(name);
    }
    command.envs(given.iter().map(|(name, value)| (name, value))).env("SANVIEC_DATA", data);
    command.args(args).stdin(Stdio::null()).output().expect("run")
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Commands that containers are started with and that look at their health, without the program itself.
fn commands() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for line in FILES.map(read).iter().flat_map(|text| text.lines()) {
        let Some(list) = ["CMD ", "command: "].iter().find_map(|key| line.trim().strip_prefix(key)) else { continue };
        let mut words: Vec<String> = serde_json::from_str(list).expect("a list of words in quotation marks");
        words.retain(|word| word != PROGRAM);
        found.push(words);
    }
    found
}

/// Settings in the environment, those too that a comment offers.
fn settings() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for text in FILES.map(read) {
        let before = found.len();
        for line in text.lines() {
            let line = line.trim_start_matches(['#', ' ']);
            let line = line.strip_prefix("ENV ").unwrap_or(line);
            if let Some((name, value)) = line.split_once(['=', ':']).filter(|(name, _)| name.starts_with("SANVIEC_")) {
                found.push((name.to_owned(), value.trim_matches(['"', ' ']).to_owned()));
            }
        }
        assert_eq!(found.len() - before, text.matches("SANVIEC_").count(), "one stands where it is not seen");
    }
    found
}

#[test]
fn every_command_of_the_containers_is_one_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let commands = commands();
    for wanted in [words(&["serve"]), words(&["healthcheck"])] {
        assert!(commands.contains(&wanted), "{commands:?}");
    }
    assert!(read("Containerfile").contains(&format!("ENTRYPOINT [\"{PROGRAM}\"]")));
    let is_known = |command: &[String]| {
        let mut asked = command.to_vec();
        asked.push("--help".to_owned());
        run(folder.path(), &[], &asked).status.success()
    };
    for command in &commands {
        assert!(is_known(command), "{command:?}");
    }
    assert!(!is_known(&words(&["serv"])) && !is_known(&words(&["db", "migrate", "--role", "x"])), "it looks at them");
}

#[test]
fn every_setting_of_the_containers_is_one_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = folder.path().join("address");
    std::fs::write(&address, "postgres://sanviec_server:geheim@postgres/sanviec").expect("written");
    let show = words(&["config", "show"]);
    let mut all = settings();
    assert!(all.len() >= 5, "{all:?}");
    for (name, value) in &mut all {
        let is_argument = ["SANVIEC_DATA", "SANVIEC_DATABASE", "SANVIEC_LISTEN"].contains(&name.as_str());
        assert!(is_argument || name.starts_with("SANVIEC__"), "{name} is read by nothing");
        if name.ends_with("_FILE") {
            address.to_str().expect("text").clone_into(value);
        }
    }
    let shown = run(folder.path(), &all, &show);
    assert!(shown.status.success(), "{all:?}: {}", String::from_utf8_lossy(&shown.stderr));
    let shown = String::from_utf8(shown.stdout).expect("text");
    for part in ["listen = \"0.0.0.0:8080\"", "@postgres/sanviec", "hops = 1"] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    assert!(!shown.contains("geheim"), "{shown}");
    let slip = [("SANVIEC__PROXY__HOP".to_owned(), "1".to_owned())];
    assert!(!run(folder.path(), &slip, &show).status.success(), "what is not known is refused");
}

fn is_ready(server: &Server) -> bool {
    let mut stream = server.connect();
    let _ = stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    rest(&mut stream).starts_with("HTTP/1.1 200")
}

#[test]
fn the_look_at_its_health_reaches_a_server_at_every_address_and_misses_one_that_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::with("");
    let port = server.address.rsplit(':').next().expect("a port").to_owned();
    let given = [("SANVIEC_LISTEN".to_owned(), format!("0.0.0.0:{port}"))];
    let look = || run(folder.path(), &given, &words(&["healthcheck"]));
    let mut tries = 0;
    while !is_ready(&server) {
        tries += 1;
        assert!(tries < 600, "it does not become ready");
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let found = look();
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stdout));
    drop(server);
    assert!(!look().status.success(), "nobody is there any more");
}
