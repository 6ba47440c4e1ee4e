//! `Get-MailboxStatistics`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Shows what a mailbox holds, under which policy it is encrypted, and whether that is complete.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GetMailboxStatistics {
    /// The mailbox or mail user: name, alias, distinguished name, mail address, user principal name or GUID.
    #[serde(rename = "Identity", default)]
    pub identity: Option<String>,
}

impl Parameters for GetMailboxStatistics {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Get-MailboxStatistics",
    service: "ExchangeOnline",
    aliases: &[],
    synopsis: "Shows what a mailbox holds, under which policy it is encrypted, and whether that is complete.",
    link: "https://learn.microsoft.com/powershell/module/exchangepowershell/get-mailboxstatistics",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &["Database", "Identity", "Server"],
    default_set: Some("Identity"),
    parameters: &[
        ParameterDef {
            name: "Database",
            kind: Kind::Text,
            documented: "DatabaseIdParameter",
            sets: &["Database"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Both,
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "All mailboxes of this database.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "StoreMailboxIdentity",
            kind: Kind::Text,
            documented: "StoreMailboxIdParameter",
            sets: &["Database"],
            position: Some(0),
            pipeline: Pipeline::Both,
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "A mailbox of the database.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CopyOnServer",
            kind: Kind::Text,
            documented: "ServerIdParameter",
            sets: &["Database", "Identity"],
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "The copy on this server.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DomainController",
            kind: Kind::Text,
            documented: "Fqdn",
            effect: Effect::Ignored,
            help: "Reserved for Microsoft in the cloud; a local tenant has no domain controllers.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Filter",
            kind: Kind::Text,
            documented: "String",
            sets: &["Database", "Server"],
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "A filter in OPATH; only with -Database or -Server.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludeMoveHistory",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Add the history of moves; mailboxes here do not move.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludeMoveReport",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Add the report of moves; mailboxes here do not move.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludeQuarantineDetails",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Add details of quarantine; mailboxes here have none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "NoADLookup",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Take the facts from the store, not from the directory; they are one here.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Identity",
            kind: Kind::Text,
            documented: "GeneralMailboxOrMailUserIdParameter",
            sets: &["Identity"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Both,
            help: "The mailbox or mail user: name, alias, distinguished name, mail address, user principal name or GUID.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Archive",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["Identity"],
            effect: Effect::Refused("Mailboxes here have no archive. Leave it out."),
            help: "The archive of the mailbox.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludeSoftDeletedRecipients",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["Identity"],
            effect: Effect::Ignored,
            help: "Deleted recipients too; there are none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UseCustomRouting",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["Identity"],
            effect: Effect::Ignored,
            help: "Routing of the request; a local tenant needs none.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Server",
            kind: Kind::Text,
            documented: "ServerIdParameter",
            sets: &["Server"],
            mandatory: Mandatory::Yes,
            pipeline: Pipeline::Both,
            effect: Effect::Refused("It is for Exchange servers of your own; this tenant has none. Leave it out."),
            help: "All mailboxes on this server.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "IncludePassive",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            sets: &["Server"],
            effect: Effect::Ignored,
            help: "Passive copies of databases too; there are none.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["MailboxStatistics"],
    examples: &[(
        "Get-MailboxStatistics -Identity alice@contoso.com | Format-List DataEncryptionPolicyID, IsEncrypted",
        "Shows the state of encryption of a mailbox.",
    )],
};
