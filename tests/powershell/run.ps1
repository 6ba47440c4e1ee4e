# Plays the PowerShell suites on a built library: pwsh tests/powershell/run.ps1 -Library target/debug/libcustomerkey.so [-Suite NAME, ...]
# Each suite has a process of its own, because a process keeps the first library it loads; two are played at once, and what one says is shown
# when it ends. The last line is `N passed, N failed, N skipped`.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)]
    [string]$Library,

    [string[]]$Suite,

    [ValidateRange(1, 64)]
    [int]$AtOnce = [Math]::Min(2, [Environment]::ProcessorCount),

    # Set by this script for the process of one suite: where that leaves its counts.
    [string]$Result
)
$ErrorActionPreference = 'Stop'

if ($PSVersionTable.PSVersion -lt [version]'7.5') { throw "These tests need PowerShell 7.5 or later; this is $($PSVersionTable.PSVersion)." }
$pester = Get-Module -ListAvailable Pester | Where-Object Version -ge ([version]'5.0') | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) { throw 'These tests need Pester 5: Install-PSResource Pester -Version 5.*' }
$file = (Resolve-Path -LiteralPath $Library).ProviderPath

if ($Result) {
    if ($Suite -eq 'kernel' -and -not (Get-Command gcc -CommandType Application -ErrorAction Ignore)) {
        Set-Content -LiteralPath $Result '0 0 1'
        Write-Host 'skipped: there is no gcc for its toy library'
        exit
    }
    Import-Module $pester.Path
    $env:CUSTOMER_KEY_LIBRARY = $file
    $env:CUSTOMER_KEY_TENANT = $null                    # each suite makes its own, in a temporary folder
    # Neither the tenant that this user opened last nor the default one is a suite's to see.
    $own = [IO.Directory]::CreateTempSubdirectory('ckey-home-').FullName
    $env:XDG_CONFIG_HOME = Join-Path $own config
    $env:XDG_DATA_HOME = Join-Path $own data
    $settings = New-PesterConfiguration
    $settings.Run.Path = [IO.Path]::Combine($PSScriptRoot, "$Suite.Tests.ps1")
    $settings.Run.PassThru = $true
    $settings.Output.Verbosity = 'Detailed'
    try { $done = Invoke-Pester -Configuration $settings } finally { Remove-Item -Recurse -Force $own }
    # A suite that could not be read or set up has no failed test of its own.
    $broken = $done.FailedBlocksCount + $done.FailedContainersCount
    $failed = if ($done.FailedCount) { $done.FailedCount } else { $broken }
    Set-Content -LiteralPath $Result "$($done.PassedCount) $failed $($done.SkippedCount + $done.NotRunCount)"
    exit [int]($failed -gt 0)
}

# The longest first, so that the last ones to end do so together.
$all = 'rehearsal', 'help_examples', 'matrix', 'surface', 'examples', 'help', 'completion', 'azure', 'pipelines', 'input', 'tenants', 'runbooks', 'kernel', 'unset', 'serving', 'views', 'shapes', 'quickstart', 'signin', 'whatif', 'inventory', 'errors'
$wanted = if ($Suite) { $Suite -split ',' } else { $all }                   # `pwsh -File` passes a list as one text
foreach ($name in $wanted) { if ($name -notin $all) { throw "There is no suite $name. There are: $($all -join ', ')." } }
$played = $wanted | ForEach-Object -ThrottleLimit $AtOnce -Parallel {
    $PSNativeCommandUseErrorActionPreference = $false                       # a suite with a failed test is counted like another
    Write-Host "playing $_"
    $counts = [IO.Path]::GetTempFileName()
    $said = @(& (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -File $using:PSCommandPath -Library $using:file -Suite $_ -Result $counts 2>&1)
    $numbers = (Get-Content -LiteralPath $counts -Raw) -split '\s+'
    Remove-Item -LiteralPath $counts
    if ($numbers.Count -lt 3) { $numbers = 0, 1, 0; $said += "$_ ended without a result." }
    Write-Host "`n== $_`n$($said -join "`n")"                               # one text: nothing of another suite comes in between
    [pscustomobject]@{ Passed = [int]$numbers[0]; Failed = [int]$numbers[1]; Skipped = [int]$numbers[2] }
}
$passed, $failed, $skipped = foreach ($count in 'Passed', 'Failed', 'Skipped') { ($played | Measure-Object $count -Sum).Sum }
Write-Host ''
Write-Host "$passed passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0)
