//! One request over a connection of its own, under one deadline. Redirects are not followed and proxies not used.

use super::Provider;
use super::request::MouldError;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Bytes of an answer that are read.
const ANSWER: usize = 64 * 1024;

/// How requests are made.
pub(super) struct Call {
    uri: Uri,
    host: String,
    port: u16,
    /// `None`: to this machine, without.
    tls: Option<TlsConnector>,
    headers: Vec<(HeaderName, HeaderValue)>,
    deadline: Duration,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) text: String,
}

/// No answer.
#[derive(Clone, Debug)]
pub(super) enum Broken {
    /// Nothing of the message was said.
    Before(String),
    /// It may have been.
    After(String),
}

impl Call {
    pub(super) fn new(provider: &Provider) -> Result<Self, MouldError> {
        let odd = || MouldError::Address(provider.url.clone());
        let uri: Uri = provider.url.parse().map_err(|_| odd())?;
        let host = uri.host().ok_or_else(odd)?.to_owned();
        let tls = match uri.scheme_str() {
            Some("https") => Some(connector()),
            Some("http") if matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]") => None,
            _ => return Err(odd()),
        };
        let port = uri.port_u16().unwrap_or(if tls.is_some() { 443 } else { 80 });
        let mut headers = Vec::new();
        for (name, value) in &provider.headers {
            let bad = || MouldError::Header(name.clone());
            let mut value = HeaderValue::from_str(value).map_err(|_| bad())?;
            value.set_sensitive(true);
            headers.push((HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?, value));
        }
        Ok(Self { uri, host, port, tls, headers, deadline: provider.deadline })
    }

    /// Sends a body and reads what comes back.
    pub(super) async fn post(&self, body: String, content_type: &'static str) -> Result<Answer, Broken> {
        let deadline = tokio::time::Instant::now() + self.deadline;
        let late = |_| Broken::Before("it did not answer in time".to_owned());
        let stream = tokio::time::timeout_at(deadline, self.connect()).await.map_err(late)?;
        let stream = stream.map_err(|error| Broken::Before(error.to_string()))?;
        let rest = tokio::time::timeout_at(deadline, self.ask(stream, body, content_type));
        rest.await.unwrap_or_else(|_| Err(Broken::After("it did not answer in time".to_owned())))
    }

    async fn connect(&self) -> std::io::Result<Box<dyn crate::smtp::Stream>> {
        let stream = TcpStream::connect((self.host.trim_matches(['[', ']']), self.port)).await?;
        stream.set_nodelay(true)?;
        let Some(tls) = &self.tls else { return Ok(Box::new(stream)) };
        let name = ServerName::try_from(self.host.clone()).map_err(std::io::Error::other)?;
        Ok(Box::new(tls.connect(name, stream).await?))
    }

    async fn ask(
        &self,
        stream: Box<dyn crate::smtp::Stream>,
        body: String,
        content_type: &'static str,
    ) -> Result<Answer, Broken> {
        let before = |error: &dyn std::error::Error| Broken::Before(error.to_string());
        let after = |error: &dyn std::error::Error| Broken::After(error.to_string());
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = handshake.map_err(|error| before(&error))?;
        // It ends with the sender, at the end of this function.
        let connection = tokio::spawn(connection);
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let host = self.uri.authority().map_or(self.host.as_str(), |authority| authority.as_str());
        let mut request = Request::post(path).header("host", host).header("content-type", content_type);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|error| before(&error))?;
        let response = sender.send_request(request).await.map_err(|error| after(&error))?;
        let status = response.status().as_u16();
        let read = Limited::new(response.into_body(), ANSWER).collect().await;
        connection.abort();
        let bytes = read.map_err(|error| Broken::After(error.to_string()))?.to_bytes();
        Ok(Answer { status, text: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

fn connector() -> TlsConnector {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    TlsConnector::from(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}
