//! One HTTP request to a provider: HTTP/1.1 over TLS, no redirects, no proxies, no pool, bounded in size and time.

use crate::network::{Reach, addresses};
use crate::settings::SettingsError;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// For one request, from the look-up of the name to the last byte.
const DEADLINE: Duration = Duration::from_secs(8);
/// Longest answer in bytes: metadata, keys and tokens have a few thousand.
const LONGEST: usize = 512 * 1024;

/// Why a request had no answer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Neither https, nor http on this machine.
    #[error("the address is not one that is asked")]
    Address,
    /// Connection, TLS, or an address that may not be asked.
    #[error("the connection failed")]
    Connection(#[source] io::Error),
    /// The other side does not speak HTTP, or said too much.
    #[error("the answer could not be read")]
    Answer(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It took too long.
    #[error("no answer in time")]
    Deadline,
}

/// Asks one provider.
#[derive(Clone)]
pub(crate) struct Fetcher {
    connector: TlsConnector,
    reach: Reach,
}

impl Fetcher {
    pub(crate) fn new(reach: Reach, roots_pem: Option<&[u8]>) -> Result<Self, SettingsError> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        for certificate in CertificateDer::pem_slice_iter(roots_pem.unwrap_or_default()) {
            let certificate = certificate.map_err(|_| SettingsError::Roots)?;
            roots.add(certificate).map_err(|_| SettingsError::Roots)?;
        }
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| SettingsError::Roots)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), reach })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        tokio::time::timeout(DEADLINE, self.ask_now(request)).await.map_err(|_| FetchError::Deadline)?
    }

    async fn ask_now(&self, request: HttpRequest) -> Result<HttpResponse, FetchError> {
        let uri = request.uri().clone();
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if self.reach == Reach::Own => false,
            _ => return Err(FetchError::Address),
        };
        let host = uri.host().ok_or(FetchError::Address)?.to_owned();
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let found = addresses(&host, port, self.reach).await.map_err(FetchError::Connection)?;
        let stream = TcpStream::connect(found.as_slice()).await.map_err(FetchError::Connection)?;
        if !secure {
            return converse(stream, request, &host, uri.port_u16()).await;
        }
        let name = ServerName::try_from(host.clone()).map_err(|_| FetchError::Address)?;
        let stream = self.connector.connect(name, stream).await.map_err(FetchError::Connection)?;
        converse(stream, request, &host, uri.port_u16()).await
    }
}

/// Sends the request and reads the answer, whatever its status. A redirect is an answer like any other: not followed.
async fn converse<S>(stream: S, request: HttpRequest, host: &str, port: Option<u16>) -> Result<HttpResponse, FetchError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let unreadable = |error: hyper::Error| FetchError::Answer(error.into());
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(unreadable)?;
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    parts.uri = path.parse().map_err(|_| FetchError::Address)?;
    let authority = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let authority = http::HeaderValue::from_str(&authority).map_err(|_| FetchError::Address)?;
    parts.headers.insert(http::header::HOST, authority);
    let request = http::Request::from_parts(parts, Full::new(Bytes::from(body)));
    let exchange = async {
        let answer = sender.send_request(request).await.map_err(unreadable)?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, LONGEST).collect().await.map_err(FetchError::Answer)?;
        Ok(http::Response::from_parts(parts, body.to_bytes().to_vec()))
    };
    let mut exchange = std::pin::pin!(exchange);
    // The connection moves while the exchange waits. It may end first: with the last byte of the answer, or without.
    tokio::select! {
        biased;
        answer = &mut exchange => answer,
        _ = connection => exchange.await,
    }
}

impl<'c> AsyncHttpClient<'c> for Fetcher {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertifiedKey, generate_simple_self_signed};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    /// A server on this machine that gives one answer to one request; its address, and what it was asked.
    async fn server(answer: Vec<u8>) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("listener");
        let address = listener.local_addr().expect("address");
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("accepted");
            let mut text = vec![0; 4096];
            let length = stream.read(&mut text).await.expect("read");
            let _ = stream.write_all(&answer).await;
            String::from_utf8_lossy(&text[..length]).into_owned()
        });
        (format!("http://{address}"), asked)
    }

    /// A server on this machine behind a certificate for `localhost` that only those trust who are told to; its port,
    /// and the certificate.
    async fn behind_tls() -> (u16, Vec<u8>) {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).expect("made");
        let key = PrivateKeyDer::from_pem_slice(signing_key.serialize_pem().as_bytes()).expect("key");
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth();
        let config = config.with_single_cert(vec![cert.der().clone()], key).expect("certificate");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("listener");
        let port = listener.local_addr().expect("address").port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever does not trust the certificate leaves here.
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut text = vec![0; 4096];
                let _ = stream.read(&mut text).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                let _ = stream.shutdown().await;
            }
        });
        (port, cert.pem().into_bytes())
    }

    fn get(url: &str) -> HttpRequest {
        http::Request::get(url).body(Vec::new()).expect("request")
    }

    fn fetcher(reach: Reach) -> Fetcher {
        Fetcher::new(reach, None).expect("fetcher")
    }

    #[tokio::test]
    async fn a_redirect_is_not_followed() {
        let away = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        let (url, asked) = server(away.to_vec()).await;
        let answer = fetcher(Reach::Own).call(get(&format!("{url}/a?b=c"))).await.expect("answer");
        assert_eq!(answer.status(), 302);
        let asked = asked.await.expect("asked");
        assert!(asked.starts_with("GET /a?b=c HTTP/1.1\r\n") && asked.contains(&url["http://".len()..]), "{asked}");
    }

    #[tokio::test]
    async fn an_answer_without_end_is_cut_off() {
        let mut much = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n".to_vec();
        much.resize(LONGEST + 4096, b'a');
        let (url, _asked) = server(much).await;
        let refused = fetcher(Reach::Own).call(get(&url)).await;
        assert!(matches!(refused, Err(FetchError::Answer(_))), "{refused:?}");
    }

    #[tokio::test]
    async fn neither_this_machine_nor_plain_http_is_asked_unless_it_was_configured() {
        for (url, reach) in [("http://127.0.0.1:9/", Reach::Public), ("http://sanviec.vn/", Reach::Private)] {
            assert!(matches!(fetcher(reach).call(get(url)).await, Err(FetchError::Address)), "{url}");
        }
        for url in ["https://127.0.0.1:9/", "https://localhost:9/", "https://[::1]:9/"] {
            let refused = fetcher(Reach::Public).call(get(url)).await;
            assert!(matches!(&refused, Err(FetchError::Connection(_))), "{url}: {refused:?}");
        }
    }

    #[tokio::test]
    async fn a_provider_whose_certificate_is_unknown_or_of_another_name_is_not_asked() {
        let (port, pem) = behind_tls().await;
        let told = Fetcher::new(Reach::Own, Some(&pem)).expect("fetcher");
        let answer = told.call(get(&format!("https://localhost:{port}/"))).await.expect("trusted");
        assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (200, b"ok".as_slice()));
        let unknown = fetcher(Reach::Own).call(get(&format!("https://localhost:{port}/"))).await;
        assert!(matches!(unknown, Err(FetchError::Connection(_))), "nobody said to trust it: {unknown:?}");
        let named = told.call(get(&format!("https://127.0.0.1:{port}/"))).await;
        assert!(matches!(named, Err(FetchError::Connection(_))), "it is for another name: {named:?}");
    }
}
