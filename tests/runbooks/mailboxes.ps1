# Manage Customer Key: data encryption policies of mailboxes.
$ErrorActionPreference = 'Stop'

# ---- what the article takes for granted
Connect-AzAccount -AccountId admin@contoso.com
& "$PSScriptRoot/common/vaults.ps1" contoso_EastUSvault02, contoso_CentralUSvault02 USA_key_01, USA_Key_02
Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com
New-MailUser -Name bob -ExternalEmailAddress bob@fabrikam.com

# ---- the article
New-DataEncryptionPolicy -Name USA_mailboxes -Description "Root key for mailboxes in USA and its territories" -AzureKeyIDs https://contoso_EastUSvault02.vault.azure.net/keys/USA_key_01, https://contoso_CentralUSvault02.vault.azure.net/keys/USA_Key_02
Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy USA_mailboxes
Set-MailUser -Identity bob -DataEncryptionPolicy USA_mailboxes
Get-DataEncryptionPolicy
$null = Invoke-CustomerKeyJob
Get-MailboxStatistics -Identity alice@contoso.com | fl DataEncryptionPolicyID
Get-DataEncryptionPolicy (Get-MailboxStatistics -Identity alice@contoso.com).DataEncryptionPolicyID
Get-MailboxStatistics -Identity alice@contoso.com | fl IsEncrypted
if (-not (Get-MailboxStatistics -Identity alice@contoso.com).IsEncrypted) { throw 'The mailbox is not encrypted.' }
Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy $NULL
# Elsewhere: SharePoint's cmdlets in sharepoint.ps1. Left out: Set-DataEncryptionPolicy -PermanentDataPurgeRequested, which ends what the
# rest is about; scenarios play it.

# ---- what it must have led to
if ((Get-Mailbox alice).DataEncryptionPolicy) { throw 'The mailbox is still under the policy.' }
if ((Get-MailUser bob).DataEncryptionPolicy -ne 'USA_mailboxes') { throw 'The mail user is not under the policy.' }
