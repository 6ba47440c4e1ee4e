# Scripts that are rehearsed: what each step says, what happens to the tenant, and what they find in place of the service's modules.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:exchange = '00000002-0000-0ff1-ce00-000000000000'
    $null = New-DataEncryptionPolicy -Name NA -AzureKeyIDs (New-TestRoot reh) -WarningAction Ignore
    $null = New-Mailbox -Name alice -WarningAction Ignore
    $null = New-Mailbox -Name bob -WarningAction Ignore
    Set-Mailbox alice -DataEncryptionPolicy NA

    function New-Script([string]$text) {
        $file = "$testFolder/$([guid]::NewGuid().ToString('N')).ps1"
        Set-Content -LiteralPath $file $text
        $file
    }
    function Invoke-Text([string]$text) { Invoke-CustomerKeyRehearsal (New-Script $text) -Fork }
    function Get-Step($rehearsal, [string]$cmdlet) { @($rehearsal.Steps).Where({ $_.Cmdlet -eq $cmdlet })[0] }
}
AfterAll { Remove-TestTenant }

Describe 'a rehearsal on a fork' {
    It 'leaves the tenant as it is, but for the record that it was copied and that the copy is gone' {
        $before = (Search-CustomerKeyAudit -ResultSize 1 -WarningAction Ignore).RecordNumber
        $done = Invoke-Text 'Set-Mailbox bob -DataEncryptionPolicy NA; New-Mailbox -Name eve | Out-Null'
        $done.Succeeded | Should -BeTrue
        @(Get-Mailbox).Name | Should -Be 'alice', 'bob'
        (Get-Mailbox bob).DataEncryptionPolicy | Should -BeNullOrEmpty
        @(Search-CustomerKeyAudit | Where-Object RecordNumber -GT $before).Operation | Should -Be 'Remove-CustomerKeyBackup', 'Backup-CustomerKeyTenant'
        Get-CustomerKeyBackup | Should -BeNullOrEmpty
        Test-Path $done.Path | Should -BeFalse
        $env:CUSTOMER_KEY_TENANT | Should -Be "$testFolder/tenant"
    }
    It 'leaves the session as it was: objects and texts are taken afterwards' {
        $null = Invoke-Text 'Get-Mailbox' | Out-String
        $vault = Get-AzKeyVault | Select-Object -First 1
        $key = Get-AzKeyVaultKey -VaultName $vault.VaultName | Select-Object -First 1
        ($key | Get-AzKeyVaultKeyRotationPolicy).KeyName | Should -Be $key.Name
        (Get-Mailbox alice | Get-MailboxStatistics).DisplayName | Should -Be 'alice'
        @(Get-Mailbox -Filter "Name -eq 'bob'").Name | Should -Be 'bob'
    }
    It 'stays in a folder where that is named' {
        $file = New-Script 'New-Mailbox -Name eve | Out-Null'
        $done = Invoke-CustomerKeyRehearsal $file -ForkPath "$testFolder/kept"
        $done.Path | Should -Be "$testFolder/kept"
        $kept = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command "`$WarningPreference = 'Ignore'; `$env:CUSTOMER_KEY_TENANT = '$testFolder/kept'; Import-Module '$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1'; (Get-Mailbox).Name -join ' '"
        $kept | Should -Be 'alice bob eve'
        { Invoke-CustomerKeyRehearsal $file -ForkPath "$testFolder/kept" } | Should -Throw -ErrorId 'ForkPathInUse,*'
    }
    It 'reaches no other tenant: <_>' -ForEach 'Open-CustomerKeyTenant $args[0]', '$env:CUSTOMER_KEY_TENANT = $args[0]; New-Mailbox -Name mallory' {
        $done = Invoke-CustomerKeyRehearsal (New-Script $_) -ArgumentList $env:CUSTOMER_KEY_TENANT -Fork
        $done.Succeeded | Should -BeFalse
        @($done.Steps.Errors.ErrorId) | Should -Be 'RehearsalStaysOnFork'
        @(Get-Mailbox).Name | Should -Not -Contain 'mallory'
    }
}

Describe 'a rehearsal whose caller is killed' {
    BeforeAll {
        $script:temp = "$testFolder/temp"
        $null = New-Item -ItemType Directory $temp
        $script:before = $env:TMPDIR, $env:TMP
        $env:TMPDIR = $env:TMP = $temp
        function Wait-For([scriptblock]$what) { $late = [datetime]::UtcNow.AddMinutes(2); while (-not (& $what)) { if ([datetime]::UtcNow -gt $late) { throw "Not in time: $what" }; Start-Sleep -Milliseconds 50 } }
        function Set-Age([string]$folder) { foreach ($part in @($folder) + [IO.Directory]::GetFiles($folder, '*.lock')) { (Get-Item -LiteralPath $part -Force).LastWriteTimeUtc = [datetime]::UtcNow.AddHours(-1) } }
        function Get-Left { [IO.Directory]::GetDirectories($temp, 'customer-key-rehearsal-*') }
    }
    AfterAll { $env:TMPDIR, $env:TMP = $before }
    It 'leaves a fork that the next one removes, with its record, as soon as nobody works in it' {
        $file = New-Script "Set-Content '$testFolder/on-stage' `$PID`nwhile (-not (Test-Path '$testFolder/go-on')) { Start-Sleep -Milliseconds 50 }"
        $caller = Start-Process (Join-Path $PSHOME pwsh) -PassThru -RedirectStandardOutput "$testFolder/caller.out" -RedirectStandardError "$testFolder/caller.err" -ArgumentList '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1'; Invoke-CustomerKeyRehearsal '$file' -Fork"
        Wait-For { (Test-Path "$testFolder/on-stage") -and (Get-Content "$testFolder/on-stage") }
        $stage = Get-Process -Id ([int](Get-Content "$testFolder/on-stage"))
        $caller.Kill(); $caller.WaitForExit()
        $left = @(Get-Left)
        $left.Count | Should -Be 1
        "$($left[0])/secrets", "$($left[0])/fork" | Should -Exist

        Set-Age $left[0]
        $null = Invoke-Text 'Get-Mailbox alice'
        Get-Left | Should -Be $left -Because 'the script still works in it'
        @(Get-CustomerKeyBackup).Count | Should -Be 1

        Set-Content "$testFolder/go-on" ''
        $stage.WaitForExit()
        (Get-Item -LiteralPath $left[0] -Force).LastWriteTimeUtc = [datetime]::UtcNow
        $null = Invoke-Text 'Get-Mailbox alice'
        Get-Left | Should -Be $left -Because 'somebody may be about to work in it'

        Set-Age $left[0]
        $null = Invoke-Text 'Get-Mailbox alice'
        Get-Left | Should -BeNullOrEmpty
        Get-CustomerKeyBackup | Should -BeNullOrEmpty
    }
    It 'is told from a folder that only has such a name' {
        $other = New-Item -ItemType Directory "$temp/customer-key-rehearsal-notes"
        Set-Content "$other/notes.txt" 'ours'
        $other.LastWriteTimeUtc = [datetime]::UtcNow.AddHours(-1)
        $null = Invoke-Text 'Get-Mailbox alice'
        "$other/notes.txt" | Should -Exist
    }
}

Describe 'a step' {
    It 'has the line, the calls, and what the audit log says' {
        $done = Invoke-Text "Connect-AzAccount -AccountId admin@contoso.com | Out-Null`n`nGet-Mailbox |`n    Set-Mailbox -DataEncryptionPolicy NA"
        $step = Get-Step $done 'Set-Mailbox'
        $step.Line | Should -Be 4
        $step.Calls | Should -Be 2
        $step.Changed | Should -Be 'Assign mailbox policy: bob'
        $step.Gained | Should -Be 'mailbox bob: now under NA, before under no policy of its own'
        $step.Account | Should -Be 'admin@contoso.com'
        (Get-Step $done 'Get-Mailbox').Result | Should -Be 'Read'
    }
    It 'tells which root keys do not open any more, and what is read by the other one' {
        $done = Invoke-Text "Remove-AzKeyVaultAccessPolicy -VaultName rehEast -ServicePrincipalName $exchange`nSet-AzContext -Subscription 22222222-2222-2222-2222-222222222222 | Out-Null`nRemove-AzKeyVaultAccessPolicy -VaultName rehWest -ServicePrincipalName $exchange"
        $first, $second = @($done.Steps).Where({ $_.Cmdlet -eq 'Remove-AzKeyVaultAccessPolicy' })
        ($first.Lost -join "`n") | Should -Match 'policy NA: https://reheast.vault.azure.net/keys/root does not open any more \(AccessDenied\). The other root key opens everything'
        ($first.Lost -join "`n") | Should -Match 'Office 365 Exchange Online .* in the vault rehEast: .*unwrapKey'
        ($second.Lost -join "`n") | Should -Match 'No root key opens anything'
    }
    It 'tells what cannot be undone, where it happened' {
        $done = Invoke-Text 'Add-AzKeyVaultKey -VaultName rehEast -Name root -Destination Software -Size 2048 | Out-Null; Set-DataEncryptionPolicy NA -Refresh'
        (Get-Step $done 'Add-AzKeyVaultKey').Final | Should -Match 'only disabled'
        (Get-Step $done 'Set-DataEncryptionPolicy').Final | Should -Match 'does not come back'
        $refused = Invoke-Text 'Add-AzKeyVaultKey -VaultName nowhere -Name root -Destination Software'
        (Get-Step $refused 'Add-AzKeyVaultKey').Final | Should -BeNullOrEmpty
    }
    It 'tells it of managed HSMs too' {
        New-TestHsm rehHsm 3>$null
        $done = Invoke-Text 'Update-AzKeyVaultManagedHsm -Name rehHsm -ResourceGroupName rehHsmRG -EnablePurgeProtection | Out-Null'
        (Get-Step $done 'Update-AzKeyVaultManagedHsm').Final | Should -Match 'cannot be switched off'
        $done = Invoke-Text "Remove-AzKeyVaultManagedHsm -Name rehHsm -Force`nRemove-AzKeyVaultManagedHsm -Name rehHsm -Location 'East US 2' -InRemovedState -Force"
        $done.Succeeded | Should -BeTrue
        $deleted, $purged = @($done.Steps).Where({ $_.Cmdlet -eq 'Remove-AzKeyVaultManagedHsm' })
        $deleted.Final | Should -BeNullOrEmpty
        $purged.Final | Should -Match 'purged with all its keys'
        (Get-AzKeyVaultManagedHsm).Name | Should -Be 'rehHsm'
    }
    It 'tells who gains and loses a local role of a managed HSM, and that one is gone' {
        New-TestHsm rehRoles 3>$null
        $encryption = 'Managed HSM Crypto Service Encryption User'
        $null = New-AzKeyVaultRoleAssignment -HsmName rehRoles -RoleDefinitionName $encryption -ApplicationId $exchange
        $done = Invoke-Text ("New-AzKeyVaultRoleAssignment -HsmName rehRoles -RoleDefinitionName 'Managed HSM Crypto User' -SignInName dora@contoso.com -Scope /keys/root | Out-Null`n" +
            "Remove-AzKeyVaultRoleAssignment -HsmName rehRoles -RoleDefinitionName '$encryption' -ApplicationId $exchange`nRemove-AzKeyVaultManagedHsm -Name rehRoles -Force")
        $done.Succeeded | Should -BeTrue
        (Get-Step $done 'New-AzKeyVaultRoleAssignment').Gained | Should -Be 'dora@contoso.com in the managed HSM rehRoles: Managed HSM Crypto User on /keys/root'
        (Get-Step $done 'Remove-AzKeyVaultRoleAssignment').Lost | Should -Be "Office 365 Exchange Online in the managed HSM rehRoles: $encryption on /"
        $gone = Get-Step $done 'Remove-AzKeyVaultManagedHsm'
        $gone.Lost | Should -Contain 'managed HSM rehRoles: gone'
        ($gone.Lost -join "`n") | Should -Match 'dora@contoso.com in the managed HSM rehRoles: Managed HSM Crypto User on /keys/root'
    }
    It 'tells of no local role that it was lost or gained while its HSM does not answer' {
        New-TestHsm rehBlind 3>$null
        $done = Invoke-Text ("New-AzKeyVaultRoleAssignment -HsmName rehBlind -RoleDefinitionName 'Managed HSM Administrator' -SignInName dora@contoso.com | Out-Null`n" +
            "Set-CustomerKeyVaultFault -VaultName rehBlind -Fault Unreachable`nSet-CustomerKeyVaultFault -VaultName rehBlind -Fault None")
        $broken, $mended = @($done.Steps).Where({ $_.Cmdlet -eq 'Set-CustomerKeyVaultFault' })
        $broken.Lost | Should -BeNullOrEmpty
        $broken.Gained | Should -BeNullOrEmpty
        $mended.Lost | Should -BeNullOrEmpty
        $mended.Gained | Should -BeNullOrEmpty
    }
    It 'tells who gains and loses a role where roles count' {
        $null = New-AzResourceGroup -Name rehRbacRG -Location 'East US' -Force
        $null = New-AzKeyVault -Name rehRbac -ResourceGroupName rehRbacRG -Location 'East US' -EnableRbacAuthorization 3>$null
        $done = Invoke-Text "New-AzRoleAssignment -ApplicationId $exchange -RoleDefinitionName 'Key Vault Crypto User' -ResourceGroupName rehRbacRG -ResourceName rehRbac -ResourceType Microsoft.KeyVault/vaults | Out-Null`nRemove-AzKeyVault -VaultName rehRbac -Force"
        $told = 'Office 365 Exchange Online on the vault rehRbac: Key Vault Crypto User'
        (Get-Step $done 'New-AzRoleAssignment').Gained | Should -Be $told
        (Get-Step $done 'Remove-AzKeyVault').Lost | Should -Contain $told
        (Get-Step $done 'Remove-AzKeyVault').Lost | Should -Contain 'vault rehRbac: gone'
    }
    It 'does not take for lost or gained what a sign-in or the choice of a subscription hides' {
        $done = Invoke-Text ("Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222 | Out-Null`nSet-AzContext -Subscription 11111111-1111-1111-1111-111111111111 | Out-Null`n" +
            "Connect-AzAccount -Identity | Out-Null`nConnect-AzAccount -AccountId stranger@contoso.com | Out-Null`nDisconnect-ExchangeOnline -Confirm:`$false`nConnect-ExchangeOnline -UserPrincipalName admin@contoso.com -ShowBanner:`$false")
        $done.Succeeded | Should -BeTrue
        @($done.Steps).Where({ $_.Lost.Count -or $_.Gained.Count }) | Should -BeNullOrEmpty
        @($done.Steps.Line) | Should -Be 1, 2, 3, 4, 5, 6
    }
    It 'shows its changes also where the account may not read the audit log' {
        $done = Invoke-Text "Set-CustomerKeyTenant -Owners @{Add='admin@contoso.com'} -UnknownAccounts Refuse`nAdd-RoleGroupMember 'Organization Management' -Member exo@contoso.com -ErrorAction Ignore`nConnect-AzAccount -AccountId stranger@contoso.com | Out-Null`nConnect-ExchangeOnline -UserPrincipalName stranger@contoso.com -ShowBanner:`$false`nNew-Mailbox -Name no"
        (@($done.Steps.Warnings) -join "`n") | Should -Not -Match 'is not shown'
        (Get-Step $done 'New-Mailbox').Result | Should -Be 'Denied'
    }
    It 'has failed where nobody can be asked, and names who ran it, not the service' {
        $done = Invoke-Text "Remove-Mailbox bob`nSet-DataEncryptionPolicy NA -Refresh`nInvoke-CustomerKeyJob | Out-Null"
        $step = Get-Step $done 'Remove-Mailbox'
        $step.Result | Should -Be 'Failed'
        @($step.Errors).Count | Should -Be 1
        $step.Errors[0].Message | Should -Match 'Nothing was done'
        @($done.Steps).Where({ $_.Place -ne 'by itself' }).Account | Select-Object -Unique | Should -Be 'admin@contoso.com'
        (Get-Step $done 'Set-DataEncryptionPolicy').Changed | Should -Not -Match 'End job'
        $done.Succeeded | Should -BeFalse
    }
    It 'has an error of the cmdlet of a pipeline that made it' {
        $done = Invoke-Text "'alice', 'ghost' | Get-Mailbox | Set-Mailbox -DataEncryptionPolicy NA"
        (Get-Step $done 'Get-Mailbox').Errors.ErrorId | Should -Be 'MailboxNotFound'
        (Get-Step $done 'Set-Mailbox').Errors | Should -BeNullOrEmpty
    }
    It 'has its own errors where it gives objects to what later lines do with them' {
        $done = Invoke-Text "'alice', 'ghost' | Get-Mailbox |`n    ForEach-Object {`n        Get-MailboxStatistics `$_.Name`n    }"
        @($done.Steps.Cmdlet) | Should -Be 'Get-Mailbox', 'Get-MailboxStatistics', 'Get-Mailbox'
        @($done.Steps.Step) | Should -Be 1, 2, 3
        @($done.Steps)[2].Errors.ErrorId | Should -Be 'MailboxNotFound'
        (Get-Step $done 'Get-MailboxStatistics').Errors | Should -BeNullOrEmpty
    }
    It 'is seen after the module was imported again, or removed' {
        $done = Invoke-Text "Get-Mailbox alice`nRemove-Module CustomerKey`nImport-Module ExchangeOnlineManagement -Force`nSet-Mailbox bob -DataEncryptionPolicy NA`nRemove-Module CustomerKey, ExchangeOnlineManagement"
        (Get-Step $done 'Set-Mailbox').Changed | Should -Be 'Assign mailbox policy: bob'
        (Get-Step $done 'Set-Mailbox').Line | Should -Be 4
        $done.Succeeded | Should -BeTrue
    }
    It 'changes nothing under -WhatIf' {
        (Get-Step (Invoke-Text 'Set-Mailbox bob -DataEncryptionPolicy NA -WhatIf') 'Set-Mailbox').Changed | Should -BeNullOrEmpty
    }
}

Describe 'what a script does in other runspaces and processes' {
    It 'is a step at its line in ForEach-Object -Parallel and Start-ThreadJob, with its errors' {
        $done = Invoke-Text ("Get-Mailbox alice`n'bob' | ForEach-Object -Parallel { Set-Mailbox `$_ -DataEncryptionPolicy NA; Set-Mailbox ghost -DataEncryptionPolicy NA }`n" +
            "Start-ThreadJob {`n  Set-Mailbox bob -DataEncryptionPolicy `$null -Confirm:`$false } | Wait-Job | Receive-Job | Out-Null`nGet-Mailbox alice")
        $done.Errors | Should -BeNullOrEmpty
        @($done.Steps.Line) | Should -Be 1, 2, 4, 5
        $parallel, $job = @($done.Steps).Where({ $_.Cmdlet -eq 'Set-Mailbox' })
        $parallel.Place | Should -Be 'in another runspace'
        $parallel.Calls | Should -Be 2
        $parallel.Changed | Should -Be 'Assign mailbox policy: bob'
        $parallel.Errors.ErrorId | Should -Be 'MailboxNotFound'
        $job.Changed | Should -Match 'bob'
        @($done.Steps).Where({ $_.Cmdlet -eq 'Get-Mailbox' }).Result | Should -Be 'Read', 'Read'
    }
    It 'has no line where two blocks have one text, and errors of its own have theirs' {
        $done = Invoke-Text "1 | ForEach-Object -Parallel { Get-Mailbox alice }`n1 | ForEach-Object -Parallel { Get-Mailbox alice }`n1 | ForEach-Object -Parallel {`n  Nothing-AtAll }"
        @($done.Steps.Line) | Should -Be 0
        @($done.Errors.Line) | Should -Be 4
    }
    It 'is a step of its own in Start-Job' {
        $done = Invoke-Text "Start-Job { Set-Mailbox bob -DataEncryptionPolicy NA; Set-Mailbox ghost -DataEncryptionPolicy NA -ErrorAction Ignore } | Wait-Job | Receive-Job`nGet-Mailbox ghost"
        $step = Get-Step $done 'Set-Mailbox'
        $step.Place | Should -Match '^in another process: pwsh'
        $step.Result | Should -Be 'Failed'
        $step.Errors.ErrorId | Should -Be 'MailboxNotFound'
        $step.Changed | Should -Be 'Assign mailbox policy: bob'
        $step.Gained | Should -Be 'mailbox bob: now under NA, before under no policy of its own'
        (Get-Step $done 'Get-Mailbox').Changed | Should -BeNullOrEmpty
        $done.Summary | Should -Match 'in another process: pwsh'
    }
    It 'says so where two did something at the same time' {
        $done = Invoke-Text "'bob' | ForEach-Object -Parallel { Set-Mailbox `$_ -DataEncryptionPolicy NA }`nStart-ThreadJob { Set-Mailbox alice -DataEncryptionPolicy `$null -Confirm:`$false } | Wait-Job | Receive-Job"
        $last = @($done.Steps)[-1]
        $last.Line | Should -Be 2
        ($last.Warnings -join "`n") | Should -Match 'changed at the same time: Set-Mailbox, line 1\.'
    }
    It 'stays on the fork in other runspaces' {
        $done = Invoke-CustomerKeyRehearsal (New-Script 'param($other) 1 | ForEach-Object -Parallel { $env:CUSTOMER_KEY_TENANT = $using:other; Get-Mailbox alice }') -ArgumentList $env:CUSTOMER_KEY_TENANT -Fork
        @($done.Steps.Errors.ErrorId) | Should -Be 'RehearsalStaysOnFork'
    }
}

Describe 'errors of a script' {
    It 'are at their lines; one that ends its statement does not end the script' {
        $done = Invoke-Text "Get-Mailbox nobody`nSet-Mailbx alice`n`$null = 1 / `$null`nGet-Mailbox alice"
        (Get-Step $done 'Get-Mailbox').Errors.ErrorId | Should -Be 'MailboxNotFound'
        @($done.Errors.Line) | Should -Be 2, 3
        @($done.Steps)[-1].Line | Should -Be 4
        $done.Succeeded | Should -BeFalse
        $done.ExitCode | Should -Be 0
        $done.Summary -replace '\s+', ' ' | Should -BeLike '*Failed, although the exit code 0 says otherwise. 2 steps, 0 of them changed something, 1 had errors. The script itself had 2 errors.'
    }
    It 'end it as in any PowerShell: <text>' -ForEach @(
        @{ text = 'throw "no"'; code = 1 }
        @{ text = '$ErrorActionPreference = "Stop"; Get-Mailbox nobody; New-Mailbox -Name late'; code = 1 }
        @{ text = 'exit 7'; code = 7 }
        @{ text = 'if ('; code = 1 }
        @{ text = 'Get-Mailbox alice'; code = 0 }
    ) {
        $done = Invoke-Text $text
        $done.ExitCode | Should -Be $code
        $LASTEXITCODE | Should -Be $code
        @($done.Steps.Cmdlet) | Should -Not -Contain 'New-Mailbox'
    }
    It 'are told where PowerShell itself ends' {
        $done = Invoke-Text "Get-Mailbox alice`n[Environment]::Exit(9)"
        $done.ExitCode | Should -Be 9
        @($done.Errors.ErrorId) | Should -Be 'RehearsalEnded'
        Get-CustomerKeyBackup | Should -BeNullOrEmpty
    }
    It 'are refused before anything is copied where there is no script' {
        { Invoke-CustomerKeyRehearsal "$testFolder/none.ps1" -Fork } | Should -Throw -ErrorId 'ScriptNotFound,*'
        { Invoke-CustomerKeyRehearsal "$testFolder/tenant/tenant.db" -Fork } | Should -Throw -ErrorId 'NotAScript,*'
    }
}

Describe 'what a script gets and gives' {
    It 'takes arguments by place and by name, and gives back what it prints' {
        $file = New-Script 'param($First, [string[]]$Many, [switch]$On) "$First $($Many -join "+") $On"'
        (Invoke-CustomerKeyRehearsal $file -ArgumentList one -Parameters @{ Many = 'a', 'b'; On = $true } -Fork).Output | Should -Contain 'one a+b True'
    }
    It 'gives back what it says, in order, and objects in the views of the module' {
        $said = (Invoke-Text "Write-Host -NoNewline one; Write-Host two`nGet-Mailbox bob -WarningAction Ignore`nWrite-Warning careful`nWrite-Information quiet`n'end'").Output
        $said = @($said).Where({ "$_".Trim() })
        $said[0] | Should -Be 'onetwo'
        $said[1] | Should -Match '^Name +PrimarySmtpAddress +Policy'
        $said[-2, -1] | Should -Be 'WARNING: careful', 'end'
        $said | Should -Not -Contain 'quiet'
    }
    It 'is seen whole at 80 columns' {
        $text = Invoke-Text 'Set-DataEncryptionPolicy NA -Refresh; Get-Mailbox nobody; Nothing-AtAll' | Out-String -Width 80
        $text | Should -Match 'Refresh policy: NA'
        @($text -split '\r?\n').Where({ $_.Length -gt 80 }) | Should -BeNullOrEmpty
    }
}

Describe 'the modules of the service in a rehearsal' {
    It 'are stood in for by ours, however they are asked for: <_>' -ForEach @(
        "#Requires -Modules ExchangeOnlineManagement, Az.KeyVault`nGet-Mailbox alice"
        "Import-Module Az; Import-Module ExchangeOnlineManagement; Get-Mailbox alice"
        "Install-Module Az -Scope CurrentUser -Force; Install-PSResource ExchangeOnlineManagement -TrustRepository; Get-Mailbox alice"
        "#Requires -Modules AzureRM`nLogin-AzureRmAccount -AccountId admin@contoso.com; Get-AzureRmKeyVault"
    ) {
        $done = Invoke-Text $_
        $done.Errors | Should -BeNullOrEmpty
        $done.Succeeded | Should -BeTrue
    }
    It 'are not found elsewhere' {
        $done = Invoke-Text 'Import-Module Pester'
        if (Test-Path "$PSHOME/Modules/Pester") { $done.Errors | Should -BeNullOrEmpty } else { @($done.Errors.ErrorId) | Should -Be 'Modules_ModuleNotFound' }
        (Invoke-Text '$env:PSModulePath').Output | Should -Not -Match ([regex]::Escape($HOME))
    }
    It 'have the remote session of Exchange, and nobody is asked for credentials' {
        $done = Invoke-Text ("`$s = New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri https://outlook.office365.com/powershell-liveid/ -Credential (Get-Credential) -Authentication Basic -AllowRedirection`n" +
            "`$null = Import-PSSession `$s -DisableNameChecking`n(Get-Mailbox alice).Name`nGet-PSSession | Remove-PSSession")
        $done.Errors | Should -BeNullOrEmpty
        $done.Output | Should -Contain 'alice'
        @($done.Steps.Cmdlet) | Should -Be 'Connect-ExchangeOnline', 'Get-Mailbox', 'Disconnect-ExchangeOnline'
        @($done.Steps.Line) | Should -Be 1, 3, 4
    }
}

Describe 'Enable-CustomerKeyCompatibility' {
    It 'lets imports, #Requires and autoloading of this session and its children find the stand-ins' {
        $module = [IO.Path]::GetFullPath("$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1")
        $file = New-Script "#Requires -Modules Az.KeyVault`n(Get-Module Az.KeyVault).Path"
        $line = "Import-Module '$module'; Enable-CustomerKeyCompatibility; Enable-CustomerKeyCompatibility; Import-Module ExchangeOnlineManagement; Install-Module Az 6>&1; & '$file'; & (Join-Path `$PSHOME pwsh) -NoProfile -Command '(Get-Command Set-Mailbox).Module.Name'"
        $told = @(& (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line)
        $told[0] | Should -Match '^Az is already there'
        $told[1] | Should -Match 'compat.Az.KeyVault'
        $told[2] | Should -Be 'ExchangeOnlineManagement'
    }
}
