//! What a cmdlet says when it cannot do what was asked.

use crate::runtime::answer::Answer;
use crate::surface::bind_error::{BindError, BindErrorKind};
use ckey_engine::{Category, EngineError, RootReason};
use ckey_table::json::JsonError;
use ckey_vault::VaultError;
use serde::Serialize;

/// An error of a cmdlet: a PowerShell error record without PowerShell.
///
/// `id` is stable and never reused for something else; `category` is a name of PowerShell's
/// `ErrorCategory`. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct CmdletError {
    /// Stable id, such as `PolicyNotFound`.
    pub id: String,
    /// What sort of problem it is: a name of `ErrorCategory`, such as `ObjectNotFound`.
    pub category: Category,
    /// What happened, in a sentence.
    pub message: String,
    /// The object it happened to.
    pub target: Option<String>,
    /// What to do about it; empty when there is nothing to do.
    pub fix: String,
    /// What scripts compare with `CategoryInfo.Reason`, such as
    /// `ManagementObjectNotFoundException`.
    pub reason: Option<&'static str>,
    /// The full name of the exception type that scripts catch.
    pub exception: Option<&'static str>,
    /// Whether the cmdlet ends here for every further input object too.
    pub terminating: bool,
    /// Whether the same call may succeed later without any change by the caller.
    pub retryable: bool,
    /// Why each customer key did not serve, where that is what went wrong.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub roots: Box<[RootReason]>,
}

impl CmdletError {
    /// An error from its parts, with no target, reason or exception, that does not end the
    /// pipeline.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        category: Category,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            category,
            message: message.into(),
            target: None,
            fix: fix.into(),
            reason: None,
            exception: None,
            terminating: false,
            retryable: false,
            roots: Box::default(),
        }
    }

    /// The same error about `target`.
    #[must_use]
    pub fn about(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// The same error as one that ends the pipeline.
    #[must_use]
    pub fn ending(mut self) -> Self {
        self.terminating = true;
        self
    }

    /// The same error as one that may not come again when the same is tried later.
    #[must_use]
    pub fn passing(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// The same error with the type name that scripts find in `CategoryInfo.Reason`.
    #[must_use]
    pub fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The error as the JSON document of `ckey_error_message`: the fields of an `error` record
    /// without `stream`.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub(crate) fn cancelled() -> Self {
        Self::new("OperationStopped", Category::OperationStopped, "The call was cancelled.", "")
    }

    /// A question kept something from being done. No record says so: only the call's status does.
    pub(crate) fn withheld(answer: Answer, question: &str) -> Self {
        let question = question.lines().last().unwrap_or_default();
        if answer == Answer::Missing {
            let message = format!(
                "A question was not answered, so what it asked about was not done: {question}"
            );
            let fix = "Answer by ckey_call_answer before the next ckey_call_next, or give the cmdlet -Confirm:$false or -Force.";
            return Self::new("QuestionUnanswered", Category::InvalidOperation, message, fix);
        }
        let message = format!(
            "A question was answered by no, so what it asked about was not done: {question}"
        );
        Self::new(
            "QuestionDeclined",
            Category::OperationStopped,
            message,
            "Repeat it and answer yes.",
        )
    }

    pub(crate) fn internal(place: &str) -> Self {
        Self::new(
            "InternalError",
            Category::NotSpecified,
            format!(
                "{place} failed because of a fault in this library. What it had finished stays finished."
            ),
            "Report it with the command that was run.",
        )
    }

    /// A document of the caller's that cannot be read; `DuplicateKey` in place of `id` where a key
    /// stands twice.
    pub(crate) fn document(
        id: &'static str,
        what: &str,
        error: &JsonError,
        fix: &'static str,
    ) -> Self {
        let message = format!("{what} cannot be read: {error}.");
        match error {
            JsonError::Twice(key) => {
                Self::new("DuplicateKey", Category::ParserError, message, "Give each key once.")
                    .about(key)
                    .ending()
            }
            JsonError::Unreadable(_) => Self::new(id, Category::ParserError, message, fix).ending(),
        }
    }

    pub(crate) fn argument(
        id: &'static str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self::new(id, Category::InvalidArgument, message, fix)
    }
}

impl From<EngineError> for CmdletError {
    fn from(error: EngineError) -> Self {
        Self {
            target: error.target,
            reason: error.reason,
            exception: error.exception,
            retryable: error.retryable,
            roots: error.roots,
            ..Self::new(error.id, error.category, error.message, error.fix)
        }
    }
}

/// The engine maps the errors of vaults; there is one mapping.
impl From<VaultError> for CmdletError {
    fn from(error: VaultError) -> Self {
        EngineError::from(error).into()
    }
}

/// What does not bind ends the pipeline, as in PowerShell; a parameter that is refused here
/// concerns its own input object.
impl From<BindError> for CmdletError {
    fn from(error: BindError) -> Self {
        let refused = error.kind == BindErrorKind::ParameterRefused;
        Self {
            target: Some(error.target),
            reason: (!refused).then_some("ParameterBindingException"),
            terminating: !refused,
            ..Self::new(error.kind.id(), error.kind.category(), error.message, error.fix)
        }
    }
}
