//! What is due in a vault is done for who is let in, and for nobody else.

use ckey_vault::{
    AccessPolicy, Caller, KeyPermission, LifetimeAction, LifetimeActionType, LifetimeTrigger,
    NewKey, RotationPolicy,
};

use crate::stage::{APP, Stage, VAULT};

const DAY: i64 = 86_400;

/// How many versions the vault made by itself. Looking does not make one.
fn made(stage: &Stage) -> usize {
    let log = stage.tenant.vaults().log(VAULT).unwrap();
    log.iter().filter(|record| record.operation == "RotateKey").count()
}

/// A stage with a key whose next version is due, and a token of an application that may do this.
fn stage(permissions: &[KeyPermission]) -> (Stage, String) {
    let stage = Stage::new();
    let (vaults, admin) = (stage.tenant.vaults(), stage.admin());
    vaults.create_key(&admin, VAULT, "Root", &NewKey::default()).unwrap();
    let token = stage.token(APP, &stage.register(APP));
    let id = stage.tenant.directory().principal(APP).unwrap().unwrap().caller.object_id;
    let policy = AccessPolicy::for_caller(&Caller::application(id, APP, APP), permissions);
    if permissions.is_empty() {
        assert!(vaults.remove_access_policy(&admin, VAULT, APP).unwrap());
    } else {
        vaults.set_access_policy(&admin, VAULT, &policy).unwrap();
    }
    // Whoever moves the clock does what is due: it becomes so by a policy that is set after that.
    let now = stage.tenant.clock().unwrap().now;
    stage.tenant.move_clock(&stage.owner().actor(), now + 8 * DAY).unwrap();
    let trigger = LifetimeTrigger::AfterCreate("P7D".parse().unwrap());
    let actions = vec![LifetimeAction { action: LifetimeActionType::Rotate, trigger }];
    let policy = RotationPolicy { expires_in: None, actions };
    vaults.set_rotation_policy(&admin, VAULT, "Root", &policy).unwrap();
    assert_eq!(made(&stage), 0, "it is due, and nobody has asked");
    (stage, token)
}

const WRAP: &str = r#"{"alg":"RSA-OAEP-256","value":"AAAA"}"#;

#[test]
fn who_is_refused_makes_no_vault_work_whatever_is_asked_for() {
    for permissions in [&[][..], &[KeyPermission::Recover]] {
        let (stage, token) = stage(permissions);
        for (line, body) in [
            ("GET /keys", ""),
            ("GET /keys/Root", ""),
            ("GET /keys/Root/versions", ""),
            ("GET /keys/Root/rotationpolicy", ""),
            ("GET /deletedkeys", ""),
            ("GET /deletedkeys/Root", ""),
            ("POST /keys/Root/unwrapkey", WRAP),
            ("POST /keys/Root/wrapkey", WRAP),
            ("POST /keys/Root/sign", r#"{"alg":"RS256","value":"AAAA"}"#),
            ("POST /keys/Root/verify", r#"{"alg":"RS256","digest":"AAAA","value":"AAAA"}"#),
            ("POST /keys/Root/create", r#"{"kty":"EC"}"#),
            ("POST /keys/Root/rotate", ""),
            ("POST /keys/Root/backup", ""),
            ("DELETE /keys/Root", ""),
        ] {
            let answer = stage.of_vault(VAULT, (line, body), Some(&token));
            assert_eq!(answer.status, 403, "{line}: {answer:?}");
            assert_eq!(made(&stage), 0, "{line}");
        }
    }
}

#[test]
fn who_is_let_in_gets_the_version_that_was_due() {
    for (line, body) in [("GET /keys/Root", ""), ("POST /keys/Root/wrapkey", WRAP)] {
        let (stage, token) = stage(&[KeyPermission::Get, KeyPermission::WrapKey]);
        assert_eq!(made(&stage), 0);
        let answer = stage.of_vault(VAULT, (line, body), Some(&token));
        assert_eq!((answer.status, made(&stage)), (200, 1), "{line}: {answer:?}");
        let named = [&answer.body["kid"], &answer.body["key"]["kid"]];
        let named = named.into_iter().find_map(|kid| kid.as_str()).unwrap().to_owned();
        let version = stage.tenant.vaults().key_versions(&stage.admin(), VAULT, "Root").unwrap();
        assert!(named.ends_with(version[1].uri.version().unwrap()), "the new one: {named}");
    }
}

#[test]
fn who_names_a_version_waits_for_no_new_one() {
    let (stage, token) = stage(&[KeyPermission::WrapKey]);
    let key = stage.tenant.vaults().log(VAULT).unwrap();
    let made_at = key.iter().find(|record| record.operation == "CreateKey").unwrap();
    let version = made_at.object.rsplit('/').next().unwrap().to_owned();
    let line = format!("POST /keys/Root/{version}/wrapkey");
    let answer = stage.of_vault(VAULT, (&line, WRAP), Some(&token));
    assert_eq!((answer.status, made(&stage)), (200, 0), "{answer:?}");
}
