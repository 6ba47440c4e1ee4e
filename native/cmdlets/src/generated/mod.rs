//! Parameters and outputs as structs, and from a cmdlet's name to what runs it.
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
    runs {
        "Get-AzKeyVault" => az_key_vault::GetAzKeyVault,
        "Get-AzKeyVaultKey" => az_key_vault::GetAzKeyVaultKey,
        "Open-CustomerKeyTenant" => customer_key::OpenCustomerKeyTenant,
        "Get-CustomerKeyTenant" => customer_key::GetCustomerKeyTenant,
        "Test-CustomerKeyTenant" => customer_key::TestCustomerKeyTenant,
        "Get-CustomerKeyItem" => customer_key::GetCustomerKeyItem,
        "Get-CustomerKeyWorkload" => customer_key::GetCustomerKeyWorkload,
        "Get-CustomerKeyJob" => customer_key::GetCustomerKeyJob,
        "Wait-CustomerKeyJob" => customer_key::WaitCustomerKeyJob,
        "Search-CustomerKeyAudit" => customer_key::SearchCustomerKeyAudit,
        "Test-CustomerKeyAudit" => customer_key::TestCustomerKeyAudit,
        "Get-CustomerKeyClock" => customer_key::GetCustomerKeyClock,
        "Get-M365DataAtRestEncryptionPolicy" => exchange_online::GetM365DataAtRestEncryptionPolicy,
        "Test-M365DataAtRestEncryptionPolicy" => exchange_online::TestM365DataAtRestEncryptionPolicy,
        "Get-M365DataAtRestEncryptionPolicyAssignment" => exchange_online::GetM365DataAtRestEncryptionPolicyAssignment,
        "Set-M365DataAtRestEncryptionPolicyAssignment" => exchange_online::SetM365DataAtRestEncryptionPolicyAssignment,
        "Get-DataEncryptionPolicy" => exchange_online::GetDataEncryptionPolicy,
        "Get-Mailbox" => exchange_online::GetMailbox,
        "Get-MailUser" => exchange_online::GetMailUser,
        "Get-MailboxStatistics" => exchange_online::GetMailboxStatistics,
        "Connect-ExchangeOnline" => exchange_online::ConnectExchangeOnline,
        "Connect-IPPSSession" => exchange_online::ConnectIPPSSession,
    }
    changes {
        "Connect-AzAccount" => az_accounts::ConnectAzAccount,
        "Set-AzContext" => az_accounts::SetAzContext,
        "New-AzKeyVault" => az_key_vault::NewAzKeyVault,
        "Set-AzKeyVaultAccessPolicy" => az_key_vault::SetAzKeyVaultAccessPolicy,
        "Remove-AzKeyVaultAccessPolicy" => az_key_vault::RemoveAzKeyVaultAccessPolicy,
        "Add-AzKeyVaultKey" => az_key_vault::AddAzKeyVaultKey,
        "Update-AzKeyVaultKey" => az_key_vault::UpdateAzKeyVaultKey,
        "New-AzResourceGroup" => az_resources::NewAzResourceGroup,
        "New-CustomerKeyTenant" => customer_key::NewCustomerKeyTenant,
        "Set-CustomerKeyTenant" => customer_key::SetCustomerKeyTenant,
        "Backup-CustomerKeyTenant" => customer_key::BackupCustomerKeyTenant,
        "Restore-CustomerKeyTenant" => customer_key::RestoreCustomerKeyTenant,
        "New-Mailbox" => customer_key::NewMailbox,
        "New-MailUser" => customer_key::NewMailUser,
        "Import-CustomerKeyItem" => customer_key::ImportCustomerKeyItem,
        "Export-CustomerKeyItem" => customer_key::ExportCustomerKeyItem,
        "Invoke-CustomerKeyJob" => customer_key::InvokeCustomerKeyJob,
        "Export-CustomerKeyAuditHead" => customer_key::ExportCustomerKeyAuditHead,
        "Set-CustomerKeyVaultFault" => customer_key::SetCustomerKeyVaultFault,
        "Set-CustomerKeyClock" => customer_key::SetCustomerKeyClock,
        "Clear-CustomerKeyCache" => customer_key::ClearCustomerKeyCache,
        "New-M365DataAtRestEncryptionPolicy" => exchange_online::NewM365DataAtRestEncryptionPolicy,
        "Set-M365DataAtRestEncryptionPolicy" => exchange_online::SetM365DataAtRestEncryptionPolicy,
        "New-DataEncryptionPolicy" => exchange_online::NewDataEncryptionPolicy,
        "Set-DataEncryptionPolicy" => exchange_online::SetDataEncryptionPolicy,
        "Set-Mailbox" => exchange_online::SetMailbox,
        "Set-MailUser" => exchange_online::SetMailUser,
        "Disconnect-ExchangeOnline" => exchange_online::DisconnectExchangeOnline,
    }
}
