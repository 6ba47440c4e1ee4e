//! The keys that protect one vault's file, all derived from the master key, which is kept
//! elsewhere.

use super::format::ID_BYTES;
use ckey_crypto::derive::subkey;
use ckey_crypto::digest::sha256;
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::mac::MacKey;
use ckey_crypto::{Backend, CryptoError, SecretBytes, SecretKey};

/// What all vaults' keys are derived from.
pub(super) struct Root {
    key: SecretKey,
    backend: Backend,
}

impl Root {
    pub(super) fn new(master: &SecretKey, backend: Backend) -> Result<Self, CryptoError> {
        Ok(Self { key: subkey(master, "embedded-vaults", b"")?, backend })
    }

    /// The keys of the vault with this lower-case name and id.
    pub(super) fn keyring(&self, name: &str, id: &[u8; ID_BYTES]) -> Result<Keyring, CryptoError> {
        // The id has a fixed length, so the two cannot run into each other.
        let vault = [id.as_slice(), name.as_bytes()].concat();
        let derive = |label| subkey(&self.key, label, &vault);
        Ok(Keyring {
            file: MacKey::new(&derive("vault-file")?),
            log: MacKey::new(&derive("vault-log")?),
            wrapper: KeyWrapper::new(self.backend, &derive("vault-private-keys")?)?,
            vault: format!("{name}/{}", hex::encode(id)),
        })
    }
}

impl Root {
    /// The keys of one key backup.
    pub(super) fn backup_keys(
        &self,
        id: &[u8; 16],
        subscription: &str,
        geography: &str,
    ) -> Result<BackupKeys, CryptoError> {
        // Hashing the first text gives it a fixed length, so that the two cannot run into each
        // other.
        let place =
            [id.as_slice(), &sha256(subscription.as_bytes()), geography.as_bytes()].concat();
        let key = subkey(&self.key, "key-backup", &place)?;
        Ok(BackupKeys { wrapper: KeyWrapper::new(self.backend, &key)? })
    }
}

/// The keys of one key backup: for its content and for the private keys in it.
pub(super) struct BackupKeys {
    wrapper: KeyWrapper,
}

impl BackupKeys {
    /// The keys of a backup that opens in every HSM of one security domain.
    pub(super) fn of_domain(
        backend: Backend,
        secret: &SecretKey,
        id: &[u8; 16],
    ) -> Result<Self, CryptoError> {
        let key = subkey(secret, "key-backup", id)?;
        Ok(Self { wrapper: KeyWrapper::new(backend, &key)? })
    }

    pub(super) fn seal_content(&self, content: &SecretBytes) -> Result<Vec<u8>, CryptoError> {
        self.wrapper.wrap_bytes(&WrapContext::Secret { name: "backup/content" }, content)
    }

    pub(super) fn open_content(&self, sealed: &[u8]) -> Result<SecretBytes, CryptoError> {
        self.wrapper.unwrap_bytes(&WrapContext::Secret { name: "backup/content" }, sealed)
    }

    pub(super) fn seal_private(
        &self,
        key: &str,
        version: &str,
        private: &SecretBytes,
    ) -> Result<Vec<u8>, CryptoError> {
        self.wrapper.wrap_bytes(&WrapContext::Secret { name: &Self::place(key, version) }, private)
    }

    pub(super) fn unseal_private(
        &self,
        key: &str,
        version: &str,
        sealed: &[u8],
    ) -> Result<SecretBytes, CryptoError> {
        self.wrapper.unwrap_bytes(&WrapContext::Secret { name: &Self::place(key, version) }, sealed)
    }

    fn place(key: &str, version: &str) -> String {
        format!("backup/keys/{}/{version}", key.to_ascii_lowercase())
    }
}

/// One vault's keys: for its file's seal, its log's chain and its private keys.
pub(super) struct Keyring {
    file: MacKey,
    log: MacKey,
    wrapper: KeyWrapper,
    vault: String,
}

impl Keyring {
    pub(super) fn file_tag(&self, bytes: &[u8]) -> [u8; 32] {
        self.file.tag(&[bytes])
    }

    pub(super) fn file_tag_matches(&self, bytes: &[u8], tag: &[u8; 32]) -> bool {
        self.file.verify(&[bytes], tag).is_ok()
    }

    /// What the first record of a log is chained to.
    pub(super) fn log_start(&self) -> [u8; 32] {
        self.log.tag(&[b"start", self.vault.as_bytes()])
    }

    /// What the first use of a key is chained to.
    pub(super) fn uses_start(&self) -> [u8; 32] {
        self.log.tag(&[b"uses", self.vault.as_bytes()])
    }

    pub(super) fn log_tag(&self, previous: &[u8; 32], record: &[u8]) -> [u8; 32] {
        self.log.tag(&[b"record", previous, record])
    }

    pub(super) fn log_tag_matches(
        &self,
        previous: &[u8; 32],
        record: &[u8],
        tag: &[u8; 32],
    ) -> bool {
        self.log.verify(&[b"record", previous, record], tag).is_ok()
    }

    /// Seals a private key for its place: this vault, key and version.
    pub(super) fn seal(
        &self,
        key: &str,
        version: &str,
        private: &SecretBytes,
    ) -> Result<Vec<u8>, CryptoError> {
        self.wrapper.wrap_bytes(&WrapContext::Secret { name: &self.place(key, version) }, private)
    }

    pub(super) fn unseal(
        &self,
        key: &str,
        version: &str,
        sealed: &[u8],
    ) -> Result<SecretBytes, CryptoError> {
        self.wrapper.unwrap_bytes(&WrapContext::Secret { name: &self.place(key, version) }, sealed)
    }

    /// Seals the secret of the security domain with this id.
    pub(super) fn seal_domain(
        &self,
        id: &str,
        secret: &SecretBytes,
    ) -> Result<Vec<u8>, CryptoError> {
        self.wrapper.wrap_bytes(&WrapContext::Secret { name: &self.domain(id) }, secret)
    }

    pub(super) fn unseal_domain(
        &self,
        id: &str,
        sealed: &[u8],
    ) -> Result<SecretBytes, CryptoError> {
        self.wrapper.unwrap_bytes(&WrapContext::Secret { name: &self.domain(id) }, sealed)
    }

    fn domain(&self, id: &str) -> String {
        format!("vault/{}/domain/{id}", self.vault)
    }

    fn place(&self, key: &str, version: &str) -> String {
        format!("vault/{}/keys/{}/{version}", self.vault, key.to_ascii_lowercase())
    }
}
