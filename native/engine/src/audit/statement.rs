//! Statements that leave the house: a text that is signed with the tenant's audit key (Ed25519), so
//! that an auditor can check it without the tenant. `docs/format.md` §13.

use ckey_crypto::sign::{self, SigningKey};
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
    /// What is going to be destroyed with a tenant.
    RemovalBegun,
    /// What was destroyed with a tenant.
    Removal,
}

impl Statement {
    const fn domain(self) -> &'static str {
        match self {
            Self::Retirement => "customer-key/v1/retirement\n",
            Self::Purge => "customer-key/v1/purge\n",
            Self::RemovalBegun => "customer-key/v1/removal-begun\n",
            Self::Removal => "customer-key/v1/removal\n",
        }
    }

    /// A report as a JSON document that is signed.
    pub(crate) fn sign(self, key: &SigningKey, report: &Value) -> Result<String> {
        let text = report.to_string();
        let signature = key.sign(format!("{}{text}", self.domain()).as_bytes());
        let document = json!({
            "report": text,
            "publicKey": hex::encode(key.public()),
            "signature": hex::encode(signature),
        });
        serde_json::to_string_pretty(&document)
            .map_err(|error| EngineError::damaged("statement", error.to_string()))
    }

    /// The report of a document that the secret half of this key has signed; `None` of any other.
    pub(crate) fn read(self, public: &[u8; 32], document: &str) -> Option<Value> {
        let document: Value = serde_json::from_str(document).ok()?;
        let text = document.get("report")?.as_str()?;
        let signature = hex::decode(document.get("signature")?.as_str()?).ok()?;
        let signed = format!("{}{text}", self.domain());
        sign::verify(public, signed.as_bytes(), &signature).ok()?;
        serde_json::from_str(text).ok()
    }
}

impl Audit<'_> {
    /// A report as a JSON document that is signed.
    ///
    /// # Errors
    /// Those of the secret store.
    pub(crate) fn signed(&self, about: Statement, report: &Value) -> Result<String> {
        about.sign(&self.signing_key()?, report)
    }
}
