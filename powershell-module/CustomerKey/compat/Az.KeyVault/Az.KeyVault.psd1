# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'Az.KeyVault.psm1'
    ModuleVersion     = '6.4.0'
    GUID              = 'a16c30a9-c1ec-48e5-8a78-ea87020f6928'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for Az.KeyVault on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
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
    PrivateData       = @{ StandsInFor = 'Az.KeyVault' }
}
