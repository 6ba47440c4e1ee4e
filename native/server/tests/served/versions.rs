//! Versions of the protocol.

use crate::stage::{APP, Stage, VAULT};

#[test]
fn every_version_of_the_protocol_is_answered_alike_and_no_other_is() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let create = ("POST /keys/k/create", r#"{"kty":"EC","crv":"P-256"}"#);
    assert_eq!(stage.of_vault(VAULT, create, Some(&token)).status, 200);
    let ask = |query: &str| {
        let headers = format!("Authorization: Bearer {token}\r\n");
        stage.ask(&format!("{VAULT}.vault.localhost"), &format!("GET /keys/k{query}"), &headers, "")
    };
    let first = ask("?api-version=7.4");
    for version in [
        "2016-10-01",
        "7.0",
        "7.1",
        "7.2",
        "7.3",
        "7.4",
        "7.5",
        "7.6",
        "2025-07-01",
        "2026-03-01-preview",
    ] {
        let answer = ask(&format!("?api-version={version}"));
        assert_eq!((answer.status, &answer.body), (200, &first.body), "{version}");
    }
    for none in [
        "",
        "?api-version=",
        "?api-version=7.7",
        "?api-version=7",
        "?api-version=2015-06-01",
        "?api-version=2026-03-01",
        "?api-version=7.4&api-version=7.4",
    ] {
        let answer = ask(none);
        assert_eq!(answer.status, 400, "{none}: {answer:?}");
        assert_eq!(answer.body["error"]["code"], "BadParameter", "{none}");
    }
}
