//! The proof that a generation may wrap scope keys. Nothing writes a scope wrap without one.

use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Generation, ScopeWrap};

/// Wraps that one generation of a policy key may make: with random 96-bit nonces the chance that two meet stays below 2^-32.
pub(crate) const WRAP_LIMIT: u64 = 1 << 31;

/// Says that a generation was looked at within one change and may wrap scope keys there: it exists, it is not retired and it has not
/// wrapped too often. Only [`crate::Writer::admit`] makes one, and only the change that made it takes it: another change, or the same
/// one once it has retired a generation, must look again.
#[derive(Debug)]
pub struct LiveGeneration {
    change: u64,
    policy_no: i64,
    number: u32,
}

impl LiveGeneration {
    /// Judges a generation as it was read within the change number `change`.
    ///
    /// # Errors
    /// [`StoreErrorKind::Retired`] where it is retired, destroyed or not there; [`StoreErrorKind::WrapLimit`].
    pub(crate) fn admit(
        change: u64,
        (policy_no, number): (i64, u32),
        found: Option<&Generation>,
        wraps_made: u64,
    ) -> Result<Self, StoreError> {
        if found.is_none_or(|generation| generation.retired.is_some() || generation.destroyed.is_some()) {
            return Err(retired(policy_no, number));
        }
        if wraps_made >= WRAP_LIMIT {
            return Err(StoreError::new(
                StoreErrorKind::WrapLimit,
                format!("policy {policy_no}"),
                format!("Generation {number} of the key of policy {policy_no} has wrapped {wraps_made} keys; 2^31 is the limit."),
                "Refresh the policy: a new generation begins to count anew.",
            ));
        }
        Ok(Self { change, policy_no, number })
    }

    /// Whether `wrap` may be written by the change number `change`.
    ///
    /// # Errors
    /// [`StoreErrorKind::Retired`] where the proof is another change's; [`StoreErrorKind::Conflict`] where it is about another generation.
    pub(crate) fn covers(&self, change: u64, wrap: &ScopeWrap) -> Result<(), StoreError> {
        if self.change != change {
            return Err(retired(self.policy_no, self.number));
        }
        if (self.policy_no, self.number) == (wrap.policy_no, wrap.generation) {
            return Ok(());
        }
        Err(StoreError::new(
            StoreErrorKind::Conflict,
            wrap.scope_no.to_string(),
            format!(
                "A wrap under generation {} of policy {} was to be written on a look at generation {} of policy {}.",
                wrap.generation, wrap.policy_no, self.number, self.policy_no
            ),
            "This is a mistake of the program: admit the generation that the wrap lies under.",
        ))
    }
}

fn retired(policy_no: i64, number: u32) -> StoreError {
    StoreError::new(
        StoreErrorKind::Retired,
        format!("policy {policy_no}"),
        format!("Generation {number} of the key of policy {policy_no} wraps no more keys."),
        "Read the policy again, and wrap under the generation that it has now.",
    )
}
