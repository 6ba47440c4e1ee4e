//! A tenant's way from the embedded vaults to those of Azure: one change says where its vaults are
//! from now on and which key takes the place of which; then each policy gets a generation under its
//! new keys, and jobs carry the keys below it. A process that is killed leaves what the next one
//! goes on with. What is still under a key of an embedded vault is opened by it as before.

mod begin;
mod carry;
mod needs;
mod plan;
mod withheld;

pub use carry::Step;
pub use plan::{NewRoots, PolicyMove, RelocationPlan};

use crate::error::{Category, EngineError};
use crate::ground::Ground;

/// A tenant's way from the embedded vaults.
#[derive(Clone, Copy)]
pub struct Relocation<'a> {
    ground: &'a Ground,
}

impl<'a> Relocation<'a> {
    /// That of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }

    fn refused(
        &self,
        id: &'static str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> EngineError {
        EngineError::new(id, Category::InvalidOperation, message, fix).about(self.ground.name())
    }
}
