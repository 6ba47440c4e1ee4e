//! What the keys of vaults that were purged were used for. The files of their uses stay, by the id
//! in their name: they are evidence, and hold no secrets. What was cut off at the end of one is not
//! found, as no vault names the last use any more.

use super::EmbeddedVaults;
use super::format::ID_BYTES;
use super::refusal;
use super::uses::{OF_USES, name_of_uses};
use crate::error::VaultError;
use crate::log_record::LogRecord;
use std::collections::BTreeSet;

impl EmbeddedVaults {
    /// Lower-case names of vaults that were purged and whose keys were used, sorted.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn purged_and_used(&self) -> Result<Vec<String>, VaultError> {
        let names: BTreeSet<String> = self.past()?.into_iter().map(|(name, _)| name).collect();
        Ok(names.into_iter().collect())
    }

    /// The uses of the keys of all purged vaults of a name, of each oldest first, their chains
    /// verified; none where there was no such vault. Needs no permission.
    ///
    /// # Errors
    /// `Damaged` if a record does not belong to its chain; `Io`; `CryptoFailed`.
    pub fn uses_before(
        &self,
        name: &str,
        visit: &mut dyn FnMut(LogRecord),
    ) -> Result<(), VaultError> {
        let name = name.to_ascii_lowercase();
        let mut vaults = Vec::new();
        for (_, id) in self.past()?.into_iter().filter(|(past, _)| *past == name) {
            let keyring = self.root.keyring(&name, &id).map_err(|error| {
                refusal::crypto(&self.folder.file(&name).display(), "deriving its keys", &error)
            })?;
            let mut uses = Vec::new();
            let files = name_of_uses(&name, &id);
            self.walk_use_files(&files, &keyring, None, &mut |used| uses.push(used))?;
            vaults.push(uses);
        }
        vaults.sort_by_key(|uses| uses.first().map(|used| used.at));
        vaults.into_iter().flatten().for_each(visit);
        Ok(())
    }

    /// Names and ids of the vaults of which there are uses and no file.
    fn past(&self) -> Result<BTreeSet<(String, [u8; ID_BYTES])>, VaultError> {
        let failed = |error: std::io::Error| refusal::io(self.folder.path(), "listed", &error);
        let mut past = BTreeSet::new();
        for entry in std::fs::read_dir(self.folder.path()).map_err(failed)? {
            let file = entry.map_err(failed)?.file_name();
            past.extend(file.to_str().and_then(of_file));
        }
        let mut there = BTreeSet::new();
        for name in past.iter().map(|(name, _)| name).collect::<BTreeSet<_>>() {
            there.extend(self.load(name)?.map(|loaded| (name.clone(), loaded.id)));
        }
        past.retain(|one| !there.contains(one));
        Ok(past)
    }
}

/// Which vault a file of uses is of.
fn of_file(file: &str) -> Option<(String, [u8; ID_BYTES])> {
    let (name, rest) = file.rsplit_once(OF_USES)?;
    let (id, _) = rest.split_once('-')?;
    let mut bytes = [0; ID_BYTES];
    hex::decode_to_slice(id, &mut bytes).ok()?;
    Some((name.to_owned(), bytes))
}

#[cfg(test)]
mod tests {
    use super::of_file;

    #[test]
    fn a_file_of_uses_names_its_vault_and_nothing_else_does() {
        let id = "0123456789abcdef0123456789abcdef";
        let found = of_file(&format!("contoso-a.uses-{id}-0001")).unwrap_or_default();
        assert_eq!((found.0.as_str(), found.1[0]), ("contoso-a", 1));
        for other in ["contoso-a.vault", "contoso-a.log-0001", "a.uses-12-0001", ".uses.lock"] {
            assert_eq!(of_file(other), None, "{other}");
        }
    }
}
