//! Naming a scope.

use serde_json::{Map, Value};

/// Which scope is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeSelector {
    /// A mailbox or mail user by any of its names.
    Mailbox(String),
    /// A workload of rule 1.8 by name.
    Workload(String),
    /// A scope that a program names; made on first use, under the assigned multi-workload policy.
    Application(String),
    /// A site by its URL.
    Site(String),
}

impl ScopeSelector {
    /// What was named.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Mailbox(name)
            | Self::Workload(name)
            | Self::Application(name)
            | Self::Site(name) => name,
        }
    }

    /// What was named, as a record's parameters.
    #[must_use]
    pub fn parameters(&self) -> Map<String, Value> {
        let kind = match self {
            Self::Mailbox(_) => "mailbox",
            Self::Workload(_) => "workload",
            Self::Application(_) => "application",
            Self::Site(_) => "site",
        };
        Map::from_iter([(kind.to_owned(), Value::from(self.name()))])
    }

    /// The part of the service, as records name it.
    pub(crate) const fn workload(&self) -> &'static str {
        match self {
            Self::Mailbox(_) => "Exchange",
            Self::Site(_) => "SharePoint",
            Self::Workload(_) | Self::Application(_) => "DataAtRestEncryption",
        }
    }
}
