# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/CustomerKey.psd1" -Global -PassThru)
Export-ModuleMember -Function 'New-AzKeyVault', 'Get-AzKeyVault', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultKey', 'Get-AzKeyVaultKey', 'Update-AzKeyVaultKey', 'Remove-AzKeyVaultKey', 'Undo-AzKeyVaultKeyRemoval', 'Backup-AzKeyVaultKey', 'Restore-AzKeyVaultKey', 'Invoke-AzKeyVaultKeyRotation', 'Get-AzKeyVaultKeyRotationPolicy', 'Set-AzKeyVaultKeyRotationPolicy', 'Invoke-AzKeyVaultKeyOperation', 'Add-AzKeyVaultNetworkRule', 'Remove-AzKeyVaultNetworkRule', 'Update-AzKeyVaultNetworkRuleSet', 'Remove-AzKeyVault', 'Undo-AzKeyVaultRemoval', 'Update-AzKeyVault', 'New-AzKeyVaultManagedHsm', 'Get-AzKeyVaultManagedHsm', 'Update-AzKeyVaultManagedHsm', 'Remove-AzKeyVaultManagedHsm', 'Undo-AzKeyVaultManagedHsmRemoval', 'Export-AzKeyVaultSecurityDomain', 'Import-AzKeyVaultSecurityDomain', 'New-AzKeyVaultRoleAssignment', 'Get-AzKeyVaultRoleAssignment', 'Remove-AzKeyVaultRoleAssignment', 'Get-AzKeyVaultRoleDefinition'
