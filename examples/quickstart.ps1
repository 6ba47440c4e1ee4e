# From nothing to encrypted mail: two vaults, two policies, real mail, a key roll, lost keys. Then files of SharePoint, an outage, the
# retirement of a key version, and a purge.
# ./build quickstart runs it. By hand: CUSTOMER_KEY_MODULE, CUSTOMER_KEY_TENANT and QUICKSTART_MAIL say where module, tenant and mail are.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$module = if ($env:CUSTOMER_KEY_MODULE) { $env:CUSTOMER_KEY_MODULE } else { "$PSScriptRoot/../powershell-module/CustomerKey" }
if (-not $env:CUSTOMER_KEY_TENANT) { $env:CUSTOMER_KEY_TENANT = Join-Path $PWD.ProviderPath 'quickstart-tenant' }
Import-Module (Join-Path $module 'CustomerKey.psd1')
$tenant = $env:CUSTOMER_KEY_TENANT
$mail = if ($env:QUICKSTART_MAIL) { $env:QUICKSTART_MAIL } else { Join-Path $PSScriptRoot 'mail' }
$out = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "quickstart-$PID")).FullName

function Say([string]$Text) { Write-Host; Write-Host ('# ' + $Text) -ForegroundColor Cyan }
# Shows a command line as an administrator types it, and what it prints.
function Run([scriptblock]$Line) {
    $OFS = ', '                                         # how a list of keys stands in the line
    $text = $Line.ToString().Trim().Replace('$false', '`$false')
    Write-Host ('PS> ' + $ExecutionContext.InvokeCommand.ExpandString($text))
    & $Line | Out-Host
}
function Assert-Same([string]$One, [string]$Other) {
    if ((Get-FileHash -LiteralPath $One).Hash -ne (Get-FileHash -LiteralPath $Other).Hash) { throw 'The message has changed.' }
}
function Test-Readable {
    Run { Export-CustomerKeyItem -Mailbox alice -Identity $item -OutputFile "$out/again.eml" -Force }
    Assert-Same "$out/first.eml" "$out/again.eml"
}

$exchange = '00000002-0000-0ff1-ce00-000000000000'      # Office 365 Exchange Online
$workloads = 'c066d759-24ae-40e7-a56f-027002b5d3e4'     # M365DataAtRestEncryption
$sharepoint = '00000003-0000-0ff1-ce00-000000000000'    # Office 365 SharePoint Online
$keys = 'https://contosoEastUSvault01.vault.azure.net/keys/Root', 'https://contosoNorthEUvault01.vault.azure.net/keys/Root'
try {
    Say 'A tenant: one folder on this machine. Nothing reaches Microsoft 365.'
    Run { New-CustomerKeyTenant -Path $tenant -Name Contoso }

    Say 'Two vaults in two subscriptions and two regions, a root key in each, and permissions for the service'
    foreach ($place in @(
            @{ Subscription = '11111111-aaaa-4aaa-8aaa-111111111111'; Group = 'ContosoEast'; Location = 'eastus'; Vault = 'contosoEastUSvault01' }
            @{ Subscription = '22222222-bbbb-4bbb-8bbb-222222222222'; Group = 'ContosoNorth'; Location = 'northeurope'; Vault = 'contosoNorthEUvault01' })) {
        $subscription, $group, $location, $vault = $place.Subscription, $place.Group, $place.Location, $place.Vault
        Run { Set-AzContext -Subscription $subscription | Format-List Subscription, Account }
        Run { New-AzResourceGroup -Name $group -Location $location | Format-Table ResourceGroupName, Location }
        Run { New-AzKeyVault -Name $vault -ResourceGroupName $group -Location $location -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization | Format-Table VaultName, Location, Sku, EnableSoftDelete }
        Run { Add-AzKeyVaultKey -VaultName $vault -Name Root -Destination HSM -KeyOps wrapKey, unwrapKey | Format-Table VaultName, Name, Version, KeyType, KeySize }
        Run { Set-AzKeyVaultAccessPolicy -VaultName $vault -ServicePrincipalName $exchange -PermissionsToKeys get, wrapKey, unwrapKey }
        Run { Set-AzKeyVaultAccessPolicy -VaultName $vault -ServicePrincipalName $workloads -PermissionsToKeys get, wrapKey, unwrapKey }
    }

    Say 'A policy for all workloads of the tenant, and one for mailboxes'
    Run { New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -AzureKeyIDs $keys -Description 'All workloads' }
    Run { Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Contoso_Global }
    Run { New-DataEncryptionPolicy -Name USA_mailboxes -AzureKeyIDs $keys -Description 'Mailboxes in the USA' }
    Run { New-Mailbox -Name alice }
    Run { New-Mailbox -Name bob }
    Run { Set-Mailbox -Identity alice -DataEncryptionPolicy USA_mailboxes }
    Run { Wait-CustomerKeyJob -Timeout 60 }
    Run { Get-Mailbox | Get-MailboxStatistics | Format-Table Identity, IsEncrypted, DataEncryptionPolicy, DataEncryptionPolicyID }

    Say 'Real mail goes in, encrypted: a key for each message, under the key of the mailbox'
    Run { Import-CustomerKeyItem -Mailbox alice -Path $mail | Measure-Object | Format-Table Count }
    Run { Get-CustomerKeyItem -Mailbox alice | Select-Object -First 5 | Format-Table Name, Size, SealedSize }
    $first = @(Get-CustomerKeyItem -Mailbox alice)[0]
    $item = $first.Identity
    Run { Export-CustomerKeyItem -Mailbox alice -Identity $item -OutputFile "$out/first.eml" }
    Assert-Same (Join-Path $mail $first.Name) "$out/first.eml"
    Write-Host "$($first.Name): the same, bit for bit"

    Say 'A key roll: a new version of each key, then a refresh. Mailboxes move to the new generation, content stays as it is'
    $before = (Get-MailboxStatistics -Identity alice).DataEncryptionPolicyID
    $sealed = (Get-CustomerKeyItem -Mailbox alice -Identity $item).SealedSHA256
    Run { Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Destination HSM -KeyOps wrapKey, unwrapKey | Format-Table VaultName, Name, Version }
    Run { Add-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Root -Destination HSM -KeyOps wrapKey, unwrapKey | Format-Table VaultName, Name, Version }
    Run { Set-DataEncryptionPolicy -Identity USA_mailboxes -Refresh -Confirm:$false }
    Run { Wait-CustomerKeyJob -Timeout 60 }
    $after = (Get-MailboxStatistics -Identity alice).DataEncryptionPolicyID
    Write-Host "DataEncryptionPolicyID: $before -> $after"
    if ($before -eq $after) { throw 'The mailbox has not moved.' }
    if ($sealed -ne (Get-CustomerKeyItem -Mailbox alice -Identity $item).SealedSHA256) { throw 'The sealed message has changed.' }
    Write-Host "SHA-256 of the sealed message: $sealed, before and after"
    Test-Readable

    Say 'One key is taken away: the other one opens the mailbox'
    Run { Remove-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange }
    Run { Clear-CustomerKeyCache }
    Test-Readable

    Say 'Both are taken away: refused, with the reason of each'
    Run { Remove-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange }
    Run { Clear-CustomerKeyCache }
    try {
        Run { Export-CustomerKeyItem -Mailbox alice -Identity $item -OutputFile "$out/refused.eml" }
        throw 'This should have been refused.'
    } catch {
        $id, $cmdlet = $_.FullyQualifiedErrorId -split ','
        if ($id -ne 'CustomerKeyAccessDenied') { throw }
        Write-Host "${cmdlet}: $($_.Exception.Message)" -ForegroundColor Yellow
        Write-Host "    id: $id, category: $($_.CategoryInfo.Category), target: $($_.TargetObject)"
        Write-Host "    fix: $($_.ErrorDetails.RecommendedAction)"
    }
    if (Test-Path "$out/refused.eml") { throw 'Something was written all the same.' }

    Say 'One comes back, and the mail with it'
    Run { Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange -PermissionsToKeys get, wrapKey, unwrapKey }
    Run { Clear-CustomerKeyCache }
    Test-Readable

    Say 'SharePoint: a geo has a policy of its own, under keys of its own, and every part of a file its own key'
    Run { Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Files -Destination HSM -KeyOps wrapKey, unwrapKey | Format-Table VaultName, Name, Version }
    Run { Add-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Files -Destination HSM -KeyOps wrapKey, unwrapKey | Format-Table VaultName, Name, Version }
    Run { Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $sharepoint -PermissionsToKeys get, wrapKey, unwrapKey }
    Run { Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $sharepoint -PermissionsToKeys get, wrapKey, unwrapKey }
    Run { New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com | Format-Table Name, AdminUrl }
    Run { New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance | Format-Table Url, Geo }
    $files1 = (Get-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Files).Id
    $files2 = (Get-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Files).Id
    Run { Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $files1 -SecondaryKeyVaultUri $files2 | Format-Table Status }
    Run { Wait-CustomerKeyJob -Timeout 60 }
    Run { Get-SPODataEncryptionPolicy | Format-Table Status, Geo }
    Run { Import-CustomerKeyItem -Site https://contoso.sharepoint.com/sites/finance -Path "$mail/$($first.Name)" | Format-Table Name, Size }
    Run { Export-CustomerKeyItem -Site https://contoso.sharepoint.com/sites/finance -Identity $($first.Name) -OutputFile "$out/file" }
    Assert-Same (Join-Path $mail $first.Name) "$out/file"
    Write-Host "$($first.Name): the same, bit for bit"

    Say 'An outage: both vaults are silent. The availability key serves mailboxes, and each use of it is on the record'
    Run { Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange -PermissionsToKeys get, wrapKey, unwrapKey }
    Run { Set-CustomerKeyVaultFault -VaultName contosoEastUSvault01 -Fault Unreachable }
    Run { Set-CustomerKeyVaultFault -VaultName contosoNorthEUvault01 -Fault Unreachable }
    Run { Clear-CustomerKeyCache }
    Test-Readable
    Run { Search-CustomerKeyAudit -RecordType CustomerKeyServiceEncryption -ResultSize 1 | Format-Table Activity, ObjectId, Result }
    Run { Set-CustomerKeyVaultFault -VaultName contosoEastUSvault01 -Fault None }
    Run { Set-CustomerKeyVaultFault -VaultName contosoNorthEUvault01 -Fault None }

    Say 'May the first version of a key be retired? No: the policy for all workloads still needs it'
    $root = $keys[0]
    $old = (Get-CustomerKeyUsage -Key $root | Where-Object Keys -gt 1).Id
    $version = ($old -split '/')[-1]
    Run { Get-CustomerKeyUsage -Key $root | Where-Object Keys -gt 1 | Format-List Policies, Keys, Mailboxes, Workloads, Backups }
    Run { Test-CustomerKeyRetirement -Key $old | Select-Object -ExpandProperty Detail }
    Say 'What depends on it is moved to the newest versions; then it can be disabled'
    Run { Set-M365DataAtRestEncryptionPolicy -Identity Contoso_Global -Refresh }
    Run { Wait-CustomerKeyJob -Timeout 60 }
    Run { Test-CustomerKeyRetirement -Key $old | Format-List Result }
    Run { Update-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Version $version -Enable $false }
    Test-Readable

    Say 'A purge: all data under a policy is destroyed for good, in the documented order, and the evidence is signed'
    Run { New-DataEncryptionPolicy -Name Leavers -AzureKeyIDs $keys }
    Run { New-Mailbox -Name carol }
    Run { Set-Mailbox -Identity carol -DataEncryptionPolicy Leavers }
    Run { Import-CustomerKeyItem -Mailbox carol -Path "$mail/$($first.Name)" | Format-Table Name, Size }
    Run { Remove-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange }
    Run { Remove-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange }
    Run { Set-DataEncryptionPolicy -Identity Leavers -PermanentDataPurgeRequested -PermanentDataPurgeReason 'They have left' -PermanentDataPurgeContact 'Alice Ames' -Confirm:$false }
    Run { Set-CustomerKeyPurgeApprover -Name 'Alice Ames' -PublicKey "$PSScriptRoot/approver/public.pem" }
    Run { New-CustomerKeyPurgeDocument -Identity Leavers -OutputFile "$out/purge.json" | Format-Table Policy, Approver }
    Run { Approve-CustomerKeyPurgeDocument -Path "$out/purge.json" -PrivateKey "$PSScriptRoot/approver/private.pem" -OutputFile "$out/signed.json" | Format-Table Policy, Approver }
    Run { Complete-CustomerKeyPurge -Path "$out/signed.json" -Confirm:$false | Format-Table Identity, State, Mailboxes, OtherMailboxes }
    Run { Wait-CustomerKeyJob -Timeout 60 }
    Run { Get-CustomerKeyPurge -Identity Leavers | Format-Table Identity, State, DestroyedMailboxes, DestroyedItems }
    Run { Export-CustomerKeyPurgeEvidence -Identity Leavers -OutputFile "$out/evidence.json" | Format-Table Policy, Mailboxes, Backups }
    Run { Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange -PermissionsToKeys get, wrapKey, unwrapKey }
    Run { Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange -PermissionsToKeys get, wrapKey, unwrapKey }
    Run { Clear-CustomerKeyCache }
    Test-Readable

    Say 'What is encrypted under what'
    Run { Get-Mailbox | Get-MailboxStatistics | Format-Table Identity, ItemCount, DataEncryptionPolicy, IsEncrypted }
    Run { Get-CustomerKeyWorkload | Format-Table Name, DataCovered, DataEncryptionPolicy, Items }
    Run { Get-CustomerKeyTenant }
    Write-Host "Go on:   `$env:CUSTOMER_KEY_TENANT = '$tenant'"
    Write-Host "         Import-Module '$module'; Get-Help about_CustomerKey"
} finally {
    Remove-Item -Recurse -Force $out
}
