# Written by ./build generate from native/table/services; edit that.

# ---- Signing in to Azure -------------------------------------------------------------------------------------------

function Connect-AzAccount {
    # .EXTERNALHELP CustomerKey-help.xml
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
        [AllowNull()]
        [object]$Tenant,

        [Parameter(ParameterSetName = 'UserWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ManagedServiceLogin')]
        [AllowEmptyString()]
        [string]$AccountId,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('SubscriptionName', 'SubscriptionId')]
        [object]$Subscription,

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
        [AllowEmptyString()]
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Context')]
    [Alias('Set-AzureRmContext', 'Select-AzSubscription', 'Select-AzureRmSubscription')]
    [OutputType('CustomerKey.AzureContext')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'Context')]
        [PSTypeName('CustomerKey.AzureContext')]
        [CustomerKey.TakesCopy('CustomerKey.AzureContext')]
        [psobject]$Context,

        [hashtable]$ExtendedProperty,

        [string]$Name,

        [switch]$Force,

        [string]$Scope,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'TenantObject')]
        [PSTypeName('CustomerKey.AzureTenant')]
        [CustomerKey.TakesCopy('CustomerKey.AzureTenant')]
        [psobject]$TenantObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'SubscriptionObject')]
        [PSTypeName('CustomerKey.AzureSubscription')]
        [CustomerKey.TakesCopy('CustomerKey.AzureSubscription')]
        [psobject]$SubscriptionObject,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Subscription')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'TenantNameOnly')]
        [Alias('Domain', 'TenantId')]
        [AllowNull()]
        [object]$Tenant,

        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'Subscription')]
        [Alias('SubscriptionId', 'SubscriptionName')]
        [string]$Subscription
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Context = $Context; TenantObject = $TenantObject; SubscriptionObject = $SubscriptionObject; Tenant = $Tenant; Subscription = $Subscription } -ShouldProcess 'the Az context' }
}

function Get-AzContext {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetSingleContext')]
    [Alias('Get-AzureRmContext')]
    [OutputType('CustomerKey.AzureContext')]
    param(
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Position = 0, ParameterSetName = 'GetSingleContext')]
        [object]$Name,

        [Parameter(Mandatory, ParameterSetName = 'ListAllContexts')]
        [switch]$ListAvailable,

        [Parameter(ParameterSetName = 'ListAllContexts')]
        [switch]$RefreshContextFromTokenCache
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Get-AzSubscription {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ListByIdInTenant')]
    [Alias('Get-AzureRmSubscription')]
    [OutputType('CustomerKey.AzureSubscription')]
    param(
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ListByIdInTenant')]
        [object]$SubscriptionId,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$TenantId,

        [switch]$AsJob,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ListByNameInTenant')]
        [object]$SubscriptionName
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; TenantId = $TenantId; SubscriptionName = $SubscriptionName } }
}

function Disconnect-AzAccount {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ContextName')]
    [OutputType('CustomerKey.AzureAccount')]
    param(
        [Parameter(ParameterSetName = 'ContextName')]
        [string]$ContextName,

        [Parameter(Mandatory, Position = 0, ParameterSetName = 'UserId')]
        [Alias('Id', 'UserId')]
        [string]$Username,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipal')]
        [Alias('SPN', 'ServicePrincipal')]
        [string]$ApplicationId,

        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipal')]
        [string]$TenantId,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'AccountObject')]
        [PSTypeName('CustomerKey.AzureAccount')]
        [CustomerKey.TakesCopy('CustomerKey.AzureAccount')]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ContextObject')]
        [PSTypeName('CustomerKey.AzureContext')]
        [CustomerKey.TakesCopy('CustomerKey.AzureContext')]
        [psobject]$AzureContext,

        [string]$Scope,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; AzureContext = $AzureContext } -ShouldProcess 'the sign-in to the local tenant' }
}

function Clear-AzContext {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    param(
        [switch]$Force,

        [switch]$PassThru,

        [string]$Scope,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the Az context' }
}

function Get-AzTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.AzureTenant')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Domain', 'Tenant')]
        [object]$TenantId,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ TenantId = $TenantId } }
}

function Get-AzAccessToken {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'KnownResourceTypeName')]
    param(
        [Parameter(ParameterSetName = 'KnownResourceTypeName')]
        [string]$ResourceTypeName,

        [Parameter(Mandatory, ParameterSetName = 'ResourceUrl')]
        [Alias('Resource', 'ResourceUri')]
        [string]$ResourceUrl,

        [string]$TenantId,

        [switch]$AsSecureString,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

# ---- Azure Key Vault -----------------------------------------------------------------------------------------------

function New-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
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
        [object]$SubscriptionId,

        [switch]$EnableRbacAuthorization
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ResourceGroupName = $ResourceGroupName; Location = $Location; EnabledForDeployment = $EnabledForDeployment; EnabledForTemplateDeployment = $EnabledForTemplateDeployment; EnabledForDiskEncryption = $EnabledForDiskEncryption; Sku = $Sku; Tag = $Tag; SubscriptionId = $SubscriptionId } -ShouldProcess $Name }
}

function Get-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetVaultByName')]
    [Alias('Get-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVault', 'CustomerKey.DeletedKeyVault', 'CustomerKey.KeyVaultIdentityItem')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ByDeletedVault')]
        [Alias('Name')]
        [AllowNull()]
        [object]$VaultName,

        [Parameter(Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [object]$ResourceGroupName,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [hashtable]$Tag,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'ByDeletedVault')]
        [string]$Location,

        [Parameter(ParameterSetName = 'ByDeletedVault')]
        [Parameter(ParameterSetName = 'ListAllDeletedVaultsInSubscription')]
        [switch]$InRemovedState
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName; ResourceGroupName = $ResourceGroupName; Tag = $Tag; SubscriptionId = $SubscriptionId; Location = $Location } }
}

function Set-AzKeyVaultAccessPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
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
        [object]$ResourceGroupName,

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
        [object]$SubscriptionId,

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

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectForVault')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByEmailAddress')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdForVault')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Remove-AzKeyVaultAccessPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
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
        [object]$ResourceGroupName,

        [Parameter(Mandatory, ParameterSetName = 'ByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Alias('UPN')]
        [string]$UserPrincipalName,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

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

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByEmail')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectForVault')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByObjectId')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByUserPrincipalName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByEmail')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdForVault')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Add-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
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

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectCreate')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectImport')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmInputObjectImport')]
        [PSTypeName('CustomerKey.ManagedHsm')]
        [psobject]$HsmObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdCreate')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdImport')]
        [string]$ResourceId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmResourceIdCreate')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmResourceIdImport')]
        [string]$HsmResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } -ShouldProcess $Name }
}

function Get-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ByVaultName')]
    [Alias('Get-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey', 'CustomerKey.DeletedKeyVaultKeyIdentityItem', 'CustomerKey.DeletedKeyVaultKey', 'CustomerKey.KeyVaultKeyIdentityItem')]
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
        [AllowNull()]
        [object]$Name,

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

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObjectVaultName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObjectKeyName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObjectKeyVersions')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectVaultName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectKeyName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectKeyVersions')]
        [PSTypeName('CustomerKey.ManagedHsm')]
        [psobject]$HsmObject,

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
    # .EXTERNALHELP CustomerKey-help.xml
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
        [object]$Version,

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
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Remove-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Remove-AzureKeyVaultKey')]
    [OutputType('CustomerKey.DeletedKeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByVaultName')]
        [Alias('KeyName')]
        [string]$Name,

        [switch]$Force,

        [switch]$PassThru,

        [switch]$InRemovedState,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'HsmByVaultName')]
        [string]$HsmName,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Undo-AzKeyVaultKeyRemoval {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [Alias('Undo-AzureKeyVaultKeyRemoval')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmInteractive')]
        [Alias('KeyName')]
        [string]$Name,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'HsmInteractive')]
        [string]$HsmName,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Backup-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByKeyName')]
    [Alias('Backup-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKeyBackup')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByKeyName')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByKeyName')]
        [Alias('KeyName')]
        [string]$Name,

        [Parameter(Position = 2)]
        [object]$OutputFile,

        [switch]$Force,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyName')]
        [string]$HsmName,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKey')]
        [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" -Paths OutputFile }
}

function Restore-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Restore-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1)]
        [string]$InputFile,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'HsmByVaultName')]
        [string]$HsmName,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObject')]
        [PSTypeName('CustomerKey.ManagedHsm')]
        [psobject]$HsmObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')]
        [string]$ResourceId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceId')]
        [string]$HsmResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" -Paths InputFile }
}

function Invoke-AzKeyVaultKeyRotation {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Alias('KeyName')]
        [string]$Name,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')]
        [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Get-AzKeyVaultKeyRotationPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyRotationPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Alias('KeyName')]
        [string]$Name,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')]
        [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } }
}

function Set-AzKeyVaultKeyRotationPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyRotationPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'SetByRotationPolicyFileViaVaultName')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'SetByRotationPolicyFileViaVaultName')]
        [Alias('KeyName')]
        [string]$Name,

        [Parameter(ParameterSetName = 'ByVaultName')]
        [Parameter(ParameterSetName = 'ByKeyInputObject')]
        [string]$ExpiresIn,

        [Parameter(ParameterSetName = 'ByVaultName')]
        [Parameter(ParameterSetName = 'ByKeyInputObject')]
        [object[]]$KeyRotationLifetimeAction,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'SetByRotationPolicyFileViaVaultName')]
        [Parameter(Mandatory, ParameterSetName = 'SetByRotationPolicyFileViaKeyInputObject')]
        [string]$PolicyPath,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'SetByRotationPolicyFileViaKeyInputObject')]
        [Alias('Key')]
        [PSTypeName('CustomerKey.KeyVaultKeyIdentityItem')]
        [CustomerKey.TakesCopy('CustomerKey.KeyVaultKeyIdentityItem')]
        [psobject]$InputObject,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyRotationPolicyInputObject')]
        [PSTypeName('CustomerKey.KeyRotationPolicy')]
        [CustomerKey.TakesCopy('CustomerKey.KeyRotationPolicy')]
        [psobject]$KeyRotationPolicy
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; KeyRotationPolicy = $KeyRotationPolicy } -ShouldProcess "$Name$InputObject$KeyRotationPolicy" -Paths PolicyPath }
}

function Invoke-AzKeyVaultKeyOperation {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyOperationResult')]
    param(
        [Alias('KeyVersion')]
        [object]$Version,

        [Parameter(Mandatory)]
        [ValidateSet('Encrypt', 'Decrypt', 'Wrap', 'Unwrap')]
        [string]$Operation,

        [Parameter(Mandatory)]
        [Alias('EncryptionAlgorithm', 'WrapAlgorithm')]
        [string]$Algorithm,

        [Parameter(Mandatory)]
        [string[]]$ByteArrayValue,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByHsmName')]
        [Alias('KeyName')]
        [string]$Name,

        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByHsmName')]
        [string]$HsmName,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')]
        [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Add-AzKeyVaultNetworkRule {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')]
        [object]$ResourceGroupName,

        [string[]]$IpAddressRange,

        [string[]]$VirtualNetworkResourceId,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Remove-AzKeyVaultNetworkRule {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')]
        [object]$ResourceGroupName,

        [string[]]$IpAddressRange,

        [string[]]$VirtualNetworkResourceId,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Update-AzKeyVaultNetworkRuleSet {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')]
        [object]$ResourceGroupName,

        [ValidateSet('Allow', 'Deny')]
        [string]$DefaultAction,

        [ValidateSet('None', 'AzureServices')]
        [string]$Bypass,

        [string[]]$IpAddressRange,

        [string[]]$VirtualNetworkResourceId,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Remove-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByAvailableVault')]
    [Alias('Remove-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVaultRemoval')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByAvailableVault')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByDeletedVault')]
        [Alias('Name')]
        [string]$VaultName,

        [Parameter(Position = 1, ParameterSetName = 'ByAvailableVault')]
        [object]$ResourceGroupName,

        [Parameter(Position = 2, ParameterSetName = 'ByAvailableVault')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByDeletedVault')]
        [Parameter(Position = 2, ParameterSetName = 'ResourceIdByAvailableVault')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ResourceIdByDeletedVault')]
        [AllowNull()]
        [object]$Location,

        [switch]$Force,

        [switch]$AsJob,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, ParameterSetName = 'ByDeletedVault')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByDeletedVault')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByDeletedVault')]
        [switch]$InRemovedState,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByAvailableVault')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByDeletedVault')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByAvailableVault')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByDeletedVault')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Undo-AzKeyVaultRemoval {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [Alias('Undo-AzureRmKeyVaultRemoval')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, Position = 2, ParameterSetName = 'Default')]
        [string]$Location,

        [hashtable]$Tag,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault') ('DeletedKeyVault') ('VaultName') })]
        [object]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject } -ShouldProcess "$VaultName$InputObject" }
}

function Update-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'UpdateByNameParameterSet')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'UpdateByNameParameterSet')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ParameterSetName = 'UpdateByNameParameterSet')]
        [Alias('Name')]
        [string]$VaultName,

        [switch]$EnablePurgeProtection,

        [Nullable[bool]]$DisableRbacAuthorization,

        [Nullable[bool]]$EnableRbacAuthorization,

        [ValidateSet('Enabled', 'Disabled')]
        [string]$PublicNetworkAccess,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('Tags')]
        [hashtable]$Tag,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$SubscriptionId,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'UpdateByInputObjectParameterSet')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'UpdateByResourceIdParameterSet')]
        [string]$ResourceId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Tag = $Tag; SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

# ---- Azure resource groups -----------------------------------------------------------------------------------------

function New-AzResourceGroup {
    # .EXTERNALHELP CustomerKey-help.xml
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

function Register-AzProviderFeature {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [Alias('Register-AzureRmProviderFeature')]
    [OutputType('CustomerKey.ProviderFeature')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [string]$FeatureName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [string]$ProviderNamespace,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ FeatureName = $FeatureName; ProviderNamespace = $ProviderNamespace } -ShouldProcess $FeatureName }
}

function Get-AzProviderFeature {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ListAvailableParameterSet')]
    [Alias('Get-AzureRmProviderFeature')]
    [OutputType('CustomerKey.ProviderFeature')]
    param(
        [Parameter(ParameterSetName = 'ListAvailableParameterSet')]
        [Parameter(Mandatory, ParameterSetName = 'GetFeature')]
        [AllowNull()]
        [object]$ProviderNamespace,

        [Parameter(ParameterSetName = 'ListAvailableParameterSet')]
        [switch]$ListAvailable,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ParameterSetName = 'GetFeature')]
        [string]$FeatureName
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Register-AzResourceProvider {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [Alias('Register-AzureRmResourceProvider')]
    [OutputType('CustomerKey.ResourceProvider')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [string]$ProviderNamespace,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$ConsentToPermissions,

        [switch]$AsJob,

        [string]$ApiVersion,

        [switch]$Pre,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ProviderNamespace = $ProviderNamespace; ConsentToPermissions = $ConsentToPermissions } -ShouldProcess $ProviderNamespace }
}

function Get-AzResource {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ByTagNameValueParameterSet')]
    [Alias('Get-AzureRmResource')]
    [OutputType('CustomerKey.Resource')]
    param(
        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')]
        [Parameter(ParameterSetName = 'ByTagObjectParameterSet')]
        [Alias('ResourceName')]
        [object]$Name,

        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')]
        [Parameter(ParameterSetName = 'ByTagObjectParameterSet')]
        [object]$ResourceType,

        [string]$ODataQuery,

        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')]
        [Parameter(ParameterSetName = 'ByTagObjectParameterSet')]
        [object]$ResourceGroupName,

        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')]
        [object]$TagName,

        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')]
        [object]$TagValue,

        [switch]$ExpandProperties,

        [string]$ApiVersion,

        [switch]$Pre,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')]
        [Alias('Id')]
        [string]$ResourceId,

        [Parameter(Mandatory, ParameterSetName = 'ByTagObjectParameterSet')]
        [hashtable]$Tag
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ResourceId = $ResourceId } }
}

function Set-AzResource {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByResourceId')]
    [Alias('Set-AzureRmResource')]
    [OutputType('CustomerKey.Resource')]
    param(
        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$Kind,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('PropertyObject')]
        [object]$Properties,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('PlanObject')]
        [hashtable]$Plan,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('SkuObject')]
        [hashtable]$Sku,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('Tags')]
        [hashtable]$Tag,

        [switch]$UsePatchSemantics,

        [switch]$AsJob,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')]
        [Alias('Id')]
        [string]$ResourceId,

        [string]$ODataQuery,

        [switch]$Force,

        [string]$ApiVersion,

        [switch]$Pre,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('ResourceId', 'VaultName') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')]
        [Alias('Name')]
        [string]$ResourceName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')]
        [string]$ResourceType,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')]
        [string]$ExtensionResourceName,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')]
        [string]$ExtensionResourceType,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ParameterSetName = 'ByTenantLevel')]
        [switch]$TenantLevel
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Kind = $Kind; Properties = $Properties; Plan = $Plan; Sku = $Sku; Tag = $Tag; ResourceId = $ResourceId; InputObject = $InputObject; ResourceName = $ResourceName; ResourceType = $ResourceType; ExtensionResourceName = $ExtensionResourceName; ExtensionResourceType = $ExtensionResourceType; ResourceGroupName = $ResourceGroupName } -ShouldProcess "$ResourceId$InputObject" }
}

function New-AzRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [OutputType('CustomerKey.RoleAssignment')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Alias('Id', 'PrincipalId')]
        [string]$ObjectId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Alias('Email', 'UserPrincipalName')]
        [string]$SignInName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Alias('SPN', 'ServicePrincipalName')]
        [string]$ApplicationId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$RoleDefinitionName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [guid]$RoleDefinitionId,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$Scope,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ResourceName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ResourceType,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ParentResource,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$Description,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$Condition,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$ConditionVersion,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Alias('PrincipalType')]
        [string]$ObjectType,

        [switch]$AllowDelegation,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'InputFileParameterSet')]
        [string]$InputFile,

        [switch]$SkipClientSideScopeValidation,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ObjectId = $ObjectId; SignInName = $SignInName; ApplicationId = $ApplicationId; RoleDefinitionName = $RoleDefinitionName; RoleDefinitionId = $RoleDefinitionId; Scope = $Scope; ResourceGroupName = $ResourceGroupName; ResourceName = $ResourceName; ResourceType = $ResourceType; ParentResource = $ParentResource; Description = $Description; Condition = $Condition; ConditionVersion = $ConditionVersion; ObjectType = $ObjectType; InputFile = $InputFile } -Obeys }
}

function Get-AzRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [OutputType('CustomerKey.RoleAssignment')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Alias('Id', 'PrincipalId')]
        [AllowNull()]
        [object]$ObjectId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SignInNameParameterSet')]
        [Alias('Email', 'UserPrincipalName')]
        [string]$SignInName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SPNParameterSet')]
        [Alias('SPN')]
        [string]$ServicePrincipalName,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'SignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'SPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeParameterSet')]
        [object]$RoleDefinitionName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [guid]$RoleDefinitionId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeParameterSet')]
        [AllowNull()]
        [object]$Scope,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')]
        [string]$ResourceName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')]
        [string]$ResourceType,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')]
        [string]$ParentResource,

        [Parameter(ParameterSetName = 'ObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'SignInNameParameterSet')]
        [switch]$ExpandPrincipalGroups,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ParameterSetName = 'ObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ParameterSetName = 'SignInNameParameterSet')]
        [Parameter(ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(ParameterSetName = 'SPNParameterSet')]
        [Parameter(ParameterSetName = 'ResourceGroupParameterSet')]
        [Parameter(ParameterSetName = 'ResourceParameterSet')]
        [Parameter(ParameterSetName = 'ScopeParameterSet')]
        [switch]$IncludeClassicAdministrators,

        [switch]$SkipClientSideScopeValidation,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ObjectId = $ObjectId; SignInName = $SignInName; ServicePrincipalName = $ServicePrincipalName; RoleDefinitionName = $RoleDefinitionName; RoleDefinitionId = $RoleDefinitionId; Scope = $Scope; ResourceGroupName = $ResourceGroupName; ResourceName = $ResourceName; ResourceType = $ResourceType; ParentResource = $ParentResource } }
}

function Remove-AzRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'EmptyParameterSet')]
    [OutputType('CustomerKey.RoleAssignment')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Alias('Id', 'PrincipalId')]
        [string]$ObjectId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Alias('Email', 'UserPrincipalName')]
        [string]$SignInName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Alias('SPN')]
        [string]$ServicePrincipalName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$RoleDefinitionName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [guid]$RoleDefinitionId,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [string]$Scope,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [string]$ResourceGroupName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ResourceName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ResourceType,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [string]$ParentResource,

        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'RoleAssignmentParameterSet')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzRoleAssignment') ('RoleAssignment') ('RoleAssignmentId', 'ObjectId', 'SignInName', 'ServicePrincipalName', 'RoleDefinitionName', 'RoleDefinitionId', 'ResourceGroupName', 'ResourceName', 'ResourceType') })]
        [object]$InputObject,

        [switch]$PassThru,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ObjectId = $ObjectId; SignInName = $SignInName; ServicePrincipalName = $ServicePrincipalName; RoleDefinitionName = $RoleDefinitionName; RoleDefinitionId = $RoleDefinitionId; Scope = $Scope; ResourceGroupName = $ResourceGroupName; ResourceName = $ResourceName; ResourceType = $ResourceType; ParentResource = $ParentResource; InputObject = $InputObject } -ShouldProcess "$ObjectId$SignInName$ServicePrincipalName$InputObject" }
}

function Get-AzRoleDefinition {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'RoleDefinitionNameParameterSet')]
    [OutputType('CustomerKey.RoleDefinition')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleDefinitionNameParameterSet')]
        [object]$Name,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleDefinitionIdParameterSet')]
        [guid]$Id,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleDefinitionCustomParameterSet')]
        [switch]$Custom,

        [Parameter(ValueFromPipeline)]
        [object]$Scope,

        [switch]$SkipClientSideScopeValidation,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Id = $Id; Custom = $Custom; Scope = $Scope } }
}

function Get-AzResourceGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetByResourceGroupName')]
    [OutputType('CustomerKey.ResourceGroup')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetByResourceGroupName')]
        [Alias('ResourceGroupName')]
        [object]$Name,

        [Parameter(Position = 1, ValueFromPipelineByPropertyName)]
        [object]$Location,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetByResourceGroupName')]
        [hashtable]$Tag,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetByResourceGroupId')]
        [Alias('ResourceGroupId', 'ResourceId')]
        [object]$Id,

        [string]$ApiVersion,

        [switch]$Pre,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Location = $Location; Tag = $Tag; Id = $Id } }
}

function Get-AzADUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [OutputType('CustomerKey.ADUser')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'UPNParameterSet')]
        [Alias('UPN')]
        [string]$UserPrincipalName,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SearchStringParameterSet')]
        [Alias('SearchString')]
        [string]$StartsWith,

        [Parameter(Mandatory, ParameterSetName = 'DisplayNameParameterSet')]
        [string]$DisplayName,

        [Parameter(Mandatory, ParameterSetName = 'ObjectIdParameterSet')]
        [Alias('Id')]
        [string]$ObjectId,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'MailParameterSet')]
        [string]$Mail,

        [Parameter(Mandatory, ParameterSetName = 'SignedInUser')]
        [switch]$SignedIn,

        [string[]]$Select,

        [switch]$AppendSelected,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$Filter,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$Search,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$ConsistencyLevel,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [switch]$Count,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$CountVariable,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string[]]$Orderby,

        [uint32]$First,

        [uint32]$Skip,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ UserPrincipalName = $UserPrincipalName; StartsWith = $StartsWith; Mail = $Mail } }
}

function Get-AzADServicePrincipal {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [OutputType('CustomerKey.ADServicePrincipal')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ObjectIdParameterSet')]
        [Alias('ServicePrincipalId', 'Id')]
        [string]$ObjectId,

        [Parameter(Mandatory, ParameterSetName = 'SearchStringParameterSet')]
        [Alias('DisplayNameStartsWith', 'SearchString')]
        [string]$DisplayNameBeginsWith,

        [Parameter(Mandatory, ParameterSetName = 'DisplayNameParameterSet')]
        [string]$DisplayName,

        [Parameter(Mandatory, ParameterSetName = 'ApplicationIdParameterSet')]
        [Alias('AppId')]
        [string]$ApplicationId,

        [Parameter(Mandatory, ParameterSetName = 'SPNParameterSet')]
        [Alias('SPN')]
        [string]$ServicePrincipalName,

        [string[]]$Select,

        [switch]$AppendSelected,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$Filter,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$Search,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$ConsistencyLevel,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [switch]$Count,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$CountVariable,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string[]]$Orderby,

        [uint32]$First,

        [uint32]$Skip,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function New-AzADServicePrincipal {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'SimpleParameterSet')]
    [OutputType('CustomerKey.ADServicePrincipal')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ApplicationWithoutCredentialParameterSet')]
        [Alias('AppId')]
        [string]$ApplicationId,

        [Parameter(Mandatory, ParameterSetName = 'SimpleParameterSet')]
        [string]$DisplayName,

        [switch]$AccountEnabled,

        [string]$Role,

        [string]$Scope,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ApplicationId = $ApplicationId } -ShouldProcess $ApplicationId }
}

function Get-AzADGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'SearchStringParameterSet')]
        [Alias('SearchString', 'DisplayNameBeginsWith')]
        [string]$DisplayNameStartsWith,

        [Parameter(Mandatory, ParameterSetName = 'DisplayNameParameterSet')]
        [string]$DisplayName,

        [Parameter(Mandatory, ParameterSetName = 'ObjectIdParameterSet')]
        [Alias('GroupId', 'Id')]
        [string]$ObjectId,

        [string[]]$Select,

        [switch]$AppendSelected,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$Filter,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$Search,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$ConsistencyLevel,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [switch]$Count,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string]$CountVariable,

        [Parameter(ParameterSetName = 'EmptyParameterSet')]
        [string[]]$Orderby,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [object]$DefaultProfile,

        [uint32]$First,

        [uint32]$Skip
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

# ---- The tenant itself ---------------------------------------------------------------------------------------------

function New-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [string]$Name,

        [ValidateSet('Rehearsal', 'Production')]
        [string]$Mode,

        [ValidateSet('Create', 'Refuse')]
        [string]$UnknownIdentifiers,

        [ValidateSet('Local', 'Azure')]
        [string]$VaultProvider,

        [string]$VaultHostSuffix,

        [uint32]$VaultPort,

        [string]$VaultAuthorityFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Opens -Paths Path, VaultAuthorityFile }
}

function Open-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [switch]$AcceptAuditLoss
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -Opens -Paths Path }
}

function Get-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Set-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    param(
        [ValidateSet('Create', 'Refuse')]
        [string]$UnknownIdentifiers,

        [ValidateSet('Owner', 'Refuse')]
        [string]$UnknownAccounts,

        [object]$Owners,

        [object]$ExchangeAdministrators,

        [object]$ComplianceAdministrators,

        [ValidateSet('Background', 'Manual')]
        [string]$JobMode,

        [uint32]$MailboxCacheLifetime,

        [uint32]$SiteCacheLifetime,

        [double]$RootOffset,

        [uint32]$FailureCacheLifetime,

        [double]$RootTimeout,

        [bool]$CacheEnabled,

        [uint32]$Seed,

        [bool]$AuditReads,

        [ValidateSet('2021', 'current')]
        [string]$RuleProfile,

        [ValidateSet('Enforce', 'Warn')]
        [string]$Validation
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the tenant' }
}

function Backup-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
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
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Opens -Paths Path, InputFile, SecretsFile }
}

function Move-CustomerKeyTenantVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Move')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(ParameterSetName = 'Move')]
        [hashtable]$KeyMap,

        [Parameter(ParameterSetName = 'Move')]
        [string]$VaultHostSuffix,

        [Parameter(ParameterSetName = 'Move')]
        [uint32]$VaultPort,

        [Parameter(ParameterSetName = 'Move')]
        [string]$VaultAuthorityFile,

        [Parameter(Mandatory, ParameterSetName = 'Undo')]
        [switch]$Undo
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the vaults of the tenant' -Paths VaultAuthorityFile }
}

function Remove-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenantRemoval')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [Parameter(Mandatory, Position = 1)]
        [string]$OutputFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Paths Path, OutputFile }
}

function Test-CustomerKeyConfiguration {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.PolicyCheck')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Test-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Test-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Position = 0)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Import-CustomerKeyInventory {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string[]]$Path,

        [switch]$Overwrite
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Paths Path }
}

function Export-CustomerKeyReport {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyReport')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Path,

        [Parameter(Position = 1)]
        [ValidateSet('Html', 'Json', 'Csv')]
        [string]$Format,

        [switch]$Force
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Path -Paths Path }
}

function Set-CustomerKeyFact {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Subscription')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Subscription')]
        [string]$Subscription,

        [Parameter(ParameterSetName = 'Subscription')]
        [ValidateSet('EnterpriseAgreement', 'CloudSolutionProvider', 'PayAsYouGo', 'Free', 'Trial', 'Sponsorship', 'MSDN', 'LegacySupport')]
        [string]$Offer,

        [Parameter(ParameterSetName = 'Subscription')]
        [guid]$Directory,

        [Parameter(Mandatory, ParameterSetName = 'License')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'License')]
        [bool]$Licensed,

        [Parameter(Mandatory, ParameterSetName = 'Application')]
        [ValidateSet('00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000', 'c066d759-24ae-40e7-a56f-027002b5d3e4', '19f7f505-34aa-44a4-9dcc-6a768854d2ea')]
        [string]$Application,

        [Parameter(Mandatory, ParameterSetName = 'Application')]
        [bool]$Registered,

        [Parameter(Mandatory, ParameterSetName = 'Scenario')]
        [ValidateSet('MDEP', 'EXO', 'SPO')]
        [string]$Scenario,

        [Parameter(Mandatory, ParameterSetName = 'Scenario')]
        [bool]$Enabled
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess "$Subscription$Mailbox$Application$Scenario" }
}

function Get-CustomerKeyFact {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyFact')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Test-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyTenantCheck')]
    param(
        [switch]$Content
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function New-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
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

        [switch]$PublicFolder,

        [uint32]$Count
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Alias = $Alias; UserPrincipalName = $UserPrincipalName; DisplayName = $DisplayName; PrimarySmtpAddress = $PrimarySmtpAddress } -ShouldProcess $Name }
}

function New-MailUser {
    # .EXTERNALHELP CustomerKey-help.xml
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

function Move-CustomerKeyMailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Import-CustomerKeyItem {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyItem')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Site')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Object')]
        [string[]]$Path,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'MailboxLiteral')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'WorkloadLiteral')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SiteLiteral')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ObjectLiteral')]
        [Alias('PSPath', 'FullName')]
        [string[]]$LiteralPath,

        [Parameter(Mandatory, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, ParameterSetName = 'MailboxLiteral')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, ParameterSetName = 'WorkloadLiteral')]
        [string]$Workload,

        [Parameter(Mandatory, ParameterSetName = 'Site')]
        [Parameter(Mandatory, ParameterSetName = 'SiteLiteral')]
        [string]$Site,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Object')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ObjectLiteral')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyWorkload', 'Get-CustomerKeySite', 'Get-Mailbox', 'Get-MailboxStatistics') ('CustomerKeyWorkload', 'CustomerKeySite', 'Mailbox', 'MailboxStatistics') ('Identity', 'LiteralPath') })]
        [psobject]$InputObject
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path; LiteralPath = $LiteralPath; InputObject = $InputObject } -ShouldProcess "$Path$LiteralPath" -Paths Path, LiteralPath }
}

function Get-CustomerKeyItem {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyItem')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Mailbox')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [string]$Workload,

        [Parameter(Mandatory, ParameterSetName = 'Site')]
        [string]$Site,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Item')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyItem', 'Get-CustomerKeyWorkload', 'Get-CustomerKeySite', 'Get-Mailbox', 'Get-MailboxStatistics') ('CustomerKeyItem', 'CustomerKeyWorkload', 'CustomerKeySite', 'Mailbox', 'MailboxStatistics') ('Identity') })]
        [psobject]$InputObject,

        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } }
}

function Export-CustomerKeyItem {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyExport')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, ParameterSetName = 'MailboxFolder')]
        [string]$Mailbox,

        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, ParameterSetName = 'WorkloadFolder')]
        [string]$Workload,

        [Parameter(Mandatory, ParameterSetName = 'Site')]
        [Parameter(Mandatory, ParameterSetName = 'SiteFolder')]
        [string]$Site,

        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Site')]
        [Parameter(Position = 0, ParameterSetName = 'MailboxFolder')]
        [Parameter(Position = 0, ParameterSetName = 'WorkloadFolder')]
        [Parameter(Position = 0, ParameterSetName = 'SiteFolder')]
        [AllowNull()]
        [object]$Identity,

        [Parameter(Mandatory, ParameterSetName = 'Mailbox')]
        [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, ParameterSetName = 'Site')]
        [Parameter(Mandatory, ParameterSetName = 'ItemFile')]
        [string]$OutputFile,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Item')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ItemFile')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyItem', 'Get-CustomerKeyWorkload', 'Get-CustomerKeySite', 'Get-Mailbox', 'Get-MailboxStatistics') ('CustomerKeyItem', 'CustomerKeyWorkload', 'CustomerKeySite', 'Mailbox', 'MailboxStatistics') ('Identity') })]
        [psobject]$InputObject,

        [Parameter(Mandatory, ParameterSetName = 'MailboxFolder')]
        [Parameter(Mandatory, ParameterSetName = 'WorkloadFolder')]
        [Parameter(Mandatory, ParameterSetName = 'SiteFolder')]
        [Parameter(Mandatory, ParameterSetName = 'Item')]
        [string]$Destination,

        [switch]$Force
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Identity$InputObject" -Paths OutputFile, Destination }
}

function Get-CustomerKeyDirectory {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyDirectoryEntry')]
    param(
        [Parameter(Position = 0)]
        [ValidateSet('User', 'Application', 'Subscription', 'ResourceGroup')]
        [string]$Kind
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Get-CustomerKeyWorkload {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyWorkload')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Unregister-CustomerKeyWorkload {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    param(
        [switch]$WithLostKeys
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the workloads of the tenant' }
}

function Get-CustomerKeyApplication {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyApplication')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-CustomerKeyApplication {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Identity')]
        [string]$Identity,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Object')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyApplication') ('CustomerKeyApplication') ('Identity') })]
        [psobject]$InputObject,

        [Parameter(Mandatory)]
        [AllowNull()]
        [object]$DataEncryptionPolicy
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Identity$InputObject" }
}

function New-CustomerKeyGeo {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Name,

        [Parameter(Mandatory, Position = 1)]
        [string]$AdminUrl
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Name }
}

function Get-CustomerKeyGeo {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Enable-CustomerKeyRecoveryMode {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Disable-CustomerKeyRecoveryMode {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Update-CustomerKeyAvailabilityKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the availability key of SharePoint' }
}

function New-CustomerKeySite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeySite')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$Url,

        [object]$Geo
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Url = $Url } -ShouldProcess $Url }
}

function Get-CustomerKeySite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeySite')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [object]$Geo
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyJob {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyJob')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Invoke-CustomerKeyJob {
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyJob')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [string]$Timeout
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyBackup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyBackup')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Remove-CustomerKeyBackup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-CustomerKeyUsage {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyUsage')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Id', 'KeyId')]
        [object]$Key
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Key = $Key } }
}

function Get-CustomerKeyPurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyPurge')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyPurgeApprover {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyPurgeApprover')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Set-CustomerKeyPurgeApprover {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string]$Name,

        [Parameter(Mandatory, Position = 1)]
        [string]$PublicKey
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess $Name -Paths PublicKey }
}

function Approve-CustomerKeySitePurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeySitePurgeAgreement')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the purge of the geo''s data' }
}

function Request-CustomerKeySitePurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurge')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [Parameter(Mandatory)]
        [string]$Reason,

        [Parameter(Mandatory)]
        [string]$Contact,

        [switch]$Force
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the data of the geo' }
}

function New-CustomerKeyPurgeDocument {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurgeDocument')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [Parameter(Mandatory, Position = 1)]
        [string]$OutputFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity -Paths OutputFile }
}

function Approve-CustomerKeyPurgeDocument {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurgeDocument')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName')]
        [string]$Path,

        [Parameter(Mandatory, Position = 1)]
        [string]$PrivateKey,

        [Parameter(Mandatory, Position = 2)]
        [string]$OutputFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path } -ShouldProcess $Path -Paths Path, PrivateKey, OutputFile }
}

function Complete-CustomerKeyPurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurge')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName')]
        [string]$Path,

        [switch]$Force
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path } -ShouldProcess $Path -Paths Path }
}

function Export-CustomerKeyPurgeEvidence {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurgeEvidence')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [Parameter(Mandatory, Position = 1)]
        [string]$OutputFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity -Paths OutputFile }
}

function Get-CustomerKeyImpact {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyImpact')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string[]]$Change
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Test-CustomerKeyRetirement {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyRetirement')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Id', 'KeyId')]
        [string]$Key,

        [switch]$Detailed,

        [switch]$Move,

        [string]$OutputFile
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Key = $Key } -ShouldProcess $Key -Paths OutputFile }
}

function Search-CustomerKeyAudit {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyAuditRecord')]
    param(
        [Nullable[datetime]]$StartDate,

        [Nullable[datetime]]$EndDate,

        [object]$RecordType,

        [object]$Activity,

        [Alias('Operations')]
        [object]$Operation,

        [Alias('UserId', 'UserIds')]
        [object]$User,

        [Alias('ObjectId', 'ObjectIds')]
        [object]$Object,

        [ValidateSet('Succeeded', 'Failed', 'Denied')]
        [string]$Result,

        [string]$ResultSize,

        [switch]$Verify
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Search-CustomerKeyVaultUse {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyVaultUse')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [object]$VaultName,

        [Parameter(Position = 1)]
        [object]$KeyName,

        [ValidateSet('KeyWrap', 'KeyUnwrap', 'KeyEncrypt', 'KeyDecrypt', 'KeySign', 'KeyVerify')]
        [string]$Operation,

        [Nullable[datetime]]$StartDate,

        [Nullable[datetime]]$EndDate,

        [string]$ResultSize
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName } }
}

function Export-CustomerKeyAuditHead {
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$VaultName,

        [Parameter(Mandatory, Position = 1)]
        [ValidateSet('None', 'Unreachable', 'Reset', 'HalfAnswer', 'Throttled', 'Slow', 'ServerError', 'Unauthorized', 'Firewall', 'SubscriptionCanceled')]
        [string]$Fault,

        [double]$DelaySeconds
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName } -ShouldProcess $VaultName }
}

function Set-CustomerKeyClock {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Advance')]
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyClock')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Clear-CustomerKeyCache {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -ShouldProcess 'the opened keys of the tenant' }
}

# ---- Customer Key onboarding ---------------------------------------------------------------------------------------

function New-CustomerKeyOnboardingRequest {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'KeyIdentifier')]
    [OutputType('CustomerKey.CustomerKeyOnboardingRequest')]
    param(
        [Parameter(Mandatory)]
        [string]$OrganizationId,

        [Parameter(Mandatory)]
        [ValidateSet('MDEP', 'EXO')]
        [string]$Scenario,

        [Parameter(Mandatory)]
        [string]$Subscription1,

        [Parameter(Mandatory, ParameterSetName = 'KeyIdentifier')]
        [string]$KeyIdentifier1,

        [Parameter(Mandatory, ParameterSetName = 'VaultName')]
        [string]$VaultName1,

        [Parameter(Mandatory, ParameterSetName = 'VaultName')]
        [string]$KeyName1,

        [Parameter(Mandatory)]
        [string]$Subscription2,

        [Parameter(Mandatory, ParameterSetName = 'KeyIdentifier')]
        [string]$KeyIdentifier2,

        [Parameter(Mandatory, ParameterSetName = 'VaultName')]
        [string]$VaultName2,

        [Parameter(Mandatory, ParameterSetName = 'VaultName')]
        [string]$KeyName2,

        [Parameter(Mandatory)]
        [ValidateSet('Prepare', 'Validate', 'Enable')]
        [string]$OnboardingMode
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -Obeys }
}

function Get-CustomerKeyOnboardingRequest {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyOnboardingRequest')]
    param(
        [Parameter(Mandatory)]
        [string]$OrganizationId,

        [object]$RequestId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

# ---- Exchange Online and the compliance service --------------------------------------------------------------------

function New-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$Name,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [object]$AzureKeyIDs,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$Description,

        [string]$DomainController,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$Enabled
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; AzureKeyIDs = $AzureKeyIDs; Description = $Description; Enabled = $Enabled } -ShouldProcess $Name }
}

function Get-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-M365DataAtRestEncryptionPolicyAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicyAssignment')]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Set-M365DataAtRestEncryptionPolicyAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Mandatory)]
        [Alias('Policy')]
        [AllowNull()]
        [object]$DataEncryptionPolicy
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given -Obeys }
}

function New-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.DataEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [string]$Name,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [object]$AzureKeyIDs,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string]$Description,

        [string]$DomainController,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$Enabled
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; AzureKeyIDs = $AzureKeyIDs; Description = $Description; Enabled = $Enabled } -ShouldProcess $Name }
}

function Get-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.DataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$DomainController,

        [switch]$Force,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [object]$DataEncryptionPolicy,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [switch]$GroupMailbox,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [switch]$InactiveMailbox,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [switch]$PublicFolder,

        [bool]$LitigationHoldEnabled,

        [object]$AddressBookPolicy,
        [object]$ArchiveStatus,
        [bool]$AccountDisabled,
        [bool]$AntispamBypassEnabled,
        [bool]$AuditEnabled,
        [bool]$CalendarRepairDisabled,
        [bool]$CalendarVersionStoreDisabled,
        [bool]$ClientExtensions,
        [bool]$CreateDTMFMap,
        [bool]$DeliverToMailboxAndForward,
        [bool]$DisableThrottling,
        [bool]$DowngradeHighPriorityMessagesEnabled,
        [bool]$ElcProcessingDisabled,
        [bool]$EmailAddressPolicyEnabled,
        [bool]$EnableRoomMailboxAccount,
        [bool]$GMGen,
        [bool]$HiddenFromAddressListsEnabled,
        [bool]$ImListMigrationCompleted,
        [bool]$IsExcludedFromServingHierarchy,
        [bool]$IsHierarchyReady,
        [bool]$IsHierarchySyncEnabled,
        [bool]$Management,
        [bool]$MessageCopyForSendOnBehalfEnabled,
        [bool]$MessageCopyForSentAsEnabled,
        [bool]$MessageCopyForSMTPClientSubmissionEnabled,
        [bool]$MessageTracking,
        [bool]$MessageTrackingReadStatusEnabled,
        [bool]$Migration,
        [bool]$ModerationEnabled,
        [bool]$OABGen,
        [bool]$OMEncryption,
        [bool]$OMEncryptionStore,
        [bool]$PstProvider,
        [bool]$RequireSenderAuthenticationEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [bool]$RetainDeletedItemsUntilBackup,
        [bool]$RetentionHoldEnabled,
        [bool]$SchedulerAssistant,
        [bool]$SCLDeleteEnabled,
        [bool]$SCLJunkEnabled,
        [bool]$SCLQuarantineEnabled,
        [bool]$SCLRejectEnabled,
        [bool]$SingleItemRecoveryEnabled,
        [bool]$UMDataStorage,
        [bool]$UMGrammar,
        [bool]$UniqueUnrestrictedGroupsLimitEnabled,
        [bool]$UseDatabaseQuotaDefaults,
        [bool]$UseDatabaseRetentionDefaults,
        [object]$RulesQuota,
        [object]$Type,
        [object]$ArchiveDatabase,
        [object]$Database,
        [object]$EndDateForRetentionHold,
        [object]$LitigationHoldDate,
        [object]$StartDateForRetentionHold,
        [object]$StsRefreshTokensValidFrom,
        [object]$AuditLogAgeLimit,
        [object]$RetainDeletedItemsFor,
        [object]$ExternalOofOptions,
        [int]$DumpsterMessagesPerFolderCountReceiveQuota,
        [int]$DumpsterMessagesPerFolderCountWarningQuota,
        [int]$ExtendedPropertiesCountQuota,
        [int]$FolderHierarchyChildrenCountReceiveQuota,
        [int]$FolderHierarchyChildrenCountWarningQuota,
        [int]$FolderHierarchyDepthReceiveQuota,
        [int]$FolderHierarchyDepthWarningQuota,
        [int]$FoldersCountReceiveQuota,
        [int]$FoldersCountWarningQuota,
        [int]$MailboxMessagesPerFolderCountReceiveQuota,
        [int]$MailboxMessagesPerFolderCountWarningQuota,
        [int]$MaxBlockedSenders,
        [int]$MaxSafeSenders,
        [int]$ResourceCapacity,
        [int]$SCLDeleteThreshold,
        [int]$SCLJunkThreshold,
        [int]$SCLQuarantineThreshold,
        [int]$SCLRejectThreshold,
        [object]$SystemMessageSizeShutoffQuota,
        [object]$SystemMessageSizeWarningQuota,
        [object]$ArbitrationMailbox,
        [object]$ManagedFolderMailboxPolicy,
        [object]$RetentionPolicy,
        [object]$RoleAssignmentPolicy,
        [object]$ExtensionCustomAttribute1,
        [object]$ExtensionCustomAttribute2,
        [object]$ExtensionCustomAttribute3,
        [object]$ExtensionCustomAttribute4,
        [object]$ExtensionCustomAttribute5,
        [object]$AcceptMessagesOnlyFrom,
        [object]$AcceptMessagesOnlyFromDLMembers,
        [object]$AcceptMessagesOnlyFromSendersOrMembers,
        [object]$ArchiveName,
        [object]$AuditAdmin,
        [object]$AuditDelegate,
        [object]$AuditOwner,
        [object]$BypassModerationFromSendersOrMembers,
        [object]$DefaultAuditSet,
        [object]$EmailAddressDisplayNames,
        [object]$GrantSendOnBehalfTo,
        [object]$Languages,
        [object]$MailTipTranslations,
        [object]$ModeratedBy,
        [object]$NonCompliantDevices,
        [object]$RejectMessagesFrom,
        [object]$RejectMessagesFromDLMembers,
        [object]$RejectMessagesFromSendersOrMembers,
        [object]$ResourceCustom,
        [object]$UMDtmfMap,
        [object]$UserCertificate,
        [object]$UserSMimeCertificate,
        [object]$OfflineAddressBook,
        [object]$QueryBaseDN,
        [pscredential]$LinkedCredential,
        [object]$ForwardingSmtpAddress,
        [object]$EmailAddresses,
        [object]$DefaultPublicFolderMailbox,
        [object]$ForwardingAddress,
        [object]$RemoteRecipientType,
        [securestring]$NewPassword,
        [securestring]$OldPassword,
        [securestring]$Password,
        [securestring]$RoomMailboxPassword,
        [object]$AttributesToClear,
        [object]$SharingPolicy,
        [object]$JournalArchiveAddress,
        [object]$MicrosoftOnlineServicesID,
        [object]$PrimarySmtpAddress,
        [object]$WindowsEmailAddress,
        [object]$ArchiveDomain,
        [object]$CustomAttribute1,
        [object]$CustomAttribute2,
        [object]$CustomAttribute3,
        [object]$CustomAttribute4,
        [object]$CustomAttribute5,
        [object]$CustomAttribute6,
        [object]$CustomAttribute7,
        [object]$CustomAttribute8,
        [object]$CustomAttribute9,
        [object]$CustomAttribute10,
        [object]$CustomAttribute11,
        [object]$CustomAttribute12,
        [object]$CustomAttribute13,
        [object]$CustomAttribute14,
        [object]$CustomAttribute15,
        [object]$Alias,
        [object]$DisplayName,
        [object]$EnforcedTimestamps,
        [object]$ImmutableId,
        [object]$LinkedDomainController,
        [object]$LitigationHoldOwner,
        [object]$MailboxRegion,
        [object]$MailTip,
        [object]$Office,
        [object]$RetentionComment,
        [object]$RetentionUrl,
        [object]$SamAccountName,
        [object]$SecondaryAddress,
        [object]$SimpleDisplayName,
        [object]$UserPrincipalName,
        [object]$ExcludeFromOrgHolds,
        [object]$RemoveOrphanedHolds,
        [switch]$ApplyMandatoryProperties,
        [switch]$Arbitration,
        [switch]$AuditLog,
        [switch]$AuxAuditLog,
        [switch]$ClearThrottlingPolicyAssignment,
        [switch]$ExcludeFromAllHolds,
        [switch]$ExcludeFromAllOrgHolds,
        [switch]$IgnoreDefaultScope,
        [switch]$ManagedFolderMailboxPolicyAllowed,
        [switch]$ProvisionedForOfficeGraph,
        [switch]$RecalculateInactiveMailbox,
        [switch]$RemoveComplianceTagHoldApplied,
        [switch]$RemoveDelayHoldApplied,
        [switch]$RemoveDelayReleaseHoldApplied,
        [switch]$RemoveDisabledArchive,
        [switch]$RemoveMailboxProvisioningConstraint,
        [switch]$RemoveManagedFolderAndPolicy,
        [switch]$RemovePicture,
        [switch]$RemoveSpokenName,
        [switch]$UpdateEnforcedTimestamp,
        [object]$ThrottlingPolicy,
        [object]$SendModerationNotifications,
        [object]$SecondaryDialPlan,
        [object]$UniqueRecipientsCountLimitLevel,
        [object]$ArchiveQuota,
        [object]$ArchiveWarningQuota,
        [object]$CalendarLoggingQuota,
        [object]$IssueWarningQuota,
        [object]$LitigationHoldDuration,
        [object]$MaxReceiveSize,
        [object]$MaxSendSize,
        [object]$ProhibitSendQuota,
        [object]$ProhibitSendReceiveQuota,
        [object]$RecipientLimits,
        [object]$RecoverableItemsQuota,
        [object]$RecoverableItemsWarningQuota,
        [object]$LinkedMasterAccount
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Remove-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [switch]$Force,

        [switch]$IgnoreLegalHold,

        [switch]$Migration,

        [switch]$PermanentlyDelete,

        [switch]$PublicFolder
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Disable-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [Parameter(ParameterSetName = 'Archive')]
        [switch]$Archive,

        [Parameter(ParameterSetName = 'Archive')]
        [switch]$PermanentlyDisable,

        [Parameter(ParameterSetName = 'RemoteArchive')]
        [switch]$RemoteArchive
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Undo-SoftDeletedMailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'SoftDeletedMailbox')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Identity')]
        [string]$SoftDeletedObject,

        [string]$DisplayName,

        [string]$Name,

        [Parameter(ParameterSetName = 'SoftDeletedMailbox')]
        [securestring]$Password,

        [Parameter(Mandatory, ParameterSetName = 'PublicFolder')]
        [switch]$PublicFolder,

        [Parameter(ParameterSetName = 'SoftDeletedMailbox')]
        [string]$WindowsLiveID
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SoftDeletedObject = $SoftDeletedObject } -ShouldProcess $SoftDeletedObject }
}

function New-MoveRequest {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [switch]$Remote,

        [string]$RemoteHostName,

        [string]$TargetDeliveryDomain,

        [string]$BatchName
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(ParameterSetName = 'AnrSet')]
        [object]$Anr,

        [switch]$Archive,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'DatabaseSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'ServerSet')]
        [string]$DomainController,

        [object]$Filter,

        [switch]$GroupMailbox,

        [switch]$PublicFolder,

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
        [Alias('Name')]
        [object]$Identity,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'ServerSet')]
        [string]$Server,

        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'MailboxPlanSet')]
        [string]$MailboxPlan
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Database = $Database; Identity = $Identity; Server = $Server; MailboxPlan = $MailboxPlan } }
}

function Set-MailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$DomainController,

        [Parameter(ParameterSetName = 'CloudIdentity')]
        [object]$DataEncryptionPolicy,

        [bool]$CreateDTMFMap,
        [bool]$EmailAddressPolicyEnabled,
        [bool]$HiddenFromAddressListsEnabled,
        [bool]$ModerationEnabled,
        [bool]$RequireSenderAuthenticationEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [bool]$UsePreferMessageFormat,
        [object]$ArchiveGuid,
        [object]$ExchangeGuid,
        [object]$MacAttachmentFormat,
        [object]$ArbitrationMailbox,
        [object]$MessageBodyFormat,
        [object]$MessageFormat,
        [object]$ExtensionCustomAttribute1,
        [object]$ExtensionCustomAttribute2,
        [object]$ExtensionCustomAttribute3,
        [object]$ExtensionCustomAttribute4,
        [object]$ExtensionCustomAttribute5,
        [object]$AcceptMessagesOnlyFrom,
        [object]$AcceptMessagesOnlyFromDLMembers,
        [object]$AcceptMessagesOnlyFromSendersOrMembers,
        [object]$ArchiveName,
        [object]$BypassModerationFromSendersOrMembers,
        [object]$GrantSendOnBehalfTo,
        [object]$MailTipTranslations,
        [object]$MaxReceiveSize,
        [object]$MaxSendSize,
        [object]$ModeratedBy,
        [object]$RecipientLimits,
        [object]$RecoverableItemsQuota,
        [object]$RecoverableItemsWarningQuota,
        [object]$RejectMessagesFrom,
        [object]$RejectMessagesFromDLMembers,
        [object]$RejectMessagesFromSendersOrMembers,
        [object]$UMDtmfMap,
        [object]$UserCertificate,
        [object]$UserSMimeCertificate,
        [object]$ExternalEmailAddress,
        [object]$EmailAddresses,
        [securestring]$Password,
        [object]$JournalArchiveAddress,
        [object]$MicrosoftOnlineServicesID,
        [object]$PrimarySmtpAddress,
        [object]$WindowsEmailAddress,
        [object]$CustomAttribute1,
        [object]$CustomAttribute2,
        [object]$CustomAttribute3,
        [object]$CustomAttribute4,
        [object]$CustomAttribute5,
        [object]$CustomAttribute6,
        [object]$CustomAttribute7,
        [object]$CustomAttribute8,
        [object]$CustomAttribute9,
        [object]$CustomAttribute10,
        [object]$CustomAttribute11,
        [object]$CustomAttribute12,
        [object]$CustomAttribute13,
        [object]$CustomAttribute14,
        [object]$CustomAttribute15,
        [object]$Alias,
        [object]$DisplayName,
        [object]$FederatedIdentity,
        [object]$ImmutableId,
        [object]$MailboxRegion,
        [object]$MailTip,
        [object]$SamAccountName,
        [object]$SecondaryAddress,
        [object]$SimpleDisplayName,
        [object]$UserPrincipalName,
        [object]$ExcludeFromOrgHolds,
        [switch]$EnableLitigationHoldForMigration,
        [switch]$ExcludeFromAllHolds,
        [switch]$ExcludeFromAllOrgHolds,
        [switch]$ForceUpgrade,
        [switch]$HVEAccount,
        [switch]$IgnoreDefaultScope,
        [switch]$RecalculateInactiveMailUser,
        [switch]$RemoveMailboxProvisioningConstraint,
        [switch]$RemovePicture,
        [switch]$RemoveSpokenName,
        [switch]$SkipDualWrite,
        [object]$SendModerationNotifications,
        [object]$SecondaryDialPlan,
        [object]$UseMapiRichTextFormat
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-MailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.MailUser')]
    param(
        [Parameter(ParameterSetName = 'AnrSet')]
        [object]$Anr,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [pscredential]$Credential,

        [Parameter(ParameterSetName = 'AnrSet')]
        [Parameter(ParameterSetName = 'Identity')]
        [string]$DomainController,

        [object]$Filter,

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

        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [Alias('Name')]
        [object]$Identity,

        [Parameter(ParameterSetName = 'HVEAccount')]
        [switch]$HVEAccount
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-MailboxStatistics {
    # .EXTERNALHELP CustomerKey-help.xml
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
        [Alias('Name')]
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

function Get-EXOMailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.EXOMailbox')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [Alias('Name')]
        [object]$Identity,

        [Parameter(ParameterSetName = 'Anr')]
        [object]$Anr,

        [switch]$Archive,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [Nullable[guid]]$ExternalDirectoryObjectId,

        [object]$Filter,

        [switch]$GroupMailbox,

        [switch]$InactiveMailboxOnly,

        [switch]$IncludeInactiveMailbox,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [object]$PrimarySmtpAddress,

        [string[]]$Properties,

        [string[]]$PropertySets,

        [string[]]$RecipientTypeDetails,

        [string]$ResultSize,

        [switch]$SoftDeletedMailbox,

        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [object]$UserPrincipalName
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity; ExternalDirectoryObjectId = $ExternalDirectoryObjectId; PrimarySmtpAddress = $PrimarySmtpAddress; UserPrincipalName = $UserPrincipalName } }
}

function Get-EXOMailboxStatistics {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.EXOMailboxStatistics')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [object]$Identity,

        [switch]$Archive,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Nullable[guid]]$DatabaseGuid,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Nullable[guid]]$ExchangeGuid,

        [switch]$IncludeMoveHistory,

        [switch]$IncludeMoveReport,

        [switch]$IncludeSoftDeletedRecipients,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$PrimarySmtpAddress,

        [string[]]$Properties,

        [string[]]$PropertySets,

        [Parameter(ValueFromPipelineByPropertyName)]
        [object]$UserPrincipalName
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity; DatabaseGuid = $DatabaseGuid; ExchangeGuid = $ExchangeGuid; PrimarySmtpAddress = $PrimarySmtpAddress; UserPrincipalName = $UserPrincipalName } }
}

function Get-User {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.User')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [Alias('Name')]
        [object]$Identity,

        [Parameter(ParameterSetName = 'AnrSet')]
        [object]$Anr,

        [string]$DomainController,

        [object]$Filter,

        [switch]$IsVIP,

        [string]$OrganizationalUnit,

        [switch]$PublicFolder,

        [string[]]$RecipientTypeDetails,

        [string]$ResultSize,

        [string]$SortBy,

        [pscredential]$Credential,
        [switch]$Arbitration,
        [switch]$AuditLog,
        [switch]$AuxAuditLog,
        [switch]$IgnoreDefaultScope,
        [switch]$IncludeDirectReportsWithDisplayNames,
        [switch]$IncludeManagerWithDisplayName,
        [switch]$ReadFromDomainController,
        [switch]$SupervisoryReviewPolicy
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-User {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [switch]$ClearDataEncryptionPolicy,

        [string]$DomainController,

        [switch]$Force,

        [object]$AllowUMCallsFromNonUsers,
        [bool]$BlockCloudCache,
        [bool]$CanHaveCloudCache,
        [bool]$CreateDTMFMap,
        [bool]$EXOModuleEnabled,
        [bool]$IsShadowMailbox,
        [bool]$RemotePowerShellEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [bool]$VIP,
        [object]$CountryOrRegion,
        [object]$StsRefreshTokensValidFrom,
        [object]$GeoCoordinates,
        [int]$SeniorityIndex,
        [object]$MailboxRegionSuffix,
        [object]$DesiredWorkloads,
        [object]$ManagedOnboardingType,
        [object]$CertificateSubject,
        [object]$OtherFax,
        [object]$OtherHomePhone,
        [object]$OtherTelephone,
        [object]$PostOfficeBox,
        [object]$UMCallingLineIds,
        [object]$UMDtmfMap,
        [pscredential]$LinkedCredential,
        [object]$WindowsEmailAddress,
        [object]$AssistantName,
        [object]$AuthenticationPolicy,
        [object]$City,
        [object]$Company,
        [object]$Department,
        [object]$DisplayName,
        [object]$Fax,
        [object]$FirstName,
        [object]$HomePhone,
        [object]$Initials,
        [object]$LastName,
        [object]$LinkedDomainController,
        [object]$MailboxRegion,
        [object]$MobilePhone,
        [object]$Notes,
        [object]$Office,
        [object]$Pager,
        [object]$Phone,
        [object]$PhoneticDisplayName,
        [object]$PostalCode,
        [object]$SamAccountName,
        [object]$SimpleDisplayName,
        [object]$StateOrProvince,
        [object]$StreetAddress,
        [object]$TelephoneAssistant,
        [object]$Title,
        [object]$UserPrincipalName,
        [object]$WebPage,
        [switch]$Arbitration,
        [switch]$IgnoreDefaultScope,
        [switch]$PermanentlyClearPreviousMailboxInfo,
        [switch]$PublicFolder,
        [switch]$RemoveMailboxProvisioningConstraint,
        [switch]$SkipDualWrite,
        [object]$Manager,
        [object]$LinkedMasterAccount
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function New-UnifiedGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.UnifiedGroup')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [string]$DisplayName,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$Alias,

        [Parameter(ParameterSetName = 'Identity')]
        [object]$DataEncryptionPolicy,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$Name,

        [Parameter(ParameterSetName = 'Identity')]
        [string]$PrimarySmtpAddress,

        [Parameter(Mandatory, ParameterSetName = 'DlMigration')]
        [string]$DlIdentity,

        [bool]$IsMemberAllowedToEditContent,
        [bool]$RequireSenderAuthenticationEnabled,
        [object]$Language,
        [object]$SensitivityLabelId,
        [object]$AccessType,
        [object]$EmailAddresses,
        [object]$ExecutingUser,
        [object]$Owner,
        [object]$ManagedBy,
        [object]$Members,
        [object]$MailboxRegion,
        [object]$Classification,
        [object]$Notes,
        [switch]$AlwaysSubscribeMembersToCalendarEvents,
        [switch]$AutoSubscribeNewMembers,
        [switch]$ExoErrorAsWarning,
        [switch]$HiddenGroupMembershipEnabled,
        [switch]$SubscriptionEnabled,
        [switch]$SuppressWarmupMessage,
        [switch]$ConvertClosedDlToPrivateGroup,
        [switch]$DeleteDlAfterMigration
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ DisplayName = $DisplayName } -ShouldProcess $DisplayName }
}

function Get-UnifiedGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.UnifiedGroup')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')]
        [Alias('Name')]
        [object]$Identity,

        [Parameter(ParameterSetName = 'AnrSet')]
        [object]$Anr,

        [object]$Filter,

        [switch]$IncludeSoftDeletedGroups,

        [string]$ResultSize,

        [string]$SortBy,

        [switch]$IncludeAcceptMessagesOnlyFromSendersOrMembersWithDisplayNames,
        [switch]$IncludeAllProperties,
        [switch]$IncludeBypassModerationFromSendersOrMembersWithDisplayNames,
        [switch]$IncludeGrantSendOnBehalfToWithDisplayNames,
        [switch]$IncludeModeratedByWithDisplayNames,
        [switch]$IncludeRejectMessagesFromSendersOrMembersWithDisplayNames
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-DistributionGroupMember {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.User')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [pscredential]$Credential,

        [string]$DomainController,

        [switch]$IncludeSoftDeletedObjects,

        [switch]$ReadFromDomainController,

        [string]$ResultSize
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-UnifiedGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Name')]
        [string]$Identity,

        [object]$DataEncryptionPolicy,

        [bool]$HiddenFromAddressListsEnabled,
        [bool]$IsMemberAllowedToEditContent,
        [bool]$ModerationEnabled,
        [bool]$RequireSenderAuthenticationEnabled,
        [object]$Language,
        [object]$AuditLogAgeLimit,
        [object]$InformationBarrierMode,
        [object]$SensitivityLabelId,
        [object]$AccessType,
        [object]$ExtensionCustomAttribute1,
        [object]$ExtensionCustomAttribute2,
        [object]$ExtensionCustomAttribute3,
        [object]$ExtensionCustomAttribute4,
        [object]$ExtensionCustomAttribute5,
        [object]$AcceptMessagesOnlyFromSendersOrMembers,
        [object]$GrantSendOnBehalfTo,
        [object]$MailTipTranslations,
        [object]$ModeratedBy,
        [object]$RejectMessagesFromSendersOrMembers,
        [object]$EmailAddresses,
        [object]$PrimarySmtpAddress,
        [object]$CustomAttribute1,
        [object]$CustomAttribute2,
        [object]$CustomAttribute3,
        [object]$CustomAttribute4,
        [object]$CustomAttribute5,
        [object]$CustomAttribute6,
        [object]$CustomAttribute7,
        [object]$CustomAttribute8,
        [object]$CustomAttribute9,
        [object]$CustomAttribute10,
        [object]$CustomAttribute11,
        [object]$CustomAttribute12,
        [object]$CustomAttribute13,
        [object]$CustomAttribute14,
        [object]$CustomAttribute15,
        [object]$Alias,
        [object]$Classification,
        [object]$DisplayName,
        [object]$MailboxRegion,
        [object]$MailTip,
        [object]$Notes,
        [switch]$AlwaysSubscribeMembersToCalendarEvents,
        [switch]$AutoSubscribeNewMembers,
        [switch]$CalendarMemberReadOnly,
        [switch]$ConnectorsEnabled,
        [switch]$ForceUpgrade,
        [switch]$HiddenFromExchangeClientsEnabled,
        [switch]$SubscriptionEnabled,
        [switch]$UnifiedGroupWelcomeMessageEnabled,
        [object]$MaxReceiveSize,
        [object]$MaxSendSize
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-ConnectionInformation {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    [OutputType('CustomerKey.ConnectionInformation')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ConnectionId')]
        [string[]]$ConnectionId,

        [Parameter(Mandatory, ParameterSetName = 'ModulePrefix')]
        [string[]]$ModulePrefix
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Get-OrganizationConfig {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.OrganizationConfig')]
    param(
        [string]$DomainController
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Get-AcceptedDomain {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.AcceptedDomain')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [string]$DomainController,

        [string]$ResultSize
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Search-UnifiedAuditLog {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.UnifiedAuditRecord')]
    param(
        [Parameter(Mandatory)]
        [datetime]$EndDate,

        [Parameter(Mandatory)]
        [datetime]$StartDate,

        [switch]$Formatted,

        [object]$FreeText,

        [switch]$HighCompleteness,

        [string[]]$IPAddresses,

        [switch]$LegacyFlow,

        [string]$LongerRetentionEnabled,

        [string[]]$ObjectIds,

        [string[]]$Operations,

        [object]$RecordType,

        [int]$ResultSize,

        [ValidateSet('ReturnLargeSet', 'ReturnNextPreviewPage')]
        [string]$SessionCommand,

        [object]$SessionId,

        [string[]]$SiteIds,

        [string[]]$UserIds
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Connect-ExchangeOnline {
    # .EXTERNALHELP CustomerKey-help.xml
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
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'DefaultParameterSet')]
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
    # .EXTERNALHELP CustomerKey-help.xml
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

# ---- SharePoint Online ---------------------------------------------------------------------------------------------

function Connect-SPOService {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'AuthenticationUrl')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)]
        [string]$Url,

        [Parameter(Position = 1, ValueFromPipeline, ParameterSetName = 'AuthenticationLocation')]
        [Parameter(Position = 1, ValueFromPipeline, ParameterSetName = 'AuthenticationUrl')]
        [pscredential]$Credential,

        [Parameter(Position = 2)]
        [string]$ClientTag,

        [Parameter(ParameterSetName = 'AuthenticationCertificate')]
        [Parameter(ParameterSetName = 'AuthenticationLocation')]
        [string]$Region,

        [Parameter(ParameterSetName = 'AuthenticationCertificate')]
        [Parameter(ParameterSetName = 'AuthenticationUrl')]
        [string]$AuthenticationUrl,

        [Parameter(Position = 3, ParameterSetName = 'AuthenticationLocation')]
        [Parameter(Position = 3, ParameterSetName = 'AuthenticationUrl')]
        [bool]$ModernAuth,

        [Parameter(Position = 4, ParameterSetName = 'AuthenticationLocation')]
        [Parameter(Position = 4, ParameterSetName = 'AuthenticationUrl')]
        [bool]$UseSystemBrowser,

        [Parameter(ParameterSetName = 'AuthenticationCertificate')]
        [object]$Certificate,

        [Parameter(ParameterSetName = 'AuthenticationCertificate')]
        [string]$CertificatePath,

        [Parameter(ParameterSetName = 'AuthenticationCertificate')]
        [string]$CertificateThumbprint,

        [Parameter(ParameterSetName = 'AuthenticationCertificate')]
        [securestring]$CertificatePassword,

        [Parameter(Mandatory, ParameterSetName = 'AuthenticationCertificate')]
        [Alias('ApplicationId')]
        [string]$ClientId,

        [Parameter(Mandatory, ParameterSetName = 'AuthenticationCertificate')]
        [string]$TenantId,

        [Parameter(Mandatory, ParameterSetName = 'AuthenticationManagedIdentity')]
        [switch]$ManagedIdentity,

        [Parameter(ParameterSetName = 'AuthenticationManagedIdentity')]
        [string]$ManagedIdentityType,

        [Parameter(ParameterSetName = 'AuthenticationManagedIdentity')]
        [string]$ManagedIdentityClientId
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Url = $Url; Credential = $Credential } }
}

function Disconnect-SPOService {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    param()
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given }
}

function Remove-SPOSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [switch]$NoWait
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-SPODeletedSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ParameterSetAllSites')]
    [OutputType('CustomerKey.SPODeletedSite')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [Parameter(ParameterSetName = 'ParameterSetAllSites')]
        [switch]$IncludePersonalSite,

        [Parameter(Mandatory, ParameterSetName = 'ParameterSetPersonalSitesOnly')]
        [switch]$IncludeOnlyPersonalSite,

        [object]$Limit
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Remove-SPODeletedSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [switch]$NoWait
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Restore-SPODeletedSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeySite')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string]$Identity,

        [switch]$NoWait
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Register-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'BYOK_MultipleParameters')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'BYOK_Uri')]
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'LegacyIdentity')]
        [object]$Identity,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [string]$PrimaryKeyVaultName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [string]$PrimaryKeyName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [guid]$PrimaryKeyVersion,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [string]$SecondaryKeyVaultName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [string]$SecondaryKeyName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [guid]$SecondaryKeyVersion,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')]
        [string]$PrimaryKeyVaultUri,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')]
        [string]$SecondaryKeyVaultUri
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the geo' }
}

function Update-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'BYOK_MultipleParameters')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'BYOK_Uri')]
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'LegacyIdentity')]
        [object]$Identity,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [string]$KeyVaultName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [string]$KeyName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [guid]$KeyVersion,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')]
        [string]$KeyVaultUri,

        [Parameter(Mandatory)]
        [ValidateSet('Primary', 'Secondary', 'Availability')]
        [string]$KeyType
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the geo' }
}

function Restore-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'BYOK_MultipleParameters')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [object]$Identity,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [string]$PrimaryKeyVaultName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [string]$PrimaryKeyName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [guid]$PrimaryKeyVersion,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [string]$SecondaryKeyVaultName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [string]$SecondaryKeyName,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')]
        [guid]$SecondaryKeyVersion,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')]
        [string]$PrimaryKeyVaultUri,

        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')]
        [string]$SecondaryKeyVaultUri
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -Obeys }
}

function Get-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = '__AllParameterSets')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'LegacyIdentity')]
        [object]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-SPOSiteDataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.SPOSiteDataEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)]
        [string]$Identity
    )
    begin { $given = [string[]]$PSBoundParameters.PSBase.Keys }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

# ---- completion -----------------------------------------------------------------------------------------------------

$complete = { param($command, $parameter, $word, $line, $bound) Complete-CkeyParameter $command $parameter $word $bound }
foreach ($entry in @{
    AccountId = 'Connect-AzAccount'
    Activity = 'Search-CustomerKeyAudit'
    Algorithm = 'Invoke-AzKeyVaultKeyOperation'
    ApplicationId = 'Disconnect-AzAccount', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'New-AzRoleAssignment', 'Get-AzADServicePrincipal', 'New-AzADServicePrincipal'
    AuthScope = 'Connect-AzAccount'
    AzureKeyIDs = 'New-M365DataAtRestEncryptionPolicy', 'Set-M365DataAtRestEncryptionPolicy', 'New-DataEncryptionPolicy', 'Set-DataEncryptionPolicy'
    ComplianceAdministrators = 'Set-CustomerKeyTenant'
    DataEncryptionPolicy = 'Set-Mailbox', 'Set-MailUser', 'New-UnifiedGroup', 'Set-UnifiedGroup', 'Set-CustomerKeyApplication', 'Set-M365DataAtRestEncryptionPolicyAssignment'
    EmailAddress = 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy'
    ExchangeAdministrators = 'Set-CustomerKeyTenant'
    ExchangeEnvironmentName = 'Connect-ExchangeOnline'
    FeatureName = 'Register-AzProviderFeature', 'Get-AzProviderFeature'
    Geo = 'New-CustomerKeySite', 'Get-CustomerKeySite'
    Identity = 'Get-CustomerKeyItem', 'Export-CustomerKeyItem', 'Get-AcceptedDomain', 'Get-CustomerKeyApplication', 'Set-CustomerKeyApplication', 'Get-CustomerKeyBackup', 'Remove-CustomerKeyBackup', 'Register-SPODataEncryptionPolicy', 'Update-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy', 'Get-SPODataEncryptionPolicy', 'Get-CustomerKeyGeo', 'Enable-CustomerKeyRecoveryMode', 'Disable-CustomerKeyRecoveryMode', 'Approve-CustomerKeySitePurge', 'Request-CustomerKeySitePurge', 'Test-SPODataEncryptionPolicy', 'Get-CustomerKeyJob', 'Wait-CustomerKeyJob', 'Get-CustomerKeyPurge', 'New-CustomerKeyPurgeDocument', 'Export-CustomerKeyPurgeEvidence', 'Get-CustomerKeySite', 'Remove-SPOSite', 'Get-SPOSiteDataEncryptionPolicy', 'Get-CustomerKeyWorkload', 'Test-DataEncryptionPolicy', 'Get-DataEncryptionPolicy', 'Set-DataEncryptionPolicy', 'Get-M365DataAtRestEncryptionPolicy', 'Set-M365DataAtRestEncryptionPolicy', 'Test-M365DataAtRestEncryptionPolicy', 'Move-CustomerKeyMailUser', 'Set-MailUser', 'Get-MailUser', 'Set-Mailbox', 'Remove-Mailbox', 'Disable-Mailbox', 'Get-Mailbox', 'Get-MailboxStatistics', 'Get-EXOMailbox', 'Get-EXOMailboxStatistics', 'New-MoveRequest', 'Get-User', 'Set-User', 'Get-SPODeletedSite', 'Remove-SPODeletedSite', 'Restore-SPODeletedSite', 'Get-UnifiedGroup', 'Get-DistributionGroupMember', 'Set-UnifiedGroup'
    Key = 'Get-CustomerKeyUsage', 'Test-CustomerKeyRetirement'
    KeyIdentifier1 = 'New-CustomerKeyOnboardingRequest'
    KeyIdentifier2 = 'New-CustomerKeyOnboardingRequest'
    KeyName = 'Search-CustomerKeyVaultUse', 'Update-SPODataEncryptionPolicy'
    KeyName1 = 'New-CustomerKeyOnboardingRequest'
    KeyName2 = 'New-CustomerKeyOnboardingRequest'
    KeyOps = 'Add-AzKeyVaultKey', 'Update-AzKeyVaultKey'
    KeyType = 'Add-AzKeyVaultKey'
    KeyVaultName = 'Update-SPODataEncryptionPolicy'
    KeyVaultUri = 'Update-SPODataEncryptionPolicy'
    KeyVersion = 'Update-SPODataEncryptionPolicy'
    Location = 'New-AzKeyVault', 'Remove-AzKeyVault', 'Undo-AzKeyVaultRemoval', 'New-AzResourceGroup'
    LogLevel = 'Connect-ExchangeOnline', 'Connect-IPPSSession'
    Mail = 'Get-AzADUser'
    Mailbox = 'Set-CustomerKeyFact', 'Import-CustomerKeyItem', 'Get-CustomerKeyItem', 'Export-CustomerKeyItem'
    ManagedIdentityType = 'Connect-SPOService'
    Name = 'Undo-AzKeyVaultKeyRemoval', 'Add-AzKeyVaultKey', 'Get-AzKeyVaultKey', 'Update-AzKeyVaultKey', 'Remove-AzKeyVaultKey', 'Backup-AzKeyVaultKey', 'Invoke-AzKeyVaultKeyRotation', 'Get-AzKeyVaultKeyRotationPolicy', 'Set-AzKeyVaultKeyRotationPolicy', 'Invoke-AzKeyVaultKeyOperation', 'Get-AzResource', 'Get-AzRoleDefinition', 'New-AzResourceGroup', 'Get-AzResourceGroup'
    Object = 'Search-CustomerKeyAudit'
    ObjectId = 'Get-AzADServicePrincipal', 'Get-AzADUser', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    ObjectType = 'New-AzRoleAssignment'
    Operation = 'Search-CustomerKeyAudit'
    Owners = 'Set-CustomerKeyTenant'
    PermissionsToCertificates = 'Set-AzKeyVaultAccessPolicy'
    PermissionsToKeys = 'Set-AzKeyVaultAccessPolicy'
    PermissionsToSecrets = 'Set-AzKeyVaultAccessPolicy'
    PermissionsToStorage = 'Set-AzKeyVaultAccessPolicy'
    PrimaryKeyName = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    PrimaryKeyVaultName = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    PrimaryKeyVaultUri = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    PrimaryKeyVersion = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    PrimarySmtpAddress = 'Get-EXOMailbox', 'Get-EXOMailboxStatistics'
    Properties = 'Get-EXOMailbox', 'Get-EXOMailboxStatistics'
    PropertySets = 'Get-EXOMailboxStatistics', 'Get-EXOMailbox'
    ProviderNamespace = 'Register-AzResourceProvider', 'Register-AzProviderFeature', 'Get-AzProviderFeature'
    RecipientTypeDetails = 'Get-Mailbox', 'Get-EXOMailbox', 'Get-User'
    RecordType = 'Search-CustomerKeyAudit', 'Search-UnifiedAuditLog'
    Region = 'Connect-SPOService'
    RequestId = 'Get-CustomerKeyOnboardingRequest'
    ResourceGroupName = 'New-AzKeyVault', 'Get-AzKeyVault', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultNetworkRule', 'Remove-AzKeyVaultNetworkRule', 'Update-AzKeyVaultNetworkRuleSet', 'Remove-AzKeyVault', 'Undo-AzKeyVaultRemoval', 'Update-AzKeyVault', 'Get-AzResource', 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    ResourceId = 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultKey', 'Get-AzKeyVaultKey', 'Restore-AzKeyVaultKey', 'Add-AzKeyVaultNetworkRule', 'Remove-AzKeyVaultNetworkRule', 'Update-AzKeyVaultNetworkRuleSet', 'Remove-AzKeyVault', 'Update-AzKeyVault', 'Get-AzResource', 'Set-AzResource'
    ResourceName = 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    ResourceType = 'Get-AzResource', 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    ResourceTypeName = 'Get-AzAccessToken'
    RoleDefinitionId = 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    RoleDefinitionName = 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    Scope = 'Connect-AzAccount', 'Set-AzContext', 'Disconnect-AzAccount', 'Clear-AzContext', 'Get-AzRoleAssignment'
    SecondaryKeyName = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    SecondaryKeyVaultName = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    SecondaryKeyVaultUri = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    SecondaryKeyVersion = 'Register-SPODataEncryptionPolicy', 'Restore-SPODataEncryptionPolicy'
    ServicePrincipalName = 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment', 'Get-AzADServicePrincipal'
    SignInName = 'New-AzRoleAssignment', 'Get-AzRoleAssignment', 'Remove-AzRoleAssignment'
    Site = 'Import-CustomerKeyItem', 'Get-CustomerKeyItem', 'Export-CustomerKeyItem'
    SoftDeletedObject = 'Undo-SoftDeletedMailbox'
    SortBy = 'Get-Mailbox', 'Get-MailUser', 'Get-User', 'Get-UnifiedGroup'
    Subscription = 'Set-CustomerKeyFact', 'Connect-AzAccount', 'Set-AzContext'
    Subscription1 = 'New-CustomerKeyOnboardingRequest'
    Subscription2 = 'New-CustomerKeyOnboardingRequest'
    SubscriptionId = 'Get-AzSubscription', 'New-AzKeyVault', 'Get-AzKeyVault', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultNetworkRule', 'Remove-AzKeyVaultNetworkRule', 'Update-AzKeyVaultNetworkRuleSet', 'Remove-AzKeyVault', 'Undo-AzKeyVaultRemoval', 'Update-AzKeyVault'
    SubscriptionName = 'Get-AzSubscription'
    Tenant = 'Connect-AzAccount', 'Set-AzContext'
    TenantId = 'Get-AzSubscription', 'Get-AzTenant'
    Url = 'Connect-SPOService'
    User = 'Search-CustomerKeyAudit'
    UserPrincipalName = 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Get-AzADUser', 'Connect-ExchangeOnline', 'Connect-IPPSSession', 'Get-EXOMailbox', 'Get-EXOMailboxStatistics'
    Username = 'Disconnect-AzAccount'
    VaultName = 'Get-AzKeyVault', 'Remove-AzKeyVault', 'Update-AzKeyVault', 'Undo-AzKeyVaultRemoval', 'Set-AzKeyVaultAccessPolicy', 'Remove-AzKeyVaultAccessPolicy', 'Add-AzKeyVaultKey', 'Get-AzKeyVaultKey', 'Update-AzKeyVaultKey', 'Remove-AzKeyVaultKey', 'Undo-AzKeyVaultKeyRemoval', 'Backup-AzKeyVaultKey', 'Restore-AzKeyVaultKey', 'Invoke-AzKeyVaultKeyRotation', 'Get-AzKeyVaultKeyRotationPolicy', 'Set-AzKeyVaultKeyRotationPolicy', 'Invoke-AzKeyVaultKeyOperation', 'Add-AzKeyVaultNetworkRule', 'Remove-AzKeyVaultNetworkRule', 'Update-AzKeyVaultNetworkRuleSet', 'Search-CustomerKeyVaultUse', 'Set-CustomerKeyVaultFault'
    VaultName1 = 'New-CustomerKeyOnboardingRequest'
    VaultName2 = 'New-CustomerKeyOnboardingRequest'
    Version = 'Get-AzKeyVaultKey', 'Update-AzKeyVaultKey', 'Invoke-AzKeyVaultKeyOperation'
    Workload = 'Import-CustomerKeyItem', 'Get-CustomerKeyItem', 'Export-CustomerKeyItem'
}.GetEnumerator()) { Register-ArgumentCompleter -ParameterName $entry.Key -CommandName $entry.Value -ScriptBlock $complete }
