# The PowerShell in which a script is rehearsed: only our modules and PowerShell's own are found. What happens is told on standard output,
# a line of JSON for each thing, which Rehearsal.ps1 reads; nothing else here writes there.
$ErrorActionPreference = 'Stop'
$mark = "`u{1}ckey "
function Send-Event([hashtable]$told) { [Console]::Out.WriteLine($mark + (ConvertTo-Json $told -Depth 10 -Compress)); [Console]::Out.Flush() }

[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
$order = [Management.Automation.PSSerializer]::Deserialize([IO.StreamReader]::new([Console]::OpenStandardInput(), [Text.UTF8Encoding]::new($false)).ReadToEnd())
$root = [IO.Path]::GetDirectoryName($PSScriptRoot)
# Until this process ends nobody removes the folder of the fork, also where the one that began the rehearsal is gone.
$held = if ($order.Folder) { [IO.FileStream]::new("$($order.Folder)/stage.lock", 'OpenOrCreate', 'ReadWrite', 'None') }

$env:CUSTOMER_KEY_TENANT = if ($order.Fork) { $order.Fork } else { $order.Tenant }
$runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
$runspace.ThreadOptions = 'UseCurrentThread'
$runspace.Open()
# A runspace adds the folders of the user and of the machine when it opens; the real modules may lie there.
$env:PSModulePath = "$root/compat" + [IO.Path]::PathSeparator + "$PSHOME/Modules"

function Invoke-Prepared([scriptblock]$code, [object[]]$arguments) {
    $shell = [powershell]::Create($runspace)
    $null = $shell.AddScript($code.ToString()); foreach ($argument in $arguments) { $null = $shell.AddArgument($argument) }
    try { $shell.Invoke(); if ($shell.HadErrors) { throw $shell.Streams.Error[0] } } finally { $shell.Dispose() }
}

# What was returned and said, as lines of a console of 80 columns: in the runspace of the script, which has the views of its modules.
function Get-Said($output) {
    Invoke-Prepared {
        param($output)
        $objects = [Collections.Generic.List[object]]::new(); $line = ''
        foreach ($one in @($output) + @($null)) {
            $said = $one -is [Management.Automation.InformationalRecord] -or $one -is [Management.Automation.InformationRecord]
            if (($said -or $null -eq $one) -and $objects.Count) { $objects | Microsoft.PowerShell.Utility\Out-String -Stream -Width 80; $objects.Clear() }
            if ($one -is [Management.Automation.InformationRecord]) {
                # A console shows what Write-Host says, and the rest where a script wants that.
                if ('PSHOST' -notin $one.Tags -and $global:InformationPreference -ne 'Continue') { continue }
                $line += "$($one.MessageData)"
                if ($one.MessageData -isnot [Management.Automation.HostInformationMessage] -or -not $one.MessageData.NoNewLine) { $line -split '\r?\n'; $line = '' }
            } elseif ($said) { "$($one.GetType().Name.Replace('Record', '').ToUpperInvariant()): $($one.Message)" } elseif ($null -ne $one) { $objects.Add($one) }
        }
        if ($line) { $line }
    } (, $output)
}

try {
    Invoke-Prepared {
        param($root, $fork, $state, $secrets, $location, $mark, $file)
        Set-Location -LiteralPath $location
        Import-Module "$root/CustomerKey.psd1" -Global
        # Calls tell of their operations from the first one on, because a session keeps its options.
        & (Get-Module CustomerKey) { Initialize-CkeyKernel; . "$script:Root/Rehearsal/Observer.ps1"; $script:SessionOptions = $script:Telling }
        if ($fork) { $null = Restore-CustomerKeyTenant -Path $fork -InputFile $state -SecretsFile $secrets -Confirm:$false -ErrorAction Stop -WarningAction Ignore -InformationAction Ignore }
        & (Get-Module CustomerKey) { Start-CkeyObserver @args } $mark $fork $file
        foreach ($part in 'StandIns', 'Answers') { . "$root/Rehearsal/$part.ps1" }
    } $root, $order.Fork, $order.State, $order.Secrets, $order.Location, $mark, $order.File
} catch {
    $cause = if ($_.Exception.InnerException) { $_.Exception.InnerException } else { $_.Exception }
    Send-Event @{ kind = 'problem'; problem = @{ Line = 0; ScriptName = ''; ErrorId = $_.FullyQualifiedErrorId.Split(',')[0]; Message = "The rehearsal cannot begin: $($cause.Message)"; Text = ''; Terminating = $true } }
    Send-Event @{ kind = 'end'; exitCode = 1; output = @() }
    exit 0
}

# The script is a command of a runspace, and no `try` stands around it: there an error that ends only its statement would end the script.
$shell = [powershell]::Create($runspace)
$null = $shell.AddCommand($order.File, $false)
foreach ($argument in @($order.ArgumentList).Where({ $null -ne $_ })) { $null = $shell.AddArgument($argument) }
if ($order.Parameters) { foreach ($name in $order.Parameters.Keys) { $null = $shell.AddParameter($name, $order.Parameters[$name]) } }
# What a console shows, in its order: what is returned, and what is said. Errors are told of by themselves.
foreach ($stream in 'Warning', 'Verbose', 'Debug', 'Information') { $shell.Commands.Commands[0].MergeMyResults($stream, 'Output') }
$output = [Management.Automation.PSDataCollection[psobject]]::new()
$nothing = [Management.Automation.PSDataCollection[psobject]]::new(); $nothing.Complete()
$ended = $null
try { $shell.Invoke($nothing, $output) } catch {
    $cause = $_.Exception
    while ($cause.InnerException -and ($cause -isnot [Management.Automation.IContainsErrorRecord] -or $cause -is [Management.Automation.MethodInvocationException])) { $cause = $cause.InnerException }
    $ended = if ($cause -is [Management.Automation.IContainsErrorRecord]) { $cause.ErrorRecord } else { $_ }
}
$problems = @($shell.Streams.Error) + @($ended).Where({ $_ })
$shell.Dispose()

# A script may have removed the module, or have imported it under another prefix: whichever is there knows all.
$where = [Management.Automation.InvocationInfo].GetProperty('ScriptPosition', [Reflection.BindingFlags]'NonPublic, Instance')
$positions = @(foreach ($problem in $problems) { if ($problem.InvocationInfo) { $where.GetValue($problem.InvocationInfo) } else { $null } })
$closing = @(Invoke-Prepared {
    param($positions, $root)
    $exit = $global:LASTEXITCODE
    $module = Get-Module CustomerKey | Select-Object -First 1
    if (-not $module) { $module = Import-Module "$root/CustomerKey.psd1" -PassThru }
    & $module { param($positions) Initialize-CkeyKernel; Complete-CkeyStatement $true; , $script:Rehearsal.Known; , @(foreach ($position in $positions) { Resolve-CkeyBlockLine $position }) } $positions
    $exit
} $positions, $root)
$index = -1
foreach ($problem in $problems) {
    $index++
    # What a cmdlet of ours has refused stands at its step.
    if ($closing[0].Contains("$($problem.FullyQualifiedErrorId.Split(',')[0])|$($problem.Exception.Message)") -and $problem -ne $ended) { continue }
    $place = $problem.InvocationInfo
    $line = if ($place -and -not $place.ScriptName -and $closing[1][$index]) { $closing[1][$index] } elseif ($place) { $place.ScriptLineNumber } else { 0 }
    if ($problem.Exception -is [Management.Automation.ParseException] -and $problem.Exception.Errors) { $line = $problem.Exception.Errors[0].Extent.StartLineNumber }
    Send-Event @{ kind = 'problem'; problem = @{ Line = $line; ScriptName = $(if ($place) { $place.ScriptName }); ErrorId = $problem.FullyQualifiedErrorId.Split(',')[0]; Message = $problem.Exception.Message; Text = $(if ($place -and $place.Line) { $place.Line.Trim() }); Terminating = $problem -eq $ended } }
}
# A native command also leaves its exit code; only a script that can end by `exit` says with it how it ended.
$exits = [Management.Automation.Language.Parser]::ParseFile($order.File, [ref]$null, [ref]$null).Find({ $args[0] -is [Management.Automation.Language.ExitStatementAst] }, $true)
$code = if ($ended) { 1 } elseif ($exits -and $closing.Count -gt 2 -and $null -ne $closing[2]) { [int]"$($closing[2])" } else { 0 }
Send-Event @{ kind = 'end'; exitCode = $code; output = @(Get-Said $output) }
$runspace.Dispose()
if ($held) { $held.Dispose() }
exit 0
