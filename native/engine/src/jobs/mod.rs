//! Long work as persistent jobs of small idempotent steps. Killed at any point a job resumes and
//! loses nothing (rule 8.5.7).

mod check_sites;
mod end;
mod ended;
mod rewrap;
mod run;

pub(crate) use run::background_step;
pub use run::{JobFailureView, JobView, WorkReport};

use crate::ground::Ground;

/// The jobs of a tenant.
#[derive(Clone, Copy)]
pub struct Jobs<'a> {
    ground: &'a Ground,
}

impl<'a> Jobs<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground }
    }
}
