# Written by ./build generate from native/table/services; edit that.
Import-Module (Import-Module "$PSScriptRoot/../../CustomerKey.psd1" -Global -PassThru)
Export-ModuleMember -Function 'Connect-AzAccount', 'Set-AzContext'
