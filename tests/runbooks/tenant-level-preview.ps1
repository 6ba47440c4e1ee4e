# Customer Key at the tenant level, public preview of February 2021: the assignment has a parameter -Policy, and quotes are curly.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" contosoWestUSvault01, contosoEastUSvault01 Key_01, Key_02
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
New-M365DataAtRestEncryptionPolicy 'EUR Policy' -AzureKeyIDs 'https://contosoWestUSvault01.vault.azure.net/keys/Key_01', 'https://contosoEastUSvault01.vault.azure.net/keys/Key_02'

# ---- the article
New-M365DataAtRestEncryptionPolicy -Name "Default_Policy" -AzureKeyIDs "https://contosoWestUSvault01.vault.azure.net/keys/Key_01","https://contosoEastUSvault01.vault.azure.net/keys/Key_02" -Description "Tenant default policy"
Set-M365DataAtRestEncryptionPolicyAssignment -Policy “Default_Policy”
Set-M365DataAtRestEncryptionPolicy -Identity “EUR Policy” -Refresh
Get-M365DataAtRestEncryptionPolicyAssignment

# ---- what it must have led to
if ((Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy -ne 'Default_Policy') { throw 'The policy is not assigned.' }
