//! Connections: taken, bounded in number and time, and ended gracefully.

use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::body::Ended;
use crate::service::Service;

/// Connections at once; more are closed at once.
const MOST_CONNECTIONS: usize = 1024;
/// How long a client may take to speak TLS, or to send the head of a request; also how long a
/// connection may be idle.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
const HEAD_TIME: Duration = Duration::from_secs(30);
const MOST_HEADERS: usize = 64;
const MOST_HEAD_BYTES: usize = 32 << 10;
/// What was begun when the server is told to stop may take so long.
const LAST_WORDS: Duration = Duration::from_millis(1500);
/// How long to wait when the system has no more files for connections.
const BREATH: Duration = Duration::from_millis(50);

/// Takes connections until it is told to stop. `alive` ends with the last of them.
pub(crate) async fn listen(
    listener: TcpListener,
    tls: TlsAcceptor,
    service: Arc<Service>,
    mut stop: watch::Receiver<bool>,
    alive: mpsc::Sender<()>,
) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            _ = stop.changed() => return,
        };
        let Ok((stream, from)) = taken else {
            sleep(BREATH).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let connection = connection(stream, from, tls.clone(), Arc::clone(&service), stop.clone());
        let alive = alive.clone();
        tokio::spawn(async move {
            connection.await;
            drop((place, alive));
        });
    }
}

async fn connection(
    stream: TcpStream,
    from: SocketAddr,
    tls: TlsAcceptor,
    service: Arc<Service>,
    mut stop: watch::Receiver<bool>,
) {
    // Small answers must not wait for one another.
    let _ = stream.set_nodelay(true);
    let handshake = tokio::select! {
        done = timeout(HANDSHAKE_TIME, tls.accept(stream)) => done,
        _ = stop.changed() => return,
    };
    let Ok(Ok(stream)) = handshake else { return };
    let answer = service_fn(move |request| Arc::clone(&service).answer(request, from));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(MOST_HEADERS)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), answer);
    let ended = tokio::select! {
        ended = &mut connection => Some(ended),
        _ = stop.changed() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            timeout(LAST_WORDS, &mut connection).await.ok()
        }
    };
    let is_reset = matches!(&ended, Some(Err(error)) if asks_for_reset(error));
    if is_reset {
        // What is closed with nothing left to say for it is reset.
        let _ = connection.into_parts().io.inner().get_ref().0.set_zero_linger();
    }
    tracing::trace!(%from, ended = ended.is_some(), "a connection ends");
}

fn asks_for_reset(error: &hyper::Error) -> bool {
    error.source().and_then(|why| why.downcast_ref::<Ended>()).is_some_and(|ended| ended.is_reset)
}
