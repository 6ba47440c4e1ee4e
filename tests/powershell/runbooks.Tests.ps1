# The set-up articles and the flows around them, each script in a tenant of its own.
BeforeDiscovery { $script:runbooks = Get-ChildItem "$PSScriptRoot/../runbooks" -Filter *.ps1 | ForEach-Object { @{ Name = $_.Name; File = $_.FullName } } }
BeforeAll { . "$PSScriptRoot/common.ps1" }
AfterAll { Remove-TestTenant }

Describe 'runbooks' {
    It '<Name> runs from its first line to its last' -ForEach $runbooks {
        Import-CustomerKey
        New-TestTenant
        Push-Location $testFolder
        try { $null = & $File 3>$null 6>$null } finally { Pop-Location; Remove-TestTenant }
    }
}
