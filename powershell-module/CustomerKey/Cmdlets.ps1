# Written by ./build generate from native/table/services; edit that.

# ---- The tenant itself ---------------------------------------------------------------------------------------------

function New-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$Path,
        [string]$Name,
        [ValidateSet('Rehearsal', 'Production')] [string]$Mode,
        [ValidateSet('Create', 'Refuse')] [string]$UnknownIdentifiers,
        [ValidateSet('Local', 'Azure')] [string]$VaultProvider,
        [ValidateSet('AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud')] [string]$Environment,
        [string]$VaultHostSuffix,
        [uint32]$VaultPort,
        [string]$VaultAuthorityFile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Path -Opens -Paths Path, VaultAuthorityFile }
}

function Open-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [string]$Path,
        [switch]$AcceptAuditLoss
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path } -Opens -Paths Path }
}

function Get-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Start-CustomerKeyServer {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyServer')]
    param(
        [Parameter(Position = 0)] [string]$Listen,
        [string]$Suffix,
        [string[]]$ImportPath
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the tenant' -Paths ImportPath }
}

function Get-CustomerKeyServer {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyServer')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Stop-CustomerKeyServer {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipeline)] [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyServer') ('CustomerKeyServer') ('VaultUri') })]
        [psobject]$InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess 'the tenant' }
}

function Set-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    param(
        [ValidateSet('Create', 'Refuse')] [string]$UnknownIdentifiers,
        [ValidateSet('Owner', 'Refuse')] [string]$UnknownAccounts,
        [CustomerKey.Completes()] $Owners,
        [CustomerKey.Completes()] $ExchangeAdministrators,
        [CustomerKey.Completes()] $ComplianceAdministrators,
        [ValidateSet('Background', 'Manual')] [string]$JobMode,
        [uint32]$MailboxCacheLifetime,
        [uint32]$SiteCacheLifetime,
        [double]$RootOffset,
        [uint32]$FailureCacheLifetime,
        [double]$RootTimeout,
        [bool]$CacheEnabled,
        [uint32]$Seed,
        [bool]$AuditReads,
        [ValidateSet('2021', 'current')] [string]$RuleProfile,
        [ValidateSet('Enforce', 'Warn')] [string]$Validation
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the tenant' }
}

function Backup-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyBackup')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$OutputFile,
        [Parameter(Mandatory, Position = 1)] [string]$SecretsFile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $OutputFile -Paths OutputFile, SecretsFile }
}

function Restore-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$Path,
        [Parameter(Mandatory, Position = 1)] [string]$InputFile,
        [Parameter(Mandatory, Position = 2)] [string]$SecretsFile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Path -Opens -Paths Path, InputFile, SecretsFile }
}

function Move-CustomerKeyTenantVault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Move')]
    [OutputType('CustomerKey.CustomerKeyTenant')]
    param(
        [Parameter(ParameterSetName = 'Move')] [hashtable]$KeyMap,
        [Parameter(ParameterSetName = 'Move')] [string]$VaultHostSuffix,
        [Parameter(ParameterSetName = 'Move')] [uint32]$VaultPort,
        [Parameter(ParameterSetName = 'Move')] [string]$VaultAuthorityFile,
        [Parameter(Mandatory, ParameterSetName = 'Undo')] [switch]$Undo
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the vaults of the tenant' -Paths VaultAuthorityFile }
}

function Remove-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyTenantRemoval')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$Path,
        [Parameter(Mandatory, Position = 1)] [string]$OutputFile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Path -Paths Path, OutputFile }
}

function Test-CustomerKeyConfiguration {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.PolicyCheck')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Test-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Test-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Position = 0)] [CustomerKey.Completes()] $Identity
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Import-CustomerKeyInventory {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Mandatory, Position = 0)] [string[]]$Path,
        [switch]$Overwrite
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Path -Paths Path }
}

function Export-CustomerKeyReport {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyReport')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$Path,
        [Parameter(Position = 1)] [ValidateSet('Html', 'Json', 'Csv')] [string]$Format,
        [switch]$Force
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Path -Paths Path }
}

function Set-CustomerKeyFact {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Subscription')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Subscription')] [CustomerKey.Completes()] [string]$Subscription,
        [Parameter(ParameterSetName = 'Subscription')]
        [ValidateSet('EnterpriseAgreement', 'CloudSolutionProvider', 'PayAsYouGo', 'Free', 'Trial', 'Sponsorship', 'MSDN', 'LegacySupport')]
        [string]$Offer,
        [Parameter(ParameterSetName = 'Subscription')] [guid]$Directory,
        [Parameter(Mandatory, ParameterSetName = 'License')] [CustomerKey.Completes()] [string]$Mailbox,
        [Parameter(Mandatory, ParameterSetName = 'License')] [bool]$Licensed,
        [Parameter(Mandatory, ParameterSetName = 'Application')]
        [ValidateSet('00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000', 'c066d759-24ae-40e7-a56f-027002b5d3e4', '19f7f505-34aa-44a4-9dcc-6a768854d2ea')]
        [string]$Application,
        [Parameter(Mandatory, ParameterSetName = 'Application')] [bool]$Registered,
        [Parameter(Mandatory, ParameterSetName = 'Scenario')] [ValidateSet('MDEP', 'EXO', 'SPO')] [string]$Scenario,
        [Parameter(Mandatory, ParameterSetName = 'Scenario')] [bool]$Enabled
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess "$Subscription$Mailbox$Application$Scenario" }
}

function Get-CustomerKeyFact {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyFact')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Test-CustomerKeyTenant {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyTenantCheck')]
    param(
        [switch]$Content
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function New-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [string]$Name,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$Alias,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('UserPrincipalName')] [string]$MicrosoftOnlineServicesID,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$DisplayName,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$PrimarySmtpAddress,
        [switch]$Shared,
        [switch]$PublicFolder,
        [uint32]$Count,
        [securestring]$Password,
        [string]$InactiveMailbox,
        [switch]$Archive,
        [switch]$Discovery,
        [switch]$Equipment,
        [switch]$Migration,
        [switch]$Room,
        [string]$DomainController,
        [switch]$Force,
        [bool]$EnableRoomMailboxAccount,
        [bool]$IsExcludedFromServingHierarchy,
        [bool]$ModerationEnabled,
        [bool]$RemotePowerShellEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [int]$ResourceCapacity,
        $MailboxPlan,
        $ActiveSyncMailboxPolicy,
        $RetentionPolicy,
        $RoleAssignmentPolicy,
        $ModeratedBy,
        $ProxyEmailAddress,
        $OrganizationalUnit,
        $RemovedMailbox,
        [securestring]$RoomMailboxPassword,
        $SharingPolicy,
        $FederatedIdentity,
        $FirstName,
        $ImmutableId,
        $Initials,
        $LastName,
        $MailboxRegion,
        $Office,
        $Phone,
        $SamAccountName,
        [switch]$HoldForMigration,
        [switch]$TargetAllMDBs,
        $SendModerationNotifications
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; Alias = $Alias; MicrosoftOnlineServicesID = $MicrosoftOnlineServicesID; DisplayName = $DisplayName; PrimarySmtpAddress = $PrimarySmtpAddress } -ShouldProcess $Name }
}

function New-MailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.MailUser')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [string]$Name,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$ExternalEmailAddress,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('UserPrincipalName')] [string]$MicrosoftOnlineServicesID,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$Alias,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$DisplayName,
        [securestring]$Password,
        [switch]$HVEAccount,
        [string]$DomainController,
        [bool]$ModerationEnabled,
        [bool]$RemotePowerShellEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [bool]$UsePreferMessageFormat,
        $MacAttachmentFormat,
        $MessageBodyFormat,
        $MessageFormat,
        $ModeratedBy,
        $OrganizationalUnit,
        $PrimarySmtpAddress,
        $FederatedIdentity,
        $FirstName,
        $ImmutableId,
        $Initials,
        $LastName,
        $MailboxRegion,
        $SamAccountName,
        [switch]$LOBAppAccount,
        $SendModerationNotifications
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; ExternalEmailAddress = $ExternalEmailAddress; MicrosoftOnlineServicesID = $MicrosoftOnlineServicesID; Alias = $Alias; DisplayName = $DisplayName } -ShouldProcess $Name }
}

function Move-CustomerKeyMailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
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
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Object')] [string[]]$Path,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'MailboxLiteral')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'WorkloadLiteral')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'SiteLiteral')]
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ObjectLiteral')] [Alias('PSPath', 'FullName')]
        [string[]]$LiteralPath,
        [Parameter(Mandatory, ParameterSetName = 'Mailbox')] [Parameter(Mandatory, ParameterSetName = 'MailboxLiteral')] [CustomerKey.Completes()]
        [string]$Mailbox,
        [Parameter(Mandatory, ParameterSetName = 'Workload')] [Parameter(Mandatory, ParameterSetName = 'WorkloadLiteral')] [CustomerKey.Completes()]
        [string]$Workload,
        [Parameter(Mandatory, ParameterSetName = 'Site')] [Parameter(Mandatory, ParameterSetName = 'SiteLiteral')] [CustomerKey.Completes()]
        [string]$Site,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Object')]
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ObjectLiteral')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyWorkload', 'Get-CustomerKeySite', 'Get-Mailbox', 'Get-MailboxStatistics') ('CustomerKeyWorkload', 'CustomerKeySite', 'Mailbox', 'MailboxStatistics') ('Identity', 'LiteralPath') })]
        [psobject]$InputObject
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path; LiteralPath = $LiteralPath; InputObject = $InputObject } -ShouldProcess "$Path$LiteralPath" -Paths Path, LiteralPath }
}

function Get-CustomerKeyItem {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyItem')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Mailbox')] [CustomerKey.Completes()] [string]$Mailbox,
        [Parameter(Mandatory, ParameterSetName = 'Workload')] [CustomerKey.Completes()] [string]$Workload,
        [Parameter(Mandatory, ParameterSetName = 'Site')] [CustomerKey.Completes()] [string]$Site,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Item')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyItem', 'Get-CustomerKeyWorkload', 'Get-CustomerKeySite', 'Get-Mailbox', 'Get-MailboxStatistics') ('CustomerKeyItem', 'CustomerKeyWorkload', 'CustomerKeySite', 'Mailbox', 'MailboxStatistics') ('Identity') })]
        [psobject]$InputObject,
        [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } }
}

function Export-CustomerKeyItem {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Mailbox')]
    [OutputType('CustomerKey.CustomerKeyExport')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Mailbox')] [Parameter(Mandatory, ParameterSetName = 'MailboxFolder')] [CustomerKey.Completes()]
        [string]$Mailbox,
        [Parameter(Mandatory, ParameterSetName = 'Workload')] [Parameter(Mandatory, ParameterSetName = 'WorkloadFolder')] [CustomerKey.Completes()]
        [string]$Workload,
        [Parameter(Mandatory, ParameterSetName = 'Site')] [Parameter(Mandatory, ParameterSetName = 'SiteFolder')] [CustomerKey.Completes()]
        [string]$Site,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Mailbox')] [Parameter(Mandatory, Position = 0, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Site')] [Parameter(Position = 0, ParameterSetName = 'MailboxFolder')]
        [Parameter(Position = 0, ParameterSetName = 'WorkloadFolder')] [Parameter(Position = 0, ParameterSetName = 'SiteFolder')] [AllowNull()]
        [CustomerKey.Completes()] $Identity,
        [Parameter(Mandatory, ParameterSetName = 'Mailbox')] [Parameter(Mandatory, ParameterSetName = 'Workload')]
        [Parameter(Mandatory, ParameterSetName = 'Site')] [Parameter(Mandatory, ParameterSetName = 'ItemFile')] [string]$OutputFile,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Item')] [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'ItemFile')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyItem', 'Get-CustomerKeyWorkload', 'Get-CustomerKeySite', 'Get-Mailbox', 'Get-MailboxStatistics') ('CustomerKeyItem', 'CustomerKeyWorkload', 'CustomerKeySite', 'Mailbox', 'MailboxStatistics') ('Identity') })]
        [psobject]$InputObject,
        [Parameter(Mandatory, ParameterSetName = 'MailboxFolder')] [Parameter(Mandatory, ParameterSetName = 'WorkloadFolder')]
        [Parameter(Mandatory, ParameterSetName = 'SiteFolder')] [Parameter(Mandatory, ParameterSetName = 'Item')] [string]$Destination,
        [switch]$Force
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Identity$InputObject" -Paths OutputFile, Destination }
}

function Get-CustomerKeyDirectory {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyDirectoryEntry')]
    param(
        [Parameter(Position = 0)] [ValidateSet('User', 'Application', 'Subscription', 'ResourceGroup')] [string]$Kind
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Get-CustomerKeyWorkload {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyWorkload')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Unregister-CustomerKeyWorkload {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', PositionalBinding = $false)]
    param(
        [switch]$WithLostKeys
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the workloads of the tenant' }
}

function Get-CustomerKeyApplication {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyApplication')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-CustomerKeyApplication {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Identity')] [CustomerKey.Completes()] [string]$Identity,
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Object')]
        [ValidateScript({ Assert-CkeyInput $_ ('Get-CustomerKeyApplication') ('CustomerKeyApplication') ('Identity') })] [psobject]$InputObject,
        [Parameter(Mandatory)] [AllowNull()] [CustomerKey.Completes()] $DataEncryptionPolicy
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ InputObject = $InputObject } -ShouldProcess "$Identity$InputObject" }
}

function New-CustomerKeyGeo {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$Name,
        [Parameter(Mandatory, Position = 1)] [string]$AdminUrl
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Name }
}

function Get-CustomerKeyGeo {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Enable-CustomerKeyRecoveryMode {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Disable-CustomerKeyRecoveryMode {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyGeo')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Update-CustomerKeyAvailabilityKey {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the availability key of SharePoint' }
}

function New-CustomerKeySite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeySite')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [string]$Url,
        [CustomerKey.Completes()] $Geo
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Url = $Url } -ShouldProcess $Url }
}

function Get-CustomerKeySite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeySite')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [CustomerKey.Completes()] $Geo
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyJob {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyJob')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
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
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the waiting jobs' }
}

function Wait-CustomerKeyJob {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyJob')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [string]$Timeout
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyBackup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyBackup')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Remove-CustomerKeyBackup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-CustomerKeyUsage {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyUsage')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Id', 'KeyId')] [CustomerKey.Completes()] $Key
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Key = $Key } }
}

function Get-CustomerKeyPurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyPurge')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-CustomerKeyPurgeApprover {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyPurgeApprover')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Set-CustomerKeyPurgeApprover {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$Name,
        [Parameter(Mandatory, Position = 1)] [string]$PublicKey
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $Name -Paths PublicKey }
}

function Approve-CustomerKeySitePurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeySitePurgeAgreement')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the purge of the geo''s data' }
}

function Request-CustomerKeySitePurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurge')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [Parameter(Mandatory)] [string]$Reason,
        [Parameter(Mandatory)] [string]$Contact,
        [switch]$Force
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the data of the geo' }
}

function New-CustomerKeyPurgeDocument {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurgeDocument')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [Parameter(Mandatory, Position = 1)] [string]$OutputFile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity -Paths OutputFile }
}

function Approve-CustomerKeyPurgeDocument {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurgeDocument')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('FullName')] [string]$Path,
        [Parameter(Mandatory, Position = 1)] [string]$PrivateKey,
        [Parameter(Mandatory, Position = 2)] [string]$OutputFile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path } -ShouldProcess $Path -Paths Path, PrivateKey, OutputFile }
}

function Complete-CustomerKeyPurge {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurge')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('FullName')] [string]$Path,
        [switch]$WithoutAnswer,
        [switch]$Force
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Path = $Path } -ShouldProcess $Path -Paths Path }
}

function Export-CustomerKeyPurgeEvidence {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyPurgeEvidence')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [Parameter(Mandatory, Position = 1)] [string]$OutputFile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity -Paths OutputFile }
}

function Get-CustomerKeyImpact {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyImpact')]
    param(
        [Parameter(Mandatory, Position = 0)] [CustomerKey.Completes()] [string[]]$Change
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Test-CustomerKeyRetirement {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyRetirement')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Id', 'KeyId')] [CustomerKey.Completes()]
        [string]$Key,
        [switch]$Detailed,
        [switch]$Move,
        [string]$OutputFile
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Key = $Key } -ShouldProcess $Key -Paths OutputFile }
}

function Search-CustomerKeyAudit {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyAuditRecord')]
    param(
        [Nullable[datetime]]$StartDate,
        [Nullable[datetime]]$EndDate,
        [CustomerKey.Completes()] $RecordType,
        [CustomerKey.Completes()] $Activity,
        [Alias('Operations')] [CustomerKey.Completes()] $Operation,
        [Alias('UserId', 'UserIds')] [CustomerKey.Completes()] $User,
        [Alias('ObjectId', 'ObjectIds')] [CustomerKey.Completes()] $Object,
        [ValidateSet('Succeeded', 'Failed', 'Denied')] [string]$Result,
        [string]$ResultSize,
        [switch]$Verify
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Search-CustomerKeyVaultUse {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyVaultUse')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $VaultName,
        [Parameter(Position = 1)] [CustomerKey.Completes()] $KeyName,
        [ValidateSet('KeyWrap', 'KeyUnwrap', 'KeyEncrypt', 'KeyDecrypt', 'KeySign', 'KeyVerify')] [string]$Operation,
        [Nullable[datetime]]$StartDate,
        [Nullable[datetime]]$EndDate,
        [string]$ResultSize
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName } }
}

function Export-CustomerKeyAuditHead {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.CustomerKeyAuditHead')]
    param(
        [Parameter(Mandatory, Position = 0)] [string]$OutputFile
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess $OutputFile -Paths OutputFile }
}

function Test-CustomerKeyAudit {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyAuditCheck')]
    param(
        [Parameter(Position = 0)] [string]$HeadFile,
        [string]$PublicKey
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -Paths HeadFile }
}

function Set-CustomerKeyVaultFault {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$VaultName,
        [Parameter(Mandatory, Position = 1)]
        [ValidateSet('None', 'Unreachable', 'Reset', 'HalfAnswer', 'Throttled', 'Slow', 'ServerError', 'Unauthorized', 'Firewall', 'SubscriptionCanceled')]
        [string]$Fault,
        [double]$DelaySeconds
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ VaultName = $VaultName } -ShouldProcess $VaultName }
}

function Set-CustomerKeyClock {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Advance')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Advance')] [string]$Advance,
        [Parameter(Mandatory, ParameterSetName = 'Date')] [datetime]$Date
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the clock of the tenant' }
}

function Get-CustomerKeyClock {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeyClock')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Clear-CustomerKeyCache {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -ShouldProcess 'the opened keys of the tenant' }
}

# ---- Customer Key onboarding ---------------------------------------------------------------------------------------

function New-CustomerKeyOnboardingRequest {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'KeyIdentifier')]
    [OutputType('CustomerKey.CustomerKeyOnboardingRequest')]
    param(
        [Parameter(Mandatory)] [string]$OrganizationId,
        [Parameter(Mandatory)] [ValidateSet('MDEP', 'EXO')] [string]$Scenario,
        [Parameter(Mandatory)] [CustomerKey.Completes()] [string]$Subscription1,
        [Parameter(Mandatory, ParameterSetName = 'KeyIdentifier')] [CustomerKey.Completes()] [string]$KeyIdentifier1,
        [Parameter(Mandatory, ParameterSetName = 'VaultName')] [CustomerKey.Completes()] [string]$VaultName1,
        [Parameter(Mandatory, ParameterSetName = 'VaultName')] [CustomerKey.Completes()] [string]$KeyName1,
        [Parameter(Mandatory)] [CustomerKey.Completes()] [string]$Subscription2,
        [Parameter(Mandatory, ParameterSetName = 'KeyIdentifier')] [CustomerKey.Completes()] [string]$KeyIdentifier2,
        [Parameter(Mandatory, ParameterSetName = 'VaultName')] [CustomerKey.Completes()] [string]$VaultName2,
        [Parameter(Mandatory, ParameterSetName = 'VaultName')] [CustomerKey.Completes()] [string]$KeyName2,
        [Parameter(Mandatory)] [ValidateSet('Prepare', 'Validate', 'Enable')] [string]$OnboardingMode
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -Obeys }
}

function Get-CustomerKeyOnboardingRequest {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.CustomerKeyOnboardingRequest')]
    param(
        [Parameter(Mandatory)] [string]$OrganizationId,
        [CustomerKey.Completes()] $RequestId
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

# ---- Exchange Online and the compliance service --------------------------------------------------------------------

function New-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [string]$Name,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $AzureKeyIDs,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$Description,
        [string]$DomainController,
        [Parameter(ValueFromPipelineByPropertyName)] $Enabled
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; AzureKeyIDs = $AzureKeyIDs; Description = $Description; Enabled = $Enabled } -ShouldProcess $Name }
}

function Get-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [string]$DomainController
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [string]$Description,
        [string]$DomainController,
        [bool]$Enabled,
        [Parameter(ParameterSetName = 'TenantAdminPurgeKeyRequest')] [switch]$Force,
        [string]$Name,
        [Parameter(Mandatory, ParameterSetName = 'RefreshKey')] [switch]$Refresh,
        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')] [CustomerKey.Completes()] $AzureKeyIDs,
        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')] [switch]$Replace
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Test-M365DataAtRestEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.PolicyCheck')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [string]$DomainController
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-M365DataAtRestEncryptionPolicyAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.M365DataAtRestEncryptionPolicyAssignment')]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Set-M365DataAtRestEncryptionPolicyAssignment {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Mandatory)] [Alias('Policy')] [AllowNull()] [CustomerKey.Completes()] $DataEncryptionPolicy
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) -Obeys }
}

function New-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('CustomerKey.DataEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [string]$Name,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $AzureKeyIDs,
        [Parameter(ValueFromPipelineByPropertyName)] [string]$Description,
        [string]$DomainController,
        [Parameter(ValueFromPipelineByPropertyName)] $Enabled
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Name = $Name; AzureKeyIDs = $AzureKeyIDs; Description = $Description; Enabled = $Enabled } -ShouldProcess $Name }
}

function Get-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType('CustomerKey.DataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [string]$DomainController
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-DataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [Parameter(Mandatory, ParameterSetName = 'DCAdminPurgeKeyRequest')] [Parameter(Mandatory, ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [string]$PermanentDataPurgeReason,
        [Parameter(ParameterSetName = 'DCAdminPurgeKeyRequest')] [Parameter(Mandatory, ParameterSetName = 'TenantAdminPurgeKeyRequest')]
        [string]$PermanentDataPurgeContact,
        [string]$Description,
        [string]$DomainController,
        [bool]$Enabled,
        [Parameter(ParameterSetName = 'DCAdminPurgeKeyRequest')] [Parameter(ParameterSetName = 'TenantAdminPurgeKeyRequest')] [switch]$Force,
        [string]$Name,
        [Parameter(Mandatory, ParameterSetName = 'TenantAdminPurgeKeyRequest')] [switch]$PermanentDataPurgeRequested,
        [Parameter(Mandatory, ParameterSetName = 'RefreshKey')] [switch]$Refresh,
        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')] [CustomerKey.Completes()] $AzureKeyIDs,
        [Parameter(Mandatory, ParameterSetName = 'ReplaceKey')] [switch]$Replace
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Set-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [Parameter(ParameterSetName = 'Identity')] [string]$DomainController,
        [switch]$Force,
        [Parameter(ParameterSetName = 'CloudIdentity')] [CustomerKey.Completes()] $DataEncryptionPolicy,
        [Parameter(ParameterSetName = 'CloudIdentity')] [switch]$GroupMailbox,
        [Parameter(ParameterSetName = 'CloudIdentity')] [switch]$InactiveMailbox,
        [Parameter(ParameterSetName = 'CloudIdentity')] [switch]$PublicFolder,
        [ValidateSet('Regular', 'Room', 'Equipment', 'Shared')] [string]$Type,
        [bool]$LitigationHoldEnabled,
        $AddressBookPolicy,
        $ArchiveStatus,
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
        $RulesQuota,
        $ArchiveDatabase,
        $Database,
        $EndDateForRetentionHold,
        $LitigationHoldDate,
        $StartDateForRetentionHold,
        $StsRefreshTokensValidFrom,
        $AuditLogAgeLimit,
        $RetainDeletedItemsFor,
        $ExternalOofOptions,
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
        $SystemMessageSizeShutoffQuota,
        $SystemMessageSizeWarningQuota,
        $ArbitrationMailbox,
        $ManagedFolderMailboxPolicy,
        $RetentionPolicy,
        $RoleAssignmentPolicy,
        $ExtensionCustomAttribute1,
        $ExtensionCustomAttribute2,
        $ExtensionCustomAttribute3,
        $ExtensionCustomAttribute4,
        $ExtensionCustomAttribute5,
        $AcceptMessagesOnlyFrom,
        $AcceptMessagesOnlyFromDLMembers,
        $AcceptMessagesOnlyFromSendersOrMembers,
        $ArchiveName,
        $AuditAdmin,
        $AuditDelegate,
        $AuditOwner,
        $BypassModerationFromSendersOrMembers,
        $DefaultAuditSet,
        $EmailAddressDisplayNames,
        $GrantSendOnBehalfTo,
        $Languages,
        $MailTipTranslations,
        $ModeratedBy,
        $NonCompliantDevices,
        $RejectMessagesFrom,
        $RejectMessagesFromDLMembers,
        $RejectMessagesFromSendersOrMembers,
        $ResourceCustom,
        $UMDtmfMap,
        $UserCertificate,
        $UserSMimeCertificate,
        $OfflineAddressBook,
        $QueryBaseDN,
        [pscredential]$LinkedCredential,
        $ForwardingSmtpAddress,
        $EmailAddresses,
        $DefaultPublicFolderMailbox,
        $ForwardingAddress,
        $RemoteRecipientType,
        [securestring]$NewPassword,
        [securestring]$OldPassword,
        [securestring]$Password,
        [securestring]$RoomMailboxPassword,
        $AttributesToClear,
        $SharingPolicy,
        $JournalArchiveAddress,
        $MicrosoftOnlineServicesID,
        $PrimarySmtpAddress,
        $WindowsEmailAddress,
        $ArchiveDomain,
        $CustomAttribute1,
        $CustomAttribute2,
        $CustomAttribute3,
        $CustomAttribute4,
        $CustomAttribute5,
        $CustomAttribute6,
        $CustomAttribute7,
        $CustomAttribute8,
        $CustomAttribute9,
        $CustomAttribute10,
        $CustomAttribute11,
        $CustomAttribute12,
        $CustomAttribute13,
        $CustomAttribute14,
        $CustomAttribute15,
        $Alias,
        $DisplayName,
        $EnforcedTimestamps,
        $ImmutableId,
        $LinkedDomainController,
        $LitigationHoldOwner,
        $MailboxRegion,
        $MailTip,
        $Office,
        $RetentionComment,
        $RetentionUrl,
        $SamAccountName,
        $SecondaryAddress,
        $SimpleDisplayName,
        $UserPrincipalName,
        $ExcludeFromOrgHolds,
        $RemoveOrphanedHolds,
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
        $ThrottlingPolicy,
        $SendModerationNotifications,
        $SecondaryDialPlan,
        $UniqueRecipientsCountLimitLevel,
        $ArchiveQuota,
        $ArchiveWarningQuota,
        $CalendarLoggingQuota,
        $IssueWarningQuota,
        $LitigationHoldDuration,
        $MaxReceiveSize,
        $MaxSendSize,
        $ProhibitSendQuota,
        $ProhibitSendReceiveQuota,
        $RecipientLimits,
        $RecoverableItemsQuota,
        $RecoverableItemsWarningQuota,
        $LinkedMasterAccount
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Remove-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [switch]$Force,
        [Parameter(ParameterSetName = 'Identity')] [string]$DomainController,
        [Parameter(ParameterSetName = 'Identity')] [switch]$IgnoreLegalHold,
        [Parameter(ParameterSetName = 'Identity')] [bool]$Permanent,
        [switch]$Migration,
        [Parameter(ParameterSetName = 'Default')] [switch]$PermanentlyDelete,
        [switch]$PublicFolder,
        [switch]$RemoveCNFPublicFolderMailboxPermanently
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Disable-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [string]$DomainController,
        [switch]$IgnoreLegalHold,
        [Parameter(ParameterSetName = 'Archive')] [switch]$Archive,
        [Parameter(ParameterSetName = 'Archive')] [switch]$PermanentlyDisable,
        [Parameter(ParameterSetName = 'RemoteArchive')] [switch]$RemoteArchive
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Undo-SoftDeletedMailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'SoftDeletedMailbox')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Identity')] [CustomerKey.Completes()]
        [string]$SoftDeletedObject,
        [string]$DisplayName,
        [string]$Name,
        [Parameter(ParameterSetName = 'SoftDeletedMailbox')] [securestring]$Password,
        [Parameter(ParameterSetName = 'PublicFolder')] [switch]$PublicFolder,
        [Parameter(ParameterSetName = 'SoftDeletedMailbox')] [string]$WindowsLiveID
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ SoftDeletedObject = $SoftDeletedObject } -ShouldProcess $SoftDeletedObject }
}

function New-MoveRequest {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [switch]$Remote,
        [string]$RemoteHostName,
        [pscredential]$RemoteCredential,
        [switch]$Outbound,
        [string]$TargetDeliveryDomain,
        [string]$BatchName,
        [string]$DomainController,
        $ArchiveTargetDatabase,
        $TargetDatabase,
        $CompleteAfter,
        $StartAfter,
        $RemoteGlobalCatalog,
        $ProxyToMailbox,
        $SourceEndpoint,
        $MoveOptions,
        $Priority,
        $SkipMoving,
        $ArchiveDomain,
        $RemoteArchiveTargetDatabase,
        $RemoteTargetDatabase,
        $SuspendComment,
        [switch]$AcceptLargeDataLoss,
        [switch]$AllowLargeItems,
        [switch]$ArchiveOnly,
        [switch]$ForceOffline,
        [switch]$PreventCompletion,
        [switch]$PrimaryOnly,
        [switch]$Suspend,
        [switch]$SuspendWhenReadyToComplete,
        $IncrementalSyncInterval,
        $BadItemLimit,
        $CompletedRequestAgeLimit,
        $LargeItemLimit,
        $RequestExpiryInterval
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-Mailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.Mailbox')]
    param(
        [Parameter(ParameterSetName = 'AnrSet')] $Anr,
        [switch]$Archive,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'DatabaseSet')] [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'ServerSet')] [string]$DomainController,
        $Filter,
        [switch]$GroupMailbox,
        [switch]$PublicFolder,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [Parameter(ParameterSetName = 'MailboxPlanSet')]
        [switch]$InactiveMailboxOnly,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [Parameter(ParameterSetName = 'MailboxPlanSet')]
        [switch]$IncludeInactiveMailbox,
        [string]$OrganizationalUnit,
        [CustomerKey.Completes()] [string[]]$RecipientTypeDetails,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'DatabaseSet')] [Parameter(ParameterSetName = 'Identity')]
        [Parameter(ParameterSetName = 'ServerSet')] [switch]$RemoteArchive,
        [string]$ResultSize,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [Parameter(ParameterSetName = 'MailboxPlanSet')]
        [switch]$SoftDeletedMailbox,
        [CustomerKey.Completes()] [string]$SortBy,
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'DatabaseSet')] [string]$Database,
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Alias('Name')]
        [CustomerKey.Completes()] $Identity,
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'ServerSet')] [string]$Server,
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'MailboxPlanSet')] [string]$MailboxPlan
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Database = $Database; Identity = $Identity; Server = $Server; MailboxPlan = $MailboxPlan } }
}

function Set-MailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [Parameter(ParameterSetName = 'Identity')] [string]$DomainController,
        [Parameter(ParameterSetName = 'CloudIdentity')] [CustomerKey.Completes()] $DataEncryptionPolicy,
        [bool]$CreateDTMFMap,
        [bool]$EmailAddressPolicyEnabled,
        [bool]$HiddenFromAddressListsEnabled,
        [bool]$ModerationEnabled,
        [bool]$RequireSenderAuthenticationEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [bool]$UsePreferMessageFormat,
        $ArchiveGuid,
        $ExchangeGuid,
        $MacAttachmentFormat,
        $ArbitrationMailbox,
        $MessageBodyFormat,
        $MessageFormat,
        $ExtensionCustomAttribute1,
        $ExtensionCustomAttribute2,
        $ExtensionCustomAttribute3,
        $ExtensionCustomAttribute4,
        $ExtensionCustomAttribute5,
        $AcceptMessagesOnlyFrom,
        $AcceptMessagesOnlyFromDLMembers,
        $AcceptMessagesOnlyFromSendersOrMembers,
        $ArchiveName,
        $BypassModerationFromSendersOrMembers,
        $GrantSendOnBehalfTo,
        $MailTipTranslations,
        $MaxReceiveSize,
        $MaxSendSize,
        $ModeratedBy,
        $RecipientLimits,
        $RecoverableItemsQuota,
        $RecoverableItemsWarningQuota,
        $RejectMessagesFrom,
        $RejectMessagesFromDLMembers,
        $RejectMessagesFromSendersOrMembers,
        $UMDtmfMap,
        $UserCertificate,
        $UserSMimeCertificate,
        $ExternalEmailAddress,
        $EmailAddresses,
        [securestring]$Password,
        $JournalArchiveAddress,
        $MicrosoftOnlineServicesID,
        $PrimarySmtpAddress,
        $WindowsEmailAddress,
        $CustomAttribute1,
        $CustomAttribute2,
        $CustomAttribute3,
        $CustomAttribute4,
        $CustomAttribute5,
        $CustomAttribute6,
        $CustomAttribute7,
        $CustomAttribute8,
        $CustomAttribute9,
        $CustomAttribute10,
        $CustomAttribute11,
        $CustomAttribute12,
        $CustomAttribute13,
        $CustomAttribute14,
        $CustomAttribute15,
        $Alias,
        $DisplayName,
        $FederatedIdentity,
        $ImmutableId,
        $MailboxRegion,
        $MailTip,
        $SamAccountName,
        $SecondaryAddress,
        $SimpleDisplayName,
        $UserPrincipalName,
        $ExcludeFromOrgHolds,
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
        $SendModerationNotifications,
        $SecondaryDialPlan,
        $UseMapiRichTextFormat
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-MailUser {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.MailUser')]
    param(
        [Parameter(ParameterSetName = 'AnrSet')] $Anr,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [pscredential]$Credential,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [string]$DomainController,
        $Filter,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [switch]$IgnoreDefaultScope,
        [string]$OrganizationalUnit,
        [Parameter(ParameterSetName = 'AnrSet')] [Parameter(ParameterSetName = 'Identity')] [switch]$ReadFromDomainController,
        [string]$ResultSize,
        [switch]$SharedWithMailUser,
        [switch]$SoftDeletedMailUser,
        [CustomerKey.Completes()] [string]$SortBy,
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Alias('Name')]
        [CustomerKey.Completes()] $Identity,
        [Parameter(ParameterSetName = 'HVEAccount')] [switch]$HVEAccount
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-MailboxStatistics {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.MailboxStatistics')]
    param(
        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Database')] [string]$Database,
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Database')] [string]$StoreMailboxIdentity,
        [Parameter(ParameterSetName = 'Database')] [Parameter(ParameterSetName = 'Identity')] [string]$CopyOnServer,
        [string]$DomainController,
        [Parameter(ParameterSetName = 'Database')] [Parameter(ParameterSetName = 'Server')] [string]$Filter,
        [switch]$IncludeMoveHistory,
        [switch]$IncludeMoveReport,
        [switch]$IncludeQuarantineDetails,
        [switch]$NoADLookup,
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Alias('Name')]
        [CustomerKey.Completes()] [string]$Identity,
        [Parameter(ParameterSetName = 'Identity')] [switch]$Archive,
        [Parameter(ParameterSetName = 'Identity')] [switch]$IncludeSoftDeletedRecipients,
        [Parameter(ParameterSetName = 'Identity')] [switch]$UseCustomRouting,
        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Server')] [string]$Server,
        [Parameter(ParameterSetName = 'Server')] [switch]$IncludePassive
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Database = $Database; StoreMailboxIdentity = $StoreMailboxIdentity; Identity = $Identity; Server = $Server } }
}

function Get-EXOMailbox {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.EXOMailbox')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Alias('Name')]
        [CustomerKey.Completes()] $Identity,
        [Parameter(ParameterSetName = 'Anr')] $Anr,
        [switch]$Archive,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Nullable[guid]]$ExternalDirectoryObjectId,
        $Filter,
        [switch]$GroupMailbox,
        [switch]$InactiveMailboxOnly,
        [switch]$IncludeInactiveMailbox,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [CustomerKey.Completes()] $PrimarySmtpAddress,
        [CustomerKey.Completes()] [string[]]$Properties,
        [CustomerKey.Completes()] [string[]]$PropertySets,
        [CustomerKey.Completes()] [string[]]$RecipientTypeDetails,
        [string]$ResultSize,
        [switch]$SoftDeletedMailbox,
        [Parameter(ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [CustomerKey.Completes()] $UserPrincipalName
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity; ExternalDirectoryObjectId = $ExternalDirectoryObjectId; PrimarySmtpAddress = $PrimarySmtpAddress; UserPrincipalName = $UserPrincipalName } }
}

function Get-EXOMailboxStatistics {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.EXOMailboxStatistics')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()] $Identity,
        [switch]$Archive,
        [Parameter(ValueFromPipelineByPropertyName)] [Nullable[guid]]$DatabaseGuid,
        [Parameter(ValueFromPipelineByPropertyName)] [Nullable[guid]]$ExchangeGuid,
        [switch]$IncludeMoveHistory,
        [switch]$IncludeMoveReport,
        [switch]$IncludeSoftDeletedRecipients,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $PrimarySmtpAddress,
        [CustomerKey.Completes()] [string[]]$Properties,
        [CustomerKey.Completes()] [string[]]$PropertySets,
        [Parameter(ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $UserPrincipalName
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity; DatabaseGuid = $DatabaseGuid; ExchangeGuid = $ExchangeGuid; PrimarySmtpAddress = $PrimarySmtpAddress; UserPrincipalName = $UserPrincipalName } }
}

function Get-User {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.User')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Alias('Name')]
        [CustomerKey.Completes()] $Identity,
        [Parameter(ParameterSetName = 'AnrSet')] $Anr,
        [string]$DomainController,
        $Filter,
        [switch]$IsVIP,
        [string]$OrganizationalUnit,
        [switch]$PublicFolder,
        [CustomerKey.Completes()] [string[]]$RecipientTypeDetails,
        [string]$ResultSize,
        [CustomerKey.Completes()] [string]$SortBy,
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
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-User {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [switch]$ClearDataEncryptionPolicy,
        [string]$DomainController,
        [switch]$Force,
        $AllowUMCallsFromNonUsers,
        [bool]$BlockCloudCache,
        [bool]$CanHaveCloudCache,
        [bool]$CreateDTMFMap,
        [bool]$EXOModuleEnabled,
        [bool]$IsShadowMailbox,
        [bool]$RemotePowerShellEnabled,
        [bool]$ResetPasswordOnNextLogon,
        [bool]$VIP,
        $CountryOrRegion,
        $StsRefreshTokensValidFrom,
        $GeoCoordinates,
        [int]$SeniorityIndex,
        $MailboxRegionSuffix,
        $DesiredWorkloads,
        $ManagedOnboardingType,
        $CertificateSubject,
        $OtherFax,
        $OtherHomePhone,
        $OtherTelephone,
        $PostOfficeBox,
        $UMCallingLineIds,
        $UMDtmfMap,
        [pscredential]$LinkedCredential,
        $WindowsEmailAddress,
        $AssistantName,
        $AuthenticationPolicy,
        $City,
        $Company,
        $Department,
        $DisplayName,
        $Fax,
        $FirstName,
        $HomePhone,
        $Initials,
        $LastName,
        $LinkedDomainController,
        $MailboxRegion,
        $MobilePhone,
        $Notes,
        $Office,
        $Pager,
        $Phone,
        $PhoneticDisplayName,
        $PostalCode,
        $SamAccountName,
        $SimpleDisplayName,
        $StateOrProvince,
        $StreetAddress,
        $TelephoneAssistant,
        $Title,
        $UserPrincipalName,
        $WebPage,
        [switch]$Arbitration,
        [switch]$IgnoreDefaultScope,
        [switch]$PermanentlyClearPreviousMailboxInfo,
        [switch]$PublicFolder,
        [switch]$RemoveMailboxProvisioningConstraint,
        [switch]$SkipDualWrite,
        $Manager,
        $LinkedMasterAccount
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function New-UnifiedGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.UnifiedGroup')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [string]$DisplayName,
        [Parameter(ParameterSetName = 'Identity')] [string]$Alias,
        [Parameter(ParameterSetName = 'Identity')] [CustomerKey.Completes()] $DataEncryptionPolicy,
        [Parameter(ParameterSetName = 'Identity')] [string]$Name,
        [Parameter(ParameterSetName = 'Identity')] [string]$PrimarySmtpAddress,
        [Parameter(Mandatory, ParameterSetName = 'DlMigration')] [string]$DlIdentity,
        [bool]$IsMemberAllowedToEditContent,
        [bool]$RequireSenderAuthenticationEnabled,
        $Language,
        $SensitivityLabelId,
        $AccessType,
        $EmailAddresses,
        $ExecutingUser,
        $Owner,
        $ManagedBy,
        $Members,
        $MailboxRegion,
        $Classification,
        $Notes,
        [switch]$AlwaysSubscribeMembersToCalendarEvents,
        [switch]$AutoSubscribeNewMembers,
        [switch]$ExoErrorAsWarning,
        [switch]$HiddenGroupMembershipEnabled,
        [switch]$SubscriptionEnabled,
        [switch]$SuppressWarmupMessage,
        [switch]$ConvertClosedDlToPrivateGroup,
        [switch]$DeleteDlAfterMigration
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ DisplayName = $DisplayName } -ShouldProcess $DisplayName }
}

function Get-UnifiedGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    [OutputType('CustomerKey.UnifiedGroup')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'Identity')] [Alias('Name')]
        [CustomerKey.Completes()] $Identity,
        [Parameter(ParameterSetName = 'AnrSet')] $Anr,
        $Filter,
        [switch]$IncludeSoftDeletedGroups,
        [string]$ResultSize,
        [CustomerKey.Completes()] [string]$SortBy,
        [switch]$IncludeAcceptMessagesOnlyFromSendersOrMembersWithDisplayNames,
        [switch]$IncludeAllProperties,
        [switch]$IncludeBypassModerationFromSendersOrMembersWithDisplayNames,
        [switch]$IncludeGrantSendOnBehalfToWithDisplayNames,
        [switch]$IncludeModeratedByWithDisplayNames,
        [switch]$IncludeRejectMessagesFromSendersOrMembersWithDisplayNames
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-DistributionGroupMember {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.User')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [pscredential]$Credential,
        [string]$DomainController,
        [switch]$IgnoreDefaultScope,
        [switch]$IncludeSoftDeletedObjects,
        [switch]$ReadFromDomainController,
        [string]$ResultSize
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Set-UnifiedGroup {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('Name')] [CustomerKey.Completes()]
        [string]$Identity,
        [CustomerKey.Completes()] $DataEncryptionPolicy,
        [bool]$HiddenFromAddressListsEnabled,
        [bool]$IsMemberAllowedToEditContent,
        [bool]$ModerationEnabled,
        [bool]$RequireSenderAuthenticationEnabled,
        $Language,
        $AuditLogAgeLimit,
        $InformationBarrierMode,
        $SensitivityLabelId,
        $AccessType,
        $ExtensionCustomAttribute1,
        $ExtensionCustomAttribute2,
        $ExtensionCustomAttribute3,
        $ExtensionCustomAttribute4,
        $ExtensionCustomAttribute5,
        $AcceptMessagesOnlyFromSendersOrMembers,
        $GrantSendOnBehalfTo,
        $MailTipTranslations,
        $ModeratedBy,
        $RejectMessagesFromSendersOrMembers,
        $EmailAddresses,
        $PrimarySmtpAddress,
        $CustomAttribute1,
        $CustomAttribute2,
        $CustomAttribute3,
        $CustomAttribute4,
        $CustomAttribute5,
        $CustomAttribute6,
        $CustomAttribute7,
        $CustomAttribute8,
        $CustomAttribute9,
        $CustomAttribute10,
        $CustomAttribute11,
        $CustomAttribute12,
        $CustomAttribute13,
        $CustomAttribute14,
        $CustomAttribute15,
        $Alias,
        $Classification,
        $DisplayName,
        $MailboxRegion,
        $MailTip,
        $Notes,
        [switch]$AlwaysSubscribeMembersToCalendarEvents,
        [switch]$AutoSubscribeNewMembers,
        [switch]$CalendarMemberReadOnly,
        [switch]$ConnectorsEnabled,
        [switch]$ForceUpgrade,
        [switch]$HiddenFromExchangeClientsEnabled,
        [switch]$SubscriptionEnabled,
        [switch]$UnifiedGroupWelcomeMessageEnabled,
        $MaxReceiveSize,
        $MaxSendSize
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-ConnectionInformation {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    [OutputType('CustomerKey.ConnectionInformation')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ConnectionId')] [string[]]$ConnectionId,
        [Parameter(Mandatory, ParameterSetName = 'ModulePrefix')] [string[]]$ModulePrefix
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Get-OrganizationConfig {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.OrganizationConfig')]
    param(
        [string]$DomainController
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Get-AcceptedDomain {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.AcceptedDomain')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [string]$DomainController,
        [string]$ResultSize
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Search-UnifiedAuditLog {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('CustomerKey.UnifiedAuditRecord')]
    param(
        [Parameter(Mandatory)] [datetime]$EndDate,
        [Parameter(Mandatory)] [datetime]$StartDate,
        [switch]$Formatted,
        $FreeText,
        [switch]$HighCompleteness,
        [string[]]$IPAddresses,
        [switch]$LegacyFlow,
        [string]$LongerRetentionEnabled,
        [string[]]$ObjectIds,
        [string[]]$Operations,
        [CustomerKey.Completes()] $RecordType,
        [int]$ResultSize,
        [ValidateSet('ReturnLargeSet', 'ReturnNextPreviewPage')] [string]$SessionCommand,
        $SessionId,
        [string[]]$SiteIds,
        [string[]]$UserIds
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Connect-ExchangeOnline {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string]$ConnectionUri,
        [Parameter(Position = 1)] [string]$AzureADAuthorizationEndpointUri,
        [Parameter(Position = 2)] [CustomerKey.Completes()] [string]$ExchangeEnvironmentName,
        [Parameter(Position = 3)] $PSSessionOption,
        [Parameter(Position = 4)] [string]$DelegatedOrganization,
        [Parameter(Position = 5)] [string]$Prefix,
        [Parameter(Position = 6)] [string[]]$CommandName,
        [Parameter(Position = 7)] [string[]]$FormatTypeName,
        [string]$AccessToken,
        [string]$AppId,
        [switch]$BypassMailboxAnchoring,
        $Certificate,
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
        [CustomerKey.Completes()] [string]$LogLevel,
        [switch]$ManagedIdentity,
        [string]$ManagedIdentityAccountId,
        [string]$Organization,
        [uint32]$PageSize,
        [switch]$ShowBanner,
        [bool]$ShowProgress,
        $SigningCertificate,
        [switch]$SkipLoadingCmdletHelp,
        [switch]$SkipLoadingFormatData,
        [bool]$TrackPerformance,
        [bool]$UseMultithreading,
        [CustomerKey.Completes()] [string]$UserPrincipalName,
        [switch]$UseRPSSession
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Disconnect-ExchangeOnline {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'DefaultParameterSet')]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName, ParameterSetName = 'ConnectionId')] [string[]]$ConnectionId,
        [Parameter(Mandatory, ParameterSetName = 'ModulePrefix')] [string[]]$ModulePrefix
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ ConnectionId = $ConnectionId } -ShouldProcess 'the sign-in to the local tenant' }
}

function Connect-IPPSSession {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string]$ConnectionUri,
        [Parameter(Position = 1)] [string]$AzureADAuthorizationEndpointUri,
        [Parameter(Position = 2)] [string]$DelegatedOrganization,
        [Parameter(Position = 3)] $PSSessionOption,
        [Parameter(Position = 4)] [string]$Prefix,
        [Parameter(Position = 5)] [string[]]$CommandName,
        [Parameter(Position = 6)] [string[]]$FormatTypeName,
        [string]$AccessToken,
        [string]$AppId,
        [switch]$BypassMailboxAnchoring,
        $Certificate,
        [string]$CertificateFilePath,
        [securestring]$CertificatePassword,
        [string]$CertificateThumbprint,
        [pscredential]$Credential,
        [switch]$DisableWAM,
        [switch]$EnableErrorReporting,
        [switch]$EnableSearchOnlySession,
        [string]$EXOModuleBasePath,
        [string]$LogDirectoryPath,
        [CustomerKey.Completes()] [string]$LogLevel,
        [string]$Organization,
        [switch]$ShowBanner,
        [CustomerKey.Completes()] [string]$UserPrincipalName,
        [switch]$UseRPSSession
    )
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

# ---- SharePoint Online ---------------------------------------------------------------------------------------------

function Connect-SPOService {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'AuthenticationUrl')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [CustomerKey.Completes()] [string]$Url,
        [Parameter(Position = 1, ValueFromPipeline, ParameterSetName = 'AuthenticationLocation')]
        [Parameter(Position = 1, ValueFromPipeline, ParameterSetName = 'AuthenticationUrl')] [pscredential]$Credential,
        [Parameter(Position = 2)] [string]$ClientTag,
        [Parameter(ParameterSetName = 'AuthenticationCertificate')] [Parameter(ParameterSetName = 'AuthenticationLocation')] [CustomerKey.Completes()]
        [string]$Region,
        [Parameter(ParameterSetName = 'AuthenticationCertificate')] [Parameter(ParameterSetName = 'AuthenticationUrl')] [string]$AuthenticationUrl,
        [Parameter(Position = 3, ParameterSetName = 'AuthenticationLocation')] [Parameter(Position = 3, ParameterSetName = 'AuthenticationUrl')]
        [bool]$ModernAuth,
        [Parameter(Position = 4, ParameterSetName = 'AuthenticationLocation')] [Parameter(Position = 4, ParameterSetName = 'AuthenticationUrl')]
        [bool]$UseSystemBrowser,
        [Parameter(ParameterSetName = 'AuthenticationCertificate')] $Certificate,
        [Parameter(ParameterSetName = 'AuthenticationCertificate')] [string]$CertificatePath,
        [Parameter(ParameterSetName = 'AuthenticationCertificate')] [string]$CertificateThumbprint,
        [Parameter(ParameterSetName = 'AuthenticationCertificate')] [securestring]$CertificatePassword,
        [Parameter(Mandatory, ParameterSetName = 'AuthenticationCertificate')] [Alias('ApplicationId')] [string]$ClientId,
        [Parameter(Mandatory, ParameterSetName = 'AuthenticationCertificate')] [string]$TenantId,
        [Parameter(Mandatory, ParameterSetName = 'AuthenticationManagedIdentity')] [switch]$ManagedIdentity,
        [Parameter(ParameterSetName = 'AuthenticationManagedIdentity')] [CustomerKey.Completes()] [string]$ManagedIdentityType,
        [Parameter(ParameterSetName = 'AuthenticationManagedIdentity')] [string]$ManagedIdentityClientId
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Url = $Url; Credential = $Credential } }
}

function Disconnect-SPOService {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    param()
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters @($PSBoundParameters.PSBase.Keys) }
}

function Remove-SPOSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [switch]$NoWait
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Get-SPODeletedSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'ParameterSetAllSites')]
    [OutputType('CustomerKey.SPODeletedSite')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [Parameter(ParameterSetName = 'ParameterSetAllSites')] [switch]$IncludePersonalSite,
        [Parameter(ParameterSetName = 'ParameterSetPersonalSitesOnly')] [switch]$IncludeOnlyPersonalSite,
        $Limit
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Remove-SPODeletedSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [switch]$NoWait
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess $Identity }
}

function Restore-SPODeletedSite {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.CustomerKeySite')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] [string]$Identity,
        [switch]$NoWait
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -Obeys }
}

function Register-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'BYOK_MultipleParameters')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'BYOK_Uri')]
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'LegacyIdentity')] [CustomerKey.Completes()]
        $Identity,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [string]$PrimaryKeyVaultName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [string]$PrimaryKeyName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [guid]$PrimaryKeyVersion,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [string]$SecondaryKeyVaultName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [string]$SecondaryKeyName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [guid]$SecondaryKeyVersion,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')] [CustomerKey.Completes()] [string]$PrimaryKeyVaultUri,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')] [CustomerKey.Completes()] [string]$SecondaryKeyVaultUri
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the geo' }
}

function Update-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'BYOK_MultipleParameters')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'BYOK_Uri')]
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'LegacyIdentity')] [CustomerKey.Completes()]
        $Identity,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [string]$KeyVaultName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [string]$KeyName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [Parameter(Mandatory, ParameterSetName = 'LegacyIdentity')]
        [CustomerKey.Completes()] [guid]$KeyVersion,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')] [CustomerKey.Completes()] [string]$KeyVaultUri,
        [Parameter(Mandatory)] [ValidateSet('Primary', 'Secondary', 'Availability')] [string]$KeyType
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -ShouldProcess 'the geo' }
}

function Restore-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = 'BYOK_MultipleParameters')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(ValueFromPipeline, ValueFromPipelineByPropertyName)] [CustomerKey.Completes()] $Identity,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [CustomerKey.Completes()] [string]$PrimaryKeyVaultName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [CustomerKey.Completes()] [string]$PrimaryKeyName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [CustomerKey.Completes()] [guid]$PrimaryKeyVersion,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [CustomerKey.Completes()] [string]$SecondaryKeyVaultName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [CustomerKey.Completes()] [string]$SecondaryKeyName,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_MultipleParameters')] [CustomerKey.Completes()] [guid]$SecondaryKeyVersion,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')] [CustomerKey.Completes()] [string]$PrimaryKeyVaultUri,
        [Parameter(Mandatory, ParameterSetName = 'BYOK_Uri')] [CustomerKey.Completes()] [string]$SecondaryKeyVaultUri
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } -Obeys }
}

function Get-SPODataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding(DefaultParameterSetName = '__AllParameterSets')]
    [OutputType('CustomerKey.SPODataEncryptionPolicy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName, ParameterSetName = 'LegacyIdentity')] [CustomerKey.Completes()]
        $Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}

function Get-SPOSiteDataEncryptionPolicy {
    # .EXTERNALHELP CustomerKey-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.SPOSiteDataEncryptionPolicy')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [CustomerKey.Completes()] [string]$Identity
    )
    begin { $given = @($PSBoundParameters.PSBase.Keys) }
    process { Invoke-CkeyCall $PSCmdlet $PSBoundParameters $given @{ Identity = $Identity } }
}
