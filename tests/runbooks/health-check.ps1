# The daily check: what is wrong, and since yesterday who read by the availability key and who was refused. It only reads.
$ErrorActionPreference = 'Stop'

# ---- what is there before
& "$PSScriptRoot/common/contoso.ps1"

# ---- the check: an object for each finding, and none where all is well
function New-Finding($Area, $Object, $Detail) { [pscustomobject]@{ Area = $Area; Object = $Object; Detail = $Detail } }

function Get-CustomerKeyFinding([datetime]$Since) {
    # Vaults and keys, as Azure tells.
    foreach ($vault in Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVault -VaultName $_.VaultName -SubscriptionId * }) {
        if (-not $vault.EnableSoftDelete) { New-Finding Vault $vault.VaultName 'soft delete is off' }
        if (-not $vault.EnablePurgeProtection) { New-Finding Vault $vault.VaultName 'purge protection is off' }
        $keys = Get-AzKeyVaultKey -VaultName $vault.VaultName -ErrorAction SilentlyContinue -ErrorVariable silent
        if ($silent) { New-Finding Vault $vault.VaultName $silent[0] }
        foreach ($key in $keys) {
            $key = Get-AzKeyVaultKey -VaultName $vault.VaultName -Name $key.Name
            if (-not $key.Enabled) { New-Finding Key $key.Id 'is disabled' }
            if ($key.Expires -and $key.Expires.Year -ne 9999) { New-Finding Key $key.Id "expires at $($key.Expires)" }
        }
    }
    # Policies: every check of them, with a live wrap and unwrap under each key.
    $checks = @(Get-DataEncryptionPolicy | Test-DataEncryptionPolicy) + @(Get-M365DataAtRestEncryptionPolicy | Test-M365DataAtRestEncryptionPolicy) + @(Test-SPODataEncryptionPolicy)
    foreach ($check in $checks | Where-Object Result -eq Failed) { New-Finding Policy $check.Policy "$($check.Number) $($check.Target): $($check.Detail)" }
    $sharePoint = Get-SPODataEncryptionPolicy
    if ($sharePoint.Status -notin 'Registered', 'Rolling') { New-Finding SharePoint $sharePoint.Identity $sharePoint.Status }
    # Mailboxes that no key of ours protects, and those that wait for longer than the 72 hours of the documents.
    foreach ($mailbox in Get-Mailbox -ResultSize Unlimited | Get-MailboxStatistics | Where-Object { -not $_.IsEncrypted }) {
        New-Finding Mailbox $mailbox.Identity 'is not encrypted'
    }
    foreach ($check in Test-CustomerKeyConfiguration | Where-Object { $_.Check -eq 'Overdue' -and $_.Result -eq 'Failed' }) {
        New-Finding Overdue $check.Target $check.Detail
    }
    # Since yesterday.
    foreach ($record in Search-UnifiedAuditLog -StartDate $Since -EndDate (Get-CustomerKeyClock).Now.AddMinutes(1) -RecordType CustomerKeyServiceEncryption -ResultSize 5000) {
        New-Finding AvailabilityKey $record.Identity ($record.AuditData | ConvertFrom-Json).Activity
    }
    foreach ($record in Search-CustomerKeyAudit -StartDate $Since -Result Denied) { New-Finding Refused $record.UserId "$($record.Operation) $($record.ObjectId)" }
}

function Assert-Finding($Because, [string[]]$Wanted) {
    $found = @(Get-CustomerKeyFinding -Since $since)
    $areas = @($found.Area | Sort-Object -Unique)
    if ("$areas" -ne "$($Wanted | Sort-Object)") { throw "${Because}: $($found | Format-Table | Out-String)" }
    $found
}

# ---- a day on which all is well
$since = (Get-CustomerKeyClock).Now.AddDays(-1)
Assert-Finding 'All is well'

# ---- a key is disabled: its policy is told of, and nobody is refused, because the other key serves
Update-AzKeyVaultKey -VaultName ContosoMailWestUS -Name Mail-01 -Enable $false
Assert-Finding 'A key is disabled' Key, Policy
Update-AzKeyVaultKey -VaultName ContosoMailWestUS -Name Mail-01 -Enable $true

# ---- both vaults are silent: mail is read by the availability key, which leaves a record
Clear-CustomerKeyCache
foreach ($vault in 'ContosoMailWestUS', 'ContosoMailEastUS') { Set-CustomerKeyVaultFault -VaultName $vault -Fault Unreachable }
$null = Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile read.eml
Assert-Finding 'Both vaults are silent' AvailabilityKey, Policy, Vault
foreach ($vault in 'ContosoMailWestUS', 'ContosoMailEastUS') { Set-CustomerKeyVaultFault -VaultName $vault -Fault None }

# ---- the next day, all is well again
Set-CustomerKeyClock -Advance 1.00:01:00       # a minute more: records have whole seconds
$since = (Get-CustomerKeyClock).Now.AddDays(-1)
Assert-Finding 'All is well again'
