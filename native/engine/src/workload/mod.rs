//! What is encrypted: mailboxes, the tenant's workloads, application scopes, and the items in them.

mod describe;
mod items;
mod lease;
mod mailbox;
mod named;
mod reads;
mod scope;

pub use describe::ScopeDescription;
pub use items::ItemView;
pub use lease::{LeasedKey, ScopeLease};
pub use mailbox::{MailboxView, NewMailbox};
pub(crate) use named::{ExistingData, initial_scopes};
pub use named::{WORKLOADS, Workload, WorkloadView};
pub use scope::ScopeSelector;
pub(crate) use scope::{service_policy, tenant_policy};
