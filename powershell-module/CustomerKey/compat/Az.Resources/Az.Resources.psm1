# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/CustomerKey.psd1" -Global -PassThru)
Export-ModuleMember -Function 'New-AzResourceGroup', 'Register-AzProviderFeature', 'Get-AzProviderFeature', 'Register-AzResourceProvider', 'Get-AzResource', 'Set-AzResource', 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment', 'Get-AzRoleDefinition'
