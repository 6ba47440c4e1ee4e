//! Looking for key vaults or managed HSMs, as their listing cmdlets do.

use super::RunResult;
use super::kind;
use super::place::Within;
use crate::runtime::context::Context;
use crate::surface::value::Table;
use crate::surface::wildcard::Pattern;
use ckey_engine::Tenant;
use ckey_vault::{DeletedVault, VaultDescription, VaultErrorKind, VaultKind, normalized_region};

/// Which of them are wanted.
pub(super) struct Wanted {
    pub(super) kind: VaultKind,
    pub(super) name: Option<String>,
    pub(super) group: Option<String>,
    pub(super) location: Option<String>,
    pub(super) subscription: Option<String>,
    pub(super) tags: Option<Table>,
    pub(super) deleted: bool,
}

/// One of them.
pub(super) enum Found<'a> {
    /// The one that was named.
    One(&'a VaultDescription),
    /// One of several.
    Listed(&'a VaultDescription),
    Deleted(&'a DeletedVault),
}

impl Wanted {
    /// Shows each that is wanted and that the account may see.
    pub(super) fn each(
        &self,
        context: &mut Context,
        mut show: impl FnMut(&mut Context, &Tenant, Found<'_>) -> RunResult,
    ) -> RunResult {
        let tenant = context.tenant()?;
        let account = context.account(&tenant)?;
        let within = Within::new(context, &tenant, &account, self.subscription.as_deref())?;
        let sees = |vault: &str| tenant.directory().sees_vault(&account, vault);
        if self.deleted {
            for deleted in tenant.vaults().deleted_vaults()? {
                let vault = &deleted.vault;
                if self.is_one(&within, vault) && self.is_named(vault) && sees(&vault.name)? {
                    show(context, &tenant, Found::Deleted(&deleted))?;
                }
            }
            return Ok(());
        }
        if let Some(name) = self.name.as_deref().filter(|name| !Pattern::is_one(name)) {
            tenant.directory().check_sees_vault(&account, name)?;
            // As in Azure, a name that none has there gives nothing.
            return match tenant.vaults().vault(name) {
                Ok(found) if self.is_one(&within, &found) => {
                    show(context, &tenant, Found::One(&found))
                }
                Ok(other) => self.tell_other(context, &other),
                Err(error) if is_nowhere(error.kind) => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        for vault in tenant.vaults().vaults()? {
            if self.is_one(&within, &vault) && self.is_named(&vault) && sees(&vault.name)? {
                show(context, &tenant, Found::Listed(&vault))?;
            }
        }
        Ok(())
    }

    /// Who looks in the wrong place for the vault of this name finds nothing, as in Azure, and is
    /// told.
    fn tell_other(&self, context: &mut Context, other: &VaultDescription) -> RunResult {
        if other.kind() == self.kind {
            return Ok(());
        }
        context.warning(&format!(
            "'{}' is a {}: {}",
            other.name,
            other.kind().noun(),
            kind::shown(other)
        ))
    }

    fn is_one(&self, within: &Within, vault: &VaultDescription) -> bool {
        let mut tags = self.tags.iter().flatten();
        let place = self.location.as_deref().filter(|_| self.deleted).map(normalized_region);
        let group = self.group.as_deref().filter(|_| !self.deleted);
        vault.kind() == self.kind
            && within.has(vault)
            && group.is_none_or(|group| fits(group, &vault.resource_group))
            && place.is_none_or(|place| place == normalized_region(&vault.location))
            && tags.all(|(tag, value)| vault.tags.get(tag) == Some(value))
    }

    fn is_named(&self, vault: &VaultDescription) -> bool {
        self.name.as_deref().is_none_or(|name| fits(name, &vault.name))
    }
}

const fn is_nowhere(kind: VaultErrorKind) -> bool {
    matches!(kind, VaultErrorKind::VaultNotFound | VaultErrorKind::VaultDeleted)
}

fn fits(pattern: &str, text: &str) -> bool {
    Pattern::new(pattern).matches(text)
}
