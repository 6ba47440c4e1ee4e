# What Get-Command says of the module, against the documented surface.
BeforeDiscovery {
    $script:documented = Get-Content "$PSScriptRoot/../reference/cmdlets.json" -Raw | ConvertFrom-Json -AsHashtable     # Pester makes variables of the keys of a table only
    $script:shims = Get-ChildItem "$PSScriptRoot/../../powershell-module/CustomerKey/compat" -Directory | ForEach-Object Name
    $script:analyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)
}
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    $script:folder = [IO.Path]::GetFullPath("$PSScriptRoot/../../powershell-module/CustomerKey")
    $script:common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
}
AfterAll { Remove-Module CustomerKey -ErrorAction Ignore }

Describe 'the documented cmdlet <name>' -ForEach $documented {
    BeforeAll { $script:command = Get-Command $name -Module CustomerKey -CommandType Function }

    It 'has the documented parameter sets' {
        @($command.ParameterSets.Name | Sort-Object) | Should -Be @($parameterSets.name | Sort-Object)
        $default = ($parameterSets | Where-Object default).name
        if ($default) { ($command.ParameterSets | Where-Object IsDefault).Name | Should -Be $default }
    }
    It 'has the documented parameters' {
        $own = $command.Parameters.Keys | Where-Object { $_ -notin $common -and $_ -ne 'EnableRbacAuthorization' }
        $wanted = @($parameters.name) | Where-Object { $_ -and $_ -notin 'WhatIf', 'Confirm' }
        @($own | Sort-Object) | Should -Be @($wanted | Sort-Object)
        $command.Parameters.ContainsKey('WhatIf') | Should -Be $supportsShouldProcess
    }
    It 'binds each as documented' {
        foreach ($parameter in $parameters | Where-Object { $_.name -notin 'WhatIf', 'Confirm' }) {
            $own = $command.Parameters[$parameter.name]
            @($own.Aliases) | Should -Be @($parameter.aliases) -Because $parameter.name
            foreach ($set in $parameterSets | Where-Object { $parameter.name -in $_.parameters }) {
                $use = ($command.ParameterSets | Where-Object Name -eq $set.name).Parameters | Where-Object Name -eq $parameter.name
                $because = "$($parameter.name) in $($set.name)"
                $mandatory = if ($parameter.mandatory -is [bool]) { $parameter.mandatory } else { [bool]$parameter.mandatory.($set.name) }
                $use.IsMandatory | Should -Be $mandatory -Because $because
                $place = if ($parameter.position -eq 'named') { [int]::MinValue } else { $parameter.position }
                $use.Position | Should -Be $place -Because $because
                $use.ValueFromPipeline | Should -Be ([string]$parameter.acceptsPipelineInput -match 'ByValue') -Because $because
                $use.ValueFromPipelineByPropertyName | Should -Be ([string]$parameter.acceptsPipelineInput -match 'ByPropertyName') -Because $because
            }
        }
    }
    It 'has its other names' {
        foreach ($alias in $aliases) { (Get-Alias $alias).Definition | Should -Be $name }
    }
}

Describe 'the module' {
    It 'exports what its manifest names' {
        $manifest = Test-ModuleManifest "$folder/CustomerKey.psd1"
        $module = Get-Module CustomerKey
        @($module.ExportedFunctions.Keys | Sort-Object) | Should -Be @($manifest.ExportedFunctions.Keys | Sort-Object)
        @($module.ExportedAliases.Keys | Sort-Object) | Should -Be @($manifest.ExportedAliases.Keys | Sort-Object)
    }
    It 'has help with an example for every cmdlet' {
        foreach ($name in (Get-Module CustomerKey).ExportedFunctions.Keys) {
            $help = Get-Help $name -Full
            $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty -Because $name
            @($help.examples.example).Count | Should -BeGreaterThan 0 -Because $name
        }
    }
    It 'uses approved verbs only' {
        $approved = (Get-Verb).Verb
        foreach ($name in (Get-Module CustomerKey).ExportedFunctions.Keys) { $name.Split('-')[0] | Should -BeIn $approved }
    }
    It 'is found clean by PSScriptAnalyzer' -Skip:(-not $analyzer) {
        $found = Invoke-ScriptAnalyzer -Path $folder -Recurse -Settings "$PSScriptRoot/PSScriptAnalyzerSettings.psd1" | Where-Object Severity -ne Information
        $found | Should -BeNullOrEmpty
    }
    It 'completes nothing, and makes no tenant, before one is open' {
        $env:CUSTOMER_KEY_TENANT = Join-Path ([IO.Path]::GetTempPath()) "never-made-$PID"
        try {
            $line = 'Get-DataEncryptionPolicy -Identity '
            (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Not -Contain 'Contoso'
            Test-Path $env:CUSTOMER_KEY_TENANT | Should -BeFalse
        } finally { $env:CUSTOMER_KEY_TENANT = $null }
    }
}

Describe 'the shim <_>' -ForEach $shims {
    It 'is found on PSModulePath and leads to this module' {
        $program = "`$env:PSModulePath = '$folder/compat' + [IO.Path]::PathSeparator + `$env:PSModulePath; Import-Module $_; (Get-Command -Module $_).Name -join ' '; (Get-Module CustomerKey).Name"
        $lines = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $program
        $lines[0] | Should -Not -BeNullOrEmpty
        $lines[1] | Should -Be 'CustomerKey'
    }
}
