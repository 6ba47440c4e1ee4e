//! Where the data functions get the keys of a scope from.

use crate::failure::Result;
use crate::handle::Kind;
use crate::limit::Limit;
use crate::table::Object;
use ckey_base::CancelToken;
use ckey_crypto::Backend;
use ckey_crypto::sealed::ScopeKey;
use ckey_engine::{LeaseView, LeasedKey, PolicyKind, ScopeLease};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// What is behind a `ckey_scope`: the keys of one scope, under a lease, and how long those who ask
/// for one wait. Each question is answered anew, so that a revoked key is not used.
#[derive(Clone)]
pub(crate) struct Scope {
    source: Source,
    limit: Option<Limit>,
}

#[derive(Clone)]
enum Source {
    Lease(Arc<LeaseView>),
    #[cfg(feature = "test-hooks")]
    Fixed(Arc<ckey_crypto::SecretKey>),
}

impl Object for Scope {
    const KIND: Kind = Kind::Scope;
    const IS_SHARED: bool = true;

    fn copy(&self) -> Option<Self> {
        let limit = self.limit.clone();
        Some(match &self.source {
            Source::Lease(view) => Self::leased(view.lease().clone(), limit),
            #[cfg(feature = "test-hooks")]
            Source::Fixed(key) => Self { source: Source::Fixed(Arc::clone(key)), limit },
        })
    }
}

/// A key in the hands of one call.
enum Key {
    Leased(Arc<LeasedKey>),
    #[cfg(feature = "test-hooks")]
    Fixed(Arc<ckey_crypto::SecretKey>),
}

impl Key {
    fn borrow(&self) -> ScopeKey<'_> {
        match self {
            Self::Leased(key) => key.as_scope_key(),
            #[cfg(feature = "test-hooks")]
            Self::Fixed(key) => ScopeKey { key, scope: [7; 16], version: 1, prepared: None },
        }
    }
}

impl Scope {
    pub(crate) fn leased(lease: Arc<ScopeLease>, limit: Option<Limit>) -> Self {
        Self { source: Source::Lease(Arc::new(LeaseView::of(lease))), limit }
    }

    #[cfg(feature = "test-hooks")]
    pub(crate) fn fixed(key: ckey_crypto::SecretKey) -> Self {
        Self { source: Source::Fixed(Arc::new(key)), limit: None }
    }

    /// The same scope under another limit.
    pub(crate) fn under(&self, limit: Limit) -> Self {
        Self { source: self.source.clone(), limit: Some(limit) }
    }

    fn backend(&self) -> Backend {
        match &self.source {
            Source::Lease(lease) => lease.backend(),
            #[cfg(feature = "test-hooks")]
            Source::Fixed(_) => Backend::default(),
        }
    }

    /// The key that new objects are sealed under, or the one of a version that a header names.
    fn key(&self, version: Option<u32>) -> Result<Key> {
        Ok(match &self.source {
            Source::Lease(lease) => Key::Leased(match &self.limit {
                Some(limit) => limit.run(|wait| lease.key_within(version, wait))?,
                None => lease.key_within(version, CancelToken::default)?,
            }),
            #[cfg(feature = "test-hooks")]
            Source::Fixed(key) => Key::Fixed(Arc::clone(key)),
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
        match &self.source {
            Source::Lease(lease) => {
                let scope = lease.lease().describe()?;
                Ok(json!({
                    "formatVersion": 1,
                    "scope": scope.name,
                    "kind": scope.kind,
                    "policy": scope.policy,
                    "policyKind": match scope.policy_kind {
                        PolicyKind::Service => "ServiceManaged",
                        PolicyKind::MultiWorkload => "MultiWorkload",
                        PolicyKind::Mailbox => "Mailbox",
                        PolicyKind::SharePoint => "SharePoint",
                    },
                    "isCustomerManaged": scope.is_customer_managed(),
                    "dataEncryptionPolicyId": scope.data_encryption_policy_id.map(|id| id.to_string()),
                    "leaseSeconds": scope.lease.as_secs(),
                    "warning": scope.warning(),
                }))
            }
            #[cfg(feature = "test-hooks")]
            Source::Fixed(_) => Ok(json!({ "formatVersion": 1, "kind": "Test" })),
        }
    }

    /// Runs `work` on the lease, with what ends its waits.
    fn on_lease<T>(
        &self,
        work: impl FnOnce(&ScopeLease, &CancelToken) -> ckey_engine::Result<T>,
    ) -> Result<T> {
        match &self.source {
            Source::Lease(view) => Ok(match &self.limit {
                Some(limit) => limit.run(|wait| work(view.lease(), &wait()))?,
                None => work(view.lease(), &CancelToken::default())?,
            }),
            #[cfg(feature = "test-hooks")]
            Source::Fixed(_) => Err(crate::status::Status::Refused.into()),
        }
    }

    /// How long a file of a site is.
    pub(crate) fn file_length(&self, id: Uuid) -> Result<u64> {
        self.on_lease(|lease, _| lease.file_length(id))
    }

    /// Reads a file of a site from an offset on.
    pub(crate) fn read_file(&self, id: Uuid, offset: u64, out: &mut [u8]) -> Result<usize> {
        self.on_lease(|lease, cancel| lease.read_file(id, offset, out, cancel))
    }

    /// Writes a part of a file of a site anew.
    pub(crate) fn write_file(&self, id: Uuid, offset: u64, data: &[u8]) -> Result<()> {
        self.on_lease(|lease, cancel| lease.write_file(id, offset, data, cancel))
    }

    /// Whether the key of a stream may still be used: a stream holds a lease like everything else.
    pub(crate) fn still_allows(&self, version: Option<u32>) -> Result<()> {
        self.key(version).map(drop)
    }
}
