# The kernel on a toy library that plays records from files. Needs PowerShell 7.5, Pester 5, gcc.
BeforeAll {
    $script:folder = Join-Path ([IO.Path]::GetTempPath()) "ckey-toy-$PID"
    $null = New-Item -ItemType Directory -Force $folder, "$folder/Toy"
    & gcc -std=c11 -shared -fPIC -o "$folder/libcustomerkey.so" "$PSScriptRoot/toy_library.c"
    $env:CUSTOMER_KEY_LIBRARY = "$folder/libcustomerkey.so"; $env:CUSTOMER_KEY_TOY = $folder
    $kernel = "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psm1"
    (Get-Content $kernel) -notmatch '^\. \$PSScriptRoot' | Set-Content "$folder/Toy/Toy.psm1"
    Add-Content "$folder/Toy/Toy.psm1" '. $PSScriptRoot/ToyCmdlets.ps1'
    Copy-Item "$PSScriptRoot/ToyCmdlets.ps1" "$folder/Toy/"
    Set-Content "$folder/Toy/Toy.psd1" "@{ RootModule = 'Toy.psm1'; ModuleVersion = '1.0.0'; GUID = '0d6a3c1e-0000-4000-8000-000000000001'; FunctionsToExport = @('Get-Policy', 'Set-Policy', 'Get-Many', 'Test-Error', 'Get-Slow') }"
    Import-Module "$folder/Toy/Toy.psd1" -Force

    function Set-Record([string]$Cmdlet, [string[]]$Record) { Set-Content "$folder/$Cmdlet" ($Record -join "`n---`n") }
    function New-Output([string]$Items, [int]$Repeat = 0) { $(if ($Repeat) { "!repeat $Repeat`n" }) + '{"stream":"output","type":"T"}' + "`n" + $Items }
    function Get-Log([string]$Match = '.') { @(Get-Content "$folder/log" -ErrorAction Ignore | Where-Object { $_ -match $Match }) }
    function Get-Argument { Get-Log '^start Set-Policy' | ForEach-Object { $_.Substring('start Set-Policy '.Length) | ConvertFrom-Json } }
    $script:error404 = '{"stream":"error","id":"PolicyNotFound","category":"ObjectNotFound","reason":"ManagementObjectNotFoundException","exception":"Toy.NotFoundException","message":"The operation couldn''t be performed because object ''x'' couldn''t be found.","target":"x","fix":"List them.","terminating":false}'
}
AfterAll { Remove-Module Toy -ErrorAction Ignore; Remove-Item -Recurse -Force $folder }

Describe 'the kernel' {
    BeforeEach { Remove-Item "$folder/log", "$folder/open.fails" -ErrorAction Ignore; foreach ($name in 'Get-Policy', 'Set-Policy', 'Get-Many', 'Test-Error', 'Get-Slow') { Remove-Item "$folder/$name" -ErrorAction Ignore } }

    Context 'outputs' {
        It 'have their types, most derived first, and the kinds that JSON cannot say' {
            Set-Record Get-Policy ('{"stream":"output","type":["CustomerKey.Policy","CustomerKey.Base"],"members":{"Guid":"guid","WhenCreated":"local","Note":"text","Size":"int","Tags":"table","Attributes.Blob":"bytes"}}' + "`n" +
                '[{"Name":"A","Guid":"0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a01","WhenCreated":"2026-11-22T10:00:00Z","WhenUtc":"2026-11-22T10:00:00Z","Note":"\u00012026-01-01T00:00:00Z","Size":3072,"Tags":{"Env":"x"},"Attributes":{"Blob":"AQI="}}]')
            $it = Get-Policy
            $it.PSTypeNames[0..1] | Should -Be 'CustomerKey.Policy', 'CustomerKey.Base'
            $it.Guid | Should -BeOfType guid
            $it.WhenUtc.Kind | Should -Be 'Utc'
            $it.WhenCreated.Kind | Should -Be 'Local'
            $it.Note | Should -BeExactly '2026-01-01T00:00:00Z'
            $it.Size | Should -BeOfType int
            $it.Tags['ENV'] | Should -Be 'x'
            $it.Attributes.Blob | Should -Be 1, 2
        }
        It 'come in batches, and stop when nobody wants more' {
            Set-Record Get-Many (New-Output ('[' + ((1..1000 | ForEach-Object { '{"N":' + $_ + '}' }) -join ',') + ']') -Repeat 100)
            (Get-Many | Select-Object -First 3).N | Should -Be 1, 2, 3
            Get-Log '^free' | Should -Be 'free Get-Many unfinished'
            @(Get-Many).Count | Should -Be 100000
        }
        It 'let break and continue of the caller''s loop through' {
            Set-Record Get-Many (New-Output '[{"N":1},{"N":2},{"N":3},{"N":4}]' -Repeat 3)
            $seen = 0; $after = 0
            foreach ($round in 1..3) { Get-Many | ForEach-Object { $script:seen++; if ($_.N -eq 3) { break } }; $after++ }
            $script:seen | Should -Be 3; $after | Should -Be 0
            $script:seen = 0
            foreach ($round in 1..3) { Get-Many | ForEach-Object { $script:seen++; if ($_.N -eq 3) { continue } }; $after++ }
            $script:seen | Should -Be 9; $after | Should -Be 0
            (Get-Log '^free').Count | Should -Be (Get-Log '^start').Count
        }
    }

    Context 'arguments' {
        It 'of one object of the pipeline do not stick to the next' {
            [pscustomobject]@{ Identity = 'a'; Description = 'first'; Force = $true }, [pscustomobject]@{ Identity = 'b' } | Set-Policy -Confirm:$false
            $sent = Get-Argument
            $sent[0].parameters.Description | Should -Be 'first'
            $sent[1].parameters.PSObject.Properties.Name | Should -Be 'Identity'
        }
        It 'keep lists, tables, dates, nulls and foreign objects' {
            Set-Policy x -Keys @('one') -Tag @{ a = 1; Keys = 2 } -Expires ([datetime]'2026-11-22T10:00:00Z') -Description $null -Anything (Get-Item $folder) -Confirm:$false
            $sent = (Get-Argument).parameters
            $sent.Keys.GetType().IsArray | Should -BeTrue
            $sent.Tag.a | Should -Be 1; $sent.Tag.Keys | Should -Be 2
            $sent.Expires | Should -Be ([datetime]'2026-11-22T10:00:00Z').ToUniversalTime()
            $sent.Description | Should -BeExactly ''
            $sent.Anything | Should -BeOfType string
        }
        It 'have absolute paths and the location of the moment' {
            Push-Location $folder
            try { Set-Policy x -File ./a.backup -Confirm:$false } finally { Pop-Location }
            $sent = Get-Argument
            $sent.parameters.File | Should -Be "$folder/a.backup"
            $sent.location | Should -Be $folder
        }
        It 'that cannot be sent end the call before it starts' {
            { Set-Policy x -File 'NoSuchDrive:\a.backup' -Confirm:$false } | Should -Throw -ErrorId 'DriveNotFound,Set-Policy'
            Get-Log '^start' | Should -BeNullOrEmpty
        }
        It 'that are secret travel outside the JSON' {
            $password = ConvertTo-SecureString "p`u{e4}ssword" -AsPlainText -Force
            Set-Policy x -Password $password -Credential ([pscredential]::new('admin', $password)) -Confirm:$false
            (Get-Argument).parameters.Credential.userName | Should -Be 'admin'
            Get-Log '^start' | Should -Not -Match "p`u{e4}ssword"
            Get-Log '^secret' | Should -Be "secret parameter:Password p`u{e4}ssword", "secret parameter:Credential p`u{e4}ssword"
        }
        It 'name the cmdlet as generated, also under a prefix' {
            Import-Module "$folder/Toy/Toy.psd1" -Prefix Lab -Force
            try { Get-LabPolicy } finally { Import-Module "$folder/Toy/Toy.psd1" -Force }
            Get-Log '^start' | Should -Match '^start Get-Policy '
        }
    }

    Context 'errors' {
        It 'carry id, category, reason, target and advice, and can be caught by type' {
            Set-Record Test-Error $error404
            Test-Error -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -Be 'PolicyNotFound,Test-Error'
            $problem[0].CategoryInfo.Reason | Should -Be 'ManagementObjectNotFoundException'
            $problem[0].TargetObject | Should -Be 'x'
            $problem[0].ErrorDetails.RecommendedAction | Should -Be 'List them.'
            try { Test-Error -ErrorAction Stop } catch { $_.Exception.GetType().FullName | Should -Be 'Toy.NotFoundException' }
        }
        It 'go on with the next object, and stop where the script says so' {
            Set-Record Test-Error $error404
            1..3 | Test-Error -ErrorAction SilentlyContinue
            (Get-Log '^start').Count | Should -Be 3
            $ErrorActionPreference = 'Stop'
            { Test-Error } | Should -Throw -ErrorId 'PolicyNotFound,Test-Error'
        }
        It 'of opening are the library''s own' {
            Import-Module "$folder/Toy/Toy.psd1" -Force
            Set-Content "$folder/open.fails" '{"id":"TenantLocked","category":"ResourceBusy","message":"Locked by process 42.","target":null,"fix":"Stop it."}' -NoNewline
            try { Get-Policy; throw 'no error' } catch { $problem = $_ }
            $problem.FullyQualifiedErrorId | Should -Be 'TenantLocked,Get-Policy'
            $problem.ErrorDetails.RecommendedAction | Should -Be 'Stop it.'
        }
        It 'of misuse are reported once and free the call' {
            Set-Record Get-Policy '!fail {"id":"InternalError","category":"NotSpecified","message":"misuse"}'
            { Get-Policy } | Should -Throw -ErrorId 'InternalError,Get-Policy'
            (Get-Log '^free').Count | Should -Be 1
        }
        It 'follow the caller''s warning preference' {
            Set-Record Get-Policy '{"stream":"warning","message":"slow"}'
            $WarningPreference = 'SilentlyContinue'
            Get-Policy 3>&1 | Should -BeNullOrEmpty
            Get-Policy -WarningAction Continue 3>&1 | Should -Be 'slow'
        }
    }

    Context 'questions' {
        It 'are not asked of what only reads, also under WhatIf' {
            $WhatIfPreference = $true
            Get-Policy
            @(Get-Log '^start')[0] | Should -Match '"whatIf":false'
        }
        It 'of WhatIf ask the engine for consequences' {
            Set-Record Set-Policy '{"stream":"whatif","message":"3 mailboxes would lose their last key"}'
            Set-Policy x -WhatIf
            (Get-Argument).whatIf | Should -BeTrue
        }
        It 'of the engine are answered by Force, Confirm:$false and ConfirmPreference None' {
            Set-Record Set-Policy '{"stream":"confirm","caption":"Purge","message":"For ever?"}'
            Set-Policy x -Force; Set-Policy x -Confirm:$false; $ConfirmPreference = 'None'; Set-Policy x
            Get-Log '^answer' | Should -Be 'answer Set-Policy 1', 'answer Set-Policy 1', 'answer Set-Policy 1'
        }
    }

    Context 'questions that a user answers' {
        It 'by no are no errors, and the next object is asked about again' {
            Set-Record Set-Policy '{"stream":"confirm","caption":"Purge","message":"For ever?"}'
            . "$PSScriptRoot/AnsweringHost.ps1"
            $runspace = [runspacefactory]::CreateRunspace([AnsweringHost]::new())         # which says no
            $runspace.Open()
            $shell = [powershell]::Create($runspace).AddScript("Import-Module '$folder/Toy/Toy.psd1'; 'a', 'b' | ForEach-Object { Set-Policy `$_ }; `$Error.Count")
            try { $left = $shell.Invoke() } finally { $problems = $shell.Streams.Error.Count; $shell.Dispose(); $runspace.Dispose() }
            $left[-1], $problems | Should -Be 0, 0
            Get-Log '^answer' | Should -Be 'answer Set-Policy 0', 'answer Set-Policy 0'
        }
    }

    Context 'sessions' {
        It 'may have calls open inside one another' {
            Set-Record Get-Many (New-Output '[{"Identity":"a"},{"Identity":"b"}]')
            Get-Many | Set-Policy -Confirm:$false
            Get-Log '^(start|free)' | ForEach-Object { ($_ -split ' ')[0, 1] -join ' ' } | Should -Be 'start Get-Many', 'start Set-Policy', 'free Set-Policy', 'start Set-Policy', 'free Set-Policy', 'free Get-Many'
        }
        It 'hand over settings but no secrets in JSON, and follow a changed tenant' {
            $env:AZURE_CLIENT_SECRET = $env:CUSTOMER_KEY_PASSPHRASE = 's3cret'
            try { $env:CUSTOMER_KEY_TENANT = 'one'; Get-Policy; Get-Policy; $env:CUSTOMER_KEY_TENANT = 'two'; Get-Policy } finally { $env:AZURE_CLIENT_SECRET = $env:CUSTOMER_KEY_PASSPHRASE = $env:CUSTOMER_KEY_TENANT = $null }
            (Get-Log '^open').Count | Should -Be 2
            Get-Log '^secret' | Select-Object -First 1 | Should -Be 'secret environment:CUSTOMER_KEY_PASSPHRASE s3cret'
        }
        It 'refuse a setting that was changed meanwhile and would not count' {
            Get-Policy
            $env:CUSTOMER_KEY_PASSPHRASE = 'late'
            try { { Get-Policy } | Should -Throw -ErrorId 'SettingChanged,Get-Policy' } finally { $env:CUSTOMER_KEY_PASSPHRASE = $null }
            { Get-Policy } | Should -Not -Throw
        }
        It 'are refused beside the real modules' {
            $null = New-Item -ItemType Directory -Force "$folder/real/Az.KeyVault"
            Set-Content "$folder/real/Az.KeyVault/Az.KeyVault.psm1" ''
            New-ModuleManifest "$folder/real/Az.KeyVault/Az.KeyVault.psd1" -RootModule Az.KeyVault.psm1 -ModuleVersion 6.0.0
            Import-Module "$folder/real/Az.KeyVault/Az.KeyVault.psd1"; Start-Sleep -Milliseconds 300     # the real one takes longer than that
            try { { Get-Policy } | Should -Throw -ErrorId 'RealModuleLoaded,Get-Policy' } finally { Remove-Module Az.KeyVault }
        }
        It 'end a waiting call soon after the pipeline is stopped' {
            Set-Record Get-Slow '!sleep 60000'
            $shell = [powershell]::Create().AddScript("Import-Module '$folder/Toy/Toy.psd1'; Get-Slow")
            $null = $shell.BeginInvoke(); Start-Sleep 2
            $watch = [Diagnostics.Stopwatch]::StartNew(); $shell.Stop()
            $watch.ElapsedMilliseconds | Should -BeLessThan 2000
            Get-Log '^free Get-Slow' | Should -Be 'free Get-Slow unfinished'
        }
        It 'live beside a user''s functions of the same names as cmdlets the kernel uses' {
            function global:ConvertFrom-Json { 'broken' }
            try { Set-Record Get-Policy (New-Output '[{"N":1}]'); (Get-Policy).N | Should -Be 1 } finally { Remove-Item function:global:ConvertFrom-Json }
        }
    }
}
