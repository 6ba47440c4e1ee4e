//! Moving what can be moved off a version of a root key.

use ckey_base::CancelToken;
use ckey_store::model::PolicyKind;
use ckey_vault::{KeyUri, RootVault, VaultErrorKind};

use super::{KeyUse, Lag};
use crate::error::{EngineError, Result};
use crate::hierarchy::{current_version, service_application};
use crate::jobs::{JobView, Jobs};
use crate::policies::{Policies, RootUse};
use crate::record::Actor;

impl KeyUse<'_> {
    /// The policies that a newer version of a key waits for: refreshing them moves them off `key`.
    ///
    /// # Errors
    /// As [`KeyUse::usage`].
    pub fn refreshable(&self, key: &str) -> Result<Vec<RootUse>> {
        let mut found: Vec<RootUse> = Vec::new();
        for used in self.usage(Some(key))?.into_iter().flat_map(|usage| usage.uses) {
            let uri = KeyUri::stored(&used.key_uri)?;
            // A key of SharePoint is rolled by name, one at a time: nobody chooses it here.
            let has_newer = used.is_current
                && !used.is_purged
                && used.kind != PolicyKind::SharePoint
                && !self.ground.provider().is_left(&uri)
                && current_version(self.ground, used.kind, &uri).is_ok_and(|now| now.uri != uri);
            if has_newer && found.iter().all(|known| known.generation_guid != used.generation_guid)
            {
                found.push(used);
            }
        }
        Ok(found)
    }

    /// Whether a vault has the key, and the version if one is named. One that does not answer may
    /// have it.
    pub(super) fn is_there(&self, uri: &KeyUri) -> bool {
        let asking = service_application(PolicyKind::Mailbox);
        let gone = [VaultErrorKind::VaultNotFound, VaultErrorKind::KeyNotFound];
        !self
            .ground
            .roots()
            .check_root(&asking, uri, &self.ground.root_wait())
            .is_err_and(|error| gone.contains(&error.kind))
    }

    /// Refreshes the policies that [`KeyUse::refreshable`] names, tries again what jobs went past,
    /// and works jobs off until none can go on. Returns why policies could not be refreshed; that
    /// does not keep the others from it.
    ///
    /// # Errors
    /// Those of the jobs and of the store.
    pub fn move_off(
        &self,
        actor: &Actor,
        key: &str,
        cancel: &CancelToken,
        progress: &mut dyn FnMut(&JobView),
    ) -> Result<Vec<EngineError>> {
        let mut problems = Vec::new();
        for used in self.refreshable(key)? {
            match Policies::of(self.ground).refresh(actor, used.kind, &used.policy, cancel) {
                // Somebody else has brought it where it is wanted.
                Err(error) if error.id == "PolicyRefreshedMeanwhile" => {}
                Ok(_) => {}
                Err(error) if error.is_stopped() => return Err(error),
                Err(mut error) => {
                    error.message = format!(
                        "The policy '{}' was not refreshed. {}",
                        used.policy, error.message
                    );
                    problems.push(error);
                }
            }
        }
        let jobs = Jobs::of(self.ground);
        if self.retirement(key, false)?.dependents.iter().any(|one| one.lag == Lag::Failed) {
            jobs.retry()?;
        }
        jobs.work(None, cancel, progress)?;
        Ok(problems)
    }
}
