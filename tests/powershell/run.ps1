# Plays the PowerShell suites on a built library: pwsh tests/powershell/run.ps1 -Library target/debug/libcustomerkey.so [-Suite NAME, ...]
# Each suite has a process of its own, because a process keeps the first library it loads. The last line is `N passed, N failed, N skipped`.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)]
    [string]$Library,

    [string[]]$Suite,

    # Set by this script for the process of one suite: where that leaves its counts.
    [string]$Result
)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false       # a suite with a failed test is counted, and the next one runs

if ($PSVersionTable.PSVersion -lt [version]'7.5') { throw "These tests need PowerShell 7.5 or later; this is $($PSVersionTable.PSVersion)." }
$pester = Get-Module -ListAvailable Pester | Where-Object Version -ge ([version]'5.0') | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) { throw 'These tests need Pester 5: Install-PSResource Pester -Version 5.*' }
$file = (Resolve-Path -LiteralPath $Library).ProviderPath

if ($Result) {
    Import-Module $pester.Path
    $env:CUSTOMER_KEY_LIBRARY = $file
    $env:CUSTOMER_KEY_TENANT = $null                    # each suite makes its own, in a temporary folder
    $settings = New-PesterConfiguration
    $settings.Run.Path = [IO.Path]::Combine($PSScriptRoot, "$Suite.Tests.ps1")
    $settings.Run.PassThru = $true
    $settings.Output.Verbosity = 'Detailed'
    $done = Invoke-Pester -Configuration $settings
    # A suite that could not be read or set up has no failed test of its own.
    $broken = $done.FailedBlocksCount + $done.FailedContainersCount
    $failed = if ($done.FailedCount) { $done.FailedCount } else { $broken }
    Set-Content -LiteralPath $Result "$($done.PassedCount) $failed $($done.SkippedCount + $done.NotRunCount)"
    exit [int]($failed -gt 0)
}

$all = 'kernel', 'surface', 'pipelines', 'shapes', 'unset', 'matrix', 'errors', 'input', 'whatif', 'tenants', 'azure', 'views', 'completion', 'help', 'signin', 'inventory', 'rehearsal', 'runbooks', 'examples', 'help_examples', 'quickstart'
$passed = 0; $failed = 0; $skipped = 0
foreach ($name in $(if ($Suite) { $Suite -split ',' } else { $all })) {      # `pwsh -File` passes a list as one text
    if ($name -notin $all) { throw "There is no suite $name. There are: $($all -join ', ')." }
    Write-Host "`n== $name"
    if ($name -eq 'kernel' -and -not (Get-Command gcc -CommandType Application -ErrorAction Ignore)) { $skipped++; Write-Host 'skipped: there is no gcc for its toy library'; continue }
    $counts = [IO.Path]::GetTempFileName()
    & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -File $PSCommandPath -Library $file -Suite $name -Result $counts
    $numbers = (Get-Content -LiteralPath $counts -Raw) -split '\s+'
    Remove-Item -LiteralPath $counts
    if ($numbers.Count -lt 3) { $failed++; Write-Host "$name ended without a result."; continue }
    $passed += [int]$numbers[0]; $failed += [int]$numbers[1]; $skipped += [int]$numbers[2]
}
Write-Host ''
Write-Host "$passed passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0)
