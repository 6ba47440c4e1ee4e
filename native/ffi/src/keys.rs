//! Where the data functions get the keys of a scope from.

use crate::failure::Result;
use crate::handle::Kind;
use crate::table::Object;
use ckey_crypto::Backend;
use ckey_crypto::sealed::ScopeKey;
use ckey_engine::{LeasedKey, PolicyKind, ScopeLease};
use serde_json::{Value, json};
use std::sync::Arc;

/// What is behind a `ckey_scope`: the keys of one scope, under a lease. Each question is answered
/// anew, so that a revoked key is not used.
#[derive(Clone)]
pub(crate) enum Scope {
    Lease(Arc<ScopeLease>),
    #[cfg(feature = "test-hooks")]
    Fixed(Arc<ckey_crypto::SecretKey>),
}

impl Object for Scope {
    const KIND: Kind = Kind::Scope;
}

/// A key in the hands of one call.
enum Key {
    Leased(LeasedKey),
    #[cfg(feature = "test-hooks")]
    Fixed(Arc<ckey_crypto::SecretKey>),
}

impl Key {
    fn borrow(&self) -> ScopeKey<'_> {
        match self {
            Self::Leased(key) => key.as_scope_key(),
            #[cfg(feature = "test-hooks")]
            Self::Fixed(key) => ScopeKey { key, scope: [7; 16], version: 1 },
        }
    }
}

impl Scope {
    fn backend(&self) -> Backend {
        match self {
            Self::Lease(lease) => lease.backend(),
            #[cfg(feature = "test-hooks")]
            Self::Fixed(_) => Backend::default(),
        }
    }

    /// The key that new objects are sealed under, or the one of a version that a header names.
    fn key(&self, version: Option<u32>) -> Result<Key> {
        Ok(match self {
            Self::Lease(lease) => Key::Leased(
                version.map_or_else(|| lease.seal_key(), |version| lease.open_key(version))?,
            ),
            #[cfg(feature = "test-hooks")]
            Self::Fixed(key) => Key::Fixed(Arc::clone(key)),
        })
    }

    /// Runs `run` with the key that new objects are sealed under.
    pub(crate) fn with_newest<T>(
        &self,
        run: impl FnOnce(Backend, &ScopeKey<'_>) -> ckey_crypto::Result<T>,
    ) -> Result<T> {
        Ok(run(self.backend(), &self.key(None)?.borrow())?)
    }

    /// Runs `run` with the key that sealed the object with this header.
    pub(crate) fn with_key_of<T>(
        &self,
        object: &[u8],
        run: impl FnOnce(Backend, &ScopeKey<'_>) -> ckey_crypto::Result<T>,
    ) -> Result<T> {
        let version = ckey_crypto::sealed::inspect(object)?.scope_version;
        Ok(run(self.backend(), &self.key(Some(version))?.borrow())?)
    }

    /// What protects the scope, as a JSON document.
    pub(crate) fn describe(&self) -> Result<Value> {
        match self {
            Self::Lease(lease) => {
                let scope = lease.describe()?;
                Ok(json!({
                    "formatVersion": 1,
                    "scope": scope.name,
                    "kind": scope.kind,
                    "policy": scope.policy,
                    "policyKind": match scope.policy_kind {
                        PolicyKind::Service => "ServiceManaged",
                        PolicyKind::MultiWorkload => "MultiWorkload",
                        PolicyKind::Mailbox => "Mailbox",
                    },
                    "isCustomerManaged": scope.is_customer_managed(),
                    "dataEncryptionPolicyId": scope.data_encryption_policy_id.map(|id| id.to_string()),
                    "leaseSeconds": scope.lease.as_secs(),
                    "warning": scope.warning(),
                }))
            }
            #[cfg(feature = "test-hooks")]
            Self::Fixed(_) => Ok(json!({ "formatVersion": 1, "kind": "Test" })),
        }
    }

    /// Whether the key of a stream may still be used: a stream holds a lease like everything else.
    pub(crate) fn still_allows(&self, version: Option<u32>) -> Result<()> {
        self.key(version).map(drop)
    }
}
