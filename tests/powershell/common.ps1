# What the suites share. Dot-source it in BeforeAll.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$env:CUSTOMER_KEY_JOBS = 'manual'                     # jobs run when a test says so

function Import-CustomerKey { Import-Module "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1" -Force }

# A tenant of its own for each suite, in a folder of its own.
function New-TestTenant {
    $script:testFolder = Join-Path ([IO.Path]::GetTempPath()) "customer-key-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory $script:testFolder
    $env:CUSTOMER_KEY_TENANT = "$script:testFolder/tenant"
    $null = New-CustomerKeyTenant -Path $env:CUSTOMER_KEY_TENANT -Name Contoso 6>$null
    $null = Connect-AzAccount -AccountId admin@contoso.com 6>$null
}

function Remove-TestTenant {
    Remove-Module CustomerKey -ErrorAction Ignore
    $env:CUSTOMER_KEY_TENANT = $null
    if ($script:testFolder) { Remove-Item -Recurse -Force -LiteralPath $script:testFolder -ErrorAction Ignore }
}

# Removes the folder of a tenant that a session has open: that may write the counter of its audit log meanwhile, into a folder just emptied.
function Remove-OpenTenant([string]$path) {
    for ($try = 0; Test-Path -LiteralPath $path; $try++) {
        Remove-Item -Recurse -Force -LiteralPath $path -ErrorAction $(if ($try -lt 20) { 'SilentlyContinue' } else { 'Stop' })
    }
}

# Two vaults in two subscriptions and regions, with one root key each, and the application that uses them.
function New-TestRoot([string]$prefix, [string]$application = '00000002-0000-0ff1-ce00-000000000000') {
    $places = @{ Subscription = '11111111-1111-1111-1111-111111111111'; Location = 'East US'; Name = "${prefix}East" },
        @{ Subscription = '22222222-2222-2222-2222-222222222222'; Location = 'West Europe'; Name = "${prefix}West" }
    foreach ($place in $places) {
        $null = Set-AzContext -Subscription $place.Subscription
        $null = New-AzResourceGroup -Name "$($place.Name)RG" -Location $place.Location -Force
        $null = New-AzKeyVault -Name $place.Name -ResourceGroupName "$($place.Name)RG" -Location $place.Location -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
        Set-AzKeyVaultAccessPolicy -VaultName $place.Name -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName $application
        $null = Add-AzKeyVaultKey -VaultName $place.Name -Name root -Destination Software -Size 2048 -KeyOps wrapKey, unwrapKey
        "https://$($place.Name).vault.azure.net/keys/root"
    }
    # Who manages a vault chooses its subscription; most tests manage the first.
    $null = Set-AzContext -Subscription $places[0].Subscription
}

# The files of three holders of a security domain, for tests alone.
$script:holders = 1..3 | ForEach-Object { (Resolve-Path "$PSScriptRoot/../examples/files/sd$_.cer").Path }

# A managed HSM in the first subscription that is activated, which whoever signed in administers, with a root key where keys are asked for.
function New-TestHsm([string]$name, [string[]]$keys = @()) {
    $null = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
    $null = New-AzResourceGroup -Name "${name}RG" -Location 'East US 2' -Force
    $me = (Get-AzADUser -SignedIn).Id
    $null = New-AzKeyVaultManagedHsm -Name $name -ResourceGroupName "${name}RG" -Location 'East US 2' -Administrator $me -SoftDeleteRetentionInDays 90
    Export-AzKeyVaultSecurityDomain -Name $name -Certificates $holders -OutputPath "$testFolder/$name.domain.json" -Quorum 2
    $null = New-AzKeyVaultRoleAssignment -HsmName $name -RoleDefinitionName 'Managed HSM Crypto User' -ObjectId $me
    foreach ($key in $keys) { $null = Add-AzKeyVaultKey -HsmName $name -Name $key -KeyType RSA -Size 2048 -KeyOps wrapKey, unwrapKey }
}

# A purge from its request to its evidence, of a policy with nothing below it: an object of each type that it has.
function New-TestPurge([string]$name) {
    $exchange = '00000002-0000-0ff1-ce00-000000000000'
    $null = New-DataEncryptionPolicy -Name $name -AzureKeyIDs (New-TestRoot $name)
    $null = Set-AzContext -Subscription '22222222-2222-2222-2222-222222222222'
    Remove-AzKeyVaultAccessPolicy -VaultName "${name}West" -ServicePrincipalName $exchange
    $null = Set-AzContext -Subscription '11111111-1111-1111-1111-111111111111'
    Remove-AzKeyVaultAccessPolicy -VaultName "${name}East" -ServicePrincipalName $exchange
    # Keys that everybody has: nobody is to take them for real ones.
    Set-Content -LiteralPath "$testFolder/approver.pem" '-----BEGIN PUBLIC KEY-----', 'MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=', '-----END PUBLIC KEY-----'
    Set-Content -LiteralPath "$testFolder/private.pem" '-----BEGIN PRIVATE KEY-----', 'MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB', '-----END PRIVATE KEY-----'
    Set-CustomerKeyPurgeApprover -Name 'Alice Ames' -PublicKey "$testFolder/approver.pem"
    Set-DataEncryptionPolicy $name -PermanentDataPurgeRequested -PermanentDataPurgeReason 'We leave' -PermanentDataPurgeContact 'Alice Ames' -Confirm:$false
    Get-CustomerKeyPurgeApprover
    New-CustomerKeyPurgeDocument $name "$testFolder/purge.json"
    $null = Approve-CustomerKeyPurgeDocument "$testFolder/purge.json" "$testFolder/private.pem" "$testFolder/signed.json"
    $null = Complete-CustomerKeyPurge "$testFolder/signed.json" -Force
    $null = Invoke-CustomerKeyJob
    Get-CustomerKeyPurge $name
    Export-CustomerKeyPurgeEvidence $name "$testFolder/evidence.json"
}
# A server that was, and serves no more.
function New-TestServer { Start-CustomerKeyServer -Listen 127.0.0.1:0; Stop-CustomerKeyServer }
# Another tenant, made and removed; what works on goes on with the first.
function New-TestRemoval {
    $tenant = $env:CUSTOMER_KEY_TENANT
    $null = New-CustomerKeyTenant "$testFolder/left" 6>$null
    Remove-CustomerKeyTenant "$testFolder/left" "$testFolder/left.json" -Confirm:$false
    $null = Open-CustomerKeyTenant $tenant
}
# What cmdlets declare and ignore, as "cmdlet parameter", by the table.
function Get-UnrelatedParameter {
    foreach ($file in Get-ChildItem "$PSScriptRoot/../../native/table/services/*.json" -Exclude shared.json) {
        foreach ($cmdlet in (Get-Content $file -Raw | ConvertFrom-Json -AsHashtable).cmdlets) {
            foreach ($names in $cmdlet.ignored.Values) { foreach ($name in -split $names) { "$($cmdlet.name) $name" } }
        }
    }
}
