//! A lease on a scope: what programs seal and open their own data with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use ckey_base::{CancelToken, Cancelled};
use ckey_crypto::sealed::ScopeKey;
use ckey_crypto::{Backend, EncryptionContext, SecretBytes, sealed};
use ckey_store::model::{Scope, ScopeWrap};

use super::Items;
use super::view::Views;
use crate::error::{Category, EngineError, Result};
use crate::ground::{Access, Grounded, ScopeSecret};
use crate::hierarchy::Hierarchy;
use crate::protection::ScopeSelector;
use crate::workloads::Workloads;

/// How soon who waits for a key that another thread asks for sees that it is there.
const LOOK: Duration = Duration::from_millis(2);

/// The keys that are held, and who asks for one. Its lock is held for a moment only, never while a
/// vault is asked.
#[derive(Default)]
struct Held {
    epoch: i64,
    newest: Option<u32>,
    keys: HashMap<u32, Arc<ScopeSecret>>,
    asking: HashMap<Option<u32>, Arc<Mutex<()>>>,
}

impl Held {
    /// The key of a version (the newest where none is given) if it is held and fresh, else the turn
    /// to ask for it.
    fn look(
        &mut self,
        version: Option<u32>,
        now: Instant,
    ) -> std::result::Result<(u32, Arc<ScopeSecret>), Arc<Mutex<()>>> {
        let held = version
            .or(self.newest)
            .and_then(|version| Some((version, self.keys.get(&version)?.clone())));
        match held.filter(|(_, secret)| secret.expires > now) {
            Some(held) => Ok(held),
            None => Err(self.asking.entry(version).or_default().clone()),
        }
    }

    /// Gives up a turn that nobody else waits for: headers may name versions without end.
    fn forget(&mut self, version: Option<u32>, asking: &Arc<Mutex<()>>) {
        if self
            .asking
            .get(&version)
            .is_some_and(|turn| Arc::ptr_eq(turn, asking) && Arc::strong_count(turn) <= 2)
        {
            self.asking.remove(&version);
        }
    }

    fn keep(&mut self, newest: bool, version: u32, secret: &Arc<ScopeSecret>) {
        if newest {
            self.newest = Some(version);
        }
        self.keys.insert(version, secret.clone());
    }
}

/// A lease on a mailbox, workload or application scope. It lasts as long as an opened key may be
/// cached and is renewed by itself through the read path: when the customer keys refuse then,
/// sealing and opening end with that error. A raised key epoch ends it within 10 ms, and so does a
/// tenant that was moved, removed or replaced.
pub struct ScopeLease {
    pub(super) tenant: Arc<dyn Grounded>,
    pub(super) scope: Scope,
    held: Mutex<Held>,
    /// What those who use it often keep near them.
    pub(super) views: Views,
    /// Why there is no record of its opening, where there is none.
    pub(super) unrecorded: OnceLock<String>,
}

/// A key of a scope, for as long as it is held.
#[derive(Clone)]
pub struct LeasedKey {
    scope: [u8; 16],
    version: u32,
    secret: Arc<ScopeSecret>,
    backend: Backend,
}

impl LeasedKey {
    /// The key as the sealed-object format takes it.
    #[must_use]
    pub fn as_scope_key(&self) -> ScopeKey<'_> {
        ScopeKey {
            key: &self.secret.key,
            scope: self.scope,
            version: self.version,
            prepared: self.secret.prepared(self.backend),
        }
    }

    pub(super) const fn version(&self) -> u32 {
        self.version
    }

    pub(super) fn expires(&self) -> Instant {
        self.secret.expires
    }
}

impl Items<'_> {
    /// Opens a scope for sealing and opening. An application scope is made on first use.
    ///
    /// # Errors
    /// `MailboxNotFound`, `WorkloadNotFound`, `ScopeNameInvalid`; `CustomerKeyAccessDenied` and
    /// `CustomerKeyUnavailable` when the policy key cannot be opened; `Stopped`.
    pub(crate) fn open_scope(
        self,
        keep: Arc<dyn Grounded>,
        selector: &ScopeSelector,
        cancel: &CancelToken,
    ) -> Result<Arc<ScopeLease>> {
        self.ground.sync()?;
        let scope = Workloads::of(self.ground).find_scope(selector, cancel)?;
        let lease = Arc::new(ScopeLease {
            tenant: keep,
            scope,
            held: Mutex::default(),
            views: Views::default(),
            unrecorded: OnceLock::new(),
        });
        lease.key_within(None, || cancel.clone())?;
        Ok(lease)
    }
}

impl ScopeLease {
    /// The scope's GUID, as it stands in the header of every object sealed here.
    #[must_use]
    pub const fn scope(&self) -> [u8; 16] {
        *self.scope.guid.as_bytes()
    }

    /// Its opening could not be recorded, for this reason.
    pub(super) fn is_unrecorded(&self, why: String) {
        let _ = self.unrecorded.set(why);
    }

    /// The cryptographic backend.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.tenant.ground().backend()
    }

    /// The newest key: the one that seals.
    ///
    /// # Errors
    /// Those of [`crate::Tenant::open_scope`] when the lease is renewed.
    pub fn seal_key(&self) -> Result<LeasedKey> {
        self.key_within(None, CancelToken::default)
    }

    /// The key of the version that an object's header names.
    ///
    /// # Errors
    /// `ScopeKeyVersionUnknown`; those of [`crate::Tenant::open_scope`] when the lease is renewed.
    pub fn open_key(&self, version: u32) -> Result<LeasedKey> {
        self.key_within(Some(version), CancelToken::default)
    }

    /// The key of a version, the newest where none is given. While one thread asks the vaults for
    /// it, those who want the same key wait; those who hold another one go on. `cancel` is asked
    /// for where somebody has to wait, and ends that.
    ///
    /// # Errors
    /// Those of [`ScopeLease::open_key`]; `Stopped`, which says nothing about the keys.
    pub fn key_within(
        &self,
        version: Option<u32>,
        cancel: impl FnOnce() -> CancelToken,
    ) -> Result<LeasedKey> {
        let epoch = self.tenant.ground().sync_recent()?;
        let asking = match self.held(epoch).look(version, self.now()) {
            Ok((version, secret)) => return Ok(self.leased(version, secret)),
            Err(asking) => asking,
        };
        let found = self.ask(version, &asking, &cancel());
        self.held(epoch).forget(version, &asking);
        found
    }

    /// What the ends of keys are compared with.
    fn now(&self) -> Instant {
        self.tenant.ground().clock.instant()
    }

    /// Opens a key unless another thread has done so while this one waited for its turn.
    fn ask(
        &self,
        version: Option<u32>,
        turn: &Mutex<()>,
        cancel: &CancelToken,
    ) -> Result<LeasedKey> {
        let _turn = self.wait_for(turn, cancel)?;
        let epoch = self.tenant.ground().sync_recent()?;
        if let Ok((version, secret)) = self.held(epoch).look(version, self.now()) {
            return Ok(self.leased(version, secret));
        }
        let wrap = &match version {
            None => Hierarchy::of(self.tenant.ground()).newest_wrap(&self.scope)?,
            Some(version) => {
                let keys = Workloads::of(self.tenant.ground()).keys_of(&self.scope)?;
                keys.of_version(version).cloned().ok_or_else(|| self.unknown(version))?
            }
        };
        let secret = self.open(wrap, cancel)?;
        let mut held = self.held(epoch);
        // What was opened before the caches were dropped is not kept beyond that.
        if held.epoch == epoch {
            held.keep(version.is_none(), wrap.version, &secret);
            self.views.clear();
        }
        Ok(self.leased(wrap.version, secret))
    }

    /// The turn to ask, once whoever has it is done.
    fn wait_for<'a>(
        &self,
        turn: &'a Mutex<()>,
        cancel: &CancelToken,
    ) -> Result<std::sync::MutexGuard<'a, ()>> {
        loop {
            match turn.try_lock() {
                Ok(turn) => return Ok(turn),
                Err(TryLockError::Poisoned(turn)) => return Ok(turn.into_inner()),
                Err(TryLockError::WouldBlock) => cancel.sleep(LOOK).map_err(|Cancelled| {
                    EngineError::stopped("The call was stopped while another one asked the vaults.")
                        .about(self.scope.name.as_str())
                })?,
            }
        }
    }

    fn unknown(&self, version: u32) -> EngineError {
        EngineError::new(
            "ScopeKeyVersionUnknown",
            Category::ObjectNotFound,
            format!(
                "'{}' has no key of version {version}, which this object was sealed with.",
                self.scope.name
            ),
            "The object is of another scope or tenant, or its header is damaged.",
        )
        .about(self.scope.name.as_str())
    }

    /// Seals one whole object with the newest key.
    ///
    /// # Errors
    /// Those of [`ScopeLease::seal_key`].
    pub fn seal(&self, context: &EncryptionContext, plaintext: &[u8]) -> Result<Vec<u8>> {
        Ok(sealed::seal(
            self.tenant.ground().backend(),
            &self.seal_key()?.as_scope_key(),
            context,
            plaintext,
        )?)
    }

    /// Opens one whole object.
    ///
    /// # Errors
    /// Those of [`ScopeLease::open_key`]; the stage at which the object was refused.
    pub fn unseal(&self, context: &EncryptionContext, object: &[u8]) -> Result<SecretBytes> {
        let header = sealed::inspect(object)?;
        Ok(sealed::open(
            self.tenant.ground().backend(),
            &self.open_key(header.scope_version)?.as_scope_key(),
            context,
            object,
        )?)
    }

    fn leased(&self, version: u32, secret: Arc<ScopeSecret>) -> LeasedKey {
        LeasedKey { scope: self.scope(), version, secret, backend: self.backend() }
    }

    fn held(&self, epoch: i64) -> std::sync::MutexGuard<'_, Held> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.epoch < epoch {
            *held = Held { epoch, ..Held::default() };
            self.views.clear();
        }
        held
    }

    fn open(&self, wrap: &ScopeWrap, cancel: &CancelToken) -> Result<Arc<ScopeSecret>> {
        Hierarchy::of(self.tenant.ground()).open_scope_key(&self.scope, wrap, Access::User, cancel)
    }
}
