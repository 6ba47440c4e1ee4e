//! Long work as persistent jobs of small idempotent steps. Killed at any point a job resumes and loses nothing.

mod end;
mod kind;
mod rewrap;
mod run;
mod worker;

pub(crate) use kind::{JobKind, ensure_job, ensure_scope_job};
pub(crate) use rewrap::target_of;
pub use run::{JobFailureView, JobView, WorkReport};
pub(crate) use worker::Worker;
