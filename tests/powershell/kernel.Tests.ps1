# The kernel on a toy library that plays records from files. Needs PowerShell 7.5, Pester 5, gcc.
BeforeAll {
    $script:folder = Join-Path ([IO.Path]::GetTempPath()) "ckey-toy-$PID"
    $null = New-Item -ItemType Directory -Force $folder, "$folder/Toy"
    & gcc -std=c11 -shared -fPIC -o "$folder/libcustomerkey.so" "$PSScriptRoot/toy_library.c"
    $env:CUSTOMER_KEY_LIBRARY = "$folder/libcustomerkey.so"; $env:CUSTOMER_KEY_TOY = $folder
    $kernel = "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psm1"
    (Get-Content $kernel) -notmatch '\. \$PSScriptRoot' | Set-Content "$folder/Toy/Toy.psm1"
    Add-Content "$folder/Toy/Toy.psm1" '. $PSScriptRoot/ToyCmdlets.ps1'
    Copy-Item "$PSScriptRoot/ToyCmdlets.ps1" "$folder/Toy/"
    Copy-Item -Recurse (Join-Path (Split-Path $kernel) Kernel) "$folder/Toy/"
    Set-Content "$folder/Toy/Types.jsonl" '{"stream":"output","type":["CustomerKey.Early"],"shown":"Name","columns":{"Name":"text","Size":"int"}}', '{"stream":"output","type":["CustomerKey.Late","CustomerKey.Early"],"shown":"Name","columns":{"Name":"text","Size":"int","Parts":"CustomerKey.Early[]"}}'
    Set-Content "$folder/Toy/Toy.psd1" "@{ RootModule = 'Toy.psm1'; ModuleVersion = '1.0.0'; GUID = '0d6a3c1e-0000-4000-8000-000000000001'; FunctionsToExport = @('Get-Policy', 'Set-Policy', 'Get-Many', 'Test-Error', 'Get-Slow', 'Open-Toy', 'Set-All') }"
    Import-Module "$folder/Toy/Toy.psd1" -Force

    function Set-Record([string]$Cmdlet, [string[]]$Record) { Set-Content "$folder/$Cmdlet" ($Record -join "`n---`n") }
    function New-Type([string]$Name, [string]$Columns, [string]$More, [string]$Items = '[]') { '{"stream":"output","type":["' + $Name + '"]' + $More + ',"columns":{' + $Columns + '}}' + "`n" + $Items }
    function New-Output([string]$Items, [int]$Repeat = 0) { $(if ($Repeat) { "!repeat $Repeat`n" }) + (New-Type CustomerKey.Toy '"N":"int","Identity":"text"' ',"shown":"Identity"' $Items) }
    function Get-Log([string]$Match = '.') { @(Get-Content "$folder/log" -ErrorAction Ignore | Where-Object { $_ -match $Match }) }
    function Get-Argument { Get-Log '^start Set-Policy' | ForEach-Object { $_.Substring('start Set-Policy '.Length) | ConvertFrom-Json } }
    $script:error404 = '{"stream":"error","id":"PolicyNotFound","category":"ObjectNotFound","reason":"ManagementObjectNotFoundException","exception":"Toy.NotFoundException","message":"The operation couldn''t be performed because object ''x'' couldn''t be found.","target":"x","fix":"List them.","terminating":false}'
}
AfterAll { Remove-Module Toy -ErrorAction Ignore; Remove-Item -Recurse -Force $folder }

# All files live in one scope, and are read at different times: a second function of a name breaks what the first is for, later.
Describe 'the functions of the module' {
    It 'have each name once, but for those that a part puts in the place of what reads it' {
        $module = "$PSScriptRoot/../../powershell-module/CustomerKey"
        $found = foreach ($file in Get-ChildItem $module -Recurse -Include *.ps1, *.psm1 | Where-Object FullName -NotMatch '[\\/]compat[\\/]') {
            $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$null)
            foreach ($one in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true)) {
                [pscustomobject]@{ Name = $one.Name -replace '^(script|global|local):'; File = $file.Name }
            }
        }
        @($found).Count | Should -BeGreaterThan 200
        $twice = $found | Group-Object Name | Where-Object Count -GT 1 | ForEach-Object { "$($_.Name): $(($_.Group.File | Sort-Object) -join ' ')" }
        $twice | Sort-Object | Should -Be 'Add-CkeyClass: Emit.ps1 Types.ps1', 'Get-CkeyExceptionType: Emit.ps1 Types.ps1', 'Get-CkeyListType: Emit.ps1 Types.ps1', 'Invoke-CkeyCall: Call.ps1 CustomerKey.psm1'
    }
}

Describe 'the kernel' {
    BeforeEach { Remove-Item "$folder/log", "$folder/open.fails" -ErrorAction Ignore; foreach ($name in 'Get-Policy', 'Set-Policy', 'Get-Many', 'Test-Error', 'Get-Slow', 'Open-Toy', 'Set-All') { Remove-Item "$folder/$name" -ErrorAction Ignore } }

    Context 'outputs' {
        It 'have classes before the first call, for the Tab key' {
            $line = "Import-Module '$folder/Toy/Toy.psd1'; function Get-Early { [OutputType('CustomerKey.Late')] param() }; (TabExpansion2 'Get-Early | Select-Object ' 26).CompletionMatches.CompletionText -join ' '"
            $names = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line
            $names | Should -Match 'Name.*Parts|Parts.*Name'
            Get-Log '^open' | Should -BeNullOrEmpty
        }
        It 'have the classes of the file that the build makes, and their own where that is damaged or missing' {
            $script = "Import-Module '$folder/Toy/Toy.psd1'; [CustomerKey.Late].GetField('Parts').FieldType.BaseType.GenericTypeArguments.FullName; (Get-Policy).GetType() -eq [CustomerKey.Early]; & (Get-Module Toy) { `$script:Types.From.Substring('$folder/Toy'.Length) }"
            $lib = "$folder/Toy/lib/net$([Environment]::Version.Major)"
            $null = New-Item -ItemType Directory -Force $lib
            try {
                Set-Record Get-Policy ('{"stream":"output","type":["CustomerKey.Early"],"shown":"Name","columns":{"Name":"text","Size":"int"}}' + "`n" + '[{"Name":"a"}]')
                [IO.File]::WriteAllBytes("$lib/CustomerKey.Objects.dll", (& (Get-Module Toy) { , $script:Types.Bytes }))
                Copy-Item "$folder/Toy/Types.jsonl" "$lib/CustomerKey.Objects.jsonl"
                & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $script | Should -Be 'CustomerKey.Early', 'True', "/lib/net$([Environment]::Version.Major)/CustomerKey.Objects.jsonl"
                Set-Content "$lib/CustomerKey.Objects.dll" 'MZ damaged'
                & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $script | Should -Be 'CustomerKey.Early', 'True', '/Types.jsonl'
            } finally { Remove-Item -Recurse -Force "$folder/Toy/lib" }
        }
        It 'are made anew where the library describes others than the file has' {
            Set-Record Get-Policy ('{"stream":"output","type":["CustomerKey.Early"],"shown":"Name","columns":{"Name":"text","Size":"int","More":"text"}}' + "`n" + '[{"Name":"a","More":"b"}]')
            (Get-Policy).More | Should -Be 'b'
        }
        It 'show lists of values as text' {
            Set-Record Get-Policy (New-Type CustomerKey.Lists '"Ids":"guid[]","Sizes":"int[]","Names":"text[]"' '' '[{"Ids":["0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a01","0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a02"],"Sizes":[1,22],"Names":["a","b"]},{"Ids":[],"Sizes":[],"Names":[]}]')
            $it, $none = Get-Policy
            "$($it.Ids.ToString())|$($it.Sizes.ToString())|$($it.Names.ToString())" | Should -Be '0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a01, 0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a02|1, 22|a, b'
            ($it | ConvertTo-Csv)[1] | Should -Match '"1, 22"'
            "$($none.Ids.ToString())$($none.Sizes.ToString())" | Should -Be ''
        }
        It 'are classes with the described columns, and keep what JSON cannot say' {
            Set-Record Get-Policy (New-Type CustomerKey.Part '"Blob":"bytes","Id":"text"' ',"shown":"Id"'),
                (New-Type CustomerKey.Base '"Name":"text"' ',"shown":"Name"'),
                ('{"stream":"output","type":["CustomerKey.Policy","CustomerKey.Base"],"shown":"Name","columns":{"Name":"text","Guid":"guid","WhenCreated":"date","WhenUtc":"date","Note":"text","Size":"int","Many":"long","Part":"number","Tags":"table","Attributes":"CustomerKey.Part","Parts":"CustomerKey.Part[]","Keys":"text[]","Data":"json","On":"bool"}}' + "`n" +
                '[{"Name":"A","Guid":"0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a01","WhenCreated":"2026-11-22T10:00:00+00:00","WhenUtc":"2026-11-22T10:00:00Z","Note":"2026-01-01T00:00:00Z","Size":3072,"Many":12345678901,"Part":1.5,"Tags":{"Env":"x"},"Attributes":{"Blob":"AQI=","Id":"one"},"Parts":[{"Id":"two"}],"Keys":["a","b"],"Data":{"Deep":[1,{"X":"y"}]},"On":true},{}]')
            $it, $empty = Get-Policy
            $it.PSTypeNames[0..1] | Should -Be 'CustomerKey.Policy', 'CustomerKey.Base'
            "$it" | Should -Be 'A'
            $it.Guid | Should -BeOfType guid
            $it.WhenUtc.Kind | Should -Be 'Utc'
            $it.WhenCreated.Kind | Should -Be 'Local'
            $it.Note | Should -BeExactly '2026-01-01T00:00:00Z'
            $it.Size | Should -BeOfType int; $it.Many | Should -BeOfType long; $it.Part | Should -BeOfType double; $it.On | Should -BeOfType bool
            $it.Tags['ENV'] | Should -Be 'x'; $it.Tags.Contains('env') | Should -BeTrue; ([hashtable]$it.Tags)['Env'] | Should -Be 'x'
            $it.Attributes.Blob | Should -Be 1, 2; "$($it.Attributes)" | Should -Be 'one'; "$($it.Parts)" | Should -Be 'two'
            $it.Keys.Count | Should -Be 2; "$($it.Keys)" | Should -Be 'a b'; $it.Keys.ToString() | Should -Be 'a, b'
            $it.Data.Deep[1].X | Should -Be 'y'
            $empty.Size, $empty.Keys, $empty.Data, $empty.Attributes | Should -Be $null, $null, $null, $null
        }
        It 'of one description are of one class, in every call, import and runspace' {
            Set-Record Get-Policy (New-Output '[{"N":1}]')
            $first = (Get-Policy).GetType()
            Import-Module "$folder/Toy/Toy.psd1" -Force
            [object]::ReferenceEquals((Get-Policy).GetType(), $first) | Should -BeTrue
            $other = 1 | ForEach-Object -Parallel { Import-Module "$using:folder/Toy/Toy.psd1"; (Get-Policy).GetType() }
            [object]::ReferenceEquals($other, $first) | Should -BeTrue
        }
        It 'of another description of the same name are of another class' {
            Set-Record Get-Policy (New-Type CustomerKey.Twice '"A":"text"' '' '[{"A":"x"}]')
            $old = Get-Policy
            Set-Record Get-Policy (New-Type CustomerKey.Twice '"A":"text","B":"text"' '' '[{"A":"x","B":"y"}]')
            (Get-Policy).B | Should -Be 'y'
            $old.GetType().GetField('B') | Should -BeNullOrEmpty
        }
        It 'that are ordered sort as a whole and compare with numbers' {
            Set-Record Get-Policy (New-Type CustomerKey.Size '"Value":"text","Bytes":"long"' ',"shown":"Value","ordered":"Bytes"'),
                (New-Type CustomerKey.Sized '"Total":"CustomerKey.Size"' '' '[{"Total":{"Value":"9 B","Bytes":9}},{"Total":{"Value":"10 B","Bytes":10}},{"Total":null}]')
            (Get-Policy | Sort-Object Total -Descending | Select-Object -First 1).Total.Value | Should -Be '10 B'
            @(Get-Policy | Where-Object { $_.Total -gt 9 }).Count | Should -Be 1
        }
        It 'are text a person can read in a CSV file, and in a list' {
            Set-Record Get-Policy (New-Type CustomerKey.Listed '"Keys":"text[]","Data":"json"' '' '[{"Keys":["a","b"],"Data":{"x":[1,2]}}]')
            (Get-Policy | ConvertTo-Csv)[1] | Should -Be '"a, b","@{x=1, 2}"'
            Get-Policy | Format-List | Out-String | Should -Match 'Keys : \{a, b\}'
        }
        It 'that are no objects come as they are' {
            Set-Record Get-Policy ('{"stream":"output","type":["System.String"]}' + "`n" + '["a",1,true,null]')
            (Get-Policy)[0..2] | Should -Be 'a', 1, $true
        }
        It 'go on after an error in a script block further down' {
            Set-Record Get-Many (New-Output '[{"N":1},{"N":2},{"N":3}]' -Repeat 2)
            function Invoke-Apart([string]$line) {                        # such an error ends what stands in a `try`, as this test does
                $shell = [powershell]::Create().AddScript("Import-Module '$folder/Toy/Toy.psd1'; $line")
                try { $shell.Invoke() } finally { $shell.Dispose() }
            }
            @(Invoke-Apart 'Get-Many | ForEach-Object { $_.NoSuch.Trim(); "after" }').Count | Should -Be 6
            @(Invoke-Apart 'Get-Many | Where-Object { $_.N -eq 2 -or $_.Identity.Substring(1) -eq "x" }').Count | Should -Be 2
            (Get-Log '^free').Count | Should -Be 2
        }
        It 'free their call when a script block further down throws' {
            Set-Record Get-Many (New-Output '[{"N":1}]' -Repeat 3)
            { Get-Many | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
            Get-Log '^free' | Should -Be 'free Get-Many unfinished'
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
        It 'that are objects keep the members that a script added' {
            Set-Record Get-Policy (New-Output '[{"N":1,"Identity":"a"}]')
            $it = Get-Policy | Add-Member -PassThru NoteProperty More 'x'
            Set-Policy x -Anything $it -Confirm:$false
            $sent = (Get-Argument).parameters.Anything
            $sent.Identity, $sent.N, $sent.More | Should -Be 'a', 1, 'x'
        }
        It 'that are classes of others, or endless, are sent as their text' {
            Set-Policy x -Anything ([Text.StringBuilder]::new('text')) -Confirm:$false
            (Get-Argument).parameters.Anything | Should -Be 'text'
            $loop = @{}; $loop.Self = $loop
            Set-Policy x -Anything $loop -Confirm:$false
            (Get-Argument)[-1].parameters.Anything.Self.Self.Self.Self.Self.Self.Self.Self | Should -BeOfType string
        }
        It 'that have no end are an error' {
            $wide = @{}; foreach ($i in 1..30) { $wide["P$i"] = $wide }
            { Set-Policy x -Anything $wide -Confirm:$false } | Should -Throw -ErrorId 'ArgumentTooLarge,Set-Policy'
            { Set-Policy x -Anything ([Linq.Enumerable]::Repeat(1, 200000)) -Confirm:$false } | Should -Throw -ErrorId 'ArgumentTooLarge,Set-Policy'
            Get-Log '^start' | Should -BeNullOrEmpty
        }
        It 'that name something that is no file are an error' {
            { Set-Policy x -File Variable:thing -Confirm:$false } | Should -Throw -ErrorId 'NotAFile,Set-Policy'
        }
        It 'that are secret are handed over only when all others can be sent' {
            $password = ConvertTo-SecureString 'p' -AsPlainText -Force
            { Set-Policy x -Password $password -File Variable:thing -Confirm:$false } | Should -Throw -ErrorId 'NotAFile,Set-Policy'
            Get-Log '^secret' | Should -BeNullOrEmpty
            Set-Policy x -Credential ([pscredential]::Empty) -Confirm:$false
            Get-Log '^secret' | Should -Be 'secret parameter:Credential '
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
        It 'of a library that is not there are one sentence, with its path and what to run' {
            $env:CUSTOMER_KEY_LIBRARY = "$folder/nowhere/libcustomerkey.so"
            Import-Module "$folder/Toy/Toy.psd1" -Force
            try { Get-Policy; throw 'no error' } catch { $problem = $_ } finally { $env:CUSTOMER_KEY_LIBRARY = "$folder/libcustomerkey.so" }
            $problem.FullyQualifiedErrorId | Should -Be 'LibraryNotFound,Get-Policy'
            $problem.Exception.Message | Should -Match ([regex]::Escape("$folder/nowhere/libcustomerkey.so"))
            $problem.ErrorDetails.RecommendedAction | Should -Match 'build'
            { Get-Policy } | Should -Not -Throw
        }
        It 'follow the caller''s information preference' {
            Set-Record Get-Policy '{"stream":"information","message":"connected"}'
            foreach ($choice in @{ Action = 'Ignore'; Said = 0 }, @{ Action = 'Continue'; Said = 1 }) {
                $shell = [powershell]::Create().AddScript("Import-Module '$folder/Toy/Toy.psd1'; function Get-Quietly { [CmdletBinding()] param() process { Get-Policy } }; Get-Quietly -InformationAction $($choice.Action)")
                try { $null = $shell.Invoke(); $shell.Streams.Information.Count | Should -Be $choice.Said } finally { $shell.Dispose() }
            }
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
        It 'are obeyed by what changes something and has no WhatIf of its own' {
            Set-Record Set-All '{"stream":"whatif","message":"3 mailboxes would lose their last key"}'
            $shell = [powershell]::Create().AddScript("Import-Module '$folder/Toy/Toy.psd1'; `$WhatIfPreference = `$true; Set-All; `$WhatIfPreference = `$false; Set-All")
            try { $null = $shell.Invoke(); $shell.Streams.Error.Count | Should -Be 0 } finally { $shell.Dispose() }
            @(Get-Log '^start Set-All' | ForEach-Object { $_ -match '"whatIf":true' }) | Should -Be $true, $false
        }
        It 'of the engine are answered by Force, Confirm:$false and ConfirmPreference None' {
            Set-Record Set-Policy '{"stream":"confirm","caption":"Purge","message":"For ever?"}'
            Set-Policy x -Force; Set-Policy x -Confirm:$false; $ConfirmPreference = 'None'; Set-Policy x
            Get-Log '^answer' | Should -Be 'answer Set-Policy 1', 'answer Set-Policy 1', 'answer Set-Policy 1'
        }
    }

    Context 'questions that a user answers' {
        It 'are one: who has agreed to -Confirm is not asked by the engine again' {
            Set-Record Set-Policy '{"stream":"confirm","caption":"Purge","message":"For ever?"}'
            . "$PSScriptRoot/AnsweringHost.ps1"
            $user = [AnsweringHost]::new(); $asked = [Collections.Generic.List[string]]::new()
            $user.Asked.Answer = { param($question) $asked.Add($question); 'Yes' }
            $runspace = [runspacefactory]::CreateRunspace($user)
            $runspace.Open()
            $shell = [powershell]::Create($runspace).AddScript("Import-Module '$folder/Toy/Toy.psd1'; Set-Policy x -Confirm; `$ConfirmPreference = 'Low'; Set-Policy x; `$ConfirmPreference = 'High'; Set-Policy x")
            try { $null = $shell.Invoke() } finally { $shell.Dispose(); $runspace.Dispose() }
            $asked.Count | Should -Be 3
            @(Get-Log '^answer') | Should -Be 'answer Set-Policy 1', 'answer Set-Policy 1', 'answer Set-Policy 1'
            @(Get-Log '"Confirm":true').Count | Should -Be 2                                # which makes the engine ask
        }
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
            Get-Log '^secret' | Sort-Object -Unique | Should -Be 'secret environment:AZURE_CLIENT_SECRET s3cret', 'secret environment:CUSTOMER_KEY_PASSPHRASE s3cret'     # in any order
        }
        It 'take the tenant that was opened for the whole process, and a relative one from PowerShell''s location' {
            Push-Location $folder
            try {
                $env:CUSTOMER_KEY_TENANT = './one'; Get-Policy
                @(Get-Log '^open')[-1] | Should -Match ([regex]::Escape("$folder/one"))
                Set-Record Open-Toy (New-Type CustomerKey.Opened '"Path":"text"' '' '[{"Path":"/two"}]')
                $null = Open-Toy
                $env:CUSTOMER_KEY_TENANT | Should -Be '/two'
                Get-Policy
                @(Get-Log '^open').Count | Should -Be 1                                    # the session that opened it goes on
                1 | ForEach-Object -Parallel { Import-Module "$using:folder/Toy/Toy.psd1"; Get-Policy }
                @(Get-Log '^open')[-1] | Should -Match '/two'
            } finally { Pop-Location; $env:CUSTOMER_KEY_TENANT = $null }
        }
        It 'are refused beside a real module whose folder begins like ours' {
            $null = New-Item -ItemType Directory -Force "$folder/Toy-real/Az.KeyVault"
            Set-Content "$folder/Toy-real/Az.KeyVault/Az.KeyVault.psm1" ''
            New-ModuleManifest "$folder/Toy-real/Az.KeyVault/Az.KeyVault.psd1" -RootModule Az.KeyVault.psm1 -ModuleVersion 6.0.0
            Import-Module "$folder/Toy-real/Az.KeyVault/Az.KeyVault.psd1"; Start-Sleep -Milliseconds 300
            try { { Get-Policy } | Should -Throw -ErrorId 'RealModuleLoaded,Get-Policy' } finally { Remove-Module Az.KeyVault }
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
            $null = $shell.BeginInvoke()
            $late = [datetime]::UtcNow.AddMinutes(1)
            while (-not (Get-Log '^start Get-Slow') -and [datetime]::UtcNow -lt $late) { Start-Sleep -Milliseconds 50 }
            $watch = [Diagnostics.Stopwatch]::StartNew(); $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5 -Because 'the call waits for 60'
            Get-Log '^free Get-Slow' | Should -Be 'free Get-Slow unfinished'
        }
        It 'live beside a user''s functions of the same names as cmdlets the kernel uses' {
            function global:ConvertFrom-Json { 'broken' }
            try { Set-Record Get-Policy (New-Output '[{"N":1}]'); (Get-Policy).N | Should -Be 1 } finally { Remove-Item function:global:ConvertFrom-Json }
        }
    }
}
