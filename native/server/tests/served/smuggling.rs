//! Requests within the bodies of others.

use std::io::{Read as _, Write as _};

use crate::stage::{APP, Stage, VAULT};

/// What comes back for these bytes, and how many answers that is.
fn told(stage: &Stage, bytes: &str) -> (usize, String) {
    let mut stream = stage.stream(&format!("{VAULT}.vault.localhost"));
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut text = Vec::new();
    // The connection may be cut with bytes of ours unread.
    let _ = stream.read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text).into_owned();
    (text.matches("HTTP/1.1 ").count(), text)
}

/// Somebody on the way may count the body of a request by one of two lengths, and the server by the
/// other: what is a body to one is a request to the other, with whoever's token.
#[test]
fn a_request_that_is_hidden_behind_another_whose_length_is_said_twice_is_not_read() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let begin = |name: &str| {
        format!(
            "POST /keys/{name}/create?api-version=7.4 HTTP/1.1\r\nHost: {VAULT}.vault.localhost:{}\r\n\
             Authorization: Bearer {token}\r\n",
            stage.port()
        )
    };
    let body = r#"{"kty":"EC","crv":"P-256"}"#;
    let hidden = format!(
        "{}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        begin("hidden"),
        body.len()
    );
    let chunks = format!("{:x}\r\n{body}\r\n0\r\n\r\n{hidden}", body.len());
    let (length, chunked) =
        (format!("Content-Length: {}\r\n", chunks.len()), "Transfer-Encoding: chunked\r\n");
    let short = "Content-Length: 4\r\n";
    for (name, heads) in [
        ("length-first", format!("{length}{chunked}")),
        ("chunks-first", format!("{chunked}{length}")),
        ("short", format!("{short}{chunked}")),
        ("other-case", format!("{length}tRANSFER-eNCODING: CHUNKED\r\n")),
        ("not-chunked", format!("{length}Transfer-Encoding: identity\r\n")),
        ("not-last", format!("{length}Transfer-Encoding: chunked, identity\r\n")),
        ("two-lengths", format!("{short}{length}")),
        ("length-list", format!("Content-Length: 4, {}\r\n", chunks.len())),
        ("signed", format!("Content-Length: +4\r\n{chunked}")),
        ("folded", format!("{length}Transfer-Encoding:\r\n chunked\r\n")),
        ("space", format!("{length}Transfer-Encoding : chunked\r\n")),
    ] {
        let (answers, text) = told(&stage, &format!("{}{heads}\r\n{chunks}", begin(name)));
        assert!(answers <= 1, "{name}: {text}");
        let keys = stage.tenant.vaults().keys(&stage.admin(), VAULT).unwrap();
        assert!(!keys.iter().any(|key| key.uri.to_string().contains("hidden")), "{name}: {text}");
    }
    // One that follows another is not hidden.
    let open = format!("{}Content-Length: {}\r\n\r\n{body}", begin("open"), body.len());
    let (answers, text) = told(&stage, &format!("{open}{hidden}"));
    assert_eq!((answers, text.matches(" 200 ").count()), (2, 2), "{text}");
}
