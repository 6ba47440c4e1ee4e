# What a rehearsal sees of each call of a cmdlet, within the module: which line called it, and what became of it. It puts functions of its own
# around those of the kernel, in a process that does nothing else. What is known lies in one table for the whole process: a script has other
# runspaces, and may import the module again.
foreach ($part in 'Access', 'Finality', 'Look', 'Steps') { . "$script:Root/Rehearsal/$part.ps1" }

$script:Rehearsal = $null
$script:Looking = $false            # the observer itself calls cmdlets
$script:ObservedStep = $null        # the step of the call around: each call has a variable of this name, which the functions that it calls find
$script:Telling = ',"tellsOperations":true'

function script:Send-CkeyEvent([hashtable]$told) { [System.Console]::Out.WriteLine($script:Rehearsal.Mark + (Microsoft.PowerShell.Utility\ConvertTo-Json $told -Depth 10 -Compress)); [System.Console]::Out.Flush() }

function script:Start-CkeyObserver([string]$mark, [string]$fork, [string]$file) {
    $rehearsal = @{
        Mark = $mark; Fork = $fork; File = $file; Blocks = Get-CkeyBlock $file
        Main = [runspace]::DefaultRunspace.InstanceId
        Known = [System.Collections.Generic.HashSet[string]]::new()
        Operations = @{}            # which step an operation of the audit log belongs to
        Statement = $null           # the calls of one line: objects go through several cmdlets of a pipeline in turn
        Pending = [ordered]@{}      # those of other runspaces, and of earlier lines that still run
        Begun = 0; Blind = ''; Record = [long]0; Access = $null; Tenant = $null
        Watch = @{ Session = [ulong]0; Tenant = $null; Settings = @() }
    }
    [System.AppDomain]::CurrentDomain.SetData('CustomerKey.Rehearsal', $rehearsal)
    Join-CkeyRehearsal $rehearsal
    if ($fork) { Send-CkeyEvent @{ kind = 'fork'; path = $fork } }
    Use-CkeyWatch { Read-CkeyTenant }
}

function script:Join-CkeyRehearsal([hashtable]$rehearsal) {
    $script:Rehearsal = $rehearsal
    $script:SessionOptions = $script:Telling
    ${function:script:Invoke-CkeyActualCall} = ${function:script:Invoke-CkeyCall}
    ${function:script:Write-CkeyActualRecord} = ${function:script:Write-CkeyRecord}
    ${function:script:ConvertTo-CkeyActualErrorRecord} = ${function:script:ConvertTo-CkeyErrorRecord}
    ${function:script:ConvertFrom-CkeyActualCaught} = ${function:script:ConvertFrom-CkeyCaught}
    ${function:script:Invoke-CkeyCall} = ${function:script:Invoke-CkeyObservedCall}
    ${function:script:Write-CkeyRecord} = ${function:script:Write-CkeyObservedRecord}
    ${function:script:ConvertTo-CkeyErrorRecord} = ${function:script:ConvertTo-CkeyObservedErrorRecord}
    ${function:script:ConvertFrom-CkeyCaught} = ${function:script:ConvertFrom-CkeyObservedCaught}
}

function script:Test-CkeyOwnFile([string]$file) { $file.StartsWith($script:Root, [System.StringComparison]::Ordinal) }

function script:Test-CkeyMain { [runspace]::DefaultRunspace.InstanceId -eq $script:Rehearsal.Main }

# The script's blocks, by their text: another runspace gets one as text alone, whose lines count from its own beginning. Where two have the
# same text, it is not known which of them runs.
function script:Get-CkeyBlock([string]$file) {
    $blocks = [System.Collections.Generic.Dictionary[string, int]]::new([System.StringComparer]::Ordinal)
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref]$null, [ref]$null)
    foreach ($block in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.ScriptBlockExpressionAst] }, $true)) {
        $text = $block.Extent.Text.Substring(1, $block.Extent.Text.Length - 2)
        $blocks[$text] = if ($blocks.ContainsKey($text)) { 0 } else { $block.Extent.StartLineNumber }
    }
    , $blocks
}

# A place in a text that is a block of the script, as a place in the script; line 0 where that cannot be known.
function script:Resolve-CkeyBlockLine([System.Management.Automation.Language.IScriptExtent]$extent) {
    $text = if ($extent -and $extent.StartScriptPosition) { $extent.StartScriptPosition.GetFullScript() }
    if ($text -and $script:Rehearsal.Blocks.ContainsKey($text) -and ($first = $script:Rehearsal.Blocks[$text])) { $first + $extent.StartLineNumber - 1 } else { 0 }
}

# The line of the script, also where a stand-in of ours has made the call, or where a block of the script runs elsewhere.
function script:Get-CkeyPlace([System.Management.Automation.PSCmdlet]$cmdlet) {
    $place = $cmdlet.MyInvocation
    if ($place.ScriptName -and -not (Test-CkeyOwnFile $place.ScriptName)) { return $place.ScriptName, $place.ScriptLineNumber }
    foreach ($frame in Microsoft.PowerShell.Utility\Get-PSCallStack) {
        if ($frame.ScriptName) { if (Test-CkeyOwnFile $frame.ScriptName) { continue } else { return $frame.ScriptName, $frame.ScriptLineNumber } }
        if ($line = Resolve-CkeyBlockLine $frame.Position) { return $script:Rehearsal.File, $line }
    }
    '', 0
}

function script:Start-CkeyStep([System.Management.Automation.PSCmdlet]$cmdlet, [bool]$reads) {
    $name = $cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.Name
    # What a stand-in reads, no script has asked for.
    if ($name -like 'Get-*' -and (Test-CkeyOwnFile "$($cmdlet.MyInvocation.ScriptName)")) { return }
    $file, $line = Get-CkeyPlace $cmdlet
    $key = "${file}|$line"
    $rehearsal = $script:Rehearsal
    $isMain = Test-CkeyMain
    if ($isMain -and (-not $rehearsal.Statement -or $rehearsal.Statement.Key -cne $key)) {
        Complete-CkeyStatement
        $rehearsal.Statement = @{ Key = $key; Steps = [ordered]@{} }
    }
    Lock-CkeyRehearsal {
        $steps, $of = if ($isMain) { $rehearsal.Statement.Steps, $name } else { $rehearsal.Pending, "$key|$name" }
        if (-not $steps.Contains($of)) { $steps[$of] = New-CkeyStep $line $file $name $reads $(if (-not $isMain) { 'in another runspace' }) }
        $steps[$of].Calls++
        $steps[$of].Running++
        $steps[$of]
    }
}

# A script that is rehearsed on a fork stays there: what it opens otherwise is a tenant that somebody needs.
function script:Assert-CkeyOnFork([System.Management.Automation.PSCmdlet]$cmdlet) {
    $fork = $script:Rehearsal.Fork
    if (-not $fork) { return }
    $name = $cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.Name
    $leaves = $name -in 'Open-CustomerKeyTenant', 'New-CustomerKeyTenant', 'Restore-CustomerKeyTenant', 'Remove-CustomerKeyTenant'
    if (-not $leaves -and $env:CUSTOMER_KEY_TENANT -ceq $fork) { return }
    $what = if ($leaves) { "$name works on another tenant" } else { "CUSTOMER_KEY_TENANT names another tenant, $($env:CUSTOMER_KEY_TENANT)," }
    $cmdlet.ThrowTerminatingError((ConvertTo-CkeyErrorRecord @{ id = 'RehearsalStaysOnFork'; category = 'InvalidOperation'; target = $name
        message = "$what and this script is rehearsed on a fork."; fix = 'Rehearse it without -Fork, on a tenant that it may change.' }))
}

function script:Invoke-CkeyObservedCall {
    param([System.Management.Automation.PSCmdlet]$Cmdlet, [System.Collections.IDictionary]$Bound, [string[]]$Given, [System.Collections.IDictionary]$Piped = @{}, [string]$ShouldProcess, [string[]]$Paths, [switch]$Obeys, [switch]$Opens)
    begin {
        $ObservedStep = $null
        $clock = [System.Diagnostics.Stopwatch]::new()
        if (-not $script:Looking) {
            $ObservedStep = Start-CkeyStep $Cmdlet (-not $PSBoundParameters.ContainsKey('ShouldProcess') -and -not $Obeys)
            $clock.Start()
            Assert-CkeyOnFork $Cmdlet
            if ($ObservedStep) { Lock-CkeyRehearsal { Add-CkeyFinality $ObservedStep $Bound } }
        }
    }
    end { Invoke-CkeyActualCall @PSBoundParameters | & { process { if ($ObservedStep) { $ObservedStep.Objects++ }; $_ } } }
    clean { if ($ObservedStep) { Lock-CkeyRehearsal { $ObservedStep.Milliseconds += $clock.Elapsed.TotalMilliseconds; $ObservedStep.Running-- } } }
}

function script:Write-CkeyObservedRecord([System.Management.Automation.PSCmdlet]$cmdlet, [hashtable]$record, [string]$name, [bool]$agreed, [ulong]$call) {
    if ($ObservedStep -and $record['stream'] -eq 'operation') { Lock-CkeyRehearsal { $ObservedStep.Account = $record['account']; $script:Rehearsal.Operations[$record['operationId']] = $ObservedStep } }
    if ($ObservedStep -and $record['stream'] -eq 'warning') { Lock-CkeyRehearsal { if (-not $ObservedStep.Warnings.Contains($record['message'])) { $ObservedStep.Warnings.Add($record['message']) } } }
    Write-CkeyActualRecord $cmdlet $record $name $agreed $call
}

# Every error of a cmdlet is made by one of these two, those of the engine and those of the kernel; what one has made, the other may pass on.
function script:ConvertTo-CkeyObservedErrorRecord($problem) {
    $record = ConvertTo-CkeyActualErrorRecord $problem
    Add-CkeyProblem $record
    $record
}

function script:ConvertFrom-CkeyObservedCaught([System.Management.Automation.ErrorRecord]$caught) {
    $record = ConvertFrom-CkeyActualCaught $caught
    Add-CkeyProblem $record
    $record
}

function script:Add-CkeyProblem([System.Management.Automation.ErrorRecord]$record) {
    if (-not $ObservedStep) { return }
    $id = $record.FullyQualifiedErrorId.Split(',')[0]
    Lock-CkeyRehearsal {
        $errors = $ObservedStep.Errors
        $null = $script:Rehearsal.Known.Add("$id|$($record.Exception.Message)")
        for ($i = $errors.Count - 1; $i -ge 0; $i--) { if ([object]::ReferenceEquals($errors[$i].Exception, $record.Exception)) { $errors[$i] = $record; return } }
        $errors.Add($record)
        $ObservedStep.Result = if ($id -match 'Denied|NotPermitted|AccountUnknown|SignInFailed') { 'Denied' } else { 'Failed' }
    }
}
