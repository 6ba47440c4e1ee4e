# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'AzureRM.KeyVault.psm1'
    ModuleVersion     = '5.2.1'
    GUID              = 'e80862d1-84db-4520-863f-d6b39d2a3bfb'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for AzureRM.KeyVault on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @('New-AzureRmKeyVault', 'Get-AzureRmKeyVault', 'Set-AzureRmKeyVaultAccessPolicy', 'Remove-AzureRmKeyVaultAccessPolicy', 'Add-AzureKeyVaultKey', 'Get-AzureKeyVaultKey', 'Update-AzureKeyVaultKey', 'Set-AzureKeyVaultKey', 'Set-AzureKeyVaultKeyAttribute', 'Remove-AzureKeyVaultKey', 'Undo-AzureKeyVaultKeyRemoval', 'Backup-AzureKeyVaultKey', 'Restore-AzureKeyVaultKey', 'Add-AzureRmKeyVaultNetworkRule', 'Remove-AzureRmKeyVaultNetworkRule', 'Update-AzureRmKeyVaultNetworkRuleSet', 'Remove-AzureRmKeyVault', 'Undo-AzureRmKeyVaultRemoval')
    FunctionsToExport = @(
        'New-AzKeyVault',
        'Get-AzKeyVault',
        'Set-AzKeyVaultAccessPolicy',
        'Remove-AzKeyVaultAccessPolicy',
        'Add-AzKeyVaultKey',
        'Get-AzKeyVaultKey',
        'Update-AzKeyVaultKey',
        'Remove-AzKeyVaultKey',
        'Undo-AzKeyVaultKeyRemoval',
        'Backup-AzKeyVaultKey',
        'Restore-AzKeyVaultKey',
        'Invoke-AzKeyVaultKeyRotation',
        'Get-AzKeyVaultKeyRotationPolicy',
        'Set-AzKeyVaultKeyRotationPolicy',
        'Invoke-AzKeyVaultKeyOperation',
        'Add-AzKeyVaultNetworkRule',
        'Remove-AzKeyVaultNetworkRule',
        'Update-AzKeyVaultNetworkRuleSet',
        'Remove-AzKeyVault',
        'Undo-AzKeyVaultRemoval',
        'Update-AzKeyVault',
        'New-AzKeyVaultManagedHsm',
        'Get-AzKeyVaultManagedHsm',
        'Update-AzKeyVaultManagedHsm',
        'Remove-AzKeyVaultManagedHsm',
        'Undo-AzKeyVaultManagedHsmRemoval',
        'Export-AzKeyVaultSecurityDomain',
        'Import-AzKeyVaultSecurityDomain',
        'New-AzKeyVaultRoleAssignment',
        'Get-AzKeyVaultRoleAssignment',
        'Remove-AzKeyVaultRoleAssignment',
        'Get-AzKeyVaultRoleDefinition'
    )
    PrivateData       = @{ StandsInFor = 'AzureRM.KeyVault' }
}
