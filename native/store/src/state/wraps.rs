//! The keys of scopes.

use std::ops::Range;

use super::Result;
use crate::live::LiveGeneration;
use crate::model::{KeyCount, RemovedCount, ScopeWrap};

/// What can be asked about the keys of scopes.
pub trait ReadScopeWraps {
    /// The keys of a scope, newest version first.
    fn scope_wraps(&mut self, scope_no: i64) -> Result<Vec<ScopeWrap>>;
    /// Wraps under a policy in a generation older than `below`, of scopes above `after` without
    /// removed mailboxes, in order of scope and version: a page of about `limit` (at most 10,000). A scope's keys are never cut
    /// in two: the page is as much longer as the last scope needs.
    fn wraps_of_policy(
        &mut self,
        policy_no: i64,
        below: u32,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ScopeWrap>>;
    /// All wraps of scope keys above a scope number, in order of scope and version, for checks.
    /// Pages as in [`ReadScopeWraps::wraps_of_policy`].
    fn all_scope_wraps(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>>;
    /// Wraps of mailboxes in use without a mailbox policy of their own, of scopes above `after`. Pages as
    /// in [`ReadScopeWraps::wraps_of_policy`].
    fn wraps_without_mailbox_policy(&mut self, after: i64, limit: u32) -> Result<Vec<ScopeWrap>>;
    /// Scopes with keys under a policy that are no mailbox which carries it, at most `limit`.
    fn strangers_under(&mut self, policy_no: i64, limit: u32) -> Result<Vec<i64>>;
    /// How many scope keys are wrapped under a policy in a generation older than `below`
    /// (`u32::MAX`: in any).
    fn count_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64>;
    /// The same without those of removed mailboxes, which no job moves.
    fn count_movable_wraps(&mut self, policy_no: i64, below: u32) -> Result<u64>;
    /// How many scope keys under each generation are of removed mailboxes, in order of policy and
    /// generation. Takes as long for a million of them as for one.
    fn removed_counts(&mut self) -> Result<Vec<RemovedCount>>;
    /// How many scope keys under each generation are of mailboxes that were removed, and that no
    /// hold keeps, and of sites that were deleted, within these times; in order of policy,
    /// generation and kind.
    fn ended_counts(&mut self, mailboxes: &Range<i64>, sites: &Range<i64>)
    -> Result<Vec<KeyCount>>;
    /// How many scope keys are wrapped under each generation, by the kind of their scopes, in order
    /// of policy and generation. Takes as long for a million mailboxes as for one.
    fn key_counts(&mut self) -> Result<Vec<KeyCount>>;
    /// How often a generation has wrapped a scope key.
    fn wraps_made(&mut self, policy_no: i64, generation: u32) -> Result<u64>;
}

/// What can be changed about the keys of scopes.
pub trait WriteScopeWraps {
    /// Looks whether a generation may wrap scope keys, and lets this change write such wraps.
    /// [`crate::StoreErrorKind::Retired`] where it may not: the caller reads the policy again.
    /// [`crate::StoreErrorKind::WrapLimit`] where it has wrapped too often.
    fn admit(&mut self, policy_no: i64, generation: u32) -> Result<LiveGeneration>;
    /// Inserts scope keys under the generation that was admitted; counts the wraps of it.
    fn insert_scope_wraps(&mut self, live: &LiveGeneration, wraps: &[ScopeWrap]) -> Result<()>;
    /// Inserts one scope key.
    fn insert_scope_wrap(&mut self, live: &LiveGeneration, wrap: &ScopeWrap) -> Result<()> {
        self.insert_scope_wraps(live, std::slice::from_ref(wrap))
    }
    /// Overwrites scope keys in place by wraps under the generation that was admitted, each only
    /// where policy, generation and wrap are still as in its first element (another scope may have
    /// the number of one that was destroyed) and whose mailbox was not removed; counts the wraps
    /// made.
    /// Returns how many were overwritten; the caller reads the others again.
    fn update_scope_wraps(
        &mut self,
        live: &LiveGeneration,
        changes: &[(ScopeWrap, ScopeWrap)],
    ) -> Result<u64>;
}
