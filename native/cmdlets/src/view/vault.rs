use super::{plain, small, tags_table};
use crate::generated::output::az_key_vault::{KeyVault, KeyVaultIdentityItem};
use ckey_vault::{AccessPolicy, KeyPermission, VaultDescription};
use serde_json::{Value, json};

/// The resource id of a vault.
fn resource_id(vault: &VaultDescription) -> String {
    format!(
        "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{}",
        vault.subscription, vault.resource_group, vault.name
    )
}

/// A vault in a listing: fewer properties, as the real cmdlet has.
pub(crate) fn vault_item(vault: &VaultDescription) -> KeyVaultIdentityItem {
    KeyVaultIdentityItem {
        vault_name: plain(&vault.name),
        resource_group_name: plain(&vault.resource_group),
        location: plain(&vault.location),
        resource_id: plain(resource_id(vault)),
        tags: vault.tags.clone(),
        tags_table: tags_table(&vault.tags),
    }
}

/// One vault in full; `tenant` is the name of its directory.
pub(crate) fn vault(vault: &VaultDescription, tenant: &str) -> KeyVault {
    let rules = &vault.network;
    let (action, bypass) = (rules.default_action.to_string(), rules.bypass.to_string());
    let (ranges, subnets) = (rules.ip_rules.join(", "), rules.virtual_network_rules.join(", "));
    KeyVault {
        vault_name: plain(&vault.name),
        resource_group_name: plain(&vault.resource_group),
        location: plain(&vault.location),
        resource_id: plain(resource_id(vault)),
        tags: vault.tags.clone(),
        tags_table: tags_table(&vault.tags),
        vault_uri: plain(format!("{}/", vault.uri.trim_end_matches('/'))),
        tenant_id: plain(&vault.tenant_id),
        tenant_name: plain(tenant),
        sku: plain(vault.sku.as_str()),
        enabled_for_deployment: Some(false),
        enabled_for_template_deployment: Some(false),
        enabled_for_disk_encryption: Some(false),
        enable_soft_delete: Some(vault.soft_delete),
        enable_purge_protection: vault.purge_protection.then_some(true),
        enable_rbac_authorization: Some(false),
        soft_delete_retention_in_days: small(vault.soft_delete_days.into()),
        public_network_access: plain("Enabled"),
        access_policies: vault
            .access_policies
            .iter()
            .map(|policy| access_policy(policy, &vault.tenant_id))
            .collect(),
        access_policies_text: plain(
            vault
                .access_policies
                .iter()
                .map(|policy| access_text(policy, &vault.tenant_id))
                .collect::<String>(),
        ),
        network_acls_text: plain(format!(
            "Default Action        : {action}\nBypass                : {bypass}\nIP Rules              : {ranges}\nVirtual Network Rules : {subnets}\n"
        )),
        network_acls: json!({
            "DefaultAction": action,
            "Bypass": bypass,
            "IpAddressRanges": rules.ip_rules,
            "VirtualNetworkResourceIds": rules.virtual_network_rules,
            "IpAddressRangesText": ranges,
            "VirtualNetworkResourceIdsText": subnets,
        }),
    }
}

fn words(permissions: &[KeyPermission]) -> Vec<&'static str> {
    permissions.iter().map(|permission| permission.as_str()).collect()
}

fn display_name(policy: &AccessPolicy) -> String {
    let id = policy.app_id.as_deref().unwrap_or(&policy.object_id);
    if policy.name.is_empty() { id.to_owned() } else { format!("{} ({id})", policy.name) }
}

fn access_policy(policy: &AccessPolicy, tenant_id: &str) -> Value {
    json!({
        "TenantId": tenant_id,
        "TenantName": tenant_id,
        "ObjectId": policy.object_id,
        "ApplicationId": policy.app_id,
        "ApplicationIdDisplayName": policy.app_id,
        "DisplayName": display_name(policy),
        "PermissionsToKeys": words(&policy.keys),
        "PermissionsToKeysStr": words(&policy.keys).join(", "),
        "PermissionsToSecrets": policy.secrets,
        "PermissionsToSecretsStr": policy.secrets.join(", "),
        "PermissionsToCertificates": policy.certificates,
        "PermissionsToCertificatesStr": policy.certificates.join(", "),
        "PermissionsToStorage": policy.storage,
        "PermissionsToStorageStr": policy.storage.join(", "),
    })
}

fn access_text(policy: &AccessPolicy, tenant_id: &str) -> String {
    let lines = [
        ("Tenant ID", tenant_id.to_owned()),
        ("Object ID", policy.object_id.clone()),
        ("Application ID", policy.app_id.clone().unwrap_or_default()),
        ("Display Name", display_name(policy)),
        ("Permissions to Keys", words(&policy.keys).join(", ")),
        ("Permissions to Secrets", policy.secrets.join(", ")),
        ("Permissions to Certificates", policy.certificates.join(", ")),
        ("Permissions to (Key Vault Managed) Storage", policy.storage.join(", ")),
    ];
    let lines: String =
        lines.iter().map(|(label, value)| format!("{label:42} : {value}\n")).collect();
    format!("\n{lines}\n")
}
