# Written by ./build generate from native/table/services; edit that.
$module = $PSScriptRoot
foreach ($step in 1, 2) {
    $target = [IO.Directory]::ResolveLinkTarget($module, $true)
    $module = [IO.Path]::GetDirectoryName($(if ($target) { $target.FullName } else { $module }))
}
Import-Module (Import-Module "$module/CustomerKey.psd1" -Global -PassThru)
Export-ModuleMember -Function 'Connect-SPOService', 'Disconnect-SPOService', 'Remove-SPOSite', 'Get-SPODeletedSite', 'Remove-SPODeletedSite', 'Restore-SPODeletedSite', 'Register-SPODataEncryptionPolicy', 'Update-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy', 'Get-SPODataEncryptionPolicy', 'Get-SPOSiteDataEncryptionPolicy'
