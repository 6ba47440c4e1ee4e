//! Exchange Online and the compliance service: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::{Assigned, Credential, Moment, MultiValue, ResultSize};

/// `New-M365DataAtRestEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct NewM365DataAtRestEncryptionPolicy {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "AzureKeyIDs")]
    pub(crate) azure_key_ids: MultiValue,
    #[serde(rename = "Description", default)]
    pub(crate) description: Option<String>,
    #[serde(rename = "Enabled", default)]
    pub(crate) enabled: Option<bool>,
}

/// `Get-M365DataAtRestEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct GetM365DataAtRestEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Set-M365DataAtRestEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct SetM365DataAtRestEncryptionPolicy {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "Description", default)]
    pub(crate) description: Option<String>,
    #[serde(rename = "Enabled", default)]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "Refresh", default)]
    pub(crate) refresh: bool,
    #[serde(rename = "AzureKeyIDs", default)]
    pub(crate) azure_key_ids: Option<MultiValue>,
    #[serde(rename = "Replace", default)]
    pub(crate) replace: bool,
}

/// `Test-M365DataAtRestEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct TestM365DataAtRestEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Get-M365DataAtRestEncryptionPolicyAssignment`.
#[derive(Deserialize)]
pub(crate) struct GetM365DataAtRestEncryptionPolicyAssignment {}

/// `Set-M365DataAtRestEncryptionPolicyAssignment`.
#[derive(Deserialize)]
pub(crate) struct SetM365DataAtRestEncryptionPolicyAssignment {
    #[serde(rename = "DataEncryptionPolicy")]
    pub(crate) data_encryption_policy: Assigned,
}

/// `New-DataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct NewDataEncryptionPolicy {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "AzureKeyIDs")]
    pub(crate) azure_key_ids: MultiValue,
    #[serde(rename = "Description", default)]
    pub(crate) description: Option<String>,
    #[serde(rename = "Enabled", default)]
    pub(crate) enabled: Option<bool>,
}

/// `Get-DataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct GetDataEncryptionPolicy {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Set-DataEncryptionPolicy`.
#[derive(Deserialize)]
pub(crate) struct SetDataEncryptionPolicy {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "PermanentDataPurgeReason", default)]
    pub(crate) permanent_data_purge_reason: Option<String>,
    #[serde(rename = "PermanentDataPurgeContact", default)]
    pub(crate) permanent_data_purge_contact: Option<String>,
    #[serde(rename = "Description", default)]
    pub(crate) description: Option<String>,
    #[serde(rename = "Enabled", default)]
    pub(crate) enabled: Option<bool>,
    #[serde(rename = "Force", default)]
    pub(crate) force: bool,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "PermanentDataPurgeRequested", default)]
    pub(crate) permanent_data_purge_requested: bool,
    #[serde(rename = "Refresh", default)]
    pub(crate) refresh: bool,
    #[serde(rename = "AzureKeyIDs", default)]
    pub(crate) azure_key_ids: Option<MultiValue>,
    #[serde(rename = "Replace", default)]
    pub(crate) replace: bool,
}

/// `Set-Mailbox`.
#[derive(Deserialize)]
pub(crate) struct SetMailbox {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "DataEncryptionPolicy", default)]
    pub(crate) data_encryption_policy: Assigned,
    #[serde(rename = "GroupMailbox", default)]
    pub(crate) group_mailbox: bool,
    #[serde(rename = "InactiveMailbox", default)]
    pub(crate) inactive_mailbox: bool,
    #[serde(rename = "PublicFolder", default)]
    pub(crate) public_folder: bool,
    #[serde(rename = "Type", default)]
    pub(crate) r#type: Option<String>,
    #[serde(rename = "LitigationHoldEnabled", default)]
    pub(crate) litigation_hold_enabled: Option<bool>,
}

/// `Remove-Mailbox`.
#[derive(Deserialize)]
pub(crate) struct RemoveMailbox {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "PermanentlyDelete", default)]
    pub(crate) permanently_delete: bool,
}

/// `Disable-Mailbox`.
#[derive(Deserialize)]
pub(crate) struct DisableMailbox {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Undo-SoftDeletedMailbox`.
#[derive(Deserialize)]
pub(crate) struct UndoSoftDeletedMailbox {
    #[serde(rename = "SoftDeletedObject")]
    pub(crate) soft_deleted_object: String,
    #[serde(rename = "DisplayName", default)]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "WindowsLiveID", default)]
    pub(crate) windows_live_id: Option<String>,
}

/// `New-MoveRequest`.
#[derive(Deserialize)]
pub(crate) struct NewMoveRequest {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "Remote", default)]
    pub(crate) remote: bool,
}

/// `Get-Mailbox`.
#[derive(Deserialize)]
pub(crate) struct GetMailbox {
    #[serde(rename = "Anr", default)]
    pub(crate) anr: Option<String>,
    #[serde(rename = "Filter", default)]
    pub(crate) filter: Option<String>,
    #[serde(rename = "GroupMailbox", default)]
    pub(crate) group_mailbox: bool,
    #[serde(rename = "PublicFolder", default)]
    pub(crate) public_folder: bool,
    #[serde(rename = "InactiveMailboxOnly", default)]
    pub(crate) inactive_mailbox_only: bool,
    #[serde(rename = "IncludeInactiveMailbox", default)]
    pub(crate) include_inactive_mailbox: bool,
    #[serde(rename = "RecipientTypeDetails", default)]
    pub(crate) recipient_type_details: Option<Vec<String>>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
    #[serde(rename = "SoftDeletedMailbox", default)]
    pub(crate) soft_deleted_mailbox: bool,
    #[serde(rename = "SortBy", default)]
    pub(crate) sort_by: Option<String>,
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Set-MailUser`.
#[derive(Deserialize)]
pub(crate) struct SetMailUser {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "DataEncryptionPolicy", default)]
    pub(crate) data_encryption_policy: Assigned,
}

/// `Get-MailUser`.
#[derive(Deserialize)]
pub(crate) struct GetMailUser {
    #[serde(rename = "Anr", default)]
    pub(crate) anr: Option<String>,
    #[serde(rename = "Filter", default)]
    pub(crate) filter: Option<String>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
    #[serde(rename = "SortBy", default)]
    pub(crate) sort_by: Option<String>,
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Get-MailboxStatistics`.
#[derive(Deserialize)]
pub(crate) struct GetMailboxStatistics {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
}

/// `Get-EXOMailbox`.
#[derive(Deserialize)]
pub(crate) struct GetEXOMailbox {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Anr", default)]
    pub(crate) anr: Option<String>,
    #[serde(rename = "ExternalDirectoryObjectId", default)]
    pub(crate) external_directory_object_id: Option<String>,
    #[serde(rename = "Filter", default)]
    pub(crate) filter: Option<String>,
    #[serde(rename = "GroupMailbox", default)]
    pub(crate) group_mailbox: bool,
    #[serde(rename = "InactiveMailboxOnly", default)]
    pub(crate) inactive_mailbox_only: bool,
    #[serde(rename = "IncludeInactiveMailbox", default)]
    pub(crate) include_inactive_mailbox: bool,
    #[serde(rename = "PrimarySmtpAddress", default)]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "Properties", default)]
    pub(crate) properties: Option<Vec<String>>,
    #[serde(rename = "PropertySets", default)]
    pub(crate) property_sets: Option<Vec<String>>,
    #[serde(rename = "RecipientTypeDetails", default)]
    pub(crate) recipient_type_details: Option<Vec<String>>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
    #[serde(rename = "SoftDeletedMailbox", default)]
    pub(crate) soft_deleted_mailbox: bool,
    #[serde(rename = "UserPrincipalName", default)]
    pub(crate) user_principal_name: Option<String>,
}

/// `Get-EXOMailboxStatistics`.
#[derive(Deserialize)]
pub(crate) struct GetEXOMailboxStatistics {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "ExchangeGuid", default)]
    pub(crate) exchange_guid: Option<String>,
    #[serde(rename = "IncludeSoftDeletedRecipients", default)]
    pub(crate) include_soft_deleted_recipients: bool,
    #[serde(rename = "PrimarySmtpAddress", default)]
    pub(crate) primary_smtp_address: Option<String>,
    #[serde(rename = "Properties", default)]
    pub(crate) properties: Option<Vec<String>>,
    #[serde(rename = "PropertySets", default)]
    pub(crate) property_sets: Option<Vec<String>>,
    #[serde(rename = "UserPrincipalName", default)]
    pub(crate) user_principal_name: Option<String>,
}

/// `Get-User`.
#[derive(Deserialize)]
pub(crate) struct GetUser {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Anr", default)]
    pub(crate) anr: Option<String>,
    #[serde(rename = "Filter", default)]
    pub(crate) filter: Option<String>,
    #[serde(rename = "PublicFolder", default)]
    pub(crate) public_folder: bool,
    #[serde(rename = "RecipientTypeDetails", default)]
    pub(crate) recipient_type_details: Option<Vec<String>>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
    #[serde(rename = "SortBy", default)]
    pub(crate) sort_by: Option<String>,
}

/// `Set-User`.
#[derive(Deserialize)]
pub(crate) struct SetUser {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "ClearDataEncryptionPolicy", default)]
    pub(crate) clear_data_encryption_policy: bool,
}

/// `New-UnifiedGroup`.
#[derive(Deserialize)]
pub(crate) struct NewUnifiedGroup {
    #[serde(rename = "DisplayName", default)]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "Alias", default)]
    pub(crate) alias: Option<String>,
    #[serde(rename = "DataEncryptionPolicy", default)]
    pub(crate) data_encryption_policy: Option<String>,
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "PrimarySmtpAddress", default)]
    pub(crate) primary_smtp_address: Option<String>,
}

/// `Get-UnifiedGroup`.
#[derive(Deserialize)]
pub(crate) struct GetUnifiedGroup {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "Anr", default)]
    pub(crate) anr: Option<String>,
    #[serde(rename = "Filter", default)]
    pub(crate) filter: Option<String>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
    #[serde(rename = "SortBy", default)]
    pub(crate) sort_by: Option<String>,
}

/// `Get-DistributionGroupMember`.
#[derive(Deserialize)]
pub(crate) struct GetDistributionGroupMember {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
}

/// `Set-UnifiedGroup`.
#[derive(Deserialize)]
pub(crate) struct SetUnifiedGroup {
    #[serde(rename = "Identity")]
    pub(crate) identity: String,
    #[serde(rename = "DataEncryptionPolicy", default)]
    pub(crate) data_encryption_policy: Assigned,
}

/// `Get-ConnectionInformation`.
#[derive(Deserialize)]
pub(crate) struct GetConnectionInformation {
    #[serde(rename = "ConnectionId", default)]
    pub(crate) connection_id: Option<Vec<String>>,
    #[serde(rename = "ModulePrefix", default)]
    pub(crate) module_prefix: Option<Vec<String>>,
}

/// `Get-OrganizationConfig`.
#[derive(Deserialize)]
pub(crate) struct GetOrganizationConfig {}

/// `Get-AcceptedDomain`.
#[derive(Deserialize)]
pub(crate) struct GetAcceptedDomain {
    #[serde(rename = "Identity", default)]
    pub(crate) identity: Option<String>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<ResultSize>,
}

/// `Search-UnifiedAuditLog`.
#[derive(Deserialize)]
pub(crate) struct SearchUnifiedAuditLog {
    #[serde(rename = "EndDate")]
    pub(crate) end_date: Moment,
    #[serde(rename = "StartDate")]
    pub(crate) start_date: Moment,
    #[serde(rename = "FreeText", default)]
    pub(crate) free_text: Option<String>,
    #[serde(rename = "ObjectIds", default)]
    pub(crate) object_ids: Option<Vec<String>>,
    #[serde(rename = "Operations", default)]
    pub(crate) operations: Option<Vec<String>>,
    #[serde(rename = "RecordType", default)]
    pub(crate) record_type: Option<String>,
    #[serde(rename = "ResultSize", default)]
    pub(crate) result_size: Option<i32>,
    #[serde(rename = "SessionCommand", default)]
    pub(crate) session_command: Option<String>,
    #[serde(rename = "SessionId", default)]
    pub(crate) session_id: Option<String>,
    #[serde(rename = "UserIds", default)]
    pub(crate) user_ids: Option<Vec<String>>,
}

/// `Connect-ExchangeOnline`.
#[derive(Deserialize)]
pub(crate) struct ConnectExchangeOnline {
    #[serde(rename = "ExchangeEnvironmentName", default)]
    pub(crate) exchange_environment_name: Option<String>,
    #[serde(rename = "AccessToken", default)]
    pub(crate) access_token: Option<String>,
    #[serde(rename = "AppId", default)]
    pub(crate) app_id: Option<String>,
    #[serde(rename = "Credential", default)]
    pub(crate) credential: Option<Credential>,
    #[serde(rename = "ManagedIdentity", default)]
    pub(crate) managed_identity: bool,
    #[serde(rename = "ManagedIdentityAccountId", default)]
    pub(crate) managed_identity_account_id: Option<String>,
    #[serde(rename = "ShowBanner", default)]
    pub(crate) show_banner: Option<bool>,
    #[serde(rename = "UserPrincipalName", default)]
    pub(crate) user_principal_name: Option<String>,
}

/// `Disconnect-ExchangeOnline`.
#[derive(Deserialize)]
pub(crate) struct DisconnectExchangeOnline {}

/// `Connect-IPPSSession`.
#[derive(Deserialize)]
pub(crate) struct ConnectIPPSSession {
    #[serde(rename = "AccessToken", default)]
    pub(crate) access_token: Option<String>,
    #[serde(rename = "AppId", default)]
    pub(crate) app_id: Option<String>,
    #[serde(rename = "Credential", default)]
    pub(crate) credential: Option<Credential>,
    #[serde(rename = "ShowBanner", default)]
    pub(crate) show_banner: Option<bool>,
    #[serde(rename = "UserPrincipalName", default)]
    pub(crate) user_principal_name: Option<String>,
}
