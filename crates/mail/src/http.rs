//! One request over a connection of its own. Redirects are not followed and proxies not used.

use crate::smtp::Stream;
use http_body_util::{BodyExt, Full, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue, RETRY_AFTER};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Bytes of an answer that are read.
const ANSWER: usize = 64 * 1024;

/// What is asked.
pub(crate) struct Asked<'a> {
    pub(crate) path: &'a str,
    /// The header `Host`.
    pub(crate) authority: &'a str,
    pub(crate) content_type: &'static str,
    pub(crate) headers: &'a [(HeaderName, HeaderValue)],
    pub(crate) body: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    /// Seconds to wait, where the answer says so.
    pub(crate) retry_after: Option<u32>,
}

/// No answer.
#[derive(Clone, Debug)]
pub(crate) enum Broken {
    /// Nothing of the message was said.
    Before(String),
    /// It may have been.
    After(String),
}

/// Posts a body over a stream and reads what comes back.
pub(crate) async fn post(stream: Box<dyn Stream>, asked: Asked<'_>) -> Result<Answer, Broken> {
    let before = |error: &dyn std::error::Error| Broken::Before(error.to_string());
    let after = |error: &dyn std::error::Error| Broken::After(error.to_string());
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|error| before(&error))?;
    // It ends with the sender, at the end of this function.
    let connection = Aborted(tokio::spawn(connection));
    let mut request =
        Request::post(asked.path).header("host", asked.authority).header("content-type", asked.content_type);
    for (name, value) in asked.headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(asked.body))).map_err(|error| before(&error))?;
    let response = sender.send_request(request).await.map_err(|error| after(&error))?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let read = Limited::new(response.into_body(), ANSWER).collect().await;
    drop(connection);
    let bytes = read.map_err(|error| Broken::After(error.to_string()))?.to_bytes();
    Ok(Answer { status, text: String::from_utf8_lossy(&bytes).into_owned(), retry_after })
}

/// A task that ends with whoever waits for it, also when that is dropped by a deadline.
struct Aborted<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for Aborted<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// TLS to whoever a public root vouches for.
pub(crate) fn connector() -> TlsConnector {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    TlsConnector::from(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}
