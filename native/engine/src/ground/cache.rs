//! Opened policy and scope keys, kept for a bounded time (rule 2.10) and in bounded number. They
//! are secrets on the heap and wiped when dropped. The time is the tenant's clock's, so a rehearsal
//! that moves it sees them end.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::keys::{PolicyKek, ScopeSecret};
use crate::clock::TenantClock;
use crate::error::EngineError;

/// For whom a key was opened. What an availability key opened for the service alone never serves a
/// user (rule 8.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Access {
    /// Anyone who calls through a cmdlet or the C ABI.
    User,
    /// Built-in jobs.
    Service,
}

/// A policy key, opened, and until when it may be used, by [`TenantClock::instant`].
#[derive(Clone)]
pub(crate) struct OpenedPolicy {
    pub(crate) kek: Arc<PolicyKek>,
    pub(crate) expires: Instant,
    /// From when on whoever uses it tries to open it anew, where it is renewed at all.
    pub(crate) renew: Option<Instant>,
}

type PolicySlot = (i64, u32, Access);
type ScopeSlot = (Uuid, u32, Access);

/// At most so many opened policy generations, failures, and scope keys.
const POLICIES: usize = 256;
const SCOPES: usize = 8192;

#[derive(Default)]
struct Entries {
    /// The key epoch that the entries were opened at; what was opened at another one is not kept.
    epoch: i64,
    policies: HashMap<PolicySlot, OpenedPolicy>,
    failures: HashMap<PolicySlot, (EngineError, Instant)>,
    /// Kept keys whose renewal fails.
    failing: HashSet<(i64, u32)>,
    scopes: HashMap<ScopeSlot, Arc<ScopeSecret>>,
}

/// The caches of one open tenant.
#[derive(Default)]
pub(crate) struct KeyCache {
    clock: Arc<TenantClock>,
    entries: Mutex<Entries>,
}

/// Makes room for one more: what has expired goes, and when all is fresh an eighth of it. Which
/// eighth does not matter: an order of use would cost every read a write, and a key that went is
/// opened again. An eighth, so that a full cache is not searched for every key that comes.
fn make_room<K: Hash + Eq + Clone, V>(
    map: &mut HashMap<K, V>,
    limit: usize,
    now: Instant,
    expires: impl Fn(&V) -> Instant,
) {
    if map.len() < limit {
        return;
    }
    map.retain(|_, value| expires(value) > now);
    if map.len() >= limit {
        let victims: Vec<K> = map.keys().take(limit / 8).cloned().collect();
        for victim in &victims {
            map.remove(victim);
        }
    }
}

impl KeyCache {
    /// An empty one, whose time is that of `clock`.
    pub(crate) fn of(clock: &Arc<TenantClock>) -> Self {
        Self { clock: clock.clone(), ..Self::default() }
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops everything, and takes only what is opened at `epoch` from now on.
    pub(crate) fn begin(&self, epoch: i64) {
        *self.entries() = Entries { epoch, ..Entries::default() };
    }

    /// Keeps what was opened at the epoch `from` for the epoch `to`: nothing else happened between
    /// them than that the clock moved.
    pub(crate) fn go_on(&self, from: i64, to: i64) {
        let mut entries = self.entries();
        if entries.epoch == from {
            entries.epoch = to;
        } else {
            *entries = Entries { epoch: to, ..Entries::default() };
        }
    }

    /// The entries, if they are those of `epoch`. A key that was opened before the epoch changed
    /// may be one that was just taken away: it is used once and not kept.
    fn entries_of(&self, epoch: i64) -> Option<std::sync::MutexGuard<'_, Entries>> {
        Some(self.entries()).filter(|entries| entries.epoch == epoch)
    }

    pub(crate) fn policy(
        &self,
        policy_no: i64,
        generation: u32,
        access: Access,
    ) -> Option<OpenedPolicy> {
        let entries = self.entries();
        entries
            .policies
            .get(&(policy_no, generation, access))
            .filter(|entry| entry.expires > self.clock.instant())
            .cloned()
    }

    pub(crate) fn failure(
        &self,
        policy_no: i64,
        generation: u32,
        access: Access,
    ) -> Option<EngineError> {
        let entries = self.entries();
        entries
            .failures
            .get(&(policy_no, generation, access))
            .filter(|(_, until)| *until > self.clock.instant())
            .map(|(error, _)| error.clone())
    }

    pub(crate) fn keep_policy(
        &self,
        epoch: i64,
        policy_no: i64,
        generation: u32,
        access: Access,
        opened: &OpenedPolicy,
    ) {
        let Some(mut entries) = self.entries_of(epoch) else { return };
        make_room(&mut entries.policies, POLICIES, self.clock.instant(), |entry| entry.expires);
        entries.policies.insert((policy_no, generation, access), opened.clone());
        // A root that answers again must not be held off by what it answered before.
        entries.failures.remove(&(policy_no, generation, access));
        entries.failing.remove(&(policy_no, generation));
    }

    /// Notes that a kept key could not be renewed; whether it could until now.
    pub(crate) fn is_first_failure(&self, policy_no: i64, generation: u32) -> bool {
        self.entries().failing.insert((policy_no, generation))
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
        make_room(&mut entries.failures, POLICIES, self.clock.instant(), |(_, until)| *until);
        let until = self.clock.instant() + lifetime;
        entries.failures.insert((policy_no, generation, access), (error.clone(), until));
    }

    /// By the scope's GUID: the number of one that was destroyed is given again.
    pub(crate) fn scope(
        &self,
        scope: Uuid,
        version: u32,
        access: Access,
    ) -> Option<Arc<ScopeSecret>> {
        let entries = self.entries();
        entries
            .scopes
            .get(&(scope, version, access))
            .filter(|entry| entry.expires > self.clock.instant())
            .cloned()
    }

    pub(crate) fn keep_scope(
        &self,
        epoch: i64,
        scope: Uuid,
        version: u32,
        access: Access,
        secret: &Arc<ScopeSecret>,
    ) {
        let Some(mut entries) = self.entries_of(epoch) else { return };
        make_room(&mut entries.scopes, SCOPES, self.clock.instant(), |entry| entry.expires);
        entries.scopes.insert((scope, version, access), secret.clone());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ckey_crypto::{Backend, SecretKey};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn ago(duration: Duration) -> Instant {
        Instant::now().checked_sub(duration).unwrap()
    }

    fn opened(expires: Instant) -> OpenedPolicy {
        let key = SecretKey::generate().unwrap();
        let kek = PolicyKek::new(Backend::AwsLc, Uuid::nil(), Uuid::nil(), 1, &key, &key).unwrap();
        OpenedPolicy { kek: Arc::new(kek), expires, renew: None }
    }

    fn secret(expires: Instant) -> Arc<ScopeSecret> {
        Arc::new(ScopeSecret::new(SecretKey::generate().unwrap(), expires))
    }

    fn error() -> EngineError {
        EngineError::damaged("x", "x")
    }

    /// What the cache gives out for one place: a policy, a failure, a scope key.
    fn held(cache: &KeyCache, access: Access) -> [bool; 3] {
        [
            cache.policy(1, 1, access).is_some(),
            cache.failure(1, 1, access).is_some(),
            cache.scope(Uuid::nil(), 1, access).is_some(),
        ]
    }

    /// Rule 8.1.9.
    #[test]
    fn what_is_kept_serves_until_it_expires_and_only_whom_it_was_opened_for() {
        let cache = KeyCache::default();
        cache.keep_policy(0, 1, 1, Access::Service, &opened(Instant::now() + HOUR));
        cache.keep_failure(0, 1, 1, Access::Service, &error(), HOUR);
        cache.keep_scope(0, Uuid::nil(), 1, Access::Service, &secret(Instant::now() + HOUR));
        assert_eq!(held(&cache, Access::Service), [true; 3]);
        assert_eq!(held(&cache, Access::User), [false; 3]);
        cache.keep_policy(0, 1, 1, Access::Service, &opened(ago(HOUR)));
        cache.keep_failure(0, 1, 1, Access::Service, &error(), Duration::ZERO);
        cache.keep_scope(0, Uuid::nil(), 1, Access::Service, &secret(ago(HOUR)));
        assert_eq!(held(&cache, Access::Service), [false; 3]);
    }

    #[test]
    fn a_key_that_opens_ends_what_is_remembered_of_a_failure() {
        let cache = KeyCache::default();
        cache.keep_failure(0, 1, 1, Access::User, &error(), HOUR);
        cache.keep_policy(0, 1, 1, Access::User, &opened(Instant::now() + HOUR));
        assert_eq!(held(&cache, Access::User), [true, false, false]);
    }

    #[test]
    fn a_new_epoch_drops_everything_and_what_was_opened_at_the_old_one_is_not_kept() {
        let cache = KeyCache::default();
        let keep = |epoch| {
            cache.keep_policy(epoch, 1, 1, Access::User, &opened(Instant::now() + HOUR));
            cache.keep_scope(epoch, Uuid::nil(), 1, Access::User, &secret(Instant::now() + HOUR));
        };
        keep(0);
        cache.begin(7);
        assert_eq!(held(&cache, Access::User), [false; 3]);
        keep(0);
        cache.keep_failure(0, 1, 1, Access::User, &error(), HOUR);
        assert_eq!(held(&cache, Access::User), [false; 3]);
        keep(7);
        assert_eq!(held(&cache, Access::User), [true, false, true]);
    }

    #[test]
    fn a_clock_that_moves_ends_what_its_new_time_ends_and_nothing_else() {
        let clock = Arc::new(TenantClock::default());
        let cache = KeyCache::of(&clock);
        cache.keep_policy(0, 1, 1, Access::User, &opened(clock.instant() + HOUR));
        cache.keep_failure(0, 1, 1, Access::Service, &error(), HOUR);
        cache.keep_scope(0, Uuid::nil(), 1, Access::User, &secret(clock.instant() + HOUR));
        clock.set_offset(3590);
        cache.go_on(0, 1);
        assert_eq!(held(&cache, Access::User), [true, false, true]);
        assert_eq!(held(&cache, Access::Service), [false, true, false]);
        clock.set_offset(3600);
        assert_eq!(held(&cache, Access::User), [false; 3]);
        assert_eq!(held(&cache, Access::Service), [false; 3]);
    }

    #[test]
    fn a_cache_of_another_epoch_than_the_clock_moved_at_is_dropped() {
        let cache = KeyCache::default();
        cache.keep_scope(0, Uuid::nil(), 1, Access::User, &secret(Instant::now() + HOUR));
        cache.go_on(1, 2);
        assert_eq!(held(&cache, Access::User), [false; 3]);
        cache.keep_scope(2, Uuid::nil(), 1, Access::User, &secret(Instant::now() + HOUR));
        assert_eq!(held(&cache, Access::User), [false, false, true]);
    }

    #[test]
    fn a_full_cache_lets_go_of_what_has_expired_or_else_of_an_eighth() {
        let (fresh, expired) = (Instant::now() + HOUR, ago(HOUR));
        let left = |fresh_ones: usize, expired_ones: usize| {
            let times = std::iter::repeat_n(fresh, fresh_ones)
                .chain(std::iter::repeat_n(expired, expired_ones));
            let mut map: HashMap<usize, Instant> = times.enumerate().collect();
            make_room(&mut map, 16, Instant::now(), |expires| *expires);
            (
                map.values().filter(|expires| **expires == fresh).count(),
                map.values().filter(|expires| **expires == expired).count(),
            )
        };
        assert_eq!(left(10, 5), (10, 5), "there is room");
        assert_eq!(left(10, 6), (10, 0));
        assert_eq!(left(16, 0), (14, 0));
        assert_eq!(left(17, 3), (15, 0));
    }
}
