//! Where the data functions get the keys of a scope from.

use crate::failure::Result;
use crate::handle::Kind;
use crate::table::Object;
use ckey_crypto::sealed::ScopeKey;
use ckey_crypto::{Backend, SecretKey};
use std::ops::Deref;
use std::sync::Arc;

/// The keys of one scope, under a lease. Each question is answered anew, so that a revoked key is not used.
pub(crate) trait Keys: Send + Sync + 'static {
    /// The scope's identifier, as headers name it.
    fn scope(&self) -> [u8; 16];
    fn backend(&self) -> Backend;
    /// The key that new objects are sealed under, with its version.
    fn newest(&self) -> Result<(u32, Borrowed)>;
    /// The key of a version that a header names.
    fn of_version(&self, version: u32) -> Result<Borrowed>;
}

/// A key in the hands of whoever holds it.
pub(crate) struct Borrowed(Box<dyn Deref<Target = SecretKey>>);

impl Borrowed {
    pub(crate) fn new(holder: impl Deref<Target = SecretKey> + 'static) -> Self {
        Self(Box::new(holder))
    }
}

/// What is behind a `ckey_scope`.
#[derive(Clone)]
pub(crate) struct Scope(Arc<dyn Keys>);

impl Object for Scope {
    const KIND: Kind = Kind::Scope;
}

impl Scope {
    pub(crate) fn new(keys: impl Keys) -> Self {
        Self(Arc::new(keys))
    }

    /// Runs `use_key` with the key that new objects are sealed under.
    pub(crate) fn with_newest<T>(&self, use_key: impl FnOnce(Backend, &ScopeKey<'_>) -> ckey_crypto::Result<T>) -> Result<T> {
        let (version, key) = self.0.newest()?;
        Ok(use_key(self.0.backend(), &ScopeKey { key: &key.0, scope: self.0.scope(), version })?)
    }

    /// Runs `use_key` with the key that sealed the object with this header.
    pub(crate) fn with_key_of<T>(
        &self,
        object: &[u8],
        use_key: impl FnOnce(Backend, &ScopeKey<'_>) -> ckey_crypto::Result<T>,
    ) -> Result<T> {
        let version = ckey_crypto::sealed::inspect(object)?.scope_version;
        let key = self.0.of_version(version)?;
        Ok(use_key(self.0.backend(), &ScopeKey { key: &key.0, scope: self.0.scope(), version })?)
    }
}
