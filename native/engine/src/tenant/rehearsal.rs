//! What only a rehearsal may do: move its clock, break its vaults. Both are audited.

use ckey_store::StateExt;
use ckey_store::model::TenantMode;
use ckey_vault::{Clock, Fault};
use serde_json::json;

use super::{Actor, Tenant};
use crate::audit::Draft;
use crate::clock::{iso, real_seconds};
use crate::error::{Category, EngineError, Result};

pub(crate) const CLOCK_OFFSET: &str = "clock.offset";

/// The last second that dates can name, of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

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
    pub(super) fn rehearsal_only(&self, what: &str) -> Result<()> {
        if self.mode() == TenantMode::Rehearsal {
            return Ok(());
        }
        Err(EngineError::new(
            "NotARehearsal",
            Category::InvalidOperation,
            format!("'{}' is a production tenant: {what} only in a rehearsal.", self.name()),
            "Make a rehearsal with New-CustomerKeyTenant -Mode Rehearsal, and try it there.",
        )
        .about(self.name()))
    }

    /// What the clock was moved by, as it is stored. A production tenant's clock never moves.
    pub(super) fn stored_offset(&self, text: Option<&str>) -> Result<i64> {
        let Some(text) = text else { return Ok(0) };
        let offset = text.parse().ok().filter(|offset| (0..=LAST_SECOND).contains(offset));
        offset.filter(|offset| *offset == 0 || self.mode() == TenantMode::Rehearsal).ok_or_else(|| {
            EngineError::damaged(CLOCK_OFFSET, format!("The stored offset of the clock is '{text}', which cannot have been set."))
        })
    }

    /// The tenant's clock.
    ///
    /// # Errors
    /// Those of the store.
    pub fn clock(&self) -> Result<ClockState> {
        self.sync()?;
        Ok(ClockState { now: self.clock.now(), real: real_seconds(), offset_seconds: self.clock.offset() })
    }

    /// Moves the clock of a rehearsal forward to `to` (Unix seconds) for every process.
    ///
    /// # Errors
    /// `NotARehearsal`; `ClockMovedBack`.
    pub fn move_clock(&self, actor: &Actor, to: i64) -> Result<ClockState> {
        self.rehearsal_only("the clock moves")?;
        self.sync()?;
        let now = self.now();
        if to < now {
            return Err(EngineError::invalid(
                "ClockMovedBack",
                self.name(),
                format!("It is {} in this tenant; its clock cannot be moved back to {}.", iso(now), iso(to)),
                "Give a later time, or begin a new rehearsal.",
            ));
        }
        if to > LAST_SECOND {
            return Err(EngineError::invalid(
                "ClockOutOfRange",
                self.name(),
                "The clock cannot be moved beyond the year 9999.",
                "Give an earlier time.",
            ));
        }
        let offset = to.saturating_sub(real_seconds());
        self.state().commit(|writer| {
            writer.set_setting(CLOCK_OFFSET, Some(&offset.to_string()))?;
            writer.raise_epoch()?;
            let details = json!({ "from": iso(now), "to": iso(to), "offset": offset.to_string() });
            self.audit().append(writer, to, &Draft::new("Move clock", "Tenant", &actor.name, self.name(), details))
        })?;
        self.clock()
    }

    /// Makes a vault of a rehearsal fail, or work again.
    ///
    /// # Errors
    /// `NotARehearsal`; `VaultNotFound`.
    pub fn set_vault_fault(&self, actor: &Actor, vault: &str, fault: Fault) -> Result<()> {
        self.rehearsal_only("vaults are made to fail")?;
        self.sync()?;
        let now = self.now();
        self.vaults.set_fault(&self.rehearsal_caller(actor), vault, fault)?;
        self.state().commit(|writer| {
            let details = json!({ "fault": format!("{fault:?}") });
            self.audit().append(writer, now, &Draft::new("Set vault fault", "KeyVault", &actor.name, vault, details))
        })
    }

    /// The director of a rehearsal: asks for faults in vaults in the actor's name, with the rights of the owner.
    fn rehearsal_caller(&self, actor: &Actor) -> ckey_vault::Caller {
        ckey_vault::Caller::person(self.id().to_string(), actor.name.as_str()).as_owner(self.id().to_string())
    }

    /// Drops every cached key in every process.
    ///
    /// # Errors
    /// Those of the store.
    pub fn clear_caches(&self, actor: &Actor) -> Result<()> {
        let now = self.now();
        self.state().commit(|writer| {
            writer.raise_epoch()?;
            self.audit().append(writer, now, &Draft::new("Clear caches", "Tenant", &actor.name, self.name(), json!({})))
        })?;
        self.sync()
    }
}
