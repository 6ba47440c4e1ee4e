//! What the service says alike and embedded vaults tell apart: a key that was deleted, and one that
//! never was; a key that has expired, and one that may not be used. The key is asked for it, where
//! the identity may; where it may not, what was said stays.

use std::time::Instant;

use azure_security_keyvault_keys::KeyClient;
use ckey_base::clock;
use ckey_vault::{KeyDescription, KeyOp, KeyUri, VaultErrorKind as Kind};

use crate::answer::{Refusal, described, must_allow};

/// The one expiry that Customer Key takes, in the last year that there is: no end.
const NO_END: i64 = 253_402_214_400;

/// A refusal with the kind that it has. It never turns into an outage: asking takes half of the
/// time that is left at most, and no answer changes nothing.
pub(crate) async fn told_apart(
    client: &KeyClient,
    uri: &KeyUri,
    (refusal, op): (Refusal, Option<KeyOp>),
    deadline: Instant,
) -> Refusal {
    let left = deadline.saturating_duration_since(Instant::now());
    let asking = async {
        match refusal.error.kind {
            Kind::KeyNotFound => not_there(client, uri).await,
            // An expired key still unwraps (rule 3.4.5).
            Kind::AccessDenied if refusal.names_no_reason && op == Some(KeyOp::WrapKey) => {
                out_of_its_time(client, uri).await
            }
            _ => None,
        }
    };
    match tokio::time::timeout(left.checked_div(2).unwrap_or_default(), asking).await {
        Ok(Some(kind)) => refusal.meaning(kind),
        _ => refusal,
    }
}

async fn not_there(client: &KeyClient, uri: &KeyUri) -> Option<Kind> {
    let any = uri.unversioned();
    if uri.version().is_some()
        && let Ok(answer) = client.get_key(uri.key(), None).await
    {
        return described(&any, &answer.into_body()).is_ok().then_some(Kind::VersionNotFound);
    }
    let deleted = client.get_deleted_key(uri.key(), None).await.ok()?;
    described(&any, &deleted.into_body()).is_ok().then_some(Kind::KeyDeleted)
}

/// By whose clock is the vault's affair: it has refused, and nothing else of the key explains it.
async fn out_of_its_time(client: &KeyClient, uri: &KeyUri) -> Option<Kind> {
    let options = azure_security_keyvault_keys::models::KeyClientGetKeyOptions {
        key_version: uri.version().map(str::to_owned),
        ..Default::default()
    };
    let answer = client.get_key(uri.key(), Some(options)).await.ok()?;
    time_of(&described(uri, &answer.into_body()).ok()?, clock::seconds())
}

fn time_of(key: &KeyDescription, now: i64) -> Option<Kind> {
    must_allow(key, &[]).ok()?;
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

    fn of(attributes: Value) -> Option<Kind> {
        let version = "0123456789abcdef0123456789abcdef";
        let kid = format!("https://kv-a.vault.azure.net/keys/Root/{version}");
        let n = URL_SAFE_NO_PAD.encode([0xB7; 256]);
        let key = json!({ "kid": kid, "kty": "RSA", "n": n, "e": "AQAB" });
        let mut all = json!({ "enabled": true, "created": 1, "updated": 1 });
        all.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
        let body = json!({ "key": key, "attributes": all }).to_string();
        let uri = KeyUri::new("kv-a", "Root", Some(version)).unwrap();
        time_of(&described(&uri, body.as_bytes()).unwrap(), 1000)
    }

    #[test]
    fn a_refusal_without_a_reason_is_about_the_time_of_a_key_that_has_one() {
        assert_eq!(of(json!({ "nbf": 1001 })), Some(Kind::KeyNotYetValid));
        assert_eq!(of(json!({ "nbf": 1000, "exp": 1000 })), Some(Kind::KeyExpired));
        assert_eq!(of(json!({ "exp": NO_END })), None);
        assert_eq!(of(json!({})), None);
        assert_eq!(of(json!({ "exp": 1000, "enabled": false })), None);
    }
}
