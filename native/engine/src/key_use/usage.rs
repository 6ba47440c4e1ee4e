//! Per key version, what depends on it.

use std::collections::BTreeMap;

use ckey_store::model::Backup;
use ckey_store::{Reader, StateExt};
use ckey_vault::{KeyUri, VaultErrorKind};
use uuid::Uuid;

use super::{KeyUse, is_meant};
use crate::error::Result;
use crate::policies::{RootUse, root_uses};

/// A version of a root key, and what needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyUsage {
    /// The key's URI with version.
    pub key_uri: String,
    /// The policies whose key it wraps, a generation each.
    pub uses: Vec<RootUse>,
    /// The known backups that need it when they are restored.
    pub backups: Vec<BackupUse>,
    /// Whether it was in an embedded vault and is there no more, not even deleted.
    pub is_destroyed: bool,
}

/// A backup that needs a version of a root key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupUse {
    /// The id that both of its files name.
    pub guid: Uuid,
    /// The main file, as its path was when it was written.
    pub output: String,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// How many keys of mailboxes, workloads and application scopes in it are below that version.
    pub keys: u64,
}

impl KeyUsage {
    /// Whether it wraps the newest generation of a policy. One that was destroyed wraps nothing.
    #[must_use]
    pub fn is_current(&self) -> bool {
        !self.is_destroyed && self.uses.iter().any(|used| used.is_current)
    }

    /// Adds up what the generations below it have.
    #[must_use]
    pub fn sum(&self, of: impl Fn(&RootUse) -> u64) -> u64 {
        self.uses.iter().map(of).fold(0, u64::saturating_add)
    }

    fn add_backup(&mut self, backup: &Backup, keys: u64) {
        match self.backups.iter_mut().find(|known| known.guid == backup.guid) {
            Some(known) => known.keys = known.keys.saturating_add(keys),
            None => self.backups.push(BackupUse {
                guid: backup.guid,
                output: backup.output.clone(),
                at: backup.at,
                keys,
            }),
        }
    }
}

/// Every version of a root key that anything needs, by URI.
pub(super) fn usage(reader: &mut dyn Reader, asked: Option<&KeyUri>) -> Result<Vec<KeyUsage>> {
    let mut found: BTreeMap<String, KeyUsage> = BTreeMap::new();
    let wanted = |uri: &str| asked.is_none_or(|asked| is_meant(asked, uri));
    let entry =
        |found: &mut BTreeMap<String, KeyUsage>, uri: &str, add: &mut dyn FnMut(&mut KeyUsage)| {
            let new = || KeyUsage { key_uri: uri.to_owned(), ..KeyUsage::default() };
            add(found.entry(uri.to_owned()).or_insert_with(new));
        };
    for used in root_uses(reader)?.into_iter().filter(|used| wanted(&used.key_uri)) {
        entry(&mut found, &used.key_uri, &mut |usage| usage.uses.push(used.clone()));
    }
    for backup in reader.backups()? {
        for key in backup.keys.iter().filter(|key| wanted(&key.key_uri)) {
            entry(&mut found, &key.key_uri, &mut |usage| usage.add_backup(&backup, key.keys));
        }
    }
    Ok(found.into_values().collect())
}

impl KeyUse<'_> {
    /// Every version of a root key that something needs, by URI; with `key`, only that version, or
    /// the versions of that key: then there is at least one entry, which may be empty. Exact, and
    /// as fast for a million mailboxes as for one.
    ///
    /// # Errors
    /// `BadParameter` for what is no URI of a key; those of the store.
    pub fn usage(&self, key: Option<&str>) -> Result<Vec<KeyUsage>> {
        let asked = key.map(|key| self.ground.key_uri(key)).transpose()?;
        self.ground.sync()?;
        let mut found = self.ground.state().view(|reader| usage(reader, asked.as_ref()))?;
        if let Some(asked) = asked.filter(|_| found.is_empty()) {
            found.push(KeyUsage { key_uri: asked.to_string(), ..KeyUsage::default() });
        }
        for version in &mut found {
            version.is_destroyed = self.is_destroyed(&version.key_uri);
        }
        Ok(found)
    }

    /// Whether an embedded vault is known not to have a version any more. Of others, which are asked
    /// over the network, nothing is said here: the answer would wait for them.
    fn is_destroyed(&self, key: &str) -> bool {
        let gone = [
            VaultErrorKind::VaultNotFound,
            VaultErrorKind::KeyNotFound,
            VaultErrorKind::VersionNotFound,
        ];
        KeyUri::stored(key).is_ok_and(|uri| {
            self.ground.roots().is_embedded(&uri)
                && self
                    .ground
                    .vaults()
                    .inspect_key(&uri)
                    .is_err_and(|error| gone.contains(&error.kind))
        })
    }
}
