//! What the service says alike and embedded vaults tell apart: a key that was deleted, and one that
//! never was; a key that has expired, and one that may not be used. The key is asked for it, where
//! the identity may; where it may not, the refusal has a kind that says so.

use std::time::Instant;

use azure_core::error::ErrorKind;
use azure_security_keyvault_keys::KeyClient;
use azure_security_keyvault_keys::models::KeyClientGetKeyOptions;
use ckey_base::clock;
use ckey_vault::{KeyDescription, KeyOp, KeyUri, VaultErrorKind as Kind};

use crate::answer::{Refusal, described, must_allow};

/// The one expiry that Customer Key takes, in the last year that there is: no end.
const NO_END: i64 = 253_402_214_400;

/// A refusal with the kind that it has. It never turns into an outage: asking takes half of the
/// time that is left at most. What is not answered stays unknown: nobody takes a key for lost, or a
/// permission for taken away, because the vault said nothing of it.
pub(crate) async fn told_apart(
    client: &KeyClient,
    uri: &KeyUri,
    (refusal, op): (Refusal, Option<KeyOp>),
    deadline: Instant,
) -> Refusal {
    let left = deadline.saturating_duration_since(Instant::now());
    let within = left.checked_div(2).unwrap_or_default();
    match (refusal.error.kind, op) {
        (Kind::KeyNotFound, _) => {
            let found = tokio::time::timeout(within, not_there(client, uri)).await;
            refusal.meaning(found.unwrap_or(Kind::DeletionUnknown))
        }
        (Kind::ReasonUnknown, Some(op)) if refusal.names_no_reason => {
            match tokio::time::timeout(within, why(client, uri, op)).await {
                Ok(Some(kind)) => refusal.meaning(kind),
                _ => refusal,
            }
        }
        _ => refusal,
    }
}

async fn not_there(client: &KeyClient, uri: &KeyUri) -> Kind {
    let any = uri.unversioned();
    if uri.version().is_some() {
        // A vault that shows the very version has not lost it, whatever it said of its use.
        match client.get_key(uri.key(), Some(at_version(uri))).await {
            Err(error) if is_not_found(uri, &error) => {}
            _ => return Kind::DeletionUnknown,
        }
        let found = client.get_key(uri.key(), None).await;
        match found.map(|found| described(&any, &found.into_body()).is_ok()) {
            Ok(true) => return Kind::VersionNotFound,
            Err(error) if is_not_found(&any, &error) => {}
            _ => return Kind::DeletionUnknown,
        }
    }
    let deleted = client.get_deleted_key(uri.key(), None).await;
    match deleted.map(|deleted| described(&any, &deleted.into_body()).is_ok()) {
        Ok(true) => Kind::KeyDeleted,
        Err(error) if is_not_found(&any, &error) => Kind::KeyNotFound,
        _ => Kind::DeletionUnknown,
    }
}

/// Whether the vault itself says that there is none.
fn is_not_found(uri: &KeyUri, error: &azure_core::Error) -> bool {
    match error.kind() {
        ErrorKind::HttpResponse { status, raw_response: Some(raw), .. } => {
            let status = u16::from(*status);
            let refusal = Refusal::of_answer(uri, status, raw.headers(), raw.body());
            refusal.error.kind == Kind::KeyNotFound
        }
        _ => false,
    }
}

fn at_version(uri: &KeyUri) -> KeyClientGetKeyOptions<'static> {
    KeyClientGetKeyOptions { key_version: uri.version().map(str::to_owned), ..Default::default() }
}

/// Why the use of a key is refused that the identity may read, where the key explains it. That a
/// permission is missing is said by the vault alone: who destroys data goes by its word.
async fn why(client: &KeyClient, uri: &KeyUri, op: KeyOp) -> Option<Kind> {
    let answer = client.get_key(uri.key(), Some(at_version(uri))).await.ok()?;
    reason(&described(uri, &answer.into_body()).ok()?, op, clock::seconds())
}

fn reason(key: &KeyDescription, op: KeyOp, now: i64) -> Option<Kind> {
    if let Err(error) = must_allow(key, &[op]) {
        return Some(error.kind);
    }
    // An expired key still unwraps (rule 3.4.5). By whose clock is the vault's affair: it has
    // refused, and nothing else of the key explains it.
    (op == KeyOp::WrapKey).then(|| time_of(key, now)).flatten()
}

fn time_of(key: &KeyDescription, now: i64) -> Option<Kind> {
    if key.attributes.not_before.is_some_and(|begins| begins > now) {
        return Some(Kind::KeyNotYetValid);
    }
    key.attributes.expires.is_some_and(|ends| ends < NO_END).then_some(Kind::KeyExpired)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    fn of(op: KeyOp, attributes: Value) -> Option<Kind> {
        let version = "0123456789abcdef0123456789abcdef";
        let kid = format!("https://kv-a.vault.azure.net/keys/Root/{version}");
        let n = URL_SAFE_NO_PAD.encode([0xB7; 256]);
        let ops = ["wrapKey", "unwrapKey"];
        let key = json!({ "kid": kid, "kty": "RSA", "key_ops": ops, "n": n, "e": "AQAB" });
        let mut all = json!({ "enabled": true, "created": 1, "updated": 1 });
        all.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
        let body = json!({ "key": key, "attributes": all }).to_string();
        let uri = KeyUri::new("kv-a", "Root", Some(version)).unwrap();
        reason(&described(&uri, body.as_bytes()).unwrap(), op, 1000)
    }

    #[test]
    fn a_refusal_without_a_reason_is_about_the_key_where_that_explains_it_and_else_stays_unknown() {
        let (wrap, unwrap) = (KeyOp::WrapKey, KeyOp::UnwrapKey);
        for (op, attributes, kind) in [
            (wrap, json!({ "nbf": 1001 }), Some(Kind::KeyNotYetValid)),
            (wrap, json!({ "nbf": 1000, "exp": 1000 }), Some(Kind::KeyExpired)),
            (unwrap, json!({ "exp": 1000 }), None),
            (wrap, json!({ "exp": NO_END }), None),
            (unwrap, json!({}), None),
            (wrap, json!({ "exp": 1000, "enabled": false }), Some(Kind::KeyDisabled)),
            (KeyOp::Sign, json!({}), Some(Kind::OperationNotPermitted)),
        ] {
            assert_eq!(of(op, attributes.clone()), kind, "{op:?} {attributes}");
        }
    }
}
