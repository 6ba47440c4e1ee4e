//! Azure Key Vault: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::{Moment, Object, SecretRef, Table};

/// `New-AzKeyVault`.
#[derive(Deserialize)]
pub(crate) struct NewAzKeyVault {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "ResourceGroupName")]
    pub(crate) resource_group_name: String,
    #[serde(rename = "Location")]
    pub(crate) location: String,
    #[serde(rename = "EnablePurgeProtection", default)]
    pub(crate) enable_purge_protection: bool,
    #[serde(rename = "DisableRbacAuthorization", default)]
    pub(crate) disable_rbac_authorization: bool,
    #[serde(rename = "SoftDeleteRetentionInDays", default)]
    pub(crate) soft_delete_retention_in_days: Option<i32>,
    #[serde(rename = "Sku", default)]
    pub(crate) sku: Option<String>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "EnableRbacAuthorization", default)]
    pub(crate) enable_rbac_authorization: bool,
}

/// `Get-AzKeyVault`.
#[derive(Deserialize)]
pub(crate) struct GetAzKeyVault {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "Location", default)]
    pub(crate) location: Option<String>,
    #[serde(rename = "InRemovedState", default)]
    pub(crate) in_removed_state: bool,
}

/// `Set-AzKeyVaultAccessPolicy`.
#[derive(Deserialize)]
pub(crate) struct SetAzKeyVaultAccessPolicy {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "UserPrincipalName", default)]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "PermissionsToKeys", default)]
    pub(crate) permissions_to_keys: Option<Vec<String>>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "ServicePrincipalName", default)]
    pub(crate) service_principal_name: Option<String>,
    #[serde(rename = "EmailAddress", default)]
    pub(crate) email_address: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Remove-AzKeyVaultAccessPolicy`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzKeyVaultAccessPolicy {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "UserPrincipalName", default)]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "ServicePrincipalName", default)]
    pub(crate) service_principal_name: Option<String>,
    #[serde(rename = "EmailAddress", default)]
    pub(crate) email_address: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Add-AzKeyVaultKey`.
#[derive(Deserialize)]
pub(crate) struct AddAzKeyVaultKey {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "Destination", default)]
    pub(crate) destination: Option<String>,
    #[serde(rename = "Disable", default)]
    pub(crate) disable: bool,
    #[serde(rename = "KeyOps", default)]
    pub(crate) key_ops: Option<Vec<String>>,
    #[serde(rename = "Expires", default)]
    pub(crate) expires: Option<Moment>,
    #[serde(rename = "NotBefore", default)]
    pub(crate) not_before: Option<Moment>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "Size", default)]
    pub(crate) size: Option<i32>,
    #[serde(rename = "KeyType", default)]
    pub(crate) key_type: Option<String>,
    #[serde(rename = "KeyFilePath", default)]
    pub(crate) key_file_path: Option<String>,
    #[serde(rename = "KeyFilePassword", default)]
    pub(crate) key_file_password: Option<SecretRef>,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "HsmObject", default)]
    pub(crate) hsm_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "HsmResourceId", default)]
    pub(crate) hsm_resource_id: Option<String>,
}

/// `Get-AzKeyVaultKey`.
#[derive(Deserialize)]
pub(crate) struct GetAzKeyVaultKey {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "InRemovedState", default)]
    pub(crate) in_removed_state: bool,
    #[serde(rename = "OutFile", default)]
    pub(crate) out_file: Option<String>,
    #[serde(rename = "Version", default)]
    pub(crate) version: Option<String>,
    #[serde(rename = "IncludeVersions", default)]
    pub(crate) include_versions: bool,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "HsmObject", default)]
    pub(crate) hsm_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "HsmResourceId", default)]
    pub(crate) hsm_resource_id: Option<String>,
}

/// `Update-AzKeyVaultKey`.
#[derive(Deserialize)]
pub(crate) struct UpdateAzKeyVaultKey {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "Version", default)]
    pub(crate) version: Option<String>,
    #[serde(rename = "Enable", default)]
    pub(crate) enable: Option<bool>,
    #[serde(rename = "Expires", default)]
    pub(crate) expires: Option<Moment>,
    #[serde(rename = "NotBefore", default)]
    pub(crate) not_before: Option<Moment>,
    #[serde(rename = "KeyOps", default)]
    pub(crate) key_ops: Option<Vec<String>>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Remove-AzKeyVaultKey`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzKeyVaultKey {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "InRemovedState", default)]
    pub(crate) in_removed_state: bool,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Undo-AzKeyVaultKeyRemoval`.
#[derive(Deserialize)]
pub(crate) struct UndoAzKeyVaultKeyRemoval {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Backup-AzKeyVaultKey`.
#[derive(Deserialize)]
pub(crate) struct BackupAzKeyVaultKey {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "OutputFile", default)]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "Force", default)]
    pub(crate) force: bool,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Restore-AzKeyVaultKey`.
#[derive(Deserialize)]
pub(crate) struct RestoreAzKeyVaultKey {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "InputFile")]
    pub(crate) input_file: String,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "HsmObject", default)]
    pub(crate) hsm_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "HsmResourceId", default)]
    pub(crate) hsm_resource_id: Option<String>,
}

/// `Invoke-AzKeyVaultKeyRotation`.
#[derive(Deserialize)]
pub(crate) struct InvokeAzKeyVaultKeyRotation {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Get-AzKeyVaultKeyRotationPolicy`.
#[derive(Deserialize)]
pub(crate) struct GetAzKeyVaultKeyRotationPolicy {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Set-AzKeyVaultKeyRotationPolicy`.
#[derive(Deserialize)]
pub(crate) struct SetAzKeyVaultKeyRotationPolicy {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "ExpiresIn", default)]
    pub(crate) expires_in: Option<String>,
    #[serde(rename = "KeyRotationLifetimeAction", default)]
    pub(crate) key_rotation_lifetime_action: Option<Vec<Object>>,
    #[serde(rename = "PolicyPath", default)]
    pub(crate) policy_path: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "KeyRotationPolicy", default)]
    pub(crate) key_rotation_policy: Option<Object>,
}

/// `Invoke-AzKeyVaultKeyOperation`.
#[derive(Deserialize)]
pub(crate) struct InvokeAzKeyVaultKeyOperation {
    #[serde(rename = "Version", default)]
    pub(crate) version: Option<String>,
    #[serde(rename = "Operation")]
    pub(crate) operation: String,
    #[serde(rename = "Algorithm")]
    pub(crate) algorithm: String,
    #[serde(rename = "ByteArrayValue")]
    pub(crate) byte_array_value: Vec<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Add-AzKeyVaultNetworkRule`.
#[derive(Deserialize)]
pub(crate) struct AddAzKeyVaultNetworkRule {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "IpAddressRange", default)]
    pub(crate) ip_address_range: Option<Vec<String>>,
    #[serde(rename = "VirtualNetworkResourceId", default)]
    pub(crate) virtual_network_resource_id: Option<Vec<String>>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Remove-AzKeyVaultNetworkRule`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzKeyVaultNetworkRule {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "IpAddressRange", default)]
    pub(crate) ip_address_range: Option<Vec<String>>,
    #[serde(rename = "VirtualNetworkResourceId", default)]
    pub(crate) virtual_network_resource_id: Option<Vec<String>>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Update-AzKeyVaultNetworkRuleSet`.
#[derive(Deserialize)]
pub(crate) struct UpdateAzKeyVaultNetworkRuleSet {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "DefaultAction", default)]
    pub(crate) default_action: Option<String>,
    #[serde(rename = "Bypass", default)]
    pub(crate) bypass: Option<String>,
    #[serde(rename = "IpAddressRange", default)]
    pub(crate) ip_address_range: Option<Vec<String>>,
    #[serde(rename = "VirtualNetworkResourceId", default)]
    pub(crate) virtual_network_resource_id: Option<Vec<String>>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Remove-AzKeyVault`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzKeyVault {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location", default)]
    pub(crate) location: Option<String>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InRemovedState", default)]
    pub(crate) in_removed_state: bool,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Undo-AzKeyVaultRemoval`.
#[derive(Deserialize)]
pub(crate) struct UndoAzKeyVaultRemoval {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location", default)]
    pub(crate) location: Option<String>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Update-AzKeyVault`.
#[derive(Deserialize)]
pub(crate) struct UpdateAzKeyVault {
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "EnablePurgeProtection", default)]
    pub(crate) enable_purge_protection: bool,
    #[serde(rename = "DisableRbacAuthorization", default)]
    pub(crate) disable_rbac_authorization: Option<bool>,
    #[serde(rename = "EnableRbacAuthorization", default)]
    pub(crate) enable_rbac_authorization: Option<bool>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `New-AzKeyVaultManagedHsm`.
#[derive(Deserialize)]
pub(crate) struct NewAzKeyVaultManagedHsm {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "ResourceGroupName")]
    pub(crate) resource_group_name: String,
    #[serde(rename = "Location")]
    pub(crate) location: String,
    #[serde(rename = "Administrator")]
    pub(crate) administrator: Vec<String>,
    #[serde(rename = "Sku", default)]
    pub(crate) sku: Option<String>,
    #[serde(rename = "SoftDeleteRetentionInDays")]
    pub(crate) soft_delete_retention_in_days: i32,
    #[serde(rename = "EnablePurgeProtection", default)]
    pub(crate) enable_purge_protection: bool,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
}

/// `Get-AzKeyVaultManagedHsm`.
#[derive(Deserialize)]
pub(crate) struct GetAzKeyVaultManagedHsm {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location", default)]
    pub(crate) location: Option<String>,
    #[serde(rename = "InRemovedState", default)]
    pub(crate) in_removed_state: bool,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
}

/// `Update-AzKeyVaultManagedHsm`.
#[derive(Deserialize)]
pub(crate) struct UpdateAzKeyVaultManagedHsm {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "EnablePurgeProtection", default)]
    pub(crate) enable_purge_protection: bool,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Remove-AzKeyVaultManagedHsm`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzKeyVaultManagedHsm {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location", default)]
    pub(crate) location: Option<String>,
    #[serde(rename = "InRemovedState", default)]
    pub(crate) in_removed_state: bool,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
}

/// `Undo-AzKeyVaultManagedHsmRemoval`.
#[derive(Deserialize)]
pub(crate) struct UndoAzKeyVaultManagedHsmRemoval {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location", default)]
    pub(crate) location: Option<String>,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Export-AzKeyVaultSecurityDomain`.
#[derive(Deserialize)]
pub(crate) struct ExportAzKeyVaultSecurityDomain {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "Certificates")]
    pub(crate) certificates: Vec<String>,
    #[serde(rename = "OutputPath")]
    pub(crate) output_path: String,
    #[serde(rename = "Force", default)]
    pub(crate) force: bool,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "Quorum")]
    pub(crate) quorum: i32,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
}

/// `Import-AzKeyVaultSecurityDomain`.
#[derive(Deserialize)]
pub(crate) struct ImportAzKeyVaultSecurityDomain {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "Keys", default)]
    pub(crate) keys: Option<Vec<Object>>,
    #[serde(rename = "SecurityDomainPath", default)]
    pub(crate) security_domain_path: Option<String>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
    #[serde(rename = "SubscriptionId", default)]
    pub(crate) subscription_id: Option<String>,
}

/// `New-AzKeyVaultRoleAssignment`.
#[derive(Deserialize)]
pub(crate) struct NewAzKeyVaultRoleAssignment {
    #[serde(rename = "HsmName")]
    pub(crate) hsm_name: String,
    #[serde(rename = "Scope", default)]
    pub(crate) scope: Option<String>,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId", default)]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "SignInName", default)]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
}

/// `Get-AzKeyVaultRoleAssignment`.
#[derive(Deserialize)]
pub(crate) struct GetAzKeyVaultRoleAssignment {
    #[serde(rename = "HsmName")]
    pub(crate) hsm_name: String,
    #[serde(rename = "Scope", default)]
    pub(crate) scope: Option<String>,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId", default)]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "SignInName", default)]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "RoleAssignmentName", default)]
    pub(crate) role_assignment_name: Option<String>,
}

/// `Remove-AzKeyVaultRoleAssignment`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzKeyVaultRoleAssignment {
    #[serde(rename = "HsmName", default)]
    pub(crate) hsm_name: Option<String>,
    #[serde(rename = "Scope", default)]
    pub(crate) scope: Option<String>,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId", default)]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "SignInName", default)]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "RoleAssignmentName", default)]
    pub(crate) role_assignment_name: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
}

/// `Get-AzKeyVaultRoleDefinition`.
#[derive(Deserialize)]
pub(crate) struct GetAzKeyVaultRoleDefinition {
    #[serde(rename = "HsmName")]
    pub(crate) hsm_name: String,
    #[serde(rename = "Custom", default)]
    pub(crate) custom: bool,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
}
