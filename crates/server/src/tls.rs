//! TLS from certificate files.

use crate::settings::{SettingsError, Tls};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The acceptor for the configured files; `None` when TLS is left to a proxy.
pub(crate) fn acceptor(tls: &Tls) -> Result<Option<TlsAcceptor>, SettingsError> {
    let (Some(certificate), Some(key)) = (&tls.certificate, &tls.key) else { return Ok(None) };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| bad("tls.certificate", certificate, &error))?;
    let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| bad("tls.key", key, &error))?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key_der)
        .map_err(|error| bad("tls.key", key, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

fn bad(key: &'static str, path: &Path, error: &dyn std::fmt::Display) -> SettingsError {
    SettingsError::Value { key, why: format!("{}: {error}", path.display()) }
}
