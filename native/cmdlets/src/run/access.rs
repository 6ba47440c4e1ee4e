//! Who may do what in a vault: access policies, given and taken.

use super::place::{Given, Within};
use super::{PlanResult, RunResult};
use crate::generated::az_key_vault::{RemoveAzKeyVaultAccessPolicy, SetAzKeyVaultAccessPolicy};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::view;
use ckey_engine::directory::Directory;
use ckey_engine::{Resolved, Supposition, Tenant};
use ckey_vault::{
    AccessPolicy, Caller, KeyPermission, KeyUri, Management, SupposedChange, VaultDescription,
    paste,
};
use std::sync::Arc;

/// Who a policy is for, as one of the documented ways names them.
struct Named {
    user: Option<String>,
    email: Option<String>,
    object_id: Option<String>,
    application_id: Option<String>,
    service_principal: Option<String>,
}

impl Named {
    /// As the caller writes it.
    fn shown(&self) -> String {
        let who = [&self.user, &self.email, &self.service_principal, &self.object_id];
        who.into_iter().find_map(Clone::clone).unwrap_or_default()
    }

    /// What it is, and who; `None` when nobody is named (the sets for the vault's flags).
    fn resolved(
        &self,
        directory: Directory<'_>,
    ) -> Result<Option<(&'static str, Resolved)>, CmdletError> {
        let user = self.user.as_ref().or(self.email.as_ref()).or(self.object_id.as_ref());
        Ok(match (user, &self.service_principal) {
            (Some(user), _) => Some(("user", directory.resolve_user(user)?)),
            (None, Some(principal)) => {
                Some(("service principal", directory.resolve_service_principal(principal)?))
            }
            (None, None) => None,
        })
    }

    /// The policy of nobody else, empty.
    fn policy(
        &self,
        context: &mut Context,
        tenant: &Tenant,
    ) -> Result<Option<AccessPolicy>, CmdletError> {
        let Some((what, resolved)) = self.resolved(tenant.directory())? else { return Ok(None) };
        let known = context.made(what, &resolved)?;
        let by_object_id = self.object_id.is_some();
        let name = if known.app_id.is_some() { known.display_name } else { known.name };
        let app_id = known
            .app_id
            .or(self.application_id.clone().filter(|id| by_object_id && !id.is_empty()));
        Ok(Some(AccessPolicy { object_id: known.id, app_id, name, ..AccessPolicy::default() }))
    }
}

/// A change of somebody's access policy in a vault, as far as giving and taking are alike.
struct Access {
    tenant: Arc<Tenant>,
    vault: String,
    before: VaultDescription,
    caller: Caller,
    named: Named,
    pass_thru: bool,
}

impl Access {
    /// Looked at before: the vault, the right to manage it, and whom it is about.
    fn new(
        context: &mut Context,
        vault: impl FnOnce() -> Result<Given, CmdletError>,
        within: (Option<&str>, Option<&str>),
        named: Named,
        pass_thru: bool,
    ) -> Result<Self, CmdletError> {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let given = vault()?;
        let before = tenant.vaults().vault(&given.name)?;
        let (group, subscription) = within;
        let account = context.account(&tenant)?;
        Within::new(context, &tenant, &account, subscription)?
            .check(&tenant, &given, &before, group)?;
        let vault = given.name;
        let caller = context.azure_caller(&tenant)?;
        tenant.vaults().check_management(&caller, &vault, Management::Permissions)?;
        Ok(Self { tenant, vault, before, caller, named, pass_thru })
    }

    /// What would happen to the one who is named, and is made where nobody knows them. A call that
    /// names nobody is about flags of the vault, which count for nothing here.
    fn effects(
        &self,
        on: impl FnOnce(String) -> Result<Effects, CmdletError>,
    ) -> Result<Effects, CmdletError> {
        let Some((what, resolved)) = self.named.resolved(self.tenant.directory().planning())?
        else {
            return Ok(Effects::none(format!(
                "Nothing would change in the vault '{}'.",
                self.vault
            )));
        };
        let mut effects = on(self.named.shown())?;
        effects.mention(what, &resolved);
        Ok(effects)
    }

    /// Whose policy would be taken away; `None` where nobody is named, or has none. Who is unknown
    /// is not made to lose what it never had.
    fn loses(&self) -> Result<Option<String>, CmdletError> {
        let named = self.named.resolved(self.tenant.directory().planning())?;
        Ok(named
            .map(|(_, resolved)| resolved.known.id)
            .filter(|id| self.before.access_policies.iter().any(|policy| policy.is_of(id))))
    }

    /// Who loses what when the policy of somebody has these permissions on keys alone, or none at
    /// all.
    fn reads_lost(
        &self,
        id: &str,
        keys: Option<&[KeyPermission]>,
    ) -> Result<Vec<String>, CmdletError> {
        let known = self.before.access_policies.iter().find(|policy| policy.is_of(id));
        let change = match (known, keys) {
            (Some(known), Some(keys)) => {
                SupposedChange::SetAccess(AccessPolicy { keys: keys.to_vec(), ..known.clone() })
            }
            (Some(_), None) => SupposedChange::RemoveAccess(id.to_owned()),
            (None, _) => return Ok(Vec::new()),
        };
        let change = Supposition::Vault { vault: self.before.name.clone(), change };
        Ok(self.tenant.what_if().told(&self.caller, &[change])?)
    }

    /// What somebody without a policy in this vault could no longer do, and which policies have a
    /// root there.
    fn loss(&self, who: &str, id: &str) -> Result<Vec<String>, CmdletError> {
        let vault = &self.before.name;
        let mut told =
            vec![format!("In the vault '{vault}', {who} would have no permissions any more.")];
        let lost = self.reads_lost(id, None)?;
        if lost.is_empty() {
            told.extend(self.tenant.what_if().dependents(|uri| self.is_here(uri))?);
        }
        told.extend(lost);
        Ok(told)
    }

    fn is_here(&self, uri: &KeyUri) -> bool {
        uri.vault().eq_ignore_ascii_case(&self.before.name)
    }

    /// As Azure takes policies of a vault where they do not count (rule 5.17.6), with a word of
    /// warning, which Azure leaves out.
    fn warn_of_roles(&self, context: &mut Context) -> RunResult {
        let VaultDescription { name, resource_group, rbac: true, .. } = &self.before else {
            return Ok(());
        };
        context.warning(&format!(
            "The vault '{name}' works by roles: its access policies are kept and do not count. Give roles with New-AzRoleAssignment, or let access policies count: Update-AzKeyVault -VaultName {name} -ResourceGroupName {} -DisableRbacAuthorization $true",
            paste::word(resource_group)
        ))
    }

    fn pass(&self, context: &mut Context) -> RunResult {
        self.warn_of_roles(context)?;
        if self.pass_thru {
            let vault = self.tenant.vaults().vault(&self.vault)?;
            context.send(&view::vault(&vault, &self.tenant.domain()))
        } else {
            Ok(())
        }
    }

    /// What is not named keeps its earlier rights; what is named is replaced.
    fn give(&self, context: &mut Context, keys: Option<Vec<KeyPermission>>) -> RunResult {
        let Some(policy) = self.named.policy(context, &self.tenant)? else { return Ok(()) };
        // As it is now: somebody may have changed it since the plan was made.
        let now = self.tenant.vaults().vault(&self.vault)?;
        let mut policies = now.access_policies.iter();
        let known =
            policies.find(|known| known.is_of(&policy.object_id)).cloned().unwrap_or_default();
        let policy = AccessPolicy {
            keys: keys.unwrap_or(known.keys),
            secrets: known.secrets,
            certificates: known.certificates,
            storage: known.storage,
            ..policy
        };
        let directory = self.tenant.directory();
        if policy.keys.is_empty()
            && policy.secrets.is_empty()
            && policy.certificates.is_empty()
            && policy.storage.is_empty()
        {
            directory.remove_access_policy(&self.caller, &self.vault, &policy.object_id)?;
        } else {
            directory.set_access_policy(&self.caller, &self.vault, &policy)?;
        }
        Ok(())
    }

    fn take(&self, context: &mut Context) -> RunResult {
        let Some((_, resolved)) = self.named.resolved(self.tenant.directory().planning())? else {
            return Ok(());
        };
        let directory = self.tenant.directory();
        if !directory.remove_access_policy(&self.caller, &self.vault, &resolved.known.id)? {
            let (who, vault) = (self.named.shown(), &self.vault);
            context.warning(&format!("{who} had no access policy in the vault '{vault}'."))?;
        }
        Ok(())
    }
}

impl Change for SetAzKeyVaultAccessPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (name, object, id) = (self.vault_name, self.input_object, self.resource_id);
        let vault = || Given::new(name.as_deref(), object.as_ref(), id.as_deref());
        let named = Named {
            user: self.user_principal_name,
            email: self.email_address,
            object_id: self.object_id,
            application_id: self.application_id,
            service_principal: self.service_principal_name,
        };
        let within = (self.resource_group_name.as_deref(), self.subscription_id.as_deref());
        let access = Access::new(context, vault, within, named, self.pass_thru)?;
        let keys = self.permissions_to_keys.as_deref().map(permissions).transpose()?;
        let given = keys.as_deref().map(words);
        let effects = access.effects(|who| {
            let vault = &access.vault;
            Ok(match given {
                Some(given) => Effects::one(format!(
                    "In the vault '{vault}', {who} would have exactly these permissions on keys: {given}."
                )),
                None => Effects::none(format!(
                    "Nothing would change in the vault '{vault}': without -PermissionsToKeys {who} keeps the permissions on keys, and there is nothing else to permit."
                )),
            })
        })?;
        let lost = match (&keys, access.loses()?) {
            (Some(keys), Some(id)) => access.reads_lost(&id, Some(keys))?,
            _ => Vec::new(),
        };
        let effects = effects.then(lost.into());
        Ok(Plan::new(effects, move |context| {
            access.give(context, keys)?;
            access.pass(context)
        }))
    }
}

impl Change for RemoveAzKeyVaultAccessPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let (name, object, id) = (self.vault_name, self.input_object, self.resource_id);
        let vault = || Given::new(name.as_deref(), object.as_ref(), id.as_deref());
        let named = Named {
            user: self.user_principal_name,
            email: self.email_address,
            object_id: self.object_id,
            application_id: self.application_id,
            service_principal: self.service_principal_name,
        };
        let within = (self.resource_group_name.as_deref(), self.subscription_id.as_deref());
        let access = Access::new(context, vault, within, named, self.pass_thru)?;
        let (who, vault) = (access.named.shown(), &access.vault);
        let effects = match access.loses()? {
            Some(id) => Effects::from(access.loss(&who, &id)?),
            None if who.is_empty() => {
                Effects::none(format!("Nothing would change in the vault '{vault}'."))
            }
            None => Effects::none(format!(
                "Nothing would change: {who} has no access policy in the vault '{vault}'."
            )),
        };
        Ok(Plan::new(effects, move |context| {
            access.take(context)?;
            access.pass(context)
        }))
    }
}

fn permissions(words: &[String]) -> Result<Vec<KeyPermission>, CmdletError> {
    let mut permissions = Vec::new();
    for word in words
        .iter()
        .flat_map(|words| words.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        let permission = word.parse()?;
        if !permissions.contains(&permission) {
            permissions.push(permission);
        }
    }
    Ok(permissions)
}

fn words(permissions: &[KeyPermission]) -> String {
    if permissions.is_empty() {
        return "none".to_owned();
    }
    permissions.iter().map(|permission| permission.as_str()).collect::<Vec<_>>().join(", ")
}
