//! Backups of a key: all versions in one blob that opens only under the same master key,
//! subscription and geography, or in the HSMs of one security domain (rules 5.12.1 and 5.12.2, and
//! rule 5.18.4).
//!
//! | length | what |
//! |---|---|
//! | 8 | `CKEYBKP` and a zero byte |
//! | 4 | format version, 1 |
//! | 16 | blob id: random |
//! | 2 + … | subscription: length, then text in lower case |
//! | 2 + … | geography: length, then text |
//! | … | the key with its versions, as JSON, sealed; in it each private key sealed on its own |
//!
//! A managed HSM's says `managed-hsm` for the subscription and the id of its security domain for the
//! geography.
//!
//! Integers are big-endian. The sealing keys are derived from the master key, the blob's id, the
//! subscription and the geography; of a managed HSM's from its domain's secret and the blob's id.

use super::creation::MOST_VERSIONS;
use super::keyring::{BackupKeys, Keyring};
use super::keys::DATES;
use super::material::Generated;
use super::record::{KeyRecord, VaultRecord, VersionRecord};
use super::state::Change;
use super::vaults::check_tags;
use super::{EmbeddedVaults, format, refusal};
use crate::caller::Caller;
use crate::cloud::VaultKind;
use crate::embedded::access::{authorize, refuse_while_down};
use crate::error::{VaultError, VaultErrorKind};
use crate::key::{KeyDescription, KeyType, NewKey};
use crate::permission::KeyPermission;
use crate::region::geography;
use crate::uri::KeyUri;
use ckey_base::counted;
use ckey_crypto::{CryptoError, SecretBytes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const MAGIC: &[u8; 8] = b"CKEYBKP\0";
const FORMAT_VERSION: u32 = 1;
const MOST_BYTES: usize = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Content {
    vault: String,
    taken: i64,
    /// Its versions' `sealed` private keys are sealed for the blob, not for a vault.
    key: KeyRecord,
}

/// What a blob says in the clear.
struct Header<'a> {
    id: [u8; 16],
    subscription: &'a str,
    geography: &'a str,
    sealed: &'a [u8],
}

impl EmbeddedVaults {
    /// Takes a backup of a key with all its versions and attributes. Needs `backup`. The time is
    /// kept with the key.
    ///
    /// # Errors
    /// `AccessDenied`, `KeyNotFound`, `KeyDeleted`; as [`EmbeddedVaults::vault`].
    pub fn backup_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<Vec<u8>, VaultError> {
        let mut kept = Vec::new();
        self.backup_key_into(caller, vault, name, |blob| {
            kept = blob.to_vec();
            Ok(())
        })?;
        Ok(kept)
    }

    /// [`EmbeddedVaults::backup_key`] for anyone who keeps the blob: the vault says that there is a
    /// backup only once `keep` has it.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::backup_key`]; those of `keep`, which leave the vault as it was.
    pub fn backup_key_into(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
        keep: impl FnOnce(&[u8]) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.change(vault, caller, |record, change| {
            let mut key = admit_backup(record, change, caller, name)?;
            let uri = record.uri(&key.name);
            let place = place_of(record);
            let fail = |error| refusal::crypto(&uri, "sealing the backup", &error);
            let id = ckey_crypto::random_array().map_err(fail)?;
            let keys = self.backup_keys(record, change.keyring, &id).map_err(fail)?;
            for version in &mut key.versions {
                let private = change
                    .keyring
                    .unseal(&key.name, &version.version, &version.sealed)
                    .map_err(fail)?;
                version.sealed =
                    keys.seal_private(&key.name, &version.version, &private).map_err(fail)?;
            }
            change.note("BackupKey", &uri, counted(key.versions.len(), "version", "versions"));
            let blob = encode(
                &id,
                &place,
                &keys,
                &Content { vault: record.name.clone(), taken: change.now, key },
                &uri,
            )?;
            keep(&blob)
        })
    }

    /// How many versions [`EmbeddedVaults::backup_key`] would keep, and of which key; nothing is
    /// changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::backup_key`].
    pub fn check_backup_key(
        &self,
        caller: &Caller,
        vault: &str,
        name: &str,
    ) -> Result<(KeyUri, usize), VaultError> {
        self.plan(vault, |record, change| {
            let key = admit_backup(record, change, caller, name)?;
            Ok((record.uri(&key.name), key.versions.len()))
        })
    }

    /// Brings a key back from a backup with all its versions, under its own name. Needs `restore`.
    ///
    /// # Errors
    /// `AccessDenied`; `NameTaken` or `DeletedNameTaken` if a key of the name is there (rule
    /// 5.12.3); `BackupRefused` for a blob that is damaged or of another subscription, geography or
    /// installation; as [`EmbeddedVaults::vault`].
    pub fn restore_key(
        &self,
        caller: &Caller,
        vault: &str,
        blob: &[u8],
    ) -> Result<KeyDescription, VaultError> {
        self.change(vault, caller, |record, change| self.restore(record, change, caller, blob))
    }

    /// What [`EmbeddedVaults::restore_key`] would bring; nothing is changed.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::restore_key`].
    pub fn check_restore_key(
        &self,
        caller: &Caller,
        vault: &str,
        blob: &[u8],
    ) -> Result<Vec<KeyDescription>, VaultError> {
        self.plan(vault, |record, change| {
            let restored = self.restore(record, change, caller, blob)?;
            let key = record.live_key(restored.uri.key(), change.now)?;
            Ok(key.versions.iter().map(|version| record.describe_key(key, version)).collect())
        })
    }

    fn restore(
        &self,
        record: &mut VaultRecord,
        change: &mut Change<'_>,
        caller: &Caller,
        blob: &[u8],
    ) -> Result<KeyDescription, VaultError> {
        let target = record.address();
        refuse_while_down(record, &target)?;
        authorize(record, caller, KeyPermission::Restore, &target)?;
        let (mut content, keys) = self.open_blob(record, change.keyring, blob)?;
        let uri = record.uri(&content.key.name);
        check_name_is_free(record, &uri, change.now)?;
        let fail = |error| refusal::crypto(&uri, "sealing the restored key", &error);
        let is_of_domain = record.hsm.is_some();
        if is_of_domain && !is_sound(&content) {
            return Err(refused(record.kind(), &target, NOT_OURS));
        }
        for version in &mut content.key.versions {
            let private =
                keys.unseal_private(&content.key.name, &version.version, &version.sealed).map_err(
                    |_| refused(record.kind(), &target, "a private key in it does not open"),
                )?;
            if is_of_domain && !self.is_pair(version, &private, &uri) {
                return Err(refused(record.kind(), &target, NOT_OURS));
            }
            version.sealed =
                change.keyring.seal(&content.key.name, &version.version, &private).map_err(fail)?;
        }
        let detail = format!(
            "{} of {}, taken {}",
            counted(content.key.versions.len(), "version", "versions"),
            content.vault,
            refusal::date(content.taken)
        );
        content.key.last_backup = Some(content.taken);
        record.keys.insert(content.key.name.to_ascii_lowercase(), content.key);
        change.note("RestoreKey", &uri, detail);
        let key = record.live_key(uri.key(), change.now)?;
        Ok(record.describe_key(key, record.version_of(key, None)?))
    }

    /// Whether a version is of an RSA-HSM key, and says of its pair what the pair is: under another
    /// public key than its own nothing would ever be opened again.
    fn is_pair(&self, version: &VersionRecord, private: &SecretBytes, uri: &KeyUri) -> bool {
        let new = NewKey { key_type: KeyType::RsaHsm, ..NewKey::default() };
        version.key_type == new.key_type
            && Generated::import(self.backend, private, &new, uri)
                .is_ok_and(|pair| pair.public == version.public && pair.bits == version.bits)
    }

    /// The keys of a backup with this id that opens where this vault is.
    fn backup_keys(
        &self,
        record: &VaultRecord,
        keyring: &Keyring,
        id: &[u8; 16],
    ) -> Result<BackupKeys, CryptoError> {
        let (subscription, geography) = place_of(record);
        match &record.hsm {
            Some(hsm) => BackupKeys::of_domain(self.backend, &hsm.domain.secret(keyring)?, id),
            None => self.root.backup_keys(id, &subscription, &geography),
        }
    }

    fn open_blob(
        &self,
        vault: &VaultRecord,
        keyring: &Keyring,
        blob: &[u8],
    ) -> Result<(Content, BackupKeys), VaultError> {
        let target = vault.address();
        let refused = |what: &str| refused(vault.kind(), &target, what);
        let header = decode(blob).map_err(refused)?;
        let own = place_of(vault);
        if (header.subscription, header.geography) != (&*own.0, &*own.1) {
            let taken = place_named((header.subscription, header.geography));
            let here = place_named((&own.0, &own.1));
            let from = match header.subscription {
                OF_HSMS => VaultKind::ManagedHsm,
                _ => VaultKind::Vault,
            };
            let what =
                format!("it was taken in {taken}, and this {} is in {here}", vault.kind().word());
            return Err(self::refused(from, &target, &what));
        }
        let keys = self
            .backup_keys(vault, keyring, &header.id)
            .map_err(|error| refusal::crypto(&target, "opening the backup", &error))?;
        let foreign = |_| refused("it is damaged, was altered, or belongs to another installation");
        let json = keys.open_content(header.sealed).map_err(foreign)?;
        let content: Content = serde_json::from_slice(json.expose())
            .map_err(|_| refused("its content cannot be read by this version"))?;
        Ok((content, keys))
    }
}

const NOT_OURS: &str = "no managed HSM has written what is in it";

/// Whether an HSM could have written this. The holders of a security domain have its secret, so that
/// a backup which opens is not known to be one that an HSM wrote, as one under the master key is: it
/// is judged as what is brought in.
fn is_sound(content: &Content) -> bool {
    let Content { key, taken, .. } = content;
    let each: BTreeSet<_> = key.versions.iter().map(|it| it.version.as_str()).collect();
    let is_version = |it: &VersionRecord| {
        let dates = [it.not_before, it.expires, Some(it.created), Some(it.updated), Some(*taken)];
        KeyUri::new("any", &key.name, Some(&it.version)).is_ok()
            && dates.into_iter().flatten().all(|date| DATES.contains(&date))
            && check_tags(&it.tags, &key.name).is_ok()
    };
    (1..=MOST_VERSIONS).contains(&each.len())
        && each.len() == key.versions.len()
        && key.deleted.is_none()
        && key.rotation.is_none()
        && key.versions.iter().all(is_version)
}

/// What is in the place of a subscription in the backups of managed HSMs: no subscription is called
/// so, as each is a GUID.
const OF_HSMS: &str = "managed-hsm";

/// Where a backup opens: subscription and geography, or every HSM of one security domain.
fn place_of(record: &VaultRecord) -> (String, String) {
    match &record.hsm {
        Some(hsm) => (OF_HSMS.to_owned(), hsm.domain.id.clone()),
        None => (record.subscription.to_lowercase(), geography(&record.location)),
    }
}

fn place_named((subscription, geography): (&str, &str)) -> String {
    if subscription == OF_HSMS {
        format!("the security domain {geography}")
    } else {
        format!("subscription '{subscription}', geography '{geography}'")
    }
}

/// The key as it goes into a backup, with the time of it.
fn admit_backup(
    record: &mut VaultRecord,
    change: &Change<'_>,
    caller: &Caller,
    name: &str,
) -> Result<KeyRecord, VaultError> {
    let uri = record.uri(name);
    refuse_while_down(record, &uri)?;
    authorize(record, caller, KeyPermission::Backup, &uri)?;
    let key = record.live_key_mut(name, change.now)?;
    key.last_backup = Some(change.now);
    // A backup is of versions: the policy that makes them belongs to the key where it is.
    Ok(KeyRecord { rotation: None, ..key.clone() })
}

fn check_name_is_free(vault: &VaultRecord, uri: &KeyUri, now: i64) -> Result<(), VaultError> {
    if vault.deleted_key(uri.key(), now).is_ok() {
        return Err(refusal::deleted_name_taken(uri));
    }
    if vault.keys.contains_key(&uri.key().to_ascii_lowercase()) {
        return Err(VaultError::new(
            VaultErrorKind::NameTaken,
            format!(
                "The key '{}' exists in this {}, and a restore never overwrites.",
                uri.key(),
                vault.kind().word()
            ),
            uri,
            elsewhere(vault),
        ));
    }
    Ok(())
}

/// Where a backup of a key that is here opens too. What is purged makes room, where it can be.
fn elsewhere(vault: &VaultRecord) -> String {
    let other = match vault.kind() {
        VaultKind::Vault => "another vault of the same subscription and geography",
        VaultKind::ManagedHsm => "another managed HSM of the same security domain",
    };
    let purge = match (vault.soft_delete, vault.recovery_level().allows_purge()) {
        (false, _) => ", or delete the key first",
        (true, true) => ", or delete and purge the key first",
        (true, false) => "",
    };
    format!("Restore into {other}{purge}.")
}

fn encode(
    id: &[u8; 16],
    (subscription, geography): &(String, String),
    keys: &BackupKeys,
    content: &Content,
    uri: &KeyUri,
) -> Result<Vec<u8>, VaultError> {
    let fail = |error: &dyn std::fmt::Display| refusal::crypto(uri, "sealing the backup", error);
    let json = serde_json::to_vec(content).map_err(|error| fail(&error))?;
    let json = SecretBytes::from_slice(&json).map_err(|error| fail(&error))?;
    let mut blob = [MAGIC.as_slice(), &FORMAT_VERSION.to_be_bytes(), id].concat();
    for text in [subscription, geography] {
        let length = u16::try_from(text.len()).map_err(|error| fail(&error))?;
        blob.extend_from_slice(&length.to_be_bytes());
        blob.extend_from_slice(text.as_bytes());
    }
    blob.extend_from_slice(&keys.seal_content(&json).map_err(|error| fail(&error))?);
    // Nobody would take it back.
    if blob.len() > MOST_BYTES {
        return Err(VaultError::new(
            VaultErrorKind::TooLarge,
            format!(
                "The backup of the key would have {} bytes, and no more than {MOST_BYTES} are taken back.",
                blob.len()
            ),
            uri,
            "Make a new key and move the policy to it.",
        ));
    }
    Ok(blob)
}

fn decode(blob: &[u8]) -> Result<Header<'_>, &'static str> {
    const CUT: &str = "it is cut short";
    if blob.len() > MOST_BYTES {
        return Err("it is longer than any backup");
    }
    let mut rest = blob;
    if format::take(&mut rest).ok() != Some(*MAGIC) {
        return Err("it is not a key backup");
    }
    if u32::from_be_bytes(format::take(&mut rest).map_err(|_| CUT)?) != FORMAT_VERSION {
        return Err("it has a format version that this version does not know");
    }
    let id = format::take(&mut rest).map_err(|_| CUT)?;
    let mut text = || {
        let length = u16::from_be_bytes(format::take(&mut rest).map_err(|_| CUT)?);
        let (head, tail) = rest.split_at_checked(usize::from(length)).ok_or(CUT)?;
        rest = tail;
        std::str::from_utf8(head).map_err(|_| "its header is damaged")
    };
    let (subscription, geography) = (text()?, text()?);
    Ok(Header { id, subscription, geography, sealed: rest })
}

/// `from` is where backups come from that are meant: as far as known, where this one was taken.
fn refused(from: VaultKind, target: &str, what: &str) -> VaultError {
    let place = match from {
        VaultKind::Vault => "a vault of the subscription and geography where it was taken",
        VaultKind::ManagedHsm => "a managed HSM of the security domain where it was taken",
    };
    VaultError::new(
        VaultErrorKind::BackupRefused,
        format!("The key backup cannot be restored here: {what}."),
        target,
        format!("Use an intact backup file, in {place}."),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::keyring::Root;
    use super::*;

    #[test]
    fn no_more_is_backed_up_than_is_taken_back() {
        let root = Root::new(
            &ckey_crypto::SecretKey::from_slice(&[7; 32]).unwrap(),
            ckey_crypto::Backend::AwsLc,
        )
        .unwrap();
        let keys = root.backup_keys(&[1; 16], "s", "g").unwrap();
        let blob = |length: usize| {
            let key = KeyRecord {
                name: String::new(),
                versions: Vec::new(),
                deleted: None,
                last_backup: None,
                rotation: None,
            };
            let content = Content { vault: "x".repeat(length), taken: 0, key };
            let uri = KeyUri::new("contoso01", "key", None).unwrap();
            encode(&[1; 16], &("s".to_owned(), "g".to_owned()), &keys, &content, &uri)
        };
        let most = MOST_BYTES - blob(0).unwrap().len();
        let longest = blob(most).unwrap();
        assert_eq!(longest.len(), 67_108_864);
        assert!(decode(&longest).is_ok());
        assert_eq!(blob(most + 1).unwrap_err().kind, VaultErrorKind::TooLarge);
        assert_eq!(
            decode(&[longest.as_slice(), &[0]].concat()).err(),
            Some("it is longer than any backup")
        );
    }
}
