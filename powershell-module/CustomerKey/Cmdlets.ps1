# Written by ./build generate from native/table/services; edit that.

# ---- Signing in to Azure -------------------------------------------------------------------------------------------

function Connect-AzAccount {
    <#
    .SYNOPSIS
    Signs in to the vaults of the local tenant, in place of Azure, and says which one it is.
    .PARAMETER Environment
    The Azure cloud; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER Tenant
    The tenant: its id or domain name. It must be the one that is open.
    .PARAMETER AccountId
    The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.
    .PARAMETER Subscription
    The subscription that holds from now on, as with Set-AzContext.
    .PARAMETER AuthScope
    What the token is for; none is made. It has no effect here; a warning says so.
    .PARAMETER ContextName
    A name for the context. It is kept and shown, and has no other effect here.
    .PARAMETER SkipContextPopulation
    Do not look for further subscriptions; none are looked for. It has no effect here; a warning says so.
    .PARAMETER MaxContextPopulation
    How many subscriptions to look for; none are looked for. It has no effect here; a warning says so.
    .PARAMETER UseDeviceAuthentication
    Sign in by device code; nobody is asked here. It has no effect here; a warning says so.
    .PARAMETER Force
    Do not ask; answer yes to what would be asked.
    .PARAMETER ClaimsChallenge
    A claims challenge of the sign-in service. It has no effect here; a warning says so.
    .PARAMETER Scope
    How long the sign-in holds; here it belongs to the tenant. It has no effect here; a warning says so.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER Credential
    Its user is the account that works from now on. The password is neither checked nor kept.
    .PARAMETER ServicePrincipal
    Sign in as an application. It cannot be used here. A local tenant has nobody to check it with. Say who works by -AccountId.
    .PARAMETER CertificateThumbprint
    The thumbprint of a certificate to sign in with; it is not looked up. It has no effect here; a warning says so.
    .PARAMETER ApplicationId
    The application to sign in as. It cannot be used here. A local tenant has nobody to check it with. Say who works by -AccountId.
    .PARAMETER SendCertificateChain
    A detail of the sign-in by certificate. It has no effect here; a warning says so.
    .PARAMETER FederatedToken
    A token of another identity provider; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER CertificatePath
    The file of a certificate to sign in with; it is not read. It has no effect here; a warning says so.
    .PARAMETER CertificatePassword
    The password of the certificate file; it is wiped unread. It has no effect here; a warning says so.
    .PARAMETER AccessToken
    A token to sign in with; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER GraphAccessToken
    A token for the directory; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER MicrosoftGraphAccessToken
    A token for Microsoft Graph; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER KeyVaultAccessToken
    A token for Key Vault; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER SkipValidation
    Do not check the token; none is checked. It has no effect here; a warning says so.
    .PARAMETER Identity
    Sign in as the managed identity of this machine. It cannot be used here. A local tenant has nobody to check it with. Say who works by -AccountId.
    .EXAMPLE
    PS> Connect-AzAccount -AccountId admin@contoso.com

    Works from now on as this account.
    .LINK
    https://learn.microsoft.com/powershell/module/az.accounts/connect-azaccount
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'UserWithSubscriptionId')]
    [Alias('Connect-AzureRmAccount', 'Login-AzAccount', 'Login-AzureRmAccount', 'Add-AzAccount', 'Add-AzureRmAccount')]
    [OutputType('CustomerKey.AzureProfile')]
    param(
        [Alias('EnvironmentName')]
        [string]$Environment,

        [Parameter(ParameterSetName = 'UserWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(ParameterSetName = 'UserWithCredential')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'ClientAssertionParameterSet')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ManagedServiceLogin')]
        [Alias('Domain', 'TenantId')]
        [string]$Tenant,

        [Parameter(ParameterSetName = 'UserWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ManagedServiceLogin')]
        [string]$AccountId,

        [Parameter(ValueFromPipeline)]
        [Alias('SubscriptionName', 'SubscriptionId')]
        [string]$Subscription,

        [Parameter(ParameterSetName = 'UserWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(ParameterSetName = 'UserWithCredential')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ManagedServiceLogin')]
        [Alias('AuthScopeTypeName')]
        [string]$AuthScope,

        [string]$ContextName,

        [switch]$SkipContextPopulation,

        [int]$MaxContextPopulation,

        [Parameter(ParameterSetName = 'UserWithSubscriptionId')]
        [Alias('DeviceCode', 'DeviceAuth', 'Device')]
        [switch]$UseDeviceAuthentication,

        [switch]$Force,

        [Parameter(ParameterSetName = 'UserWithSubscriptionId')]
        [string]$ClaimsChallenge,

        [string]$Scope,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'UserWithCredential')]
        [pscredential]$Credential,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ClientAssertionParameterSet')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [switch]$ServicePrincipal,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [string]$CertificateThumbprint,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'ClientAssertionParameterSet')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [string]$ApplicationId,

        [Parameter(ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [switch]$SendCertificateChain,

        [Parameter(Mandatory, ParameterSetName = 'ClientAssertionParameterSet')]
        [Alias('ClientAssertion')]
        [string]$FederatedToken,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [string]$CertificatePath,

        [Parameter(ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [securestring]$CertificatePassword,

        [Parameter(Mandatory, ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [string]$AccessToken,

        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [string]$GraphAccessToken,

        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [string]$MicrosoftGraphAccessToken,

        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [string]$KeyVaultAccessToken,

        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [switch]$SkipValidation,

        [Parameter(Mandatory, ParameterSetName = 'ManagedServiceLogin')]
        [Alias('MSI', 'ManagedService')]
        [switch]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Subscription = $Subscription } -ShouldProcess 'the sign-in to the local tenant' }
}

function Set-AzContext {
    <#
    .SYNOPSIS
    Chooses the subscription that new vaults and resource groups belong to.
    .PARAMETER Context
    A context from an earlier Set-AzContext.
    .PARAMETER ExtendedProperty
    Further properties of the context. It has no effect here; a warning says so.
    .PARAMETER Name
    A name for the context. It is kept and shown, and has no other effect here.
    .PARAMETER Force
    Do not ask; answer yes to what would be asked.
    .PARAMETER Scope
    How long the context holds; here it belongs to the tenant. It has no effect here; a warning says so.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER TenantObject
    A tenant from Get-AzTenant. It cannot be used here. Get-AzTenant is not supported. Use -Tenant with the id.
    .PARAMETER SubscriptionObject
    A subscription from Get-AzSubscription. It cannot be used here. Get-AzSubscription is not supported. Use -Subscription with the id or name.
    .PARAMETER Tenant
    The tenant: its id or domain name. It must be the one that is open.
    .PARAMETER Subscription
    The subscription that holds from now on: its id or its name. New vaults and resource groups belong to it.
    .EXAMPLE
    PS> Set-AzContext -SubscriptionId 0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a01

    Works from now on in this subscription.
    .LINK
    https://learn.microsoft.com/powershell/module/az.accounts/set-azcontext
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Context')]
    [Alias('Set-AzureRmContext', 'Select-AzSubscription', 'Select-AzureRmSubscription')]
    [OutputType('CustomerKey.AzureContext')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'Context')]
        [PSTypeName('CustomerKey.AzureContext')][psobject]$Context,

        [hashtable]$ExtendedProperty,

        [string]$Name,

        [switch]$Force,

        [string]$Scope,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'TenantObject')]
        [PSTypeName('CustomerKey.AzureTenant')][psobject]$TenantObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'SubscriptionObject')]
        [PSTypeName('CustomerKey.AzureSubscription')][psobject]$SubscriptionObject,

        [Parameter(ParameterSetName = 'Subscription')]
        [Parameter(Mandatory, ParameterSetName = 'TenantNameOnly')]
        [Alias('Domain', 'TenantId')]
        [string]$Tenant,

        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Subscription')]
        [Alias('SubscriptionId', 'SubscriptionName')]
        [string]$Subscription
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Context = $Context; TenantObject = $TenantObject; SubscriptionObject = $SubscriptionObject } -ShouldProcess 'the Az context' }
}

# ---- Azure Key Vault -----------------------------------------------------------------------------------------------

function New-AzKeyVault {
    <#
    .SYNOPSIS
    Makes a key vault of the local tenant.
    .PARAMETER Name
    The name of the vault: 3 to 24 letters, digits and hyphens. Longer names and underscores are taken with a warning, because Azure would refuse them.
    .PARAMETER ResourceGroupName
    The resource group, made by New-AzResourceGroup.
    .PARAMETER Location
    The Azure region, for instance "East US".
    .PARAMETER EnabledForDeployment
    Virtual machines may read secrets of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnabledForTemplateDeployment
    Resource Manager may read secrets of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnabledForDiskEncryption
    Disk encryption may unwrap keys of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnablePurgeProtection
    Nobody can purge a deleted key or the vault before its retention ends. It cannot be switched off again.
    .PARAMETER DisableRbacAuthorization
    Access policies decide who may do what. Vaults here always work so; the switch is accepted because scripts for the service need it.
    .PARAMETER SoftDeleteRetentionInDays
    How many days a deleted key can be recovered: 7 to 90.
    .PARAMETER PublicNetworkAccess
    Whether the vault answers from the internet; a local vault has no network. It has no effect here; a warning says so.
    .PARAMETER Sku
    Standard, or Premium for keys in hardware.
    .PARAMETER Tag
    Tags: @{ Name = "value" }.
    .PARAMETER NetworkRuleSet
    Rules for the network that reaches the vault. It cannot be used here. A local vault has no network. To rehearse an unreachable vault use Set-CustomerKeyVaultFault.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER SubscriptionId
    The subscription of the vault, instead of the one chosen by Set-AzContext.
    .PARAMETER EnableRbacAuthorization
    Role assignments decide who may do what. It cannot be used here. Vaults here work by access policies. Leave it out, and grant with Set-AzKeyVaultAccessPolicy.
    .EXAMPLE
    PS> New-AzKeyVault -Name Contoso-O365EX-NA-VaultA1 -ResourceGroupName ContosoRG1 -Location "East US" -Sku Premium -EnablePurgeProtection

    Makes a vault for the first root key.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/new-azkeyvault
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [Alias('New-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [Alias('VaultName')]
        [string]$Name,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, Position = 2, ValueFromPipelineByPropertyName)]
        [string]$Location,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch]$EnabledForDeployment,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch]$EnabledForTemplateDeployment,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch]$EnabledForDiskEncryption,

        [switch]$EnablePurgeProtection,

        [switch]$DisableRbacAuthorization,

        [int]$SoftDeleteRetentionInDays,

        [ValidateSet('Enabled', 'Disabled')]
        [string]$PublicNetworkAccess,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Standard', 'Premium')]
        [string]$Sku,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('Tags')]
        [hashtable]$Tag,

        [object]$NetworkRuleSet,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$SubscriptionId,

        [switch]$EnableRbacAuthorization
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ResourceGroupName = $ResourceGroupName; Location = $Location; EnabledForDeployment = $EnabledForDeployment; EnabledForTemplateDeployment = $EnabledForTemplateDeployment; EnabledForDiskEncryption = $EnabledForDiskEncryption; Sku = $Sku; Tag = $Tag; SubscriptionId = $SubscriptionId } -ShouldProcess $Name }
}

function Get-AzKeyVault {
    <#
    .SYNOPSIS
    Lists the key vaults, or returns one with its access policies.
    .PARAMETER VaultName
    The name of the vault; * stands for any text. Without it all vaults are listed, with fewer properties.
    .PARAMETER ResourceGroupName
    Only vaults of this resource group; * stands for any text.
    .PARAMETER Tag
    Only vaults with these tags.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER SubscriptionId
    Only vaults of this subscription.
    .PARAMETER Location
    The region of a deleted vault. It cannot be used here. Vaults are not deleted here. Leave it out.
    .PARAMETER InRemovedState
    Deleted vaults. It cannot be used here. Vaults are not deleted here, so there are none to list. Leave it out.
    .EXAMPLE
    PS> Get-AzKeyVault -VaultName Contoso-O365EX-NA-VaultA1 | Format-List

    Shows a vault, its soft delete and its access policies.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/get-azkeyvault
    #>
    [CmdletBinding(DefaultParameterSetName = 'GetVaultByName')]
    [Alias('Get-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVault', 'CustomerKey.KeyVaultIdentityItem')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ByDeletedVault')]
        [Alias('Name')]
        [string]$VaultName,

        [Parameter(Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [string]$ResourceGroupName,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [hashtable]$Tag,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$SubscriptionId,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'ByDeletedVault')]
        [string]$Location,

        [Parameter(Mandatory, ParameterSetName = 'ByDeletedVault')]
        [Parameter(Mandatory, ParameterSetName = 'ListAllDeletedVaultsInSubscription')]
        [switch]$InRemovedState
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName; ResourceGroupName = $ResourceGroupName; Tag = $Tag; SubscriptionId = $SubscriptionId; Location = $Location } }
}

function Set-AzKeyVaultAccessPolicy {
    <#
    .SYNOPSIS
    Grants a person or an application permissions on a key vault.
    .PARAMETER VaultName
    The name of the vault.
    .PARAMETER ResourceGroupName
    The resource group of the vault.
    .PARAMETER UserPrincipalName
    The user principal name of the person.
    .PARAMETER PermissionsToKeys
    What the person or application may do with keys: replaces what was granted before. Customer Key needs get, wrapKey, unwrapKey. @() removes all.
    .PARAMETER PermissionsToSecrets
    Permissions to secrets; vaults here hold keys only. It has no effect here; a warning says so.
    .PARAMETER PermissionsToCertificates
    Permissions to certificates; vaults here hold keys only. It has no effect here; a warning says so.
    .PARAMETER PermissionsToStorage
    Permissions to storage accounts; vaults here hold keys only. It has no effect here; a warning says so.
    .PARAMETER PassThru
    Return the changed object; without it there is no output.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER SubscriptionId
    The subscription for this one call; vault names are unique across subscriptions. It has no effect here; a warning says so.
    .PARAMETER ObjectId
    The directory object id of the person or the application.
    .PARAMETER ApplicationId
    The id of an application that acts for the person.
    .PARAMETER BypassObjectIdValidation
    Do not look the object id up in the directory; it is not looked up here. It has no effect here; a warning says so.
    .PARAMETER ServicePrincipalName
    The application: its application id, or its service principal name.
    .PARAMETER EmailAddress
    The mail address of the person.
    .PARAMETER EnabledForDeployment
    Virtual machines may read secrets of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnabledForTemplateDeployment
    Resource Manager may read secrets of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnabledForDiskEncryption
    Disk encryption may unwrap keys of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER InputObject
    A vault from Get-AzKeyVault.
    .PARAMETER ResourceId
    The resource id of the vault.
    .EXAMPLE
    PS> Set-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000

    Lets Exchange Online use the keys of the vault.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/set-azkeyvaultaccesspolicy
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByUserPrincipalName')]
    [Alias('Set-AzureRmKeyVaultAccessPolicy')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByObjectId')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByEmailAddress')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ForVault')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Position = 1, ParameterSetName = 'ByObjectId')]
        [Parameter(Position = 1, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Position = 1, ParameterSetName = 'ByEmailAddress')]
        [Parameter(Position = 1, ParameterSetName = 'ForVault')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Alias('UPN')]
        [string]$UserPrincipalName,

        [Parameter(ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [ValidateSet('All', 'Decrypt', 'Encrypt', 'UnwrapKey', 'WrapKey', 'Verify', 'Sign', 'Get', 'List', 'Update', 'Create', 'Import', 'Delete', 'Backup', 'Restore', 'Recover', 'Purge', 'Rotate')]
        [string[]]$PermissionsToKeys,

        [Parameter(ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [string[]]$PermissionsToSecrets,

        [Parameter(ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [string[]]$PermissionsToCertificates,

        [Parameter(ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [string[]]$PermissionsToStorage,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$SubscriptionId,

        [Parameter(Mandatory, ParameterSetName = 'ByObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByObjectId')]
        [string]$ObjectId,

        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [Nullable[guid]]$ApplicationId,

        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [switch]$BypassObjectIdValidation,

        [Parameter(Mandatory, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Alias('SPN')]
        [string]$ServicePrincipalName,

        [Parameter(Mandatory, ParameterSetName = 'ByEmailAddress')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByEmailAddress')]
        [string]$EmailAddress,

        [Parameter(ParameterSetName = 'ForVault')]
        [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')]
        [switch]$EnabledForDeployment,

        [Parameter(ParameterSetName = 'ForVault')]
        [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')]
        [switch]$EnabledForTemplateDeployment,

        [Parameter(ParameterSetName = 'ForVault')]
        [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')]
        [switch]$EnabledForDiskEncryption,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectForVault')]
        [PSTypeName('CustomerKey.KeyVaultIdentityItem')][psobject]$InputObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByEmailAddress')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdForVault')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Remove-AzKeyVaultAccessPolicy {
    <#
    .SYNOPSIS
    Takes all permissions on a key vault from a person or an application.
    .PARAMETER VaultName
    The name of the vault.
    .PARAMETER ResourceGroupName
    The resource group of the vault.
    .PARAMETER UserPrincipalName
    The user principal name of the person.
    .PARAMETER PassThru
    Return the changed object; without it there is no output.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER SubscriptionId
    The subscription for this one call; vault names are unique across subscriptions. It has no effect here; a warning says so.
    .PARAMETER ObjectId
    The directory object id of the person or the application.
    .PARAMETER ApplicationId
    The id of an application that acts for the person.
    .PARAMETER ServicePrincipalName
    The application: its application id, or its service principal name.
    .PARAMETER EmailAddress
    The mail address of the person.
    .PARAMETER EnabledForDeployment
    Virtual machines may read secrets of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnabledForTemplateDeployment
    Resource Manager may read secrets of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER EnabledForDiskEncryption
    Disk encryption may unwrap keys of the vault; no machine reaches a local one. It has no effect here; a warning says so.
    .PARAMETER InputObject
    A vault of Get-AzKeyVault.
    .PARAMETER ResourceId
    The resource id of the vault.
    .EXAMPLE
    PS> Remove-AzKeyVaultAccessPolicy -VaultName Contoso-O365EX-NA-VaultA1 -UserPrincipalName alice@contoso.com

    Takes the permissions of an administrator.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/remove-azkeyvaultaccesspolicy
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByUserPrincipalName')]
    [Alias('Remove-AzureRmKeyVaultAccessPolicy')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByObjectId')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByEmail')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ForVault')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Position = 1, ParameterSetName = 'ByObjectId')]
        [Parameter(Position = 1, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Position = 1, ParameterSetName = 'ByEmail')]
        [Parameter(Position = 1, ParameterSetName = 'ForVault')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Alias('UPN')]
        [string]$UserPrincipalName,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$SubscriptionId,

        [Parameter(Mandatory, ParameterSetName = 'ByObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByObjectId')]
        [string]$ObjectId,

        [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')]
        [Nullable[guid]]$ApplicationId,

        [Parameter(Mandatory, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Alias('SPN')]
        [string]$ServicePrincipalName,

        [Parameter(Mandatory, ParameterSetName = 'ByEmail')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByEmail')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByEmail')]
        [string]$EmailAddress,

        [Parameter(ParameterSetName = 'ForVault')]
        [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')]
        [switch]$EnabledForDeployment,

        [Parameter(ParameterSetName = 'ForVault')]
        [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')]
        [switch]$EnabledForTemplateDeployment,

        [Parameter(ParameterSetName = 'ForVault')]
        [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')]
        [switch]$EnabledForDiskEncryption,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectByEmail')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectForVault')]
        [PSTypeName('CustomerKey.KeyVault')][psobject]$InputObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByEmail')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdForVault')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Add-AzKeyVaultKey {
    <#
    .SYNOPSIS
    Makes a key in a vault, or a new version of one that exists.
    .PARAMETER VaultName
    The name of the vault.
    .PARAMETER Name
    The name of the key. A name that exists gets a new version.
    .PARAMETER Destination
    HSM or Software: where the key is kept. HSM needs a Premium vault.
    .PARAMETER Disable
    Make the key disabled.
    .PARAMETER KeyOps
    What the key may be used for; Customer Key needs wrapKey and unwrapKey. Without it everything.
    .PARAMETER Expires
    When the key expires. Customer Key accepts none, or 12/31/9999.
    .PARAMETER NotBefore
    From when on the key may be used.
    .PARAMETER Tag
    Tags: @{ Name = "value" }.
    .PARAMETER Size
    Bits of the key: 2048, 3072 or 4096. Without it 2048.
    .PARAMETER KeyType
    RSA. Keys of other types cannot wrap, and are refused.
    .PARAMETER CurveName
    The curve of an EC key. It cannot be used here. Customer Key needs RSA keys: a vault cannot wrap with EC. Leave it out.
    .PARAMETER Exportable
    Let the private key be exported under a release policy. It cannot be used here. A key here never leaves its vault, so it has no release policy. Leave it out.
    .PARAMETER Immutable
    Lock the release policy. It cannot be used here. A key here never leaves its vault, so it has no release policy. Leave it out.
    .PARAMETER ReleasePolicyPath
    A file with the release policy of the key. It cannot be used here. A key here never leaves its vault, so it has no release policy. Leave it out.
    .PARAMETER UseDefaultCVMPolicy
    Use the release policy for confidential virtual machines. It cannot be used here. A key here never leaves its vault, so it has no release policy. Leave it out.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER KeyFilePath
    A file with the key to import. It cannot be used here. Keys are made inside the vault here. Leave it out and give -Destination: the vault generates the key.
    .PARAMETER KeyFilePassword
    The password of the key file. It cannot be used here. Keys are made inside the vault here. Leave it out and give -Destination: the vault generates the key.
    .PARAMETER HsmName
    The name of a managed HSM. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .PARAMETER InputObject
    A vault of Get-AzKeyVault.
    .PARAMETER HsmObject
    A managed HSM from the pipeline. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .PARAMETER ResourceId
    The resource id of the vault.
    .PARAMETER HsmResourceId
    The resource id of a managed HSM. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .EXAMPLE
    PS> Add-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Destination HSM -KeyOps wrapKey, unwrapKey

    Makes a root key; said again, it makes a new version.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/add-azkeyvaultkey
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'InteractiveCreate')]
    [Alias('Add-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'InteractiveCreate')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'InteractiveImport')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1)]
        [Alias('KeyName')]
        [string]$Name,

        [Parameter(Mandatory, ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'InputObjectImport')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'ResourceIdImport')]
        [ValidateSet('HSM', 'Software')]
        [string]$Destination,

        [switch]$Disable,

        [string[]]$KeyOps,

        [Nullable[datetime]]$Expires,

        [Nullable[datetime]]$NotBefore,

        [Alias('Tags')]
        [hashtable]$Tag,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')]
        [Nullable[int]]$Size,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'InputObjectImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'ResourceIdImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmResourceIdCreate')]
        [string]$KeyType,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'InputObjectImport')]
        [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'ResourceIdImport')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')]
        [string]$CurveName,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')]
        [switch]$Exportable,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')]
        [switch]$Immutable,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')]
        [string]$ReleasePolicyPath,

        [Parameter(ParameterSetName = 'InteractiveCreate')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')]
        [switch]$UseDefaultCVMPolicy,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'InteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmInputObjectImport')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmResourceIdImport')]
        [string]$KeyFilePath,

        [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(ParameterSetName = 'HsmInteractiveImport')]
        [Parameter(ParameterSetName = 'InputObjectImport')]
        [Parameter(ParameterSetName = 'HsmInputObjectImport')]
        [Parameter(ParameterSetName = 'ResourceIdImport')]
        [Parameter(ParameterSetName = 'HsmResourceIdImport')]
        [securestring]$KeyFilePassword,

        [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveImport')]
        [string]$HsmName,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectCreate')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObjectImport')]
        [PSTypeName('CustomerKey.KeyVault')][psobject]$InputObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'HsmInputObjectImport')]
        [PSTypeName('CustomerKey.ManagedHsm')][psobject]$HsmObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdCreate')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdImport')]
        [string]$ResourceId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmResourceIdCreate')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmResourceIdImport')]
        [string]$HsmResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } -ShouldProcess $Name }
}

function Get-AzKeyVaultKey {
    <#
    .SYNOPSIS
    Lists the keys of a vault, or returns one, or all its versions.
    .PARAMETER VaultName
    The name of the vault.
    .PARAMETER Name
    The name of the key; * stands for any text. Without it all keys of the vault are listed, with fewer properties.
    .PARAMETER InRemovedState
    Deleted keys. It cannot be used here. Keys are not deleted through this surface yet, so there are none to list. Leave it out.
    .PARAMETER OutFile
    A file for the public key as PEM. It cannot be used here. Writing PEM is not supported yet. The Key property holds the modulus and exponent.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER Version
    This version. Without it the current one.
    .PARAMETER IncludeVersions
    All versions, the current one first.
    .PARAMETER HsmName
    The name of a managed HSM. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .PARAMETER InputObject
    A vault of Get-AzKeyVault.
    .PARAMETER HsmObject
    A managed HSM from the pipeline. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .PARAMETER ResourceId
    The resource id of the vault.
    .PARAMETER HsmResourceId
    The resource id of a managed HSM. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .EXAMPLE
    PS> (Get-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001).Attributes

    Shows the recovery level, the dates and the operations of a key.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/get-azkeyvaultkey
    #>
    [CmdletBinding(DefaultParameterSetName = 'ByVaultName')]
    [Alias('Get-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey', 'CustomerKey.KeyVaultKeyIdentityItem')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByKeyName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByKeyVersions')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByKeyVersions')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByKeyName')]
        [Parameter(Position = 1, ParameterSetName = 'HsmByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByKeyVersions')]
        [Parameter(Position = 1, ParameterSetName = 'ByInputObjectVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByInputObjectKeyVersions')]
        [Parameter(Position = 1, ParameterSetName = 'HsmByInputObjectVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByInputObjectKeyVersions')]
        [Parameter(Position = 1, ParameterSetName = 'ByResourceIdVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByResourceIdKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByResourceIdKeyVersions')]
        [Parameter(Position = 1, ParameterSetName = 'HsmByResourceIdVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByResourceIdKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByResourceIdKeyVersions')]
        [Alias('KeyName')]
        [string]$Name,

        [Parameter(ParameterSetName = 'ByVaultName')]
        [Parameter(ParameterSetName = 'HsmByVaultName')]
        [Parameter(ParameterSetName = 'ByInputObjectVaultName')]
        [Parameter(ParameterSetName = 'HsmByInputObjectVaultName')]
        [Parameter(ParameterSetName = 'ByResourceIdVaultName')]
        [Parameter(ParameterSetName = 'HsmByResourceIdVaultName')]
        [switch]$InRemovedState,

        [string]$OutFile,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'HsmByKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'HsmByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByResourceIdKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'HsmByResourceIdKeyName')]
        [Alias('KeyVersion')]
        [string]$Version,

        [Parameter(Mandatory, ParameterSetName = 'ByKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'ByInputObjectKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'HsmByInputObjectKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'ByResourceIdKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'HsmByResourceIdKeyVersions')]
        [switch]$IncludeVersions,

        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyName')]
        [Parameter(Mandatory, ParameterSetName = 'HsmByVaultName')]
        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyVersions')]
        [string]$HsmName,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByInputObjectVaultName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByInputObjectKeyVersions')]
        [PSTypeName('CustomerKey.KeyVault')][psobject]$InputObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectVaultName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectKeyVersions')]
        [PSTypeName('CustomerKey.ManagedHsm')][psobject]$HsmObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceIdVaultName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceIdKeyName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceIdKeyVersions')]
        [string]$ResourceId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceIdVaultName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceIdKeyName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceIdKeyVersions')]
        [string]$HsmResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } }
}

function Update-AzKeyVaultKey {
    <#
    .SYNOPSIS
    Changes a version of a key: enables or disables it, its dates, operations and tags.
    .PARAMETER VaultName
    The name of the vault.
    .PARAMETER Name
    The name of the key.
    .PARAMETER Version
    The version to change. Without it the current one.
    .PARAMETER Enable
    $true enables the version, $false disables it.
    .PARAMETER Expires
    When the key expires. Once set it can be moved but never removed; Customer Key accepts 12/31/9999 only.
    .PARAMETER NotBefore
    From when on the key may be used.
    .PARAMETER KeyOps
    What the key may be used for; Customer Key needs wrapKey and unwrapKey.
    .PARAMETER Tag
    Tags; @{} removes all.
    .PARAMETER PassThru
    Return the changed object; without it there is no output.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .PARAMETER HsmName
    The name of a managed HSM. It cannot be used here. A tenant has key vaults only. Use -VaultName, or -InputObject with a vault.
    .PARAMETER Immutable
    Lock the release policy. It cannot be used here. A key here never leaves its vault, so it has no release policy. Leave it out.
    .PARAMETER ReleasePolicyPath
    A file with the release policy of the key. It cannot be used here. A key here never leaves its vault, so it has no release policy. Leave it out.
    .PARAMETER InputObject
    A key from Get-AzKeyVaultKey or Add-AzKeyVaultKey. Its version is the one that is changed.
    .EXAMPLE
    PS> Update-AzKeyVaultKey -VaultName Contoso-O365EX-NA-VaultA1 -Name Contoso-O365EX-NA-VaultA1-Key001 -Expires (Get-Date -Date "12/31/9999")

    Sets the only date that Customer Key accepts.
    .LINK
    https://learn.microsoft.com/powershell/module/az.keyvault/update-azkeyvaultkey
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [Alias('Set-AzKeyVaultKey', 'Set-AzKeyVaultKeyAttribute', 'Update-AzureKeyVaultKey', 'Set-AzureKeyVaultKey', 'Set-AzureKeyVaultKeyAttribute')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmInteractive')]
        [Alias('KeyName')]
        [string]$Name,

        [Parameter(Position = 2)]
        [Alias('KeyVersion')]
        [string]$Version,

        [Nullable[bool]]$Enable,

        [Nullable[datetime]]$Expires,

        [Nullable[datetime]]$NotBefore,

        [string[]]$KeyOps,

        [Alias('Tags')]
        [hashtable]$Tag,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'HsmInteractive')]
        [string]$HsmName,

        [Parameter(ParameterSetName = 'HsmInteractive')]
        [switch]$Immutable,

        [Parameter(ParameterSetName = 'HsmInteractive')]
        [string]$ReleasePolicyPath,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [PSTypeName('CustomerKey.KeyVaultKeyIdentityItem')][psobject]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

# ---- Azure resource groups -----------------------------------------------------------------------------------------

function New-AzResourceGroup {
    <#
    .SYNOPSIS
    Makes a resource group.
    .PARAMETER Name
    The name of the resource group.
    .PARAMETER Location
    The Azure region of the group.
    .PARAMETER Tag
    Tags: @{ Name = "value" }.
    .PARAMETER Force
    Do not ask when the group exists.
    .PARAMETER ApiVersion
    The version of the resource manager API; a local tenant has one. It has no effect here; a warning says so.
    .PARAMETER Pre
    Use pre-release API versions; a local tenant has one. It has no effect here; a warning says so.
    .PARAMETER DefaultProfile
    The Az context for this one call. The context of Set-AzContext holds here. It has no effect here; a warning says so.
    .EXAMPLE
    PS> New-AzResourceGroup -Name ContosoRG1 -Location "East US"

    Makes a group for the first vault.
    .LINK
    https://learn.microsoft.com/powershell/module/az.resources/new-azresourcegroup
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [Alias('New-AzureRmResourceGroup')]
    [OutputType('CustomerKey.ResourceGroup')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [Alias('ResourceGroupName')]
        [string]$Name,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [string]$Location,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('Tags')]
        [hashtable]$Tag,

        [switch]$Force,

        [string]$ApiVersion,

        [switch]$Pre,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Location = $Location; Tag = $Tag } -ShouldProcess $Name }
}

# ---- The tenant itself ---------------------------------------------------------------------------------------------

function New-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Makes a tenant folder and opens it.
    .PARAMETER Path
    The folder; it is made, or is there and empty, and is this user's alone afterwards.
    .PARAMETER Name
    The name of the tenant. Without it the name of the folder.
    .PARAMETER Mode
    Rehearsal or Production. It cannot be changed.
    .PARAMETER UnknownIdentifiers
    What becomes of a subscription, tenant id, user or application that a script names and the tenant does not know: Create makes it with a warning, Refuse is an error. Vaults, keys and mailboxes are never made so.
    .EXAMPLE
    PS> New-CustomerKeyTenant ./contoso -Name Contoso

    Makes a rehearsal: a tenant with a movable clock and vaults that can be told to fail.
    .EXAMPLE
    PS> New-CustomerKeyTenant ./production -Mode Production -UnknownIdentifiers Refuse

    Makes a tenant whose clock and vaults are the real ones, forever.
    .EXAMPLE
    PS> New-CustomerKeyTenant ./contoso | Select-Object -ExpandProperty AuditPublicKey

    Makes one and shows the public key of its audit log. Keep it outside the tenant: Test-CustomerKeyAudit -PublicKey takes it.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [string]$Name,

        [ValidateSet('Rehearsal', 'Production')]
        [string]$Mode,

        [ValidateSet('Create', 'Refuse')]
        [string]$UnknownIdentifiers
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Paths Path }
}

function Open-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Opens a tenant folder; the cmdlets that follow work on it.
    .PARAMETER Path
    The tenant folder.
    .PARAMETER AcceptAuditLoss
    Opens a tenant whose audit log lacks records that the counter beside its secrets knows of, or whose counter is gone, and takes the log as it is. What the lost records told of, revocations too, is undone with them. A warning says how many are missing. It is recorded as done by the account that is signed in, which must be an owner, or else by the operating system's user.
    .EXAMPLE
    PS> Open-CustomerKeyTenant ./contoso

    Works from now on in this tenant.
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [switch]$AcceptAuditLoss
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -Paths Path }
}

function Get-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Shows the state of the tenant that is open.
    .EXAMPLE
    PS> Get-CustomerKeyTenant | Format-List

    Shows everything about it.
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Set-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Changes settings of the tenant that is open.
    .PARAMETER UnknownIdentifiers
    What becomes of a subscription, tenant id, user or application that a script names and the tenant does not know: Create makes it with a warning, Refuse is an error.
    .PARAMETER UnknownAccounts
    What becomes of an account that is no owner and to which nobody else has given a permission, a role or a mailbox. Owner: it may do everything, and a warning says so once in a session. Refuse: it may do nothing. A production tenant always refuses. An account that has the owner's rights by this setting alone cannot set Refuse: make it an owner first.
    .PARAMETER Owners
    The accounts that may do everything. The tenant's administrator is always one of them. @{Add='ann@contoso.com'} adds an owner, @{Remove='bob@contoso.com'} removes one. A list replaces all owners but the administrator, so @() removes them all; it asks before it removes anybody. Anyone who is removed keeps only its own permissions, roles and mailbox.
    .PARAMETER JobMode
    Background runs jobs by itself; Manual waits for Invoke-CustomerKeyJob.
    .PARAMETER MailboxCacheLifetime
    How long an opened mailbox policy key is kept, in seconds.
    .PARAMETER FailureCacheLifetime
    How long a failure of a vault is remembered, in seconds.
    .PARAMETER RootTimeout
    How long a root key may take, in seconds.
    .PARAMETER CacheEnabled
    Whether opened keys are kept in memory for a while.
    .PARAMETER Seed
    The seed of the choice which root key is asked first, so that a rehearsal repeats itself.
    .PARAMETER AuditReads
    Whether each opening of a scope by a program is recorded. Refused ones always are.
    .EXAMPLE
    PS> Set-CustomerKeyTenant -JobMode Manual -CacheEnabled $false

    Makes a rehearsal repeatable: jobs run when told, and every read asks the vaults.
    .EXAMPLE
    PS> Set-CustomerKeyTenant -Owners @{Add='ann@contoso.com'} -UnknownAccounts Refuse

    Makes ann an owner, and refuses everything to accounts that nobody has given anything.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [ValidateSet('Create', 'Refuse')]
        [string]$UnknownIdentifiers,

        [ValidateSet('Owner', 'Refuse')]
        [string]$UnknownAccounts,

        [object]$Owners,

        [ValidateSet('Background', 'Manual')]
        [string]$JobMode,

        [uint32]$MailboxCacheLifetime,

        [uint32]$FailureCacheLifetime,

        [double]$RootTimeout,

        [bool]$CacheEnabled,

        [uint32]$Seed,

        [bool]$AuditReads
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the tenant' }
}

function Backup-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Writes a consistent backup of the tenant while it is in use.
    .PARAMETER OutputFile
    The file for vaults, state and content.
    .PARAMETER SecretsFile
    The file for the secrets of the service.
    .EXAMPLE
    PS> Backup-CustomerKeyTenant -OutputFile contoso.backup -SecretsFile contoso.secrets

    Keep the two files in different places, and a key file or passphrase, which is in neither, in a third.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyBackup')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$OutputFile,

        [Parameter(Mandatory, Position = 1)]
        [string]$SecretsFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $OutputFile -Paths OutputFile, SecretsFile }
}

function Restore-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Makes a tenant folder from a backup and opens it, all of it or nothing.
    .PARAMETER Path
    The folder; it is made, or is there and empty, and is this user's alone afterwards.
    .PARAMETER InputFile
    The file with vaults, state and content. It must be the one that was written with the secrets file, unchanged.
    .PARAMETER SecretsFile
    The file with the secrets of the service.
    .EXAMPLE
    PS> Restore-CustomerKeyTenant -Path ./again -InputFile contoso.backup -SecretsFile contoso.secrets

    Restores into a new folder.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [Parameter(Mandatory, Position = 1)]
        [string]$InputFile,

        [Parameter(Mandatory, Position = 2)]
        [string]$SecretsFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Paths Path, InputFile, SecretsFile }
}

function Test-CustomerKeyTenant {
    <#
    .SYNOPSIS
    Checks the whole tenant: every wrap, count and chain, and the header and length of every item.
    .PARAMETER Content
    Open every item to its end. Without it headers and lengths are looked at, and a changed body is not found.
    .EXAMPLE
    PS> Test-CustomerKeyTenant | Where-Object Result -ne Passed

    Shows what is wrong; nothing when all is well.
    .EXAMPLE
    PS> Test-CustomerKeyTenant -Content

    Opens every item too, to its last byte.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyTenantCheck')]
    param(
        [switch]$Content
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function New-Mailbox {
    <#
    .SYNOPSIS
    Makes a mailbox of the local tenant, or many numbered ones at once.
    .PARAMETER Name
    The name; with -Count the text before the number.
    .PARAMETER Alias
    The alias. Without it made from the name.
    .PARAMETER UserPrincipalName
    The user principal name. Without it made from the alias.
    .PARAMETER DisplayName
    The display name. Without it the name.
    .PARAMETER PrimarySmtpAddress
    The mail address. Without it made from the alias.
    .PARAMETER Shared
    Make a shared mailbox.
    .PARAMETER Count
    Make this many mailboxes, numbered from 1; the first 1000 are returned.
    .EXAMPLE
    PS> New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com

    Makes a mailbox.
    .EXAMPLE
    PS> New-Mailbox -Name user -Count 1000

    Makes user1 to user1000.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$Name,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$Alias,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('MicrosoftOnlineServicesID')]
        [string]$UserPrincipalName,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$DisplayName,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$PrimarySmtpAddress,

        [switch]$Shared,

        [uint32]$Count
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Alias = $Alias; UserPrincipalName = $UserPrincipalName; DisplayName = $DisplayName; PrimarySmtpAddress = $PrimarySmtpAddress } -ShouldProcess $Name }
}

function New-MailUser {
    <#
    .SYNOPSIS
    Makes a mail user of the local tenant: a person whose mailbox is elsewhere.
    .PARAMETER Name
    The name.
    .PARAMETER ExternalEmailAddress
    Where its mail goes.
    .PARAMETER MicrosoftOnlineServicesID
    The user principal name. Without it made from the alias.
    .PARAMETER Alias
    The alias. Without it made from the name.
    .PARAMETER DisplayName
    The display name. Without it the name.
    .EXAMPLE
    PS> New-MailUser -Name bob -ExternalEmailAddress bob@fabrikam.com

    Makes a mail user.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.MailUser')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$Name,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$ExternalEmailAddress,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName')]
        [string]$MicrosoftOnlineServicesID,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$Alias,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$DisplayName
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ExternalEmailAddress = $ExternalEmailAddress; MicrosoftOnlineServicesID = $MicrosoftOnlineServicesID; Alias = $Alias; DisplayName = $DisplayName } -ShouldProcess $Name }
}

function Import-CustomerKeyItem {
    <#
    .SYNOPSIS
    Encrypts files into a mailbox or a workload.
    .PARAMETER Path
    A regular file, or a folder whose files are taken. A named pipe or a device is refused: write a file first.
    .PARAMETER Mailbox
    The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    .PARAMETER Workload
    The workload, by a name of Get-CustomerKeyWorkload.
    .EXAMPLE
    PS> Import-CustomerKeyItem -Mailbox alice -Path ./letter.eml

    Encrypts one file into a mailbox.
    .EXAMPLE
    PS> Get-ChildItem ./chats | Import-CustomerKeyItem -Workload Teams

    Encrypts what a folder holds into a workload.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyItem')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName')]
        [string]$Path,

        [Parameter(Mandatory, ParameterSetName = 'Mailbox')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [string]$Workload
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path } -ShouldProcess $Path -Paths Path }
}

function Get-CustomerKeyItem {
    <#
    .SYNOPSIS
    Lists what a mailbox or a workload holds. It reads no content and opens no key.
    .PARAMETER Mailbox
    The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    .PARAMETER Workload
    The workload, by a name of Get-CustomerKeyWorkload.
    .PARAMETER Identity
    Only this item: its id or its name.
    .EXAMPLE
    PS> Get-CustomerKeyItem -Mailbox alice

    Lists the items of a mailbox.
    #>
    [CmdletBinding(DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyItem')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Mailbox')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [string]$Workload,

        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Export-CustomerKeyItem {
    <#
    .SYNOPSIS
    Decrypts items of a mailbox or a workload into files. Who may read those follows the umask.
    .PARAMETER Mailbox
    The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    .PARAMETER Workload
    The workload, by a name of Get-CustomerKeyWorkload.
    .PARAMETER Identity
    The item: its id or its name. Without it all items, into -Destination.
    .PARAMETER OutputFile
    The file to write. It is no longer encrypted; who may read it follows the umask of this process, as with any new file.
    .PARAMETER InputObject
    An item from Get-CustomerKeyItem.
    .PARAMETER Destination
    The folder to write into, each item under its name. Who may read the files follows the umask of this process.
    .PARAMETER Force
    Write over files that exist.
    .EXAMPLE
    PS> Export-CustomerKeyItem -Mailbox alice -Identity letter.eml -OutputFile ./letter.eml

    Decrypts one item.
    .EXAMPLE
    PS> Get-CustomerKeyItem -Mailbox alice | Export-CustomerKeyItem -Destination ./out

    Decrypts all items into a folder.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyExport')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, ParameterSetName = 'MailboxFolder')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, ParameterSetName = 'WorkloadFolder')]
        [string]$Workload,

        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Workload')]
        [Parameter(Position = 0, ParameterSetName = 'MailboxFolder')]
        [Parameter(Position = 0, ParameterSetName = 'WorkloadFolder')]
        [string]$Identity,

        [Parameter(Mandatory, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [string]$OutputFile,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Item')]
        [PSTypeName('CustomerKey.CustomerKeyItem')][psobject]$InputObject,

        [Parameter(Mandatory, ParameterSetName = 'MailboxFolder')]
        [Parameter(Mandatory, ParameterSetName = 'WorkloadFolder')]
        [Parameter(Mandatory, ParameterSetName = 'Item')]
        [string]$Destination,

        [switch]$Force
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Identity$InputObject" -Paths OutputFile, Destination }
}

function Get-CustomerKeyWorkload {
    <#
    .SYNOPSIS
    Lists the workloads of the tenant and the policy each is under.
    .PARAMETER Identity
    Only this workload.
    .EXAMPLE
    PS> Get-CustomerKeyWorkload

    Lists all of them.
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyWorkload')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyJob {
    <#
    .SYNOPSIS
    Lists the long work of the tenant: rewraps and encryptions.
    .PARAMETER Identity
    Only this job.
    .EXAMPLE
    PS> Get-CustomerKeyJob | Where-Object State -ne Completed

    Shows what is under way, scheduled, or ended with errors.
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyJob')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Invoke-CustomerKeyJob {
    <#
    .SYNOPSIS
    Works jobs off by hand, in this process.
    .PARAMETER MaxSteps
    At most this many steps. Without it until nothing is left.
    .PARAMETER Retry
    Also try again what jobs that completed with errors went past.
    .EXAMPLE
    PS> Invoke-CustomerKeyJob

    Works until nothing is left.
    .EXAMPLE
    PS> Invoke-CustomerKeyJob -MaxSteps 10

    Works ten steps.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyJobStep')]
    param(
        [uint32]$MaxSteps,

        [switch]$Retry
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the waiting jobs' }
}

function Wait-CustomerKeyJob {
    <#
    .SYNOPSIS
    Waits until no job is waiting or running.
    .PARAMETER Timeout
    How long to wait: seconds, or [days.]hours:minutes:seconds. Without it forever.
    .EXAMPLE
    PS> Wait-CustomerKeyJob -Timeout 60

    Waits at most a minute; then an error names what is left.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyJob')]
    param(
        [string]$Timeout
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Search-CustomerKeyAudit {
    <#
    .SYNOPSIS
    Searches the audit log of the tenant, newest records first.
    .PARAMETER StartDate
    Only records from this time on.
    .PARAMETER EndDate
    Only records before this time.
    .PARAMETER RecordType
    Only records of this kind.
    .PARAMETER Activity
    Only records of this activity; * stands for any text.
    .PARAMETER Operation
    Only records of this cmdlet or function of the C library, or of this activity; * stands for any text.
    .PARAMETER User
    Only records of this account or this user of the operating system; * stands for any text.
    .PARAMETER Object
    Only records about this object, such as a policy, a mailbox or a vault. A record of a vault is also found by the keys that it tells of. * stands for any text.
    .PARAMETER Result
    Only records with this outcome.
    .PARAMETER ResultSize
    At most this many records, the newest, or Unlimited. A warning says where older ones were cut off.
    .PARAMETER Verify
    Check the chain of all records first; a broken one is an error.
    .EXAMPLE
    PS> Search-CustomerKeyAudit -RecordType CustomerKeyServiceEncryption

    Shows each use of an availability key.
    .EXAMPLE
    PS> Search-CustomerKeyAudit -StartDate (Get-Date).AddDays(-1) -ResultSize Unlimited

    Shows the last day.
    .EXAMPLE
    PS> Search-CustomerKeyAudit -Result Denied -User alice@contoso.com

    Shows what alice was refused.
    .EXAMPLE
    PS> Search-CustomerKeyAudit -Operation Set-AzKeyVaultAccessPolicy -Object '*VaultA1*'

    Shows who gave whom which permissions in a vault.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyAuditRecord')]
    param(
        [Nullable[datetime]]$StartDate,

        [Nullable[datetime]]$EndDate,

        [string]$RecordType,

        [string]$Activity,

        [Alias('Operations')]
        [string]$Operation,

        [Alias('UserId', 'UserIds')]
        [string]$User,

        [Alias('ObjectId', 'ObjectIds')]
        [string]$Object,

        [ValidateSet('Succeeded', 'Failed', 'Denied')]
        [string]$Result,

        [string]$ResultSize,

        [switch]$Verify
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Export-CustomerKeyAuditHead {
    <#
    .SYNOPSIS
    Writes the signed head of the audit log, by which a later change of the log is found.
    .PARAMETER OutputFile
    The file to write.
    .EXAMPLE
    PS> Export-CustomerKeyAuditHead -OutputFile head.json

    Writes the head; keep it away from the tenant.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyAuditHead')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$OutputFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $OutputFile -Paths OutputFile }
}

function Test-CustomerKeyAudit {
    <#
    .SYNOPSIS
    Checks the chain of the audit log, and that it still holds what an exported head says.
    .PARAMETER HeadFile
    A file of Export-CustomerKeyAuditHead. Without it only the chain is checked.
    .PARAMETER PublicKey
    The AuditPublicKey of the tenant as it was kept elsewhere. Without it the head is checked with the key that the tenant has now, which only shows that the signer had the tenant's secrets; CheckedWith says so.
    .EXAMPLE
    PS> Test-CustomerKeyAudit -HeadFile head.json

    Finds records that were changed, removed or cut off.
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyAuditCheck')]
    param(
        [Parameter(Position = 0)]
        [string]$HeadFile,

        [string]$PublicKey
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -Paths HeadFile }
}

function Set-CustomerKeyVaultFault {
    <#
    .SYNOPSIS
    Tells a vault of a rehearsal to fail, or to work again.
    .PARAMETER VaultName
    The vault.
    .PARAMETER Fault
    None, Unreachable, Throttled, or Slow.
    .PARAMETER DelaySeconds
    How slow it answers, in seconds; only with Slow.
    .EXAMPLE
    PS> Set-CustomerKeyVaultFault contosoEastUSvault02 -Fault Unreachable

    Rehearses an outage.
    .EXAMPLE
    PS> Get-AzKeyVault | Set-CustomerKeyVaultFault -Fault None

    Ends all of them.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyVaultFault')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1)]
        [ValidateSet('None', 'Unreachable', 'Throttled', 'Slow')]
        [string]$Fault,

        [double]$DelaySeconds
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName } -ShouldProcess $VaultName }
}

function Set-CustomerKeyClock {
    <#
    .SYNOPSIS
    Moves the clock of a rehearsal forward.
    .PARAMETER Advance
    By how much: seconds, or [days.]hours:minutes:seconds.
    .PARAMETER Date
    To this time; it lies ahead.
    .EXAMPLE
    PS> Set-CustomerKeyClock -Advance 90.00:00:00

    Ninety days later.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Advance')]
    [OutputType('CustomerKey.CustomerKeyClock')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Advance')]
        [string]$Advance,

        [Parameter(Mandatory, ParameterSetName = 'Date')]
        [datetime]$Date
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the clock of the tenant' }
}

function Get-CustomerKeyClock {
    <#
    .SYNOPSIS
    Shows the clock of the tenant.
    .EXAMPLE
    PS> Get-CustomerKeyClock

    Shows both clocks.
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyClock')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Clear-CustomerKeyCache {
    <#
    .SYNOPSIS
    Forgets every opened key, in all processes that have the tenant open.
    .EXAMPLE
    PS> Clear-CustomerKeyCache

    The next read asks the vaults again.
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the opened keys of the tenant' }
}

# ---- Exchange Online and the compliance service --------------------------------------------------------------------

function New-M365DataAtRestEncryptionPolicy {
    <#
    .SYNOPSIS
    Makes a data encryption policy for multiple workloads of the tenant.
    .PARAMETER Name
    The name of the policy, unique among the policies for multiple workloads. Spaces are allowed.
    .PARAMETER AzureKeyIDs
    The URIs of the two root keys, in two different vaults: https://VAULT.vault.azure.net/keys/KEY.
    .PARAMETER Description
    A text for people.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Enabled
    Whether the policy may be assigned.
    .EXAMPLE
    PS> New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -AzureKeyIDs https://contosoWestUSvault1.vault.azure.net/keys/Key01, https://contosoCentralUSvault1.vault.azure.net/keys/Key02 -Description "Policy for multiple workloads"

    Makes a policy over two root keys. It encrypts nothing before it is assigned.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/new-m365dataatrestencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Name,

        [Parameter(Mandatory)]
        [object]$AzureKeyIDs,

        [string]$Description,

        [string]$DomainController,

        [bool]$Enabled
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Name }
}

function Get-M365DataAtRestEncryptionPolicy {
    <#
    .SYNOPSIS
    Lists the data encryption policies for multiple workloads, or returns one.
    .PARAMETER Identity
    The policy: name, distinguished name or GUID. Without it all policies are listed.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .EXAMPLE
    PS> Get-M365DataAtRestEncryptionPolicy

    Lists all of them.
    .EXAMPLE
    PS> Get-M365DataAtRestEncryptionPolicy -Identity "NAM Policy" | Format-List

    Shows all properties of one.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/get-m365dataatrestencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-M365DataAtRestEncryptionPolicy {
    <#
    .SYNOPSIS
    Changes a data encryption policy for multiple workloads, or takes new versions of its root keys into use.
    .PARAMETER Identity
    The policy: name, distinguished name or GUID.
    .PARAMETER Description
    A new description.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Enabled
    Whether the policy may be assigned. A policy is taken off the tenant before it is disabled.
    .PARAMETER Force
    Do not ask; answer yes to what would be asked.
    .PARAMETER Name
    A new name.
    .PARAMETER Refresh
    Take the current versions of both root keys into use: a new generation of the policy key is wrapped by them, and the keys below follow in the background.
    .PARAMETER AzureKeyIDs
    The URIs of the new root keys; only with -Replace. It cannot be used here. Replacing the root keys of a policy is not supported yet. Make a policy with the new keys and assign it; for new versions of the same keys use -Refresh.
    .PARAMETER Replace
    Replace the root keys by those of -AzureKeyIDs. It cannot be used here. Replacing the root keys of a policy is not supported yet. Make a policy with the new keys and assign it; for new versions of the same keys use -Refresh.
    .EXAMPLE
    PS> Set-M365DataAtRestEncryptionPolicy -Identity "EUR Policy" -Refresh

    Takes the current versions of both root keys into use.
    .EXAMPLE
    PS> Set-M365DataAtRestEncryptionPolicy -Identity "NAM Policy" -Enabled $false

    Disables a policy that is not assigned.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/set-m365dataatrestencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [string]$Description,

        [string]$DomainController,

        [bool]$Enabled,

        [Parameter(ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [switch]$Force,

        [string]$Name,

        [Parameter(Mandatory, ParameterSetName = 'RefreshKey')]
        [switch]$Refresh,

        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')]
        [object]$AzureKeyIDs,

        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')]
        [switch]$Replace
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Test-M365DataAtRestEncryptionPolicy {
    <#
    .SYNOPSIS
    Checks that a policy for multiple workloads is sound: its keys, its vaults, and a live wrap and unwrap with each.
    .PARAMETER Identity
    The policy: name, distinguished name or GUID. Without it the assigned policy is tested.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .EXAMPLE
    PS> Test-M365DataAtRestEncryptionPolicy -Identity "NAM Policy" | Where-Object Result -ne Passed

    Shows what is wrong.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/test-m365dataatrestencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-M365DataAtRestEncryptionPolicyAssignment {
    <#
    .SYNOPSIS
    Shows which policy for multiple workloads is assigned to the tenant; nothing when none is.
    .EXAMPLE
    PS> Get-M365DataAtRestEncryptionPolicyAssignment

    Shows the assigned policy.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/get-m365dataatrestencryptionpolicyassignment
    #>
    [CmdletBinding()]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicyAssignment')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Set-M365DataAtRestEncryptionPolicyAssignment {
    <#
    .SYNOPSIS
    Assigns a policy for multiple workloads to the tenant, in place of the one before.
    .PARAMETER DataEncryptionPolicy
    The policy: name, distinguished name or GUID. $null takes the assigned policy off the tenant.
    .EXAMPLE
    PS> Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy "Contoso_Global"

    Encrypts the workloads of the tenant under the policy.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/set-m365dataatrestencryptionpolicyassignment
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Mandatory)]
        [Alias('Policy')]
        [AllowEmptyString()]
        [string]$DataEncryptionPolicy
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function New-DataEncryptionPolicy {
    <#
    .SYNOPSIS
    Makes a data encryption policy for mailboxes.
    .PARAMETER Name
    The name of the policy, unique among the mailbox policies. Spaces are allowed.
    .PARAMETER AzureKeyIDs
    The URIs of the two root keys, in two different vaults: https://VAULT.vault.azure.net/keys/KEY.
    .PARAMETER Description
    A text for people.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Enabled
    Whether the policy may be assigned.
    .EXAMPLE
    PS> New-DataEncryptionPolicy -Name USA_mailboxes -Description "Root key for mailboxes in the USA" -AzureKeyIDs https://contosoEastUSvault02.vault.azure.net/keys/USAkey01, https://contosoCentralUSvault02.vault.azure.net/keys/USAKey02

    Makes a policy over two root keys. It encrypts nothing before it is assigned to a mailbox.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/new-dataencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.DataEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Name,

        [Parameter(Mandatory)]
        [object]$AzureKeyIDs,

        [string]$Description,

        [string]$DomainController,

        [bool]$Enabled
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Name }
}

function Get-DataEncryptionPolicy {
    <#
    .SYNOPSIS
    Lists the data encryption policies for mailboxes, or returns one.
    .PARAMETER Identity
    The policy: name, distinguished name or GUID. The DataEncryptionPolicyID of Get-MailboxStatistics finds it too. Without it all policies are listed.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .EXAMPLE
    PS> Get-DataEncryptionPolicy

    Lists all of them.
    .EXAMPLE
    PS> Get-DataEncryptionPolicy (Get-MailboxStatistics alice@contoso.com).DataEncryptionPolicyID

    Finds the policy that a mailbox is encrypted under.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/get-dataencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.DataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-DataEncryptionPolicy {
    <#
    .SYNOPSIS
    Changes a data encryption policy for mailboxes, or takes new versions of its root keys into use.
    .PARAMETER Identity
    The policy: name, distinguished name or GUID.
    .PARAMETER PermanentDataPurgeReason
    Why the data is purged. It cannot be used here. The purge of the data under a policy is not supported yet. Set-Mailbox -Identity 'alice' -DataEncryptionPolicy $null takes a mailbox off its policy.
    .PARAMETER PermanentDataPurgeContact
    Whom to ask about the purge. It cannot be used here. The purge of the data under a policy is not supported yet. Set-Mailbox -Identity 'alice' -DataEncryptionPolicy $null takes a mailbox off its policy.
    .PARAMETER Description
    A new description.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Enabled
    Whether the policy may be assigned.
    .PARAMETER Force
    Do not ask; answer yes to what would be asked.
    .PARAMETER Name
    A new name.
    .PARAMETER PermanentDataPurgeRequested
    Ask for the purge of the data under the policy, which cannot be undone. It cannot be used here. The purge of the data under a policy is not supported yet. Set-Mailbox -Identity 'alice' -DataEncryptionPolicy $null takes a mailbox off its policy.
    .PARAMETER Refresh
    Take the current versions of both root keys into use: a new generation of the policy key is wrapped by them, and the keys below follow in the background.
    .PARAMETER AzureKeyIDs
    The URIs of the new root keys; only with -Replace. It cannot be used here. Replacing the root keys of a policy is not supported yet. Make a policy with the new keys and assign it; for new versions of the same keys use -Refresh.
    .PARAMETER Replace
    Replace the root keys by those of -AzureKeyIDs. It cannot be used here. Replacing the root keys of a policy is not supported yet. Make a policy with the new keys and assign it; for new versions of the same keys use -Refresh.
    .EXAMPLE
    PS> Set-DataEncryptionPolicy USA_mailboxes -Refresh

    Takes the current versions of both root keys into use.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/set-dataencryptionpolicy
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [Parameter(Mandatory, ParameterSetName = 'DCAdminPurgeKeyRequest')]
        [Parameter(Mandatory, ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [string]$PermanentDataPurgeReason,

        [Parameter(ParameterSetName = 'DCAdminPurgeKeyRequest')]
        [Parameter(Mandatory, ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [string]$PermanentDataPurgeContact,

        [string]$Description,

        [string]$DomainController,

        [bool]$Enabled,

        [Parameter(ParameterSetName = 'DCAdminPurgeKeyRequest')]
        [Parameter(ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [switch]$Force,

        [string]$Name,

        [Parameter(Mandatory, ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [switch]$PermanentDataPurgeRequested,

        [Parameter(Mandatory, ParameterSetName = 'RefreshKey')]
        [switch]$Refresh,

        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')]
        [object]$AzureKeyIDs,

        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')]
        [switch]$Replace
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Set-Mailbox {
    <#
    .SYNOPSIS
    Puts a mailbox under a data encryption policy, or takes it off.
    .PARAMETER Identity
    The mailbox: name, alias, distinguished name, mail address, user principal name or GUID.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Force
    Do not ask; answer yes to what would be asked.
    .PARAMETER DataEncryptionPolicy
    The policy: name, distinguished name or GUID. $null takes the policy off the mailbox.
    .PARAMETER GroupMailbox
    The mailbox belongs to a Microsoft 365 group. It cannot be used here. A tenant has user and shared mailboxes only. Leave it out for those.
    .PARAMETER InactiveMailbox
    The mailbox is inactive. It cannot be used here. A tenant has no inactive mailboxes. Leave it out for active ones.
    .EXAMPLE
    PS> Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy USA_mailboxes

    Encrypts a mailbox under a policy of its own.
    .EXAMPLE
    PS> Get-Mailbox -ResultSize Unlimited | Set-Mailbox -DataEncryptionPolicy USA_mailboxes

    Does so for all mailboxes.
    .EXAMPLE
    PS> Set-Mailbox -Identity alice@contoso.com -DataEncryptionPolicy $null

    Takes the mailbox off its policy.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailbox
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$DomainController,

        [switch]$Force,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [string]$DataEncryptionPolicy,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [switch]$GroupMailbox,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [switch]$InactiveMailbox
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-Mailbox {
    <#
    .SYNOPSIS
    Lists mailboxes, or returns one.
    .PARAMETER Anr
    Text that the name, the display name or the alias begins with.
    .PARAMETER Archive
    Only mailboxes with an archive. It cannot be used here. Mailboxes here have no archive. Leave it out.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Filter
    A filter in OPATH: "Name -like 'A*'", "DataEncryptionPolicy -eq '<distinguished name>'", joined by -and, -or, -not.
    .PARAMETER GroupMailbox
    Only mailboxes of Microsoft 365 groups. It cannot be used here. A tenant has user and shared mailboxes only. Leave it out.
    .PARAMETER InactiveMailboxOnly
    Only inactive mailboxes. It cannot be used here. A tenant has no inactive mailboxes. Leave it out.
    .PARAMETER IncludeInactiveMailbox
    Inactive mailboxes too; there are none. It has no effect here; a warning says so.
    .PARAMETER OrganizationalUnit
    Only recipients in this organizational unit or domain. It cannot be used here. A tenant has no organizational units. Use -Filter.
    .PARAMETER RecipientTypeDetails
    Only mailboxes of these kinds: UserMailbox, SharedMailbox.
    .PARAMETER RemoteArchive
    Only mailboxes with a remote archive. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER ResultSize
    At most this many mailboxes, or Unlimited. Without it 1000, and a warning when there are more.
    .PARAMETER SoftDeletedMailbox
    Only deleted mailboxes that can be recovered. It cannot be used here. A tenant has no deleted mailboxes. Leave it out.
    .PARAMETER SortBy
    Sort by this property, ascending: Name, DisplayName or Alias.
    .PARAMETER Database
    Only mailboxes in this database. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER Identity
    The mailbox: name, alias, distinguished name, mail address, user principal name or GUID. Without it all mailboxes are listed.
    .PARAMETER Server
    Only mailboxes on this server. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER MailboxPlan
    Only mailboxes under this mailbox plan. It cannot be used here. A tenant has no mailbox plans. Use -Filter.
    .EXAMPLE
    PS> Get-Mailbox -Filter "DisplayName -like 'A*'" -ResultSize Unlimited

    Lists the mailboxes whose display name begins with A.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailbox
    #>
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(ParameterSetName = 'AnrSet')]
        [string]$Anr,

        [switch]$Archive,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'DatabaseSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'ServerSet')]
        [string]$DomainController,

        [string]$Filter,

        [switch]$GroupMailbox,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'MailboxPlanSet')]
        [switch]$InactiveMailboxOnly,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'MailboxPlanSet')]
        [switch]$IncludeInactiveMailbox,

        [string]$OrganizationalUnit,

        [string[]]$RecipientTypeDetails,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'DatabaseSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'ServerSet')]
        [switch]$RemoteArchive,

        [string]$ResultSize,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'MailboxPlanSet')]
        [switch]$SoftDeletedMailbox,

        [string]$SortBy,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'DatabaseSet')]
        [string]$Database,

        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [string]$Identity,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'ServerSet')]
        [string]$Server,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'MailboxPlanSet')]
        [string]$MailboxPlan
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Database = $Database; Identity = $Identity; Server = $Server; MailboxPlan = $MailboxPlan } }
}

function Set-MailUser {
    <#
    .SYNOPSIS
    Puts a mail user under a data encryption policy, before its mailbox moves in.
    .PARAMETER Identity
    The mail user: name, alias, distinguished name, mail address or GUID.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER DataEncryptionPolicy
    The policy: name, distinguished name or GUID. $null takes the policy off the mail user.
    .EXAMPLE
    PS> Set-MailUser -Identity bob@contoso.com -DataEncryptionPolicy USA_mailboxes

    The mailbox will be encrypted while it moves in.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/set-mailuser
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$DomainController,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [string]$DataEncryptionPolicy
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-MailUser {
    <#
    .SYNOPSIS
    Lists mail users, or returns one.
    .PARAMETER Anr
    Text that the name, the display name or the alias begins with.
    .PARAMETER Credential
    An account and its password; neither is checked or kept. It has no effect here; a warning says so.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Filter
    A filter in OPATH, as in Get-Mailbox.
    .PARAMETER IgnoreDefaultScope
    Search the whole forest; a tenant is one scope. It has no effect here; a warning says so.
    .PARAMETER OrganizationalUnit
    Only recipients in this organizational unit or domain. It cannot be used here. A tenant has no organizational units. Use -Filter.
    .PARAMETER ReadFromDomainController
    Ask a domain controller; a tenant has none. It has no effect here; a warning says so.
    .PARAMETER ResultSize
    At most this many mail users, or Unlimited. Without it 1000, and a warning when there are more.
    .PARAMETER SharedWithMailUser
    Mail users of other organizations that share with this one. It cannot be used here. A tenant shares with nobody. Leave it out.
    .PARAMETER SoftDeletedMailUser
    Deleted mail users too; there are none. It has no effect here; a warning says so.
    .PARAMETER SortBy
    Sort by this property, ascending: Name, DisplayName or Alias.
    .PARAMETER Identity
    The mail user: name, alias, distinguished name, mail address or GUID. Without it all mail users are listed.
    .PARAMETER HVEAccount
    Only accounts for high volume mail. It cannot be used here. A tenant has no such accounts. Leave it out.
    .EXAMPLE
    PS> Get-MailUser -ResultSize Unlimited

    Lists all mail users.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailuser
    #>
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.MailUser')]
    param(
        [Parameter(ParameterSetName = 'AnrSet')]
        [string]$Anr,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [pscredential]$Credential,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [string]$DomainController,

        [string]$Filter,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [switch]$IgnoreDefaultScope,

        [string]$OrganizationalUnit,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [switch]$ReadFromDomainController,

        [string]$ResultSize,

        [switch]$SharedWithMailUser,

        [switch]$SoftDeletedMailUser,

        [string]$SortBy,

        [Parameter(Position = 0, ParameterSetName = 'Identity')]
        [string]$Identity,

        [Parameter(ParameterSetName = 'HVEAccount')]
        [switch]$HVEAccount
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Get-MailboxStatistics {
    <#
    .SYNOPSIS
    Shows what a mailbox holds, under which policy it is encrypted, and whether that is complete.
    .PARAMETER Database
    All mailboxes of this database. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER StoreMailboxIdentity
    A mailbox of the database. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER CopyOnServer
    The copy on this server. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER DomainController
    Reserved for Microsoft in the cloud; a local tenant has no domain controllers. It has no effect here; a warning says so.
    .PARAMETER Filter
    A filter in OPATH; only with -Database or -Server. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER IncludeMoveHistory
    Add the history of moves; mailboxes here do not move. It has no effect here; a warning says so.
    .PARAMETER IncludeMoveReport
    Add the report of moves; mailboxes here do not move. It has no effect here; a warning says so.
    .PARAMETER IncludeQuarantineDetails
    Add details of quarantine; mailboxes here have none. It has no effect here; a warning says so.
    .PARAMETER NoADLookup
    Take the facts from the store, not from the directory; they are one here. It has no effect here; a warning says so.
    .PARAMETER Identity
    The mailbox or mail user: name, alias, distinguished name, mail address, user principal name or GUID.
    .PARAMETER Archive
    The archive of the mailbox. It cannot be used here. Mailboxes here have no archive. Leave it out.
    .PARAMETER IncludeSoftDeletedRecipients
    Deleted recipients too; there are none. It has no effect here; a warning says so.
    .PARAMETER UseCustomRouting
    Routing of the request; a local tenant needs none. It has no effect here; a warning says so.
    .PARAMETER Server
    All mailboxes on this server. It cannot be used here. It is for Exchange servers of your own; this tenant has none. Leave it out.
    .PARAMETER IncludePassive
    Passive copies of databases too; there are none. It has no effect here; a warning says so.
    .EXAMPLE
    PS> Get-MailboxStatistics -Identity alice@contoso.com | Format-List DataEncryptionPolicyID, IsEncrypted

    Shows the state of encryption of a mailbox.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailboxstatistics
    #>
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.MailboxStatistics')]
    param(
        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Database')]
        [string]$Database,

        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Database')]
        [string]$StoreMailboxIdentity,

        [Parameter(ParameterSetName = 'Database')]
        [Parameter(ParameterSetName = 'Identity')]
        [string]$CopyOnServer,

        [string]$DomainController,

        [Parameter(ParameterSetName = 'Database')]
        [Parameter(ParameterSetName = 'Server')]
        [string]$Filter,

        [switch]$IncludeMoveHistory,

        [switch]$IncludeMoveReport,

        [switch]$IncludeQuarantineDetails,

        [switch]$NoADLookup,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [string]$Identity,

        [Parameter(ParameterSetName = 'Identity')]
        [switch]$Archive,

        [Parameter(ParameterSetName = 'Identity')]
        [switch]$IncludeSoftDeletedRecipients,

        [Parameter(ParameterSetName = 'Identity')]
        [switch]$UseCustomRouting,

        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Server')]
        [string]$Server,

        [Parameter(ParameterSetName = 'Server')]
        [switch]$IncludePassive
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Database = $Database; StoreMailboxIdentity = $StoreMailboxIdentity; Identity = $Identity; Server = $Server } }
}

function Connect-ExchangeOnline {
    <#
    .SYNOPSIS
    Signs in to the local tenant, in place of Exchange Online, and says which one it is.
    .PARAMETER ConnectionUri
    The address of the service; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER AzureADAuthorizationEndpointUri
    The address that issues tokens; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER ExchangeEnvironmentName
    The cloud to connect to; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER PSSessionOption
    Options of a remote session; there is none. It has no effect here; a warning says so.
    .PARAMETER DelegatedOrganization
    The customer organization to manage; the tenant is the one that is open. It has no effect here; a warning says so.
    .PARAMETER Prefix
    Put this text before the noun of every cmdlet. It cannot be used here. Cmdlets get their names when the module is imported. Use: Import-Module CustomerKey -Prefix TEXT.
    .PARAMETER CommandName
    The cmdlets to load; all are loaded already. It has no effect here; a warning says so.
    .PARAMETER FormatTypeName
    The views to load; all are loaded already. It has no effect here; a warning says so.
    .PARAMETER AccessToken
    A token to sign in with; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER AppId
    Sign in as this application. It cannot be used here. A local tenant has nobody to check it with. Say who works by -UserPrincipalName.
    .PARAMETER BypassMailboxAnchoring
    Routing of the sign-in; a local tenant needs none. It has no effect here; a warning says so.
    .PARAMETER Certificate
    A certificate to sign in with; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER CertificateFilePath
    The file of a certificate to sign in with; it is not read. It has no effect here; a warning says so.
    .PARAMETER CertificatePassword
    The password of the certificate file; it is wiped unread. It has no effect here; a warning says so.
    .PARAMETER CertificateThumbprint
    The thumbprint of a certificate to sign in with; it is not looked up. It has no effect here; a warning says so.
    .PARAMETER Credential
    Its user is the account that works from now on. The password is neither checked nor kept.
    .PARAMETER Device
    Sign in by device code; nobody is asked here. It has no effect here; a warning says so.
    .PARAMETER DisableWAM
    Sign in without the Windows account manager; nobody is asked here. It has no effect here; a warning says so.
    .PARAMETER EnableErrorReporting
    Send error reports; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER EXOModuleBasePath
    The folder of the temporary module; none is made. It has no effect here; a warning says so.
    .PARAMETER InlineCredential
    Ask for the password in the window; nobody is asked here. It has no effect here; a warning says so.
    .PARAMETER LoadCmdletHelp
    Download the help; it is in the module. It has no effect here; a warning says so.
    .PARAMETER LogDirectoryPath
    The folder of the module's log; use Search-CustomerKeyAudit. It has no effect here; a warning says so.
    .PARAMETER LogLevel
    What the module logs; use Search-CustomerKeyAudit. It has no effect here; a warning says so.
    .PARAMETER ManagedIdentity
    Sign in as the managed identity of this machine. It cannot be used here. A local tenant has nobody to check it with. Say who works by -UserPrincipalName.
    .PARAMETER ManagedIdentityAccountId
    The managed identity to sign in as. It cannot be used here. A local tenant has nobody to check it with. Say who works by -UserPrincipalName.
    .PARAMETER Organization
    The organization to sign in to; the tenant is the one that is open. It has no effect here; a warning says so.
    .PARAMETER PageSize
    Objects per page of a listing; the library chooses it. It has no effect here; a warning says so.
    .PARAMETER ShowBanner
    Show the notice of the session. With -ShowBanner:$false only the one line that names the local tenant is shown.
    .PARAMETER ShowProgress
    Show a progress bar while connecting. It has no effect here; a warning says so.
    .PARAMETER SigningCertificate
    Signs the temporary module; none is made. It has no effect here; a warning says so.
    .PARAMETER SkipLoadingCmdletHelp
    Do not download the help; it is in the module. It has no effect here; a warning says so.
    .PARAMETER SkipLoadingFormatData
    Do not load the views; they are in the module. It has no effect here; a warning says so.
    .PARAMETER TrackPerformance
    Report how long each cmdlet takes. It has no effect here; a warning says so.
    .PARAMETER UseMultithreading
    Work in several threads. It has no effect here; a warning says so.
    .PARAMETER UserPrincipalName
    The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.
    .PARAMETER UseRPSSession
    Use remote PowerShell, which the service has withdrawn. It has no effect here; a warning says so.
    .EXAMPLE
    PS> Connect-ExchangeOnline -UserPrincipalName admin@contoso.com

    Works from now on as this account.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/connect-exchangeonline
    #>
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [string]$ConnectionUri,

        [Parameter(Position = 1)]
        [string]$AzureADAuthorizationEndpointUri,

        [Parameter(Position = 2)]
        [string]$ExchangeEnvironmentName,

        [Parameter(Position = 3)]
        [object]$PSSessionOption,

        [Parameter(Position = 4)]
        [string]$DelegatedOrganization,

        [Parameter(Position = 5)]
        [string]$Prefix,

        [Parameter(Position = 6)]
        [string[]]$CommandName,

        [Parameter(Position = 7)]
        [string[]]$FormatTypeName,

        [string]$AccessToken,

        [string]$AppId,

        [switch]$BypassMailboxAnchoring,

        [object]$Certificate,

        [string]$CertificateFilePath,

        [securestring]$CertificatePassword,

        [string]$CertificateThumbprint,

        [pscredential]$Credential,

        [switch]$Device,

        [switch]$DisableWAM,

        [switch]$EnableErrorReporting,

        [string]$EXOModuleBasePath,

        [switch]$InlineCredential,

        [switch]$LoadCmdletHelp,

        [string]$LogDirectoryPath,

        [string]$LogLevel,

        [switch]$ManagedIdentity,

        [string]$ManagedIdentityAccountId,

        [string]$Organization,

        [uint32]$PageSize,

        [switch]$ShowBanner,

        [bool]$ShowProgress,

        [object]$SigningCertificate,

        [switch]$SkipLoadingCmdletHelp,

        [switch]$SkipLoadingFormatData,

        [bool]$TrackPerformance,

        [bool]$UseMultithreading,

        [string]$UserPrincipalName,

        [switch]$UseRPSSession
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Disconnect-ExchangeOnline {
    <#
    .SYNOPSIS
    Ends the sign-in.
    .PARAMETER ConnectionId
    End only these connections. It cannot be used here. A tenant has one sign-in at a time. Leave it out to end that one.
    .PARAMETER ModulePrefix
    End only the connections with these prefixes. It cannot be used here. A tenant has one sign-in at a time. Leave it out to end that one.
    .EXAMPLE
    PS> Disconnect-ExchangeOnline -Confirm:$false

    Ends the sign-in without asking.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/disconnect-exchangeonline
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'DefaultParameterSet')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ConnectionId')]
        [string[]]$ConnectionId,

        [Parameter(Mandatory, ParameterSetName = 'ModulePrefix')]
        [string[]]$ModulePrefix
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ConnectionId = $ConnectionId } -ShouldProcess 'the sign-in to the local tenant' }
}

function Connect-IPPSSession {
    <#
    .SYNOPSIS
    Signs in to the local tenant, in place of the compliance service, and says which one it is.
    .PARAMETER ConnectionUri
    The address of the service; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER AzureADAuthorizationEndpointUri
    The address that issues tokens; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER DelegatedOrganization
    The customer organization to manage; the tenant is the one that is open. It has no effect here; a warning says so.
    .PARAMETER PSSessionOption
    Options of a remote session; there is none. It has no effect here; a warning says so.
    .PARAMETER Prefix
    Put this text before the noun of every cmdlet. It cannot be used here. Cmdlets get their names when the module is imported. Use: Import-Module CustomerKey -Prefix TEXT.
    .PARAMETER CommandName
    The cmdlets to load; all are loaded already. It has no effect here; a warning says so.
    .PARAMETER FormatTypeName
    The views to load; all are loaded already. It has no effect here; a warning says so.
    .PARAMETER AccessToken
    A token to sign in with; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER AppId
    Sign in as this application. It cannot be used here. A local tenant has nobody to check it with. Say who works by -UserPrincipalName.
    .PARAMETER BypassMailboxAnchoring
    Routing of the sign-in; a local tenant needs none. It has no effect here; a warning says so.
    .PARAMETER Certificate
    A certificate to sign in with; it is neither checked nor kept. It has no effect here; a warning says so.
    .PARAMETER CertificateFilePath
    The file of a certificate to sign in with; it is not read. It has no effect here; a warning says so.
    .PARAMETER CertificatePassword
    The password of the certificate file; it is wiped unread. It has no effect here; a warning says so.
    .PARAMETER CertificateThumbprint
    The thumbprint of a certificate to sign in with; it is not looked up. It has no effect here; a warning says so.
    .PARAMETER Credential
    Its user is the account that works from now on. The password is neither checked nor kept.
    .PARAMETER DisableWAM
    Sign in without the Windows account manager; nobody is asked here. It has no effect here; a warning says so.
    .PARAMETER EnableErrorReporting
    Send error reports; nothing leaves this machine. It has no effect here; a warning says so.
    .PARAMETER EnableSearchOnlySession
    Connect for eDiscovery searches only. It has no effect here; a warning says so.
    .PARAMETER EXOModuleBasePath
    The folder of the temporary module; none is made. It has no effect here; a warning says so.
    .PARAMETER LogDirectoryPath
    The folder of the module's log; use Search-CustomerKeyAudit. It has no effect here; a warning says so.
    .PARAMETER LogLevel
    What the module logs; use Search-CustomerKeyAudit. It has no effect here; a warning says so.
    .PARAMETER Organization
    The organization to sign in to; the tenant is the one that is open. It has no effect here; a warning says so.
    .PARAMETER ShowBanner
    Show the notice of the session. With -ShowBanner:$false only the one line that names the local tenant is shown.
    .PARAMETER UserPrincipalName
    The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.
    .PARAMETER UseRPSSession
    Use remote PowerShell, which the service has withdrawn. It has no effect here; a warning says so.
    .EXAMPLE
    PS> Connect-IPPSSession -UserPrincipalName admin@contoso.com

    Works from now on as this account.
    .LINK
    https://learn.microsoft.com/powershell/module/exchangepowershell/connect-ippssession
    #>
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)]
        [string]$ConnectionUri,

        [Parameter(Position = 1)]
        [string]$AzureADAuthorizationEndpointUri,

        [Parameter(Position = 2)]
        [string]$DelegatedOrganization,

        [Parameter(Position = 3)]
        [object]$PSSessionOption,

        [Parameter(Position = 4)]
        [string]$Prefix,

        [Parameter(Position = 5)]
        [string[]]$CommandName,

        [Parameter(Position = 6)]
        [string[]]$FormatTypeName,

        [string]$AccessToken,

        [string]$AppId,

        [switch]$BypassMailboxAnchoring,

        [object]$Certificate,

        [string]$CertificateFilePath,

        [securestring]$CertificatePassword,

        [string]$CertificateThumbprint,

        [pscredential]$Credential,

        [switch]$DisableWAM,

        [switch]$EnableErrorReporting,

        [switch]$EnableSearchOnlySession,

        [string]$EXOModuleBasePath,

        [string]$LogDirectoryPath,

        [string]$LogLevel,

        [string]$Organization,

        [switch]$ShowBanner,

        [string]$UserPrincipalName,

        [switch]$UseRPSSession
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

# ---- completion -----------------------------------------------------------------------------------------------------

# The names that begin with what was typed. A completer asks the engine only where a session is open, so it never makes a tenant.
filter Select-CkeyName([string]$word) {
    $name = [string]$_
    if (-not $name.StartsWith($word.Trim("'"""), 'OrdinalIgnoreCase')) { return }
    $text = if ($name -match '^[\w.@/:-]+$') { $name } else { "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($name) + "'" }
    [Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $name)
}

Register-ArgumentCompleter -CommandName Set-Mailbox, Set-MailUser -ParameterName DataEncryptionPolicy -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-DataEncryptionPolicy -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Set-M365DataAtRestEncryptionPolicyAssignment -ParameterName DataEncryptionPolicy -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-M365DataAtRestEncryptionPolicy -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Get-CustomerKeyJob -ParameterName Identity -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-CustomerKeyJob -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Get-CustomerKeyWorkload -ParameterName Identity -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-CustomerKeyWorkload -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Get-DataEncryptionPolicy, Set-DataEncryptionPolicy -ParameterName Identity -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-DataEncryptionPolicy -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Get-M365DataAtRestEncryptionPolicy, Set-M365DataAtRestEncryptionPolicy, Test-M365DataAtRestEncryptionPolicy -ParameterName Identity -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-M365DataAtRestEncryptionPolicy -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Set-MailUser, Get-MailUser -ParameterName Identity -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-MailUser -Anr $word.Trim("'""") -ResultSize 50 -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Set-Mailbox, Get-Mailbox, Get-MailboxStatistics -ParameterName Identity -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-Mailbox -Anr $word.Trim("'""") -ResultSize 50 -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Import-CustomerKeyItem, Get-CustomerKeyItem, Export-CustomerKeyItem -ParameterName Mailbox -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-Mailbox -Anr $word.Trim("'""") -ResultSize 50 -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Get-AzKeyVault, Set-AzKeyVaultAccessPolicy, Remove-AzKeyVaultAccessPolicy, Add-AzKeyVaultKey, Get-AzKeyVaultKey, Update-AzKeyVaultKey, Set-CustomerKeyVaultFault -ParameterName VaultName -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-AzKeyVault -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Import-CustomerKeyItem, Get-CustomerKeyItem, Export-CustomerKeyItem -ParameterName Workload -ScriptBlock {
    param($command, $parameter, $word)
    if ($script:Session -eq 0 -or $script:Tenant -cne $env:CUSTOMER_KEY_TENANT) { return }
    try { Get-CustomerKeyWorkload -ErrorAction Ignore -WarningAction Ignore | Select-CkeyName $word } catch { return }
}

Register-ArgumentCompleter -CommandName Connect-AzAccount -ParameterName AuthScope -ScriptBlock {
    param($command, $parameter, $word)
    'AadGraph', 'AnalysisServices', 'Attestation', 'Batch', 'DataLake', 'KeyVault', 'OperationalInsights', 'Storage', 'Synapse' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Connect-ExchangeOnline -ParameterName ExchangeEnvironmentName -ScriptBlock {
    param($command, $parameter, $word)
    'O365Default', 'O365GermanyCloud', 'O365China', 'O365USGovGCCHigh', 'O365USGovDoD' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Add-AzKeyVaultKey -ParameterName KeyOps -ScriptBlock {
    param($command, $parameter, $word)
    'encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'sign', 'verify', 'import' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Add-AzKeyVaultKey -ParameterName KeyType -ScriptBlock {
    param($command, $parameter, $word)
    'RSA', 'EC', 'oct' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Connect-ExchangeOnline, Connect-IPPSSession -ParameterName LogLevel -ScriptBlock {
    param($command, $parameter, $word)
    'Default', 'All' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Set-AzKeyVaultAccessPolicy -ParameterName PermissionsToCertificates -ScriptBlock {
    param($command, $parameter, $word)
    'All', 'Get', 'List', 'Delete', 'Create', 'Import', 'Update', 'Managecontacts', 'Getissuers', 'Listissuers', 'Setissuers', 'Deleteissuers', 'Manageissuers', 'Recover', 'Backup', 'Restore', 'Purge' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Set-AzKeyVaultAccessPolicy -ParameterName PermissionsToSecrets -ScriptBlock {
    param($command, $parameter, $word)
    'All', 'Get', 'List', 'Set', 'Delete', 'Backup', 'Restore', 'Recover', 'Purge' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Set-AzKeyVaultAccessPolicy -ParameterName PermissionsToStorage -ScriptBlock {
    param($command, $parameter, $word)
    'all', 'get', 'list', 'delete', 'set', 'update', 'regeneratekey', 'getsas', 'listsas', 'deletesas', 'setsas', 'recover', 'backup', 'restore', 'purge' | Select-CkeyName $word
}

Register-ArgumentCompleter -CommandName Connect-AzAccount, Set-AzContext -ParameterName Scope -ScriptBlock {
    param($command, $parameter, $word)
    'Process', 'CurrentUser' | Select-CkeyName $word
}
