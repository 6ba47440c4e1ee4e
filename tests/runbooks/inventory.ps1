# What there is, in one file: exported by reading alone, kept, and built anew as a twin in which changes are tried first.
$ErrorActionPreference = 'Stop'

# ---- what is there before
& "$PSScriptRoot/common/contoso.ps1"
$tenant = $env:CUSTOMER_KEY_TENANT

# ---- the export, which runs in the real tenant as it does here
& "$PSScriptRoot/../../examples/export-inventory.ps1" -Path inventory.json
$inventory = Get-Content inventory.json -Raw | ConvertFrom-Json
$inventory.KeyVaultKeys | Select-Object VaultName, Name, Version, Enabled, Expires | Export-Csv keys.csv
Get-Mailbox -ResultSize Unlimited | Group-Object DataEncryptionPolicy | Select-Object Name, Count | Export-Csv coverage.csv

# ---- the twin
New-CustomerKeyTenant -Path twin -Name Contoso
Connect-AzAccount -AccountId admin@contoso.com
$checks = Import-CustomerKeyInventory -Path inventory.json
$checks | Where-Object Result -ne Passed | Sort-Object Result, Number | Format-Table Number, Result, Target, Detail -Wrap

# ---- what it must have led to
if ((Import-Csv keys.csv).Count -ne 6) { throw 'A key is missing in the list.' }
$coverage = @{}
foreach ($row in Import-Csv coverage.csv) { $coverage[$row.Name] = [int]$row.Count }
if ($coverage['USA_mailboxes'] -ne 1 -or $coverage[''] -ne 3) { throw "The coverage is $($coverage | Out-String)" }
if (@($checks.Policy | Sort-Object -Unique).Count -ne 2) { throw 'A policy was not checked.' }
$names = 'Name', 'ExchangeGuid', 'PrimarySmtpAddress', 'RecipientTypeDetails', 'DataEncryptionPolicy'
$twin = Get-Mailbox -ResultSize Unlimited | Sort-Object Name | Select-Object $names | ConvertTo-Csv
$versions = Get-AzKeyVaultKey -VaultName ContosoMailWestUS -Name Mail-01 -IncludeVersions | ForEach-Object Version
# A roll that is tried in the twin changes nothing in the tenant.
Add-AzKeyVaultKey -VaultName ContosoMailWestUS -Name Mail-01 -Destination Software -KeyOps wrapKey, unwrapKey
Set-DataEncryptionPolicy USA_mailboxes -Refresh
$null = Open-CustomerKeyTenant $tenant
if (Compare-Object $twin (Get-Mailbox -ResultSize Unlimited | Sort-Object Name | Select-Object $names | ConvertTo-Csv)) { throw 'The twin has other mailboxes.' }
if (Compare-Object @($versions) @(Get-AzKeyVaultKey -VaultName ContosoMailWestUS -Name Mail-01 -IncludeVersions | ForEach-Object Version)) { throw 'The twin has other versions.' }
if ((Get-DataEncryptionPolicy USA_mailboxes).Generation -ne 1) { throw 'The tenant was changed.' }
