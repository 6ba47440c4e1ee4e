# The yearly roll of all keys: new versions, backups, refreshes, a look at every mailbox, and the old versions retired once nothing needs them.
$ErrorActionPreference = 'Stop'

# ---- what is there before
& "$PSScriptRoot/common/contoso.ps1"

# ---- what is rolled: the policies say under which versions they are
$policies = @(Get-DataEncryptionPolicy) + @(Get-M365DataAtRestEncryptionPolicy)
$sharePoint = Get-SPODataEncryptionPolicy
$old = @($policies.RootKeys) + $sharePoint.PrimaryKeyVaultUri + $sharePoint.SecondaryKeyVaultUri
Set-CustomerKeyClock -Advance 365.00:00:00

# ---- a new version of every key, and a backup of it
$new = foreach ($id in $old) {
    $vault = ([uri]$id).Host.Split('.')[0]
    $name = ([uri]$id).Segments[2].Trim('/')
    $key = Get-AzKeyVaultKey -VaultName $vault -Name $name
    Add-AzKeyVaultKey -VaultName $vault -Name $name -Destination Software -Size $key.KeySize -KeyOps $key.Key.KeyOps -Tag @{ Rolled = "$((Get-CustomerKeyClock).Now.Year)" }
    $null = Backup-AzKeyVaultKey -VaultName $vault -Name $name -OutputFile "$vault-$name-$((Get-CustomerKeyClock).Now.ToString('yyyyMMdd')).backup"
}

# ---- mailboxes and workloads: a refresh, which says beforehand what it would do
Get-DataEncryptionPolicy | Set-DataEncryptionPolicy -Refresh -WhatIf
Get-DataEncryptionPolicy | Set-DataEncryptionPolicy -Refresh
Get-M365DataAtRestEncryptionPolicy | Set-M365DataAtRestEncryptionPolicy -Refresh -WhatIf
Get-M365DataAtRestEncryptionPolicy | Set-M365DataAtRestEncryptionPolicy -Refresh
# ---- SharePoint: one key at a time
foreach ($type in 'Primary', 'Secondary') {
    $vault = ([uri]$sharePoint."${type}KeyVaultUri").Host.Split('.')[0]
    $key = $new | Where-Object VaultName -eq $vault
    Update-SPODataEncryptionPolicy -Identity https://contoso-admin.sharepoint.com -KeyVaultName $key.VaultName -KeyName $key.Name -KeyVersion $key.Version -KeyType $type -Confirm:$false
    while ((Get-SPODataEncryptionPolicy).Status -eq 'Rolling') { $null = Wait-CustomerKeyJob }
}
$null = Wait-CustomerKeyJob

# ---- every mailbox is under the new generation of its policy
foreach ($mailbox in Get-Mailbox -ResultSize Unlimited | Get-MailboxStatistics) {
    $policy = @(Get-DataEncryptionPolicy) + @(Get-M365DataAtRestEncryptionPolicy) | Where-Object Name -eq $mailbox.DataEncryptionPolicy
    if ($mailbox.RewrapPending -or $mailbox.DataEncryptionPolicyID -ne $policy.GenerationId) { throw "$($mailbox.Identity) is under an older generation." }
    if ($policy.Generation -ne 2) { throw "$($policy.Name) was not refreshed." }
}

# ---- the old versions: disabled one by one, each only when nothing needs it
foreach ($id in $old) {
    $needed = Test-CustomerKeyRetirement -Key $id | Where-Object Result -eq Failed
    if ($needed) { throw "$id is needed: $($needed.Detail -join ' ') $($needed.Remedy -join ' ')" }
    $vault = ([uri]$id).Host.Split('.')[0]
    Update-AzKeyVaultKey -VaultName $vault -Name ([uri]$id).Segments[2].Trim('/') -Version ([uri]$id).Segments[-1] -Enable $false
}

# ---- what it must have led to: everything opens, with nothing kept from before
Clear-CustomerKeyCache
$null = Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile alice.eml
$null = Export-CustomerKeyItem -Mailbox bob -Identity letter.eml -OutputFile bob.eml
$null = Export-CustomerKeyItem -Site https://contoso.sharepoint.com/sites/finance -Identity letter.eml -OutputFile file.eml
foreach ($file in 'alice.eml', 'bob.eml', 'file.eml') {
    if ((Get-Content $file -Raw) -ne (Get-Content letter.eml -Raw)) { throw "$file is another." }
}
foreach ($check in Test-CustomerKeyTenant -Content | Where-Object Result -ne Passed) { throw $check.Detail }
$used = Get-CustomerKeyUsage | Where-Object Keys -gt 0 | ForEach-Object Version
if (Compare-Object $used $new.Version) { throw 'What is in use is not what was made.' }
if (@(Get-ChildItem *.backup).Count -ne $old.Count) { throw 'A backup is missing.' }
