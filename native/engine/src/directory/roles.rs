//! Roles given on vaults, and on the resource groups and subscriptions that vaults lie in.
//!
//! What is given on a vault lies in its file. What is given on a group or a subscription is a
//! setting, whose row is authenticated and whose every change is on the record, and each vault
//! there holds a copy, by which it judges (decision 73).

use ckey_store::{Reader, StateExt};
use ckey_vault::{
    Caller, EachVault, Management, RoleAssignment, VaultDescription, VaultKind, VaultRole,
};
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

/// The roles that count somewhere, and what could not be read of them.
#[derive(Debug, Default)]
pub struct GivenRoles {
    /// Those that could be read.
    pub given: Vec<GivenRole>,
    /// Vaults that cannot be read.
    pub unread: Vec<EachVault>,
    /// The rows of subscriptions and groups that cannot be read, each with its name.
    pub damaged: Vec<EngineError>,
}

/// The roles of a row. One that tells of another scope than its own nobody can have written: it
/// gives nothing anywhere, and whoever meets it is told.
fn read(name: &str, text: &str) -> Result<Vec<GivenRole>> {
    let damaged = |why: String| {
        EngineError::damaged(name, format!("The roles in the row '{name}' cannot be read: {why}."))
    };
    let assignments: Vec<RoleAssignment> =
        serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
    let given = assignments.into_iter().map(|assignment| {
        let on = assignment.scope.as_deref().unwrap_or_default();
        let scope = RoleScope::stored(on).filter(|scope| roles_setting(&scope.id()) == name);
        let scope = scope.ok_or_else(|| damaged(format!("one is given on '{on}'")))?;
        Ok(GivenRole { scope, assignment })
    });
    given.collect()
}

fn given_on(reader: &mut dyn Reader, scope: &RoleScope) -> Result<Vec<GivenRole>> {
    let name = roles_setting(&scope.id());
    reader.setting(&name)?.map_or_else(|| Ok(Vec::new()), |text| read(&name, &text))
}

impl Directory<'_> {
    /// Every role that counts in this scope, or wherever where none is named: those of
    /// subscriptions and groups, then those of vaults. What cannot be read does not hide the
    /// others: it is in the answer.
    ///
    /// # Errors
    /// Those of the store and of the vaults.
    pub fn given_roles(&self, place: Option<&RoleScope>) -> Result<GivenRoles> {
        let GivenRoles { mut given, mut unread, damaged } = self.wide_rows()?;
        given.retain(|it| place.is_none_or(|place| it.scope.holds(place)));
        match place {
            Some(scope @ RoleScope::Vault { .. }) => given.extend(self.roles_on(scope)?),
            Some(_) => {}
            None => {
                for vault in self.ground.vaults().each_vault()? {
                    match vault.found {
                        Ok(found) if !vault.deleted => given.extend(own_roles(found)),
                        Ok(_) => {}
                        Err(_) => unread.push(vault),
                    }
                }
            }
        }
        Ok(GivenRoles { given, unread, damaged })
    }

    /// Those that are given on exactly this.
    ///
    /// # Errors
    /// Those of the store; of the vault, where it is one.
    pub fn roles_on(&self, scope: &RoleScope) -> Result<Vec<GivenRole>> {
        if let RoleScope::Vault { vault, .. } = scope {
            return Ok(own_roles(self.ground.vaults().vault(vault)?));
        }
        self.ground.sync()?;
        self.ground.state().view(|reader| given_on(reader, scope))
    }

    /// Those of subscriptions and resource groups, all of which have to be read: who decides by
    /// some of them decides wrongly.
    ///
    /// # Errors
    /// `DataDamaged` naming the row; those of the store.
    pub(super) fn wide_roles(&self) -> Result<Vec<GivenRole>> {
        let GivenRoles { given, damaged, .. } = self.wide_rows()?;
        damaged.into_iter().next().map_or(Ok(given), Err)
    }

    fn wide_rows(&self) -> Result<GivenRoles> {
        self.ground.sync()?;
        let rows =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.settings(ROLES)?))?;
        let mut found = GivenRoles::default();
        for (name, text) in rows {
            match read(&name, &text) {
                Ok(roles) => found.given.extend(roles),
                Err(damaged) => found.damaged.push(damaged),
            }
        }
        Ok(found)
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

    /// The scope of a resource id. A group whose name Azure does not take has one while something
    /// is given on it, so that it can be seen and taken.
    ///
    /// # Errors
    /// `RoleScopeInvalid`; those of the store.
    pub fn role_scope(&self, text: &str) -> Result<RoleScope> {
        let refused = match RoleScope::parse(text) {
            Ok(scope) => return Ok(scope),
            Err(refused) => refused,
        };
        let given = self.wide_roles()?.into_iter().map(|it| it.scope);
        given.into_iter().find(|scope| scope.id().eq_ignore_ascii_case(text.trim())).ok_or(refused)
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
                && given.assignment.role.manages(Management::Roles, VaultKind::Vault)
                && given.assignment.as_policy().names(caller)
        };
        if caller.owner.is_some() || self.wide_roles()?.iter().any(gives) {
            return Ok(());
        }
        Err(not_authorized(caller, scope))
    }

    /// What keeps somebody from giving a principal a role, if anything. Where it is given already,
    /// the vaults that do not know yet are the answer.
    ///
    /// # Errors
    /// As [`Self::give_role`].
    pub fn check_give_role(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        assignment: &RoleAssignment,
    ) -> Result<Vec<String>> {
        self.check_gives_roles(caller, scope)?;
        let given = GivenRole { scope: scope.clone(), assignment: at(scope, assignment.clone()) };
        if !self.has_role(&given)? {
            return scope.check_written().map(|()| Vec::new());
        }
        let unfinished = self.unfinished(&given)?;
        if unfinished.is_empty() { Err(exists(&given)) } else { Ok(unfinished) }
    }

    /// The vaults that have a role from above that is not given, or lack one that is: somebody was
    /// stopped before they knew.
    ///
    /// # Errors
    /// Those of the store and of the vaults.
    pub fn unfinished(&self, given: &GivenRole) -> Result<Vec<String>> {
        if matches!(given.scope, RoleScope::Vault { .. }) {
            return Ok(Vec::new());
        }
        let assignment = at(&given.scope, given.assignment.clone());
        Ok(self.compare_copies(Some(&given.scope), &[])?.unfinished(&assignment))
    }

    /// Gives a principal a role. What somebody else gives an account ends its acting for the owner.
    /// Giving it again finishes what somebody was stopped in.
    ///
    /// # Errors
    /// `RoleAssignmentExists` where nothing is left to finish; `RoleNotInEveryVault`; those of
    /// [`Self::check_gives_roles`]; `AccountNotPermitted`.
    pub fn give_role(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        assignment: &RoleAssignment,
    ) -> Result<GivenRole> {
        self.check_gives_roles(caller, scope)?;
        let assignment = at(scope, assignment.clone());
        let given = GivenRole { scope: scope.clone(), assignment };
        if let RoleScope::Vault { vault, .. } = scope {
            if self.has_role(&given)? {
                return Err(exists(&given));
            }
            self.add_role_assignment(caller, vault, &given.assignment)?;
            return Ok(given);
        }
        self.ground.must_be_writable()?;
        let held = self.ground.vaults().hold()?;
        if self.has_role(&given)? {
            let copies = self.spread_roles(&held, caller, Some(scope), &[])?;
            let finished = !copies.unfinished(&given.assignment).is_empty();
            return if finished { Ok(given) } else { Err(exists(&given)) };
        }
        scope.check_written()?;
        self.note_given(caller, &principal(&given.assignment.as_policy()))?;
        self.write_roles("Give role", caller, &given, |known| {
            known.retain(|one| !one.is_same(&given.assignment));
            known.push(given.assignment.clone());
        })?;
        let copies = self.spread_roles(&held, caller, Some(scope), &[])?;
        drop(held);
        copies.reached_all("given").map(|()| given)
    }

    /// Takes a role from a principal; whether it had it there, or a vault still had, is the answer.
    /// The vaults lose it first: who is stopped in between leaves less than what is recorded, never
    /// more.
    ///
    /// # Errors
    /// `RoleNotInEveryVault`; those of [`Self::check_gives_roles`].
    pub fn take_role(
        &self,
        caller: &Caller,
        scope: &RoleScope,
        assignment: &RoleAssignment,
    ) -> Result<bool> {
        self.check_gives_roles(caller, scope)?;
        let given = GivenRole { scope: scope.clone(), assignment: at(scope, assignment.clone()) };
        if let RoleScope::Vault { vault, .. } = scope {
            if !self.has_role(&given)? {
                return Ok(false);
            }
            self.note_given(caller, &principal(&given.assignment.as_policy()))?;
            let (who, role) = (given.assignment.principal(), Some(given.assignment.role));
            self.ground.vaults().remove_role_assignment(caller, vault, who, role)?;
            return Ok(true);
        }
        self.ground.must_be_writable()?;
        let held = self.ground.vaults().hold()?;
        if !self.has_role(&given)? {
            let copies = self.spread_roles(&held, caller, Some(scope), &[])?;
            return Ok(!copies.unfinished(&given.assignment).is_empty());
        }
        self.note_given(caller, &principal(&given.assignment.as_policy()))?;
        let less = std::slice::from_ref(&given.assignment);
        let copies = self.spread_roles(&held, caller, Some(scope), less)?;
        self.write_roles("Take role", caller, &given, |known| {
            known.retain(|one| !one.is_same(&given.assignment));
        })?;
        drop(held);
        copies.reached_all("taken").map(|()| true)
    }

    fn has_role(&self, given: &GivenRole) -> Result<bool> {
        let known = self.roles_on(&given.scope)?;
        Ok(known.iter().any(|one| one.assignment.is_same(&given.assignment)))
    }

    /// Whether nothing was ever given on a subscription or a group.
    pub(super) fn has_no_wide_roles(&self) -> Result<bool> {
        self.ground.state().view(|reader| Ok(reader.settings(ROLES)?.is_empty()))
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
            let known = given_on(writer, &given.scope)?;
            let mut known: Vec<_> = known.into_iter().map(|one| one.assignment).collect();
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
}

fn own_roles(vault: VaultDescription) -> Vec<GivenRole> {
    let scope = RoleScope::of_vault(&vault);
    let own = vault.role_assignments.into_iter().filter(|it| it.scope.is_none());
    own.map(|assignment| GivenRole { scope: scope.clone(), assignment }).collect()
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
            Management::Roles.action(VaultKind::Vault),
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
