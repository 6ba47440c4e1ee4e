use super::{at, plain, small, tags_table};
use crate::generated::output::az_key_vault::{
    DeletedKeyVaultKey, DeletedKeyVaultKeyIdentityItem, JsonWebKey, KeyOperationResult,
    KeyRotationLifetimeAction, KeyRotationPolicy, KeyVaultKey, KeyVaultKeyAttributes,
    KeyVaultKeyBackup, KeyVaultKeyIdentityItem,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_vault::{
    DeletedKey, KeyDescription, KeyRotationPolicy as SetPolicy, KeyUri, LifetimeAction, PublicKey,
    VaultKind,
};
use std::path::Path;

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
        expires: attributes.expires.map(Into::into),
        not_before: attributes.not_before.map(Into::into),
        created: at(attributes.created),
        updated: at(attributes.updated),
        recovery_level: plain(attributes.recovery_level.as_str()),
        is_hsm: Some(key.uri.kind() == VaultKind::ManagedHsm),
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
        attributes: Some(attributes(key)),
        key: Some(public(key, curve)),
        release_policy: None,
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

/// A deleted key in the listing of its vault, which names no version.
pub(crate) fn deleted_key_item(deleted: &DeletedKey) -> DeletedKeyVaultKeyIdentityItem {
    let item = key_item(&deleted.key);
    DeletedKeyVaultKeyIdentityItem {
        deleted_date: at(deleted.deleted),
        scheduled_purge_date: at(deleted.scheduled_purge),
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

/// One deleted key in full.
pub(crate) fn deleted_key(deleted: &DeletedKey) -> DeletedKeyVaultKey {
    let full = key(&deleted.key);
    DeletedKeyVaultKey {
        deleted_date: at(deleted.deleted),
        scheduled_purge_date: at(deleted.scheduled_purge),
        id: full.id,
        vault_name: full.vault_name,
        name: full.name,
        version: full.version,
        enabled: full.enabled,
        expires: full.expires,
        not_before: full.not_before,
        created: full.created,
        updated: full.updated,
        recovery_level: full.recovery_level,
        is_hsm: full.is_hsm,
        tags: full.tags,
        tags_table: full.tags_table,
        key_type: full.key_type,
        key_size: full.key_size,
        curve_name: full.curve_name,
        attributes: full.attributes,
        key: full.key,
        release_policy: full.release_policy,
    }
}

/// A backup that was written.
pub(crate) fn key_backup(
    key: &KeyUri,
    file: &Path,
    versions: usize,
    length: usize,
) -> KeyVaultKeyBackup {
    KeyVaultKeyBackup {
        output_file: plain(file.display().to_string()),
        vault_name: plain(key.vault()),
        name: plain(key.key()),
        versions: i64::try_from(versions).ok(),
        bytes: i64::try_from(length).ok(),
    }
}

/// What a vault does by itself with a key.
pub(crate) fn rotation_policy(found: &SetPolicy) -> KeyRotationPolicy {
    let action = |known: &LifetimeAction| {
        let (after, before) = known.trigger.texts();
        KeyRotationLifetimeAction {
            action: plain(known.action.as_str()),
            time_after_create: after.map(str::to_owned),
            time_before_expiry: before.map(str::to_owned),
        }
    };
    KeyRotationPolicy {
        id: found.set.map(|_| format!("{}/rotationpolicy", found.key)),
        vault_name: plain(found.key.vault()),
        key_name: plain(found.key.key()),
        lifetime_actions: found.policy.actions.iter().map(action).collect(),
        expires_in: found.policy.expires_in.as_ref().map(ToString::to_string),
        created_on: found.set.and_then(|(created, _)| at(created)),
        updated_on: found.set.and_then(|(_, updated)| at(updated)),
    }
}

/// What a key made of bytes, and which version of it.
pub(crate) fn operation(
    key: &KeyUri,
    algorithm: WrapAlgorithm,
    bytes: &[u8],
) -> KeyOperationResult {
    KeyOperationResult {
        key_id: plain(key.to_string()),
        raw_result: Some(BASE64.encode(bytes)),
        algorithm: plain(algorithm.as_str()),
    }
}

/// The id with the port, as the Az cmdlets show it.
fn id(key: &KeyDescription, version: Option<&str>) -> String {
    let version = version.map(|version| format!("/{version}")).unwrap_or_default();
    format!("{}:443/keys/{}{version}", key.uri.vault_address(), key.uri.key())
}

fn operations(key: &KeyDescription) -> Vec<String> {
    key.ops.iter().map(|op| op.as_str().to_owned()).collect()
}

fn attributes(key: &KeyDescription) -> KeyVaultKeyAttributes {
    let attributes = &key.attributes;
    KeyVaultKeyAttributes {
        enabled: Some(attributes.enabled),
        expires: attributes.expires.map(Into::into),
        not_before: attributes.not_before.map(Into::into),
        key_ops: operations(key),
        key_type: plain(key.key_type.as_str()),
        created: at(attributes.created),
        updated: at(attributes.updated),
        recovery_level: plain(attributes.recovery_level.as_str()),
        recoverable_days: small(attributes.recoverable_days.into()),
        managed: None,
        exportable: Some(false),
        release_policy: None,
        tags: key.tags.clone(),
    }
}

fn public(key: &KeyDescription, curve: Option<&str>) -> JsonWebKey {
    let (modulus, exponent) = match &key.public {
        PublicKey::Rsa { modulus, exponent } => {
            (Some(BASE64.encode(modulus)), Some(BASE64.encode(exponent)))
        }
        PublicKey::Ec { .. } => (None, None),
    };
    JsonWebKey {
        kid: plain(key.uri.to_string()),
        kty: plain(key.key_type.as_str()),
        key_ops: operations(key),
        n: modulus,
        e: exponent,
        curve_name: curve.map(str::to_owned),
    }
}
