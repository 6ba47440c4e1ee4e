//! Why something is not done with a vault itself, as the resource manager words it.

use ckey_engine::{Account, Category, EngineError, Outcome};
use ckey_vault::VaultError;
use hyper::StatusCode;

use crate::answer::Answer;
use crate::resource::{Asked, NotAsked, VERSIONS};
use crate::route::Unread;

const NOT_PERMITTED: &str = "AuthorizationFailed";

/// A status, a code that clients know, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// What is asked for cannot be had.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// It can be had in Azure, and not here.
    pub(crate) fn not_here(property: &str, why: &str) -> Self {
        let message = format!("The property '{property}' is not supported here as given: {why}.");
        Self::new(StatusCode::BAD_REQUEST, "NotSupported", message)
    }

    pub(crate) fn not_found(id: &str) -> Self {
        let message = format!("The Resource '{id}' was not found.");
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }

    /// Who asks may not; how, is said by [`Self::told_to`].
    pub(crate) fn not_permitted() -> Self {
        Self::new(StatusCode::FORBIDDEN, NOT_PERMITTED, "")
    }

    /// The same, where it is one of who may not, as Azure says it to them: what the engine would
    /// advise are cmdlets of this machine.
    pub(crate) fn told_to(self, account: &Account, asked: &Asked) -> Self {
        if self.code != NOT_PERMITTED {
            return self;
        }
        let (name, id) = (&account.caller.name, &account.caller.object_id);
        let (action, scope) = (asked.target.action(), asked.scope());
        let message = format!(
            "The client '{name}' with object id '{id}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid."
        );
        Self { message, ..self }
    }

    pub(crate) fn is_missing(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// As the record keeps it.
    pub(crate) fn outcome(&self) -> Outcome<'_> {
        let (id, message) = (self.code, self.message.as_str());
        if self.status == StatusCode::FORBIDDEN {
            Outcome::Denied { id, message }
        } else {
            Outcome::Failed { id, message }
        }
    }

    pub(crate) fn answer(self) -> Answer {
        let answer = Answer::error(self.status, self.code, &self.message);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            answer.with("retry-after", "1")
        } else {
            answer
        }
    }
}

impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let (status, code) = match (error.id, error.category) {
            ("PurgeProtected", _) => (StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
            ("VaultsNotEmbedded", _) => (StatusCode::CONFLICT, "OperationNotAllowed"),
            ("NameTaken", _) => (StatusCode::CONFLICT, "VaultAlreadyExists"),
            ("DeletedNameTaken", _) => (StatusCode::CONFLICT, "ConflictError"),
            (_, Category::PermissionDenied) => return Self::not_permitted(),
            (_, Category::ObjectNotFound) => (StatusCode::NOT_FOUND, "ResourceNotFound"),
            (_, Category::InvalidArgument | Category::LimitsExceeded) => {
                (StatusCode::BAD_REQUEST, "BadRequest")
            }
            (_, Category::ResourceExists) => (StatusCode::CONFLICT, "ConflictError"),
            _ => return Self::of_store(&error),
        };
        Self::new(status, code, error.message)
    }
}

impl Refusal {
    /// Paths of this machine are not for others.
    fn of_store(error: &EngineError) -> Self {
        tracing::error!(%error, "a vault cannot be managed");
        if error.retryable {
            let message = "The vault's store is busy. Try again.";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", message);
        }
        let message = "The vault's store cannot be used. The server's log says why.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", message)
    }
}

impl From<NotAsked> for Refusal {
    fn from(why: NotAsked) -> Self {
        let bad = |code, message: &str| Self::new(StatusCode::BAD_REQUEST, code, message);
        match why {
            NotAsked::NotServed => Self::new(
                StatusCode::NOT_IMPLEMENTED,
                "NotSupported",
                "This server manages key vaults, and does nothing else of the resource manager.",
            ),
            NotAsked::Unread(Unread::Version) => {
                let known = VERSIONS.join(",");
                let message = format!(
                    "The api-version is missing or invalid. The supported versions are '{known}'."
                );
                bad("InvalidApiVersionParameter", &message)
            }
            NotAsked::Unread(Unread::Query) => {
                bad("InvalidRequestUri", "The query of the request cannot be read.")
            }
            NotAsked::Unread(Unread::Path) => {
                Self::new(StatusCode::NOT_FOUND, "NotFound", "There is nothing here.")
            }
            NotAsked::Unread(Unread::Method) => Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "MethodNotAllowed",
                "This cannot be done here.",
            ),
        }
    }
}
