# Roll or rotate a Customer Key, 2019, with the names that Azure PowerShell had then.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" Contoso-O365EX-NA-VaultA1, Contoso-O365EX-NA-VaultA2 Contoso-O365EX-NA-VaultA1-Key001, Contoso-O365EX-NA-VaultA2-Key001
& "$PSScriptRoot/common/vaults.ps1" Contoso-O365SP-NA-VaultA1, Contoso-O365SP-NA-VaultA2 Contoso-O365SP-NA-VaultA1-Key001, Contoso-O365SP-NA-VaultA2-Key001
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
New-DataEncryptionPolicy -Name NA -AzureKeyIDs https://Contoso-O365EX-NA-VaultA1.vault.azure.net/keys/Contoso-O365EX-NA-VaultA1-Key001, https://Contoso-O365EX-NA-VaultA2.vault.azure.net/keys/Contoso-O365EX-NA-VaultA2-Key001
New-Mailbox -Name alice
Set-Mailbox alice -DataEncryptionPolicy NA
New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com
New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance
Connect-SPOService -Url https://contoso-admin.sharepoint.com
$primary = (Get-AzKeyVaultKey -VaultName Contoso-O365SP-NA-VaultA1 -Name Contoso-O365SP-NA-VaultA1-Key001).Id
$secondary = (Get-AzKeyVaultKey -VaultName Contoso-O365SP-NA-VaultA2 -Name Contoso-O365SP-NA-VaultA2-Key001).Id
Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $primary -SecondaryKeyVaultUri $secondary
Wait-CustomerKeyJob
$before = (Get-DataEncryptionPolicy NA).RootKeys
$generation = (Get-MailboxStatistics alice).DataEncryptionPolicyID

# ---- the article
Add-AzureKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps @('wrapKey','unwrapKey') -NotBefore (Get-Date -Date "12/27/2016 12:01 AM")
Set-DataEncryptionPolicy NA -Refresh
# The same for a key of SharePoint; the service needs some time for each.
$next = (Add-AzureKeyVaultKey -VaultName Contoso-O365SP-NA-VaultA1 -Name Contoso-O365SP-NA-VaultA1-Key001 -Destination HSM -KeyOps @('wrapKey','unwrapKey')).Version
Update-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com -KeyVaultName Contoso-O365SP-NA-VaultA1 -KeyName Contoso-O365SP-NA-VaultA1-Key001 -KeyVersion $next -KeyType Primary
Get-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com
Wait-CustomerKeyJob

# ---- what it must have led to
$after = (Get-DataEncryptionPolicy NA).RootKeys
if ($after[0] -eq $before[0]) { throw 'The new version is not in use.' }
if ($after[1] -ne $before[1]) { throw 'The other root changed.' }
if ((Get-MailboxStatistics alice).DataEncryptionPolicyID -eq $generation) { throw 'The mailbox is under the old generation.' }
$policy = Get-SPODataEncryptionPolicy
if ($policy.Status -ne 'Registered') { throw "The policy is $($policy.Status)." }
if ($policy.PrimaryKeyVaultUri -notlike "*/$next") { throw 'The new version is not in use.' }
if ($policy.SecondaryKeyVaultUri -notlike "*$($secondary.Split('/')[-1])") { throw 'The other key changed.' }
