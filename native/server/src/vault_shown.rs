//! Vaults as the resource manager shows them.

use ckey_engine::iso;
use ckey_vault::{DeletedVault, NetworkRules, VaultDescription, normalized_region};
use serde_json::{Value, json};

use crate::vault_body::TYPE;
use crate::vault_policies::entries;

/// A vault as a resource; `uri` is where it is served.
pub(crate) fn vault(vault: &VaultDescription, uri: &str) -> Value {
    let mut shown = resource(vault);
    let mut properties = json!({
        "tenantId": vault.tenant_id,
        "sku": { "family": "A", "name": vault.sku.as_str().to_ascii_lowercase() },
        "vaultUri": uri,
        "accessPolicies": entries(&vault.access_policies, &vault.tenant_id),
        "enabledForDeployment": false,
        "enabledForDiskEncryption": false,
        "enabledForTemplateDeployment": false,
        "enableSoftDelete": vault.soft_delete,
        "softDeleteRetentionInDays": vault.soft_delete_days,
        "enableRbacAuthorization": vault.rbac,
        "networkAcls": network(&vault.network),
        "publicNetworkAccess": "Enabled",
        "provisioningState": "Succeeded",
    });
    // As Azure, which never says that it is off.
    if let (true, Some(properties)) = (vault.purge_protection, properties.as_object_mut()) {
        properties.insert("enablePurgeProtection".to_owned(), Value::Bool(true));
    }
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("properties".to_owned(), properties);
    }
    shown
}

/// A vault among resources of every kind.
pub(crate) fn resource(vault: &VaultDescription) -> Value {
    json!({
        "id": vault.resource_id(),
        "name": vault.name,
        "type": TYPE,
        "location": normalized_region(&vault.location),
        "tags": vault.tags,
    })
}

fn network(rules: &NetworkRules) -> Value {
    let of = |key: &str, list: &[String]| -> Vec<Value> {
        list.iter().map(|text| json!({ (key): text })).collect()
    };
    json!({
        "bypass": rules.bypass.as_str(),
        "defaultAction": rules.default_action.as_str(),
        "ipRules": of("value", &rules.ip_rules),
        "virtualNetworkRules": of("id", &rules.virtual_network_rules),
    })
}

/// The access policies of a vault alone.
pub(crate) fn policies(vault: &VaultDescription) -> Value {
    json!({
        "id": format!("{}/accessPolicies/", vault.resource_id()),
        "type": format!("{TYPE}/accessPolicies"),
        "location": normalized_region(&vault.location),
        "properties": { "accessPolicies": entries(&vault.access_policies, &vault.tenant_id) },
    })
}

pub(crate) fn deleted_vault(deleted: &DeletedVault) -> Value {
    let DeletedVault { vault, .. } = deleted;
    let (name, location) = (&vault.name, normalized_region(&vault.location));
    json!({
        "id": format!(
            "/subscriptions/{}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{name}",
            vault.subscription
        ),
        "name": name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": vault.resource_id(),
            "location": location,
            "tags": vault.tags,
            "deletionDate": iso(deleted.deleted),
            "scheduledPurgeDate": iso(deleted.scheduled_purge),
            "purgeProtectionEnabled": vault.purge_protection,
        },
    })
}
