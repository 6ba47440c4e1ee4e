//! What a vault does for clients that it answers over the network: whoever serves them has kept
//! them waiting already, as a slow vault does, so that nobody is waited for here.

use super::EmbeddedVaults;
use super::operations::permission_for;
use crate::caller::Asker;
use crate::error::VaultError;
use crate::key::KeyOp;
use crate::root_vault::WrapResult;
use crate::uri::KeyUri;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;

impl EmbeddedVaults {
    /// [`crate::RootVault::wrap_key`] or [`EmbeddedVaults::encrypt`], as `op` says, at once.
    ///
    /// # Errors
    /// As those two.
    pub fn encipher_at_once(
        &self,
        by: Asker<'_>,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        op: KeyOp,
    ) -> Result<WrapResult, VaultError> {
        let loaded = self.admit_to(by.caller, uri, permission_for(op))?;
        self.enciphered(&loaded, uri, algorithm, plaintext, (op, by))
    }

    /// [`crate::RootVault::unwrap_key`] or [`EmbeddedVaults::decrypt`], as `op` says, at once; and
    /// which version did it.
    ///
    /// # Errors
    /// As those two.
    pub fn decipher_at_once(
        &self,
        by: Asker<'_>,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        op: KeyOp,
    ) -> Result<(KeyUri, SecretBytes), VaultError> {
        let loaded = self.admit_to(by.caller, uri, permission_for(op))?;
        self.deciphered(&loaded, uri, algorithm, ciphertext, (op, by))
    }
}
