//! The key hierarchy: customer keys and availability key, policy keys in generations, scope keys.

mod cache;
mod generation;
mod roots;
mod scope_key;
mod service;

pub(crate) use cache::{Access, KeyCache, OpenedPolicy};
pub(crate) use generation::{NewGeneration, availability_context, commitment_context, new_generation};
pub(crate) use roots::{RootFailure, open_root, service_application};
pub(crate) use scope_key::{PolicyKek, ScopeSecret};
pub(crate) use service::{open_service_wrap, service_policy};

use crate::error::{Category, EngineError, Result};

/// Wraps that one generation of a policy key may make: with random 96-bit nonces the chance that two meet stays below 2^-32.
const WRAP_LIMIT: u64 = 1 << 31;

/// Refuses when a generation has wrapped often enough.
pub(crate) fn check_wraps_made(made: u64) -> Result<()> {
    if made < WRAP_LIMIT {
        return Ok(());
    }
    Err(EngineError::new(
        "WrapLimitReached",
        Category::LimitsExceeded,
        format!("A generation of the policy key has wrapped {made} keys; 2^31 is the limit."),
        "Refresh the policy: a new generation begins to count anew.",
    ))
}
