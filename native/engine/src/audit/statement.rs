//! Statements that leave the house: a text that is signed with the tenant's audit key (Ed25519), so
//! that an auditor can check it without the tenant. `docs/format.md` §13.

use serde_json::{Value, json};

use super::Audit;
use crate::error::{EngineError, Result};

/// What a statement is about. What is signed begins with it, so that no statement passes for one of
/// another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statement {
    /// Whether a version of a root key may be retired.
    Retirement,
    /// What a purge destroyed.
    Purge,
}

impl Statement {
    const fn domain(self) -> &'static str {
        match self {
            Self::Retirement => "customer-key/v1/retirement\n",
            Self::Purge => "customer-key/v1/purge\n",
        }
    }
}

impl Audit<'_> {
    /// A report as a JSON document that is signed.
    ///
    /// # Errors
    /// Those of the secret store.
    pub(crate) fn signed(&self, about: Statement, report: &Value) -> Result<String> {
        let (key, text) = (self.signing_key()?, report.to_string());
        let signature = key.sign(format!("{}{text}", about.domain()).as_bytes());
        let document = json!({
            "report": text,
            "publicKey": hex::encode(key.public()),
            "signature": hex::encode(signature),
        });
        serde_json::to_string_pretty(&document)
            .map_err(|error| EngineError::damaged("statement", error.to_string()))
    }
}
