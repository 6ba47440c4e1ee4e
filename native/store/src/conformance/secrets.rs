//! Stores of secrets.

use ckey_crypto::{CryptoError, SecretKey};

use super::samples::id;
use super::{Outcome, Rules, Wrong, fails, holds, same, there};
use crate::error::StoreErrorKind;
use crate::secrets::{SecretName, SecretStore};

type Backend = Box<dyn SecretStore>;

pub(super) const RULES: Rules<Backend> = &[
    ("a secret comes back as it was put, under its name alone", comes_back),
    ("a name is never put twice", twice),
    ("a destroyed secret is gone, and destroying it again succeeds", destroyed),
    ("all names are listed", names),
    ("a backup is a new file and never overwrites one", backed_up),
];

impl From<CryptoError> for Wrong {
    fn from(error: CryptoError) -> Self {
        Self(error.to_string())
    }
}

fn key(byte: u8) -> Result<SecretKey, Wrong> {
    Ok(SecretKey::from_slice(&[byte; 32])?)
}

fn comes_back(store: &Backend) -> Outcome {
    let (one, two) = (SecretName::AvailabilityKey(id(1)), SecretName::ErasureKey(id(1)));
    store.put(&one, &key(1)?)?;
    store.put(&two, &key(2)?)?;
    holds("the first", there("secret", store.get(&one)?)?.ct_eq(&key(1)?))?;
    holds("the second", there("secret", store.get(&two)?)?.ct_eq(&key(2)?))?;
    holds("another is not there", store.get(&SecretName::AvailabilityKey(id(2)))?.is_none())
}

fn twice(store: &Backend) -> Outcome {
    store.put(&SecretName::ServiceRoot, &key(1)?)?;
    fails("again", store.put(&SecretName::ServiceRoot, &key(2)?), StoreErrorKind::Conflict)?;
    holds("the first stays", there("secret", store.get(&SecretName::ServiceRoot)?)?.ct_eq(&key(1)?))
}

fn destroyed(store: &Backend) -> Outcome {
    let name = SecretName::ErasureKey(id(1));
    store.put(&name, &key(1)?)?;
    store.put(&SecretName::AuditChain, &key(2)?)?;
    store.destroy(&name)?;
    store.destroy(&name)?;
    holds("it is gone", store.get(&name)?.is_none())?;
    same("names", store.names()?, vec![SecretName::AuditChain])
}

fn names(store: &Backend) -> Outcome {
    same("at first", store.names()?, Vec::new())?;
    let mut all = vec![
        SecretName::AvailabilityKey(id(1)),
        SecretName::ErasureKey(id(1)),
        SecretName::ServiceRoot,
        SecretName::AuditChain,
        SecretName::AuditSigning,
    ];
    for name in &all {
        store.put(name, &key(1)?)?;
    }
    let mut found = store.names()?;
    found.sort();
    all.sort();
    same("all", found, all)
}

fn backed_up(store: &Backend) -> Outcome {
    store.put(&SecretName::ServiceRoot, &key(1)?)?;
    let folder = tempfile::tempdir().map_err(|error| Wrong(error.to_string()))?;
    let file = folder.path().join("backup");
    store.backup(&file, b"of")?;
    fails("a second one", store.backup(&file, b"of"), StoreErrorKind::Conflict)
}
