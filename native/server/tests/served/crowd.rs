//! Connections that begin requests and never send them whole.

use std::io::{Read as _, Write as _};

use crate::stage::{APP, Secure, Stage, VAULT};

/// More than there are places for connections that speak TLS.
const MANY: usize = 520;
/// Both ends of each connection are in one process, which has files of its own as well.
#[cfg(unix)]
const FILES: usize = 2 * MANY + 1000;
const OTHER: &str = "22222222-2222-3333-4444-555555555555";

/// Begins a request and sends one byte of its body.
fn begin(stage: &Stage, token: &str) -> Secure {
    let host = format!("{VAULT}.vault.localhost");
    let mut stream = stage.stream(&host);
    let head = format!(
        "POST /keys/Root/wrapkey?api-version=7.4 HTTP/1.1\r\nHost: {host}:{}\r\n\
         Authorization: Bearer {token}\r\nContent-Length: 10\r\n\r\n{{",
        stage.port()
    );
    // The server may have ended one before.
    let _ = stream.write_all(head.as_bytes());
    stream
}

/// Lists keys over a connection that stays; whether there was an answer.
fn lists(stream: &mut Secure, stage: &Stage, token: &str) -> bool {
    let head = format!(
        "GET /keys?api-version=7.4 HTTP/1.1\r\nHost: {VAULT}.vault.localhost:{}\r\n\
         Authorization: Bearer {token}\r\n\r\n",
        stage.port()
    );
    let mut answer = [0; 4096];
    let asked = stream.write_all(head.as_bytes()).is_ok();
    let read = stream.read(&mut answer).unwrap_or(0);
    asked && answer.get(..read).is_some_and(|text| text.starts_with(b"HTTP/1.1 200 "))
}

#[test]
fn who_begins_requests_without_end_keeps_nobody_out_registered_or_not_any_more() {
    #[cfg(unix)]
    let way_out = format!("The limit of open files (`ulimit -H -n`) must be {FILES} at least.");
    crate::files::played("crowd::many_begin_requests", Some(FILES), &way_out);
    #[cfg(not(unix))]
    many_begin_requests();
}

#[test]
#[ignore = "played by another test, in a process of its own"]
fn many_begin_requests() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let known = stage.token(OTHER, &stage.register(OTHER));
    let mut stays = stage.stream(&format!("{VAULT}.vault.localhost"));
    assert!(lists(&mut stays, &stage, &known));
    for is_removed in [false, true] {
        if is_removed {
            stage.remove(APP);
        }
        let begun: Vec<_> = (0..MANY).map(|_| begin(&stage, &token)).collect();
        for _ in 0..3 {
            let health = stage.ask("vault.localhost", "GET /health", "", "");
            assert_eq!(health.status, 200, "removed: {is_removed}");
            assert_eq!(stage.list(&known).status, 200, "removed: {is_removed}");
        }
        assert!(lists(&mut stays, &stage, &known), "who is known stays, removed: {is_removed}");
        drop(begun);
    }
}
