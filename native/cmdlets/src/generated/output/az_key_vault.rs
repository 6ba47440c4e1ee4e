//! The outputs of AzKeyVault.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::surface::output::{Output, Utc};
use crate::surface::value::Table;

/// `CustomerKey.KeyVaultIdentityItem`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultIdentityItem {
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName")]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location")]
    pub(crate) location: Option<String>,
    #[serde(rename = "ResourceId")]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
    #[serde(rename = "TagsTable")]
    pub(crate) tags_table: Option<String>,
}

impl Output for KeyVaultIdentityItem {
    const TYPE: &'static str = "KeyVaultIdentityItem";
}

/// `CustomerKey.KeyVault`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVault {
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName")]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location")]
    pub(crate) location: Option<String>,
    #[serde(rename = "ResourceId")]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
    #[serde(rename = "TagsTable")]
    pub(crate) tags_table: Option<String>,
    #[serde(rename = "VaultUri")]
    pub(crate) vault_uri: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "TenantName")]
    pub(crate) tenant_name: Option<String>,
    #[serde(rename = "Sku")]
    pub(crate) sku: Option<String>,
    #[serde(rename = "EnabledForDeployment")]
    pub(crate) enabled_for_deployment: Option<bool>,
    #[serde(rename = "EnabledForTemplateDeployment")]
    pub(crate) enabled_for_template_deployment: Option<bool>,
    #[serde(rename = "EnabledForDiskEncryption")]
    pub(crate) enabled_for_disk_encryption: Option<bool>,
    #[serde(rename = "EnableSoftDelete")]
    pub(crate) enable_soft_delete: Option<bool>,
    #[serde(rename = "EnablePurgeProtection")]
    pub(crate) enable_purge_protection: Option<bool>,
    #[serde(rename = "EnableRbacAuthorization")]
    pub(crate) enable_rbac_authorization: Option<bool>,
    #[serde(rename = "SoftDeleteRetentionInDays")]
    pub(crate) soft_delete_retention_in_days: Option<i32>,
    #[serde(rename = "PublicNetworkAccess")]
    pub(crate) public_network_access: Option<String>,
    #[serde(rename = "AccessPolicies")]
    pub(crate) access_policies: Vec<Value>,
    #[serde(rename = "AccessPoliciesText")]
    pub(crate) access_policies_text: Option<String>,
    #[serde(rename = "NetworkAcls")]
    pub(crate) network_acls: Value,
    #[serde(rename = "NetworkAclsText")]
    pub(crate) network_acls_text: Option<String>,
}

impl Output for KeyVault {
    const TYPE: &'static str = "KeyVault";
}

/// `CustomerKey.KeyVaultKeyIdentityItem`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultKeyIdentityItem {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Version")]
    pub(crate) version: Option<String>,
    #[serde(rename = "Enabled")]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "Expires")]
    pub(crate) expires: Option<Utc>,
    #[serde(rename = "NotBefore")]
    pub(crate) not_before: Option<Utc>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Utc>,
    #[serde(rename = "Updated")]
    pub(crate) updated: Option<Utc>,
    #[serde(rename = "RecoveryLevel")]
    pub(crate) recovery_level: Option<String>,
    #[serde(rename = "IsHsm")]
    pub(crate) is_hsm: Option<bool>,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
    #[serde(rename = "TagsTable")]
    pub(crate) tags_table: Option<String>,
}

impl Output for KeyVaultKeyIdentityItem {
    const TYPE: &'static str = "KeyVaultKeyIdentityItem";
}

/// `CustomerKey.KeyVaultKey`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultKey {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Version")]
    pub(crate) version: Option<String>,
    #[serde(rename = "Enabled")]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "Expires")]
    pub(crate) expires: Option<Utc>,
    #[serde(rename = "NotBefore")]
    pub(crate) not_before: Option<Utc>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Utc>,
    #[serde(rename = "Updated")]
    pub(crate) updated: Option<Utc>,
    #[serde(rename = "RecoveryLevel")]
    pub(crate) recovery_level: Option<String>,
    #[serde(rename = "IsHsm")]
    pub(crate) is_hsm: Option<bool>,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
    #[serde(rename = "TagsTable")]
    pub(crate) tags_table: Option<String>,
    #[serde(rename = "KeyType")]
    pub(crate) key_type: Option<String>,
    #[serde(rename = "KeySize")]
    pub(crate) key_size: Option<i32>,
    #[serde(rename = "CurveName")]
    pub(crate) curve_name: Option<String>,
    #[serde(rename = "Attributes")]
    pub(crate) attributes: Value,
    #[serde(rename = "Key")]
    pub(crate) key: Value,
    #[serde(rename = "ReleasePolicy")]
    pub(crate) release_policy: Value,
}

impl Output for KeyVaultKey {
    const TYPE: &'static str = "KeyVaultKey";
}
