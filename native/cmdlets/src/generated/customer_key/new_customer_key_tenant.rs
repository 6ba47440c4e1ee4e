//! `New-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, Mandatory, ParameterDef, ShouldProcess};

/// Makes a tenant folder and opens it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NewCustomerKeyTenant {
    /// The folder; it is made, or is there and empty, and is this user's alone afterwards.
    #[serde(rename = "Path")]
    pub path: String,
    /// The name of the tenant. Without it the name of the folder.
    #[serde(rename = "Name", default)]
    pub name: Option<String>,
    /// Rehearsal or Production. It cannot be changed.
    #[serde(rename = "Mode", default)]
    pub mode: Option<String>,
    /// What becomes of a subscription, tenant id, user or application that a script names and the tenant does not know: Create makes it with a warning, Refuse is an error. Vaults, keys and mailboxes are never made so.
    #[serde(rename = "UnknownIdentifiers", default)]
    pub unknown_identifiers: Option<String>,
}

impl Parameters for NewCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "New-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Makes a tenant folder and opens it.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &["Path"],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "Path",
            kind: Kind::Text,
            mandatory: Mandatory::Yes,
            position: Some(0),
            path: true,
            help: "The folder; it is made, or is there and empty, and is this user's alone afterwards.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Name",
            kind: Kind::Text,
            help: "The name of the tenant. Without it the name of the folder.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Mode",
            kind: Kind::Text,
            values: &["Rehearsal", "Production"],
            closed: true,
            default: "Rehearsal",
            help: "Rehearsal or Production. It cannot be changed.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UnknownIdentifiers",
            kind: Kind::Text,
            values: &["Create", "Refuse"],
            closed: true,
            default: "Create",
            help: "What becomes of a subscription, tenant id, user or application that a script names and the tenant does not know: Create makes it with a warning, Refuse is an error. Vaults, keys and mailboxes are never made so.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyTenant"],
    examples: &[
        (
            "New-CustomerKeyTenant ./contoso -Name Contoso",
            "Makes a rehearsal: a tenant with a movable clock and vaults that can be told to fail.",
        ),
        (
            "New-CustomerKeyTenant ./production -Mode Production -UnknownIdentifiers Refuse",
            "Makes a tenant whose clock and vaults are the real ones, for ever.",
        ),
        (
            "New-CustomerKeyTenant ./contoso | Select-Object -ExpandProperty AuditPublicKey",
            "Makes one and shows the public key of its audit log. Keep it outside the tenant: Test-CustomerKeyAudit -PublicKey takes it.",
        ),
    ],
};
