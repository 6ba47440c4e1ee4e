//! The data types that a multi-workload policy covers (rule 1.8), as named workloads that hold
//! objects. Nothing else is one (rule 1.9).

use ckey_store::model::{Scope, ScopeKind};
use uuid::Uuid;

/// Whether assigning a policy reaches data that exists already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExistingData {
    /// A new key for new data; older keys stay under what they were under. Also where the sources
    /// say nothing.
    NewOnly,
    /// Existing keys are rewrapped.
    ExistingAndNew,
}

/// A data type of the service.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    /// The name that cmdlets take.
    pub name: &'static str,
    /// What it holds.
    pub display_name: &'static str,
    /// Whether existing data is covered.
    pub existing_data: ExistingData,
}

const fn workload(
    name: &'static str,
    display_name: &'static str,
    existing_data: ExistingData,
) -> Workload {
    Workload { name, display_name, existing_data }
}

/// The workloads of every tenant, in the order of rule 1.8.
pub const WORKLOADS: [Workload; 9] = [
    // rules 1.8.1, 1.8.2, 1.8.3, 1.8.4 and 1.8.5
    workload(
        "TeamsChats",
        "Teams chats: 1:1, group and meeting chats, channel conversations",
        ExistingData::NewOnly,
    ),
    workload(
        "TeamsMediaMessages",
        "Teams media messages: images, code snippets, video, audio, wiki images",
        ExistingData::NewOnly,
    ),
    workload(
        "TeamsRecordings",
        "Teams call and meeting recordings kept in Teams storage",
        ExistingData::NewOnly,
    ),
    workload(
        "TeamsNotifications",
        "Teams chat notifications, chat suggestions, status messages",
        ExistingData::NewOnly,
    ),
    workload(
        "ExchangeUserAndSignal",
        "Exchange user and signal information",
        ExistingData::ExistingAndNew,
    ),
    // rule 1.8.7
    workload(
        "ExactDataMatch",
        "Exact data match: schema files, rule packages, hashing salts",
        ExistingData::NewOnly,
    ),
    // rules 1.8.8, 1.8.9 and 1.8.10: not stated whether existing data is covered
    workload(
        "SensitivityLabelConfiguration",
        "Sensitivity-label configuration",
        ExistingData::NewOnly,
    ),
    workload("Windows365", "Windows 365 Cloud PCs", ExistingData::NewOnly),
    workload("CopilotInteractions", "Microsoft 365 Copilot interactions", ExistingData::NewOnly),
];

impl ExistingData {
    /// What holds for a scope. A workload is looked up in the table; application scopes and
    /// mailboxes: existing and new.
    pub(crate) fn of(scope: &Scope) -> Self {
        if scope.kind != ScopeKind::Workload {
            return Self::ExistingAndNew;
        }
        WORKLOADS
            .iter()
            .find(|workload| workload.name.eq_ignore_ascii_case(&scope.name))
            .map_or(Self::NewOnly, |workload| workload.existing_data)
    }

    /// As cmdlets show it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewOnly => "NewOnly",
            Self::ExistingAndNew => "ExistingAndNew",
        }
    }
}

/// The workload scopes of a new tenant, each with keys of its own (rules 2.2 and 2.2.1).
pub(crate) fn initial_scopes(created: i64) -> Vec<Scope> {
    WORKLOADS
        .iter()
        .map(|workload| Scope {
            no: 0,
            guid: Uuid::new_v4(),
            kind: ScopeKind::Workload,
            name: workload.name.to_owned(),
            created,
        })
        .collect()
}
