//! The tenant's workloads and application scopes: what they are called, and under which policy
//! their keys are.

mod application;
mod list;
mod scope;

pub use application::ApplicationView;
pub use list::WorkloadView;

use crate::ground::Ground;

/// The workloads and application scopes of a tenant.
#[derive(Clone, Copy)]
pub struct Workloads<'a> {
    ground: &'a Ground,
}

impl<'a> Workloads<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
