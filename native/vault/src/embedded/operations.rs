//! What the key hierarchy asks of a vault: get, wrap, unwrap.

use super::access::{authorize, meet_fault, refuse_while_down};
use super::record::{VaultRecord, VersionRecord};
use super::state::Loaded;
use super::uses::Use;
use super::{EmbeddedVaults, refusal};
use crate::caller::{Asker, Caller};
use crate::error::{VaultError, VaultErrorKind};
use crate::key::{KeyDescription, KeyOp, PublicKey};
use crate::permission::KeyPermission;
use crate::root_vault::{RootVault, VaultPlace, WrapResult};
use crate::uri::KeyUri;
use crate::wait::Wait;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::{RsaPublicKey, WrapAlgorithm};
use std::sync::Arc;

impl RootVault for EmbeddedVaults {
    fn get_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<KeyDescription, VaultError> {
        let loaded = self.answer(caller, uri, KeyPermission::Get, wait)?;
        loaded.record.described(uri, self.clock.now())
    }

    fn wrap_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> Result<WrapResult, VaultError> {
        self.encipher(caller, uri, algorithm, plaintext, (KeyOp::WrapKey, wait))
    }

    fn unwrap_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        self.decipher(caller, uri, algorithm, ciphertext, (KeyOp::UnwrapKey, wait))
    }

    fn check_root(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        _wait: &Wait,
    ) -> Result<KeyDescription, VaultError> {
        Self::check_root(self, caller, uri)
    }

    fn check_unwrap(&self, caller: &Caller, uri: &KeyUri, _wait: &Wait) -> Result<(), VaultError> {
        Self::check_unwrap(self, caller, uri)
    }

    fn inspect_key(&self, uri: &KeyUri, _wait: &Wait) -> Result<KeyDescription, VaultError> {
        Self::inspect_key(self, uri)
    }

    fn locate(&self, vault: &str) -> Result<Option<VaultPlace>, VaultError> {
        Ok(self
            .load(vault)?
            .filter(|loaded| loaded.record.deleted.is_none())
            .map(|loaded| loaded.record.place()))
    }
}

impl EmbeddedVaults {
    /// Whether a key would serve as the root of a policy: read, wrap and unwrap, judged as the
    /// vault is now. A slow vault is not waited for.
    ///
    /// # Errors
    /// As those three of [`RootVault`] would get.
    pub fn check_root(&self, caller: &Caller, uri: &KeyUri) -> Result<KeyDescription, VaultError> {
        would_be_root(&self.live_at(uri)?.record, caller, uri, self.clock.now())
    }

    /// Whether a key version would unwrap what it has wrapped, judged as the vault is now. A slow
    /// vault is not waited for.
    ///
    /// # Errors
    /// As [`RootVault::unwrap_key`] would get.
    pub fn check_unwrap(&self, caller: &Caller, uri: &KeyUri) -> Result<(), VaultError> {
        would_unwrap(&self.there_at(uri)?.record, caller, uri, self.clock.now())
    }

    /// Encrypts a text that is no key, as [`RootVault::wrap_key`] wraps one. Needs `encrypt`, in
    /// the policy and in the key's operations.
    ///
    /// # Errors
    /// As [`RootVault::wrap_key`].
    pub fn encrypt(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> Result<WrapResult, VaultError> {
        self.encipher(caller, uri, algorithm, plaintext, (KeyOp::Encrypt, wait))
    }

    /// Decrypts what [`EmbeddedVaults::encrypt`] gave. Needs `decrypt`, in the policy and in the
    /// key's operations.
    ///
    /// # Errors
    /// As [`RootVault::unwrap_key`].
    pub fn decrypt(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        self.decipher(caller, uri, algorithm, ciphertext, (KeyOp::Decrypt, wait))
    }

    /// Whether a key version would do this, judged as the vault is now. A slow vault is not waited
    /// for. The answer is the version.
    ///
    /// # Errors
    /// As the operation would get, but for what depends on the text.
    pub fn check_operation(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        op: KeyOp,
    ) -> Result<KeyUri, VaultError> {
        let (loaded, now) = (self.admit_to(caller, uri, permission_for(op))?, self.clock.now());
        let (uri, version) = usable_version(&loaded.record, uri, op, now)?;
        if matches!(op, KeyOp::WrapKey | KeyOp::Encrypt) {
            check_validity(version, &uri, op, now)?;
        }
        Ok(uri)
    }

    fn encipher(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        (op, wait): (KeyOp, &Wait),
    ) -> Result<WrapResult, VaultError> {
        let loaded = self.answer(caller, uri, permission_for(op), wait)?;
        let by = Asker { caller, request: wait.request };
        self.enciphered(&loaded, uri, algorithm, plaintext, (op, by))
    }

    /// What a vault answers that has let the caller in.
    pub(super) fn enciphered(
        &self,
        loaded: &Loaded,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        (op, by): (KeyOp, Asker<'_>),
    ) -> Result<WrapResult, VaultError> {
        let now = self.clock.now();
        let (uri, version) = usable_version(&loaded.record, uri, op, now)?;
        check_validity(version, &uri, op, now)?;
        let PublicKey::Rsa { modulus, exponent } = &version.public else {
            return Err(refusal::not_rsa(&uri));
        };
        let fail = |error: &dyn std::fmt::Display| {
            refusal::bad(
                &uri,
                format!(
                    "The vault could not wrap {} bytes under {}: {error}.",
                    plaintext.len(),
                    algorithm.as_str()
                ),
                "Wrap at most the modulus length less 66 bytes (RSA-OAEP-256) or less 42 (RSA-OAEP).",
            )
        };
        let public =
            RsaPublicKey::from_components(modulus, exponent).map_err(|error| fail(&error))?;
        let value =
            public.wrap(self.backend, algorithm, plaintext).map_err(|error| fail(&error))?;
        self.record_use(loaded, &Use { by, op, uri: &uri, algorithm: algorithm.as_str() })?;
        Ok(WrapResult { uri, algorithm, value })
    }

    fn decipher(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        (op, wait): (KeyOp, &Wait),
    ) -> Result<SecretBytes, VaultError> {
        let loaded = self.answer(caller, uri, permission_for(op), wait)?;
        let by = Asker { caller, request: wait.request };
        self.deciphered(&loaded, uri, algorithm, ciphertext, (op, by)).map(|(_, plain)| plain)
    }

    /// What a vault answers that has let the caller in, and which version did it.
    pub(super) fn deciphered(
        &self,
        loaded: &Loaded,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        (op, by): (KeyOp, Asker<'_>),
    ) -> Result<(KeyUri, SecretBytes), VaultError> {
        let (uri, version) = usable_version(&loaded.record, uri, op, self.clock.now())?;
        if !version.key_type.is_rsa() {
            return Err(refusal::not_rsa(&uri));
        }
        let key = loaded.record.live_key(uri.key(), self.clock.now())?;
        let private = self.open_private_key(loaded, &key.name, version)?;
        let plain = private.unwrap(algorithm, ciphertext).map_err(|_| {
            VaultError::new(
                VaultErrorKind::BadCiphertext,
                "The ciphertext does not open under this key version.",
                &uri,
                "Unwrap with the key version that wrapped; if that is this one, the stored wrap is damaged.",
            )
        })?;
        self.record_use(loaded, &Use { by, op, uri: &uri, algorithm: algorithm.as_str() })?;
        Ok((uri, plain))
    }

    /// The vault's state when it gets to answering: after its rehearsed slowness, within the
    /// caller's wait, if it lets the caller in.
    fn answer(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        permission: KeyPermission,
        wait: &Wait,
    ) -> Result<Arc<Loaded>, VaultError> {
        wait.check(uri)?;
        meet_fault(&self.there_at(uri)?.record, wait, uri)?;
        // Read again: a slow vault may have been changed while it kept the caller waiting. Who names
        // a version waits for no new one.
        let loaded = match uri.version() {
            Some(_) => self.there_at(uri)?,
            None => self.live_at(uri)?,
        };
        refuse_while_down(&loaded.record, uri)?;
        authorize(&loaded.record, caller, permission, uri)?;
        Ok(loaded)
    }
}

/// Whether a key of a vault that is there would serve as the root of a policy.
pub(super) fn would_be_root(
    record: &VaultRecord,
    caller: &Caller,
    uri: &KeyUri,
    now: i64,
) -> Result<KeyDescription, VaultError> {
    refuse_while_down(record, uri)?;
    authorize(record, caller, KeyPermission::Get, uri)?;
    let described = record.described(uri, now)?;
    if !described.key_type.is_rsa() {
        return Ok(described);
    }
    authorize(record, caller, KeyPermission::WrapKey, &described.uri)?;
    let (version_uri, version) = usable_version(record, &described.uri, KeyOp::WrapKey, now)?;
    check_validity(version, &version_uri, KeyOp::WrapKey, now)?;
    authorize(record, caller, KeyPermission::UnwrapKey, &version_uri)?;
    usable_version(record, &version_uri, KeyOp::UnwrapKey, now)?;
    Ok(described)
}

/// Whether a vault that is there would unwrap with this key version.
pub(super) fn would_unwrap(
    record: &VaultRecord,
    caller: &Caller,
    uri: &KeyUri,
    now: i64,
) -> Result<(), VaultError> {
    refuse_while_down(record, uri)?;
    would_unwrap_once_up(record, caller, uri, now)
}

/// The same, whether or not the vault answers now.
pub(super) fn would_unwrap_once_up(
    record: &VaultRecord,
    caller: &Caller,
    uri: &KeyUri,
    now: i64,
) -> Result<(), VaultError> {
    authorize(record, caller, KeyPermission::UnwrapKey, uri)?;
    usable_version(record, uri, KeyOp::UnwrapKey, now).map(drop)
}

/// What a caller needs for an operation of a key; whatever no caller asks for needs everything.
pub(super) const fn permission_for(op: KeyOp) -> KeyPermission {
    match op {
        KeyOp::Encrypt => KeyPermission::Encrypt,
        KeyOp::Decrypt => KeyPermission::Decrypt,
        KeyOp::WrapKey => KeyPermission::WrapKey,
        KeyOp::UnwrapKey => KeyPermission::UnwrapKey,
        KeyOp::Sign => KeyPermission::Sign,
        KeyOp::Verify => KeyPermission::Verify,
        KeyOp::Import => KeyPermission::Import,
        KeyOp::Export => KeyPermission::All,
    }
}

/// The version a URI means, if it may be used for `op` at all.
pub(super) fn usable_version<'a>(
    record: &'a VaultRecord,
    uri: &KeyUri,
    op: KeyOp,
    now: i64,
) -> Result<(KeyUri, &'a VersionRecord), VaultError> {
    let key = record.live_key(uri.key(), now)?;
    let version = record.version_of(key, uri.version())?;
    let uri = record.uri_at(&key.name, Some(&version.version));
    if !version.enabled {
        return Err(refusal::key_disabled(&uri, op));
    }
    if !version.ops.contains(&op) {
        let wraps = !matches!(op, KeyOp::Sign | KeyOp::Verify);
        return Err(if wraps && !version.key_type.is_rsa() {
            refusal::not_rsa(&uri)
        } else {
            refusal::operation_not_permitted(&uri, op)
        });
    }
    Ok((uri, version))
}

/// Validity bounds wrap alone: what was wrapped can always be unwrapped (rules 3.4.5 and 3.4.6).
pub(super) fn check_validity(
    version: &VersionRecord,
    uri: &KeyUri,
    op: KeyOp,
    now: i64,
) -> Result<(), VaultError> {
    if let Some(expires) = version.expires.filter(|&expires| expires <= now) {
        return Err(refusal::key_expired(uri, op, expires));
    }
    if let Some(not_before) = version.not_before.filter(|&not_before| now < not_before) {
        return Err(refusal::key_not_yet_valid(uri, op, not_before));
    }
    Ok(())
}
