//! Errors of the engine: a stable id, what happened, to which object, and what to do.

use ckey_crypto::CryptoError;
use ckey_store::{StoreError, StoreErrorKind};
use ckey_vault::{VaultError, VaultErrorKind};
use serde::Serialize;
use uuid::Uuid;

/// The result of everything in the engine.
pub type Result<T> = std::result::Result<T, EngineError>;

/// What sort of problem it is; the names are those of PowerShell's `ErrorCategory`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names are PowerShell's and explained there")]
pub enum Category {
    ObjectNotFound,
    InvalidArgument,
    InvalidOperation,
    InvalidData,
    PermissionDenied,
    ResourceExists,
    ResourceBusy,
    ResourceUnavailable,
    SecurityError,
    LimitsExceeded,
    OperationTimeout,
    OperationStopped,
    ReadError,
    WriteError,
    ConnectionError,
    NotImplemented,
    NotSpecified,
    ParserError,
    AuthenticationError,
}

impl Category {
    /// The name as PowerShell spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ObjectNotFound => "ObjectNotFound",
            Self::InvalidArgument => "InvalidArgument",
            Self::InvalidOperation => "InvalidOperation",
            Self::InvalidData => "InvalidData",
            Self::PermissionDenied => "PermissionDenied",
            Self::ResourceExists => "ResourceExists",
            Self::ResourceBusy => "ResourceBusy",
            Self::ResourceUnavailable => "ResourceUnavailable",
            Self::SecurityError => "SecurityError",
            Self::LimitsExceeded => "LimitsExceeded",
            Self::OperationTimeout => "OperationTimeout",
            Self::OperationStopped => "OperationStopped",
            Self::ReadError => "ReadError",
            Self::WriteError => "WriteError",
            Self::ConnectionError => "ConnectionError",
            Self::NotImplemented => "NotImplemented",
            Self::NotSpecified => "NotSpecified",
            Self::ParserError => "ParserError",
            Self::AuthenticationError => "AuthenticationError",
        }
    }
}

/// Why one customer key of a policy did not serve, as data: so that programs need not read
/// sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RootReason {
    /// The key's URI with its version, or its slot where no wrap names one.
    pub key: String,
    /// The stable name of what the vault answered, such as `AccessDenied`.
    pub reason: &'static str,
    /// What that means for the availability key: `explicit`, `system` or `request` (rule 3.4).
    pub class: &'static str,
    /// What the vault said.
    pub message: String,
}

/// An error of the engine. Its text never holds a secret.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct EngineError {
    /// The stable id, such as `PolicyNotFound`.
    pub id: &'static str,
    /// What sort of problem it is.
    pub category: Category,
    /// What happened, in sentences that name the object.
    pub message: String,
    /// The object it happened to.
    pub target: Option<String>,
    /// What to do about it.
    pub fix: String,
    /// What scripts compare with `CategoryInfo.Reason`, where the service has such a name.
    pub reason: Option<&'static str>,
    /// The full name of the service's exception type, where scripts catch it.
    pub exception: Option<&'static str>,
    /// Whether the same call may succeed later without any change by the caller.
    pub retryable: bool,
    /// Why each customer key did not serve, where that is what went wrong.
    pub roots: Box<[RootReason]>,
}

impl EngineError {
    /// An error with this id, category, text and advice.
    pub fn new(
        id: &'static str,
        category: Category,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            id,
            category,
            message: message.into(),
            target: None,
            fix: fix.into(),
            reason: None,
            exception: None,
            retryable: false,
            roots: Box::default(),
        }
    }

    /// The same, about `target`.
    #[must_use]
    pub fn about(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// An object of Exchange that is not there, in the service's own words (rule 4.1.8).
    #[must_use]
    pub fn object_not_found(
        id: &'static str,
        identity: &str,
        server: &str,
        fix: impl Into<String>,
    ) -> Self {
        let message = format!(
            "Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object '{identity}' couldn't be found on '{server}'."
        );
        let mut error = Self::new(id, Category::ObjectNotFound, message, fix).about(identity);
        error.reason = Some("ManagementObjectNotFoundException");
        error
    }

    /// An identity that fits several objects, as the service says it: none of them is meant (rule
    /// 4.10.11). `fitting` says which they are.
    #[must_use]
    pub fn ambiguous(identity: &str, fitting: &[String]) -> Self {
        let message = format!(
            "The operation couldn't be performed because '{identity}' matches multiple entries."
        );
        let fix = format!(
            "It fits {}. Give the GUID or the distinguished name of the one that is meant.",
            fitting.join(", ")
        );
        let mut error =
            Self::new("IdentityAmbiguous", Category::InvalidArgument, message, fix).about(identity);
        error.reason = Some("ManagementObjectAmbiguousException");
        error
    }

    /// A value that cannot be taken.
    #[must_use]
    pub fn invalid(
        id: &'static str,
        target: &str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self::new(id, Category::InvalidArgument, message, fix).about(target)
    }

    /// The same, about an item of a scope where nothing else is named.
    pub(crate) fn of_item(mut self, scope: &str, item: Uuid) -> Self {
        if self.target.is_none() {
            self.message = format!("Item {item} of '{scope}': {}", self.message);
            self.target = Some(item.to_string());
        }
        self
    }

    /// Work that its caller ended.
    pub(crate) fn stopped(message: &str) -> Self {
        Self::new("Stopped", Category::OperationStopped, message, "Run it again.")
    }

    /// Whether its caller ended it.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.category == Category::OperationStopped
    }

    /// What applies is not what it was when it was read: anyone who gets this reads it again.
    pub(crate) fn changed_meanwhile(object: &str) -> Self {
        let mut error = Self::new(
            StoreErrorKind::Retired.name(),
            Category::ResourceBusy,
            format!("What protects '{object}' was refreshed or replaced again and again while keys were opened."),
            "Run it again.",
        )
        .about(object);
        error.retryable = true;
        error
    }

    pub(crate) fn is_changed_meanwhile(&self) -> bool {
        self.id == StoreErrorKind::Retired.name()
    }

    pub(crate) fn damaged(target: &str, message: impl Into<String>) -> Self {
        Self::new(
            "DataDamaged",
            Category::InvalidData,
            message,
            "Run Test-CustomerKeyTenant to see what else is damaged, and restore the tenant from a backup with Restore-CustomerKeyTenant.",
        )
        .about(target)
    }
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        let category = match error.kind {
            StoreErrorKind::Busy | StoreErrorKind::Retired => Category::ResourceBusy,
            StoreErrorKind::WrapLimit => Category::LimitsExceeded,
            StoreErrorKind::Full | StoreErrorKind::ReadOnly => Category::WriteError,
            StoreErrorKind::Damaged | StoreErrorKind::NewerFormat => Category::InvalidData,
            StoreErrorKind::NetworkFileSystem
            | StoreErrorKind::LongPath
            | StoreErrorKind::Replaced => Category::InvalidOperation,
            StoreErrorKind::WrongMasterKey => Category::SecurityError,
            StoreErrorKind::Conflict => Category::ResourceExists,
            StoreErrorKind::NotFound => Category::ObjectNotFound,
            StoreErrorKind::Io => Category::ReadError,
            StoreErrorKind::Unrecorded | StoreErrorKind::Abandoned => Category::NotSpecified,
        };
        let mut mapped =
            Self::new(error.kind.name(), category, error.message, error.fix).about(error.target);
        mapped.retryable = matches!(error.kind, StoreErrorKind::Busy | StoreErrorKind::Retired);
        mapped
    }
}

impl From<VaultError> for EngineError {
    fn from(error: VaultError) -> Self {
        let category = match error.kind {
            VaultErrorKind::Throttled
            | VaultErrorKind::Unreachable
            | VaultErrorKind::Unauthorized
            | VaultErrorKind::ServerError => Category::ResourceUnavailable,
            VaultErrorKind::TimedOut => Category::OperationTimeout,
            VaultErrorKind::Cancelled => Category::OperationStopped,
            VaultErrorKind::KeyNotFound
            | VaultErrorKind::KeyDeleted
            | VaultErrorKind::VersionNotFound
            | VaultErrorKind::DeletionUnknown
            | VaultErrorKind::VaultNotFound
            | VaultErrorKind::VaultDeleted => Category::ObjectNotFound,
            VaultErrorKind::BadParameter | VaultErrorKind::NotRsa => Category::InvalidArgument,
            VaultErrorKind::NameTaken => Category::ResourceExists,
            VaultErrorKind::Damaged => Category::InvalidData,
            VaultErrorKind::Io | VaultErrorKind::StoreFull | VaultErrorKind::NotRecorded => {
                Category::WriteError
            }
            VaultErrorKind::CryptoFailed => Category::SecurityError,
            VaultErrorKind::TooLarge => Category::LimitsExceeded,
            _ => Category::PermissionDenied,
        };
        let retryable =
            matches!(category, Category::ResourceUnavailable | Category::OperationTimeout);
        let mut mapped =
            Self::new(error.kind.name(), category, error.message, error.fix).about(error.target);
        mapped.exception = Some("Microsoft.Azure.KeyVault.Models.KeyVaultErrorException");
        mapped.retryable = retryable;
        mapped
    }
}

impl From<CryptoError> for EngineError {
    fn from(error: CryptoError) -> Self {
        Self::new(
            error.name(),
            Category::SecurityError,
            error.to_string(),
            "Run Test-CustomerKeyTenant; if it finds damage, restore the tenant from a backup with Restore-CustomerKeyTenant.",
        )
    }
}
