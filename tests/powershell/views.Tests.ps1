# What the screen shows, and names in place of objects.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $PSStyle.OutputRendering = 'PlainText'              # no colours between the words of a heading
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot views
    $null = New-DataEncryptionPolicy -Name 'US Mailboxes' -AzureKeyIDs $keys
    $null = New-Mailbox -Name alice
    Set-Mailbox alice -DataEncryptionPolicy 'US Mailboxes'
}
AfterAll { Remove-TestTenant }

Describe 'views' {
    It 'show a policy as a table with its name and state' {
        $text = Get-DataEncryptionPolicy | Out-String -Width 200
        $text | Should -Match 'Name\s+Enabled\s+State'
        $text | Should -Match 'US Mailboxes'
    }
    It 'show every property in a list' {
        $text = Get-DataEncryptionPolicy | Format-List | Out-String -Width 200
        foreach ($property in 'DistinguishedName', 'AzureKeyIDs', 'GenerationId', 'WhenCreatedUTC') { $text | Should -Match $property }
    }
    It 'show of a vault what the runbooks read off the screen' {
        $text = Get-AzKeyVault -VaultName viewsEast | Out-String -Width 400
        $text | Should -Match 'Soft Delete Enabled\?\s+: True'
        $text | Should -Match 'Access Policies'
        $text | Should -Match 'unwrapKey'
        (Get-AzKeyVault -VaultName viewsEast | Format-Table | Out-String -Width 200) | Should -Match 'VaultName\s+ResourceGroupName'
    }
}

Describe 'a table in 80 or 120 columns' {
    BeforeAll {
        $null = Set-AzContext -Subscription '22222222-2222-2222-2222-222222222222'
        $null = New-TestRoot viewsAll 'c066d759-24ae-40e7-a56f-027002b5d3e4'
        $allKeys = 'https://viewsAllEast.vault.azure.net/keys/root', 'https://viewsAllWest.vault.azure.net/keys/root'
        $null = New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -AzureKeyIDs $allKeys
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Contoso_Global
        $null = New-Mailbox -Name 'Alexander Hamilton' -Alias alexander.hamilton
        Set-Mailbox 'Alexander Hamilton' -DataEncryptionPolicy 'US Mailboxes'
        $null = New-MailUser -Name bob -ExternalEmailAddress bob@fabrikam.com
        Set-Content -LiteralPath "$testFolder/letter.eml" hello
        $null = New-AzKeyVault -Name viewsSpare -ResourceGroupName viewsEastRG -Location 'East US' -SubscriptionId '11111111-1111-1111-1111-111111111111' -WarningAction Ignore
        $null = Add-AzKeyVaultKey -VaultName viewsSpare -Name gone -Destination Software
        $null = Add-AzKeyVaultKey -VaultName viewsEast -Name root -Destination Software -Size 2048 -KeyOps wrapKey, unwrapKey
        Set-DataEncryptionPolicy 'US Mailboxes' -Refresh -Confirm:$false
        $jobs = @(Get-CustomerKeyJob)
        Set-CustomerKeyApplication ledger -DataEncryptionPolicy Contoso_Global -WarningAction Ignore
        $purge = @{}
        foreach ($object in New-TestPurge viewsLeave 3>$null) { $purge[$object.PSObject.TypeNames[0] -replace '^CustomerKey\.'] = $object }
        $null = Set-AzContext -Subscription '22222222-2222-2222-2222-222222222222'
        $null = New-TestRoot viewsSites '00000003-0000-0ff1-ce00-000000000000'
        $siteKeys = foreach ($vault in 'viewsSitesEast', 'viewsSitesWest') { "https://$vault.vault.azure.net/keys/root/$((Get-AzKeyVaultKey -VaultName $vault -Name root).Version)" }
        $geo = New-CustomerKeyGeo NAM https://contoso-admin.sharepoint.com
        $null = Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $siteKeys[0] -SecondaryKeyVaultUri $siteKeys[1]
        $null = New-CustomerKeySite https://contoso.sharepoint.com/sites/gone
        Remove-SPOSite https://contoso.sharepoint.com/sites/gone -Confirm:$false
        $removal = New-TestRemoval
        Set-CustomerKeyFact -Scenario SPO -Enabled $true
        New-TestHsm viewsHsm hsmRoot 3>$null
        $null = New-AzKeyVaultManagedHsm -Name viewsHsmGone -ResourceGroupName viewsHsmRG -Location 'East US 2' -Administrator (Get-AzADUser -SignedIn).Id -SoftDeleteRetentionInDays 90
        Remove-AzKeyVaultManagedHsm -Name viewsHsmGone -Force
        $request = New-CustomerKeyOnboardingRequest -OrganizationId contoso.onmicrosoft.com -Scenario MDEP -Subscription1 11111111-1111-1111-1111-111111111111 -KeyIdentifier1 $allKeys[0] -Subscription2 22222222-2222-2222-2222-222222222222 -KeyIdentifier2 $allKeys[1] -OnboardingMode Validate 3>$null
        # An object of each type, as the cmdlets return it.
        $script:all = [ordered]@{
            CustomerKeyTenant = Get-CustomerKeyTenant
            CustomerKeyServer = New-TestServer
            CustomerKeyTenantCheck = Test-CustomerKeyTenant
            CustomerKeyTenantRemoval = $removal
            CustomerKeyFact = Get-CustomerKeyFact
            CustomerKeyOnboardingRequest = $request
            CustomerKeyBackup = Backup-CustomerKeyTenant -OutputFile "$testFolder/b.backup" -SecretsFile "$testFolder/b.secrets"
            CustomerKeyItem = Import-CustomerKeyItem -Mailbox alice -Path "$testFolder/letter.eml"
            CustomerKeyExport = Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile "$testFolder/out.eml"
            CustomerKeyReport = Export-CustomerKeyReport "$testFolder/report.html"
            CustomerKeyDirectoryEntry = Get-CustomerKeyDirectory
            CustomerKeyWorkload = Get-CustomerKeyWorkload
            CustomerKeyApplication = Get-CustomerKeyApplication
            CustomerKeyGeo = $geo
            CustomerKeySitePurgeAgreement = Approve-CustomerKeySitePurge NAM
            CustomerKeySite = New-CustomerKeySite https://contoso.sharepoint.com/sites/finance
            SPODataEncryptionPolicy = Get-SPODataEncryptionPolicy
            SPODeletedSite = Get-SPODeletedSite
            SPOSiteDataEncryptionPolicy = Get-SPOSiteDataEncryptionPolicy https://contoso.sharepoint.com/sites/finance
            CustomerKeyJob = $jobs
            CustomerKeyJobStep = Invoke-CustomerKeyJob
            CustomerKeyAuditRecord = Search-CustomerKeyAudit -WarningAction Ignore
            CustomerKeyVaultUse = Search-CustomerKeyVaultUse
            CustomerKeyAuditHead = Export-CustomerKeyAuditHead -OutputFile "$testFolder/head.json"
            CustomerKeyAuditCheck = Test-CustomerKeyAudit
            CustomerKeyUsage = Get-CustomerKeyUsage
            CustomerKeyImpact = Get-CustomerKeyImpact 'outage viewsEast'
            CustomerKeyRetirement = Test-CustomerKeyRetirement (Get-AzKeyVaultKey -VaultName viewsEast -Name root).Id
            CustomerKeyPurge = $purge.CustomerKeyPurge
            CustomerKeyPurgeApprover = $purge.CustomerKeyPurgeApprover
            CustomerKeyPurgeDocument = $purge.CustomerKeyPurgeDocument
            CustomerKeyPurgeEvidence = $purge.CustomerKeyPurgeEvidence
            CustomerKeyClock = Get-CustomerKeyClock
            AzureContext = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
            AzureProfile = Connect-AzAccount -AccountId admin@contoso.com 6>$null
            AzureTenant = Get-AzTenant
            AzureAccount = (Get-AzContext).Account
            ADUser = Get-AzADUser
            ADServicePrincipal = Get-AzADServicePrincipal
            RoleAssignment = New-AzRoleAssignment -ApplicationId 00000002-0000-0ff1-ce00-000000000000 -RoleDefinitionName 'Key Vault Crypto Service Encryption User'
            RoleDefinition = Get-AzRoleDefinition
            ResourceGroup = New-AzResourceGroup -Name viewsRG -Location 'West Europe' -Force
            KeyVaultIdentityItem = Get-AzKeyVault
            AzureSubscription = Get-AzSubscription
            Resource = Get-AzResource
            ProviderFeature = Get-AzProviderFeature -ListAvailable
            ResourceProvider = Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
            KeyVaultKeyBackup = Backup-AzKeyVaultKey -VaultName viewsEast -Name root -OutputFile "$testFolder/root.backup"
            KeyOperationResult = $(
                Set-AzKeyVaultAccessPolicy viewsEast -UserPrincipalName admin@contoso.com -PermissionsToKeys all
                Invoke-AzKeyVaultKeyOperation viewsEast root -Operation Wrap -Algorithm RSA-OAEP-256 -ByteArrayValue 1, 2
            )
            KeyRotationPolicy = Get-AzKeyVaultKeyRotationPolicy viewsEast root
            DeletedKeyVaultKey = Remove-AzKeyVaultKey -VaultName viewsSpare -Name gone -Force -PassThru
            DeletedKeyVaultKeyIdentityItem = Get-AzKeyVaultKey -VaultName viewsSpare -InRemovedState
            KeyVaultRemoval = Remove-AzKeyVault -VaultName viewsSpare -Force -PassThru
            DeletedKeyVault = Get-AzKeyVault -InRemovedState
            KeyVault = Get-AzKeyVault -VaultName viewsEast
            ManagedHsm = Get-AzKeyVaultManagedHsm
            DeletedManagedHsm = Get-AzKeyVaultManagedHsm -InRemovedState
            KeyVaultSecurityDomain = Export-AzKeyVaultSecurityDomain -Name viewsHsm -Certificates $holders -OutputPath "$testFolder/again.domain.json" -Quorum 2 -PassThru
            KeyVaultRoleAssignment = Get-AzKeyVaultRoleAssignment -HsmName viewsHsm
            KeyVaultRoleDefinition = Get-AzKeyVaultRoleDefinition -HsmName viewsHsm
            KeyVaultAccessPolicy = (Get-AzKeyVault -VaultName viewsEast).AccessPolicies
            KeyVaultKeyIdentityItem = Get-AzKeyVaultKey -VaultName viewsEast -Name root -IncludeVersions
            KeyVaultKey = Get-AzKeyVaultKey -VaultName viewsEast -Name root
            DataEncryptionPolicy = Get-DataEncryptionPolicy
            M365DataAtRestEncryptionPolicy = Get-M365DataAtRestEncryptionPolicy
            M365DataAtRestEncryptionPolicyAssignment = Get-M365DataAtRestEncryptionPolicyAssignment
            PolicyCheck = Test-M365DataAtRestEncryptionPolicy Contoso_Global
            Mailbox = Get-Mailbox
            MailUser = Get-MailUser
            EXOMailbox = Get-EXOMailbox
            EXOMailboxStatistics = Get-EXOMailboxStatistics
            User = Get-User
            UnifiedGroup = New-UnifiedGroup -DisplayName 'Engineering Department' -DataEncryptionPolicy 'US Mailboxes'
            ConnectionInformation = $(Connect-ExchangeOnline -ShowBanner:$false 6>$null 3>$null; Get-ConnectionInformation)
            OrganizationConfig = Get-OrganizationConfig
            AcceptedDomain = Get-AcceptedDomain
            UnifiedAuditRecord = Search-UnifiedAuditLog -StartDate 2001-01-01 -EndDate 2200-01-01 -ResultSize 3
            MailboxStatistics = Get-Mailbox | Get-MailboxStatistics
        }
        $script:views = ([xml](Get-Content "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.Format.ps1xml" -Raw)).Configuration.ViewDefinitions.View | Where-Object { $_.TableControl }
        # What `identity` of the types in native/table/services says, where it is a column.
        $script:identities = Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" | ForEach-Object { (Get-Content -Raw $_ | ConvertFrom-Json -AsHashtable)['types'] } | Where-Object { $_ }
    }
    It 'is shown at once: before a question, and before an exit' {
        $line = "Import-Module '$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1'; Get-Mailbox alice; exit 0"
        (& (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $line) -join "`n" | Should -Match 'alice'
    }
    It 'is looked at for every type' {
        @($all.Keys | Sort-Object) | Should -Be @($views.ViewSelectedBy.TypeName -replace '^CustomerKey\.' | Sort-Object)
        foreach ($name in $all.Keys) { @($all[$name]).Count | Should -BeGreaterThan 0 -Because $name }
    }
    It 'has every heading whole and in one line, is no wider than <_>, and has its numbers at the right' -ForEach 80, 120 {
        foreach ($view in $views) {
            $name = $view.ViewSelectedBy.TypeName -replace '^CustomerKey\.'
            $lines = ($all[$name] | Format-Table | Out-String -Width $_) -split '\r?\n'
            ($lines | Measure-Object -Maximum Length).Maximum | Should -BeLessOrEqual $_ -Because $name
            $labels = @($view.TableControl.TableHeaders.TableColumnHeader.Label)
            $rule = for ($i = 1; $i -lt $lines.Count; $i++) { if ($lines[$i] -match '^[\s-]*--*[\s-]*$') { $i; break } }
            # The headings stand in the line above the rule, and nothing of them above that.
            (-split $lines[$rule - 1]) -join '|' | Should -Be ((-split ($labels -join ' ')) -join '|') -Because $name
            $lines[$rule - 2].Trim() | Should -Match '^(|.*(Name|TenantId): .*)$' -Because $name
            $at = 0
            foreach ($header in $view.TableControl.TableHeaders.TableColumnHeader) {
                $at = $lines[$rule - 1].IndexOf($header.Label, $at); $end = $at + $header.Label.Length
                if ($header.Alignment -eq 'Right' -and $lines[$rule + 1].Length -ge $end -and $lines[$rule + 1][$end - 1] -ne ' ') {
                    $lines[$rule + 1].Length -eq $end -or $lines[$rule + 1][$end] -eq ' ' | Should -BeTrue -Because "$name $($header.Label)"
                }
                $at = $end
            }
        }
    }
    It 'cuts neither what stands for the object nor a date at <_>' -ForEach 80, 120 {
        $width = $_
        foreach ($view in $views) {
            $name = $view.ViewSelectedBy.TypeName -replace '^CustomerKey\.'
            $type = $identities | Where-Object { $_['name'] -eq $name }
            $columns = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem.PropertyName)
            $text = $all[$name] | Format-Table | Out-String -Width $width
            foreach ($object in $all[$name]) {
                foreach ($column in $columns) {
                    $value = $object.$column
                    if ($column -eq $type['identity'] -and -not $type['wrap'] -and $column -notin 'Path', 'OutputFile') { $text | Should -BeLike "*$([WildcardPattern]::Escape($value))*" -Because $name }
                    if ($value -is [datetime]) { $text | Should -BeLike "*$value*" -Because "$name $column" }
                }
            }
        }
    }
    It 'has numbers at the right' {
        foreach ($view in $views) {
            $columns = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem.PropertyName)
            $headers = @($view.TableControl.TableHeaders.TableColumnHeader)
            $object = @($all[($view.ViewSelectedBy.TypeName -replace '^CustomerKey\.')])[0]
            for ($i = 0; $i -lt $columns.Count; $i++) {
                $value = $object.($columns[$i])
                if ($value -is [int] -or $value -is [long] -or $value -is [double]) { $headers[$i].Alignment | Should -Be Right -Because "$($view.Name) $($columns[$i])" }
            }
        }
    }
    It 'shows of a record of the audit log what was done, to what, and how it ended' {
        $line = (Search-CustomerKeyAudit -Activity 'Create policy' -Object Contoso_Global | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ -match 'Create policy' }
        $line | Should -Match 'Succeeded +Create policy +Contoso_Global'
    }
}

Describe 'objects in place of names' {
    It 'become their identity' {
        $policy = Get-DataEncryptionPolicy
        "$policy" | Should -Be 'US Mailboxes'
        (Get-DataEncryptionPolicy -Identity $policy).Guid | Should -Be $policy.Guid
        Set-Mailbox -Identity (Get-Mailbox alice) -DataEncryptionPolicy $policy
        (Get-Mailbox alice).DataEncryptionPolicy | Should -Be 'US Mailboxes'
    }
    It 'do so after a job or a file brought them back' {
        $policy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-DataEncryptionPolicy)))
        (Get-DataEncryptionPolicy -Identity $policy).Name | Should -Be 'US Mailboxes'
    }
}

# docs/cmdlets.md says of which kind each property is, docs/records.md what a kind is in PowerShell.
Describe 'the members of <type>' -ForEach @(
    @{ type = 'Mailbox'; line = 'Get-Mailbox alice' }
    @{ type = 'MailboxStatistics'; line = 'Get-MailboxStatistics alice' }
    @{ type = 'KeyVaultKey'; line = 'Get-AzKeyVaultKey -VaultName viewsEast -Name root' }
    @{ type = 'AzureContext'; line = 'Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222' }
    @{ type = 'DataEncryptionPolicy'; line = 'Get-DataEncryptionPolicy "US Mailboxes"' }
) {
    BeforeAll {
        $docs = "$PSScriptRoot/../../docs"
        $kinds = @{}
        foreach ($row in Get-Content "$docs/records.md") { if ($row -match '^\| `(\w+)` \| .+ \| `([^`]+)` \|$') { $kinds[$Matches[1]] = [type]$Matches[2] } }
        $section = ((Get-Content "$docs/cmdlets.md" -Raw) -split '(?m)^#+ ' | Where-Object { $_ -match "^CustomerKey\.$type\r?\n" }) -split '\r?\n'
        $members = foreach ($row in $section) { if ($row -match '^\| (\w+) \| ([\w\[\]]+)') { @{ Name = $Matches[1]; Kind = $Matches[2] -replace '^local$', 'date'; Local = $Matches[2] -eq 'local' } } }
        $members = @($members | Where-Object Name -ne property)
        $object = & ([scriptblock]::Create($line))
    }
    It 'are those of its documentation' {
        @($object.PSObject.Properties.Name | Sort-Object) | Should -Be @($members.Name | Sort-Object)
    }
    It 'have the documented .NET types' {
        foreach ($member in $members) {
            $own = $object.PSObject.Properties[$member.Name]
            $declared = $object.GetType().GetMember($member.Name)[0]
            $declared = if ($declared.FieldType) { $declared.FieldType } else { $declared.PropertyType }
            $bare = [Nullable]::GetUnderlyingType($declared)
            if (-not $bare) { $bare = $declared }
            $wanted = if ($member.Kind -like '*`[`]') { [Collections.IList] } elseif ($kinds[$member.Kind]) { $kinds[$member.Kind] } else { [type]"CustomerKey.$($member.Kind)" }
            $wanted.IsAssignableFrom($bare) | Should -BeTrue -Because "$($member.Name) is $($member.Kind), so $wanted, and not $bare"
            if ($null -eq $own.Value) { continue }
            $wanted.IsInstanceOfType($own.Value) | Should -BeTrue -Because $member.Name
            if ($wanted -eq [datetime]) { $own.Value.Kind | Should -Be $(if ($member.Local) { 'Local' } else { 'Utc' }) -Because $member.Name }
        }
    }
}
