//! Connections that only take room: nobody else waits for them.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tokio::net::TcpSocket;

use crate::stage::{APP, Secure, Stage, VAULT};

const IN_A_ROW: usize = 10_000;
const LONG: Duration = Duration::from_secs(60);

/// With those that have spoken TLS.
const SPEAKING: usize = 600;
/// Places of those.
const PLACES: usize = 512;

/// Both ends of each connection are in one process, which has files of its own as well.
const FILES: usize = IN_A_ROW + 2 * SPEAKING + 1000;
/// Set by who has a machine that allows fewer files: fewer connections are held then, one after the
/// other is let go, and nobody gives way among those that speak TLS.
const FEW_FILES: &str = "CUSTOMER_KEY_FEW_FILES";

/// Whether all are held at once.
fn are_all_held() -> bool {
    std::env::var_os(FEW_FILES).is_none()
}

/// Plays a test where enough files may be open for all, or where somebody is content with fewer.
#[cfg(unix)]
fn played_with_files(test: &str) {
    let way_out = format!(
        "Where fewer than {FILES} files may be open, raise the limit, or set {FEW_FILES}=1 to hold \
         fewer connections."
    );
    crate::files::played(test, are_all_held().then_some(FILES), &way_out);
}

/// Whether the other side has ended a connection.
fn has_ended(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut told = [0; 4096];
    loop {
        match stream.read(&mut told) {
            // What was said before the end.
            Ok(1..) => {}
            Ok(0) => return true,
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
}

/// Asks over a connection that stays; whether there was an answer.
fn is_answered(stream: &mut Secure, stage: &Stage, token: &str) -> bool {
    let ask = format!(
        "GET /keys?api-version=7.4 HTTP/1.1\r\nHost: {VAULT}.vault.localhost:{}\r\n\
         Authorization: Bearer {token}\r\n\r\n",
        stage.port()
    );
    let mut answer = [0; 4096];
    stream.write_all(ask.as_bytes()).unwrap();
    let read = stream.read(&mut answer).unwrap();
    String::from_utf8_lossy(answer.get(..read).unwrap()).starts_with("HTTP/1.1 200 ")
}

#[test]
fn thousands_of_connections_that_do_not_speak_keep_nobody_out_and_drive_nobody_away() {
    #[cfg(unix)]
    played_with_files("connections::thousands_are_held");
    #[cfg(not(unix))]
    thousands_are_held();
}

#[test]
#[ignore = "played by another test, in a process of its own"]
fn thousands_are_held() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let mut stays = stage.stream(&format!("{VAULT}.vault.localhost"));
    assert!(is_answered(&mut stays, &stage, &token));
    let (mut silent, are_all) = (VecDeque::new(), are_all_held());
    for number in 0..IN_A_ROW {
        silent.push_back(TcpStream::connect(stage.address()).unwrap());
        if !are_all && silent.len() > 300 {
            silent.pop_front();
        }
        if number % 1000 == 999 {
            assert!(is_answered(&mut stays, &stage, &token), "{number}");
            assert_eq!(stage.list(&token).status, 200, "a newcomer after {number}");
        }
    }
    // Hundreds that speak TLS and say nothing more keep nobody out either.
    let host = format!("{VAULT}.vault.localhost");
    let mut strangers = Vec::new();
    for number in 0..if are_all { SPEAKING } else { 300 } {
        let mut stranger = stage.stream(&host);
        while stranger.conn.is_handshaking() {
            stranger.conn.complete_io(&mut stranger.sock).unwrap();
        }
        strangers.push(stranger);
        if number % 50 == 49 {
            assert!(is_answered(&mut stays, &stage, &token), "{number} strangers");
        }
    }
    assert_eq!(stage.list(&token).status, 200);
    if are_all {
        let mut ended = || -> usize {
            strangers.iter_mut().map(|it| usize::from(has_ended(&mut it.sock))).sum()
        };
        let began = Instant::now();
        // One of the places is that of who has shown a token.
        while ended() <= SPEAKING - PLACES {
            assert!(began.elapsed() < LONG, "nobody gives way");
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(is_answered(&mut stays, &stage, &token), "who has shown a token stays");
    }
}

/// Other addresses of this machine than the first are there without more on Linux alone.
#[test]
#[cfg(target_os = "linux")]
fn an_address_that_connects_without_end_keeps_no_other_one_out() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let mut stays = stage.stream(&format!("{VAULT}.vault.localhost"));
    let to = stage.address();
    std::thread::scope(|scope| {
        let flood = scope.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            runtime.unwrap().block_on(async {
                let mut held = VecDeque::new();
                for _ in 0..IN_A_ROW {
                    let socket = TcpSocket::new_v4().unwrap();
                    socket.bind(SocketAddr::from(([127, 0, 0, 2], 0))).unwrap();
                    held.extend(socket.connect(to).await.ok());
                    if held.len() > 300 {
                        held.pop_front();
                    }
                }
            });
        });
        let mut asked = 0;
        while !flood.is_finished() || asked == 0 {
            assert!(is_answered(&mut stays, &stage, &token), "{asked}");
            assert_eq!(stage.list(&token).status, 200, "{asked}");
            asked += 1;
            // An application that asks without a pause is told to wait.
            std::thread::sleep(Duration::from_millis(20));
        }
    });
}

#[test]
fn who_asks_without_end_and_takes_no_answer_is_cut_off() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let ask = format!("GET /health HTTP/1.1\r\nHost: vault.localhost:{}\r\n\r\n", stage.port());
    let asked = ask.repeat(100);
    let mut deaf = stage.stream("vault.localhost");
    deaf.sock.set_write_timeout(Some(LONG)).unwrap();
    let ended = std::thread::scope(|scope| {
        let asks = scope.spawn(move || {
            loop {
                if let Err(error) = deaf.write_all(asked.as_bytes()) {
                    return error.kind();
                }
            }
        });
        while !asks.is_finished() {
            assert_eq!(stage.list(&token).status, 200);
            std::thread::sleep(Duration::from_millis(100));
        }
        asks.join().unwrap()
    });
    assert!(![ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&ended), "{ended}");
}
