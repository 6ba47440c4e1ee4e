//! Opening one generation of a policy.

use std::sync::Arc;
use std::time::Duration;

use ckey_base::CancelToken;
use ckey_crypto::{SecretKey, derive};
use ckey_store::model::{Generation, Policy, PolicyKind, PolicyWrap, WrapSlot};
use ckey_store::{SecretName, StateExt};
use ckey_vault::{VaultError, VaultErrorKind};
use serde_json::json;
use uuid::Uuid;

use super::Hierarchy;
use super::availability::{AvailabilityKey, WrapPlace};
use super::generation::commitment_context;
use super::race::first_success;
use super::roots::{RootFailure, await_turn, open_root};
use super::service::open_service_wrap;
use super::verdict::{Verdict, refused, unavailable};
use crate::error::{Category, EngineError, Result};
use crate::ground::{Access, OpenedPolicy, PolicyKek};
use crate::protection::may_recover;
use crate::record::{Actor, AuditEvent, Operation};

/// CustomerKeyServiceEncryption (rule 3.5).
const AVAILABILITY_RECORD: u32 = 69;

/// A policy generation as it is stored.
struct Stored {
    policy: Policy,
    generation: Generation,
    wraps: Vec<PolicyWrap>,
    /// Whether it is of a geo in recovery mode.
    recovers: bool,
}

impl Stored {
    fn wrap(&self, slot: WrapSlot) -> Result<&PolicyWrap> {
        self.wraps.iter().find(|wrap| wrap.slot == slot).ok_or_else(|| {
            let message = format!(
                "Generation {} of policy '{}' has no wrap {slot:?}.",
                self.generation.number, self.policy.name
            );
            EngineError::damaged(&self.policy.name, message)
        })
    }

    /// The wrap of one customer key. One that is missing fails this root alone.
    fn root_wrap(&self, slot: WrapSlot) -> std::result::Result<&PolicyWrap, RootFailure> {
        self.wrap(slot).map_err(|error| RootFailure {
            key_uri: format!("{slot:?} customer key"),
            error: VaultError::new(
                VaultErrorKind::Damaged,
                error.message,
                &self.policy.name,
                error.fix,
            ),
        })
    }

    /// Whether `key` is the one the generation was committed to (rule 8.1.2).
    fn holds(&self, key: &SecretKey) -> bool {
        derive::commitment(key, &commitment_context(&self.policy.guid, self.generation.number))
            .is_ok_and(|commitment| commitment == self.generation.commitment)
    }

    fn confirm(&self, key: SecretKey) -> Result<SecretKey> {
        if self.holds(&key) {
            return Ok(key);
        }
        let message = format!(
            "The key of policy '{}' that was unwrapped is not the one it was committed to.",
            self.policy.name
        );
        Err(EngineError::damaged(&self.policy.name, message))
    }
}

/// The error of who would open what a purge is ending.
fn purged(policy: &str) -> EngineError {
    EngineError::new(
        "PolicyPurged",
        Category::InvalidOperation,
        format!("The policy '{policy}' was deleted by a purge: nothing below it opens any more."),
        "There is no way back. Get-CustomerKeyPurge shows how far the purge has come.",
    )
    .about(policy)
}

impl Hierarchy<'_> {
    /// Whether a policy key is the one that a generation was committed to: for checks.
    pub(crate) fn confirm_policy_key(
        &self,
        policy: &Policy,
        generation: u32,
        key: &SecretKey,
    ) -> std::result::Result<(), String> {
        let stored =
            self.stored_generation(policy.no, generation).map_err(|error| error.message)?;
        stored
            .holds(key)
            .then_some(())
            .ok_or_else(|| "its key is not the one it was committed to".to_owned())
    }

    /// Whether a wrap that no customer key made opens and holds the right key: for checks.
    pub(crate) fn check_service_wrap(
        &self,
        policy: &Policy,
        wrap: &PolicyWrap,
    ) -> std::result::Result<(), String> {
        let open = || -> Result<SecretKey> {
            if wrap.slot == WrapSlot::ServiceRoot {
                return open_service_wrap(
                    self.ground.secrets(),
                    self.ground.backend(),
                    &self.ground.id(),
                    &policy.guid,
                    wrap,
                );
            }
            let gone = || EngineError::damaged(&policy.name, "Its availability key is missing.");
            let availability = AvailabilityKey::of(self.ground, policy)?.ok_or_else(gone)?;
            self.by_availability_key(&availability, policy, wrap)
        };
        let key = open().map_err(|error| error.message)?;
        self.confirm_policy_key(policy, wrap.generation, &key)
    }

    /// The key-encryption key of a policy generation: from the cache, or opened by one of its
    /// roots, or by the availability key where the rules allow it.
    pub(crate) fn open_policy(
        &self,
        policy_no: i64,
        generation: u32,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<OpenedPolicy> {
        let settings = self.ground.current_settings();
        // Before anything is read or asked: what is taken away meanwhile raises the epoch, and the
        // cache then refuses the key.
        let epoch = self.ground.epoch();
        if settings.cache_enabled {
            if let Some(opened) = self.ground.cache().policy(policy_no, generation, access) {
                return Ok(self.renewed(policy_no, generation, access, cancel, opened));
            }
            if let Some(error) = self.ground.cache().failure(policy_no, generation, access) {
                return Err(error);
            }
        }
        let stored = self.stored_generation(policy_no, generation)?;
        match self.unwrap_policy_key(&stored, access, cancel) {
            Ok(key) => {
                let opened = self.opened(&stored, &key)?;
                if settings.cache_enabled {
                    self.ground.cache().keep_policy(epoch, policy_no, generation, access, &opened);
                }
                Ok(opened)
            }
            Err(error) => {
                // A call that was stopped says nothing about the roots to the next caller.
                if settings.cache_enabled && !error.is_stopped() {
                    self.ground.cache().keep_failure(
                        epoch,
                        policy_no,
                        generation,
                        access,
                        &error,
                        settings.failure_cache,
                    );
                }
                Err(error)
            }
        }
    }

    /// An opened key, and until when it may be kept. That of SharePoint is kept long, and renewed
    /// from a twelfth of that before its end: 2 of 24 hours (rule 2.10).
    fn opened(&self, stored: &Stored, key: &SecretKey) -> Result<OpenedPolicy> {
        let settings = self.ground.current_settings();
        let lifetime = match stored.policy.kind {
            _ if !settings.cache_enabled => Duration::ZERO,
            PolicyKind::SharePoint => settings.site_cache,
            _ => settings.mailbox_cache,
        };
        let (kek, expires) =
            (Arc::new(self.policy_kek(stored, key)?), self.ground.clock.instant() + lifetime);
        let is_renewed = stored.policy.kind == PolicyKind::SharePoint;
        let renew = is_renewed.then(|| expires.checked_sub(lifetime / 12)).flatten();
        Ok(OpenedPolicy { kek, expires, renew })
    }

    /// A kept key that is due for it, opened anew. While that fails the kept one serves until its
    /// end, and one record tells of it (rule 2.10.1).
    fn renewed(
        &self,
        policy_no: i64,
        generation: u32,
        access: Access,
        cancel: &CancelToken,
        kept: OpenedPolicy,
    ) -> OpenedPolicy {
        if kept.renew.is_none_or(|from| from > self.ground.clock.instant())
            || self.ground.cache().failure(policy_no, generation, access).is_some()
        {
            return kept;
        }
        let epoch = self.ground.epoch();
        let anew = || {
            let stored = self.stored_generation(policy_no, generation)?;
            let key = self.unwrap_policy_key(&stored, access, cancel);
            key.and_then(|key| self.opened(&stored, &key))
        };
        match anew() {
            Ok(opened) => {
                self.ground.cache().keep_policy(epoch, policy_no, generation, access, &opened);
                opened
            }
            Err(error) if error.is_stopped() => kept,
            Err(error) => {
                let lifetime = self.ground.current_settings().failure_cache;
                let cache = self.ground.cache();
                if cache.is_first_failure(policy_no, generation) {
                    self.alert(policy_no, &error);
                }
                cache.keep_failure(epoch, policy_no, generation, access, &error, lifetime);
                kept
            }
        }
    }

    /// Tells the service's engineers, before it is too late. It is not the reader's to wait for.
    fn alert(&self, policy_no: i64, error: &EngineError) {
        let now = self.ground.now();
        let recorded = self.ground.state().commit(|writer| {
            let policy = crate::protection::policy_row(writer, policy_no)?;
            let details =
                json!({ "policy": policy.guid, "problem": error.id, "message": error.message });
            let mut event = AuditEvent::new(
                "Renewal of tenant intermediate key fails",
                "SharePoint",
                Actor::SERVICE,
                &policy.name,
                details,
            );
            "Failed".clone_into(&mut event.result);
            self.ground.chain().append(writer, now, &event)
        });
        if let Err(unrecorded) = recorded {
            tracing::warn!(id = unrecorded.id, "that a key could not be renewed is not recorded");
        }
    }

    fn stored_generation(&self, policy_no: i64, number: u32) -> Result<Stored> {
        self.ground.state().view(|reader| {
            let missing = || {
                EngineError::damaged(
                    "policy",
                    format!("Policy {policy_no} has no generation {number}, but keys are wrapped under it."),
                )
            };
            let policy = reader.policy(policy_no)?.ok_or_else(missing)?;
            if policy.is_deleted() {
                return Err(purged(&policy.name));
            }
            let generation = reader.generation(policy_no, number)?.ok_or_else(missing)?;
            if generation.destroyed.is_some() && number < policy.generation {
                return Err(EngineError::changed_meanwhile(&policy.name));
            }
            let recovers = may_recover(reader, &policy, self.ground.now())?;
            let wraps = reader.policy_wraps(policy_no, number)?;
            Ok(Stored { policy, generation, wraps, recovers })
        })
    }

    fn policy_kek(&self, stored: &Stored, key: &SecretKey) -> Result<PolicyKek> {
        let erasure = self.ground.secret(&SecretName::ErasureKey(stored.policy.guid))?;
        PolicyKek::new(
            self.ground.backend(),
            self.ground.id(),
            stored.policy.guid,
            stored.generation.number,
            key,
            &erasure,
        )
    }

    /// One root, then the other (rules 3.1.2, 3.1.3 and 3.1.4). Service-managed keys ask no vault.
    fn unwrap_policy_key(
        &self,
        stored: &Stored,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<SecretKey> {
        if stored.policy.kind == PolicyKind::Service {
            let key = open_service_wrap(
                self.ground.secrets(),
                self.ground.backend(),
                &self.ground.id(),
                &stored.policy.guid,
                stored.wrap(WrapSlot::ServiceRoot)?,
            )?;
            return stored.confirm(key);
        }
        if stored.policy.kind == PolicyKind::SharePoint {
            return self.race_roots(stored, access, cancel);
        }
        let mut failures: Vec<RootFailure> = Vec::with_capacity(2);
        for slot in self.root_order(&stored.policy, stored.generation.number)? {
            self.await_turns(stored, &[slot], access, cancel)?;
            match stored
                .root_wrap(slot)
                .and_then(|wrap| open_root(self.ground, &stored.policy, wrap, cancel))
            {
                Ok(key) => return stored.confirm(key),
                Err(failure) => failures.push(failure),
            }
        }
        self.without_roots(stored, access, &failures)
    }

    /// Lets work wait for its turn at roots; who reads asks at once.
    fn await_turns(
        &self,
        stored: &Stored,
        slots: &[WrapSlot],
        access: Access,
        cancel: &CancelToken,
    ) -> Result<()> {
        if access == Access::User {
            return Ok(());
        }
        // A wrap that is missing or damaged fails where it is asked.
        let wraps = slots.iter().filter_map(|slot| stored.root_wrap(*slot).ok());
        wraps.into_iter().try_for_each(|wrap| await_turn(self.ground, wrap, cancel))
    }

    /// What follows when neither root served.
    fn without_roots(
        &self,
        stored: &Stored,
        access: Access,
        failures: &[RootFailure],
    ) -> Result<SecretKey> {
        let policy = &stored.policy;
        match Verdict::for_policy(policy.kind, stored.recovers, failures, access) {
            Verdict::AvailabilityKey => self.fall_back(stored, access, failures),
            Verdict::Recovery => self.recovered(stored, failures),
            Verdict::Unavailable => Err(unavailable(
                &policy.name,
                failures,
                "SharePoint uses no availability key outside recovery mode",
            )),
            Verdict::Refuse => Err(refused(&policy.name, policy.kind, failures)),
            Verdict::Stopped => Err(stopped(policy)),
        }
    }

    fn by_availability_key(
        &self,
        availability: &AvailabilityKey,
        policy: &Policy,
        wrap: &PolicyWrap,
    ) -> Result<SecretKey> {
        let place = WrapPlace {
            backend: self.ground.backend(),
            tenant: &self.ground.id(),
            policy: &policy.guid,
            policy_no: policy.no,
            generation: wrap.generation,
        };
        availability.unwrap(place, wrap)
    }

    /// Both roots at once (rule 3.3.2). No availability key serves, whatever they answer, and
    /// whoever asks (rule 3.3.4), but in recovery mode (rule 3.3.5).
    fn race_roots(
        &self,
        stored: &Stored,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<SecretKey> {
        let slots = [WrapSlot::First, WrapSlot::Second];
        self.await_turns(stored, &slots, access, cancel)?;
        match first_success(
            self.ground,
            &stored.policy,
            slots.map(|slot| stored.root_wrap(slot)),
            cancel,
        ) {
            Ok(key) => stored.confirm(key),
            Err(failures) => self.without_roots(stored, access, &failures),
        }
    }

    /// By the availability key of the installation. No record tells of it (rule 3.5.3): that the
    /// mode was asked for is recorded.
    fn recovered(&self, stored: &Stored, failures: &[RootFailure]) -> Result<SecretKey> {
        let policy = &stored.policy;
        let Some(availability) = AvailabilityKey::of(self.ground, policy)? else {
            let why = "the availability key has been deleted";
            return Err(unavailable(&policy.name, failures, why));
        };
        let wrap = stored.wrap(WrapSlot::Availability)?;
        stored.confirm(self.by_availability_key(&availability, policy, wrap)?)
    }

    /// The key of a policy generation itself, opened by its roots: to wrap it anew.
    pub(crate) fn policy_key(
        &self,
        policy: &Policy,
        access: Access,
        cancel: &CancelToken,
    ) -> Result<SecretKey> {
        self.unwrap_policy_key(
            &self.stored_generation(policy.no, policy.generation)?,
            access,
            cancel,
        )
    }

    /// What wraps scope keys, opened by one root alone: to prove that its wrap serves.
    pub(crate) fn open_by(
        &self,
        policy: &Policy,
        slot: WrapSlot,
        cancel: &CancelToken,
    ) -> Result<PolicyKek> {
        let stored = self.stored_generation(policy.no, policy.generation)?;
        self.await_turns(&stored, &[slot], Access::Service, cancel)?;
        let opened = stored
            .root_wrap(slot)
            .and_then(|wrap| open_root(self.ground, policy, wrap, cancel))
            .map_err(|failure| refused(&policy.name, policy.kind, &[failure]))?;
        self.policy_kek(&stored, &stored.confirm(opened)?)
    }

    /// The root that is asked first is chosen at random (rule 3.1.2), or by the tenant's seed.
    fn root_order(&self, policy: &Policy, generation: u32) -> Result<[WrapSlot; 2]> {
        let [choice] = match self.ground.current_settings().seed {
            Some(seed) => {
                let text = format!("{seed}/{}/{generation}", policy.no);
                let [first, ..] = ckey_crypto::digest::sha256(text.as_bytes());
                [first]
            }
            None => ckey_crypto::random_array::<1>()?,
        };
        Ok(if choice & 1 == 0 {
            [WrapSlot::First, WrapSlot::Second]
        } else {
            [WrapSlot::Second, WrapSlot::First]
        })
    }

    /// Uses the availability key, once the audit record of its use (rules 3.5 and 3.5.1) is
    /// durable: if that cannot be written, the key is not used (rule 8.1.8). Without one the
    /// service is refused too (rule 3.2.1).
    fn fall_back(
        &self,
        stored: &Stored,
        access: Access,
        failures: &[RootFailure],
    ) -> Result<SecretKey> {
        let policy = &stored.policy;
        if self.ground.is_read_only() {
            return Err(unavailable(
                &policy.name,
                failures,
                "its availability key is not used where nothing can be recorded",
            ));
        }
        let Some(availability) = AvailabilityKey::of(self.ground, policy)? else {
            return Err(unavailable(
                &policy.name,
                failures,
                "its availability key has been deleted",
            ));
        };
        let key =
            self.by_availability_key(&availability, policy, stored.wrap(WrapSlot::Availability)?)?;
        let key = stored.confirm(key)?;
        let mut event = AuditEvent::new(
            "Fallback to Availability Key",
            if policy.kind == PolicyKind::Mailbox { "Exchange" } else { "DataAtRestEncryption" },
            Actor::SERVICE,
            &policy.name,
            json!({
                "PolicyId": policy.guid,
                "ScopeKeyVersionId": stored.generation.guid,
                "RequestId": Uuid::new_v4(),
                "OnBehalfOf": if access == Access::Service { "service" } else { "user" },
                "Roots": failures.iter().map(|failure| json!({ "Key": failure.key_uri, "Reason": failure.error.kind.name() })).collect::<Vec<_>>(),
            }),
        );
        event.record_type = Some(AVAILABILITY_RECORD);
        let now = self.ground.now();
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))?;
        if access == Access::User {
            Operation::warn(served(&policy.name, failures));
        }
        Ok(key)
    }
}

fn stopped(policy: &Policy) -> EngineError {
    EngineError::stopped("The call was stopped while it waited for a vault.")
        .about(policy.name.as_str())
}

/// What a user is told who reads or writes by the availability key (rule 8.1.11).
fn served(policy: &str, failures: &[RootFailure]) -> String {
    let roots: Vec<_> = failures
        .iter()
        .map(|failure| format!("{} ({})", failure.key_uri, failure.error.kind.name()))
        .collect();
    format!(
        "The availability key of '{policy}' served this, because no customer key answered: {}. It serves while the vaults are out, and each use is recorded: Search-CustomerKeyAudit -RecordType CustomerKeyServiceEncryption",
        roots.join("; ")
    )
}
