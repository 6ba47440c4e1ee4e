# Customer Key at the tenant level, public preview of February 2021: the assignment has a parameter -Policy, and quotes are curly.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
Connect-IPPSSession -UserPrincipalName admin@contoso.com
& "$PSScriptRoot/common/a-vault.ps1"
& "$PSScriptRoot/common/vaults.ps1" contosoWestUSvault01, contosoEastUSvault01 Key_01, Key_02
& "$PSScriptRoot/common/policies.ps1" 'NAM Policy', 'EUR Policy', 'Tenant default policy'

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
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -PermissionsToKeys wrapKey,unwrapKey,get -ServicePrincipalName c066d759-24ae-40e7-a56f-027002b5d3e4
Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1
Update-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Expires (Get-Date -Date "12/31/9999")
(Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1).Id
New-M365DataAtRestEncryptionPolicy "Preview_Policy" -AzureKeyIDs "https://contosoWestUSvault01.vault.azure.net/keys/Key_01","https://contosoEastUSvault01.vault.azure.net/keys/Key_02" -Description "Not in use yet" -Enabled $false
New-M365DataAtRestEncryptionPolicy -Name "Default_Policy" -AzureKeyIDs "https://contosoWestUSvault01.vault.azure.net/keys/Key_01","https://contosoEastUSvault01.vault.azure.net/keys/Key_02" -Description "Tenant default policy"
Set-M365DataAtRestEncryptionPolicyAssignment -Policy “Default_Policy”
Set-M365DataAtRestEncryptionPolicyAssignment -Policy “Tenant default policy”
Set-M365DataAtRestEncryptionPolicy "Default_Policy" -Refresh -Enabled $true -Name "Default_Policy" -Description "Tenant default policy (refreshed)"
Set-M365DataAtRestEncryptionPolicy -Identity "NAM Policy" -Enabled $false
Set-M365DataAtRestEncryptionPolicy -Identity “EUR Policy” -Refresh
Get-M365DataAtRestEncryptionPolicy "Default_Policy"
Get-M365DataAtRestEncryptionPolicy
Get-M365DataAtRestEncryptionPolicy -Identity "NAM Policy"
Get-M365DataAtRestEncryptionPolicyAssignment

# ---- what it must have led to
if ((Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy -ne 'Tenant default policy') { throw 'The policy is not assigned.' }
foreach ($name in 'NAM Policy', 'Preview_Policy') {
    if ((Get-M365DataAtRestEncryptionPolicy $name).Enabled) { throw "'$name' is not disabled." }
}
foreach ($name in 'EUR Policy', 'Default_Policy') {
    if ((Get-M365DataAtRestEncryptionPolicy $name).Generation -ne 2) { throw "'$name' was not refreshed." }
}
