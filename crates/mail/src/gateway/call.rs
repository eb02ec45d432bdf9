//! One request to a provider, under one deadline.

use super::Provider;
use super::request::MouldError;
use crate::http::{self, Answer, Asked, Broken, connector};
use hyper::Uri;
use hyper::header::{HeaderName, HeaderValue};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

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
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let authority = self.uri.authority().map_or(self.host.as_str(), |authority| authority.as_str());
        http::post(stream, Asked { path, authority, content_type, headers: &self.headers, body }).await
    }
}
