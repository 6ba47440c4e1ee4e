# A tenant in use: mailboxes under a policy of their own, the rest of the tenant under another, SharePoint under a third, with mail and a file.
$null = Connect-AzAccount -AccountId admin@contoso.com
$subscriptions = '11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'
foreach ($subscription in $subscriptions) {
    $null = Set-AzContext -Subscription $subscription
    $null = Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
}
$null = Set-CustomerKeyClock -Advance 8.00:00:00
foreach ($subscription in $subscriptions) {
    $null = Set-AzContext -Subscription $subscription
    $null = Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
}
& "$PSScriptRoot/vaults.ps1" ContosoMailWestUS, ContosoMailEastUS Mail-01, Mail-02
& "$PSScriptRoot/vaults.ps1" ContosoAllWestUS, ContosoAllEastUS All-01, All-02
& "$PSScriptRoot/vaults.ps1" ContosoFilesWestUS, ContosoFilesEastUS Files-01, Files-02
$null = Connect-ExchangeOnline -UserPrincipalName admin@contoso.com
$null = New-DataEncryptionPolicy -Name USA_mailboxes -Description 'Mailboxes of the USA' -AzureKeyIDs https://ContosoMailWestUS.vault.azure.net/keys/Mail-01, https://ContosoMailEastUS.vault.azure.net/keys/Mail-02
$null = New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -Description 'All others' -AzureKeyIDs https://ContosoAllWestUS.vault.azure.net/keys/All-01, https://ContosoAllEastUS.vault.azure.net/keys/All-02
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Contoso_Global
$null = New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com
$null = New-Mailbox -Name bob -PrimarySmtpAddress bob@contoso.com
$null = New-Mailbox -Name 'José Núñez' -Alias jose -PrimarySmtpAddress jose@contoso.com
$null = New-Mailbox -Name reception -PrimarySmtpAddress reception@contoso.com -Shared
Set-Mailbox alice -DataEncryptionPolicy USA_mailboxes
$null = New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com
$null = New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance
$null = Connect-SPOService -Url https://contoso-admin.sharepoint.com
$primary = (Get-AzKeyVaultKey -VaultName ContosoFilesWestUS -Name Files-01).Id
$secondary = (Get-AzKeyVaultKey -VaultName ContosoFilesEastUS -Name Files-02).Id
$null = Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $primary -SecondaryKeyVaultUri $secondary
$null = Wait-CustomerKeyJob
Set-Content -Path letter.eml -Value 'Subject: Hello'
$null = Import-CustomerKeyItem -Mailbox alice -Path letter.eml
$null = Import-CustomerKeyItem -Mailbox bob -Path letter.eml
$null = Import-CustomerKeyItem -Site https://contoso.sharepoint.com/sites/finance -Path letter.eml
