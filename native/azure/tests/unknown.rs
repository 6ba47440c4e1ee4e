//! What a vault does not say: a key is not lost, and a permission is not taken away, because nobody
//! said that it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, unreachable_pub, missing_docs)]

mod common;
#[path = "common/double.rs"]
mod double;
#[path = "common/keeping.rs"]
mod keeping;
#[path = "common/play.rs"]
mod play;

use ckey_vault::VaultErrorKind as Kind;
use double::{Double, Reply, Request, answer};
use keeping::{Keeping, new_policy, purge_of, tenant};
use play::{Op, VERSION, connected, key, right, vault};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const TIME: Duration = Duration::from_secs(3);

type Says = fn(&Request) -> Reply;

fn refused(status: &str, code: &str, inner: Option<&str>) -> Reply {
    let mut error = json!({ "code": code, "message": "No." });
    if let Some(inner) = inner {
        error["innererror"] = json!({ "code": inner });
    }
    answer(status, "", &json!({ "error": error }).to_string())
}

fn not_found() -> Reply {
    refused("404 Not Found", "KeyNotFound", None)
}

fn forbidden(inner: Option<&str>) -> Reply {
    refused("403 Forbidden", "Forbidden", inner)
}

fn is_of_deleted(request: &Request) -> bool {
    request.line.contains("/deletedkeys/")
}

/// What an unwrap becomes, of whose version, key and deletion a vault says this.
fn unwrapping(unwrap: Reply, of_version: Reply, of_key: Reply, of_deleted: Reply) -> Kind {
    let double = vault(move |request| match Op::of(request) {
        Op::Unwrap => unwrap.clone(),
        _ if is_of_deleted(request) => of_deleted.clone(),
        _ if request.line.contains(VERSION) => of_version.clone(),
        _ => of_key.clone(),
    });
    Op::Unwrap.ask(&*connected(&double), double.port, TIME).unwrap_err().kind
}

#[test]
fn a_missing_key_is_lost_only_where_the_vault_says_that_none_was_deleted() {
    let there = || key("kv-a", VERSION);
    let page = || answer("404 Not Found", "", "<html></html>");
    let throttled = || answer("429 Too Many Requests", "retry-after: 60\r\n", "");
    for (name, of_key, of_deleted, kind) in [
        ("never there, or purged", not_found(), not_found(), Kind::KeyNotFound),
        ("deleted", not_found(), there(), Kind::KeyDeleted),
        ("another version is there", there(), not_found(), Kind::VersionNotFound),
        ("nobody may ask", forbidden(None), forbidden(None), Kind::DeletionUnknown),
        ("who was deleted may not be asked", not_found(), forbidden(None), Kind::DeletionUnknown),
        ("too many questions", not_found(), throttled(), Kind::DeletionUnknown),
        ("a proxy in between", not_found(), page(), Kind::DeletionUnknown),
        ("a reset", not_found(), Reply::Reset, Kind::DeletionUnknown),
        ("no answer in time", not_found(), Reply::Silent, Kind::DeletionUnknown),
        ("another key", not_found(), key("kv-b", VERSION), Kind::DeletionUnknown),
        ("the first question is cut", Reply::Reset, not_found(), Kind::DeletionUnknown),
    ] {
        let found = unwrapping(not_found(), not_found(), of_key, of_deleted);
        assert_eq!(found, kind, "{name}");
    }
    // A vault that contradicts itself has lost nothing.
    let shown = unwrapping(not_found(), there(), there(), not_found());
    assert_eq!(shown, Kind::DeletionUnknown);
}

#[test]
fn a_refusal_is_a_missing_permission_only_where_the_vault_says_so() {
    let of = |unwrap: Reply, of_key: Reply| unwrapping(unwrap, of_key.clone(), of_key, not_found());
    let readable = || key("kv-a", VERSION);
    assert_eq!(of(forbidden(None), readable()), Kind::ReasonUnknown);
    assert_eq!(of(forbidden(None), forbidden(None)), Kind::ReasonUnknown);
    assert_eq!(of(forbidden(None), Reply::Silent), Kind::ReasonUnknown);
    // A reason that nobody knows explains itself, and is none of ours.
    assert_eq!(of(forbidden(Some("ForbiddenByTheMoon")), readable()), Kind::ReasonUnknown);
    assert_eq!(of(forbidden(Some("ForbiddenByPolicy")), Reply::Silent), Kind::AccessDenied);
    // What is said in the words of the service.
    let of_words = |code: &str, inner: Option<&str>, message: &str| {
        let mut error = json!({ "code": code, "message": message });
        if let Some(inner) = inner {
            error["innererror"] = json!({ "code": inner });
        }
        let body = json!({ "error": error }).to_string();
        of(answer("403 Forbidden", "", &body), Reply::Silent)
    };
    let policy = "The user, group or application 'appid=a' does not have keys unwrap key permission on key vault 'kv-a'.";
    let role =
        "Not authorized to access Microsoft.KeyVault/managedHsm/keys/unwrap/action on /keys/Root";
    let denied = Some("AccessDenied");
    assert_eq!(of_words("Forbidden", denied, policy), Kind::AccessDenied);
    assert_eq!(of_words("AccessDenied", None, role), Kind::AccessDenied);
    assert_eq!(
        of_words("Forbidden", denied, "Your subscription was canceled."),
        Kind::ReasonUnknown
    );
    assert_eq!(of_words("Forbidden", None, policy), Kind::ReasonUnknown);
}

/// Vaults that keep what they wrap, until something is said in their place.
fn vaults(said: &Arc<Mutex<Option<Says>>>) -> Double {
    let (said, mut kept) = (Arc::clone(said), Keeping::default());
    vault(move |request| match *said.lock().unwrap() {
        Some(says) => says(request),
        None => kept.right(request),
    })
}

#[test]
fn data_is_purged_only_after_a_refusal_that_says_that_the_permission_is_gone() {
    let said = Arc::default();
    let double = vaults(&said);
    let shell = tenant(&double);
    new_policy(&shell, double.port, "P").ok();
    let purge = purge_of("P");
    let asked = |says: Says| {
        *said.lock().unwrap() = Some(says);
        shell.what_if("Set-DataEncryptionPolicy", &purge)
    };
    let reachable = asked(|request| right(request, &keeping::name_of(request), VERSION));
    assert_eq!(reachable.error().0, "PurgeKeysReachable");
    let silent: [Says; 3] = [
        |_| forbidden(None),
        |_| forbidden(Some("ForbiddenByTheMoon")),
        |_| forbidden(Some("ForbiddenByConnection")),
    ];
    for says in silent {
        assert_eq!(asked(says).error().0, "PurgeVaultUnreachable");
    }
    let revoked = asked(|_| forbidden(Some("ForbiddenByPolicy"))).ok();
    assert!(!revoked.what_if.is_empty(), "{revoked:?}");
}

#[test]
fn nobody_leaves_customer_key_by_keys_of_which_the_vault_does_not_say_that_they_are_lost() {
    let said = Arc::default();
    let double = vaults(&said);
    let shell = tenant(&double);
    let keys = ["kv-a", "kv-b"]
        .map(|vault| format!("https://{vault}.vault.localhost:{}/keys/Root", double.port));
    let new = json!({ "Name": "Global", "AzureKeyIDs": keys });
    shell.run("New-M365DataAtRestEncryptionPolicy", new).ok();
    let assign = json!({ "DataEncryptionPolicy": "Global" });
    shell.run("Set-M365DataAtRestEncryptionPolicyAssignment", assign).ok();
    let leave = |says: Says| {
        *said.lock().unwrap() = Some(says);
        shell.what_if("Unregister-CustomerKeyWorkload", &json!({ "WithLostKeys": true }))
    };
    let not_lost: [Says; 3] = [
        |it| if is_of_deleted(it) { forbidden(None) } else { not_found() },
        |it| if is_of_deleted(it) { key(&keeping::name_of(it), VERSION) } else { not_found() },
        |_| refused("404 Not Found", "VaultNotFound", Some("VaultIsDeletedButRecoverable")),
    ];
    for says in not_lost {
        let (id, text) = leave(says).error();
        assert_eq!(id, "PolicyKeysUnreachable", "{text}");
    }
    leave(|_| not_found()).ok();
}
