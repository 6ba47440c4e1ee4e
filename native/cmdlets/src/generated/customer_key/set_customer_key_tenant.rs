//! `Set-CustomerKeyTenant`. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Deserialize;

use crate::bind::Parameters;
use crate::def::{CmdletDef, Kind, ParameterDef, ShouldProcess};
use crate::value::MultiValue;

/// Changes settings of the tenant that is open.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SetCustomerKeyTenant {
    /// What becomes of a subscription, tenant id, user or application that a script names and the tenant does not know: Create makes it with a warning, Refuse is an error.
    #[serde(rename = "UnknownIdentifiers", default)]
    pub unknown_identifiers: Option<String>,
    /// What becomes of an account that is no owner and to which nobody else has given a permission, a role or a mailbox. Owner: it may do everything, and a warning says so once in a session. Refuse: it may do nothing. A production tenant always refuses. An account that has the owner's rights by this setting alone cannot set Refuse: make it an owner first.
    #[serde(rename = "UnknownAccounts", default)]
    pub unknown_accounts: Option<String>,
    /// The accounts that may do everything. The tenant's administrator is always one of them. `@{Add='ann@contoso.com'}` adds an owner, `@{Remove='bob@contoso.com'}` removes one. A list replaces all owners but the administrator, so `@()` removes them all; it asks before it removes anybody. Whoever is removed keeps only its own permissions, roles and mailbox.
    #[serde(rename = "Owners", default)]
    pub owners: Option<MultiValue>,
    /// Background works jobs off by itself; Manual waits for Invoke-CustomerKeyJob.
    #[serde(rename = "JobMode", default)]
    pub job_mode: Option<String>,
    /// How long an opened mailbox policy key is kept, in seconds.
    #[serde(rename = "MailboxCacheLifetime", default)]
    pub mailbox_cache_lifetime: Option<u32>,
    /// How long a failure of a vault is remembered, in seconds.
    #[serde(rename = "FailureCacheLifetime", default)]
    pub failure_cache_lifetime: Option<u32>,
    /// How long a root key may take, in seconds.
    #[serde(rename = "RootTimeout", default)]
    pub root_timeout: Option<f64>,
    /// Whether opened keys are kept in memory for a while.
    #[serde(rename = "CacheEnabled", default)]
    pub cache_enabled: Option<bool>,
    /// The seed of the choice which root key is asked first, so that a rehearsal repeats itself.
    #[serde(rename = "Seed", default)]
    pub seed: Option<u32>,
    /// Whether each opening of a scope by a program is recorded. Refused ones always are.
    #[serde(rename = "AuditReads", default)]
    pub audit_reads: Option<bool>,
}

impl Parameters for SetCustomerKeyTenant {
    const CMDLET: &'static CmdletDef = &CMDLET;
}

pub(super) static CMDLET: CmdletDef = CmdletDef {
    name: "Set-CustomerKeyTenant",
    service: "CustomerKey",
    aliases: &[],
    synopsis: "Changes settings of the tenant that is open.",
    link: "",
    should_process: ShouldProcess::Changes,
    confirms: false,
    target: &[],
    target_text: "the tenant",
    sets: &[],
    default_set: None,
    parameters: &[
        ParameterDef {
            name: "UnknownIdentifiers",
            kind: Kind::Text,
            values: &["Create", "Refuse"],
            closed: true,
            help: "What becomes of a subscription, tenant id, user or application that a script names and the tenant does not know: Create makes it with a warning, Refuse is an error.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "UnknownAccounts",
            kind: Kind::Text,
            values: &["Owner", "Refuse"],
            closed: true,
            help: "What becomes of an account that is no owner and to which nobody else has given a permission, a role or a mailbox. Owner: it may do everything, and a warning says so once in a session. Refuse: it may do nothing. A production tenant always refuses. An account that has the owner's rights by this setting alone cannot set Refuse: make it an owner first.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Owners",
            kind: Kind::MultiValue,
            help: "The accounts that may do everything. The tenant's administrator is always one of them. @{Add='ann@contoso.com'} adds an owner, @{Remove='bob@contoso.com'} removes one. A list replaces all owners but the administrator, so @() removes them all; it asks before it removes anybody. Whoever is removed keeps only its own permissions, roles and mailbox.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "JobMode",
            kind: Kind::Text,
            values: &["Background", "Manual"],
            closed: true,
            help: "Background works jobs off by itself; Manual waits for Invoke-CustomerKeyJob.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "MailboxCacheLifetime",
            kind: Kind::UInt,
            help: "How long an opened mailbox policy key is kept, in seconds.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "FailureCacheLifetime",
            kind: Kind::UInt,
            help: "How long a failure of a vault is remembered, in seconds.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "RootTimeout",
            kind: Kind::Real,
            help: "How long a root key may take, in seconds.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "CacheEnabled",
            kind: Kind::Bool,
            help: "Whether opened keys are kept in memory for a while.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "Seed",
            kind: Kind::UInt,
            help: "The seed of the choice which root key is asked first, so that a rehearsal repeats itself.",
            ..ParameterDef::PLAIN
        },
        ParameterDef {
            name: "AuditReads",
            kind: Kind::Bool,
            help: "Whether each opening of a scope by a program is recorded. Refused ones always are.",
            ..ParameterDef::PLAIN
        },
    ],
    outputs: &["CustomerKeyTenant"],
    examples: &[
        (
            "Set-CustomerKeyTenant -JobMode Manual -CacheEnabled $false",
            "Makes a rehearsal repeatable: jobs run when told, and every read asks the vaults.",
        ),
        (
            "Set-CustomerKeyTenant -Owners @{Add='ann@contoso.com'} -UnknownAccounts Refuse",
            "Makes ann an owner, and refuses everything to accounts that nobody has given anything.",
        ),
    ],
};
