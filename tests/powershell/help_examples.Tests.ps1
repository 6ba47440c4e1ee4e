# The examples of Get-Help, each played in a copy of the tenant that tests/examples/ prepares, as native/cli/tests/examples.rs plays them.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    . "$PSScriptRoot/AnsweringHost.ps1"
    . "$PSScriptRoot/ExampleStage.ps1"
    Import-CustomerKey
    $script:prepared = "$PSScriptRoot/../examples"
    # What prepares reads files as the examples do, and leaves none in the tenant.
    function script:Invoke-Prepared([string]$name) {
        $work = Join-Path $testFolder "$name.prepare"
        $null = New-Item -ItemType Directory $work
        Copy-Item "$prepared/files/*" $work
        Push-Location $work
        try { . ([scriptblock]::Create((Get-Content "$prepared/$name.txt" -Raw))) } finally { Pop-Location }
    }
    New-ExampleStage ([ordered]@{ make = { Invoke-Prepared make }; use = { Invoke-Prepared use } })
    $script:before = Get-Content "$prepared/before.json" -Raw | ConvertFrom-Json -AsHashtable
}
AfterAll { Remove-ExampleStage }

Describe 'the examples of help' {
    BeforeDiscovery {
        $names = (Import-PowerShellDataFile "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1").FunctionsToExport
        $script:known = foreach ($name in $names) { @{ Name = $name } }
    }
    It 'of <Name> work' -ForEach $known {
        foreach ($example in (Get-Help $Name -Full).examples.example) {
            $needs = if ($Name -like 'New-*') { 'make' } else { 'use' }
            $work = Join-Path $testFolder "work-$([guid]::NewGuid().ToString('N'))"
            $null = New-Item -ItemType Directory $work, "$work/notes", "$work/chats"
            # What is exported is not there yet.
            $files = @("$work/notes/letter.eml", "$work/chats/one.txt") + $(if ($Name -like 'Import-*') { "$work/letter.eml" })
            Set-Content $files hello
            Copy-Item "$prepared/files/*" $work
            $own = if ($example.code -ne $Name) { $before[$example.code] }          # the bare name is its cmdlet's, and that was said
            $played = Invoke-Example $needs (@($before[$Name]) + @($own) -ne $null) @($example.code) '' $work
            if ($Name -like '*-CustomerKeyServer') { Stop-CustomerKeyServer }
            $played.Error | Should -BeNullOrEmpty -Because "$($example.code): $($played.Message)"
        }
    }
}
