# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'Az.psm1'
    ModuleVersion     = '14.4.0'
    GUID              = '09084c07-b5a0-44e2-8842-a2b010df5039'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for Az on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    FunctionsToExport = @(
        'Connect-AzAccount',
        'Set-AzContext',
        'Get-AzContext',
        'Get-AzSubscription',
        'Disconnect-AzAccount',
        'Clear-AzContext',
        'Get-AzTenant',
        'Get-AzAccessToken',
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
        'Get-AzKeyVaultRoleDefinition',
        'New-AzResourceGroup',
        'Register-AzProviderFeature',
        'Get-AzProviderFeature',
        'Register-AzResourceProvider',
        'Get-AzResource',
        'Set-AzResource',
        'New-AzRoleAssignment',
        'Get-AzRoleAssignment',
        'Remove-AzRoleAssignment',
        'Get-AzRoleDefinition',
        'Get-AzResourceGroup',
        'Get-AzADUser',
        'Get-AzADServicePrincipal',
        'New-AzADServicePrincipal',
        'Get-AzADGroup'
    )
    PrivateData       = @{ StandsInFor = 'Az' }
}
