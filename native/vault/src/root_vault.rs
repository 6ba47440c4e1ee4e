//! The one trait behind which root keys live.

use crate::caller::Caller;
use crate::error::VaultError;
use crate::key::{KeyDescription, KeyOp};
use crate::uri::KeyUri;
use crate::vault::Sku;
use crate::wait::Wait;
use ckey_crypto::{SecretBytes, rsa::WrapAlgorithm};
use std::time::Duration;

/// What a wrap gave: the ciphertext, and which key version made it. Keep the URI: unwrap needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrapResult {
    /// The key that wrapped, with version.
    pub uri: KeyUri,
    /// The algorithm used.
    pub algorithm: WrapAlgorithm,
    /// The ciphertext, as long as the key's modulus.
    pub value: Vec<u8>,
}

/// Where a vault is, as its owner's subscription sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultPlace {
    /// Subscription id.
    pub subscription: String,
    /// Resource group.
    pub resource_group: String,
    /// Region.
    pub location: String,
    /// SKU.
    pub sku: Sku,
    /// Directory (tenant) id.
    pub tenant_id: String,
}

/// Root keys in key vaults: what the key hierarchy asks of whichever provider holds them.
///
/// Implementations answer within the given [`Wait`]: past its deadline with `TimedOut`, cancelled
/// with `Cancelled` within 20 ms. The caller's permissions are judged on every call. A URI without
/// a version means the key's current version: the newest by order of creation, never by date.
pub trait RootVault: Send + Sync {
    /// Reads a key's public part and attributes; works on a disabled key too. Needs the permission
    /// `get`.
    ///
    /// # Errors
    /// Any of [`crate::VaultErrorKind`] that rule 3.4 classifies.
    fn get_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<KeyDescription, VaultError>;

    /// Wraps `plaintext` (at most modulus − 66 bytes under RSA-OAEP-256, − 42 under RSA-OAEP).
    /// Needs `wrapKey`, in the policy and in the key's operations, and an enabled key inside its
    /// dates.
    ///
    /// # Errors
    /// Any of [`crate::VaultErrorKind`] that rule 3.4 classifies; `BadParameter` when the plaintext
    /// is too long.
    fn wrap_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> Result<WrapResult, VaultError>;

    /// Unwraps `ciphertext`, as long as the key's modulus. Needs `unwrapKey`, in the policy and in
    /// the key's operations, and an enabled key; its dates do not matter (rules 3.4.5 and 3.4.6).
    ///
    /// # Errors
    /// Any of [`crate::VaultErrorKind`] that rule 3.4 classifies; `BadCiphertext` when it does not
    /// open.
    fn unwrap_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError>;

    /// Whether a key would serve as the root of a policy, as far as its vault says so without
    /// wrapping anything: nothing of it is in the record of the key's uses.
    ///
    /// # Errors
    /// As get, wrap and unwrap would get.
    fn check_root(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> Result<KeyDescription, VaultError>;

    /// Whether a key version would unwrap what it has wrapped, as far as its vault says so without
    /// unwrapping anything.
    ///
    /// # Errors
    /// As [`RootVault::unwrap_key`] would get.
    fn check_unwrap(&self, caller: &Caller, uri: &KeyUri, wait: &Wait) -> Result<(), VaultError>;

    /// A key as its vault has it, for checks of a configuration; whoever may see it, where the
    /// vault lets that be asked.
    ///
    /// # Errors
    /// As [`RootVault::get_key`].
    fn inspect_key(&self, uri: &KeyUri, wait: &Wait) -> Result<KeyDescription, VaultError>;

    /// Takes the next turn at a vault for one of many questions, and says how long it is until
    /// then: work that asks only then stays within what the service allows, and leaves room for
    /// who reads. `modulus` is that of the key, in bytes. A vault without limits is asked at once.
    fn turn(&self, _uri: &KeyUri, _op: KeyOp, _modulus: usize) -> Duration {
        Duration::ZERO
    }

    /// Who asks the vault of a key, as its directory calls it by an object id, once it has been
    /// asked. `None` where the caller itself is judged, and where nothing tells who asks.
    fn asker(&self, _uri: &KeyUri) -> Option<String> {
        None
    }

    /// For how long the vault of a key may say that the key is not there while it is only being
    /// deleted: whoever gives a key up for lost asks again after that.
    fn settles_within(&self, _uri: &KeyUri) -> Duration {
        Duration::ZERO
    }

    /// Where a vault is. Needs no permission; `None` for a vault that does not exist or is deleted,
    /// and where its vault cannot be asked for that.
    ///
    /// # Errors
    /// Those of a vault that cannot say: who must know where it is must not take that for
    /// "nowhere".
    fn locate(&self, vault: &str) -> Result<Option<VaultPlace>, VaultError>;
}
