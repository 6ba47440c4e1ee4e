# Written by ./build generate from native/table/services; edit that.
Import-Module (Import-Module "$PSScriptRoot/../../CustomerKey.psd1" -Global -PassThru)
Export-ModuleMember -Function 'New-AzKeyVault', 'Get-AzKeyVault', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultKey', 'Get-AzKeyVaultKey', 'Update-AzKeyVaultKey'
