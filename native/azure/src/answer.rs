//! What the service says, and whether it can be so. The SDK gives the bytes; they are read here, so
//! that what is a key is wiped, and nothing is taken that was not looked at.

use std::collections::BTreeMap;

use azure_core::http::headers::Headers;
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ckey_crypto::SecretBytes;
use ckey_vault::{
    KeyAttributes, KeyDescription, KeyOp, KeyType, KeyUri, PublicKey, RecoveryLevel, VaultError,
    VaultErrorKind as Kind,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use zeroize::Zeroizing;

use crate::again::retry_after;
use crate::failure::{Failure, shown};
use crate::token::without_tokens;

/// The service writes no padding, and takes it; so do we.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a question has no answer, and when it may be asked again.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) error: VaultError,
    pub(crate) retry_after: Option<Duration>,
    /// It is forbidden, and the service names no reason.
    pub(crate) names_no_reason: bool,
}

impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Self {
        Self { error, retry_after: None, names_no_reason: false }
    }
}

#[derive(Deserialize)]
struct Refused {
    error: Told,
}

#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default, alias = "innerError")]
    innererror: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    code: Option<String>,
}

/// How much of a service's message is shown, and of a word of it.
const LONGEST_SHOWN: usize = 600;
const LONGEST_WORD: usize = 40;

impl Refusal {
    /// An answer that refuses.
    pub(crate) fn of_answer(uri: &KeyUri, status: u16, headers: &Headers, body: &[u8]) -> Self {
        let told = serde_json::from_slice::<Refused>(body).map(|refused| refused.error).ok();
        let code = told.as_ref().map_or("", |told| told.code.as_str());
        let inner = told.as_ref().and_then(|told| told.innererror.as_ref()?.code.as_deref());
        let Some(kind) = Kind::of_answer(status, code, inner) else {
            let what = format!("The vault answered with the status {status}, which says nothing.");
            return not_the_vault(uri, what).into();
        };
        // A refusal in other words than the service's is not the service's: a proxy answers so.
        if told.is_none() && matches!(status, 400..=499) && !matches!(status, 401 | 408 | 429) {
            let what = format!("Something answered {status} in the place of the vault.");
            return not_the_vault(uri, what).into();
        }
        let words = told.as_ref().map_or("", |told| told.message.as_str());
        let by_words = Kind::of_words(code, inner, words).filter(|_| kind == Kind::ReasonUnknown);
        let kind = by_words.unwrap_or(kind);
        let names_no_reason = kind == Kind::ReasonUnknown && inner.is_none();
        let message = told.map(|told| told.message).filter(|message| !message.is_empty());
        let message =
            message.unwrap_or_else(|| format!("The vault answered with the status {status}."));
        let message = match (kind, shown(&without_tokens(&message), LONGEST_SHOWN)) {
            // These say nothing of whom they come from, and both roots may.
            (Kind::Throttled | Kind::ServerError, said) => {
                format!("The vault '{}' says: {said}", uri.vault())
            }
            (_, said) => said,
        };
        let retry_after = retry_after(headers);
        let error = VaultError::new(kind, message, uri, fix(kind));
        Self { error, retry_after, names_no_reason }
    }

    /// What kept a request from an answer.
    pub(crate) fn of_failure(uri: &KeyUri, failure: &Failure) -> Self {
        let (mut what, kind) = (failure.what.clone(), failure.kind);
        if let Some(first) = what.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let message = format!("{}.", what.trim_end_matches('.'));
        let error = VaultError::new(kind, message, uri, fix(kind));
        Self { error, retry_after: failure.retry_after, names_no_reason: false }
    }

    /// The same, once it is known what it means.
    pub(crate) fn meaning(mut self, kind: Kind) -> Self {
        self.error.kind = kind;
        self.error.fix = fix(kind).into();
        self
    }
}

/// What helps, whoever refuses.
const fn fix(kind: Kind) -> &'static str {
    match kind {
        Kind::AccessDenied => {
            "Give the identity that asks get, wrapKey and unwrapKey. On a key vault: by an access policy, or by the role Key Vault Crypto Service Encryption User. On a managed HSM: by the local role Managed HSM Crypto Service Encryption User."
        }
        Kind::KeyDisabled => "Enable this version of the key in its vault.",
        Kind::OperationNotPermitted => {
            "Allow the key wrapKey and unwrapKey among its operations in its vault."
        }
        Kind::ReasonUnknown => {
            "See in the vault, and in the state of its subscription, why it refuses: its answer does not say so."
        }
        Kind::DeletionUnknown => {
            "Check the name; give the identity that asks get on this vault, so that it hears whether the key was deleted; recover the key if it was."
        }
        Kind::KeyNotFound | Kind::KeyDeleted | Kind::VersionNotFound => {
            "Check the name and the version; recover the key in its vault if it was deleted."
        }
        Kind::KeyExpired => {
            "Move the expiry of this version in its vault to the only date that Customer Key takes, 9999-12-31."
        }
        Kind::KeyNotYetValid => "Wait until this version is valid, or move the date in its vault.",
        Kind::FirewallRefused => "Let this machine through the network rules of the vault.",
        Kind::SignInFailed => {
            "Check what the message names: AZURE_TENANT_ID, AZURE_CLIENT_ID, what proves the identity, or the program that does. A changed AZURE_ variable takes effect with the next command; after any other change open the tenant again."
        }
        Kind::NotTheVault => {
            "Find out who answers: a proxy, a wrong address, or a certificate whose authority is not trusted here. A tenant trusts the authority that -VaultAuthorityFile named when it was made or moved."
        }
        Kind::Throttled | Kind::ServerError | Kind::Unreachable | Kind::TimedOut => {
            "Try again later; see whether the vault answers from this machine."
        }
        Kind::Unauthorized => "See whether the identity belongs to the directory of the vault.",
        _ => "Find out what stands between this machine and the vault; its answers are not used.",
    }
}

fn error(kind: Kind, message: impl Into<String>, uri: &KeyUri) -> VaultError {
    VaultError::new(kind, message, uri, fix(kind))
}

pub(crate) fn not_the_vault(uri: &KeyUri, what: impl Into<String>) -> VaultError {
    error(Kind::NotTheVault, what, uri)
}

fn read<T: DeserializeOwned>(uri: &KeyUri, body: &[u8]) -> Result<T, VaultError> {
    serde_json::from_slice(body).map_err(|problem| {
        // Where it is wrong, and never what stands there.
        let what = format!(
            "The vault's answer is not as expected, at line {} column {}.",
            problem.line(),
            problem.column()
        );
        error(Kind::AnswerUnreadable, what, uri)
    })
}

fn bytes(uri: &KeyUri, text: &str, what: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    BASE64URL.decode(text).map(Zeroizing::new).map_err(|_| {
        error(
            Kind::AnswerUnreadable,
            format!("'{what}' of the vault's answer is not base64url."),
            uri,
        )
    })
}

/// The key that an answer is about, if it is the one that was asked: by vault, name and version.
/// What is kept is as the tenant writes it.
fn identified(asked: &KeyUri, kid: &str) -> Result<KeyUri, VaultError> {
    let said = KeyUri::stored(kid)
        .map_err(|_| error(Kind::AnswerUnreadable, "The vault's answer names no key.", asked))?;
    let Some(version) = said.version() else {
        let what = "The vault's answer names no version of the key.";
        return Err(error(Kind::AnswerUnreadable, what, asked));
    };
    let is_key = said.unversioned().same_names(&asked.unversioned());
    if !is_key {
        let what =
            format!("The vault answered about '{}', which nobody asked.", said.unversioned());
        return Err(error(Kind::AnswerForAnotherKey, what, asked));
    }
    if asked.version().is_some_and(|own| own != version) {
        let what = format!("The vault answered about the version {version} of the key.");
        return Err(error(Kind::AnswerForAnotherVersion, what, asked));
    }
    Ok(asked.with_version(version))
}

#[derive(Deserialize)]
struct Operated {
    kid: String,
    value: String,
}

/// What a wrap gave: as long as a modulus, by the key and version that were asked.
pub(crate) fn wrapped(uri: &KeyUri, body: &[u8]) -> Result<(KeyUri, Vec<u8>), VaultError> {
    let answer: Operated = read(uri, body)?;
    let by = identified(uri, &answer.kid)?;
    let mut value = bytes(uri, &answer.value, "value")?;
    if !matches!(value.len(), 256 | 384 | 512) {
        let what =
            format!("What the vault wrapped has {} bytes, as no RSA key gives.", value.len());
        return Err(error(Kind::AnswerOfWrongLength, what, uri));
    }
    Ok((by, std::mem::take(&mut *value)))
}

/// What an unwrap gave, of at most so many bytes.
pub(crate) fn unwrapped(uri: &KeyUri, body: &[u8], most: usize) -> Result<SecretBytes, VaultError> {
    let answer: Operated = read(uri, body)?;
    let text = Zeroizing::new(answer.value);
    identified(uri, &answer.kid)?;
    let value = bytes(uri, &text, "value")?;
    if value.is_empty() || value.len() > most {
        let what = format!("What the vault unwrapped has {} bytes, which cannot be.", value.len());
        return Err(error(Kind::AnswerOfWrongLength, what, uri));
    }
    SecretBytes::from_slice(&value)
        .map_err(|problem| error(Kind::CryptoFailed, problem.to_string(), uri))
}

#[derive(Deserialize)]
struct Bundle {
    key: Jwk,
    #[serde(default)]
    attributes: Attributes,
    #[serde(default)]
    tags: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct Jwk {
    kid: String,
    kty: String,
    #[serde(default)]
    key_ops: Option<Vec<String>>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Attributes {
    enabled: Option<bool>,
    nbf: Option<i64>,
    exp: Option<i64>,
    created: i64,
    updated: i64,
    recovery_level: Option<String>,
    recoverable_days: Option<u8>,
}

/// A key as its vault shows it.
pub(crate) fn described(uri: &KeyUri, body: &[u8]) -> Result<KeyDescription, VaultError> {
    let Bundle { key, attributes: own, tags } = read(uri, body)?;
    let by = identified(uri, &key.kid)?;
    let key_type: KeyType = key.kty.parse().map_err(|_| {
        let kty = shown(&key.kty, LONGEST_WORD);
        let what = format!("'{by}' is a key of type {kty}; Customer Key takes RSA keys only.");
        error(Kind::NotRsa, what, uri)
    })?;
    let part = |value: &Option<String>, name: &str| {
        let text = value.as_deref().unwrap_or_default();
        let value = bytes(uri, text, name)?;
        // The service echoes what was imported, with a zero before it.
        let zeros = value.iter().take_while(|byte| **byte == 0).count();
        Ok::<_, VaultError>(value.iter().skip(zeros).copied().collect::<Vec<u8>>())
    };
    let public = if key_type.is_rsa() {
        PublicKey::Rsa { modulus: part(&key.n, "n")?, exponent: part(&key.e, "e")? }
    } else {
        PublicKey::Ec { x: part(&key.x, "x")?, y: part(&key.y, "y")? }
    };
    let long = match &public {
        PublicKey::Rsa { modulus, .. } => modulus.len(),
        PublicKey::Ec { x, .. } => x.len(),
    };
    if key_type.is_rsa() && !matches!(long, 256 | 384 | 512) {
        let what = format!("'{by}' has a modulus of {long} bytes, as no RSA key of a vault has.");
        return Err(error(Kind::AnswerOfWrongLength, what, uri));
    }
    let level = own.recovery_level.as_deref().and_then(|level| level.parse().ok());
    Ok(KeyDescription {
        uri: by,
        key_type,
        bits: u32::try_from(long.saturating_mul(8)).unwrap_or_default(),
        public,
        ops: key
            .key_ops
            .unwrap_or_default()
            .iter()
            .filter_map(|op| op.parse().ok())
            .collect::<Vec<KeyOp>>(),
        attributes: KeyAttributes {
            enabled: own.enabled.unwrap_or(true),
            not_before: own.nbf,
            expires: own.exp,
            created: own.created,
            updated: own.updated,
            recovery_level: level.unwrap_or(RecoveryLevel::Purgeable),
            recoverable_days: own.recoverable_days.unwrap_or_default(),
        },
        tags: tags.unwrap_or_default(),
        last_change: own.updated,
        last_backup: None,
    })
}

/// What a key shows of itself that keeps it from an operation.
pub(crate) fn must_allow(key: &KeyDescription, ops: &[KeyOp]) -> Result<(), VaultError> {
    if !key.attributes.enabled {
        let op = ops.first().map_or("get", |op| op.as_str());
        let what = format!("Operation {op} is not allowed on a disabled key.");
        return Err(error(Kind::KeyDisabled, what, &key.uri));
    }
    match ops.iter().find(|op| key.key_type.is_rsa() && !key.ops.contains(op)) {
        None => Ok(()),
        Some(op) => {
            let what = format!("Operation {op} is not permitted on this key.");
            Err(error(Kind::OperationNotPermitted, what, &key.uri))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use serde_json::json;

    const V1: &str = "0123456789abcdef0123456789abcdef";
    const V2: &str = "fedcba9876543210fedcba9876543210";

    fn uri(version: Option<&str>) -> KeyUri {
        KeyUri::new("kv-a", "Root", version).unwrap()
    }

    fn operated(kid: &str, length: usize) -> Vec<u8> {
        let value = BASE64URL.encode(vec![7_u8; length]);
        json!({ "kid": kid, "value": value }).to_string().into_bytes()
    }

    #[test]
    fn an_answer_about_another_key_or_version_or_of_the_wrong_length_is_not_used() {
        let own = format!("https://kv-a.vault.azure.net/keys/Root/{V1}");
        let asked = uri(Some(V1));
        let (by, value) = wrapped(&asked, &operated(&own, 256)).unwrap();
        assert_eq!((by, value.len()), (asked.clone(), 256));
        let elsewhere = own.replace("kv-a.vault.azure.net", "KV-A.vault.localhost:8443");
        assert_eq!(wrapped(&asked, &operated(&elsewhere, 256)).unwrap().0, asked);
        for (kid, length, kind) in [
            (own.replace("kv-a", "kv-b"), 256, Kind::AnswerForAnotherKey),
            (own.replace("Root", "Other"), 256, Kind::AnswerForAnotherKey),
            (own.replace(V1, V2), 256, Kind::AnswerForAnotherVersion),
            (own.replace(&format!("/{V1}"), ""), 256, Kind::AnswerUnreadable),
            ("nonsense".to_owned(), 256, Kind::AnswerUnreadable),
            (own.clone(), 255, Kind::AnswerOfWrongLength),
            (own.clone(), 0, Kind::AnswerOfWrongLength),
        ] {
            let error = wrapped(&asked, &operated(&kid, length)).unwrap_err();
            assert_eq!(error.kind, kind, "{kid} {length}");
        }
        let error = unwrapped(&asked, &operated(&own.replace(V1, V2), 32), 190).unwrap_err();
        assert_eq!(error.kind, Kind::AnswerForAnotherVersion);
        let error = unwrapped(&asked, &operated(&own, 191), 190).unwrap_err();
        assert_eq!(error.kind, Kind::AnswerOfWrongLength);
    }

    #[test]
    fn an_answer_that_is_cut_or_no_json_is_not_used_and_never_shown() {
        let own = format!("https://kv-a.vault.azure.net/keys/Root/{V1}");
        let whole = operated(&own, 32);
        for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
            let error = unwrapped(&uri(Some(V1)), &whole[..cut], 190).unwrap_err();
            assert_eq!(error.kind, Kind::AnswerUnreadable);
            assert!(!error.message.contains("BwcH"), "{}", error.message);
        }
    }

    #[test]
    fn refusals_are_those_of_the_embedded_vault_and_a_proxys_are_not() {
        let body = |inner| {
            json!({ "error": { "code": "Forbidden", "message": "No.", "innererror": { "code": inner } } })
                .to_string()
        };
        let of = |status, body: &str| {
            Refusal::of_answer(&uri(None), status, &Headers::new(), body.as_bytes()).error
        };
        assert_eq!(of(403, &body("KeyDisabled")).kind, Kind::KeyDisabled);
        assert_eq!(of(403, &body("ForbiddenByRbac")).kind, Kind::AccessDenied);
        assert_eq!(of(429, "").kind, Kind::Throttled);
        assert_eq!(of(502, "<html>").kind, Kind::ServerError);
        assert_eq!(of(403, "<html>").kind, Kind::NotTheVault);
        assert_eq!(of(302, "").kind, Kind::NotTheVault);
        assert_eq!(of(403, &body("KeyDisabled")).message, "No.");
    }
}
