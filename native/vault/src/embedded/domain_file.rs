//! The file of a security domain: its secret in shares, each encrypted for the holder of a
//! certificate. JSON; the shares are Base64, other binary values hexadecimal.
//!
//! | name | what |
//! |---|---|
//! | `format` | `customer-key/security-domain/1` |
//! | `id` | of the domain: 16 random bytes |
//! | `hsm` | the HSM that it was taken out of |
//! | `taken` | when, Unix seconds |
//! | `quorum` | how many shares give the secret back |
//! | `shares` | of each `x5t#S256`, the SHA-256 of the certificate, and `value`, the share under RSA-OAEP-256 |
//! | `tag` | HMAC-SHA-256 over all of this, under a key that is derived from the secret |

use crate::encoding::{base64_bytes, hex_tag};
use ckey_crypto::certificate::Certificate;
use ckey_crypto::derive::subkey;
use ckey_crypto::mac::MacKey;
use ckey_crypto::rsa::{RsaPrivateKey, WrapAlgorithm};
use ckey_crypto::{Backend, CryptoError, SecretBytes, SecretKey, shares};
use serde::{Deserialize, Serialize};
use std::fmt;

/// No domain has more.
pub(super) const MOST_SHARES: usize = 10;
/// No file is longer: ten shares under RSA-4096 have 12 KiB.
const MOST_BYTES: usize = 64 << 10;
const FORMAT: &str = "customer-key/security-domain/1";
const ALGORITHM: WrapAlgorithm = WrapAlgorithm::RsaOaep256;

/// The tag covers every member there may be, so that there is no other.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    id: String,
    hsm: String,
    taken: i64,
    quorum: u8,
    shares: Vec<Share>,
    #[serde(with = "hex_tag")]
    tag: [u8; 32],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    #[serde(rename = "x5t#S256", with = "hex_tag")]
    thumbprint: [u8; 32],
    #[serde(with = "base64_bytes")]
    value: Vec<u8>,
}

/// What a file was found to hold.
pub(super) struct Opened {
    pub(super) id: String,
    pub(super) hsm: String,
    pub(super) taken: i64,
    pub(super) secret: SecretKey,
    /// How many there are, and how many are enough.
    pub(super) shares: (u8, u8),
}

/// Why a file cannot be opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// It is none, or was altered.
    Damaged,
    /// The keys open fewer shares than are needed.
    TooFew { opened: usize, quorum: u8 },
    /// One of the keys is none.
    Key(CryptoError),
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged => f.write_str("it is no security domain, is damaged or was altered"),
            Self::TooFew { opened, quorum } => {
                write!(f, "the keys open {opened} of its shares, and {quorum} are needed")
            }
            Self::Key(error) => write!(f, "a key of its shares cannot be used: {error}"),
        }
    }
}

impl File {
    fn tag_of(&self, secret: &SecretKey) -> Result<[u8; 32], CryptoError> {
        let key = MacKey::new(&subkey(secret, "security-domain-file", self.id.as_bytes())?);
        let length = |bytes: &[u8]| bytes.len().to_be_bytes().to_vec();
        let mut all = Vec::new();
        for part in [self.format.as_bytes(), self.id.as_bytes(), self.hsm.as_bytes()] {
            all.extend([length(part), part.to_vec()].concat());
        }
        all.extend(self.taken.to_be_bytes());
        all.push(self.quorum);
        for share in &self.shares {
            all.extend(share.thumbprint);
            all.extend([length(&share.value), share.value.clone()].concat());
        }
        Ok(key.tag(&[&all]))
    }
}

/// The file of a secret, for the holders of these certificates.
pub(super) fn write(
    (backend, taken): (Backend, i64),
    (hsm, id): (&str, &str),
    secret: &SecretKey,
    certificates: &[Certificate],
    quorum: u8,
) -> Result<Vec<u8>, CryptoError> {
    let count = u8::try_from(certificates.len()).unwrap_or(u8::MAX);
    let parts = shares::split(secret, count, quorum)?;
    let each = certificates.iter().zip(&parts).map(|(certificate, part)| {
        Ok(Share {
            thumbprint: *certificate.thumbprint(),
            value: certificate.public_key().wrap(backend, ALGORITHM, part.expose())?,
        })
    });
    let mut file = File {
        format: FORMAT.to_owned(),
        id: id.to_owned(),
        hsm: hsm.to_owned(),
        taken,
        quorum,
        shares: each.collect::<Result<_, CryptoError>>()?,
        tag: [0; 32],
    };
    file.tag = file.tag_of(secret)?;
    serde_json::to_vec_pretty(&file).map_err(|_| CryptoError::Internal {
        operation: "writing a security domain",
        backend: "JSON",
    })
}

/// Opens a file with private keys (PKCS#8) of enough of its certificates, in any order.
pub(super) fn open(backend: Backend, bytes: &[u8], keys: &[SecretBytes]) -> Result<Opened, Closed> {
    let file: File = Some(bytes)
        .filter(|bytes| bytes.len() <= MOST_BYTES)
        .and_then(|bytes| serde_json::from_slice(bytes).ok())
        .ok_or(Closed::Damaged)?;
    let is_sound = file.format == FORMAT
        && file.shares.len() <= MOST_SHARES
        && (2..=file.shares.len()).contains(&usize::from(file.quorum));
    if !is_sound {
        return Err(Closed::Damaged);
    }
    let mut found: Vec<SecretBytes> = Vec::new();
    for key in keys.iter().take(MOST_SHARES) {
        let key = RsaPrivateKey::from_pkcs8(backend, key.expose()).map_err(Closed::Key)?;
        let own = file.shares.iter().find_map(|share| key.unwrap(ALGORITHM, &share.value).ok());
        found.extend(own.filter(|own| !found.iter().any(|known| known.ct_eq(own))));
    }
    let quorum = file.quorum;
    if found.len() < usize::from(quorum) {
        return Err(Closed::TooFew { opened: found.len(), quorum });
    }
    let secret = shares::join(&found, quorum).map_err(|_| Closed::Damaged)?;
    let is_whole = file.tag_of(&secret).is_ok_and(|tag| tag == file.tag);
    let count = u8::try_from(file.shares.len()).map_err(|_| Closed::Damaged)?;
    let File { id, hsm, taken, .. } = file;
    let opened = Opened { id, hsm, taken, secret, shares: (count, quorum) };
    is_whole.then_some(opened).ok_or(Closed::Damaged)
}
