//! The change that begins a move, and the one that takes it back.

use ckey_store::{Reader, StateExt, Writer};
use ckey_vault::VaultHosts;
use serde_json::json;

use super::Relocation;
use super::needs::{known, needed, needed_names};
use super::plan::{RelocationPlan, all_policies, has_embedded_key, is_movable, successors_of};
use crate::error::{EngineError, Result};
use crate::ground::{LEAVE_EMBEDDED, PROVIDER, STAY_EMBEDDED, VaultProvider};
use crate::record::{Actor, AuditEvent};

impl Relocation<'_> {
    /// Says durably where the tenant's vaults are from now on, and which keys its policies are to
    /// have; nothing where that was said before. No policy has moved yet then.
    ///
    /// # Errors
    /// `PolicyChangedMeanwhile` where the policies, or the vaults, are not those of the plan any
    /// more; those of the store.
    pub fn begin(&self, actor: &Actor, plan: &RelocationPlan) -> Result<()> {
        if plan.has_begun {
            return Ok(());
        }
        let now = self.ground.now();
        let Some(kept) = plan.provider.kept()? else { return Ok(()) };
        self.ground.state().commit(|writer| {
            let is_as_planned = VaultProvider::stored(writer)? == before_leaving(&plan.provider)
                && still_holds(writer, plan)?;
            if !is_as_planned {
                return Err(EngineError::changed_meanwhile(self.ground.name()));
            }
            self.put(writer, actor, now, LEAVE_EMBEDDED, Some(&kept))
        })?;
        self.ground.sync()
    }

    /// Takes back that the tenant leaves its embedded vaults, as long as nothing is under any other.
    ///
    /// # Errors
    /// `RelocationNotBegun`; `RelocationUnderWay` once a policy has keys elsewhere, `RelocationDone`
    /// once nothing needs one of an embedded vault.
    pub fn undo(&self, actor: &Actor) -> Result<()> {
        self.check_undo()?;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            self.must_be_undoable(writer)?;
            let before = before_leaving(&VaultProvider::stored(writer)?);
            self.put(writer, actor, now, STAY_EMBEDDED, before.kept()?.as_deref())
        })?;
        self.ground.sync()
    }

    /// The one change of where the vaults are, with its record. Who has the tenant open must look for
    /// new keys where they are then.
    fn put(
        &self,
        writer: &mut dyn Writer,
        actor: &Actor,
        now: i64,
        operation: &str,
        kept: Option<&str>,
    ) -> Result<()> {
        writer.set_setting(PROVIDER, kept)?;
        writer.raise_epoch()?;
        let details = kept.map_or_else(|| json!({}), |kept| json!({ "kept": kept }));
        let event = AuditEvent::new(operation, "Tenant", &actor.name, self.ground.name(), details);
        self.ground.chain().append(writer, now, &event)
    }

    /// What keeps it from being taken back, if anything.
    ///
    /// # Errors
    /// As [`Relocation::undo`].
    pub fn check_undo(&self) -> Result<()> {
        self.ground.sync()?;
        self.ground.must_be_writable()?;
        self.ground.state().view(|reader| self.must_be_undoable(reader))
    }

    fn must_be_undoable(&self, reader: &mut dyn Reader) -> Result<()> {
        let provider = VaultProvider::stored(reader)?;
        let name = self.ground.name();
        if provider.left.is_none() {
            return Err(self.refused(
                "RelocationNotBegun",
                format!("The tenant '{name}' does not leave embedded vaults."),
                "There is nothing to take back.",
            ));
        }
        let needed = needed(reader)?;
        let Some(uri) = needed.iter().find(|uri| !provider.is_embedded(uri)) else { return Ok(()) };
        if !needed.iter().any(|uri| provider.is_embedded(uri)) {
            return Err(self.refused(
                "RelocationDone",
                format!("The tenant '{name}' has left its embedded vaults: nothing needs a key in them."),
                "There is no way back to them. To give a policy other keys: Set-DataEncryptionPolicy -Identity POLICY -Replace -AzureKeyIDs URI1, URI2",
            ));
        }
        Err(self.refused(
            "RelocationUnderWay",
            format!("The tenant '{name}' needs '{uri}' already, which is in no embedded vault."),
            "Go on instead: Move-CustomerKeyTenantVault. What is under a key of an embedded vault opens by it meanwhile.",
        ))
    }
}

/// Where the vaults of a tenant were before it began to leave them.
fn before_leaving(provider: &VaultProvider) -> VaultProvider {
    let cloud = provider.embedded_cloud().unwrap_or_default();
    VaultProvider { hosts: VaultHosts::Local(cloud), ..VaultProvider::default() }
}

/// Whether what was planned is still all that there is. A vault that was removed since, and made
/// again as one of the other kind, has the name that it had.
fn still_holds(reader: &mut dyn Reader, plan: &RelocationPlan) -> Result<bool> {
    let provider = &plan.provider;
    let Some(left) = &provider.left else { return Ok(false) };
    let are_left = needed_names(reader)?.iter().all(|(kind, name)| left.of(*kind).contains(name));
    if !are_left || known(reader)? != plan.known {
        return Ok(false);
    }
    Ok(all_policies(reader)?.iter().all(|policy| {
        !is_movable(policy)
            || !has_embedded_key(provider, policy)
            || successors_of(provider, policy).is_ok()
    }))
}
