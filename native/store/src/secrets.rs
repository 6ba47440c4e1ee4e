//! The service's own secrets, apart from vaults and state in place, format and access path.

use std::path::Path;

use ckey_crypto::SecretKey;
use uuid::Uuid;

use crate::error::StoreError;

/// The name of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecretName {
    /// The availability key of a policy (AK21, RL22).
    AvailabilityKey(Uuid),
    /// The erasure key of a policy: half of what its scope keys are wrapped under.
    ErasureKey(Uuid),
    /// Wraps the service-managed policy's key.
    ServiceRoot,
    /// The MAC key of the audit chain.
    AuditChain,
    /// The seed of the key that signs the head of the audit chain.
    AuditSigning,
}

impl SecretName {
    /// The file name and the context under which the secret is sealed, such as `availability-<guid>`.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::AvailabilityKey(policy) => format!("availability-{policy}"),
            Self::ErasureKey(policy) => format!("erasure-{policy}"),
            Self::ServiceRoot => "service-root".to_owned(),
            Self::AuditChain => "audit-chain".to_owned(),
            Self::AuditSigning => "audit-signing".to_owned(),
        }
    }
}

/// A place for the service's secrets. What is put is durable when `put` returns.
pub trait SecretStore: Send + Sync {
    /// Stores a secret under a new name. A name that exists is a conflict.
    ///
    /// # Errors
    /// Conflict, full, read-only, input/output.
    fn put(&self, name: &SecretName, secret: &SecretKey) -> Result<(), StoreError>;
    /// A secret, or `None` where there is none (destroyed or never made).
    ///
    /// # Errors
    /// Damaged, input/output.
    fn get(&self, name: &SecretName) -> Result<Option<SecretKey>, StoreError>;
    /// Destroys a secret: overwritten, removed, its folder synced. Destroying what is not there succeeds.
    ///
    /// # Errors
    /// Read-only, input/output.
    fn destroy(&self, name: &SecretName) -> Result<(), StoreError>;
    /// All names.
    ///
    /// # Errors
    /// Input/output.
    fn names(&self) -> Result<Vec<SecretName>, StoreError>;
    /// Writes all secrets, sealed as they are, to a file of their own.
    ///
    /// # Errors
    /// Input/output.
    fn backup(&self, destination: &Path) -> Result<(), StoreError>;
}
