//! Signing in at a demo server as its trial people, for suites that ask as each role. Plain HTTP to this machine, so
//! that the crate needs no library.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Somebody who may try the demo.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) address: String,
    pub(crate) role: String,
}

/// The trial people in what the server prints: a line with the password, then a line for each.
pub(crate) fn read(lines: &[String]) -> (String, Vec<Trial>) {
    let password = lines.iter().find_map(|line| line.split_once("password: ")).map_or("", |(_, password)| password);
    let people = lines.iter().filter(|line| line.starts_with("  ")).filter_map(|line| {
        let (address, role) = line.trim().split_once(' ')?;
        Some(Trial { address: address.to_owned(), role: role.trim().to_owned() })
    });
    (password.to_owned(), people.collect())
}

/// The cookie that a trial person gets for the password.
pub(crate) fn cookie(url: &str, address: &str, password: &str) -> Result<String, String> {
    let host = url.strip_prefix("http://").ok_or("not http")?;
    let fields = format!("lien-he={}&mat-khau={}", escaped(address), escaped(password));
    let answer = send(host, "/dang-nhap", "", &fields)?;
    let found = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default().trim().to_owned())
    });
    found.ok_or_else(|| format!("{address} did not get in: {}", answer.lines().next().unwrap_or_default()))
}

/// A key of this scope for the programs of the employer that somebody administers, made on its page.
pub(crate) fn program_key(url: &str, cookie: &str, scope: &str) -> Result<String, String> {
    let host = url.strip_prefix("http://").ok_or("not http")?;
    let request = format!("GET /tuyen-dung HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n");
    let page = exchange(host, &request).map_err(|error| error.to_string())?;
    let code = word_after(&page, "/tuyen-dung/don-vi/").ok_or("no organisation")?;
    let fields = format!("key_name=schemathesis&key_scope={scope}");
    let made = send(host, &format!("/tuyen-dung/don-vi/{code}/khoa"), cookie, &fields)?;
    let key = word_after(&made, "sv_").ok_or("no key on its page")?;
    Ok(format!("sv_{key}"))
}

/// Letters, digits and signs of a code after a mark.
fn word_after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let rest = text.split_once(mark)?.1;
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_' && sign != '-').unwrap_or(rest.len());
    Some(&rest[..end]).filter(|word| !word.is_empty())
}

/// Sends a form as its page would.
fn send(host: &str, path: &str, cookie: &str, fields: &str) -> Result<String, String> {
    // Another form has another key, the same form the same.
    let mark = path.bytes().chain(fields.bytes()).fold(7_u64, |sum, byte| sum.wrapping_mul(31) ^ u64::from(byte));
    let body = format!("khoa={:016x}{mark:016x}&{fields}", std::process::id());
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(host, &request).map_err(|error| error.to_string())
}

fn exchange(host: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trial_people_are_read_from_what_the_server_prints() {
        let printed = [
            "Đăng nhập thử / trial sign-ins, mật khẩu / password: phien cho",
            "  canbo@vidu.vn            officer",
            "  quanly@vidu.vn           centre_manager",
            "Mã xác nhận hiện ở đây / codes appear here.",
        ];
        let (password, people) = read(&printed.map(str::to_owned));
        assert_eq!(password, "phien cho");
        let people: Vec<_> = people.iter().map(|one| (one.address.as_str(), one.role.as_str())).collect();
        assert_eq!(people, [("canbo@vidu.vn", "officer"), ("quanly@vidu.vn", "centre_manager")]);
        assert_eq!(escaped("a b@c.vn"), "a%20b%40c.vn");
        assert_eq!(word_after("<code>sv_01ab-c</code>", "sv_"), Some("01ab-c"));
        assert_eq!(word_after("nothing", "sv_"), None);
    }
}
