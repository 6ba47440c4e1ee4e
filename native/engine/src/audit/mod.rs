//! The audit log: chained records under a MAC key of the secret store, written in the same transaction as what they record.

mod chain;
mod derive;
mod head;
mod search;
mod walk;

pub(crate) use chain::{AuditChain, Draft};
pub(crate) use derive::{BIND_ROWS, Derived, Expected, ExpectedItem, ExpectedPolicy, GenerationStage};
pub use head::AuditVerdict;
pub use search::{AuditQuery, AuditView};
pub(crate) use walk::verified_records;
