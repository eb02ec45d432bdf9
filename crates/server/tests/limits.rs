//! The accept loop of the real program as clients meet it: headers that are slow or too long, more connections than
//! there is room for, and a stop while a request runs.

mod program;

use program::{PATIENCE, Server, rest};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Command, ExitStatus};
use std::time::Duration;

/// Shorter than a header may take where nothing is set.
const SHORT: Duration = Duration::from_secs(8);
const LIVE: &[u8] = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// Waits for two bytes that come when the test wants it.
const REPORT: &[u8] = b"POST /bao-cao-csp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/csp-report\r\n\
    Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
const GO_ON: &[u8; 25] = b"HTTP/1.1 100 Continue\r\n\r\n";

impl Server {
    /// With room for two connections; running requests get so many seconds at a stop.
    fn start(drain_seconds: u32) -> Self {
        Self::with(&format!(
            "[limits]\nconnections = 2\nheader_bytes = 8192\nheader_seconds = 1\nrequest_seconds = 60\n\
             drain_seconds = {drain_seconds}\n"
        ))
    }

    /// A request that runs: somebody has begun to wait for its body.
    fn begin(&self) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(REPORT).expect("sent");
        let mut answer = [0; GO_ON.len()];
        stream.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, GO_ON);
        stream
    }

    fn ask(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that refuses hangs up on what it did not read.
        let _ = stream.write_all(request);
        rest(&mut stream)
    }

    /// What `systemctl stop` sends.
    fn terminate(&self) {
        let kill = format!("kill -s TERM {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(kill).status().expect("run").success());
    }

    fn ended(&mut self) -> ExitStatus {
        eventually(|| self.child.try_wait().expect("a child")).expect("it ends")
    }
}

/// What something becomes within half a minute.
fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..1_500 {
        let found = look();
        if found.is_some() {
            return found;
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    None
}

fn is_late(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Sends one more line of a header and waits a little; whether the server has hung up, without an answer.
fn hangs_up(stream: &mut TcpStream) -> bool {
    if stream.write_all(b"X-More: yes\r\n").is_err() {
        return true;
    }
    match stream.read(&mut [0]) {
        Ok(0) => true,
        Ok(_) => panic!("answered before the header ended"),
        Err(error) => !is_late(&error),
    }
}

#[test]
fn a_header_that_takes_its_time_is_not_waited_for() {
    let server = Server::start(20);
    let (mut silent, mut slow) = (server.connect(), server.connect());
    silent.set_read_timeout(Some(SHORT)).expect("a limit");
    slow.set_read_timeout(Some(Duration::from_millis(150))).expect("a limit");
    slow.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n").expect("sent");
    assert!((0..50).any(|_| hangs_up(&mut slow)), "a line now and then holds a connection open");
    assert_eq!(rest(&mut silent), "", "and so does saying nothing");
    let answer = server.ask(LIVE);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_header_that_is_too_long_is_refused_and_the_next_client_served() {
    let server = Server::start(20);
    let with = |bytes: usize| {
        let long = "x".repeat(bytes);
        format!("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: {long}\r\n\r\n")
    };
    for (bytes, status) in [(6_000, "200"), (20_000, "431"), (10, "200")] {
        let answer = server.ask(with(bytes).as_bytes());
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{bytes}: {answer}");
    }
}

#[test]
fn who_finds_no_room_waits_until_another_connection_ends() {
    let server = Server::start(20);
    let (mut first, second) = (server.begin(), server.begin());
    let mut third = server.connect();
    third.write_all(LIVE).expect("sent");
    third.set_read_timeout(Some(Duration::from_millis(700))).expect("a limit");
    match third.read(&mut [0]) {
        Err(error) => assert!(is_late(&error), "it waits, and is not turned away: {error}"),
        Ok(bytes) => panic!("{bytes} bytes came, though two connections are open"),
    }
    third.set_read_timeout(Some(PATIENCE)).expect("a limit");
    first.write_all(b"{}").expect("sent");
    let mut status = [0; 12];
    first.read_exact(&mut status).expect("an answer");
    assert_eq!(&status, b"HTTP/1.1 204");
    drop(first);
    let answer = rest(&mut third);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(second);
}

#[test]
fn a_stop_takes_nobody_new_and_lets_a_running_request_end() {
    let mut server = Server::start(20);
    let mut running = server.begin();
    server.terminate();
    let refused = eventually(|| TcpStream::connect(&server.address).err());
    assert_eq!(refused.map(|error| error.kind()), Some(ErrorKind::ConnectionRefused));
    assert!(server.child.try_wait().expect("a child").is_none(), "a request still runs");
    running.write_all(b"{}").expect("sent");
    let answer = rest(&mut running);
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    let status = server.ended();
    assert!(status.success(), "{status}");
}

#[test]
fn a_request_that_never_ends_holds_up_no_stop() {
    let mut server = Server::start(1);
    let mut running = server.begin();
    server.terminate();
    let status = server.ended();
    assert!(status.success(), "{status}");
    assert_eq!(rest(&mut running), "", "it gets no answer");
}
