# The looks of a rehearsal at its tenant. They have a session of their own, which only reads and acts as the tenant's administrator whoever is
# signed in: what a script may see does not change what it did.

function script:Use-CkeyWatch([scriptblock]$look) {
    $rehearsal = $script:Rehearsal; $watch = $rehearsal.Watch
    $own = $script:Session, $script:Tenant, $script:Settings
    $before = $global:Error.Count
    $rehearsal.Blind = ''
    $script:Looking = $true
    try {
        $script:Session = $watch.Session; $script:Tenant = $watch.Tenant; $script:Settings = $watch.Settings
        $script:SessionOptions = ',"observes":true,"manualJobs":true'
        # It follows the script, wherever that opens a tenant and whatever passphrase it sets.
        $now = foreach ($name in $script:Watched) { [System.Environment]::GetEnvironmentVariable($name) }
        if ($watch.Tenant -cne $env:CUSTOMER_KEY_TENANT -or ($watch.Settings -join "`0") -cne ($now -join "`0")) { Close-CkeySession }
        & $look
    } catch { $rehearsal.Blind = $_.Exception.Message }
    finally {
        $watch.Session = $script:Session; $watch.Tenant = $script:Tenant; $watch.Settings = $script:Settings
        $script:Session, $script:Tenant, $script:Settings = $own
        $script:SessionOptions = $script:Telling
        $script:Looking = $false
        while ($global:Error.Count -gt $before) { $global:Error.RemoveAt(0) }
    }
}

# A script may make its tenant first: then there is nothing to see before.
function script:Read-CkeyTenant {
    $tenant = Get-CustomerKeyTenant -ErrorAction Stop -WarningAction Ignore
    Send-CkeyEvent @{ kind = 'tenant'; name = $tenant.Name; path = $tenant.Path }
    $newest = Search-CustomerKeyAudit -ResultSize 1 -ErrorAction Stop -WarningAction Ignore
    $script:Rehearsal.Record = if ($newest) { $newest.RecordNumber } else { 0 }
    $script:Rehearsal.Access = Get-CkeyAccess
    $script:Rehearsal.Tenant = $env:CUSTOMER_KEY_TENANT
}

function script:Get-CkeyNewRecord {
    $last = $script:Rehearsal.Record
    $few = @(Search-CustomerKeyAudit -ResultSize 200 -ErrorAction Stop -WarningAction Ignore)
    if ($few.Count -eq 200 -and $few[-1].RecordNumber -gt $last + 1) { $few = @(Search-CustomerKeyAudit -ResultSize Unlimited -ErrorAction Stop -WarningAction Ignore) }
    $new = @($few.Where({ $_.RecordNumber -gt $last }))
    [array]::Reverse($new)
    $new
}

# What has happened since the last look, told of the steps that did it. `Found` gets those that no call of this process explains.
function script:Update-CkeyStep([System.Collections.Specialized.OrderedDictionary]$steps, [System.Collections.Specialized.OrderedDictionary]$found) {
    $rehearsal = $script:Rehearsal
    # Another tenant has its own records, and what it has was not gained.
    if ($rehearsal.Access -and $rehearsal.Tenant -cne $env:CUSTOMER_KEY_TENANT) { Read-CkeyTenant; return }
    $records = @(Get-CkeyNewRecord)
    if (-not $records.Count) { return }
    $rehearsal.Record = $records[-1].RecordNumber
    $did = @(Lock-CkeyRehearsal { Add-CkeyRecord $steps $found $records })
    if (-not $rehearsal.Access) { Read-CkeyTenant; return }
    $now = Get-CkeyAccess
    $lost, $gained = Compare-CkeyAccess $rehearsal.Access $now
    $rehearsal.Access = $now
    if (-not $did.Count) { return }
    $last = $did[-1]
    $last.Lost += $lost; $last.Gained += $gained
    # Within a line of the script the last cmdlet stands for all.
    $others = @($did.Where({ $_.Changed.Count -and ($_.Line -ne $last.Line -or $_.Place -cne $last.Place) }).ForEach({ if ($_.Line) { "$($_.Cmdlet), line $($_.Line)" } else { "$($_.Cmdlet) $($_.Place)" } }))
    if ($others.Count -and ($lost.Count -or $gained.Count)) { $last.Warnings.Add("Who lost and gained what is told here also for what was changed at the same time: $(($others | Microsoft.PowerShell.Utility\Select-Object -Unique) -join '; ').") }
}
