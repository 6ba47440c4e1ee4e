//! What keys do: wrap and unwrap, encrypt and decrypt, sign and verify.

use ckey_crypto::rsa::WrapAlgorithm;
use ckey_vault::{Asker, KeyOp, KeyUri, SignatureAlgorithm};
use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::wanted::{bytes, read, refused};
use crate::wire;

#[derive(Deserialize)]
struct Operands {
    alg: String,
    /// It may be a key, or hide one.
    value: Option<Zeroizing<String>>,
    digest: Option<String>,
}

#[derive(Serialize)]
struct Done<'a> {
    kid: &'a str,
    value: &'a str,
}

/// Reads what bodies may hold. For fuzzing.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(body: &[u8]) {
    let Ok(operands) = read::<Operands>(body) else { return };
    let value = operands.value.as_deref().map(String::as_str);
    let texts = [value, operands.digest.as_deref()];
    for text in texts.into_iter().flatten() {
        let _ = bytes(text, "value").map(Zeroizing::new);
    }
    let _ = (wrap(&operands.alg).is_ok(), signature(&operands.alg).is_ok());
}

impl Asked<'_> {
    /// Lets a key do what a request asks for. The vault judges who asks before anything is
    /// computed.
    pub(crate) fn operate(
        &self,
        (name, version, op): (&str, Option<&str>, KeyOp),
        body: &[u8],
    ) -> Result<Answer, Answer> {
        let operands: Operands = read(body)?;
        let value = operands.value.ok_or_else(|| Answer::bad("'value' is missing."))?;
        let value = Zeroizing::new(bytes(&value, "value")?);
        let vaults = self.tenant.vaults();
        let key = (self.vault, name, version);
        let by = Asker { caller: self.caller, request: self.request };
        match op {
            KeyOp::Sign => {
                let uri = vaults.key_uri(self.vault, name, version).map_err(refused)?;
                let signed = vaults.sign(by, &uri, signature(&operands.alg)?, &value);
                signed.map(|signed| self.result(&signed.uri, &signed.value)).map_err(refused)
            }
            KeyOp::Verify => {
                let digest = operands.digest.ok_or_else(|| Answer::bad("'digest' is missing."))?;
                let digest = bytes(&digest, "digest")?;
                let alg = signature(&operands.alg)?;
                let uri = vaults.key_uri(self.vault, name, version).map_err(refused)?;
                let right = vaults.verify_signature(by, &uri, alg, &digest, &value);
                right.map(|right| Answer::ok(&json!({ "value": right }))).map_err(refused)
            }
            KeyOp::WrapKey | KeyOp::Encrypt => {
                let alg = wrap(&operands.alg)?;
                let made = vaults.encipher_at_once(by, key, alg, &value, op);
                made.map(|made| self.result(&made.uri, &made.value)).map_err(refused)
            }
            _ => {
                let alg = wrap(&operands.alg)?;
                let opened = vaults.decipher_at_once(by, key, alg, &value, op);
                opened.map(|(uri, plain)| self.result(&uri, plain.expose())).map_err(refused)
            }
        }
    }

    fn result(&self, uri: &KeyUri, value: &[u8]) -> Answer {
        let version = uri.version().unwrap_or_default();
        let kid = format!("https://{}/keys/{}/{version}", self.host, uri.key());
        let value = Zeroizing::new(wire::encode(value));
        let room = kid.len().saturating_add(value.len());
        Answer::of_secret(&Done { kid: &kid, value: &value }, room)
    }
}

fn wrap(name: &str) -> Result<WrapAlgorithm, Answer> {
    name.parse().map_err(|_| {
        Answer::bad(&format!("The algorithm '{name}' is not supported: RSA-OAEP-256, RSA-OAEP."))
    })
}

fn signature(name: &str) -> Result<SignatureAlgorithm, Answer> {
    name.parse().map_err(refused)
}
