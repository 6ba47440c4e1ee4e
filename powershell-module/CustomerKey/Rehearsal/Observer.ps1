# What a rehearsal sees of each call of a cmdlet, within the module: which line called it, what the audit log has of it, whose data could be
# read before it and after it. It puts functions of its own around those of the kernel, in a PowerShell that does nothing else.
foreach ($part in 'Access', 'Finality') { . "$script:Root/Rehearsal/$part.ps1" }

$script:Known = [System.Collections.Generic.HashSet[string]]::new()
$script:Statement = $null           # the calls of one line: objects go through several cmdlets of a pipeline in turn
$script:Current = $null
$script:Looking = $false            # the observer itself calls cmdlets
$script:Blind = ''
$script:Record = [long]0
$script:Access = $null
$script:ForkPath = ''

function script:Send-CkeyEvent([hashtable]$told) { [System.Console]::Out.WriteLine($script:EventMark + (Microsoft.PowerShell.Utility\ConvertTo-Json $told -Depth 10 -Compress)); [System.Console]::Out.Flush() }

function script:Start-CkeyObserver([string]$mark, [string]$fork) {
    $script:EventMark = $mark; $script:ForkPath = $fork
    ${function:script:Invoke-CkeyActual} = ${function:script:Invoke-CkeyCall}
    ${function:script:Write-CkeyActualRecord} = ${function:script:Write-CkeyRecord}
    ${function:script:ConvertTo-CkeyActualErrorRecord} = ${function:script:ConvertTo-CkeyErrorRecord}
    ${function:script:Invoke-CkeyCall} = ${function:script:Invoke-CkeyObserved}
    ${function:script:Write-CkeyRecord} = ${function:script:Write-CkeyObservedRecord}
    ${function:script:ConvertTo-CkeyErrorRecord} = ${function:script:ConvertTo-CkeyObservedErrorRecord}
    if ($fork) { Send-CkeyEvent @{ kind = 'fork'; path = $fork } }
    Read-CkeyTenant
}

# A script may make its tenant first: then there is nothing to see before.
function script:Read-CkeyTenant {
    Use-CkeyQuietly {
        $tenant = Get-CustomerKeyTenant -ErrorAction Stop -WarningAction Ignore
        Send-CkeyEvent @{ kind = 'tenant'; name = $tenant.Name; path = $tenant.Path }
        $newest = Search-CustomerKeyAudit -ResultSize 1 -ErrorAction Stop -WarningAction Ignore
        $script:Record = if ($newest) { $newest.RecordNumber } else { 0 }
        $script:Access = Get-CkeyAccess
    }
}

# An account that may not read the audit log is told of; another one may see again.
function script:Use-CkeyQuietly([scriptblock]$look) {
    $before = $global:Error.Count
    $script:Looking = $true
    try { & $look } catch { $script:Blind = $_.Exception.Message }
    finally {
        $script:Looking = $false
        while ($global:Error.Count -gt $before) { $global:Error.RemoveAt(0) }
    }
}

function script:Test-CkeyOwnFile([string]$file) { $file.StartsWith($script:Root, [System.StringComparison]::Ordinal) }

# The line of the script, also where a stand-in of ours has made the call.
function script:Get-CkeyPlace([System.Management.Automation.PSCmdlet]$cmdlet) {
    $place = $cmdlet.MyInvocation
    if ($place.ScriptName -and -not (Test-CkeyOwnFile $place.ScriptName)) { return $place.ScriptName, $place.ScriptLineNumber }
    foreach ($frame in Microsoft.PowerShell.Utility\Get-PSCallStack) {
        if ($frame.ScriptName -and -not (Test-CkeyOwnFile $frame.ScriptName)) { return $frame.ScriptName, $frame.ScriptLineNumber }
    }
    '', 0
}

function script:Start-CkeyStep([System.Management.Automation.PSCmdlet]$cmdlet, [bool]$reads) {
    $name = $cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.Name
    # What a stand-in reads, no script has asked for.
    if ($name -like 'Get-*' -and (Test-CkeyOwnFile "$($cmdlet.MyInvocation.ScriptName)")) { return }
    $file, $line = Get-CkeyPlace $cmdlet
    $key = "${file}|$line"
    if ($script:Statement -and $script:Statement.Key -cne $key) { Complete-CkeyStatement }
    if (-not $script:Statement) { $script:Statement = @{ Key = $key; Steps = [ordered]@{} } }
    if ($name -match '^(Connect|Disconnect|Open|New-CustomerKeyTenant|Restore-CustomerKeyTenant|Set-CustomerKeyTenant)') { $script:Blind = '' }
    if (-not $script:Statement.Steps.Contains($name)) {
        $script:Statement.Steps[$name] = @{ Line = $line; ScriptName = $file; Cmdlet = $name; Calls = 0; Objects = 0; Account = ''; Reads = $reads; Result = 'Read'; Clock = [System.Diagnostics.Stopwatch]::new()
            Changed = [System.Collections.Generic.List[string]]::new(); Lost = @(); Gained = @(); Final = [System.Collections.Generic.List[string]]::new()
            Warnings = [System.Collections.Generic.List[string]]::new(); Errors = [System.Collections.Generic.List[object]]::new() }
    }
    $step = $script:Statement.Steps[$name]
    $step.Calls++
    $step.Clock.Start()
    $step
}

# A script that is rehearsed on a fork stays there: what it opens otherwise is a tenant that somebody needs.
function script:Assert-CkeyOnFork([System.Management.Automation.PSCmdlet]$cmdlet) {
    if (-not $script:ForkPath) { return }
    $name = $cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.Name
    $leaves = $name -in 'Open-CustomerKeyTenant', 'New-CustomerKeyTenant', 'Restore-CustomerKeyTenant', 'Remove-CustomerKeyTenant'
    if (-not $leaves -and $env:CUSTOMER_KEY_TENANT -ceq $script:ForkPath) { return }
    $what = if ($leaves) { "$name works on another tenant" } else { "CUSTOMER_KEY_TENANT names another tenant, $($env:CUSTOMER_KEY_TENANT)," }
    $cmdlet.ThrowTerminatingError((ConvertTo-CkeyErrorRecord @{ id = 'RehearsalStaysOnFork'; category = 'InvalidOperation'; target = $name
        message = "$what and this script is rehearsed on a fork."; fix = 'Rehearse it without -Fork, on a tenant that it may change.' }))
}

function script:Invoke-CkeyObserved {
    param([System.Management.Automation.PSCmdlet]$Cmdlet, [System.Collections.IDictionary]$Bound, [string[]]$Given, [System.Collections.IDictionary]$Piped = @{}, [string]$ShouldProcess, [string[]]$Paths, [switch]$Obeys, [switch]$Opens)
    begin {
        $step = $null
        if (-not $script:Looking) {
            $step = $script:Current = Start-CkeyStep $Cmdlet (-not $PSBoundParameters.ContainsKey('ShouldProcess') -and -not $Obeys)
            Assert-CkeyOnFork $Cmdlet
            if ($step) { Add-CkeyFinality $step $Bound }
        }
    }
    end { Invoke-CkeyActual @PSBoundParameters | & { process { if ($step) { $step.Objects++ }; $_ } } }
    clean { if ($step) { $step.Clock.Stop() } }
}

function script:Write-CkeyObservedRecord([System.Management.Automation.PSCmdlet]$cmdlet, [hashtable]$record, [string]$name, [bool]$agreed, [ulong]$call) {
    if (-not $script:Looking -and $record['stream'] -eq 'warning' -and $script:Statement -and $script:Statement.Steps.Contains($name)) {
        $warnings = $script:Statement.Steps[$name].Warnings
        if (-not $warnings.Contains($record['message'])) { $warnings.Add($record['message']) }
    }
    Write-CkeyActualRecord $cmdlet $record $name $agreed $call
}

# Exchange puts its codes before the sentence: Ex6F9304|Microsoft.Exchange...|The operation couldn't be performed.
function script:Get-CkeyPlainMessage([string]$message) { if ($message -match '^Ex[0-9A-F]+\|[\w.]+\|') { $message.Substring($Matches[0].Length) } else { $message } }

function script:ConvertTo-CkeyObservedErrorRecord($problem) {
    if (-not $script:Looking -and $script:Current) {
        $null = $script:Known.Add("$($problem['id'])|$($problem['message'])")
        $script:Current.Errors.Add([ordered]@{ ErrorId = $problem['id']; Message = Get-CkeyPlainMessage $problem['message']; Target = "$($problem['target'])"; Fix = "$($problem['fix'])" })
        $script:Current.Result = if ($problem['id'] -match 'Denied|NotPermitted|AccountUnknown|SignInFailed') { 'Denied' } else { 'Failed' }
    }
    ConvertTo-CkeyActualErrorRecord $problem
}

function script:Get-CkeyNewRecord {
    $few = @(Search-CustomerKeyAudit -ResultSize 200 -ErrorAction Stop -WarningAction Ignore)
    if ($few.Count -eq 200 -and $few[-1].RecordNumber -gt $script:Record + 1) { $few = @(Search-CustomerKeyAudit -ResultSize Unlimited -ErrorAction Stop -WarningAction Ignore) }
    $new = @($few.Where({ $_.RecordNumber -gt $script:Record }))
    [array]::Reverse($new)
    $new
}

# Records of a call belong to its cmdlet; what the service does by itself, to the last one that changed something.
function script:Add-CkeyRecord([System.Collections.Specialized.OrderedDictionary]$steps, $records) {
    $last = (@($steps.Values.Where({ -not $_.Reads })) + @($steps.Values))[0]
    foreach ($step in $steps.Values) { if (-not $step.Reads) { $last = $step } }
    $groups = [ordered]@{}
    foreach ($record in $records) {
        $step = if ($record.Operation -and $steps.Contains($record.Operation)) { $steps[$record.Operation] } else { $last }
        if ($record.UserId) { $step.Account = $record.UserId }
        if ($record.Result -ne 'Succeeded' -or $record.Activity -eq $record.Operation) { continue }      # it ran and changed nothing
        $key = "$($step.Cmdlet)|$($record.Activity)"
        if (-not $groups.Contains($key)) { $groups[$key] = @{ Step = $step; Activity = $record.Activity; Objects = [System.Collections.Generic.List[string]]::new() } }
        if ($record.ObjectId -and -not $groups[$key].Objects.Contains($record.ObjectId)) { $groups[$key].Objects.Add($record.ObjectId) }
    }
    foreach ($group in $groups.Values) {
        $group.Step.Changed.Add("$($group.Activity): $(Join-CkeyName $group.Objects)")
        if ($group.Step.Result -eq 'Read') { $group.Step.Result = 'Changed' }
        if ($final = $script:FinalActivities[$group.Activity]) { if (-not $group.Step.Final.Contains($final)) { $group.Step.Final.Add($final) } }
    }
    $last
}

function script:Complete-CkeyStatement {
    if (-not $script:Statement) { return }
    $statement = $script:Statement; $script:Statement = $null; $script:Current = $null
    if (-not $script:Blind) {
        Use-CkeyQuietly {
            $records = @(Get-CkeyNewRecord)
            if (-not $records.Count) { return }
            $script:Record = $records[-1].RecordNumber
            $last = Add-CkeyRecord $statement.Steps $records
            $now = Get-CkeyAccess
            if ($script:Access) { $last.Lost, $last.Gained = Compare-CkeyAccess $script:Access $now } else { Read-CkeyTenant }
            foreach ($hsm in @($now.Unread).Where({ $script:Access -and $_ -notin $script:Access.Unread })) { $last.Warnings.Add("Who has which role in the managed HSM $hsm cannot be read from here on, and what changes there is not shown.") }
            $script:Access = $now
        }
    }
    foreach ($step in $statement.Steps.Values) {
        if ($script:Blind -and -not $step.Reads -and $step.Cmdlet -notmatch '^(Connect|Disconnect)-') { $step.Warnings.Add("What it changed is not shown: $script:Blind") }
        # What did not happen is not final.
        if (-not $step.Changed.Count -and -not $script:Blind) { $step.Final.Clear() }
        $told = @{}; foreach ($name in $step.Keys) { if ($name -notin 'Clock', 'Reads') { $told[$name] = $step[$name] } }
        $told.Milliseconds = $step.Clock.Elapsed.TotalMilliseconds
        Send-CkeyEvent @{ kind = 'step'; step = $told }
    }
}
