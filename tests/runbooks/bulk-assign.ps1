# Many mailboxes at once: a list of mailboxes and policies goes through the pipeline, with progress, and what failed is kept for tomorrow.
$ErrorActionPreference = 'Stop'

# ---- what is there before
& "$PSScriptRoot/common/contoso.ps1"
New-DataEncryptionPolicy -Name EUR_mailboxes -AzureKeyIDs https://ContosoMailWestUS.vault.azure.net/keys/Mail-01, https://ContosoMailEastUS.vault.azure.net/keys/Mail-02

# ---- first what it would do, then the assignment: a mailbox that is not there stops nothing
$rows = Import-Csv "$PSScriptRoot/files/wave-1.csv"
$failed = @()
foreach ($whatIf in $true, $false) {
    $done = 0
    foreach ($group in $rows | Group-Object DataEncryptionPolicy) {
        $group.Group | ForEach-Object {
            $done++
            Write-Progress -Activity 'Data encryption policies' -Status "$($_.Identity): $($group.Name)" -PercentComplete (100 * $done / $rows.Count)
            $_
        } | Set-Mailbox -DataEncryptionPolicy $group.Name -WhatIf:$whatIf -ErrorAction SilentlyContinue -ErrorVariable problems
        if (-not $whatIf) { $failed += $problems }
    }
    Write-Progress -Activity 'Data encryption policies' -Completed
    if ($whatIf -and (Get-Mailbox bob).DataEncryptionPolicy) { throw 'It was to say only what it would do.' }
}
$failed | Select-Object @{ Name = 'Mailbox'; Expression = { $_.TargetObject } }, @{ Name = 'Problem'; Expression = { $_.Exception.Message } } | Export-Csv failed.csv

# ---- until every mailbox of the list has arrived
Wait-CustomerKeyJob
$left = @($rows.Identity | Get-MailboxStatistics -ErrorAction SilentlyContinue | Where-Object RewrapPending)
if ($left) { throw "These wait: $($left.Identity -join ', ')" }

# ---- what it must have led to
$wanted = @{ alice = 'USA_mailboxes'; 'José Núñez' = 'USA_mailboxes'; bob = 'EUR_mailboxes'; reception = 'EUR_mailboxes' }
foreach ($name in $wanted.Keys) {
    $mailbox = Get-MailboxStatistics $name
    if ($mailbox.DataEncryptionPolicy -ne $wanted[$name]) { throw "$name is under '$($mailbox.DataEncryptionPolicy)'." }
    if ($mailbox.DataEncryptionPolicyID -ne (Get-DataEncryptionPolicy $wanted[$name]).GenerationId) { throw "$name is under an older generation." }
}
$problems = @(Import-Csv failed.csv)
if ($problems.Count -ne 1 -or $problems[0].Problem -notlike "*nobody@contoso.com*couldn't be found*") { throw "Failed: $($problems | Out-String)" }
$changes = @(Search-CustomerKeyAudit -Operation Set-Mailbox -Object alice -Result Succeeded)
if (-not $changes) { throw 'The audit log does not say who did it.' }
