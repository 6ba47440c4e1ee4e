# What the Tab key offers.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot tab
    $null = New-DataEncryptionPolicy -Name 'US Mailboxes' -AzureKeyIDs $keys
    $null = New-DataEncryptionPolicy -Name Europe -AzureKeyIDs $keys
    $null = New-Mailbox -Name alice
    $null = New-Mailbox -Name 'Jane Doe' -Alias jane
    $null = New-MailUser -Name bob -ExternalEmailAddress bob@fabrikam.com
    $null = Add-AzKeyVaultKey -VaultName tabEast -Name second -Destination Software -Size 2048
    Set-Content -LiteralPath "$testFolder/letter.eml" hello
    Set-Mailbox alice -DataEncryptionPolicy Europe
    $null = Import-CustomerKeyItem -Mailbox alice -Path "$testFolder/letter.eml"
    $null = Set-Content -LiteralPath "$testFolder/chat.txt" hello
    $null = Import-CustomerKeyItem -Workload TeamsChats -Path "$testFolder/chat.txt" -ErrorAction Ignore
    Push-Location $testFolder                           # a folder with files that must not be offered

    function Get-Offer([string]$line) { (TabExpansion2 $line $line.Length).CompletionMatches }
    function Get-Text([string]$line) { @(Get-Offer $line).CompletionText }
}
AfterAll { Pop-Location; Remove-TestTenant }

Describe 'completion' {
    It 'offers the names that there are: <line>' -ForEach @(
        @{ line = 'Get-Mailbox -Identity '; wanted = 'alice', "'Jane Doe'" }
        @{ line = 'Get-Mailbox '; wanted = 'alice', "'Jane Doe'" }
        @{ line = 'Set-Mailbox al'; wanted = 'alice' }
        @{ line = 'Get-MailboxStatistics JAN'; wanted = "'Jane Doe'" }
        @{ line = "Get-Mailbox 'Ja"; wanted = "'Jane Doe'" }
        @{ line = 'Get-MailUser '; wanted = 'bob' }
        @{ line = 'Get-DataEncryptionPolicy '; wanted = "'US Mailboxes'", 'Europe' }
        @{ line = 'Set-Mailbox alice -DataEncryptionPolicy '; wanted = "'US Mailboxes'", 'Europe' }
        @{ line = 'Get-AzKeyVault '; wanted = 'tabEast' }
        @{ line = 'Get-AzKeyVault -SubscriptionId 22222222-2222-2222-2222-222222222222 -Name tabW'; wanted = 'tabWest' }
        @{ line = 'Set-CustomerKeyVaultFault -VaultName '; wanted = 'tabEast', 'tabWest' }
        @{ line = 'Update-SPODataEncryptionPolicy -KeyVaultName '; wanted = 'tabEast', 'tabWest' }
        @{ line = 'Update-SPODataEncryptionPolicy -KeyVaultName tabEast -KeyName '; wanted = 'root', 'second' }
        @{ line = 'Get-AzKeyVault -ResourceGroupName '; wanted = 'tabEastRG', 'tabWestRG' }
        @{ line = 'New-AzResourceGroup -Name tabE'; wanted = 'tabEastRG' }
        @{ line = 'Set-AzContext -Subscription 1'; wanted = '11111111-1111-1111-1111-111111111111' }
        @{ line = 'Get-AzKeyVault -SubscriptionId 2'; wanted = '22222222-2222-2222-2222-222222222222' }
        @{ line = 'Connect-AzAccount -AccountId admin@contoso.c'; wanted = 'admin@contoso.com' }
        @{ line = 'Connect-ExchangeOnline -UserPrincipalName al'; wanted = 'alice@Contoso.onmicrosoft.com' }
        @{ line = 'Get-CustomerKeyItem -Workload TeamsCh'; wanted = 'TeamsChats' }
        @{ line = 'New-AzKeyVault -Name x -ResourceGroupName y -Location "West E'; wanted = "'West Europe'" }
        @{ line = 'Get-Mailbox -RecipientTypeDetails UserMailbox, Sh'; wanted = 'SharedMailbox' }
        @{ line = 'Get-Mailbox -SortBy D'; wanted = 'DisplayName' }
        @{ line = 'Update-AzKeyVaultKey -VaultName tabEast -Name root -KeyOps wrapKey, unw'; wanted = 'unwrapKey' }
        @{ line = 'Search-CustomerKeyAudit -Activity "Create p'; wanted = "'Create policy'" }
        @{ line = 'Search-CustomerKeyAudit -Operation New-D'; wanted = 'New-DataEncryptionPolicy' }
        @{ line = 'Search-CustomerKeyAudit -RecordType Cu'; wanted = 'CustomerKeyServiceEncryption' }
        @{ line = 'Search-CustomerKeyAudit -User admin@contoso.c'; wanted = 'admin@contoso.com' }
        @{ line = 'Search-CustomerKeyAudit -Object "US M'; wanted = "'US Mailboxes'" }
    ) {
        Get-Text $line | Should -Be $wanted
    }
    It 'offers the jobs, and says what each is' {
        $offer = @(Get-Offer 'Get-CustomerKeyJob ')
        $offer.CompletionText | Should -Be @(Get-CustomerKeyJob).Identity
        $offer[0].ToolTip | Should -Match 'State: \w+'
    }
    It 'takes what the line says already into account' {
        Get-Text 'Get-AzKeyVaultKey -VaultName tabEast -Name ' | Should -Be 'root', 'second'
        Get-Text 'Get-AzKeyVaultKey -VaultName tabWest -Name ' | Should -Be 'root'
        Get-Text 'Get-AzKeyVaultKey tabEast ' | Should -Be 'root', 'second'
        Get-Text 'Update-SPODataEncryptionPolicy -KeyVaultName tabEast -KeyName root -KeyVersion ' | Should -Be @(Get-AzKeyVaultKey tabEast root -IncludeVersions).Version
        Get-Text 'Update-SPODataEncryptionPolicy -KeyVaultUri https://tabeast.vault.azure.net/keys/root/' | Should -Be (@(Get-AzKeyVaultKey tabEast root -IncludeVersions).Id -replace ':443')
        Get-Text 'Get-AzKeyVaultKey tabEast root -Version ' | Should -Be @(Get-AzKeyVaultKey tabEast root -IncludeVersions).Version
        Get-Text 'Get-CustomerKeyItem -Mailbox alice -Identity ' | Should -Be 'letter.eml'
        Get-Text 'Get-AzKeyVault -SubscriptionId * -ResourceGroupName tabWestRG -VaultName ' | Should -Be 'tabWest'
    }
    It 'offers root keys by the ids that -AzureKeyIDs takes, also after a comma' {
        $ids = $keys.ToLowerInvariant()
        $first = @(Get-Text 'New-DataEncryptionPolicy -Name x -AzureKeyIDs https://tabe')
        $first | Should -Contain $ids[0]
        Get-Text "New-DataEncryptionPolicy -Name x -AzureKeyIDs $($ids[0]), https://tabw" | Should -Be $ids[1]
        New-DataEncryptionPolicy -Name x -AzureKeyIDs $ids -WhatIf 6>$null
    }
    It 'says of each name what it is' {
        @(Get-Offer 'Get-Mailbox alice').ToolTip | Should -Match 'alice'
        foreach ($line in 'Get-Mailbox ', 'Get-DataEncryptionPolicy ', 'Get-AzKeyVault ', 'Get-AzKeyVaultKey tabEast ', 'Get-MailUser ') {
            foreach ($offer in Get-Offer $line) { $offer.ToolTip | Should -Match '\w+: .' -Because "$line$($offer.ListItemText)" }
        }
    }
    It 'offers a name once' {
        $texts = @(Get-Text 'Search-CustomerKeyAudit -Activity ')
        @($texts | Sort-Object -Unique).Count | Should -Be $texts.Count
    }
    It 'offers no file where a name is wanted and there is none: <_>' -ForEach 'Get-Mailbox -Identity letter', 'Get-Mailbox -Identity let', 'Get-AzKeyVaultKey -VaultName nowhere -Name ', 'Get-AzKeyVaultKey -Version ', 'Get-DataEncryptionPolicy chat', 'Get-Mailbox -SortBy chat', 'Search-CustomerKeyAudit -User nosuch' {
        $before = $_.Substring($_.LastIndexOf(' ') + 1)
        $offer = TabExpansion2 $_ $_.Length
        # What was typed stays as it is.
        $_.Remove($offer.ReplacementIndex, $offer.ReplacementLength).Insert($offer.ReplacementIndex, $offer.CompletionMatches[0].CompletionText).TrimEnd() | Should -Be $_.TrimEnd()
        $offer.CompletionMatches.Count | Should -Be 1 -Because $before
    }
    It 'has something for every parameter whose values are names or words of the tenant' {
        # What a cmdlet declares and ignores has no names to offer.
        $ignored = Get-UnrelatedParameter
        foreach ($cmdlet in (Get-Module CustomerKey).ExportedFunctions.Values) {
            foreach ($parameter in $cmdlet.Parameters.Values | Where-Object { $_.Name -in 'Identity', 'Mailbox', 'Workload', 'VaultName', 'KeyVaultName', 'PrimaryKeyVaultName', 'SecondaryKeyVaultName', 'PrimaryKeyName', 'SecondaryKeyName', 'DataEncryptionPolicy', 'AzureKeyIDs', 'ResourceGroupName', 'Subscription', 'UserPrincipalName', 'Location', 'ServicePrincipalName', 'ObjectId' }) {
                if ($cmdlet.Name -like 'New-Mail*' -or $cmdlet.Name -eq 'Get-AzADGroup' -or ($cmdlet.Name -in 'Get-AzKeyVault', 'Get-AzResourceGroup' -and $parameter.Name -eq 'Location') -or ($cmdlet.Name -eq 'Set-AzResource' -and $parameter.Name -eq 'ResourceGroupName') -or $parameter.ParameterType -eq [switch] -or "$($cmdlet.Name) $($parameter.Name)" -in $ignored) { continue }
                $line = "$($cmdlet.Name) -$($parameter.Name) zz"
                Get-Text $line | Should -Not -Contain './zz.txt' -Because $line
                @(Get-Offer $line).ToolTip | Should -Be 'There is no such name.' -Because $line
            }
        }
    }
    It 'leaves no error behind' {
        $Error.Clear()
        $null = Get-Offer 'Get-AzKeyVaultKey -VaultName nowhere -Name '
        $Error.Count | Should -Be 0
    }
}

Describe 'completion in a new PowerShell' {
    BeforeAll {
        function Invoke-New([string]$program) {
            $module = [IO.Path]::GetFullPath("$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1")
            & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command "Import-Module '$module'; function Get-Text([string]`$line) { (TabExpansion2 `$line `$line.Length).CompletionMatches.CompletionText }; $program" 2>&1
        }
    }
    It 'offers the names of a tenant that is there before the first cmdlet has run' {
        Invoke-New "Get-Text 'Get-DataEncryptionPolicy '" | Should -Be "'US Mailboxes'", 'Europe'
    }
    It 'leaves a setting that is made afterwards to count' {
        # A cmdlet refuses a passphrase that was set after the first cmdlet.
        Invoke-New "`$null = Get-Text 'Get-DataEncryptionPolicy '; `$env:CUSTOMER_KEY_JOBS = 'background'; (Get-CustomerKeyTenant -WarningAction Ignore).Name" | Should -Be 'Contoso'
    }
    It 'offers the names also where the stand-ins of the real modules hand the cmdlets on' {
        $shims = [IO.Path]::GetFullPath("$PSScriptRoot/../../powershell-module/CustomerKey/compat")
        Invoke-New "foreach (`$name in 'Az.Accounts', 'Az.KeyVault', 'ExchangeOnlineManagement') { Import-Module `"$shims/`$name`" }; Get-Text 'Get-AzKeyVault -VaultName tabE'; Get-Text 'Set-Mailbox -DataEncryptionPolicy Eu'; `$Error.Count" |
            Should -Be 'tabEast', 'Europe', '0'
    }
    It 'offers the properties of what comes: <line>' -ForEach @(
        @{ line = 'Get-Mailbox | Select-Object DataEnc'; wanted = 'DataEncryptionPolicy' }
        @{ line = 'Get-AzKeyVaultKey tabEast root | Sort-Object Vers'; wanted = 'Version' }
        @{ line = '$m = Get-Mailbox alice; $m.ExchangeG'; wanted = 'ExchangeGuid' }
        @{ line = '(Get-AzContext).Acc'; wanted = 'Account' }
    ) {
        Get-Text $line | Should -Contain $wanted
    }
    It 'makes no tenant, and says nothing' {
        $before = $env:CUSTOMER_KEY_TENANT
        $env:CUSTOMER_KEY_TENANT = "$testFolder/never-made"
        try {
            Invoke-New "Get-Text 'Get-DataEncryptionPolicy US'; `$Error.Count" | Should -Be 'US', '0'
            Test-Path $env:CUSTOMER_KEY_TENANT | Should -BeFalse
        } finally { $env:CUSTOMER_KEY_TENANT = $before }
    }
    It 'makes no default tenant either' {
        $before = $env:CUSTOMER_KEY_TENANT, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME
        $env:CUSTOMER_KEY_TENANT = $null; $env:XDG_DATA_HOME = $env:XDG_CONFIG_HOME = "$testFolder/home"
        try {
            Invoke-New "Get-Text 'Get-DataEncryptionPolicy US'; `$Error.Count" | Should -Be 'US', '0'
            Test-Path "$testFolder/home" | Should -BeFalse
        } finally { $env:CUSTOMER_KEY_TENANT, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME = $before }
    }
}

# Last: it leaves names behind that the others do not expect.
Describe 'completion of names that need quotes' {
    It 'quotes <name> so that PowerShell reads it as it is, also after a part of it was typed in quotes' -ForEach @(
        "Anna O'Brien", "Q 'single' 'x'", 'Q "double"', 'Q $HOME $(1)', 'Q `backtick', "Q `u{2018}curly`u{2019} `u{201c}curly`u{201d}", "Q `u{2013} en dash", 'Q;semicolon', 'Q,comma', 'Q{brace}(paren)', 'Q[1]', '@Q', '-Q', '#Q', '$Q', "`u{2019}Q", "'Q'", '"Q"' | ForEach-Object { @{ name = $_ } }
    ) {
        $null = New-DataEncryptionPolicy -Name $name -AzureKeyIDs $keys 3>$null
        try {
            $single = $name -replace "(['`u{2018}-`u{201b}])", '$1$1'
            $double = $name -replace "([`"```u{201c}-`u{201e}$])", '`$1'
            $begun = $name.Substring(0, 2) -replace "(['`u{2018}-`u{201b}])", '$1$1'
            $typed = '', "'$begun", "'$single'", "`u{2018}$single", "`"$double", "`u{201c}$double`u{201d}"
            foreach ($word in $typed) {
                $line = "Get-DataEncryptionPolicy $word"
                $text = @(Get-Offer $line | Where-Object ListItemText -ceq $name).CompletionText
                $text | Should -Not -BeNullOrEmpty -Because $line
                [scriptblock]::Create("@($text)").Invoke() | Should -BeExactly $name -Because $line
                (& ([scriptblock]::Create("Get-DataEncryptionPolicy -Identity $text"))).Name | Should -BeExactly $name -Because $line
            }
        } finally { Set-DataEncryptionPolicy -Identity $name -Name "used $([guid]::NewGuid().ToString('N'))" }
    }
}
