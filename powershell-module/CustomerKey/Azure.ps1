# Written by ./build generate from native/table/services; edit that.

# ---- Signing in to Azure -------------------------------------------------------------------------------------------

function Connect-AzAccount {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'UserWithSubscriptionId')]
    [Alias('Connect-AzureRmAccount', 'Login-AzAccount', 'Login-AzureRmAccount', 'Add-AzAccount', 'Add-AzureRmAccount')]
    [OutputType('CustomerKey.AzureProfile')]
    param(
        [Alias('EnvironmentName')] [CustomerKey.Completes()] [string]$Environment,
        [Parameter(ParameterSetName = 'UserWithSubscriptionId')] [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(ParameterSetName = 'UserWithCredential')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'ClientAssertionParameterSet')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')]
        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')] [Parameter(ParameterSetName = 'ManagedServiceLogin')]
        [Alias('Domain', 'TenantId')] [AllowNull()] [CustomerKey.Completes()] $Tenant,
        [Parameter(ParameterSetName = 'UserWithSubscriptionId')] [Parameter(Mandatory, ParameterSetName = 'AccessTokenWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ManagedServiceLogin')] [AllowEmptyString()] [CustomerKey.Completes()] [string]$AccountId,
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('SubscriptionName', 'SubscriptionId')] [CustomerKey.Completes()]
        $Subscription,
        [Parameter(ParameterSetName = 'UserWithSubscriptionId')] [Parameter(ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(ParameterSetName = 'UserWithCredential')] [Parameter(ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ManagedServiceLogin')] [Alias('AuthScopeTypeName')] [CustomerKey.Completes()] [string]$AuthScope,
        [string]$ContextName,
        [switch]$SkipContextPopulation,
        [int]$MaxContextPopulation,
        [Parameter(ParameterSetName = 'UserWithSubscriptionId')] [Alias('DeviceCode', 'DeviceAuth', 'Device')] [switch]$UseDeviceAuthentication,
        [switch]$Force,
        [Parameter(ParameterSetName = 'UserWithSubscriptionId')] [string]$ClaimsChallenge,
        [CustomerKey.Completes()] [string]$Scope,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'UserWithCredential')] [pscredential]$Credential,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')] [Parameter(ParameterSetName = 'ClientAssertionParameterSet')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')] [switch]$ServicePrincipal,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')] [string]$CertificateThumbprint,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(Mandatory, ParameterSetName = 'ClientAssertionParameterSet')]
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')] [AllowEmptyString()] [string]$ApplicationId,
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateWithSubscriptionId')]
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')] [switch]$SendCertificateChain,
        [Parameter(Mandatory, ParameterSetName = 'ClientAssertionParameterSet')] [Alias('ClientAssertion')] [string]$FederatedToken,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')] [string]$CertificatePath,
        [Parameter(ParameterSetName = 'ServicePrincipalCertificateFileWithSubscriptionId')] [securestring]$CertificatePassword,
        [Parameter(Mandatory, ParameterSetName = 'AccessTokenWithSubscriptionId')] [string]$AccessToken,
        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')] [string]$GraphAccessToken,
        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')] [string]$MicrosoftGraphAccessToken,
        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')] [string]$KeyVaultAccessToken,
        [Parameter(ParameterSetName = 'AccessTokenWithSubscriptionId')] [switch]$SkipValidation,
        [Parameter(Mandatory, ParameterSetName = 'ManagedServiceLogin')] [Alias('MSI', 'ManagedService')] [switch]$Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
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
        [CustomerKey.TakesCopy('CustomerKey.AzureContext')] [psobject]$Context,
        [hashtable]$ExtendedProperty,
        [string]$Name,
        [switch]$Force,
        [CustomerKey.Completes()] [string]$Scope,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'TenantObject')]
        [PSTypeName('CustomerKey.AzureTenant')]
        [CustomerKey.TakesCopy('CustomerKey.AzureTenant')] [psobject]$TenantObject,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'SubscriptionObject')]
        [PSTypeName('CustomerKey.AzureSubscription')]
        [CustomerKey.TakesCopy('CustomerKey.AzureSubscription')] [psobject]$SubscriptionObject,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Subscription')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'TenantNameOnly')] [Alias('Domain', 'TenantId')] [AllowNull()]
        [CustomerKey.Completes()] $Tenant,
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'Subscription')]
        [Alias('SubscriptionId', 'SubscriptionName')] [CustomerKey.Completes()] [string]$Subscription
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Context = $Context; TenantObject = $TenantObject; SubscriptionObject = $SubscriptionObject; Tenant = $Tenant; Subscription = $Subscription } -ShouldProcess 'the Az context' }
}

function Get-AzContext {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetSingleContext')]
    [Alias('Get-AzureRmContext')]
    [OutputType('CustomerKey.AzureContext')]
    param(
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Position = 0, ParameterSetName = 'GetSingleContext')] $Name,
        [Parameter(Mandatory, ParameterSetName = 'ListAllContexts')] [switch]$ListAvailable,
        [Parameter(ParameterSetName = 'ListAllContexts')] [switch]$RefreshContextFromTokenCache
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Get-AzSubscription {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ListByIdInTenant')]
    [Alias('Get-AzureRmSubscription')]
    [OutputType('CustomerKey.AzureSubscription')]
    param(
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ListByIdInTenant')] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $TenantId,
        [switch]$AsJob,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ListByNameInTenant')] [CustomerKey.Completes()] $SubscriptionName
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; TenantId = $TenantId; SubscriptionName = $SubscriptionName } }
}

function Disconnect-AzAccount {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ContextName')]
    [Alias('Disconnect-AzureRmAccount', 'Logout-AzAccount', 'Logout-AzureRmAccount', 'Remove-AzAccount', 'Remove-AzureRmAccount')]
    [OutputType('CustomerKey.AzureAccount')]
    param(
        [Parameter(ParameterSetName = 'ContextName')] [string]$ContextName,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'UserId')] [Alias('Id', 'UserId')] [CustomerKey.Completes()] [string]$Username,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipal')] [Alias('SPN', 'ServicePrincipal')] [CustomerKey.Completes()]
        [string]$ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'ServicePrincipal')] [string]$TenantId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'AccountObject')]
        [PSTypeName('CustomerKey.AzureAccount')]
        [CustomerKey.TakesCopy('CustomerKey.AzureAccount')] [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ContextObject')]
        [PSTypeName('CustomerKey.AzureContext')]
        [CustomerKey.TakesCopy('CustomerKey.AzureContext')] [psobject]$AzureContext,
        [CustomerKey.Completes()] [string]$Scope,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; AzureContext = $AzureContext } -ShouldProcess 'the sign-in to the local tenant' }
}

function Clear-AzContext {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [Alias('Clear-AzureRmContext')]
    param(
        [switch]$Force,
        [switch]$PassThru,
        [CustomerKey.Completes()] [string]$Scope,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the Az context' }
}

function Get-AzTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [Alias('Get-AzureRmTenant')]
    [OutputType('CustomerKey.AzureTenant')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Domain', 'Tenant')] [CustomerKey.Completes()] $TenantId,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ TenantId = $TenantId } }
}

function Get-AzAccessToken {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'KnownResourceTypeName')]
    param(
        [Parameter(ParameterSetName = 'KnownResourceTypeName')] [CustomerKey.Completes()] [string]$ResourceTypeName,
        [Parameter(Mandatory, ParameterSetName = 'ResourceUrl')] [Alias('Resource', 'ResourceUri')] [string]$ResourceUrl,
        [string]$TenantId,
        [switch]$AsSecureString,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

# ---- Azure Key Vault -----------------------------------------------------------------------------------------------

function New-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [Alias('New-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [Alias('VaultName')] [string]$Name,
        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$ResourceGroupName,
        [Parameter(Mandatory, Position = 2, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Location,
        [Parameter(ValueFromPipelineByPropertyName)] [switch]$EnabledForDeployment,
        [Parameter(ValueFromPipelineByPropertyName)] [switch]$EnabledForTemplateDeployment,
        [Parameter(ValueFromPipelineByPropertyName)] [switch]$EnabledForDiskEncryption,
        [switch]$EnablePurgeProtection,
        [switch]$DisableRbacAuthorization,
        [int]$SoftDeleteRetentionInDays,
        [ValidateSet('Enabled', 'Disabled')] [string]$PublicNetworkAccess,
        [Parameter(ValueFromPipelineByPropertyName)] [ValidateSet('Standard', 'Premium')] [string]$Sku,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Tags')] [hashtable]$Tag,
        $NetworkRuleSet,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [switch]$EnableRbacAuthorization
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ResourceGroupName = $ResourceGroupName; Location = $Location; EnabledForDeployment = $EnabledForDeployment; EnabledForTemplateDeployment = $EnabledForTemplateDeployment; EnabledForDiskEncryption = $EnabledForDiskEncryption; Sku = $Sku; Tag = $Tag; SubscriptionId = $SubscriptionId } -ShouldProcess $Name }
}

function Get-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetVaultByName')]
    [Alias('Get-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVault', 'CustomerKey.DeletedKeyVault', 'CustomerKey.KeyVaultIdentityItem')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'ByDeletedVault')] [Alias('Name')] [AllowNull()]
        [CustomerKey.Completes()] $VaultName,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetVaultByName')] [hashtable]$Tag,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'ByDeletedVault')] [string]$Location,
        [Parameter(ParameterSetName = 'ByDeletedVault')] [Parameter(ParameterSetName = 'ListAllDeletedVaultsInSubscription')] [switch]$InRemovedState
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
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
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByEmailAddress')] [Parameter(Mandatory, Position = 0, ParameterSetName = 'ForVault')]
        [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByUserPrincipalName')] [Parameter(Position = 1, ParameterSetName = 'ByObjectId')]
        [Parameter(Position = 1, ParameterSetName = 'ByServicePrincipalName')] [Parameter(Position = 1, ParameterSetName = 'ByEmailAddress')]
        [Parameter(Position = 1, ParameterSetName = 'ForVault')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(Mandatory, ParameterSetName = 'ByUserPrincipalName')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByUserPrincipalName')] [Alias('UPN')] [CustomerKey.Completes()] [string]$UserPrincipalName,
        [Parameter(ParameterSetName = 'ByUserPrincipalName')] [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')] [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')] [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')] [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')] [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [CustomerKey.Completes()] [string[]]$PermissionsToKeys,
        [Parameter(ParameterSetName = 'ByUserPrincipalName')] [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')] [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')] [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')] [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')] [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [CustomerKey.Completes()] [string[]]$PermissionsToSecrets,
        [Parameter(ParameterSetName = 'ByUserPrincipalName')] [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')] [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')] [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')] [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')] [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [CustomerKey.Completes()] [string[]]$PermissionsToCertificates,
        [Parameter(ParameterSetName = 'ByUserPrincipalName')] [Parameter(ParameterSetName = 'ByObjectId')]
        [Parameter(ParameterSetName = 'ByServicePrincipalName')] [Parameter(ParameterSetName = 'ByEmailAddress')]
        [Parameter(ParameterSetName = 'InputObjectByObjectId')] [Parameter(ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(ParameterSetName = 'InputObjectByUserPrincipalName')] [Parameter(ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [Parameter(ParameterSetName = 'ResourceIdByServicePrincipalName')]
        [Parameter(ParameterSetName = 'ResourceIdByUserPrincipalName')] [Parameter(ParameterSetName = 'ResourceIdByEmailAddress')]
        [CustomerKey.Completes()] [string[]]$PermissionsToStorage,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ParameterSetName = 'ByObjectId')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByObjectId')] [CustomerKey.Completes()] [string]$ObjectId,
        [Parameter(ParameterSetName = 'ByObjectId')] [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [CustomerKey.Completes()] [Nullable[guid]]$ApplicationId,
        [Parameter(ParameterSetName = 'ByObjectId')] [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [switch]$BypassObjectIdValidation,
        [Parameter(Mandatory, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByServicePrincipalName')] [Alias('SPN')] [CustomerKey.Completes()]
        [string]$ServicePrincipalName,
        [Parameter(Mandatory, ParameterSetName = 'ByEmailAddress')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByEmailAddress')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByEmailAddress')] [CustomerKey.Completes()] [string]$EmailAddress,
        [Parameter(ParameterSetName = 'ForVault')] [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')] [switch]$EnabledForDeployment,
        [Parameter(ParameterSetName = 'ForVault')] [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')] [switch]$EnabledForTemplateDeployment,
        [Parameter(ParameterSetName = 'ForVault')] [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')] [switch]$EnabledForDiskEncryption,
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
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdForVault')] [CustomerKey.Completes()] [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
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
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByEmail')] [Parameter(Mandatory, Position = 0, ParameterSetName = 'ForVault')]
        [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByUserPrincipalName')] [Parameter(Position = 1, ParameterSetName = 'ByObjectId')]
        [Parameter(Position = 1, ParameterSetName = 'ByServicePrincipalName')] [Parameter(Position = 1, ParameterSetName = 'ByEmail')]
        [Parameter(Position = 1, ParameterSetName = 'ForVault')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(Mandatory, ParameterSetName = 'ByUserPrincipalName')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByUserPrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByUserPrincipalName')] [Alias('UPN')] [CustomerKey.Completes()] [string]$UserPrincipalName,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ParameterSetName = 'ByObjectId')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByObjectId')] [CustomerKey.Completes()] [string]$ObjectId,
        [Parameter(ParameterSetName = 'ByObjectId')] [Parameter(ParameterSetName = 'InputObjectByObjectId')]
        [Parameter(ParameterSetName = 'ResourceIdByObjectId')] [CustomerKey.Completes()] [Nullable[guid]]$ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'ByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectByServicePrincipalName')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByServicePrincipalName')] [Alias('SPN')] [CustomerKey.Completes()]
        [string]$ServicePrincipalName,
        [Parameter(Mandatory, ParameterSetName = 'ByEmail')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByEmail')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByEmail')] [CustomerKey.Completes()] [string]$EmailAddress,
        [Parameter(ParameterSetName = 'ForVault')] [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')] [switch]$EnabledForDeployment,
        [Parameter(ParameterSetName = 'ForVault')] [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')] [switch]$EnabledForTemplateDeployment,
        [Parameter(ParameterSetName = 'ForVault')] [Parameter(ParameterSetName = 'InputObjectForVault')]
        [Parameter(ParameterSetName = 'ResourceIdForVault')] [switch]$EnabledForDiskEncryption,
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
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdForVault')] [CustomerKey.Completes()] [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Add-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'InteractiveCreate')]
    [Alias('Add-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'InteractiveCreate')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'InteractiveImport')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1)] [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectCreate')] [Parameter(ParameterSetName = 'InputObjectImport')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'ResourceIdImport')]
        [ValidateSet('HSM', 'Software')] [string]$Destination,
        [switch]$Disable,
        [CustomerKey.Completes()] [string[]]$KeyOps,
        [Nullable[datetime]]$Expires,
        [Nullable[datetime]]$NotBefore,
        [Alias('Tags')] [hashtable]$Tag,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')] [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'HsmResourceIdCreate')] [Nullable[int]]$Size,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveCreate')] [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'InputObjectImport')] [Parameter(Mandatory, ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'ResourceIdImport')]
        [Parameter(Mandatory, ParameterSetName = 'HsmResourceIdCreate')] [CustomerKey.Completes()] [string]$KeyType,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'InteractiveImport')]
        [Parameter(ParameterSetName = 'HsmInteractiveCreate')] [Parameter(ParameterSetName = 'InputObjectCreate')]
        [Parameter(ParameterSetName = 'InputObjectImport')] [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'ResourceIdImport')]
        [Parameter(ParameterSetName = 'HsmResourceIdCreate')] [string]$CurveName,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')] [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'HsmResourceIdCreate')] [switch]$Exportable,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')] [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'HsmResourceIdCreate')] [switch]$Immutable,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')] [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'HsmResourceIdCreate')] [string]$ReleasePolicyPath,
        [Parameter(ParameterSetName = 'InteractiveCreate')] [Parameter(ParameterSetName = 'HsmInteractiveCreate')]
        [Parameter(ParameterSetName = 'InputObjectCreate')] [Parameter(ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(ParameterSetName = 'ResourceIdCreate')] [Parameter(ParameterSetName = 'HsmResourceIdCreate')] [switch]$UseDefaultCVMPolicy,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'InteractiveImport')] [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveImport')]
        [Parameter(Mandatory, ParameterSetName = 'InputObjectImport')] [Parameter(Mandatory, ParameterSetName = 'HsmInputObjectImport')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdImport')] [Parameter(Mandatory, ParameterSetName = 'HsmResourceIdImport')]
        [string]$KeyFilePath,
        [Parameter(ParameterSetName = 'InteractiveImport')] [Parameter(ParameterSetName = 'HsmInteractiveImport')]
        [Parameter(ParameterSetName = 'InputObjectImport')] [Parameter(ParameterSetName = 'HsmInputObjectImport')]
        [Parameter(ParameterSetName = 'ResourceIdImport')] [Parameter(ParameterSetName = 'HsmResourceIdImport')] [securestring]$KeyFilePassword,
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveCreate')] [Parameter(Mandatory, ParameterSetName = 'HsmInteractiveImport')]
        [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectCreate')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectImport')]
        [PSTypeName('CustomerKey.KeyVaultIdentityItem')]
        [CustomerKey.TakesCopy('CustomerKey.KeyVaultIdentityItem')] [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmInputObjectCreate')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmInputObjectImport')]
        [PSTypeName('CustomerKey.ManagedHsm')]
        [CustomerKey.TakesCopy('CustomerKey.ManagedHsm')] [psobject]$HsmObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdCreate')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdImport')] [CustomerKey.Completes()] [string]$ResourceId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmResourceIdCreate')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmResourceIdImport')] [CustomerKey.Completes()]
        [string]$HsmResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } -ShouldProcess $Name -Paths KeyFilePath }
}

function Get-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ByVaultName')]
    [Alias('Get-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey', 'CustomerKey.DeletedKeyVaultKeyIdentityItem', 'CustomerKey.DeletedKeyVaultKey', 'CustomerKey.KeyVaultKeyIdentityItem')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByKeyName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByKeyVersions')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')] [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByKeyName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByKeyVersions')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByKeyName')] [Parameter(Position = 1, ParameterSetName = 'HsmByVaultName')]
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
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByResourceIdKeyVersions')] [Alias('KeyName')] [AllowNull()]
        [CustomerKey.Completes()] $Name,
        [Parameter(ParameterSetName = 'ByVaultName')] [Parameter(ParameterSetName = 'HsmByVaultName')]
        [Parameter(ParameterSetName = 'ByInputObjectVaultName')] [Parameter(ParameterSetName = 'HsmByInputObjectVaultName')]
        [Parameter(ParameterSetName = 'ByResourceIdVaultName')] [Parameter(ParameterSetName = 'HsmByResourceIdVaultName')] [switch]$InRemovedState,
        [string]$OutFile,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByKeyName')] [Parameter(Mandatory, Position = 2, ParameterSetName = 'HsmByKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'HsmByInputObjectKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByResourceIdKeyName')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'HsmByResourceIdKeyName')] [Alias('KeyVersion')] [CustomerKey.Completes()]
        [string]$Version,
        [Parameter(Mandatory, ParameterSetName = 'ByKeyVersions')] [Parameter(Mandatory, ParameterSetName = 'HsmByKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'ByInputObjectKeyVersions')] [Parameter(Mandatory, ParameterSetName = 'HsmByInputObjectKeyVersions')]
        [Parameter(Mandatory, ParameterSetName = 'ByResourceIdKeyVersions')] [Parameter(Mandatory, ParameterSetName = 'HsmByResourceIdKeyVersions')]
        [switch]$IncludeVersions,
        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyName')] [Parameter(Mandatory, ParameterSetName = 'HsmByVaultName')]
        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyVersions')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObjectVaultName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObjectKeyName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObjectKeyVersions')]
        [PSTypeName('CustomerKey.KeyVaultIdentityItem')]
        [CustomerKey.TakesCopy('CustomerKey.KeyVaultIdentityItem')] [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectVaultName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectKeyName')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObjectKeyVersions')]
        [PSTypeName('CustomerKey.ManagedHsm')]
        [CustomerKey.TakesCopy('CustomerKey.ManagedHsm')] [psobject]$HsmObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceIdVaultName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceIdKeyName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceIdKeyVersions')] [CustomerKey.Completes()]
        [string]$ResourceId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceIdVaultName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceIdKeyName')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceIdKeyVersions')] [CustomerKey.Completes()]
        [string]$HsmResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } -Paths OutFile }
}

function Update-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [Alias('Set-AzKeyVaultKey', 'Set-AzKeyVaultKeyAttribute', 'Update-AzureKeyVaultKey', 'Set-AzureKeyVaultKey', 'Set-AzureKeyVaultKeyAttribute')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')] [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmInteractive')]
        [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Position = 2)] [Alias('KeyVersion')] [CustomerKey.Completes()] $Version,
        [Nullable[bool]]$Enable,
        [Nullable[datetime]]$Expires,
        [Nullable[datetime]]$NotBefore,
        [CustomerKey.Completes()] [string[]]$KeyOps,
        [Alias('Tags')] [hashtable]$Tag,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractive')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(ParameterSetName = 'HsmInteractive')] [switch]$Immutable,
        [Parameter(ParameterSetName = 'HsmInteractive')] [string]$ReleasePolicyPath,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Remove-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Remove-AzureKeyVaultKey')]
    [OutputType('CustomerKey.DeletedKeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByVaultName')] [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [switch]$Force,
        [switch]$PassThru,
        [switch]$InRemovedState,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'HsmByVaultName')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Undo-AzKeyVaultKeyRemoval {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [Alias('Undo-AzureKeyVaultKeyRemoval')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')] [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmInteractive')]
        [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'HsmInteractive')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })] $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Backup-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByKeyName')]
    [Alias('Backup-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKeyBackup')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByKeyName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByKeyName')] [Parameter(Mandatory, Position = 1, ParameterSetName = 'HsmByKeyName')]
        [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Position = 2)] $OutputFile,
        [switch]$Force,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'HsmByKeyName')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKey')] [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" -Paths OutputFile }
}

function Restore-AzKeyVaultKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Restore-AzureKeyVaultKey')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1)] [string]$InputFile,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'HsmByVaultName')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [PSTypeName('CustomerKey.KeyVaultIdentityItem')]
        [CustomerKey.TakesCopy('CustomerKey.KeyVaultIdentityItem')] [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'HsmByInputObject')]
        [PSTypeName('CustomerKey.ManagedHsm')]
        [CustomerKey.TakesCopy('CustomerKey.ManagedHsm')] [psobject]$HsmObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')] [CustomerKey.Completes()] [string]$ResourceId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'HsmByResourceId')] [CustomerKey.Completes()] [string]$HsmResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; HsmObject = $HsmObject; ResourceId = $ResourceId; HsmResourceId = $HsmResourceId } -ShouldProcess "$VaultName$HsmName$InputObject$HsmObject$ResourceId$HsmResourceId" -Paths InputFile }
}

function Invoke-AzKeyVaultKeyRotation {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyVaultKey')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')] [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')] [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Get-AzKeyVaultKeyRotationPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyRotationPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')] [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')] [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } }
}

function Set-AzKeyVaultKeyRotationPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyRotationPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'SetByRotationPolicyFileViaVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'SetByRotationPolicyFileViaVaultName')] [Alias('KeyName')] [CustomerKey.Completes()]
        [string]$Name,
        [Parameter(ParameterSetName = 'ByVaultName')] [Parameter(ParameterSetName = 'ByKeyInputObject')] [string]$ExpiresIn,
        [Parameter(ParameterSetName = 'ByVaultName')] [Parameter(ParameterSetName = 'ByKeyInputObject')] [object[]]$KeyRotationLifetimeAction,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'SetByRotationPolicyFileViaVaultName')]
        [Parameter(Mandatory, ParameterSetName = 'SetByRotationPolicyFileViaKeyInputObject')] [string]$PolicyPath,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')]
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'SetByRotationPolicyFileViaKeyInputObject')] [Alias('Key')]
        [PSTypeName('CustomerKey.KeyVaultKeyIdentityItem')]
        [CustomerKey.TakesCopy('CustomerKey.KeyVaultKeyIdentityItem')]
        [psobject]$InputObject,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyRotationPolicyInputObject')]
        [PSTypeName('CustomerKey.KeyRotationPolicy')]
        [CustomerKey.TakesCopy('CustomerKey.KeyRotationPolicy')] [psobject]$KeyRotationPolicy
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; KeyRotationPolicy = $KeyRotationPolicy } -ShouldProcess "$Name$InputObject$KeyRotationPolicy" -Paths PolicyPath }
}

function Invoke-AzKeyVaultKeyOperation {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [OutputType('CustomerKey.KeyOperationResult')]
    param(
        [Alias('KeyVersion')] [CustomerKey.Completes()] $Version,
        [Parameter(Mandatory)] [ValidateSet('Encrypt', 'Decrypt', 'Wrap', 'Unwrap')] [string]$Operation,
        [Parameter(Mandatory)] [Alias('EncryptionAlgorithm', 'WrapAlgorithm')] [CustomerKey.Completes()] [string]$Algorithm,
        [Parameter(Mandatory)] [string[]]$ByteArrayValue,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByVaultName')] [Parameter(Mandatory, Position = 1, ParameterSetName = 'ByHsmName')]
        [Alias('KeyName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByHsmName')] [CustomerKey.Completes()] [string]$HsmName,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'ByKeyInputObject')] [Alias('Key')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultKey') ('KeyVaultKeyIdentityItem', 'KeyVaultKey', 'DeletedKeyVaultKeyIdentityItem', 'DeletedKeyVaultKey') ('Id') })]
        $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Add-AzKeyVaultNetworkRule {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Add-AzureRmKeyVaultNetworkRule')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] $ResourceGroupName,
        [string[]]$IpAddressRange,
        [string[]]$VirtualNetworkResourceId,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')] [CustomerKey.Completes()] [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Remove-AzKeyVaultNetworkRule {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Remove-AzureRmKeyVaultNetworkRule')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] $ResourceGroupName,
        [string[]]$IpAddressRange,
        [string[]]$VirtualNetworkResourceId,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')] [CustomerKey.Completes()] [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Update-AzKeyVaultNetworkRuleSet {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByVaultName')]
    [Alias('Update-AzureRmKeyVaultNetworkRuleSet')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByVaultName')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(ValueFromPipelineByPropertyName)] [ValidateSet('Allow', 'Deny')] [string]$DefaultAction,
        [Parameter(ValueFromPipelineByPropertyName)] [ValidateSet('None', 'AzureServices')] [string]$Bypass,
        [string[]]$IpAddressRange,
        [string[]]$VirtualNetworkResourceId,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')] [CustomerKey.Completes()] [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ DefaultAction = $DefaultAction; Bypass = $Bypass; SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Remove-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByAvailableVault')]
    [Alias('Remove-AzureRmKeyVault')]
    [OutputType('CustomerKey.KeyVaultRemoval')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByAvailableVault')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByDeletedVault')] [Alias('Name')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Position = 1, ParameterSetName = 'ByAvailableVault')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(Position = 2, ParameterSetName = 'ByAvailableVault')] [Parameter(Mandatory, Position = 2, ParameterSetName = 'ByDeletedVault')]
        [Parameter(Position = 2, ParameterSetName = 'ResourceIdByAvailableVault')]
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'ResourceIdByDeletedVault')] [AllowNull()] [CustomerKey.Completes()] $Location,
        [switch]$Force,
        [switch]$AsJob,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ParameterSetName = 'ByDeletedVault')] [Parameter(Mandatory, ParameterSetName = 'InputObjectByDeletedVault')]
        [Parameter(Mandatory, ParameterSetName = 'ResourceIdByDeletedVault')] [switch]$InRemovedState,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByAvailableVault')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObjectByDeletedVault')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByAvailableVault')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceIdByDeletedVault')] [CustomerKey.Completes()]
        [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function Undo-AzKeyVaultRemoval {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [Alias('Undo-AzureRmKeyVaultRemoval')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$ResourceGroupName,
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$Location,
        [hashtable]$Tag,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault') ('DeletedKeyVault') ('VaultName') })] $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject } -ShouldProcess "$VaultName$InputObject" }
}

function Update-AzKeyVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'UpdateByNameParameterSet')]
    [OutputType('CustomerKey.KeyVault')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'UpdateByNameParameterSet')] [CustomerKey.Completes()] [string]$ResourceGroupName,
        [Parameter(Mandatory, ParameterSetName = 'UpdateByNameParameterSet')] [Alias('Name')] [CustomerKey.Completes()] [string]$VaultName,
        [switch]$EnablePurgeProtection,
        [Nullable[bool]]$DisableRbacAuthorization,
        [Nullable[bool]]$EnableRbacAuthorization,
        [ValidateSet('Enabled', 'Disabled')] [string]$PublicNetworkAccess,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Tags')] [hashtable]$Tag,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'UpdateByInputObjectParameterSet')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('VaultName', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'UpdateByResourceIdParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Tag = $Tag; SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$VaultName$InputObject$ResourceId" }
}

function New-AzKeyVaultManagedHsm {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.ManagedHsm')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [Alias('HsmName')] [string]$Name,
        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$ResourceGroupName,
        [Parameter(Mandatory, Position = 2, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Location,
        [Parameter(Mandatory, Position = 3, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string[]]$Administrator,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Sku,
        [Parameter(Mandatory)] [int]$SoftDeleteRetentionInDays,
        [ValidateSet('Enabled', 'Disabled')] [string]$PublicNetworkAccess,
        [switch]$EnablePurgeProtection,
        [string[]]$UserAssignedIdentity,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Tags')] [hashtable]$Tag,
        [switch]$AsJob,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ResourceGroupName = $ResourceGroupName; Location = $Location; Administrator = $Administrator; Sku = $Sku; Tag = $Tag; SubscriptionId = $SubscriptionId } -ShouldProcess $Name }
}

function Get-AzKeyVaultManagedHsm {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetManagedHsm')]
    [OutputType('CustomerKey.DeletedManagedHsm', 'CustomerKey.ManagedHsm')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetManagedHsm')]
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetDeletedManagedHsm')]
        [Alias('HsmName', 'VaultName')] [AllowNull()] [CustomerKey.Completes()] $Name,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'GetManagedHsm')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName, ParameterSetName = 'GetDeletedManagedHsm')] [CustomerKey.Completes()]
        [string]$Location,
        [Parameter(ParameterSetName = 'GetDeletedManagedHsm')] [Parameter(ParameterSetName = 'ListDeletedManagedHsms')] [switch]$InRemovedState,
        [Parameter(ValueFromPipelineByPropertyName)] [hashtable]$Tag,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ResourceGroupName = $ResourceGroupName; Location = $Location; Tag = $Tag; SubscriptionId = $SubscriptionId } }
}

function Update-AzKeyVaultManagedHsm {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'UpdateByNameParameterSet')]
    [OutputType('CustomerKey.ManagedHsm')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'UpdateByNameParameterSet')] [Alias('HsmName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, ParameterSetName = 'UpdateByNameParameterSet')] [CustomerKey.Completes()] [string]$ResourceGroupName,
        [switch]$EnablePurgeProtection,
        [ValidateSet('Enabled', 'Disabled')] [string]$PublicNetworkAccess,
        [string[]]$UserAssignedIdentity,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Tags')] [hashtable]$Tag,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'UpdateByInputObjectParameterSet')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultManagedHsm') ('ManagedHsm', 'DeletedManagedHsm') ('Name', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'UpdateByResourceIdParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Tag = $Tag; SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$Name$InputObject$ResourceId" }
}

function Remove-AzKeyVaultManagedHsm {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'RemoveManagedHsmByName')]
    [OutputType('CustomerKey.KeyVaultRemoval')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'RemoveManagedHsmByName')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'RemoveDeletedManagedHsmByName')] [Alias('HsmName')] [CustomerKey.Completes()]
        [string]$Name,
        [Parameter(Position = 1, ParameterSetName = 'RemoveManagedHsmByName')] [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'RemoveDeletedManagedHsmByName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'RemoveDeletedManagedHsmByResourceId')] [CustomerKey.Completes()] [string]$Location,
        [Parameter(Mandatory, ParameterSetName = 'RemoveDeletedManagedHsmByName')]
        [Parameter(Mandatory, ParameterSetName = 'RemoveDeletedManagedHsmByInputObject')]
        [Parameter(Mandatory, ParameterSetName = 'RemoveDeletedManagedHsmByResourceId')] [switch]$InRemovedState,
        [switch]$Force,
        [switch]$AsJob,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'RemoveManagedHsmByInputObject')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'RemoveDeletedManagedHsmByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultManagedHsm') ('ManagedHsm', 'DeletedManagedHsm') ('Name', 'ResourceId') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RemoveManagedHsmByResourceId')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RemoveDeletedManagedHsmByResourceId')] [CustomerKey.Completes()]
        [string]$ResourceId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject; ResourceId = $ResourceId } -ShouldProcess "$Name$InputObject$ResourceId" }
}

function Undo-AzKeyVaultManagedHsmRemoval {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    [OutputType('CustomerKey.ManagedHsm')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Default')] [Alias('HsmName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$ResourceGroupName,
        [Parameter(Mandatory, Position = 2, ParameterSetName = 'Default')] [CustomerKey.Completes()] [string]$Location,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultManagedHsm') ('DeletedManagedHsm') ('Name') })] $InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SubscriptionId = $SubscriptionId; InputObject = $InputObject } -ShouldProcess "$Name$InputObject" }
}

function Export-AzKeyVaultSecurityDomain {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByName')]
    [OutputType('CustomerKey.KeyVaultSecurityDomain')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ByName')] [Alias('HsmName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzKeyVaultManagedHsm') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'ManagedHsm', 'DeletedManagedHsm') ('Name', 'VaultName') })]
        [psobject]$InputObject,
        [Parameter(Mandatory)] [string[]]$Certificates,
        [Parameter(Mandatory)] [string]$OutputPath,
        [switch]$Force,
        [switch]$PassThru,
        [Parameter(Mandatory)] [int]$Quorum,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; SubscriptionId = $SubscriptionId } -ShouldProcess "$Name$InputObject" -Paths Certificates, OutputPath }
}

function Import-AzKeyVaultSecurityDomain {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByName')]
    [OutputType('CustomerKey.KeyVaultSecurityDomain')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ByName')] [Parameter(Mandatory, ParameterSetName = 'ByRestoredBlob')]
        [Parameter(Mandatory, ParameterSetName = 'GenerateExchangeKey')] [Alias('HsmName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzKeyVaultManagedHsm') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'ManagedHsm', 'DeletedManagedHsm') ('Name', 'VaultName') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ParameterSetName = 'ByName')] [Parameter(Mandatory, ParameterSetName = 'ByInputObject')]
        [Parameter(Mandatory, ParameterSetName = 'DoRestoreBlob')] [object[]]$Keys,
        [Parameter(Mandatory, ParameterSetName = 'ByName')] [Parameter(Mandatory, ParameterSetName = 'ByRestoredBlob')]
        [Parameter(Mandatory, ParameterSetName = 'ByInputObject')] [Parameter(Mandatory, ParameterSetName = 'DoRestoreBlob')] [Alias('Path')]
        [string]$SecurityDomainPath,
        [Parameter(Mandatory, ParameterSetName = 'GenerateExchangeKey')] [Parameter(Mandatory, ParameterSetName = 'DoRestoreBlob')] [string]$OutFile,
        [Parameter(Mandatory, ParameterSetName = 'DoRestoreBlob')] [string]$ExchangeKeyPath,
        [Parameter(ParameterSetName = 'GenerateExchangeKey')] [Parameter(ParameterSetName = 'DoRestoreBlob')] [switch]$Force,
        [Parameter(Mandatory, ParameterSetName = 'GenerateExchangeKey')] [switch]$DownloadExchangeKey,
        [Parameter(Mandatory, ParameterSetName = 'DoRestoreBlob')] [switch]$RestoreBlob,
        [Parameter(Mandatory, ParameterSetName = 'ByRestoredBlob')] [switch]$ImportRestoredBlob,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $SubscriptionId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject; SubscriptionId = $SubscriptionId } -ShouldProcess "$Name$InputObject" -Paths SecurityDomainPath, OutFile, ExchangeKeyPath }
}

function New-AzKeyVaultRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'DefinitionNameSignInName')]
    [OutputType('CustomerKey.KeyVaultRoleAssignment')]
    param(
        [Parameter(Mandatory, Position = 1)] [CustomerKey.Completes()] [string]$HsmName,
        [CustomerKey.Completes()] [string]$Scope,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameSignInName')] [Parameter(Mandatory, ParameterSetName = 'DefinitionNameApplicationId')]
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameObjectId')] [Alias('RoleName')] [CustomerKey.Completes()] [string]$RoleDefinitionName,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionIdApplicationId')] [Parameter(Mandatory, ParameterSetName = 'DefinitionIdObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'DefinitionIdSignInName')] [Alias('RoleId')] [CustomerKey.Completes()] [string]$RoleDefinitionId,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameSignInName')] [Parameter(Mandatory, ParameterSetName = 'DefinitionIdSignInName')]
        [Alias('Email', 'UserPrincipalName')] [CustomerKey.Completes()] [string]$SignInName,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameApplicationId')]
        [Parameter(Mandatory, ParameterSetName = 'DefinitionIdApplicationId')] [Alias('SPN', 'ServicePrincipalName')] [CustomerKey.Completes()]
        [string]$ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameObjectId')] [Parameter(Mandatory, ParameterSetName = 'DefinitionIdObjectId')]
        [Alias('Id', 'PrincipalId')] [CustomerKey.Completes()] [string]$ObjectId,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess "$SignInName$ApplicationId$ObjectId" }
}

function Get-AzKeyVaultRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'List')]
    [OutputType('CustomerKey.KeyVaultRoleAssignment')]
    param(
        [Parameter(Mandatory, Position = 1)] [CustomerKey.Completes()] [string]$HsmName,
        [CustomerKey.Completes()] [string]$Scope,
        [Parameter(ParameterSetName = 'List')] [Alias('RoleName')] [CustomerKey.Completes()] $RoleDefinitionName,
        [Parameter(ParameterSetName = 'List')] [Alias('RoleId')] [CustomerKey.Completes()] $RoleDefinitionId,
        [Parameter(ParameterSetName = 'List')] [Alias('Id', 'PrincipalId')] [CustomerKey.Completes()] $ObjectId,
        [Parameter(ParameterSetName = 'List')] [Alias('Email', 'UserPrincipalName')] [CustomerKey.Completes()] $SignInName,
        [Parameter(ParameterSetName = 'List')] [Alias('SPN', 'ServicePrincipalName')] [CustomerKey.Completes()] $ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'GetByName')] [CustomerKey.Completes()] [string]$RoleAssignmentName,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Remove-AzKeyVaultRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'DefinitionNameSignInName')]
    [OutputType('CustomerKey.KeyVaultRoleAssignment')]
    param(
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'DefinitionNameSignInName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'DefinitionNameApplicationId')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'DefinitionNameObjectId')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'DefinitionIdApplicationId')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'DefinitionIdObjectId')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'DefinitionIdSignInName')]
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'RemoveByNameParameterSet')] [CustomerKey.Completes()] [string]$HsmName,
        [CustomerKey.Completes()] [string]$Scope,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameSignInName')] [Parameter(Mandatory, ParameterSetName = 'DefinitionNameApplicationId')]
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameObjectId')] [Alias('RoleName')] [CustomerKey.Completes()] [string]$RoleDefinitionName,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionIdApplicationId')] [Parameter(Mandatory, ParameterSetName = 'DefinitionIdObjectId')]
        [Parameter(Mandatory, ParameterSetName = 'DefinitionIdSignInName')] [Alias('RoleId')] [CustomerKey.Completes()] [string]$RoleDefinitionId,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameSignInName')] [Parameter(Mandatory, ParameterSetName = 'DefinitionIdSignInName')]
        [Alias('Email', 'UserPrincipalName')] [CustomerKey.Completes()] [string]$SignInName,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameApplicationId')]
        [Parameter(Mandatory, ParameterSetName = 'DefinitionIdApplicationId')] [Alias('SPN', 'ServicePrincipalName')] [CustomerKey.Completes()]
        [string]$ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'DefinitionNameObjectId')] [Parameter(Mandatory, ParameterSetName = 'DefinitionIdObjectId')]
        [Alias('Id', 'PrincipalId')] [CustomerKey.Completes()] [string]$ObjectId,
        [Parameter(Mandatory, ParameterSetName = 'RemoveByNameParameterSet')] [CustomerKey.Completes()] [string]$RoleAssignmentName,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'InputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVaultRoleAssignment') ('KeyVaultRoleAssignment') ('Name') })] [psobject]$InputObject,
        [switch]$PassThru,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$SignInName$ApplicationId$ObjectId$RoleAssignmentName$InputObject" }
}

function Get-AzKeyVaultRoleDefinition {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Interactive')]
    [OutputType('CustomerKey.KeyVaultRoleDefinition')]
    param(
        [Parameter(Mandatory, Position = 1)] [CustomerKey.Completes()] [string]$HsmName,
        [CustomerKey.Completes()] [string]$Scope,
        [Parameter(Mandatory, ParameterSetName = 'CustomOnly')] [switch]$Custom,
        [Parameter(Mandatory, ParameterSetName = 'ByName')] [Alias('RoleName')] [CustomerKey.Completes()] [string]$RoleDefinitionName,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

# ---- Azure resource groups -----------------------------------------------------------------------------------------

function New-AzResourceGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [Alias('New-AzureRmResourceGroup')]
    [OutputType('CustomerKey.ResourceGroup')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [Alias('ResourceGroupName')] [CustomerKey.Completes()] [string]$Name,
        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Location,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Tags')] [hashtable]$Tag,
        [switch]$Force,
        [string]$ApiVersion,
        [switch]$Pre,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Location = $Location; Tag = $Tag } -ShouldProcess $Name }
}

function Register-AzProviderFeature {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [Alias('Register-AzureRmProviderFeature')]
    [OutputType('CustomerKey.ProviderFeature')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$FeatureName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$ProviderNamespace,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ FeatureName = $FeatureName; ProviderNamespace = $ProviderNamespace } -ShouldProcess $FeatureName }
}

function Get-AzProviderFeature {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ListAvailableParameterSet')]
    [Alias('Get-AzureRmProviderFeature')]
    [OutputType('CustomerKey.ProviderFeature')]
    param(
        [Parameter(ParameterSetName = 'ListAvailableParameterSet')] [Parameter(Mandatory, ParameterSetName = 'GetFeature')] [AllowNull()]
        [CustomerKey.Completes()] $ProviderNamespace,
        [Parameter(ParameterSetName = 'ListAvailableParameterSet')] [switch]$ListAvailable,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ParameterSetName = 'GetFeature')] [CustomerKey.Completes()] [string]$FeatureName
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Register-AzResourceProvider {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    [Alias('Register-AzureRmResourceProvider')]
    [OutputType('CustomerKey.ResourceProvider')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$ProviderNamespace,
        [Parameter(ValueFromPipelineByPropertyName)] $ConsentToPermissions,
        [switch]$AsJob,
        [string]$ApiVersion,
        [switch]$Pre,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ProviderNamespace = $ProviderNamespace; ConsentToPermissions = $ConsentToPermissions } -ShouldProcess $ProviderNamespace }
}

function Get-AzResource {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ByTagNameValueParameterSet')]
    [Alias('Get-AzureRmResource')]
    [OutputType('CustomerKey.Resource')]
    param(
        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')] [Parameter(ParameterSetName = 'ByTagObjectParameterSet')] [Alias('ResourceName')]
        [CustomerKey.Completes()] $Name,
        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')] [Parameter(ParameterSetName = 'ByTagObjectParameterSet')]
        [CustomerKey.Completes()] $ResourceType,
        [string]$ODataQuery,
        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')] [Parameter(ParameterSetName = 'ByTagObjectParameterSet')]
        [CustomerKey.Completes()] $ResourceGroupName,
        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')] $TagName,
        [Parameter(ParameterSetName = 'ByTagNameValueParameterSet')] $TagValue,
        [switch]$ExpandProperties,
        [string]$ApiVersion,
        [switch]$Pre,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')] [Alias('Id')] [CustomerKey.Completes()]
        [string]$ResourceId,
        [Parameter(Mandatory, ParameterSetName = 'ByTagObjectParameterSet')] [hashtable]$Tag
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ResourceId = $ResourceId } }
}

function Set-AzResource {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'ByResourceId')]
    [Alias('Set-AzureRmResource')]
    [OutputType('CustomerKey.Resource')]
    param(
        [Parameter(ValueFromPipelineByPropertyName)] [string]$Kind,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('PropertyObject')] $Properties,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('PlanObject')] [hashtable]$Plan,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('SkuObject')] [hashtable]$Sku,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Tags')] [hashtable]$Tag,
        [switch]$UsePatchSemantics,
        [switch]$AsJob,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByResourceId')] [Alias('Id')] [CustomerKey.Completes()]
        [string]$ResourceId,
        [string]$ODataQuery,
        [switch]$Force,
        [string]$ApiVersion,
        [switch]$Pre,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ByInputObject')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzKeyVault', 'Get-AzResource') ('KeyVaultIdentityItem', 'KeyVault', 'DeletedKeyVault', 'Resource') ('ResourceId', 'VaultName') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')] [Alias('Name')] [string]$ResourceName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')] [string]$ResourceType,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')] [string]$ExtensionResourceName,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ByTenantLevel')] [string]$ExtensionResourceType,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'BySubscriptionLevel')] [string]$ResourceGroupName,
        [Parameter(Mandatory, ParameterSetName = 'ByTenantLevel')] [switch]$TenantLevel
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Kind = $Kind; Properties = $Properties; Plan = $Plan; Sku = $Sku; Tag = $Tag; ResourceId = $ResourceId; InputObject = $InputObject; ResourceName = $ResourceName; ResourceType = $ResourceType; ExtensionResourceName = $ExtensionResourceName; ExtensionResourceType = $ExtensionResourceType; ResourceGroupName = $ResourceGroupName } -ShouldProcess "$ResourceId$InputObject" }
}

function New-AzRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [Alias('New-AzureRmRoleAssignment')]
    [OutputType('CustomerKey.RoleAssignment')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Alias('Id', 'PrincipalId')] [CustomerKey.Completes()] [string]$ObjectId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Alias('Email', 'UserPrincipalName')] [CustomerKey.Completes()] [string]$SignInName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [Alias('SPN', 'ServicePrincipalName')]
        [CustomerKey.Completes()] [string]$ApplicationId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$RoleDefinitionName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')] [CustomerKey.Completes()]
        [guid]$RoleDefinitionId,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [string]$Scope,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceGroupName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceType,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [string]$ParentResource,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [string]$Description,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [string]$Condition,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [string]$ConditionVersion,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [Alias('PrincipalType')] [CustomerKey.Completes()]
        [string]$ObjectType,
        [switch]$AllowDelegation,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'InputFileParameterSet')] [string]$InputFile,
        [switch]$SkipClientSideScopeValidation,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ObjectId = $ObjectId; SignInName = $SignInName; ApplicationId = $ApplicationId; RoleDefinitionName = $RoleDefinitionName; RoleDefinitionId = $RoleDefinitionId; Scope = $Scope; ResourceGroupName = $ResourceGroupName; ResourceName = $ResourceName; ResourceType = $ResourceType; ParentResource = $ParentResource; Description = $Description; Condition = $Condition; ConditionVersion = $ConditionVersion; ObjectType = $ObjectType; InputFile = $InputFile } -Obeys }
}

function Get-AzRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [Alias('Get-AzureRmRoleAssignment')]
    [OutputType('CustomerKey.RoleAssignment')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')] [Alias('Id', 'PrincipalId')]
        [AllowNull()] [CustomerKey.Completes()] $ObjectId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SignInNameParameterSet')] [Alias('Email', 'UserPrincipalName')]
        [CustomerKey.Completes()] [string]$SignInName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SPNParameterSet')] [Alias('SPN')] [CustomerKey.Completes()]
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
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeParameterSet')] [CustomerKey.Completes()] $RoleDefinitionName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')] [CustomerKey.Completes()]
        [guid]$RoleDefinitionId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeParameterSet')] [AllowNull()] [CustomerKey.Completes()] $Scope,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceGroupName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceType,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceParameterSet')] [string]$ParentResource,
        [Parameter(ParameterSetName = 'ObjectIdParameterSet')] [Parameter(ParameterSetName = 'SignInNameParameterSet')] [switch]$ExpandPrincipalGroups,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [Parameter(ParameterSetName = 'ObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')] [Parameter(ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ParameterSetName = 'ScopeWithObjectIdParameterSet')] [Parameter(ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(ParameterSetName = 'ResourceWithSignInNameParameterSet')] [Parameter(ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ParameterSetName = 'SignInNameParameterSet')] [Parameter(ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(ParameterSetName = 'ResourceWithSPNParameterSet')] [Parameter(ParameterSetName = 'ScopeWithSPNParameterSet')]
        [Parameter(ParameterSetName = 'SPNParameterSet')] [Parameter(ParameterSetName = 'ResourceGroupParameterSet')]
        [Parameter(ParameterSetName = 'ResourceParameterSet')] [Parameter(ParameterSetName = 'ScopeParameterSet')]
        [switch]$IncludeClassicAdministrators,
        [switch]$SkipClientSideScopeValidation,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ObjectId = $ObjectId; SignInName = $SignInName; ServicePrincipalName = $ServicePrincipalName; RoleDefinitionName = $RoleDefinitionName; RoleDefinitionId = $RoleDefinitionId; Scope = $Scope; ResourceGroupName = $ResourceGroupName; ResourceName = $ResourceName; ResourceType = $ResourceType; ParentResource = $ParentResource } }
}

function Remove-AzRoleAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'EmptyParameterSet')]
    [Alias('Remove-AzureRmRoleAssignment')]
    [OutputType('CustomerKey.RoleAssignment')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Alias('Id', 'PrincipalId')] [CustomerKey.Completes()] [string]$ObjectId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Alias('Email', 'UserPrincipalName')] [CustomerKey.Completes()] [string]$SignInName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [Alias('SPN')]
        [CustomerKey.Completes()] [string]$ServicePrincipalName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$RoleDefinitionName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')] [CustomerKey.Completes()]
        [guid]$RoleDefinitionId,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'EmptyParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'RoleIdWithScopeAndObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ScopeWithSPNParameterSet')] [string]$Scope,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceGroupWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceGroupName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [CustomerKey.Completes()]
        [string]$ResourceType,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithObjectIdParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSignInNameParameterSet')]
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'ResourceWithSPNParameterSet')] [string]$ParentResource,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'RoleAssignmentParameterSet')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-AzRoleAssignment') ('RoleAssignment') ('RoleAssignmentId', 'ObjectId', 'SignInName', 'ServicePrincipalName', 'RoleDefinitionName', 'RoleDefinitionId', 'ResourceGroupName', 'ResourceName', 'ResourceType') })]
        $InputObject,
        [switch]$PassThru,
        [switch]$SkipClientSideScopeValidation,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ObjectId = $ObjectId; SignInName = $SignInName; ServicePrincipalName = $ServicePrincipalName; RoleDefinitionName = $RoleDefinitionName; RoleDefinitionId = $RoleDefinitionId; Scope = $Scope; ResourceGroupName = $ResourceGroupName; ResourceName = $ResourceName; ResourceType = $ResourceType; ParentResource = $ParentResource; InputObject = $InputObject } -ShouldProcess "$ObjectId$SignInName$ServicePrincipalName$InputObject" }
}

function Get-AzRoleDefinition {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'RoleDefinitionNameParameterSet')]
    [Alias('Get-AzureRmRoleDefinition')]
    [OutputType('CustomerKey.RoleDefinition')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleDefinitionNameParameterSet')] [CustomerKey.Completes()]
        $Name,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleDefinitionIdParameterSet')] [guid]$Id,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'RoleDefinitionCustomParameterSet')] [switch]$Custom,
        [Parameter(ValueFromPipeline)] $Scope,
        [switch]$SkipClientSideScopeValidation,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Id = $Id; Custom = $Custom; Scope = $Scope } }
}

function Get-AzResourceGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'GetByResourceGroupName')]
    [Alias('Get-AzureRmResourceGroup')]
    [OutputType('CustomerKey.ResourceGroup')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName, ParameterSetName = 'GetByResourceGroupName')] [Alias('ResourceGroupName')]
        [CustomerKey.Completes()] $Name,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName)] $Location,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetByResourceGroupName')] [hashtable]$Tag,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'GetByResourceGroupId')] [Alias('ResourceGroupId', 'ResourceId')] $Id,
        [string]$ApiVersion,
        [switch]$Pre,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Location = $Location; Tag = $Tag; Id = $Id } }
}

function Get-AzADUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'List')]
    [Alias('Get-AzureRmADUser')]
    [OutputType('CustomerKey.ADUser')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'UPNParameterSet')] [Alias('UPN')] [CustomerKey.Completes()]
        [string]$UserPrincipalName,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'StartsWithParameterSet')] [Alias('SearchString')]
        [string]$StartsWith,
        [Parameter(Mandatory, ParameterSetName = 'DisplayNameParameterSet')] [string]$DisplayName,
        [Parameter(Mandatory, ParameterSetName = 'ObjectIdParameterSet')] [Alias('Id')] [CustomerKey.Completes()] [string]$ObjectId,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'MailParameterSet')] [CustomerKey.Completes()] [string]$Mail,
        [Parameter(Mandatory, ParameterSetName = 'SignedInUser')] [switch]$SignedIn,
        [string[]]$Select,
        [switch]$AppendSelected,
        [string[]]$Expand,
        [Parameter(ParameterSetName = 'List')] [string]$Filter,
        [Parameter(ParameterSetName = 'List')] [string]$Search,
        [Parameter(ParameterSetName = 'List')] [string]$ConsistencyLevel,
        [Parameter(ParameterSetName = 'List')] [switch]$Count,
        [Parameter(ParameterSetName = 'List')] [string]$CountVariable,
        [Parameter(ParameterSetName = 'List')] [string[]]$Orderby,
        [Parameter(ParameterSetName = 'List')] [Parameter(ParameterSetName = 'DisplayNameParameterSet')]
        [Parameter(ParameterSetName = 'MailParameterSet')] [Parameter(ParameterSetName = 'StartsWithParameterSet')] [uint32]$First,
        [Parameter(ParameterSetName = 'List')] [Parameter(ParameterSetName = 'DisplayNameParameterSet')]
        [Parameter(ParameterSetName = 'MailParameterSet')] [Parameter(ParameterSetName = 'StartsWithParameterSet')] [uint32]$Skip,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ UserPrincipalName = $UserPrincipalName; StartsWith = $StartsWith; Mail = $Mail } }
}

function Get-AzADServicePrincipal {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [OutputType('CustomerKey.ADServicePrincipal')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ObjectIdParameterSet')] [Alias('ServicePrincipalId', 'Id')] [CustomerKey.Completes()]
        [string]$ObjectId,
        [Parameter(Mandatory, ParameterSetName = 'SearchStringParameterSet')] [Alias('DisplayNameStartsWith', 'SearchString')]
        [string]$DisplayNameBeginsWith,
        [Parameter(Mandatory, ParameterSetName = 'DisplayNameParameterSet')] [string]$DisplayName,
        [Parameter(Mandatory, ParameterSetName = 'ApplicationIdParameterSet')] [Alias('AppId')] [CustomerKey.Completes()] [string]$ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'SPNParameterSet')] [Alias('SPN')] [CustomerKey.Completes()] [string]$ServicePrincipalName,
        [string[]]$Select,
        [switch]$AppendSelected,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$Filter,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$Search,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$ConsistencyLevel,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [switch]$Count,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$CountVariable,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string[]]$Orderby,
        [uint32]$First,
        [uint32]$Skip,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function New-AzADServicePrincipal {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'SimpleParameterSet')]
    [OutputType('CustomerKey.ADServicePrincipal')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ApplicationWithoutCredentialParameterSet')] [Alias('AppId')]
        [CustomerKey.Completes()] [string]$ApplicationId,
        [Parameter(Mandatory, ParameterSetName = 'SimpleParameterSet')] [string]$DisplayName,
        [switch]$AccountEnabled,
        [string]$Role,
        [string]$Scope,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ApplicationId = $ApplicationId } -ShouldProcess $ApplicationId }
}

function Get-AzADGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'EmptyParameterSet')]
    [Alias('Get-AzureRmADGroup')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'SearchStringParameterSet')] [Alias('SearchString', 'DisplayNameBeginsWith')]
        [string]$DisplayNameStartsWith,
        [Parameter(Mandatory, ParameterSetName = 'DisplayNameParameterSet')] [string]$DisplayName,
        [Parameter(Mandatory, ParameterSetName = 'ObjectIdParameterSet')] [Alias('GroupId', 'Id')] [guid]$ObjectId,
        [string[]]$Select,
        [switch]$AppendSelected,
        [string[]]$Expand,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$Filter,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$Search,
        [string]$ConsistencyLevel,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [switch]$Count,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string]$CountVariable,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [string[]]$Orderby,
        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')] $DefaultProfile,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [Parameter(ParameterSetName = 'DisplayNameParameterSet')]
        [Parameter(ParameterSetName = 'SearchStringParameterSet')] [uint32]$First,
        [Parameter(ParameterSetName = 'EmptyParameterSet')] [Parameter(ParameterSetName = 'DisplayNameParameterSet')]
        [Parameter(ParameterSetName = 'SearchStringParameterSet')] [uint32]$Skip
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}
