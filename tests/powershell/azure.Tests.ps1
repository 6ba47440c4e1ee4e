# Beside Azure's own modules: a stand-in of the same name outside our folder has its cmdlets, and ours work on tenants whose vaults are Azure's.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $script:module = (Resolve-Path "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1").ProviderPath
    $script:folder = Join-Path ([IO.Path]::GetTempPath()) "ckey-az-$PID"
    $null = New-Item -ItemType Directory -Force "$folder/real/Az.KeyVault", "$folder/home"
    Set-Content "$folder/real/Az.KeyVault/Az.KeyVault.psm1" 'function Get-AzKeyVault { Add-Content $env:ASKED asked; "of Azure" }; function Get-AzKeyVaultKey { Add-Content $env:ASKED asked }'
    New-ModuleManifest "$folder/real/Az.KeyVault/Az.KeyVault.psd1" -RootModule Az.KeyVault.psm1 -ModuleVersion 6.0.0 -FunctionsToExport Get-AzKeyVault, Get-AzKeyVaultKey
    foreach ($name in 'Az', 'Az.Accounts', 'Az.Resources') {
        $null = New-Item -ItemType Directory -Force "$folder/real/$name"
        Set-Content "$folder/real/$name/$name.psm1" ''
        New-ModuleManifest "$folder/real/$name/$name.psd1" -RootModule "$name.psm1" -ModuleVersion 6.0.0
    }
    $signer = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=authority', [Security.Cryptography.ECDsa]::Create(), 'SHA256')
    $certificate = $signer.CreateSelfSigned([datetime]::UtcNow, [datetime]::UtcNow.AddDays(2))
    $written = $certificate.ExportCertificatePem()
    Set-Content "$folder/authority.pem" $written

    # What a process of its own prints, errors by their id and text; Az is loaded first.
    function Invoke-BesideAz([string]$Script, [string]$Tenant, [string]$First = "Import-Module '$folder/real/Az.KeyVault/Az.KeyVault.psd1'") {
        $text = "$First; Import-Module '$module'; `$ErrorActionPreference = 'Stop'; `$InformationPreference = 'Ignore'; `$WarningPreference = 'Ignore'
            function Get-Refusal([scriptblock]`$Of) { try { `$null = & `$Of; 'not refused' } catch { `"`$(`$_.FullyQualifiedErrorId): `$_`" } }
            $Script"
        $before = $env:CUSTOMER_KEY_TENANT, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME, $env:ASKED
        $env:CUSTOMER_KEY_TENANT = $Tenant; $env:XDG_DATA_HOME = "$folder/home"; $env:ASKED = "$folder/asked"
        $env:XDG_CONFIG_HOME = "$folder/$(New-Guid)"                   # no tenant was opened last
        try { & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $text }
        finally { $env:CUSTOMER_KEY_TENANT, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME, $env:ASKED = $before }
    }
    $script:made = "New-CustomerKeyTenant -Path '$folder/azure' -VaultProvider Azure -VaultHostSuffix vault.localhost -VaultPort 8443 -VaultAuthorityFile '$folder/authority.pem'"
    $null = Invoke-BesideAz -First '' "`$null = New-CustomerKeyTenant -Path '$folder/local'; `$null = Backup-CustomerKeyTenant -OutputFile '$folder/b' -SecretsFile '$folder/s'"
}
AfterAll { Remove-Item -Recurse -Force $folder }

Describe 'a session in which Az was loaded first' {
    It 'knows it by <_>, loaded before or after' -ForEach 'Az', 'Az.Accounts', 'Az.KeyVault', 'Az.Resources' {
        $load = "Import-Module '$folder/real/$_/$_.psd1'"
        $named = '^RealModuleLoaded,.*' + [regex]::Escape($_) + '\W'
        Invoke-BesideAz -First $load -Tenant "$folder/local" 'Get-Refusal { Get-Mailbox }' | Should -Match $named
        $said = Invoke-BesideAz -First '' "`$null = Open-CustomerKeyTenant '$folder/local'; $load; Start-Sleep -Milliseconds 300; Get-Refusal { Get-Mailbox }"
        $said | Should -Match $named
    }
    It 'leaves its cmdlets to it, and works on a tenant whose vaults are Azure''s' {
        $said = Invoke-BesideAz "`$null = $made; `$null = New-Mailbox alice; (Get-Mailbox).Name; (Get-CustomerKeyTenant).VaultProvider; Get-AzKeyVault; (Get-Command Get-AzKeyVault).Source; (Get-Command Get-Mailbox).Source"
        $said | Should -Be 'alice', 'Azure', 'of Azure', 'Az.KeyVault', 'CustomerKey'
    }
    It 'opens no tenant whose vaults are embedded, however it is named' {
        $said = Invoke-BesideAz -Tenant "$folder/local" "Get-Refusal { Get-Mailbox }; Get-Refusal { Open-CustomerKeyTenant '$folder/local' }; Get-Refusal { Test-CustomerKeyTenant }"
        $said | Should -HaveCount 3
        $said | Should -Match '^RealModuleLoaded,.*Az\.KeyVault'
    }
    It 'makes none, neither by name, nor by default, nor from a backup' {
        $said = Invoke-BesideAz "Get-Refusal { New-CustomerKeyTenant -Path '$folder/new' }; Get-Refusal { New-Mailbox alice }; Get-Refusal { Restore-CustomerKeyTenant -Path '$folder/back' -InputFile '$folder/b' -SecretsFile '$folder/s' }"
        $said | Should -HaveCount 3
        $said | Should -Match '^RealModuleLoaded,.*Az\.KeyVault'
        "$folder/new", "$folder/back", "$folder/home/customer-key" | Where-Object { Test-Path $_ } | Should -BeNullOrEmpty
    }
    It 'stays what it is when Az is removed, when the module comes again, and in other runspaces' {
        $said = Invoke-BesideAz -Tenant "$folder/local" "Remove-Module Az.KeyVault; Get-Refusal { Get-Mailbox }; Import-Module '$module' -Force; Get-Refusal { Get-Mailbox }
            1 | ForEach-Object -Parallel { Import-Module '$module'; [bool](Get-Command Get-AzKeyVault -Module CustomerKey -ErrorAction Ignore); try { Get-Mailbox -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId } }"
        $said | Should -HaveCount 4
        $said[0, 1, 3] | Should -Match '^RealModuleLoaded,'
        $said[2] | Should -Be 'False'
    }
    It 'asks Azure for nothing at the Tab key' {
        Remove-Item "$folder/asked" -ErrorAction Ignore
        $said = Invoke-BesideAz "if (-not (Test-Path '$folder/azure')) { `$null = $made } else { `$null = Open-CustomerKeyTenant '$folder/azure' }; `$line = 'New-DataEncryptionPolicy -AzureKeyIDs '; (TabExpansion2 `$line `$line.Length).CompletionMatches.Count"
        $said | Should -HaveCount 1
        Test-Path "$folder/asked" | Should -BeFalse
    }
    It 'rehearses nothing: no script, and no stand-ins' {
        $said = Invoke-BesideAz "Get-Refusal { Enable-CustomerKeyCompatibility }; Get-Refusal { Invoke-CustomerKeyRehearsal -FilePath '$folder/authority.pem' }"
        $said | Should -HaveCount 2
        $said | Should -Match '^RealModuleLoaded,.*Az\.KeyVault'
    }
}

Describe 'a session in which CustomerKey was loaded first' {
    It 'takes no Az beside it afterwards, and says what to do' {
        $said = Invoke-BesideAz -First '' "`$null = Open-CustomerKeyTenant '$folder/local'; Import-Module '$folder/real/Az.KeyVault/Az.KeyVault.psd1'; Start-Sleep -Milliseconds 300
            try { Get-Mailbox } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }"
        $said | Should -Be 'RealModuleLoaded,Get-Mailbox', 'Start a new PowerShell. Import Az.KeyVault before CustomerKey there, to work on a tenant whose vaults are Azure''s.'
    }
    It 'manages no vault of a tenant whose vaults are Azure''s' {
        $said = Invoke-BesideAz -First '' "if (-not (Test-Path '$folder/azure')) { `$null = $made } else { `$null = Open-CustomerKeyTenant '$folder/azure' }; `$null = Connect-AzAccount
            Get-Refusal { New-AzResourceGroup -Name rg -Location eastus; New-AzKeyVault -Name kv-of-azures -ResourceGroupName rg -Location eastus }; (Get-Command New-AzKeyVault).Source"
        $said[0] | Should -Match '^VaultsNotEmbedded,'
        $said[1] | Should -Be 'CustomerKey'
    }
    It 'stays what it is in a runspace that loads Az first' {
        $said = Invoke-BesideAz -First '' "1 | ForEach-Object -Parallel { Import-Module '$folder/real/Az.KeyVault/Az.KeyVault.psd1'; try { Import-Module '$module' } catch { `"`$_`" } }"
        $said | Should -Match '^CustomerKey was loaded in this process before Az\.KeyVault '
    }
}
