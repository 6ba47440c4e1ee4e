# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'AzureRM.Resources.psm1'
    ModuleVersion     = '6.7.3'
    GUID              = '772f5efb-4fcd-486a-8166-32905559d56b'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for AzureRM.Resources on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @('New-AzureRmResourceGroup', 'Register-AzureRmProviderFeature', 'Get-AzureRmProviderFeature', 'Register-AzureRmResourceProvider', 'Get-AzureRmResource', 'Set-AzureRmResource', 'New-AzureRmRoleAssignment', 'Get-AzureRmRoleAssignment', 'Remove-AzureRmRoleAssignment', 'Get-AzureRmRoleDefinition', 'Get-AzureRmResourceGroup', 'Get-AzureRmADUser', 'Get-AzureRmADGroup')
    FunctionsToExport = @(
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
    PrivateData       = @{ StandsInFor = 'AzureRM.Resources' }
}
