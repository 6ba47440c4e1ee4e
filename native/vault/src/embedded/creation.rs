//! New keys and new versions of keys: made here or brought in.

use super::access::{authorize, refuse_while_down};
use super::keys::{check_dates, check_given, list_ops};
use super::material::{Generated, check_size};
use super::record::{KeyRecord, VaultRecord, VersionRecord};
use super::state::Change;
use super::vaults::check_tags;
use super::{EmbeddedVaults, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::error::{VaultError, VaultErrorKind};
use crate::key::{KeyDescription, NewKey};
use crate::permission::KeyPermission;
use crate::uri::{KeyUri, is_key_name};
use crate::vault::Sku;
use ckey_crypto::SecretBytes;

pub(super) const MOST_VERSIONS: usize = 500;

impl EmbeddedVaults {
    /// Makes a key, or a new current version of one that exists (rule 5.17.1). Needs `create`. The
    /// pair is generated before any lock is taken.
    ///
    /// # Errors
    /// `AccessDenied`; `DeletedNameTaken` over a deleted key; `TooManyVersions` past 500 (rule
    /// 5.12.5); `BadParameter` for a name, size, tags or a type the SKU does not offer; as
    /// [`EmbeddedVaults::vault`].
    pub fn create_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        new: &NewKey,
    ) -> Result<KeyDescription, VaultError> {
        let (permission, operation) = (KeyPermission::Create, "CreateKey");
        let addition = Addition { caller, name, new, permission, operation, version: None };
        let loaded = self.live(vault)?;
        addition.judge(&loaded.record, self.clock.now())?;
        let generated = Generated::make(self.backend, new, &loaded.record.uri(name))?;
        self.add_version(vault, &addition, &generated)
    }

    /// Makes a version of this name, 32 hexadecimal digits, as the twin of one of a vault
    /// elsewhere; the pair is its own. Needs `create`.
    ///
    /// # Errors
    /// `BadParameter` for another name, or one that the key has already; otherwise as
    /// [`EmbeddedVaults::create_key`].
    pub fn create_twin(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        new: &NewKey,
    ) -> Result<KeyDescription, VaultError> {
        let (vault, name, version) = (uri.vault(), uri.key(), uri.version());
        if version.is_none() {
            return Err(no_new_version(uri));
        }
        let (permission, operation) = (KeyPermission::Create, "CreateKey");
        let addition = Addition { caller, name, new, permission, operation, version };
        addition.judge(&self.live_at(uri)?.record, self.clock.now())?;
        let generated = Generated::make(self.backend, new, uri)?;
        self.add_version(vault, &addition, &generated)
    }

    /// What keeps a key, or a version of one, from being made, if anything.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::create_key`].
    pub fn check_new_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        new: &NewKey,
    ) -> Result<bool, VaultError> {
        let (permission, operation) = (KeyPermission::Create, "CreateKey");
        let addition = Addition { caller, name, new, permission, operation, version: None };
        let loaded = self.live(vault)?;
        addition.judge(&loaded.record, self.clock.now())?;
        check_size(new, &loaded.record.uri(name))?;
        Ok(!loaded.record.keys.contains_key(&name.to_ascii_lowercase()))
    }

    /// Whether some vault of a kind has a key of a type that stands for an HSM, deleted as it may
    /// be. A vault that cannot be read has none.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed; `NotRecorded`.
    pub fn has_key_of_hsm_type(&self, kind: VaultKind) -> Result<bool, VaultError> {
        let is_hsm = |key: &KeyRecord| key.versions.iter().any(|made| made.key_type.is_hsm());
        let has = |name: &String| {
            let found = self.load(name).ok().flatten();
            let of_kind = found.filter(|loaded| loaded.record.kind() == kind);
            of_kind.is_some_and(|loaded| loaded.record.keys.values().any(is_hsm))
        };
        Ok(self.names()?.iter().any(has))
    }

    /// Takes in an RSA key made elsewhere (PKCS#8, DER, unencrypted), as a key or as a new current
    /// version of one that exists. Needs `import`. Customer Key advises against it: an original
    /// outside the vault is no backup.
    ///
    /// # Errors
    /// `BadParameter` if it is no RSA key of 2048, 3072 or 4096 bits, or another size than `new`
    /// names; otherwise as [`EmbeddedVaults::create_key`].
    pub fn import_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        pkcs8: &SecretBytes,
        new: &NewKey,
    ) -> Result<KeyDescription, VaultError> {
        let (addition, imported) = self.imported(caller, vault, name, pkcs8, new)?;
        self.add_version(vault, &addition, &imported)
    }

    /// What keeps a key from being brought in, if anything; otherwise whether its name is new, and
    /// how many bits it has.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::import_key`].
    pub fn check_import_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        pkcs8: &SecretBytes,
        new: &NewKey,
    ) -> Result<(bool, u32), VaultError> {
        let (_, imported) = self.imported(caller, vault, name, pkcs8, new)?;
        let is_new = !self.live(vault)?.record.keys.contains_key(&name.to_ascii_lowercase());
        Ok((is_new, imported.bits))
    }

    fn imported<'a>(
        &self,
        caller: &'a Caller,
        vault: &str,
        name: &'a str,
        pkcs8: &SecretBytes,
        new: &'a NewKey,
    ) -> Result<(Addition<'a>, Generated), VaultError> {
        let (permission, operation) = (KeyPermission::Import, "ImportKey");
        let addition = Addition { caller, name, new, permission, operation, version: None };
        let loaded = self.live(vault)?;
        addition.judge(&loaded.record, self.clock.now())?;
        let uri = loaded.record.uri(name);
        Ok((addition, Generated::import(self.backend, pkcs8, new, &uri)?))
    }

    pub(super) fn add_version(
        &self,
        vault: &str,
        addition: &Addition<'_>,
        pair: &Generated,
    ) -> Result<KeyDescription, VaultError> {
        let name = addition.name;
        self.change(vault, addition.caller, |record, change| {
            addition.judge(record, change.now)?;
            let recorded_name = record
                .keys
                .get(&name.to_ascii_lowercase())
                .map_or_else(|| name.to_owned(), |key| key.name.clone());
            let version = new_version(&recorded_name, addition, pair, change)?;
            let uri = record.uri_at(&recorded_name, Some(&version.version));
            change.note(
                addition.operation,
                &uri,
                format!("{} {} bits, {}", version.key_type, version.bits, list_ops(&version.ops)),
            );
            let key = record.keys.entry(name.to_ascii_lowercase()).or_insert_with(|| KeyRecord {
                name: recorded_name,
                versions: Vec::new(),
                deleted: None,
                last_backup: None,
                rotation: None,
            });
            key.versions.push(version);
            record
                .live_key(name, change.now)
                .and_then(|key| Ok(record.describe_key(key, record.version_of(key, None)?)))
        })
    }
}

/// A version about to be added, and who adds it. Judged twice: before the pair is made, and again
/// under the writer's lock.
pub(super) struct Addition<'a> {
    pub(super) caller: &'a Caller,
    pub(super) name: &'a str,
    pub(super) new: &'a NewKey,
    pub(super) permission: KeyPermission,
    pub(super) operation: &'static str,
    /// What the version is called, where it is the twin of one elsewhere.
    pub(super) version: Option<&'a str>,
}

impl Addition<'_> {
    pub(super) fn judge(&self, record: &VaultRecord, now: i64) -> Result<(), VaultError> {
        let uri = record.uri(self.name);
        refuse_while_down(record, &uri)?;
        authorize(record, self.caller, self.permission, &uri)?;
        check_new_key(record, self.name, self.new, now)?;
        let key = record.keys.get(&self.name.to_ascii_lowercase());
        let has = |version: &str| {
            key.is_some_and(|key| key.versions.iter().any(|it| it.version == version))
        };
        if self.version.is_some_and(has) { Err(no_new_version(&uri)) } else { Ok(()) }
    }
}

fn no_new_version(uri: &KeyUri) -> VaultError {
    refusal::bad(
        uri,
        "The twin of a key version has a name that the key has not yet.".to_owned(),
        "Give the URI with a version that the vault does not have.",
    )
}

fn check_new_key(
    vault: &VaultRecord,
    name: &str,
    new: &NewKey,
    now: i64,
) -> Result<(), VaultError> {
    let uri = vault.uri(name);
    if !is_key_name(name) {
        return Err(refusal::bad(
            &uri,
            format!("The key name '{name}' is invalid."),
            "Use 1 to 127 letters, digits, hyphens or underscores.",
        ));
    }
    // A deleted key can be recovered, which needs its name.
    if vault.deleted_key(name, now).is_ok() {
        return Err(refusal::deleted_name_taken(&uri));
    }
    if let Some(key) = vault.keys.get(&name.to_ascii_lowercase())
        && key.versions.len() >= MOST_VERSIONS
    {
        return Err(VaultError::new(
            VaultErrorKind::TooManyVersions,
            format!(
                "The key has {MOST_VERSIONS} versions, the most a key can have and still be backed up."
            ),
            &uri,
            "Make a new key and move the policy to it.",
        ));
    }
    if vault.hsm.is_some() && !(new.key_type.is_hsm() && new.key_type.is_rsa()) {
        return Err(refusal::bad(
            &uri,
            format!(
                "A managed HSM here has keys of the type RSA-HSM alone, none of {}.",
                new.key_type
            ),
            format!(
                "Add-AzKeyVaultKey -HsmName {} -Name {name} -KeyType RSA -Size 3072",
                vault.name
            ),
        ));
    }
    if new.key_type.is_hsm() && vault.sku == Sku::Standard {
        return Err(refusal::bad(
            &uri,
            format!("A vault of SKU {} does not offer HSM-protected keys.", vault.sku),
            "Use -Destination Software, or a vault of SKU Premium.",
        ));
    }
    check_tags(&new.tags, &uri.to_string())?;
    check_given([new.not_before, new.expires], &uri)?;
    check_dates(new.not_before, new.expires, &uri)
}

pub(super) fn new_version(
    key: &str,
    addition: &Addition<'_>,
    pair: &Generated,
    change: &Change<'_>,
) -> Result<VersionRecord, VaultError> {
    let new = addition.new;
    let fail = |error| refusal::crypto(&key, "sealing the new key", &error);
    let version = match addition.version {
        Some(version) => version.to_owned(),
        None => hex::encode(ckey_crypto::random_array::<16>().map_err(fail)?),
    };
    let sealed = change.keyring.seal(key, &version, &pair.private).map_err(fail)?;
    Ok(VersionRecord {
        version,
        key_type: new.key_type,
        bits: pair.bits,
        public: pair.public.clone(),
        sealed,
        ops: new.ops.clone().unwrap_or_else(|| new.key_type.default_ops()),
        enabled: new.enabled,
        not_before: new.not_before,
        expires: new.expires,
        created: change.now,
        updated: change.now,
        tags: new.tags.clone(),
    })
}
