//! The rules: policies, hierarchy, read paths, life cycle, jobs and audit.
//!
//! A [`Tenant`] is one folder. Everything is done through it: policies ([`policy`]), mailboxes, workloads and their items ([`workload`]),
//! jobs ([`jobs`]), the audit log ([`audit`]), who is signed in and what the local directory knows ([`identity`]).

pub mod audit;
mod clock;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod hierarchy;
pub mod identity;
pub mod jobs;
mod lifecycle;
pub mod policy;
pub mod process;
mod read_path;
mod tenant;
pub mod workload;

pub use audit::{AuditPage, AuditQuery, AuditVerdict, AuditView, Operation, Origin, Outcome};
pub use ckey_store::model::{MailboxQuery, PolicyKind, TenantMode};
pub use clock::iso;
pub use error::{Category, EngineError, Result};
pub use identity::{Account, AccountMarks, Known, OwnersChange, Resolved, ResourceGroup, Rights, Service, SignIn};
pub use jobs::{JobFailureView, JobView, WorkReport};
pub use policy::{Action, AssignmentView, Finding, NewPolicy, PolicyChange, PolicyCheck, PolicyView, RootUse, RootView};
#[doc(hidden)]
pub use tenant::Moment;
pub use tenant::{
    Actor, BackupReport, CheckProgress, CheckResult, ClockState, CreateOptions, JobMode, OpenOptions, Settings, SettingsChange,
    TamperEvidence, Tenant, TenantStatus, UnknownAccounts, UnknownIdentifiers, VaultState,
};
pub use workload::{
    ItemView, LeasedKey, MailboxView, NewMailbox, ScopeDescription, ScopeLease, ScopeSelector, Workload, WorkloadView,
};
