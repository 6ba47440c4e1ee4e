//! Why the server does not start.

use std::fmt;

use ckey_engine::EngineError;
use ckey_network::NetworkError;

/// What keeps the vaults from being served, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} {fix}")]
pub struct ServeError {
    /// Stable id.
    pub id: &'static str,
    /// What happened, to which object.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl From<NetworkError> for ServeError {
    fn from(error: NetworkError) -> Self {
        Self::new(error.id, error.message, error.fix)
    }
}

impl From<EngineError> for ServeError {
    fn from(error: EngineError) -> Self {
        Self::new(error.id, error.message, error.fix)
    }
}

impl ServeError {
    pub(crate) fn new(
        id: &'static str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self { id, message: message.into(), fix: fix.into() }
    }

    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(
            "ServerFolderInaccessible",
            format!("'{}' cannot be read or written: {}.", path.display(), ckey_base::why(error)),
            "Check the permissions of the tenant folder and the space on its disk.",
        )
    }

    pub(crate) fn certificate(what: &str, error: &dyn fmt::Display) -> Self {
        Self::new(
            "CertificateFailed",
            format!("The server's certificate could not be {what}: {error}."),
            "Remove the folder 'server' of the tenant; the next start makes a new authority, which clients have to trust anew.",
        )
    }
}
