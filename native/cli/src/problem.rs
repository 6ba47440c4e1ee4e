//! An error of a cmdlet, as records and calls give it.

use ckey_cmdlets::CmdletError;
use serde::{Deserialize, Serialize};

/// What is shown of an error.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// Stable id, such as `PolicyNotFound`.
    pub(crate) id: String,
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) target: Option<String>,
    #[serde(default)]
    pub(crate) category: String,
    #[serde(default)]
    pub(crate) reason: Option<String>,
    #[serde(default)]
    pub(crate) fix: String,
    #[serde(default)]
    pub(crate) terminating: bool,
}

impl Problem {
    /// An error of this tool itself.
    pub(crate) fn new(id: &str, message: impl Into<String>, fix: impl Into<String>) -> Problem {
        Problem {
            id: id.to_owned(),
            message: message.into(),
            category: String::from("InvalidOperation"),
            reason: None,
            target: None,
            fix: fix.into(),
            terminating: false,
        }
    }
}

impl From<CmdletError> for Problem {
    fn from(error: CmdletError) -> Problem {
        Problem {
            id: error.id,
            message: error.message,
            category: error.category.name().to_owned(),
            reason: error.reason.map(str::to_owned),
            target: error.target,
            fix: error.fix,
            terminating: error.terminating,
        }
    }
}
