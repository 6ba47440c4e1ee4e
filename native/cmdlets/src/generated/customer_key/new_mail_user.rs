//! `New-MailUser`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};

/// Makes a mail user of the local tenant: a person whose mailbox is elsewhere.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NewMailUser {
    /// The name.
    #[serde(rename = "Name")]
    pub name: String,
    /// Where its mail goes.
    #[serde(rename = "ExternalEmailAddress", default)]
    pub external_email_address: Option<String>,
    /// The user principal name. Without it made from the alias.
    #[serde(rename = "MicrosoftOnlineServicesID", default)]
    pub microsoft_online_services_id: Option<String>,
    /// The alias. Without it made from the name.
    #[serde(rename = "Alias", default)]
    pub alias: Option<String>,
    /// The display name. Without it the name.
    #[serde(rename = "DisplayName", default)]
    pub display_name: Option<String>,
}

impl Parameters for NewMailUser {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "New-MailUser",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Makes a mail user of the local tenant: a person whose mailbox is elsewhere.",
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
            help: "The name.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ExternalEmailAddress",
            kind: Kind::Text,
            pipeline: Pipeline::Name,
            help: "Where its mail goes.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "MicrosoftOnlineServicesID",
            kind: Kind::Text,
            aliases: &["UserPrincipalName"],
            pipeline: Pipeline::Name,
            help: "The user principal name. Without it made from the alias.",
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
            name: "DisplayName",
            kind: Kind::Text,
            pipeline: Pipeline::Name,
            help: "The display name. Without it the name.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["MailUser"],
    examples: &[("New-MailUser -Name bob -ExternalEmailAddress bob@fabrikam.com", "Makes a mail user.")],
};
