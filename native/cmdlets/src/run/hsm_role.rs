//! Who has which local role of a managed HSM, on all of it or on one key.

use super::place::Given;
use super::role::not_defined;
use super::who::{Who, assignment};
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_key_vault::{
    GetAzKeyVaultRoleAssignment, GetAzKeyVaultRoleDefinition, NewAzKeyVaultRoleAssignment,
    RemoveAzKeyVaultRoleAssignment,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::{Category, Supposition, Tenant, hsm_role_name};
use ckey_vault::{RoleAssignment, SupposedChange, VaultRole, same_id};

/// The HSM of this name, where it is one.
fn named(tenant: &Tenant, name: &str) -> Result<String, CmdletError> {
    let given = Given::hsm((Some(name), None, None))?;
    given.check(tenant)?;
    Ok(given.name)
}

/// The local role of a name or an id, which is the last part of what Azure shows as one.
fn role(name: Option<&str>, id: Option<&str>) -> Result<VaultRole, CmdletError> {
    let guid = |id: &str| VaultRole::of_id(id.rsplit('/').next().unwrap_or(id));
    let by_name = |name: &str| name.parse::<VaultRole>().ok().or_else(|| guid(name));
    let found = name.map_or_else(|| id.and_then(guid), by_name);
    found.filter(|role| role.is_of_hsms()).ok_or_else(|| {
        not_defined(
            name,
            id,
            "Get-AzKeyVaultRoleDefinition -HsmName NAME lists the local roles. New-AzRoleAssignment gives the others.",
        )
    })
}

/// All of the HSM is no scope of its own.
fn scope(given: Option<&str>) -> Option<String> {
    given.map(str::trim).filter(|scope| !scope.is_empty() && *scope != "/").map(str::to_owned)
}

fn shown(assignment: &RoleAssignment) -> &str {
    assignment.scope.as_deref().unwrap_or("/")
}

impl Change for NewAzKeyVaultRoleAssignment {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let hsm = named(&tenant, &self.hsm_name)?;
        let role = role(self.role_definition_name.as_deref(), self.role_definition_id.as_deref())?;
        let who = Who::new(self.object_id, self.sign_in_name, self.application_id);
        let on = scope(self.scope.as_deref());
        let caller = context.azure_caller(&tenant)?;
        let (what, resolved) = who.resolved(tenant.directory().planning())?;
        let planned =
            RoleAssignment { scope: on.clone(), ..assignment(resolved.known.clone(), role) };
        let is_new = tenant.vaults().check_give_hsm_role(&caller, &hsm, &planned)?;
        let (name, at) = (&planned.name, shown(&planned));
        let mut effects = if is_new {
            Effects::one(format!("{name} would have the role '{role}' on '{at}' of '{hsm}'."))
        } else {
            Effects::none(format!(
                "Nothing would change: {name} has the role '{role}' on '{at}' of '{hsm}' already."
            ))
        };
        effects.mention(what, &resolved);
        Ok(Plan::new(effects, move |context| {
            let (what, resolved) = who.resolved(tenant.directory())?;
            let wanted = assignment(context.made(what, &resolved)?, role);
            let wanted = RoleAssignment { scope: on, ..wanted }.canonical();
            tenant.directory().give_hsm_role(&caller, &hsm, &wanted)?;
            context.send(&view::hsm_role_assignment(&hsm, &wanted))
        }))
    }
}

impl Change for RemoveAzKeyVaultRoleAssignment {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let of = |property: &str| self.input_object.as_ref().and_then(|it| text_of(it, property));
        let hsm = self.hsm_name.or_else(|| of("HsmName")).unwrap_or_default();
        let hsm = named(&tenant, &hsm)?;
        let caller = context.azure_caller(&tenant)?;
        let given = tenant.vaults().hsm_roles(&caller, &hsm)?;
        let taken = match self.role_assignment_name.or_else(|| of("Name")) {
            Some(name) => of_name(&hsm, given, &name)?,
            None => {
                let (name, id) = (self.role_definition_name, self.role_definition_id);
                let role = role(name.as_deref(), id.as_deref())?;
                let who = Who::new(self.object_id, self.sign_in_name, self.application_id);
                let (_, resolved) = who.resolved(tenant.directory().planning())?;
                let scope = scope(self.scope.as_deref());
                let wanted = RoleAssignment { scope, ..assignment(resolved.known, role) };
                let is_meant = |known: &RoleAssignment| known.is_same(&wanted);
                given.into_iter().find(is_meant).ok_or_else(|| not_given(&hsm, &wanted))?
            }
        };
        tenant.vaults().check_take_hsm_role(&caller, &hsm, &taken)?;
        let (name, role, at) = (&taken.name, taken.role, shown(&taken));
        let mut told =
            vec![format!("{name} would no longer have the role '{role}' on '{at}' of '{hsm}'.")];
        let change = SupposedChange::TakeHsmRole(Box::new(taken.clone()));
        let change = Supposition::Vault { vault: hsm.clone(), change };
        told.extend(tenant.what_if().told(&caller, &[change])?);
        let pass_thru = self.pass_thru;
        Ok(Plan::new(told.into(), move |context| {
            if !tenant.directory().take_hsm_role(&caller, &hsm, &taken)? {
                return Err(not_given(&hsm, &taken));
            }
            if pass_thru { context.send(&view::hsm_role_assignment(&hsm, &taken)) } else { Ok(()) }
        }))
    }
}

/// The assignment of this name among those of an HSM.
fn of_name(
    hsm: &str,
    given: Vec<RoleAssignment>,
    name: &str,
) -> Result<RoleAssignment, CmdletError> {
    let is_meant = |known: &RoleAssignment| same_id(&hsm_role_name(hsm, known).to_string(), name);
    given.into_iter().find(is_meant).ok_or_else(|| {
        let message = format!("There is no role assignment '{name}' in the managed HSM '{hsm}'.");
        not_found(message, hsm).about(name)
    })
}

fn not_given(hsm: &str, wanted: &RoleAssignment) -> CmdletError {
    let RoleAssignment { name, role, .. } = wanted;
    let at = shown(wanted);
    let message =
        format!("{name} does not have the role '{role}' on '{at}' of the managed HSM '{hsm}'.");
    not_found(message, hsm).about(name.as_str())
}

fn not_found(message: String, hsm: &str) -> CmdletError {
    let fix = format!("Get-AzKeyVaultRoleAssignment -HsmName {hsm} lists what is given.");
    CmdletError::new("RoleAssignmentNotFound", Category::ObjectNotFound, message, fix)
}

/// What is given in an HSM, whoever has a role there and also while it does not answer.
fn every_role(tenant: &Tenant, hsm: &str) -> Result<Vec<RoleAssignment>, CmdletError> {
    Ok(tenant.vaults().vault(hsm)?.hsm.map_or_else(Vec::new, |own| own.roles))
}

impl Run<Context, CmdletError> for GetAzKeyVaultRoleAssignment {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let hsm = named(&tenant, &self.hsm_name)?;
        let caller = context.azure_caller(&tenant)?;
        let mut given = if context.session().observes() {
            every_role(&tenant, &hsm)?
        } else {
            tenant.vaults().hsm_roles(&caller, &hsm)?
        };
        if let Some(name) = &self.role_assignment_name {
            given = vec![of_name(&hsm, given, name)?];
        }
        let (name, id) = (self.role_definition_name, self.role_definition_id);
        let wanted = if name.is_some() || id.is_some() {
            Some(role(name.as_deref(), id.as_deref())?)
        } else {
            None
        };
        let who = Who::new(self.object_id, self.sign_in_name, self.application_id);
        let whose = if who.is_nobody() {
            None
        } else {
            Some(who.resolved(tenant.directory().planning())?.1.known.id)
        };
        let on = self.scope.as_deref().map(str::trim).filter(|on| !on.is_empty());
        let fits = |known: &&RoleAssignment| {
            wanted.is_none_or(|role| role == known.role)
                && whose.as_ref().is_none_or(|id| known.as_policy().is_of(id))
                && on.is_none_or(|on| on.eq_ignore_ascii_case(shown(known)))
        };
        given
            .iter()
            .filter(fits)
            .try_for_each(|known| context.send(&view::hsm_role_assignment(&hsm, known)))
    }
}

impl Run<Context, CmdletError> for GetAzKeyVaultRoleDefinition {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let hsm = named(&tenant, &self.hsm_name)?;
        // Whoever may read who has the roles may read what they are, and nobody else.
        tenant.vaults().hsm_roles(&context.azure_caller(&tenant)?, &hsm)?;
        let wanted = self.role_definition_name;
        let is_meant = |role: &&VaultRole| {
            !self.custom
                && role.is_of_hsms()
                && wanted.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(role.as_str()))
        };
        let mut found = VaultRole::ALL.iter().filter(is_meant);
        found.try_for_each(|role| context.send(&view::hsm_role_definition(*role)))
    }
}
