//! Who manages vaults, and which of them they see.

use std::sync::Arc;

use ckey_cmdlets::check_account;
use ckey_engine::{Account, Tenant};
use ckey_vault::{
    Caller, DeletedVault, VaultDescription, VaultError, VaultErrorKind, VaultKind,
    normalized_region, same_id,
};

use crate::refusal::Refusal;
use crate::resource::Asked;
use crate::tally::Tally;

/// Who asks, and for what.
pub(crate) struct Managing<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) account: &'a Account,
    /// Where the server is, `https://SUFFIX:PORT`.
    pub(crate) server: &'a str,
    pub(crate) asked: &'a Asked,
    /// Where refusals are counted, and of whom: the application's id and address.
    pub(crate) tally: &'a Arc<Tally>,
    pub(crate) application: &'a str,
    pub(crate) from: &'a str,
}

impl Managing<'_> {
    /// As vaults see who asks.
    pub(crate) const fn caller(&self) -> &Caller {
        &self.account.caller
    }

    /// Refuses who may not run the cmdlet that does the same (rule 8.3.24).
    pub(crate) fn may_run(&self, cmdlet: &str) -> Result<(), Refusal> {
        Ok(check_account(self.tenant.directory(), self.account, cmdlet)?)
    }

    /// Where a vault is served.
    pub(crate) fn uri(&self, name: &str) -> String {
        let host = self.server.trim_start_matches("https://");
        format!("https://{}.{host}/", name.to_ascii_lowercase())
    }

    /// Whether the caller may look at a vault.
    pub(crate) fn sees(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.tenant.directory().sees_vault(self.account, name)?)
    }

    /// Whether a vault lies where it is looked for.
    pub(crate) fn is_here(&self, found: &VaultDescription, group: Option<&str>) -> bool {
        // Managed HSMs have hosts and an API of their own.
        found.kind() == VaultKind::Vault
            && same_id(&found.subscription, &self.asked.subscription)
            && group.is_none_or(|group| group.eq_ignore_ascii_case(&found.resource_group))
    }

    /// The vault, if the caller sees it there.
    pub(crate) fn found(
        &self,
        group: &str,
        name: &str,
    ) -> Result<Option<VaultDescription>, Refusal> {
        if !self.sees(name)? {
            return Ok(None);
        }
        match self.tenant.vaults().vault(name) {
            Ok(found) => Ok(Some(found).filter(|found| self.is_here(found, Some(group)))),
            Err(error) if is_not_there(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The vault, which has to be there.
    pub(crate) fn seen(&self, group: &str, name: &str) -> Result<VaultDescription, Refusal> {
        self.found(group, name)?.ok_or_else(|| self.unseen())
    }

    /// What is not there and what somebody may not see look alike to all but owners, who see
    /// everything.
    pub(crate) fn unseen(&self) -> Refusal {
        if self.account.is_owner() {
            Refusal::not_found(&self.asked.scope())
        } else {
            Refusal::not_permitted()
        }
    }

    /// The deleted vault that was in this region or group, which has to be there.
    pub(crate) fn deleted(
        &self,
        name: &str,
        location: Option<&str>,
        group: Option<&str>,
    ) -> Result<DeletedVault, Refusal> {
        if !self.sees(name)? {
            return Err(self.unseen());
        }
        match self.tenant.vaults().deleted_vault(name) {
            Ok(found)
                if self.is_here(&found.vault, group)
                    && location.is_none_or(|place| is_in(&found.vault, place)) =>
            {
                Ok(found)
            }
            Ok(_) => Err(self.unseen()),
            Err(error) if is_not_there(&error) => Err(self.unseen()),
            Err(error) => Err(error.into()),
        }
    }
}

pub(crate) const fn is_not_there(error: &VaultError) -> bool {
    matches!(error.kind, VaultErrorKind::VaultNotFound | VaultErrorKind::VaultDeleted)
}

pub(crate) fn is_in(found: &VaultDescription, place: &str) -> bool {
    normalized_region(place) == normalized_region(&found.location)
}
