//! Policies, their generations and the wraps of their keys.

use uuid::Uuid;

use super::Result;
use crate::model::{Generation, Policy, PolicyKind, PolicyWrap};

/// What can be asked about policies, their generations and the wraps of their keys.
pub trait ReadPolicies {
    /// A policy by row number.
    fn policy(&mut self, no: i64) -> Result<Option<Policy>>;
    /// A policy by its own GUID or by the GUID of any of its generations.
    fn policy_by_guid(&mut self, guid: Uuid) -> Result<Option<Policy>>;
    /// A policy by name.
    fn policy_by_name(&mut self, kind: PolicyKind, name: &str) -> Result<Option<Policy>>;
    /// All policies of a kind, without those that a purge has deleted.
    fn policies(&mut self, kind: PolicyKind) -> Result<Vec<Policy>>;
    /// All policies whose data is to be purged or was, deleted ones too.
    fn purged_policies(&mut self) -> Result<Vec<Policy>>;
    /// The generations of a policy, newest first.
    fn generations(&mut self, policy_no: i64) -> Result<Vec<Generation>>;
    /// One generation.
    fn generation(&mut self, policy_no: i64, number: u32) -> Result<Option<Generation>>;
    /// The wraps of one generation, by slot.
    fn policy_wraps(&mut self, policy_no: i64, generation: u32) -> Result<Vec<PolicyWrap>>;
    /// All wraps of policy keys, a page of about `limit` (at most 10,000), of policies above
    /// `after`. A policy's wraps are never cut in two: the page is as much longer as the last
    /// policy needs.
    fn all_policy_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<PolicyWrap>>;
}

/// What can be changed about policies, their generations and the wraps of their keys.
pub trait WritePolicies {
    /// Inserts a policy and returns its row number. [`crate::StoreErrorKind::Conflict`] where the
    /// name or GUID is taken.
    fn insert_policy(&mut self, policy: &Policy) -> Result<i64>;
    /// Overwrites a policy by row number.
    fn update_policy(&mut self, policy: &Policy) -> Result<()>;
    /// Inserts a generation with its wraps. [`crate::StoreErrorKind::Conflict`] where its number is
    /// taken.
    fn insert_generation(&mut self, generation: &Generation, wraps: &[PolicyWrap]) -> Result<()>;
    /// Overwrites one wrap of a policy key in place, by one of the same policy, generation and slot.
    fn replace_policy_wrap(&mut self, wrap: &PolicyWrap) -> Result<()>;
    /// Ends a generation's wrapping forever. [`crate::StoreErrorKind::Conflict`] where it is its
    /// policy's newest or something is wrapped under it.
    fn retire_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<()>;
    /// Removes the wraps (overwritten) of a retired generation, unless a look at every scope key
    /// finds some that are wrapped under it: returns how many, and has changed nothing unless that
    /// is 0. [`crate::StoreErrorKind::Conflict`] where it is not retired.
    fn destroy_generation(&mut self, policy_no: i64, number: u32, at: i64) -> Result<u64>;
    /// Removes the wraps (overwritten) of every generation of a policy that a purge has deleted,
    /// whatever lies below: returns the generations whose wraps were there.
    /// [`crate::StoreErrorKind::Conflict`] where it is not deleted.
    fn erase_policy(&mut self, policy_no: i64, at: i64) -> Result<Vec<Uuid>>;
}
