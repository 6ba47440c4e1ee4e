# Set up Customer Key at the tenant level, 2021: vaults, permissions and keys.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
New-AzResourceGroup -Name ContosoRG -Location 'East US'
New-AzKeyVault -Name Contoso-O365EX-NA-VaultA1 -ResourceGroupName ContosoRG -Location 'East US' -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization

# ---- the article
Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
# The service takes up to five business days, by the clock of the tenant.
Set-CustomerKeyClock -Advance 604800
Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
Get-AzProviderFeature -ProviderNamespace Microsoft.Resources -FeatureName mandatoryRetentionPeriodEnabled
Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com -PermissionsToKeys create,import,list,get,backup,restore
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -PermissionsToKeys wrapKey,unwrapKey,get -ServicePrincipalName c066d759-24ae-40e7-a56f-027002b5d3e4
$v = Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
$r = Get-AzResource -ResourceId $v.ResourceId
$r.Properties | Add-Member -MemberType NoteProperty -Name enableSoftDelete -Value 'True'
Set-AzResource -ResourceId $r.ResourceId -Properties $r.Properties
Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1 | fl
Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey,unwrapKey
(Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001).Attributes
Backup-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -OutputFile Contoso-O365EX-NA-VaultA1-Key001-Backup-20170802.backup
Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1
Update-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Expires (Get-Date -Date "12/31/9999")
(Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1).Id
Remove-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com

# ---- what it must have led to
$vault = Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
if ($vault.AccessPoliciesText -match 'alice') { throw 'alice still has permissions.' }
if ($vault.AccessPoliciesText -notmatch 'unwrapKey') { throw 'The application has no permissions.' }
if (-not $vault.EnableSoftDelete) { throw 'Soft delete is off.' }
if ((Get-AzKeyVaultKey Contoso-O365EX-NA-VaultA1 Contoso-O365EX-NA-VaultA1-Key001).Attributes.RecoveryLevel -ne 'Recoverable+ProtectedSubscription') { throw 'The subscription is not protected.' }
if (-not (Test-Path Contoso-O365EX-NA-VaultA1-Key001-Backup-20170802.backup)) { throw 'There is no backup.' }
