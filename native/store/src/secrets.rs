//! The service's own secrets, apart from vaults and state in place, format and access path.

use std::path::Path;

use ckey_crypto::SecretKey;
use uuid::Uuid;

use crate::error::StoreError;

/// The name of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecretName {
    /// The availability key of a policy (rule 2.1.1).
    AvailabilityKey(Uuid),
    /// The erasure key of a policy: half of what its scope keys are wrapped under.
    ErasureKey(Uuid),
    /// Seals the availability key of the SharePoint service installation.
    StoreKey(Uuid),
    /// Wraps the service-managed policy's key.
    ServiceRoot,
    /// The MAC key of the audit chain.
    AuditChain,
    /// The seed of the key that signs the head of the audit chain.
    AuditSigning,
}

impl SecretName {
    /// The name that has this label, if any does.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        let name = match label {
            "service-root" => Self::ServiceRoot,
            "audit-chain" => Self::AuditChain,
            "audit-signing" => Self::AuditSigning,
            _ => match label.split_once('-')? {
                ("availability", policy) => Self::AvailabilityKey(Uuid::try_parse(policy).ok()?),
                ("erasure", policy) => Self::ErasureKey(Uuid::try_parse(policy).ok()?),
                ("store", installation) => Self::StoreKey(Uuid::try_parse(installation).ok()?),
                _ => return None,
            },
        };
        // Other spellings of a GUID are not labels: a secret has one name.
        (name.label() == label).then_some(name)
    }

    /// The file name and the context under which the secret is sealed, such as
    /// `availability-<guid>`.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::AvailabilityKey(policy) => format!("availability-{policy}"),
            Self::ErasureKey(policy) => format!("erasure-{policy}"),
            Self::StoreKey(installation) => format!("store-{installation}"),
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
    /// Destroys a secret: overwritten, removed, its folder synced. Destroying what is not there
    /// succeeds.
    ///
    /// # Errors
    /// Read-only, input/output.
    fn destroy(&self, name: &SecretName) -> Result<(), StoreError>;
    /// All names.
    ///
    /// # Errors
    /// Input/output.
    fn names(&self) -> Result<Vec<SecretName>, StoreError>;
    /// Writes all secrets, sealed as they are, to a new file of their own. `bound` (at most 64 KiB)
    /// says what the backup belongs to; it is authenticated with the secrets.
    ///
    /// # Errors
    /// Conflict, full, read-only, input/output.
    fn backup(&self, destination: &Path, bound: &[u8]) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_label_names_its_secret_and_no_other_spelling_does() {
        let policy = Uuid::from_bytes([0xAB; 16]);
        let names = [
            SecretName::AvailabilityKey(policy),
            SecretName::ErasureKey(policy),
            SecretName::StoreKey(policy),
            SecretName::ServiceRoot,
            SecretName::AuditChain,
            SecretName::AuditSigning,
        ];
        for name in names {
            assert_eq!(SecretName::from_label(&name.label()), Some(name));
        }
        assert_eq!(SecretName::from_label(&names[0].label().to_uppercase()), None);
        assert_eq!(SecretName::from_label(&format!("erasure-{}", policy.simple())), None);
        assert_eq!(SecretName::from_label("master"), None);
    }
}
