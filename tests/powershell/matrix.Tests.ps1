# Every type of object into every cmdlet that takes what it names: as it is, by its properties alone, and back from a file. What does not
# bind is listed in matrix.json with its reason; nothing else may fail, and nothing that is listed may work.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant 3>$null

    # What a cmdlet needs beside the object.
    $script:with = @{
        'Set-Mailbox' = @{ DataEncryptionPolicy = 'MatrixPolicy' }; 'Set-MailUser' = @{ DataEncryptionPolicy = 'MatrixPolicy' }
        'Set-DataEncryptionPolicy' = @{ Description = 'x' }; 'Set-M365DataAtRestEncryptionPolicy' = @{ Refresh = $true }
        'New-DataEncryptionPolicy' = @{ Name = 'another' }; 'New-M365DataAtRestEncryptionPolicy' = @{ Name = 'another' }
        'New-AzKeyVault' = @{ Name = 'another'; Location = 'East US' }; 'New-AzResourceGroup' = @{ Location = 'East US' }
        'Set-AzKeyVaultAccessPolicy' = @{ UserPrincipalName = 'alice@contoso.com'; PermissionsToKeys = 'get' }
        'Remove-AzKeyVaultAccessPolicy' = @{ UserPrincipalName = 'alice@contoso.com' }
        'Add-AzKeyVaultKey' = @{ Name = 'another'; Destination = 'Software' }; 'Update-AzKeyVaultKey' = @{ Tag = @{ a = 'b' } }
        'Backup-AzKeyVaultKey' = @{ OutputFile = "$testFolder/key.backup" }; 'Restore-AzKeyVaultKey' = @{ InputFile = "$testFolder/kept.backup" }
        'Invoke-AzKeyVaultKeyOperation' = @{ Operation = 'Wrap'; Algorithm = 'RSA-OAEP-256'; ByteArrayValue = [byte[]](1, 2) }
        'New-AzRoleAssignment' = @{ RoleDefinitionName = 'Key Vault Reader' }; 'Remove-AzRoleAssignment' = @{ RoleDefinitionName = 'Key Vault Reader' }
        'Update-AzKeyVault' = @{ EnablePurgeProtection = $true }; 'Set-AzResource' = @{ Tag = @{ a = 'b' } }
        'New-AzKeyVaultManagedHsm' = @{ Name = 'another'; Location = 'East US 2'; Administrator = '11111111-2222-3333-4444-555555555555'; SoftDeleteRetentionInDays = 90 }
        'Update-AzKeyVaultManagedHsm' = @{ Tag = @{ a = 'b' } }
        'Export-AzKeyVaultSecurityDomain' = @{ Certificates = $holders; OutputPath = "$testFolder/another.json"; Quorum = 2 }
        'Import-AzKeyVaultSecurityDomain' = @{ Keys = $holders[0, 1] | ForEach-Object { @{ PublicKey = $_; PrivateKey = $_ -replace '\.cer$', '.key' } }; SecurityDomainPath = "$testFolder/matrixHsm.domain.json" }
        'New-AzKeyVaultRoleAssignment' = @{ RoleDefinitionName = 'Managed HSM Policy Administrator' }
        'Set-CustomerKeyApplication' = @{ DataEncryptionPolicy = 'Many' }
        'Request-CustomerKeySitePurge' = @{ Reason = 'we leave'; Contact = 'Alice Ames' }
        'New-CustomerKeyPurgeDocument' = @{ OutputFile = "$testFolder/another" }; 'Export-CustomerKeyPurgeEvidence' = @{ OutputFile = "$testFolder/another" }
        'Set-CustomerKeyVaultFault' = @{ Fault = 'None' }; 'Wait-CustomerKeyJob' = @{ Timeout = 5 }
        'Import-CustomerKeyItem' = @{ Path = "$testFolder/letter.eml" }; 'Export-CustomerKeyItem' = @{ Destination = "$testFolder/out" }
    }
    # These name a vault, a mailbox or the like, whatever object has them.
    $script:names = 'VaultName', 'Mailbox', 'Workload', 'ResourceGroupName', 'SubscriptionId', 'ResourceId'

    # One object of each type that cmdlets return.
    function New-TestObject {
        $keys = New-TestRoot matrix
        $many = New-TestRoot matrixm 'c066d759-24ae-40e7-a56f-027002b5d3e4'
        $null = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
        New-Mailbox -Name matrix
        New-MailUser -Name mailuser
        New-DataEncryptionPolicy -Name MatrixPolicy -AzureKeyIDs $keys
        New-M365DataAtRestEncryptionPolicy -Name Many -AzureKeyIDs $many
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Many
        Set-Mailbox matrix -DataEncryptionPolicy MatrixPolicy
        Invoke-CustomerKeyJob
        Get-CustomerKeyJob | Select-Object -First 1
        Set-Content -LiteralPath "$testFolder/letter.eml" 'dear'
        Import-CustomerKeyItem -Mailbox matrix -Path "$testFolder/letter.eml"
        Export-CustomerKeyItem -Mailbox matrix -Identity letter.eml -OutputFile "$testFolder/letter.out"
        Get-CustomerKeyWorkload TeamsChats
        Set-CustomerKeyApplication ledger -DataEncryptionPolicy Many
        Get-CustomerKeyApplication
        New-CustomerKeyGeo NAM https://contoso-admin.sharepoint.com
        $sites = New-TestRoot matrixs '00000003-0000-0ff1-ce00-000000000000'
        $sites = foreach ($vault in 'matrixsEast', 'matrixsWest') { "https://$vault.vault.azure.net/keys/root/$((Get-AzKeyVaultKey -VaultName $vault -Name root).Version)" }
        Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $sites[0] -SecondaryKeyVaultUri $sites[1]
        New-CustomerKeySite https://contoso.sharepoint.com/sites/matrix
        Approve-CustomerKeySitePurge NAM
        Get-SPOSiteDataEncryptionPolicy https://contoso.sharepoint.com/sites/matrix
        $null = New-CustomerKeySite https://contoso.sharepoint.com/sites/gone
        Remove-SPOSite https://contoso.sharepoint.com/sites/gone -Confirm:$false
        Get-SPODeletedSite
        Get-MailboxStatistics matrix
        Get-M365DataAtRestEncryptionPolicyAssignment
        Test-M365DataAtRestEncryptionPolicy | Select-Object -First 1
        Set-CustomerKeyFact -Scenario SPO -Enabled $true
        Get-CustomerKeyFact
        New-CustomerKeyOnboardingRequest -OrganizationId contoso.onmicrosoft.com -Scenario EXO -Subscription1 11111111-1111-1111-1111-111111111111 -KeyIdentifier1 $keys[0] -Subscription2 22222222-2222-2222-2222-222222222222 -KeyIdentifier2 $keys[1] -OnboardingMode Validate
        $context = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
        $context, $context.Subscription, $context.Tenant
        Connect-AzAccount -AccountId admin@contoso.com
        New-AzResourceGroup -Name matrixEastRG -Location 'East US' -Force
        Get-AzKeyVault matrixEast
        Get-AzKeyVault | Select-Object -First 1
        foreach ($vault in 'matrixEast') { Set-AzKeyVaultAccessPolicy $vault -UserPrincipalName admin@contoso.onmicrosoft.com -PermissionsToKeys all }
        Invoke-AzKeyVaultKeyOperation matrixEast root -Operation Wrap -Algorithm RSA-OAEP-256 -ByteArrayValue 1, 2
        Get-AzKeyVaultKeyRotationPolicy matrixEast root
        Get-AzKeyVaultKey matrixEast root
        Get-AzKeyVaultKey matrixEast | Select-Object -First 1
        # What is deleted, and a key that only its vault and a file have.
        foreach ($vault in 'matrixSpare', 'matrixGone') { $null = New-AzKeyVault $vault matrixEastRG 'East US' }
        foreach ($key in 'kept', 'gone') { $null = Add-AzKeyVaultKey matrixSpare $key -Destination Software }
        Backup-AzKeyVaultKey matrixSpare kept "$testFolder/kept.backup"
        Remove-AzKeyVaultKey matrixSpare gone -Force -PassThru
        Get-AzKeyVaultKey matrixSpare -InRemovedState
        Remove-AzKeyVault matrixGone -Force -PassThru
        Get-AzKeyVault -InRemovedState
        New-TestHsm matrixHsm root
        Get-AzKeyVaultManagedHsm
        Export-AzKeyVaultSecurityDomain -Name matrixHsm -Certificates $holders -OutputPath "$testFolder/again.domain.json" -Quorum 2 -PassThru
        Get-AzKeyVaultRoleAssignment -HsmName matrixHsm -RoleDefinitionName 'Managed HSM Crypto User'
        Get-AzKeyVaultRoleDefinition -HsmName matrixHsm -RoleDefinitionName 'Managed HSM Crypto User'
        $null = New-AzKeyVaultManagedHsm -Name matrixHsmGone -ResourceGroupName matrixHsmRG -Location 'East US 2' -Administrator (Get-AzADUser -SignedIn).Id -SoftDeleteRetentionInDays 90
        Remove-AzKeyVaultManagedHsm -Name matrixHsmGone -Force
        Get-AzKeyVaultManagedHsm -InRemovedState
        Get-AzResource -Name matrixEast
        New-AzRoleAssignment -SignInName alice@contoso.com -RoleDefinitionName 'Key Vault Reader'
        Get-AzRoleDefinition 'Key Vault Reader'
        (Get-AzContext).Account
        Get-AzTenant
        Get-AcceptedDomain
        Get-OrganizationConfig
        Connect-ExchangeOnline -ShowBanner:$false
        Get-ConnectionInformation
        Get-EXOMailbox | Select-Object -First 1
        Get-EXOMailboxStatistics | Select-Object -First 1
        Get-User | Select-Object -First 1
        New-UnifiedGroup -DisplayName 'Matrix Group'
        Search-UnifiedAuditLog -StartDate 2001-01-01 -EndDate 2200-01-01 -ResultSize 1
        Get-CustomerKeyImpact 'outage matrixEast'
        Get-AzADUser | Select-Object -First 1
        Get-AzADServicePrincipal | Select-Object -First 1
        Get-AzProviderFeature -ListAvailable
        Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
        Get-CustomerKeyDirectory -Kind Subscription | Select-Object -First 1
        Get-CustomerKeyTenant
        New-TestServer
        Test-CustomerKeyTenant | Select-Object -First 1
        Get-CustomerKeyClock
        Search-CustomerKeyAudit -ResultSize 1
        Search-CustomerKeyVaultUse -ResultSize 1 -WarningAction Ignore | Select-Object -First 1
        Test-CustomerKeyAudit | Select-Object -First 1
        Export-CustomerKeyAuditHead "$testFolder/head"
        Export-CustomerKeyReport "$testFolder/matrix.html"
        Get-CustomerKeyUsage | Select-Object -First 1
        Test-CustomerKeyRetirement $keys[0] | Select-Object -First 1
        Backup-CustomerKeyTenant "$testFolder/backup" "$testFolder/secrets"
        New-TestPurge matrixLeave
        New-TestRemoval
    }
    $script:objects = @{}
    foreach ($object in New-TestObject 3>$null 6>$null) { $objects[$object.GetType().Name] = $object }

    $services = Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" -Exclude shared.json | ForEach-Object { Get-Content $_ -Raw | ConvertFrom-Json }
    $shared = Get-Content "$PSScriptRoot/../../native/table/services/shared.json" -Raw | ConvertFrom-Json
    $script:types = $services.types
    $script:cmdlets = $services.cmdlets
    function Get-TableParameter($cmdlet) { foreach ($own in $cmdlet.parameters) { if ($own.PSObject.Properties['shared']) { $shared.($own.shared) } else { $own } } }
    function Get-Field($object, [string]$name) { if ($object.PSObject.Properties[$name]) { $object.$name } }

    # Whether a parameter takes objects of a type, or what such objects are known by, or has the name of one of their properties.
    function Test-Shared($parameter, $type) {
        if ((Get-Field $parameter effect) -ne 'acts') { return $false }
        $is = @($type.name) + @(Get-Field $type bases)
        if ($parameter.type -like 'input:*') { return [bool]($parameter.type.Substring(6).Split(',') | Where-Object { $_ -in $is }) }
        $own = @($parameter.name) + @(Get-Field $parameter aliases)
        if ($type.properties.name | Where-Object { $_ -in $names -and $_ -in $own }) { return $true }
        foreach ($source in @(("$(Get-Field $parameter complete)" -split ';').Trim()) -ne '') {
            $stages = @(($source -split '\|').Trim())
            $property = if ($stages[-1] -notmatch '-') { $stages[-1] }
            $last = @($stages | Where-Object { $_ -match '-' })[-1] -replace ' .*'
            $outputs = ($cmdlets | Where-Object name -eq $last).outputs
            if (($is | Where-Object { $_ -in $outputs }) -and $property -in $null, $type.identity) { return $true }
        }
        $false
    }

    # Runs one; the reason why it did not work, or nothing.
    function Invoke-Pair($object, $cmdlet) {
        $extra = if ($with[$cmdlet.name]) { $with[$cmdlet.name].Clone() } else { @{} }
        if ((Get-Field $cmdlet shouldProcess) -eq 'changes') { $extra.WhatIf = $true }
        # An HSM keeps its keys in hardware, wherever else a vault's may lie.
        if ($cmdlet.name -eq 'Add-AzKeyVaultKey' -and "$($object.PSObject.TypeNames[0])" -like '*.ManagedHsm') { $extra.Remove('Destination'); $extra.KeyType = 'RSA' }
        # What is given once is not given again, and only what is given is taken.
        if ($cmdlet.name -eq 'New-AzRoleAssignment') { $null = Get-AzRoleAssignment | Remove-AzRoleAssignment }
        if ($cmdlet.name -eq 'Remove-AzRoleAssignment') { $null = New-AzRoleAssignment -SignInName alice@contoso.com -RoleDefinitionName 'Key Vault Reader' -ErrorAction Ignore }
        try { $null = $object | & $cmdlet.name @extra -ErrorAction Stop 3>$null 6>$null } catch {
            $problem = "$($_.FullyQualifiedErrorId.Split(',')[0]): $_"
            # What could not sign in would refuse everything after it.
            if ($cmdlet.name -like 'Connect-*') { $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null }
            return $problem
        }
    }
    $script:listed = @{}
    foreach ($entry in Get-Content "$PSScriptRoot/matrix.json" -Raw | ConvertFrom-Json) {
        foreach ($type in $entry.types) { foreach ($cmdlet in $entry.cmdlets) { foreach ($way in $entry.ways) { $listed["$type $cmdlet $way"] = $entry.reason } } }
    }
    $script:found = @{}
    $counts = [ordered]@{ 'by value' = 0; 'by name' = 0; 'from Clixml' = 0 }
    foreach ($type in $types | Where-Object { $objects[$_.name] }) {
        $object = $objects[$type.name]
        Export-Clixml -InputObject $object "$testFolder/object.xml" -Depth 5
        $ways = [ordered]@{ 'by value' = $object; 'by name' = $object | Select-Object *; 'from Clixml' = Import-Clixml "$testFolder/object.xml" }
        foreach ($cmdlet in $cmdlets) {
            if (-not (Get-TableParameter $cmdlet | Where-Object { Test-Shared $_ $type })) { continue }
            foreach ($way in $ways.Keys) {
                $problem = Invoke-Pair $ways[$way] $cmdlet
                $found["$($type.name) $($cmdlet.name) $way"] = "$problem"
                if (-not $problem) { $counts[$way]++ }
            }
        }
    }
    # What does not bind and is not listed, with the whole error, for whoever writes the list.
    if ($env:MATRIX_DUMP) { $found.GetEnumerator() | Where-Object { $_.Value -and -not $listed[$_.Key] } | ForEach-Object { "$($_.Key)`t$($_.Value)" } | Sort-Object | Set-Content $env:MATRIX_DUMP }
    Write-Host "  bound $(($counts.GetEnumerator() | ForEach-Object { "$($_.Key): $($_.Value)" }) -join ', '); listed: $($listed.Count)"
}
AfterAll { Remove-TestTenant }

Describe 'the matrix of objects and cmdlets' {
    It 'has an object of each type that a cmdlet returns' {
        $cmdlets.outputs | Where-Object { $_ -and -not $objects[$_] } | Sort-Object -Unique | Should -BeNullOrEmpty
    }
    It 'binds every pair that is not listed' {
        $found.GetEnumerator() | Where-Object { $_.Value -and -not $listed[$_.Key] } | ForEach-Object { "$($_.Key): $($_.Value)" } | Sort-Object | Should -BeNullOrEmpty
    }
    It 'binds nothing that is listed, and lists nothing that is no pair' {
        $listed.Keys | Where-Object { -not $found[$_] } | Sort-Object | Should -BeNullOrEmpty
    }
    It 'takes back from a file whatever it takes live' {
        $live = @($found.Keys | Where-Object { $_ -like '* by value' -and -not $found[$_] })
        $live.Count | Should -BeGreaterThan 150
        $live | Where-Object { $found[$_ -replace ' by value$', ' from Clixml'] } | Should -BeNullOrEmpty
    }
    It 'takes a copy wherever it takes the object, given by the name of a parameter too' {
        $looked = 0
        foreach ($command in Get-Command -Module CustomerKey -CommandType Function) {
            foreach ($parameter in $command.Parameters.Values) {
                $wanted = $parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.PSTypeNameAttribute] }
                if (-not $wanted -or $wanted.PSTypeName -replace '^CustomerKey\.' -notin $types.name) { continue }
                $looked++
                $copy = $parameter.Attributes | Where-Object { $_.GetType().FullName -eq 'CustomerKey.TakesCopyAttribute' }
                $copy | Should -Not -BeNullOrEmpty -Because "$command -$($parameter.Name)"
                $given = [psobject][pscustomobject]@{ Id = 1 }
                foreach ($name in "Deserialized.$($wanted.PSTypeName)", 'Deserialized.CustomerKey.Other') {
                    $given.PSObject.TypeNames.Insert(0, $name)
                    $null = $copy.Transform($ExecutionContext, $given)
                    $given.PSObject.TypeNames[0] | Should -Be $name
                    ($given.PSObject.TypeNames | Where-Object { $_ -eq $wanted.PSTypeName } | Measure-Object).Count | Should -Be 1 -Because 'a second look adds nothing'
                }
            }
        }
        $looked | Should -BeGreaterThan 5
    }
    It 'takes a context that came into a job, by the name of its parameter and at its place' {
        $context = $objects['AzureContext']
        Export-Clixml -InputObject $context "$testFolder/context.xml" -Depth 5
        $copy = Import-Clixml "$testFolder/context.xml"
        "$((Set-AzContext -Context $copy).Subscription)" | Should -Be "$($context.Subscription)"
        "$((Set-AzContext $copy).Subscription)" | Should -Be "$($context.Subscription)"
        "$((Set-AzContext -SubscriptionObject $copy.Subscription).Subscription)" | Should -Be "$($context.Subscription)"
        { Set-AzContext -TenantObject $copy } | Should -Throw -ErrorId 'MismatchedPSTypeName*'
        (Disconnect-AzAccount -AzureContext $copy).Id | Should -Be $context.Account.Id
        $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
        $module = (Get-Module CustomerKey).Path -replace 'psm1$', 'psd1'
        $job = Start-Job { Import-Module $using:module; "$((Set-AzContext -Context $using:context).Subscription)" }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be "$($context.Subscription)"
    }
    It 'takes no record and no check for something to change' {
        foreach ($type in 'CustomerKeyAuditRecord', 'CustomerKeyAuditCheck', 'CustomerKeyTenantCheck', 'PolicyCheck') {
            $objects.ContainsKey($type) | Should -BeTrue -Because $type
            foreach ($cmdlet in 'Set-Mailbox', 'Set-MailUser', 'Set-DataEncryptionPolicy', 'Set-AzKeyVaultAccessPolicy', 'Import-CustomerKeyItem', 'Export-CustomerKeyItem', 'Update-AzKeyVaultKey', 'Set-CustomerKeyVaultFault') {
                Invoke-Pair $objects[$type] ($cmdlets | Where-Object name -eq $cmdlet) | Should -Not -BeNullOrEmpty -Because "$type into $cmdlet"
            }
        }
    }
}
