//! Data encryption policies: what they are called, what they look like, and what may be done to them.

mod change;
mod checks;
mod consequences;
mod create;
mod identity;
mod keys;
mod root_use;
mod view;

pub use change::PolicyChange;
pub use checks::{Finding, PolicyCheck};
pub use consequences::Action;
pub use create::NewPolicy;
pub use root_use::RootUse;
pub use view::{AssignmentView, PolicyView, RootView};

pub(crate) use create::audited_as;
pub(crate) use identity::common_name;
pub(crate) use keys::parse_pair;

/// Mailbox policies per tenant (OV, SU21).
pub const MAILBOX_POLICY_LIMIT: usize = 50;
