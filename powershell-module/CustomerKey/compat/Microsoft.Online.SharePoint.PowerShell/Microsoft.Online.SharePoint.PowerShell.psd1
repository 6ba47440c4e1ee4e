# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'Microsoft.Online.SharePoint.PowerShell.psm1'
    ModuleVersion     = '16.0.26017.12000'
    GUID              = 'b45da0e8-0c6f-4ce8-8cb2-a2c002da64fb'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for Microsoft.Online.SharePoint.PowerShell on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    FunctionsToExport = @(
        'Connect-SPOService',
        'Disconnect-SPOService',
        'Remove-SPOSite',
        'Get-SPODeletedSite',
        'Remove-SPODeletedSite',
        'Restore-SPODeletedSite',
        'Register-SPODataEncryptionPolicy',
        'Update-SPODataEncryptionPolicy',
        'Restore-SPODataEncryptionPolicy',
        'Get-SPODataEncryptionPolicy',
        'Get-SPOSiteDataEncryptionPolicy'
    )
    PrivateData       = @{ StandsInFor = 'Microsoft.Online.SharePoint.PowerShell' }
}
