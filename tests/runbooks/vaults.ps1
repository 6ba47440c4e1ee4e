# Set up Customer Key at the tenant level, 2021: vaults, permissions and keys.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
New-AzResourceGroup -Name ContosoRG -Location 'East US'
New-AzKeyVault -Name Contoso-O365EX-NA-VaultA1 -ResourceGroupName ContosoRG -Location 'East US' -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization

# ---- the article
Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
# Not carried: Register-AzProviderFeature, Get-AzProviderFeature, Register-AzResourceProvider (the mandatory retention period).
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com -PermissionsToKeys create,import,list,get,backup,restore
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -PermissionsToKeys wrapKey,unwrapKey,get -ServicePrincipalName c066d759-24ae-40e7-a56f-027002b5d3e4
# Not carried: Get-AzResource and Set-AzResource (soft delete, which every vault has now).
Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1 | fl
Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey,unwrapKey
(Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001).Attributes
# Not carried: Backup-AzKeyVaultKey.
Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1
Update-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Expires (Get-Date -Date "12/31/9999")
(Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1).Id
Remove-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com

# ---- what it must have led to
$vault = Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
if ($vault.AccessPoliciesText -match 'alice') { throw 'alice still has permissions.' }
if ($vault.AccessPoliciesText -notmatch 'unwrapKey') { throw 'The application has no permissions.' }
