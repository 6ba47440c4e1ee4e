//! What comes before a body: bounded in number, size and time.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::stage::{APP, Answer, Stage, VAULT};

/// What the system keeps on the way, once nobody reads.
const ON_THE_WAY: usize = 32 << 20;
const GIGABYTE: usize = 1 << 30;
/// Much longer than anybody is waited for.
const LONG: Duration = Duration::from_secs(150);

fn host() -> String {
    format!("{VAULT}.vault.localhost")
}

#[test]
fn a_head_of_too_many_headers_or_bytes_is_refused_and_one_without_end_is_not_read_on() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let ask = |more: &str| -> Answer {
        let headers = format!("Authorization: Bearer {token}\r\n{more}");
        stage.ask(&host(), "GET /keys?api-version=7.4", &headers, "")
    };
    let named = |count: usize| -> String {
        (0..count).map(|number| format!("x-{number}: a\r\n")).collect()
    };
    // With the four that each request here has.
    assert_eq!(ask(&named(60)).status, 200);
    assert_eq!(ask(&named(61)).status, 431);
    let long = |length: usize| format!("x-long: {}\r\n", "a".repeat(length));
    assert_eq!(ask(&long(24 << 10)).status, 200);
    // The refusal may be lost with the connection, which ends while the head still comes.
    let begin = "GET /keys?api-version=7.4 HTTP/1.1\r\nx-long: ";
    let rest = [&[b'a'; 64 << 10], b"\r\n\r\n".as_slice()].concat();
    let (_, refused) = stage.flood(&host(), begin, &rest, 1);
    assert!([0, 431].contains(&refused.status), "{refused:?}");
    for begin in [begin, "GET /keys?x="] {
        let (sent, answer) = stage.flood(&host(), begin, &[b'a'; 4096], GIGABYTE);
        assert!(sent < ON_THE_WAY, "{sent}");
        assert!([0, 414, 431].contains(&answer.status), "{answer:?}");
    }
    assert_eq!(stage.list(&token).status, 200);
}

/// Goes on, byte by byte, until nobody listens any more; `dripping` counts those that have begun.
fn drips(mut stream: impl Write, what: &str, dripping: &AtomicUsize) {
    let mut begun = Some(dripping);
    let began = Instant::now();
    while stream.write_all(b"a").and_then(|()| stream.flush()).is_ok() {
        if let Some(dripping) = begun.take() {
            dripping.fetch_add(1, Ordering::SeqCst);
        }
        assert!(began.elapsed() < LONG, "{what} is waited for");
        std::thread::sleep(Duration::from_millis(250));
    }
    assert!(began.elapsed() > Duration::from_secs(5), "{what} ends for another reason");
}

/// What comes until the other side ends the connection.
fn waits(mut stream: impl Read, what: &str) -> String {
    let mut text = Vec::new();
    let ended = stream.read_to_end(&mut text).err().map(|error| error.kind());
    let late = [Some(ErrorKind::WouldBlock), Some(ErrorKind::TimedOut)];
    assert!(!late.contains(&ended), "{what} is waited for");
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn who_never_ends_a_greeting_a_head_or_a_body_is_let_go_and_others_are_answered_meanwhile() {
    /// A greeting of TLS that is longer than what comes of it.
    const GREETING: [u8; 5] = [22, 3, 1, 0x3f, 0xff];
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let plain = || {
        let stream = TcpStream::connect(stage.address()).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    };
    let begun = |text: &str| {
        let mut stream = stage.stream(&host());
        stream.sock.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream.flush().unwrap();
        stream
    };
    let head = format!(
        "POST /keys/k/create?api-version=7.4 HTTP/1.1\r\nHost: {}:{}\r\n\
         Authorization: Bearer {token}\r\n",
        host(),
        stage.port()
    );
    let body = format!("{head}Content-Length: 1000\r\n\r\n{{");
    let dripping = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| waits(plain(), "silence"));
        scope.spawn(|| waits(begun(""), "silence after a greeting"));
        scope.spawn(|| waits(begun(&head), "half a head"));
        let told = scope.spawn(|| waits(begun(&body), "half a body"));
        let drip = [
            scope.spawn(|| {
                let mut stream = plain();
                stream.write_all(&GREETING).unwrap();
                drips(stream, "a greeting", &dripping);
            }),
            scope.spawn(|| drips(begun(&format!("{head}x-long: ")), "a head", &dripping)),
            scope.spawn(|| drips(begun(&body), "a body", &dripping)),
        ];
        while dripping.load(Ordering::SeqCst) < drip.len() {
            assert!(!drip.iter().any(|it| it.is_finished()), "one ends before all have begun");
            std::thread::sleep(Duration::from_millis(5));
        }
        // All drip now; and so it goes on until the last of them is let go.
        assert!(!drip.iter().any(|it| it.is_finished()));
        while !drip.iter().all(|it| it.is_finished()) {
            assert_eq!(stage.list(&token).status, 200);
            std::thread::sleep(Duration::from_millis(100));
        }
        let told = told.join().unwrap();
        assert!(told.starts_with("HTTP/1.1 408 ") && told.contains("RequestTimeout"), "{told}");
    });
    assert_eq!(stage.list(&token).status, 200);
}
