//! What the log of a vault says of each operation that a key did for a client.

use ckey_vault::{AccessPolicy, KeyPermission};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::stage::{APP, Stage, VAULT};

const MAY: [KeyPermission; 7] = [
    KeyPermission::Create,
    KeyPermission::WrapKey,
    KeyPermission::UnwrapKey,
    KeyPermission::Encrypt,
    KeyPermission::Decrypt,
    KeyPermission::Sign,
    KeyPermission::Verify,
];

#[test]
fn each_operation_with_a_key_is_on_the_record_by_its_name_and_by_what_its_client_calls_it() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let caller = stage.tenant.directory().principal(APP).unwrap().unwrap().caller;
    let policy = AccessPolicy::for_caller(&caller, &MAY);
    let vaults = stage.tenant.vaults();
    vaults.set_access_policy(&stage.admin(), VAULT, &policy).unwrap();
    let key = json!({ "kty": "RSA" }).to_string();
    let made = stage.of_vault(VAULT, ("POST /keys/Root/create", &key), Some(&token));
    let version = made.body["key"]["kid"].as_str().unwrap().rsplit('/').next().unwrap();

    let mut asked = Vec::new();
    let mut ask = |op: &str, logged: &str, body: Value| {
        let id = Uuid::new_v4();
        asked.push((logged.to_owned(), Some(id)));
        let host = format!("{VAULT}.vault.localhost");
        let headers = format!("Authorization: Bearer {token}\r\nx-ms-client-request-id: {id}\r\n");
        let line = format!("POST /keys/Root/{version}/{op}?api-version=7.4");
        let answer = stage.ask(&host, &line, &headers, &body.to_string());
        assert_eq!(answer.status, 200, "{op}: {answer:?}");
        answer.body["value"].clone()
    };
    let oaep = |value: &Value| json!({ "alg": "RSA-OAEP-256", "value": value });
    let digest = "A".repeat(43);
    let seed = json!("c2VlZA");
    for [there, back] in [["wrapkey", "unwrapkey"], ["encrypt", "decrypt"]] {
        let [logged, opened] = match there {
            "wrapkey" => ["KeyWrap", "KeyUnwrap"],
            _ => ["KeyEncrypt", "KeyDecrypt"],
        };
        let sealed = ask(there, logged, oaep(&seed));
        assert_eq!(ask(back, opened, oaep(&sealed)), seed);
    }
    let signature = ask("sign", "KeySign", json!({ "alg": "PS256", "value": digest }));
    let check = json!({ "alg": "PS256", "digest": digest, "value": signature });
    assert_eq!(ask("verify", "KeyVerify", check), true);

    let mut told = Vec::new();
    vaults
        .uses(VAULT, &mut |used| {
            assert_eq!(used.actor_id, caller.object_id);
            assert!(used.object.ends_with(&format!("/keys/Root/{version}")), "{}", used.object);
            told.push((used.operation, used.request));
        })
        .unwrap();
    assert_eq!(told, asked);
}
