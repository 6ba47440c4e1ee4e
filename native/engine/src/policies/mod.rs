//! Data encryption policies: what they are called, what they look like, and what may be done to
//! them.

mod assign;
mod below;
mod change;
mod checks;
mod create;
mod identity;
mod keys;
mod offboard;
mod refresh;
mod root_use;
mod view;

pub use below::Below;
pub use change::PolicyChange;
pub use create::NewPolicy;
pub use identity::check_policy_name;
pub use offboard::Offboarding;
pub use root_use::RootUse;
pub use view::{AssignmentView, PolicyView, RootView};

pub(crate) use assign::{must_stay, purge_requested, still_assignable};
pub(crate) use create::audited_as;
pub(crate) use keys::{must_be_new, parse_pair, parse_pair_of};
pub(crate) use offboard::is_lost;
pub(crate) use refresh::{Roll, must_differ};
pub(crate) use root_use::{lacks_wrap, root_uses};

pub use crate::validation::MAILBOX_POLICY_LIMIT;

use crate::ground::Ground;

/// The data encryption policies of a tenant.
#[derive(Clone, Copy)]
pub struct Policies<'a> {
    ground: &'a Ground,
}

impl<'a> Policies<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
