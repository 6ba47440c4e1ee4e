# Plays tests/scenarios by splatting; tests/scenarios/README.md has the format. What a question asked is not seen here, because
# PowerShell's own questions need a person: every question is answered by yes, and a scenario that answers no is skipped.
BeforeDiscovery {
    . "$PSScriptRoot/scenario.ps1"
    $script:scenarios = foreach ($file in Find-Scenario) {
        $scenario = Read-Scenario $file
        $reason = Get-SkipReason $scenario
        @{ Title = "$([IO.Path]::GetRelativePath((Get-ScenarioFolder), $file)): $($scenario['name'])"; File = $file; Skip = [bool]$reason; Reason = $reason }
    }
}
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    . "$PSScriptRoot/scenario.ps1"
}
AfterAll { Remove-TestTenant }

Describe 'scenarios' {
    It '<Title>' -ForEach $scenarios {
        if ($Skip) { Set-ItResult -Skipped -Because $Reason; return }
        Import-CustomerKey
        $script:testFolder = Join-Path ([IO.Path]::GetTempPath()) "customer-key-$([guid]::NewGuid().ToString('N'))"
        $null = New-Item -ItemType Directory $script:testFolder
        $env:CUSTOMER_KEY_TENANT = "$script:testFolder/tenant"
        Push-Location $script:testFolder
        try { Invoke-Scenario (Read-Scenario $File) $script:testFolder } finally { Pop-Location; Remove-TestTenant }
    }
}
