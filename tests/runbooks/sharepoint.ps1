# Manage Customer Key: the policy of SharePoint and OneDrive, and the roll of one of its keys from the article of 2019.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" stageRG3vault, stageRG5vault SPKey3, SPKey5
$subscription = '11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'
foreach ($n in 0, 1) {
    Set-AzContext -SubscriptionId $subscription[$n]
    Set-AzKeyVaultAccessPolicy -VaultName ('stageRG3vault', 'stageRG5vault')[$n] -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
}
$primary = (Get-AzKeyVaultKey -VaultName stageRG3vault -Name SPKey3).Version
$secondary = (Get-AzKeyVaultKey -VaultName stageRG5vault -Name SPKey5).Version
New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com
New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance
Connect-SPOService -Url https://contoso-admin.sharepoint.com

# ---- the article
Register-SPODataEncryptionPolicy -Identity https://contoso.sharepoint.com -PrimaryKeyVaultName 'stageRG3vault' -PrimaryKeyName 'SPKey3' -PrimaryKeyVersion $primary -SecondaryKeyVaultName 'stageRG5vault' -SecondaryKeyName 'SPKey5' -SecondaryKeyVersion $secondary
Get-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com
Wait-CustomerKeyJob
$next = (Add-AzKeyVaultKey -VaultName stageRG3vault -Name SPKey3 -Destination Software -KeyOps wrapKey, unwrapKey).Version
Update-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com -KeyVaultName stageRG3vault -KeyName SPKey3 -KeyVersion $next -KeyType Primary
Get-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com
Wait-CustomerKeyJob

# ---- what it must have led to
$policy = Get-SPODataEncryptionPolicy
if ($policy.Status -ne 'Registered') { throw "The policy is $($policy.Status)." }
if ($policy.PrimaryKeyVaultUri -notlike "*/$next") { throw 'The new version is not in use.' }
if ($policy.SecondaryKeyVaultUri -notlike "*/$secondary") { throw 'The other key changed.' }
