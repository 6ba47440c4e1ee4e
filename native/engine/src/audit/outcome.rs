//! How an operation ended, where no record of a change says so: it was refused, it failed, or what
//! it did changed nothing in the state.

use ckey_store::StateExt;
use serde_json::{Value, json};

use super::Audit;
use crate::error::{Category, Result};
use crate::record::{AuditEvent, Operation};

/// How an operation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It did what was asked.
    Succeeded,
    /// Somebody who may not asked for it, or a key refused.
    Denied {
        /// The stable id of the error.
        id: &'a str,
        /// What happened.
        message: &'a str,
    },
    /// It did not do what was asked, or not all of it.
    Failed {
        /// The stable id of the error.
        id: &'a str,
        /// What happened.
        message: &'a str,
    },
}

impl<'a> Outcome<'a> {
    /// The outcome that an error of this category stands for.
    #[must_use]
    pub fn of_error(category: Category, id: &'a str, message: &'a str) -> Self {
        if category == Category::PermissionDenied {
            Self::Denied { id, message }
        } else {
            Self::Failed { id, message }
        }
    }
}

impl Audit<'_> {
    /// Records how an operation ended, in which part of the service, and about which object; `done`
    /// are the particulars of what it did all the same, an object or null.
    ///
    /// # Errors
    /// Those of the store: where nothing can be written, nothing is recorded.
    pub fn record(
        &self,
        operation: &Operation,
        (workload, object): (&str, &str),
        outcome: Outcome<'_>,
        done: &Value,
    ) -> Result<()> {
        let (result, mut details) = match outcome {
            Outcome::Succeeded => ("Succeeded", json!({})),
            Outcome::Denied { id, message } => {
                ("Denied", json!({ "error": id, "reason": message }))
            }
            Outcome::Failed { id, message } => {
                ("Failed", json!({ "error": id, "reason": message }))
            }
        };
        if let (Some(details), Some(done)) = (details.as_object_mut(), done.as_object()) {
            details.extend(done.clone());
        }
        let account =
            operation.account().map_or_else(|| self.ground.administrator(), str::to_owned);
        let mut event = AuditEvent::new(operation.name(), workload, &account, object, details);
        result.clone_into(&mut event.result);
        let now = self.ground.now();
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))
    }
}
