# Roll or rotate a Customer Key, 2019, with the names that Azure PowerShell had then.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" Contoso-O365EX-NA-VaultA1, Contoso-O365EX-NA-VaultA2 Contoso-O365EX-NA-VaultA1-Key001, Contoso-O365EX-NA-VaultA2-Key001
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
New-DataEncryptionPolicy -Name NA -AzureKeyIDs https://Contoso-O365EX-NA-VaultA1.vault.azure.net/keys/Contoso-O365EX-NA-VaultA1-Key001, https://Contoso-O365EX-NA-VaultA2.vault.azure.net/keys/Contoso-O365EX-NA-VaultA2-Key001
$before = (Get-DataEncryptionPolicy NA).RootKeys

# ---- the article
Add-AzureKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps @('wrapKey','unwrapKey') -NotBefore (Get-Date -Date "12/27/2016 12:01 AM")
Set-DataEncryptionPolicy NA -Refresh
# Update-SPODataEncryptionPolicy and Get-SPODataEncryptionPolicy: sharepoint.ps1

# ---- what it must have led to
$after = (Get-DataEncryptionPolicy NA).RootKeys
if ($after[0] -eq $before[0]) { throw 'The new version is not in use.' }
if ($after[1] -ne $before[1]) { throw 'The other root changed.' }
