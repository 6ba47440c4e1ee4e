//! Rotation: a new current version of a key that is like the one before.

use super::EmbeddedVaults;
use super::creation::Addition;
use super::keys::DATES;
use super::material::{Generated, check_size};
use super::record::VaultRecord;
use crate::caller::Caller;
use crate::error::VaultError;
use crate::key::{KeyDescription, NewKey};
use crate::permission::KeyPermission;
use crate::uri::KeyUri;

const OPERATION: &str = "RotateKey";

impl EmbeddedVaults {
    /// Makes a new current version with the type, size, operations and tags of the one before, in
    /// no way bound to its dates: it is valid as long as the rotation policy says. Needs `rotate`.
    /// What older versions have wrapped stays wrapped by them.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`; `TooManyVersions` past 500 (rule 5.12.5); as
    /// [`EmbeddedVaults::vault`].
    pub fn rotate_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<KeyDescription, VaultError> {
        let (uri, new) = self.next_of(caller, vault, name)?;
        let made = Generated::make(self.backend, &new, &uri)?;
        self.add_version(vault, &addition(caller, name, &new), &made)
    }

    /// What keeps a key from being rotated, if anything; otherwise the version that would be made.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::rotate_key`].
    pub fn check_rotate_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<NewKey, VaultError> {
        self.next_of(caller, vault, name).map(|(_, new)| new)
    }

    fn next_of(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<(KeyUri, NewKey), VaultError> {
        // The permission is asked before the key is looked for: who may not rotate learns nothing.
        let uri = |record: &VaultRecord| record.uri(name);
        let loaded = self.admit(caller, vault, KeyPermission::Rotate, uri)?;
        let now = self.clock.now();
        let new = loaded.record.next_version(name, now)?;
        addition(caller, name, &new).judge(&loaded.record, now)?;
        let uri = uri(&loaded.record);
        check_size(&new, &uri)?;
        Ok((uri, new))
    }
}

fn addition<'a>(caller: &'a Caller, name: &'a str, new: &'a NewKey) -> Addition<'a> {
    Addition {
        caller,
        name,
        new,
        permission: KeyPermission::Rotate,
        operation: OPERATION,
        version: None,
    }
}

impl VaultRecord {
    /// The version that would follow the current one of a key.
    pub(super) fn next_version(&self, name: &str, now: i64) -> Result<NewKey, VaultError> {
        let key = self.live_key(name, now)?;
        let current = self.version_of(key, None)?;
        let validity = key.rotation.as_ref().and_then(|set| set.policy.expires_in.as_ref());
        Ok(NewKey {
            key_type: current.key_type,
            size: current.key_type.is_rsa().then_some(current.bits),
            ops: Some(current.ops.clone()),
            enabled: true,
            not_before: None,
            expires: validity.map(|span| span.after(now).min(*DATES.end())),
            tags: current.tags.clone(),
        })
    }
}
