//! The accept loop: limits on headers, connections and time that `axum::serve` does not set, TLS from certificate
//! files, and a stop that waits for running requests but not for ever.

use crate::settings::Limits;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::Service;

/// Serves until `stop`, then lets running requests end for at most `limits.drain`.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    limits: Limits,
    stop: CancellationToken,
) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let http = Arc::new(connection_builder(&limits));
    loop {
        let permit = tokio::select! {
            () = stop.cancelled() => break,
            permit = room.clone().acquire_owned() => permit,
        };
        let Ok(permit) = permit else { break };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let peer = sanviec_web::Peer(peer.ip());
                let connection = Connection { permit, http: http.clone(), handshake: limits.header_read, peer };
                connection.spawn(stream, tls.clone(), router.clone(), &graceful);
            }
            Err(error) => {
                // Out of file handles, mostly: give those that are open a moment to close.
                tracing::warn!(%error, "a connection could not be accepted");
                pause(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still running at the end of the waiting time");
    }
}

#[expect(clippy::disallowed_methods, reason = "the accept loop waits for file handles, nothing in the product does")]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

fn connection_builder(limits: &Limits) -> Builder {
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_read)
        .max_buf_size(limits.header_bytes)
        .keep_alive(true);
    builder
}

struct Connection {
    permit: OwnedSemaphorePermit,
    http: Arc<Builder>,
    handshake: Duration,
    peer: sanviec_web::Peer,
}

impl Connection {
    fn spawn(self, stream: TcpStream, tls: Option<TlsAcceptor>, router: Router, graceful: &GracefulShutdown) {
        let _ = stream.set_nodelay(true);
        let watcher = graceful.watcher();
        tokio::spawn(async move {
            let Some(acceptor) = tls else {
                self.run(stream, router, watcher).await;
                return;
            };
            match tokio::time::timeout(self.handshake, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => self.run(stream, router, watcher).await,
                Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        });
    }

    async fn run<S>(self, stream: S, router: Router, watcher: hyper_util::server::graceful::Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut router = router.clone();
            let mut request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(self.peer);
            async move { router.call(request).await }
        });
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended badly");
        }
        drop(self.permit);
    }
}
