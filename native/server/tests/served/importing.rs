//! Keys that clients bring in.

use ckey_vault::{AccessPolicy, Caller, KeyPermission};
use serde_json::{Value, json};

use crate::stage::{APP, Stage, VAULT};

/// A key of its own, as a JSON web key with zeros before its numbers, which some clients write.
pub(crate) fn web_key() -> Value {
    let numbers = include_str!("../../../crypto/tests/rsa-numbers.txt");
    let mut key = json!({ "kty": "RSA", "e": "AQAB", "key_ops": ["sign", "wrapKey", "unwrapKey"] });
    for (name, number) in numbers.lines().filter_map(|line| line.split_once(' ')) {
        key[name] = base64url(&[&[0], hex::decode(number).unwrap().as_slice()].concat()).into();
    }
    key
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// A token of an application with these permissions.
fn token(stage: &Stage, permissions: &[KeyPermission]) -> String {
    let secret = stage.register(APP);
    let id = stage.tenant.directory().principal(APP).unwrap().unwrap().caller.object_id;
    let policy = AccessPolicy::for_caller(&Caller::application(id, APP, APP), permissions);
    stage.tenant.vaults().set_access_policy(&stage.admin(), VAULT, &policy).unwrap();
    stage.token(APP, &secret)
}

#[test]
fn a_key_that_is_brought_in_wraps_and_one_that_is_not_sound_is_refused() {
    let stage = Stage::new();
    let all = [KeyPermission::Import, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    let token = token(&stage, &all);
    let ask =
        |line: &str, body: &Value| stage.of_vault(VAULT, (line, &body.to_string()), Some(&token));
    let key = web_key();
    let answer = ask("PUT /keys/mine", &json!({ "key": key, "tags": { "a": "b" } }));
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.body["key"]["kty"], "RSA");
    assert_eq!(answer.body["key"]["key_ops"], key["key_ops"]);
    assert_eq!(answer.body["tags"], json!({ "a": "b" }));
    assert!(answer.body["key"].get("d").is_none(), "{answer:?}");
    let wrap = json!({ "alg": "RSA-OAEP-256", "value": "c2VlZA" });
    let wrapped = ask("POST /keys/mine/wrapkey", &wrap);
    let unwrap = json!({ "alg": "RSA-OAEP-256", "value": wrapped.body["value"] });
    assert_eq!(ask("POST /keys/mine/unwrapkey", &unwrap).body["value"], "c2VlZA");

    let with = |name: &str, value: Value| {
        let mut key = web_key();
        key[name] = value;
        json!({ "key": key })
    };
    for (wrong, why) in [
        (with("d", Value::Null), "'d' is missing."),
        (with("dq", "!".into()), "'dq' is not base64url."),
        (with("d", key["n"].clone()), "cannot be imported"),
        (with("kty", "EC".into()), "Only RSA keys"),
        (json!({ "key": key, "release_policy": {} }), "release policy"),
        (json!({ "key": key, "attributes": { "exportable": true } }), "not exportable"),
    ] {
        let answer = ask("PUT /keys/other", &wrong);
        assert_eq!(answer.status, 400, "{why}: {answer:?}");
        assert!(answer.body.to_string().contains(why), "{why}: {answer:?}");
    }
}

#[test]
fn who_may_only_make_keys_brings_none_in_and_none_is_made_that_would_leave() {
    let stage = Stage::new();
    let token = token(&stage, &[KeyPermission::Create]);
    let body = json!({ "key": web_key() }).to_string();
    assert_eq!(stage.of_vault(VAULT, ("PUT /keys/mine", &body), Some(&token)).status, 403);
    let leaves = r#"{"kty":"EC","release_policy":{"data":"e30"}}"#;
    let answer = stage.of_vault(VAULT, ("POST /keys/mine/create", leaves), Some(&token));
    assert_eq!(answer.status, 400, "{answer:?}");
}
