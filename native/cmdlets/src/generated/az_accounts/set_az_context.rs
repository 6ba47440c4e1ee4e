//! `Set-AzContext`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Effect, Kind, Mandatory, ParameterDef, Pipeline, ShouldProcess};
use crate::value::Object;

/// Chooses the subscription that new vaults and resource groups belong to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetAzContext {
    /// A context from an earlier Set-AzContext.
    #[serde(rename = "Context", default)]
    pub context: Option<Object>,
    /// A name for the context.
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// Do not ask; answer yes to what would be asked.
    #[serde(rename = "Force", default)]
    pub force: bool,
    /// The tenant: its id or domain name. It must be the one that is open.
    #[serde(rename = "Tenant", default)]
    pub tenant: Option<String>,
    /// The subscription that holds from now on: its id or its name. New vaults and resource groups belong to it.
    #[serde(rename = "Subscription", default)]
    pub subscription: Option<String>,
}

impl Parameters for SetAzContext {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-AzContext",
    service: "AzAccounts",
    aliases: &["Set-AzureRmContext", "Select-AzSubscription", "Select-AzureRmSubscription"],
    synopsis: "Chooses the subscription that new vaults and resource groups belong to.",
    link: "https://learn.microsoft.com/powershell/module/az.accounts/set-azcontext",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &[],
    target_text: "the Az context",
    sets: &["Context", "TenantObject", "SubscriptionObject", "Subscription", "TenantNameOnly"],
    default_set: Some("Context"),
    parameters: &[
        ParameterDef {
            name: "Context",
            kind: Kind::Object,
            documented: "PSAzureContext",
            sets: &["Context"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            help: "A context from an earlier Set-AzContext.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ExtendedProperty",
            kind: Kind::Table,
            documented: "IDictionary",
            effect: Effect::Ignored,
            help: "Further properties of the context.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            documented: "String",
            effect: Effect::Stored,
            help: "A name for the context.",
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
            name: "Scope",
            kind: Kind::Text,
            documented: "ContextModificationScope",
            values: &["Process", "CurrentUser"],
            effect: Effect::Ignored,
            help: "How long the context holds; here it belongs to the tenant.",
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
            name: "TenantObject",
            kind: Kind::Object,
            documented: "PSAzureTenant",
            sets: &["TenantObject"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            effect: Effect::Refused("Get-AzTenant is not carried. Use -Tenant with the id."),
            help: "A tenant from Get-AzTenant.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "SubscriptionObject",
            kind: Kind::Object,
            documented: "PSAzureSubscription",
            sets: &["SubscriptionObject"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            pipeline: Pipeline::Value,
            effect: Effect::Refused("Get-AzSubscription is not carried. Use -Subscription with the id or name."),
            help: "A subscription from Get-AzSubscription.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Tenant",
            kind: Kind::Text,
            documented: "String",
            sets: &["Subscription", "TenantNameOnly"],
            mandatory: Mandatory::In(&["TenantNameOnly"]),
            aliases: &["Domain", "TenantId"],
            help: "The tenant: its id or domain name. It must be the one that is open.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Subscription",
            kind: Kind::Text,
            documented: "String",
            sets: &["Subscription"],
            mandatory: Mandatory::Yes,
            position: Some(0),
            aliases: &["SubscriptionId", "SubscriptionName"],
            help: "The subscription that holds from now on: its id or its name. New vaults and resource groups belong to it.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["AzureContext"],
    examples: &[(
        "Set-AzContext -SubscriptionId 0b3b9cdc-2f1a-4a5c-b2a5-4f1f0c5d5a01",
        "Works from now on in this subscription.",
    )],
};
