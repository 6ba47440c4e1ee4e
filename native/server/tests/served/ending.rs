//! A server that is told to end.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use ckey_vault::Fault;

use crate::stage::{APP, Stage, VAULT};

const LONG: Duration = Duration::from_secs(60);

#[test]
fn whoever_is_connected_and_whatever_was_begun_a_server_ends_at_once_and_so_do_they() {
    let mut stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let host = format!("{VAULT}.vault.localhost");
    let port = stage.port();
    let of = |host: &str, line: &str, body: &str| {
        format!(
            "{line}?api-version=7.4 HTTP/1.1\r\nHost: {host}:{port}\r\n\
             Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let make = of(&host, "POST /keys/k/create", r#"{"kty":"RSA","key_size":4096}"#);
    let health = of("vault.localhost", "GET /health", "");
    let slow = of(&host, "GET /keys", "");
    let mut open = Vec::new();
    for (host, begun) in [
        (host.as_str(), ""),
        (&host, "GET /keys"),
        (&host, make.as_str()),
        (&host, make.get(..make.len() - 5).unwrap()),
        ("vault.localhost", &health),
    ] {
        let mut stream = stage.stream(host);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).unwrap();
        }
        stream.write_all(begun.as_bytes()).unwrap();
        open.push(stream);
    }
    // Longer than anybody would wait here.
    let fault = Fault::Slow(Duration::from_secs(600));
    stage.tenant.vaults().set_fault(&stage.admin(), VAULT, fault).unwrap();
    let mut waits = stage.stream(&host);
    waits.write_all(slow.as_bytes()).unwrap();
    open.push(waits);
    let silent = TcpStream::connect(stage.address()).unwrap();
    std::thread::sleep(Duration::from_millis(300));

    let (server, began) = (stage.server.take().unwrap(), Instant::now());
    server.stop();
    // Two seconds, and what a busy machine needs.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    for mut stream in open {
        stream.sock.set_read_timeout(Some(LONG)).unwrap();
        let ended = stream.read_to_end(&mut Vec::new()).err().map(|error| error.kind());
        let late = [Some(ErrorKind::WouldBlock), Some(ErrorKind::TimedOut)];
        assert!(!late.contains(&ended), "{ended:?}");
    }
    assert!(TcpStream::connect(stage.address()).is_err(), "nobody listens any more");
    drop(silent);
}
