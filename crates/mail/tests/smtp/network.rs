//! The same server over TCP, with and without TLS. Ports are given by the system.

use crate::peer::{Act, Peer, Upgrade};
use crate::setup::{message, outcomes, relay};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use sanviec_domain::message::Tried::{self, Failed, Sent};
use sanviec_mail::{Deadlines, Outcome, Relay, Smtp, Stage, Stream, Tls};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, pem::PemObject};

/// A certificate for `localhost` that only those trust who are told to.
struct Secret {
    acceptor: TlsAcceptor,
    pem: Vec<u8>,
}

fn secret() -> Secret {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from_pem_slice(signing_key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    Secret { acceptor: TlsAcceptor::from(Arc::new(config)), pem: cert.pem().into_bytes() }
}

impl Secret {
    fn upgrade(&self) -> Upgrade {
        let acceptor = self.acceptor.clone();
        Arc::new(move |plain| {
            let acceptor = acceptor.clone();
            Box::pin(async move {
                let stream: Box<dyn Stream> = Box::new(acceptor.accept(plain).await?);
                Ok(stream)
            })
        })
    }
}

/// Serves at a port of this machine; with `secret`, TLS from the first byte.
async fn listen(peer: &Peer, secret: Option<&Secret>) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (peer, upgrade) = (peer.clone(), secret.map(Secret::upgrade));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (peer, upgrade) = (peer.clone(), upgrade.clone());
            tokio::spawn(async move {
                let mut stream: Box<dyn Stream> = Box::new(stream);
                if let Some(upgrade) = upgrade {
                    let Ok(wrapped) = upgrade(stream).await else { return };
                    stream = wrapped;
                }
                peer.serve(stream).await;
            });
        }
    });
    port
}

fn smtp(port: u16, tls: Tls, roots: &[u8]) -> Smtp {
    Smtp::new(Relay { roots: roots.to_vec(), ..relay("localhost", port, tls) }).unwrap()
}

fn all(outcomes: &[Outcome], class: Tried) -> bool {
    outcomes.iter().all(|outcome| outcome.tried() == class)
}

#[tokio::test]
async fn plain_to_this_machine_works_and_anywhere_else_it_does_not() {
    let peer = Peer::new(|_| Act::Go);
    let port = listen(&peer, None).await;
    assert!(all(&outcomes(&smtp(port, Tls::None, &[]), 3).await, Sent));
    // An address of documentation (RFC 5737): it is refused before anything is sent there.
    let away = Smtp::new(relay("192.0.2.1", port, Tls::None)).unwrap();
    let outcome = &away.send(vec![message(1)]).await[0].1;
    let Outcome::Retry(failure) = outcome else { panic!("{outcome:?}") };
    assert!(failure.stage == Stage::Connect && failure.text.contains("without TLS"), "{failure}");
}

#[tokio::test]
async fn implicit_tls_works_with_a_certificate_that_is_trusted() {
    let (peer, secret) = (Peer::new(|_| Act::Go), secret());
    let port = listen(&peer, Some(&secret)).await;
    assert!(all(&outcomes(&smtp(port, Tls::Implicit, &secret.pem), 3).await, Sent));
    assert!(all(&outcomes(&smtp(port, Tls::Implicit, &[]), 3).await, Failed));
    assert_eq!(peer.log().accepted.len(), 3);
}

#[tokio::test]
async fn starttls_is_required_not_hoped_for() {
    let secret = secret();
    let with = Peer::with(|_| Act::Go, Some(secret.upgrade()), None);
    let port = listen(&with, None).await;
    assert!(all(&outcomes(&smtp(port, Tls::StartTls, &secret.pem), 3).await, Sent));
    assert!(all(&outcomes(&smtp(port, Tls::StartTls, &[]), 3).await, Failed));
    let without = Peer::new(|_| Act::Go);
    let port = listen(&without, None).await;
    assert!(all(&outcomes(&smtp(port, Tls::StartTls, &secret.pem), 3).await, Failed));
    let log = without.log();
    assert!(log.accepted.is_empty() && !log.heard.iter().any(|line| line.starts_with("MAIL")), "{:?}", log.heard);
}

#[tokio::test]
async fn a_certificate_of_another_name_is_not_trusted() {
    let (peer, secret) = (Peer::new(|_| Act::Go), secret());
    let port = listen(&peer, Some(&secret)).await;
    let named = Relay { roots: secret.pem.clone(), ..relay("127.0.0.1", port, Tls::Implicit) };
    assert!(all(&outcomes(&Smtp::new(named).unwrap(), 1).await, Failed));
    assert!(peer.log().accepted.is_empty());
}

/// Nobody listens, or somebody listens and never says a word.
#[tokio::test]
async fn a_server_that_is_not_there_or_mute_is_left_in_time() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let short = Duration::from_millis(50);
    let deadlines = Deadlines { connect: short, answer: short, handover: short, whole: short * 4 };
    for tls in [Tls::None, Tls::StartTls, Tls::Implicit] {
        let mute = Smtp::new(Relay { deadlines, ..relay("localhost", port, tls) }).unwrap();
        assert!(all(&outcomes(&mute, 2).await, Failed), "{tls:?}");
    }
    drop(listener);
    assert!(all(&outcomes(&smtp(port, Tls::None, &[]), 2).await, Failed));
}
