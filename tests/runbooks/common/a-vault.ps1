# The premium vault that an article sets permissions and makes a key in.
param([string]$Vault = 'Contoso-O365EX-NA-VaultA1')
$null = Set-AzContext -SubscriptionId 11111111-1111-1111-1111-111111111111
$null = New-AzResourceGroup -Name ContosoRG -Location 'East US' -Force
$null = New-AzKeyVault -Name $Vault -ResourceGroupName ContosoRG -Location 'East US' -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
