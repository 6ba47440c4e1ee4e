<#
.SYNOPSIS
Writes what a tenant says of its Customer Key: vaults, managed HSMs, keys, policies, mailboxes. It only reads, and no key material is in it.
.DESCRIPTION
Run it where you are connected to Exchange Online and Azure (Connect-ExchangeOnline, Connect-AzAccount) with rights to read. Then build the
twin with Import-CustomerKeyInventory, in a session with the CustomerKey module alone. The keys of a managed HSM and its local roles are read
where the reader has a local role there, as Managed HSM Crypto Auditor.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    # Only these vaults and managed HSMs, where the subscriptions have others too.
    [string[]] $VaultName
)
$ErrorActionPreference = 'Stop'
function Get-Iso($Date) { if ($null -ne $Date) { ([datetime] $Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ') } }
# What the reader may not see is named, and the rest is written.
function Read-Allowed([string] $What, [scriptblock] $Read) {
    try { & $Read } catch { Write-Warning "Not in the inventory: $What. $($_.Exception.Message)" }
}
function Get-Tags($Tags) {
    $told = [ordered]@{}
    if ($Tags) { foreach ($name in $Tags.Keys) { $told[$name] = "$($Tags[$name])" } }
    $told
}
function Get-Roles([string] $What, [string] $Scope) {
    foreach ($role in Read-Allowed "the roles on $What" { Get-AzRoleAssignment -Scope $Scope }) {
        [ordered]@{ ObjectId = "$($role.ObjectId)"; ObjectType = "$($role.ObjectType)"; DisplayName = "$($role.DisplayName)"; RoleDefinitionName = "$($role.RoleDefinitionName)" }
    }
}
# All versions of all keys of a vault (@{ VaultName = ... }) or a managed HSM (@{ HsmName = ... }).
function Get-Versions([hashtable] $Of, [string] $What) {
    foreach ($key in Read-Allowed "the keys of $What" { Get-AzKeyVaultKey @Of }) {
        foreach ($version in Read-Allowed "the key '$($key.Name)' in $What" { Get-AzKeyVaultKey @Of -Name $key.Name -IncludeVersions }) {
            # Who may list keys and not get them still tells of their versions.
            $full = Read-Allowed "all of the key '$($key.Name)' in $What" { Get-AzKeyVaultKey @Of -Name $key.Name -Version $version.Version }
            if (-not $full) { $full = $version }
            if ($Of.HsmName -and "$($full.KeyType)" -notin '', 'RSA', 'RSA-HSM') {
                Write-Warning "Not in the inventory: the key '$($key.Name)' in $What, which is $($full.KeyType) and so no root key."
                continue
            }
            $Of + @{
                Name = $full.Name; Version = $full.Version; Enabled = $full.Enabled
                KeyType = "$($full.KeyType)"; KeySize = $full.KeySize; KeyOps = @($full.Key.KeyOps | ForEach-Object { "$_" })
                Created = Get-Iso $full.Created; Expires = Get-Iso $full.Expires; NotBefore = Get-Iso $full.NotBefore
            }
        }
    }
}
$hasHsms = Get-Command Get-AzKeyVaultManagedHsm -ErrorAction Ignore
$hasLocalRoles = Get-Command Get-AzKeyVaultRoleAssignment -ErrorAction Ignore
$hasRoles = Get-Command Get-AzRoleAssignment -ErrorAction Ignore
$hasPrincipals = Get-Command Get-AzADServicePrincipal -ErrorAction Ignore

# Whoever runs it is left in the subscription they were in.
$before = Get-AzContext
$subscriptions = foreach ($subscription in Get-AzSubscription) {
    if (-not (Read-Allowed "the subscription '$($subscription.Name)'" { Set-AzContext -Subscription $subscription.Id })) { continue }
    $feature = Get-AzProviderFeature -ProviderNamespace Microsoft.Resources -FeatureName mandatoryRetentionPeriodEnabled -ErrorAction SilentlyContinue
    [ordered]@{ Id = $subscription.Id; Name = $subscription.Name; TenantId = $subscription.TenantId; MandatoryRetention = "$($feature.RegistrationState)" }
}
$vaults = @()
$hsms = @()
$localRoles = @()
$keys = @()
foreach ($subscription in @($subscriptions)) {
    $null = Set-AzContext -Subscription $subscription.Id
    foreach ($name in (Get-AzKeyVault).VaultName) {
        if ($VaultName -and $name -notin $VaultName) { continue }
        $vault = Get-AzKeyVault -VaultName $name
        $told = [ordered]@{ SubscriptionId = $subscription.Id; Sku = "$($vault.Sku)"; Tags = Get-Tags $vault.Tags }
        foreach ($property in 'VaultName', 'ResourceGroupName', 'Location', 'ResourceId', 'EnableSoftDelete', 'SoftDeleteRetentionInDays', 'EnablePurgeProtection', 'EnableRbacAuthorization') {
            $told[$property] = $vault.$property
        }
        if ($vault.NetworkAcls) {
            $told.NetworkAcls = [ordered]@{ DefaultAction = "$($vault.NetworkAcls.DefaultAction)"; Bypass = "$($vault.NetworkAcls.Bypass)" }
        }
        $told.AccessPolicies = @(foreach ($policy in $vault.AccessPolicies) {
                [ordered]@{ ObjectId = "$($policy.ObjectId)"; ApplicationId = "$($policy.ApplicationId)"; DisplayName = "$($policy.DisplayName)"; PermissionsToKeys = @($policy.PermissionsToKeys | ForEach-Object { "$_" }) }
            })
        if ($hasRoles) { $told.RoleAssignments = @(Get-Roles "the vault '$name'" $vault.ResourceId) }
        $vaults += $told
        $keys += @(Get-Versions @{ VaultName = $name } "the vault '$name'")
    }
    if (-not $hasHsms) { continue }
    foreach ($listed in Read-Allowed "the managed HSMs of the subscription '$($subscription.Name)'" { Get-AzKeyVaultManagedHsm }) {
        $name = $listed.Name
        if ($VaultName -and $name -notin $VaultName) { continue }
        $hsm = Get-AzKeyVaultManagedHsm -Name $name -ResourceGroupName $listed.ResourceGroupName
        $told = [ordered]@{
            VaultName = $name; SubscriptionId = $subscription.Id; Sku = "$($hsm.Sku)"; Tags = Get-Tags $hsm.Tags
            InitialAdminObjectIds = @($hsm.InitialAdminObjectIds | ForEach-Object { "$_" })
            SecurityDomain = [ordered]@{ ActivationStatus = "$($hsm.SecurityDomain.ActivationStatus)" }
        }
        foreach ($property in 'ResourceGroupName', 'Location', 'ResourceId', 'HsmUri', 'EnableSoftDelete', 'SoftDeleteRetentionInDays', 'EnablePurgeProtection') {
            $told[$property] = $hsm.$property
        }
        if ($hasRoles) { $told.RoleAssignments = @(Get-Roles "the managed HSM '$name'" $hsm.ResourceId) }
        $hsms += $told
        # One that is not activated answers nothing about keys and roles.
        if ($told.SecurityDomain.ActivationStatus -notin '', 'Active') { continue }
        $keys += @(Get-Versions @{ HsmName = $name } "the managed HSM '$name'")
        if (-not $hasLocalRoles) { continue }
        foreach ($role in Read-Allowed "the local roles of the managed HSM '$name'" { Get-AzKeyVaultRoleAssignment -HsmName $name }) {
            $localRoles += [ordered]@{
                HsmName = $name; PrincipalId = "$($role.PrincipalId)"; ObjectType = "$($role.ObjectType)"; DisplayName = "$($role.DisplayName)"; Scope = "$($role.Scope)"
                RoleDefinitionName = "$($role.RoleDefinitionName)"; RoleDefinitionId = "$($role.RoleDefinitionId)"
            }
        }
    }
}
if ($before.Subscription.Id) { $null = Set-AzContext -Subscription $before.Subscription.Id }
$principals = if ($hasPrincipals) {
    foreach ($id in '00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000', 'c066d759-24ae-40e7-a56f-027002b5d3e4', '19f7f505-34aa-44a4-9dcc-6a768854d2ea') {
        Get-AzADServicePrincipal -ApplicationId $id | ForEach-Object { [ordered]@{ Id = "$($_.Id)"; AppId = "$($_.AppId)" } }
    }
}
function Get-Policy($Policies) {
    foreach ($policy in $Policies) {
        [ordered]@{ Name = $policy.Name; Guid = "$($policy.Guid)"; Description = "$($policy.Description)"; Enabled = $policy.Enabled; AzureKeyIDs = @($policy.AzureKeyIDs | ForEach-Object { "$_" }) }
    }
}
# Vaults name people by the object ids that their mailboxes show as ExternalDirectoryObjectId.
$mailboxes = foreach ($mailbox in @(Get-Mailbox -ResultSize Unlimited) + @(Read-Allowed 'the mailboxes of groups' { Get-Mailbox -GroupMailbox -ResultSize Unlimited })) {
    [ordered]@{
        Name = $mailbox.Name; Alias = $mailbox.Alias; DisplayName = $mailbox.DisplayName
        ExchangeGuid = "$($mailbox.ExchangeGuid)"; ExternalDirectoryObjectId = "$($mailbox.ExternalDirectoryObjectId)"
        UserPrincipalName = $mailbox.UserPrincipalName; PrimarySmtpAddress = "$($mailbox.PrimarySmtpAddress)"
        RecipientTypeDetails = "$($mailbox.RecipientTypeDetails)"; DataEncryptionPolicy = "$($mailbox.DataEncryptionPolicy)"
    }
}
$assigned = Get-M365DataAtRestEncryptionPolicyAssignment
[ordered]@{
    TenantId = "$((Get-AzContext).Tenant.Id)"
    Subscriptions = @($subscriptions)
    ServicePrincipals = @($principals)
    KeyVaults = @($vaults)
    ManagedHsms = @($hsms)
    ManagedHsmRoleAssignments = @($localRoles)
    KeyVaultKeys = @($keys)
    DataEncryptionPolicies = @(Get-Policy (Get-DataEncryptionPolicy))
    M365DataAtRestEncryptionPolicies = @(Get-Policy (Get-M365DataAtRestEncryptionPolicy))
    M365DataAtRestEncryptionPolicyAssignment = @($assigned | ForEach-Object { [ordered]@{ DataEncryptionPolicy = "$($_.DataEncryptionPolicy)" } })
    Mailboxes = @($mailboxes)
} | ConvertTo-Json -Depth 8 | Set-Content -Path $Path -Encoding utf8
