# Policies for multiple workloads by these names, which an article changes but does not make.
param([string[]]$Name)
foreach ($one in $Name) {
    $null = New-M365DataAtRestEncryptionPolicy $one -AzureKeyIDs https://contosoWestUSvault01.vault.azure.net/keys/Key_01, https://contosoEastUSvault01.vault.azure.net/keys/Key_02
}
