//! Going on with a move that has begun, wherever it was left.

use ckey_base::CancelToken;
use ckey_store::StateExt;

use super::Relocation;
use super::plan::{all_policies, has_embedded_key, is_movable, successors_of};
use crate::error::{EngineError, Result};
use crate::jobs::{JobView, Jobs};
use crate::policies::Policies;
use crate::record::Actor;
use ckey_store::model::Policy;
use uuid::Uuid;

/// How often a policy is tried that others refresh at the same moment.
const MOST_TIMES: u32 = 3;

/// How far a move is.
#[derive(Debug)]
pub enum Step<'a> {
    /// The new keys of a policy are tried: its name, how many were, and of how many.
    Trying(&'a str, usize, usize),
    /// A policy gets its new keys: its name, how many were done, and of how many.
    Policy(&'a str, usize, usize),
    /// A job carries keys.
    Job(&'a JobView),
}

impl Relocation<'_> {
    /// Gives each policy that is left a generation under its new keys, and works jobs off until none
    /// can go on. Returns why policies did not get theirs; that keeps no other from it.
    ///
    /// # Errors
    /// `RelocationNotBegun`; `Stopped`; those of the jobs and of the store.
    pub fn carry_on(
        &self,
        actor: &Actor,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&Step<'_>),
    ) -> Result<Vec<EngineError>> {
        let left = self.left()?;
        let mut problems = Vec::new();
        for (done, policy) in left.iter().enumerate() {
            progress(&Step::Policy(&policy.name, done, left.len()));
            match self.carry(actor, policy.guid, cancel) {
                Ok(()) => {}
                Err(error) if error.is_stopped() => return Err(error),
                Err(mut error) => {
                    error.message =
                        format!("The policy '{}' was not moved. {}", policy.name, error.message);
                    problems.push(error);
                }
            }
        }
        let jobs = Jobs::of(self.ground);
        jobs.retry()?;
        jobs.work(None, cancel, &mut |job| progress(&Step::Job(job)))?;
        Ok(problems)
    }

    /// The policies that are to be moved yet.
    fn left(&self) -> Result<Vec<Policy>> {
        self.ground.sync()?;
        let provider = self.ground.provider();
        if provider.left.is_none() {
            return Err(self.refused(
                "RelocationNotBegun",
                format!("The tenant '{}' does not leave embedded vaults.", self.ground.name()),
                "Begin: Move-CustomerKeyTenantVault -KeyMap @{ 'https://OLD.vault.azure.net/keys/KEY' = 'https://NEW.vault.azure.net/keys/KEY' }",
            ));
        }
        let mut left = self.ground.state().view(|reader| all_policies(reader))?;
        left.retain(|policy| is_movable(policy) && has_embedded_key(&provider, policy));
        Ok(left)
    }

    fn carry(&self, actor: &Actor, guid: Uuid, cancel: &CancelToken) -> Result<()> {
        let policies = Policies::of(self.ground);
        let mut times = 0_u32;
        loop {
            times = times.saturating_add(1);
            // Others may have moved it since, or given it keys that they chose.
            let Some(policy) = self.left()?.into_iter().find(|policy| policy.guid == guid) else {
                return Ok(());
            };
            self.must_not_be_withheld(&policy)?;
            let keys = successors_of(&self.ground.provider(), &policy)?;
            let still = || self.must_not_be_withheld(&policy);
            match policies.replace_keys_of(actor, &policy, &keys, &still, cancel) {
                // It has these keys since a moment ago, and who gave it them is told so.
                Err(error) if error.id == "SameKeysAsBefore" => return Ok(()),
                Err(error) if error.id == "PolicyRefreshedMeanwhile" && times < MOST_TIMES => {}
                other => return other.map(drop),
            }
        }
    }
}
