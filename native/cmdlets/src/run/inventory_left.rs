//! Where what is there already differs from an inventory. It is left as it is, and told; who asks
//! for it has it made as the inventory says.

use super::RunResult;
use super::inventory_left_hsms;
use super::inventory_ours::{
    policy as of_policy, subscription as of_subscription, vault as of_vault,
};
use super::inventory_state::{State, assigned, existing, same};
use super::inventory_vaults::{
    assignment, bypass, default_action, directory_fact, id, key_update, principal,
};
use super::vault_provider::cloud_of;
use crate::inventory::{Inventory, KeyRow, VaultRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use ckey_engine::{FactChange, Tenant, iso};
use ckey_vault::{
    AccessPolicy, DefaultAction, KeyPermission, KeyUpdate, KeyUri, NetworkChange, RoleAssignment,
    VaultDescription, VaultUpdate,
};

pub(super) type Found = Vec<Difference>;

pub(super) struct Difference {
    what: String,
    is: String,
    wanted: String,
    /// Whether somebody could use or read what is closed to them now.
    gives: bool,
    change: Option<Step>,
}

/// What makes a thing as the inventory says.
pub(super) enum Step {
    Access(String, AccessPolicy),
    Role(String, RoleAssignment),
    NoAccess(String, String),
    LocalRole(String, RoleAssignment),
    NoLocalRole(String, RoleAssignment),
    Vault(String, VaultUpdate),
    Retention(String),
    Key(KeyUri, KeyUpdate),
    Mailbox(String, String),
    Assignment(String),
    Fact(FactChange),
}

impl Difference {
    pub(super) fn new(
        what: String,
        [is, wanted]: [String; 2],
        gives: bool,
        change: Option<Step>,
    ) -> Self {
        Self { what, is, wanted, gives, change }
    }

    pub(super) const fn step(&self) -> Option<&Step> {
        self.change.as_ref()
    }

    pub(super) const fn can_change(&self) -> bool {
        self.change.is_some()
    }

    /// Whether it lets somebody use keys again.
    pub(super) const fn opens_keys(&self) -> bool {
        let is_of_a_vault = matches!(
            self.change,
            Some(
                Step::Access(..)
                    | Step::Role(..)
                    | Step::LocalRole(..)
                    | Step::Vault(..)
                    | Step::Key(..)
            )
        );
        self.gives && is_of_a_vault
    }

    pub(super) fn left(&self) -> String {
        let Self { what, is, wanted, .. } = self;
        format!("Left as it is: {what}: {is}; the inventory says {wanted}.")
    }

    pub(super) fn planned(&self) -> String {
        let Self { what, is, wanted, .. } = self;
        match (&self.change, self.gives) {
            (None, _) => self.left(),
            (_, true) => format!("Access would be given: {what}: {wanted}, in place of {is}."),
            (_, false) => format!("Would be changed: {what}: {wanted}, in place of {is}."),
        }
    }

    pub(super) fn change(self, context: &mut Context, tenant: &Tenant) -> RunResult {
        let (vaults, directory) = (tenant.vaults(), tenant.directory());
        let caller = context.azure_caller(tenant)?;
        match self.change {
            Some(Step::Access(vault, policy)) => {
                directory.set_access_policy(&caller, &vault, &policy)?;
            }
            Some(Step::Role(vault, role)) => {
                directory.add_role_assignment(&caller, &vault, &role)?;
            }
            Some(Step::NoAccess(vault, id)) => {
                directory.remove_access_policy(&caller, &vault, &id)?;
            }
            Some(Step::LocalRole(hsm, role)) => {
                directory.give_hsm_role(&caller, &hsm, &role)?;
            }
            Some(Step::NoLocalRole(hsm, role)) => {
                directory.take_hsm_role(&caller, &hsm, &role)?;
            }
            Some(Step::Vault(vault, update)) => {
                vaults.update_vault(&caller, &vault, &update)?;
            }
            Some(Step::Retention(vault)) => {
                vaults.set_vault_subscription_protected(&caller, &vault, true)?;
            }
            Some(Step::Key(uri, update)) => {
                vaults.update_key(&caller, uri.vault(), uri.key(), uri.version(), &update)?;
            }
            Some(Step::Mailbox(address, policy)) => {
                let actor = context.exchange_actor(tenant)?;
                tenant.mailboxes().set_policy(&actor, &address, Some(&policy))?;
            }
            Some(Step::Assignment(policy)) => {
                let (actor, cancel) = (context.exchange_actor(tenant)?, context.cancel().clone());
                tenant.policies().assign(&actor, Some(&policy), &cancel)?;
            }
            Some(Step::Fact(fact)) => {
                let actor = context.account(tenant)?.actor();
                tenant.validation().set_fact(&actor, &fact)?;
            }
            None => {}
        }
        Ok(())
    }
}

/// All of them, those that give access first.
pub(super) fn differences(
    tenant: &Tenant,
    inventory: &Inventory,
    state: &State,
) -> Result<Found, CmdletError> {
    let mut found = Found::new();
    for row in &inventory.keys {
        let uri = row.uri(cloud_of(tenant))?;
        if !state.ours.has_key(&uri) {
            key(tenant, row, &uri, &mut found);
        }
    }
    for row in &inventory.vaults {
        if !state.ours.has(&of_vault(&row.name))
            && let Ok(there) = tenant.vaults().vault(&row.name)
        {
            access(inventory, row, &there, &mut found);
            inventory_left_hsms::differences(inventory, row, &there, &mut found);
            vault(row, &there, &mut found);
        }
    }
    subscriptions(tenant, inventory, state, &mut found)?;
    policies(tenant, inventory, state, &mut found)?;
    state.people.differences(&mut found);
    for row in &inventory.mailboxes {
        if let (Some(wanted), Some(is)) =
            (&row.policy, state.mailboxes.get(&row.address.to_lowercase()))
            && is.policy.as_ref().is_none_or(|is| !same(is, wanted))
        {
            let what = format!("the policy of the mailbox '{}'", row.address);
            let is = is.policy.clone().unwrap_or_else(|| "none".to_owned());
            let step = Step::Mailbox(row.address.clone(), wanted.clone());
            found.push(Difference::new(what, [is, wanted.clone()], true, Some(step)));
        }
    }
    // Keys are changed while somebody may: after access is given, before it is taken.
    found.sort_by_key(|it| (!it.gives, it.gives == matches!(it.change, Some(Step::Key(..)))));
    Ok(found)
}

fn key(tenant: &Tenant, row: &KeyRow, uri: &KeyUri, found: &mut Found) {
    let Ok(there) = tenant.vaults().inspect_key(uri) else { return };
    let (wanted, has) = (key_update(row), &there.attributes);
    let mut add = |what: &str, told: [String; 2], gives: bool, update: KeyUpdate| {
        let what = format!("{what} of the key '{uri}'");
        found.push(Difference::new(what, told, gives, Some(Step::Key(uri.clone(), update))));
    };
    let state = |enabled: bool| (if enabled { "enabled" } else { "disabled" }).to_owned();
    if row.enabled != has.enabled {
        let update = KeyUpdate { enabled: wanted.enabled, ..KeyUpdate::default() };
        add("the state", [state(has.enabled), state(row.enabled)], row.enabled, update);
    }
    let date = |at: Option<i64>| at.map_or_else(|| "none".to_owned(), iso);
    if let Some(at) = row.expires.filter(|at| has.expires != Some(*at)) {
        let later = has.expires.is_some_and(|is| is < at);
        let update = KeyUpdate { expires: Some(at), ..KeyUpdate::default() };
        add("the expiry", [date(has.expires), date(Some(at))], later, update);
    }
    if let Some(at) = row.not_before.filter(|at| has.not_before != Some(*at)) {
        let earlier = has.not_before.is_some_and(|is| is > at);
        let update = KeyUpdate { not_before: Some(at), ..KeyUpdate::default() };
        add("the beginning", [date(has.not_before), date(Some(at))], earlier, update);
    }
    if let Some(ops) = row.ops.as_ref().filter(|ops| **ops != there.ops) {
        let gives = ops.iter().any(|op| !there.ops.contains(op));
        let update = KeyUpdate { ops: wanted.ops, ..KeyUpdate::default() };
        add("the operations", [listed(&there.ops), listed(ops)], gives, update);
    }
}

fn listed<T: ToString>(all: &[T]) -> String {
    let all: Vec<_> = all.iter().map(ToString::to_string).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

/// Who may use a vault.
fn access(inventory: &Inventory, row: &VaultRow, there: &VaultDescription, found: &mut Found) {
    let Some(grants) = &row.grants else { return };
    let name = &there.name;
    let mut kept = Vec::new();
    for (at, grant) in grants.iter().enumerate() {
        let wanted = principal(grant, inventory);
        let who = if wanted.name.is_empty() { &wanted.object_id } else { &wanted.name };
        let Some(role) = grant.role else {
            let again = grants.iter().skip(at.saturating_add(1)).filter(|it| it.role.is_none());
            if again.map(|it| principal(it, inventory)).any(|it| it.same_principal(&wanted)) {
                // The last one counts.
                continue;
            }
            let what = format!("the permissions of '{who}' on the keys of the vault '{name}'");
            let policies = &there.access_policies;
            let known = policies.iter().find(|known| known.same_principal(&wanted)).cloned();
            let has = known.clone().unwrap_or_default();
            let gives = wanted.keys.iter().any(|key| !has.gives(*key));
            if gives || !narrows_to(&has, &wanted.keys) {
                let told = [listed(&has.keys), listed(&wanted.keys)];
                let base = known.unwrap_or_else(|| wanted.clone());
                let policy = AccessPolicy { keys: wanted.keys.clone(), ..base };
                let step = Step::Access(name.clone(), policy);
                found.push(Difference::new(what, told, gives, Some(step)));
            }
            kept.push(wanted);
            continue;
        };
        let role = assignment(&wanted, role);
        if !there.role_assignments.iter().any(|given| given.is_same(&role)) {
            let what = format!("the role {} of '{who}' on the vault '{name}'", role.role);
            let step = Step::Role(name.clone(), role);
            let told = ["not given".to_owned(), "given".to_owned()];
            found.push(Difference::new(what, told, true, Some(step)));
        }
    }
    for policy in &there.access_policies {
        if !kept.iter().any(|wanted| wanted.same_principal(policy)) {
            let id = policy.app_id.as_ref().unwrap_or(&policy.object_id).clone();
            let who = if policy.name.is_empty() { &id } else { &policy.name };
            let what = format!("the permissions of '{who}' on the keys of the vault '{name}'");
            let told = [listed(&policy.keys), "none".to_owned()];
            let step = Step::NoAccess(name.clone(), id);
            found.push(Difference::new(what, told, false, Some(step)));
        }
    }
}

/// Whether a policy gives nothing that is not wanted.
fn narrows_to(has: &AccessPolicy, wanted: &[KeyPermission]) -> bool {
    let is_all = wanted.contains(&KeyPermission::All);
    is_all || has.keys.iter().all(|key| wanted.contains(key))
}

fn vault(row: &VaultRow, there: &VaultDescription, found: &mut Found) {
    let mut add = |what: &str, told: [&str; 2], gives: bool, update: VaultUpdate| {
        let noun = if there.hsm.is_some() { "managed HSM" } else { "vault" };
        let what = format!("{what} of the {noun} '{}'", there.name);
        let step = Step::Vault(there.name.clone(), update);
        found.push(Difference::new(what, told.map(str::to_owned), gives, Some(step)));
    };
    let network = |change| VaultUpdate { network: Some(change), ..VaultUpdate::default() };
    let (wanted, is) = (default_action(row), there.network.default_action);
    if wanted != is {
        let told = [is, wanted].map(|action| match action {
            DefaultAction::Allow => "open",
            DefaultAction::Deny => "closed",
        });
        let change = NetworkChange { default_action: Some(wanted), ..NetworkChange::default() };
        add("the firewall", told, !row.is_closed, network(change));
    }
    let (wanted, is) = (bypass(row), there.network.bypass);
    if wanted != is {
        let change = NetworkChange { bypass: Some(wanted), ..NetworkChange::default() };
        let told = [is.as_str(), wanted.as_str()];
        add("what passes the firewall", told, row.trusted_pass, network(change));
    }
    if row.rbac != there.rbac {
        let told = [there.rbac, row.rbac].map(|is| if is { "roles" } else { "access policies" });
        // Whoever the other model names may use the keys then.
        let update = VaultUpdate { rbac: Some(row.rbac), ..VaultUpdate::default() };
        add("the permission model", told, true, update);
    }
    if row.purge_protection && !there.purge_protection {
        let update = VaultUpdate { purge_protection: Some(true), ..VaultUpdate::default() };
        add("the purge protection", ["off", "on"], false, update);
    }
}

fn subscriptions(
    tenant: &Tenant,
    inventory: &Inventory,
    state: &State,
    found: &mut Found,
) -> RunResult {
    let known = tenant.directory().subscriptions()?;
    for row in &inventory.subscriptions {
        let id = id(&state.ids, &row.id);
        let is_known = known.iter().any(|known| ckey_vault::same_id(&known.id, id));
        if !is_known || state.ours.has(&of_subscription(id)) {
            continue;
        }
        if let Some(fact) = directory_fact(inventory, row, id)
            && tenant.validation().check_fact(&fact)?
        {
            let wanted = row.directory.unwrap_or_default().to_string();
            let told = ["another one".to_owned(), wanted];
            let what = format!("the directory of the subscription '{}'", row.id);
            found.push(Difference::new(what, told, false, Some(Step::Fact(fact))));
        }
        let vaults = if row.retention { tenant.directory().vaults_of(id)? } else { Vec::new() };
        for name in vaults.into_iter().filter(|name| !state.ours.has(&of_vault(name))) {
            if tenant.vaults().vault(&name).is_ok_and(|vault| !vault.subscription_protected) {
                let what = format!("the mandatory retention of the vault '{name}'");
                let told = ["off".to_owned(), "on".to_owned()];
                found.push(Difference::new(what, told, false, Some(Step::Retention(name))));
            }
        }
    }
    Ok(())
}

fn policies(tenant: &Tenant, inventory: &Inventory, state: &State, found: &mut Found) -> RunResult {
    for row in &inventory.policies {
        let Some(there) = existing(tenant, row)? else { continue };
        let what = |part: &str| format!("{part} of the policy '{}'", there.name);
        let uris: Vec<_> = row.keys.iter().map(ToString::to_string).collect();
        let is_of = |is: &str, wanted: &str| {
            KeyUri::stored(is).is_ok_and(|is| same(&is.to_string(), wanted))
        };
        if !there.key_uris.iter().zip(&uris).all(|(is, wanted)| is_of(is, wanted)) {
            let told = [listed(&there.key_uris), listed(&uris)];
            found.push(Difference::new(what("the keys"), told, false, None));
        }
        if there.enabled != row.enabled {
            let told = [there.enabled, row.enabled]
                .map(|is| (if is { "enabled" } else { "disabled" }).to_owned());
            found.push(Difference::new(what("the state"), told, false, None));
        }
    }
    let Some(row) = assigned(inventory) else { return Ok(()) };
    let is = tenant.policies().assignment()?.map(|view| view.policy.name);
    let is_to_be_made = is.is_none()
        && existing(tenant, row)?.is_none_or(|there| state.ours.has(&of_policy(there.guid)));
    if !is_to_be_made && is.as_ref().is_none_or(|is| !same(is, &row.name)) {
        let told = [is.unwrap_or_else(|| "none".to_owned()), row.name.clone()];
        let what = "the policy that is assigned to the tenant".to_owned();
        let step = Step::Assignment(row.name.clone());
        found.push(Difference::new(what, told, true, Some(step)));
    }
    Ok(())
}
