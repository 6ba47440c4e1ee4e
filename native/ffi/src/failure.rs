//! A failure on its way out: a status and what is known about it, before it becomes a `ckey_error`
//! of the caller.

use crate::cause;
use crate::status::Status;
use ckey_cmdlets::CmdletError;
use ckey_crypto::CryptoError;
use ckey_engine::EngineError;
use serde_json::{Value, json};
use std::borrow::Cow;

/// Result with a [`Failure`].
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A failure. Never holds a secret.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    /// What the failure says beyond its status.
    detail: Option<Cow<'static, str>>,
    /// A JSON document that replaces the one made from the status.
    document: Option<String>,
    retryable: bool,
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self { status, detail: None, document: None, retryable: status.row().retryable }
    }
}

impl Failure {
    /// A failure with a sentence of its own.
    pub(crate) fn new(status: Status, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: Some(detail.into()), ..status.into() }
    }

    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// Whether the same call may succeed later without anything else changing: as the error says,
    /// else as the status does.
    pub(crate) fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// Whether the status says everything, so that no object is needed to carry it.
    pub(crate) fn is_plain(&self) -> bool {
        self.detail.is_none() && self.document.is_none()
    }

    /// The JSON document: `id`, `category`, `message`, `target`, `fix` as an error record has them,
    /// `code` and `name` of the status.
    pub(crate) fn into_document(self) -> String {
        let row = self.status.row();
        self.document.unwrap_or_else(|| {
            let detail = self.detail.as_deref();
            json!({
                "id": row.id,
                "category": row.category.to_string_lossy(),
                "message": detail.unwrap_or(row.text),
                "target": null,
                "fix": row.fix,
                "code": row.code,
                "name": row.name.to_string_lossy(),
                "retryable": row.retryable,
            })
            .to_string()
        })
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        CmdletError::from(error).into()
    }
}

impl From<CmdletError> for Failure {
    /// The status of the error's id or category; the document keeps the cmdlet's own id, category
    /// and words.
    fn from(error: CmdletError) -> Self {
        let status = cause::of(&error);
        let row = status.row();
        let mut document = serde_json::from_slice::<Value>(&error.to_json()).unwrap_or_default();
        if let Some(fields) = document.as_object_mut() {
            fields.insert("code".into(), row.code.into());
            fields.insert("name".into(), row.name.to_string_lossy().into());
            fields.insert("retryable".into(), error.retryable.into());
        }
        Self { document: Some(document.to_string()), retryable: error.retryable, ..status.into() }
    }
}

impl From<CryptoError> for Failure {
    fn from(error: CryptoError) -> Self {
        let status = match &error {
            CryptoError::Header { .. } => Status::SealedHeader,
            CryptoError::DataKey | CryptoError::Unwrap { .. } => Status::SealedDataKey,
            CryptoError::Commitment => Status::SealedCommitment,
            CryptoError::Length => Status::SealedLength,
            CryptoError::Frame { .. } => Status::SealedFrame,
            CryptoError::BufferTooSmall { .. } => Status::BufferTooSmall,
            CryptoError::Context { .. } => Status::Context,
            CryptoError::Limit { .. } => Status::Limit,
            CryptoError::StreamClosed { .. } => Status::StreamState,
            CryptoError::Source(_) => Status::Source,
            CryptoError::InvalidLength { .. }
            | CryptoError::Key { .. }
            | CryptoError::UnknownName { .. } => Status::InvalidArgument,
            _ => Status::Internal,
        };
        Self::new(status, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use ckey_engine::Category;

    #[test]
    fn an_error_of_a_cmdlet_keeps_its_words_and_gets_a_status() {
        let error = CmdletError::new(
            "PolicyNotFound",
            Category::ObjectNotFound,
            "There is no policy 'X'.",
            "See Get-DataEncryptionPolicy.",
        )
        .about("X");
        let failure = Failure::from(error);
        assert_eq!(failure.status(), Status::NotFound);
        let document: Value = serde_json::from_str(&failure.into_document()).unwrap();
        assert_eq!(document["id"], "PolicyNotFound");
        assert_eq!(document["target"], "X");
        assert_eq!(document["fix"], "See Get-DataEncryptionPolicy.");
        assert_eq!(document["code"], Status::NotFound.row().code);
    }

    #[test]
    fn a_refused_object_says_where_and_never_why() {
        let document = Failure::from(CryptoError::Frame { index: 7 }).into_document();
        assert!(document.contains("frame 7"), "{document}");
        assert_eq!(Failure::from(CryptoError::DataKey).status(), Status::SealedDataKey);
    }
}
