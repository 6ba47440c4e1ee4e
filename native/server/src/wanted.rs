//! Keys as clients write them.

use ckey_vault::{KeyOp, KeyType, KeyUpdate, NewKey, Tags, VaultError};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::answer::Answer;
use crate::wire;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Attributes {
    enabled: Option<bool>,
    nbf: Option<i64>,
    exp: Option<i64>,
    exportable: Option<bool>,
}

/// A key to make.
#[derive(Debug, Deserialize)]
pub(crate) struct Create {
    pub(crate) kty: String,
    pub(crate) key_size: Option<u32>,
    pub(crate) public_exponent: Option<u64>,
    pub(crate) crv: Option<String>,
    pub(crate) key_ops: Option<Vec<String>>,
    pub(crate) attributes: Option<Attributes>,
    pub(crate) tags: Option<Tags>,
    pub(crate) release_policy: Option<IgnoredAny>,
}

/// A change of a key.
#[derive(Debug, Deserialize)]
pub(crate) struct Update {
    key_ops: Option<Vec<String>>,
    attributes: Option<Attributes>,
    tags: Option<Tags>,
    release_policy: Option<IgnoredAny>,
}

/// A body as JSON.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    wire::object(body)
        .map_err(|why| Answer::bad(&format!("The request body is not as expected: {why}.")))
}

/// Bytes of a body.
pub(crate) fn bytes(text: &str, what: &str) -> Result<Vec<u8>, Answer> {
    wire::decode(text).ok_or_else(|| Answer::bad(&format!("'{what}' is not base64url.")))
}

pub(crate) fn refused(error: VaultError) -> Answer {
    Answer::refused(&error)
}

fn ops(words: Option<Vec<String>>) -> Result<Option<Vec<KeyOp>>, Answer> {
    let read = |words: Vec<String>| words.iter().map(|word| word.parse()).collect::<Result<_, _>>();
    words.map(read).transpose().map_err(refused)
}

/// Refuses what would let a key leave its vault.
fn check_stays(policy: bool, attributes: Option<&Attributes>) -> Result<(), Answer> {
    if policy || attributes.is_some_and(|given| given.exportable == Some(true)) {
        return Err(Answer::bad("Keys are not exportable here, and have no release policy."));
    }
    Ok(())
}

/// The key to make.
pub(crate) fn new_key(wanted: &Create) -> Result<NewKey, Answer> {
    check_stays(wanted.release_policy.is_some(), wanted.attributes.as_ref())?;
    let key_type: KeyType = wanted.kty.parse().map_err(refused)?;
    if wanted.public_exponent.is_some_and(|exponent| exponent != 65537) {
        return Err(Answer::bad("The public exponent must be 65537."));
    }
    if !key_type.is_rsa() && wanted.crv.as_ref().is_some_and(|curve| curve != "P-256") {
        return Err(Answer::bad("The curve must be P-256."));
    }
    let attributes = wanted.attributes.as_ref();
    Ok(NewKey {
        key_type,
        size: wanted.key_size,
        ops: ops(wanted.key_ops.clone())?,
        enabled: attributes.and_then(|given| given.enabled).unwrap_or(true),
        not_before: attributes.and_then(|given| given.nbf),
        expires: attributes.and_then(|given| given.exp),
        tags: wanted.tags.clone().unwrap_or_default(),
    })
}

/// What changes of a key.
pub(crate) fn update(wanted: Update) -> Result<KeyUpdate, Answer> {
    check_stays(wanted.release_policy.is_some(), wanted.attributes.as_ref())?;
    let attributes = wanted.attributes.unwrap_or_default();
    Ok(KeyUpdate {
        enabled: attributes.enabled,
        not_before: attributes.nbf,
        expires: attributes.exp,
        ops: ops(wanted.key_ops)?,
        tags: wanted.tags,
    })
}
