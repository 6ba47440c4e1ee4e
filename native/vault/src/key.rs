//! What a key is: type, operations, attributes, versions.

use crate::uri::KeyUri;
use crate::words::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tags of a vault or a key version.
pub type Tags = BTreeMap<String, String>;

words! {
    /// A key's type, `kty`. The `-HSM` types are held in software by the embedded vault and need a
    /// premium vault, as in Azure.
    KeyType, "key type" {
        /// RSA, protected by software.
        Rsa = "RSA",
        /// RSA, protected by an HSM.
        RsaHsm = "RSA-HSM",
        /// Elliptic curve P-256, protected by software: signs, never wraps (rule 2.6).
        Ec = "EC",
        /// Elliptic curve P-256, protected by an HSM.
        EcHsm = "EC-HSM",
    }
}

impl KeyType {
    /// Whether a key of this type can wrap keys.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        matches!(self, Self::Rsa | Self::RsaHsm)
    }

    /// Whether the type asks for an HSM, which only premium vaults offer.
    #[must_use]
    pub const fn is_hsm(self) -> bool {
        matches!(self, Self::RsaHsm | Self::EcHsm)
    }

    /// The operations a key of this type has when none are named.
    #[must_use]
    pub fn default_ops(self) -> Vec<KeyOp> {
        if self.is_rsa() {
            vec![
                KeyOp::Encrypt,
                KeyOp::Decrypt,
                KeyOp::Sign,
                KeyOp::Verify,
                KeyOp::WrapKey,
                KeyOp::UnwrapKey,
            ]
        } else {
            vec![KeyOp::Sign, KeyOp::Verify]
        }
    }
}

words! {
    /// An operation a key allows, an element of `key_ops`.
    KeyOp, "key operation" {
        /// Encrypt data.
        Encrypt = "encrypt",
        /// Decrypt data.
        Decrypt = "decrypt",
        /// Sign a digest.
        Sign = "sign",
        /// Verify a signature.
        Verify = "verify",
        /// Wrap a key.
        WrapKey = "wrapKey",
        /// Unwrap a key.
        UnwrapKey = "unwrapKey",
        /// Bring key material in.
        Import = "import",
        /// Take key material out.
        Export = "export",
    }
}

words! {
    /// How far a deleted key can be brought back (rule 5.9.1). Customer Key wants
    /// `Recoverable+ProtectedSubscription`.
    RecoveryLevel, "recovery level" {
        /// No soft delete: gone when deleted.
        Purgeable = "Purgeable",
        /// 90 days, may be purged earlier.
        RecoverablePurgeable = "Recoverable+Purgeable",
        /// 90 days, purge protection.
        Recoverable = "Recoverable",
        /// 90 days, and the subscription cannot be cancelled.
        RecoverableProtectedSubscription = "Recoverable+ProtectedSubscription",
        /// 7 to 89 days, may be purged earlier.
        CustomizedRecoverablePurgeable = "CustomizedRecoverable+Purgeable",
        /// 7 to 89 days, purge protection.
        CustomizedRecoverable = "CustomizedRecoverable",
        /// 7 to 89 days, and the subscription cannot be cancelled.
        CustomizedRecoverableProtectedSubscription = "CustomizedRecoverable+ProtectedSubscription",
    }
}

impl RecoveryLevel {
    /// The level that follows from a vault's settings (rule 5.9.1). `days` counts the retention of
    /// deleted objects.
    #[must_use]
    pub const fn derive(
        soft_delete: bool,
        purge_protection: bool,
        subscription_protected: bool,
        days: u8,
    ) -> Self {
        match (soft_delete, days >= 90, subscription_protected, purge_protection) {
            (false, ..) => Self::Purgeable,
            (true, true, true, _) => Self::RecoverableProtectedSubscription,
            (true, true, false, true) => Self::Recoverable,
            (true, true, false, false) => Self::RecoverablePurgeable,
            (true, false, true, _) => Self::CustomizedRecoverableProtectedSubscription,
            (true, false, false, true) => Self::CustomizedRecoverable,
            (true, false, false, false) => Self::CustomizedRecoverablePurgeable,
        }
    }

    /// Whether a deleted key may be purged before its retention ends.
    #[must_use]
    pub const fn allows_purge(self) -> bool {
        matches!(
            self,
            Self::Purgeable | Self::RecoverablePurgeable | Self::CustomizedRecoverablePurgeable
        )
    }
}

/// The public half of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicKey {
    /// RSA.
    Rsa {
        /// `n`, big-endian.
        #[serde(with = "crate::encoding::base64_bytes")]
        modulus: Vec<u8>,
        /// `e`, big-endian.
        #[serde(with = "crate::encoding::base64_bytes")]
        exponent: Vec<u8>,
    },
    /// Elliptic curve P-256.
    Ec {
        /// `x`, 32 bytes big-endian.
        #[serde(with = "crate::encoding::base64_bytes")]
        x: Vec<u8>,
        /// `y`, 32 bytes big-endian.
        #[serde(with = "crate::encoding::base64_bytes")]
        y: Vec<u8>,
    },
}

/// A key version's attributes. Times are unix seconds, UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyAttributes {
    /// Whether the version may be used for anything cryptographic.
    pub enabled: bool,
    /// Before it wrap is refused and unwrap works.
    pub not_before: Option<i64>,
    /// From it on wrap is refused and unwrap works (rule 3.4.5).
    pub expires: Option<i64>,
    /// When the version was made.
    pub created: i64,
    /// When its attributes were last changed.
    pub updated: i64,
    /// How far it can be brought back once deleted.
    pub recovery_level: RecoveryLevel,
    /// Days a deleted key is kept; 0 without soft delete.
    pub recoverable_days: u8,
}

/// A key version as the vault shows it. Never holds private material.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDescription {
    /// The key's URI with version.
    pub uri: KeyUri,
    /// Its type.
    pub key_type: KeyType,
    /// Its size in bits: 2048, 3072 or 4096 for RSA, 256 for P-256.
    pub bits: u32,
    /// Its public half.
    pub public: PublicKey,
    /// What it may be used for.
    pub ops: Vec<KeyOp>,
    /// Its attributes.
    pub attributes: KeyAttributes,
    /// Its tags.
    pub tags: Tags,
    /// When any version of the key was last made or changed, unix seconds: a backup should be newer
    /// (rule 5.12).
    pub last_change: i64,
    /// When the key was last backed up, unix seconds.
    pub last_backup: Option<i64>,
}

/// A key to make.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its type.
    pub key_type: KeyType,
    /// RSA size in bits: 2048 (when absent), 3072 or 4096. Elliptic-curve keys are P-256.
    pub size: Option<u32>,
    /// What it may be used for; the type's default when absent.
    pub ops: Option<Vec<KeyOp>>,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Unix seconds from which it may wrap.
    pub not_before: Option<i64>,
    /// Unix seconds until which it may wrap.
    pub expires: Option<i64>,
    /// Its tags, at most 15.
    pub tags: Tags,
}

impl Default for NewKey {
    fn default() -> Self {
        Self {
            key_type: KeyType::Rsa,
            size: None,
            ops: None,
            enabled: true,
            not_before: None,
            expires: None,
            tags: Tags::new(),
        }
    }
}

/// A change to one key version: what is absent stays. An expiry can be moved and never removed
/// (rule 5.10.1).
#[derive(Clone, Debug, Default)]
pub struct KeyUpdate {
    /// Enables or disables.
    pub enabled: Option<bool>,
    /// Moves the not-before date, unix seconds.
    pub not_before: Option<i64>,
    /// Moves the expiry, unix seconds.
    pub expires: Option<i64>,
    /// Replaces the operations.
    pub ops: Option<Vec<KeyOp>>,
    /// Replaces the tags.
    pub tags: Option<Tags>,
}

/// A deleted key that can still be recovered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedKey {
    /// Its current version as it was.
    pub key: KeyDescription,
    /// When it was deleted, unix seconds.
    pub deleted: i64,
    /// When the vault purges it by itself, unix seconds.
    pub scheduled_purge: i64,
    /// Who deleted it.
    pub deleted_by: String,
}

#[cfg(test)]
mod tests {
    use super::RecoveryLevel as Level;

    #[test]
    fn the_recovery_level_follows_from_the_vaults_settings() {
        // Rule 5.9.1: soft delete, purge protection, subscription protected, days.
        for (soft, purge, subscription, days, level) in [
            (false, false, false, 90, Level::Purgeable),
            (false, true, true, 90, Level::Purgeable),
            (true, false, false, 90, Level::RecoverablePurgeable),
            (true, true, false, 90, Level::Recoverable),
            (true, false, true, 90, Level::RecoverableProtectedSubscription),
            (true, true, true, 90, Level::RecoverableProtectedSubscription),
            (true, false, false, 89, Level::CustomizedRecoverablePurgeable),
            (true, true, false, 7, Level::CustomizedRecoverable),
            (true, false, true, 30, Level::CustomizedRecoverableProtectedSubscription),
            (true, true, true, 30, Level::CustomizedRecoverableProtectedSubscription),
        ] {
            assert_eq!(
                Level::derive(soft, purge, subscription, days),
                level,
                "{soft} {purge} {subscription} {days}"
            );
        }
    }
}
