//! Getting a stream to the server: over TCP, or from somebody who has one.

use super::{Inner, Tls};
use lettre::transport::smtp::client::AsyncTokioStream;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Bytes both ways.
pub trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin + fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin + fmt::Debug> Stream for T {}

/// A stream that is being opened.
pub type Dialled = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// Opens streams to a server.
pub trait Dial: Send + Sync {
    /// A new stream; the greeting has not been read.
    fn dial(&self) -> Dialled;
}

/// A stream as lettre takes it.
#[derive(Debug)]
pub(super) struct Wire(Box<dyn Stream>);

pub(super) async fn dial(inner: &Inner) -> io::Result<Box<Wire>> {
    let stream = match &inner.dial {
        Some(dial) => dial.dial().await?,
        None => Box::new(tcp(inner).await?),
    };
    Ok(Box::new(Wire(stream)))
}

/// The first address that answers. Without TLS the name must stand for this machine and nothing else.
async fn tcp(inner: &Inner) -> io::Result<TcpStream> {
    let relay = &inner.relay;
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host((relay.host.as_str(), relay.port)).await?.collect();
    if relay.tls == Tls::None && !addresses.iter().all(|address| address.ip().is_loopback()) {
        return Err(io::Error::other("without TLS only a server on this machine is written to"));
    }
    let stream = TcpStream::connect(addresses.as_slice()).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
