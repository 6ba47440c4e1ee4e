//! Who has which role on what: role assignments, given, listed and taken.

use super::azure::Subscription;
use super::place::{Given, known_group};
use super::who::{Who, assignment};
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_resources::{
    GetAzRoleAssignment, GetAzRoleDefinition, NewAzRoleAssignment, RemoveAzRoleAssignment,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::view;
use ckey_engine::directory::{GivenRole, GivenRoles, RoleScope};
use ckey_engine::{Account, Category, Supposition, Tenant};
use ckey_vault::{Caller, RoleAssignment, SupposedChange, VaultKind, VaultRole, same_id};

/// The role of a name or an id.
fn role(name: Option<&str>, id: Option<&str>) -> Result<VaultRole, CmdletError> {
    let by_name = |name: &str| name.parse::<VaultRole>().ok().or_else(|| VaultRole::of_id(name));
    let found = name.map_or_else(|| id.and_then(VaultRole::of_id), by_name);
    match found {
        Some(role) if role.is_of_hsms() => Err(not_defined(
            name,
            id,
            "It is a local role of managed HSMs: New-AzKeyVaultRoleAssignment gives it.",
        )),
        Some(role) => Ok(role),
        None => Err(not_defined(
            name,
            id,
            "Get-AzRoleDefinition lists the roles that say something about vaults and their keys. Others say nothing here.",
        )),
    }
}

/// A role that is not there, or not where it is looked for.
pub(super) fn not_defined(name: Option<&str>, id: Option<&str>, fix: &str) -> CmdletError {
    let (what, wanted) = match name {
        Some(name) => ("name", name),
        None => ("id", id.unwrap_or_default()),
    };
    CmdletError::new(
        "RoleDefinitionNotFound",
        Category::ObjectNotFound,
        format!("Cannot find role definition with {what} '{wanted}'."),
        fix,
    )
    .about(wanted)
}

/// On what, as one of the documented ways names it.
struct On {
    scope: Option<String>,
    group: Option<String>,
    resource: Option<String>,
    kind: Option<String>,
}

impl On {
    fn is_given(&self) -> bool {
        self.scope.is_some() || self.group.is_some()
    }

    /// What it names. What is not there is refused.
    fn found(
        &self,
        context: &Context,
        tenant: &Tenant,
        account: &Account,
    ) -> Result<RoleScope, CmdletError> {
        let named = self.named(context, tenant)?;
        let known =
            tenant.directory().planning().resolve_subscription(account, named.subscription())?;
        let subscription = known.known.id;
        if known.created {
            return Err(self.no_subscription(named.subscription()));
        }
        match named {
            RoleScope::Subscription(_) => Ok(RoleScope::Subscription(subscription)),
            RoleScope::Group { group, .. } => {
                let group = known_group(tenant, &subscription, &group)?.name;
                Ok(RoleScope::Group { subscription, group })
            }
            RoleScope::Vault { kind, group, vault, .. } => {
                let id = RoleScope::Vault { kind, subscription, group, vault }.id();
                let given = Given::resource(&id)?;
                given.check(tenant)?;
                Ok(RoleScope::of_vault(&tenant.vaults().vault(&given.name)?))
            }
        }
    }

    fn named(&self, context: &Context, tenant: &Tenant) -> Result<RoleScope, CmdletError> {
        if let Some(scope) = &self.scope {
            return Ok(tenant.directory().role_scope(scope)?);
        }
        let chosen = Subscription::new(context, tenant, None)?;
        let subscription = chosen.planned(tenant, &mut Effects::default())?.id;
        Ok(match (&self.group, &self.resource) {
            (Some(group), Some(vault)) => {
                let (group, vault) = (group.clone(), vault.clone());
                RoleScope::Vault { kind: self.vault_kind()?, subscription, group, vault }
            }
            (Some(group), None) => RoleScope::Group { subscription, group: group.clone() },
            (None, _) => RoleScope::Subscription(subscription),
        })
    }
}

impl On {
    /// Of which kind a resource is that is named.
    fn vault_kind(&self) -> Result<VaultKind, CmdletError> {
        let Some(wanted) = &self.kind else { return Ok(VaultKind::Vault) };
        let is_type = |kind: &&VaultKind| view::resource_type(**kind).eq_ignore_ascii_case(wanted);
        VaultKind::ALL.iter().find(is_type).copied().ok_or_else(|| {
            CmdletError::argument(
                "RoleScopeInvalid",
                format!("Roles are not given on resources of the type '{wanted}' here."),
                "Give -ResourceType Microsoft.KeyVault/vaults, or of managed HSMs Microsoft.KeyVault/managedHSMs.",
            )
            .about(wanted.as_str())
        })
    }

    fn no_subscription(&self, id: &str) -> CmdletError {
        if self.scope.is_none() {
            return CmdletError::argument(
                "SubscriptionNotChosen",
                "No subscription is chosen, and no scope is given.",
                "Choose one with Set-AzContext, or give -Scope.",
            );
        }
        CmdletError::new(
            "SubscriptionNotFound",
            Category::ObjectNotFound,
            format!("The subscription '{id}' could not be found."),
            "Get-AzSubscription lists those that there are; Set-AzContext makes one that it is given.",
        )
        .about(id)
    }
}

impl Change for NewAzRoleAssignment {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let role = role(self.role_definition_name.as_deref(), self.role_definition_id.as_deref())?;
        let is_application =
            self.object_type.is_some_and(|kind| kind.eq_ignore_ascii_case("ServicePrincipal"));
        let who = Who {
            object_id: self.object_id,
            sign_in_name: self.sign_in_name,
            application: self.application_id,
            is_application,
        };
        let on = On {
            scope: self.scope,
            group: self.resource_group_name,
            resource: self.resource_name,
            kind: self.resource_type,
        };
        let account = context.account(&tenant)?;
        let caller = context.azure_caller(&tenant)?;
        let scope = on.found(context, &tenant, &account)?;
        let (what, resolved) = who.resolved(tenant.directory().planning())?;
        let planned = assignment(resolved.known.clone(), role);
        let unfinished = tenant.directory().check_give_role(&caller, &scope, &planned)?;
        let (name, id) = (&planned.name, scope.id());
        let mut effects = Effects::one(if unfinished.is_empty() {
            format!("{name} would have the role '{role}' on '{id}'.")
        } else {
            let vaults = unfinished.join("', '");
            format!(
                "{name} has the role '{role}' on '{id}' already; it would be told to '{vaults}', where somebody was stopped before."
            )
        });
        effects.mention(what, &resolved);
        Ok(Plan::new(effects, move |context| {
            let (what, resolved) = who.resolved(tenant.directory())?;
            let wanted = assignment(context.made(what, &resolved)?, role);
            let given = tenant.directory().give_role(&caller, &scope, &wanted)?;
            context.send(&view::role_assignment(&given))
        }))
    }
}

impl Change for RemoveAzRoleAssignment {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let of = |property: &str| self.input_object.as_ref().and_then(|it| text_of(it, property));
        let id = self.role_definition_id.or_else(|| of("RoleDefinitionId"));
        let role = role(self.role_definition_name.as_deref(), id.as_deref())?;
        let who = Who {
            object_id: self.object_id.or_else(|| of("ObjectId")),
            sign_in_name: self.sign_in_name,
            application: self.service_principal_name,
            is_application: false,
        };
        let on = On {
            scope: self.scope.or_else(|| of("Scope")),
            group: self.resource_group_name,
            resource: self.resource_name,
            kind: self.resource_type,
        };
        let account = context.account(&tenant)?;
        let caller = context.azure_caller(&tenant)?;
        let scope = on.found(context, &tenant, &account)?;
        tenant.directory().check_gives_roles(&caller, &scope)?;
        let (_, resolved) = who.resolved(tenant.directory().planning())?;
        let wanted = assignment(resolved.known, role);
        let (given, unfinished) = find(&tenant, &scope, wanted)?;
        let (name, id) = (&given.assignment.name, scope.id());
        let mut told = vec![if unfinished.is_empty() {
            format!("{name} would no longer have the role '{role}' on '{id}'.")
        } else {
            let vaults = unfinished.join("', '");
            format!(
                "{name} does not have the role '{role}' on '{id}' any more; it would be taken from '{vaults}', where somebody was stopped before."
            )
        }];
        told.extend(lost_without(&tenant, &caller, &given)?);
        let pass_thru = self.pass_thru;
        Ok(Plan::new(told.into(), move |context| {
            if !tenant.directory().take_role(&caller, &scope, &given.assignment)? {
                return Err(not_given(&given.assignment, &scope));
            }
            if pass_thru { context.send(&view::role_assignment(&given)) } else { Ok(()) }
        }))
    }
}

/// The assignment that is meant, as it is kept; where it is not given any more, with the vaults that
/// do not know.
fn find(
    tenant: &Tenant,
    scope: &RoleScope,
    wanted: RoleAssignment,
) -> Result<(GivenRole, Vec<String>), CmdletError> {
    let directory = tenant.directory();
    let is_meant = |given: &GivenRole| {
        given.assignment.role == wanted.role
            && given.assignment.as_policy().same_principal(&wanted.as_policy())
    };
    if let Some(found) = directory.roles_on(scope)?.into_iter().find(is_meant) {
        return Ok((found, Vec::new()));
    }
    let gone = GivenRole { scope: scope.clone(), assignment: wanted };
    let unfinished = directory.unfinished(&gone)?;
    if unfinished.is_empty() {
        Err(not_given(&gone.assignment, scope))
    } else {
        Ok((gone, unfinished))
    }
}

fn not_given(wanted: &RoleAssignment, scope: &RoleScope) -> CmdletError {
    let RoleAssignment { name, role, .. } = wanted;
    CmdletError::new(
        "RoleAssignmentNotFound",
        Category::ObjectNotFound,
        format!(
            "The provided information does not map to a role assignment: {name} does not have the role '{role}' on '{}'.",
            scope.id()
        ),
        "Get-AzRoleAssignment lists what is given, and on what.",
    )
    .about(name.as_str())
}

/// Who loses what where nobody else gives an application what this does.
fn lost_without(
    tenant: &Tenant,
    caller: &Caller,
    given: &GivenRole,
) -> Result<Vec<String>, CmdletError> {
    let mut changes = Vec::new();
    let vaults = tenant.vaults().each_vault()?.into_iter().filter(|vault| !vault.deleted);
    // Nobody reads anything with a vault that cannot be read.
    for vault in vaults.filter_map(|vault| vault.found.ok()) {
        if given.scope.holds(&RoleScope::of_vault(&vault)) {
            let change = SupposedChange::TakeRole(Box::new(given.assignment.clone()));
            changes.push(Supposition::Vault { vault: vault.name, change });
        }
    }
    Ok(tenant.what_if().told(caller, &changes)?)
}

impl Run<Context, CmdletError> for GetAzRoleAssignment {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let account = context.account(&tenant)?;
        let on = On {
            scope: self.scope,
            group: self.resource_group_name,
            resource: self.resource_name,
            kind: self.resource_type,
        };
        let place = if on.is_given() { Some(on.found(context, &tenant, &account)?) } else { None };
        let sign_in = context.session().sign_in(&tenant)?;
        let chosen = tenant.directory().azure_choice(&sign_in).subscription_id;
        let who = Who {
            object_id: self.object_id,
            sign_in_name: self.sign_in_name,
            application: self.service_principal_name,
            is_application: false,
        };
        let wanted = if who.is_nobody() {
            None
        } else {
            Some(who.resolved(tenant.directory().planning())?.1.known)
        };
        let counts = |given: &GivenRole| match (&place, &chosen) {
            (Some(place), _) => given.scope.holds(place),
            (None, Some(chosen)) => same_id(chosen, given.scope.subscription()),
            (None, None) => true,
        };
        let is_whose = |given: &GivenRole| {
            wanted.as_ref().is_none_or(|known| given.assignment.as_policy().is_of(&known.id))
        };
        let is_role = |given: &GivenRole| {
            let (name, definition) = (given.assignment.role.as_str(), given.assignment.role);
            self.role_definition_name.as_ref().is_none_or(|it| it.eq_ignore_ascii_case(name))
                && self
                    .role_definition_id
                    .as_ref()
                    .is_none_or(|id| same_id(id, definition.definition().id))
        };
        let GivenRoles { given, unread, damaged } =
            tenant.directory().given_roles(place.as_ref())?;
        for row in damaged.into_iter().filter(|_| account.is_owner()) {
            context.error(&row.into())?;
        }
        for vault in unread.iter().filter(|_| account.is_owner()) {
            if let Err(error) = &vault.found {
                context.warning(&format!(
                    "What is given on the vault '{}' itself is not listed: {} {}",
                    vault.name, error.message, error.fix
                ))?;
            }
        }
        for given in given {
            if counts(&given)
                && is_whose(&given)
                && is_role(&given)
                && sees(&tenant, &account, &given)?
            {
                context.send(&view::role_assignment(&given))?;
            }
        }
        Ok(())
    }
}

/// Owners see everything, others what is given to them or on a vault that names them.
fn sees(tenant: &Tenant, account: &Account, given: &GivenRole) -> Result<bool, CmdletError> {
    let is_own = given.assignment.as_policy().names(&account.caller);
    Ok(account.is_owner()
        || is_own
        || match &given.scope {
            RoleScope::Vault { vault, .. } => {
                tenant.vaults().names_caller(&account.caller, vault)?
            }
            RoleScope::Group { .. } | RoleScope::Subscription(_) => false,
        })
}

impl Run<Context, CmdletError> for GetAzRoleDefinition {
    fn run(self, context: &mut Context) -> RunResult {
        let is_meant = |role: &VaultRole| {
            !self.custom
                && !role.is_of_hsms()
                && self.name.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(role.as_str()))
                && self.id.as_ref().is_none_or(|id| same_id(id, role.definition().id))
        };
        let mut found: Vec<_> = VaultRole::ALL.iter().copied().filter(is_meant).collect();
        found.sort_by_key(|role| role.as_str());
        found.into_iter().try_for_each(|role| context.send(&view::role_definition(role)))
    }
}
