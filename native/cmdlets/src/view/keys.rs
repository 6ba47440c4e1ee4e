use super::{plain, tags_table, utc};
use crate::generated::output::az_key_vault::{KeyVaultKey, KeyVaultKeyIdentityItem};
use crate::surface::output::Utc;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ckey_vault::{KeyDescription, PublicKey};
use serde_json::{Value, json};

/// A key in the listing of its vault, which names no version: `(Get-AzKeyVaultKey -VaultName v).Id`
/// is what policies are made with.
pub(crate) fn key_item(key: &KeyDescription) -> KeyVaultKeyIdentityItem {
    KeyVaultKeyIdentityItem { id: plain(id(key, None)), version: None, ..version_item(key) }
}

/// A version in the listing of its key.
pub(crate) fn version_item(key: &KeyDescription) -> KeyVaultKeyIdentityItem {
    let attributes = &key.attributes;
    KeyVaultKeyIdentityItem {
        id: plain(id(key, key.uri.version())),
        vault_name: plain(key.uri.vault()),
        name: plain(key.uri.key()),
        version: key.uri.version().map(str::to_owned),
        enabled: Some(attributes.enabled),
        expires: attributes.expires.map(Utc),
        not_before: attributes.not_before.map(Utc),
        created: utc(attributes.created),
        updated: utc(attributes.updated),
        recovery_level: plain(attributes.recovery_level.as_str()),
        is_hsm: Some(false),
        tags: key.tags.clone(),
        tags_table: tags_table(&key.tags),
    }
}

/// One version in full.
pub(crate) fn key(key: &KeyDescription) -> KeyVaultKey {
    let item = version_item(key);
    let curve = matches!(key.public, PublicKey::Ec { .. }).then_some("P-256");
    KeyVaultKey {
        key_type: plain(key.key_type.as_str()),
        key_size: i32::try_from(key.bits).ok(),
        curve_name: curve.map(str::to_owned),
        attributes: attributes(key),
        key: public(key, curve),
        release_policy: Value::Null,
        id: item.id,
        vault_name: item.vault_name,
        name: item.name,
        version: item.version,
        enabled: item.enabled,
        expires: item.expires,
        not_before: item.not_before,
        created: item.created,
        updated: item.updated,
        recovery_level: item.recovery_level,
        is_hsm: item.is_hsm,
        tags: item.tags,
        tags_table: item.tags_table,
    }
}

/// The id with the port, as the Az cmdlets show it.
fn id(key: &KeyDescription, version: Option<&str>) -> String {
    let version = version.map(|version| format!("/{version}")).unwrap_or_default();
    format!(
        "https://{}.vault.azure.net:443/keys/{}{version}",
        key.uri.vault().to_ascii_lowercase(),
        key.uri.key()
    )
}

fn operations(key: &KeyDescription) -> Vec<&'static str> {
    key.ops.iter().map(|op| op.as_str()).collect()
}

fn attributes(key: &KeyDescription) -> Value {
    let attributes = &key.attributes;
    json!({
        "Enabled": attributes.enabled,
        "Expires": attributes.expires.map(Utc),
        "NotBefore": attributes.not_before.map(Utc),
        "KeyOps": operations(key),
        "KeyType": key.key_type.as_str(),
        "Created": Utc(attributes.created),
        "Updated": Utc(attributes.updated),
        "RecoveryLevel": attributes.recovery_level.as_str(),
        "RecoverableDays": attributes.recoverable_days,
        "Managed": null,
        "Exportable": false,
        "ReleasePolicy": null,
        "Tags": key.tags,
    })
}

fn public(key: &KeyDescription, curve: Option<&str>) -> Value {
    let (modulus, exponent) = match &key.public {
        PublicKey::Rsa { modulus, exponent } => {
            (Some(BASE64.encode(modulus)), Some(BASE64.encode(exponent)))
        }
        PublicKey::Ec { .. } => (None, None),
    };
    json!({
        "Kid": key.uri.to_string(),
        "Kty": key.key_type.as_str(),
        "KeyOps": operations(key),
        "N": modulus,
        "E": exponent,
        "CurveName": curve,
    })
}
