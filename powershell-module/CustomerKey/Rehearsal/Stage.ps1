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

try {
    Invoke-Prepared {
        param($root, $fork, $state, $secrets, $location, $mark)
        Set-Location -LiteralPath $location
        Import-Module "$root/CustomerKey.psd1" -Global
        if ($fork) { $null = Restore-CustomerKeyTenant -Path $fork -InputFile $state -SecretsFile $secrets -Confirm:$false -ErrorAction Stop -WarningAction Ignore -InformationAction Ignore }
        & (Get-Module CustomerKey) { param($mark, $fork) Initialize-CkeyKernel; . "$script:Root/Rehearsal/Observer.ps1"; Start-CkeyObserver $mark $fork } $mark $fork
        foreach ($part in 'StandIns', 'Answers') { . "$root/Rehearsal/$part.ps1" }
    } $root, $order.Fork, $order.State, $order.Secrets, $order.Location, $mark
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

$closing = @(Invoke-Prepared { , (& (Get-Module CustomerKey) { Complete-CkeyStatement; , $script:Known }); $global:LASTEXITCODE })
foreach ($problem in $problems) {
    # What a cmdlet of ours has refused stands at its step.
    if ($closing[0].Contains("$($problem.FullyQualifiedErrorId.Split(',')[0])|$($problem.Exception.Message)") -and $problem -ne $ended) { continue }
    $place = $problem.InvocationInfo
    $line = if ($place) { $place.ScriptLineNumber } else { 0 }
    if ($problem.Exception -is [Management.Automation.ParseException] -and $problem.Exception.Errors) { $line = $problem.Exception.Errors[0].Extent.StartLineNumber }
    Send-Event @{ kind = 'problem'; problem = @{ Line = $line; ScriptName = $(if ($place) { $place.ScriptName }); ErrorId = $problem.FullyQualifiedErrorId.Split(',')[0]; Message = $problem.Exception.Message; Text = $(if ($place -and $place.Line) { $place.Line.Trim() }); Terminating = $problem -eq $ended } }
}
# A native command also leaves its exit code; only a script that can end by `exit` says with it how it ended.
$exits = [Management.Automation.Language.Parser]::ParseFile($order.File, [ref]$null, [ref]$null).Find({ $args[0] -is [Management.Automation.Language.ExitStatementAst] }, $true)
$code = if ($ended) { 1 } elseif ($exits -and $closing.Count -gt 1 -and $null -ne $closing[1]) { [int]"$($closing[1])" } else { 0 }
Send-Event @{ kind = 'end'; exitCode = $code; output = @($output | Out-String -Stream -Width 80) }
$runspace.Dispose()
if ($held) { $held.Dispose() }
exit 0
