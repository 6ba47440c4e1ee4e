# A deployment from nothing, by the rules of today: applications, vaults that work by roles, keys, onboarding, policies, the first mailboxes.
$ErrorActionPreference = 'Stop'

# ---- what is there before
Set-CustomerKeyTenant -RuleProfile current
New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com
New-Mailbox -Name bob -PrimarySmtpAddress bob@contoso.com

# ---- what the deployment is: a pair of vaults for each kind of policy, in two subscriptions and two regions that are no pair
$exchange = '00000002-0000-0ff1-ce00-000000000000'
$workloads = 'c066d759-24ae-40e7-a56f-027002b5d3e4'
$onboarding = '19f7f505-34aa-44a4-9dcc-6a768854d2ea'
$first = '11111111-1111-1111-1111-111111111111'
$second = '22222222-2222-2222-2222-222222222222'
$vaults = @(
    @{ Name = 'Contoso-CK-EX-EUS'; ResourceGroupName = 'Contoso-CK-EUS'; Location = 'East US'; Subscription = $first; Application = $exchange }
    @{ Name = 'Contoso-CK-EX-NEU'; ResourceGroupName = 'Contoso-CK-NEU'; Location = 'North Europe'; Subscription = $second; Application = $exchange }
    @{ Name = 'Contoso-CK-MW-EUS'; ResourceGroupName = 'Contoso-CK-EUS'; Location = 'East US'; Subscription = $first; Application = $workloads }
    @{ Name = 'Contoso-CK-MW-NEU'; ResourceGroupName = 'Contoso-CK-NEU'; Location = 'North Europe'; Subscription = $second; Application = $workloads }
)
$administrator = 'admin@contoso.com'
Connect-AzAccount -AccountId $administrator
Connect-ExchangeOnline -UserPrincipalName $administrator

# ---- the applications that the service works as
foreach ($application in $exchange, $workloads, $onboarding) {
    if (-not (Get-AzADServicePrincipal -ApplicationId $application)) { New-AzADServicePrincipal -ApplicationId $application }
}

# ---- both subscriptions, for the mandatory retention period
foreach ($subscription in $first, $second) {
    Set-AzContext -Subscription $subscription
    Register-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
}
# The service takes up to five business days, by the clock of the tenant.
Set-CustomerKeyClock -Advance 8.00:00:00
foreach ($subscription in $first, $second) {
    Set-AzContext -Subscription $subscription
    $feature = Get-AzProviderFeature -FeatureName mandatoryRetentionPeriodEnabled -ProviderNamespace Microsoft.Resources
    if ($feature.RegistrationState -ne 'Registered') { throw "$subscription is $($feature.RegistrationState)." }
    Register-AzResourceProvider -ProviderNamespace Microsoft.KeyVault
}

# ---- vaults, roles, keys, backups
foreach ($wanted in $vaults) {
    Set-AzContext -Subscription $wanted.Subscription
    if (-not (Get-AzResourceGroup -Name $wanted.ResourceGroupName -ErrorAction SilentlyContinue)) {
        New-AzResourceGroup -Name $wanted.ResourceGroupName -Location $wanted.Location
    }
    $place = @{ Name = $wanted.Name; ResourceGroupName = $wanted.ResourceGroupName; Location = $wanted.Location }
    $vault = New-AzKeyVault @place -Sku Premium -EnablePurgeProtection -SoftDeleteRetentionInDays 90
    New-AzRoleAssignment -SignInName $administrator -RoleDefinitionName 'Key Vault Crypto Officer' -Scope $vault.ResourceId
    New-AzRoleAssignment -ApplicationId $wanted.Application -RoleDefinitionName 'Key Vault Crypto Service Encryption User' -Scope $vault.ResourceId
    $key = "$($wanted.Name)-Key001"
    Add-AzKeyVaultKey -VaultName $wanted.Name -Name $key -Destination HSM -Size 3072 -KeyOps wrapKey, unwrapKey -NotBefore (Get-Date).AddMinutes(-5)
    Backup-AzKeyVaultKey -VaultName $wanted.Name -Name $key -OutputFile "$key-$(Get-Date -Format yyyyMMdd).backup"
    # Whoever made the keys need not be able to delete them.
    Remove-AzRoleAssignment -SignInName $administrator -RoleDefinitionName 'Key Vault Crypto Officer' -Scope $vault.ResourceId
}

# ---- onboarding: validated first, and enabled when nothing is wrong
$requests = @{ Scenario = 'EXO'; Kind = 'EX' }, @{ Scenario = 'MDEP'; Kind = 'MW' }
foreach ($mode in 'Validate', 'Enable') {
    foreach ($one in $requests) {
        $request = @{
            OrganizationId = (Get-AzContext).Tenant.Id
            Scenario = $one.Scenario
            Subscription1 = $first
            KeyIdentifier1 = "https://Contoso-CK-$($one.Kind)-EUS.vault.azure.net/keys/Contoso-CK-$($one.Kind)-EUS-Key001"
            Subscription2 = $second
            KeyIdentifier2 = "https://Contoso-CK-$($one.Kind)-NEU.vault.azure.net/keys/Contoso-CK-$($one.Kind)-NEU-Key001"
        }
        $answer = New-CustomerKeyOnboardingRequest @request -OnboardingMode $mode
        if ($answer.FailedValidations) { throw "$($one.Scenario), ${mode}: $($answer.FailedValidations -join "`n")" }
        $wanted = if ($mode -eq 'Enable') { 'Success' } else { 'NotRequested' }
        if ($answer.ValidationResult -ne 'Success' -or $answer.EnablementResult -ne $wanted) { throw "$($one.Scenario), ${mode}: $($answer.EnablementResult)" }
    }
}

# ---- policies, and who is under them
New-DataEncryptionPolicy -Name Contoso_Mailboxes -AzureKeyIDs "https://Contoso-CK-EX-EUS.vault.azure.net/keys/Contoso-CK-EX-EUS-Key001", "https://Contoso-CK-EX-NEU.vault.azure.net/keys/Contoso-CK-EX-NEU-Key001"
New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -AzureKeyIDs "https://Contoso-CK-MW-EUS.vault.azure.net/keys/Contoso-CK-MW-EUS-Key001", "https://Contoso-CK-MW-NEU.vault.azure.net/keys/Contoso-CK-MW-NEU-Key001"
Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Contoso_Global
Set-Mailbox alice@contoso.com -DataEncryptionPolicy Contoso_Mailboxes
Wait-CustomerKeyJob

# ---- what it must have led to
foreach ($mailbox in Get-Mailbox -ResultSize Unlimited | Get-MailboxStatistics) {
    $policy = if ($mailbox.Identity -eq 'alice') { 'Contoso_Mailboxes' } else { 'Contoso_Global' }
    if (-not $mailbox.IsEncrypted) { throw "$($mailbox.Identity) is not encrypted." }
    if ($mailbox.DataEncryptionPolicy -ne $policy) { throw "$($mailbox.Identity) is under '$($mailbox.DataEncryptionPolicy)'." }
}
foreach ($wanted in $vaults) {
    $vault = Get-AzKeyVault -VaultName $wanted.Name -SubscriptionId $wanted.Subscription
    if (-not $vault.EnablePurgeProtection -or -not $vault.EnableRbacAuthorization) { throw "$($wanted.Name) is not as it should be." }
}
$wrong = Test-CustomerKeyConfiguration | Where-Object Result -eq Failed
if ($wrong) { throw ($wrong.Detail -join "`n") }
