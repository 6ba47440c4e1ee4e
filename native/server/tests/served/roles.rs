//! Every call is judged: by roles where a vault has roles, by policies where it has those.

use ckey_vault::{
    AccessPolicy, Caller, KeyPermission, NewKey, NewVault, RoleAssignment, VaultRole,
};
use serde_json::{Value, json};

use crate::importing::{base64url, web_key};
use crate::stage::{APP, Answer, Stage, VAULT};

pub(crate) const ROLES: &str = "kv-roles";

/// Each call on the keys of a vault, and what comes back where everything is permitted: one after
/// the other they work.
fn calls(blob: &[u8]) -> Vec<(&'static str, Value, u16)> {
    let (text, digest) = (base64url(b"seed"), base64url(&[5; 32]));
    let wrap = json!({ "alg": "RSA-OAEP-256", "value": text });
    // No key has made it: who may not ask is not told so.
    let foreign = json!({ "alg": "RSA-OAEP-256", "value": base64url(&[1; 256]) });
    vec![
        ("GET /keys", Value::Null, 200),
        ("GET /keys/k", Value::Null, 200),
        ("GET /keys/k/versions", Value::Null, 200),
        ("GET /keys/k/rotationpolicy", Value::Null, 200),
        ("GET /deletedkeys", Value::Null, 200),
        ("GET /deletedkeys/gone", Value::Null, 200),
        ("PUT /keys/k/rotationpolicy", json!({ "lifetimeActions": [] }), 200),
        ("POST /keys/new/create", json!({ "kty": "EC", "crv": "P-256" }), 200),
        ("PUT /keys/brought", json!({ "key": web_key() }), 200),
        ("PATCH /keys/k", json!({ "tags": { "a": "b" } }), 200),
        ("POST /keys/k/backup", Value::Null, 200),
        ("POST /keys/restore", json!({ "value": base64url(blob) }), 200),
        ("POST /keys/k/wrapkey", wrap.clone(), 200),
        ("POST /keys/k/encrypt", wrap, 200),
        ("POST /keys/k/unwrapkey", foreign.clone(), 400),
        ("POST /keys/k/decrypt", foreign, 400),
        ("POST /keys/k/sign", json!({ "alg": "PS256", "value": digest }), 200),
        ("POST /keys/k/verify", json!({ "alg": "PS256", "digest": digest, "value": text }), 200),
        ("POST /keys/k/rotate", Value::Null, 200),
        ("POST /deletedkeys/back/recover", Value::Null, 200),
        ("DELETE /deletedkeys/gone", Value::Null, 204),
        ("DELETE /keys/k", Value::Null, 200),
    ]
}

pub(crate) struct Roles {
    pub(crate) stage: Stage,
    token: String,
    pub(crate) application: Caller,
    blob: Vec<u8>,
}

impl Roles {
    /// A vault of roles with a key, deleted ones, and one that is there as a backup alone.
    pub(crate) fn new() -> Self {
        let stage = Stage::new();
        let (admin, vaults) = (stage.admin(), stage.tenant.vaults());
        let new = NewVault { rbac: true, ..NewVault::new(ROLES, "eastus", &admin) };
        vaults.create_vault(&new).unwrap();
        let officer = RoleAssignment::for_caller(&admin, VaultRole::CryptoOfficer);
        vaults.add_role_assignment(&admin, ROLES, &officer).unwrap();
        for name in ["k", "gone", "back", "kept"] {
            vaults.create_key(&admin, ROLES, name, &NewKey::default()).unwrap();
        }
        let blob = vaults.backup_key(&admin, ROLES, "kept").unwrap();
        for name in ["gone", "back", "kept"] {
            vaults.delete_key(&admin, ROLES, name).unwrap();
        }
        vaults.purge_key(&admin, ROLES, "kept").unwrap();
        let token = stage.token(APP, &stage.register(APP));
        let application = stage.tenant.directory().principal(APP).unwrap().unwrap().caller;
        Self { stage, token, application, blob }
    }

    pub(crate) fn give(&self, role: VaultRole) {
        let given = RoleAssignment::for_caller(&self.application, role);
        self.stage.tenant.vaults().add_role_assignment(&self.stage.admin(), ROLES, &given).unwrap();
    }

    pub(crate) fn ask(&self, vault: &str, line: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.stage.of_vault(vault, (line, &body), Some(&self.token))
    }
}

/// The status and the two codes of an error.
pub(crate) fn told(answer: &Answer) -> (u16, &Value, &Value) {
    let error = &answer.body["error"];
    (answer.status, &error["code"], &error["innererror"]["code"])
}

#[test]
fn each_call_in_a_vault_of_roles_needs_a_role_and_in_one_of_policies_a_policy() {
    let it = Roles::new();
    let vaults = it.stage.tenant.vaults();
    let everything = AccessPolicy::for_caller(&it.application, &[KeyPermission::All]);
    vaults.set_access_policy(&it.stage.admin(), ROLES, &everything).unwrap();
    vaults.remove_access_policy(&it.stage.admin(), VAULT, &it.application.object_id).unwrap();
    let generations = || [ROLES, VAULT].map(|vault| vaults.vault(vault).unwrap().generation);
    let before = generations();
    let calls = calls(&it.blob);
    for (vault, inner) in [(ROLES, "ForbiddenByRbac"), (VAULT, "ForbiddenByPolicy")] {
        for (line, body, _) in &calls {
            let refused = it.ask(vault, line, body);
            let expected = (403, &json!("Forbidden"), &json!(inner));
            assert_eq!(told(&refused), expected, "{vault} {line}: {refused:?}");
        }
    }
    assert_eq!(generations(), before, "nothing has changed");
    it.give(VaultRole::Reader);
    for (line, body, _) in &calls {
        let answer = it.ask(ROLES, line, body);
        assert_eq!(answer.status == 403, !line.starts_with("GET "), "{line}: {answer:?}");
    }
    it.give(VaultRole::CryptoOfficer);
    for (line, body, status) in &calls {
        let answer = it.ask(ROLES, line, body);
        assert_eq!(answer.status, *status, "{line}: {answer:?}");
    }
}

#[test]
fn a_deleted_key_of_a_vault_under_purge_protection_is_purged_by_nobody_and_comes_back() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let application = stage.tenant.directory().principal(APP).unwrap().unwrap().caller;
    let (admin, vaults) = (stage.admin(), stage.tenant.vaults());
    let new = NewVault { purge_protection: true, ..NewVault::new("kv-kept", "eastus", &admin) };
    vaults.create_vault(&new).unwrap();
    for vault in ["kv-kept", VAULT] {
        let everything = AccessPolicy::for_caller(&application, &[KeyPermission::All]);
        vaults.set_access_policy(&admin, vault, &everything).unwrap();
        let ask = |line: &str, body: &str| stage.of_vault(vault, (line, body), Some(&token));
        let create = r#"{"kty":"EC","crv":"P-256"}"#;
        assert_eq!(ask("POST /keys/k/create", create).status, 200);
        let deleted = ask("DELETE /keys/k", "");
        assert_eq!(deleted.status, 200, "{deleted:?}");
        let purged = ask("DELETE /deletedkeys/k", "");
        if vault == VAULT {
            assert_eq!(purged.status, 204, "{purged:?}");
        } else {
            assert_eq!(told(&purged), (403, &json!("Forbidden"), &Value::Null), "{purged:?}");
            assert_eq!(ask("GET /deletedkeys/k", "").status, 200);
            assert_eq!(ask("POST /deletedkeys/k/recover", "").status, 200);
        }
    }
}
