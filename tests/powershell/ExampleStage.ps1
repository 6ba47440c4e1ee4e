# Where the documented examples are played: three tenants that an example may need, a copy of one for each example, and a runspace whose
# user says yes to every question. Dot-source it after common.ps1 and AnsweringHost.ps1.

# bare: nobody but the one who signs in. vaults: two vaults with a root key each, and the rights Customer Key needs. policies: policies of
# both kinds, one assigned, three mailboxes and a user to be migrated. sites: a geo with two sites, and keys that SharePoint may use.
$script:stages = [ordered]@{
    bare     = { $null }
    vaults   = {
        foreach ($place in @{ Subscription = '11111111-1111-1111-1111-111111111111'; Vault = 'contosoEastUSvault01'; Key = 'USA-Key-02'; Location = 'East US' },
            @{ Subscription = '22222222-2222-2222-2222-222222222222'; Vault = 'contosoWestUSvault01'; Key = 'USA-Key-01'; Location = 'West US' }) {
            Set-AzContext -Subscription $place.Subscription
            New-AzResourceGroup -Name Group14 -Location $place.Location
            New-AzKeyVault -Name $place.Vault -ResourceGroupName Group14 -Location $place.Location -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
            foreach ($application in '00000002-0000-0ff1-ce00-000000000000', 'c066d759-24ae-40e7-a56f-027002b5d3e4') {
                Set-AzKeyVaultAccessPolicy -VaultName $place.Vault -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName $application
            }
            Add-AzKeyVaultKey -VaultName $place.Vault -Name $place.Key -Destination Software -KeyOps wrapKey, unwrapKey
        }
        Add-AzKeyVaultKey -VaultName contosoWestUSvault01 -Name USA-Key-03 -Destination Software -KeyOps wrapKey, unwrapKey
        Add-AzKeyVaultKey -VaultName contosoWestUSvault01 -Name ITSoftware -Destination Software
    }
    policies = {
        $keys = 'https://contosoWestUSvault01.vault.azure.net/keys/USA-Key-01', 'https://contosoEastUSvault01.vault.azure.net/keys/USA-Key-02'
        foreach ($name in 'US Mailboxes', 'Europe Mailboxes') { New-DataEncryptionPolicy -Name $name -AzureKeyIDs $keys }
        foreach ($name in 'Contoso Corporate', 'EUR Policy') { New-M365DataAtRestEncryptionPolicy -Name $name -AzureKeyIDs $keys }
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy 'Contoso Corporate'
        New-Mailbox -Name 'Alice Ames' -Alias alice
        New-Mailbox -Name 'Bob Brown' -Alias bob
        New-Mailbox -Name 'Chris Cole' -Alias chris
        New-MailUser -Name 'Ed Meadows' -Alias ed -ExternalEmailAddress ed@fabrikam.com
        Set-Mailbox alice -DataEncryptionPolicy 'US Mailboxes'
        Invoke-CustomerKeyJob
    }
    sites    = {
        Set-AzContext -Subscription 11111111-1111-1111-1111-111111111111
        Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
        Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name SPKey1 -Destination Software -KeyOps wrapKey, unwrapKey
        Set-AzContext -Subscription 22222222-2222-2222-2222-222222222222
        Set-AzKeyVaultAccessPolicy -VaultName contosoWestUSvault01 -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000003-0000-0ff1-ce00-000000000000
        Add-AzKeyVaultKey -VaultName contosoWestUSvault01 -Name SPKey1 -Destination Software -KeyOps wrapKey, unwrapKey
        New-CustomerKeyGeo NAM https://contoso-admin.sharepoint.com
        New-CustomerKeySite https://contoso.sharepoint.com/sites/marketing
        New-CustomerKeySite https://contoso-my.sharepoint.com/personal/alice
    }
}

# Each tenant begins as a copy of the one before. The files of the holders of a security domain are beside the tenants.
function New-ExampleStage([Collections.IDictionary]$stages = $script:stages) {
    $script:testFolder = Join-Path ([IO.Path]::GetTempPath()) "customer-key-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory $script:testFolder
    Copy-Item "$PSScriptRoot/../examples/files/sd*" $script:testFolder
    $before = $null
    foreach ($name in $stages.Keys) {
        $env:CUSTOMER_KEY_TENANT = "$script:testFolder/$name"
        if ($before) { Copy-Tenant $before $name } else { $null = New-CustomerKeyTenant -Path $env:CUSTOMER_KEY_TENANT -Name Contoso 6>$null }
        Open-Session
        $null = & $stages[$name] 3>$null 6>$null
        $before = $name
    }
    $script:asked = [AnsweringHost]::new()
    $script:asked.Asked.Answer = { 'Yes' }
    $script:asked.Asked.Credential = [pscredential]::new('chris@contoso.com', (ConvertTo-SecureString 'none' -AsPlainText -Force))
    # No module but these: one of the same cmdlets that is installed here would play in the place of ours.
    $session = [initialsessionstate]::CreateDefault2()
    $session.ImportPSModule([string[]]('Microsoft.PowerShell.Management', 'Microsoft.PowerShell.Security', 'Microsoft.PowerShell.Utility'))
    $session.ImportPSModule([string[]](Join-Path (Get-Module CustomerKey).ModuleBase CustomerKey.psd1))
    $session.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new('PSModuleAutoLoadingPreference', 'None', ''))
    $session.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new('ErrorActionPreference', 'Stop', ''))
    $script:stage = [runspacefactory]::CreateRunspace($script:asked, $session)
    $script:stage.Open()
}

function Remove-ExampleStage {
    $script:stage.Dispose()
    Remove-TestTenant
}

# A lock belongs to the process that holds it, so it is not copied.
function Copy-Tenant([string]$from, [string]$to) { Copy-Item -Recurse -Exclude *.lock -LiteralPath "$script:testFolder/$from" "$script:testFolder/$to" }

function Open-Session {
    $null = Connect-AzAccount -AccountId admin@contoso.com -Subscription '22222222-2222-2222-2222-222222222222' 3>$null 6>$null
    Connect-ExchangeOnline -UserPrincipalName admin@contoso.com -ShowBanner:$false 3>$null 6>$null
}

# Plays the lines in a copy of the tenant that they need, in its folder or in another: what came out, as objects and as text, and the error that ended them. What stands
# before the example shows nothing; what is asked then sees what the example has done.
function Invoke-Example([string]$needs, [string[]]$before, [string[]]$line, [string]$then, [string]$folder) {
    $copy = "copy-$([guid]::NewGuid().ToString('N'))"
    Copy-Tenant $needs $copy
    $env:CUSTOMER_KEY_TENANT = "$script:testFolder/$copy"
    Open-Session
    $played = [pscustomobject]@{ Output = @(); Text = ''; Warning = @(); Error = $null; Message = ''; Then = '' }
    $shell = [powershell]::Create($script:stage)
    try {
        $place = if ($folder) { $folder } else { $env:CUSTOMER_KEY_TENANT }
        $first = @("Set-Location '$place'") + $before -join "`n"
        $null = $shell.AddScript($first + "`n" + ($line -join "`n"), $true)
        $played.Output = @($shell.Invoke() | Where-Object { $null -ne $_ })
        $played.Text = $played.Output | Out-String -Width 200
        $played.Warning = @($shell.Streams.Warning.Message)
        $problem = if ($shell.Streams.Error.Count) { $shell.Streams.Error[0] }
        if ($then -and -not $problem) { $shell.Commands.Clear(); $played.Then = "$($shell.AddScript($then, $true).Invoke())" }
    } catch {
        $problem = if ($_.Exception.InnerException.ErrorRecord) { $_.Exception.InnerException.ErrorRecord } else { $_ }
    } finally { $shell.Dispose() }
    if ($problem) { $played.Error = $problem.FullyQualifiedErrorId; $played.Message = $problem.Exception.Message }
    $played
}
