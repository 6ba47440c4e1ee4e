//! Vaults that others hold: how a tenant reaches them, by a provider that is handed to it.

use crate::caller::Caller;
use crate::error::{VaultError, VaultErrorKind};
use crate::hosts::VaultHosts;
use crate::key::KeyDescription;
use crate::root_vault::{RootVault, VaultPlace, WrapResult};
use crate::uri::KeyUri;
use crate::wait::Wait;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Variables of the environment that a provider reads, secrets among them.
#[derive(Clone, Default)]
pub struct Variables(Arc<BTreeMap<String, SecretBytes>>);

impl Variables {
    /// Keeps them in memory that is wiped.
    #[must_use]
    pub fn of(given: impl IntoIterator<Item = (String, String)>) -> Self {
        let kept = given.into_iter().filter_map(|(name, value)| {
            let value = SecretBytes::from_slice(value.as_bytes()).ok()?;
            Some((name, value))
        });
        Self(Arc::new(kept.collect()))
    }

    /// The same with one more, or with another value of it.
    #[must_use]
    pub fn with(&self, name: &str, value: SecretBytes) -> Self {
        let copied = self.0.iter().filter_map(|(name, value)| {
            Some((name.clone(), SecretBytes::from_slice(value.expose()).ok()?))
        });
        let mut all: BTreeMap<_, _> = copied.collect();
        all.insert(name.to_owned(), value);
        Self(Arc::new(all))
    }

    /// Tells each of them.
    pub fn each(&self, mut tell: impl FnMut(&str, &str)) {
        for (name, value) in self.0.iter() {
            if let Ok(value) = std::str::from_utf8(value.expose()) {
                tell(name, value);
            }
        }
    }

    /// A variable that is set to something.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = std::str::from_utf8(self.0.get(name)?.expose()).ok()?;
        (!value.is_empty()).then_some(value)
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// What a provider is told of the tenant that asks.
#[derive(Clone, Debug)]
pub struct VaultAccess {
    /// Which hosts are its vaults.
    pub hosts: VaultHosts,
    /// The certificates of authorities that are trusted to speak for them, as PEM.
    pub authorities: Option<String>,
    /// What the process says of its sign-in.
    pub variables: Variables,
}

/// Makes what asks the vaults. It asks none yet, and starts nothing.
pub type Connect = fn(VaultAccess) -> Result<Arc<dyn RootVault>, VaultError>;

/// What asks nobody, because this build has nothing that could.
#[derive(Debug)]
pub struct NoProvider;

fn missing(target: &dyn fmt::Display) -> VaultError {
    VaultError::new(
        VaultErrorKind::ProviderMissing,
        "The vaults of this tenant are Azure's, and this build cannot ask them.",
        target,
        "Use a build with the feature 'azure': packages have it, and ./build build makes one.",
    )
}

impl RootVault for NoProvider {
    fn get_key(&self, _: &Caller, uri: &KeyUri, _: &Wait) -> Result<KeyDescription, VaultError> {
        Err(missing(uri))
    }

    fn wrap_key(
        &self,
        _: &Caller,
        uri: &KeyUri,
        _: WrapAlgorithm,
        _: &[u8],
        _: &Wait,
    ) -> Result<WrapResult, VaultError> {
        Err(missing(uri))
    }

    fn unwrap_key(
        &self,
        _: &Caller,
        uri: &KeyUri,
        _: WrapAlgorithm,
        _: &[u8],
        _: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        Err(missing(uri))
    }

    fn check_root(&self, _: &Caller, uri: &KeyUri, _: &Wait) -> Result<KeyDescription, VaultError> {
        Err(missing(uri))
    }

    fn check_unwrap(&self, _: &Caller, uri: &KeyUri, _: &Wait) -> Result<(), VaultError> {
        Err(missing(uri))
    }

    fn inspect_key(&self, uri: &KeyUri, _: &Wait) -> Result<KeyDescription, VaultError> {
        Err(missing(uri))
    }

    fn locate(&self, _: &str) -> Result<Option<VaultPlace>, VaultError> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_never_shown_and_an_empty_one_is_none() {
        let given = [("AZURE_CLIENT_SECRET", "s3cret"), ("AZURE_TENANT_ID", "")];
        let variables =
            Variables::of(given.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(variables.get("AZURE_CLIENT_SECRET"), Some("s3cret"));
        assert_eq!((variables.get("AZURE_TENANT_ID"), variables.get("OTHER")), (None, None));
        assert!(!format!("{variables:?}").contains("s3cret"));
    }
}
