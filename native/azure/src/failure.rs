//! What kept a request from an answer, as an error that is found again in those of the SDK.

use azure_core::error::ErrorKind;
use ckey_network::NetworkError;
use ckey_vault::{VaultError, VaultErrorKind};
use std::error::Error;
use std::time::Duration;

/// What happened to a request before its answer could be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Failure {
    /// What it means.
    pub(crate) kind: VaultErrorKind,
    /// What happened, in words.
    pub(crate) what: String,
    /// When to come again, where that was said, or is of no use before.
    pub(crate) retry_after: Option<Duration>,
}

impl Failure {
    pub(crate) fn new(kind: VaultErrorKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), retry_after: None }
    }

    /// The one that is behind an error, however deep.
    pub(crate) fn behind<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        chain(error).find_map(|error| error.downcast_ref::<Self>())
    }
}

/// As those who give tokens tell it to the SDK, behind whose error it is found again.
impl From<Failure> for azure_core::Error {
    fn from(failure: Failure) -> Self {
        Self::new(ErrorKind::Credential, failure)
    }
}

/// The beginning of what somebody else says, without what steers a terminal or hides.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let is_shown = |letter: &char| !letter.is_control() && !ckey_base::is_hidden(*letter);
    text.chars().filter(is_shown).take(most).collect()
}

/// Nothing can be asked, since nothing can wait for the network.
pub(crate) fn no_network(error: NetworkError) -> VaultError {
    VaultError::new(VaultErrorKind::ProviderMissing, error.message, "the network", error.fix)
}

/// An error and what is behind it. What an error of the system holds is no source of it, and is
/// looked into as well.
pub(crate) fn chain<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'e (dyn Error + 'static) = *error;
        let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match held {
            Some(held) => Some(held),
            None => error.source(),
        }
    })
    .take(16)
}
