//! What is refused for missing rights, on the record.

use std::io::{Read as _, Write as _};

use ckey_engine::AuditView;
use ckey_vault::{KeyType, NewKey};
use serde_json::json;

use crate::stage::{APP, Stage, VAULT};

const OTHER: &str = "22222222-2222-3333-4444-555555555555";
const VAULTS: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults";

/// A stage with a key, and an application that may sign in and do nothing; its secret.
fn stage() -> (Stage, String) {
    let stage = Stage::new();
    let new = NewKey { key_type: KeyType::Ec, ..NewKey::default() };
    stage.tenant.vaults().create_key(&stage.admin(), VAULT, "Root", &new).unwrap();
    let (_, secret) = stage.tenant.directory().register_principal(&stage.owner(), OTHER).unwrap();
    let secret = String::from_utf8(secret.expose().to_vec()).unwrap();
    (stage, secret)
}

/// Asks so often over one connection; the status that came each time.
fn again(stage: &Stage, host: &str, line: &str, token: &str, times: usize) -> u16 {
    let mut stream = stage.stream(host);
    let head = format!(
        "{line} HTTP/1.1\r\nHost: {host}:{}\r\nAuthorization: Bearer {token}\r\n\r\n",
        stage.port()
    );
    let mut status = 0;
    for _ in 0..times {
        stream.write_all(head.as_bytes()).unwrap();
        let mut text = Vec::new();
        let is_whole = |text: &[u8]| {
            let text = String::from_utf8_lossy(text);
            let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
            let head = head.to_ascii_lowercase();
            let length = head.split_once("content-length: ").unwrap().1.lines().next().unwrap();
            body.len() >= length.parse().unwrap()
        };
        while !is_whole(&text) {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&text));
            text.extend_from_slice(&part[..read]);
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        status = text.split(' ').nth(1).unwrap().parse().unwrap();
    }
    status
}

fn said(record: &AuditView) -> (&str, &str, &str) {
    (&record.result, &record.object, record.details["error"].as_str().unwrap_or_default())
}

#[test]
fn a_key_operation_that_is_refused_is_on_the_record_with_who_what_and_from_where() {
    let (stage, secret) = stage();
    let token = stage.token(OTHER, &secret);
    let value = r#"{"alg":"RSA-OAEP-256","value":"AAAA"}"#;
    for (line, body, operation, object) in [
        ("POST /keys/Root/unwrapkey", value, "KeyUnwrap", "Root"),
        ("POST /keys/Root/wrapkey", value, "KeyWrap", "Root"),
        ("GET /keys/Root", "", "KeyGet", "Root"),
        ("DELETE /keys/Root", "", "KeyDelete", "Root"),
        ("POST /keys/Root/backup", "", "KeyBackup", "Root"),
        ("GET /keys", "", "KeyList", VAULT),
        ("POST /keys/New/create", r#"{"kty":"EC"}"#, "KeyCreate", "New"),
    ] {
        assert_eq!(stage.of_vault(VAULT, (line, body), Some(&token)).status, 403, "{line}");
        let records = stage.records_of(operation);
        assert_eq!(records.len(), 1, "{line}");
        let record = &records[0];
        assert_eq!(said(record), ("Denied", object, "AccessDenied"), "{line}");
        assert_eq!(record.workload, "KeyVault");
        assert!(record.actor.contains(OTHER), "{}", record.actor);
        assert_eq!(record.details["from"], "127.0.0.1", "{line}");
        let parameters = record.origin.as_ref().unwrap().parameters.clone().unwrap();
        assert_eq!(parameters["vault"], VAULT, "{line}");
        assert_eq!(parameters.get("key").is_some(), object != VAULT, "{line}");
    }
}

#[test]
fn what_is_not_there_or_asked_wrongly_is_no_refusal() {
    let (stage, _) = stage();
    let token = stage.token(APP, &stage.register(APP));
    for (line, body, status) in [
        ("GET /keys/none", "", 404),
        ("POST /keys/Root/create", "{}", 400),
        ("POST /keys/Root/wrapkey", r#"{"alg":"none","value":"AAAA"}"#, 400),
        ("GET /keys/Root", "", 200),
    ] {
        assert_eq!(stage.of_vault(VAULT, (line, body), Some(&token)).status, status, "{line}");
    }
    for operation in ["KeyGet", "KeyCreate", "KeyWrap"] {
        let denied = stage.records_of(operation);
        assert!(denied.iter().all(|record| record.result != "Denied"), "{operation}");
    }
}

#[test]
fn many_of_the_same_refusal_are_one_record_with_their_number() {
    let (mut stage, secret) = stage();
    let (keys, vaults) = (stage.token(OTHER, &secret), stage.manager(OTHER, &secret));
    let host = format!("{VAULT}.vault.localhost");
    assert_eq!(again(&stage, &host, "GET /keys/Root?api-version=7.4", &keys, 300), 403);
    let get = format!("GET {VAULTS}/kv-none?api-version=2023-07-01");
    assert_eq!(again(&stage, "vault.localhost", &get, &vaults, 300), 403);
    stage.server.take().unwrap().stop();
    // The first of a minute, and the others; a slow machine may have begun another minute.
    for operation in ["KeyGet", "VaultGet"] {
        let records = stage.records_of(operation);
        let count = |record: &AuditView| record.details["count"].as_u64().unwrap_or(1);
        assert_eq!(records.iter().map(count).sum::<u64>(), 300, "{operation}");
        assert!(records.len() < 20, "{operation}: {}", records.len());
        assert!(records.iter().all(|record| record.result == "Denied"), "{operation}");
        let others = records.iter().find(|record| !record.details["count"].is_null()).unwrap();
        assert_eq!(others.details["from"], json!(["127.0.0.1"]), "{operation}");
        assert!(others.actor.contains(OTHER), "{}", others.actor);
    }
}

#[test]
fn what_a_refused_request_leaves_on_the_record_is_bounded_whatever_is_asked() {
    let (stage, secret) = stage();
    let token = stage.manager(OTHER, &secret);
    let name = "n".repeat(60_000);
    let line = format!("PUT {VAULTS}/kv-none");
    for body in [
        json!({ "location": "eastus", "tags": { name.clone(): "v" } }),
        json!({ "location": "eastus", "properties": { "accessPolicies": { name.clone(): "v" } } }),
        json!({ name.clone(): "v" }),
    ] {
        let answer = stage.manage((&line, &body.to_string()), Some(&token));
        assert!([400, 403].contains(&answer.status), "{answer:?}");
    }
    let records = stage.records_of("VaultPut");
    assert!(!records.is_empty());
    for record in records {
        let parameters = record.origin.unwrap().parameters.unwrap_or_default();
        let (told, particulars) = (parameters.to_string(), record.details.to_string());
        assert!(told.len() <= 4 << 10 && particulars.len() <= 1 << 10, "{told} {particulars}");
    }
}
