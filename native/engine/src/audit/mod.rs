//! The audit log: chained records under a MAC key of the secret store, written in the same transaction as what they record.

mod chain;
mod counter;
mod derive;
mod head;
mod keeper;
mod operation;
mod origin;
mod outcome;
mod search;
mod walk;

pub(crate) use chain::{AuditChain, Draft};
pub(crate) use counter::{COUNTED, Counter, Standing};
pub(crate) use derive::{BIND_ROWS, Derived, Expected, ExpectedItem, ExpectedPolicy};
pub use head::AuditVerdict;
pub(crate) use keeper::{CountedState, Keeper};
pub use operation::Operation;
pub use origin::Origin;
pub use outcome::Outcome;
pub use search::{AuditPage, AuditQuery, AuditView};
pub(crate) use walk::verified_records;
#[cfg(feature = "fuzzing")]
pub(crate) use {search::view, walk::walk};
