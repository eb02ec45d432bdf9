//! Requests that two servers might read differently, through nginx and haproxy as operators put them in front: after
//! each of them somebody else asks for something plain and must get the answer to that, and to nothing that was hidden.

use crate::report::Report;
use crate::server::Server;
use crate::tools::{apt_install, cache, find_program, root};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PLAIN: &[u8] = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// What an answer to a hidden request says.
const HIDDEN: &str = "User-agent:";
/// Times each request is sent, and plain ones after it: as many as a proxy keeps connections open.
const ROUNDS: usize = 3;

pub(crate) fn behind_proxies(report: &mut Report) {
    report.part("smuggling");
    let text = match std::fs::read_to_string(root().join("tests/data/smuggling.tsv")) {
        Ok(text) => text,
        Err(why) => return report.failed(format!("tests/data/smuggling.tsv: {why}")),
    };
    let server = match Server::start("30") {
        Ok(server) => server,
        Err(why) => return report.failed(format!("smuggling: {why}")),
    };
    for (name, package) in [("nginx", "nginx-light"), ("haproxy", "haproxy")] {
        match Proxy::start(name, package, &server) {
            Ok(proxy) => {
                let led_astray = walk(&proxy.address, &cases(&text));
                for what in &led_astray {
                    println!("  {name}: {what}");
                }
                report.check(led_astray.is_empty(), &format!("requests that are read in two ways, behind {name}"));
            }
            Err(why) => report.skipped(format!("requests that are read in two ways, behind {name}: {why}")),
        }
    }
}

/// What went wrong, by the name of the request.
fn walk(address: &str, cases: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let robots = b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if !exchange(address, robots).is_some_and(|answer| answer.contains(HIDDEN)) {
        wrong.push("the hidden request has no answer of its own: this walk is blind".to_owned());
    }
    for (name, bytes) in cases {
        for _ in 0..ROUNDS {
            // The plain one ends the connection, where the first was not taken for all of it.
            let _ = exchange(address, &[bytes, PLAIN].concat());
        }
        for _ in 0..ROUNDS {
            let answer = exchange(address, PLAIN).unwrap_or_default();
            if !answer.starts_with("HTTP/1.1 200") || answer.contains(HIDDEN) || answer.matches("HTTP/1.").count() != 1
            {
                wrong.push(format!("after {name}: {}", answer.lines().next().unwrap_or("no answer")));
            }
        }
    }
    wrong
}

/// All that comes back.
fn exchange(address: &str, bytes: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(bytes).ok()?;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    Some(String::from_utf8_lossy(&answer).into_owned())
}

/// Names and bytes of the requests.
fn cases(text: &str) -> Vec<(String, Vec<u8>)> {
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t')).map(|(name, raw)| (name.to_owned(), unescaped(raw))).collect()
}

fn unescaped(raw: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, used) = match (first, tail) {
            (b'\\', [b'r', ..]) => (b'\r', 2),
            (b'\\', [b'n', ..]) => (b'\n', 2),
            (b'\\', [b't', ..]) => (b'\t', 2),
            (b'\\', [b'x', high, low, ..]) => (digit(*high) * 16 + digit(*low), 4),
            _ => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[used..];
    }
    bytes
}

fn digit(sign: u8) -> u8 {
    char::from(sign).to_digit(16).map_or(0, |value| u8::try_from(value).unwrap_or_default())
}

/// A running proxy; stopped when dropped.
struct Proxy {
    child: Child,
    address: String,
}

impl Proxy {
    fn start(name: &str, package: &str, server: &Server) -> Result<Self, String> {
        if find_program(&[name]).is_none() {
            apt_install(&[package])?;
        }
        let program = find_program(&[name]).ok_or(format!("{name} was not found"))?;
        let folder = cache().join(name);
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(|error| error.to_string())?;
        let behind = server.url().trim_start_matches("http://");
        let address = port.to_string();
        let (settings, arguments) =
            if name == "nginx" { nginx(&folder, &address, behind) } else { haproxy(&address, behind) };
        let file = folder.join("settings");
        std::fs::write(&file, settings).map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.args(arguments).arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().map_err(|error| error.to_string())?;
        let proxy = Self { child, address };
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if exchange(&proxy.address, PLAIN).is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return Ok(proxy);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(format!("{name} did not start"))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As in docs/operations.md, with connections to the server that are used again.
fn nginx(folder: &Path, address: &str, behind: &str) -> (String, &'static [&'static str]) {
    let at = folder.display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {at}/{kind};"))
        .join(" ");
    let settings = format!(
        "daemon off; master_process off; pid {at}/pid; error_log {at}/errors;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; {temporary}\n\
         upstream sanviec {{ server {behind}; keepalive 4; }}\n\
         server {{ listen {address}; location / {{ proxy_pass http://sanviec; proxy_http_version 1.1;\n\
         proxy_set_header Connection \"\"; proxy_set_header Host $host; proxy_request_buffering off; }} }} }}\n"
    );
    (settings, &["-c"])
}

fn haproxy(address: &str, behind: &str) -> (String, &'static [&'static str]) {
    let settings = format!(
        "global\n  maxconn 64\ndefaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n\
         \x20 http-reuse always\nfrontend all\n  bind {address}\n  default_backend sanviec\n\
         backend sanviec\n  server one {behind}\n"
    );
    (settings, &["-db", "-f"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_from_their_text() {
        let rows = cases("# told\nname\tbytes\none\tA: b\\r\\n\\x0bc\\t\n");
        assert_eq!(rows, [("one".to_owned(), b"A: b\r\n\x0bc\t".to_vec())]);
    }

    #[test]
    fn somebody_led_astray_is_seen() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("address").to_string();
        // A server that mixes up who asked: it tells everybody of robots.
        std::thread::spawn(move || {
            for stream in listener.incoming().take(1 + 2 * ROUNDS) {
                let Ok(mut stream) = stream else { return };
                let mut asked = [0; 512];
                let _ = stream.read(&mut asked);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nUser-agent:");
            }
        });
        let wrong = walk(&address, &[("one".to_owned(), b"GET / HTTP/1.1\r\n\r\n".to_vec())]);
        assert_eq!(wrong.len(), ROUNDS, "{wrong:?}");
    }
}
