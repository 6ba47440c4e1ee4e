# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'M365CustomerKeyOnboarding.psm1'
    ModuleVersion     = '1.1.1'
    GUID              = 'efbfcd83-6a6d-45ae-8f39-71aa58edf2db'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for M365CustomerKeyOnboarding on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    FunctionsToExport = @(
        'New-CustomerKeyOnboardingRequest',
        'Get-CustomerKeyOnboardingRequest'
    )
    PrivateData       = @{ StandsInFor = 'M365CustomerKeyOnboarding' }
}
