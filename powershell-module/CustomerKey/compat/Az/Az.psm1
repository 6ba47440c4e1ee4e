# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/compat/Az.Accounts/Az.Accounts.psd1" -Global -PassThru)
Import-Module (Import-Module "$module/compat/Az.KeyVault/Az.KeyVault.psd1" -Global -PassThru)
Import-Module (Import-Module "$module/compat/Az.Resources/Az.Resources.psd1" -Global -PassThru)
Export-ModuleMember -Function 'Connect-AzAccount', 'Set-AzContext', 'Get-AzContext', 'Get-AzSubscription', 'Disconnect-AzAccount', 'Clear-AzContext', 'Get-AzTenant', 'Get-AzAccessToken', 'New-AzKeyVault', 'Get-AzKeyVault', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultKey', 'Get-AzKeyVaultKey', 'Update-AzKeyVaultKey', 'Remove-AzKeyVaultKey', 'Undo-AzKeyVaultKeyRemoval', 'Backup-AzKeyVaultKey', 'Restore-AzKeyVaultKey', 'Invoke-AzKeyVaultKeyRotation', 'Get-AzKeyVaultKeyRotationPolicy', 'Set-AzKeyVaultKeyRotationPolicy', 'Invoke-AzKeyVaultKeyOperation', 'Add-AzKeyVaultNetworkRule', 'Remove-AzKeyVaultNetworkRule', 'Update-AzKeyVaultNetworkRuleSet', 'Remove-AzKeyVault', 'Undo-AzKeyVaultRemoval', 'Update-AzKeyVault', 'New-AzResourceGroup', 'Register-AzProviderFeature', 'Get-AzProviderFeature', 'Register-AzResourceProvider', 'Get-AzResource', 'Set-AzResource', 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment', 'Get-AzRoleDefinition', 'Get-AzResourceGroup', 'Get-AzADUser', 'Get-AzADServicePrincipal', 'New-AzADServicePrincipal', 'Get-AzADGroup'
