# Written by ./build generate from native/table/services; edit that.
@{
    RootModule        = 'ExchangeOnlineManagement.psm1'
    ModuleVersion     = '3.9.0'
    GUID              = '50e1537f-4016-4928-8832-4b615e6bc99f'
    Author            = 'The Customer Key contributors'
    Description       = 'Stands in for ExchangeOnlineManagement on a local Customer Key tenant. Nothing reaches the service.'
    PowerShellVersion = '7.5'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    FunctionsToExport = @(
        'New-M365DataAtRestEncryptionPolicy',
        'Get-M365DataAtRestEncryptionPolicy',
        'Set-M365DataAtRestEncryptionPolicy',
        'Test-M365DataAtRestEncryptionPolicy',
        'Get-M365DataAtRestEncryptionPolicyAssignment',
        'Set-M365DataAtRestEncryptionPolicyAssignment',
        'New-DataEncryptionPolicy',
        'Get-DataEncryptionPolicy',
        'Set-DataEncryptionPolicy',
        'Set-Mailbox',
        'Remove-Mailbox',
        'Disable-Mailbox',
        'Undo-SoftDeletedMailbox',
        'New-MoveRequest',
        'Get-Mailbox',
        'Set-MailUser',
        'Get-MailUser',
        'Get-MailboxStatistics',
        'Get-EXOMailbox',
        'Get-EXOMailboxStatistics',
        'Get-User',
        'Set-User',
        'New-UnifiedGroup',
        'Get-UnifiedGroup',
        'Get-DistributionGroupMember',
        'Set-UnifiedGroup',
        'Get-ConnectionInformation',
        'Get-OrganizationConfig',
        'Get-AcceptedDomain',
        'Search-UnifiedAuditLog',
        'Connect-ExchangeOnline',
        'Disconnect-ExchangeOnline',
        'Connect-IPPSSession'
    )
    PrivateData       = @{ StandsInFor = 'ExchangeOnlineManagement' }
}
