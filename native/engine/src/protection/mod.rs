//! What the service protects, and by which policy: workloads and what of them is covered, names of
//! scopes, and precedence.

mod covered;
mod precedence;
mod recovery;
mod scope_keys;
mod selector;

pub(crate) use covered::initial_scopes;
pub use covered::{ExistingData, WORKLOADS, Workload};
pub(crate) use precedence::{
    APPROVER, HAS_COME_BACK, HAS_LEFT, NO_POLICY, OFFBOARDED, above, agreement_setting,
    application_policy, application_setting, askers_setting, carrying_application,
    carrying_applications, earlier_keys_setting, geo_policy, is_offboarded, is_pending,
    must_be_in_use, must_not_be_deleted, policy_row, service_policy, target_of, tenant_policy,
};
pub(crate) use recovery::{is_in_recovery, may_recover, recovers_from};
pub(crate) use scope_keys::{ScopeKeys, must_be_there};
pub use selector::ScopeSelector;
