//! Where requests may go: to a name that leads to public addresses, or to where the operator said. Checked after the
//! name was looked up, so that a name that points inwards leads nowhere.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Which addresses a provider may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Public,
    /// Also private ones, because the operator said so.
    Private,
    /// This machine and nothing else.
    Own,
}

impl Reach {
    fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::Own => address.is_loopback(),
            Self::Private => !address.is_loopback() && !address.is_unspecified() && !address.is_multicast(),
            Self::Public => is_public(address),
        }
    }
}

/// Addresses of a host that may be asked. An error when one of them may not: a name that leads to both is no accident.
pub(crate) async fn addresses(host: &str, port: u16, reach: Reach) -> io::Result<Vec<SocketAddr>> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found: Vec<SocketAddr> = tokio::net::lookup_host((host, port)).await?.collect();
    if found.is_empty() || !found.iter().all(|address| reach.allows(address.ip())) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the name leads to an address that is not asked"));
    }
    Ok(found)
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => is_public_v4(address),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && b & 0b1100_0000 == 64;
    let benchmark = a == 198 && b & 0b1111_1110 == 18;
    let protocol = a == 192 && b == 0 && c == 0;
    !(a == 0
        || a >= 240
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || shared
        || benchmark
        || protocol)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Only what is given out to the world (2000::/3), without the ranges for tunnels and for documentation.
    let parts = address.segments();
    let given_out = parts[0] & 0xe000 == 0x2000;
    let tunnel = parts[0] == 0x2002 || parts[0] == 0x2001 && parts[1] < 0x200;
    let documentation = parts[0] == 0x2001 && parts[1] == 0xdb8;
    given_out && !tunnel && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_inwards_are_not_public() {
        for inward in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
        ] {
            assert!(!is_public(inward.parse().expect("address")), "{inward}");
        }
        for public in ["1.1.1.1", "113.160.1.1", "2400:cb00::1", "2001:4860:4860::8888"] {
            assert!(is_public(public.parse().expect("address")), "{public}");
        }
        assert!(Reach::Private.allows("10.0.0.1".parse().expect("address")));
        assert!(!Reach::Private.allows("127.0.0.1".parse().expect("address")));
        assert!(Reach::Own.allows("127.0.0.1".parse().expect("address")));
        assert!(!Reach::Own.allows("10.0.0.1".parse().expect("address")));
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_asked() {
        assert!(addresses("localhost", 443, Reach::Public).await.is_err());
        assert!(addresses("localhost", 443, Reach::Private).await.is_err());
        assert!(addresses("localhost", 443, Reach::Own).await.is_ok());
    }
}
