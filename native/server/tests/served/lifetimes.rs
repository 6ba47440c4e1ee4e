//! What an expired key, one that is not valid yet, and one without an operation still do.

use ckey_vault::{AccessPolicy, Caller, KeyPermission};
use serde_json::{Value, json};

use crate::importing::{base64url, web_key};
use crate::stage::{APP, Answer, Stage, VAULT};

/// Forever, and long ago, in Unix seconds.
const LATE: i64 = 4_000_000_000;
const EARLY: i64 = 1_000_000_000;

const ALL_OPS: [&str; 6] = ["wrapKey", "unwrapKey", "encrypt", "decrypt", "sign", "verify"];

/// A key of an application that may use it for everything, and what it made of a secret while it
/// still served.
struct Used {
    stage: Stage,
    token: String,
    made: [(&'static str, Value); 6],
}

impl Used {
    fn new() -> Self {
        let stage = Stage::new();
        let secret = stage.register(APP);
        let id = stage.tenant.directory().principal(APP).unwrap().unwrap().caller.object_id;
        let application = Caller::application(id, APP, APP);
        let policy = AccessPolicy::for_caller(&application, KeyPermission::ALL);
        stage.tenant.vaults().set_access_policy(&stage.admin(), VAULT, &policy).unwrap();
        let token = stage.token(APP, &secret);
        let mut used = Self { stage, token, made: Default::default() };
        let mut key = web_key();
        key["key_ops"] = json!(ALL_OPS);
        assert_eq!(used.ask("PUT /keys/k", &json!({ "key": key })).status, 200);

        let (secret, digest) = (base64url(b"seed"), base64url(&[5; 32]));
        let seal = json!({ "alg": "RSA-OAEP-256", "value": secret });
        let sign = json!({ "alg": "PS256", "value": digest });
        let value = |line: &str, body: &Value| {
            let answer = used.ask(line, body);
            assert_eq!(answer.status, 200, "{line}: {answer:?}");
            answer.body["value"].clone()
        };
        let open = |sealed: Value| json!({ "alg": "RSA-OAEP-256", "value": sealed });
        let unwrap = open(value("POST /keys/k/wrapkey", &seal));
        let decrypt = open(value("POST /keys/k/encrypt", &seal));
        let signed = value("POST /keys/k/sign", &sign);
        let verify = json!({ "alg": "PS256", "digest": digest, "value": signed });
        used.made = [
            ("wrapkey", seal.clone()),
            ("encrypt", seal),
            ("sign", sign),
            ("unwrapkey", unwrap),
            ("decrypt", decrypt),
            ("verify", verify),
        ];
        used
    }

    fn ask(&self, line: &str, body: &Value) -> Answer {
        self.stage.of_vault(VAULT, (line, &body.to_string()), Some(&self.token))
    }

    /// What each operation answers once the key was changed so: its status and its codes.
    fn changed(&self, change: &Value) -> Vec<(&str, u16, Value, Value)> {
        let answer = self.ask("PATCH /keys/k", change);
        assert_eq!(answer.status, 200, "{change}: {answer:?}");
        let told = |(op, body): &(&'static str, Value)| {
            let answer = self.ask(&format!("POST /keys/k/{op}"), body);
            let error = &answer.body["error"];
            (*op, answer.status, error["code"].clone(), error["innererror"]["code"].clone())
        };
        self.made.iter().map(told).collect()
    }
}

/// Rules 3.4.2, 3.4.5 and 3.4.6.
#[test]
fn an_expired_key_and_one_that_is_not_valid_yet_make_nothing_new_and_open_what_they_made() {
    let used = Used::new();
    for times in [json!({ "exp": EARLY }), json!({ "exp": LATE, "nbf": LATE - 1 })] {
        for (op, status, code, _) in used.changed(&json!({ "attributes": times })) {
            if ["wrapkey", "encrypt", "sign"].contains(&op) {
                assert_eq!((status, code), (403, json!("Forbidden")), "{op} {times}");
            } else {
                assert_eq!(status, 200, "{op} {times}: {code}");
            }
        }
    }
    let valid = json!({ "attributes": { "nbf": EARLY, "exp": LATE } });
    assert!(used.changed(&valid).iter().all(|(_, status, ..)| *status == 200));
    for (op, status, code, inner) in used.changed(&json!({ "key_ops": ["verify"] })) {
        let expected = if op == "verify" {
            (200, Value::Null, Value::Null)
        } else {
            (403, json!("Forbidden"), json!("KeyOperationForbidden"))
        };
        assert_eq!((status, code, inner), expected, "{op}");
    }
    let disabled = json!({ "key_ops": ALL_OPS, "attributes": { "enabled": false } });
    for (op, status, code, inner) in used.changed(&disabled) {
        assert_eq!((status, code, inner), (403, json!("Forbidden"), json!("KeyDisabled")), "{op}");
    }
}
