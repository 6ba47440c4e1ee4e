//! What a vault does for clients that it answers over the network: whoever serves them has kept
//! them waiting already, as a slow vault does, so that nobody is waited for here.

use super::EmbeddedVaults;
use super::keys::admits;
use super::operations::permission_for;
use super::state::Loaded;
use crate::caller::Asker;
use crate::cloud::VaultKind;
use crate::error::VaultError;
use crate::fault::Fault;
use crate::key::KeyOp;
use crate::root_vault::WrapResult;
use crate::uri::KeyUri;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;
use std::sync::Arc;

/// A key as a path names it: the vault's name, the key's, and a version's where one is meant.
pub type NamedKey<'a> = (&'a str, &'a str, Option<&'a str>);

impl EmbeddedVaults {
    /// [`crate::RootVault::wrap_key`] or [`EmbeddedVaults::encrypt`], as `op` says, at once.
    ///
    /// # Errors
    /// As those two; `BadParameter` for what is no name of a key or of a version; `VaultNotFound`
    /// for a managed HSM.
    pub fn encipher_at_once(
        &self,
        by: Asker<'_>,
        key: NamedKey<'_>,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        op: KeyOp,
    ) -> Result<WrapResult, VaultError> {
        let (loaded, uri) = self.admit_named(by, key, op)?;
        self.enciphered(&loaded, &uri, algorithm, plaintext, (op, by))
    }

    /// [`crate::RootVault::unwrap_key`] or [`EmbeddedVaults::decrypt`], as `op` says, at once; and
    /// which version did it.
    ///
    /// # Errors
    /// As those two; `BadParameter` for what is no name of a key or of a version; `VaultNotFound`
    /// for a managed HSM.
    pub fn decipher_at_once(
        &self,
        by: Asker<'_>,
        key: NamedKey<'_>,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        op: KeyOp,
    ) -> Result<(KeyUri, SecretBytes), VaultError> {
        let (loaded, uri) = self.admit_named(by, key, op)?;
        self.deciphered(&loaded, &uri, algorithm, ciphertext, (op, by))
    }

    /// What a vault rehearses, for whoever is about to be served; none of what is there is for a
    /// managed HSM, at whose host nobody serves. A vault that cannot be read, or that is not there,
    /// rehearses nothing: it is refused later.
    #[must_use]
    pub fn served_fault(&self, name: &str) -> Option<Fault> {
        match self.load(name) {
            Ok(Some(loaded)) if loaded.record.kind() != VaultKind::Vault => None,
            Ok(Some(loaded)) if loaded.record.deleted.is_none() => Some(loaded.record.fault),
            _ => Some(Fault::None),
        }
    }

    /// The vault, once it lets the caller in: what is due in it is done after that, and never for
    /// who is refused. Who names a version waits for no new one.
    fn admit_named(
        &self,
        by: Asker<'_>,
        key: NamedKey<'_>,
        op: KeyOp,
    ) -> Result<(Arc<Loaded>, KeyUri), VaultError> {
        let (loaded, uri) = self.admit_as_it_is(by, key, op)?;
        if uri.version().is_none() && self.keep_up(&loaded) {
            return self.admit_as_it_is(by, key, op);
        }
        Ok((loaded, uri))
    }

    /// The vault is looked at once: what it is and which host its URIs have, it says itself. A
    /// managed HSM is not found, as its host is another.
    fn admit_as_it_is(
        &self,
        by: Asker<'_>,
        (vault, name, version): NamedKey<'_>,
        op: KeyOp,
    ) -> Result<(Arc<Loaded>, KeyUri), VaultError> {
        let loaded = self.live_for(vault, None)?;
        if loaded.record.kind() != VaultKind::Vault {
            return Err(self.not_found(vault));
        }
        let uri = loaded.record.checked_uri(name, version)?;
        admits(&loaded.record, by.caller, permission_for(op), &uri)?;
        Ok((loaded, uri))
    }
}
