//! Addresses that messages may go to: `https://` with a name or a public number, so that nobody makes the exchange ask
//! a machine inside its own network (server-side request forgery).

use crate::Lang;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longest address.
const LONGEST: usize = 500;

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether it is spoken to over TLS; without only this machine may be, where that is allowed.
    pub is_tls: bool,
    /// Name or number, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Path and query, beginning with `/`.
    pub path: String,
}

codes! {
    /// Why an address is none that messages go to.
    AddressError {
        /// It is no address.
        Unclear = "address_unclear",
        /// Not over TLS.
        NotHttps = "address_not_https",
        /// A machine inside somebody's network.
        Private = "address_private",
    }
}

impl AddressError {
    /// What to tell the person.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Unclear, Lang::Vi) => "Ghi địa chỉ đầy đủ, ví dụ https://vidu.vn/nhan-tin.",
            (Self::Unclear, Lang::En) => "Enter a full address, such as https://example.org/hook.",
            (Self::NotHttps, Lang::Vi) => "Địa chỉ phải bắt đầu bằng https://.",
            (Self::NotHttps, Lang::En) => "The address has to begin with https://.",
            (Self::Private, Lang::Vi) => "Địa chỉ này nằm trong mạng nội bộ; cần một địa chỉ công khai.",
            (Self::Private, Lang::En) => "This address lies inside a network; a public one is needed.",
        }
    }
}

impl Address {
    /// Reads an address. With `allows_local`, for trials, this machine may be spoken to, without TLS too.
    pub fn parse(text: &str, allows_local: bool) -> Result<Self, AddressError> {
        let text = text.trim();
        let odd = |sign: char| !sign.is_ascii_graphic() || matches!(sign, '"' | '<' | '>' | '\\' | '^' | '`' | '|');
        if text.len() > LONGEST || text.chars().any(odd) {
            return Err(AddressError::Unclear);
        }
        let (scheme, rest) = text.split_once("://").ok_or(AddressError::Unclear)?;
        let is_tls = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" if allows_local => false,
            _ => return Err(AddressError::NotHttps),
        };
        let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        // A name and password would end up in logs, a fragment is never sent.
        if authority.contains('@') || path.contains('#') {
            return Err(AddressError::Unclear);
        }
        let (host, port) = host_and_port(authority, if is_tls { 443 } else { 80 })?;
        check(&host, is_tls, allows_local)?;
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { is_tls, host, port, path })
    }

    /// As it stands in the header `Host`.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match (self.is_tls, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }

    /// As it is written out.
    pub fn written(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{}{}", self.authority(), self.path)
    }
}

fn host_and_port(authority: &str, usual: u16) -> Result<(String, u16), AddressError> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']').ok_or(AddressError::Unclear)?;
            (host, rest.strip_prefix(':').or(Some("").filter(|_| rest.is_empty())).ok_or(AddressError::Unclear)?)
        }
        None => authority.split_once(':').unwrap_or((authority, "")),
    };
    let port = match port {
        "" => usual,
        text => text.parse().ok().filter(|port| *port != 0).ok_or(AddressError::Unclear)?,
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host.is_empty() { Err(AddressError::Unclear) } else { Ok((host, port)) }
}

fn check(host: &str, is_tls: bool, allows_local: bool) -> Result<(), AddressError> {
    let is_here = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    if is_here {
        return if allows_local { Ok(()) } else { Err(AddressError::Private) };
    }
    if !is_tls {
        return Err(AddressError::NotHttps);
    }
    if let Ok(ip) = host.parse() {
        return if is_public(ip) { Ok(()) } else { Err(AddressError::Private) };
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-' || sign == b'_')
    };
    if !host.split('.').all(label) {
        return Err(AddressError::Unclear);
    }
    let inside = ["local", "localhost", "internal", "lan", "home", "corp", "intranet", "private"];
    let last = host.rsplit('.').next().unwrap_or_default();
    // A name of digits only is read as a number by some systems: 2130706433 is 127.0.0.1.
    let is_number = last.bytes().all(|sign| sign.is_ascii_digit()) || last.starts_with("0x");
    if !host.contains('.') || inside.contains(&last) || is_number { Err(AddressError::Private) } else { Ok(()) }
}

/// Whether a number is one of the open network. Asked of what a name stands for at the moment of sending.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = a == 0 || a >= 240 || (a == 192 && b == 0 && c == 0) || (a == 192 && b == 88 && c == 99);
    let measuring = a == 198 && (18..20).contains(&b);
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || shared
        || special
        || measuring)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4() {
        // Mapped and compatible addresses are the address inside.
        return is_public_v4(inner);
    }
    let parts = ip.segments();
    // Translated (64:ff9b::/96) and tunnelled (2002::/16) ones are the address inside, too.
    let inner = match (parts[0], parts[1]) {
        (0x64, 0xff9b) => Some([parts[6], parts[7]]),
        (0x2002, _) => Some([parts[1], parts[2]]),
        _ => None,
    };
    if let Some([high, low]) = inner {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    // Only 2000::/3 is given out; 2001:db8::/32 is for books, 2001::/32 is a tunnel.
    parts[0] & 0xe000 == 0x2000 && !(parts[0] == 0x2001 && (parts[1] == 0xdb8 || parts[1] == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_and_put_together() {
        for (text, host, port, path, written) in [
            ("https://vidu.vn/hook", "vidu.vn", 443, "/hook", "https://vidu.vn/hook"),
            ("HTTPS://Vidu.VN", "vidu.vn", 443, "/", "https://vidu.vn/"),
            ("https://vidu.vn.:8443/a?b=c", "vidu.vn", 8443, "/a?b=c", "https://vidu.vn:8443/a?b=c"),
            ("https://vidu.vn?x=1", "vidu.vn", 443, "/?x=1", "https://vidu.vn/?x=1"),
            ("https://[2606:4700::1]/x", "2606:4700::1", 443, "/x", "https://[2606:4700::1]/x"),
        ] {
            let address = Address::parse(text, false).expect(text);
            assert_eq!((address.host.as_str(), address.port, address.path.as_str()), (host, port, path), "{text}");
            assert_eq!(address.written(), written);
            assert_eq!(Address::parse(written, false), Ok(address));
        }
    }

    #[test]
    fn what_is_no_public_address_over_tls_is_refused() {
        for (text, error) in [
            ("", AddressError::Unclear),
            ("vidu.vn", AddressError::Unclear),
            ("https://", AddressError::Unclear),
            ("https://a b.vn", AddressError::Unclear),
            ("https://lan:mat-khau@vidu.vn/", AddressError::Unclear),
            ("https://vidu.vn/#x", AddressError::Unclear),
            ("https://vidu.vn:0/", AddressError::Unclear),
            ("https://vidu.vn:99999/", AddressError::Unclear),
            ("https://xn..vn/", AddressError::Unclear),
            ("http://vidu.vn/", AddressError::NotHttps),
            ("ftp://vidu.vn/", AddressError::NotHttps),
            ("https://localhost/", AddressError::Private),
            ("https://127.0.0.1/", AddressError::Private),
            ("https://2130706433/", AddressError::Private),
            ("https://0x7f.1/", AddressError::Private),
            ("https://0x7f000001/", AddressError::Private),
            ("https://10.1.2.3/", AddressError::Private),
            ("https://169.254.169.254/latest", AddressError::Private),
            ("https://[::1]/", AddressError::Private),
            ("https://[::ffff:10.0.0.1]/", AddressError::Private),
            ("https://[fd00::1]/", AddressError::Private),
            ("https://may-chu/", AddressError::Private),
            ("https://db.internal/", AddressError::Private),
        ] {
            assert_eq!(Address::parse(text, false).map(|address| address.host), Err(error), "{text}");
        }
        assert!(Address::parse("http://127.0.0.1:8080/x", true).is_ok());
        assert!(Address::parse("http://vidu.vn/", true).is_err(), "the open network is never without TLS");
    }

    #[test]
    fn numbers_of_the_open_network_are_told_from_all_others() {
        let ip = |text: &str| text.parse::<IpAddr>().expect(text);
        for open in ["1.1.1.1", "203.162.4.190", "2606:4700:4700::1111", "2401:d800::1", "64:ff9b::101:101"] {
            assert!(is_public(ip(open)), "{open}");
        }
        for shut in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.9.9.9",
            "169.254.1.1",
            "172.16.0.1",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:192.168.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(ip(shut)), "{shut}");
        }
    }
}
