//! The session cookie, and the network that a request came from. A token never stands anywhere but in this cookie.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::Site;

/// Seconds for which a browser keeps the cookie; how long the session lives is decided on this side.
const KEPT_SECONDS: u32 = 30 * 24 * 60 * 60;

/// The address at the other end of the connection; put there by whoever accepts it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// With TLS the name binds the cookie to this host and to TLS; browsers refuse such a name over plain HTTP, which is
/// for one's own machine.
fn name(site: &Site) -> &'static str {
    if site.secure { "__Host-sanviec" } else { "sanviec" }
}

/// The token that a browser brings.
pub(crate) fn token(site: &Site, headers: &HeaderMap) -> Option<String> {
    value(headers, name(site))
}

/// The first cookie of a name.
fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).next()
}

/// Name of the cookie of a round at another provider.
fn round_name(site: &Site) -> &'static str {
    if site.secure { "__Host-sanviec-ngoai" } else { "sanviec-ngoai" }
}

/// What a browser remembers of the round at a provider that it comes back from.
pub(crate) fn round(site: &Site, headers: &HeaderMap) -> Option<String> {
    value(headers, round_name(site))
}

/// Lets the browser remember a round for ten minutes; an empty one takes the cookie away. `Lax`, for it comes back from
/// another site.
pub(crate) fn set_round(site: &Site, mut response: Response, sealed: &str) -> Response {
    let secure = if site.secure { "; Secure" } else { "" };
    let seconds = if sealed.is_empty() { 0 } else { 600 };
    let cookie = format!("{}={sealed}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", round_name(site));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Gives the browser a token; an empty one takes the cookie away.
pub(crate) fn set(site: &Site, mut response: Response, token: &str) -> Response {
    let secure = if site.secure { "; Secure" } else { "" };
    let seconds = if token.is_empty() { 0 } else { KEPT_SECONDS };
    let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", name(site));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The network that a request came from, for counting tries: the address, of IPv6 the first half, which one household
/// has to itself. With own proxies in front it is what the outermost of them saw; what the client itself wrote before
/// that is not believed.
pub(crate) fn source(hops: u8, headers: &HeaderMap, peer: Option<Peer>) -> String {
    let hops = usize::from(hops);
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let forwarded: Vec<IpAddr> =
        forwarded.flat_map(|value| value.split(',')).filter_map(|part| part.trim().parse().ok()).collect();
    let seen = hops.checked_sub(1).and_then(|before| forwarded.iter().rev().nth(before)).copied();
    match seen.or(peer.map(|peer| peer.0)) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        },
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_cannot_choose_the_network_it_is_counted_by() {
        let peer = |text: &str| Some(Peer(text.parse().expect("address")));
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 203.0.113.9"));
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.2"));
        for (hops, from, expected) in [
            (0, "198.51.100.7", "198.51.100.7"),
            (1, "10.0.0.3", "10.0.0.2"),
            (2, "10.0.0.3", "203.0.113.9"),
            (9, "10.0.0.3", "10.0.0.3"),
        ] {
            assert_eq!(source(hops, &headers, peer(from)), expected, "{hops} hops");
        }
        let none = HeaderMap::new();
        assert_eq!(source(0, &none, peer("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2:");
        assert_eq!(source(0, &none, peer("2001:db8:1:2:ffff::1")), "2001:db8:1:2:", "one household");
        assert_eq!(source(0, &none, peer("::ffff:198.51.100.7")), "198.51.100.7");
        assert_eq!(source(0, &none, None), "");
    }
}
