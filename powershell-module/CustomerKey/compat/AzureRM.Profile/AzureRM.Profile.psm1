# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/compat/Az.Accounts/Az.Accounts.psd1" -Global -PassThru)
Export-ModuleMember -Function 'Connect-AzAccount', 'Set-AzContext', 'Get-AzContext', 'Get-AzSubscription', 'Disconnect-AzAccount', 'Clear-AzContext', 'Get-AzTenant', 'Get-AzAccessToken' -Alias 'Connect-AzureRmAccount', 'Login-AzureRmAccount', 'Add-AzureRmAccount', 'Set-AzureRmContext', 'Select-AzureRmSubscription', 'Get-AzureRmContext', 'Get-AzureRmSubscription', 'Disconnect-AzureRmAccount', 'Logout-AzureRmAccount', 'Remove-AzureRmAccount', 'Clear-AzureRmContext', 'Get-AzureRmTenant'
