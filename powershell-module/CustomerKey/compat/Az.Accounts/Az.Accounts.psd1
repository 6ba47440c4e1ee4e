# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'Az.Accounts.psm1'
    ModuleVersion     = '5.3.0'
    GUID              = '09d9b248-ed91-4ac8-8edb-8da40f27682d'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for Az.Accounts on a local Customer Key tenant. Nothing reaches the service.'
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
        'Get-AzAccessToken'
    )
    PrivateData       = @{ StandsInFor = 'Az.Accounts' }
}
