//! Items and leases: what is sealed under the keys of a scope.

mod chunks;
mod describe;
mod file;
mod import;
mod item;
mod lease;
mod reads;
mod view;

pub use chunks::sealed_in_chunks;
pub use describe::ScopeDescription;
pub use import::Import;
pub use item::ItemView;
pub use lease::{LeasedKey, ScopeLease};
pub use view::LeaseView;

use crate::ground::Ground;

/// The items of a tenant, and the scopes that programs open.
#[derive(Clone, Copy)]
pub struct Items<'a> {
    ground: &'a Ground,
}

impl<'a> Items<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
