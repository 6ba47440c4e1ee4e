//! What fuzzing needs of the embedded vaults: files around any content.

use super::{EmbeddedVaults, format};
use ckey_crypto::CryptoError;

impl EmbeddedVaults {
    /// A vault's file around any state and log, sealed as its writer would. `name` is in lower
    /// case.
    ///
    /// # Errors
    /// Those of deriving the vault's keys.
    pub fn sealed_file(
        &self,
        name: &str,
        id: &[u8; 16],
        generation: u64,
        (state, log): (&[u8], &[u8]),
    ) -> Result<Vec<u8>, CryptoError> {
        let mut bytes = format::encode(format::WITH_ROTATION, id, generation, state, log);
        let tag = self.root.keyring(name, id)?.file_tag(&bytes);
        bytes.extend_from_slice(&tag);
        Ok(bytes)
    }

    /// The lines of a vault's log around any records, each chained to the one before it, from the
    /// first on.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::sealed_file`].
    pub fn chained_log(
        &self,
        name: &str,
        id: &[u8; 16],
        records: &[&[u8]],
    ) -> Result<Vec<u8>, CryptoError> {
        let keyring = self.root.keyring(name, id)?;
        let (mut tag, mut log) = (keyring.log_start(), Vec::new());
        for record in records {
            tag = keyring.log_tag(&tag, record);
            log.extend_from_slice(hex::encode(tag).as_bytes());
            log.push(b' ');
            log.extend_from_slice(record);
            log.push(b'\n');
        }
        Ok(log)
    }
}
