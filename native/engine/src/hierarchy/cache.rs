//! Opened policy and scope keys, kept for a bounded time and in bounded number. They are secrets on the heap and wiped when dropped.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::scope_key::{PolicyKek, ScopeSecret};
use crate::error::EngineError;

/// For whom a key was opened. What an availability key opened for the service alone never serves a user (AK21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Access {
    /// Whoever calls through a cmdlet or the C ABI.
    User,
    /// Built-in jobs.
    Service,
}

/// A policy key, opened, and until when it may be used.
#[derive(Clone)]
pub(crate) struct OpenedPolicy {
    pub(crate) kek: Arc<PolicyKek>,
    pub(crate) expires: Instant,
}

type PolicySlot = (i64, u32, Access);
type ScopeSlot = (i64, u32, Access);

/// At most so many opened policy generations, failures, and scope keys.
const POLICIES: usize = 256;
const SCOPES: usize = 8192;

#[derive(Default)]
struct Entries {
    /// The key epoch that the entries were opened at; what was opened at another one is not kept.
    epoch: i64,
    policies: HashMap<PolicySlot, OpenedPolicy>,
    failures: HashMap<PolicySlot, (EngineError, Instant)>,
    scopes: HashMap<ScopeSlot, Arc<ScopeSecret>>,
}

/// The caches of one open tenant.
#[derive(Default)]
pub(crate) struct KeyCache {
    entries: Mutex<Entries>,
}

/// Makes room for one more: what has expired goes, and when all is fresh an eighth of it, whichever.
fn make_room<K: Hash + Eq + Clone, V>(map: &mut HashMap<K, V>, limit: usize, expires: impl Fn(&V) -> Instant) {
    if map.len() < limit {
        return;
    }
    let now = Instant::now();
    map.retain(|_, value| expires(value) > now);
    if map.len() >= limit {
        let victims: Vec<K> = map.keys().take(limit / 8).cloned().collect();
        for victim in &victims {
            map.remove(victim);
        }
    }
}

impl KeyCache {
    fn entries(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops everything, and takes only what is opened at `epoch` from now on.
    pub(crate) fn begin(&self, epoch: i64) {
        *self.entries() = Entries { epoch, ..Entries::default() };
    }

    /// The entries, if they are those of `epoch`.
    fn entries_of(&self, epoch: i64) -> Option<std::sync::MutexGuard<'_, Entries>> {
        Some(self.entries()).filter(|entries| entries.epoch == epoch)
    }

    pub(crate) fn policy(&self, policy_no: i64, generation: u32, access: Access) -> Option<OpenedPolicy> {
        let entries = self.entries();
        entries.policies.get(&(policy_no, generation, access)).filter(|entry| entry.expires > Instant::now()).cloned()
    }

    pub(crate) fn failure(&self, policy_no: i64, generation: u32, access: Access) -> Option<EngineError> {
        let entries = self.entries();
        entries
            .failures
            .get(&(policy_no, generation, access))
            .filter(|(_, until)| *until > Instant::now())
            .map(|(error, _)| error.clone())
    }

    pub(crate) fn keep_policy(&self, epoch: i64, policy_no: i64, generation: u32, access: Access, opened: &OpenedPolicy) {
        let Some(mut entries) = self.entries_of(epoch) else { return };
        make_room(&mut entries.policies, POLICIES, |entry| entry.expires);
        entries.policies.insert((policy_no, generation, access), opened.clone());
        entries.failures.remove(&(policy_no, generation, access));
    }

    pub(crate) fn keep_failure(
        &self,
        epoch: i64,
        policy_no: i64,
        generation: u32,
        access: Access,
        error: &EngineError,
        lifetime: Duration,
    ) {
        let Some(mut entries) = self.entries_of(epoch) else { return };
        make_room(&mut entries.failures, POLICIES, |(_, until)| *until);
        entries.failures.insert((policy_no, generation, access), (error.clone(), Instant::now() + lifetime));
    }

    pub(crate) fn scope(&self, scope_no: i64, version: u32, access: Access) -> Option<Arc<ScopeSecret>> {
        let entries = self.entries();
        entries.scopes.get(&(scope_no, version, access)).filter(|entry| entry.expires > Instant::now()).cloned()
    }

    pub(crate) fn keep_scope(&self, epoch: i64, scope_no: i64, version: u32, access: Access, secret: &Arc<ScopeSecret>) {
        let Some(mut entries) = self.entries_of(epoch) else { return };
        make_room(&mut entries.scopes, SCOPES, |entry| entry.expires);
        entries.scopes.insert((scope_no, version, access), secret.clone());
    }
}
