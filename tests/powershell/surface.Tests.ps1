# What Get-Command says of the module, against the documented surface.
BeforeDiscovery {
    $script:documented = Get-Content "$PSScriptRoot/../reference/cmdlets.json" -Raw | ConvertFrom-Json -AsHashtable     # Pester makes variables of the keys of a table only
    # What differs as a whole has its reason written.
    $written = Get-Content "$PSScriptRoot/../reference/differences.json" -Raw | ConvertFrom-Json
    foreach ($cmdlet in $documented) { $cmdlet.setsDiffer = [bool]($written | Where-Object { $_.cmdlet -eq $cmdlet.name -and $_.what -eq 'sets' }) }
    $script:shims = Get-ChildItem "$PSScriptRoot/../../powershell-module/CustomerKey/compat" -Directory | ForEach-Object Name
    $script:analyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)
}
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    $script:folder = [IO.Path]::GetFullPath("$PSScriptRoot/../../powershell-module/CustomerKey")
    # A parameter that takes more than is documented says in the table why.
    $shared = Get-Content "$PSScriptRoot/../../native/table/services/shared.json" -Raw | ConvertFrom-Json -AsHashtable
    $script:added = foreach ($file in Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" -Exclude shared.json) {
        foreach ($cmdlet in (Get-Content $file -Raw | ConvertFrom-Json -AsHashtable).cmdlets) {
            foreach ($parameter in $cmdlet.parameters) {
                $full = if ($parameter.shared) { $shared[$parameter.shared] } else { $parameter }
                if ($parameter.added -or $full.added) { "$($cmdlet.name) $($full.name)" }
            }
        }
    }
    # What has nothing to do with encryption is documented by the service, and no part of this reference.
    $script:added = @($added) + (Get-UnrelatedParameter)
    $script:common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
}
AfterAll { Remove-Module CustomerKey -ErrorAction Ignore }

Describe 'the documented cmdlet <name>' -ForEach $documented {
    BeforeAll { $script:command = Get-Command $name -Module CustomerKey -CommandType Function }

    It 'has the documented parameter sets' -Skip:$setsDiffer {
        @($command.ParameterSets.Name | Sort-Object) | Should -Be @($parameterSets.name | Sort-Object)
        $default = ($parameterSets | Where-Object default).name
        if ($default) { ($command.ParameterSets | Where-Object IsDefault).Name | Should -Be $default }
    }
    It 'has the documented parameters' {
        $own = $command.Parameters.PSBase.Keys | Where-Object { $_ -notin $common -and ($_ -in $parameters.name -or "$name $_" -notin $added) }
        $wanted = @($parameters.name) | Where-Object { $_ -and $_ -notin 'WhatIf', 'Confirm' }
        @($own | Sort-Object) | Should -Be @($wanted | Sort-Object)
        $command.Parameters.ContainsKey('WhatIf') | Should -Be $supportsShouldProcess
    }
    It 'binds each as documented' {
        foreach ($parameter in $parameters | Where-Object { $_.name -notin 'WhatIf', 'Confirm' }) {
            $own = $command.Parameters[$parameter.name]
            $more = "$name $($parameter.name)" -in $added
            @($own.Aliases | Where-Object { -not $more -or $_ -in $parameter.aliases }) | Should -Be @($parameter.aliases) -Because $parameter.name
            foreach ($set in $parameterSets | Where-Object { $parameter.name -in $_.parameters -and -not $setsDiffer }) {
                $use = ($command.ParameterSets | Where-Object Name -eq $set.name).Parameters | Where-Object Name -eq $parameter.name
                $because = "$($parameter.name) in $($set.name)"
                $mandatory = if ($parameter.mandatory -is [bool]) { $parameter.mandatory } else { [bool]$parameter.mandatory.($set.name) }
                if (-not $more -or -not $mandatory) { $use.IsMandatory | Should -Be $mandatory -Because $because }
                $place = if ($parameter.position -eq 'named') { [int]::MinValue } else { $parameter.position }
                if (-not $more -or ($use.Position -ge 0 -and $place -ge 0)) { $use.Position | Should -Be $place -Because $because }
                $byValue = [string]$parameter.acceptsPipelineInput -match 'ByValue'; $byName = [string]$parameter.acceptsPipelineInput -match 'ByPropertyName'
                if (-not $more -or $byValue) { $use.ValueFromPipeline | Should -Be $byValue -Because $because }
                if (-not $more -or $byName) { $use.ValueFromPipelineByPropertyName | Should -Be $byName -Because $because }
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
    It 'uses approved verbs only' {
        $approved = (Get-Verb).Verb
        foreach ($name in (Get-Module CustomerKey).ExportedFunctions.Keys) { $name.Split('-')[0] | Should -BeIn $approved }
    }
    It 'is found clean by PSScriptAnalyzer' -Skip:(-not $analyzer) {
        $found = Invoke-ScriptAnalyzer -Path $folder -Recurse -Settings "$PSScriptRoot/PSScriptAnalyzerSettings.psd1" | Where-Object Severity -ne Information
        $found | Should -BeNullOrEmpty
    }
}

Describe 'the shim <_>' -ForEach $shims {
    It 'is found on PSModulePath and leads to this module' {
        $program = "`$env:PSModulePath = '$folder/compat' + [IO.Path]::PathSeparator + `$env:PSModulePath; Import-Module $_; (Get-Command -Module $_).Name -join ' '; (Get-Module CustomerKey).Name"
        $lines = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $program
        $lines[0] | Should -Not -BeNullOrEmpty
        $lines[1] | Should -Be 'CustomerKey'
    }
    It 'satisfies #Requires -Modules' {
        $script = Join-Path ([IO.Path]::GetTempPath()) "requires-$PID.ps1"
        Set-Content -LiteralPath $script "#Requires -Modules $_`n(Get-Module $_).Name"
        $before = $env:PSModulePath
        $env:PSModulePath = "$folder/compat" + [IO.Path]::PathSeparator + $before
        try { & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -File $script | Should -Be $_ } finally { $env:PSModulePath = $before; Remove-Item -LiteralPath $script }
    }
}

Describe 'the shim Az' {
    It 'brings the modules of Azure with it, and their cmdlets' {
        $program = "`$env:PSModulePath = '$folder/compat' + [IO.Path]::PathSeparator + `$env:PSModulePath; Import-Module Az; (Get-Module Az.*).Name -join ' '; (Get-Command Get-AzKeyVault, Connect-AzAccount, New-AzResourceGroup).Count"
        & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $program | Should -Be 'Az.Accounts Az.KeyVault Az.Resources', '3'
    }
}

Describe 'the dates of every type' {
    It 'are local, but in the keys of Azure, where a name ends in UTC, and where the service itself shows UTC' {
        # Search-UnifiedAuditLog and the requests of onboarding come from services that answer in UTC.
        $utc = 'UnifiedAuditRecord CreationDate', 'CustomerKeyOnboardingRequest CreatedDate'
        $looked = 0
        foreach ($file in Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" -Exclude shared.json) {
            foreach ($type in (Get-Content $file -Raw | ConvertFrom-Json).types) {
                foreach ($property in $type.properties | Where-Object kind -in 'date', 'local') {
                    $wanted = if ($file.BaseName -eq 'AzKeyVault' -or $property.name -cmatch '(Utc|UTC)$' -or "$($type.name) $($property.name)" -in $utc) { 'date' } else { 'local' }
                    $property.kind | Should -Be $wanted -Because "$($type.name) $($property.name)"
                    $looked++
                }
            }
        }
        $looked | Should -BeGreaterThan 50
    }
}
