//! Programs that open a scope, on the record: one record for each opening, none for each object.

use std::path::Path;
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_store::StateExt;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Items, ScopeLease};
use crate::audit::{Audit, Outcome};
use crate::directory::{Account, Directory};
use crate::error::{Category, EngineError, Result};
use crate::ground::Grounded;
use crate::protection::ScopeSelector;
use crate::record::{AuditEvent, Operation};

impl Items<'_> {
    /// [`crate::Tenant::open_scope`] in the name of an operation, for an account that may read the
    /// scope. It is recorded unless the setting `AuditReads` is off; that it was refused is
    /// recorded always. A scope whose opening cannot be recorded opens all the same, and its
    /// description says so: where nothing can be written, a customer's own keys still serve, and
    /// the availability key does not.
    ///
    /// # Errors
    /// Those of [`crate::directory::Directory::check_scope`] and [`crate::Tenant::open_scope`].
    pub(crate) fn open_scope_for(
        self,
        keep: Arc<dyn Grounded>,
        operation: &Arc<Operation>,
        account: &Account,
        selector: &ScopeSelector,
        cancel: &CancelToken,
    ) -> Result<Arc<ScopeLease>> {
        operation.run(|| {
            match Directory::of(self.ground)
                .check_scope(account, selector)
                .and_then(|()| self.open_scope(keep, selector, cancel))
            {
                Ok(lease) => {
                    if self.ground.current_settings().audit_reads
                        && let Err(error) =
                            self.record_read(operation, selector, Outcome::Succeeded)
                    {
                        lease.is_unrecorded(error.message);
                    }
                    Ok(lease)
                }
                Err(error) => {
                    self.record_refusal(operation, selector, &error);
                    Err(error)
                }
            }
        })
    }

    /// Records that content is about to leave the tenant: of one item, or of all where none is
    /// named. Anyone who is killed while it leaves has left this behind.
    ///
    /// # Errors
    /// Those of the store.
    pub fn record_export(
        &self,
        selector: &ScopeSelector,
        item: Option<Uuid>,
        into: &Path,
    ) -> Result<()> {
        let details = json!({ "item": item.map_or_else(|| "all".to_owned(), |item| item.to_string()), "into": into });
        let event = AuditEvent::new(
            "Begin export",
            selector.workload(),
            &self.ground.asking(),
            selector.name(),
            details,
        );
        let now = self.ground.now();
        self.ground.state().commit(|writer| self.ground.chain().append(writer, now, &event))
    }

    fn record_read(
        &self,
        operation: &Operation,
        selector: &ScopeSelector,
        outcome: Outcome<'_>,
    ) -> Result<()> {
        Audit::of(self.ground).record(
            operation,
            (selector.workload(), selector.name()),
            outcome,
            &Value::Null,
        )
    }

    fn record_refusal(&self, operation: &Operation, selector: &ScopeSelector, error: &EngineError) {
        if error.category != Category::PermissionDenied {
            return;
        }
        let denied = Outcome::Denied { id: error.id, message: &error.message };
        // It is refused either way, and the caller has to hear why.
        if let Err(unrecorded) = self.record_read(operation, selector, denied) {
            tracing::warn!(
                id = unrecorded.id,
                "a refused opening of a scope could not be recorded"
            );
        }
    }
}
