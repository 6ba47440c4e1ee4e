//! `Connect-AzAccount`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Credential;

/// Signs in to the vaults of the local tenant, in place of Azure, and says which one it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ConnectAzAccount {
    /// The tenant: its id or domain name. It must be the one that is open.
    #[serde(rename = "Tenant", default)]
    pub tenant: Option<String>,
    /// The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.
    #[serde(rename = "AccountId", default)]
    pub account_id: Option<String>,
    /// The subscription that holds from now on, as with Set-AzContext.
    #[serde(rename = "Subscription", default)]
    pub subscription: Option<String>,
    /// A name for the context.
    #[serde(rename = "ContextName", default)]
    pub context_name: Option<String>,
    /// Do not ask; answer yes to what would be asked.
    #[serde(rename = "Force", default)]
    pub force: bool,
    /// Its user is the account that works from now on. The password is neither checked nor kept.
    #[serde(rename = "Credential", default)]
    pub credential: Option<Credential>,
}

impl Parameters for ConnectAzAccount {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Connect-AzAccount",
    service: "AzAccounts",
    aliases: &["Connect-AzureRmAccount", "Login-AzAccount", "Login-AzureRmAccount", "Add-AzAccount", "Add-AzureRmAccount"],
    synopsis: "Signs in to the vaults of the local tenant, in place of Azure, and says which one it is.",
    link: "https://learn.microsoft.com/powershell/module/az.accounts/connect-azaccount",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &[],
    target_text: "the sign-in to the local tenant",
    sets: &[
        "UserWithSubscriptionId",
        "ServicePrincipalWithSubscriptionId",
        "UserWithCredential",
        "ServicePrincipalCertificateWithSubscriptionId",
        "ClientAssertionParameterSet",
        "ServicePrincipalCertificateFileWithSubscriptionId",
        "AccessTokenWithSubscriptionId",
        "ManagedServiceLogin",
    ],
    default_set: Some("UserWithSubscriptionId"),
    parameters: &[
        ParameterDef {
            name: "Environment",
            kind: Kind::Text,
            documented: "String",
            aliases: &["EnvironmentName"],
            effect: Effect::Ignored,
            help: "The Azure cloud; nothing leaves this machine.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Tenant",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::In(&[
                "ServicePrincipalWithSubscriptionId",
                "ServicePrincipalCertificateWithSubscriptionId",
                "ClientAssertionParameterSet",
                "ServicePrincipalCertificateFileWithSubscriptionId",
            ]),
            aliases: &["Domain", "TenantId"],
            help: "The tenant: its id or domain name. It must be the one that is open.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AccountId",
            kind: Kind::Text,
            documented: "String",
            sets: &["UserWithSubscriptionId", "AccessTokenWithSubscriptionId", "ManagedServiceLogin"],
            mandatory: Mandatory::In(&["AccessTokenWithSubscriptionId"]),
            help: "The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Subscription",
            kind: Kind::Text,
            documented: "String",
            aliases: &["SubscriptionName", "SubscriptionId"],
            pipeline: Pipeline::Value,
            help: "The subscription that holds from now on, as with Set-AzContext.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AuthScope",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "UserWithSubscriptionId",
                "ServicePrincipalWithSubscriptionId",
                "UserWithCredential",
                "ServicePrincipalCertificateWithSubscriptionId",
                "ManagedServiceLogin",
            ],
            aliases: &["AuthScopeTypeName"],
            values: &[
                "AadGraph",
                "AnalysisServices",
                "Attestation",
                "Batch",
                "DataLake",
                "KeyVault",
                "OperationalInsights",
                "Storage",
                "Synapse",
            ],
            effect: Effect::Ignored,
            help: "What the token is for; none is made.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ContextName",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Stored,
            help: "A name for the context.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SkipContextPopulation",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Do not look for further subscriptions; none are looked for.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "MaxContextPopulation",
            kind: Kind::Int,
            documented: "Int32",
            default: "25",
            effect: Effect::Ignored,
            help: "How many subscriptions to look for; none are looked for.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UseDeviceAuthentication",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["UserWithSubscriptionId"],
            aliases: &["DeviceCode", "DeviceAuth", "Device"],
            effect: Effect::Ignored,
            help: "Sign in by device code; nobody is asked here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Force",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Do not ask; answer yes to what would be asked.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ClaimsChallenge",
            kind: Kind::Text,
            documented: "String",
            sets: &["UserWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "A claims challenge of the sign-in service.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Scope",
            kind: Kind::Text,
            documented: "ContextModificationScope",
            values: &["Process", "CurrentUser"],
            effect: Effect::Ignored,
            help: "How long the sign-in holds; here it belongs to the tenant.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DefaultProfile",
            kind: Kind::Object,
            documented: "IAzureContextContainer",
            aliases: &["AzContext", "AzureRmContext", "AzureCredential"],
            effect: Effect::Ignored,
            help: "The Az context for this one call. The context of Set-AzContext holds here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Credential",
            kind: Kind::Credential,
            documented: "PSCredential",
            sets: &["ServicePrincipalWithSubscriptionId", "UserWithCredential"],
            mandatory: Mandatory::Yes,
            help: "Its user is the account that works from now on. The password is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ServicePrincipal",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &[
                "ServicePrincipalWithSubscriptionId",
                "ServicePrincipalCertificateWithSubscriptionId",
                "ClientAssertionParameterSet",
                "ServicePrincipalCertificateFileWithSubscriptionId",
            ],
            mandatory: Mandatory::In(&["ServicePrincipalWithSubscriptionId"]),
            effect: Effect::Refused("A local tenant has nobody to check it with. Say who works by -AccountId."),
            help: "Sign in as an application.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CertificateThumbprint",
            kind: Kind::Text,
            documented: "String",
            sets: &["ServicePrincipalCertificateWithSubscriptionId"],
            mandatory: Mandatory::Yes,
            effect: Effect::Ignored,
            help: "The thumbprint of a certificate to sign in with; it is not looked up.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ApplicationId",
            kind: Kind::Text,
            documented: "String",
            sets: &[
                "ServicePrincipalCertificateWithSubscriptionId",
                "ClientAssertionParameterSet",
                "ServicePrincipalCertificateFileWithSubscriptionId",
            ],
            mandatory: Mandatory::Yes,
            effect: Effect::Refused("A local tenant has nobody to check it with. Say who works by -AccountId."),
            help: "The application to sign in as.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SendCertificateChain",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ServicePrincipalCertificateWithSubscriptionId", "ServicePrincipalCertificateFileWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "A detail of the sign-in by certificate.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "FederatedToken",
            kind: Kind::Text,
            documented: "String",
            sets: &["ClientAssertionParameterSet"],
            mandatory: Mandatory::Yes,
            aliases: &["ClientAssertion"],
            effect: Effect::Ignored,
            help: "A token of another identity provider; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CertificatePath",
            kind: Kind::Text,
            documented: "String",
            sets: &["ServicePrincipalCertificateFileWithSubscriptionId"],
            mandatory: Mandatory::Yes,
            effect: Effect::Ignored,
            help: "The file of a certificate to sign in with; it is not read.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CertificatePassword",
            kind: Kind::Secret,
            documented: "SecureString",
            sets: &["ServicePrincipalCertificateFileWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "The password of the certificate file; it is wiped unread.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AccessToken",
            kind: Kind::Text,
            documented: "String",
            sets: &["AccessTokenWithSubscriptionId"],
            mandatory: Mandatory::Yes,
            effect: Effect::Ignored,
            help: "A token to sign in with; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "GraphAccessToken",
            kind: Kind::Text,
            documented: "String",
            sets: &["AccessTokenWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "A token for the directory; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "MicrosoftGraphAccessToken",
            kind: Kind::Text,
            documented: "String",
            sets: &["AccessTokenWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "A token for Microsoft Graph; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "KeyVaultAccessToken",
            kind: Kind::Text,
            documented: "String",
            sets: &["AccessTokenWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "A token for Key Vault; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SkipValidation",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AccessTokenWithSubscriptionId"],
            effect: Effect::Ignored,
            help: "Do not check the token; none is checked.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Identity",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["ManagedServiceLogin"],
            mandatory: Mandatory::Yes,
            aliases: &["MSI", "ManagedService"],
            effect: Effect::Refused("A local tenant has nobody to check it with. Say who works by -AccountId."),
            help: "Sign in as the managed identity of this machine.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["AzureProfile"],
    examples: &[("Connect-AzAccount -AccountId admin@contoso.com", "Works from now on as this account.")],
};
