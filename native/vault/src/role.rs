//! Role assignments: the other way to say what a principal may do with the keys of a vault, where
//! access policies do not count; and the only way to say who manages the vault itself.

use crate::caller::Caller;
use crate::management::Management;
use crate::permission::{AccessPolicy, KeyPermission};
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// A built-in role that says something about a vault or its keys. Customer Key's applications
    /// get [`VaultRole::CryptoServiceEncryptionUser`] (rule 5.1.5).
    VaultRole, "key vault role" {
        /// Everything.
        Administrator = "Key Vault Administrator",
        /// Everything on keys.
        CryptoOfficer = "Key Vault Crypto Officer",
        /// Cryptographic operations, reading, changing attributes and backup.
        CryptoUser = "Key Vault Crypto User",
        /// Reading keys, wrap and unwrap.
        CryptoServiceEncryptionUser = "Key Vault Crypto Service Encryption User",
        /// Reading keys.
        Reader = "Key Vault Reader",
        /// Managing the vault: whatever can be changed of it, roles included. Nothing on keys.
        Owner = "Owner",
        /// Managing the vault short of roles and purge: it may change permissions, and delete what
        /// can be recovered (rule 5.2).
        Contributor = "Contributor",
    }
}

impl VaultRole {
    /// The permissions on keys that the role amounts to.
    #[must_use]
    pub const fn key_permissions(self) -> &'static [KeyPermission] {
        use KeyPermission as Key;
        match self {
            Self::Administrator | Self::CryptoOfficer => &[Key::All],
            Self::CryptoUser => &[
                Key::Get,
                Key::List,
                Key::Update,
                Key::Backup,
                Key::Encrypt,
                Key::Decrypt,
                Key::WrapKey,
                Key::UnwrapKey,
                Key::Sign,
                Key::Verify,
            ],
            Self::CryptoServiceEncryptionUser => {
                &[Key::Get, Key::List, Key::WrapKey, Key::UnwrapKey]
            }
            Self::Reader => &[Key::Get, Key::List],
            Self::Owner | Self::Contributor => &[],
        }
    }

    /// Whether the role lets its holder manage the vault so.
    #[must_use]
    pub const fn manages(self, what: Management) -> bool {
        match self {
            Self::Owner => !matches!(what, Management::Create | Management::Rehearse),
            Self::Contributor => {
                matches!(what, Management::Update | Management::Permissions | Management::Delete)
            }
            _ => false,
        }
    }
}

/// A role given to one principal on one vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssignment {
    /// The principal's object id; empty for an application known by `app_id` alone.
    pub object_id: String,
    /// The application id, for a service principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// What people call the principal.
    pub name: String,
    /// The role.
    pub role: VaultRole,
}

impl RoleAssignment {
    /// Gives `caller` a role.
    #[must_use]
    pub fn for_caller(caller: &Caller, role: VaultRole) -> Self {
        Self {
            object_id: caller.object_id.clone(),
            app_id: caller.app_id.clone(),
            name: caller.name.clone(),
            role,
        }
    }

    /// The access policy that would give the same permissions to the same principal.
    #[must_use]
    pub fn as_policy(&self) -> AccessPolicy {
        AccessPolicy {
            object_id: self.object_id.clone(),
            app_id: self.app_id.clone(),
            name: self.name.clone(),
            keys: self.role.key_permissions().to_vec(),
            ..AccessPolicy::default()
        }
    }
}
