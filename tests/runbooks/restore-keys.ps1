# Manage Customer Key: a key that was lost is restored from its backup, and permissions are taken away.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
New-AzResourceGroup -Name ContosoRG -Location 'East US'
New-AzKeyVault -Name Contoso-O365EX-NA-VaultA1 -ResourceGroupName ContosoRG -Location 'East US' -Sku Premium -DisableRbacAuthorization
Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey,unwrapKey
Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey,unwrapKey
Backup-AzureKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -OutputFile Contoso-O365EX-NA-VaultA1-Key001-Backup-20170802.backup
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com -PermissionsToKeys create,import,list,get,backup,restore
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName admin@contoso.com -PermissionsToKeys get,list,delete,recover,purge,restore
# Deleted, brought back by soft delete, which comes before any restore, and lost after that.
Remove-AzureKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Force
Undo-AzureKeyVaultKeyRemoval -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001
Remove-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Force
Remove-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -InRemovedState -Force

# ---- the article
Restore-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -InputFile Contoso-O365EX-NA-VaultA1-Key001-Backup-20170802.backup
Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
Remove-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com

# ---- what it must have led to
if (@(Get-AzKeyVaultKey Contoso-O365EX-NA-VaultA1 Contoso-O365EX-NA-VaultA1-Key001 -IncludeVersions).Count -ne 2) { throw 'A version is missing.' }
if ((Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1).AccessPoliciesText -match 'alice') { throw 'alice still has permissions.' }
