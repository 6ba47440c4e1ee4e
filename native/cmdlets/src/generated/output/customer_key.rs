//! The outputs of CustomerKey. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::def::{Member, PropertyDef, TypeDef};
use crate::output::{FreeText, Output, Utc};
use crate::record::Shape;

/// An output object of type `CustomerKey.CustomerKeyTenant`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyTenant {
    /// The tenant folder.
    #[serde(rename = "Path")]
    pub path: Option<String>,
    /// The name of the tenant.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// The id of the tenant.
    #[serde(rename = "TenantId")]
    pub tenant_id: Option<String>,
    /// Rehearsal or Production.
    #[serde(rename = "Mode")]
    pub mode: Option<String>,
    /// Local: the vaults are in the tenant folder.
    #[serde(rename = "VaultProvider")]
    pub vault_provider: Option<String>,
    /// aws-lc-rs or rustcrypto.
    #[serde(rename = "CryptoBackend")]
    pub crypto_backend: Option<String>,
    /// Whether every key that this process keeps lies in memory that is locked and, on Linux, left out of core dumps. While a key is used, its expanded form lies in ordinary memory.
    #[serde(rename = "MemoryLocked")]
    pub memory_locked: Option<bool>,
    /// Whether the system lets this process be dumped and looked into by debuggers; empty where it does not say.
    #[serde(rename = "Dumpable")]
    pub dumpable: Option<bool>,
    /// By which heads of the audit log are checked. Keep it elsewhere from when the tenant is made.
    #[serde(rename = "AuditPublicKey")]
    pub audit_public_key: Option<String>,
    /// Full: whoever can only write the tenant folder is found out. AccidentsOnly: the master key lies in the folder, so only accidents and restored files are.
    #[serde(rename = "TamperEvidence")]
    pub tamper_evidence: Option<String>,
    /// How many mailboxes and mail users there are.
    #[serde(rename = "Mailboxes")]
    pub mailboxes: Option<i64>,
    /// How many policies there are.
    #[serde(rename = "Policies")]
    pub policies: Option<i64>,
    /// How many keys wait for a rewrap.
    #[serde(rename = "PendingRewraps")]
    pub pending_rewraps: Option<i64>,
    /// The time of the tenant.
    #[serde(rename = "Clock")]
    pub clock: Option<Utc>,
    /// Whether the clock was moved in this rehearsal.
    #[serde(rename = "ClockMoved")]
    pub clock_moved: Option<bool>,
    /// The vaults that were told to fail or whose file cannot be used: VaultName=Fault or VaultName=Damaged.
    #[serde(rename = "VaultFaults")]
    pub vault_faults: Vec<Value>,
    /// The version of the folder's format.
    #[serde(rename = "FormatVersion")]
    pub format_version: Option<i32>,
    /// How often cached keys were called back.
    #[serde(rename = "KeyEpoch")]
    pub key_epoch: Option<i64>,
    /// Background or Manual.
    #[serde(rename = "JobMode")]
    pub job_mode: Option<String>,
    /// Create or Refuse.
    #[serde(rename = "UnknownIdentifiers")]
    pub unknown_identifiers: Option<String>,
    /// Owner or Refuse: what an account may do that nothing names.
    #[serde(rename = "UnknownAccounts")]
    pub unknown_accounts: Option<String>,
    /// The accounts that have all rights, the administrator first.
    #[serde(rename = "Owners")]
    pub owners: Vec<Value>,
    /// Whether opened keys are kept in memory for a while.
    #[serde(rename = "CacheEnabled")]
    pub cache_enabled: Option<bool>,
    /// Whether each opening of a scope by a program is recorded.
    #[serde(rename = "AuditReads")]
    pub audit_reads: Option<bool>,
    /// How long an opened mailbox policy key is kept, in seconds.
    #[serde(rename = "MailboxCacheLifetime")]
    pub mailbox_cache_lifetime: Option<i64>,
    /// How long a failure of a vault is remembered, in seconds.
    #[serde(rename = "FailureCacheLifetime")]
    pub failure_cache_lifetime: Option<i64>,
    /// How long a root key may take, in seconds.
    #[serde(rename = "RootTimeout")]
    pub root_timeout: Option<f64>,
}

impl Output for CustomerKeyTenant {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_TENANT;
}

/// The definition of [`CustomerKeyTenant`].
pub static CUSTOMER_KEY_TENANT: TypeDef = TypeDef {
    name: "CustomerKeyTenant",
    shape: Shape {
        types: &["CustomerKey.CustomerKeyTenant"],
        members: &[("Name", "text"), ("TenantId", "guid"), ("FormatVersion", "int")],
    },
    identity: "Path",
    properties: &[
        PropertyDef::new("Path", Member::Plain, "Path", "The tenant folder."),
        PropertyDef::new("Name", Member::Text, "Name", "The name of the tenant."),
        PropertyDef::new("TenantId", Member::Guid, "TenantId", "The id of the tenant."),
        PropertyDef::new("Mode", Member::Plain, "Mode", "Rehearsal or Production."),
        PropertyDef::new("VaultProvider", Member::Plain, "VaultProvider", "Local: the vaults are in the tenant folder."),
        PropertyDef::new("CryptoBackend", Member::Plain, "CryptoBackend", "aws-lc-rs or rustcrypto."),
        PropertyDef::new(
            "MemoryLocked",
            Member::Bool,
            "MemoryLocked",
            "Whether every key that this process keeps lies in memory that is locked and, on Linux, left out of core dumps. While a key is used, its expanded form lies in ordinary memory.",
        ),
        PropertyDef::new(
            "Dumpable",
            Member::Bool,
            "Dumpable",
            "Whether the system lets this process be dumped and looked into by debuggers; empty where it does not say.",
        ),
        PropertyDef::new(
            "AuditPublicKey",
            Member::Plain,
            "AuditPublicKey",
            "By which heads of the audit log are checked. Keep it elsewhere from when the tenant is made.",
        ),
        PropertyDef::new(
            "TamperEvidence",
            Member::Plain,
            "TamperEvidence",
            "Full: whoever can only write the tenant folder is found out. AccidentsOnly: the master key lies in the folder, so only accidents and restored files are.",
        ),
        PropertyDef::new("Mailboxes", Member::Long, "Mailboxes", "How many mailboxes and mail users there are."),
        PropertyDef::new("Policies", Member::Long, "Policies", "How many policies there are."),
        PropertyDef::new("PendingRewraps", Member::Long, "PendingRewraps", "How many keys wait for a rewrap."),
        PropertyDef::new("Clock", Member::Date, "Clock", "The time of the tenant."),
        PropertyDef::new("ClockMoved", Member::Bool, "ClockMoved", "Whether the clock was moved in this rehearsal."),
        PropertyDef::new(
            "VaultFaults",
            Member::List,
            "VaultFaults",
            "The vaults that were told to fail or whose file cannot be used: VaultName=Fault or VaultName=Damaged.",
        ),
        PropertyDef::new("FormatVersion", Member::Int, "FormatVersion", "The version of the folder's format."),
        PropertyDef::new("KeyEpoch", Member::Long, "KeyEpoch", "How often cached keys were called back."),
        PropertyDef::new("JobMode", Member::Plain, "JobMode", "Background or Manual."),
        PropertyDef::new("UnknownIdentifiers", Member::Plain, "UnknownIdentifiers", "Create or Refuse."),
        PropertyDef::new(
            "UnknownAccounts",
            Member::Plain,
            "UnknownAccounts",
            "Owner or Refuse: what an account may do that nothing names.",
        ),
        PropertyDef::new("Owners", Member::List, "Owners", "The accounts that have all rights, the administrator first."),
        PropertyDef::new("CacheEnabled", Member::Bool, "CacheEnabled", "Whether opened keys are kept in memory for a while."),
        PropertyDef::new("AuditReads", Member::Bool, "AuditReads", "Whether each opening of a scope by a program is recorded."),
        PropertyDef::new(
            "MailboxCacheLifetime",
            Member::Long,
            "MailboxCacheLifetime",
            "How long an opened mailbox policy key is kept, in seconds.",
        ),
        PropertyDef::new(
            "FailureCacheLifetime",
            Member::Long,
            "FailureCacheLifetime",
            "How long a failure of a vault is remembered, in seconds.",
        ),
        PropertyDef::new("RootTimeout", Member::Real, "RootTimeout", "How long a root key may take, in seconds."),
    ],
    table: &["Name", "Mode", "Mailboxes", "Policies", "PendingRewraps", "Path"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyTenantCheck`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyTenantCheck {
    /// What was checked.
    #[serde(rename = "Check")]
    pub check: Option<String>,
    /// Passed or Failed.
    #[serde(rename = "Result")]
    pub result: Option<String>,
    /// How many objects were looked at.
    #[serde(rename = "Count")]
    pub count: Option<i64>,
    /// What was found.
    #[serde(rename = "Detail")]
    pub detail: Option<FreeText>,
}

impl Output for CustomerKeyTenantCheck {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_TENANT_CHECK;
}

/// The definition of [`CustomerKeyTenantCheck`].
pub static CUSTOMER_KEY_TENANT_CHECK: TypeDef = TypeDef {
    name: "CustomerKeyTenantCheck",
    shape: Shape { types: &["CustomerKey.CustomerKeyTenantCheck"], members: &[("Detail", "text")] },
    identity: "Check",
    properties: &[
        PropertyDef::new("Check", Member::Plain, "Check", "What was checked."),
        PropertyDef::new("Result", Member::Plain, "Result", "Passed or Failed."),
        PropertyDef::new("Count", Member::Long, "Count", "How many objects were looked at."),
        PropertyDef::new("Detail", Member::Text, "Detail", "What was found."),
    ],
    table: &["Check", "Result", "Count", "Detail"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyBackup`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyBackup {
    /// The file with vaults, state and content.
    #[serde(rename = "OutputFile")]
    pub output_file: Option<String>,
    /// The file with the secrets of the service.
    #[serde(rename = "SecretsFile")]
    pub secrets_file: Option<String>,
    /// The tenant.
    #[serde(rename = "TenantId")]
    pub tenant_id: Option<String>,
    /// Bytes of both files.
    #[serde(rename = "Size")]
    pub size: Option<i64>,
    /// The moment that the backup shows.
    #[serde(rename = "Created")]
    pub created: Option<Utc>,
}

impl Output for CustomerKeyBackup {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_BACKUP;
}

/// The definition of [`CustomerKeyBackup`].
pub static CUSTOMER_KEY_BACKUP: TypeDef = TypeDef {
    name: "CustomerKeyBackup",
    shape: Shape { types: &["CustomerKey.CustomerKeyBackup"], members: &[("TenantId", "guid")] },
    identity: "OutputFile",
    properties: &[
        PropertyDef::new("OutputFile", Member::Plain, "OutputFile", "The file with vaults, state and content."),
        PropertyDef::new("SecretsFile", Member::Plain, "SecretsFile", "The file with the secrets of the service."),
        PropertyDef::new("TenantId", Member::Guid, "TenantId", "The tenant."),
        PropertyDef::new("Size", Member::Long, "Size", "Bytes of both files."),
        PropertyDef::new("Created", Member::Date, "Created", "The moment that the backup shows."),
    ],
    table: &["OutputFile", "SecretsFile", "Size", "Created"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyItem`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyItem {
    /// The id of the item.
    #[serde(rename = "Identity")]
    pub identity: Option<String>,
    /// The mailbox it is in, or empty.
    #[serde(rename = "Mailbox")]
    pub mailbox: Option<FreeText>,
    /// The workload it belongs to, or empty.
    #[serde(rename = "Workload")]
    pub workload: Option<String>,
    /// Its name.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// Bytes before encryption.
    #[serde(rename = "Size")]
    pub size: Option<i64>,
    /// Bytes after encryption.
    #[serde(rename = "SealedSize")]
    pub sealed_size: Option<i64>,
    /// SHA-256 of the encrypted bytes, of an item that was asked for by -Identity. A key roll leaves it as it is.
    #[serde(rename = "SealedSHA256")]
    pub sealed_sha256: Option<String>,
    /// When it was stored.
    #[serde(rename = "Created")]
    pub created: Option<Utc>,
    /// The key of its mailbox or workload that opens it.
    #[serde(rename = "ScopeKeyVersion")]
    pub scope_key_version: Option<i32>,
}

impl Output for CustomerKeyItem {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_ITEM;
}

/// The definition of [`CustomerKeyItem`].
pub static CUSTOMER_KEY_ITEM: TypeDef = TypeDef {
    name: "CustomerKeyItem",
    shape: Shape {
        types: &["CustomerKey.CustomerKeyItem"],
        members: &[("Mailbox", "text"), ("Name", "text"), ("ScopeKeyVersion", "int")],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Plain, "Identity", "The id of the item."),
        PropertyDef::new("Mailbox", Member::Text, "Mailbox", "The mailbox it is in, or empty."),
        PropertyDef::new("Workload", Member::Plain, "Workload", "The workload it belongs to, or empty."),
        PropertyDef::new("Name", Member::Text, "Name", "Its name."),
        PropertyDef::new("Size", Member::Long, "Size", "Bytes before encryption."),
        PropertyDef::new("SealedSize", Member::Long, "SealedSize", "Bytes after encryption."),
        PropertyDef::new(
            "SealedSHA256",
            Member::Plain,
            "SealedSHA256",
            "SHA-256 of the encrypted bytes, of an item that was asked for by -Identity. A key roll leaves it as it is.",
        ),
        PropertyDef::new("Created", Member::Date, "Created", "When it was stored."),
        PropertyDef::new("ScopeKeyVersion", Member::Int, "ScopeKeyVersion", "The key of its mailbox or workload that opens it."),
    ],
    table: &["Identity", "Name", "Size", "Created"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyExport`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyExport {
    /// The file that was written.
    #[serde(rename = "OutputFile")]
    pub output_file: Option<String>,
    /// The id of the item.
    #[serde(rename = "Identity")]
    pub identity: Option<String>,
    /// Its name.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// Bytes written.
    #[serde(rename = "Size")]
    pub size: Option<i64>,
}

impl Output for CustomerKeyExport {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_EXPORT;
}

/// The definition of [`CustomerKeyExport`].
pub static CUSTOMER_KEY_EXPORT: TypeDef = TypeDef {
    name: "CustomerKeyExport",
    shape: Shape { types: &["CustomerKey.CustomerKeyExport"], members: &[("Name", "text")] },
    identity: "OutputFile",
    properties: &[
        PropertyDef::new("OutputFile", Member::Plain, "OutputFile", "The file that was written."),
        PropertyDef::new("Identity", Member::Plain, "Identity", "The id of the item."),
        PropertyDef::new("Name", Member::Text, "Name", "Its name."),
        PropertyDef::new("Size", Member::Long, "Size", "Bytes written."),
    ],
    table: &["Identity", "Name", "Size", "OutputFile"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyWorkload`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyWorkload {
    /// The workload.
    #[serde(rename = "Identity")]
    pub identity: Option<String>,
    /// The workload.
    #[serde(rename = "Name")]
    pub name: Option<String>,
    /// What it covers.
    #[serde(rename = "DisplayName")]
    pub display_name: Option<FreeText>,
    /// NewOnly or ExistingAndNew: which data an assigned policy covers.
    #[serde(rename = "DataCovered")]
    pub data_covered: Option<String>,
    /// The policy it is under, empty under service-managed keys.
    #[serde(rename = "DataEncryptionPolicy")]
    pub data_encryption_policy: Option<FreeText>,
    /// How many items it holds.
    #[serde(rename = "Items")]
    pub items: Option<i64>,
    /// How many keys it has.
    #[serde(rename = "ScopeKeys")]
    pub scope_keys: Option<i32>,
    /// Whether an assignment or a refresh has yet to reach it.
    #[serde(rename = "RewrapPending")]
    pub rewrap_pending: Option<bool>,
}

impl Output for CustomerKeyWorkload {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_WORKLOAD;
}

/// The definition of [`CustomerKeyWorkload`].
pub static CUSTOMER_KEY_WORKLOAD: TypeDef = TypeDef {
    name: "CustomerKeyWorkload",
    shape: Shape {
        types: &["CustomerKey.CustomerKeyWorkload"],
        members: &[("DisplayName", "text"), ("DataEncryptionPolicy", "text"), ("ScopeKeys", "int")],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Plain, "Identity", "The workload."),
        PropertyDef::new("Name", Member::Plain, "Name", "The workload."),
        PropertyDef::new("DisplayName", Member::Text, "DisplayName", "What it covers."),
        PropertyDef::new(
            "DataCovered",
            Member::Plain,
            "DataCovered",
            "NewOnly or ExistingAndNew: which data an assigned policy covers.",
        ),
        PropertyDef::new(
            "DataEncryptionPolicy",
            Member::Text,
            "DataEncryptionPolicy",
            "The policy it is under, empty under service-managed keys.",
        ),
        PropertyDef::new("Items", Member::Long, "Items", "How many items it holds."),
        PropertyDef::new("ScopeKeys", Member::Int, "ScopeKeys", "How many keys it has."),
        PropertyDef::new(
            "RewrapPending",
            Member::Bool,
            "RewrapPending",
            "Whether an assignment or a refresh has yet to reach it.",
        ),
    ],
    table: &["Name", "DataCovered", "DataEncryptionPolicy", "Items", "RewrapPending"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyJob`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyJob {
    /// The id of the job.
    #[serde(rename = "Identity")]
    pub identity: Option<String>,
    /// What it does: RewrapPolicy, RewrapAssignment, RewrapScopes, or DestroyWraps for the wraps of a policy key that nothing needs any more.
    #[serde(rename = "Kind")]
    pub kind: Option<String>,
    /// Open, Waiting (Message says for what), Completed, CompletedWithErrors (Failures says what it went past), Failed, or Scheduled: not before Due, and nobody waits for it.
    #[serde(rename = "State")]
    pub state: Option<String>,
    /// The policy or mailbox it works for.
    #[serde(rename = "Target")]
    pub target: Option<FreeText>,
    /// How many steps there are.
    #[serde(rename = "Total")]
    pub total: Option<i64>,
    /// How many are done.
    #[serde(rename = "Done")]
    pub done: Option<i64>,
    /// How many keys do not open and stay where they are.
    #[serde(rename = "Failed")]
    pub failed: Option<i64>,
    /// 0 to 100.
    #[serde(rename = "PercentComplete")]
    pub percent_complete: Option<i32>,
    /// When it was made.
    #[serde(rename = "Created")]
    pub created: Option<Utc>,
    /// When it last moved.
    #[serde(rename = "Updated")]
    pub updated: Option<Utc>,
    /// Why it failed or waits.
    #[serde(rename = "Message")]
    pub message: Option<FreeText>,
    /// When a scheduled job is begun at the earliest.
    #[serde(rename = "Due")]
    pub due: Option<Utc>,
    /// The first hundred keys that it went past: the mailbox, workload or application, the version of its key, and why.
    #[serde(rename = "Failures")]
    pub failures: Vec<Value>,
}

impl Output for CustomerKeyJob {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_JOB;
}

/// The definition of [`CustomerKeyJob`].
pub static CUSTOMER_KEY_JOB: TypeDef = TypeDef {
    name: "CustomerKeyJob",
    shape: Shape {
        types: &["CustomerKey.CustomerKeyJob"],
        members: &[("Target", "text"), ("PercentComplete", "int"), ("Message", "text")],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Plain, "Identity", "The id of the job."),
        PropertyDef::new(
            "Kind",
            Member::Plain,
            "Kind",
            "What it does: RewrapPolicy, RewrapAssignment, RewrapScopes, or DestroyWraps for the wraps of a policy key that nothing needs any more.",
        ),
        PropertyDef::new(
            "State",
            Member::Plain,
            "State",
            "Open, Waiting (Message says for what), Completed, CompletedWithErrors (Failures says what it went past), Failed, or Scheduled: not before Due, and nobody waits for it.",
        ),
        PropertyDef::new("Target", Member::Text, "Target", "The policy or mailbox it works for."),
        PropertyDef::new("Total", Member::Long, "Total", "How many steps there are."),
        PropertyDef::new("Done", Member::Long, "Done", "How many are done."),
        PropertyDef::new("Failed", Member::Long, "Failed", "How many keys do not open and stay where they are."),
        PropertyDef::new("PercentComplete", Member::Int, "PercentComplete", "0 to 100."),
        PropertyDef::new("Created", Member::Date, "Created", "When it was made."),
        PropertyDef::new("Updated", Member::Date, "Updated", "When it last moved."),
        PropertyDef::new("Message", Member::Text, "Message", "Why it failed or waits."),
        PropertyDef::new("Due", Member::Date, "Due", "When a scheduled job is begun at the earliest."),
        PropertyDef::new(
            "Failures",
            Member::List,
            "Failures",
            "The first hundred keys that it went past: the mailbox, workload or application, the version of its key, and why.",
        ),
    ],
    table: &["Identity", "Kind", "State", "Target", "PercentComplete"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyJobStep`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyJobStep {
    /// How many steps were worked off.
    #[serde(rename = "Steps")]
    pub steps: Option<i64>,
    /// How many are left.
    #[serde(rename = "Remaining")]
    pub remaining: Option<i64>,
    /// How many failed.
    #[serde(rename = "Failed")]
    pub failed: Option<i64>,
}

impl Output for CustomerKeyJobStep {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_JOB_STEP;
}

/// The definition of [`CustomerKeyJobStep`].
pub static CUSTOMER_KEY_JOB_STEP: TypeDef = TypeDef {
    name: "CustomerKeyJobStep",
    shape: Shape { types: &["CustomerKey.CustomerKeyJobStep"], members: &[] },
    identity: "Steps",
    properties: &[
        PropertyDef::new("Steps", Member::Long, "Steps", "How many steps were worked off."),
        PropertyDef::new("Remaining", Member::Long, "Remaining", "How many are left."),
        PropertyDef::new("Failed", Member::Long, "Failed", "How many failed."),
    ],
    table: &["Steps", "Remaining", "Failed"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyAuditRecord`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyAuditRecord {
    /// The number of the record, from 1 without gaps.
    #[serde(rename = "RecordNumber")]
    pub record_number: Option<i64>,
    /// When it happened, by the clock of the tenant.
    #[serde(rename = "CreationDate")]
    pub creation_date: Option<Utc>,
    /// The kind of record; CustomerKeyServiceEncryption for a use of the availability key.
    #[serde(rename = "RecordType")]
    pub record_type: Option<String>,
    /// What happened.
    #[serde(rename = "Activity")]
    pub activity: Option<String>,
    /// Who did it.
    #[serde(rename = "UserId")]
    pub user_id: Option<String>,
    /// Exchange, or another part of the service.
    #[serde(rename = "Workload")]
    pub workload: Option<String>,
    /// What it happened to.
    #[serde(rename = "ObjectId")]
    pub object_id: Option<FreeText>,
    /// Succeeded, Failed or Denied.
    #[serde(rename = "Result")]
    pub result: Option<String>,
    /// The cmdlet, or the function of the C library, that was called; empty for what the service does by itself.
    #[serde(rename = "Operation")]
    pub operation: Option<String>,
    /// Which call of it: all records of one call have the same.
    #[serde(rename = "OperationId")]
    pub operation_id: Option<String>,
    /// What it was called with, without secrets; long values are cut.
    #[serde(rename = "Parameters")]
    pub parameters: Value,
    /// The user of the operating system that the process ran as.
    #[serde(rename = "SystemUser")]
    pub system_user: Option<FreeText>,
    /// The machine.
    #[serde(rename = "HostName")]
    pub host_name: Option<FreeText>,
    /// The program, and the number of its process.
    #[serde(rename = "Process")]
    pub process: Option<FreeText>,
    /// The details.
    #[serde(rename = "AuditData")]
    pub audit_data: Value,
    /// The hash that chains it to the record before; an auditor recomputes it from the records alone.
    #[serde(rename = "Hash")]
    pub hash: Option<String>,
}

impl Output for CustomerKeyAuditRecord {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_AUDIT_RECORD;
}

/// The definition of [`CustomerKeyAuditRecord`].
pub static CUSTOMER_KEY_AUDIT_RECORD: TypeDef = TypeDef {
    name: "CustomerKeyAuditRecord",
    shape: Shape {
        types: &["CustomerKey.CustomerKeyAuditRecord"],
        members: &[("ObjectId", "text"), ("SystemUser", "text"), ("HostName", "text"), ("Process", "text")],
    },
    identity: "Hash",
    properties: &[
        PropertyDef::new("RecordNumber", Member::Long, "RecordNumber", "The number of the record, from 1 without gaps."),
        PropertyDef::new("CreationDate", Member::Date, "CreationDate", "When it happened, by the clock of the tenant."),
        PropertyDef::new(
            "RecordType",
            Member::Plain,
            "RecordType",
            "The kind of record; CustomerKeyServiceEncryption for a use of the availability key.",
        ),
        PropertyDef::new("Activity", Member::Plain, "Activity", "What happened."),
        PropertyDef::new("UserId", Member::Plain, "UserId", "Who did it."),
        PropertyDef::new("Workload", Member::Plain, "Workload", "Exchange, or another part of the service."),
        PropertyDef::new("ObjectId", Member::Text, "ObjectId", "What it happened to."),
        PropertyDef::new("Result", Member::Plain, "Result", "Succeeded, Failed or Denied."),
        PropertyDef::new(
            "Operation",
            Member::Plain,
            "Operation",
            "The cmdlet, or the function of the C library, that was called; empty for what the service does by itself.",
        ),
        PropertyDef::new("OperationId", Member::Plain, "OperationId", "Which call of it: all records of one call have the same."),
        PropertyDef::new(
            "Parameters",
            Member::Object,
            "Parameters",
            "What it was called with, without secrets; long values are cut.",
        ),
        PropertyDef::new("SystemUser", Member::Text, "SystemUser", "The user of the operating system that the process ran as."),
        PropertyDef::new("HostName", Member::Text, "HostName", "The machine."),
        PropertyDef::new("Process", Member::Text, "Process", "The program, and the number of its process."),
        PropertyDef::new("AuditData", Member::Object, "AuditData", "The details."),
        PropertyDef::new(
            "Hash",
            Member::Plain,
            "Hash",
            "The hash that chains it to the record before; an auditor recomputes it from the records alone.",
        ),
    ],
    table: &["RecordNumber", "CreationDate", "Result", "Activity", "ObjectId", "UserId"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyAuditHead`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyAuditHead {
    /// How many records there are.
    #[serde(rename = "Records")]
    pub records: Option<i64>,
    /// The tag of the last one.
    #[serde(rename = "Hash")]
    pub hash: Option<String>,
    /// The key that signed the head.
    #[serde(rename = "PublicKey")]
    pub public_key: Option<String>,
    /// When it was signed.
    #[serde(rename = "Created")]
    pub created: Option<Utc>,
    /// The file that was written.
    #[serde(rename = "OutputFile")]
    pub output_file: Option<String>,
}

impl Output for CustomerKeyAuditHead {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_AUDIT_HEAD;
}

/// The definition of [`CustomerKeyAuditHead`].
pub static CUSTOMER_KEY_AUDIT_HEAD: TypeDef = TypeDef {
    name: "CustomerKeyAuditHead",
    shape: Shape { types: &["CustomerKey.CustomerKeyAuditHead"], members: &[] },
    identity: "Hash",
    properties: &[
        PropertyDef::new("Records", Member::Long, "Records", "How many records there are."),
        PropertyDef::new("Hash", Member::Plain, "Hash", "The tag of the last one."),
        PropertyDef::new("PublicKey", Member::Plain, "PublicKey", "The key that signed the head."),
        PropertyDef::new("Created", Member::Date, "Created", "When it was signed."),
        PropertyDef::new("OutputFile", Member::Plain, "OutputFile", "The file that was written."),
    ],
    table: &["Records", "Hash", "Created", "OutputFile"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyAuditCheck`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyAuditCheck {
    /// What was checked: Chain (with its counter), Head.
    #[serde(rename = "Check")]
    pub check: Option<String>,
    /// Passed or Failed.
    #[serde(rename = "Result")]
    pub result: Option<String>,
    /// How many records were looked at.
    #[serde(rename = "Records")]
    pub records: Option<i64>,
    /// By which public key the head was checked: GivenKey, or TenantsOwnKey, which whoever has the tenant's secrets could have used to forge it. Empty for the chain.
    #[serde(rename = "CheckedWith")]
    pub checked_with: Option<String>,
    /// What was found.
    #[serde(rename = "Detail")]
    pub detail: Option<FreeText>,
}

impl Output for CustomerKeyAuditCheck {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_AUDIT_CHECK;
}

/// The definition of [`CustomerKeyAuditCheck`].
pub static CUSTOMER_KEY_AUDIT_CHECK: TypeDef = TypeDef {
    name: "CustomerKeyAuditCheck",
    shape: Shape { types: &["CustomerKey.CustomerKeyAuditCheck"], members: &[("Detail", "text")] },
    identity: "Check",
    properties: &[
        PropertyDef::new("Check", Member::Plain, "Check", "What was checked: Chain (with its counter), Head."),
        PropertyDef::new("Result", Member::Plain, "Result", "Passed or Failed."),
        PropertyDef::new("Records", Member::Long, "Records", "How many records were looked at."),
        PropertyDef::new(
            "CheckedWith",
            Member::Plain,
            "CheckedWith",
            "By which public key the head was checked: GivenKey, or TenantsOwnKey, which whoever has the tenant's secrets could have used to forge it. Empty for the chain.",
        ),
        PropertyDef::new("Detail", Member::Text, "Detail", "What was found."),
    ],
    table: &["Check", "Result", "Records", "CheckedWith", "Detail"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyVaultFault`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyVaultFault {
    /// The vault.
    #[serde(rename = "VaultName")]
    pub vault_name: Option<String>,
    /// None, Unreachable, Throttled or Slow.
    #[serde(rename = "Fault")]
    pub fault: Option<String>,
    /// How slow it answers, in seconds.
    #[serde(rename = "DelaySeconds")]
    pub delay_seconds: Option<f64>,
}

impl Output for CustomerKeyVaultFault {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_VAULT_FAULT;
}

/// The definition of [`CustomerKeyVaultFault`].
pub static CUSTOMER_KEY_VAULT_FAULT: TypeDef = TypeDef {
    name: "CustomerKeyVaultFault",
    shape: Shape { types: &["CustomerKey.CustomerKeyVaultFault"], members: &[] },
    identity: "VaultName",
    properties: &[
        PropertyDef::new("VaultName", Member::Plain, "VaultName", "The vault."),
        PropertyDef::new("Fault", Member::Plain, "Fault", "None, Unreachable, Throttled or Slow."),
        PropertyDef::new("DelaySeconds", Member::Real, "DelaySeconds", "How slow it answers, in seconds."),
    ],
    table: &["VaultName", "Fault", "DelaySeconds"],
    list: &[],
};

/// An output object of type `CustomerKey.CustomerKeyClock`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerKeyClock {
    /// The time of the tenant.
    #[serde(rename = "Now")]
    pub now: Option<Utc>,
    /// The time of the machine.
    #[serde(rename = "System")]
    pub system: Option<Utc>,
    /// Whether they differ.
    #[serde(rename = "Moved")]
    pub moved: Option<bool>,
    /// By how many seconds the clock of the tenant is ahead.
    #[serde(rename = "AdvancedSeconds")]
    pub advanced_seconds: Option<i64>,
}

impl Output for CustomerKeyClock {
    const TYPE: &'static TypeDef = &CUSTOMER_KEY_CLOCK;
}

/// The definition of [`CustomerKeyClock`].
pub static CUSTOMER_KEY_CLOCK: TypeDef = TypeDef {
    name: "CustomerKeyClock",
    shape: Shape { types: &["CustomerKey.CustomerKeyClock"], members: &[] },
    identity: "Now",
    properties: &[
        PropertyDef::new("Now", Member::Date, "Now", "The time of the tenant."),
        PropertyDef::new("System", Member::Date, "System", "The time of the machine."),
        PropertyDef::new("Moved", Member::Bool, "Moved", "Whether they differ."),
        PropertyDef::new(
            "AdvancedSeconds",
            Member::Long,
            "AdvancedSeconds",
            "By how many seconds the clock of the tenant is ahead.",
        ),
    ],
    table: &["Now", "System", "Moved"],
    list: &[],
};
