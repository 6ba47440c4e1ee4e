//! Keys that are brought in, as JSON web keys.

use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::RsaParts;
use ckey_vault::{NewKey, Tags};
use serde::Deserialize;
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use crate::answer::Answer;
use crate::wanted::{Attributes, Create, bytes, new_key};

#[derive(Debug, Deserialize)]
pub(crate) struct Import {
    key: Jwk,
    #[serde(rename = "Hsm")]
    hsm: Option<bool>,
    attributes: Option<Attributes>,
    tags: Option<Tags>,
    release_policy: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    key_ops: Option<Vec<String>>,
    n: Option<Zeroizing<String>>,
    e: Option<Zeroizing<String>>,
    d: Option<Zeroizing<String>>,
    p: Option<Zeroizing<String>>,
    q: Option<Zeroizing<String>>,
    dp: Option<Zeroizing<String>>,
    dq: Option<Zeroizing<String>>,
    qi: Option<Zeroizing<String>>,
}

impl std::fmt::Debug for Jwk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Jwk({})", self.kty)
    }
}

impl Import {
    /// The key to make of it, and its private half as PKCS#8.
    pub(crate) fn read(self) -> Result<(NewKey, SecretBytes), Answer> {
        let Self { key, hsm, attributes, tags, release_policy } = self;
        // Old versions of the protocol say so beside the key.
        let kty = if hsm == Some(true) && key.kty == "RSA" { "RSA-HSM" } else { &key.kty };
        let wanted = Create {
            kty: kty.to_owned(),
            key_size: None,
            public_exponent: None,
            crv: None,
            key_ops: key.key_ops.clone(),
            attributes,
            tags,
            release_policy,
        };
        let new = new_key(&wanted)?;
        if !new.key_type.is_rsa() {
            return Err(Answer::bad("Only RSA keys can be imported here."));
        }
        Ok((new, key.pkcs8()?))
    }
}

impl Jwk {
    fn pkcs8(self) -> Result<SecretBytes, Answer> {
        let number = |text: Option<Zeroizing<String>>, name: &str| {
            let text = text.ok_or_else(|| Answer::bad(&format!("'{name}' is missing.")))?;
            bytes(&text, name).map(Zeroizing::new)
        };
        let (n, e, d) = (number(self.n, "n")?, number(self.e, "e")?, number(self.d, "d")?);
        let (p, q) = (number(self.p, "p")?, number(self.q, "q")?);
        let (dp, dq) = (number(self.dp, "dp")?, number(self.dq, "dq")?);
        let qi = number(self.qi, "qi")?;
        let parts = RsaParts {
            modulus: &n,
            exponent: &e,
            private_exponent: &d,
            primes: [&p, &q],
            exponents: [&dp, &dq],
            coefficient: &qi,
        };
        parts.to_pkcs8().map_err(|error| Answer::bad(&format!("The key is not sound: {error}.")))
    }
}
