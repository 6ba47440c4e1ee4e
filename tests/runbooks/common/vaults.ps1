# Two premium vaults in two subscriptions and regions, a root key in each, and the permissions that Customer Key needs.
param([string[]]$Vault, [string[]]$Key)
$subscription = '11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'
$location = 'West US', 'East US'
$applications = '00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000', 'c066d759-24ae-40e7-a56f-027002b5d3e4'
foreach ($n in 0, 1) {
    $null = Set-AzContext -SubscriptionId $subscription[$n]
    $null = New-AzResourceGroup -Name "$($Vault[$n])-rg" -Location $location[$n] -Force
    $null = New-AzKeyVault -Name $Vault[$n] -ResourceGroupName "$($Vault[$n])-rg" -Location $location[$n] -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
    foreach ($application in $applications) {
        Set-AzKeyVaultAccessPolicy -VaultName $Vault[$n] -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName $application
    }
    $null = Add-AzKeyVaultKey -VaultName $Vault[$n] -Name $Key[$n] -Destination Software -KeyOps wrapKey, unwrapKey
}
