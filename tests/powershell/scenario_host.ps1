# Plays scenarios by the module for the player in native/scenarios, whose src/lib.rs describes the lines of JSON that go to and fro.
# The library is CUSTOMER_KEY_LIBRARY. Questions reach the prompt of a PowerShell whose user is the player.
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/AnsweringHost.ps1"
$env:TZ = 'UTC'                                       # a date without an offset is a local one here only
[TimeZoneInfo]::ClearCachedData()
$env:CUSTOMER_KEY_JOBS = 'manual'                     # jobs run when a scenario says so
[Console]::InputEncoding = [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)

function Write-Record([string]$kind, $value) {
    [Console]::Out.WriteLine((ConvertTo-Json -InputObject @{ $kind = $value } -Compress -Depth 32))
}

function Read-Request {
    $line = [Console]::In.ReadLine()
    if ($line) { ConvertFrom-Json -InputObject $line -AsHashtable -DateKind String -Depth 64 }
}

function Use-Session([Management.Automation.Runspaces.Runspace]$session, [string]$cmdlet, [string]$argument) {
    $null = [powershell]::Create($session).AddCommand($cmdlet).AddArgument($argument).Invoke()
}

# A PowerShell of its own for each scenario, with the module in the scenario's folder.
function Open-Session([string]$folder) {
    $env:CUSTOMER_KEY_TENANT = Join-Path $folder tenant
    $user = [AnsweringHost]::new()
    $user.Asked.Answer = { param($question) Write-Record question $question; if ((Read-Request)['answer']) { 'Yes' } else { 'No' } }
    $user.Asked.Written = { param($line) if ($line -match '(?s)^What if: (.*)') { Write-Record whatIf $Matches[1] } }
    $session = [runspacefactory]::CreateRunspace($user)
    $session.Open()
    Use-Session $session Import-Module "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1"
    Use-Session $session Set-Location $folder
    $session
}

function Invoke-Pipe([Management.Automation.Runspaces.Runspace]$session, [object[]]$calls) {
    $shell = [powershell]::Create($session)
    foreach ($call in $calls) {
        $null = $shell.AddCommand($call['cmdlet'])
        foreach ($value in $call['positional']) { $null = $shell.AddArgument($value) }
        $null = $shell.AddParameters($call['parameters'])
        if ($call['whatIf']) { $null = $shell.AddParameter('WhatIf') }
    }
    $objects = try { $shell.Invoke(); $ending = @() } catch { $ending = @($_.Exception.InnerException.ErrorRecord) }     # what is within may have no record, as a FormatException
    foreach ($object in $objects) { Write-Record output (ConvertTo-PlainValue $object) }
    foreach ($problem in @($shell.Streams.Error) + $ending) { Write-Record error (ConvertTo-PlainError $problem) }
    foreach ($warning in $shell.Streams.Warning) { Write-Record warning $warning.Message }
    $shell.Dispose()
}

function ConvertTo-PlainError([Management.Automation.ErrorRecord]$problem) {
    @{
        id = $problem.FullyQualifiedErrorId.Split(',')[0]; message = $problem.Exception.Message
        category = [string]$problem.CategoryInfo.Category; reason = $problem.CategoryInfo.Reason
        target = if ($null -ne $problem.TargetObject) { [string]$problem.TargetObject }; fix = $problem.ErrorDetails.RecommendedAction
    }
}

# A value as JSON shows it on the other hosts: dates in UTC, bytes in base64.
function ConvertTo-PlainValue($value) {
    if ($null -eq $value) { return $null }
    $base = $value.PSObject.BaseObject
    if ($base -is [datetime]) { return $base.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture) }
    if ($base -is [byte[]]) { return [Convert]::ToBase64String($base) }
    if ($base -is [guid]) { return [string]$base }
    if ($base -is [string] -or $base -is [ValueType]) { return $base }
    if ($base -is [Collections.IEnumerable] -and $base -isnot [Collections.IDictionary]) { return , @(foreach ($item in $base) { ConvertTo-PlainValue $item }) }
    $table = @{}
    if ($base -is [Collections.IDictionary]) { foreach ($key in $base.PSBase.Keys) { $table[$key] = ConvertTo-PlainValue $base[$key] } }
    else { foreach ($property in $value.PSObject.Properties) { $table[$property.Name] = ConvertTo-PlainValue $property.Value } }
    $table
}

while (($request = Read-Request) -and -not $request['end']) {
    if ($request['start']) {
        if ($session) { Use-Session $session Remove-Module CustomerKey; $session.Dispose() }      # the module closes the tenant
        $session = Open-Session $request['start']['folder']
    } else { Invoke-Pipe $session $request['run'] }
    Write-Record done $true
}
