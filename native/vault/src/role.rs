//! Role assignments: the other way to say what a principal may do with the keys of a vault, where
//! access policies do not count; and the only way to say who manages the vault itself.

use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::management::Management;
use crate::permission::{AccessPolicy, KeyPermission};
use crate::principal_id::canonical_id;
use crate::uri::is_key_name;
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
        /// Everything on secrets; nothing on keys.
        SecretsOfficer = "Key Vault Secrets Officer",
        /// Reading secrets; nothing on keys.
        SecretsUser = "Key Vault Secrets User",
        /// Everything on certificates; nothing on keys.
        CertificatesOfficer = "Key Vault Certificates Officer",
        /// Managing the vault short of roles and purge; nothing on keys.
        VaultContributor = "Key Vault Contributor",
        /// Purging deleted vaults.
        PurgeOperator = "Key Vault Purge Operator",
        /// Managing the vault: whatever can be changed of it, roles included. Nothing on keys.
        Owner = "Owner",
        /// Managing the vault short of roles and purge: it may change permissions, and delete what
        /// can be recovered (rule 5.2).
        Contributor = "Contributor",
        /// Seeing the vault. Nothing on keys.
        ResourceReader = "Reader",
        /// Saying who has a role on the vault.
        AccessAdministrator = "User Access Administrator",
        /// Saying who has a role on the vault.
        RoleAdministrator = "Role Based Access Control Administrator",
        /// A managed HSM's security domain and its local roles. Nothing on keys.
        HsmAdministrator = "Managed HSM Administrator",
        /// Local roles of a managed HSM, and its deleted keys.
        HsmCryptoOfficer = "Managed HSM Crypto Officer",
        /// Everything on keys of a managed HSM but recovering and purging them (rule 5.18.3).
        HsmCryptoUser = "Managed HSM Crypto User",
        /// Local roles of a managed HSM.
        HsmPolicyAdministrator = "Managed HSM Policy Administrator",
        /// Reading keys of a managed HSM.
        HsmCryptoAuditor = "Managed HSM Crypto Auditor",
        /// Reading keys of a managed HSM, wrap and unwrap: what the applications of Customer Key
        /// get there.
        HsmCryptoServiceEncryptionUser = "Managed HSM Crypto Service Encryption User",
        /// Releasing keys of a managed HSM.
        HsmCryptoServiceReleaseUser = "Managed HSM Crypto Service Release User",
        /// Backups of a managed HSM's keys.
        HsmBackup = "Managed HSM Backup",
        /// Restoring keys to a managed HSM.
        HsmRestore = "Managed HSM Restore",
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
            Self::Reader | Self::HsmCryptoAuditor => &[Key::Get, Key::List, Key::GetRotationPolicy],
            Self::HsmCryptoUser => &[
                Key::Get,
                Key::List,
                Key::Create,
                Key::Import,
                Key::Update,
                Key::Delete,
                Key::Backup,
                Key::Restore,
                Key::Encrypt,
                Key::Decrypt,
                Key::WrapKey,
                Key::UnwrapKey,
                Key::Sign,
                Key::Verify,
                Key::Rotate,
                Key::GetRotationPolicy,
                Key::SetRotationPolicy,
            ],
            Self::HsmCryptoServiceEncryptionUser => {
                &[Key::Get, Key::List, Key::GetRotationPolicy, Key::WrapKey, Key::UnwrapKey]
            }
            Self::HsmCryptoOfficer => &[Key::Recover, Key::Purge],
            Self::HsmCryptoServiceReleaseUser => &[Key::Release],
            Self::HsmBackup => &[Key::Backup],
            Self::HsmRestore => &[Key::Restore],
            _ => &[],
        }
    }

    /// Whether it is a local role, which managed HSMs have and nobody gives elsewhere.
    #[must_use]
    pub const fn is_of_hsms(self) -> bool {
        matches!(
            self,
            Self::HsmAdministrator
                | Self::HsmCryptoOfficer
                | Self::HsmCryptoUser
                | Self::HsmPolicyAdministrator
                | Self::HsmCryptoAuditor
                | Self::HsmCryptoServiceEncryptionUser
                | Self::HsmCryptoServiceReleaseUser
                | Self::HsmBackup
                | Self::HsmRestore
        )
    }

    /// Whether it counts in a vault of this kind.
    #[must_use]
    pub const fn counts_in(self, kind: VaultKind) -> bool {
        self.is_of_hsms() == matches!(kind, VaultKind::ManagedHsm)
    }

    /// The role that gives this caller a permission on keys, and the least beside it: an application
    /// of the service needs three of them, whichever it missed first.
    #[must_use]
    pub fn least_for(caller: &Caller, permission: KeyPermission, kind: VaultKind) -> Self {
        let (reading, roles, most): (_, &[Self], _) = match kind {
            VaultKind::Vault => (
                Self::Reader,
                &[Self::CryptoServiceEncryptionUser, Self::CryptoUser],
                Self::CryptoOfficer,
            ),
            VaultKind::ManagedHsm => (
                Self::HsmCryptoAuditor,
                &[
                    Self::HsmCryptoServiceEncryptionUser,
                    Self::HsmBackup,
                    Self::HsmRestore,
                    Self::HsmCryptoServiceReleaseUser,
                    Self::HsmCryptoOfficer,
                ],
                Self::HsmCryptoUser,
            ),
        };
        let reading = caller.app_id.is_none().then_some(reading);
        let gives = |role: &Self| role.key_permissions().contains(&permission);
        reading.into_iter().chain(roles.iter().copied()).find(gives).unwrap_or(most)
    }

    /// Whether the role lets its holder manage a vault so. A managed HSM is none of those that a
    /// contributor to key vaults manages.
    #[must_use]
    pub const fn manages(self, what: Management, kind: VaultKind) -> bool {
        match self {
            _ if self.is_of_hsms() && matches!(kind, VaultKind::Vault) => false,
            Self::VaultContributor | Self::PurgeOperator
                if matches!(kind, VaultKind::ManagedHsm) =>
            {
                false
            }
            Self::Owner => {
                !what.is_local() && !matches!(what, Management::Create | Management::Rehearse)
            }
            Self::Contributor | Self::VaultContributor => {
                matches!(what, Management::Update | Management::Permissions | Management::Delete)
            }
            Self::AccessAdministrator | Self::RoleAdministrator => {
                matches!(what, Management::Roles)
            }
            Self::PurgeOperator => matches!(what, Management::Purge),
            Self::HsmAdministrator => what.is_local(),
            Self::HsmCryptoOfficer | Self::HsmPolicyAdministrator => {
                matches!(what, Management::LocalRoles)
            }
            _ => false,
        }
    }
}

/// A role given to one principal on a vault, or on what the vault lies in.
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
    /// The subscription or the resource group that the role was given on, as a resource id; `None`
    /// for the vault itself. The vault holds a copy of what is given there. For a local role of a
    /// managed HSM `/keys/NAME`, one key; `None` is all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
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
            scope: None,
        }
    }

    /// By what its principal is known: the object id, or the application's id where there is none.
    #[must_use]
    pub fn principal(&self) -> &str {
        if self.object_id.is_empty() {
            self.app_id.as_deref().unwrap_or_default()
        } else {
            &self.object_id
        }
    }

    /// Whether both give one principal one role on one thing.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let same_scope = match (&self.scope, &other.scope) {
            (Some(one), Some(two)) => one.eq_ignore_ascii_case(two),
            (one, two) => one.is_none() && two.is_none(),
        };
        same_scope && self.role == other.role && self.as_policy().same_principal(&other.as_policy())
    }

    /// The same, with its principal's ids as they are stored.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.object_id = canonical_id(&self.object_id);
        self.app_id = self.app_id.map(|id| canonical_id(&id));
        self
    }

    /// Whether a local role counts for a key, or for keys at large where none is named.
    #[must_use]
    pub fn covers(&self, key: Option<&str>) -> bool {
        match self.scope.as_deref() {
            None | Some(Self::KEYS) => true,
            Some(scope) => {
                let own = scope.strip_prefix(Self::KEY).unwrap_or_default();
                key.is_some_and(|key| key.eq_ignore_ascii_case(own))
            }
        }
    }

    /// Whether a local role counts on all of a scope: the whole HSM where none is named.
    #[must_use]
    pub fn covers_scope(&self, scope: Option<&str>) -> bool {
        match (self.scope.as_deref(), scope) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(Self::KEYS), Some(scope)) => Self::is_of_keys(scope),
            (Some(own), Some(scope)) => own.eq_ignore_ascii_case(scope),
        }
    }

    /// Whether a text is a scope of a local role below all of the HSM: all keys, or one.
    #[must_use]
    pub fn is_of_keys(scope: &str) -> bool {
        scope == Self::KEYS || scope.strip_prefix(Self::KEY).is_some_and(is_key_name)
    }

    /// The scope of a local role that is all keys: those to come too, and nothing else of the HSM.
    const KEYS: &'static str = "/keys";

    /// What is before the name of a key in the scope of a local role on one key.
    const KEY: &'static str = "/keys/";

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
