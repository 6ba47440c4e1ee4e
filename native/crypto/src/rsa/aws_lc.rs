//! RSA by aws-lc-rs.

use super::{REFUSED, RsaPublicKey, RsaSize, TokenSignature, WrapAlgorithm, bad_key, rustcrypto};
use crate::error::CryptoError;
use crate::error::Result;
use crate::memory::SecretBytes;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPrivateDecryptingKey,
    OaepPublicEncryptingKey, PrivateDecryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
};

pub(super) struct Private {
    key: PrivateDecryptingKey,
    oaep: OaepPrivateDecryptingKey,
}

impl Private {
    pub(super) fn generate(size: RsaSize) -> Result<Self> {
        let size = match size {
            RsaSize::Rsa2048 => KeySize::Rsa2048,
            RsaSize::Rsa3072 => KeySize::Rsa3072,
            RsaSize::Rsa4096 => KeySize::Rsa4096,
        };
        Self::of(PrivateDecryptingKey::generate(size).map_err(|_| internal("RSA key generation"))?)
    }

    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self> {
        Self::of(
            PrivateDecryptingKey::from_pkcs8(der)
                .map_err(|_| bad_key("it is not an RSA key in PKCS#8"))?,
        )
    }

    fn of(key: PrivateDecryptingKey) -> Result<Self> {
        // The clone shares the key; it copies nothing.
        let oaep =
            OaepPrivateDecryptingKey::new(key.clone()).map_err(|_| internal("RSA key set-up"))?;
        Ok(Self { key, oaep })
    }

    pub(super) fn to_pkcs8(&self) -> Result<SecretBytes> {
        let der: Pkcs8V1Der<'_> = self.key.as_der().map_err(|_| internal("PKCS#8 encoding"))?;
        SecretBytes::from_slice(der.as_ref())
    }

    pub(super) fn public(&self) -> Result<RsaPublicKey> {
        let der: PublicKeyX509Der<'_> =
            self.key.public_key().as_der().map_err(|_| internal("public key encoding"))?;
        rustcrypto::public_from_der(der.as_ref())
    }

    pub(super) fn unwrap(&self, algorithm: WrapAlgorithm, wrapped: &[u8]) -> Result<SecretBytes> {
        let mut len = 0;
        let mut plain = SecretBytes::fill(self.oaep.min_output_size(), |out| {
            len =
                self.oaep.decrypt(oaep(algorithm), wrapped, out, None).map_err(|_| REFUSED)?.len();
            Ok::<_, CryptoError>(())
        })?;
        plain.truncate(len);
        Ok(plain)
    }
}

pub(super) fn wrap(
    key: &RsaPublicKey,
    algorithm: WrapAlgorithm,
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    let der = rustcrypto::public_der(key)?;
    let key = PublicEncryptingKey::from_der(&der)
        .map_err(|_| bad_key("its modulus or exponent is not sound"))?;
    let key = OaepPublicEncryptingKey::new(key).map_err(|_| internal("RSA key set-up"))?;
    let mut out = vec![0; key.ciphertext_size()];
    let len = key
        .encrypt(oaep(algorithm), plaintext, &mut out, None)
        .map_err(|_| internal("RSA-OAEP"))?
        .len();
    out.truncate(len);
    Ok(out)
}

pub(super) fn verify(
    key: &RsaPublicKey,
    by: TokenSignature,
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    let parameters = match by {
        TokenSignature::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        TokenSignature::Ps256 => &RSA_PSS_2048_8192_SHA256,
    };
    RsaPublicKeyComponents { n: key.modulus(), e: key.exponent() }
        .verify(parameters, message, signature)
        .map_err(|_| CryptoError::Mismatch { what: "signature" })
}

fn oaep(algorithm: WrapAlgorithm) -> &'static OaepAlgorithm {
    match algorithm {
        WrapAlgorithm::RsaOaep256 => &OAEP_SHA256_MGF1SHA256,
        WrapAlgorithm::RsaOaep => &OAEP_SHA1_MGF1SHA1,
    }
}

fn internal(operation: &'static str) -> CryptoError {
    CryptoError::Internal { operation, backend: "aws-lc-rs" }
}
