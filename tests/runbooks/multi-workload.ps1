# Customer Key for multiple workloads, 2021, and the part on it of the article on managing Customer Key.
$ErrorActionPreference = 'Stop'

# ---- what the articles take for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" contosoWestUSvault01, contosoEastUSvault01 Key_01, Key_02
& "$PSScriptRoot/common/vaults.ps1" contosoWestUSvault1, contosoCentralUSvault1 Key_01, Key_02
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
New-M365DataAtRestEncryptionPolicy 'NAM Policy' -AzureKeyIDs 'https://contosoWestUSvault01.vault.azure.net/keys/Key_01', 'https://contosoEastUSvault01.vault.azure.net/keys/Key_02'
New-M365DataAtRestEncryptionPolicy 'EUR Policy' -AzureKeyIDs 'https://contosoWestUSvault01.vault.azure.net/keys/Key_01', 'https://contosoEastUSvault01.vault.azure.net/keys/Key_02'
New-M365DataAtRestEncryptionPolicy Default_PolicyName -AzureKeyIDs 'https://contosoWestUSvault01.vault.azure.net/keys/Key_01', 'https://contosoEastUSvault01.vault.azure.net/keys/Key_02'

# ---- the articles
New-M365DataAtRestEncryptionPolicy -Name "Default_Policy" -AzureKeyIDs "https://contosoWestUSvault01.vault.azure.net/keys/Key_01","https://contosoEastUSvault01.vault.azure.net/keys/Key_02" -Description "Tenant default policy"
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Default_Policy"
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Default_PolicyName"
Set-M365DataAtRestEncryptionPolicy -Identity "NAM Policy" -Enabled $false
Set-M365DataAtRestEncryptionPolicy -Identity "EUR Policy" -Refresh
Get-M365DataAtRestEncryptionPolicy
Get-M365DataAtRestEncryptionPolicy -Identity "NAM Policy"
Get-M365DataAtRestEncryptionPolicyAssignment
New-M365DataAtRestEncryptionPolicy -Name "Contoso_Global" -AzureKeyIDs "https://contosoWestUSvault1.vault.azure.net/keys/Key_01","https://contosoCentralUSvault1.vault.azure.net/keys/Key_02" -Description "Policy for multiple workloads for all users in the tenant."
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Contoso_Global"

# ---- what they must have led to
if ((Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy -ne 'Contoso_Global') { throw 'The policy is not assigned.' }
if ((Get-M365DataAtRestEncryptionPolicy 'NAM Policy').Enabled) { throw 'The policy is not disabled.' }
if ((Get-M365DataAtRestEncryptionPolicy 'EUR Policy').Generation -ne 2) { throw 'The policy was not refreshed.' }
