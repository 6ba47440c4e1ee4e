//! The audit log: chained records under a MAC key of the secret store, written in the same transaction as what they record.

mod chain;
mod head;
mod search;

pub(crate) use chain::{AuditChain, Draft};
pub use head::AuditVerdict;
pub use search::{AuditQuery, AuditView};
