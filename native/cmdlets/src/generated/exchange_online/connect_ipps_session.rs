//! `Connect-IPPSSession`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, ShouldProcess};
use crate::value::Credential;

/// Signs in to the local tenant, in place of the compliance service, and says which one it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ConnectIPPSSession {
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

impl Parameters for ConnectIPPSSession {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Connect-IPPSSession",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Signs in to the local tenant, in place of the compliance service, and says which one it is.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/connect-ippssession",
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
            name: "DelegatedOrganization",
            kind: Kind::Text,
            documented: "String",
            position: Some(2),
            effect: Effect::Ignored,
            help: "The customer organization to manage; the tenant is the one that is open.",
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
            name: "Prefix",
            kind: Kind::Text,
            documented: "String",
            position: Some(4),
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
            position: Some(5),
            effect: Effect::Ignored,
            help: "The cmdlets to load; all are loaded already.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "FormatTypeName",
            kind: Kind::TextList,
            documented: "String[]",
            position: Some(6),
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
            name: "EnableSearchOnlySession",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Connect for eDiscovery searches only.",
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
            documented: "LogLevel",
            values: &["Default", "All"],
            effect: Effect::Ignored,
            help: "What the module logs; use Search-CustomerKeyAudit.",
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
            name: "ShowBanner",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            default: "True",
            help: "Show the notice of the session. With -ShowBanner:$false only the one line that names the local tenant is shown.",
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
    examples: &[("Connect-IPPSSession -UserPrincipalName admin@contoso.com", "Works from now on as this account.")],
};
