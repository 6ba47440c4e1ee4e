# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'AzureRM.Profile.psm1'
    ModuleVersion     = '5.8.3'
    GUID              = '7b8765c9-ab82-49e6-82fc-7a65d5e0672f'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for AzureRM.Profile on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @('Connect-AzureRmAccount', 'Login-AzureRmAccount', 'Add-AzureRmAccount', 'Set-AzureRmContext', 'Select-AzureRmSubscription', 'Get-AzureRmContext', 'Get-AzureRmSubscription', 'Disconnect-AzureRmAccount', 'Logout-AzureRmAccount', 'Remove-AzureRmAccount', 'Clear-AzureRmContext', 'Get-AzureRmTenant')
    FunctionsToExport = @(
        'Connect-AzAccount',
        'Set-AzContext',
        'Get-AzContext',
        'Get-AzSubscription',
        'Disconnect-AzAccount',
        'Clear-AzContext',
        'Get-AzTenant',
        'Get-AzAccessToken'
    )
    PrivateData       = @{ StandsInFor = 'AzureRM.Profile' }
}
