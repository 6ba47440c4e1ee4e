//! Signing digests, and verifying signatures of them.

use super::operations::{check_validity, permission_for, usable_version};
use super::record::VersionRecord;
use super::state::Loaded;
use super::uses::Use;
use super::{EmbeddedVaults, refusal};
use crate::caller::Asker;
use crate::error::VaultError;
use crate::key::{KeyOp, PublicKey};
use crate::signature::{SignResult, SignatureAlgorithm};
use crate::uri::KeyUri;
use aws_lc_rs::digest::{self, Digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaParameters, UnparsedPublicKey,
};

impl EmbeddedVaults {
    /// Signs a digest. Needs `sign`, in the policy and in the key's operations, and an enabled key
    /// inside its dates.
    ///
    /// # Errors
    /// As [`crate::RootVault::wrap_key`]; `BadParameter` for a digest of another length, or an
    /// algorithm that the key does not have.
    pub fn sign<'a>(
        &self,
        by: impl Into<Asker<'a>>,
        uri: &KeyUri,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<SignResult, VaultError> {
        let (op, by) = (KeyOp::Sign, by.into());
        let loaded = self.admit_to(by.caller, uri, permission_for(op))?;
        let now = self.clock.now();
        let (uri, version) = usable_version(&loaded.record, uri, op, now)?;
        check_validity(version, &uri, op, now)?;
        let digest = digest_of(version, &uri, algorithm, digest)?;
        let value = self.signature(&loaded, &uri, version, algorithm, &digest)?;
        self.record_use(&loaded, &Use { by, op, uri: &uri, algorithm: algorithm.as_str() })?;
        Ok(SignResult { uri, value })
    }

    /// Whether a signature is the key's over a digest. Needs `verify`, in the policy and in the
    /// key's operations, and an enabled key; its dates do not matter.
    ///
    /// # Errors
    /// As [`EmbeddedVaults::sign`].
    pub fn verify_signature<'a>(
        &self,
        by: impl Into<Asker<'a>>,
        uri: &KeyUri,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<bool, VaultError> {
        let (op, by) = (KeyOp::Verify, by.into());
        let loaded = self.admit_to(by.caller, uri, permission_for(op))?;
        let (uri, version) = usable_version(&loaded.record, uri, op, self.clock.now())?;
        let digest = digest_of(version, &uri, algorithm, digest)?;
        self.record_use(&loaded, &Use { by, op, uri: &uri, algorithm: algorithm.as_str() })?;
        Ok(match &version.public {
            PublicKey::Rsa { modulus, exponent } => {
                let key = PublicKeyComponents { n: modulus, e: exponent };
                let key = key.to_parsed_public_key(rsa_parameters(algorithm));
                key.is_ok_and(|key| key.verify_digest_sig(&digest, signature).is_ok())
            }
            PublicKey::Ec { x, y } => {
                let point = [&[4], x.as_slice(), y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                    .verify_digest(&digest, signature)
                    .is_ok()
            }
        })
    }

    fn signature(
        &self,
        loaded: &Loaded,
        uri: &KeyUri,
        version: &VersionRecord,
        algorithm: SignatureAlgorithm,
        digest: &Digest,
    ) -> Result<Vec<u8>, VaultError> {
        let pkcs8 = self.open_pkcs8(loaded, uri.key(), version)?;
        let failed = |_: Unspecified| refusal::crypto(uri, "signing", &"it gave no reason");
        if algorithm.is_rsa() {
            let key = RsaKeyPair::from_pkcs8(pkcs8.expose()).map_err(|_| failed(Unspecified))?;
            let mut signature = vec![0; key.public_modulus_len()];
            key.sign_digest(rsa_padding(algorithm), digest, &mut signature).map_err(failed)?;
            return Ok(signature);
        }
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.expose())
            .map_err(|_| failed(Unspecified))?;
        Ok(key.sign_digest(digest).map_err(failed)?.as_ref().to_vec())
    }
}

/// The digest, where its length and the key are the algorithm's.
fn digest_of(
    version: &VersionRecord,
    uri: &KeyUri,
    algorithm: SignatureAlgorithm,
    digest: &[u8],
) -> Result<Digest, VaultError> {
    if algorithm.is_rsa() != version.key_type.is_rsa() {
        return Err(refusal::bad(
            uri,
            format!(
                "Key and signing algorithm are incompatible. A key of type {} does not sign by {algorithm}.",
                version.key_type
            ),
            "Use PS256 to PS512 or RS256 to RS512 with RSA keys, ES256 with EC keys.",
        ));
    }
    let hash = match algorithm.digest_bytes() {
        48 => &digest::SHA384,
        64 => &digest::SHA512,
        _ => &digest::SHA256,
    };
    Digest::import_less_safe(digest, hash).map_err(|Unspecified| {
        refusal::bad(
            uri,
            format!(
                "Invalid length of 'value': {} bytes. Value should be {} bytes for {algorithm}.",
                digest.len(),
                algorithm.digest_bytes()
            ),
            "Sign the digest of the message, not the message.",
        )
    })
}

fn rsa_padding(algorithm: SignatureAlgorithm) -> &'static dyn RsaEncoding {
    match algorithm {
        SignatureAlgorithm::Ps384 => &RSA_PSS_SHA384,
        SignatureAlgorithm::Ps512 => &RSA_PSS_SHA512,
        SignatureAlgorithm::Rs256 => &RSA_PKCS1_SHA256,
        SignatureAlgorithm::Rs384 => &RSA_PKCS1_SHA384,
        SignatureAlgorithm::Rs512 => &RSA_PKCS1_SHA512,
        SignatureAlgorithm::Ps256 | SignatureAlgorithm::Es256 => &RSA_PSS_SHA256,
    }
}

fn rsa_parameters(algorithm: SignatureAlgorithm) -> &'static RsaParameters {
    match algorithm {
        SignatureAlgorithm::Ps384 => &RSA_PSS_2048_8192_SHA384,
        SignatureAlgorithm::Ps512 => &RSA_PSS_2048_8192_SHA512,
        SignatureAlgorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        SignatureAlgorithm::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
        SignatureAlgorithm::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        SignatureAlgorithm::Ps256 | SignatureAlgorithm::Es256 => &RSA_PSS_2048_8192_SHA256,
    }
}
