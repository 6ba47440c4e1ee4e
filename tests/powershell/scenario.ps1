# The runner of scenarios: reads a file, runs its steps, compares what came with what is expected.

function Get-ScenarioFolder { [IO.Path]::GetFullPath("$PSScriptRoot/../scenarios") }

function Find-Scenario {
    $folder = Get-ScenarioFolder
    if (-not (Test-Path $folder)) { return }
    Get-ChildItem $folder -Recurse -Filter *.json -File | Sort-Object FullName |
        Where-Object { [IO.Path]::GetRelativePath($folder, $_.FullName) -notmatch '^(common|rust)[\\/]' } | ForEach-Object FullName
}

function Read-ScenarioFile([string]$file) { Get-Content -LiteralPath $file -Raw | ConvertFrom-Json -AsHashtable -DateKind String -Depth 64 }

# The steps of what a file includes, before its own.
function Read-Scenario([string]$file) {
    $scenario = Read-ScenarioFile $file
    $steps = [Collections.Generic.List[object]]::new()
    foreach ($name in @($scenario['include'])) {
        if ($name) { foreach ($step in (Read-Scenario (Join-Path (Get-ScenarioFolder) $name))['steps']) { $steps.Add($step) } }
    }
    foreach ($step in $scenario['steps']) { $steps.Add($step) }
    $scenario['steps'] = $steps.ToArray()
    $scenario
}

function Get-SkipReason($scenario) {
    if ($scenario.ContainsKey('hosts') -and 'powershell' -notin $scenario['hosts']) { return 'it is not for this host' }
    if ($scenario['long'] -and -not $env:CUSTOMER_KEY_LONG) { return 'it takes long: CUSTOMER_KEY_LONG is not set' }
    foreach ($step in $scenario['steps']) {
        foreach ($stage in @($step) + @($step['steps']) + @($step['pipe'])) {
            if ($stage -is [Collections.IDictionary] -and $stage['answer'] -eq 'no') { return 'it answers a question by no, which needs a person here' }
        }
    }
}

function Invoke-Scenario($scenario, [string]$folder) {
    $saved = @{}
    Invoke-StepList $scenario['steps'] $folder $saved
}

function Invoke-StepList($steps, [string]$folder, [hashtable]$saved) {
    $number = 0
    foreach ($step in $steps) {
        $number++
        try { Invoke-Step $step $folder $saved }
        catch { throw "step $number $(ConvertTo-Json $step -Compress -Depth 5): $($_.Exception.Message)" }
    }
}

function Invoke-Step($step, [string]$folder, [hashtable]$saved) {
    if ($step.ContainsKey('repeat')) {
        foreach ($n in 1..$step['repeat']) { Invoke-StepList @(foreach ($one in $step['steps']) { Set-Number $one $n }) $folder $saved }
        return
    }
    if ($step.ContainsKey('write')) { Write-StepFile $step $folder; return }
    if ($step.ContainsKey('compare')) {
        $files = foreach ($name in $step['compare']) { [Convert]::ToBase64String([IO.File]::ReadAllBytes((Join-Path $folder $name))) }
        $equal = -not $step.ContainsKey('equal') -or $step['equal']
        if (($files[0] -ceq $files[1]) -ne $equal) { throw "the files are $(if ($equal) { 'different' } else { 'equal' })" }
        return
    }
    $stages = @(if ($step.ContainsKey('pipe')) { $step['pipe'] }
        elseif ($step.ContainsKey('work')) { @{ cmdlet = 'Invoke-CustomerKeyJob'; parameters = $(if ($step['work'] -is [ValueType]) { @{ MaxSteps = $step['work'] } } else { @{} }) } }
        else { $step })
    $played = Invoke-Stage @(foreach ($stage in $stages) { Get-Call $stage $saved })
    Test-Step $step $played $saved
}

# The same bytes that every runner writes.
function Write-StepFile($step, [string]$folder) {
    if ($step.ContainsKey('size')) {
        $bytes = [byte[]]::new($step['size'])
        for ([long]$n = 0; $n -lt $bytes.Length; $n++) { $bytes[$n] = [byte]((($n * 2654435761) -shr 7) -band 255) }
    } else { $bytes = [Text.UTF8Encoding]::new($false).GetBytes([string]$step['text']) }
    [IO.File]::WriteAllBytes((Join-Path $folder $step['write']), $bytes)
}

# "{n}" in every text becomes the number of the round.
function Set-Number($value, [int]$n) {
    if ($value -is [string]) { return $value.Replace('{n}', "$n") }
    if ($value -is [Collections.IDictionary]) {
        $table = @{}
        foreach ($key in $value.PSBase.Keys) { $table[$key] = Set-Number $value[$key] $n }
        return $table
    }
    if ($value -is [Collections.IList]) { return , @(foreach ($item in $value) { Set-Number $item $n }) }
    $value
}

# {"$var": "name"} becomes what was saved.
function Resolve-Saved($value, [hashtable]$saved) {
    if ($value -is [Collections.IDictionary]) {
        if ($value.Count -eq 1 -and $value.Contains('$var')) {
            if (-not $saved.ContainsKey($value['$var'])) { throw "nothing is saved as $($value['$var'])" }
            return , $saved[$value['$var']]
        }
        $table = @{}
        foreach ($key in $value.PSBase.Keys) { $table[$key] = Resolve-Saved $value[$key] $saved }
        return $table
    }
    if ($value -is [Collections.IList]) { return , @(foreach ($item in $value) { Resolve-Saved $item $saved }) }
    $value
}

function Get-Call($stage, [hashtable]$saved) {
    $parameters = @{}
    if ($stage['parameters']) { $parameters = Resolve-Saved $stage['parameters'] $saved }
    if ($stage['whatIf']) { $parameters['WhatIf'] = $true }
    $positional = @()
    if ($stage['positional']) { $positional = Resolve-Saved $stage['positional'] $saved }      # a list already; @() would put it into another
    @{ Cmdlet = $stage['cmdlet']; Parameters = $parameters; Positional = $positional }
}

# Runs one call, or several joined by pipes, and sorts what comes.
function Invoke-Stage([object[]]$calls) {
    $ErrorActionPreference = 'Continue'
    $ConfirmPreference = 'None'
    $played = @{ Outputs = [Collections.Generic.List[object]]::new(); Errors = [Collections.Generic.List[object]]::new(); Warnings = @(); Messages = @() }
    $c0, $c1, $c2 = $calls[0].Cmdlet, $calls[1].Cmdlet, $calls[2].Cmdlet
    $p0, $p1, $p2 = $calls[0].Parameters, $calls[1].Parameters, $calls[2].Parameters
    $v0, $v1, $v2 = $calls[0].Positional, $calls[1].Positional, $calls[2].Positional
    try {
        $all = switch ($calls.Count) {
            1 { & $c0 @v0 @p0 *>&1 }
            2 { & { & $c0 @v0 @p0 | & $c1 @v1 @p1 } *>&1 }
            3 { & { & $c0 @v0 @p0 | & $c1 @v1 @p1 | & $c2 @v2 @p2 } *>&1 }
            default { throw "a pipe of $($calls.Count) stages" }
        }
    } catch { $played.Errors.Add((ConvertTo-PlainError $_)) }
    foreach ($item in $all) {
        if ($item -is [Management.Automation.ErrorRecord]) { $played.Errors.Add((ConvertTo-PlainError $item)) }
        elseif ($item -is [Management.Automation.WarningRecord]) { $played.Warnings += $item.Message }
        elseif ($item -is [Management.Automation.InformationRecord]) { $played.Messages += "$item" }
        elseif ($item -isnot [Management.Automation.VerboseRecord]) { $played.Outputs.Add((ConvertTo-PlainValue $item)) }
    }
    $played
}

function ConvertTo-PlainError([Management.Automation.ErrorRecord]$problem) {
    @{
        id       = $problem.FullyQualifiedErrorId.Split(',')[0]
        category = [string]$problem.CategoryInfo.Category
        message  = $problem.Exception.Message
        target   = if ($null -eq $problem.TargetObject) { $null } else { [string]$problem.TargetObject }
        reason   = $problem.CategoryInfo.Reason
        fix      = if ($problem.ErrorDetails) { $problem.ErrorDetails.RecommendedAction } else { '' }
    }
}

# An output as JSON would show it: dates in UTC, GUIDs and bytes as text.
function ConvertTo-PlainValue($value) {
    if ($null -eq $value) { return $null }
    $base = $value.PSObject.BaseObject
    if ($base -is [datetime]) { return $base.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture) }
    if ($base -is [guid]) { return $base.ToString() }
    if ($base -is [byte[]]) { return [Convert]::ToBase64String($base) }
    if ($base -is [string] -or $base -is [ValueType]) { return $base }
    if ($base -is [Collections.IDictionary]) {
        $table = @{}
        foreach ($key in $base.PSBase.Keys) { $table[$key] = ConvertTo-PlainValue $base[$key] }
        return $table
    }
    if ($base -is [Collections.IEnumerable]) { return , @(foreach ($item in $base) { ConvertTo-PlainValue $item }) }
    $table = @{}
    foreach ($property in $value.PSObject.Properties) { $table[$property.Name] = ConvertTo-PlainValue $property.Value }
    $table
}

function Test-Step($step, $played, [hashtable]$saved) {
    # `$x = if ...` takes a list of one apart; the Count of an expected error would be that of its properties.
    $wanted = @(if ($step.ContainsKey('errors')) { $step['errors'] } elseif ($step.ContainsKey('error')) { $step['error'] })
    if ($wanted.Count -ne $played.Errors.Count) { throw "expected $($wanted.Count) errors, found $(ConvertTo-Json @($played.Errors) -Compress)" }
    for ($i = 0; $i -lt $wanted.Count; $i++) { Compare-Value $wanted[$i] $played.Errors[$i] $saved 'error' }
    if ($step.ContainsKey('output')) { Compare-Value $step['output'] $played.Outputs.ToArray() $saved 'output' }
    if ($step.ContainsKey('count') -and $played.Outputs.Count -ne $step['count']) { throw "expected $($step['count']) objects, found $($played.Outputs.Count)" }
    if ($step.ContainsKey('warnings')) { Compare-Text @($step['warnings']) $played.Warnings 'warning' }
    # What -WhatIf says goes to the screen and to no stream.
    if ($step.ContainsKey('messages') -and -not $step['whatIf']) { Compare-Text @($step['messages']) $played.Messages 'message' }
}

function Compare-Text([string[]]$patterns, [string[]]$found, [string]$what) {
    if (-not $patterns -and $found) { throw "expected no $what, found $($found -join ' / ')" }
    foreach ($pattern in $patterns) {
        if (-not ($found | Where-Object { Test-Like $pattern $_ })) { throw "no $what is like '$pattern': $($found -join ' / ')" }
    }
}

# `*` stands for anything, every other character for itself; case counts.
function Test-Like([string]$pattern, [string]$text) {
    $text -cmatch ('(?s)^' + [regex]::Escape($pattern).Replace('\*', '.*') + '$')
}

function Compare-Value($expected, $actual, [hashtable]$saved, [string]$at) {
    if ($expected -is [Collections.IDictionary]) {
        $names = @($expected.PSBase.Keys)
        if ($names.Count -and -not ($names | Where-Object { $_ -notlike '$*' })) {
            foreach ($rule in $names) { Compare-Rule $rule $expected[$rule] $actual $saved $at }
            return
        }
        if ($actual -isnot [Collections.IDictionary]) { throw "${at}: expected an object, found $(ConvertTo-Json $actual -Compress)" }
        foreach ($name in $names) {
            if (-not $actual.Contains($name)) { throw "${at}: there is no property $name" }
            Compare-Value $expected[$name] $actual[$name] $saved "$at.$name"
        }
        return
    }
    if ($expected -is [Collections.IList]) {
        if ($actual -isnot [Collections.IList] -or $actual.Count -ne $expected.Count) { throw "${at}: expected $(ConvertTo-Json $expected -Compress -Depth 5), found $(ConvertTo-Json $actual -Compress -Depth 5)" }
        for ($i = 0; $i -lt $expected.Count; $i++) { Compare-Value $expected[$i] $actual[$i] $saved "$at[$i]" }
        return
    }
    if (-not (Test-Same $expected $actual)) { throw "${at}: expected $(ConvertTo-Json $expected -Compress), found $(ConvertTo-Json $actual -Compress -Depth 5)" }
}

# Equal as JSON values: no number equals a text, no truth a number, and case counts.
function Test-Same($one, $other) {
    if ($null -eq $one -or $null -eq $other) { return ($null -eq $one -and $null -eq $other) }
    foreach ($type in [string], [bool]) { if ($one -is $type -or $other -is $type) { return ($one -is $type -and $other -is $type -and $one -ceq $other) } }
    if ($one -is [ValueType] -and $other -is [ValueType]) { return [double]$one -eq [double]$other }
    (ConvertTo-Json $one -Compress -Depth 8) -ceq (ConvertTo-Json $other -Compress -Depth 8)
}

# On that day somewhere on Earth: a date without an offset is local here and UTC elsewhere.
function Test-Day([string]$day, [string]$moment) {
    $start = [datetimeoffset]::Parse("${day}T00:00:00Z", [cultureinfo]::InvariantCulture)
    $hours = ([datetimeoffset]::Parse($moment, [cultureinfo]::InvariantCulture) - $start).TotalHours
    $hours -ge -14 -and $hours -lt 38
}

function Test-Value($expected, $actual, [hashtable]$saved, [string]$at) {
    try { Compare-Value $expected $actual $saved $at; $true } catch { $false }
}

function Compare-Rule([string]$rule, $wanted, $actual, [hashtable]$saved, [string]$at) {
    $holds = switch -CaseSensitive ($rule) {
        '$save' { $saved[$wanted] = $actual; $true }
        '$same' {
            if (-not $saved.ContainsKey($wanted)) { throw "${at}: nothing is saved as $wanted" }
            Test-Same $saved[$wanted] $actual
        }
        '$not' { -not (Test-Value $wanted $actual $saved $at) }
        '$is' { Compare-Value $wanted $actual $saved $at; $true }
        '$all' { foreach ($one in $wanted) { Compare-Value $one $actual $saved $at }; $true }
        '$any' { $true }
        '$set' { ($null -ne $actual -and $actual -isnot [string] -and $actual -isnot [Collections.IList] -or ($actual -is [string] -and $actual) -or ($actual -is [Collections.IList] -and $actual.Count -gt 0)) -eq $wanted }
        '$guid' { $actual -is [string] -and $actual -match '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }
        '$like' { $actual -is [string] -and (Test-Like $wanted $actual) }
        '$one-of' { [bool]@($wanted | Where-Object { Test-Same $_ $actual }).Count }
        '$length' { $actual.Count -eq $wanted -and $actual -is [Collections.IList] -or ($actual -is [string] -and $actual.Length -eq $wanted) }
        '$min' { $actual -ge $wanted }
        '$max' { $actual -le $wanted }
        '$date' { $actual -is [string] -and (Test-Day $wanted $actual) }
        '$contains' { $actual -is [Collections.IList] -and [bool]@($actual | Where-Object { Test-Value $wanted $_ $saved $at }).Count }
        '$each' { foreach ($item in $actual) { Compare-Value $wanted $item $saved $at }; $true }
        default { throw "${at}: there is no matcher $rule" }
    }
    if (-not $holds) { throw "${at}: $(ConvertTo-Json $actual -Compress -Depth 5) does not satisfy $rule $(ConvertTo-Json $wanted -Compress -Depth 5)" }
}
