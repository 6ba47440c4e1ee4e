//! The outputs of CustomerKey.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::surface::output::{Local, Output};

/// `CustomerKey.CustomerKeyFact`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyFact {
    #[serde(rename = "Kind")]
    pub(crate) kind: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Value")]
    pub(crate) value: Option<String>,
}

impl Output for CustomerKeyFact {
    const TYPE: &'static str = "CustomerKeyFact";
}

/// `CustomerKey.CustomerKeyTenant`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyTenant {
    #[serde(rename = "Path")]
    pub(crate) path: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "Mode")]
    pub(crate) mode: Option<String>,
    #[serde(rename = "VaultProvider")]
    pub(crate) vault_provider: Option<String>,
    #[serde(rename = "VaultHosts")]
    pub(crate) vault_hosts: Option<String>,
    #[serde(rename = "Environment")]
    pub(crate) environment: Option<String>,
    #[serde(rename = "EmbeddedVaults")]
    pub(crate) embedded_vaults: Option<String>,
    #[serde(rename = "CryptoBackend")]
    pub(crate) crypto_backend: Option<String>,
    #[serde(rename = "MemoryLocked")]
    pub(crate) memory_locked: Option<bool>,
    #[serde(rename = "Dumpable")]
    pub(crate) dumpable: Option<bool>,
    #[serde(rename = "AuditPublicKey")]
    pub(crate) audit_public_key: Option<String>,
    #[serde(rename = "TamperEvidence")]
    pub(crate) tamper_evidence: Option<String>,
    #[serde(rename = "Mailboxes")]
    pub(crate) mailboxes: Option<i64>,
    #[serde(rename = "Policies")]
    pub(crate) policies: Option<i64>,
    #[serde(rename = "PendingRewraps")]
    pub(crate) pending_rewraps: Option<i64>,
    #[serde(rename = "Clock")]
    pub(crate) clock: Option<Local>,
    #[serde(rename = "ClockMoved")]
    pub(crate) clock_moved: Option<bool>,
    #[serde(rename = "ServedAt")]
    pub(crate) served_at: Option<String>,
    #[serde(rename = "VaultFaults")]
    pub(crate) vault_faults: Vec<String>,
    #[serde(rename = "FormatVersion")]
    pub(crate) format_version: Option<i32>,
    #[serde(rename = "KeyEpoch")]
    pub(crate) key_epoch: Option<i64>,
    #[serde(rename = "JobMode")]
    pub(crate) job_mode: Option<String>,
    #[serde(rename = "UnknownIdentifiers")]
    pub(crate) unknown_identifiers: Option<String>,
    #[serde(rename = "UnknownAccounts")]
    pub(crate) unknown_accounts: Option<String>,
    #[serde(rename = "Owners")]
    pub(crate) owners: Vec<String>,
    #[serde(rename = "ExchangeAdministrators")]
    pub(crate) exchange_administrators: Vec<String>,
    #[serde(rename = "ComplianceAdministrators")]
    pub(crate) compliance_administrators: Vec<String>,
    #[serde(rename = "CacheEnabled")]
    pub(crate) cache_enabled: Option<bool>,
    #[serde(rename = "AuditReads")]
    pub(crate) audit_reads: Option<bool>,
    #[serde(rename = "RuleProfile")]
    pub(crate) rule_profile: Option<String>,
    #[serde(rename = "Validation")]
    pub(crate) validation: Option<String>,
    #[serde(rename = "MailboxCacheLifetime")]
    pub(crate) mailbox_cache_lifetime: Option<i64>,
    #[serde(rename = "SiteCacheLifetime")]
    pub(crate) site_cache_lifetime: Option<i64>,
    #[serde(rename = "RootOffset")]
    pub(crate) root_offset: Option<f64>,
    #[serde(rename = "FailureCacheLifetime")]
    pub(crate) failure_cache_lifetime: Option<i64>,
    #[serde(rename = "RootTimeout")]
    pub(crate) root_timeout: Option<f64>,
}

impl Output for CustomerKeyTenant {
    const TYPE: &'static str = "CustomerKeyTenant";
}

/// `CustomerKey.CustomerKeyServer`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyServer {
    #[serde(rename = "VaultUri")]
    pub(crate) vault_uri: Option<String>,
    #[serde(rename = "Address")]
    pub(crate) address: Option<String>,
    #[serde(rename = "IsLoopback")]
    pub(crate) is_loopback: Option<bool>,
    #[serde(rename = "Suffix")]
    pub(crate) suffix: Option<String>,
    #[serde(rename = "Authority")]
    pub(crate) authority: Option<String>,
    #[serde(rename = "Certificate")]
    pub(crate) certificate: Option<String>,
    #[serde(rename = "ProcessId")]
    pub(crate) process_id: Option<i64>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
}

impl Output for CustomerKeyServer {
    const TYPE: &'static str = "CustomerKeyServer";
}

/// `CustomerKey.CustomerKeyTenantCheck`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyTenantCheck {
    #[serde(rename = "Check")]
    pub(crate) check: Option<String>,
    #[serde(rename = "Result")]
    pub(crate) result: Option<String>,
    #[serde(rename = "Count")]
    pub(crate) count: Option<i64>,
    #[serde(rename = "Detail")]
    pub(crate) detail: Option<String>,
}

impl Output for CustomerKeyTenantCheck {
    const TYPE: &'static str = "CustomerKeyTenantCheck";
}

/// `CustomerKey.CustomerKeyBackup`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyBackup {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "SecretsFile")]
    pub(crate) secrets_file: Option<String>,
    #[serde(rename = "TenantId")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "Size")]
    pub(crate) size: Option<i64>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Local>,
    #[serde(rename = "Keys")]
    pub(crate) keys: Vec<String>,
}

impl Output for CustomerKeyBackup {
    const TYPE: &'static str = "CustomerKeyBackup";
}

/// `CustomerKey.CustomerKeyUsage`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyUsage {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Version")]
    pub(crate) version: Option<String>,
    #[serde(rename = "Current")]
    pub(crate) current: Option<bool>,
    #[serde(rename = "Policies")]
    pub(crate) policies: Vec<String>,
    #[serde(rename = "Generations")]
    pub(crate) generations: Vec<String>,
    #[serde(rename = "Keys")]
    pub(crate) keys: Option<i64>,
    #[serde(rename = "Mailboxes")]
    pub(crate) mailboxes: Option<i64>,
    #[serde(rename = "Workloads")]
    pub(crate) workloads: Option<i64>,
    #[serde(rename = "Applications")]
    pub(crate) applications: Option<i64>,
    #[serde(rename = "Sites")]
    pub(crate) sites: Option<i64>,
    #[serde(rename = "DeletedSites")]
    pub(crate) deleted_sites: Option<i64>,
    #[serde(rename = "Backups")]
    pub(crate) backups: Option<i64>,
}

impl Output for CustomerKeyUsage {
    const TYPE: &'static str = "CustomerKeyUsage";
}

/// `CustomerKey.CustomerKeyPurge`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyPurge {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "State")]
    pub(crate) state: Option<String>,
    #[serde(rename = "Problem")]
    pub(crate) problem: Option<String>,
    #[serde(rename = "Reason")]
    pub(crate) reason: Option<String>,
    #[serde(rename = "Contact")]
    pub(crate) contact: Option<String>,
    #[serde(rename = "RequestedBy")]
    pub(crate) requested_by: Option<String>,
    #[serde(rename = "WhenRequested")]
    pub(crate) when_requested: Option<Local>,
    #[serde(rename = "Document")]
    pub(crate) document: Option<String>,
    #[serde(rename = "Approver")]
    pub(crate) approver: Option<String>,
    #[serde(rename = "WhenApproved")]
    pub(crate) when_approved: Option<Local>,
    #[serde(rename = "WhenFinished")]
    pub(crate) when_finished: Option<Local>,
    #[serde(rename = "KeysGone")]
    pub(crate) keys_gone: Vec<String>,
    #[serde(rename = "Unanswered")]
    pub(crate) unanswered: Option<String>,
    #[serde(rename = "Mailboxes")]
    pub(crate) mailboxes: Option<i64>,
    #[serde(rename = "OtherMailboxes")]
    pub(crate) other_mailboxes: Option<i64>,
    #[serde(rename = "DestroyedMailboxes")]
    pub(crate) destroyed_mailboxes: Option<i64>,
    #[serde(rename = "DestroyedItems")]
    pub(crate) destroyed_items: Option<i64>,
    #[serde(rename = "Sites")]
    pub(crate) sites: Option<i64>,
    #[serde(rename = "DestroyedSites")]
    pub(crate) destroyed_sites: Option<i64>,
}

impl Output for CustomerKeyPurge {
    const TYPE: &'static str = "CustomerKeyPurge";
}

/// `CustomerKey.CustomerKeySitePurgeAgreement`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeySitePurgeAgreement {
    #[serde(rename = "Geo")]
    pub(crate) geo: Option<String>,
    #[serde(rename = "Agreed")]
    pub(crate) agreed: Vec<String>,
    #[serde(rename = "Missing")]
    pub(crate) missing: Vec<String>,
}

impl Output for CustomerKeySitePurgeAgreement {
    const TYPE: &'static str = "CustomerKeySitePurgeAgreement";
}

/// `CustomerKey.CustomerKeyPurgeApprover`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyPurgeApprover {
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Algorithm")]
    pub(crate) algorithm: Option<String>,
    #[serde(rename = "Fingerprint")]
    pub(crate) fingerprint: Option<String>,
}

impl Output for CustomerKeyPurgeApprover {
    const TYPE: &'static str = "CustomerKeyPurgeApprover";
}

/// `CustomerKey.CustomerKeyPurgeDocument`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyPurgeDocument {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Policy")]
    pub(crate) policy: Option<String>,
    #[serde(rename = "Approver")]
    pub(crate) approver: Option<String>,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "Path")]
    pub(crate) path: Option<String>,
}

impl Output for CustomerKeyPurgeDocument {
    const TYPE: &'static str = "CustomerKeyPurgeDocument";
}

/// `CustomerKey.CustomerKeyTenantRemoval`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyTenantRemoval {
    #[serde(rename = "Path")]
    pub(crate) path: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Secrets")]
    pub(crate) secrets: Option<i64>,
    #[serde(rename = "Backups")]
    pub(crate) backups: Option<i64>,
    #[serde(rename = "Kept")]
    pub(crate) kept: Option<i64>,
    #[serde(rename = "PublicKey")]
    pub(crate) public_key: Option<String>,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
}

impl Output for CustomerKeyTenantRemoval {
    const TYPE: &'static str = "CustomerKeyTenantRemoval";
}

/// `CustomerKey.CustomerKeyReport`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyReport {
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "Format")]
    pub(crate) format: Option<String>,
    #[serde(rename = "Size")]
    pub(crate) size: Option<i64>,
    #[serde(rename = "Mailboxes")]
    pub(crate) mailboxes: Option<i64>,
    #[serde(rename = "MailboxesUnderCustomerKeys")]
    pub(crate) mailboxes_under_customer_keys: Option<i64>,
    #[serde(rename = "Failed")]
    pub(crate) failed: Option<i32>,
    #[serde(rename = "Warnings")]
    pub(crate) warnings: Option<i32>,
}

impl Output for CustomerKeyReport {
    const TYPE: &'static str = "CustomerKeyReport";
}

/// `CustomerKey.CustomerKeyPurgeEvidence`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyPurgeEvidence {
    #[serde(rename = "Policy")]
    pub(crate) policy: Option<String>,
    #[serde(rename = "Mailboxes")]
    pub(crate) mailboxes: Option<i64>,
    #[serde(rename = "Backups")]
    pub(crate) backups: Option<i64>,
    #[serde(rename = "PublicKey")]
    pub(crate) public_key: Option<String>,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
}

impl Output for CustomerKeyPurgeEvidence {
    const TYPE: &'static str = "CustomerKeyPurgeEvidence";
}

/// `CustomerKey.CustomerKeyImpact`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyImpact {
    #[serde(rename = "Policy")]
    pub(crate) policy: Option<String>,
    #[serde(rename = "Generation")]
    pub(crate) generation: Option<String>,
    #[serde(rename = "Users")]
    pub(crate) users: Option<String>,
    #[serde(rename = "Service")]
    pub(crate) service: Option<String>,
    #[serde(rename = "Detail")]
    pub(crate) detail: Option<String>,
    #[serde(rename = "Remedy")]
    pub(crate) remedy: Option<String>,
    #[serde(rename = "Instead")]
    pub(crate) instead: Option<String>,
    #[serde(rename = "Mailboxes")]
    pub(crate) mailboxes: Option<i64>,
    #[serde(rename = "RemovedMailboxes")]
    pub(crate) removed_mailboxes: Option<i64>,
    #[serde(rename = "Workloads")]
    pub(crate) workloads: Option<i64>,
    #[serde(rename = "Applications")]
    pub(crate) applications: Option<i64>,
    #[serde(rename = "Sites")]
    pub(crate) sites: Option<i64>,
    #[serde(rename = "DeletedSites")]
    pub(crate) deleted_sites: Option<i64>,
    #[serde(rename = "Examples")]
    pub(crate) examples: Vec<String>,
    #[serde(rename = "LostKeys")]
    pub(crate) lost_keys: Vec<String>,
    #[serde(rename = "Forever")]
    pub(crate) forever: Option<bool>,
    #[serde(rename = "RecoverableUntil")]
    pub(crate) recoverable_until: Option<Local>,
    #[serde(rename = "KeptSeconds")]
    pub(crate) kept_seconds: Option<i64>,
}

impl Output for CustomerKeyImpact {
    const TYPE: &'static str = "CustomerKeyImpact";
}

/// `CustomerKey.CustomerKeyRetirement`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyRetirement {
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Result")]
    pub(crate) result: Option<String>,
    #[serde(rename = "Reason")]
    pub(crate) reason: Option<String>,
    #[serde(rename = "Policy")]
    pub(crate) policy: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Keys")]
    pub(crate) keys: Option<i64>,
    #[serde(rename = "Detail")]
    pub(crate) detail: Option<String>,
    #[serde(rename = "Remedy")]
    pub(crate) remedy: Option<String>,
}

impl Output for CustomerKeyRetirement {
    const TYPE: &'static str = "CustomerKeyRetirement";
}

/// `CustomerKey.CustomerKeyItem`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyItem {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Mailbox")]
    pub(crate) mailbox: Option<String>,
    #[serde(rename = "Workload")]
    pub(crate) workload: Option<String>,
    #[serde(rename = "Site")]
    pub(crate) site: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Size")]
    pub(crate) size: Option<i64>,
    #[serde(rename = "SealedSize")]
    pub(crate) sealed_size: Option<i64>,
    #[serde(rename = "SealedSHA256")]
    pub(crate) sealed_sha256: Option<String>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Local>,
    #[serde(rename = "ScopeKeyVersion")]
    pub(crate) scope_key_version: Option<i32>,
}

impl Output for CustomerKeyItem {
    const TYPE: &'static str = "CustomerKeyItem";
}

/// `CustomerKey.CustomerKeyExport`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyExport {
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Size")]
    pub(crate) size: Option<i64>,
}

impl Output for CustomerKeyExport {
    const TYPE: &'static str = "CustomerKeyExport";
}

/// `CustomerKey.CustomerKeyDirectoryEntry`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyDirectoryEntry {
    #[serde(rename = "Kind")]
    pub(crate) kind: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "SubscriptionId")]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "Location")]
    pub(crate) location: Option<String>,
}

impl Output for CustomerKeyDirectoryEntry {
    const TYPE: &'static str = "CustomerKeyDirectoryEntry";
}

/// `CustomerKey.CustomerKeyWorkload`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyWorkload {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "DataCovered")]
    pub(crate) data_covered: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "Items")]
    pub(crate) items: Option<i64>,
    #[serde(rename = "ScopeKeys")]
    pub(crate) scope_keys: Option<i32>,
    #[serde(rename = "RewrapPending")]
    pub(crate) rewrap_pending: Option<bool>,
}

impl Output for CustomerKeyWorkload {
    const TYPE: &'static str = "CustomerKeyWorkload";
}

/// `CustomerKey.CustomerKeyApplication`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyApplication {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "ProtectedBy")]
    pub(crate) protected_by: Option<String>,
    #[serde(rename = "DataEncryptionPolicyID")]
    pub(crate) data_encryption_policy_id: Option<String>,
    #[serde(rename = "ScopeKeys")]
    pub(crate) scope_keys: Option<i32>,
    #[serde(rename = "RewrapPending")]
    pub(crate) rewrap_pending: Option<bool>,
}

impl Output for CustomerKeyApplication {
    const TYPE: &'static str = "CustomerKeyApplication";
}

/// `CustomerKey.CustomerKeyGeo`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyGeo {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "AdminUrl")]
    pub(crate) admin_url: Option<String>,
    #[serde(rename = "Sites")]
    pub(crate) sites: Option<i64>,
    #[serde(rename = "RecoversFrom")]
    pub(crate) recovers_from: Option<Local>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Local>,
}

impl Output for CustomerKeyGeo {
    const TYPE: &'static str = "CustomerKeyGeo";
}

/// `CustomerKey.CustomerKeySite`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeySite {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Url")]
    pub(crate) url: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "Geo")]
    pub(crate) geo: Option<String>,
    #[serde(rename = "IsEncrypted")]
    pub(crate) is_encrypted: Option<bool>,
    #[serde(rename = "ProtectedBy")]
    pub(crate) protected_by: Option<String>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Local>,
}

impl Output for CustomerKeySite {
    const TYPE: &'static str = "CustomerKeySite";
}

/// `CustomerKey.CustomerKeyJob`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyJob {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Kind")]
    pub(crate) kind: Option<String>,
    #[serde(rename = "State")]
    pub(crate) state: Option<String>,
    #[serde(rename = "Target")]
    pub(crate) target: Option<String>,
    #[serde(rename = "Total")]
    pub(crate) total: Option<i64>,
    #[serde(rename = "Done")]
    pub(crate) done: Option<i64>,
    #[serde(rename = "Failed")]
    pub(crate) failed: Option<i64>,
    #[serde(rename = "PercentComplete")]
    pub(crate) percent_complete: Option<i32>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Local>,
    #[serde(rename = "Updated")]
    pub(crate) updated: Option<Local>,
    #[serde(rename = "Message")]
    pub(crate) message: Option<String>,
    #[serde(rename = "Due")]
    pub(crate) due: Option<Local>,
    #[serde(rename = "Failures")]
    pub(crate) failures: Vec<String>,
}

impl Output for CustomerKeyJob {
    const TYPE: &'static str = "CustomerKeyJob";
}

/// `CustomerKey.CustomerKeyJobStep`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyJobStep {
    #[serde(rename = "Steps")]
    pub(crate) steps: Option<i64>,
    #[serde(rename = "Remaining")]
    pub(crate) remaining: Option<i64>,
    #[serde(rename = "Failed")]
    pub(crate) failed: Option<i64>,
}

impl Output for CustomerKeyJobStep {
    const TYPE: &'static str = "CustomerKeyJobStep";
}

/// `CustomerKey.CustomerKeyAuditRecord`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyAuditRecord {
    #[serde(rename = "RecordNumber")]
    pub(crate) record_number: Option<i64>,
    #[serde(rename = "CreationDate")]
    pub(crate) creation_date: Option<Local>,
    #[serde(rename = "RecordType")]
    pub(crate) record_type: Option<String>,
    #[serde(rename = "Activity")]
    pub(crate) activity: Option<String>,
    #[serde(rename = "UserId")]
    pub(crate) user_id: Option<String>,
    #[serde(rename = "Workload")]
    pub(crate) workload: Option<String>,
    #[serde(rename = "ObjectId")]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "Result")]
    pub(crate) result: Option<String>,
    #[serde(rename = "Operation")]
    pub(crate) operation: Option<String>,
    #[serde(rename = "OperationId")]
    pub(crate) operation_id: Option<String>,
    #[serde(rename = "Parameters")]
    pub(crate) parameters: Value,
    #[serde(rename = "SystemUser")]
    pub(crate) system_user: Option<String>,
    #[serde(rename = "HostName")]
    pub(crate) host_name: Option<String>,
    #[serde(rename = "Process")]
    pub(crate) process: Option<String>,
    #[serde(rename = "AuditData")]
    pub(crate) audit_data: Value,
    #[serde(rename = "Hash")]
    pub(crate) hash: Option<String>,
}

impl Output for CustomerKeyAuditRecord {
    const TYPE: &'static str = "CustomerKeyAuditRecord";
}

/// `CustomerKey.CustomerKeyVaultUse`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyVaultUse {
    #[serde(rename = "Number")]
    pub(crate) number: Option<i64>,
    #[serde(rename = "Date")]
    pub(crate) date: Option<Local>,
    #[serde(rename = "Operation")]
    pub(crate) operation: Option<String>,
    #[serde(rename = "Caller")]
    pub(crate) caller: Option<String>,
    #[serde(rename = "CallerId")]
    pub(crate) caller_id: Option<String>,
    #[serde(rename = "VaultName")]
    pub(crate) vault_name: Option<String>,
    #[serde(rename = "VaultPurged")]
    pub(crate) vault_purged: Option<bool>,
    #[serde(rename = "KeyName")]
    pub(crate) key_name: Option<String>,
    #[serde(rename = "KeyVersion")]
    pub(crate) key_version: Option<String>,
    #[serde(rename = "KeyId")]
    pub(crate) key_id: Option<String>,
    #[serde(rename = "Algorithm")]
    pub(crate) algorithm: Option<String>,
    #[serde(rename = "OperationId")]
    pub(crate) operation_id: Option<String>,
}

impl Output for CustomerKeyVaultUse {
    const TYPE: &'static str = "CustomerKeyVaultUse";
}

/// `CustomerKey.CustomerKeyAuditHead`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyAuditHead {
    #[serde(rename = "Records")]
    pub(crate) records: Option<i64>,
    #[serde(rename = "Hash")]
    pub(crate) hash: Option<String>,
    #[serde(rename = "PublicKey")]
    pub(crate) public_key: Option<String>,
    #[serde(rename = "Created")]
    pub(crate) created: Option<Local>,
    #[serde(rename = "OutputFile")]
    pub(crate) output_file: Option<String>,
}

impl Output for CustomerKeyAuditHead {
    const TYPE: &'static str = "CustomerKeyAuditHead";
}

/// `CustomerKey.CustomerKeyAuditCheck`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyAuditCheck {
    #[serde(rename = "Check")]
    pub(crate) check: Option<String>,
    #[serde(rename = "Result")]
    pub(crate) result: Option<String>,
    #[serde(rename = "Records")]
    pub(crate) records: Option<i64>,
    #[serde(rename = "CheckedWith")]
    pub(crate) checked_with: Option<String>,
    #[serde(rename = "Detail")]
    pub(crate) detail: Option<String>,
}

impl Output for CustomerKeyAuditCheck {
    const TYPE: &'static str = "CustomerKeyAuditCheck";
}

/// `CustomerKey.CustomerKeyClock`.
#[derive(Default, Serialize)]
pub(crate) struct CustomerKeyClock {
    #[serde(rename = "Now")]
    pub(crate) now: Option<Local>,
    #[serde(rename = "System")]
    pub(crate) system: Option<Local>,
    #[serde(rename = "Moved")]
    pub(crate) moved: Option<bool>,
    #[serde(rename = "AdvancedSeconds")]
    pub(crate) advanced_seconds: Option<i64>,
}

impl Output for CustomerKeyClock {
    const TYPE: &'static str = "CustomerKeyClock";
}
