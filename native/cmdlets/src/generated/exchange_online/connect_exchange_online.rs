//! `Connect-ExchangeOnline`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, ShouldProcess};
use crate::value::Credential;

/// Signs in to the local tenant, in place of Exchange Online, and says which one it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ConnectExchangeOnline {
    /// Its user is the account that works from now on. The password is neither checked nor kept.
    #[serde(rename = "Credential", default)]
    pub credential: Option<Credential>,
    /// Show the notice of the session. With `-ShowBanner:$false` only the one line that names the local tenant is shown.
    #[serde(rename = "ShowBanner", default)]
    pub show_banner: Option<bool>,
    /// The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.
    #[serde(rename = "UserPrincipalName", default)]
    pub user_principal_name: Option<String>,
}

impl Parameters for ConnectExchangeOnline {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Connect-ExchangeOnline",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Signs in to the local tenant, in place of Exchange Online, and says which one it is.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/connect-exchangeonline",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "ConnectionUri",
            kind: Kind::Text,
            documented: "String",
            position: Some(0),
            effect: Effect::Ignored,
            help: "The address of the service; nothing leaves this machine.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AzureADAuthorizationEndpointUri",
            kind: Kind::Text,
            documented: "String",
            position: Some(1),
            effect: Effect::Ignored,
            help: "The address that issues tokens; nothing leaves this machine.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ExchangeEnvironmentName",
            kind: Kind::Text,
            documented: "ExchangeEnvironment",
            position: Some(2),
            values: &["O365Default", "O365GermanyCloud", "O365China", "O365USGovGCCHigh", "O365USGovDoD"],
            default: "O365Default",
            effect: Effect::Ignored,
            help: "The cloud to connect to; nothing leaves this machine.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PSSessionOption",
            kind: Kind::Object,
            documented: "PSSessionOption",
            position: Some(3),
            effect: Effect::Ignored,
            help: "Options of a remote session; there is none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DelegatedOrganization",
            kind: Kind::Text,
            documented: "String",
            position: Some(4),
            effect: Effect::Ignored,
            help: "The customer organization to manage; the tenant is the one that is open.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Prefix",
            kind: Kind::Text,
            documented: "String",
            position: Some(5),
            effect: Effect::Refused(
                "Cmdlets get their names when the module is imported. Use: Import-Module CustomerKey -Prefix TEXT.",
            ),
            help: "Put this text before the noun of every cmdlet.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CommandName",
            kind: Kind::TextList,
            documented: "String[]",
            position: Some(6),
            effect: Effect::Ignored,
            help: "The cmdlets to load; all are loaded already.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "FormatTypeName",
            kind: Kind::TextList,
            documented: "String[]",
            position: Some(7),
            effect: Effect::Ignored,
            help: "The views to load; all are loaded already.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AccessToken",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "A token to sign in with; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AppId",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Refused("A local tenant has nobody to check it with. Say who works by -UserPrincipalName."),
            help: "Sign in as this application.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "BypassMailboxAnchoring",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Routing of the sign-in; a local tenant needs none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Certificate",
            kind: Kind::Object,
            documented: "X509Certificate2",
            effect: Effect::Ignored,
            help: "A certificate to sign in with; it is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CertificateFilePath",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "The file of a certificate to sign in with; it is not read.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CertificatePassword",
            kind: Kind::Secret,
            documented: "SecureString",
            effect: Effect::Ignored,
            help: "The password of the certificate file; it is wiped unread.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CertificateThumbprint",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "The thumbprint of a certificate to sign in with; it is not looked up.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Credential",
            kind: Kind::Credential,
            documented: "PSCredential",
            help: "Its user is the account that works from now on. The password is neither checked nor kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Device",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Sign in by device code; nobody is asked here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DisableWAM",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Sign in without the Windows account manager; nobody is asked here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EnableErrorReporting",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Send error reports; nothing leaves this machine.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "EXOModuleBasePath",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "The folder of the temporary module; none is made.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InlineCredential",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Ask for the password in the window; nobody is asked here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "LoadCmdletHelp",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Download the help; it is in the module.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "LogDirectoryPath",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "The folder of the module's log; use Search-CustomerKeyAudit.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "LogLevel",
            kind: Kind::Text,
            documented: "String",
            values: &["Default", "All"],
            effect: Effect::Ignored,
            help: "What the module logs; use Search-CustomerKeyAudit.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ManagedIdentity",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Refused("A local tenant has nobody to check it with. Say who works by -UserPrincipalName."),
            help: "Sign in as the managed identity of this machine.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ManagedIdentityAccountId",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Refused("A local tenant has nobody to check it with. Say who works by -UserPrincipalName."),
            help: "The managed identity to sign in as.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Organization",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "The organization to sign in to; the tenant is the one that is open.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PageSize",
            kind: Kind::UInt,
            documented: "UInt32",
            default: "1000",
            effect: Effect::Ignored,
            help: "Objects per page of a listing; the library chooses it.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ShowBanner",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            default: "True",
            help: "Show the notice of the session. With -ShowBanner:$false only the one line that names the local tenant is shown.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ShowProgress",
            kind: Kind::Bool,
            documented: "Boolean",
            default: "True",
            effect: Effect::Ignored,
            help: "Show a progress bar while connecting.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SigningCertificate",
            kind: Kind::Object,
            documented: "X509Certificate2",
            effect: Effect::Ignored,
            help: "Signs the temporary module; none is made.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SkipLoadingCmdletHelp",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Do not download the help; it is in the module.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SkipLoadingFormatData",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Do not load the views; they are in the module.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "TrackPerformance",
            kind: Kind::Bool,
            documented: "Boolean",
            default: "False",
            effect: Effect::Ignored,
            help: "Report how long each cmdlet takes.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UseMultithreading",
            kind: Kind::Bool,
            documented: "Boolean",
            default: "True",
            effect: Effect::Ignored,
            help: "Work in several threads.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UserPrincipalName",
            kind: Kind::Text,
            documented: "String",
            help: "The account that works from now on, with its rights: what the audit log and the access policies of the vaults name.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UseRPSSession",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Use remote PowerShell, which the service has withdrawn.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &[],
    examples: &[("Connect-ExchangeOnline -UserPrincipalName admin@contoso.com", "Works from now on as this account.")],
};
