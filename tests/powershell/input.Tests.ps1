# Input that is not as it should be, in every family of cmdlets: what PowerShell refuses, what we refuse, and that nothing has changed then.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    . "$PSScriptRoot/AnsweringHost.ps1"
    Import-CustomerKey
    New-TestTenant 3>$null
    $script:keys = New-TestRoot input 3>$null
    $script:sharePoint = New-TestRoot files 00000003-0000-0ff1-ce00-000000000000 3>$null
    $script:workloads = New-TestRoot all c066d759-24ae-40e7-a56f-027002b5d3e4 3>$null
    $null = New-DataEncryptionPolicy -Name First -AzureKeyIDs $keys -Description 'the first'
    $null = New-M365DataAtRestEncryptionPolicy -Name Whole -AzureKeyIDs $workloads
    Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Whole
    foreach ($name in 'alice', 'bob', 'carl') { $null = New-Mailbox -Name $name }
    $null = New-MailUser -Name outside
    $null = New-UnifiedGroup -DisplayName team
    $null = New-CustomerKeyGeo NAM https://contoso-admin.sharepoint.com
    $null = New-CustomerKeySite https://contoso.sharepoint.com/sites/finance
    $script:versions = foreach ($key in $sharePoint) { (Get-AzKeyVaultKey ($key.Split('/')[2].Split('.')[0]) root).Version }
    Set-Content "$testFolder/letter.eml" hello
    Set-Mailbox alice -DataEncryptionPolicy First
    $null = Invoke-CustomerKeyJob
    $null = Import-CustomerKeyItem "$testFolder/letter.eml" -Mailbox alice
    $script:module = (Get-Module CustomerKey).Path
    Set-Location $testFolder

    # All that a mistake could have changed.
    function Get-State {
        $(
            Get-DataEncryptionPolicy | Select-Object Name, Enabled, Description, Generation, PermanentDataPurgeRequested
            Get-M365DataAtRestEncryptionPolicy | Select-Object Name, Enabled, Generation
            Get-M365DataAtRestEncryptionPolicyAssignment | Select-Object Name
            Get-Mailbox | Select-Object Name, DataEncryptionPolicy, LitigationHoldEnabled
            Get-Mailbox -SoftDeletedMailbox | Select-Object Guid
            Get-MailUser | Select-Object Name, DataEncryptionPolicy
            Get-UnifiedGroup | Select-Object Name, DataEncryptionPolicy
            Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVault -VaultName $_.VaultName -SubscriptionId * } | Select-Object VaultName, AccessPoliciesText, NetworkAclsText, TagsTable, EnablePurgeProtection
            Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVaultKey -VaultName $_.VaultName -Name root -IncludeVersions } | Select-Object Id, Enabled, Expires, TagsTable
            Get-CustomerKeyItem -Mailbox alice | Select-Object Identity
            Get-SPODataEncryptionPolicy | Select-Object Status
            Get-CustomerKeySite | Select-Object Url
            Get-CustomerKeyFact
            Get-CustomerKeyTenant | Select-Object Name, JobMode, Clock, RuleProfile, Owners, VaultFaults -ExcludeProperty Clock
        ) | ConvertTo-Json -Depth 4
    }
    # Runs lines in a PowerShell of their own with a user, who answers; returns what came, what was asked and what was wrong.
    function Invoke-WithUser([string]$lines, [scriptblock]$answer) {
        $user = [AnsweringHost]::new(); $asked = [Collections.Generic.List[string]]::new()
        $user.Asked.Answer = { param($question) $asked.Add($question); & $answer $question }.GetNewClosure()
        $runspace = [runspacefactory]::CreateRunspace($user)
        $runspace.Open()
        $shell = [powershell]::Create($runspace).AddScript("Import-Module '$module'; $lines")
        try {
            $came = try { $shell.Invoke() } catch { $ended = $_.Exception.InnerException }
            @{ Came = $came; Asked = $asked; Errors = @($shell.Streams.Error); Ended = $ended }
        } finally { $shell.Dispose(); $runspace.Dispose() }
    }
}
AfterAll { Set-Location /; Remove-TestTenant }

Describe 'a call that' {
    BeforeAll { $script:before = Get-State }
    AfterEach { Get-State | Should -BeExactly $before }

    It 'says two things at once is refused: <_>' -ForEach @(
        'Set-DataEncryptionPolicy First -Refresh -Replace -AzureKeyIDs $keys'
        'Set-DataEncryptionPolicy First -Refresh -PermanentDataPurgeRequested -PermanentDataPurgeReason r -PermanentDataPurgeContact c'
        'Set-M365DataAtRestEncryptionPolicy Whole -Refresh -Replace -AzureKeyIDs $workloads'
        'Get-AzKeyVaultKey inputEast root -Version 1234 -IncludeVersions'
        'Get-AzKeyVaultKey inputEast -InRemovedState -IncludeVersions'
        'Set-AzKeyVaultAccessPolicy inputEast -UserPrincipalName a@contoso.com -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -PermissionsToKeys get'
        'Remove-AzKeyVaultAccessPolicy inputEast -UserPrincipalName a@contoso.com -ObjectId 99999999-2222-3333-4444-555555555555'
        'New-AzRoleAssignment -SignInName a@contoso.com -ApplicationId 00000002-0000-0ff1-ce00-000000000000 -RoleDefinitionName Owner'
        'Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri "$($sharePoint[0])/$($versions[0])" -SecondaryKeyVaultUri "$($sharePoint[1])/$($versions[1])" -PrimaryKeyVaultName filesEast -PrimaryKeyName root -PrimaryKeyVersion $versions[0]'
        'New-CustomerKeyOnboardingRequest -OrganizationId contoso.onmicrosoft.com -Scenario EXO -Subscription1 11111111-1111-1111-1111-111111111111 -Subscription2 22222222-2222-2222-2222-222222222222 -KeyIdentifier1 $keys[0] -VaultName1 inputEast -KeyName1 root -KeyIdentifier2 $keys[1] -OnboardingMode Enable'
        'Set-CustomerKeyFact -Mailbox alice -Licensed $false -Scenario EXO -Enabled $true'
        'Export-CustomerKeyItem -Mailbox alice -Workload TeamsChats -Identity letter.eml -Destination out'
        'Import-CustomerKeyItem letter.eml -Mailbox alice -Workload TeamsChats'
        'Set-CustomerKeyClock -Advance 60 -Date 2100-01-01'
    ) {
        { Invoke-Expression "$_ -ErrorAction Stop" } | Should -Throw -ErrorId '*Ambiguous*,*' -Because $_
    }
    It 'has $null or an empty text where a name has to be is refused: <_>' -ForEach @(
        'Set-Mailbox $none -DataEncryptionPolicy First', 'Set-MailUser $none -DataEncryptionPolicy First', 'Set-UnifiedGroup $none -DataEncryptionPolicy First', 'Remove-Mailbox $none -Confirm:$false'
        'Set-DataEncryptionPolicy $none -Enabled $false', 'Set-DataEncryptionPolicy $none -Refresh', 'Set-M365DataAtRestEncryptionPolicy $none -Refresh', 'New-DataEncryptionPolicy -Name $none -AzureKeyIDs $keys'
        'Add-AzKeyVaultKey -VaultName $none -Name root -Destination Software', 'Add-AzKeyVaultKey -VaultName inputEast -Name $none -Destination Software', 'Update-AzKeyVaultKey -VaultName $none -Name root -Enable $false'
        'Remove-AzKeyVaultKey -VaultName inputEast -Name $none -Force', 'Remove-AzKeyVault -VaultName $none -Force', 'Set-AzKeyVaultAccessPolicy -VaultName $none -UserPrincipalName a@contoso.com -PermissionsToKeys get'
        'Set-AzContext -Subscription $none', 'New-AzRoleAssignment -SignInName $none -RoleDefinitionName Owner', 'Set-CustomerKeyVaultFault -VaultName $none -Fault Unreachable', 'New-CustomerKeySite -Url $none'
        'Update-SPODataEncryptionPolicy -KeyType Primary -KeyVaultUri $none', 'Open-CustomerKeyTenant $none', 'Import-CustomerKeyInventory $none', 'Test-CustomerKeyRetirement $none'
    ) {
        foreach ($none in $null, '') { { Invoke-Expression "$_ -ErrorAction Stop" } | Should -Throw -Because "$_ with '$none'" }
    }
    It 'has a list with nothing in it is refused: <_>' -ForEach @(
        'New-DataEncryptionPolicy -Name Empty -AzureKeyIDs $none', 'Set-DataEncryptionPolicy First -Replace -AzureKeyIDs $none', 'New-M365DataAtRestEncryptionPolicy -Name Empty -AzureKeyIDs $none'
        'Import-CustomerKeyItem -Path $none -Mailbox alice', 'Import-CustomerKeyInventory $none', 'Get-CustomerKeyImpact $none'
    ) {
        foreach ($none in @(), @($null), @(''), @($null, $null)) { { Invoke-Expression "$_ -ErrorAction Stop" } | Should -Throw -Because "$_ with $(ConvertTo-Json $none -Compress)" }
    }
    It 'gets nothing from the pipeline does nothing, and says nothing' {
        $Error.Clear()
        @() | Set-Mailbox -DataEncryptionPolicy First
        @() | Remove-Mailbox -Confirm:$false
        @() | Set-DataEncryptionPolicy -Refresh
        @() | Set-AzKeyVaultAccessPolicy -UserPrincipalName a@contoso.com -PermissionsToKeys get
        @() | Remove-AzKeyVault -Force
        @() | Update-AzKeyVaultKey -Enable $false
        @() | Export-CustomerKeyItem -Destination out
        Get-Mailbox nobod* | Set-Mailbox -DataEncryptionPolicy First
        $Error.Count | Should -Be 0
    }
    It 'gets $null from the pipeline is refused: <_>' -ForEach 'Set-Mailbox -DataEncryptionPolicy First', 'Remove-Mailbox -Confirm:$false', 'Set-DataEncryptionPolicy -Refresh', 'Set-MailUser -DataEncryptionPolicy First', 'Remove-AzKeyVault -Force', 'Update-AzKeyVaultKey -Enable $false', 'Set-AzKeyVaultAccessPolicy -UserPrincipalName a@contoso.com -PermissionsToKeys get' {
        { Invoke-Expression "`$null | $_ -ErrorAction Stop" } | Should -Throw -ErrorId 'ParameterArgumentValidation*'
    }
    It 'has a wildcard where one is meant is refused: <_>' -ForEach @(
        'Set-Mailbox * -DataEncryptionPolicy First', 'Set-Mailbox al* -DataEncryptionPolicy $null', 'Set-Mailbox alice -DataEncryptionPolicy F*', 'Remove-Mailbox * -Confirm:$false', 'Disable-Mailbox a?ice -Confirm:$false', 'Set-MailUser * -DataEncryptionPolicy First', 'Set-UnifiedGroup t* -DataEncryptionPolicy First'
        'Set-DataEncryptionPolicy * -Enabled $false', 'Set-DataEncryptionPolicy F* -Refresh', 'Set-M365DataAtRestEncryptionPolicy W* -Refresh', 'Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy W*'
        'Remove-AzKeyVault -VaultName input* -Force', 'Set-AzKeyVaultAccessPolicy -VaultName input* -UserPrincipalName a@contoso.com -PermissionsToKeys get', 'Add-AzKeyVaultKey -VaultName input* -Name root -Destination Software', 'Update-AzKeyVaultKey -VaultName inputEast -Name r* -Enable $false', 'Remove-AzKeyVaultKey -VaultName inputEast -Name * -Force'
        'Set-CustomerKeyVaultFault -VaultName * -Fault Unreachable', 'Import-CustomerKeyItem letter.eml -Mailbox al*', 'Remove-SPOSite https://contoso.sharepoint.com/sites/* -Confirm:$false'
    ) {
        { Invoke-Expression "$_ -ErrorAction Stop" } | Should -Throw -Because $_
    }
    It 'gets something else from the pipeline is an error for each object, and no other: <_>' -ForEach @(
        'Set-Mailbox -DataEncryptionPolicy $null', 'Remove-Mailbox -Confirm:$false', 'Set-MailUser -DataEncryptionPolicy $null', 'Set-DataEncryptionPolicy -Enabled $false', 'Set-M365DataAtRestEncryptionPolicy -Enabled $false'
        'Set-AzKeyVaultAccessPolicy -UserPrincipalName a@contoso.com -PermissionsToKeys get', 'Remove-AzKeyVault -Force', 'Update-AzKeyVaultKey -Enable $false', 'Remove-AzKeyVaultKey -Force', 'Add-AzKeyVaultKey -Name other -Destination Software', 'Remove-SPOSite -Confirm:$false', 'Export-CustomerKeyItem -Destination out'
    ) {
        $line = $_
        $wrong = 42, $true, [datetime]'2026-01-01', (Get-Process -Id $PID), @{ Other = 'x' }, [guid]::NewGuid(), [pscustomobject]@{ Colour = 'red' }, (Get-CustomerKeyTenant), (Search-CustomerKeyAudit -ResultSize 1 3>$null)
        foreach ($object in $wrong) {
            $ErrorActionPreference = 'Continue'
            $said = try { @(Invoke-Expression "`$object | $line 2>&1") } catch { @($_) }
            @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] }).Count | Should -BeGreaterOrEqual 1 -Because "$($object.GetType()) | $line"
        }
    }
    It 'has a list of names in one text means one name: <_>' -ForEach 'Set-Mailbox "alice,bob" -DataEncryptionPolicy First', 'Set-Mailbox "alice, bob" -DataEncryptionPolicy $null', 'Get-Mailbox "alice,bob"', 'Get-MailboxStatistics "alice;bob"', 'Set-MailUser "outside,alice" -DataEncryptionPolicy First', 'Get-DataEncryptionPolicy "First,Whole"', 'Set-CustomerKeyVaultFault "inputEast,inputWest" -Fault Unreachable' {
        { Invoke-Expression "$_ -ErrorAction Stop" } | Should -Throw -Because $_
    }
    It 'has typographic signs within a name or a URI is refused, with what was read: <_>' -ForEach @(
        'Set-Mailbox "$($open)alice$($close)" -DataEncryptionPolicy First', 'Set-Mailbox alice -DataEncryptionPolicy "$($open)First$($close)"', 'Set-DataEncryptionPolicy "$($open)First$($close)" -Refresh'
        'New-DataEncryptionPolicy -Name Typographic -AzureKeyIDs "$open$($keys[0])$close", $keys[1]', 'New-DataEncryptionPolicy -Name Typographic -AzureKeyIDs ($keys[0] -replace "/keys/", "/keys$dash/"), $keys[1]'
        'New-DataEncryptionPolicy -Name Typographic -AzureKeyIDs ($keys[0] -replace "input", "in$($dash)put"), $keys[1]', 'Add-AzKeyVaultKey -VaultName "input$($dash)East" -Name root -Destination Software', 'Add-AzKeyVaultKey -VaultName inputEast -Name "my$($dash)key" -Destination Software'
        'New-AzKeyVault -Name "my$($dash)vault" -ResourceGroupName inputEastRG -Location "East US"', 'Set-AzContext -Subscription "11111111$($dash)1111$($dash)1111$($dash)1111$($dash)111111111111"'
        'Set-CustomerKeyVaultFault -VaultName "$($open)inputEast$($close)" -Fault Unreachable', 'Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri "$open$($sharePoint[0])/$($versions[0])$close" -SecondaryKeyVaultUri "$($sharePoint[1])/$($versions[1])"'
    ) {
        $open = [char]0x201c; $close = [char]0x201d; $dash = [char]0x2013
        $problem = $null
        try { Invoke-Expression "$_ -ErrorAction Stop" } catch { $problem = $_ }
        "$problem" | Should -Match "[$open$close$dash]" -Because $_
    }
    It 'has -WhatIf changes nothing, whatever -Confirm says: <_>' -ForEach @(
        'Set-Mailbox bob -DataEncryptionPolicy First', 'Remove-Mailbox bob', 'Set-MailUser outside -DataEncryptionPolicy First', 'Set-UnifiedGroup team -DataEncryptionPolicy First', 'New-Mailbox -Name dora'
        'Set-DataEncryptionPolicy First -Refresh', 'Set-DataEncryptionPolicy First -Enabled $false', 'New-DataEncryptionPolicy -Name Third -AzureKeyIDs $keys', 'Set-M365DataAtRestEncryptionPolicy Whole -Refresh'
        'Add-AzKeyVaultKey -VaultName inputEast -Name root -Destination Software', 'Update-AzKeyVaultKey -VaultName inputEast -Name root -Enable $false', 'Remove-AzKeyVaultKey -VaultName inputEast -Name root -Force', 'Remove-AzKeyVault -VaultName inputEast -Force', 'Set-AzKeyVaultAccessPolicy -VaultName inputEast -UserPrincipalName a@contoso.com -PermissionsToKeys get'
        'Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri "$($sharePoint[0])/$($versions[0])" -SecondaryKeyVaultUri "$($sharePoint[1])/$($versions[1])"', 'New-CustomerKeySite https://contoso.sharepoint.com/sites/other', 'Remove-SPOSite https://contoso.sharepoint.com/sites/finance'
        'Set-CustomerKeyVaultFault -VaultName inputEast -Fault Unreachable', 'Set-CustomerKeyClock -Advance 60', 'Set-CustomerKeyTenant -RuleProfile current', 'Set-CustomerKeyFact -Mailbox alice -Licensed $false', 'Import-CustomerKeyItem letter.eml -Mailbox bob'
    ) {
        Invoke-Expression "$_ -Confirm:`$false -WhatIf -ErrorAction Stop" 6>$null | Out-Null
        Invoke-Expression "$_ -WhatIf -Confirm -ErrorAction Stop" 6>$null | Out-Null
    }
    It 'is answered by no is not done, and is no error: <_>' -ForEach @(
        'Set-Mailbox bob -DataEncryptionPolicy First -Confirm', 'Remove-Mailbox bob', 'Set-DataEncryptionPolicy First -Refresh -Confirm', 'Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null', 'Update-AzKeyVaultKey -VaultName inputEast -Name root -Enable $false -Confirm', 'Remove-AzKeyVaultKey -VaultName inputEast -Name root', 'Remove-AzKeyVault -VaultName inputEast', 'New-CustomerKeySite https://contoso.sharepoint.com/sites/other -Confirm', 'Set-CustomerKeyClock -Advance 60 -Confirm'
    ) {
        $done = Invoke-WithUser $_ { 'No' }
        $done.Asked.Count | Should -Be 1
        "$($done.Errors)" | Should -BeNullOrEmpty
    }
    It 'is left at its question is not done, and the session goes on: <_>' -ForEach 'Remove-Mailbox bob', 'Remove-AzKeyVault -VaultName inputEast', 'Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null', 'Set-DataEncryptionPolicy First -Refresh -Confirm' {
        $done = Invoke-WithUser "try { $_ } catch [Management.Automation.PipelineStoppedException] { throw } catch { `"`$_`" }; (Get-Mailbox alice).Name" { throw [OperationCanceledException]::new('Ctrl-C at the question') }
        $done.Asked.Count | Should -Be 1
        @($done.Came)[-1] | Should -Be 'alice'
    }
}

Describe 'a mailbox that is listed twice' {
    It 'is changed once more, which is no error, and is there once' {
        'bob', 'BOB', 'bob' | Set-Mailbox -DataEncryptionPolicy First -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        @(Get-Mailbox | Where-Object Name -eq bob).Count | Should -Be 1
        (Get-Mailbox bob).DataEncryptionPolicy | Should -Be 'First'
        (Get-Mailbox bob), (Get-Mailbox bob) | Set-Mailbox -DataEncryptionPolicy $null
        $null = Invoke-CustomerKeyJob
        (Get-MailboxStatistics bob).DataEncryptionPolicy | Should -Be 'Whole'
    }
    It 'cannot be removed twice: the second time is one error' {
        $null = New-Mailbox -Name twice
        'twice', 'twice' | Remove-Mailbox -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 1
        @(Get-Mailbox -SoftDeletedMailbox | Where-Object Name -eq twice).Count | Should -Be 1
    }
    It 'is made once' {
        'again', 'again' | ForEach-Object { New-Mailbox -Name $_ -ErrorAction SilentlyContinue -ErrorVariable +problems } | Out-Null
        $problems.Count | Should -Be 1
        @(Get-Mailbox again).Count | Should -Be 1
    }
}

Describe 'words and signs as PowerShell reads them' {
    It 'are the same in typographic quotes and with an en dash before a parameter' {
        & ([scriptblock]::Create("Get-Mailbox `u{2013}Identity `u{201c}alice`u{201d}")) | ForEach-Object Name | Should -Be 'alice'
        & ([scriptblock]::Create("Get-DataEncryptionPolicy `u{2014}Identity `u{2018}First`u{2019}")) | ForEach-Object Name | Should -Be 'First'
        (& ([scriptblock]::Create("Get-AzKeyVaultKey `u{2013}VaultName `u{201c}inputEast`u{201d} `u{2013}Name `u{2018}root`u{2019}"))).Name | Should -Be 'root'
    }
    It 'may stand in one text where the service takes a list: permissions, operations, keys' {
        Set-AzKeyVaultAccessPolicy -VaultName inputEast -UserPrincipalName list@contoso.com -PermissionsToKeys get, list
        Set-AzKeyVaultAccessPolicy -VaultName inputEast -UserPrincipalName list@contoso.com -PermissionsToKeys 'get,wrapKey'
        $given = (Get-AzKeyVault inputEast).AccessPolicies | Where-Object DisplayName -Like '*list@contoso.com*'
        @($given.PermissionsToKeys | Sort-Object) | Should -Be 'get', 'wrapKey'
        Remove-AzKeyVaultAccessPolicy -VaultName inputEast -UserPrincipalName list@contoso.com
        (New-DataEncryptionPolicy -Name OneText -AzureKeyIDs ($keys -join ',')).AzureKeyIDs.Count | Should -Be 2
    }
    It 'may be in a name, which is kept as it is' {
        $name = "Anna `u{2013} O`u{2019}Brien `u{201c}x`u{201d}"
        (New-Mailbox -Name $name -Alias typographic).Name | Should -BeExactly $name
        Set-Mailbox $name -DataEncryptionPolicy First
        (Get-Mailbox $name).DataEncryptionPolicy | Should -Be 'First'
        (Get-Mailbox typographic | Get-MailboxStatistics).Identity | Should -BeExactly $name
        Set-Mailbox $name -DataEncryptionPolicy $null
    }
}

Describe 'an answer' {
    It 'of "no to all" holds for the pipeline, and that of "yes to all" too' {
        $no = Invoke-WithUser "'bob', 'carl' | Remove-Mailbox; (Get-Mailbox).Count" { 'No to All' }
        $no.Asked.Count | Should -Be 1
        $null = New-Mailbox -Name gone1; $null = New-Mailbox -Name gone2
        $yes = Invoke-WithUser "'gone1', 'gone2' | Remove-Mailbox" { 'Yes to All' }
        $yes.Asked.Count | Should -Be 1
        Get-Mailbox gone* | Should -BeNullOrEmpty
        (Get-Mailbox bob).Name | Should -Be 'bob'
    }
}

Describe 'a pipeline that ends early' {
    It 'is left by who wants no more, and what was done is done whole' {
        (Get-Mailbox | Select-Object -First 1).Name | Should -Be 'alice'
        $made = 1..5 | ForEach-Object { New-Mailbox -Name "early$_" } | Select-Object -First 2
        $made.Count | Should -Be 2
        @(Get-Mailbox early*).Count | Should -Be 2
        (Add-AzKeyVaultKey inputEast root -Destination Software | Select-Object -First 1).Name | Should -Be 'root'
        @(Get-AzKeyVaultKey inputEast root -IncludeVersions).Count | Should -Be 2
        $null = New-Mailbox -Name counted -Count 30 | Select-Object -First 1
        @(Get-Mailbox counted*).Count | Should -BeIn 0, 1, 30 -Because 'one call is one change'
        foreach ($lister in 'Get-AzKeyVault -SubscriptionId *', 'Get-DataEncryptionPolicy', 'Search-CustomerKeyAudit 3>$null', 'Test-CustomerKeyTenant', 'Test-CustomerKeyConfiguration', 'Get-CustomerKeyJob') {
            @(Invoke-Expression $lister | Select-Object -First 1).Count | Should -Be 1 -Because $lister
        }
    }
    It 'is left by a break or a continue of the caller: <_>' -ForEach 'Get-Mailbox', 'Get-DataEncryptionPolicy', 'Get-AzKeyVault', 'Test-CustomerKeyTenant', 'Search-CustomerKeyAudit 3>$null' {
        $seen = 0
        foreach ($round in 1..3) { Invoke-Expression $_ | ForEach-Object { $script:seen++; break } }
        $rounds = 0
        foreach ($round in 1..3) { Invoke-Expression $_ | ForEach-Object { continue }; $rounds += 10 }
        $rounds | Should -Be 0
        (Get-Mailbox alice).Name | Should -Be 'alice'
    }
    It 'is stopped by Ctrl-C within a waiting cmdlet, soon, and nothing is left locked' {
        foreach ($vault in 'inputEast', 'inputWest') { Set-CustomerKeyVaultFault -VaultName $vault -Fault Slow -DelaySeconds 50 }
        try {
            Set-CustomerKeyTenant -RootTimeout 60
            Clear-CustomerKeyCache
            foreach ($line in "Set-DataEncryptionPolicy First -Refresh -Confirm:`$false", 'Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -Destination stopped', 'Test-DataEncryptionPolicy First', 'Wait-CustomerKeyJob -Timeout 600') {
                $shell = [powershell]::Create().AddScript("Import-Module '$module'; Get-CustomerKeyTenant | Out-Null; '$PID'; $line")
                $came = [Management.Automation.PSDataCollection[psobject]]::new()
                $null = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $came)
                while (-not $came.Count) { [Threading.Thread]::Yield() | Out-Null }
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 5 -Because $line
                $shell.Dispose()
            }
        } finally { foreach ($vault in 'inputEast', 'inputWest') { Set-CustomerKeyVaultFault -VaultName $vault -Fault None } }
        Set-CustomerKeyTenant -RootTimeout 2
        Test-Path "$testFolder/stopped/letter.eml" | Should -BeFalse
        Set-Mailbox bob -DataEncryptionPolicy First
        $null = Invoke-CustomerKeyJob
        Set-Mailbox bob -DataEncryptionPolicy $null
        $null = Invoke-CustomerKeyJob
        Test-CustomerKeyTenant | Where-Object Result -ne Passed | Should -BeNullOrEmpty
    }
}

Describe 'PowerShells beside each other' {
    It 'work in one tenant from two runspaces at once' {
        $shells = foreach ($name in 'left', 'right') {
            $shell = [powershell]::Create().AddScript("Import-Module '$module'; foreach (`$i in 1..10) { `$null = New-Mailbox -Name `"$name-`$i`"; Set-Mailbox `"$name-`$i`" -DataEncryptionPolicy First; (Get-Mailbox `"$name-`$i`").DataEncryptionPolicy }")
            @{ Shell = $shell; Running = $shell.BeginInvoke() }
        }
        foreach ($one in $shells) {
            $came = $one.Shell.EndInvoke($one.Running)
            "$($one.Shell.Streams.Error)" | Should -BeNullOrEmpty
            @($came | Where-Object { $_ -eq 'First' }).Count | Should -Be 10
            $one.Shell.Dispose()
        }
        @(Get-Mailbox left* | Where-Object DataEncryptionPolicy -eq First).Count | Should -Be 10
        Get-Mailbox right* | Set-Mailbox -DataEncryptionPolicy $null
    }
    It 'work by ForEach-Object -Parallel' {
        $came = 1..24 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $using:module
            $null = New-Mailbox -Name "parallel$_"
            Set-Mailbox "parallel$_" -DataEncryptionPolicy First
            if ($_ % 6 -eq 0) { $null = Invoke-CustomerKeyJob }
            Get-MailboxStatistics "parallel$_"
        }
        $came.Count | Should -Be 24
        @($came.Identity | Sort-Object -Unique).Count | Should -Be 24
        $null = Invoke-CustomerKeyJob
        $left = Get-Mailbox parallel* | Get-MailboxStatistics | Where-Object { $_.RewrapPending -or $_.DataEncryptionPolicy -ne 'First' }
        $left | Should -BeNullOrEmpty
        Test-CustomerKeyTenant | Where-Object Result -ne Passed | Should -BeNullOrEmpty
    }
    It 'take an object of another runspace as their own' {
        $mailbox = Get-Mailbox parallel1
        $other = 1 | ForEach-Object -Parallel { Import-Module $using:module; Set-Mailbox $using:mailbox -DataEncryptionPolicy $null; ($using:mailbox | Get-Mailbox).DataEncryptionPolicy }
        $other | Should -BeNullOrEmpty
        (Get-Mailbox parallel1).DataEncryptionPolicy | Should -BeNullOrEmpty
    }
}
