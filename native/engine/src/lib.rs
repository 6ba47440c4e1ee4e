//! The rules: policies, hierarchy, read paths, life cycle, jobs and audit.
//!
//! A [`Tenant`] is one folder. It is opened, backed up and checked as a whole, and hands out what
//! is in it: its [policies], [mailboxes], [workloads] with their [items], [jobs], [audit] log, and
//! the [directory] of who and what it knows.

pub mod audit;
mod clock;
pub mod directory;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod ground;
mod hierarchy;
pub mod items;
pub mod jobs;
pub mod key_use;
pub mod mailboxes;
pub mod policies;
pub mod process;
pub mod protection;
pub mod purge;
mod queue;
mod record;
pub mod relocation;
pub mod sites;
mod tenant;
pub mod validation;
pub mod what_if;
pub mod workloads;

pub use audit::{AuditPage, AuditQuery, AuditView, Outcome};
pub use ckey_store::model::{Among, Mailbox, MailboxQuery, PolicyKind, Removal, TenantMode};
pub use clock::iso;
pub use directory::{
    ACCOUNT_MAILBOXES, Account, AccountType, AccountsChange, AccountsPlan, Administrators,
    AzureChoice, EQUIPMENT_MAILBOX, GROUP_MAILBOX, Joining, Known, MAIL_USER,
    PUBLIC_FOLDER_MAILBOX, ROOM_MAILBOX, RealPerson, Recipients, Resolved, ResourceGroup,
    Retention, Rights, SHARED_MAILBOX, Service, SignIn, USER_MAILBOX, UnknownSignIns,
    hsm_role_name, is_subscription_name, make_owner,
};
pub use error::{Category, EngineError, Result, RootReason};
#[doc(hidden)]
pub use ground::Moment;
pub use ground::{
    AccountMarks, JobMode, LeftVaults, Registered, RootAccess, RuleProfile, Settings,
    SettingsChange, TamperEvidence, UnknownAccounts, UnknownIdentifiers, ValidationMode,
    VaultProvider,
};
pub use items::{Import, ItemView, LeaseView, LeasedKey, ScopeDescription, ScopeLease};
pub use jobs::{JobFailureView, JobView, WorkReport};
pub use key_use::{BackupUse, BackupView, Coverage, Covered, Dependent, KeyUsage, Lag, Retirement};
pub use mailboxes::{MailboxView, NewMailbox, NewNames, Taking};
pub use policies::{
    AssignmentView, Below, NewPolicy, Offboarding, PolicyChange, PolicyView, RootUse, RootView,
    check_policy_name,
};
pub use protection::{ScopeSelector, Workload};
pub use purge::{
    Agreements, ApproverView, IssuedDocument, PurgeApproval, PurgeOf, PurgeRequest,
    PurgeToComplete, PurgeView, approve_document, describe_document,
};
pub use record::{Actor, AuditLoss, AuditVerdict, Operation, Origin};
pub use relocation::{NewRoots, PolicyMove, Relocation, RelocationPlan};
pub use sites::{DeletedSiteView, GeoStatus, GeoView, SiteStatus, SiteView, Sites};
pub use tenant::serving;
pub use tenant::{
    Action, BackupReport, CheckProgress, CheckResult, ClockState, Consequence, CreateOptions,
    ImportUnderWay, OpenOptions, RemovalPlan, RemovalReport, Tenant, TenantStatus, VaultState,
};
pub use validation::{FactChange, Finding, PolicyCheck, Validation};
pub use what_if::{Impact, Opener, Reading, RootEffect, RootImpact, Supposition, WhatIf};
pub use workloads::{ApplicationView, WorkloadView};
