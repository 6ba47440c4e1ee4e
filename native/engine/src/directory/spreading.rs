//! The copies that vaults hold of what is given on their subscriptions and resource groups.
//!
//! They are compared and written while the vaults are held, and so is the setting whose copies they
//! are (decision 73): nobody writes a copy of what somebody else has changed since.

use ckey_vault::{Caller, EachVault, Held, NewVault, RoleAssignment, VaultDescription, VaultError};

use super::Directory;
use super::scope::RoleScope;
use crate::error::{Category, EngineError, Result};
use crate::ground::Moment;
use crate::record::Actor;

/// A vault whose copies are not what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unlike {
    /// Its name.
    pub(crate) vault: String,
    has: Vec<RoleAssignment>,
    wanted: Vec<RoleAssignment>,
}

impl Unlike {
    /// Whether the vault has this one and should not, or the other way round.
    fn is_about(&self, given: &RoleAssignment) -> bool {
        let among = |roles: &[RoleAssignment]| roles.iter().any(|role| role.is_same(given));
        among(&self.has) != among(&self.wanted)
    }
}

/// How the copies are.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// How many vaults were compared.
    pub(crate) compared: u64,
    /// Those that are not as recorded.
    pub(crate) unlike: Vec<Unlike>,
    /// Vaults that cannot be read, wherever they lie: nothing says where.
    unread: Vec<(String, VaultError)>,
}

impl Copies {
    /// The vaults that have this one and should not, or the other way round.
    pub(super) fn unfinished(&self, given: &RoleAssignment) -> Vec<String> {
        let about = self.unlike.iter().filter(|unlike| unlike.is_about(given));
        about.map(|unlike| unlike.vault.clone()).collect()
    }

    /// An error where a vault may lie there that cannot be read.
    pub(super) fn reached_all(&self, done: &str) -> Result<()> {
        let Some((name, first)) = self.unread.first() else { return Ok(()) };
        let names: Vec<_> = self.unread.iter().map(|(name, _)| format!("'{name}'")).collect();
        let which = if names.len() == 1 { "vault" } else { "vaults" };
        Err(EngineError::new(
            "RoleNotInEveryVault",
            Category::InvalidData,
            format!(
                "The role is {done}, but the {which} {} cannot be read and so know nothing of it: {}",
                names.join(", "),
                first.message
            ),
            format!(
                "{} The next process that opens the tenant tells them then; Test-CustomerKeyTenant shows what is left (VaultRoles).",
                first.fix
            ),
        )
        .about(name.as_str()))
    }
}

impl Directory<'_> {
    /// Every vault, deleted or not, that can be read and lies in this scope.
    fn each_in(&self, scope: Option<&RoleScope>) -> Result<(Vec<VaultDescription>, Copies)> {
        let (mut vaults, mut copies) = (Vec::new(), Copies::default());
        for EachVault { name, found, .. } in self.ground.vaults().each_vault()? {
            match found {
                Ok(vault) if scope.is_none_or(|it| it.holds(&RoleScope::of_vault(&vault))) => {
                    vaults.push(vault);
                }
                Ok(_) => {}
                Err(error) => copies.unread.push((name, error)),
            }
        }
        Ok((vaults, copies))
    }

    /// Compares the copies in this scope, everywhere where none is named, with what is recorded
    /// but for `less`.
    pub(crate) fn compare_copies(
        &self,
        scope: Option<&RoleScope>,
        less: &[RoleAssignment],
    ) -> Result<Copies> {
        let given = self.wide_roles()?;
        let (vaults, mut copies) = self.each_in(scope)?;
        for vault in vaults {
            let place = RoleScope::of_vault(&vault);
            let counts = given.iter().filter(|it| it.scope.holds(&place)).map(|it| &it.assignment);
            let wanted: Vec<_> =
                counts.filter(|it| !less.iter().any(|gone| gone.is_same(it))).cloned().collect();
            let inherited = vault.role_assignments.into_iter().filter(|it| it.scope.is_some());
            let has: Vec<_> = inherited.collect();
            copies.compared = copies.compared.saturating_add(1);
            if has != wanted {
                copies.unlike.push(Unlike { vault: vault.name, has, wanted });
            }
        }
        self.ground.pause(Moment::Compared);
        Ok(copies)
    }

    /// Makes the copies in this scope what is recorded, but for `less`.
    pub(super) fn spread_roles(
        &self,
        held: &Held,
        caller: &Caller,
        scope: Option<&RoleScope>,
        less: &[RoleAssignment],
    ) -> Result<Copies> {
        let copies = self.compare_copies(scope, less)?;
        for Unlike { vault, wanted, .. } in &copies.unlike {
            self.ground.vaults().set_inherited_roles(held, caller, vault, wanted)?;
        }
        Ok(copies)
    }

    /// Ends what somebody was stopped in, or could not do in a vault that could not be read then.
    /// Where nothing was ever given, no vault is looked at.
    pub(crate) fn finish_spreading(&self) -> Result<()> {
        if self.has_no_wide_roles()? || self.compare_copies(None, &[])?.unlike.is_empty() {
            return Ok(());
        }
        let (held, service) = (self.ground.vaults().hold()?, Caller::person("", Actor::SERVICE));
        for Unlike { vault, .. } in &self.spread_roles(&held, &service, None, &[])?.unlike {
            tracing::info!(vault, "a vault was told of roles that it did not know of");
        }
        Ok(())
    }

    /// Makes a vault with what is given above it.
    pub(super) fn create_inheriting(&self, new: &NewVault<'_>) -> Result<VaultDescription> {
        let vaults = self.ground.vaults();
        vaults.check_new_vault(new)?;
        let held = vaults.hold()?;
        let inherited_roles = self.inherited_roles(new.subscription, new.resource_group)?;
        self.ground.pause(Moment::Compared);
        Ok(vaults.create_vault_while(&held, &NewVault { inherited_roles, ..new.clone() })?)
    }
}
