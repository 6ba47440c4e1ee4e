//! The outputs of AzKeyVault.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;

use crate::surface::output::{Output, Utc};
use crate::surface::value::Table;

/// `CustomerKey.KeyVaultAccessPolicy`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultAccessPolicy {
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "TenantName")]
    pub(crate) tenant_name: Option<String>,
    #[serde(rename = "ObjectId")]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "ApplicationId")]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "ApplicationIdDisplayName")]
    pub(crate) application_id_display_name: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "PermissionsToKeys")]
    pub(crate) permissions_to_keys: Vec<String>,
    #[serde(rename = "PermissionsToKeysStr")]
    pub(crate) permissions_to_keys_str: Option<String>,
    #[serde(rename = "PermissionsToSecrets")]
    pub(crate) permissions_to_secrets: Vec<String>,
    #[serde(rename = "PermissionsToSecretsStr")]
    pub(crate) permissions_to_secrets_str: Option<String>,
    #[serde(rename = "PermissionsToCertificates")]
    pub(crate) permissions_to_certificates: Vec<String>,
    #[serde(rename = "PermissionsToCertificatesStr")]
    pub(crate) permissions_to_certificates_str: Option<String>,
    #[serde(rename = "PermissionsToStorage")]
    pub(crate) permissions_to_storage: Vec<String>,
    #[serde(rename = "PermissionsToStorageStr")]
    pub(crate) permissions_to_storage_str: Option<String>,
}

impl Output for KeyVaultAccessPolicy {
    const TYPE: &'static str = "KeyVaultAccessPolicy";
}

/// `CustomerKey.KeyVaultNetworkRuleSet`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultNetworkRuleSet {
    #[serde(rename = "DefaultAction")]
    pub(crate) default_action: Option<String>,
    #[serde(rename = "Bypass")]
    pub(crate) bypass: Option<String>,
    #[serde(rename = "IpAddressRanges")]
    pub(crate) ip_address_ranges: Vec<String>,
    #[serde(rename = "VirtualNetworkResourceIds")]
    pub(crate) virtual_network_resource_ids: Vec<String>,
    #[serde(rename = "IpAddressRangesText")]
    pub(crate) ip_address_ranges_text: Option<String>,
    #[serde(rename = "VirtualNetworkResourceIdsText")]
    pub(crate) virtual_network_resource_ids_text: Option<String>,
}

impl Output for KeyVaultNetworkRuleSet {
    const TYPE: &'static str = "KeyVaultNetworkRuleSet";
}

/// `CustomerKey.KeyVaultKeyAttributes`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultKeyAttributes {
    #[serde(rename = "Enabled")]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "Expires")]
    pub(crate) expires: Option<Utc>,
    #[serde(rename = "NotBefore")]
    pub(crate) not_before: Option<Utc>,
    #[serde(rename = "KeyOps")]
    pub(crate) key_ops: Vec<String>,
    #[serde(rename = "KeyType")]
    pub(crate) key_type: Option<String>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Utc>,
    #[serde(rename = "Updated")]
    pub(crate) updated: Option<Utc>,
    #[serde(rename = "RecoveryLevel")]
    pub(crate) recovery_level: Option<String>,
    #[serde(rename = "RecoverableDays")]
    pub(crate) recoverable_days: Option<i32>,
    #[serde(rename = "Managed")]
    pub(crate) managed: Option<bool>,
    #[serde(rename = "Exportable")]
    pub(crate) exportable: Option<bool>,
    #[serde(rename = "ReleasePolicy")]
    pub(crate) release_policy: Option<String>,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
}

impl Output for KeyVaultKeyAttributes {
    const TYPE: &'static str = "KeyVaultKeyAttributes";
}

/// `CustomerKey.JsonWebKey`.
#[derive(Default, Serialize)]
pub(crate) struct JsonWebKey {
    #[serde(rename = "Kid")]
    pub(crate) kid: Option<String>,
    #[serde(rename = "Kty")]
    pub(crate) kty: Option<String>,
    #[serde(rename = "KeyOps")]
    pub(crate) key_ops: Vec<String>,
    #[serde(rename = "N")]
    pub(crate) n: Option<String>,
    #[serde(rename = "E")]
    pub(crate) e: Option<String>,
    #[serde(rename = "CurveName")]
    pub(crate) curve_name: Option<String>,
}

impl Output for JsonWebKey {
    const TYPE: &'static str = "JsonWebKey";
}

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
    pub(crate) access_policies: Vec<KeyVaultAccessPolicy>,
    #[serde(rename = "AccessPoliciesText")]
    pub(crate) access_policies_text: Option<String>,
    #[serde(rename = "NetworkAcls")]
    pub(crate) network_acls: Option<KeyVaultNetworkRuleSet>,
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
    pub(crate) attributes: Option<KeyVaultKeyAttributes>,
    #[serde(rename = "Key")]
    pub(crate) key: Option<JsonWebKey>,
    #[serde(rename = "ReleasePolicy")]
    pub(crate) release_policy: Option<String>,
}

impl Output for KeyVaultKey {
    const TYPE: &'static str = "KeyVaultKey";
}

/// `CustomerKey.DeletedKeyVaultKeyIdentityItem`.
#[derive(Default, Serialize)]
pub(crate) struct DeletedKeyVaultKeyIdentityItem {
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
    #[serde(rename = "DeletedDate")]
    pub(crate) deleted_date: Option<Utc>,
    #[serde(rename = "ScheduledPurgeDate")]
    pub(crate) scheduled_purge_date: Option<Utc>,
}

impl Output for DeletedKeyVaultKeyIdentityItem {
    const TYPE: &'static str = "DeletedKeyVaultKeyIdentityItem";
}

/// `CustomerKey.DeletedKeyVaultKey`.
#[derive(Default, Serialize)]
pub(crate) struct DeletedKeyVaultKey {
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
    #[serde(rename = "DeletedDate")]
    pub(crate) deleted_date: Option<Utc>,
    #[serde(rename = "ScheduledPurgeDate")]
    pub(crate) scheduled_purge_date: Option<Utc>,
    #[serde(rename = "KeyType")]
    pub(crate) key_type: Option<String>,
    #[serde(rename = "KeySize")]
    pub(crate) key_size: Option<i32>,
    #[serde(rename = "CurveName")]
    pub(crate) curve_name: Option<String>,
    #[serde(rename = "Attributes")]
    pub(crate) attributes: Option<KeyVaultKeyAttributes>,
    #[serde(rename = "Key")]
    pub(crate) key: Option<JsonWebKey>,
    #[serde(rename = "ReleasePolicy")]
    pub(crate) release_policy: Option<String>,
}

impl Output for DeletedKeyVaultKey {
    const TYPE: &'static str = "DeletedKeyVaultKey";
}

/// `CustomerKey.KeyRotationPolicy`.
#[derive(Default, Serialize)]
pub(crate) struct KeyRotationPolicy {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "KeyName")]
    pub(crate) key_name: Option<String>,
    #[serde(rename = "LifetimeActions")]
    pub(crate) lifetime_actions: Vec<KeyRotationLifetimeAction>,
    #[serde(rename = "ExpiresIn")]
    pub(crate) expires_in: Option<String>,
    #[serde(rename = "CreatedOn")]
    pub(crate) created_on: Option<Utc>,
    #[serde(rename = "UpdatedOn")]
    pub(crate) updated_on: Option<Utc>,
}

impl Output for KeyRotationPolicy {
    const TYPE: &'static str = "KeyRotationPolicy";
}

/// `CustomerKey.KeyRotationLifetimeAction`.
#[derive(Default, Serialize)]
pub(crate) struct KeyRotationLifetimeAction {
    #[serde(rename = "Action")]
    pub(crate) action: Option<String>,
    #[serde(rename = "TimeAfterCreate")]
    pub(crate) time_after_create: Option<String>,
    #[serde(rename = "TimeBeforeExpiry")]
    pub(crate) time_before_expiry: Option<String>,
}

impl Output for KeyRotationLifetimeAction {
    const TYPE: &'static str = "KeyRotationLifetimeAction";
}

/// `CustomerKey.KeyOperationResult`.
#[derive(Default, Serialize)]
pub(crate) struct KeyOperationResult {
    #[serde(rename = "KeyId")]
    pub(crate) key_id: Option<String>,
    #[serde(rename = "RawResult")]
    pub(crate) raw_result: Option<String>,
    #[serde(rename = "Algorithm")]
    pub(crate) algorithm: Option<String>,
}

impl Output for KeyOperationResult {
    const TYPE: &'static str = "KeyOperationResult";
}

/// `CustomerKey.KeyVaultKeyBackup`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultKeyBackup {
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Versions")]
    pub(crate) versions: Option<i64>,
    #[serde(rename = "Bytes")]
    pub(crate) bytes: Option<i64>,
}

impl Output for KeyVaultKeyBackup {
    const TYPE: &'static str = "KeyVaultKeyBackup";
}

/// `CustomerKey.DeletedKeyVault`.
#[derive(Default, Serialize)]
pub(crate) struct DeletedKeyVault {
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
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "DeletionDate")]
    pub(crate) deletion_date: Option<Utc>,
    #[serde(rename = "ScheduledPurgeDate")]
    pub(crate) scheduled_purge_date: Option<Utc>,
    #[serde(rename = "EnablePurgeProtection")]
    pub(crate) enable_purge_protection: Option<bool>,
}

impl Output for DeletedKeyVault {
    const TYPE: &'static str = "DeletedKeyVault";
}

/// `CustomerKey.KeyVaultRemoval`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultRemoval {
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Removed")]
    pub(crate) removed: Option<bool>,
}

impl Output for KeyVaultRemoval {
    const TYPE: &'static str = "KeyVaultRemoval";
}

/// `CustomerKey.ManagedHsmSecurityDomain`.
#[derive(Default, Serialize)]
pub(crate) struct ManagedHsmSecurityDomain {
    #[serde(rename = "ActivationStatus")]
    pub(crate) activation_status: Option<String>,
    #[serde(rename = "ActivationStatusMessage")]
    pub(crate) activation_status_message: Option<String>,
}

impl Output for ManagedHsmSecurityDomain {
    const TYPE: &'static str = "ManagedHsmSecurityDomain";
}

/// `CustomerKey.ManagedHsm`.
#[derive(Default, Serialize)]
pub(crate) struct ManagedHsm {
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
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "PublicNetworkAccess")]
    pub(crate) public_network_access: Option<String>,
    #[serde(rename = "Sku")]
    pub(crate) sku: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "TenantName")]
    pub(crate) tenant_name: Option<String>,
    #[serde(rename = "InitialAdminObjectIds")]
    pub(crate) initial_admin_object_ids: Vec<String>,
    #[serde(rename = "HsmUri")]
    pub(crate) hsm_uri: Option<String>,
    #[serde(rename = "EnableSoftDelete")]
    pub(crate) enable_soft_delete: Option<bool>,
    #[serde(rename = "SoftDeleteRetentionInDays")]
    pub(crate) soft_delete_retention_in_days: Option<i32>,
    #[serde(rename = "EnablePurgeProtection")]
    pub(crate) enable_purge_protection: Option<bool>,
    #[serde(rename = "StatusMessage")]
    pub(crate) status_message: Option<String>,
    #[serde(rename = "ProvisioningState")]
    pub(crate) provisioning_state: Option<String>,
    #[serde(rename = "SecurityDomain")]
    pub(crate) security_domain: Option<ManagedHsmSecurityDomain>,
}

impl Output for ManagedHsm {
    const TYPE: &'static str = "ManagedHsm";
}

/// `CustomerKey.DeletedManagedHsm`.
#[derive(Default, Serialize)]
pub(crate) struct DeletedManagedHsm {
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
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "PublicNetworkAccess")]
    pub(crate) public_network_access: Option<String>,
    #[serde(rename = "Sku")]
    pub(crate) sku: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "TenantName")]
    pub(crate) tenant_name: Option<String>,
    #[serde(rename = "InitialAdminObjectIds")]
    pub(crate) initial_admin_object_ids: Vec<String>,
    #[serde(rename = "HsmUri")]
    pub(crate) hsm_uri: Option<String>,
    #[serde(rename = "EnableSoftDelete")]
    pub(crate) enable_soft_delete: Option<bool>,
    #[serde(rename = "SoftDeleteRetentionInDays")]
    pub(crate) soft_delete_retention_in_days: Option<i32>,
    #[serde(rename = "EnablePurgeProtection")]
    pub(crate) enable_purge_protection: Option<bool>,
    #[serde(rename = "StatusMessage")]
    pub(crate) status_message: Option<String>,
    #[serde(rename = "ProvisioningState")]
    pub(crate) provisioning_state: Option<String>,
    #[serde(rename = "SecurityDomain")]
    pub(crate) security_domain: Option<ManagedHsmSecurityDomain>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "DeletionDate")]
    pub(crate) deletion_date: Option<Utc>,
    #[serde(rename = "ScheduledPurgeDate")]
    pub(crate) scheduled_purge_date: Option<Utc>,
}

impl Output for DeletedManagedHsm {
    const TYPE: &'static str = "DeletedManagedHsm";
}

/// `CustomerKey.KeyVaultSecurityDomain`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultSecurityDomain {
    #[serde(rename = "Path")]
    pub(crate) path: Option<String>,
    #[serde(rename = "HsmName")]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "Quorum")]
    pub(crate) quorum: Option<i32>,
    #[serde(rename = "Shares")]
    pub(crate) shares: Option<i32>,
    #[serde(rename = "Succeeded")]
    pub(crate) succeeded: Option<bool>,
}

impl Output for KeyVaultSecurityDomain {
    const TYPE: &'static str = "KeyVaultSecurityDomain";
}

/// `CustomerKey.KeyVaultRoleAssignment`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultRoleAssignment {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Type")]
    pub(crate) r#type: Option<String>,
    #[serde(rename = "Scope")]
    pub(crate) scope: Option<String>,
    #[serde(rename = "RoleDefinitionId")]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "PrincipalId")]
    pub(crate) principal_id: Option<String>,
    #[serde(rename = "HsmName")]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "ObjectType")]
    pub(crate) object_type: Option<String>,
    #[serde(rename = "RoleDefinitionName")]
    pub(crate) role_definition_name: Option<String>,
}

impl Output for KeyVaultRoleAssignment {
    const TYPE: &'static str = "KeyVaultRoleAssignment";
}

/// `CustomerKey.KeyVaultPermission`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultPermission {
    #[serde(rename = "AllowedActions")]
    pub(crate) allowed_actions: Vec<String>,
    #[serde(rename = "DeniedActions")]
    pub(crate) denied_actions: Vec<String>,
    #[serde(rename = "AllowedDataActions")]
    pub(crate) allowed_data_actions: Vec<String>,
    #[serde(rename = "DeniedDataActions")]
    pub(crate) denied_data_actions: Vec<String>,
}

impl Output for KeyVaultPermission {
    const TYPE: &'static str = "KeyVaultPermission";
}

/// `CustomerKey.KeyVaultRoleDefinition`.
#[derive(Default, Serialize)]
pub(crate) struct KeyVaultRoleDefinition {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Type")]
    pub(crate) r#type: Option<String>,
    #[serde(rename = "RoleName")]
    pub(crate) role_name: Option<String>,
    #[serde(rename = "Description")]
    pub(crate) description: Option<String>,
    #[serde(rename = "RoleType")]
    pub(crate) role_type: Option<String>,
    #[serde(rename = "Permissions")]
    pub(crate) permissions: Vec<KeyVaultPermission>,
    #[serde(rename = "AssignableScopes")]
    pub(crate) assignable_scopes: Vec<String>,
}

impl Output for KeyVaultRoleDefinition {
    const TYPE: &'static str = "KeyVaultRoleDefinition";
}
