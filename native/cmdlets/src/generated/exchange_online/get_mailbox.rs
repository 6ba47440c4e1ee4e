//! `Get-Mailbox`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, ParameterDef, Pipeline, ShouldProcess};
use crate::value::ResultSize;

/// Lists mailboxes, or returns one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetMailbox {
    /// Text that the name, the display name or the alias begins with.
    #[serde(rename = "Anr", default)]
    pub anr: Option<String>,
    /// A filter in OPATH: "Name -like `'A*'",` "DataEncryptionPolicy -eq `'<distinguished` name>'", joined by -and, -or, -not.
    #[serde(rename = "Filter", default)]
    pub filter: Option<String>,
    /// Only mailboxes of these kinds: UserMailbox, SharedMailbox.
    #[serde(rename = "RecipientTypeDetails", default)]
    pub recipient_type_details: Option<Vec<String>>,
    /// At most this many mailboxes, or Unlimited. Without it 1000, and a warning when there are more.
    #[serde(rename = "ResultSize", default)]
    pub result_size: Option<ResultSize>,
    /// Sort by this property, ascending: Name, DisplayName or Alias.
    #[serde(rename = "SortBy", default)]
    pub sort_by: Option<String>,
    /// The mailbox: name, alias, distinguished name, mail address, user principal name or GUID. Without it all mailboxes are listed.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetMailbox {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-Mailbox",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Lists mailboxes, or returns one.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailbox",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &["AnrSet", "DatabaseSet", "Identity", "ServerSet", "MailboxPlanSet"],
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
            name: "Archive",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Refused("Mailboxes here have no archive. Leave it out."),
            help: "Only mailboxes with an archive.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DomainController",
            kind: Kind::Text,
            documented: "Fqdn",
            sets: &["AnrSet", "DatabaseSet", "Identity", "ServerSet"],
            effect: Effect::Ignored,
            help: "Reserved for Microsoft in the cloud; a local tenant has no domain controllers.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Filter",
            kind: Kind::Text,
            documented: "String",
            help: "A filter in OPATH: \"Name -like 'A*'\", \"DataEncryptionPolicy -eq '<distinguished name>'\", joined by -and, -or, -not.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "GroupMailbox",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Refused("A tenant has user and shared mailboxes only. Leave it out."),
            help: "Only mailboxes of Microsoft 365 groups.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "InactiveMailboxOnly",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AnrSet", "Identity", "MailboxPlanSet"],
            effect: Effect::Refused("A tenant has no inactive mailboxes. Leave it out."),
            help: "Only inactive mailboxes.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludeInactiveMailbox",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AnrSet", "Identity", "MailboxPlanSet"],
            effect: Effect::Ignored,
            help: "Inactive mailboxes too; there are none.",
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
            name: "RecipientTypeDetails",
            kind: Kind::TextList,
            documented: "RecipientTypeDetails[]",
            help: "Only mailboxes of these kinds: UserMailbox, SharedMailbox.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "RemoteArchive",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AnrSet", "DatabaseSet", "Identity", "ServerSet"],
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "Only mailboxes with a remote archive.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResultSize",
            kind: Kind::ResultSize,
            documented: "Unlimited",
            default: "1000",
            help: "At most this many mailboxes, or Unlimited. Without it 1000, and a warning when there are more.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SoftDeletedMailbox",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["AnrSet", "Identity", "MailboxPlanSet"],
            effect: Effect::Refused("A tenant has no deleted mailboxes. Leave it out."),
            help: "Only deleted mailboxes that can be recovered.",
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
            name: "Database",
            kind: Kind::Text,
            documented: "DatabaseIdParameter",
            sets: &["DatabaseSet"],
            pipeline: Pipeline::Both,
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "Only mailboxes in this database.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            documented: "MailboxIdParameter",
            sets: &["Identity"],
            position: Some(0),
            pipeline: Pipeline::Both,
            help: "The mailbox: name, alias, distinguished name, mail address, user principal name or GUID. Without it all mailboxes are listed.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Server",
            kind: Kind::Text,
            documented: "ServerIdParameter",
            sets: &["ServerSet"],
            pipeline: Pipeline::Both,
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "Only mailboxes on this server.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "MailboxPlan",
            kind: Kind::Text,
            documented: "MailboxPlanIdParameter",
            sets: &["MailboxPlanSet"],
            pipeline: Pipeline::Both,
            effect: Effect::Refused("A tenant has no mailbox plans. Use -Filter."),
            help: "Only mailboxes under this mailbox plan.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["Mailbox"],
    examples: &[(
        "Get-Mailbox -Filter \"DisplayName -like 'A*'\" -ResultSize Unlimited",
        "Lists the mailboxes whose display name begins with A.",
    )],
};
