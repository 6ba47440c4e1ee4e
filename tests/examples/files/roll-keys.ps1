# The examples of Invoke-CustomerKeyRehearsal rehearse this: a yearly roll, as an administrator keeps it.
param([string]$Policy = 'USA_mailboxes')

Add-AzKeyVaultKey -VaultName contosoEastUSvault02 -Name USAkey01 -Destination Software
Add-AzKeyVaultKey -VaultName contosoCentralUSvault02 -Name USAKey02 -Destination Software
Set-DataEncryptionPolicy $Policy -Refresh
