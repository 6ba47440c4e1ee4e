//! One key as DER: PKCS#8, encrypted or not, or PKCS#1.

use super::{KeyFileError, Result};
use crate::memory::SecretBytes;
use crate::memory::stack::burning;
use crate::rsa::{RsaParts, RsaPublicKey};
use ::rsa::pkcs1;
use ::rsa::pkcs1::der::Decode as _;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;
use pkcs8::{EncryptedPrivateKeyInfoRef, ObjectIdentifier, PrivateKeyInfoRef};

/// What says that a key is an RSA key.
pub(crate) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// What a file may ask for: more would keep this process busy for long.
const MOST_ITERATIONS: u32 = 1_000_000;
const MOST_SCRYPT_BYTES: u64 = 1 << 30;
const MOST_SCRYPT_LANES: u16 = 16;

pub(super) fn read(der: &[u8], password: &[u8]) -> Result<SecretBytes> {
    if let Ok(encrypted) = EncryptedPrivateKeyInfoRef::try_from(der) {
        if !is_cheap(&encrypted.encryption_algorithm) {
            return Err(KeyFileError::Unsupported);
        }
        let opened = burning(|| encrypted.decrypt(password));
        return plain(opened.map_err(|_| KeyFileError::PasswordWrong)?.as_bytes());
    }
    plain(der)
}

fn plain(der: &[u8]) -> Result<SecretBytes> {
    if let Ok(document) = PrivateKeyInfoRef::try_from(der) {
        if document.algorithm.oid != RSA {
            return Err(KeyFileError::NotRsa);
        }
        return numbers(document.private_key.as_bytes());
    }
    if is_elliptic(der) { Err(KeyFileError::NotRsa) } else { numbers(der) }
}

/// A key of an elliptic curve in its own form: a sequence of the version 1 and octets.
fn is_elliptic(der: &[u8]) -> bool {
    let is_it = |inside: &[u8]| inside.starts_with(&[0x02, 0x01, 0x01, 0x04]);
    der.first() == Some(&0x30) && der.get(2..).is_some_and(is_it)
        || der.starts_with(&[0x30, 0x81]) && der.get(3..).is_some_and(is_it)
}

/// The numbers of a PKCS#1 document in a document of our own: nothing else of it comes along.
fn numbers(pkcs1: &[u8]) -> Result<SecretBytes> {
    let key = pkcs1::RsaPrivateKey::from_der(pkcs1).map_err(|_| KeyFileError::NotAKeyFile)?;
    RsaPublicKey::from_components(key.modulus.as_bytes(), key.public_exponent.as_bytes())?;
    let parts = RsaParts {
        modulus: key.modulus.as_bytes(),
        exponent: key.public_exponent.as_bytes(),
        private_exponent: key.private_exponent.as_bytes(),
        primes: [key.prime1.as_bytes(), key.prime2.as_bytes()],
        exponents: [key.exponent1.as_bytes(), key.exponent2.as_bytes()],
        coefficient: key.coefficient.as_bytes(),
    };
    Ok(parts.to_pkcs8()?)
}

fn is_cheap(scheme: &EncryptionScheme) -> bool {
    let EncryptionScheme::Pbes2(parameters) = scheme else { return false };
    match &parameters.kdf {
        Kdf::Pbkdf2(kdf) => kdf.iteration_count <= MOST_ITERATIONS,
        Kdf::Scrypt(kdf) => {
            let bytes = u64::from(kdf.block_size).checked_mul(128);
            let bytes = bytes.and_then(|bytes| bytes.checked_mul(kdf.cost_parameter));
            kdf.parallelization <= MOST_SCRYPT_LANES
                && bytes.is_some_and(|bytes| bytes <= MOST_SCRYPT_BYTES)
        }
        _ => false,
    }
}
