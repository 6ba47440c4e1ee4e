//! Parameters and outputs as structs, and from a cmdlet's name to what runs it.
//!
//! Written by `./build generate` from native/table/services; edit that.

pub(crate) mod az_accounts;
pub(crate) mod az_key_vault;
pub(crate) mod az_resources;
pub(crate) mod customer_key;
pub(crate) mod exchange_online;
pub(crate) mod output;
pub(crate) mod share_point_online;

use crate::runtime::dispatch::dispatch;

dispatch! {
    runs {
        "Get-AzContext" => az_accounts::GetAzContext,
        "Get-AzSubscription" => az_accounts::GetAzSubscription,
        "Get-AzKeyVault" => az_key_vault::GetAzKeyVault,
        "Get-AzKeyVaultKey" => az_key_vault::GetAzKeyVaultKey,
        "Get-AzProviderFeature" => az_resources::GetAzProviderFeature,
        "Get-AzResource" => az_resources::GetAzResource,
        "Open-CustomerKeyTenant" => customer_key::OpenCustomerKeyTenant,
        "Get-CustomerKeyTenant" => customer_key::GetCustomerKeyTenant,
        "Test-CustomerKeyTenant" => customer_key::TestCustomerKeyTenant,
        "Get-CustomerKeyItem" => customer_key::GetCustomerKeyItem,
        "Get-CustomerKeyDirectory" => customer_key::GetCustomerKeyDirectory,
        "Get-CustomerKeyWorkload" => customer_key::GetCustomerKeyWorkload,
        "Get-CustomerKeyApplication" => customer_key::GetCustomerKeyApplication,
        "Get-CustomerKeyGeo" => customer_key::GetCustomerKeyGeo,
        "Get-CustomerKeySite" => customer_key::GetCustomerKeySite,
        "Get-CustomerKeyJob" => customer_key::GetCustomerKeyJob,
        "Wait-CustomerKeyJob" => customer_key::WaitCustomerKeyJob,
        "Get-CustomerKeyBackup" => customer_key::GetCustomerKeyBackup,
        "Get-CustomerKeyUsage" => customer_key::GetCustomerKeyUsage,
        "Search-CustomerKeyAudit" => customer_key::SearchCustomerKeyAudit,
        "Test-CustomerKeyAudit" => customer_key::TestCustomerKeyAudit,
        "Get-CustomerKeyClock" => customer_key::GetCustomerKeyClock,
        "Get-M365DataAtRestEncryptionPolicy" => exchange_online::GetM365DataAtRestEncryptionPolicy,
        "Test-M365DataAtRestEncryptionPolicy" => exchange_online::TestM365DataAtRestEncryptionPolicy,
        "Get-M365DataAtRestEncryptionPolicyAssignment" => exchange_online::GetM365DataAtRestEncryptionPolicyAssignment,
        "Get-DataEncryptionPolicy" => exchange_online::GetDataEncryptionPolicy,
        "Get-Mailbox" => exchange_online::GetMailbox,
        "Get-MailUser" => exchange_online::GetMailUser,
        "Get-MailboxStatistics" => exchange_online::GetMailboxStatistics,
        "Connect-ExchangeOnline" => exchange_online::ConnectExchangeOnline,
        "Connect-IPPSSession" => exchange_online::ConnectIPPSSession,
        "Connect-SPOService" => share_point_online::ConnectSPOService,
        "Get-SPODataEncryptionPolicy" => share_point_online::GetSPODataEncryptionPolicy,
        "Get-SPOSiteDataEncryptionPolicy" => share_point_online::GetSPOSiteDataEncryptionPolicy,
    }
    changes {
        "Connect-AzAccount" => az_accounts::ConnectAzAccount,
        "Set-AzContext" => az_accounts::SetAzContext,
        "New-AzKeyVault" => az_key_vault::NewAzKeyVault,
        "Set-AzKeyVaultAccessPolicy" => az_key_vault::SetAzKeyVaultAccessPolicy,
        "Remove-AzKeyVaultAccessPolicy" => az_key_vault::RemoveAzKeyVaultAccessPolicy,
        "Add-AzKeyVaultKey" => az_key_vault::AddAzKeyVaultKey,
        "Update-AzKeyVaultKey" => az_key_vault::UpdateAzKeyVaultKey,
        "Remove-AzKeyVaultKey" => az_key_vault::RemoveAzKeyVaultKey,
        "Undo-AzKeyVaultKeyRemoval" => az_key_vault::UndoAzKeyVaultKeyRemoval,
        "Backup-AzKeyVaultKey" => az_key_vault::BackupAzKeyVaultKey,
        "Restore-AzKeyVaultKey" => az_key_vault::RestoreAzKeyVaultKey,
        "Remove-AzKeyVault" => az_key_vault::RemoveAzKeyVault,
        "Undo-AzKeyVaultRemoval" => az_key_vault::UndoAzKeyVaultRemoval,
        "Update-AzKeyVault" => az_key_vault::UpdateAzKeyVault,
        "New-AzResourceGroup" => az_resources::NewAzResourceGroup,
        "Register-AzProviderFeature" => az_resources::RegisterAzProviderFeature,
        "Register-AzResourceProvider" => az_resources::RegisterAzResourceProvider,
        "Set-AzResource" => az_resources::SetAzResource,
        "New-CustomerKeyTenant" => customer_key::NewCustomerKeyTenant,
        "Set-CustomerKeyTenant" => customer_key::SetCustomerKeyTenant,
        "Backup-CustomerKeyTenant" => customer_key::BackupCustomerKeyTenant,
        "Restore-CustomerKeyTenant" => customer_key::RestoreCustomerKeyTenant,
        "New-Mailbox" => customer_key::NewMailbox,
        "New-MailUser" => customer_key::NewMailUser,
        "Import-CustomerKeyItem" => customer_key::ImportCustomerKeyItem,
        "Export-CustomerKeyItem" => customer_key::ExportCustomerKeyItem,
        "Set-CustomerKeyApplication" => customer_key::SetCustomerKeyApplication,
        "New-CustomerKeyGeo" => customer_key::NewCustomerKeyGeo,
        "New-CustomerKeySite" => customer_key::NewCustomerKeySite,
        "Invoke-CustomerKeyJob" => customer_key::InvokeCustomerKeyJob,
        "Remove-CustomerKeyBackup" => customer_key::RemoveCustomerKeyBackup,
        "Test-CustomerKeyRetirement" => customer_key::TestCustomerKeyRetirement,
        "Export-CustomerKeyAuditHead" => customer_key::ExportCustomerKeyAuditHead,
        "Set-CustomerKeyVaultFault" => customer_key::SetCustomerKeyVaultFault,
        "Set-CustomerKeyClock" => customer_key::SetCustomerKeyClock,
        "Clear-CustomerKeyCache" => customer_key::ClearCustomerKeyCache,
        "New-M365DataAtRestEncryptionPolicy" => exchange_online::NewM365DataAtRestEncryptionPolicy,
        "Set-M365DataAtRestEncryptionPolicy" => exchange_online::SetM365DataAtRestEncryptionPolicy,
        "Set-M365DataAtRestEncryptionPolicyAssignment" => exchange_online::SetM365DataAtRestEncryptionPolicyAssignment,
        "New-DataEncryptionPolicy" => exchange_online::NewDataEncryptionPolicy,
        "Set-DataEncryptionPolicy" => exchange_online::SetDataEncryptionPolicy,
        "Set-Mailbox" => exchange_online::SetMailbox,
        "Remove-Mailbox" => exchange_online::RemoveMailbox,
        "Disable-Mailbox" => exchange_online::DisableMailbox,
        "Undo-SoftDeletedMailbox" => exchange_online::UndoSoftDeletedMailbox,
        "Set-MailUser" => exchange_online::SetMailUser,
        "Disconnect-ExchangeOnline" => exchange_online::DisconnectExchangeOnline,
        "Register-SPODataEncryptionPolicy" => share_point_online::RegisterSPODataEncryptionPolicy,
        "Update-SPODataEncryptionPolicy" => share_point_online::UpdateSPODataEncryptionPolicy,
    }
}
