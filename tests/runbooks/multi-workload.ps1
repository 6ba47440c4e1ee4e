# Customer Key for multiple workloads, mid 2021.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
Connect-IPPSSession -UserPrincipalName admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" contosoWestUSvault01, contosoEastUSvault01 Key_01, Key_02
& "$PSScriptRoot/common/policies.ps1" 'NAM Policy', 'EUR Policy', 'Default_PolicyName'

# ---- the article
New-M365DataAtRestEncryptionPolicy -Name "Default_Policy" -AzureKeyIDs "https://contosoWestUSvault01.vault.azure.net/keys/Key_01","https://contosoEastUSvault01.vault.azure.net/keys/Key_02" -Description "Tenant default policy"
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Default_Policy"
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Default_PolicyName"
Set-M365DataAtRestEncryptionPolicy "Default_Policy" -Refresh -Enabled $true -Name "Default_Policy" -Description "Tenant default policy (refreshed)"
Set-M365DataAtRestEncryptionPolicy -Identity "NAM Policy" -Enabled $false
Set-M365DataAtRestEncryptionPolicy -Identity "EUR Policy" -Refresh
Get-M365DataAtRestEncryptionPolicy "Default_Policy"
Get-M365DataAtRestEncryptionPolicy
Get-M365DataAtRestEncryptionPolicy -Identity "NAM Policy"
Get-M365DataAtRestEncryptionPolicyAssignment

# ---- what it must have led to
if ((Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy -ne 'Default_PolicyName') { throw 'The policy is not assigned.' }
if ((Get-M365DataAtRestEncryptionPolicy 'NAM Policy').Enabled) { throw 'The policy is not disabled.' }
foreach ($name in 'EUR Policy', 'Default_Policy') {
    if ((Get-M365DataAtRestEncryptionPolicy $name).Generation -ne 2) { throw "'$name' was not refreshed." }
}
