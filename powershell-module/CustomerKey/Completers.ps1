# Written by ./build generate from native/table/services; edit that.
$script:Completers = @{}

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual '/', '/keys'
}
foreach ($place in 'New-AzKeyVaultRoleAssignment -Scope', 'Get-AzKeyVaultRoleAssignment -Scope', 'Remove-AzKeyVaultRoleAssignment -Scope', 'Get-AzKeyVaultRoleDefinition -Scope') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'AadGraph', 'AnalysisServices', 'AppConfiguration', 'Arm', 'Attestation', 'Batch', 'DataLake', 'KeyVault', 'MSGraph', 'OperationalInsights', 'ResourceManager', 'Storage', 'Synapse'
}
foreach ($place in 'Get-AzAccessToken -ResourceTypeName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'AadGraph', 'AnalysisServices', 'Attestation', 'Batch', 'DataLake', 'KeyVault', 'OperationalInsights', 'Storage', 'Synapse'
}
foreach ($place in 'Connect-AzAccount -AuthScope') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'All', 'Decrypt', 'Encrypt', 'UnwrapKey', 'WrapKey', 'Verify', 'Sign', 'Get', 'List', 'Update', 'Create', 'Import', 'Delete', 'Backup', 'Restore', 'Recover', 'Purge', 'Rotate'
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -PermissionsToKeys') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'All', 'Get', 'List', 'Delete', 'Create', 'Import', 'Update', 'Managecontacts', 'Getissuers', 'Listissuers', 'Setissuers', 'Deleteissuers', 'Manageissuers', 'Recover', 'Backup', 'Restore', 'Purge'
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -PermissionsToCertificates') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'All', 'Get', 'List', 'Set', 'Delete', 'Backup', 'Restore', 'Recover', 'Purge'
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -PermissionsToSecrets') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'All', 'Minimum'
}
foreach ($place in 'Get-EXOMailboxStatistics -PropertySets') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'All', 'Minimum', 'AddressList', 'Archive', 'Audit', 'Custom', 'Delivery', 'Hold', 'Moderation', 'Move', 'Policy', 'PublicFolder', 'Quota', 'Resource', 'Retention', 'SCL', 'SoftDelete', 'StatisticsSeed'
}
foreach ($place in 'Get-EXOMailbox -PropertySets') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud'
}
foreach ($place in 'Connect-AzAccount -Environment') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'CustomerKeyServiceEncryption'
}
foreach ($place in 'Search-CustomerKeyAudit -RecordType') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'DataEncryptionPolicy', 'ExchangeGuid', 'IsMailboxEnabled', 'IsShared', 'LitigationHoldEnabled', 'WhenMailboxCreated'
}
foreach ($place in 'Get-EXOMailbox -Properties') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Default', 'All'
}
foreach ($place in 'Connect-ExchangeOnline -LogLevel', 'Connect-IPPSSession -LogLevel') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Default', 'ITAR', 'Delos', 'France', 'Germany', 'China'
}
foreach ($place in 'Connect-SPOService -Region') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'East US', 'East US 2', 'Central US', 'North Central US', 'South Central US', 'West US', 'West US 2', 'West US 3', 'East US 2 EUAP', 'Central US EUAP', 'Canada Central', 'Canada East', 'Brazil South', 'North Europe', 'West Europe', 'UK South', 'UK West', 'France Central', 'Germany West Central', 'Italy North', 'Norway East', 'Poland Central', 'Spain Central', 'Sweden Central', 'Switzerland North', 'Central India', 'South India', 'East Asia', 'Southeast Asia', 'Japan East', 'Japan West', 'Korea Central', 'Australia East', 'Australia Southeast', 'South Africa North', 'UAE North', 'West Central US', 'Mexico Central', 'Chile Central', 'Brazil Southeast', 'Austria East', 'Belgium Central', 'Denmark East', 'France South', 'Germany North', 'Norway West', 'Sweden South', 'Switzerland West', 'Israel Central', 'Qatar Central', 'UAE Central', 'South Africa West', 'West India', 'Jio India West', 'Jio India Central', 'Indonesia Central', 'Malaysia West', 'Korea South', 'Australia Central', 'Australia Central 2', 'New Zealand North', 'US Gov Virginia', 'US Gov Arizona', 'US Gov Texas', 'China East 2', 'China East 3', 'China North 2', 'China North 3'
}
foreach ($place in 'New-AzKeyVault -Location', 'Remove-AzKeyVault -Location', 'Undo-AzKeyVaultRemoval -Location', 'New-AzKeyVaultManagedHsm -Location', 'New-AzResourceGroup -Location') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'ExchangeAdmin', 'SharePoint', 'AzureActiveDirectory', 'CustomerKeyServiceEncryption'
}
foreach ($place in 'Search-UnifiedAuditLog -RecordType') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Microsoft.KeyVault'
}
foreach ($place in 'Register-AzResourceProvider -ProviderNamespace') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Microsoft.KeyVault/vaults', 'Microsoft.KeyVault/managedHSMs'
}
foreach ($place in 'Get-AzResource -ResourceType', 'New-AzRoleAssignment -ResourceType', 'Get-AzRoleAssignment -ResourceType', 'Remove-AzRoleAssignment -ResourceType') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Microsoft.Resources', 'Microsoft.KeyVault'
}
foreach ($place in 'Register-AzProviderFeature -ProviderNamespace', 'Get-AzProviderFeature -ProviderNamespace') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Name', 'DisplayName', 'Alias'
}
foreach ($place in 'Get-Mailbox -SortBy', 'Get-MailUser -SortBy', 'Get-User -SortBy', 'Get-UnifiedGroup -SortBy') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'O365Default', 'O365GermanyCloud', 'O365China', 'O365USGovGCCHigh', 'O365USGovDoD'
}
foreach ($place in 'Connect-ExchangeOnline -ExchangeEnvironmentName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'OwnerADGuid', 'MailboxTypeDetail', 'IsArchiveMailbox'
}
foreach ($place in 'Get-EXOMailboxStatistics -Properties') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'Process', 'CurrentUser'
}
foreach ($place in 'Connect-AzAccount -Scope', 'Set-AzContext -Scope', 'Disconnect-AzAccount -Scope', 'Clear-AzContext -Scope') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'RSA', 'EC', 'oct'
}
foreach ($place in 'Add-AzKeyVaultKey -KeyType') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'RSA-OAEP-256', 'RSA-OAEP'
}
foreach ($place in 'Invoke-AzKeyVaultKeyOperation -Algorithm') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'StandardB1'
}
foreach ($place in 'New-AzKeyVaultManagedHsm -Sku') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'SystemAssigned', 'UserAssigned'
}
foreach ($place in 'Connect-SPOService -ManagedIdentityType') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'User', 'Group', 'ServicePrincipal'
}
foreach ($place in 'New-AzRoleAssignment -ObjectType') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'UserMailbox', 'SharedMailbox', 'DiscoveryMailbox', 'EquipmentMailbox', 'GroupMailbox', 'LegacyMailbox', 'LinkedMailbox', 'LinkedRoomMailbox', 'RoomMailbox', 'SchedulingMailbox', 'TeamMailbox'
}
foreach ($place in 'Get-Mailbox -RecipientTypeDetails') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'UserMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'GroupMailbox', 'PublicFolderMailbox'
}
foreach ($place in 'Get-EXOMailbox -RecipientTypeDetails') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'UserMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox', 'MailUser'
}
foreach ($place in 'Get-User -RecipientTypeDetails') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'all', 'get', 'list', 'delete', 'set', 'update', 'regeneratekey', 'getsas', 'listsas', 'deletesas', 'setsas', 'recover', 'backup', 'restore', 'purge'
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -PermissionsToStorage') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'disable', 'enable', 'expire', 'delete', 'recover', 'purge', 'firewall', 'revoke', 'outage', 'refresh', 'assign', 'unassign', 'replace', 'roll', 'purge-data', 'profile', 'wait'
}
foreach ($place in 'Get-CustomerKeyImpact -Change') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'sign', 'verify', 'import'
}
foreach ($place in 'Add-AzKeyVaultKey -KeyOps', 'Update-AzKeyVaultKey -KeyOps') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word -usual 'mandatoryRetentionPeriodEnabled'
}
foreach ($place in 'Register-AzProviderFeature -FeatureName', 'Get-AzProviderFeature -FeatureName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $more = Select-CkeyBound $bound ResourceGroupName, SubscriptionId
        Get-AzKeyVault @quiet @more | Select-CkeyName $word VaultName VaultName, ResourceGroupName, Location
    }
}
foreach ($place in 'Get-AzKeyVault -VaultName', 'Remove-AzKeyVault -VaultName', 'Update-AzKeyVault -VaultName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $more = Select-CkeyBound $bound ResourceGroupName, SubscriptionId
        Get-AzKeyVaultManagedHsm @quiet @more | Select-CkeyName $word Name Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Get-AzKeyVaultManagedHsm -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $more = Select-CkeyBound $bound SubscriptionId
        Get-AzKeyVault @quiet -InRemovedState @more | Select-CkeyName $word VaultName VaultName, ResourceGroupName, Location
    }
}
foreach ($place in 'Undo-AzKeyVaultRemoval -VaultName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $more = Select-CkeyBound $bound SubscriptionId
        Get-AzKeyVaultManagedHsm @quiet -InRemovedState @more | Select-CkeyName $word Location Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Get-AzKeyVaultManagedHsm -Location', 'Remove-AzKeyVaultManagedHsm -Location', 'Undo-AzKeyVaultManagedHsmRemoval -Location') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $more = Select-CkeyBound $bound SubscriptionId
        Get-AzKeyVaultManagedHsm @quiet -InRemovedState @more | Select-CkeyName $word Name Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Undo-AzKeyVaultManagedHsmRemoval -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $more = Select-CkeyBound $bound SubscriptionId
        Get-AzKeyVaultManagedHsm @quiet @more | Select-CkeyName $word Name Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Update-AzKeyVaultManagedHsm -Name', 'Remove-AzKeyVaultManagedHsm -Name', 'Export-AzKeyVaultSecurityDomain -Name', 'Import-AzKeyVaultSecurityDomain -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound HsmName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultRoleAssignment @quiet @with }) | Select-CkeyName $word Name RoleDefinitionName, DisplayName, ObjectType, Scope
    }
}
foreach ($place in 'Get-AzKeyVaultRoleAssignment -RoleAssignmentName', 'Remove-AzKeyVaultRoleAssignment -RoleAssignmentName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound HsmName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultRoleDefinition @quiet @with }) | Select-CkeyName $word Name RoleName, Description
    }
}
foreach ($place in 'New-AzKeyVaultRoleAssignment -RoleDefinitionId', 'Get-AzKeyVaultRoleAssignment -RoleDefinitionId', 'Remove-AzKeyVaultRoleAssignment -RoleDefinitionId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound HsmName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultRoleDefinition @quiet @with }) | Select-CkeyName $word RoleName RoleName, Description
    }
}
foreach ($place in 'New-AzKeyVaultRoleAssignment -RoleDefinitionName', 'Get-AzKeyVaultRoleAssignment -RoleDefinitionName', 'Remove-AzKeyVaultRoleAssignment -RoleDefinitionName', 'Get-AzKeyVaultRoleDefinition -RoleDefinitionName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound Mailbox
        $(if ($with.Count -eq 1) { Get-CustomerKeyItem @quiet @with }) | Select-CkeyName $word Name Identity, Size, Name
    }, {
        param($quiet)
        $with = Select-CkeyBound $bound Workload
        $(if ($with.Count -eq 1) { Get-CustomerKeyItem @quiet @with }) | Select-CkeyName $word Name Identity, Size, Name
    }, {
        param($quiet)
        $with = Select-CkeyBound $bound Site
        $(if ($with.Count -eq 1) { Get-CustomerKeyItem @quiet @with }) | Select-CkeyName $word Name Identity, Size, Name
    }
}
foreach ($place in 'Get-CustomerKeyItem -Identity', 'Export-CustomerKeyItem -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound OrganizationId
        $(if ($with.Count -eq 1) { Get-CustomerKeyOnboardingRequest @quiet @with }) | Select-CkeyName $word ID ID, Scenario, ValidationResult, EnablementResult
    }
}
foreach ($place in 'Get-CustomerKeyOnboardingRequest -RequestId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet -InRemovedState @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet -InRemovedState }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }, {
        param($quiet)
        $with = Select-CkeyBound $bound HsmName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet -InRemovedState @with } else { Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet -InRemovedState }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Undo-AzKeyVaultKeyRemoval -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Invoke-AzKeyVaultKeyRotation -Name', 'Get-AzKeyVaultKeyRotationPolicy -Name', 'Set-AzKeyVaultKeyRotationPolicy -Name', 'Search-CustomerKeyVaultUse -KeyName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }, {
        param($quiet)
        $with = Select-CkeyBound $bound HsmName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Add-AzKeyVaultKey -Name', 'Get-AzKeyVaultKey -Name', 'Update-AzKeyVaultKey -Name', 'Remove-AzKeyVaultKey -Name', 'Backup-AzKeyVaultKey -Name', 'Invoke-AzKeyVaultKeyOperation -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName, Name
        $(if ($with.Count -eq 2) { Get-AzKeyVaultKey @quiet -IncludeVersions @with }) | Select-CkeyName $word Version Name, Version, Enabled, Expires
    }, {
        param($quiet)
        $with = Select-CkeyBound $bound HsmName, Name
        $(if ($with.Count -eq 2) { Get-AzKeyVaultKey @quiet -IncludeVersions @with }) | Select-CkeyName $word Version Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Get-AzKeyVaultKey -Version', 'Update-AzKeyVaultKey -Version', 'Invoke-AzKeyVaultKeyOperation -Version') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=KeyVaultName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Update-SPODataEncryptionPolicy -KeyName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=KeyVaultName, Name=KeyName
        $(if ($with.Count -eq 2) { Get-AzKeyVaultKey @quiet -IncludeVersions @with }) | Select-CkeyName $word Version Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Update-SPODataEncryptionPolicy -KeyVersion') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=PrimaryKeyVaultName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Register-SPODataEncryptionPolicy -PrimaryKeyName', 'Restore-SPODataEncryptionPolicy -PrimaryKeyName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=PrimaryKeyVaultName, Name=PrimaryKeyName
        $(if ($with.Count -eq 2) { Get-AzKeyVaultKey @quiet -IncludeVersions @with }) | Select-CkeyName $word Version Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Register-SPODataEncryptionPolicy -PrimaryKeyVersion', 'Restore-SPODataEncryptionPolicy -PrimaryKeyVersion') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=SecondaryKeyVaultName
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Register-SPODataEncryptionPolicy -SecondaryKeyName', 'Restore-SPODataEncryptionPolicy -SecondaryKeyName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=SecondaryKeyVaultName, Name=SecondaryKeyName
        $(if ($with.Count -eq 2) { Get-AzKeyVaultKey @quiet -IncludeVersions @with }) | Select-CkeyName $word Version Name, Version, Enabled, Expires
    }
}
foreach ($place in 'Register-SPODataEncryptionPolicy -SecondaryKeyVersion', 'Restore-SPODataEncryptionPolicy -SecondaryKeyVersion') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=VaultName1
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'New-CustomerKeyOnboardingRequest -KeyName1') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        $with = Select-CkeyBound $bound VaultName=VaultName2
        $(if ($with.Count -eq 1) { Get-AzKeyVaultKey @quiet @with } else { Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet }) | Select-CkeyName $word Name Name, Version, Enabled, Expires
    }
}
foreach ($place in 'New-CustomerKeyOnboardingRequest -KeyName2') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AcceptedDomain @quiet | Select-CkeyName $word Identity Name, DomainType, Default
    }
}
foreach ($place in 'Get-AcceptedDomain -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet | Get-CustomerKeyUsage @quiet | Select-CkeyName $word Id Name, Version, Current, Keys, Backups
    }, {
        param($quiet)
        Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet | Get-CustomerKeyUsage @quiet | Select-CkeyName $word Id Name, Version, Current, Keys, Backups
    }
}
foreach ($place in 'Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri', 'Register-SPODataEncryptionPolicy -SecondaryKeyVaultUri', 'Update-SPODataEncryptionPolicy -KeyVaultUri', 'Restore-SPODataEncryptionPolicy -PrimaryKeyVaultUri', 'Restore-SPODataEncryptionPolicy -SecondaryKeyVaultUri') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet | Select-CkeyName $word Id Name, Version, Enabled, Expires
    }
}
foreach ($place in 'New-CustomerKeyOnboardingRequest -KeyIdentifier1', 'New-CustomerKeyOnboardingRequest -KeyIdentifier2') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVault @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet | Select-CkeyName $word Id Name, Version, Enabled, Expires
    }, {
        param($quiet)
        Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Get-AzKeyVaultKey @quiet | Select-CkeyName $word Id Name, Version, Enabled, Expires
    }
}
foreach ($place in 'New-M365DataAtRestEncryptionPolicy -AzureKeyIDs', 'Set-M365DataAtRestEncryptionPolicy -AzureKeyIDs', 'New-DataEncryptionPolicy -AzureKeyIDs', 'Set-DataEncryptionPolicy -AzureKeyIDs') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVault @quiet -SubscriptionId * | Select-CkeyName $word ResourceId VaultName, ResourceGroupName, Location
    }
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -ResourceId', 'Remove-AzKeyVaultAccessPolicy -ResourceId', 'Add-AzKeyVaultKey -ResourceId', 'Get-AzKeyVaultKey -ResourceId', 'Restore-AzKeyVaultKey -ResourceId', 'Add-AzKeyVaultNetworkRule -ResourceId', 'Remove-AzKeyVaultNetworkRule -ResourceId', 'Update-AzKeyVaultNetworkRuleSet -ResourceId', 'Remove-AzKeyVault -ResourceId', 'Update-AzKeyVault -ResourceId', 'Get-AzResource -ResourceId', 'Set-AzResource -ResourceId', 'Get-AzRoleAssignment -Scope') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVault @quiet -SubscriptionId * | Select-CkeyName $word VaultName VaultName, ResourceGroupName, Location
    }
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -VaultName', 'Remove-AzKeyVaultAccessPolicy -VaultName', 'Add-AzKeyVaultKey -VaultName', 'Get-AzKeyVaultKey -VaultName', 'Update-AzKeyVaultKey -VaultName', 'Remove-AzKeyVaultKey -VaultName', 'Undo-AzKeyVaultKeyRemoval -VaultName', 'Backup-AzKeyVaultKey -VaultName', 'Restore-AzKeyVaultKey -VaultName', 'Invoke-AzKeyVaultKeyRotation -VaultName', 'Get-AzKeyVaultKeyRotationPolicy -VaultName', 'Set-AzKeyVaultKeyRotationPolicy -VaultName', 'Invoke-AzKeyVaultKeyOperation -VaultName', 'Add-AzKeyVaultNetworkRule -VaultName', 'Remove-AzKeyVaultNetworkRule -VaultName', 'Update-AzKeyVaultNetworkRuleSet -VaultName', 'Get-AzResource -Name', 'New-AzRoleAssignment -ResourceName', 'Get-AzRoleAssignment -ResourceName', 'Remove-AzRoleAssignment -ResourceName', 'New-CustomerKeyOnboardingRequest -VaultName1', 'New-CustomerKeyOnboardingRequest -VaultName2', 'Register-SPODataEncryptionPolicy -PrimaryKeyVaultName', 'Register-SPODataEncryptionPolicy -SecondaryKeyVaultName', 'Update-SPODataEncryptionPolicy -KeyVaultName', 'Restore-SPODataEncryptionPolicy -PrimaryKeyVaultName', 'Restore-SPODataEncryptionPolicy -SecondaryKeyVaultName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVault @quiet -SubscriptionId * | Select-CkeyName $word VaultName VaultName, ResourceGroupName, Location
    }, {
        param($quiet)
        Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Select-CkeyName $word Name Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Search-CustomerKeyVaultUse -VaultName', 'Set-CustomerKeyVaultFault -VaultName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Select-CkeyName $word Name Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Add-AzKeyVaultKey -HsmName', 'Get-AzKeyVaultKey -HsmName', 'Update-AzKeyVaultKey -HsmName', 'Remove-AzKeyVaultKey -HsmName', 'Undo-AzKeyVaultKeyRemoval -HsmName', 'Backup-AzKeyVaultKey -HsmName', 'Restore-AzKeyVaultKey -HsmName', 'Invoke-AzKeyVaultKeyOperation -HsmName', 'New-AzKeyVaultRoleAssignment -HsmName', 'Get-AzKeyVaultRoleAssignment -HsmName', 'Remove-AzKeyVaultRoleAssignment -HsmName', 'Get-AzKeyVaultRoleDefinition -HsmName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzKeyVaultManagedHsm @quiet -SubscriptionId * | Select-CkeyName $word ResourceId Name, ResourceGroupName, Location, SecurityDomain
    }
}
foreach ($place in 'Add-AzKeyVaultKey -HsmResourceId', 'Get-AzKeyVaultKey -HsmResourceId', 'Restore-AzKeyVaultKey -HsmResourceId', 'Update-AzKeyVaultManagedHsm -ResourceId', 'Remove-AzKeyVaultManagedHsm -ResourceId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzRoleDefinition @quiet | Select-CkeyName $word Id Name, Id
    }
}
foreach ($place in 'New-AzRoleAssignment -RoleDefinitionId', 'Get-AzRoleAssignment -RoleDefinitionId', 'Remove-AzRoleAssignment -RoleDefinitionId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzRoleDefinition @quiet | Select-CkeyName $word Name Name, Id
    }
}
foreach ($place in 'New-AzRoleAssignment -RoleDefinitionName', 'Get-AzRoleAssignment -RoleDefinitionName', 'Remove-AzRoleAssignment -RoleDefinitionName', 'Get-AzRoleDefinition -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-AzSubscription @quiet | Select-CkeyName $word Id Name, Id, State
    }
}
foreach ($place in 'Set-CustomerKeyFact -Subscription') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyApplication @quiet | Select-CkeyName $word Identity Name, RewrapPending, DataEncryptionPolicy, ProtectedBy
    }
}
foreach ($place in 'Get-CustomerKeyApplication -Identity', 'Set-CustomerKeyApplication -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyBackup @quiet | Select-CkeyName $word Identity Identity, Created, OutputFile
    }
}
foreach ($place in 'Get-CustomerKeyBackup -Identity', 'Remove-CustomerKeyBackup -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Application | Select-CkeyName $word Id Kind, Name, DisplayName
    }
}
foreach ($place in 'Get-AzADServicePrincipal -ObjectId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Application | Select-CkeyName $word Name Kind, Name, DisplayName
    }
}
foreach ($place in 'Disconnect-AzAccount -ApplicationId', 'Set-AzKeyVaultAccessPolicy -ApplicationId', 'Set-AzKeyVaultAccessPolicy -ServicePrincipalName', 'Remove-AzKeyVaultAccessPolicy -ApplicationId', 'Remove-AzKeyVaultAccessPolicy -ServicePrincipalName', 'New-AzKeyVaultRoleAssignment -ApplicationId', 'Get-AzKeyVaultRoleAssignment -ApplicationId', 'Remove-AzKeyVaultRoleAssignment -ApplicationId', 'New-AzRoleAssignment -ApplicationId', 'Get-AzRoleAssignment -ServicePrincipalName', 'Remove-AzRoleAssignment -ServicePrincipalName', 'Get-AzADServicePrincipal -ApplicationId', 'Get-AzADServicePrincipal -ServicePrincipalName', 'New-AzADServicePrincipal -ApplicationId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind ResourceGroup | Select-CkeyName $word Name Kind, Name, DisplayName
    }
}
foreach ($place in 'New-AzKeyVault -ResourceGroupName', 'Get-AzKeyVault -ResourceGroupName', 'Set-AzKeyVaultAccessPolicy -ResourceGroupName', 'Remove-AzKeyVaultAccessPolicy -ResourceGroupName', 'Add-AzKeyVaultNetworkRule -ResourceGroupName', 'Remove-AzKeyVaultNetworkRule -ResourceGroupName', 'Update-AzKeyVaultNetworkRuleSet -ResourceGroupName', 'Remove-AzKeyVault -ResourceGroupName', 'Undo-AzKeyVaultRemoval -ResourceGroupName', 'Update-AzKeyVault -ResourceGroupName', 'New-AzKeyVaultManagedHsm -ResourceGroupName', 'Get-AzKeyVaultManagedHsm -ResourceGroupName', 'Update-AzKeyVaultManagedHsm -ResourceGroupName', 'Remove-AzKeyVaultManagedHsm -ResourceGroupName', 'Undo-AzKeyVaultManagedHsmRemoval -ResourceGroupName', 'New-AzResourceGroup -Name', 'Get-AzResource -ResourceGroupName', 'New-AzRoleAssignment -ResourceGroupName', 'Get-AzRoleAssignment -ResourceGroupName', 'Remove-AzRoleAssignment -ResourceGroupName', 'Get-AzResourceGroup -Name') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Subscription | Select-CkeyName $word Id Kind, Name, DisplayName
    }
}
foreach ($place in 'Get-AzSubscription -SubscriptionId', 'New-CustomerKeyOnboardingRequest -Subscription1', 'New-CustomerKeyOnboardingRequest -Subscription2') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Subscription | Select-CkeyName $word Name Kind, Name, DisplayName
    }
}
foreach ($place in 'Get-AzSubscription -SubscriptionName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Subscription | Select-CkeyName $word Name Kind, Name, DisplayName
    }, {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Subscription | Select-CkeyName $word Id Kind, Name, DisplayName
    }
}
foreach ($place in 'Connect-AzAccount -Subscription', 'Set-AzContext -Subscription', 'New-AzKeyVault -SubscriptionId', 'Get-AzKeyVault -SubscriptionId', 'Set-AzKeyVaultAccessPolicy -SubscriptionId', 'Remove-AzKeyVaultAccessPolicy -SubscriptionId', 'Add-AzKeyVaultNetworkRule -SubscriptionId', 'Remove-AzKeyVaultNetworkRule -SubscriptionId', 'Update-AzKeyVaultNetworkRuleSet -SubscriptionId', 'Remove-AzKeyVault -SubscriptionId', 'Undo-AzKeyVaultRemoval -SubscriptionId', 'Update-AzKeyVault -SubscriptionId', 'New-AzKeyVaultManagedHsm -SubscriptionId', 'Get-AzKeyVaultManagedHsm -SubscriptionId', 'Update-AzKeyVaultManagedHsm -SubscriptionId', 'Remove-AzKeyVaultManagedHsm -SubscriptionId', 'Undo-AzKeyVaultManagedHsmRemoval -SubscriptionId', 'Export-AzKeyVaultSecurityDomain -SubscriptionId', 'Import-AzKeyVaultSecurityDomain -SubscriptionId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind User | Select-CkeyName $word Id Kind, Name, DisplayName
    }
}
foreach ($place in 'Get-AzADUser -ObjectId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind User | Select-CkeyName $word Id Kind, Name, DisplayName
    }, {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind Application | Select-CkeyName $word Id Kind, Name, DisplayName
    }
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -ObjectId', 'Remove-AzKeyVaultAccessPolicy -ObjectId', 'New-AzKeyVaultManagedHsm -Administrator', 'New-AzKeyVaultRoleAssignment -ObjectId', 'Get-AzKeyVaultRoleAssignment -ObjectId', 'Remove-AzKeyVaultRoleAssignment -ObjectId', 'New-AzRoleAssignment -ObjectId', 'Get-AzRoleAssignment -ObjectId', 'Remove-AzRoleAssignment -ObjectId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind User | Select-CkeyName $word Name Kind, Name, DisplayName
    }, {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word UserPrincipalName Name, PrimarySmtpAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Connect-AzAccount -AccountId', 'Disconnect-AzAccount -Username', 'Set-AzKeyVaultAccessPolicy -UserPrincipalName', 'Remove-AzKeyVaultAccessPolicy -UserPrincipalName', 'New-AzKeyVaultRoleAssignment -SignInName', 'Get-AzKeyVaultRoleAssignment -SignInName', 'Remove-AzKeyVaultRoleAssignment -SignInName', 'New-AzRoleAssignment -SignInName', 'Get-AzRoleAssignment -SignInName', 'Remove-AzRoleAssignment -SignInName', 'Get-AzADUser -UserPrincipalName', 'Set-CustomerKeyTenant -Owners', 'Set-CustomerKeyTenant -ExchangeAdministrators', 'Set-CustomerKeyTenant -ComplianceAdministrators', 'Connect-ExchangeOnline -UserPrincipalName', 'Connect-IPPSSession -UserPrincipalName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyGeo @quiet | Select-CkeyName $word AdminUrl Name, Sites, AdminUrl
    }
}
foreach ($place in 'Connect-SPOService -Url', 'Register-SPODataEncryptionPolicy -Identity', 'Update-SPODataEncryptionPolicy -Identity', 'Restore-SPODataEncryptionPolicy -Identity', 'Get-SPODataEncryptionPolicy -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyGeo @quiet | Select-CkeyName $word Identity Name, Sites, AdminUrl
    }
}
foreach ($place in 'Get-CustomerKeyGeo -Identity', 'Enable-CustomerKeyRecoveryMode -Identity', 'Disable-CustomerKeyRecoveryMode -Identity', 'New-CustomerKeySite -Geo', 'Get-CustomerKeySite -Geo', 'Approve-CustomerKeySitePurge -Identity', 'Request-CustomerKeySitePurge -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyGeo @quiet | Select-CkeyName $word Name Name, Sites, AdminUrl
    }
}
foreach ($place in 'Test-SPODataEncryptionPolicy -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyJob @quiet | Select-CkeyName $word Identity Identity, Kind, State, PercentComplete, Target
    }
}
foreach ($place in 'Get-CustomerKeyJob -Identity', 'Wait-CustomerKeyJob -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyPurge @quiet | Select-CkeyName $word Identity Identity, State, WhenRequested, Problem
    }
}
foreach ($place in 'Get-CustomerKeyPurge -Identity', 'New-CustomerKeyPurgeDocument -Identity', 'Export-CustomerKeyPurgeEvidence -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeySite @quiet | Select-CkeyName $word Identity Geo, IsEncrypted, Url
    }
}
foreach ($place in 'Import-CustomerKeyItem -Site', 'Get-CustomerKeyItem -Site', 'Export-CustomerKeyItem -Site', 'Get-CustomerKeySite -Identity', 'Remove-SPOSite -Identity', 'Get-SPOSiteDataEncryptionPolicy -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyTenant @quiet | Select-CkeyName $word TenantId Name, Mode, Path
    }
}
foreach ($place in 'Connect-AzAccount -Tenant', 'Set-AzContext -Tenant', 'Get-AzSubscription -TenantId', 'Get-AzTenant -TenantId') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyUsage @quiet | Select-CkeyName $word Id Name, Version, Current, Keys, Backups
    }
}
foreach ($place in 'Get-CustomerKeyUsage -Key', 'Test-CustomerKeyRetirement -Key') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-CustomerKeyWorkload @quiet | Select-CkeyName $word Identity Name, Items, RewrapPending, DataCovered, DataEncryptionPolicy
    }
}
foreach ($place in 'Import-CustomerKeyItem -Workload', 'Get-CustomerKeyItem -Workload', 'Export-CustomerKeyItem -Workload', 'Get-CustomerKeyWorkload -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-DataEncryptionPolicy @quiet | Select-CkeyName $word Identity Name, Enabled, State, Generation, WhenCreated
    }
}
foreach ($place in 'Test-DataEncryptionPolicy -Identity', 'Get-DataEncryptionPolicy -Identity', 'Set-DataEncryptionPolicy -Identity', 'Set-Mailbox -DataEncryptionPolicy', 'Set-MailUser -DataEncryptionPolicy', 'New-UnifiedGroup -DataEncryptionPolicy', 'Set-UnifiedGroup -DataEncryptionPolicy') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-M365DataAtRestEncryptionPolicy @quiet | Select-CkeyName $word Identity Name, Enabled, State, Generation, WhenCreated
    }
}
foreach ($place in 'Set-CustomerKeyApplication -DataEncryptionPolicy', 'Get-M365DataAtRestEncryptionPolicy -Identity', 'Set-M365DataAtRestEncryptionPolicy -Identity', 'Test-M365DataAtRestEncryptionPolicy -Identity', 'Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-MailUser @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word Identity Name, ExternalEmailAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Move-CustomerKeyMailUser -Identity', 'Set-MailUser -Identity', 'Get-MailUser -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 -SoftDeletedMailbox | Select-CkeyName $word Identity Name, PrimarySmtpAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Undo-SoftDeletedMailbox -SoftDeletedObject') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word Identity Name, PrimarySmtpAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Set-CustomerKeyFact -Mailbox', 'Import-CustomerKeyItem -Mailbox', 'Get-CustomerKeyItem -Mailbox', 'Export-CustomerKeyItem -Mailbox', 'Set-Mailbox -Identity', 'Remove-Mailbox -Identity', 'Disable-Mailbox -Identity', 'Get-Mailbox -Identity', 'Get-MailboxStatistics -Identity', 'Get-EXOMailbox -Identity', 'Get-EXOMailboxStatistics -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word Identity Name, PrimarySmtpAddress, DataEncryptionPolicy
    }, {
        param($quiet)
        Get-MailUser @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word Identity Name, ExternalEmailAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'New-MoveRequest -Identity', 'Get-User -Identity', 'Set-User -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word PrimarySmtpAddress Name, PrimarySmtpAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Get-AzADUser -Mail', 'Get-EXOMailbox -PrimarySmtpAddress', 'Get-EXOMailboxStatistics -PrimarySmtpAddress') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word PrimarySmtpAddress Name, PrimarySmtpAddress, DataEncryptionPolicy
    }, {
        param($quiet)
        Get-CustomerKeyDirectory @quiet -Kind User | Select-CkeyName $word Name Kind, Name, DisplayName
    }
}
foreach ($place in 'Set-AzKeyVaultAccessPolicy -EmailAddress', 'Remove-AzKeyVaultAccessPolicy -EmailAddress') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-Mailbox @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word UserPrincipalName Name, PrimarySmtpAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Get-EXOMailbox -UserPrincipalName', 'Get-EXOMailboxStatistics -UserPrincipalName') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-SPODeletedSite @quiet | Select-CkeyName $word Url DaysRemaining, DeletionTime, Url
    }
}
foreach ($place in 'Get-SPODeletedSite -Identity', 'Remove-SPODeletedSite -Identity', 'Restore-SPODeletedSite -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Get-UnifiedGroup @quiet -Identity ($word + '*') -ResultSize 50 | Select-CkeyName $word Identity DisplayName, PrimarySmtpAddress, DataEncryptionPolicy
    }
}
foreach ($place in 'Get-UnifiedGroup -Identity', 'Get-DistributionGroupMember -Identity', 'Set-UnifiedGroup -Identity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Search-CustomerKeyAudit @quiet -ResultSize 300 | Select-CkeyName $word Activity RecordNumber, CreationDate, Result, Activity, ObjectId
    }
}
foreach ($place in 'Search-CustomerKeyAudit -Activity') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Search-CustomerKeyAudit @quiet -ResultSize 300 | Select-CkeyName $word ObjectId RecordNumber, CreationDate, Result, Activity, ObjectId
    }
}
foreach ($place in 'Search-CustomerKeyAudit -Object') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Search-CustomerKeyAudit @quiet -ResultSize 300 | Select-CkeyName $word Operation RecordNumber, CreationDate, Result, Activity, ObjectId
    }
}
foreach ($place in 'Search-CustomerKeyAudit -Operation') { $script:Completers[$place] = $completer }

$completer = {
    param($word, $bound)
    Complete-CkeyName $word {
        param($quiet)
        Search-CustomerKeyAudit @quiet -ResultSize 300 | Select-CkeyName $word UserId RecordNumber, CreationDate, Result, Activity, ObjectId
    }
}
foreach ($place in 'Search-CustomerKeyAudit -User') { $script:Completers[$place] = $completer }
