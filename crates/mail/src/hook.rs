//! Messages to programs over HTTP: the name is looked up at the moment of sending, what it stands for must be public,
//! and the connection goes to that very number, so that nobody changes the name in between.

use crate::http::{self, Answer, Asked, Broken, connector};
use crate::smtp::Stream;
use hyper::header::{HeaderName, HeaderValue};
use sanviec_domain::webhook::{Address, Heard, is_public};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

/// Numbers of one name that are tried.
const NUMBERS: usize = 4;

/// Speaks to programs. Clones share what they need.
#[derive(Clone)]
pub struct Hooks {
    tls: TlsConnector,
    /// Longest time for one message.
    deadline: Duration,
    /// Whether this machine may be spoken to: for trials only.
    allows_local: bool,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks")
            .field("deadline", &self.deadline)
            .field("allows_local", &self.allows_local)
            .finish_non_exhaustive()
    }
}

/// What came of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it means.
    pub heard: Heard,
    /// Status of the answer; none without one.
    pub status: Option<u16>,
    /// What went wrong; nothing that was sent or answered.
    pub error: Option<String>,
}

impl Hooks {
    /// Under this deadline for each message.
    pub fn new(deadline: Duration, allows_local: bool) -> Self {
        Self { tls: connector(), deadline, allows_local }
    }

    /// The longest that one message may take.
    pub fn longest(&self) -> Duration {
        self.deadline
    }

    /// Sends one message. Any status of success is a yes; a redirect is none.
    pub async fn send(&self, address: &Address, headers: &[(&'static str, String)], body: String) -> Reply {
        let deadline = tokio::time::Instant::now() + self.deadline;
        let late = || Broken::After("it did not answer in time".to_owned());
        let sent = tokio::time::timeout_at(deadline, self.ask(address, headers, body)).await;
        match sent.unwrap_or_else(|_| Err(late())) {
            Ok(answer) => judge(&answer),
            Err(Broken::Before(error) | Broken::After(error)) => {
                Reply { heard: Heard::Failed, status: None, error: Some(error) }
            }
        }
    }

    async fn ask(&self, address: &Address, headers: &[(&'static str, String)], body: String) -> Result<Answer, Broken> {
        let stream = self.connect(address).await.map_err(Broken::Before)?;
        let mut all = vec![(HeaderName::from_static("user-agent"), HeaderValue::from_static("sanviec-webhook/1"))];
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).map_err(|error| Broken::Before(error.to_string()))?;
            all.push((HeaderName::from_static(name), value));
        }
        let authority = address.authority();
        let content_type = "application/json";
        let asked = Asked { path: &address.path, authority: &authority, content_type, headers: &all, body };
        http::post(stream, asked).await
    }

    async fn connect(&self, address: &Address) -> Result<Box<dyn Stream>, String> {
        let stream = self.reach(&self.numbers(address).await?).await?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        if !address.is_tls {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(address.host.clone()).map_err(|error| error.to_string())?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| error.to_string())?;
        Ok(Box::new(stream))
    }

    /// What the name stands for now. One number inside a network spoils all: such a name is no honest one.
    async fn numbers(&self, address: &Address) -> Result<Vec<SocketAddr>, String> {
        let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await;
        let found: Vec<SocketAddr> = found.map_err(|_| "there is no such name".to_owned())?.collect();
        if found.is_empty() {
            return Err("there is no such name".to_owned());
        }
        if !found.iter().all(|number| self.may_reach(number.ip(), address)) {
            return Err("the name stands for a machine inside a network".to_owned());
        }
        Ok(found)
    }

    fn may_reach(&self, ip: IpAddr, address: &Address) -> bool {
        let is_here = self.allows_local && ip.is_loopback();
        // Without TLS only this machine, whatever the name says.
        is_here || (address.is_tls && is_public(ip))
    }

    async fn reach(&self, numbers: &[SocketAddr]) -> Result<TcpStream, String> {
        let mut last = String::new();
        for number in numbers.iter().take(NUMBERS) {
            match TcpStream::connect(number).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error.to_string(),
            }
        }
        Err(last)
    }
}

fn judge(answer: &Answer) -> Reply {
    let heard = match answer.status {
        200..=299 => Heard::Taken,
        410 => Heard::Gone,
        429 | 502..=504 => Heard::Busy(answer.retry_after),
        _ => Heard::Failed,
    };
    let error = match heard {
        Heard::Taken => None,
        Heard::Gone | Heard::Busy(_) | Heard::Failed => Some(format!("it answered {}", answer.status)),
    };
    Reply { heard, status: Some(answer.status), error }
}
