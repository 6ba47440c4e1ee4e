//! The tenant itself: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::{Assigned, Moment, MultiValue, Object, ResultSize, Seconds, Table};

/// `New-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct NewCustomerKeyTenant {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "Mode", default)]
    pub(crate) mode: Option<String>,
    #[serde(rename = "UnknownIdentifiers", default)]
    pub(crate) unknown_identifiers: Option<String>,
    #[serde(rename = "VaultProvider", default)]
    pub(crate) vault_provider: Option<String>,
    #[serde(rename = "Environment", default)]
    pub(crate) environment: Option<String>,
    #[serde(rename = "VaultHostSuffix", default)]
    pub(crate) vault_host_suffix: Option<String>,
    #[serde(rename = "VaultPort", default)]
    pub(crate) vault_port: Option<u32>,
    #[serde(rename = "VaultAuthorityFile", default)]
    pub(crate) vault_authority_file: Option<String>,
}

/// `Open-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct OpenCustomerKeyTenant {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "AcceptAuditLoss", default)]
    pub(crate) accept_audit_loss: bool,
}

/// `Get-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyTenant {}

/// `Start-CustomerKeyServer`.
#[derive(Deserialize)]
pub(crate) struct StartCustomerKeyServer {
    #[serde(rename = "Listen", default)]
    pub(crate) listen: Option<String>,
    #[serde(rename = "Suffix", default)]
    pub(crate) suffix: Option<String>,
    #[serde(rename = "ImportPath", default)]
    pub(crate) import_path: Option<Vec<String>>,
}

/// `Get-CustomerKeyServer`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyServer {}

/// `Stop-CustomerKeyServer`.
#[derive(Deserialize)]
pub(crate) struct StopCustomerKeyServer {
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Set-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct SetCustomerKeyTenant {
    #[serde(rename = "UnknownIdentifiers", default)]
    pub(crate) unknown_identifiers: Option<String>,
    #[serde(rename = "UnknownAccounts", default)]
    pub(crate) unknown_accounts: Option<String>,
    #[serde(rename = "Owners", default)]
    pub(crate) owners: Option<MultiValue>,
    #[serde(rename = "ExchangeAdministrators", default)]
    pub(crate) exchange_administrators: Option<MultiValue>,
    #[serde(rename = "ComplianceAdministrators", default)]
    pub(crate) compliance_administrators: Option<MultiValue>,
    #[serde(rename = "JobMode", default)]
    pub(crate) job_mode: Option<String>,
    #[serde(rename = "MailboxCacheLifetime", default)]
    pub(crate) mailbox_cache_lifetime: Option<u32>,
    #[serde(rename = "SiteCacheLifetime", default)]
    pub(crate) site_cache_lifetime: Option<u32>,
    #[serde(rename = "RootOffset", default)]
    pub(crate) root_offset: Option<f64>,
    #[serde(rename = "FailureCacheLifetime", default)]
    pub(crate) failure_cache_lifetime: Option<u32>,
    #[serde(rename = "RootTimeout", default)]
    pub(crate) root_timeout: Option<f64>,
    #[serde(rename = "CacheEnabled", default)]
    pub(crate) cache_enabled: Option<bool>,
    #[serde(rename = "Seed", default)]
    pub(crate) seed: Option<u32>,
    #[serde(rename = "AuditReads", default)]
    pub(crate) audit_reads: Option<bool>,
    #[serde(rename = "RuleProfile", default)]
    pub(crate) rule_profile: Option<String>,
    #[serde(rename = "Validation", default)]
    pub(crate) validation: Option<String>,
}

/// `Backup-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct BackupCustomerKeyTenant {
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: String,
    #[serde(rename = "SecretsFile")]
    pub(crate) secrets_file: String,
}

/// `Restore-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct RestoreCustomerKeyTenant {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "InputFile")]
    pub(crate) input_file: String,
    #[serde(rename = "SecretsFile")]
    pub(crate) secrets_file: String,
}

/// `Move-CustomerKeyTenantVault`.
#[derive(Deserialize)]
pub(crate) struct MoveCustomerKeyTenantVault {
    #[serde(rename = "KeyMap", default)]
    pub(crate) key_map: Option<Table>,
    #[serde(rename = "VaultHostSuffix", default)]
    pub(crate) vault_host_suffix: Option<String>,
    #[serde(rename = "VaultPort", default)]
    pub(crate) vault_port: Option<u32>,
    #[serde(rename = "VaultAuthorityFile", default)]
    pub(crate) vault_authority_file: Option<String>,
    #[serde(rename = "Undo", default)]
    pub(crate) undo: bool,
}

/// `Remove-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct RemoveCustomerKeyTenant {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: String,
}

/// `Test-CustomerKeyConfiguration`.
#[derive(Deserialize)]
pub(crate) struct TestCustomerKeyConfiguration {}

/// `Test-DataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct TestDataEncryptionPolicy {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Test-SPODataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct TestSPODataEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Import-CustomerKeyInventory`.
#[derive(Deserialize)]
pub(crate) struct ImportCustomerKeyInventory {
    #[serde(rename = "Path")]
    pub(crate) path: Vec<String>,
    #[serde(rename = "Overwrite", default)]
    pub(crate) overwrite: bool,
}

/// `Export-CustomerKeyReport`.
#[derive(Deserialize)]
pub(crate) struct ExportCustomerKeyReport {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "Format", default)]
    pub(crate) format: Option<String>,
    #[serde(rename = "Force", default)]
    pub(crate) force: bool,
}

/// `Set-CustomerKeyFact`.
#[derive(Deserialize)]
pub(crate) struct SetCustomerKeyFact {
    #[serde(rename = "Subscription", default)]
    pub(crate) subscription: Option<String>,
    #[serde(rename = "Offer", default)]
    pub(crate) offer: Option<String>,
    #[serde(rename = "Directory", default)]
    pub(crate) directory: Option<String>,
    #[serde(rename = "Mailbox", default)]
    pub(crate) mailbox: Option<String>,
    #[serde(rename = "Licensed", default)]
    pub(crate) licensed: Option<bool>,
    #[serde(rename = "Application", default)]
    pub(crate) application: Option<String>,
    #[serde(rename = "Registered", default)]
    pub(crate) registered: Option<bool>,
    #[serde(rename = "Scenario", default)]
    pub(crate) scenario: Option<String>,
    #[serde(rename = "Enabled", default)]
    pub(crate) enabled: Option<bool>,
}

/// `Get-CustomerKeyFact`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyFact {}

/// `Test-CustomerKeyTenant`.
#[derive(Deserialize)]
pub(crate) struct TestCustomerKeyTenant {
    #[serde(rename = "Content", default)]
    pub(crate) content: bool,
}

/// `New-Mailbox`.
#[derive(Deserialize)]
pub(crate) struct NewMailbox {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "Alias", default)]
    pub(crate) alias: Option<String>,
    #[serde(rename = "MicrosoftOnlineServicesID", default)]
    pub(crate) microsoft_online_services_id: Option<String>,
    #[serde(rename = "DisplayName", default)]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "PrimarySmtpAddress", default)]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "Shared", default)]
    pub(crate) shared: bool,
    #[serde(rename = "PublicFolder", default)]
    pub(crate) public_folder: bool,
    #[serde(rename = "Count", default)]
    pub(crate) count: Option<u32>,
    #[serde(rename = "Equipment", default)]
    pub(crate) equipment: bool,
    #[serde(rename = "Room", default)]
    pub(crate) room: bool,
}

/// `New-MailUser`.
#[derive(Deserialize)]
pub(crate) struct NewMailUser {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "ExternalEmailAddress", default)]
    pub(crate) external_email_address: Option<String>,
    #[serde(rename = "MicrosoftOnlineServicesID", default)]
    pub(crate) microsoft_online_services_id: Option<String>,
    #[serde(rename = "Alias", default)]
    pub(crate) alias: Option<String>,
    #[serde(rename = "DisplayName", default)]
    pub(crate) display_name: Option<String>,
}

/// `Move-CustomerKeyMailUser`.
#[derive(Deserialize)]
pub(crate) struct MoveCustomerKeyMailUser {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Import-CustomerKeyItem`.
#[derive(Deserialize)]
pub(crate) struct ImportCustomerKeyItem {
    #[serde(rename = "Path", default)]
    pub(crate) path: Option<Vec<String>>,
    #[serde(rename = "LiteralPath", default)]
    pub(crate) literal_path: Option<Vec<String>>,
    #[serde(rename = "Mailbox", default)]
    pub(crate) mailbox: Option<String>,
    #[serde(rename = "Workload", default)]
    pub(crate) workload: Option<String>,
    #[serde(rename = "Site", default)]
    pub(crate) site: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `Get-CustomerKeyItem`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyItem {
    #[serde(rename = "Mailbox", default)]
    pub(crate) mailbox: Option<String>,
    #[serde(rename = "Workload", default)]
    pub(crate) workload: Option<String>,
    #[serde(rename = "Site", default)]
    pub(crate) site: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Export-CustomerKeyItem`.
#[derive(Deserialize)]
pub(crate) struct ExportCustomerKeyItem {
    #[serde(rename = "Mailbox", default)]
    pub(crate) mailbox: Option<String>,
    #[serde(rename = "Workload", default)]
    pub(crate) workload: Option<String>,
    #[serde(rename = "Site", default)]
    pub(crate) site: Option<String>,
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "OutputFile", default)]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "Destination", default)]
    pub(crate) destination: Option<String>,
    #[serde(rename = "Force", default)]
    pub(crate) force: bool,
}

/// `Get-CustomerKeyDirectory`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyDirectory {
    #[serde(rename = "Kind", default)]
    pub(crate) kind: Option<String>,
}

/// `Get-CustomerKeyWorkload`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyWorkload {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Unregister-CustomerKeyWorkload`.
#[derive(Deserialize)]
pub(crate) struct UnregisterCustomerKeyWorkload {
    #[serde(rename = "WithLostKeys", default)]
    pub(crate) with_lost_keys: bool,
}

/// `Get-CustomerKeyApplication`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyApplication {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Set-CustomerKeyApplication`.
#[derive(Deserialize)]
pub(crate) struct SetCustomerKeyApplication {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Assigned,
}

/// `New-CustomerKeyGeo`.
#[derive(Deserialize)]
pub(crate) struct NewCustomerKeyGeo {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "AdminUrl")]
    pub(crate) admin_url: String,
}

/// `Get-CustomerKeyGeo`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyGeo {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Enable-CustomerKeyRecoveryMode`.
#[derive(Deserialize)]
pub(crate) struct EnableCustomerKeyRecoveryMode {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Disable-CustomerKeyRecoveryMode`.
#[derive(Deserialize)]
pub(crate) struct DisableCustomerKeyRecoveryMode {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Update-CustomerKeyAvailabilityKey`.
#[derive(Deserialize)]
pub(crate) struct UpdateCustomerKeyAvailabilityKey {}

/// `New-CustomerKeySite`.
#[derive(Deserialize)]
pub(crate) struct NewCustomerKeySite {
    #[serde(rename = "Url")]
    pub(crate) url: String,
    #[serde(rename = "Geo", default)]
    pub(crate) geo: Option<String>,
}

/// `Get-CustomerKeySite`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeySite {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Geo", default)]
    pub(crate) geo: Option<String>,
}

/// `Get-CustomerKeyJob`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyJob {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Invoke-CustomerKeyJob`.
#[derive(Deserialize)]
pub(crate) struct InvokeCustomerKeyJob {
    #[serde(rename = "MaxSteps", default)]
    pub(crate) max_steps: Option<u32>,
    #[serde(rename = "Retry", default)]
    pub(crate) retry: bool,
}

/// `Wait-CustomerKeyJob`.
#[derive(Deserialize)]
pub(crate) struct WaitCustomerKeyJob {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Timeout", default)]
    pub(crate) timeout: Option<Seconds>,
}

/// `Get-CustomerKeyBackup`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyBackup {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Remove-CustomerKeyBackup`.
#[derive(Deserialize)]
pub(crate) struct RemoveCustomerKeyBackup {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Get-CustomerKeyUsage`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyUsage {
    #[serde(rename = "Key", default)]
    pub(crate) key: Option<String>,
}

/// `Get-CustomerKeyPurge`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyPurge {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Get-CustomerKeyPurgeApprover`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyPurgeApprover {}

/// `Set-CustomerKeyPurgeApprover`.
#[derive(Deserialize)]
pub(crate) struct SetCustomerKeyPurgeApprover {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "PublicKey")]
    pub(crate) public_key: String,
}

/// `Approve-CustomerKeySitePurge`.
#[derive(Deserialize)]
pub(crate) struct ApproveCustomerKeySitePurge {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Request-CustomerKeySitePurge`.
#[derive(Deserialize)]
pub(crate) struct RequestCustomerKeySitePurge {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Reason")]
    pub(crate) reason: String,
    #[serde(rename = "Contact")]
    pub(crate) contact: String,
}

/// `New-CustomerKeyPurgeDocument`.
#[derive(Deserialize)]
pub(crate) struct NewCustomerKeyPurgeDocument {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: String,
}

/// `Approve-CustomerKeyPurgeDocument`.
#[derive(Deserialize)]
pub(crate) struct ApproveCustomerKeyPurgeDocument {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "PrivateKey")]
    pub(crate) private_key: String,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: String,
}

/// `Complete-CustomerKeyPurge`.
#[derive(Deserialize)]
pub(crate) struct CompleteCustomerKeyPurge {
    #[serde(rename = "Path")]
    pub(crate) path: String,
    #[serde(rename = "WithoutAnswer", default)]
    pub(crate) without_answer: bool,
}

/// `Export-CustomerKeyPurgeEvidence`.
#[derive(Deserialize)]
pub(crate) struct ExportCustomerKeyPurgeEvidence {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: String,
}

/// `Get-CustomerKeyImpact`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyImpact {
    #[serde(rename = "Change")]
    pub(crate) change: Vec<String>,
}

/// `Test-CustomerKeyRetirement`.
#[derive(Deserialize)]
pub(crate) struct TestCustomerKeyRetirement {
    #[serde(rename = "Key")]
    pub(crate) key: String,
    #[serde(rename = "Detailed", default)]
    pub(crate) detailed: bool,
    #[serde(rename = "Move", default)]
    pub(crate) r#move: bool,
    #[serde(rename = "OutputFile", default)]
    pub(crate) output_file: Option<String>,
}

/// `Search-CustomerKeyAudit`.
#[derive(Deserialize)]
pub(crate) struct SearchCustomerKeyAudit {
    #[serde(rename = "StartDate", default)]
    pub(crate) start_date: Option<Moment>,
    #[serde(rename = "EndDate", default)]
    pub(crate) end_date: Option<Moment>,
    #[serde(rename = "RecordType", default)]
    pub(crate) record_type: Option<String>,
    #[serde(rename = "Activity", default)]
    pub(crate) activity: Option<String>,
    #[serde(rename = "Operation", default)]
    pub(crate) operation: Option<String>,
    #[serde(rename = "User", default)]
    pub(crate) user: Option<String>,
    #[serde(rename = "Object", default)]
    pub(crate) object: Option<String>,
    #[serde(rename = "Result", default)]
    pub(crate) result: Option<String>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
    #[serde(rename = "Verify", default)]
    pub(crate) verify: bool,
}

/// `Search-CustomerKeyVaultUse`.
#[derive(Deserialize)]
pub(crate) struct SearchCustomerKeyVaultUse {
    #[serde(rename = "VaultName", default)]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "KeyName", default)]
    pub(crate) key_name: Option<String>,
    #[serde(rename = "Operation", default)]
    pub(crate) operation: Option<String>,
    #[serde(rename = "StartDate", default)]
    pub(crate) start_date: Option<Moment>,
    #[serde(rename = "EndDate", default)]
    pub(crate) end_date: Option<Moment>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
}

/// `Export-CustomerKeyAuditHead`.
#[derive(Deserialize)]
pub(crate) struct ExportCustomerKeyAuditHead {
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: String,
}

/// `Test-CustomerKeyAudit`.
#[derive(Deserialize)]
pub(crate) struct TestCustomerKeyAudit {
    #[serde(rename = "HeadFile", default)]
    pub(crate) head_file: Option<String>,
    #[serde(rename = "PublicKey", default)]
    pub(crate) public_key: Option<String>,
}

/// `Set-CustomerKeyVaultFault`.
#[derive(Deserialize)]
pub(crate) struct SetCustomerKeyVaultFault {
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: String,
    #[serde(rename = "Fault")]
    pub(crate) fault: String,
    #[serde(rename = "DelaySeconds", default)]
    pub(crate) delay_seconds: Option<f64>,
}

/// `Set-CustomerKeyClock`.
#[derive(Deserialize)]
pub(crate) struct SetCustomerKeyClock {
    #[serde(rename = "Advance", default)]
    pub(crate) advance: Option<Seconds>,
    #[serde(rename = "Date", default)]
    pub(crate) date: Option<Moment>,
}

/// `Get-CustomerKeyClock`.
#[derive(Deserialize)]
pub(crate) struct GetCustomerKeyClock {}

/// `Clear-CustomerKeyCache`.
#[derive(Deserialize)]
pub(crate) struct ClearCustomerKeyCache {}
