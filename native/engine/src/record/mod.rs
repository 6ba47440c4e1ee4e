//! The chain of audit records, as every change writes it: what a record says, who appended it, and
//! the counter that knows where it ends.

mod actor;
mod chain;
mod counter;
mod keeper;
mod operation;
mod origin;
mod walk;

pub use actor::Actor;
pub(crate) use chain::{AuditChain, AuditEvent};
pub use counter::AuditLoss;
pub(crate) use counter::{COUNTED, Counter, Standing};
pub(crate) use keeper::{CountedState, Keeper};
pub use operation::Operation;
pub use origin::Origin;
pub use walk::AuditVerdict;
pub(crate) use walk::{verified_records, walk};
