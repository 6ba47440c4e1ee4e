# Drift: the tenant is compared with two files that say what it has to be like, and what differs is put right by splatting.
$ErrorActionPreference = 'Stop'

# ---- what is there before
& "$PSScriptRoot/common/contoso.ps1"

# ---- the comparison: for each difference the command and the parameters that end it
$vaults = Import-PowerShellDataFile "$PSScriptRoot/files/desired-vaults.psd1"
$policies = Get-Content "$PSScriptRoot/files/desired-policies.json" -Raw | ConvertFrom-Json -AsHashtable

function New-Drift($Object, $Is, $Command, $Wanted) {
    [pscustomobject]@{ Object = $Object; Is = "$Is"; Command = $Command; Wanted = $Wanted }
}

function Get-Drift {
    foreach ($wanted in $vaults.AccessPolicies) {
        $vault = Get-AzKeyVault -VaultName $wanted.VaultName -SubscriptionId $wanted.SubscriptionId
        $principal = (Get-AzADServicePrincipal -ApplicationId $wanted.ServicePrincipalName).Id
        $is = ($vault.AccessPolicies | Where-Object ObjectId -eq $principal).PermissionsToKeys
        if (Compare-Object @($is) $wanted.PermissionsToKeys) { New-Drift $wanted.VaultName $is Set-AzKeyVaultAccessPolicy $wanted }
    }
    foreach ($wanted in $vaults.Keys) {
        $key = Get-AzKeyVaultKey -VaultName $wanted.VaultName -Name $wanted.Name
        $owner = if ($key.Tags) { $key.Tags['Owner'] }
        $isRight = $key.Enabled -eq $wanted.Enable -and $owner -eq $wanted.Tag.Owner -and -not (Compare-Object @($key.Key.KeyOps) $wanted.KeyOps)
        if (-not $isRight) { New-Drift $key.Id "$($key.Enabled) $owner $($key.Key.KeyOps)" Update-AzKeyVaultKey $wanted }
    }
    foreach ($wanted in $policies.DataEncryptionPolicies) {
        $policy = Get-DataEncryptionPolicy -Identity $wanted.Identity
        if ($policy.Description -ne $wanted.Description -or $policy.Enabled -ne $wanted.Enabled) { New-Drift $policy.Name $policy.Description Set-DataEncryptionPolicy $wanted }
    }
    $assigned = (Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy
    $wanted = $policies.Assignment
    if ($assigned -ne $wanted.DataEncryptionPolicy) { New-Drift tenant $assigned Set-M365DataAtRestEncryptionPolicyAssignment $wanted }
    foreach ($wanted in $policies.Mailboxes) {
        $is = (Get-Mailbox -Identity $wanted.Identity).DataEncryptionPolicy
        if ("$is" -ne "$($wanted.DataEncryptionPolicy)") { New-Drift $wanted.Identity $is Set-Mailbox $wanted }
    }
}

# ---- the correction
function Repair-Drift {
    foreach ($drift in Get-Drift) {
        $wanted = $drift.Wanted
        & $drift.Command @wanted
        "$($drift.Object): it was '$($drift.Is)'."
    }
    $null = Wait-CustomerKeyJob
}

# The first time it makes the tenant what the files say: an owner of both keys, and a policy for José.
Repair-Drift
if (Get-Drift) { throw "It differs still: $(Get-Drift | Out-String)" }

# ---- somebody changes things by hand
Set-AzContext -Subscription 11111111-1111-1111-1111-111111111111
Set-AzKeyVaultAccessPolicy -VaultName ContosoMailWestUS -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -PermissionsToKeys get, unwrapKey
Update-AzKeyVaultKey -VaultName ContosoMailEastUS -Name Mail-02 -Enable $false
Set-DataEncryptionPolicy USA_mailboxes -Description 'a test'
Set-Mailbox alice -DataEncryptionPolicy $null
Set-Mailbox bob -DataEncryptionPolicy USA_mailboxes
& { $ConfirmPreference = 'None'; Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null }
Wait-CustomerKeyJob

# ---- each change is found, and none is left when all are put right
$found = @(Get-Drift)
if ($found.Count -ne 6) { throw "$($found.Count) differences: $($found | Format-Table | Out-String)" }
Repair-Drift

# ---- what it must have led to
if (Get-Drift) { throw "It differs still: $(Get-Drift | Out-String)" }
if ((Get-MailboxStatistics alice).DataEncryptionPolicy -ne 'USA_mailboxes') { throw 'alice is not under the policy.' }
if ((Get-MailboxStatistics bob).DataEncryptionPolicy -ne 'Contoso_Global') { throw 'bob is not under the policy of the tenant.' }
