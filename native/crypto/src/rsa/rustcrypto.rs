//! RSA by the `rsa` crate. RUSTSEC-2023-0071 applies to [`unwrap`]: its timing can tell about the
//! key; blinding narrows that.

use super::{REFUSED, RsaPublicKey, RsaSize, WrapAlgorithm, bad_key};
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretBytes;
use crate::memory::Wiped;
use crate::memory::overwrite_freed;
use crate::memory::stack::burning;
use crate::random::SystemRandom;
use ::rsa::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding,
};
use ::rsa::traits::PublicKeyParts;
use ::rsa::{BigUint, Oaep, RsaPrivateKey};

pub(super) fn generate(size: RsaSize) -> Result<Box<RsaPrivateKey>> {
    let bits = usize::try_from(size.bits()).map_err(|_| internal("RSA key generation"))?;
    burning(|| RsaPrivateKey::new(&mut SystemRandom, bits).map(Box::new))
        .map_err(|_| internal("RSA key generation"))
}

pub(super) fn from_pkcs8(der: &[u8]) -> Result<Box<RsaPrivateKey>> {
    let key = burning(|| RsaPrivateKey::from_pkcs8_der(der).map(Box::new));
    let key = key.map_err(|_| bad_key("it is not an RSA key in PKCS#8"))?;
    key.validate().map_err(|_| bad_key("its parts do not belong together"))?;
    Ok(key)
}

pub(super) fn to_pkcs8(key: &RsaPrivateKey) -> Result<SecretBytes> {
    let der = key.to_pkcs8_der().map_err(|_| internal("PKCS#8 encoding"))?;
    SecretBytes::from_slice(der.as_bytes())
}

pub(super) fn public(key: &RsaPrivateKey) -> Result<RsaPublicKey> {
    RsaPublicKey::from_components(&key.n().to_bytes_be(), &key.e().to_bytes_be())
}

pub(super) fn public_from_der(der: &[u8]) -> Result<RsaPublicKey> {
    let key = ::rsa::RsaPublicKey::from_public_key_der(der)
        .map_err(|_| bad_key("it is not an RSA public key"))?;
    RsaPublicKey::from_components(&key.n().to_bytes_be(), &key.e().to_bytes_be())
}

pub(super) fn public_der(key: &RsaPublicKey) -> Result<Vec<u8>> {
    let der = native(key)?.to_public_key_der().map_err(|_| internal("public key encoding"))?;
    Ok(der.as_bytes().to_vec())
}

pub(super) fn public_pem(key: &RsaPublicKey) -> Result<String> {
    native(key)?.to_public_key_pem(LineEnding::LF).map_err(|_| internal("public key encoding"))
}

pub(super) fn wrap(
    key: &RsaPublicKey,
    algorithm: WrapAlgorithm,
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    native(key)?
        .encrypt(&mut SystemRandom, oaep(algorithm), plaintext)
        .map_err(|_| internal("RSA-OAEP"))
}

pub(super) fn unwrap(
    key: &RsaPrivateKey,
    algorithm: WrapAlgorithm,
    wrapped: &[u8],
) -> Result<SecretBytes> {
    let plain = burning(|| key.decrypt_blinded(&mut SystemRandom, oaep(algorithm), wrapped));
    // The crate frees its copies of the padded plaintext, each as long as the modulus.
    overwrite_freed(wrapped.len());
    SecretBytes::from_slice(&Wiped(plain.map_err(|_| REFUSED)?).0)
}

fn native(key: &RsaPublicKey) -> Result<::rsa::RsaPublicKey> {
    ::rsa::RsaPublicKey::new(
        BigUint::from_bytes_be(key.modulus()),
        BigUint::from_bytes_be(key.exponent()),
    )
    .map_err(|_| bad_key("its modulus or exponent is not sound"))
}

fn oaep(algorithm: WrapAlgorithm) -> Oaep {
    match algorithm {
        WrapAlgorithm::RsaOaep256 => Oaep::new::<sha2::Sha256>(),
        WrapAlgorithm::RsaOaep => Oaep::new::<sha1::Sha1>(),
    }
}

fn internal(operation: &'static str) -> CryptoError {
    CryptoError::Internal { operation, backend: "rustcrypto" }
}
