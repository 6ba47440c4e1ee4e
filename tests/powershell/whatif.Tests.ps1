# -WhatIf says what would change and changes nothing.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot whatif
    $null = New-DataEncryptionPolicy -Name First -AzureKeyIDs $keys
    New-TestHsm whatifHsm root 3>$null
    $null = New-Mailbox -Name alice
    function Get-State {
        Get-DataEncryptionPolicy | Select-Object Name, Enabled, Description, Generation, WhenChangedUTC
        Get-Mailbox | Select-Object Name, DataEncryptionPolicy
        Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVault -VaultName $_.VaultName -SubscriptionId * } | Select-Object VaultName, AccessPoliciesText
        Get-AzKeyVault -SubscriptionId * | ForEach-Object { Get-AzKeyVaultKey -VaultName $_.VaultName -Name root -IncludeVersions } | Select-Object Id, Enabled, Expires
        Get-AzKeyVaultManagedHsm | Select-Object Name, EnablePurgeProtection, TagsTable
        Get-AzKeyVaultManagedHsm | Get-AzKeyVaultKey | Select-Object Name, Version, Enabled
        Get-AzKeyVaultRoleAssignment -HsmName whatifHsm | Select-Object RoleDefinitionName, DisplayName, Scope
        Get-ChildItem $testFolder -File | ForEach-Object { "$($_.Name) $((Get-FileHash $_.FullName).Hash)" }
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
        { Set-CustomerKeyTenant -RuleProfile current -WhatIf }
        { Set-CustomerKeyVaultFault -VaultName whatifEast -Fault Unreachable -WhatIf }
        { Remove-AzKeyVaultKey -VaultName whatifEast -Name root -WhatIf }
        { Remove-AzKeyVault -VaultName whatifEast -SubscriptionId * -WhatIf }
        { New-AzKeyVaultManagedHsm -Name whatifHsm2 -ResourceGroupName whatifHsmRG -Location 'East US 2' -Administrator (Get-AzADUser -SignedIn).Id -SoftDeleteRetentionInDays 90 -WhatIf }
        { Update-AzKeyVaultManagedHsm -Name whatifHsm -ResourceGroupName whatifHsmRG -EnablePurgeProtection -WhatIf }
        { Export-AzKeyVaultSecurityDomain -Name whatifHsm -Certificates $holders -OutputPath "$testFolder/another.json" -Quorum 2 -WhatIf }
        { New-AzKeyVaultRoleAssignment -HsmName whatifHsm -RoleDefinitionName 'Managed HSM Crypto Officer' -SignInName alice@contoso.com -WhatIf }
        { Get-AzKeyVaultRoleAssignment -HsmName whatifHsm -RoleDefinitionName 'Managed HSM Crypto User' | Remove-AzKeyVaultRoleAssignment -WhatIf }
        { Add-AzKeyVaultKey -HsmName whatifHsm -Name root -KeyType RSA -WhatIf }
        { Get-AzKeyVaultManagedHsm whatifHsm | Remove-AzKeyVaultManagedHsm -WhatIf }
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

Describe 'the assignment for the whole tenant, which has no -WhatIf,' {
    It 'obeys the preference all the same' {
        $null = New-M365DataAtRestEncryptionPolicy -Name Whole -AzureKeyIDs (New-TestRoot whole c066d759-24ae-40e7-a56f-027002b5d3e4)
        $WhatIfPreference = $true
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Whole
        $WhatIfPreference = $false
        Get-M365DataAtRestEncryptionPolicyAssignment | Should -BeNullOrEmpty
    }
}

Describe 'Get-CustomerKeyImpact' {
    It 'answers about a plan with objects, and changes nothing' {
        $before = Get-State | ConvertTo-Json -Depth 5
        $all, $first = Get-CustomerKeyImpact "delete https://whatifEast.vault.azure.net/keys/root", 'profile current'
        $all.Policy | Should -BeNullOrEmpty
        $all.Detail | Should -BeLike '*cannot be purged*'
        $first.Policy | Should -Be First
        $first.Users | Should -Be CustomerKey
        $first.LostKeys | Should -HaveCount 1
        $first.RecoverableUntil | Should -BeOfType [datetime]
        $first.RecoverableUntil | Should -BeGreaterThan (Get-Date).AddDays(89)
        $first.Remedy | Should -BeLike '*Undo-AzKeyVaultKeyRemoval*'
        $first.Instead | Should -BeLike '*Set-DataEncryptionPolicy*-Replace*'
        $first.Forever | Should -BeFalse
        Get-State | ConvertTo-Json -Depth 5 | Should -BeExactly $before
    }
    It 'refuses <_>' -ForEach 'melt everything', 'roll EUR tertiary https://whatifEast.vault.azure.net/keys/root', 'assign', 'profile 1999' {
        { Get-CustomerKeyImpact $_ -ErrorAction Stop } | Should -Throw -ErrorId 'ChangeNotUnderstood*'
    }
}
