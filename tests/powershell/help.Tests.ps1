# What Get-Help says.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    $script:folder = [IO.Path]::GetFullPath("$PSScriptRoot/../../powershell-module/CustomerKey")
}
AfterAll { Remove-Module CustomerKey -ErrorAction Ignore }

Describe 'help' {
    BeforeDiscovery {
        $script:names = (Import-PowerShellDataFile "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1").FunctionsToExport
    }
    Context '<_>' -ForEach $names {
        BeforeAll {
            $script:command = Get-Command $_ -Module CustomerKey
            $script:help = Get-Help $_ -Full
        }
        It 'says in a sentence what it does, and more below' {
            $help.Synopsis.Trim() | Should -Match '^[A-Z].*\.$'
            @($help.description.Text)[0] | Should -Not -BeNullOrEmpty
        }
        It 'says of every parameter what it does, and what holds without it' {
            # By its own name: of a cmdlet with a parameter Keys, `.Keys` would be that parameter.
            $own = $command.Parameters.PSBase.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters }
            @($help.parameters.parameter.name | Sort-Object) | Should -Be @($own | Sort-Object)
            foreach ($parameter in $help.parameters.parameter) {
                @($parameter.description.Text)[0] | Should -Match '\S{2}' -Because $parameter.name
                $type = $command.Parameters[$parameter.name].ParameterType
                if ($type -eq [switch]) { $parameter.defaultValue | Should -BeIn 'False', 'True' -Because $parameter.name }
                else { $parameter.defaultValue | Should -Not -BeNullOrEmpty -Because $parameter.name }
                $required = [bool]($command.ParameterSets.Parameters | Where-Object { $_.Name -eq $parameter.name -and $_.IsMandatory })
                $parameter.required | Should -Be "$required" -Because $parameter.name
            }
        }
        It 'shows a line of syntax for each parameter set' {
            @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
        }
        # The functions of the kernel are in no table, and have no page.
        It 'has the parameter sets of its page in docs/cmdlets' -Skip:($_ -in 'Invoke-CustomerKeyRehearsal', 'Enable-CustomerKeyCompatibility') {
            $page = [IO.File]::ReadAllText("$PSScriptRoot/../../docs/cmdlets/$_.md") -replace "`r"
            $syntax = ($page -split '(?m)^## ' | Where-Object { $_ -like 'SYNTAX*' })
            $written = foreach ($line in [regex]::Matches($syntax, '(?s)```\n(.*?)\n```')) { $line.Groups[1].Value -replace '\n' -replace ' \[<CommonParameters>\]$' }
            $shown = foreach ($set in $help.syntax.syntaxItem) {
                $words = foreach ($parameter in @($set.PSObject.Properties['parameter'] | ForEach-Object Value | Where-Object { $_ })) {
                    $name = if ($parameter.position -eq 'named') { "-$($parameter.name)" } else { "[-$($parameter.name)]" }
                    $whole = if ($parameter.PSObject.Properties['parameterValue']) { "$name <$($parameter.parameterValue)>" } else { $name }
                    if ($parameter.required -eq 'true') { $whole } else { "[$whole]" }
                }
                @($set.name) + @($words) -ne $null -join ' '
            }
            @($written) | Should -Be @($shown)
            # And the names of the sets are those of the function; where there is only one, it has none.
            $titles = [regex]::Matches($syntax, '(?m)^### (\S+)(?<default> \(Default\))?$')
            $names = @($command.ParameterSets.Name)
            if ($names.Count -eq 1) { $titles.Count | Should -Be 0; return }
            @($titles | ForEach-Object { $_.Groups[1].Value } | Sort-Object) | Should -Be @($names | Sort-Object)
            $default = @($titles | Where-Object { $_.Groups['default'].Success } | ForEach-Object { $_.Groups[1].Value })
            if ($command.DefaultParameterSet) { $default | Should -Be $command.DefaultParameterSet } else { $default | Should -BeNullOrEmpty }
        }
        It 'shows an example that parses, and what it does' {
            foreach ($example in $help.examples.example) {
                $problems = $null
                $null = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$problems)
                $problems | Should -BeNullOrEmpty -Because $example.code
                @($example.remarks.Text)[0] | Should -Match '\.$'
            }
            @($help.examples.example).Count | Should -BeGreaterThan 0
        }
        It 'says where to read on' {
            @($help.relatedLinks.navigationLink.linkText) | Should -Contain 'about_CustomerKey'
            ($help.alertSet.alert.Text -join ' ') | Should -Match 'about_CustomerKey'
        }
    }
    It 'is shown whole on the screen' {
        $text = Get-Help Set-Mailbox -Full | Out-String -Width 100
        foreach ($part in 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', '-DataEncryptionPolicy', 'NOTES', 'Example 1', 'RELATED LINKS', 'learn.microsoft.com') { $text | Should -Match $part }
        (Get-Help Set-Mailbox -Parameter Identity | Out-String) | Should -Match 'The mailbox: name'
        (Get-Help Set-Mailbox -Examples | Out-String) | Should -Match 'Set-Mailbox -Identity alice@contoso.com'
    }
    It 'tells the defaults of the table' {
        (Get-Help New-AzKeyVault -Parameter SoftDeleteRetentionInDays).defaultValue | Should -Be '90'
        (Get-Help New-DataEncryptionPolicy -Parameter Enabled).defaultValue | Should -Be 'True'
        (Get-Help New-DataEncryptionPolicy -Parameter Description).defaultValue | Should -Be 'None'
    }
    It 'names what is refused here, with the reason' {
        (Get-Help Get-Mailbox -Full | Out-String -Width 200) | Should -Match 'Cannot be used here.*-Archive'
        (Get-Help Get-Mailbox -Parameter Archive).description.Text | Should -Match 'It cannot be used here\. Mailboxes here have'
    }
    It 'is found in another language of the system too' {
        $program = "[cultureinfo]::CurrentUICulture = 'de-DE'; Import-Module '$folder/CustomerKey.psd1'; (Get-Help Get-Mailbox).Synopsis"
        & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $program | Should -Be 'Lists mailboxes, or returns one.'
    }
}

Describe '<_>' -ForEach 'about_CustomerKey', 'about_CustomerKey_Rehearsal' {
    It 'is found, and tells what it is about' {
        $parts = @{
            about_CustomerKey           = 'New-CustomerKeyTenant', 'CUSTOMER_KEY_TENANT', 'WHAT DIFFERS', 'THE TENANT', 'about_CustomerKey_Rehearsal'
            about_CustomerKey_Rehearsal = 'Invoke-CustomerKeyRehearsal', 'Enable-CustomerKeyCompatibility', '-ForkPath'
        }
        $text = Get-Help $_ | Out-String
        foreach ($part in $parts[$_]) { $text | Should -Match $part }
    }
    It 'names only cmdlets that exist' {
        $text = [IO.File]::ReadAllText("$folder/en-US/$_.help.txt")
        foreach ($name in [regex]::Matches($text, '\b[A-Z][a-z]+-(?:Az|CustomerKey|Data|M365|Mail|Exchange)\w+').Value | Sort-Object -Unique) {
            Get-Command $name -Module CustomerKey -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $name
        }
    }
    It 'fits a screen of 80 columns' {
        foreach ($line in [IO.File]::ReadAllLines("$folder/en-US/$_.help.txt")) { $line.Length | Should -BeLessOrEqual 80 -Because $line }
    }
}

Describe 'the manifest' {
    It 'says who made it, under which terms, and what it is about' {
        $manifest = Test-ModuleManifest "$folder/CustomerKey.psd1"
        $manifest.CompanyName | Should -Not -Be 'Unknown'
        $manifest.Copyright | Should -Match 'MIT'
        $manifest.PrivateData.PSData.Tags | Should -Contain 'Encryption'
        $manifest.PrivateData.PSData.ReleaseNotes | Should -Not -BeNullOrEmpty
    }
    It 'names no address, which would fail every Update-Help: help comes with the module, whole' {
        $module = Get-Module CustomerKey
        foreach ($address in $module.HelpInfoUri, $module.ProjectUri, $module.LicenseUri, $module.IconUri) { $address | Should -BeNullOrEmpty }
        { Update-Help -Module CustomerKey -UICulture en-US -Force -ErrorAction Stop } | Should -Throw -ErrorId 'HelpInfoUriNotFound,*' -ExpectedMessage '*does not support updatable help*'
        [IO.File]::ReadAllText("$folder/CustomerKey.psd1") | Should -Not -Match '://'
    }
}

Describe 'Get-Help -Online' {
    It 'leads to the page of the service where a cmdlet stands for one, and says so of the others' {
        $ours = 0
        foreach ($service in Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" -Exclude shared.json | ForEach-Object { Get-Content $_ -Raw | ConvertFrom-Json }) {
            foreach ($cmdlet in $service.cmdlets) {
                $links = @((Get-Help $cmdlet.name -Full).relatedLinks.navigationLink)
                $page = if ($cmdlet.PSObject.Properties['link']) { $cmdlet.link }
                if ($page) {
                    $page | Should -Match '^https://(learn\.microsoft\.com|www\.powershellgallery\.com)/' -Because $cmdlet.name
                    # PowerShell opens the first link that has an address.
                    @($links.uri | Where-Object { $_ })[0] | Should -Be $page -Because $cmdlet.name
                    $links[0].linkText | Should -Be "The service's own:" -Because $cmdlet.name
                    continue
                }
                $ours++
                @($links.uri | Where-Object { $_ }) | Should -BeNullOrEmpty -Because $cmdlet.name
                if ($ours -le 3) { { Get-Help $cmdlet.name -Online -ErrorAction Stop } | Should -Throw -ExpectedMessage '*online version of this Help topic cannot be displayed*' -Because $cmdlet.name }
            }
        }
        $ours | Should -BeGreaterThan 20
    }
    It 'is explained in about_CustomerKey' {
        Get-Help about_CustomerKey | Out-String | Should -Match 'Update-Help'
    }
}
