//! Requests that two servers might read differently, byte for byte to the real program, each with a plain one after it
//! that ends the connection: at most these two are answered, and never the one that is hidden between.
//! `cargo xtask test smuggling` sends the same through nginx and haproxy.

mod program;

use program::{Server, rest};
use std::io::Write;

const CASES: &str = include_str!("../../../tests/data/smuggling.tsv");
/// Ends the connection, so that all that comes back can be read.
const LAST: &[u8] = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// What an answer to the hidden request says.
const HIDDEN: &str = "User-agent:";

/// Names and bytes of the cases.
fn cases() -> Vec<(&'static str, Vec<u8>)> {
    let rows = CASES.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| row.split_once('\t').expect("two cells")).map(|(name, text)| (name, bytes(text))).collect()
}

/// Bytes of a text in which `\r`, `\n`, `\t` and `\xNN` stand for themselves.
fn bytes(text: &str) -> Vec<u8> {
    let mut pieces = text.split('\\');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (byte, used) = match piece.as_bytes()[0] {
            b'r' => (b'\r', 1),
            b'n' => (b'\n', 1),
            b't' => (b'\t', 1),
            b'x' => (u8::from_str_radix(&piece[1..3], 16).expect("two digits"), 3),
            other => panic!("{} means nothing", char::from(other)),
        };
        bytes.push(byte);
        bytes.extend(&piece.as_bytes()[used..]);
    }
    bytes
}

impl Server {
    /// All that comes back until the server hangs up: on what it refuses, else after the last request.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(&[bytes, LAST].concat()).expect("sent");
        rest(&mut stream)
    }
}

fn answers(text: &str) -> usize {
    text.matches("HTTP/1.").count()
}

#[test]
fn what_two_servers_might_read_differently_is_answered_once_at_most() {
    let server = Server::with("");
    let two = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let both = server.send(two.as_bytes());
    assert!(answers(&both) == 3 && both.contains(HIDDEN), "two plain requests are two, or this test is blind: {both}");
    let cases = cases();
    assert!(cases.len() > 25);
    for (name, bytes) in cases {
        let answer = server.send(&bytes);
        assert!((1..=2).contains(&answers(&answer)) && !answer.contains(HIDDEN), "{name}: {answer}");
        let after = server.send(b"");
        assert!(after.starts_with("HTTP/1.1 200"), "{name} and then: {after}");
    }
}

#[test]
fn two_names_of_the_host_are_refused() {
    let server = Server::with("");
    let answer = server.send(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere.example\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}
