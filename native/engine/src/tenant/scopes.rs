//! Opening scopes: a lease keeps the tenant open.

use std::sync::Arc;

use ckey_base::CancelToken;

use super::Tenant;
use crate::directory::Account;
use crate::error::Result;
use crate::items::ScopeLease;
use crate::protection::ScopeSelector;
use crate::record::Operation;

impl Tenant {
    /// Opens a scope for sealing and opening. An application scope is made on first use.
    ///
    /// # Errors
    /// `MailboxNotFound`, `WorkloadNotFound`, `ScopeNameInvalid`; `CustomerKeyAccessDenied` and
    /// `CustomerKeyUnavailable` when the policy key cannot be opened.
    pub fn open_scope(self: &Arc<Self>, selector: &ScopeSelector) -> Result<Arc<ScopeLease>> {
        self.items().open_scope(self.clone(), selector, &CancelToken::default())
    }

    /// [`Tenant::open_scope`] in the name of an operation, for an account that may read the scope.
    /// It is recorded unless the setting `AuditReads` is off; that it was refused is recorded
    /// always. A scope whose opening cannot be recorded opens all the same, and its description
    /// says so: where nothing can be written, a customer's own keys still serve, and the
    /// availability key does not.
    ///
    /// # Errors
    /// Those of [`crate::directory::Directory::check_scope`] and [`Tenant::open_scope`]; `Stopped`
    /// where `cancel` ended a wait for a vault.
    pub fn open_scope_for(
        self: &Arc<Self>,
        operation: &Arc<Operation>,
        account: &Account,
        selector: &ScopeSelector,
        cancel: &CancelToken,
    ) -> Result<Arc<ScopeLease>> {
        self.items().open_scope_for(self.clone(), operation, account, selector, cancel)
    }
}
