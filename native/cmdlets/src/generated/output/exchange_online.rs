//! The outputs of ExchangeOnline. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Serialize;
use serde_json::Value;

use crate::def::{Member, PropertyDef, TypeDef};
use crate::output::{FreeText, Output, Utc};
use crate::record::Shape;

/// An output object of type `CustomerKey.DataEncryptionPolicy`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DataEncryptionPolicy {
    /// The name.
    #[serde(rename = "Identity")]
    pub identity: Option<FreeText>,
    /// The name.
    #[serde(rename = "Id")]
    pub id: Option<FreeText>,
    /// The name.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// The distinguished name, as recipient filters take it.
    #[serde(rename = "DistinguishedName")]
    pub distinguished_name: Option<FreeText>,
    /// The GUID of the policy.
    #[serde(rename = "Guid")]
    pub guid: Option<String>,
    /// The description.
    #[serde(rename = "Description")]
    pub description: Option<FreeText>,
    /// Whether the policy may be assigned.
    #[serde(rename = "Enabled")]
    pub enabled: Option<bool>,
    /// The URIs of the two root keys.
    #[serde(rename = "AzureKeyIDs")]
    pub azure_key_ids: Vec<Value>,
    /// PendingActivation, Active or Disabled.
    #[serde(rename = "State")]
    pub state: Option<String>,
    /// Whether the purge of the data was asked for.
    #[serde(rename = "PermanentDataPurgeRequested")]
    pub permanent_data_purge_requested: Option<bool>,
    /// Why.
    #[serde(rename = "PermanentDataPurgeReason")]
    pub permanent_data_purge_reason: Option<FreeText>,
    /// Whom to ask about it.
    #[serde(rename = "PermanentDataPurgeContact")]
    pub permanent_data_purge_contact: Option<FreeText>,
    /// How often the policy key was made: 1 after creation, one more with each refresh.
    #[serde(rename = "Generation")]
    pub generation: Option<i32>,
    /// The GUID of the current generation, which Get-MailboxStatistics shows.
    #[serde(rename = "GenerationId")]
    pub generation_id: Option<String>,
    /// The root keys with the versions that wrap the current generation.
    #[serde(rename = "RootKeys")]
    pub root_keys: Vec<Value>,
    /// Whether the record is complete.
    #[serde(rename = "IsValid")]
    pub is_valid: Option<bool>,
    /// When it was made, local time.
    #[serde(rename = "WhenCreated")]
    pub when_created: Option<Utc>,
    /// When it was changed last, local time.
    #[serde(rename = "WhenChanged")]
    pub when_changed: Option<Utc>,
    /// When it was made, UTC.
    #[serde(rename = "WhenCreatedUTC")]
    pub when_created_utc: Option<Utc>,
    /// When it was changed last, UTC.
    #[serde(rename = "WhenChangedUTC")]
    pub when_changed_utc: Option<Utc>,
}

impl Output for DataEncryptionPolicy {
    const TYPE: &'static TypeDef = &DATA_ENCRYPTION_POLICY;
}

/// The definition of [`DataEncryptionPolicy`].
pub static DATA_ENCRYPTION_POLICY: TypeDef = TypeDef {
    name: "DataEncryptionPolicy",
    shape: Shape {
        types: &["CustomerKey.DataEncryptionPolicy"],
        members: &[
            ("Identity", "text"),
            ("Id", "text"),
            ("Name", "text"),
            ("DistinguishedName", "text"),
            ("Guid", "guid"),
            ("Description", "text"),
            ("PermanentDataPurgeReason", "text"),
            ("PermanentDataPurgeContact", "text"),
            ("Generation", "int"),
            ("GenerationId", "guid"),
            ("WhenCreated", "local"),
            ("WhenChanged", "local"),
        ],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Text, "Identity", "The name."),
        PropertyDef::new("Id", Member::Text, "Id", "The name."),
        PropertyDef::new("Name", Member::Text, "Name", "The name."),
        PropertyDef::new(
            "DistinguishedName",
            Member::Text,
            "DistinguishedName",
            "The distinguished name, as recipient filters take it.",
        ),
        PropertyDef::new("Guid", Member::Guid, "Guid", "The GUID of the policy."),
        PropertyDef::new("Description", Member::Text, "Description", "The description."),
        PropertyDef::new("Enabled", Member::Bool, "Enabled", "Whether the policy may be assigned."),
        PropertyDef::new("AzureKeyIDs", Member::List, "AzureKeyIDs", "The URIs of the two root keys."),
        PropertyDef::new("State", Member::Plain, "State", "PendingActivation, Active or Disabled."),
        PropertyDef::new(
            "PermanentDataPurgeRequested",
            Member::Bool,
            "PermanentDataPurgeRequested",
            "Whether the purge of the data was asked for.",
        ),
        PropertyDef::new("PermanentDataPurgeReason", Member::Text, "PermanentDataPurgeReason", "Why."),
        PropertyDef::new("PermanentDataPurgeContact", Member::Text, "PermanentDataPurgeContact", "Whom to ask about it."),
        PropertyDef::new(
            "Generation",
            Member::Int,
            "Generation",
            "How often the policy key was made: 1 after creation, one more with each refresh.",
        ),
        PropertyDef::new(
            "GenerationId",
            Member::Guid,
            "GenerationId",
            "The GUID of the current generation, which Get-MailboxStatistics shows.",
        ),
        PropertyDef::new(
            "RootKeys",
            Member::List,
            "RootKeys",
            "The root keys with the versions that wrap the current generation.",
        ),
        PropertyDef::new("IsValid", Member::Bool, "IsValid", "Whether the record is complete."),
        PropertyDef::new("WhenCreated", Member::Local, "WhenCreated", "When it was made, local time."),
        PropertyDef::new("WhenChanged", Member::Local, "WhenChanged", "When it was changed last, local time."),
        PropertyDef::new("WhenCreatedUTC", Member::Date, "WhenCreatedUTC", "When it was made, UTC."),
        PropertyDef::new("WhenChangedUTC", Member::Date, "WhenChangedUTC", "When it was changed last, UTC."),
    ],
    table: &["Name", "Enabled", "State", "Generation", "AzureKeyIDs"],
    list: &[],
};

/// An output object of type `CustomerKey.M365DataAtRestEncryptionPolicy`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct M365DataAtRestEncryptionPolicy {
    /// The name.
    #[serde(rename = "Identity")]
    pub identity: Option<FreeText>,
    /// The name.
    #[serde(rename = "Id")]
    pub id: Option<FreeText>,
    /// The name.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// The distinguished name, as recipient filters take it.
    #[serde(rename = "DistinguishedName")]
    pub distinguished_name: Option<FreeText>,
    /// The GUID of the policy.
    #[serde(rename = "Guid")]
    pub guid: Option<String>,
    /// The description.
    #[serde(rename = "Description")]
    pub description: Option<FreeText>,
    /// Whether the policy may be assigned.
    #[serde(rename = "Enabled")]
    pub enabled: Option<bool>,
    /// The URIs of the two root keys.
    #[serde(rename = "AzureKeyIDs")]
    pub azure_key_ids: Vec<Value>,
    /// PendingActivation, Active or Disabled.
    #[serde(rename = "State")]
    pub state: Option<String>,
    /// Whether the purge of the data was asked for.
    #[serde(rename = "PermanentDataPurgeRequested")]
    pub permanent_data_purge_requested: Option<bool>,
    /// Why.
    #[serde(rename = "PermanentDataPurgeReason")]
    pub permanent_data_purge_reason: Option<FreeText>,
    /// Whom to ask about it.
    #[serde(rename = "PermanentDataPurgeContact")]
    pub permanent_data_purge_contact: Option<FreeText>,
    /// How often the policy key was made: 1 after creation, one more with each refresh.
    #[serde(rename = "Generation")]
    pub generation: Option<i32>,
    /// The GUID of the current generation, which Get-MailboxStatistics shows.
    #[serde(rename = "GenerationId")]
    pub generation_id: Option<String>,
    /// The root keys with the versions that wrap the current generation.
    #[serde(rename = "RootKeys")]
    pub root_keys: Vec<Value>,
    /// Whether the record is complete.
    #[serde(rename = "IsValid")]
    pub is_valid: Option<bool>,
    /// When it was made, local time.
    #[serde(rename = "WhenCreated")]
    pub when_created: Option<Utc>,
    /// When it was changed last, local time.
    #[serde(rename = "WhenChanged")]
    pub when_changed: Option<Utc>,
    /// When it was made, UTC.
    #[serde(rename = "WhenCreatedUTC")]
    pub when_created_utc: Option<Utc>,
    /// When it was changed last, UTC.
    #[serde(rename = "WhenChangedUTC")]
    pub when_changed_utc: Option<Utc>,
}

impl Output for M365DataAtRestEncryptionPolicy {
    const TYPE: &'static TypeDef = &M365_DATA_AT_REST_ENCRYPTION_POLICY;
}

/// The definition of [`M365DataAtRestEncryptionPolicy`].
pub static M365_DATA_AT_REST_ENCRYPTION_POLICY: TypeDef = TypeDef {
    name: "M365DataAtRestEncryptionPolicy",
    shape: Shape {
        types: &["CustomerKey.M365DataAtRestEncryptionPolicy", "CustomerKey.DataEncryptionPolicy"],
        members: &[
            ("Identity", "text"),
            ("Id", "text"),
            ("Name", "text"),
            ("DistinguishedName", "text"),
            ("Guid", "guid"),
            ("Description", "text"),
            ("PermanentDataPurgeReason", "text"),
            ("PermanentDataPurgeContact", "text"),
            ("Generation", "int"),
            ("GenerationId", "guid"),
            ("WhenCreated", "local"),
            ("WhenChanged", "local"),
        ],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Text, "Identity", "The name."),
        PropertyDef::new("Id", Member::Text, "Id", "The name."),
        PropertyDef::new("Name", Member::Text, "Name", "The name."),
        PropertyDef::new(
            "DistinguishedName",
            Member::Text,
            "DistinguishedName",
            "The distinguished name, as recipient filters take it.",
        ),
        PropertyDef::new("Guid", Member::Guid, "Guid", "The GUID of the policy."),
        PropertyDef::new("Description", Member::Text, "Description", "The description."),
        PropertyDef::new("Enabled", Member::Bool, "Enabled", "Whether the policy may be assigned."),
        PropertyDef::new("AzureKeyIDs", Member::List, "AzureKeyIDs", "The URIs of the two root keys."),
        PropertyDef::new("State", Member::Plain, "State", "PendingActivation, Active or Disabled."),
        PropertyDef::new(
            "PermanentDataPurgeRequested",
            Member::Bool,
            "PermanentDataPurgeRequested",
            "Whether the purge of the data was asked for.",
        ),
        PropertyDef::new("PermanentDataPurgeReason", Member::Text, "PermanentDataPurgeReason", "Why."),
        PropertyDef::new("PermanentDataPurgeContact", Member::Text, "PermanentDataPurgeContact", "Whom to ask about it."),
        PropertyDef::new(
            "Generation",
            Member::Int,
            "Generation",
            "How often the policy key was made: 1 after creation, one more with each refresh.",
        ),
        PropertyDef::new(
            "GenerationId",
            Member::Guid,
            "GenerationId",
            "The GUID of the current generation, which Get-MailboxStatistics shows.",
        ),
        PropertyDef::new(
            "RootKeys",
            Member::List,
            "RootKeys",
            "The root keys with the versions that wrap the current generation.",
        ),
        PropertyDef::new("IsValid", Member::Bool, "IsValid", "Whether the record is complete."),
        PropertyDef::new("WhenCreated", Member::Local, "WhenCreated", "When it was made, local time."),
        PropertyDef::new("WhenChanged", Member::Local, "WhenChanged", "When it was changed last, local time."),
        PropertyDef::new("WhenCreatedUTC", Member::Date, "WhenCreatedUTC", "When it was made, UTC."),
        PropertyDef::new("WhenChangedUTC", Member::Date, "WhenChangedUTC", "When it was changed last, UTC."),
    ],
    table: &["Name", "Enabled", "State", "Generation", "AzureKeyIDs"],
    list: &[],
};

/// An output object of type `CustomerKey.M365DataAtRestEncryptionPolicyAssignment`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct M365DataAtRestEncryptionPolicyAssignment {
    /// The name of the policy.
    #[serde(rename = "Identity")]
    pub identity: Option<FreeText>,
    /// The name of the policy.
    #[serde(rename = "DataEncryptionPolicy")]
    pub data_encryption_policy: Option<FreeText>,
    /// The name of the policy.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// The GUID of the policy.
    #[serde(rename = "Guid")]
    pub guid: Option<String>,
    /// When it was assigned, local time.
    #[serde(rename = "WhenAssigned")]
    pub when_assigned: Option<Utc>,
    /// When it was assigned, UTC.
    #[serde(rename = "WhenAssignedUTC")]
    pub when_assigned_utc: Option<Utc>,
}

impl Output for M365DataAtRestEncryptionPolicyAssignment {
    const TYPE: &'static TypeDef = &M365_DATA_AT_REST_ENCRYPTION_POLICY_ASSIGNMENT;
}

/// The definition of [`M365DataAtRestEncryptionPolicyAssignment`].
pub static M365_DATA_AT_REST_ENCRYPTION_POLICY_ASSIGNMENT: TypeDef = TypeDef {
    name: "M365DataAtRestEncryptionPolicyAssignment",
    shape: Shape {
        types: &["CustomerKey.M365DataAtRestEncryptionPolicyAssignment"],
        members: &[
            ("Identity", "text"),
            ("DataEncryptionPolicy", "text"),
            ("Name", "text"),
            ("Guid", "guid"),
            ("WhenAssigned", "local"),
        ],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Text, "Identity", "The name of the policy."),
        PropertyDef::new("DataEncryptionPolicy", Member::Text, "DataEncryptionPolicy", "The name of the policy."),
        PropertyDef::new("Name", Member::Text, "Name", "The name of the policy."),
        PropertyDef::new("Guid", Member::Guid, "Guid", "The GUID of the policy."),
        PropertyDef::new("WhenAssigned", Member::Local, "WhenAssigned", "When it was assigned, local time."),
        PropertyDef::new("WhenAssignedUTC", Member::Date, "WhenAssignedUTC", "When it was assigned, UTC."),
    ],
    table: &["DataEncryptionPolicy", "Guid", "WhenAssigned"],
    list: &[],
};

/// An output object of type `CustomerKey.PolicyCheck`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PolicyCheck {
    /// The number of the check, such as V7.
    #[serde(rename = "Number")]
    pub number: Option<String>,
    /// What was checked: Regions, Subscriptions, Sku, KeyReachable, KeyType, KeyOps, KeyEnabled, KeyExpiry, RootOpens.
    #[serde(rename = "Check")]
    pub check: Option<String>,
    /// The name of the policy.
    #[serde(rename = "Policy")]
    pub policy: Option<FreeText>,
    /// Passed, Warning or Failed.
    #[serde(rename = "Result")]
    pub result: Option<String>,
    /// The key or vault that was looked at.
    #[serde(rename = "Target")]
    pub target: Option<FreeText>,
    /// What was found.
    #[serde(rename = "Detail")]
    pub detail: Option<FreeText>,
    /// What to do about it, where it did not pass.
    #[serde(rename = "Fix")]
    pub fix: Option<FreeText>,
}

impl Output for PolicyCheck {
    const TYPE: &'static TypeDef = &POLICY_CHECK;
}

/// The definition of [`PolicyCheck`].
pub static POLICY_CHECK: TypeDef = TypeDef {
    name: "PolicyCheck",
    shape: Shape {
        types: &["CustomerKey.PolicyCheck"],
        members: &[("Policy", "text"), ("Target", "text"), ("Detail", "text"), ("Fix", "text")],
    },
    identity: "Check",
    properties: &[
        PropertyDef::new("Number", Member::Plain, "Number", "The number of the check, such as V7."),
        PropertyDef::new(
            "Check",
            Member::Plain,
            "Check",
            "What was checked: Regions, Subscriptions, Sku, KeyReachable, KeyType, KeyOps, KeyEnabled, KeyExpiry, RootOpens.",
        ),
        PropertyDef::new("Policy", Member::Text, "Policy", "The name of the policy."),
        PropertyDef::new("Result", Member::Plain, "Result", "Passed, Warning or Failed."),
        PropertyDef::new("Target", Member::Text, "Target", "The key or vault that was looked at."),
        PropertyDef::new("Detail", Member::Text, "Detail", "What was found."),
        PropertyDef::new("Fix", Member::Text, "Fix", "What to do about it, where it did not pass."),
    ],
    table: &["Check", "Result", "Target", "Detail"],
    list: &[],
};

/// An output object of type `CustomerKey.Mailbox`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Mailbox {
    /// The name, which every cmdlet takes.
    #[serde(rename = "Identity")]
    pub identity: Option<FreeText>,
    /// The name.
    #[serde(rename = "Id")]
    pub id: Option<FreeText>,
    /// The name.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// The alias.
    #[serde(rename = "Alias")]
    pub alias: Option<FreeText>,
    /// The display name.
    #[serde(rename = "DisplayName")]
    pub display_name: Option<FreeText>,
    /// The user principal name.
    #[serde(rename = "UserPrincipalName")]
    pub user_principal_name: Option<String>,
    /// The mail address.
    #[serde(rename = "PrimarySmtpAddress")]
    pub primary_smtp_address: Option<String>,
    /// The mail address.
    #[serde(rename = "WindowsEmailAddress")]
    pub windows_email_address: Option<String>,
    /// All mail addresses, SMTP: before the primary one.
    #[serde(rename = "EmailAddresses")]
    pub email_addresses: Vec<Value>,
    /// The GUID of the recipient.
    #[serde(rename = "Guid")]
    pub guid: Option<String>,
    /// The GUID of the mailbox.
    #[serde(rename = "ExchangeGuid")]
    pub exchange_guid: Option<String>,
    /// The GUID of the account.
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub external_directory_object_id: Option<String>,
    /// The distinguished name.
    #[serde(rename = "DistinguishedName")]
    pub distinguished_name: Option<FreeText>,
    /// UserMailbox.
    #[serde(rename = "RecipientType")]
    pub recipient_type: Option<String>,
    /// UserMailbox or SharedMailbox.
    #[serde(rename = "RecipientTypeDetails")]
    pub recipient_type_details: Option<String>,
    /// The policy of the mailbox, empty when it has none of its own.
    #[serde(rename = "DataEncryptionPolicy")]
    pub data_encryption_policy: Option<FreeText>,
    /// True.
    #[serde(rename = "IsMailboxEnabled")]
    pub is_mailbox_enabled: Option<bool>,
    /// Whether it is a shared mailbox.
    #[serde(rename = "IsShared")]
    pub is_shared: Option<bool>,
    /// False.
    #[serde(rename = "IsInactiveMailbox")]
    pub is_inactive_mailbox: Option<bool>,
    /// The tenant.
    #[serde(rename = "OrganizationId")]
    pub organization_id: Option<String>,
    /// When it was made, local time.
    #[serde(rename = "WhenMailboxCreated")]
    pub when_mailbox_created: Option<Utc>,
    /// When it was made, local time.
    #[serde(rename = "WhenCreated")]
    pub when_created: Option<Utc>,
    /// When it was made, UTC.
    #[serde(rename = "WhenCreatedUTC")]
    pub when_created_utc: Option<Utc>,
}

impl Output for Mailbox {
    const TYPE: &'static TypeDef = &MAILBOX;
}

/// The definition of [`Mailbox`].
pub static MAILBOX: TypeDef = TypeDef {
    name: "Mailbox",
    shape: Shape {
        types: &["CustomerKey.Mailbox"],
        members: &[
            ("Identity", "text"),
            ("Id", "text"),
            ("Name", "text"),
            ("Alias", "text"),
            ("DisplayName", "text"),
            ("Guid", "guid"),
            ("ExchangeGuid", "guid"),
            ("DistinguishedName", "text"),
            ("DataEncryptionPolicy", "text"),
            ("WhenMailboxCreated", "local"),
            ("WhenCreated", "local"),
        ],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Text, "Identity", "The name, which every cmdlet takes."),
        PropertyDef::new("Id", Member::Text, "Id", "The name."),
        PropertyDef::new("Name", Member::Text, "Name", "The name."),
        PropertyDef::new("Alias", Member::Text, "Alias", "The alias."),
        PropertyDef::new("DisplayName", Member::Text, "DisplayName", "The display name."),
        PropertyDef::new("UserPrincipalName", Member::Plain, "UserPrincipalName", "The user principal name."),
        PropertyDef::new("PrimarySmtpAddress", Member::Plain, "PrimarySmtpAddress", "The mail address."),
        PropertyDef::new("WindowsEmailAddress", Member::Plain, "WindowsEmailAddress", "The mail address."),
        PropertyDef::new("EmailAddresses", Member::List, "EmailAddresses", "All mail addresses, SMTP: before the primary one."),
        PropertyDef::new("Guid", Member::Guid, "Guid", "The GUID of the recipient."),
        PropertyDef::new("ExchangeGuid", Member::Guid, "ExchangeGuid", "The GUID of the mailbox."),
        PropertyDef::new("ExternalDirectoryObjectId", Member::Plain, "ExternalDirectoryObjectId", "The GUID of the account."),
        PropertyDef::new("DistinguishedName", Member::Text, "DistinguishedName", "The distinguished name."),
        PropertyDef::new("RecipientType", Member::Plain, "RecipientType", "UserMailbox."),
        PropertyDef::new("RecipientTypeDetails", Member::Plain, "RecipientTypeDetails", "UserMailbox or SharedMailbox."),
        PropertyDef::new(
            "DataEncryptionPolicy",
            Member::Text,
            "DataEncryptionPolicy",
            "The policy of the mailbox, empty when it has none of its own.",
        ),
        PropertyDef::new("IsMailboxEnabled", Member::Bool, "IsMailboxEnabled", "True."),
        PropertyDef::new("IsShared", Member::Bool, "IsShared", "Whether it is a shared mailbox."),
        PropertyDef::new("IsInactiveMailbox", Member::Bool, "IsInactiveMailbox", "False."),
        PropertyDef::new("OrganizationId", Member::Plain, "OrganizationId", "The tenant."),
        PropertyDef::new("WhenMailboxCreated", Member::Local, "WhenMailboxCreated", "When it was made, local time."),
        PropertyDef::new("WhenCreated", Member::Local, "WhenCreated", "When it was made, local time."),
        PropertyDef::new("WhenCreatedUTC", Member::Date, "WhenCreatedUTC", "When it was made, UTC."),
    ],
    table: &["Name", "Alias", "PrimarySmtpAddress", "RecipientTypeDetails", "DataEncryptionPolicy"],
    list: &[],
};

/// An output object of type `CustomerKey.MailUser`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MailUser {
    /// The name, which every cmdlet takes.
    #[serde(rename = "Identity")]
    pub identity: Option<FreeText>,
    /// The name.
    #[serde(rename = "Id")]
    pub id: Option<FreeText>,
    /// The name.
    #[serde(rename = "Name")]
    pub name: Option<FreeText>,
    /// The alias.
    #[serde(rename = "Alias")]
    pub alias: Option<FreeText>,
    /// The display name.
    #[serde(rename = "DisplayName")]
    pub display_name: Option<FreeText>,
    /// The user principal name.
    #[serde(rename = "UserPrincipalName")]
    pub user_principal_name: Option<String>,
    /// The user principal name.
    #[serde(rename = "MicrosoftOnlineServicesID")]
    pub microsoft_online_services_id: Option<String>,
    /// The mail address.
    #[serde(rename = "PrimarySmtpAddress")]
    pub primary_smtp_address: Option<String>,
    /// Where its mail goes.
    #[serde(rename = "ExternalEmailAddress")]
    pub external_email_address: Option<String>,
    /// All mail addresses, SMTP: before the primary one.
    #[serde(rename = "EmailAddresses")]
    pub email_addresses: Vec<Value>,
    /// The GUID of the recipient.
    #[serde(rename = "Guid")]
    pub guid: Option<String>,
    /// The GUID of the account.
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub external_directory_object_id: Option<String>,
    /// The distinguished name.
    #[serde(rename = "DistinguishedName")]
    pub distinguished_name: Option<FreeText>,
    /// MailUser.
    #[serde(rename = "RecipientType")]
    pub recipient_type: Option<String>,
    /// MailUser.
    #[serde(rename = "RecipientTypeDetails")]
    pub recipient_type_details: Option<String>,
    /// The policy its mailbox will be under, empty when there is none.
    #[serde(rename = "DataEncryptionPolicy")]
    pub data_encryption_policy: Option<FreeText>,
    /// When it was made, local time.
    #[serde(rename = "WhenCreated")]
    pub when_created: Option<Utc>,
    /// When it was made, UTC.
    #[serde(rename = "WhenCreatedUTC")]
    pub when_created_utc: Option<Utc>,
}

impl Output for MailUser {
    const TYPE: &'static TypeDef = &MAIL_USER;
}

/// The definition of [`MailUser`].
pub static MAIL_USER: TypeDef = TypeDef {
    name: "MailUser",
    shape: Shape {
        types: &["CustomerKey.MailUser"],
        members: &[
            ("Identity", "text"),
            ("Id", "text"),
            ("Name", "text"),
            ("Alias", "text"),
            ("DisplayName", "text"),
            ("Guid", "guid"),
            ("DistinguishedName", "text"),
            ("DataEncryptionPolicy", "text"),
            ("WhenCreated", "local"),
        ],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Text, "Identity", "The name, which every cmdlet takes."),
        PropertyDef::new("Id", Member::Text, "Id", "The name."),
        PropertyDef::new("Name", Member::Text, "Name", "The name."),
        PropertyDef::new("Alias", Member::Text, "Alias", "The alias."),
        PropertyDef::new("DisplayName", Member::Text, "DisplayName", "The display name."),
        PropertyDef::new("UserPrincipalName", Member::Plain, "UserPrincipalName", "The user principal name."),
        PropertyDef::new("MicrosoftOnlineServicesID", Member::Plain, "MicrosoftOnlineServicesID", "The user principal name."),
        PropertyDef::new("PrimarySmtpAddress", Member::Plain, "PrimarySmtpAddress", "The mail address."),
        PropertyDef::new("ExternalEmailAddress", Member::Plain, "ExternalEmailAddress", "Where its mail goes."),
        PropertyDef::new("EmailAddresses", Member::List, "EmailAddresses", "All mail addresses, SMTP: before the primary one."),
        PropertyDef::new("Guid", Member::Guid, "Guid", "The GUID of the recipient."),
        PropertyDef::new("ExternalDirectoryObjectId", Member::Plain, "ExternalDirectoryObjectId", "The GUID of the account."),
        PropertyDef::new("DistinguishedName", Member::Text, "DistinguishedName", "The distinguished name."),
        PropertyDef::new("RecipientType", Member::Plain, "RecipientType", "MailUser."),
        PropertyDef::new("RecipientTypeDetails", Member::Plain, "RecipientTypeDetails", "MailUser."),
        PropertyDef::new(
            "DataEncryptionPolicy",
            Member::Text,
            "DataEncryptionPolicy",
            "The policy its mailbox will be under, empty when there is none.",
        ),
        PropertyDef::new("WhenCreated", Member::Local, "WhenCreated", "When it was made, local time."),
        PropertyDef::new("WhenCreatedUTC", Member::Date, "WhenCreatedUTC", "When it was made, UTC."),
    ],
    table: &["Name", "Alias", "ExternalEmailAddress", "DataEncryptionPolicy"],
    list: &[],
};

/// An output object of type `CustomerKey.MailboxStatistics`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MailboxStatistics {
    /// The mailbox.
    #[serde(rename = "Identity")]
    pub identity: Option<FreeText>,
    /// The display name.
    #[serde(rename = "DisplayName")]
    pub display_name: Option<FreeText>,
    /// The GUID of the mailbox.
    #[serde(rename = "MailboxGuid")]
    pub mailbox_guid: Option<String>,
    /// The GUID of the recipient.
    #[serde(rename = "OwnerADGuid")]
    pub owner_ad_guid: Option<String>,
    /// UserMailbox, SharedMailbox or MailUser.
    #[serde(rename = "MailboxTypeDetail")]
    pub mailbox_type_detail: Option<String>,
    /// How many items it holds.
    #[serde(rename = "ItemCount")]
    pub item_count: Option<i64>,
    /// How much they take, as text: 1.5 MB (1,572,864 bytes).
    #[serde(rename = "TotalItemSize")]
    pub total_item_size: Option<String>,
    /// The generation of the policy that its key is wrapped under; it changes when a refresh has reached the mailbox.
    #[serde(rename = "DataEncryptionPolicyID")]
    pub data_encryption_policy_id: Option<String>,
    /// The name of the policy it is read under, empty under service-managed keys.
    #[serde(rename = "DataEncryptionPolicy")]
    pub data_encryption_policy: Option<FreeText>,
    /// Whether the mailbox is encrypted as its policy says.
    #[serde(rename = "IsEncrypted")]
    pub is_encrypted: Option<bool>,
    /// Whether a refresh or an assignment has yet to reach it.
    #[serde(rename = "RewrapPending")]
    pub rewrap_pending: Option<bool>,
    /// False.
    #[serde(rename = "IsArchiveMailbox")]
    pub is_archive_mailbox: Option<bool>,
}

impl Output for MailboxStatistics {
    const TYPE: &'static TypeDef = &MAILBOX_STATISTICS;
}

/// The definition of [`MailboxStatistics`].
pub static MAILBOX_STATISTICS: TypeDef = TypeDef {
    name: "MailboxStatistics",
    shape: Shape {
        types: &["CustomerKey.MailboxStatistics"],
        members: &[
            ("Identity", "text"),
            ("DisplayName", "text"),
            ("MailboxGuid", "guid"),
            ("OwnerADGuid", "guid"),
            ("DataEncryptionPolicyID", "guid"),
            ("DataEncryptionPolicy", "text"),
        ],
    },
    identity: "Identity",
    properties: &[
        PropertyDef::new("Identity", Member::Text, "Identity", "The mailbox."),
        PropertyDef::new("DisplayName", Member::Text, "DisplayName", "The display name."),
        PropertyDef::new("MailboxGuid", Member::Guid, "MailboxGuid", "The GUID of the mailbox."),
        PropertyDef::new("OwnerADGuid", Member::Guid, "OwnerADGuid", "The GUID of the recipient."),
        PropertyDef::new("MailboxTypeDetail", Member::Plain, "MailboxTypeDetail", "UserMailbox, SharedMailbox or MailUser."),
        PropertyDef::new("ItemCount", Member::Long, "ItemCount", "How many items it holds."),
        PropertyDef::new(
            "TotalItemSize",
            Member::Plain,
            "TotalItemSize",
            "How much they take, as text: 1.5 MB (1,572,864 bytes).",
        ),
        PropertyDef::new(
            "DataEncryptionPolicyID",
            Member::Guid,
            "DataEncryptionPolicyID",
            "The generation of the policy that its key is wrapped under; it changes when a refresh has reached the mailbox.",
        ),
        PropertyDef::new(
            "DataEncryptionPolicy",
            Member::Text,
            "DataEncryptionPolicy",
            "The name of the policy it is read under, empty under service-managed keys.",
        ),
        PropertyDef::new("IsEncrypted", Member::Bool, "IsEncrypted", "Whether the mailbox is encrypted as its policy says."),
        PropertyDef::new(
            "RewrapPending",
            Member::Bool,
            "RewrapPending",
            "Whether a refresh or an assignment has yet to reach it.",
        ),
        PropertyDef::new("IsArchiveMailbox", Member::Bool, "IsArchiveMailbox", "False."),
    ],
    table: &["DisplayName", "ItemCount", "DataEncryptionPolicy", "IsEncrypted", "RewrapPending"],
    list: &[],
};
