# Manage Customer Key, 2020: policies of all three kinds, lost keys, permissions, and the way out.
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'     # the purge at the end asks, and nobody is there to answer

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" contosoWestUSvault1, contosoCentralUSvault1 Key_01, Key_02
& "$PSScriptRoot/common/vaults.ps1" contoso_EastUSvault02, contoso_CentralUSvault02 USA_key_01, USA_Key_02
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com
New-MailUser -Name bob -ExternalEmailAddress bob@fabrikam.com
# The vaults of SharePoint, whose keys have the versions that the article names.
Import-CustomerKeyInventory "$PSScriptRoot/files/stage-vaults.json"
New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com
New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance
Connect-SPOService -Url https://contoso-admin.sharepoint.com
# A key with a backup, deleted, brought back by soft delete, which comes before any restore, and then lost for good.
$subscription = '11111111-1111-1111-1111-111111111111'
Set-AzContext -SubscriptionId $subscription
New-AzResourceGroup -Name ContosoRG -Location 'East US' -Force
New-AzKeyVault -Name Contoso-O365EX-NA-VaultA1 -ResourceGroupName ContosoRG -Location 'East US' -Sku Premium -DisableRbacAuthorization
Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey,unwrapKey
Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey,unwrapKey
Backup-AzureKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -OutputFile Contoso-O365EX-NA-VaultA1-Key001-Backup-20170802.backup
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com -PermissionsToKeys create,import,list,get,backup,restore
Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName admin@contoso.com -PermissionsToKeys get,list,delete,recover,purge,restore
Remove-AzureKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Force
Undo-AzureKeyVaultKeyRemoval -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001
Remove-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Force
Remove-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -InRemovedState -Force

# ---- the article
New-M365DataAtRestEncryptionPolicy -Name "Contoso_Global" -AzureKeyIDs "https://contosoWestUSvault1.vault.azure.net/keys/Key_01","https://contosoCentralUSvault1.vault.azure.net/keys/Key_02" -Description "Policy for multiple workloads for all users in the tenant."
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Contoso_Global"
New-DataEncryptionPolicy -Name EUR_mailboxes -Description "Policy Description" -AzureKeyIDs https://contoso_EastUSvault02.vault.azure.net/keys/USA_key_01, https://contoso_CentralUSvault02.vault.azure.net/keys/USA_Key_02
New-DataEncryptionPolicy -Name USA_mailboxes -Description "Root key for mailboxes in USA and its territories" -AzureKeyIDs https://contoso_EastUSvault02.vault.azure.net/keys/USA_key_01, https://contoso_CentralUSvault02.vault.azure.net/keys/USA_Key_02
Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy USA_mailboxes
Set-MailUser -Identity bob -DataEncryptionPolicy USA_mailboxes
Register-SPODataEncryptionPolicy -Identity https://contoso.sharepoint.com -PrimaryKeyVaultName 'stageRG3vault' -PrimaryKeyName 'SPKey3' -PrimaryKeyVersion 'f635a23bd4a44b9996ff6aadd88d42ba' -SecondaryKeyVaultName 'stageRG5vault' -SecondaryKeyName 'SPKey5' -SecondaryKeyVersion '2b3e8f1d754f438dacdec1f0945f251a’
Restore-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -InputFile Contoso-O365EX-NA-VaultA1-Key001-Backup-20170802.backup
Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1
Remove-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com
Get-DataEncryptionPolicy
Set-MailUser -Identity bob@fabrikam.com -DataEncryptionPolicy (Get-DataEncryptionPolicy USA_mailboxes).Guid
# Encryption takes the service some time, and a job here.
Wait-CustomerKeyJob
Get-MailboxStatistics -Identity alice@contoso.com | fl DataEncryptionPolicyID
Get-DataEncryptionPolicy (Get-MailboxStatistics -Identity alice@contoso.com).DataEncryptionPolicyID
Get-MailboxStatistics -Identity alice@contoso.com | fl IsEncrypted
if (-not (Get-MailboxStatistics -Identity alice@contoso.com).IsEncrypted) { throw 'The mailbox is not encrypted.' }
Get-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com
Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy $NULL
# "Remove wrap and unwrap permissions for O365 Exchange Online from Azure Key Vaults."
Get-AzKeyVault -SubscriptionId * | Where-Object VaultName -Like contoso_*USvault02 | Remove-AzKeyVaultAccessPolicy -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
Set-DataEncryptionPolicy USA_mailboxes -PermanentDataPurgeRequested -PermanentDataPurgeReason "We leave the service" -PermanentDataPurgeContact "Alice Ames"

# ---- what it must have led to
if ((Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy -ne 'Contoso_Global') { throw 'The policy is not assigned.' }
if ((Get-Mailbox alice).DataEncryptionPolicy) { throw 'The mailbox is still under the policy.' }
if ((Get-MailUser bob).DataEncryptionPolicy -ne 'USA_mailboxes') { throw 'The mail user is not under the policy.' }
$sharePoint = Get-SPODataEncryptionPolicy
if ($sharePoint.Status -ne 'Registered') { throw "The policy of SharePoint is $($sharePoint.Status)." }
if ($sharePoint.SecondaryKeyVaultUri -notlike '*/2b3e8f1d754f438dacdec1f0945f251a') { throw 'The secondary key is another.' }
if (@(Get-AzKeyVaultKey Contoso-O365EX-NA-VaultA1 Contoso-O365EX-NA-VaultA1-Key001 -IncludeVersions).Count -ne 2) { throw 'A version is missing.' }
if ((Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1).AccessPoliciesText -match 'alice') { throw 'alice still has permissions.' }
if (-not (Get-DataEncryptionPolicy USA_mailboxes).PermanentDataPurgeRequested) { throw 'No purge was asked for.' }
Set-Mailbox alice -DataEncryptionPolicy USA_mailboxes -ErrorAction SilentlyContinue -ErrorVariable refused
if (-not $refused) { throw 'A policy that is going to be purged was assigned.' }
