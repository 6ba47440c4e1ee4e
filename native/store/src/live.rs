//! The proof that a generation may wrap scope keys. Nothing writes a scope wrap without one.

use crate::error::{StoreError, StoreErrorKind};
use crate::model::{Generation, ScopeWrap};
use crate::protocol::{GenerationStage, Place, Refusal, may_wrap};

/// Says that a generation was looked at within one change and may wrap scope keys there: it exists,
/// it is not retired and it has not wrapped too often. Only
/// [`crate::state::WriteScopeWraps::admit`] makes one, and only the change that made it takes it:
/// another change, or the same one once it has retired a generation, must look again.
#[derive(Debug)]
pub struct LiveGeneration {
    change: u64,
    place: Place,
}

impl LiveGeneration {
    /// Judges a generation as it was read within the change number `change`.
    ///
    /// # Errors
    /// [`StoreErrorKind::Retired`] where it is retired, destroyed or not there;
    /// [`StoreErrorKind::WrapLimit`].
    pub(crate) fn admit(
        change: u64,
        place: Place,
        found: Option<&Generation>,
        wraps_made: u64,
    ) -> Result<Self, StoreError> {
        match may_wrap(found.map(GenerationStage::of), wraps_made) {
            Ok(()) => Ok(Self { change, place }),
            Err(Refusal::Left) => Err(retired(place)),
            Err(Refusal::WrapLimit) => Err(worn(place, wraps_made)),
        }
    }

    /// Whether `wrap` may be written by the change number `change`.
    ///
    /// # Errors
    /// [`StoreErrorKind::Retired`] where the proof is another change's;
    /// [`StoreErrorKind::Conflict`] where it is about another generation.
    pub(crate) fn covers(&self, change: u64, wrap: &ScopeWrap) -> Result<(), StoreError> {
        if self.change != change {
            return Err(retired(self.place));
        }
        if self.place == Place::from(wrap) {
            return Ok(());
        }
        Err(StoreError::new(
            StoreErrorKind::Conflict,
            wrap.scope_no.to_string(),
            format!(
                "A wrap under generation {} of policy {} was to be written on a look at generation {} of policy {}.",
                wrap.generation, wrap.policy_no, self.place.generation, self.place.policy_no
            ),
            "This is a mistake of the program: admit the generation that the wrap is under.",
        ))
    }
}

fn worn(Place { policy_no, generation }: Place, wraps_made: u64) -> StoreError {
    StoreError::new(
        StoreErrorKind::WrapLimit,
        format!("policy {policy_no}"),
        format!(
            "Generation {generation} of the key of policy {policy_no} has wrapped {wraps_made} keys; 2^31 is the limit."
        ),
        "Refresh the policy: a new generation begins to count anew.",
    )
}

fn retired(Place { policy_no, generation }: Place) -> StoreError {
    StoreError::new(
        StoreErrorKind::Retired,
        format!("policy {policy_no}"),
        format!("Generation {generation} of the key of policy {policy_no} wraps no more keys."),
        "Read the policy again, and wrap under the generation that it has now.",
    )
}
