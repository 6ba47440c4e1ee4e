# -WhatIf says what would change and changes nothing.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot whatif
    $null = New-DataEncryptionPolicy -Name First -AzureKeyIDs $keys
    $null = New-Mailbox -Name alice
    function Get-State {
        Get-DataEncryptionPolicy | Select-Object Name, Enabled, Description, Generation, WhenChangedUTC
        Get-Mailbox | Select-Object Name, DataEncryptionPolicy
        Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVault -VaultName $_.VaultName -SubscriptionId * } | Select-Object VaultName, AccessPoliciesText
        Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVaultKey -VaultName $_.VaultName -Name root -IncludeVersions } | Select-Object Id, Enabled, Expires
        Get-CustomerKeyTenant | Select-Object Name, JobMode, Mailboxes, Policies, ClockMoved
    }
}
AfterAll { Remove-TestTenant }

Describe '-WhatIf' {
    It 'changes nothing with <_>' -ForEach @(
        { New-DataEncryptionPolicy -Name Second -AzureKeyIDs $keys -WhatIf }
        { Set-DataEncryptionPolicy First -Refresh -WhatIf }
        { Set-DataEncryptionPolicy First -Description new -Enabled $false -WhatIf }
        { Set-Mailbox alice -DataEncryptionPolicy First -WhatIf }
        { New-Mailbox -Name bob -WhatIf }
        { Add-AzKeyVaultKey -VaultName whatifEast -Name root -Destination Software -WhatIf }
        { Update-AzKeyVaultKey -VaultName whatifEast -Name root -Enable $false -WhatIf }
        { Remove-AzKeyVaultAccessPolicy -VaultName whatifEast -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000 -WhatIf }
        { Set-CustomerKeyClock -Advance 3600 -WhatIf }
        { Set-CustomerKeyTenant -JobMode Background -WhatIf }
    ) {
        $before = Get-State | ConvertTo-Json -Depth 5
        & $_
        Get-State | ConvertTo-Json -Depth 5 | Should -BeExactly $before
    }
    It 'lets what only reads read' {
        @(Get-DataEncryptionPolicy -WhatIf).Count | Should -Be 1
    }
    It 'holds for a whole script by its preference' {
        $WhatIfPreference = $true
        Set-Mailbox alice -DataEncryptionPolicy First
        $WhatIfPreference = $false
        (Get-Mailbox alice).DataEncryptionPolicy | Should -BeNullOrEmpty
    }
}
