# Rule 4.10.10: what a script says by a variable that it never set, alone and in quotes.
BeforeDiscovery {
    # Every parameter of the module whose $null is told from an empty text, and what else its cmdlet needs.
    $script:needs = @{
        'Export-CustomerKeyItem' = @{ Mailbox = 'alice'; Destination = '.' }
        'Get-CustomerKeyItem' = @{ Mailbox = 'alice' }
        'Get-AzKeyVaultKey' = @{ VaultName = 'unsetEast' }
        'Update-AzKeyVaultKey' = @{ VaultName = 'unsetEast'; Name = 'root'; Tag = @{ a = 'b' } }
        'Set-AzKeyVaultAccessPolicy' = @{ VaultName = 'unsetEast'; UserPrincipalName = 'bob@contoso.com'; PermissionsToKeys = 'Get' }
        'Remove-AzKeyVaultAccessPolicy' = @{ VaultName = 'unsetEast'; UserPrincipalName = 'nobody@contoso.com' }
        'Invoke-AzKeyVaultKeyOperation' = @{ VaultName = 'unsetEast'; Name = 'root'; Operation = 'Wrap'; Algorithm = 'RSA-OAEP'; ByteArrayValue = '1' }
        'Add-AzKeyVaultNetworkRule' = @{ VaultName = 'unsetEast'; IpAddressRange = '203.0.113.7' }
        'Remove-AzKeyVaultNetworkRule' = @{ VaultName = 'unsetEast'; IpAddressRange = '203.0.113.7' }
        'Update-AzKeyVaultNetworkRuleSet' = @{ VaultName = 'unsetEast'; Bypass = 'AzureServices' }
        'Backup-AzKeyVaultKey' = @{ VaultName = 'unsetEast'; Name = 'root'; Force = $true }
        'Remove-AzKeyVault' = @{ VaultName = 'nowhere' }
        'Undo-AzKeyVaultRemoval' = @{ VaultName = 'nowhere'; ResourceGroupName = 'unsetEastRG'; Location = 'East US' }
        'Update-AzKeyVault' = @{ VaultName = 'unsetEast'; ResourceGroupName = 'unsetEastRG' }
        'Get-AzRoleAssignment' = @{}
        'New-AzKeyVaultManagedHsm' = @{ Name = 'unsetHsm2'; ResourceGroupName = 'unsetHsmRG'; Location = 'East US 2'; Administrator = '11111111-2222-3333-4444-555555555555'; SoftDeleteRetentionInDays = 90 }
        'Update-AzKeyVaultManagedHsm' = @{ Name = 'unsetHsm'; ResourceGroupName = 'unsetHsmRG' }
        'Remove-AzKeyVaultManagedHsm' = @{ Name = 'nowhere' }
        'Undo-AzKeyVaultManagedHsmRemoval' = @{ Name = 'nowhere'; ResourceGroupName = 'unsetHsmRG'; Location = 'East US 2' }
        'Export-AzKeyVaultSecurityDomain' = @{ Name = 'unsetHsm'; Certificates = 'sd1.cer', 'sd2.cer', 'sd3.cer'; OutputPath = 'unset.domain.json'; Quorum = 2; WhatIf = $true }
        'Import-AzKeyVaultSecurityDomain' = @{ Name = 'nowhere'; Keys = @{ PublicKey = 'sd1.cer'; PrivateKey = 'sd1.key' }; SecurityDomainPath = 'unsetHsm.domain.json' }
        'Get-AzKeyVaultRoleAssignment' = @{ HsmName = 'unsetHsm' }
        'New-AzKeyVault' = @{ Name = 'unset3'; ResourceGroupName = 'unsetEastRG'; Location = 'East US' }
        'Set-CustomerKeyApplication' = @{ Identity = 'ledger' }
        'Get-CustomerKeyOnboardingRequest' = @{ OrganizationId = 'contoso.onmicrosoft.com' }
        'Request-CustomerKeySitePurge' = @{ WhatIf = $true; Reason = 'we leave'; Contact = 'Alice Ames' }
        'New-CustomerKeySite' = @{ Url = 'https://contoso.sharepoint.com/sites/unset' }
        'Register-SPODataEncryptionPolicy' = @{ WhatIf = $true; PrimaryKeyVaultUri = 'https://unsetEast.vault.azure.net/keys/root/00000000000000000000000000000000'; SecondaryKeyVaultUri = 'https://unsetWest.vault.azure.net/keys/root/00000000000000000000000000000000' }
        'Update-SPODataEncryptionPolicy' = @{ WhatIf = $true; KeyType = 'Primary'; KeyVaultUri = 'https://unsetEast.vault.azure.net/keys/root/00000000000000000000000000000000' }
        'Restore-SPODataEncryptionPolicy' = @{ PrimaryKeyVaultUri = 'https://unsetEast.vault.azure.net/keys/root/00000000000000000000000000000000'; SecondaryKeyVaultUri = 'https://unsetWest.vault.azure.net/keys/root/00000000000000000000000000000000' }
        'Set-Mailbox' = @{ Identity = 'alice' }
        'Search-UnifiedAuditLog' = @{ StartDate = '2001-01-01'; EndDate = '2200-01-01' }
        'Set-MailUser' = @{ Identity = 'bob' }
        'Set-UnifiedGroup' = @{ Identity = 'team' }; 'New-UnifiedGroup' = @{ DisplayName = 'another'; WhatIf = $true }
        'Set-AzContext' = @{ Subscription = '11111111-1111-1111-1111-111111111111' }
    }
    $services = Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" -Exclude shared.json | ForEach-Object { Get-Content $_ -Raw | ConvertFrom-Json }
    $shared = Get-Content "$PSScriptRoot/../../native/table/services/shared.json" -Raw | ConvertFrom-Json
    $script:places = foreach ($cmdlet in $services.cmdlets) {
        foreach ($parameter in $cmdlet.parameters) {
            $about = if ($parameter.PSObject.Properties['shared']) { $shared.($parameter.shared) } else { $parameter }
            if ($about.type -ne 'string?' -or $about.effect -ne 'acts') { continue }
            @{ cmdlet = $cmdlet.name; parameter = $about.name; with = if ($needs.Contains($cmdlet.name)) { $needs[$cmdlet.name] } else { @{} } }
        }
    }
}
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant 3>$null
    $null = New-DataEncryptionPolicy -Name Own -AzureKeyIDs (New-TestRoot unset 3>$null)
    $null = New-M365DataAtRestEncryptionPolicy -Name Global -AzureKeyIDs (New-TestRoot all c066d759-24ae-40e7-a56f-027002b5d3e4 3>$null)
    New-TestHsm unsetHsm 3>$null
    Copy-Item $holders $testFolder
    $null = New-Mailbox -Name alice
    $null = New-MailUser -Name bob
    $null = New-UnifiedGroup -DisplayName team
    $null = New-CustomerKeyGeo NAM https://contoso-admin.sharepoint.com
    $script:refused = 'ParameterArgumentValidationErrorEmptyStringNotAllowed*'
    Set-Location $testFolder
}
AfterAll { Set-Location /; Remove-TestTenant }

Describe 'a name that may be left out' {
    It '<cmdlet> -<parameter> is none by $null and by a variable that is not set' -ForEach $places {
        $unset = $null
        foreach ($none in $null, $unset) {
            $with = $with.Clone(); $with[$parameter] = $none
            $problems = $null
            $null = & $cmdlet @with -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction SilentlyContinue
            # It binds; whatever else the cmdlet finds is no matter of the value.
            $problems | Where-Object FullyQualifiedErrorId -Match 'Argument|Binding' | Should -BeNullOrEmpty
        }
    }
    It '<cmdlet> -<parameter> is refused by an empty text and by such a variable in quotes' -ForEach $places {
        $unset = $null
        foreach ($empty in '', "$unset") {
            $with = $with.Clone(); $with[$parameter] = $empty
            { & $cmdlet @with -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Throw -ErrorId $refused
        }
    }
}

Describe 'what takes away' {
    # A sign-in that was refused above lets nobody act in its place.
    BeforeAll { $null = Connect-AzAccount -AccountId admin@contoso.com }
    BeforeEach {
        Set-Mailbox alice -DataEncryptionPolicy Own; Set-MailUser bob -DataEncryptionPolicy Own
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Global
    }
    It 'does so by $null alone' {
        $unset = $null
        { Set-Mailbox alice -DataEncryptionPolicy "$unset" -ErrorAction Stop } | Should -Throw -ErrorId $refused
        { Set-MailUser bob -DataEncryptionPolicy '' -ErrorAction Stop } | Should -Throw -ErrorId $refused
        { Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "$unset" -ErrorAction Stop } | Should -Throw -ErrorId $refused
        (Get-Mailbox alice).DataEncryptionPolicy | Should -Be 'Own'
        (Get-MailUser bob).DataEncryptionPolicy | Should -Be 'Own'
        (Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy | Should -Be 'Global'
        Set-Mailbox alice -DataEncryptionPolicy $unset
        Set-MailUser bob -DataEncryptionPolicy $null
        & { $ConfirmPreference = 'None'; Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null }
        (Get-Mailbox alice).DataEncryptionPolicy | Should -BeNullOrEmpty
        (Get-MailUser bob).DataEncryptionPolicy | Should -BeNullOrEmpty
        Get-M365DataAtRestEncryptionPolicyAssignment | Should -BeNullOrEmpty
    }
    It 'takes a policy as an object' {
        Set-Mailbox alice -DataEncryptionPolicy $null
        Set-Mailbox alice -DataEncryptionPolicy (Get-DataEncryptionPolicy Own)
        (Get-Mailbox alice).DataEncryptionPolicy | Should -Be 'Own'
    }
}
