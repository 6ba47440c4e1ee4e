# The server of the vaults: started from a shell, seen, piped, ended; and that it outlives what the shell does.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:module = (Resolve-Path "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1").ProviderPath
    function Test-Address([string]$address) {
        $client = [Net.Sockets.TcpClient]::new()
        try { $client.Connect([Net.IPEndPoint]::Parse($address)); $true } catch { $false } finally { $client.Dispose() }
    }
    # A process that ends has ended soon after.
    function Wait-Gone([int]$process) {
        for ($try = 0; (Get-Process -Id $process -ErrorAction Ignore) -and $try -lt 600; $try++) { Start-Sleep -Milliseconds 100 }
        -not (Get-Process -Id $process -ErrorAction Ignore)
    }
}
AfterAll { Stop-CustomerKeyServer -ErrorAction Ignore; Remove-TestTenant }

Describe 'a server of the vaults' {
    AfterEach { Stop-CustomerKeyServer }
    It 'is started, seen in every view, and ended through a pipeline' {
        Get-CustomerKeyServer | Should -BeNullOrEmpty
        $server = Start-CustomerKeyServer -Listen 127.0.0.1:0
        $server.GetType().Name | Should -Be 'CustomerKeyServer'
        $server.VaultUri | Should -Match '^https://VAULT\.vault\.localhost:\d+$'
        $server.IsLoopback | Should -BeTrue
        Test-Path -LiteralPath $server.Certificate | Should -BeTrue
        Test-Address $server.Address | Should -BeTrue
        Get-CustomerKeyServer | Format-List | Out-String | Should -Match "Authority\s+: $([regex]::Escape($server.Authority))"
        Get-CustomerKeyServer | Out-String -Width 80 | Should -Match "Address\s+ProcessId\s+VaultUri[\s\S]*$($server.ProcessId)"
        (Get-CustomerKeyServer | ConvertTo-Json | ConvertFrom-Json).TenantId | Should -Be $server.TenantId
        (Get-CustomerKeyTenant).ServedAt | Should -Be $server.VaultUri
        Get-CustomerKeyServer | Stop-CustomerKeyServer
        Get-CustomerKeyServer | Should -BeNullOrEmpty
        (Get-CustomerKeyTenant).ServedAt | Should -BeNullOrEmpty
        Test-Address $server.Address | Should -BeFalse
    }
    It 'leaves no dead child in the list of processes' {
        $server = Start-CustomerKeyServer -Listen 127.0.0.1:0
        Stop-CustomerKeyServer
        Wait-Gone $server.ProcessId | Should -BeTrue
    }
    It 'is told of by -WhatIf and not started, not ended' {
        Start-CustomerKeyServer -Listen 127.0.0.1:0 -WhatIf
        Get-CustomerKeyServer | Should -BeNullOrEmpty
        $server = Start-CustomerKeyServer -Listen 127.0.0.1:0
        Stop-CustomerKeyServer -WhatIf
        (Get-CustomerKeyServer).ProcessId | Should -Be $server.ProcessId
    }
    It 'is one at a time, and a second says so' {
        $null = Start-CustomerKeyServer -Listen 127.0.0.1:0
        { Start-CustomerKeyServer -Listen 127.0.0.1:0 -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyServed,Start-CustomerKeyServer'
    }
    It 'says which port is taken' {
        $taken = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $taken.Start()
        try {
            { Start-CustomerKeyServer -Listen "$($taken.LocalEndpoint)" -ErrorAction Stop } |
                Should -Throw -ErrorId 'ServerNotStarted,Start-CustomerKeyServer' -ExpectedMessage "*$($taken.LocalEndpoint) cannot be listened on*"
        } finally { $taken.Stop() }
        Get-CustomerKeyServer | Should -BeNullOrEmpty
    }
    It 'that ended is not stopped in the place of another' {
        $before = Start-CustomerKeyServer -Listen 127.0.0.1:0
        Stop-CustomerKeyServer
        $now = Start-CustomerKeyServer -Listen 127.0.0.1:0
        $before | Stop-CustomerKeyServer
        (Get-CustomerKeyServer).ProcessId | Should -Be $now.ProcessId
    }
    It 'of another tenant is refused' {
        $server = Start-CustomerKeyServer -Listen 127.0.0.1:0
        $tenant = $env:CUSTOMER_KEY_TENANT
        $null = New-CustomerKeyTenant -Path "$testFolder/second" -Name Second 6>$null
        { $server | Stop-CustomerKeyServer -ErrorAction Stop } | Should -Throw -ErrorId 'ServerOfAnotherTenant,Stop-CustomerKeyServer'
        $null = Open-CustomerKeyTenant $tenant
        (Get-CustomerKeyServer).ProcessId | Should -Be $server.ProcessId
    }
    It 'goes on after the shell that started it, also when Ctrl-C ends that, and another shell ends it' -Skip:(-not $IsLinux) {
        $script = "`$WarningPreference = 'SilentlyContinue'; Import-Module '$module'; `$null = Start-CustomerKeyServer -Listen 127.0.0.1:0; 'serves'; Start-Sleep 600"
        # What runs in the background of a script without job control does not hear of Ctrl-C, nor does what it starts.
        $info = [Diagnostics.ProcessStartInfo]::new('env')
        foreach ($word in '--default-signal=INT', (Join-Path $PSHOME pwsh), '-NoProfile', '-NonInteractive', '-Command', $script) { $info.ArgumentList.Add($word) }
        $info.RedirectStandardOutput = $true
        $shell = [Diagnostics.Process]::Start($info)
        try {
            $shell.StandardOutput.ReadLine() | Should -Be 'serves'
            $server = Get-CustomerKeyServer
            # The keys of a terminal reach the group of its foreground: the shell's is not the server's.
            $group = { param($id) ((Get-Content "/proc/$id/stat" -Raw) -replace '^.*\) ' -split ' ')[2] }
            (& $group $server.ProcessId) | Should -Be "$($server.ProcessId)"
            (& $group $shell.Id) | Should -Not -Be "$($server.ProcessId)"
            & kill -INT $shell.Id
            Wait-Gone $shell.Id | Should -BeTrue
        } finally { if (-not $shell.HasExited) { $shell.Kill() } }
        Test-Address $server.Address | Should -BeTrue
        Stop-CustomerKeyServer
        Wait-Gone $server.ProcessId | Should -BeTrue
    }
    It 'has the settings of this shell, and the passphrase' {
        $tenant = $env:CUSTOMER_KEY_TENANT
        Import-CustomerKey
        try {
            $env:CUSTOMER_KEY_PASSPHRASE = 'correct horse battery staple'
            $null = New-CustomerKeyTenant -Path "$testFolder/sealed" -Name Sealed 6>$null
            (Start-CustomerKeyServer -Listen 127.0.0.1:0 -Suffix kv.contoso.test).VaultUri | Should -BeLike 'https://VAULT.kv.contoso.test:*'
            Stop-CustomerKeyServer
        } finally {
            $env:CUSTOMER_KEY_PASSPHRASE = $null
            Import-CustomerKey
            $env:CUSTOMER_KEY_TENANT = $tenant
        }
    }
}

Describe 'without the program' {
    It 'a server is refused with the way out' {
        $alone = New-Item -ItemType Directory "$testFolder/alone"
        Copy-Item -LiteralPath $env:CUSTOMER_KEY_LIBRARY $alone
        $script = "`$WarningPreference = 'SilentlyContinue'; `$env:CUSTOMER_KEY_LIBRARY = '$alone/$(Split-Path -Leaf $env:CUSTOMER_KEY_LIBRARY)'; Import-Module '$module'
            try { Start-CustomerKeyServer -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }"
        $said = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $script
        $said[0] | Should -Be 'ProgramMissing,Start-CustomerKeyServer'
        $said[1] | Should -Match 'customer-key serve'
    }
}
