//! An HTTP client for one connection that is kept open: what a client library would send, on a thread of its own.

use crate::Failure;
use bytes::BytesMut;
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_TYPE, COOKIE, ETAG, HOST, IF_NONE_MATCH, LINK, LOCATION};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::pin::Pin;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

/// One open connection. A server that closed it is called again at the next request.
pub(crate) struct Client {
    runtime: Runtime,
    address: SocketAddr,
    sender: Option<SendRequest<String>>,
}

/// What was answered.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: BytesMut,
    pub(crate) etag: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) location: Option<String>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, address, sender: None })
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Response, Failure> {
        self.get_unless(path, None)
    }

    /// Asks for what has changed since the answer with this `ETag`.
    pub(crate) fn get_unless(&mut self, path: &str, etag: Option<&str>) -> Result<Response, Failure> {
        let mut request = hyper::Request::get(path).header(HOST, "localhost");
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        self.send(request.body(String::new())?)
    }

    /// Asks as whoever is signed in with this token, over plain HTTP.
    pub(crate) fn get_as(&mut self, path: &str, token: &str) -> Result<Response, Failure> {
        let request = hyper::Request::get(path).header(HOST, "localhost").header(COOKIE, format!("sanviec={token}"));
        self.send(request.body(String::new())?)
    }

    /// Sends a form as a page of the site would, through a proxy that saw this network.
    pub(crate) fn post_form(&mut self, path: &str, body: &str, network: &str) -> Result<Response, Failure> {
        let request = hyper::Request::post(path)
            .header(HOST, "localhost")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", network);
        self.send(request.body(body.to_owned())?)
    }

    fn send(&mut self, request: hyper::Request<String>) -> Result<Response, Failure> {
        let Self { runtime, address, sender } = self;
        let outcome = runtime.block_on(ask(*address, sender, request));
        if outcome.is_err() {
            *sender = None;
        }
        outcome
    }
}

async fn ask(
    address: SocketAddr,
    held: &mut Option<SendRequest<String>>,
    request: hyper::Request<String>,
) -> Result<Response, Failure> {
    let sender = match held {
        Some(sender) if !sender.is_closed() => sender,
        _ => held.insert(connect(address).await?),
    };
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (status, etag, link) = (response.status().as_u16(), text(ETAG), text(LINK));
    let location = text(LOCATION);
    Ok(Response { status, body: whole(response.into_body()).await?, etag, link, location })
}

async fn connect(address: SocketAddr) -> Result<SendRequest<String>, Failure> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn whole(mut body: Incoming) -> Result<BytesMut, Failure> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}
