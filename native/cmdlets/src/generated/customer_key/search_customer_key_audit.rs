//! `Search-CustomerKeyAudit`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, ShouldProcess};
use crate::value::{Moment, ResultSize};

/// Searches the audit log of the tenant, newest records first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SearchCustomerKeyAudit {
    /// Only records from this time on.
    #[serde(rename = "StartDate", default)]
    pub start_date: Option<Moment>,
    /// Only records before this time.
    #[serde(rename = "EndDate", default)]
    pub end_date: Option<Moment>,
    /// Only records of this kind.
    #[serde(rename = "RecordType", default)]
    pub record_type: Option<String>,
    /// Only records of this activity; `*` stands for any text.
    #[serde(rename = "Activity", default)]
    pub activity: Option<String>,
    /// Only records of this cmdlet or function of the C library, or of this activity; `*` stands for any text.
    #[serde(rename = "Operation", default)]
    pub operation: Option<String>,
    /// Only records of this account or this user of the operating system; `*` stands for any text.
    #[serde(rename = "User", default)]
    pub user: Option<String>,
    /// Only records about this object, such as a policy, a mailbox or a vault. A record of a vault is also found by the keys that it tells of. `*` stands for any text.
    #[serde(rename = "Object", default)]
    pub object: Option<String>,
    /// Only records with this outcome.
    #[serde(rename = "Result", default)]
    pub result: Option<String>,
    /// At most this many records, the newest, or Unlimited. A warning says where older ones were cut off.
    #[serde(rename = "ResultSize", default)]
    pub result_size: Option<ResultSize>,
    /// Check the chain of all records first; a broken one is an error.
    #[serde(rename = "Verify", default)]
    pub verify: bool,
}

impl Parameters for SearchCustomerKeyAudit {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Search-CustomerKeyAudit",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Searches the audit log of the tenant, newest records first.",
    link: "",
    should_process: ShouldProcess::Absent,
    confirms: false,
    target: &[],
    target_text: "",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef { name: "StartDate", kind: Kind::DateTime, help: "Only records from this time on.", ..ParameterDef::PLAIN },
        ParameterDef { name: "EndDate", kind: Kind::DateTime, help: "Only records before this time.", ..ParameterDef::PLAIN },
        ParameterDef { name: "RecordType", kind: Kind::Text, help: "Only records of this kind.", ..ParameterDef::PLAIN },
        ParameterDef {
            name: "Activity",
            kind: Kind::Text,
            help: "Only records of this activity; * stands for any text.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Operation",
            kind: Kind::Text,
            aliases: &["Operations"],
            help: "Only records of this cmdlet or function of the C library, or of this activity; * stands for any text.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "User",
            kind: Kind::Text,
            aliases: &["UserId", "UserIds"],
            help: "Only records of this account or this user of the operating system; * stands for any text.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Object",
            kind: Kind::Text,
            aliases: &["ObjectId", "ObjectIds"],
            help: "Only records about this object, such as a policy, a mailbox or a vault. A record of a vault is also found by the keys that it tells of. * stands for any text.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Result",
            kind: Kind::Text,
            values: &["Succeeded", "Failed", "Denied"],
            closed: true,
            help: "Only records with this outcome.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "ResultSize",
            kind: Kind::ResultSize,
            default: "1000",
            help: "At most this many records, the newest, or Unlimited. A warning says where older ones were cut off.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Verify",
            kind: Kind::Switch,
            help: "Check the chain of all records first; a broken one is an error.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyAuditRecord"],
    examples: &[
        ("Search-CustomerKeyAudit -RecordType CustomerKeyServiceEncryption", "Shows each use of an availability key."),
        ("Search-CustomerKeyAudit -StartDate (Get-Date).AddDays(-1) -ResultSize Unlimited", "Shows the last day."),
        ("Search-CustomerKeyAudit -Result Denied -User alice@contoso.com", "Shows what alice was refused."),
        (
            "Search-CustomerKeyAudit -Operation Set-AzKeyVaultAccessPolicy -Object '*VaultA1*'",
            "Shows who gave whom which permissions in a vault.",
        ),
    ],
};
