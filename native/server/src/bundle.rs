//! Keys as the protocol shows them. What is not there is left out, never null.

use ckey_vault::{DeletedKey, KeyDescription, KeyRotationPolicy, PublicKey};
use serde_json::{Map, Value, json};

use crate::wire::encode;

/// `https://HOST/keys/NAME/VERSION`, at the host that the client has asked.
fn id(host: &str, collection: &str, key: &KeyDescription, with_version: bool) -> String {
    let base = format!("https://{host}/{collection}/{}", key.uri.key());
    match key.uri.version().filter(|_| with_version) {
        Some(version) => format!("{base}/{version}"),
        None => base,
    }
}

fn attributes(key: &KeyDescription) -> Value {
    let own = &key.attributes;
    let mut shown = json!({
        "enabled": own.enabled,
        "created": own.created,
        "updated": own.updated,
        "recoveryLevel": own.recovery_level.as_str(),
        "recoverableDays": own.recoverable_days,
        "exportable": false,
    });
    if let Some(shown) = shown.as_object_mut() {
        shown.extend(own.not_before.map(|time| ("nbf".to_owned(), Value::from(time))));
        shown.extend(own.expires.map(|time| ("exp".to_owned(), Value::from(time))));
    }
    shown
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn tagged(mut shown: Map<String, Value>, key: &KeyDescription) -> Map<String, Value> {
    if !key.tags.is_empty() {
        shown.insert("tags".to_owned(), json!(key.tags));
    }
    shown
}

/// A key with its public half.
pub(crate) fn bundle(host: &str, key: &KeyDescription) -> Map<String, Value> {
    let ops: Vec<_> = key.ops.iter().map(|op| op.as_str()).collect();
    let mut jwk = object(json!({
        "kid": id(host, "keys", key, true),
        "kty": key.key_type.as_str(),
        "key_ops": ops,
    }));
    jwk.extend(match &key.public {
        PublicKey::Rsa { modulus, exponent } => {
            object(json!({ "n": encode(modulus), "e": encode(exponent) }))
        }
        PublicKey::Ec { x, y } => object(json!({ "crv": "P-256", "x": encode(x), "y": encode(y) })),
    });
    tagged(object(json!({ "key": jwk, "attributes": attributes(key) })), key)
}

/// A key as lists show it.
pub(crate) fn item(host: &str, key: &KeyDescription, with_version: bool) -> Value {
    let kid = id(host, "keys", key, with_version);
    Value::from(tagged(object(json!({ "kid": kid, "attributes": attributes(key) })), key))
}

/// What a vault does with a key by itself. One that was never set has no id and no dates.
pub(crate) fn rotation_policy(host: &str, found: &KeyRotationPolicy) -> Value {
    let mut shown = object(found.policy.to_json());
    if let Some((created, updated)) = found.set {
        let id = format!("https://{host}/keys/{}/rotationpolicy", found.key.key());
        shown.insert("id".to_owned(), id.into());
        if let Some(attributes) = shown.get_mut("attributes").and_then(Value::as_object_mut) {
            attributes.insert("created".to_owned(), created.into());
            attributes.insert("updated".to_owned(), updated.into());
        }
    }
    Value::from(shown)
}

fn deletion(host: &str, deleted: &DeletedKey) -> Map<String, Value> {
    object(json!({
        "recoveryId": id(host, "deletedkeys", &deleted.key, false),
        "deletedDate": deleted.deleted,
        "scheduledPurgeDate": deleted.scheduled_purge,
    }))
}

/// A deleted key with its public half.
pub(crate) fn deleted_bundle(host: &str, deleted: &DeletedKey) -> Value {
    let mut shown = bundle(host, &deleted.key);
    shown.extend(deletion(host, deleted));
    Value::from(shown)
}

/// A deleted key as lists show it.
pub(crate) fn deleted_item(host: &str, deleted: &DeletedKey) -> Value {
    let mut shown = object(item(host, &deleted.key, false));
    shown.extend(deletion(host, deleted));
    Value::from(shown)
}
