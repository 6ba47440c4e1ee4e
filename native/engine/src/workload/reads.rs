//! Programs that open a scope, on the record: one record for each opening, none for each object.

use std::path::Path;
use std::sync::Arc;

use ckey_store::StateExt;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{ScopeLease, ScopeSelector};
use crate::audit::{Draft, Operation, Outcome};
use crate::error::{Category, EngineError, Result};
use crate::identity::Account;
use crate::tenant::Tenant;

impl ScopeSelector {
    /// What was named.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Mailbox(name) | Self::Workload(name) | Self::Application(name) => name,
        }
    }

    /// What was named, as a record's parameters.
    #[must_use]
    pub fn parameters(&self) -> Map<String, Value> {
        let kind = match self {
            Self::Mailbox(_) => "mailbox",
            Self::Workload(_) => "workload",
            Self::Application(_) => "application",
        };
        Map::from_iter([(kind.to_owned(), Value::from(self.name()))])
    }

    /// The part of the service, as records name it.
    const fn workload(&self) -> &'static str {
        match self {
            Self::Mailbox(_) => "Exchange",
            Self::Workload(_) | Self::Application(_) => "DataAtRestEncryption",
        }
    }
}

impl Tenant {
    /// [`Tenant::open_scope`] in the name of an operation, for an account that may read the scope. It is recorded unless the setting
    /// `AuditReads` is off; that it was refused is recorded always. A scope whose opening cannot be recorded opens all the same, and its
    /// description says so: where nothing can be written, a customer's own keys still serve, and the availability key does not.
    ///
    /// # Errors
    /// Those of [`Tenant::check_scope`] and [`Tenant::open_scope`].
    pub fn open_scope_for(
        self: &Arc<Self>,
        operation: &Arc<Operation>,
        account: &Account,
        selector: &ScopeSelector,
    ) -> Result<Arc<ScopeLease>> {
        operation.run(|| match self.check_scope(account, selector).and_then(|()| self.open_scope(selector)) {
            Ok(lease) => {
                if self.current_settings().audit_reads
                    && let Err(error) = self.record_read(operation, selector, Outcome::Succeeded)
                {
                    lease.is_unrecorded(error.message);
                }
                Ok(lease)
            }
            Err(error) => {
                self.record_refusal(operation, selector, &error);
                Err(error)
            }
        })
    }

    /// Records that content is about to leave the tenant: of one item, or of all where none is named. Whoever is killed while it leaves has
    /// left this behind.
    ///
    /// # Errors
    /// Those of the store.
    pub fn record_export(&self, selector: &ScopeSelector, item: Option<Uuid>, into: &Path) -> Result<()> {
        let details = json!({ "item": item.map_or_else(|| "all".to_owned(), |item| item.to_string()), "into": into });
        let draft = Draft::new("Begin export", selector.workload(), &self.asking(), selector.name(), details);
        let now = self.now();
        self.state().commit(|writer| self.audit().append(writer, now, &draft))
    }

    fn record_read(&self, operation: &Operation, selector: &ScopeSelector, outcome: Outcome<'_>) -> Result<()> {
        self.record_outcome(operation, (selector.workload(), selector.name()), outcome, &Value::Null)
    }

    fn record_refusal(&self, operation: &Operation, selector: &ScopeSelector, error: &EngineError) {
        if error.category != Category::PermissionDenied {
            return;
        }
        let denied = Outcome::Denied { id: error.id, message: &error.message };
        // It is refused either way, and the caller has to hear why.
        if let Err(unrecorded) = self.record_read(operation, selector, denied) {
            tracing::warn!(id = unrecorded.id, "a refused opening of a scope could not be recorded");
        }
    }
}
