//! A policy whose keys were taken from the service stays where it is. The jobs of a move would open
//! it by the availability key, and its users would read again by the new keys: a move gives nothing
//! back that its owner took away. One whose keys are lost for good moves.

use ckey_store::model::{Policy, PolicyWrap};
use ckey_store::{Reader, StateExt};
use ckey_vault::{FailureClass, KeyUri, RootVault};

use super::Relocation;
use crate::error::{EngineError, Result};
use crate::hierarchy::{RootFailure, customer_wraps, not_opened, service_application};
use crate::policies::{is_lost, lacks_wrap};

impl Relocation<'_> {
    /// Why a policy stays, where it opens for no user because of what its owner did, and could undo.
    ///
    /// # Errors
    /// `DataDamaged` where its own keys are not known.
    pub(super) fn withheld(&self, policy: &Policy) -> Result<Option<EngineError>> {
        let wraps = self.ground.state().view(|reader| own_wraps(reader, policy))?;
        let (roots, wait) = (self.ground.roots(), self.ground.root_wait());
        let caller = service_application(policy.kind);
        let mut failures = Vec::with_capacity(wraps.len());
        for wrap in wraps {
            let answer = KeyUri::stored(&wrap.key_uri)
                .and_then(|uri| roots.check_unwrap(&caller, &uri, &wait));
            match answer {
                Ok(()) => return Ok(None),
                Err(error) => failures.push(RootFailure { key_uri: wrap.key_uri, error }),
            }
        }
        let was_taken = |failure: &RootFailure| {
            let kind = failure.error.kind;
            kind.class() == FailureClass::Explicit && !is_lost(kind)
        };
        let Some(taken) = failures.iter().find(|failure| was_taken(failure)) else {
            return Ok(None);
        };
        let mut error = not_opened(policy, &failures);
        error.fix = format!(
            "A move would give its users back what was taken from them. Give the service one of the keys again, and then go on: Move-CustomerKeyTenantVault. {}",
            taken.error.fix
        );
        Ok(Some(error))
    }

    /// The same as a refusal.
    ///
    /// # Errors
    /// `CustomerKeyAccessDenied`; those of [`Self::withheld`].
    pub(super) fn must_not_be_withheld(&self, policy: &Policy) -> Result<()> {
        self.withheld(policy)?.map_or(Ok(()), Err)
    }
}

/// The wraps under both keys of a policy's newest generation.
fn own_wraps(reader: &mut dyn Reader, policy: &Policy) -> Result<Vec<PolicyWrap>> {
    let wraps = customer_wraps(reader, policy, policy.generation)?;
    if wraps.len() == 2 { Ok(wraps) } else { Err(lacks_wrap(&policy.name, policy.generation)) }
}
