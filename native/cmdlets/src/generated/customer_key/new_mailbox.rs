//! `New-Mailbox`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Makes a mailbox of the local tenant, or many numbered ones at once.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NewMailbox {
    /// The name; with -Count the text before the number.
    #[serde(rename = "Name")]
    pub name: String,
    /// The alias. Without it made from the name.
    #[serde(rename = "Alias", default)]
    pub alias: Option<String>,
    /// The user principal name. Without it made from the alias.
    #[serde(rename = "UserPrincipalName", default)]
    pub user_principal_name: Option<String>,
    /// The display name. Without it the name.
    #[serde(rename = "DisplayName", default)]
    pub display_name: Option<String>,
    /// The mail address. Without it made from the alias.
    #[serde(rename = "PrimarySmtpAddress", default)]
    pub primary_smtp_address: Option<String>,
    /// Make a shared mailbox.
    #[serde(rename = "Shared", default)]
    pub shared: bool,
    /// Make this many mailboxes, numbered from 1; the first 1000 are returned.
    #[serde(rename = "Count", default)]
    pub count: Option<u32>,
}

impl Parameters for NewMailbox {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "New-Mailbox",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Makes a mailbox of the local tenant, or many numbered ones at once.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Name"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Name,
            help: "The name; with -Count the text before the number.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Alias",
            kind: Kind::Text,
            pipeline: Pipeline::Name,
            help: "The alias. Without it made from the name.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UserPrincipalName",
            kind: Kind::Text,
            aliases: &["MicrosoftOnlineServicesID"],
            pipeline: Pipeline::Name,
            help: "The user principal name. Without it made from the alias.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "DisplayName",
            kind: Kind::Text,
            pipeline: Pipeline::Name,
            help: "The display name. Without it the name.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "PrimarySmtpAddress",
            kind: Kind::Text,
            pipeline: Pipeline::Name,
            help: "The mail address. Without it made from the alias.",
            ..ParameterDef::PLAIN
        },
        ParameterDef { name: "Shared", kind: Kind::Switch, help: "Make a shared mailbox.", ..ParameterDef::PLAIN },
        ParameterDef {
            name: "Count",
            kind: Kind::UInt,
            default: "1",
            help: "Make this many mailboxes, numbered from 1; the first 1000 are returned.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["Mailbox"],
    examples: &[
        ("New-Mailbox -Name alice -PrimarySmtpAddress alice@contoso.com", "Makes a mailbox."),
        ("New-Mailbox -Name user -Count 1000", "Makes user1 to user1000."),
    ],
};
