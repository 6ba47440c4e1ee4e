# What the script for real tenants writes, run on ours, comes in again as a twin.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot real
    foreach ($place in @('11111111-1111-1111-1111-111111111111', 'realEast'), @('22222222-2222-2222-2222-222222222222', 'realWest')) {
        $null = Set-AzContext -Subscription $place[0]
        Set-AzKeyVaultAccessPolicy -VaultName $place[1] -ServicePrincipalName c066d759-24ae-40e7-a56f-027002b5d3e4 -PermissionsToKeys get, wrapKey, unwrapKey
    }
    $null = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
    $null = New-DataEncryptionPolicy -Name Real -AzureKeyIDs $keys
    $null = New-M365DataAtRestEncryptionPolicy -Name RealAll -AzureKeyIDs $keys
    Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy RealAll
    # Somebody whom a vault named before she had a mailbox, so that her id is not its GUID.
    $null = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
    Set-AzKeyVaultAccessPolicy -VaultName realEast -UserPrincipalName alice@contoso.com -PermissionsToKeys get 3>$null
    $null = New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com
    $null = New-UnifiedGroup -DisplayName team -Alias team -PrimarySmtpAddress team@contoso.com
    $null = New-Mailbox -Name front -PrimarySmtpAddress front@contoso.com -Shared
    Set-Mailbox alice -DataEncryptionPolicy Real
    $null = Add-AzKeyVaultKey -VaultName realEast -Name root -Destination Software
    $script:properties = @{
        'Get-DataEncryptionPolicy' = 'Name', 'Guid', 'Enabled'
        'Get-M365DataAtRestEncryptionPolicy' = 'Name', 'Guid', 'Enabled'
        'Get-M365DataAtRestEncryptionPolicyAssignment' = 'DataEncryptionPolicy', 'Guid'
        'Get-Mailbox' = 'Name', 'ExchangeGuid', 'ExternalDirectoryObjectId', 'PrimarySmtpAddress', 'UserPrincipalName', 'RecipientTypeDetails', 'DataEncryptionPolicy'
    }
    # All that has to be the same, as text.
    function Get-Said {
        foreach ($cmdlet in $properties.Keys | Sort-Object) { & $cmdlet | Sort-Object Name | Select-Object $properties[$cmdlet] | ConvertTo-Json -Compress }
        foreach ($place in @('11111111-1111-1111-1111-111111111111', 'realEast'), @('22222222-2222-2222-2222-222222222222', 'realWest')) {
            $null = Set-AzContext -Subscription $place[0]
            $vault = $place[1]
            Get-AzKeyVault -VaultName $vault | Select-Object VaultName, Location, ResourceGroupName, Sku, EnablePurgeProtection, SoftDeleteRetentionInDays | ConvertTo-Json -Compress
            (Get-AzKeyVault -VaultName $vault).AccessPolicies | ForEach-Object { "$($_.ObjectId): $($_.PermissionsToKeys | Sort-Object)" } | Sort-Object
            Get-AzKeyVaultKey -VaultName $vault -Name root -IncludeVersions | Sort-Object Version | Select-Object VaultName, Name, Version, Enabled, Expires | ConvertTo-Json -Compress
        }
    }
}
AfterAll { Remove-TestTenant }

Describe 'an inventory' {
    It 'of the script comes in as a twin, which is the same' {
        $file = "$testFolder/inventory.json"
        & "$PSScriptRoot/../../examples/export-inventory.ps1" -Path $file 3>$null
        $said = Get-Said
        $null = New-CustomerKeyTenant "$testFolder/twin" -Name Contoso
        $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
        $found = Import-CustomerKeyInventory $file 6>$null 3>$null
        $found.Policy | Sort-Object -Unique | Should -Be 'Real', 'RealAll'
        (Compare-Object $said (Get-Said) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }) -join "`n" | Should -BeNullOrEmpty
        (Get-AzADUser -UserPrincipalName alice@contoso.com).Id | Should -Be (Get-Mailbox alice).ExternalDirectoryObjectId
        (Get-Mailbox alice).ExternalDirectoryObjectId | Should -Not -Be (Get-Mailbox alice).ExchangeGuid
        (Get-Mailbox -GroupMailbox).Name | Should -Be 'team'
        $again = "$testFolder/again.json"
        & "$PSScriptRoot/../../examples/export-inventory.ps1" -Path $again 3>$null
        $names = { param($path) (Get-Content $path -Raw | ConvertFrom-Json).KeyVaultKeys | ForEach-Object { "$($_.VaultName) $($_.Version) $($_.KeyType) $($_.KeySize)" } | Sort-Object }
        & $names $again | Should -Be (& $names $file)
    }
    It 'is written without what its reader may not see, which is named' {
        $env:CUSTOMER_KEY_TENANT = "$testFolder/tenant"
        $null = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
        $null = New-AzKeyVault -Name hidden -ResourceGroupName realEastRG -Location 'East US' -EnablePurgeProtection -EnableRbacAuthorization
        $file = "$testFolder/seen.json"
        & "$PSScriptRoot/../../examples/export-inventory.ps1" -Path $file -WarningVariable said 3>$null
        "$said" | Should -BeLike "*Not in the inventory: the keys of the vault 'hidden'*"
        $found = Get-Content $file -Raw | ConvertFrom-Json
        $found.KeyVaults.VaultName | Should -Contain 'hidden'
        $found.KeyVaultKeys.VaultName | Sort-Object -Unique | Should -Be 'realEast', 'realWest'
    }
    It 'of Export-Csv comes in, whatever is in between' {
        Get-Mailbox | Select-Object Name, Alias, PrimarySmtpAddress, RecipientTypeDetails | Export-Csv "$testFolder/people.csv" -Delimiter ';' -Encoding utf8BOM
        $null = New-CustomerKeyTenant "$testFolder/csv" -Name contoso
        Import-CustomerKeyInventory "$testFolder/people.csv" 6>$null
        (Get-Mailbox).Name | Sort-Object | Should -Be 'alice', 'front'
    }
}

Describe 'an inventory with managed HSMs' {
    BeforeAll {
        $null = New-CustomerKeyTenant "$testFolder/hsms" -Name Contoso
        $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
        $west = (New-TestRoot part)[1]
        New-TestHsm mailHsm root 3>$null
        $null = New-AzKeyVaultRoleAssignment -HsmName mailHsm -RoleDefinitionName 'Managed HSM Crypto Service Encryption User' -ApplicationId 00000002-0000-0ff1-ce00-000000000000 -Scope /keys/root
        $null = Update-AzKeyVaultManagedHsm -Name mailHsm -ResourceGroupName mailHsmRG -EnablePurgeProtection -Tag @{ Owner = 'Security' }
        $null = Add-AzKeyVaultKey -HsmName mailHsm -Name root -KeyType RSA -Size 2048 -KeyOps wrapKey, unwrapKey
        $null = New-DataEncryptionPolicy -Name Hsm -AzureKeyIDs https://mailHsm.managedhsm.azure.net/keys/root, $west
        # One that is not activated, and one whose administrator gave whoever exports no role.
        $me = (Get-AzADUser -SignedIn).Id
        $null = New-AzKeyVaultManagedHsm -Name asleepHsm -ResourceGroupName mailHsmRG -Location 'East US 2' -Administrator $me -SoftDeleteRetentionInDays 30
        New-TestHsm lockedHsm
        $null = New-AzKeyVaultRoleAssignment -HsmName lockedHsm -RoleDefinitionName 'Managed HSM Administrator' -SignInName carol@contoso.com 3>$null
        foreach ($role in 'Managed HSM Crypto User', 'Managed HSM Administrator') { Remove-AzKeyVaultRoleAssignment -HsmName lockedHsm -RoleDefinitionName $role -ObjectId $me }
        function Get-Hsms {
            Get-AzKeyVaultManagedHsm -SubscriptionId * | Sort-Object Name |
                Select-Object Name, ResourceId, Location, SoftDeleteRetentionInDays, EnablePurgeProtection, Tags, InitialAdminObjectIds, @{ Name = 'Status'; Expression = { $_.SecurityDomain.ActivationStatus } } | ConvertTo-Json -Compress -Depth 3
            Get-AzKeyVaultRoleAssignment -HsmName mailHsm | ForEach-Object { "$($_.Name) $($_.RoleDefinitionName) $($_.PrincipalId) $($_.Scope)" } | Sort-Object
            Get-AzKeyVaultKey -HsmName mailHsm -Name root -IncludeVersions | Sort-Object Version | Select-Object Id, Version, Enabled, Expires | ConvertTo-Json -Compress
        }
        $file = "$testFolder/hsms.json"
        & "$PSScriptRoot/../../examples/export-inventory.ps1" -Path $file -WarningVariable said 3>$null
    }
    It 'is written without what its reader may not see, which is named, HSM by HSM' {
        "$said" | Should -BeLike "*Not in the inventory: the keys of the managed HSM 'lockedHsm'*Not in the inventory: the local roles of the managed HSM 'lockedHsm'*"
        "$said" | Should -Not -BeLike '*asleepHsm*'
        $found = Get-Content $file -Raw | ConvertFrom-Json
        $found.ManagedHsms.VaultName | Sort-Object | Should -Be 'asleepHsm', 'lockedHsm', 'mailHsm'
        $found.ManagedHsmRoleAssignments.HsmName | Sort-Object -Unique | Should -Be 'mailHsm'
        ($found.KeyVaultKeys | Where-Object HsmName).Count | Should -Be 2
    }
    It 'comes in as a twin, which is the same' {
        $before = Get-Hsms
        $null = New-CustomerKeyTenant "$testFolder/hsm-twin" -Name Contoso
        $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
        $found = Import-CustomerKeyInventory $file 6>$null -WarningVariable said 3>$null
        "$said" | Should -BeLike '*Managed HSMs of the twin (*nobody has*'
        ($found | Where-Object { $_.Number -eq 'V22' -and $_.Target -like '*managedhsm*' }).Result | Sort-Object -Unique | Should -Be 'Passed'
        (Compare-Object $before (Get-Hsms) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }) -join "`n" | Should -BeNullOrEmpty
        (Get-AzKeyVaultManagedHsm -Name lockedHsm).StatusMessage | Should -BeLike '*a twin of an inventory*'
    }
    It 'has none where Az has no cmdlets for them' {
        $null = Open-CustomerKeyTenant "$testFolder/hsms"
        function Get-Command($Name) { if ($Name -notlike '*ManagedHsm') { Microsoft.PowerShell.Core\Get-Command $Name -ErrorAction Ignore } }
        & "$PSScriptRoot/../../examples/export-inventory.ps1" -Path "$testFolder/old.json" 3>$null
        $found = Get-Content "$testFolder/old.json" -Raw | ConvertFrom-Json
        $found.ManagedHsms | Should -BeNullOrEmpty
        $found.KeyVaults.VaultName | Sort-Object | Should -Be 'partEast', 'partWest'
    }
}
