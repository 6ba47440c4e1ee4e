use super::{at, plain, small, tags_table};
use crate::generated::output::az_key_vault::{
    DeletedKeyVault, KeyVault, KeyVaultAccessPolicy, KeyVaultIdentityItem, KeyVaultNetworkRuleSet,
};
use crate::generated::output::az_resources::Resource;
use crate::generated::output::customer_key::CustomerKeyVaultUse;
use crate::surface::value::Table;
use ckey_vault::{
    AccessPolicy, DeletedVault, KeyPermission, KeyUri, LogRecord, VaultDescription, VaultKind,
    normalized_region,
};
use serde_json::{Value, json};

/// What the resource manager calls vaults of a kind.
pub(crate) fn resource_type(kind: VaultKind) -> String {
    format!("Microsoft.KeyVault/{}", kind.resource_type())
}

/// A vault as the resource manager shows it; in a listing without its properties. enableSoftDelete
/// is not among them: it is always on, and the runbooks of Customer Key add it by a cmdlet that
/// refuses a name that is there.
pub(crate) fn resource(vault: &VaultDescription, expanded: bool) -> Resource {
    let is_hsm = vault.kind() == VaultKind::ManagedHsm;
    let (family, size) = if is_hsm {
        ("B", "Standard_B1".to_owned())
    } else {
        ("A", vault.sku.as_str().to_ascii_lowercase())
    };
    let sku = Table::from([("family".to_owned(), family.to_owned()), ("name".to_owned(), size)]);
    let mut properties = json!({
        "sku": sku,
        "tenantId": vault.tenant_id,
        "vaultUri": format!("{}/", vault.uri.trim_end_matches('/')),
        "softDeleteRetentionInDays": vault.soft_delete_days,
        "enableRbacAuthorization": vault.rbac,
        "enabledForDeployment": false,
        "enabledForDiskEncryption": false,
        "enabledForTemplateDeployment": false,
        "publicNetworkAccess": "Enabled",
        "provisioningState": "Succeeded",
    });
    if let Some(on) = properties.as_object_mut().filter(|_| vault.purge_protection) {
        on.insert("enablePurgeProtection".to_owned(), Value::Bool(true));
    }
    Resource {
        name: plain(&vault.name),
        resource_name: plain(&vault.name),
        resource_group_name: plain(&vault.resource_group),
        resource_type: plain(resource_type(vault.kind())),
        location: plain(&vault.location),
        resource_id: plain(vault.resource_id()),
        subscription_id: plain(&vault.subscription),
        properties: if expanded { properties } else { Value::Null },
        tags: vault.tags.clone(),
        sku,
    }
}

/// A vault in a listing: fewer properties, as the real cmdlet has.
pub(crate) fn vault_item(vault: &VaultDescription) -> KeyVaultIdentityItem {
    KeyVaultIdentityItem {
        vault_name: plain(&vault.name),
        resource_group_name: plain(&vault.resource_group),
        location: plain(&vault.location),
        resource_id: plain(vault.resource_id()),
        tags: vault.tags.clone(),
        tags_table: tags_table(&vault.tags),
    }
}

/// A deleted vault, as far as it is shown before it is back.
pub(crate) fn deleted_vault(deleted: &DeletedVault) -> DeletedKeyVault {
    let vault = &deleted.vault;
    let item = vault_item(vault);
    DeletedKeyVault {
        id: plain(format!(
            "/subscriptions/{}/providers/Microsoft.KeyVault/locations/{}/deletedVaults/{}",
            vault.subscription,
            normalized_region(&vault.location),
            vault.name
        )),
        deletion_date: at(deleted.deleted),
        scheduled_purge_date: at(deleted.scheduled_purge),
        enable_purge_protection: vault.purge_protection.then_some(true),
        vault_name: item.vault_name,
        resource_group_name: item.resource_group_name,
        location: item.location,
        resource_id: item.resource_id,
        tags: item.tags,
        tags_table: item.tags_table,
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
        resource_id: plain(vault.resource_id()),
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
        enable_rbac_authorization: Some(vault.rbac),
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
        network_acls: Some(KeyVaultNetworkRuleSet {
            default_action: plain(action),
            bypass: plain(bypass),
            ip_address_ranges: rules.ip_rules.clone(),
            virtual_network_resource_ids: rules.virtual_network_rules.clone(),
            ip_address_ranges_text: plain(ranges),
            virtual_network_resource_ids_text: plain(subnets),
        }),
    }
}

fn words(permissions: &[KeyPermission]) -> Vec<String> {
    permissions.iter().map(|permission| permission.as_str().to_owned()).collect()
}

fn display_name(policy: &AccessPolicy) -> String {
    let id = policy.app_id.as_deref().unwrap_or(&policy.object_id);
    if policy.name.is_empty() { id.to_owned() } else { format!("{} ({id})", policy.name) }
}

fn access_policy(policy: &AccessPolicy, tenant_id: &str) -> KeyVaultAccessPolicy {
    KeyVaultAccessPolicy {
        tenant_id: plain(tenant_id),
        tenant_name: plain(tenant_id),
        object_id: plain(&policy.object_id),
        application_id: None,
        application_id_display_name: None,
        display_name: plain(display_name(policy)),
        permissions_to_keys: words(&policy.keys),
        permissions_to_keys_str: plain(words(&policy.keys).join(", ")),
        permissions_to_secrets: policy.secrets.clone(),
        permissions_to_secrets_str: plain(policy.secrets.join(", ")),
        permissions_to_certificates: policy.certificates.clone(),
        permissions_to_certificates_str: plain(policy.certificates.join(", ")),
        permissions_to_storage: policy.storage.clone(),
        permissions_to_storage_str: plain(policy.storage.join(", ")),
    }
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

/// A use of a key of this vault.
pub(crate) fn vault_use(vault: &str, used: &LogRecord, was_purged: bool) -> CustomerKeyVaultUse {
    let uri = KeyUri::stored(&used.object).ok();
    CustomerKeyVaultUse {
        number: i64::try_from(used.sequence).ok(),
        date: at(used.at),
        operation: plain(&used.operation),
        caller: plain(&used.actor),
        caller_id: plain(&used.actor_id),
        vault_name: plain(vault),
        vault_purged: Some(was_purged),
        key_name: uri.as_ref().and_then(|uri| plain(uri.key())),
        key_version: uri.as_ref().and_then(|uri| plain(uri.version()?)),
        key_id: plain(&used.object),
        algorithm: plain(&used.detail),
        operation_id: used.request.map(|request| request.to_string()),
    }
}
