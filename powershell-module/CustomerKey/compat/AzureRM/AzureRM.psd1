# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'AzureRM.psm1'
    ModuleVersion     = '6.13.2'
    GUID              = '88b60f3d-90c6-4201-82bd-f04b6e035d68'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for AzureRM on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @('Connect-AzureRmAccount', 'Login-AzureRmAccount', 'Add-AzureRmAccount', 'Set-AzureRmContext', 'Select-AzureRmSubscription', 'Get-AzureRmContext', 'Get-AzureRmSubscription', 'Disconnect-AzureRmAccount', 'Logout-AzureRmAccount', 'Remove-AzureRmAccount', 'Clear-AzureRmContext', 'Get-AzureRmTenant', 'New-AzureRmKeyVault', 'Get-AzureRmKeyVault', 'Set-AzureRmKeyVaultAccessPolicy', 'Remove-AzureRmKeyVaultAccessPolicy', 'Add-AzureKeyVaultKey', 'Get-AzureKeyVaultKey', 'Update-AzureKeyVaultKey', 'Set-AzureKeyVaultKey', 'Set-AzureKeyVaultKeyAttribute', 'Remove-AzureKeyVaultKey', 'Undo-AzureKeyVaultKeyRemoval', 'Backup-AzureKeyVaultKey', 'Restore-AzureKeyVaultKey', 'Add-AzureRmKeyVaultNetworkRule', 'Remove-AzureRmKeyVaultNetworkRule', 'Update-AzureRmKeyVaultNetworkRuleSet', 'Remove-AzureRmKeyVault', 'Undo-AzureRmKeyVaultRemoval', 'New-AzureRmResourceGroup', 'Register-AzureRmProviderFeature', 'Get-AzureRmProviderFeature', 'Register-AzureRmResourceProvider', 'Get-AzureRmResource', 'Set-AzureRmResource', 'New-AzureRmRoleAssignment', 'Get-AzureRmRoleAssignment', 'Remove-AzureRmRoleAssignment', 'Get-AzureRmRoleDefinition', 'Get-AzureRmResourceGroup', 'Get-AzureRmADUser', 'Get-AzureRmADGroup')
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
    PrivateData       = @{ StandsInFor = 'AzureRM' }
}
