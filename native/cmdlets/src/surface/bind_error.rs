//! Why values do not bind.

use ckey_engine::Category;

/// A value, a name or a combination that a cmdlet does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BindError {
    /// What kind of error it is.
    pub kind: BindErrorKind,
    /// The parameter, or the cmdlet where it is none in particular.
    pub target: String,
    /// What happened, without the name of the cmdlet: hosts put it before.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// The kinds of binding errors, named as PowerShell names them where it has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindErrorKind {
    /// No cmdlet has the name.
    CommandNotFound,
    /// No parameter has the name.
    NamedParameterNotFound,
    /// The beginning of a name fits several parameters.
    AmbiguousParameter,
    /// A parameter is given twice.
    ParameterAlreadyBound,
    /// There are more values without a name than places.
    PositionalParameterNotFound,
    /// The parameters fit no set, or several.
    AmbiguousParameterSet,
    /// A mandatory parameter is absent (rule 4.10.8).
    MissingMandatoryParameter,
    /// A mandatory text is empty.
    ParameterArgumentEmpty,
    /// A value is not one of those that are taken.
    ParameterArgumentValidationError,
    /// A value is not of the parameter's kind.
    ParameterArgumentTransformationError,
    /// The parameter is documented but not supported here.
    ParameterRefused,
}

impl BindError {
    pub(crate) fn new(
        kind: BindErrorKind,
        target: &str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self { kind, target: target.to_owned(), message: message.into(), fix: fix.into() }
    }

    /// No cmdlet has this name.
    #[must_use]
    pub fn command_not_found(name: &str) -> Self {
        let message = if ckey_table::announced(name) {
            format!("{name} is documented and not supported yet.")
        } else {
            format!("There is no cmdlet {name}.")
        };
        Self::new(
            BindErrorKind::CommandNotFound,
            name,
            message,
            "See the list of cmdlets for those there are.",
        )
    }
}

impl BindErrorKind {
    /// The stable id of the error.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::CommandNotFound => "CommandNotFoundException",
            Self::NamedParameterNotFound => "NamedParameterNotFound",
            Self::AmbiguousParameter => "AmbiguousParameter",
            Self::ParameterAlreadyBound => "ParameterAlreadyBound",
            Self::PositionalParameterNotFound => "PositionalParameterNotFound",
            Self::AmbiguousParameterSet => "AmbiguousParameterSet",
            Self::MissingMandatoryParameter => "MissingMandatoryParameter",
            Self::ParameterArgumentEmpty => "ParameterArgumentValidationErrorEmptyStringNotAllowed",
            Self::ParameterArgumentValidationError => "ParameterArgumentValidationError",
            Self::ParameterArgumentTransformationError => "ParameterArgumentTransformationError",
            Self::ParameterRefused => "ParameterNotSupported",
        }
    }

    /// Its name among PowerShell's error categories.
    #[must_use]
    pub fn category(self) -> Category {
        match self {
            Self::CommandNotFound => Category::ObjectNotFound,
            Self::ParameterArgumentEmpty
            | Self::ParameterArgumentValidationError
            | Self::ParameterArgumentTransformationError => Category::InvalidData,
            Self::ParameterRefused => Category::NotImplemented,
            _ => Category::InvalidArgument,
        }
    }
}
