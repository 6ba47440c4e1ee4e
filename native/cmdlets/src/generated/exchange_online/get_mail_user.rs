//! `Get-MailUser`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, ShouldProcess};
use crate::value::ResultSize;

/// Lists mail users, or returns one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetMailUser {
    /// Text that the name, the display name or the alias begins with.
    #[serde(rename = "Anr", default)]
    pub anr: Option<String>,
    /// A filter in OPATH, as in Get-Mailbox.
    #[serde(rename = "Filter", default)]
    pub filter: Option<String>,
    /// At most this many mail users, or Unlimited. Without it 1000, and a warning when there are more.
    #[serde(rename = "ResultSize", default)]
    pub result_size: Option<ResultSize>,
    /// Sort by this property, ascending: Name, DisplayName or Alias.
    #[serde(rename = "SortBy", default)]
    pub sort_by: Option<String>,
    /// The mail user: name, alias, distinguished name, mail address or GUID. Without it all mail users are listed.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetMailUser {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-MailUser",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Lists mail users, or returns one.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailuser",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &["AnrSet", "Identity", "HVEAccount"],
    default_set: Some("Identity"),
    parameters: &[
        ParameterDef {
            name: "Anr",
            kind: Kind::Text,
            documented: "String",
            sets: &["AnrSet"],
            help: "Text that the name, the display name or the alias begins with.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Credential",
            kind: Kind::Credential,
            documented: "PSCredential",
            sets: &["AnrSet", "Identity"],
            effect: Effect::Ignored,
            help: "An account and its password; neither is checked or kept.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DomainController",
            kind: Kind::Text,
            documented: "Fqdn",
            sets: &["AnrSet", "Identity"],
            effect: Effect::Ignored,
            help: "Reserved for Microsoft in the cloud; a local tenant has no domain controllers.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Filter",
            kind: Kind::Text,
            documented: "String",
            help: "A filter in OPATH, as in Get-Mailbox.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IgnoreDefaultScope",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AnrSet", "Identity"],
            effect: Effect::Ignored,
            help: "Search the whole forest; a tenant is one scope.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "OrganizationalUnit",
            kind: Kind::Text,
            documented: "OrganizationalUnitIdParameter",
            effect: Effect::Refused("A tenant has no organizational units. Use -Filter."),
            help: "Only recipients in this organizational unit or domain.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ReadFromDomainController",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AnrSet", "Identity"],
            effect: Effect::Ignored,
            help: "Ask a domain controller; a tenant has none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResultSize",
            kind: Kind::ResultSize,
            documented: "Unlimited",
            default: "1000",
            help: "At most this many mail users, or Unlimited. Without it 1000, and a warning when there are more.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SharedWithMailUser",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Refused("A tenant shares with nobody. Leave it out."),
            help: "Mail users of other organizations that share with this one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SoftDeletedMailUser",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Deleted mail users too; there are none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SortBy",
            kind: Kind::Text,
            documented: "String",
            help: "Sort by this property, ascending: Name, DisplayName or Alias.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            documented: "MailUserIdParameter",
            sets: &["Identity"],
            position: Some(0),
            help: "The mail user: name, alias, distinguished name, mail address or GUID. Without it all mail users are listed.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "HVEAccount",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["HVEAccount"],
            effect: Effect::Refused("A tenant has no such accounts. Leave it out."),
            help: "Only accounts for high volume mail.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["MailUser"],
    examples: &[("Get-MailUser -ResultSize Unlimited", "Lists all mail users.")],
};
