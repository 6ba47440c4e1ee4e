//! Roles given on vaults, and on the resource groups and subscriptions that vaults lie in.
//!
//! What is given on a vault lies in its file. What is given on a group or a subscription is a
//! setting, whose row is authenticated and whose every change is on the record, and each vault
//! there holds a copy, by which it judges (decision 73).

use ckey_store::{Reader, StateExt};
use ckey_vault::{Caller, Management, RoleAssignment, VaultDescription, VaultRole};
use serde_json::json;

use super::Directory;
use super::giving::principal;
use super::resolve::derived_guid;
use super::scope::RoleScope;
use crate::error::{Category, EngineError, Result};
use crate::ground::{ROLES, roles_setting};
use crate::record::AuditEvent;

/// A role that somebody has on something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRole {
    /// On what.
    pub scope: RoleScope,
    /// Who has which.
    pub assignment: RoleAssignment,
}

impl GivenRole {
    /// The name of the assignment: who gives the same again gives the same name.
    #[must_use]
    pub fn guid(&self) -> uuid::Uuid {
        let (who, role) = (self.assignment.principal(), self.assignment.role);
        derived_guid("role-assignment", &format!("{}/{who}/{role}", self.scope.id()))
    }
}

fn read(name: &str, text: &str) -> Result<Vec<RoleAssignment>> {
    serde_json::from_str(text).map_err(|error| EngineError::damaged(name, error.to_string()))
}

fn given_on(reader: &mut dyn Reader, scope: &RoleScope) -> Result<Vec<RoleAssignment>> {
    let name = roles_setting(&scope.id());
    reader.setting(&name)?.map_or_else(|| Ok(Vec::new()), |text| read(&name, &text))
}

impl Directory<'_> {
    /// Every role that is given, wherever: those of subscriptions and groups, then those of vaults.
    ///
    /// # Errors
    /// Those of the store and of the vaults.
    pub fn given_roles(&self) -> Result<Vec<GivenRole>> {
        let mut given = self.wide_roles()?;
        for vault in self.ground.vaults().vaults()? {
            let scope = RoleScope::of_vault(&vault);
            let own = vault.role_assignments.into_iter().filter(|it| it.scope.is_none());
            given.extend(own.map(|assignment| GivenRole { scope: scope.clone(), assignment }));
        }
        Ok(given)
    }

    /// Those of subscriptions and resource groups.
    fn wide_roles(&self) -> Result<Vec<GivenRole>> {
        self.ground.sync()?;
        let rows =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.settings(ROLES)?))?;
        let mut given = Vec::new();
        for (name, text) in rows {
            for assignment in read(&name, &text)? {
                let scope = RoleScope::parse(assignment.scope.as_deref().unwrap_or_default())?;
                given.push(GivenRole { scope, assignment });
            }
        }
        Ok(given)
    }

    /// What is given above a vault in this group.
    pub(super) fn inherited_roles(
        &self,
        subscription: &str,
        group: &str,
    ) -> Result<Vec<RoleAssignment>> {
        let place =
            RoleScope::Group { subscription: subscription.to_owned(), group: group.to_owned() };
        let given = self.wide_roles()?.into_iter();
        Ok(given.filter(|it| it.scope.holds(&place)).map(|it| it.assignment).collect())
    }

    /// Whether the caller may give and take roles there. Whoever may on what it lies in may.
    ///
    /// # Errors
    /// `AccessDenied`; those of the store and of the vaults.
    pub fn check_gives_roles(&self, caller: &Caller, scope: &RoleScope) -> Result<()> {
        if let RoleScope::Vault { vault, .. } = scope {
            self.ground.vaults().vault(vault)?;
            return Ok(self.ground.vaults().check_management(caller, vault, Management::Roles)?);
        }
        let gives = |given: &GivenRole| {
            given.scope.holds(scope)
                && given.assignment.role.manages(Management::Roles)
                && given.assignment.as_policy().names(caller)
        };
        if caller.owner.is_some() || self.wide_roles()?.iter().any(gives) {
            return Ok(());
        }
        Err(not_authorized(caller, scope))
    }

    /// What keeps somebody from giving a principal a role, if anything.
    ///
    /// # Errors
    /// As [`Self::give_role`].
    pub fn check_give_role(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        assignment: &RoleAssignment,
    ) -> Result<()> {
        self.check_gives_roles(caller, scope)?;
        let given = GivenRole { scope: scope.clone(), assignment: at(scope, assignment.clone()) };
        if self.has_role(&given)? { Err(exists(&given)) } else { Ok(()) }
    }

    /// Gives a principal a role. What somebody else gives an account ends its acting for the owner.
    ///
    /// # Errors
    /// `RoleAssignmentExists`; those of [`Self::check_gives_roles`]; `AccountNotPermitted`.
    pub fn give_role(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        assignment: &RoleAssignment,
    ) -> Result<GivenRole> {
        self.check_gives_roles(caller, scope)?;
        let assignment = at(scope, assignment.clone());
        let given = GivenRole { scope: scope.clone(), assignment };
        if self.has_role(&given)? {
            // Whoever gave it may have been stopped before every vault knew.
            self.spread_roles(caller, scope, &[])?;
            return Err(exists(&given));
        }
        if let RoleScope::Vault { vault, .. } = scope {
            self.add_role_assignment(caller, vault, &given.assignment)?;
            return Ok(given);
        }
        self.note_given(caller, &principal(&given.assignment.as_policy()))?;
        self.write_roles("Give role", caller, &given, |known| {
            known.retain(|one| !one.is_same(&given.assignment));
            known.push(given.assignment.clone());
        })?;
        self.spread_roles(caller, scope, &[])?;
        Ok(given)
    }

    /// Takes a role from a principal; whether it had it there is the answer. The vaults lose it
    /// first: who is stopped in between leaves less than what is recorded, never more.
    ///
    /// # Errors
    /// Those of [`Self::check_gives_roles`].
    pub fn take_role(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        assignment: &RoleAssignment,
    ) -> Result<bool> {
        self.check_gives_roles(caller, scope)?;
        let given = GivenRole { scope: scope.clone(), assignment: at(scope, assignment.clone()) };
        if !self.has_role(&given)? {
            self.spread_roles(caller, scope, &[])?;
            return Ok(false);
        }
        self.note_given(caller, &principal(&given.assignment.as_policy()))?;
        if let RoleScope::Vault { vault, .. } = scope {
            let (who, role) = (given.assignment.principal(), Some(given.assignment.role));
            self.ground.vaults().remove_role_assignment(caller, vault, who, role)?;
            return Ok(true);
        }
        self.spread_roles(caller, scope, std::slice::from_ref(&given.assignment))?;
        self.write_roles("Take role", caller, &given, |known| {
            known.retain(|one| !one.is_same(&given.assignment));
        })?;
        self.spread_roles(caller, scope, &[])?;
        Ok(true)
    }

    fn has_role(&self, given: &GivenRole) -> Result<bool> {
        let known = match &given.scope {
            RoleScope::Vault { vault, .. } => self.ground.vaults().vault(vault)?.role_assignments,
            scope => self.ground.state().view(|reader| given_on(reader, scope))?,
        };
        Ok(known.iter().any(|one| one.is_same(&given.assignment)))
    }

    fn write_roles(
        &self,
        activity: &'static str,
        caller: &Caller,
        given: &GivenRole,
        change: impl Fn(&mut Vec<RoleAssignment>),
    ) -> Result<()> {
        self.ground.must_be_writable()?;
        let (now, scope) = (self.ground.now(), given.scope.id());
        let name = roles_setting(&scope);
        self.ground.state().commit(|writer| {
            // As it is now: another process may have given something at the same time.
            let mut known = given_on(writer, &given.scope)?;
            change(&mut known);
            let text = serde_json::to_string(&known)
                .map_err(|error| EngineError::damaged(&name, error.to_string()))?;
            writer.set_setting(&name, Some(&text))?;
            let details = json!({
                "scope": scope, "role": given.assignment.role.as_str(), "roles": text
            });
            let object = given.assignment.name.as_str();
            let event = AuditEvent::new(activity, "Azure", &caller.name, object, details);
            self.ground.chain().append(writer, now, &event)
        })
    }

    /// Every vault there, deleted or not, gets what is given above it but for `less`.
    fn spread_roles(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        less: &[RoleAssignment],
    ) -> Result<()> {
        if matches!(scope, RoleScope::Vault { .. }) {
            return Ok(());
        }
        let vaults = self.ground.vaults();
        let deleted = vaults.deleted_vaults()?.into_iter().map(|deleted| deleted.vault);
        let all = vaults.vaults()?.into_iter().chain(deleted);
        for vault in all.filter(|vault| scope.holds(&RoleScope::of_vault(vault))) {
            let mut roles = self.inherited_of(&vault)?;
            roles.retain(|one| !less.iter().any(|gone| gone.is_same(one)));
            vaults.set_inherited_roles(caller, &vault.name, &roles)?;
        }
        Ok(())
    }

    fn inherited_of(&self, vault: &VaultDescription) -> Result<Vec<RoleAssignment>> {
        self.inherited_roles(&vault.subscription, &vault.resource_group)
    }

    /// A vault that was made just now: what was given above it meanwhile did not see it.
    pub(super) fn inherit_since(&self, caller: &Caller, vault: &VaultDescription) -> Result<()> {
        let roles = self.inherited_of(vault)?;
        Ok(self.ground.vaults().set_inherited_roles(caller, &vault.name, &roles)?)
    }
}

/// The assignment as it is kept there.
fn at(scope: &RoleScope, assignment: RoleAssignment) -> RoleAssignment {
    let on = match scope {
        RoleScope::Vault { .. } => None,
        wide => Some(wide.id()),
    };
    RoleAssignment { scope: on, ..assignment.canonical() }
}

fn not_authorized(caller: &Caller, scope: &RoleScope) -> EngineError {
    EngineError::new(
        "AccessDenied",
        Category::PermissionDenied,
        format!(
            "The client '{}' with object id '{}' does not have authorization to perform action '{}' over scope '{}'.",
            caller.name,
            caller.object_id,
            Management::Roles.action(),
            scope.id()
        ),
        format!(
            "Let an owner of the tenant do it, or give '{}' the role '{}' there.",
            caller.name,
            VaultRole::Owner
        ),
    )
    .about(scope.id())
}

fn exists(given: &GivenRole) -> EngineError {
    let RoleAssignment { name, role, .. } = &given.assignment;
    EngineError::new(
        "RoleAssignmentExists",
        Category::ResourceExists,
        format!("The role assignment already exists: {name} is {role} on '{}'.", given.scope.id()),
        "Nothing has to be done. Get-AzRoleAssignment lists what is given.",
    )
    .about(name.as_str())
}
