//! Parameters and outputs as structs, and from a cmdlet's name to its `run`.
//!
//! Written by `./build generate` from native/table/services; edit that.

pub(crate) mod az_accounts;
pub(crate) mod az_key_vault;
pub(crate) mod az_resources;
pub(crate) mod customer_key;
pub(crate) mod exchange_online;
pub(crate) mod output;

use crate::runtime::dispatch::dispatch;

dispatch! {
    "Connect-AzAccount" => az_accounts::ConnectAzAccount,
    "Set-AzContext" => az_accounts::SetAzContext,
    "New-AzKeyVault" => az_key_vault::NewAzKeyVault,
    "Get-AzKeyVault" => az_key_vault::GetAzKeyVault,
    "Set-AzKeyVaultAccessPolicy" => az_key_vault::SetAzKeyVaultAccessPolicy,
    "Remove-AzKeyVaultAccessPolicy" => az_key_vault::RemoveAzKeyVaultAccessPolicy,
    "Add-AzKeyVaultKey" => az_key_vault::AddAzKeyVaultKey,
    "Get-AzKeyVaultKey" => az_key_vault::GetAzKeyVaultKey,
    "Update-AzKeyVaultKey" => az_key_vault::UpdateAzKeyVaultKey,
    "New-AzResourceGroup" => az_resources::NewAzResourceGroup,
    "New-CustomerKeyTenant" => customer_key::NewCustomerKeyTenant,
    "Open-CustomerKeyTenant" => customer_key::OpenCustomerKeyTenant,
    "Get-CustomerKeyTenant" => customer_key::GetCustomerKeyTenant,
    "Set-CustomerKeyTenant" => customer_key::SetCustomerKeyTenant,
    "Backup-CustomerKeyTenant" => customer_key::BackupCustomerKeyTenant,
    "Restore-CustomerKeyTenant" => customer_key::RestoreCustomerKeyTenant,
    "Test-CustomerKeyTenant" => customer_key::TestCustomerKeyTenant,
    "New-Mailbox" => customer_key::NewMailbox,
    "New-MailUser" => customer_key::NewMailUser,
    "Import-CustomerKeyItem" => customer_key::ImportCustomerKeyItem,
    "Get-CustomerKeyItem" => customer_key::GetCustomerKeyItem,
    "Export-CustomerKeyItem" => customer_key::ExportCustomerKeyItem,
    "Get-CustomerKeyWorkload" => customer_key::GetCustomerKeyWorkload,
    "Get-CustomerKeyJob" => customer_key::GetCustomerKeyJob,
    "Invoke-CustomerKeyJob" => customer_key::InvokeCustomerKeyJob,
    "Wait-CustomerKeyJob" => customer_key::WaitCustomerKeyJob,
    "Search-CustomerKeyAudit" => customer_key::SearchCustomerKeyAudit,
    "Export-CustomerKeyAuditHead" => customer_key::ExportCustomerKeyAuditHead,
    "Test-CustomerKeyAudit" => customer_key::TestCustomerKeyAudit,
    "Set-CustomerKeyVaultFault" => customer_key::SetCustomerKeyVaultFault,
    "Set-CustomerKeyClock" => customer_key::SetCustomerKeyClock,
    "Get-CustomerKeyClock" => customer_key::GetCustomerKeyClock,
    "Clear-CustomerKeyCache" => customer_key::ClearCustomerKeyCache,
    "New-M365DataAtRestEncryptionPolicy" => exchange_online::NewM365DataAtRestEncryptionPolicy,
    "Get-M365DataAtRestEncryptionPolicy" => exchange_online::GetM365DataAtRestEncryptionPolicy,
    "Set-M365DataAtRestEncryptionPolicy" => exchange_online::SetM365DataAtRestEncryptionPolicy,
    "Test-M365DataAtRestEncryptionPolicy" => exchange_online::TestM365DataAtRestEncryptionPolicy,
    "Get-M365DataAtRestEncryptionPolicyAssignment" => exchange_online::GetM365DataAtRestEncryptionPolicyAssignment,
    "Set-M365DataAtRestEncryptionPolicyAssignment" => exchange_online::SetM365DataAtRestEncryptionPolicyAssignment,
    "New-DataEncryptionPolicy" => exchange_online::NewDataEncryptionPolicy,
    "Get-DataEncryptionPolicy" => exchange_online::GetDataEncryptionPolicy,
    "Set-DataEncryptionPolicy" => exchange_online::SetDataEncryptionPolicy,
    "Set-Mailbox" => exchange_online::SetMailbox,
    "Get-Mailbox" => exchange_online::GetMailbox,
    "Set-MailUser" => exchange_online::SetMailUser,
    "Get-MailUser" => exchange_online::GetMailUser,
    "Get-MailboxStatistics" => exchange_online::GetMailboxStatistics,
    "Connect-ExchangeOnline" => exchange_online::ConnectExchangeOnline,
    "Disconnect-ExchangeOnline" => exchange_online::DisconnectExchangeOnline,
    "Connect-IPPSSession" => exchange_online::ConnectIPPSSession,
}
