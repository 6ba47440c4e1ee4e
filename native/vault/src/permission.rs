//! Access policies: what a principal may do in one vault.

use crate::caller::Caller;
use crate::principal_id::{canonical_id, same_id};
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// A permission on keys, as access policies name them.
    KeyPermission, "permission on keys" {
        /// Everything below.
        All = "all",
        /// Encrypt data.
        Encrypt = "encrypt",
        /// Decrypt data.
        Decrypt = "decrypt",
        /// Wrap a key.
        WrapKey = "wrapKey",
        /// Unwrap a key.
        UnwrapKey = "unwrapKey",
        /// Sign a digest.
        Sign = "sign",
        /// Verify a signature.
        Verify = "verify",
        /// Read a key's public part and attributes.
        Get = "get",
        /// List keys and versions.
        List = "list",
        /// Make a key or a version.
        Create = "create",
        /// Change attributes, operations and tags.
        Update = "update",
        /// Bring a key in from outside.
        Import = "import",
        /// Delete a key.
        Delete = "delete",
        /// Take a backup.
        Backup = "backup",
        /// Restore a backup.
        Restore = "restore",
        /// Recover a deleted key.
        Recover = "recover",
        /// Purge a deleted key.
        Purge = "purge",
        /// Release a key.
        Release = "release",
        /// Rotate a key.
        Rotate = "rotate",
        /// Read the rotation policy.
        GetRotationPolicy = "getrotationpolicy",
        /// Change the rotation policy.
        SetRotationPolicy = "setrotationpolicy",
    }
}

impl KeyPermission {
    /// What Azure gives on keys to anyone who creates a vault that uses access policies: neither
    /// purge nor any cryptographic operation (rule 5.17.5).
    pub const OF_CREATOR: &'static [Self] = &[
        Self::Get,
        Self::Create,
        Self::Delete,
        Self::List,
        Self::Update,
        Self::Import,
        Self::Backup,
        Self::Restore,
        Self::Recover,
    ];

    /// The action of the data plane that the local roles of a managed HSM give it by.
    #[must_use]
    pub const fn hsm_data_action(self) -> &'static str {
        match self {
            Self::All => "Microsoft.KeyVault/managedHsm/keys/*",
            Self::Encrypt => "Microsoft.KeyVault/managedHsm/keys/encrypt/action",
            Self::Decrypt => "Microsoft.KeyVault/managedHsm/keys/decrypt/action",
            Self::WrapKey => "Microsoft.KeyVault/managedHsm/keys/wrap/action",
            Self::UnwrapKey => "Microsoft.KeyVault/managedHsm/keys/unwrap/action",
            Self::Sign => "Microsoft.KeyVault/managedHsm/keys/sign/action",
            Self::Verify => "Microsoft.KeyVault/managedHsm/keys/verify/action",
            Self::Get | Self::List | Self::GetRotationPolicy => {
                "Microsoft.KeyVault/managedHsm/keys/read/action"
            }
            Self::Create => "Microsoft.KeyVault/managedHsm/keys/create",
            Self::Update | Self::SetRotationPolicy => {
                "Microsoft.KeyVault/managedHsm/keys/write/action"
            }
            Self::Import => "Microsoft.KeyVault/managedHsm/keys/import/action",
            Self::Delete => "Microsoft.KeyVault/managedHsm/keys/delete",
            Self::Backup => "Microsoft.KeyVault/managedHsm/keys/backup/action",
            Self::Restore => "Microsoft.KeyVault/managedHsm/keys/restore/action",
            Self::Recover => "Microsoft.KeyVault/managedHsm/keys/deletedKeys/recover/action",
            Self::Purge => "Microsoft.KeyVault/managedHsm/keys/deletedKeys/delete",
            Self::Release => "Microsoft.KeyVault/managedHsm/keys/release/action",
            Self::Rotate => "Microsoft.KeyVault/managedHsm/keys/rotate/action",
        }
    }

    /// The action of the data plane that roles give it by.
    #[must_use]
    pub const fn data_action(self) -> &'static str {
        match self {
            Self::All => "Microsoft.KeyVault/vaults/keys/*",
            Self::Encrypt => "Microsoft.KeyVault/vaults/keys/encrypt/action",
            Self::Decrypt => "Microsoft.KeyVault/vaults/keys/decrypt/action",
            Self::WrapKey => "Microsoft.KeyVault/vaults/keys/wrap/action",
            Self::UnwrapKey => "Microsoft.KeyVault/vaults/keys/unwrap/action",
            Self::Sign => "Microsoft.KeyVault/vaults/keys/sign/action",
            Self::Verify => "Microsoft.KeyVault/vaults/keys/verify/action",
            Self::Get | Self::List => "Microsoft.KeyVault/vaults/keys/read",
            Self::Create => "Microsoft.KeyVault/vaults/keys/create/action",
            Self::Update => "Microsoft.KeyVault/vaults/keys/update/action",
            Self::Import => "Microsoft.KeyVault/vaults/keys/import/action",
            Self::Delete => "Microsoft.KeyVault/vaults/keys/delete",
            Self::Backup => "Microsoft.KeyVault/vaults/keys/backup/action",
            Self::Restore => "Microsoft.KeyVault/vaults/keys/restore/action",
            Self::Recover => "Microsoft.KeyVault/vaults/keys/recover/action",
            Self::Purge => "Microsoft.KeyVault/vaults/keys/purge/action",
            Self::Release => "Microsoft.KeyVault/vaults/keys/release/action",
            Self::Rotate => "Microsoft.KeyVault/vaults/keys/rotate/action",
            Self::GetRotationPolicy => "Microsoft.KeyVault/vaults/keyrotationpolicies/read",
            Self::SetRotationPolicy => "Microsoft.KeyVault/vaults/keyrotationpolicies/write",
        }
    }
}

/// What one principal may do in a vault. Only `keys` is enforced here; the other lists are kept as
/// they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPolicy {
    /// The principal's object id; empty for an application known by `app_id` alone.
    pub object_id: String,
    /// The application id, for a service principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// What people call the principal.
    pub name: String,
    /// Permissions on keys.
    pub keys: Vec<KeyPermission>,
    /// Permissions on secrets, stored.
    #[serde(default)]
    pub secrets: Vec<String>,
    /// Permissions on certificates, stored.
    #[serde(default)]
    pub certificates: Vec<String>,
    /// Permissions on storage accounts, stored.
    #[serde(default)]
    pub storage: Vec<String>,
}

impl AccessPolicy {
    /// A policy that gives `caller` these permissions on keys.
    #[must_use]
    pub fn for_caller(caller: &Caller, keys: &[KeyPermission]) -> Self {
        Self {
            object_id: caller.object_id.clone(),
            app_id: caller.app_id.clone(),
            name: caller.name.clone(),
            keys: keys.to_vec(),
            ..Self::default()
        }
    }

    /// The same, with its principal's ids as they are stored.
    #[must_use]
    pub(crate) fn canonical(mut self) -> Self {
        self.object_id = canonical_id(&self.object_id);
        self.app_id = self.app_id.map(|id| canonical_id(&id));
        self
    }

    /// Whether it names this caller: by object id, or by application id where both have one. Ids
    /// compare as [`same_id`] says.
    #[must_use]
    pub fn names(&self, caller: &Caller) -> bool {
        same_id(&self.object_id, &caller.object_id)
            || caller.app_id.as_deref().is_some_and(|app| {
                self.app_id.as_deref().is_some_and(|own| same_id(own, app))
                    || same_id(&self.object_id, app)
            })
    }

    /// Whether it counts for this caller: it names it, or the administrator in whose rights it
    /// acts.
    #[must_use]
    pub fn counts_for(&self, caller: &Caller) -> bool {
        self.names(caller)
            || caller.owner.as_deref().is_some_and(|administrator| self.is_of(administrator))
    }

    /// Whether it is the policy of the principal with this id, an object id or an application id.
    #[must_use]
    pub fn is_of(&self, id: &str) -> bool {
        same_id(&self.object_id, id) || self.app_id.as_deref().is_some_and(|own| same_id(own, id))
    }

    /// Whether both are of one principal: an id of one is an id of the other.
    #[must_use]
    pub fn same_principal(&self, other: &Self) -> bool {
        [Some(other.object_id.as_str()), other.app_id.as_deref()]
            .into_iter()
            .flatten()
            .any(|id| self.is_of(id))
    }

    /// Whether it gives a permission on keys, by name or through `all`.
    #[must_use]
    pub fn gives(&self, permission: KeyPermission) -> bool {
        self.keys.iter().any(|&given| given == permission || given == KeyPermission::All)
    }
}

/// A change to one principal's policy: a list that is given replaces that list, one that is absent
/// stays as it was.
#[derive(Clone, Debug, Default)]
pub struct AccessPolicyUpdate {
    /// The principal's object id; empty for an application known by `app_id` alone.
    pub object_id: String,
    /// The application id, for a service principal.
    pub app_id: Option<String>,
    /// What people call the principal.
    pub name: String,
    /// Permissions on keys.
    pub keys: Option<Vec<KeyPermission>>,
    /// Permissions on secrets.
    pub secrets: Option<Vec<String>>,
    /// Permissions on certificates.
    pub certificates: Option<Vec<String>>,
    /// Permissions on storage accounts.
    pub storage: Option<Vec<String>>,
}

impl AccessPolicyUpdate {
    /// The policy that results from `earlier`.
    pub(crate) fn applied_to(&self, earlier: AccessPolicy) -> AccessPolicy {
        AccessPolicy {
            object_id: self.object_id.clone(),
            app_id: self.app_id.clone().or(earlier.app_id),
            name: self.name.clone(),
            keys: self.keys.clone().unwrap_or(earlier.keys),
            secrets: self.secrets.clone().unwrap_or(earlier.secrets),
            certificates: self.certificates.clone().unwrap_or(earlier.certificates),
            storage: self.storage.clone().unwrap_or(earlier.storage),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_policy_names_a_person_by_object_id_and_an_application_by_either_id() {
        let person = Caller::person("AAAA", "alice@contoso.com");
        let app = Caller::application("bbbb", "c066d759", "M365DataAtRestEncryption");
        let of = |object_id: &str, app_id: Option<&str>| AccessPolicy {
            object_id: object_id.into(),
            app_id: app_id.map(Into::into),
            ..AccessPolicy::default()
        };
        assert!(of("aaaa", None).names(&person));
        assert!(!of("", None).names(&Caller::person("", "nobody")));
        assert!(
            of("", Some("C066D759")).names(&app)
                && of("c066d759", None).names(&app)
                && of("BBBB", None).names(&app)
        );
        assert!(!of("aaaa", Some("other")).names(&app));
    }

    #[test]
    fn all_gives_every_permission_and_the_creator_gets_neither_purge_nor_cryptography() {
        let all = AccessPolicy { keys: vec![KeyPermission::All], ..AccessPolicy::default() };
        assert!(KeyPermission::ALL.iter().all(|&permission| all.gives(permission)));
        for missing in [
            KeyPermission::Purge,
            KeyPermission::WrapKey,
            KeyPermission::UnwrapKey,
            KeyPermission::Sign,
        ] {
            assert!(!KeyPermission::OF_CREATOR.contains(&missing));
        }
    }

    #[test]
    fn permissions_are_read_in_any_case_and_an_unknown_one_is_refused_with_the_list() {
        assert_eq!("WRAPKEY".parse::<KeyPermission>().unwrap(), KeyPermission::WrapKey);
        let error = "set".parse::<KeyPermission>().unwrap_err();
        assert!(error.fix.contains("unwrapKey") && error.target == "set");
    }
}
