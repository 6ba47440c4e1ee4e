# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'Az.Resources.psm1'
    ModuleVersion     = '8.1.0'
    GUID              = '69352fde-0ffa-4751-8c2d-e42b771e7782'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for Az.Resources on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
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
    PrivateData       = @{ StandsInFor = 'Az.Resources' }
}
