//! `New-AzResourceGroup`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Table;

/// Makes a resource group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NewAzResourceGroup {
    /// The name of the resource group.
    #[serde(rename = "Name")]
    pub name: String,
    /// The Azure region of the group.
    #[serde(rename = "Location")]
    pub location: String,
    /// Tags: `@{` Name = "value" }.
    #[serde(rename = "Tag", default)]
    pub tag: Option<Table>,
    /// Do not ask when the group exists.
    #[serde(rename = "Force", default)]
    pub force: bool,
}

impl Parameters for NewAzResourceGroup {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "New-AzResourceGroup",
    service: "AzResources",
    aliases: &["New-AzureRmResourceGroup"],
    synopsis: "Makes a resource group.",
    link: "https://learn.microsoft.com/powershell/module/az.resources/new-azresourcegroup",
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
            documented: "String",
            mandatory: Mandatory::Yes,
            position: Some(0),
            aliases: &["ResourceGroupName"],
            pipeline: Pipeline::Name,
            help: "The name of the resource group.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Location",
            kind: Kind::Text,
            documented: "String",
            mandatory: Mandatory::Yes,
            position: Some(1),
            pipeline: Pipeline::Name,
            help: "The Azure region of the group.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Tag",
            kind: Kind::Table,
            documented: "Hashtable",
            aliases: &["Tags"],
            pipeline: Pipeline::Name,
            help: "Tags: @{ Name = \"value\" }.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Force",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            help: "Do not ask when the group exists.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ApiVersion",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Ignored,
            help: "The version of the resource manager API; a local tenant has one.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Pre",
            kind: Kind::Switch,
            documented: "SwitchParameter",
            effect: Effect::Ignored,
            help: "Use pre-release API versions; a local tenant has one.",
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
    ],
    outputs: &["ResourceGroup"],
    examples: &[("New-AzResourceGroup -Name ContosoRG1 -Location \"East US\"", "Makes a group for the first vault.")],
};
