//! From a cmdlet's name to its `run`. Written by `./build generate` from native/cmdlets/table; edit that.

use crate::bind::{Bound, Run};
use crate::bind_error::BindError;

/// Makes the parameter struct of the bound cmdlet and runs it. A cmdlet without a `Run` does not compile.
///
/// # Errors
/// What ended the run.
pub fn run<C, E>(bound: Bound, context: &mut C) -> Result<(), E>
where
    E: From<BindError>,
    super::az_accounts::ConnectAzAccount: Run<C, E>,
    super::az_accounts::SetAzContext: Run<C, E>,
    super::az_key_vault::NewAzKeyVault: Run<C, E>,
    super::az_key_vault::GetAzKeyVault: Run<C, E>,
    super::az_key_vault::SetAzKeyVaultAccessPolicy: Run<C, E>,
    super::az_key_vault::RemoveAzKeyVaultAccessPolicy: Run<C, E>,
    super::az_key_vault::AddAzKeyVaultKey: Run<C, E>,
    super::az_key_vault::GetAzKeyVaultKey: Run<C, E>,
    super::az_key_vault::UpdateAzKeyVaultKey: Run<C, E>,
    super::az_resources::NewAzResourceGroup: Run<C, E>,
    super::customer_key::NewCustomerKeyTenant: Run<C, E>,
    super::customer_key::OpenCustomerKeyTenant: Run<C, E>,
    super::customer_key::GetCustomerKeyTenant: Run<C, E>,
    super::customer_key::SetCustomerKeyTenant: Run<C, E>,
    super::customer_key::BackupCustomerKeyTenant: Run<C, E>,
    super::customer_key::RestoreCustomerKeyTenant: Run<C, E>,
    super::customer_key::TestCustomerKeyTenant: Run<C, E>,
    super::customer_key::NewMailbox: Run<C, E>,
    super::customer_key::NewMailUser: Run<C, E>,
    super::customer_key::ImportCustomerKeyItem: Run<C, E>,
    super::customer_key::GetCustomerKeyItem: Run<C, E>,
    super::customer_key::ExportCustomerKeyItem: Run<C, E>,
    super::customer_key::GetCustomerKeyWorkload: Run<C, E>,
    super::customer_key::GetCustomerKeyJob: Run<C, E>,
    super::customer_key::InvokeCustomerKeyJob: Run<C, E>,
    super::customer_key::WaitCustomerKeyJob: Run<C, E>,
    super::customer_key::SearchCustomerKeyAudit: Run<C, E>,
    super::customer_key::ExportCustomerKeyAuditHead: Run<C, E>,
    super::customer_key::TestCustomerKeyAudit: Run<C, E>,
    super::customer_key::SetCustomerKeyVaultFault: Run<C, E>,
    super::customer_key::SetCustomerKeyClock: Run<C, E>,
    super::customer_key::GetCustomerKeyClock: Run<C, E>,
    super::customer_key::ClearCustomerKeyCache: Run<C, E>,
    super::exchange_online::NewM365DataAtRestEncryptionPolicy: Run<C, E>,
    super::exchange_online::GetM365DataAtRestEncryptionPolicy: Run<C, E>,
    super::exchange_online::SetM365DataAtRestEncryptionPolicy: Run<C, E>,
    super::exchange_online::TestM365DataAtRestEncryptionPolicy: Run<C, E>,
    super::exchange_online::GetM365DataAtRestEncryptionPolicyAssignment: Run<C, E>,
    super::exchange_online::SetM365DataAtRestEncryptionPolicyAssignment: Run<C, E>,
    super::exchange_online::NewDataEncryptionPolicy: Run<C, E>,
    super::exchange_online::GetDataEncryptionPolicy: Run<C, E>,
    super::exchange_online::SetDataEncryptionPolicy: Run<C, E>,
    super::exchange_online::SetMailbox: Run<C, E>,
    super::exchange_online::GetMailbox: Run<C, E>,
    super::exchange_online::SetMailUser: Run<C, E>,
    super::exchange_online::GetMailUser: Run<C, E>,
    super::exchange_online::GetMailboxStatistics: Run<C, E>,
    super::exchange_online::ConnectExchangeOnline: Run<C, E>,
    super::exchange_online::DisconnectExchangeOnline: Run<C, E>,
    super::exchange_online::ConnectIPPSSession: Run<C, E>,
{
    match bound.cmdlet().name {
        "Connect-AzAccount" => bound.into_parameters::<super::az_accounts::ConnectAzAccount>()?.run(context),
        "Set-AzContext" => bound.into_parameters::<super::az_accounts::SetAzContext>()?.run(context),
        "New-AzKeyVault" => bound.into_parameters::<super::az_key_vault::NewAzKeyVault>()?.run(context),
        "Get-AzKeyVault" => bound.into_parameters::<super::az_key_vault::GetAzKeyVault>()?.run(context),
        "Set-AzKeyVaultAccessPolicy" => bound.into_parameters::<super::az_key_vault::SetAzKeyVaultAccessPolicy>()?.run(context),
        "Remove-AzKeyVaultAccessPolicy" => {
            bound.into_parameters::<super::az_key_vault::RemoveAzKeyVaultAccessPolicy>()?.run(context)
        }
        "Add-AzKeyVaultKey" => bound.into_parameters::<super::az_key_vault::AddAzKeyVaultKey>()?.run(context),
        "Get-AzKeyVaultKey" => bound.into_parameters::<super::az_key_vault::GetAzKeyVaultKey>()?.run(context),
        "Update-AzKeyVaultKey" => bound.into_parameters::<super::az_key_vault::UpdateAzKeyVaultKey>()?.run(context),
        "New-AzResourceGroup" => bound.into_parameters::<super::az_resources::NewAzResourceGroup>()?.run(context),
        "New-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::NewCustomerKeyTenant>()?.run(context),
        "Open-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::OpenCustomerKeyTenant>()?.run(context),
        "Get-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::GetCustomerKeyTenant>()?.run(context),
        "Set-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::SetCustomerKeyTenant>()?.run(context),
        "Backup-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::BackupCustomerKeyTenant>()?.run(context),
        "Restore-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::RestoreCustomerKeyTenant>()?.run(context),
        "Test-CustomerKeyTenant" => bound.into_parameters::<super::customer_key::TestCustomerKeyTenant>()?.run(context),
        "New-Mailbox" => bound.into_parameters::<super::customer_key::NewMailbox>()?.run(context),
        "New-MailUser" => bound.into_parameters::<super::customer_key::NewMailUser>()?.run(context),
        "Import-CustomerKeyItem" => bound.into_parameters::<super::customer_key::ImportCustomerKeyItem>()?.run(context),
        "Get-CustomerKeyItem" => bound.into_parameters::<super::customer_key::GetCustomerKeyItem>()?.run(context),
        "Export-CustomerKeyItem" => bound.into_parameters::<super::customer_key::ExportCustomerKeyItem>()?.run(context),
        "Get-CustomerKeyWorkload" => bound.into_parameters::<super::customer_key::GetCustomerKeyWorkload>()?.run(context),
        "Get-CustomerKeyJob" => bound.into_parameters::<super::customer_key::GetCustomerKeyJob>()?.run(context),
        "Invoke-CustomerKeyJob" => bound.into_parameters::<super::customer_key::InvokeCustomerKeyJob>()?.run(context),
        "Wait-CustomerKeyJob" => bound.into_parameters::<super::customer_key::WaitCustomerKeyJob>()?.run(context),
        "Search-CustomerKeyAudit" => bound.into_parameters::<super::customer_key::SearchCustomerKeyAudit>()?.run(context),
        "Export-CustomerKeyAuditHead" => bound.into_parameters::<super::customer_key::ExportCustomerKeyAuditHead>()?.run(context),
        "Test-CustomerKeyAudit" => bound.into_parameters::<super::customer_key::TestCustomerKeyAudit>()?.run(context),
        "Set-CustomerKeyVaultFault" => bound.into_parameters::<super::customer_key::SetCustomerKeyVaultFault>()?.run(context),
        "Set-CustomerKeyClock" => bound.into_parameters::<super::customer_key::SetCustomerKeyClock>()?.run(context),
        "Get-CustomerKeyClock" => bound.into_parameters::<super::customer_key::GetCustomerKeyClock>()?.run(context),
        "Clear-CustomerKeyCache" => bound.into_parameters::<super::customer_key::ClearCustomerKeyCache>()?.run(context),
        "New-M365DataAtRestEncryptionPolicy" => {
            bound.into_parameters::<super::exchange_online::NewM365DataAtRestEncryptionPolicy>()?.run(context)
        }
        "Get-M365DataAtRestEncryptionPolicy" => {
            bound.into_parameters::<super::exchange_online::GetM365DataAtRestEncryptionPolicy>()?.run(context)
        }
        "Set-M365DataAtRestEncryptionPolicy" => {
            bound.into_parameters::<super::exchange_online::SetM365DataAtRestEncryptionPolicy>()?.run(context)
        }
        "Test-M365DataAtRestEncryptionPolicy" => {
            bound.into_parameters::<super::exchange_online::TestM365DataAtRestEncryptionPolicy>()?.run(context)
        }
        "Get-M365DataAtRestEncryptionPolicyAssignment" => {
            bound.into_parameters::<super::exchange_online::GetM365DataAtRestEncryptionPolicyAssignment>()?.run(context)
        }
        "Set-M365DataAtRestEncryptionPolicyAssignment" => {
            bound.into_parameters::<super::exchange_online::SetM365DataAtRestEncryptionPolicyAssignment>()?.run(context)
        }
        "New-DataEncryptionPolicy" => bound.into_parameters::<super::exchange_online::NewDataEncryptionPolicy>()?.run(context),
        "Get-DataEncryptionPolicy" => bound.into_parameters::<super::exchange_online::GetDataEncryptionPolicy>()?.run(context),
        "Set-DataEncryptionPolicy" => bound.into_parameters::<super::exchange_online::SetDataEncryptionPolicy>()?.run(context),
        "Set-Mailbox" => bound.into_parameters::<super::exchange_online::SetMailbox>()?.run(context),
        "Get-Mailbox" => bound.into_parameters::<super::exchange_online::GetMailbox>()?.run(context),
        "Set-MailUser" => bound.into_parameters::<super::exchange_online::SetMailUser>()?.run(context),
        "Get-MailUser" => bound.into_parameters::<super::exchange_online::GetMailUser>()?.run(context),
        "Get-MailboxStatistics" => bound.into_parameters::<super::exchange_online::GetMailboxStatistics>()?.run(context),
        "Connect-ExchangeOnline" => bound.into_parameters::<super::exchange_online::ConnectExchangeOnline>()?.run(context),
        "Disconnect-ExchangeOnline" => bound.into_parameters::<super::exchange_online::DisconnectExchangeOnline>()?.run(context),
        "Connect-IPPSSession" => bound.into_parameters::<super::exchange_online::ConnectIPPSSession>()?.run(context),
        other => Err(BindError::command_not_found(other).into()),
    }
}
