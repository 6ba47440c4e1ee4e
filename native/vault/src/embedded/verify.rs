//! Looking at every file before somebody depends on it.

use super::{EmbeddedVaults, refusal};
use crate::error::VaultError;

/// What [`EmbeddedVaults::verify`] found in one vault's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The vault's lower-case name.
    pub vault: String,
    /// What is wrong with it, if anything.
    pub result: Result<(), VaultError>,
}

impl EmbeddedVaults {
    /// Reads and verifies every vault's file, whether it is the newest, the chain of its log with
    /// all segments, that of the uses of its keys, and every sealed private key in it. One result a file, so that one damaged
    /// vault does not hide the others.
    ///
    /// # Errors
    /// `Io` if the folder cannot be listed.
    pub fn verify(&self) -> Result<Vec<Verified>, VaultError> {
        let names = self.names()?;
        Ok(names
            .into_iter()
            .map(|vault| Verified { result: self.verify_one(&vault), vault })
            .collect())
    }

    fn verify_one(&self, name: &str) -> Result<(), VaultError> {
        self.forget(name);
        let Some(loaded) = self.load(name)? else { return Ok(()) };
        self.walk_log(&loaded, &mut |_, _| {})?;
        self.walk_uses(&loaded, &mut |_| {})?;
        if let Some(hsm) = &loaded.record.hsm {
            hsm.domain.secret(&loaded.keyring).map_err(|_| {
                refusal::damaged(&self.folder.file(name), "its security domain does not open")
            })?;
        }
        for key in loaded.record.keys.values() {
            for version in &key.versions {
                loaded.keyring.unseal(&key.name, &version.version, &version.sealed).map_err(
                    |_| {
                        let what = format!(
                            "the private key of {}/{} does not open",
                            key.name, version.version
                        );
                        refusal::damaged(&self.folder.file(name), &what)
                    },
                )?;
            }
        }
        Ok(())
    }
}
