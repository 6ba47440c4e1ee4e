//! Connections: taken, bounded in number and time, and ended gracefully.

use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::body::Ended;
use crate::seats::{MOST_CONNECTIONS, MOST_HANDSHAKES, Seat, Seats};
use crate::service::{MOST_HEADERS, Service};
use crate::taken::Taken;

/// With those that have to give way and have not ended yet. More wait with the system.
const MOST_ALIVE: usize = MOST_HANDSHAKES + MOST_CONNECTIONS + 64;
/// How long a client may take to speak TLS, or to send the head of a request; also how long a
/// connection may be idle.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long an answer may wait for its client to take it.
const ANSWER_TIME: Duration = Duration::from_secs(10);
const MOST_HEAD_BYTES: usize = 32 << 10;
/// What was begun when the server is told to stop may take so long.
pub(crate) const LAST_WORDS: Duration = Duration::from_millis(1400);
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
    let seats = Arc::new(Seats::default());
    let room = Arc::new(Semaphore::new(MOST_ALIVE));
    loop {
        let taken = tokio::select! {
            taken = taken(&listener, &room) => taken,
            _ = stop.changed() => return,
        };
        let Some((stream, from, part)) = taken else {
            seats.make_room();
            sleep(BREATH).await;
            continue;
        };
        let seat = Arc::new(seats.enter(from.ip()));
        let own = (stream, from, Arc::clone(&seat));
        let connection = connection(own, tls.clone(), Arc::clone(&service), stop.clone());
        let alive = alive.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = connection => {}
                () = seat.gives_way() => tracing::trace!(%from, "a connection gives way"),
            }
            drop((part, alive));
        });
    }
}

type Part = tokio::sync::OwnedSemaphorePermit;

/// The next connection, once there is room; `None` where the system gives it no file.
async fn taken(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, Part)> {
    let part = Arc::clone(room).acquire_owned().await.ok()?;
    let (stream, from) = listener.accept().await.ok()?;
    Some((stream, from, part))
}

async fn connection(
    (stream, from, seat): (TcpStream, SocketAddr, Arc<Seat>),
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
    if !seat.speaks() {
        return;
    }
    let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&seat));
        Arc::clone(&service).answer(request, from)
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(MOST_HEADERS)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(Taken::within(ANSWER_TIME, stream)), answer);
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
        let _ = connection.into_parts().io.inner().stream().get_ref().0.set_zero_linger();
    }
    tracing::trace!(%from, ended = ended.is_some(), "a connection ends");
}

fn asks_for_reset(error: &hyper::Error) -> bool {
    error.source().and_then(|why| why.downcast_ref::<Ended>()).is_some_and(|ended| ended.is_reset)
}
