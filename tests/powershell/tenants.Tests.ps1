# Which tenant a script works on: deleted, made again, restored, chosen for all that the process starts, reached by other copies of the module.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:module = (Resolve-Path "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1").ProviderPath
    function New-Tenant([string]$Name) { $null = New-CustomerKeyTenant -Path "$testFolder/$Name" -Name $Name 6>$null; "$testFolder/$Name" }
}
AfterAll { Remove-TestTenant }

Describe 'a tenant whose folder goes' {
    It 'is an error in the next cmdlet, and no new tenant' {
        $path = New-Tenant gone
        $null = New-Mailbox before
        Remove-OpenTenant $path
        { Get-Mailbox } | Should -Throw
        { New-Mailbox after } | Should -Throw
        Test-Path $path | Should -BeFalse
    }
    It 'is the new one after it was made again at the same path' {
        $path = New-Tenant again
        $null = New-Mailbox first
        Remove-OpenTenant $path
        $null = New-Tenant again
        Get-Mailbox | Should -BeNullOrEmpty
        $null = New-Mailbox second
        (Get-Mailbox).Name | Should -Be 'second'
        (& (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command "Import-Module '$module'; (Get-Mailbox).Name") | Should -Be 'second'
    }
    It 'comes back from its backup in the same session, and its items are read' {
        $path = New-Tenant drill
        $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
        $null = New-DataEncryptionPolicy -Name Drill -AzureKeyIDs (New-TestRoot drill)
        $null = New-Mailbox alice
        Set-Mailbox alice -DataEncryptionPolicy Drill
        Set-Content -LiteralPath "$testFolder/letter.eml" 'as it was' -NoNewline
        $null = Import-CustomerKeyItem -Mailbox alice -Path "$testFolder/letter.eml"
        $null = Backup-CustomerKeyTenant -OutputFile "$testFolder/drill.backup" -SecretsFile "$testFolder/drill.secrets"
        Remove-OpenTenant $path
        $null = Restore-CustomerKeyTenant -Path $path -InputFile "$testFolder/drill.backup" -SecretsFile "$testFolder/drill.secrets"
        $null = Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile "$testFolder/back.eml"
        Get-Content -Raw "$testFolder/back.eml" | Should -Be 'as it was'
        Set-Mailbox alice -DataEncryptionPolicy $null
        (Get-Mailbox alice).DataEncryptionPolicy | Should -BeNullOrEmpty
    }
}

Describe 'a chosen tenant' {
    BeforeAll {
        $script:one = New-Tenant one; $null = New-Mailbox of-one
        $script:two = New-Tenant two; $null = New-Mailbox of-two
        $null = Open-CustomerKeyTenant $one
    }
    It 'holds for parallel script blocks' {
        1..3 | ForEach-Object -Parallel { Import-Module $using:module; (Get-Mailbox).Name } | Should -Be 'of-one', 'of-one', 'of-one'
    }
    It 'holds for thread jobs and jobs in processes of their own' {
        Start-ThreadJob { Import-Module $using:module; (Get-Mailbox).Name } | Receive-Job -Wait -AutoRemoveJob | Should -Be 'of-one'
        Start-Job { Import-Module $using:module; (Get-Mailbox).Name } | Receive-Job -Wait -AutoRemoveJob | Should -Be 'of-one'
    }
    It 'holds after the module was imported again' {
        Import-Module $module -Force
        (Get-Mailbox).Name | Should -Be 'of-one'
    }
    It 'is opened again by what showed it, also back from a file' {
        $shown = Get-CustomerKeyTenant
        $shown | Export-Clixml "$testFolder/shown.xml"
        $null = Open-CustomerKeyTenant $two
        ($shown | Open-CustomerKeyTenant).Name | Should -Be $shown.Name
        (Get-Mailbox).Name | Should -Be 'of-one'
        $null = Open-CustomerKeyTenant $two
        (Import-Clixml "$testFolder/shown.xml" | Open-CustomerKeyTenant).Path | Should -Be $shown.Path
        (Get-Mailbox).Name | Should -Be 'of-one'
    }
    It 'gives way to the one that a script opens or names later' {
        $null = Open-CustomerKeyTenant $two
        (Get-Mailbox).Name | Should -Be 'of-two'
        $env:CUSTOMER_KEY_TENANT = $one
        (Get-Mailbox).Name | Should -Be 'of-one'
    }
    It 'of one runspace stays where another opens its own' {
        $made = 'left', 'right' | ForEach-Object -Parallel {
            Import-Module $using:module
            $null = New-CustomerKeyTenant -Path "$using:testFolder/$_" -Name $_ 6>$null
            foreach ($i in 1..10) { $null = New-Mailbox "$_-$i" -WarningAction Ignore }
            "$_ $(@(Get-Mailbox | Where-Object Name -like "$_-*").Count) $(@(Get-Mailbox).Count)"
        }
        $made | Sort-Object | Should -Be 'left 10 10', 'right 10 10'
        $env:CUSTOMER_KEY_TENANT = $one
    }
    It 'may be named relative to the location, and by ~' {
        Push-Location $testFolder
        try { $env:CUSTOMER_KEY_TENANT = './two'; (Get-Mailbox).Name | Should -Be 'of-two' } finally { Pop-Location }
        $env:CUSTOMER_KEY_TENANT = '~/no-such-tenant-here'
        try { { Get-Mailbox } | Should -Throw "*$([IO.Path]::Combine($HOME, 'no-such-tenant-here'))*" } finally { $env:CUSTOMER_KEY_TENANT = $one }
    }
    It 'is the default one of the home that a script sets' {
        $before = $env:CUSTOMER_KEY_TENANT, $env:HOME, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME
        $env:CUSTOMER_KEY_TENANT = $null
        try {
            $env:HOME = "$testFolder/home-one"; $env:XDG_DATA_HOME = $env:XDG_CONFIG_HOME = $null; Import-Module $module -Force
            { Get-Mailbox } | Should -Throw "*$testFolder/home-one/*"
            $env:XDG_DATA_HOME = "$testFolder/data-two"; Import-Module $module -Force
            { Get-Mailbox } | Should -Throw "*$testFolder/data-two/*"
            Test-Path "$testFolder/home-one", "$testFolder/data-two" | Should -Be $false, $false
        } finally { $env:CUSTOMER_KEY_TENANT, $env:HOME, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME = $before; Import-Module $module -Force }
    }
    It 'opened last is that of the next PowerShell, unless a variable named one' {
        $before = $env:CUSTOMER_KEY_TENANT, $env:XDG_CONFIG_HOME
        $env:XDG_CONFIG_HOME = "$testFolder/remembered"
        $run = { param($line) & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command "`$WarningPreference = `$InformationPreference = 'Ignore'; Import-Module '$module'; $line" }
        try {
            & $run "`$null = Open-CustomerKeyTenant '$two'"
            Test-Path "$testFolder/remembered" | Should -BeFalse
            $env:CUSTOMER_KEY_TENANT = $null
            & $run "`$null = Open-CustomerKeyTenant '$one'; `$null = New-CustomerKeyTenant '$testFolder/four' -Name four; `$null = New-CustomerKeyTenant '$testFolder/five' -Name five -WhatIf; Import-Module '$module' -Force; `$null = Open-CustomerKeyTenant '$two'"
            & $run '(Get-Mailbox).Name' | Should -Be 'of-two'
        } finally { $env:CUSTOMER_KEY_TENANT, $env:XDG_CONFIG_HOME = $before }
    }
    It 'is not read by -WhatIf of another: nothing is opened, and the choice stays' {
        New-CustomerKeyTenant -Path "$testFolder/three" -Name three -WhatIf 6>$null
        (Get-Mailbox).Name | Should -Be 'of-one'
    }
}

Describe 'a PowerShell that ends' {
    It 'leaves no journal beside the tenant' {
        $line = "Import-Module '$module'; `$null = New-CustomerKeyTenant '$testFolder/ended' -Name ended -InformationAction Ignore; `$null = New-Mailbox a -WarningAction Ignore"
        & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line
        Get-ChildItem "$testFolder/ended" -Filter 'tenant.db*' | ForEach-Object Name | Should -Be 'tenant.db'
    }
}

Describe 'another copy of the module' {
    It 'works beside the first, as a copy and through a link' {
        Copy-Item -Recurse (Split-Path $module) "$testFolder/copy"
        $null = New-Item -ItemType SymbolicLink -Path "$testFolder/link" -Target (Split-Path $module)
        foreach ($other in "$testFolder/copy", "$testFolder/link") {
            $line = "Import-Module '$module'; `$a = Get-Mailbox; Import-Module '$other/CustomerKey.psd1'; `$b = Get-Mailbox; `$a.Name, `$b.Name, (`$a.GetType() -eq `$b.GetType()), `$Error.Count"
            & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line | Should -Be 'of-one', 'of-one', 'True', '0'
        }
    }
    It 'may be a shim that is reached through a link' {
        $null = New-Item -ItemType SymbolicLink -Path "$testFolder/shims" -Target (Join-Path (Split-Path $module) compat)
        $line = "`$env:PSModulePath = '$testFolder/shims' + [IO.Path]::PathSeparator + `$env:PSModulePath; Import-Module ExchangeOnlineManagement; Import-Module '$module'; (Get-Mailbox).Name; `$Error.Count"
        & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line | Should -Be 'of-one', '0'
    }
}

Describe 'dates' {
    It 'are in local time where Exchange shows it and in our own cmdlets, and in UTC where the name says so and in keys' {
        $line = "[TimeZoneInfo]::Local.BaseUtcOffset.Hours; Import-Module '$module'; `$m = Get-Mailbox; `$m.WhenCreated.Kind; (`$m.WhenCreated - `$m.WhenCreatedUTC).TotalHours; (Get-CustomerKeyClock).Now.Kind"
        $env:TZ = 'Asia/Tokyo'
        try { & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line | Should -Be '9', 'Local', '9', 'Local' } finally { $env:TZ = $null }
        (Get-Mailbox).WhenCreatedUTC.Kind | Should -Be 'Utc'
    }
}
