//! What each cmdlet asks of the account that runs it, also where it only says what it would do
//! (rule 8.3.11).

use ckey_engine::directory::Directory;
use ckey_engine::{Account, Administrators, EngineError};

/// A cmdlet that is not told of here is for owners alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: it signs in, or makes or opens a tenant.
    Nothing,
    /// A permission, a role or a mailbox, whichever.
    Name,
    /// A right on the object it works on: the run or the vault judges it.
    Object,
    /// To be one of these administrators, or an owner (rule 1.17).
    Administrators(Administrators),
    /// To be an owner.
    Owner,
}

/// Whether a cmdlet works on embedded vaults, and so on none that is asked over the network.
pub(crate) fn is_for_embedded_vaults(cmdlet: &str) -> bool {
    let noun = cmdlet.split_once('-').map_or(cmdlet, |(_, noun)| noun);
    noun.starts_with("AzKeyVault")
        || matches!(
            cmdlet,
            "Get-AzResource"
                | "Set-AzResource"
                | "New-AzRoleAssignment"
                | "Remove-AzRoleAssignment"
                | "Set-CustomerKeyVaultFault"
                | "Search-CustomerKeyVaultUse"
                | "Import-CustomerKeyInventory"
        )
}

/// What the cmdlet of this name needs.
pub(crate) fn need(cmdlet: &str) -> Need {
    match cmdlet {
        "New-CustomerKeyTenant"
        | "Open-CustomerKeyTenant"
        | "Restore-CustomerKeyTenant"
        | "Connect-ExchangeOnline"
        | "Connect-IPPSSession"
        | "Connect-SPOService"
        | "Disconnect-SPOService"
        | "Connect-AzAccount"
        | "Disconnect-AzAccount"
        | "Clear-AzContext"
        | "Get-AzAccessToken"
        | "Approve-CustomerKeyPurgeDocument"
        | "Get-ConnectionInformation"
        | "Disconnect-ExchangeOnline" => Need::Nothing,
        "Set-AzContext"
        | "Get-AzContext"
        | "Get-AzSubscription"
        | "Get-AzKeyVault"
        | "Get-AzKeyVaultManagedHsm"
        | "Get-AzResource"
        | "Get-AzRoleAssignment"
        | "Get-AzRoleDefinition"
        | "Get-OrganizationConfig"
        | "Get-AcceptedDomain"
        | "Get-AzTenant"
        | "Get-AzResourceGroup"
        | "Get-AzADUser"
        | "Get-AzADServicePrincipal"
        | "Get-AzADGroup" => Need::Name,
        "Set-AzKeyVaultAccessPolicy"
        | "Remove-AzKeyVaultAccessPolicy"
        | "Add-AzKeyVaultKey"
        | "Get-AzKeyVaultKey"
        | "Update-AzKeyVaultKey"
        | "Remove-AzKeyVaultKey"
        | "Undo-AzKeyVaultKeyRemoval"
        | "Invoke-AzKeyVaultKeyRotation"
        | "Get-AzKeyVaultKeyRotationPolicy"
        | "Set-AzKeyVaultKeyRotationPolicy"
        | "Invoke-AzKeyVaultKeyOperation"
        | "Add-AzKeyVaultNetworkRule"
        | "Remove-AzKeyVaultNetworkRule"
        | "Update-AzKeyVaultNetworkRuleSet"
        | "Backup-AzKeyVaultKey"
        | "Restore-AzKeyVaultKey"
        | "Remove-AzKeyVault"
        | "Undo-AzKeyVaultRemoval"
        | "Update-AzKeyVault"
        | "Update-AzKeyVaultManagedHsm"
        | "Remove-AzKeyVaultManagedHsm"
        | "Undo-AzKeyVaultManagedHsmRemoval"
        | "Export-AzKeyVaultSecurityDomain"
        | "Import-AzKeyVaultSecurityDomain"
        | "New-AzKeyVaultRoleAssignment"
        | "Get-AzKeyVaultRoleAssignment"
        | "Remove-AzKeyVaultRoleAssignment"
        | "Get-AzKeyVaultRoleDefinition"
        | "Set-AzResource"
        | "New-AzRoleAssignment"
        | "Remove-AzRoleAssignment"
        | "Get-Mailbox"
        | "Get-MailUser"
        | "Get-EXOMailbox"
        | "Get-EXOMailboxStatistics"
        | "Get-User"
        | "Get-MailboxStatistics"
        | "Import-CustomerKeyItem"
        | "Approve-CustomerKeySitePurge"
        | "Get-CustomerKeyItem"
        | "Export-CustomerKeyItem" => Need::Object,
        "New-DataEncryptionPolicy"
        | "Get-DataEncryptionPolicy"
        | "Set-DataEncryptionPolicy"
        | "Test-DataEncryptionPolicy"
        | "New-Mailbox"
        | "Set-Mailbox"
        | "Remove-Mailbox"
        | "Disable-Mailbox"
        | "Undo-SoftDeletedMailbox"
        | "New-MoveRequest"
        | "New-MailUser"
        | "Set-MailUser"
        | "Set-User"
        | "New-UnifiedGroup"
        | "Get-UnifiedGroup"
        | "Set-UnifiedGroup"
        | "Get-DistributionGroupMember" => Need::Administrators(Administrators::Exchange),
        "New-M365DataAtRestEncryptionPolicy"
        | "Get-M365DataAtRestEncryptionPolicy"
        | "Set-M365DataAtRestEncryptionPolicy"
        | "Test-M365DataAtRestEncryptionPolicy"
        | "Get-M365DataAtRestEncryptionPolicyAssignment"
        | "Set-M365DataAtRestEncryptionPolicyAssignment" => {
            Need::Administrators(Administrators::Compliance)
        }
        _ => Need::Owner,
    }
}

/// Refuses a cmdlet, or the same act asked for in another way, to an account that may not run it. Of
/// an act on an object the object itself judges the rest.
///
/// # Errors
/// `AccountUnknown` and `AccountNotPermitted`, as [`Directory::check_owner`].
pub fn check_account(
    directory: Directory<'_>,
    account: &Account,
    cmdlet: &str,
) -> Result<(), EngineError> {
    match need(cmdlet) {
        Need::Owner => directory.check_owner(account, "This"),
        Need::Administrators(kind) => directory.check_administers(account, kind, "This"),
        Need::Name => directory.check_named(account, "This"),
        Need::Nothing | Need::Object => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Administrators, Need, need};

    #[test]
    fn what_nobody_thought_of_is_for_owners() {
        let open = ckey_table::cmdlets().filter(|cmdlet| need(cmdlet.name) != Need::Owner).count();
        assert_eq!(open, 93, "every name in the list is a cmdlet of the table");
        assert_eq!(need("Remove-Everything"), Need::Owner);
    }

    #[test]
    fn each_kind_of_policy_has_its_administrators_and_what_operators_do_has_none() {
        for cmdlet in ckey_table::cmdlets() {
            let (verb, noun) = cmdlet.name.split_once('-').unwrap_or_default();
            let needs = need(cmdlet.name);
            let administrators = match noun {
                "DataEncryptionPolicy" => Administrators::Exchange,
                noun if noun.starts_with("M365") => Administrators::Compliance,
                _ => {
                    let ours = ["CustomerKey", "SPO", "Az"];
                    let for_owners = ours.iter().any(|prefix| noun.starts_with(prefix));
                    assert!(
                        !for_owners || !matches!(needs, Need::Administrators(_)),
                        "{verb}-{noun}"
                    );
                    continue;
                }
            };
            assert_eq!(needs, Need::Administrators(administrators), "{verb}-{noun}");
        }
    }
}
