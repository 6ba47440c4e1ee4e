# Who may do what, what is under what, and which root keys open: before a step and after it. The session that looks sees what the tenant's
# administrator sees (Look.ps1), so that who is signed in and which subscription is chosen make no difference.

# Above this, reading each mailbox after each step would take longer than the steps.
$script:FewMailboxes = 5000

function script:Join-CkeyName($names) {
    $list = @($names)
    if ($list.Count -le 6) { return $list -join ', ' }
    "$($list[0..4] -join ', ') and $($list.Count - 5) more"
}

function script:Get-CkeyAccess {
    $quiet = @{ ErrorAction = 'Stop'; WarningAction = 'Ignore' }
    $access = @{ Policy = [ordered]@{}; Root = [ordered]@{}; Right = [ordered]@{}; There = [ordered]@{}; Below = @{} }
    if ((Get-CustomerKeyTenant @quiet).Mailboxes -le $script:FewMailboxes) {
        foreach ($mailbox in @(Get-Mailbox -ResultSize Unlimited @quiet) + @(Get-MailUser -ResultSize Unlimited @quiet)) {
            if ($mailbox) { $access.Policy["mailbox $($mailbox.Name)"] = if ($mailbox.DataEncryptionPolicy) { "$($mailbox.DataEncryptionPolicy)" } else { 'no policy of its own' } }
        }
    }
    foreach ($workload in Get-CustomerKeyWorkload @quiet) { $access.Policy["workload $($workload.Identity)"] = if ($workload.DataEncryptionPolicy) { "$($workload.DataEncryptionPolicy)" } else { 'service-managed keys' } }
    Add-CkeyRootAccess $access @(Get-DataEncryptionPolicy @quiet).Where({ $_.State -ne 'Disabled' }) 'Test-DataEncryptionPolicy'
    Add-CkeyRootAccess $access (Get-M365DataAtRestEncryptionPolicy @quiet) 'Test-M365DataAtRestEncryptionPolicy'
    foreach ($usage in Get-CustomerKeyUsage @quiet) { foreach ($policy in $usage.Policies) { $access.Below[$policy] = [math]::Max([long]$access.Below[$policy], $usage.Keys) } }
    foreach ($subscription in Get-AzSubscription @quiet) {
        foreach ($named in Get-AzKeyVault -SubscriptionId $subscription.Id @quiet) {
            $vault = Get-AzKeyVault -SubscriptionId $subscription.Id -VaultName $named.VaultName @quiet
            # Where roles count, access policies are kept and give nothing.
            foreach ($policy in @($vault.AccessPolicies).Where({ $_ -and -not $vault.EnableRbacAuthorization })) { $access.Right["$($policy.DisplayName) in the vault $($vault.VaultName)"] = @($policy.PermissionsToKeys) -join ', ' }
            $access.There["vault $($vault.VaultName)"] = $true
        }
        foreach ($hsm in Get-AzKeyVaultManagedHsm -SubscriptionId $subscription.Id @quiet) {
            Add-CkeyLocalRole $access $hsm.Name
            $access.There["managed HSM $($hsm.Name)"] = $true
        }
    }
    foreach ($given in Get-AzRoleAssignment @quiet) { Add-CkeyRole $access.Right "$($given.DisplayName) on $(Get-CkeyScopeName $given.Scope)" $given.RoleDefinitionName }
    $access
}

function script:Add-CkeyRole($rights, [string]$who, [string]$role) { $rights[$who] = if ($rights.Contains($who)) { "$($rights[$who]), $role" } else { $role } }

function script:Get-CkeyScopeName([string]$scope) {
    if ($scope -match '/Microsoft\.KeyVault/(vaults|managedHSMs)/([^/]+)$') { "the $(if ($Matches[1] -eq 'vaults') { 'vault' } else { 'managed HSM' }) $($Matches[2])" } else { $scope }
}

function script:Add-CkeyLocalRole([hashtable]$access, [string]$hsm) {
    foreach ($given in @(Get-AzKeyVaultRoleAssignment -HsmName $hsm -ErrorAction Stop -WarningAction Ignore)) {
        Add-CkeyRole $access.Right "$($given.DisplayName) in the managed HSM $hsm" "$($given.RoleDefinitionName) on $($given.Scope)"
    }
}

# Whether each root key of a policy opens what is there, asked as the service asks.
function script:Add-CkeyRootAccess([hashtable]$access, $policies, [string]$test) {
    foreach ($policy in @($policies).Where({ $_ })) {
        $roots = [ordered]@{}
        foreach ($check in @(& $test $policy.Name -ErrorAction Stop -WarningAction Ignore).Where({ $_.Check -eq 'RootOpens' })) {
            $roots[("$($check.Target)" -replace '/[^/]*$')] = if ($check.Result -eq 'Passed') { 'opens' } else { "$($check.Detail)".Split(' ')[0].TrimEnd(':') }
        }
        if ($roots.Count) { $access.Root[$policy.Name] = $roots }
    }
}

# Two lists of sentences: what was lost, and what was gained.
function script:Compare-CkeyAccess([hashtable]$before, [hashtable]$after) {
    $lost = [System.Collections.Generic.List[string]]::new(); $gained = [System.Collections.Generic.List[string]]::new()
    Compare-CkeyPolicy $before.Policy $after.Policy $lost $gained
    Compare-CkeyRoot $before $after $lost $gained
    Compare-CkeyRight $before.Right $after.Right $lost $gained
    foreach ($what in $before.There.Keys) { if (-not $after.There.Contains($what)) { $lost.Add("${what}: gone") } }
    $lost.ToArray(), $gained.ToArray()
}

function script:Compare-CkeyPolicy($before, $after, $lost, $gained) {
    $moves = [ordered]@{}
    foreach ($name in @($before.Keys) + @(@($after.Keys).Where({ -not $before.Contains($_) }))) {
        $from, $to = $before[$name], $after[$name]
        if ($from -ceq $to -or ($null -eq $from -and $to -ceq 'no policy of its own')) { continue }
        $key = if ($null -eq $to) { 'gone' } elseif ($null -eq $from) { "now under $to" } else { "now under $to, before under $from" }
        if (-not $moves.Contains($key)) { $moves[$key] = [System.Collections.Generic.List[string]]::new() }
        $moves[$key].Add($name)
    }
    foreach ($key in $moves.Keys) {
        $text = "$(Join-CkeyName $moves[$key]): $key"
        if ($key -eq 'gone' -or $key -like 'now under no policy*' -or $key -like 'now under service-managed*') { $lost.Add($text) } else { $gained.Add($text) }
    }
}

function script:Compare-CkeyRoot([hashtable]$before, [hashtable]$after, $lost, $gained) {
    foreach ($policy in $after.Root.Keys) {
        $now = $after.Root[$policy]; $then = $before.Root[$policy]
        if (-not $then) { continue }
        $others = if (@($now.Values).Where({ $_ -eq 'opens' }).Count) { 'The other root key opens everything' } else { 'No root key opens anything' }
        $keys = [long]$after.Below[$policy]
        $below = if ($keys) { "$keys $(if ($keys -eq 1) { 'key' } else { 'keys' }) of mailboxes and workloads below it." } else { 'nothing is below it yet.' }
        foreach ($key in $now.Keys) {
            if ($then[$key] -ceq $now[$key] -or ($null -eq $then[$key] -and $now[$key] -eq 'opens')) { continue }
            if ($now[$key] -eq 'opens') { $gained.Add("policy ${policy}: $key opens again") }
            else { $lost.Add("policy ${policy}: $key does not open any more ($($now[$key])). ${others}: $below") }
        }
    }
}

function script:Compare-CkeyRight($before, $after, $lost, $gained) {
    foreach ($who in $before.Keys) {
        if (-not $after.Contains($who)) { $lost.Add("${who}: $($before[$who])"); continue }
        $old = $before[$who] -split ', '; $new = $after[$who] -split ', '
        if ($gone = $old.Where({ $_ -notin $new })) { $lost.Add("${who}: $($gone -join ', ')") }
        if ($come = $new.Where({ $_ -notin $old })) { $gained.Add("${who}: $($come -join ', ')") }
    }
    foreach ($who in $after.Keys) { if (-not $before.Contains($who)) { $gained.Add("${who}: $($after[$who])") } }
}
