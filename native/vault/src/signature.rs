//! How keys sign: the algorithms of Key Vault, each over a digest that the caller has made.

use crate::uri::KeyUri;
use crate::words::words;

words! {
    /// A signature algorithm of Key Vault.
    SignatureAlgorithm, "signature algorithm" {
        /// RSASSA-PSS with SHA-256.
        Ps256 = "PS256",
        /// RSASSA-PSS with SHA-384.
        Ps384 = "PS384",
        /// RSASSA-PSS with SHA-512.
        Ps512 = "PS512",
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        Rs256 = "RS256",
        /// RSASSA-PKCS1-v1_5 with SHA-384.
        Rs384 = "RS384",
        /// RSASSA-PKCS1-v1_5 with SHA-512.
        Rs512 = "RS512",
        /// ECDSA on P-256 with SHA-256.
        Es256 = "ES256",
    }
}

impl SignatureAlgorithm {
    /// Whether RSA keys sign so; else elliptic-curve keys do.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        !matches!(self, Self::Es256)
    }

    /// How long the digest is, in bytes.
    #[must_use]
    pub const fn digest_bytes(self) -> usize {
        match self {
            Self::Ps256 | Self::Rs256 | Self::Es256 => 32,
            Self::Ps384 | Self::Rs384 => 48,
            Self::Ps512 | Self::Rs512 => 64,
        }
    }
}

/// What a signature gave, and which key version made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignResult {
    /// The key that signed, with version.
    pub uri: KeyUri,
    /// The signature: as long as an RSA key's modulus, or r and s of 32 bytes each.
    pub value: Vec<u8>,
}
