# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/compat/Az.Resources/Az.Resources.psd1" -Global -PassThru)
Export-ModuleMember -Function 'New-AzResourceGroup', 'Register-AzProviderFeature', 'Get-AzProviderFeature', 'Register-AzResourceProvider', 'Get-AzResource', 'Set-AzResource', 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment', 'Get-AzRoleDefinition', 'Get-AzResourceGroup', 'Get-AzADUser', 'Get-AzADServicePrincipal', 'New-AzADServicePrincipal', 'Get-AzADGroup' -Alias 'New-AzureRmResourceGroup', 'Register-AzureRmProviderFeature', 'Get-AzureRmProviderFeature', 'Register-AzureRmResourceProvider', 'Get-AzureRmResource', 'Set-AzureRmResource', 'New-AzureRmRoleAssignment', 'Get-AzureRmRoleAssignment', 'Remove-AzureRmRoleAssignment', 'Get-AzureRmRoleDefinition', 'Get-AzureRmResourceGroup', 'Get-AzureRmADUser', 'Get-AzureRmADGroup'
