//! Requests with nothing in them, and with a gigabyte.

use crate::stage::{APP, Stage, VAULT};

/// What the system keeps on the way, once nobody reads.
const ON_THE_WAY: usize = 32 << 20;
const GIGABYTE: usize = 1 << 30;

fn head(stage: &Stage, length: &str) -> (String, String) {
    let secret = stage.register(APP);
    let token = stage.token(APP, &secret);
    let host = format!("{VAULT}.vault.localhost");
    let head = format!(
        "POST /keys/Root/create?api-version=7.4 HTTP/1.1\r\nHost: {host}:{}\r\n\
         Authorization: Bearer {token}\r\n{length}\r\n\r\n",
        stage.port()
    );
    (host, head)
}

#[test]
fn a_body_of_nothing_is_refused_in_words_and_not_in_panic() {
    let stage = Stage::new();
    let secret = stage.register(APP);
    let token = stage.token(APP, &secret);
    for path in ["/keys/Root/create", "/keys/Root/wrapkey", "/keys/Root//unwrapkey"] {
        let answer = stage.of_vault(VAULT, (&format!("POST {path}"), ""), Some(&token));
        assert_eq!(answer.status, 400, "{path}: {answer:?}");
        assert_eq!(answer.body["error"]["code"], "BadParameter", "{path}");
    }
}

#[test]
fn a_body_that_is_no_object_of_json_is_refused_in_words_and_makes_nothing() {
    let stage = Stage::new();
    let secret = stage.register(APP);
    let token = stage.token(APP, &secret);
    let refused = |line: &str, body: &str| {
        let answer = stage.of_vault(VAULT, (line, body), Some(&token));
        assert_eq!(answer.status, 400, "{line} {body:.60}: {answer:?}");
        assert_eq!(answer.body["error"]["code"], "BadParameter", "{line} {body:.60}");
    };
    let deep = "[".repeat(20_000);
    let whole = format!("{deep}{}", "]".repeat(20_000));
    let inside = format!("{{\"tags\":{deep}");
    for line in [
        "POST /keys/Root/create",
        "PUT /keys/Root",
        "PATCH /keys/Root",
        "PUT /keys/Root/rotationpolicy",
        "POST /keys/restore",
        "POST /keys/Root/wrapkey",
        "POST /keys/Root/unwrapkey",
        "POST /keys/Root/encrypt",
        "POST /keys/Root/decrypt",
        "POST /keys/Root/sign",
        "POST /keys/Root/verify",
    ] {
        for body in [
            "{",
            "[]",
            "null",
            "7",
            "\"text\"",
            "\u{0}",
            "kty=EC",
            "{\"kty\":\"EC\"",
            "{} {}",
            // The members of a key in their order, and nothing in those of others.
            "[\"EC\",null,null,\"P-256\",null,null,null,null]",
            "[null,null,null,null]",
            whole.as_str(),
            inside.as_str(),
        ] {
            refused(line, body);
        }
    }
    for body in [
        r#"{"kty":"EC","kty":"EC"}"#,
        r#"{"kty":7}"#,
        r#"{"kty":"\ud800"}"#,
        r#"{"kty":"EC","attributes":7}"#,
        r#"{"kty":"EC","attributes":{"exp":1e300}}"#,
        r#"{"kty":"EC","attributes":{"exp":9223372036854775808}}"#,
        r#"{"kty":"EC","tags":{"a":1}}"#,
        r#"{"kty":"EC","key_ops":"sign"}"#,
        r#"{"kty":"RSA","key_size":-1}"#,
        r#"{"kty":"RSA","key_size":4294967296}"#,
    ] {
        refused("POST /keys/Root/create", body);
    }
    assert!(stage.tenant.vaults().keys(&stage.admin(), VAULT).unwrap().is_empty());
}

#[test]
fn a_body_that_is_no_text_is_refused() {
    let stage = Stage::new();
    let bytes = b"{\"kty\":\"EC\xff\"}";
    let (host, head) =
        head(&stage, &format!("Connection: close\r\nContent-Length: {}", bytes.len()));
    let (_, answer) = stage.flood(&host, &head, bytes, bytes.len());
    assert_eq!((answer.status, &answer.body["error"]["code"]), (400, &"BadParameter".into()));
}

#[test]
fn a_body_that_is_a_little_too_large_is_refused_in_an_answer_that_arrives() {
    let stage = Stage::new();
    for chunked in [false, true] {
        let length = if chunked { "Transfer-Encoding: chunked" } else { "Content-Length: 204800" };
        let (host, head) = head(&stage, length);
        let part = if chunked { chunk() } else { vec![b' '; 4096] };
        let most = 50 * part.len();
        // The end of the chunks is not sent: nobody waits for it.
        let (sent, answer) = stage.flood(&host, &head, &part, most);
        assert_eq!((sent, answer.status), (most, 413), "{answer:?}");
        assert_eq!(answer.body["error"]["code"], "RequestEntityTooLarge");
    }
}

fn chunk() -> Vec<u8> {
    [b"1000\r\n".as_slice(), &[b' '; 4096], b"\r\n"].concat()
}

#[test]
fn a_body_of_a_gigabyte_is_refused_before_it_comes_and_no_more_is_read_of_one_that_just_comes() {
    let stage = Stage::new();
    let (host, said) = head(&stage, &format!("Content-Length: {GIGABYTE}"));
    let (_, answer) = stage.flood(&host, &said, &[], 0);
    assert_eq!(answer.status, 413, "{answer:?}");
    assert!(answer.head.contains("connection: close"), "{answer:?}");

    let (host, unsaid) = head(&stage, "Transfer-Encoding: chunked");
    let (sent, answer) = stage.flood(&host, &unsaid, &chunk(), GIGABYTE);
    assert!(sent < ON_THE_WAY, "{sent}");
    // The answer may be lost with the connection, which ends while the body still comes.
    assert!([0, 413].contains(&answer.status), "{answer:?}");
    // Others are served as before.
    let secret = stage.register(APP);
    assert_eq!(stage.list(&stage.token(APP, &secret)).status, 200);
}
