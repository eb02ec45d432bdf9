//! Files that people sent are shown to a virus scanner (clamd, INSTREAM) before anybody else opens them. A scanner that
//! is down, slow or unsure says nothing: the file stays shut and is shown again. One that is there and says nothing of
//! use about a file gets the next ones first.

use crate::wait;
use sanviec_app::applications::{Verdict, postpone_scan, settle_scan, waiting_files};
use sanviec_app::{Actor, App, Locale};
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(3);
/// The longest conversation about one file.
const PATIENCE: Duration = Duration::from_mins(1);
const BATCH: u64 = 4;
/// Bytes handed over at a time.
const PART: usize = 64 * 1024;
/// Longest answer that is read.
const ANSWER: u64 = 4 * 1024;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// A socket on this machine.
    Unix(PathBuf),
    /// `host:port`.
    Tcp(String),
}

impl Scanner {
    /// Reads `/run/clamav/clamd.ctl` or `127.0.0.1:3310`; nothing for an empty text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "" => None,
            path if path.starts_with('/') => Some(Self::Unix(PathBuf::from(path))),
            address => Some(Self::Tcp(address.to_owned())),
        }
    }

    /// What it says of some bytes; `None` when it says nothing that can be relied on.
    ///
    /// # Errors
    /// When it is not there: that says nothing about the bytes.
    async fn ask(&self, bytes: &[u8]) -> std::io::Result<Option<Verdict>> {
        match self {
            Self::Unix(path) => Ok(heard(reach(UnixStream::connect(path)).await?, bytes).await),
            Self::Tcp(address) => Ok(heard(reach(TcpStream::connect(address)).await?, bytes).await),
        }
    }
}

async fn reach<T>(connect: impl Future<Output = std::io::Result<T>>) -> std::io::Result<T> {
    match tokio::time::timeout(PATIENCE, connect).await {
        Ok(reached) => reached,
        Err(_) => Err(std::io::ErrorKind::TimedOut.into()),
    }
}

/// A peer that hangs up or falls silent over these bytes says nothing of them.
async fn heard(peer: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> Option<Verdict> {
    match tokio::time::timeout(PATIENCE, converse(peer, bytes)).await {
        Ok(Ok(answer)) => read(&answer),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the scanner hung up");
            None
        }
        Err(_) => None,
    }
}

async fn converse(mut peer: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> std::io::Result<String> {
    peer.write_all(b"zINSTREAM\0").await?;
    for part in bytes.chunks(PART) {
        let length = u32::try_from(part.len()).unwrap_or_default();
        peer.write_all(&length.to_be_bytes()).await?;
        peer.write_all(part).await?;
    }
    peer.write_all(&[0; 4]).await?;
    peer.flush().await?;
    let mut answer = Vec::new();
    peer.take(ANSWER).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

/// Only a plain yes is a yes.
fn read(answer: &str) -> Option<Verdict> {
    let said = answer.strip_prefix("stream: ")?;
    match said.strip_suffix(" FOUND") {
        Some(found) => Some(Verdict::Infected(found.chars().take(100).collect())),
        None if said == "OK" => Some(Verdict::Clean),
        None => None,
    }
}

/// Shows waiting files to the scanner until `stop`.
pub async fn scan(app: App, scanner: Scanner, stop: CancellationToken) {
    loop {
        let ctx = app.ctx(Actor::System, Locale::Vi);
        let mut settled = 0;
        match waiting_files(&app, &ctx, BATCH).await {
            Ok(files) => {
                for (id, bytes) in files {
                    settled += u64::from(one(&app, &scanner, id, &bytes).await);
                }
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "files for the scanner could not be read");
            }
        }
        if settled < BATCH && !wait::or_stop(PAUSE, &stop).await || stop.is_cancelled() {
            return;
        }
    }
}

/// Whether it is out of the way: settled, or put behind the others.
async fn one(app: &App, scanner: &Scanner, id: uuid::Uuid, bytes: &[u8]) -> bool {
    let verdict = match scanner.ask(bytes).await {
        Ok(Some(verdict)) => verdict,
        Ok(None) => {
            tracing::warn!(%id, "the scanner said nothing of use; the file stays shut");
            return postponed(app, id).await;
        }
        Err(error) => {
            tracing::warn!(%id, %error, "the scanner cannot be reached; the file stays shut");
            return false;
        }
    };
    let ctx = app.ctx(Actor::System, Locale::Vi);
    match settle_scan(app, &ctx, id, verdict).await {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%id, error = &error as &dyn std::error::Error, "what the scanner said could not be noted");
            false
        }
    }
}

async fn postponed(app: &App, id: uuid::Uuid) -> bool {
    let ended = postpone_scan(app, &app.ctx(Actor::System, Locale::Vi), id).await;
    if let Err(error) = &ended {
        tracing::error!(%id, error = error as &dyn std::error::Error, "a file could not be put behind the others");
    }
    ended.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[test]
    fn only_a_plain_yes_is_a_yes() {
        for (answer, verdict) in [
            ("stream: OK", Some(Verdict::Clean)),
            ("stream: Eicar-Test-Signature FOUND", Some(Verdict::Infected("Eicar-Test-Signature".into()))),
            ("INSTREAM size limit exceeded. ERROR", None),
            ("stream: OK ERROR", None),
            ("OK", None),
            ("", None),
        ] {
            assert_eq!(read(answer), verdict, "{answer}");
        }
        assert_eq!(Scanner::parse(" "), None);
        assert_eq!(Scanner::parse("/run/clamd.ctl"), Some(Scanner::Unix("/run/clamd.ctl".into())));
        assert_eq!(Scanner::parse("127.0.0.1:3310"), Some(Scanner::Tcp("127.0.0.1:3310".into())));
    }

    /// A peer that speaks the protocol: takes parts until the empty one and answers, or hangs up in the middle.
    async fn peer(answer: Option<&'static str>) -> Scanner {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("address").to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("accepted");
            let mut command = [0; 10];
            stream.read_exact(&mut command).await.expect("command");
            assert_eq!(&command, b"zINSTREAM\0");
            let Some(answer) = answer else { return };
            loop {
                let length = stream.read_u32().await.expect("length");
                if length == 0 {
                    break;
                }
                let mut part = vec![0; length as usize];
                stream.read_exact(&mut part).await.expect("part");
            }
            stream.write_all(answer.as_bytes()).await.expect("answered");
        });
        Scanner::Tcp(address)
    }

    #[tokio::test]
    async fn a_scanner_is_asked_in_parts_and_silence_is_no_yes() {
        let bytes = vec![7; PART * 2 + 5];
        let clean = peer(Some("stream: OK\0")).await;
        assert_eq!(clean.ask(&bytes).await.expect("answered"), Some(Verdict::Clean));
        let unsure = peer(Some("INSTREAM size limit exceeded. ERROR\0")).await;
        assert_eq!(unsure.ask(&bytes).await.expect("answered"), None);
        let cut = peer(None).await;
        assert!(!matches!(cut.ask(&bytes).await, Ok(Some(_))), "hung up");
        let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let down = Scanner::Tcp(closed.local_addr().expect("address").to_string());
        drop(closed);
        assert!(down.ask(&bytes).await.is_err());
    }
}
