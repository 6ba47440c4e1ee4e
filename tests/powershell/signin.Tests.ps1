# Signing in as scripts do it. What other hosts can play as well is in tests/scenarios/rights.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:application = '9f0e1d2c-3b4a-4958-8776-655443322110'
    $script:secret = [pscredential]::new('bob@contoso.com', (ConvertTo-SecureString 'x' -AsPlainText -Force))
}
AfterAll { Remove-TestTenant }

Describe 'a sign-in that proves who signs in' {
    It 'warns once that nothing is checked: <how>' -ForEach @(
        @{ how = 'certificate'; with = @{ AppId = '9f0e1d2c-3b4a-4958-8776-655443322110'; CertificateThumbprint = '01'; Organization = 'contoso.onmicrosoft.com' } }
        @{ how = 'certificate file'; with = @{ AppId = '9f0e1d2c-3b4a-4958-8776-655443322110'; CertificateFilePath = 'a.pfx'; CertificatePassword = (ConvertTo-SecureString 'x' -AsPlainText -Force); Organization = 'contoso.onmicrosoft.com' } }
        @{ how = 'managed identity'; with = @{ ManagedIdentity = $true; Organization = 'contoso.onmicrosoft.com' } }
    ) {
        Connect-ExchangeOnline @with -ShowBanner:$false -WarningAction SilentlyContinue -WarningVariable warned 6>$null
        @($warned -match 'checks nothing').Count | Should -Be 1
        @($warned -match 'ignores').Count | Should -BeLessOrEqual 1
    }
    It 'takes the name of a credential' {
        $context = Connect-AzAccount -Credential $script:secret -WarningAction SilentlyContinue 6>$null
        "$($context.Account)" | Should -Be 'bob@contoso.com'
    }
    It 'takes the application of a credential' {
        $application = [pscredential]::new($script:application, $script:secret.Password)
        $context = Connect-AzAccount -ServicePrincipal -Credential $application -Tenant contoso.onmicrosoft.com -WarningAction SilentlyContinue 6>$null
        "$($context.Account)" | Should -Be $script:application
    }
}

Describe 'a context' {
    It 'is shown by its ids as in Az, and has one shape wherever it comes from' {
        $connected = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
        $set = Set-AzContext -Subscription Sub1 3>$null
        foreach ($context in $connected.Context, $set, (Get-AzContext)) {
            "$($context.Account)" | Should -Be 'admin@contoso.com'
            $context.Account.Id | Should -Be 'admin@contoso.com'
            "$($context.Account.Type)" | Should -Be 'User'
            $context.Environment.Name | Should -Be 'AzureCloud'
            $context.Tenant.Id | Should -Be (Get-AzTenant).Id
            $context.PSObject.Properties.Name | Should -Be $set.PSObject.Properties.Name
        }
        "$($set.Subscription)" | Should -Be (Get-AzSubscription -SubscriptionName Sub1).Id
        $set.Subscription.Id | Should -Be (Get-AzSubscription -SubscriptionName Sub1).Id
        $connected | Format-List * | Out-String | Should -Match 'admin@contoso\.com'
    }
}

Describe 'the sign-in of a process' {
    BeforeAll { $null = Connect-AzAccount -AccountId admin@contoso.com -Subscription ours 6>$null }
    It 'holds in its other runspaces' {
        $shell = [powershell]::Create()
        $module = (Get-Module CustomerKey).Path
        $null = $shell.AddScript("Import-Module '$module'; (Connect-AzAccount 6>`$null).SubscriptionName")
        $shell.Invoke() | Should -Be 'ours'
        $shell.Dispose()
    }
    It 'is not moved by another process' {
        $module = (Get-Module CustomerKey).Path
        $theirs = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command "Import-Module '$module'; (Set-AzContext -Subscription theirs 6>`$null).SubscriptionName"
        $theirs | Select-Object -Last 1 | Should -Be 'theirs'
        (Connect-AzAccount 6>$null).SubscriptionName | Should -Be 'ours'
    }
}

Describe 'a script that has disconnected' {
    It 'is told to connect again' {
        Connect-ExchangeOnline -UserPrincipalName admin@contoso.com -ShowBanner:$false 6>$null
        Disconnect-ExchangeOnline -Confirm:$false 6>$null
        { Get-Mailbox -ErrorAction Stop } | Should -Throw -ErrorId 'NotConnected,Get-Mailbox' -ExpectedMessage '*You must call the Connect-ExchangeOnline cmdlet*'
        Connect-ExchangeOnline -UserPrincipalName admin@contoso.com -ShowBanner:$false 6>$null
        Get-Mailbox | Should -BeNullOrEmpty
    }
}
