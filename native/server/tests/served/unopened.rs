//! Who may not use a key has it neither opened nor reckoned with: here it does not open at all.

use ckey_crypto::SecretKey;
use ckey_crypto::derive::subkey;
use ckey_crypto::mac::MacKey;
use ckey_vault::{AccessPolicy, KeyPermission, NewKey, VaultRole};
use serde_json::{Value, json};

use crate::importing::base64url;
use crate::roles::{ROLES, Roles, told};
use crate::stage::{Stage, VAULT};

/// Alters the sealed private keys in a vault's file, and seals the file anew: `docs/format.md`.
fn spoil(stage: &Stage, vault: &str) {
    const MEMBER: &[u8] = br#""sealed":""#;
    const TAG_BYTES: usize = 32;
    let path = stage.folder().join("vaults").join(format!("{vault}.vault"));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.truncate(bytes.len() - TAG_BYTES);
    let places = bytes.windows(MEMBER.len()).enumerate().filter(|(_, found)| *found == MEMBER);
    let places: Vec<_> = places.map(|(at, _)| at + MEMBER.len() + 100).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    }
    let master = std::fs::read(stage.folder().join("vault-keys/master.key")).unwrap();
    let root = subkey(&SecretKey::from_slice(&master).unwrap(), "embedded-vaults", b"").unwrap();
    let own = [&bytes[12..28], vault.as_bytes()].concat();
    let tag = MacKey::new(&subkey(&root, "vault-file", &own).unwrap()).tag(&[&bytes]);
    bytes.extend_from_slice(&tag);
    std::fs::write(path, bytes).unwrap();
}

/// What needs the private key, and what comes of one that does not open.
fn private() -> Vec<(&'static str, Value, &'static str)> {
    let wrapped = json!({ "alg": "RSA-OAEP-256", "value": base64url(&[1; 256]) });
    let digest = json!({ "alg": "PS256", "value": base64url(&[5; 32]) });
    vec![
        ("POST /keys/k/unwrapkey", wrapped.clone(), "VaultStoreDamaged"),
        ("POST /keys/k/decrypt", wrapped, "VaultStoreDamaged"),
        ("POST /keys/k/sign", digest, "VaultStoreDamaged"),
        ("POST /keys/k/backup", Value::Null, "CryptographyFailed"),
    ]
}

/// What needs the public one, with more or less than it takes.
fn public() -> Vec<(&'static str, Value)> {
    let long = json!({ "alg": "RSA-OAEP-256", "value": base64url(&[1; 300]) });
    let value = base64url(&[1; 256]);
    let short = json!({ "alg": "PS256", "digest": base64url(&[5; 31]), "value": value });
    vec![
        ("POST /keys/k/wrapkey", long.clone()),
        ("POST /keys/k/encrypt", long),
        ("POST /keys/k/verify", short),
    ]
}

#[test]
fn a_key_is_neither_opened_nor_used_before_it_was_judged_who_asks() {
    let it = Roles::new();
    let (admin, vaults) = (it.stage.admin(), it.stage.tenant.vaults());
    let policy = |caller| AccessPolicy::for_caller(caller, &[KeyPermission::All]);
    vaults.set_access_policy(&admin, VAULT, &policy(&admin)).unwrap();
    vaults.create_key(&admin, VAULT, "k", &NewKey::default()).unwrap();
    vaults.remove_access_policy(&admin, VAULT, &it.application.object_id).unwrap();
    let private = private();
    let calls = private.iter().map(|(line, body, _)| (*line, body.clone()));
    let calls: Vec<_> = calls.chain(public()).collect();
    for (vault, inner) in [(ROLES, "ForbiddenByRbac"), (VAULT, "ForbiddenByPolicy")] {
        spoil(&it.stage, vault);
        for (line, body) in &calls {
            let refused = it.ask(vault, line, body);
            let expected = (403, &json!("Forbidden"), &json!(inner));
            assert_eq!(told(&refused), expected, "{vault} {line}: {refused:?}");
        }
    }
    // Who may use the key learns that it does not open, or that no key takes what was given.
    it.give(VaultRole::CryptoOfficer);
    vaults.set_access_policy(&admin, VAULT, &policy(&it.application)).unwrap();
    for vault in [ROLES, VAULT] {
        for (line, body, inner) in &private {
            let answer = it.ask(vault, line, body);
            let expected = (500, &json!("InternalServerError"), &json!(inner));
            assert_eq!(told(&answer), expected, "{vault} {line}: {answer:?}");
        }
        for (line, body) in public() {
            let answer = it.ask(vault, line, &body);
            assert_eq!(answer.status, 400, "{vault} {line}: {answer:?}");
        }
    }
}
