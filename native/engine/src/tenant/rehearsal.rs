//! What only a rehearsal may do: move its clock (rule 8.5.5), break its vaults, take a file for an
//! HSM. A production tenant refuses it (rule 8.5.6).

use ckey_base::clock;
use ckey_store::StateExt;
use ckey_store::model::TenantMode;
use ckey_vault::{Fault, VaultKind};
use serde_json::json;

use super::Tenant;
use crate::clock::iso;
use crate::error::{Category, EngineError, Result};
use crate::ground::{CLOCK_EPOCHS, CLOCK_OFFSET, ClockMoves, LAST_SECOND};
use crate::record::{Actor, AuditEvent};

/// The tenant's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockState {
    /// The tenant's time, Unix seconds.
    pub now: i64,
    /// The system's time, Unix seconds.
    pub real: i64,
    /// What the rehearsal has moved it forward by, seconds.
    pub offset_seconds: i64,
}

impl Tenant {
    /// The tenant's clock.
    ///
    /// # Errors
    /// Those of the store.
    pub fn clock(&self) -> Result<ClockState> {
        self.ground.sync()?;
        Ok(ClockState {
            now: self.ground.now(),
            real: clock::seconds(),
            offset_seconds: self.ground.clock.offset(),
        })
    }

    /// What to say when a key of a type that stands for an HSM is made in a vault of a kind, which
    /// lies in a file here; nothing where the tenant has one there already (rule 8.1.12).
    ///
    /// # Errors
    /// `HsmNotConfigured` in a production tenant; those of the vaults.
    pub fn check_key_in_file(&self, kind: VaultKind) -> Result<Option<String>> {
        if self.mode() == TenantMode::Production {
            return Err(EngineError::new(
                "HsmNotConfigured",
                Category::InvalidOperation,
                format!(
                    "'{}' is a production tenant without an HSM: a key of an HSM type would lie in a file.",
                    self.name()
                ),
                "Make it with -Destination Software, whose name says where it lies. An HSM is not supported yet.",
            )
            .about(self.name()));
        }
        let is_first = !self.ground.vaults().has_key_of_hsm_type(kind)?;
        let told = match kind {
            VaultKind::Vault => {
                "The key is of an HSM type as the service shows it, but its vault is rehearsed: it lies in a file, as all keys of this tenant do."
            }
            VaultKind::ManagedHsm => {
                "The managed HSM is rehearsed: its keys are in a file on this machine."
            }
        };
        Ok(is_first.then(|| told.to_owned()))
    }

    /// What keeps the clock from being moved there, if anything; the time it is now.
    ///
    /// # Errors
    /// As [`Tenant::move_clock`].
    pub fn check_clock(&self, to: i64) -> Result<i64> {
        self.ground.rehearsal_only("the clock moves")?;
        self.ground.must_be_writable()?;
        self.ground.sync()?;
        let now = self.ground.now();
        if to < now {
            return Err(self.moved_back(now, to));
        }
        if to > LAST_SECOND {
            return Err(EngineError::invalid(
                "ClockOutOfRange",
                self.ground.name(),
                "The clock cannot be moved beyond the year 9999.",
                "Give an earlier time.",
            ));
        }
        Ok(now)
    }

    fn moved_back(&self, now: i64, to: i64) -> EngineError {
        EngineError::invalid(
            "ClockMovedBack",
            self.ground.name(),
            format!(
                "It is {} in this tenant; its clock cannot be moved back to {}.",
                iso(now),
                iso(to)
            ),
            "Give a later time, or begin a new rehearsal.",
        )
    }

    /// Moves the clock of a rehearsal forward to `to` (Unix seconds) for every process.
    ///
    /// # Errors
    /// `NotARehearsal`; `ClockMovedBack`, `ClockOutOfRange`; `TenantReadOnly`.
    pub fn move_clock(&self, actor: &Actor, to: i64) -> Result<ClockState> {
        let now = self.check_clock(to)?;
        let real = clock::seconds();
        let offset = to.saturating_sub(real);
        self.ground.state().commit(|writer| {
            // Others may have moved it further meanwhile.
            let stored = self.ground.stored_offset(writer.setting(CLOCK_OFFSET)?.as_deref())?;
            // A second that went by since `to` was found to be no earlier than now does not count.
            let offset = if offset == stored.saturating_sub(1) { stored } else { offset };
            if offset < stored {
                return Err(self.moved_back(real.saturating_add(stored), to));
            }
            writer.set_setting(CLOCK_OFFSET, Some(&offset.to_string()))?;
            writer.raise_epoch()?;
            let stored = writer.setting(CLOCK_EPOCHS)?;
            let epochs = ClockMoves::with(stored.as_deref(), writer.epoch()?);
            writer.set_setting(CLOCK_EPOCHS, Some(&epochs))?;
            let details = json!({ "from": iso(now), "to": iso(to), "offset": offset.to_string(), "epochs": epochs });
            self.ground.chain().append(
                writer,
                to,
                &AuditEvent::new("Move clock", "Tenant", &actor.name, self.ground.name(), details),
            )
        })?;
        let state = self.clock()?;
        // What this makes due, the vaults do by themselves; otherwise their next callers would.
        self.ground.vaults.keep_all_up()?;
        Ok(state)
    }

    /// What keeps a vault from being told to fail, if anything; its name as it writes it.
    ///
    /// # Errors
    /// As [`Tenant::set_vault_fault`].
    pub fn check_vault_fault(&self, vault: &str) -> Result<String> {
        self.ground.rehearsal_only("vaults are made to fail")?;
        self.ground.must_be_writable()?;
        self.ground.sync()?;
        Ok(self.ground.vaults.vault(vault)?.name)
    }

    /// Makes a vault of a rehearsal fail, or work again.
    ///
    /// # Errors
    /// `NotARehearsal`; `VaultNotFound`, `VaultDeleted`; `TenantReadOnly`.
    pub fn set_vault_fault(&self, actor: &Actor, vault: &str, fault: Fault) -> Result<()> {
        self.check_vault_fault(vault)?;
        // The record of the vault's change is the only one.
        Ok(self.ground.vaults.set_fault(&self.rehearsal_caller(actor), vault, fault)?)
    }

    /// The director of a rehearsal: asks for faults in vaults in the actor's name, with the rights
    /// of the owner.
    fn rehearsal_caller(&self, actor: &Actor) -> ckey_vault::Caller {
        ckey_vault::Caller::person(self.ground.id().to_string(), actor.name.as_str())
            .as_owner(self.ground.id().to_string())
    }

    /// Drops every cached key in every process.
    ///
    /// # Errors
    /// `TenantReadOnly`; those of the store.
    pub fn clear_caches(&self, actor: &Actor) -> Result<()> {
        self.ground.must_be_writable()?;
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            writer.raise_epoch()?;
            self.ground.chain().append(
                writer,
                now,
                &AuditEvent::new(
                    "Clear caches",
                    "Tenant",
                    &actor.name,
                    self.ground.name(),
                    json!({}),
                ),
            )
        })?;
        self.ground.sync()
    }
}
