//! The keys of one object: data key, its wrap, its commitment, and the frame key.

use super::Layout;
use super::header::{Form, Header, PREFIX, refused};
use crate::aead::{Aead, NONCE, TAG};
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::digest;
use crate::encoding::{canonical, put};
use crate::error::CryptoError;
use crate::error::Result;
use crate::kdf;
use crate::memory::SecretBytes;
use crate::memory::SecretKey;
use crate::random::random;
use subtle::ConstantTimeEq;

/// Length of a wrapped data key, in bytes.
pub const WRAPPED_KEY_LEN: usize = SecretKey::LEN + TAG;

/// A wrapped data key, as the detached form leaves it with the caller.
pub type WrappedKey = [u8; WRAPPED_KEY_LEN];

/// The key that an object is sealed under, and what the header calls it.
#[derive(Clone, Copy, Debug)]
pub struct ScopeKey<'a> {
    /// The key.
    pub key: &'a SecretKey,
    /// Its identifier, 16 bytes.
    pub scope: [u8; 16],
    /// Its version.
    pub version: u32,
    /// What was prepared of the key, by those who seal or open many objects under it.
    pub prepared: Option<&'a PreparedKey>,
}

/// A scope key, prepared: what every object's keys under it begin with, in locked memory like the
/// key itself.
pub struct PreparedKey(SecretKey);

impl PreparedKey {
    /// Prepares a key.
    ///
    /// # Errors
    /// [`CryptoError::Internal`] only.
    pub fn new(backend: Backend, key: &SecretKey) -> Result<Self> {
        Ok(Self(kdf::extract(backend, key)?))
    }
}

impl std::fmt::Debug for PreparedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PreparedKey(..)")
    }
}

/// What is random about an object.
pub(crate) struct Fresh {
    pub(crate) object_id: [u8; 32],
    pub(crate) data_key: SecretKey,
}

impl Fresh {
    pub(super) fn new() -> Result<Self> {
        // One draw for both: each has a fixed cost.
        let drawn = SecretBytes::fill(2 * SecretKey::LEN, random)?;
        let (id, key) = drawn.expose().split_first_chunk().ok_or(CryptoError::Random)?;
        Ok(Self { object_id: *id, data_key: SecretKey::from_slice(key)? })
    }
}

/// The nonce of every data-key wrap. The wrap key belongs to one object id and so wraps one data
/// key.
const WRAP_NONCE: [u8; NONCE] = [0; NONCE];

/// What the frames of an object are sealed with.
pub(super) struct ObjectKeys {
    pub(super) frame_key: Aead,
    pub(super) binding: [u8; 32],
}

/// A new object's keys, header bytes and wrapped data key.
pub(super) struct Start {
    pub(super) keys: ObjectKeys,
    pub(super) common: [u8; 96],
    pub(super) wrapped: WrappedKey,
}

pub(super) fn start(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    form: Form,
    layout: Layout,
    fresh: &Fresh,
) -> Result<Start> {
    let header = Header {
        form,
        layout,
        scope: scope.scope,
        scope_version: scope.version,
        object_id: fresh.object_id,
        commitment: [0; 32],
    };
    let prefix = header.prefix();
    let binding = binding(&prefix, &fresh.object_id, context);
    let mut wrapped = [0; WRAPPED_KEY_LEN];
    if let Some((data, tag)) = wrapped.split_last_chunk_mut::<TAG>() {
        let key = wrap_key(backend, scope, &prefix, &binding)?;
        *tag = key.seal_into(&WRAP_NONCE, &binding, fresh.data_key.expose(), data)?;
    }
    let (frame_key, commitment) = derive(backend, &fresh.data_key, &binding)?;
    let mut common = [0; 96];
    put(&mut common, &[&prefix, &commitment]);
    Ok(Start { keys: ObjectKeys { frame_key, binding }, common, wrapped })
}

/// The keys of an existing object: stages `header` (the scope key is the one named), `data-key` and
/// `commitment`.
pub(super) fn recover(
    backend: Backend,
    scope: &ScopeKey<'_>,
    context: &EncryptionContext,
    header: &Header,
    wrapped: &[u8],
) -> Result<ObjectKeys> {
    if header.scope != scope.scope || header.scope_version != scope.version {
        return Err(refused("it names another scope key or version than the one given"));
    }
    let prefix = header.prefix();
    let binding = binding(&prefix, &header.object_id, context);
    let wrapped: &WrappedKey = wrapped.try_into().map_err(|_| CryptoError::DataKey)?;
    let (data, tag) = wrapped.split_last_chunk::<TAG>().ok_or(CryptoError::DataKey)?;
    let wrap_key = wrap_key(backend, scope, &prefix, &binding)?;
    let data_key = SecretKey::fill(|out| wrap_key.open_into(&WRAP_NONCE, &binding, data, tag, out))
        .map_err(|_| CryptoError::DataKey)?;
    let (frame_key, commitment) = derive(backend, &data_key, &binding)?;
    let committed: bool = commitment.ct_eq(&header.commitment).into();
    if committed { Ok(ObjectKeys { frame_key, binding }) } else { Err(CryptoError::Commitment) }
}

/// The wrapped data key of an object: in its header, or given.
///
/// # Errors
/// [`CryptoError::Header`] if it is given for an attached object or missing for a detached one.
pub(super) fn wrapped_of<'a>(
    header: &Header,
    object: &'a [u8],
    given: Option<&'a [u8]>,
) -> Result<&'a [u8]> {
    match (header.form, given) {
        (Form::Attached, None) => {
            object.get(96..header.len()).ok_or(refused("it is shorter than a header"))
        }
        (Form::Detached, Some(wrapped)) => Ok(wrapped),
        (Form::Attached, Some(_)) => {
            Err(refused("it is attached, but a wrapped data key was given apart"))
        }
        (Form::Detached, None) => {
            Err(refused("it is detached: the wrapped data key must be given"))
        }
    }
}

/// What every part of the body depends on: all of the prefix but form and scope key, and the
/// context.
fn binding(prefix: &[u8; PREFIX], object_id: &[u8; 32], context: &EncryptionContext) -> [u8; 32] {
    let [m0, m1, m2, m3, m4, m5, m6, version, suite, _form, frame, group, ..] = *prefix;
    let kind = [m0, m1, m2, m3, m4, m5, m6, version, suite, frame, group];
    digest::sha256(&canonical(
        "customer-key/v1/object/binding",
        &[&kind, object_id, context.as_bytes()],
    ))
}

fn wrap_key(
    backend: Backend,
    scope: &ScopeKey<'_>,
    prefix: &[u8; PREFIX],
    binding: &[u8; 32],
) -> Result<Aead> {
    let (label, parts) = ("customer-key/v1/object/wrap-key", &[prefix.as_slice(), binding]);
    let key = SecretKey::fill(|out| match scope.prepared {
        Some(PreparedKey(prk)) => kdf::expand(backend, prk, label, parts, out),
        None => kdf::hkdf(backend, scope.key.expose(), label, parts, out),
    })?;
    Aead::new(backend, key.expose())
}

/// Frame key and commitment.
fn derive(backend: Backend, data_key: &SecretKey, binding: &[u8; 32]) -> Result<(Aead, [u8; 32])> {
    let both = SecretBytes::fill(2 * SecretKey::LEN, |out| {
        kdf::hkdf(backend, data_key.expose(), "customer-key/v1/object/keys", &[binding], out)
    })?;
    let (frame_key, rest) = both.expose().split_first_chunk().ok_or(CryptoError::Commitment)?;
    let commitment = rest.first_chunk().ok_or(CryptoError::Commitment)?;
    Ok((Aead::new(backend, frame_key)?, *commitment))
}
