# Steps: whose each record of the audit log is, and when a step is over.

# One at a time: other runspaces tell of their calls meanwhile.
function script:Lock-CkeyRehearsal([scriptblock]$change) {
    [System.Threading.Monitor]::Enter($script:Rehearsal)
    try { & $change } finally { [System.Threading.Monitor]::Exit($script:Rehearsal) }
}

function script:New-CkeyStep([int]$line, [string]$file, [string]$cmdlet, [bool]$reads, [string]$place) {
    $script:Rehearsal.Begun++
    @{ Number = $script:Rehearsal.Begun; Line = $line; ScriptName = $file; Cmdlet = $cmdlet; Place = $place; Calls = 0; Objects = 0; Account = ''; Reads = $reads; Running = 0; Sent = $false; Result = 'Read'; Milliseconds = [double]0
        Changed = [System.Collections.Generic.List[string]]::new(); Lost = @(); Gained = @(); Final = [System.Collections.Generic.List[string]]::new()
        Warnings = [System.Collections.Generic.List[string]]::new(); Errors = [System.Collections.Generic.List[object]]::new() }
}

# A step that no call of this process explains: another process made it, or the service itself.
function script:Get-CkeyFoundStep([System.Collections.Specialized.OrderedDictionary]$found, $record) {
    $cmdlet, $place = if (-not $record.Operation) { 'The service', 'by itself' }
    elseif ($record.Process -like "*($PID)") { $record.Operation, 'in another runspace' }
    else { $record.Operation, "in another process: $($record.Process)" }
    $key = "$cmdlet|$place"
    if (-not $found.Contains($key)) { $found[$key] = New-CkeyStep 0 '' $cmdlet $false $place; $found[$key].Seen = [System.Collections.Generic.HashSet[string]]::new() }
    $step = $found[$key]
    $null = $step.Seen.Add("$($record.OperationId)")
    $step.Calls = $step.Seen.Count
    $step.Account = $record.UserId
    if ($record.Result -ne 'Succeeded') {
        $step.Result = $record.Result
        $details = $record.AuditData | Microsoft.PowerShell.Utility\Select-Object error, reason
        if ($details.error) { $step.Errors.Add((ConvertTo-CkeyActualErrorRecord @{ id = $details.error; category = 'NotSpecified'; target = $record.ObjectId; message = "$($details.reason)" })) }
    }
    $step
}

# A call tells which operation it is. What a cmdlet does besides, such as to note that a sign-in failed, has another id, and its name.
function script:Get-CkeyStepOf([System.Collections.Specialized.OrderedDictionary]$steps, [System.Collections.Specialized.OrderedDictionary]$found, $record) {
    $step = if ($record.OperationId) { $script:Rehearsal.Operations["$($record.OperationId)"] }
    if (-not $step -and $record.Operation -and $record.Process -like "*($PID)") { foreach ($one in $steps.Values) { if ($one.Cmdlet -eq $record.Operation) { $step = $one; break } } }
    if (-not $step) { return Get-CkeyFoundStep $found $record }
    if (-not $step.Sent) { return $step }
    # The look after it has failed: it is told of once more.
    $key = "$($step.Line)|$($step.ScriptName)|$($step.Cmdlet)"
    if (-not $found.Contains($key)) { $found[$key] = New-CkeyStep $step.Line $step.ScriptName $step.Cmdlet $step.Reads $step.Place; $found[$key].Account = $step.Account }
    $found[$key]
}

# What fails may change who reads what all the same; what only reads does not.
function script:Get-CkeyWeight([hashtable]$step) { if ($step.Place -ceq 'by itself') { 0 } elseif ($step.Changed.Count) { 3 } elseif ($step.Reads) { 1 } else { 2 } }

# Gives back the steps that did something, whoever did it last at the end; of what the service does by itself, only where nobody else did.
function script:Add-CkeyRecord([System.Collections.Specialized.OrderedDictionary]$steps, [System.Collections.Specialized.OrderedDictionary]$found, $records) {
    $groups = [ordered]@{}
    $did = [System.Collections.Generic.List[object]]::new()
    foreach ($record in $records) {
        $step = Get-CkeyStepOf $steps $found $record
        $null = $did.Remove($step); $did.Add($step)
        if ($record.Result -ne 'Succeeded' -or $record.Activity -eq $record.Operation) { continue }      # it ran and changed nothing
        $key = "$([System.Runtime.CompilerServices.RuntimeHelpers]::GetHashCode($step))|$($record.Activity)"
        if (-not $groups.Contains($key)) { $groups[$key] = @{ Step = $step; Activity = $record.Activity; Objects = [System.Collections.Generic.List[string]]::new() } }
        if ($record.ObjectId -and -not $groups[$key].Objects.Contains($record.ObjectId)) { $groups[$key].Objects.Add($record.ObjectId) }
    }
    foreach ($group in $groups.Values) {
        $group.Step.Changed.Add("$($group.Activity): $(Join-CkeyName $group.Objects)")
        if ($group.Step.Result -eq 'Read') { $group.Step.Result = 'Changed' }
        if ($final = $script:FinalActivities[$group.Activity]) { if (-not $group.Step.Final.Contains($final)) { $group.Step.Final.Add($final) } }
    }
    foreach ($weight in 0..3) { $did.Where({ (Get-CkeyWeight $_) -eq $weight }) }
}

# The calls of a line are over: the next line has begun, or the script has ended. A call that still runs is not: it goes on in another
# runspace, or gives its objects to what the next line does with them, and may fail yet. `all` at the end.
function script:Complete-CkeyStatement([bool]$all) {
    $rehearsal = $script:Rehearsal
    $own = @(if ($rehearsal.Statement) { $rehearsal.Statement.Steps.Values })
    $rehearsal.Statement = $null
    $steps = [ordered]@{}; $found = [ordered]@{}
    Lock-CkeyRehearsal { foreach ($step in $own) { $rehearsal.Pending["main|$($step.Number)"] = $step } }
    $over = @(Lock-CkeyRehearsal {
        foreach ($key in @($rehearsal.Pending.Keys)) {
            $step = $rehearsal.Pending[$key]
            if ($all -or -not $step.Running) { $rehearsal.Pending.Remove($key); $step }
        }
    })
    # As they began: other runspaces work while a line waits for them.
    foreach ($step in $over | Microsoft.PowerShell.Utility\Sort-Object { $_.Number }) { $steps["$($step.Number)"] = $step }
    Use-CkeyWatch { Update-CkeyStep $steps $found }
    foreach ($step in @($steps.Values) + @($found.Values)) {
        if ($rehearsal.Blind -and -not $step.Reads -and $step.Cmdlet -notmatch '^(Connect|Disconnect)-') { $step.Warnings.Add("What it changed is not shown: $($rehearsal.Blind)") }
        Send-CkeyStep $step
    }
}

# Exchange puts its codes before the sentence: Ex6F9304|Microsoft.Exchange...|The operation couldn't be performed.
function script:Get-CkeyPlainMessage([string]$message) { if ($message -match '^Ex[0-9A-F]+\|[\w.]+\|') { $message.Substring($Matches[0].Length) } else { $message } }

function script:Send-CkeyStep([hashtable]$step) {
    $told = Lock-CkeyRehearsal {
        $step.Sent = $true
        # What did not happen is not final.
        if (-not $step.Changed.Count -and -not $script:Rehearsal.Blind) { $step.Final.Clear() }
        $copy = @{}; foreach ($name in $step.Keys) { if ($name -notin 'Reads', 'Running', 'Sent', 'Seen', 'Errors') { $copy[$name] = $step[$name] } }
        $copy.Errors = @(foreach ($record in $step.Errors) {
            $details = $record.ErrorDetails
            [ordered]@{ ErrorId = $record.FullyQualifiedErrorId.Split(',')[0]; Message = Get-CkeyPlainMessage $(if ($details -and $details.Message) { $details.Message } else { $record.Exception.Message })
                Target = "$($record.TargetObject)"; Fix = $(if ($details) { "$($details.RecommendedAction)" } else { '' }) }
        })
        $copy
    }
    Send-CkeyEvent @{ kind = 'step'; step = $told }
}
