//! A lease on a scope: what programs seal and open their own data with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use ckey_crypto::sealed::ScopeKey;
use ckey_crypto::{Backend, EncryptionContext, SecretBytes, sealed};
use ckey_store::model::{Scope, ScopeWrap};
use ckey_vault::CancelToken;

use super::ScopeSelector;
use crate::error::{Category, EngineError, Result};
use crate::hierarchy::{Access, ScopeSecret};
use crate::tenant::Tenant;

#[derive(Default)]
struct Held {
    epoch: i64,
    newest: Option<(u32, Arc<ScopeSecret>)>,
    older: HashMap<u32, Arc<ScopeSecret>>,
}

/// A lease on a mailbox, workload or application scope. It lasts as long as an opened key may be cached and is renewed by itself through
/// the read path: when the customer keys refuse then, sealing and opening end with that error. A raised key epoch ends it within 10 ms.
pub struct ScopeLease {
    tenant: Arc<Tenant>,
    scope: Scope,
    held: Mutex<Held>,
}

/// A key of a scope, for as long as it is held.
#[derive(Clone)]
pub struct LeasedKey {
    scope: [u8; 16],
    version: u32,
    secret: Arc<ScopeSecret>,
}

impl LeasedKey {
    /// The key as the sealed-object format takes it.
    #[must_use]
    pub fn as_scope_key(&self) -> ScopeKey<'_> {
        ScopeKey { key: &self.secret.key, scope: self.scope, version: self.version }
    }
}

impl Tenant {
    /// Opens a scope for sealing and opening. An application scope is made on first use.
    ///
    /// # Errors
    /// `MailboxNotFound`, `WorkloadNotFound`, `ScopeNameInvalid`; `CustomerKeyAccessDenied` and `CustomerKeyUnavailable` when the policy
    /// key cannot be opened.
    pub fn open_scope(self: &Arc<Self>, selector: &ScopeSelector) -> Result<Arc<ScopeLease>> {
        self.sync()?;
        let scope = self.find_scope(selector)?;
        let lease = Arc::new(ScopeLease { tenant: self.clone(), scope, held: Mutex::default() });
        lease.seal_key()?;
        Ok(lease)
    }
}

impl ScopeLease {
    /// The scope's GUID, as it stands in the header of every object sealed here.
    #[must_use]
    pub const fn scope(&self) -> [u8; 16] {
        *self.scope.guid.as_bytes()
    }

    /// The cryptographic backend.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.tenant.backend()
    }

    /// The newest key: the one that seals.
    ///
    /// # Errors
    /// Those of [`Tenant::open_scope`] when the lease is renewed.
    pub fn seal_key(&self) -> Result<LeasedKey> {
        let epoch = self.tenant.sync_recent()?;
        let mut held = self.held(epoch);
        if let Some((version, secret)) = &held.newest
            && secret.expires > Instant::now()
        {
            return Ok(self.leased(*version, secret.clone()));
        }
        let wraps = self.tenant.wraps_of(&self.scope)?;
        let newest = wraps.first().ok_or_else(|| EngineError::damaged(&self.scope.name, "The scope has no key."))?;
        let secret = self.open(newest)?;
        held.newest = Some((newest.version, secret.clone()));
        Ok(self.leased(newest.version, secret))
    }

    /// The key of the version that an object's header names.
    ///
    /// # Errors
    /// `ScopeKeyVersionUnknown`; those of [`Tenant::open_scope`] when the lease is renewed.
    pub fn open_key(&self, version: u32) -> Result<LeasedKey> {
        let epoch = self.tenant.sync_recent()?;
        let mut held = self.held(epoch);
        let fresh = |secret: &&Arc<ScopeSecret>| secret.expires > Instant::now();
        let newest = held.newest.as_ref().filter(|(newest, _)| *newest == version).map(|(_, secret)| secret);
        if let Some(secret) = newest.or_else(|| held.older.get(&version)).filter(fresh) {
            return Ok(self.leased(version, secret.clone()));
        }
        let wraps = self.tenant.wraps_of(&self.scope)?;
        let wrap = wraps.iter().find(|wrap| wrap.version == version).ok_or_else(|| {
            EngineError::new(
                "ScopeKeyVersionUnknown",
                Category::ObjectNotFound,
                format!("'{}' has no key of version {version}, which this object was sealed with.", self.scope.name),
                "The object is of another scope or tenant, or its header is damaged.",
            )
            .about(self.scope.name.as_str())
        })?;
        let secret = self.open(wrap)?;
        held.older.insert(version, secret.clone());
        Ok(self.leased(version, secret))
    }

    /// Seals one whole object with the newest key.
    ///
    /// # Errors
    /// Those of [`ScopeLease::seal_key`].
    pub fn seal(&self, context: &EncryptionContext, plaintext: &[u8]) -> Result<Vec<u8>> {
        Ok(sealed::seal(self.backend(), &self.seal_key()?.as_scope_key(), context, plaintext)?)
    }

    /// Opens one whole object.
    ///
    /// # Errors
    /// Those of [`ScopeLease::open_key`]; the stage at which the object was refused.
    pub fn unseal(&self, context: &EncryptionContext, object: &[u8]) -> Result<SecretBytes> {
        let header = sealed::inspect(object)?;
        Ok(sealed::open(self.backend(), &self.open_key(header.scope_version)?.as_scope_key(), context, object)?)
    }

    fn leased(&self, version: u32, secret: Arc<ScopeSecret>) -> LeasedKey {
        LeasedKey { scope: self.scope(), version, secret }
    }

    fn held(&self, epoch: i64) -> std::sync::MutexGuard<'_, Held> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.epoch != epoch {
            *held = Held { epoch, ..Held::default() };
        }
        held
    }

    fn open(&self, wrap: &ScopeWrap) -> Result<Arc<ScopeSecret>> {
        self.tenant.open_scope_key(&self.scope, wrap, Access::User, &CancelToken::default())
    }
}
