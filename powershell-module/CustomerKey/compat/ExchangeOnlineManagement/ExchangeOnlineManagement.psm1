# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/CustomerKey.psd1" -Global -PassThru)
Export-ModuleMember -Function 'New-M365DataAtRestEncryptionPolicy', 'Get-M365DataAtRestEncryptionPolicy', 'Set-M365DataAtRestEncryptionPolicy', 'Test-M365DataAtRestEncryptionPolicy', 'Get-M365DataAtRestEncryptionPolicyAssignment', 'Set-M365DataAtRestEncryptionPolicyAssignment', 'New-DataEncryptionPolicy', 'Get-DataEncryptionPolicy', 'Set-DataEncryptionPolicy', 'Set-Mailbox', 'Remove-Mailbox', 'Disable-Mailbox', 'Undo-SoftDeletedMailbox', 'New-MoveRequest', 'Get-Mailbox', 'Set-MailUser', 'Get-MailUser', 'Get-MailboxStatistics', 'Get-EXOMailbox', 'Get-EXOMailboxStatistics', 'Get-User', 'Set-User', 'New-UnifiedGroup', 'Get-UnifiedGroup', 'Get-DistributionGroupMember', 'Set-UnifiedGroup', 'Get-ConnectionInformation', 'Get-OrganizationConfig', 'Get-AcceptedDomain', 'Search-UnifiedAuditLog', 'Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Connect-IPPSSession'
