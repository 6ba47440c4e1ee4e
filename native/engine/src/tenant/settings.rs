//! Changing the settings.

use ckey_store::StateExt;

use super::Tenant;
use crate::error::Result;
use crate::ground::{Settings, SettingsChange, UnknownAccounts};
use crate::record::Actor;

impl Tenant {
    /// The settings as they are now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn settings(&self) -> Result<Settings> {
        self.ground.settings()
    }

    /// What an account may do that nothing names. A production tenant refuses it.
    #[must_use]
    pub fn unknown_accounts(&self) -> UnknownAccounts {
        self.ground.unknown_accounts()
    }

    /// Refuses what no setting can be.
    ///
    /// # Errors
    /// `SettingOutOfRange`; `TenantReadOnly`; `NotARehearsal` for unknown accounts with the owner's rights.
    pub fn check_settings(&self, change: &SettingsChange) -> Result<()> {
        self.ground.must_be_writable()?;
        change.check()?;
        if change.unknown_accounts == Some(UnknownAccounts::Owner) {
            self.ground
                .rehearsal_only("accounts that nothing names act with the owner's rights")?;
        }
        Ok(())
    }

    /// Changes settings for every process; audited.
    ///
    /// # Errors
    /// As [`Tenant::check_settings`]; those of the store.
    pub fn change_settings(&self, actor: &Actor, change: &SettingsChange) -> Result<Settings> {
        self.check_settings(change)?;
        let entries = change.entries();
        if !entries.is_empty() {
            let now = self.ground.now();
            self.ground.state().commit(|writer| {
                writer.raise_epoch()?;
                let about = (actor.name.as_str(), self.ground.name());
                self.ground.write_settings(writer, now, about, &entries)
            })?;
        }
        self.ground.settings()
    }
}
