//! The outputs of ExchangeOnline.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;

use crate::surface::output::{Local, Output, Utc};

/// `CustomerKey.AuditSearchRequestMetadata`.
#[derive(Default, Serialize)]
pub(crate) struct AuditSearchRequestMetadata {
    #[serde(rename = "MoreRecordsAvailable")]
    pub(crate) more_records_available: Option<bool>,
}

impl Output for AuditSearchRequestMetadata {
    const TYPE: &'static str = "AuditSearchRequestMetadata";
}

/// `CustomerKey.ByteQuantifiedSize`.
#[derive(Default, Serialize)]
pub(crate) struct ByteQuantifiedSize {
    #[serde(rename = "Value")]
    pub(crate) value: Option<String>,
    #[serde(rename = "Bytes")]
    pub(crate) bytes: Option<i64>,
}

impl Output for ByteQuantifiedSize {
    const TYPE: &'static str = "ByteQuantifiedSize";
}

/// `CustomerKey.DataEncryptionPolicy`.
#[derive(Default, Serialize)]
pub(crate) struct DataEncryptionPolicy {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "Description")]
    pub(crate) description: Option<String>,
    #[serde(rename = "Enabled")]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "AzureKeyIDs")]
    pub(crate) azure_key_ids: Vec<String>,
    #[serde(rename = "State")]
    pub(crate) state: Option<String>,
    #[serde(rename = "PermanentDataPurgeRequested")]
    pub(crate) permanent_data_purge_requested: Option<bool>,
    #[serde(rename = "PermanentDataPurgeReason")]
    pub(crate) permanent_data_purge_reason: Option<String>,
    #[serde(rename = "PermanentDataPurgeContact")]
    pub(crate) permanent_data_purge_contact: Option<String>,
    #[serde(rename = "Generation")]
    pub(crate) generation: Option<i32>,
    #[serde(rename = "GenerationId")]
    pub(crate) generation_id: Option<String>,
    #[serde(rename = "RootKeys")]
    pub(crate) root_keys: Vec<String>,
    #[serde(rename = "IsValid")]
    pub(crate) is_valid: Option<bool>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenChanged")]
    pub(crate) when_changed: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
    #[serde(rename = "WhenChangedUTC")]
    pub(crate) when_changed_utc: Option<Utc>,
}

impl Output for DataEncryptionPolicy {
    const TYPE: &'static str = "DataEncryptionPolicy";
}

/// `CustomerKey.M365DataAtRestEncryptionPolicy`.
#[derive(Default, Serialize)]
pub(crate) struct M365DataAtRestEncryptionPolicy {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "Description")]
    pub(crate) description: Option<String>,
    #[serde(rename = "Enabled")]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "AzureKeyIDs")]
    pub(crate) azure_key_ids: Vec<String>,
    #[serde(rename = "State")]
    pub(crate) state: Option<String>,
    #[serde(rename = "PermanentDataPurgeRequested")]
    pub(crate) permanent_data_purge_requested: Option<bool>,
    #[serde(rename = "PermanentDataPurgeReason")]
    pub(crate) permanent_data_purge_reason: Option<String>,
    #[serde(rename = "PermanentDataPurgeContact")]
    pub(crate) permanent_data_purge_contact: Option<String>,
    #[serde(rename = "Generation")]
    pub(crate) generation: Option<i32>,
    #[serde(rename = "GenerationId")]
    pub(crate) generation_id: Option<String>,
    #[serde(rename = "RootKeys")]
    pub(crate) root_keys: Vec<String>,
    #[serde(rename = "IsValid")]
    pub(crate) is_valid: Option<bool>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenChanged")]
    pub(crate) when_changed: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
    #[serde(rename = "WhenChangedUTC")]
    pub(crate) when_changed_utc: Option<Utc>,
}

impl Output for M365DataAtRestEncryptionPolicy {
    const TYPE: &'static str = "M365DataAtRestEncryptionPolicy";
}

/// `CustomerKey.M365DataAtRestEncryptionPolicyAssignment`.
#[derive(Default, Serialize)]
pub(crate) struct M365DataAtRestEncryptionPolicyAssignment {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "WhenAssigned")]
    pub(crate) when_assigned: Option<Local>,
    #[serde(rename = "WhenAssignedUTC")]
    pub(crate) when_assigned_utc: Option<Utc>,
}

impl Output for M365DataAtRestEncryptionPolicyAssignment {
    const TYPE: &'static str = "M365DataAtRestEncryptionPolicyAssignment";
}

/// `CustomerKey.PolicyCheck`.
#[derive(Default, Serialize)]
pub(crate) struct PolicyCheck {
    #[serde(rename = "Number")]
    pub(crate) number: Option<String>,
    #[serde(rename = "Check")]
    pub(crate) check: Option<String>,
    #[serde(rename = "Policy")]
    pub(crate) policy: Option<String>,
    #[serde(rename = "Result")]
    pub(crate) result: Option<String>,
    #[serde(rename = "Target")]
    pub(crate) target: Option<String>,
    #[serde(rename = "Detail")]
    pub(crate) detail: Option<String>,
    #[serde(rename = "Fix")]
    pub(crate) fix: Option<String>,
}

impl Output for PolicyCheck {
    const TYPE: &'static str = "PolicyCheck";
}

/// `CustomerKey.Mailbox`.
#[derive(Default, Serialize)]
pub(crate) struct Mailbox {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Alias")]
    pub(crate) alias: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "UserPrincipalName")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "PrimarySmtpAddress")]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "WindowsEmailAddress")]
    pub(crate) windows_email_address: Option<String>,
    #[serde(rename = "EmailAddresses")]
    pub(crate) email_addresses: Vec<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "ExchangeGuid")]
    pub(crate) exchange_guid: Option<String>,
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub(crate) external_directory_object_id: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "RecipientType")]
    pub(crate) recipient_type: Option<String>,
    #[serde(rename = "RecipientTypeDetails")]
    pub(crate) recipient_type_details: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "IsMailboxEnabled")]
    pub(crate) is_mailbox_enabled: Option<bool>,
    #[serde(rename = "IsShared")]
    pub(crate) is_shared: Option<bool>,
    #[serde(rename = "IsResource")]
    pub(crate) is_resource: Option<bool>,
    #[serde(rename = "ResourceType")]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "IsInactiveMailbox")]
    pub(crate) is_inactive_mailbox: Option<bool>,
    #[serde(rename = "IsSoftDeletedByRemove")]
    pub(crate) is_soft_deleted_by_remove: Option<bool>,
    #[serde(rename = "IsSoftDeletedByDisable")]
    pub(crate) is_soft_deleted_by_disable: Option<bool>,
    #[serde(rename = "WhenSoftDeleted")]
    pub(crate) when_soft_deleted: Option<Local>,
    #[serde(rename = "LitigationHoldEnabled")]
    pub(crate) litigation_hold_enabled: Option<bool>,
    #[serde(rename = "LitigationHoldDate")]
    pub(crate) litigation_hold_date: Option<Local>,
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: Option<String>,
    #[serde(rename = "WhenMailboxCreated")]
    pub(crate) when_mailbox_created: Option<Local>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
}

impl Output for Mailbox {
    const TYPE: &'static str = "Mailbox";
}

/// `CustomerKey.MailUser`.
#[derive(Default, Serialize)]
pub(crate) struct MailUser {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Alias")]
    pub(crate) alias: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "UserPrincipalName")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "MicrosoftOnlineServicesID")]
    pub(crate) microsoft_online_services_id: Option<String>,
    #[serde(rename = "PrimarySmtpAddress")]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "ExternalEmailAddress")]
    pub(crate) external_email_address: Option<String>,
    #[serde(rename = "EmailAddresses")]
    pub(crate) email_addresses: Vec<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub(crate) external_directory_object_id: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "RecipientType")]
    pub(crate) recipient_type: Option<String>,
    #[serde(rename = "RecipientTypeDetails")]
    pub(crate) recipient_type_details: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
}

impl Output for MailUser {
    const TYPE: &'static str = "MailUser";
}

/// `CustomerKey.MailboxStatistics`.
#[derive(Default, Serialize)]
pub(crate) struct MailboxStatistics {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "MailboxGuid")]
    pub(crate) mailbox_guid: Option<String>,
    #[serde(rename = "OwnerADGuid")]
    pub(crate) owner_ad_guid: Option<String>,
    #[serde(rename = "MailboxTypeDetail")]
    pub(crate) mailbox_type_detail: Option<String>,
    #[serde(rename = "ItemCount")]
    pub(crate) item_count: Option<i64>,
    #[serde(rename = "TotalItemSize")]
    pub(crate) total_item_size: Option<ByteQuantifiedSize>,
    #[serde(rename = "DataEncryptionPolicyID")]
    pub(crate) data_encryption_policy_id: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "IsEncrypted")]
    pub(crate) is_encrypted: Option<bool>,
    #[serde(rename = "RewrapPending")]
    pub(crate) rewrap_pending: Option<bool>,
    #[serde(rename = "IsArchiveMailbox")]
    pub(crate) is_archive_mailbox: Option<bool>,
    #[serde(rename = "MoveHistory")]
    pub(crate) move_history: Vec<String>,
}

impl Output for MailboxStatistics {
    const TYPE: &'static str = "MailboxStatistics";
}

/// `CustomerKey.EXOMailbox`.
#[derive(Default, Serialize)]
pub(crate) struct EXOMailbox {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Alias")]
    pub(crate) alias: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "UserPrincipalName")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "PrimarySmtpAddress")]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "WindowsEmailAddress")]
    pub(crate) windows_email_address: Option<String>,
    #[serde(rename = "ExchangeVersion")]
    pub(crate) exchange_version: Option<String>,
    #[serde(rename = "EmailAddresses")]
    pub(crate) email_addresses: Vec<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "ExchangeGuid")]
    pub(crate) exchange_guid: Option<String>,
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub(crate) external_directory_object_id: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "RecipientType")]
    pub(crate) recipient_type: Option<String>,
    #[serde(rename = "RecipientTypeDetails")]
    pub(crate) recipient_type_details: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "IsMailboxEnabled")]
    pub(crate) is_mailbox_enabled: Option<bool>,
    #[serde(rename = "IsShared")]
    pub(crate) is_shared: Option<bool>,
    #[serde(rename = "IsResource")]
    pub(crate) is_resource: Option<bool>,
    #[serde(rename = "ResourceType")]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "IsInactiveMailbox")]
    pub(crate) is_inactive_mailbox: Option<bool>,
    #[serde(rename = "IsSoftDeletedByRemove")]
    pub(crate) is_soft_deleted_by_remove: Option<bool>,
    #[serde(rename = "IsSoftDeletedByDisable")]
    pub(crate) is_soft_deleted_by_disable: Option<bool>,
    #[serde(rename = "WhenSoftDeleted")]
    pub(crate) when_soft_deleted: Option<Local>,
    #[serde(rename = "LitigationHoldEnabled")]
    pub(crate) litigation_hold_enabled: Option<bool>,
    #[serde(rename = "LitigationHoldDate")]
    pub(crate) litigation_hold_date: Option<Local>,
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: Option<String>,
    #[serde(rename = "WhenMailboxCreated")]
    pub(crate) when_mailbox_created: Option<Local>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
}

impl Output for EXOMailbox {
    const TYPE: &'static str = "EXOMailbox";
}

/// `CustomerKey.EXOMailboxStatistics`.
#[derive(Default, Serialize)]
pub(crate) struct EXOMailboxStatistics {
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "MailboxGuid")]
    pub(crate) mailbox_guid: Option<String>,
    #[serde(rename = "ItemCount")]
    pub(crate) item_count: Option<i64>,
    #[serde(rename = "TotalItemSize")]
    pub(crate) total_item_size: Option<ByteQuantifiedSize>,
    #[serde(rename = "DeletedItemCount")]
    pub(crate) deleted_item_count: Option<i64>,
    #[serde(rename = "TotalDeletedItemSize")]
    pub(crate) total_deleted_item_size: Option<ByteQuantifiedSize>,
    #[serde(rename = "OwnerADGuid")]
    pub(crate) owner_ad_guid: Option<String>,
    #[serde(rename = "MailboxTypeDetail")]
    pub(crate) mailbox_type_detail: Option<String>,
    #[serde(rename = "IsArchiveMailbox")]
    pub(crate) is_archive_mailbox: Option<bool>,
}

impl Output for EXOMailboxStatistics {
    const TYPE: &'static str = "EXOMailboxStatistics";
}

/// `CustomerKey.User`.
#[derive(Default, Serialize)]
pub(crate) struct User {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "UserPrincipalName")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "WindowsEmailAddress")]
    pub(crate) windows_email_address: Option<String>,
    #[serde(rename = "SamAccountName")]
    pub(crate) sam_account_name: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub(crate) external_directory_object_id: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "RecipientType")]
    pub(crate) recipient_type: Option<String>,
    #[serde(rename = "RecipientTypeDetails")]
    pub(crate) recipient_type_details: Option<String>,
    #[serde(rename = "AccountDisabled")]
    pub(crate) account_disabled: Option<bool>,
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: Option<String>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
}

impl Output for User {
    const TYPE: &'static str = "User";
}

/// `CustomerKey.UnifiedGroup`.
#[derive(Default, Serialize)]
pub(crate) struct UnifiedGroup {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Alias")]
    pub(crate) alias: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "PrimarySmtpAddress")]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "EmailAddresses")]
    pub(crate) email_addresses: Vec<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "ExchangeGuid")]
    pub(crate) exchange_guid: Option<String>,
    #[serde(rename = "ExternalDirectoryObjectId")]
    pub(crate) external_directory_object_id: Option<String>,
    #[serde(rename = "DistinguishedName")]
    pub(crate) distinguished_name: Option<String>,
    #[serde(rename = "RecipientType")]
    pub(crate) recipient_type: Option<String>,
    #[serde(rename = "RecipientTypeDetails")]
    pub(crate) recipient_type_details: Option<String>,
    #[serde(rename = "AccessType")]
    pub(crate) access_type: Option<String>,
    #[serde(rename = "ManagedBy")]
    pub(crate) managed_by: Vec<String>,
    #[serde(rename = "Notes")]
    pub(crate) notes: Option<String>,
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: Option<String>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
}

impl Output for UnifiedGroup {
    const TYPE: &'static str = "UnifiedGroup";
}

/// `CustomerKey.ConnectionInformation`.
#[derive(Default, Serialize)]
pub(crate) struct ConnectionInformation {
    #[serde(rename = "ConnectionId")]
    pub(crate) connection_id: Option<String>,
    #[serde(rename = "State")]
    pub(crate) state: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<i32>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "UserPrincipalName")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(rename = "ConnectionUri")]
    pub(crate) connection_uri: Option<String>,
    #[serde(rename = "AzureAdAuthorizationEndpointUri")]
    pub(crate) azure_ad_authorization_endpoint_uri: Option<String>,
    #[serde(rename = "TokenExpiryTimeUTC")]
    pub(crate) token_expiry_time_utc: Option<Utc>,
    #[serde(rename = "CertificateAuthentication")]
    pub(crate) certificate_authentication: Option<bool>,
    #[serde(rename = "ModuleName")]
    pub(crate) module_name: Option<String>,
    #[serde(rename = "ModulePrefix")]
    pub(crate) module_prefix: Option<String>,
    #[serde(rename = "Organization")]
    pub(crate) organization: Option<String>,
    #[serde(rename = "DelegatedOrganization")]
    pub(crate) delegated_organization: Option<String>,
    #[serde(rename = "AppId")]
    pub(crate) app_id: Option<String>,
    #[serde(rename = "PageSize")]
    pub(crate) page_size: Option<i32>,
    #[serde(rename = "TenantID")]
    pub(crate) tenant_id: Option<String>,
    #[serde(rename = "TokenStatus")]
    pub(crate) token_status: Option<String>,
    #[serde(rename = "ConnectionUsedForInbuiltCmdlets")]
    pub(crate) connection_used_for_inbuilt_cmdlets: Option<bool>,
    #[serde(rename = "IsEopSession")]
    pub(crate) is_eop_session: Option<bool>,
}

impl Output for ConnectionInformation {
    const TYPE: &'static str = "ConnectionInformation";
}

/// `CustomerKey.OrganizationConfig`.
#[derive(Default, Serialize)]
pub(crate) struct OrganizationConfig {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "Guid")]
    pub(crate) guid: Option<String>,
    #[serde(rename = "OrganizationId")]
    pub(crate) organization_id: Option<String>,
    #[serde(rename = "IsDehydrated")]
    pub(crate) is_dehydrated: Option<bool>,
    #[serde(rename = "WhenCreated")]
    pub(crate) when_created: Option<Local>,
    #[serde(rename = "WhenCreatedUTC")]
    pub(crate) when_created_utc: Option<Utc>,
}

impl Output for OrganizationConfig {
    const TYPE: &'static str = "OrganizationConfig";
}

/// `CustomerKey.AcceptedDomain`.
#[derive(Default, Serialize)]
pub(crate) struct AcceptedDomain {
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "DomainName")]
    pub(crate) domain_name: Option<String>,
    #[serde(rename = "DomainType")]
    pub(crate) domain_type: Option<String>,
    #[serde(rename = "Default")]
    pub(crate) default: Option<bool>,
    #[serde(rename = "InitialDomain")]
    pub(crate) initial_domain: Option<bool>,
    #[serde(rename = "IsValid")]
    pub(crate) is_valid: Option<bool>,
}

impl Output for AcceptedDomain {
    const TYPE: &'static str = "AcceptedDomain";
}

/// `CustomerKey.UnifiedAuditRecord`.
#[derive(Default, Serialize)]
pub(crate) struct UnifiedAuditRecord {
    #[serde(rename = "RecordType")]
    pub(crate) record_type: Option<String>,
    #[serde(rename = "CreationDate")]
    pub(crate) creation_date: Option<Utc>,
    #[serde(rename = "UserIds")]
    pub(crate) user_ids: Option<String>,
    #[serde(rename = "Operations")]
    pub(crate) operations: Option<String>,
    #[serde(rename = "AuditData")]
    pub(crate) audit_data: Option<String>,
    #[serde(rename = "ResultIndex")]
    pub(crate) result_index: Option<i32>,
    #[serde(rename = "ResultCount")]
    pub(crate) result_count: Option<i32>,
    #[serde(rename = "AuditSearchRequestMetadata")]
    pub(crate) audit_search_request_metadata: Option<AuditSearchRequestMetadata>,
    #[serde(rename = "Identity")]
    pub(crate) identity: Option<String>,
    #[serde(rename = "IsValid")]
    pub(crate) is_valid: Option<bool>,
    #[serde(rename = "ObjectState")]
    pub(crate) object_state: Option<String>,
}

impl Output for UnifiedAuditRecord {
    const TYPE: &'static str = "UnifiedAuditRecord";
}
