//! The vaults of a twin: first sound ones, so that policies can be made of their keys; at the end
//! as the real ones are, with whatever is wrong with them.

use std::collections::{BTreeSet, HashMap};

use super::RunResult;
use super::inventory_hsms;
use super::inventory_ours::{
    Ours, key as of_key, policy as of_policy, subscription as of_subscription, vault as of_vault,
};
use super::inventory_state::existing;
use super::vault_provider::cloud_of;
use crate::inventory::{Grant, Inventory, KeyRow, SubscriptionRow, VaultRow};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use ckey_engine::directory::well_known;
use ckey_engine::{FactChange, ResourceGroup, Tenant};
use ckey_vault::{
    AccessPolicy, Bypass, Caller, DefaultAction, KeyPermission, KeyType, KeyUpdate, KeyUri,
    NetworkChange, NewKey, NewVault, RoleAssignment, Sku, VaultKind, VaultRole, VaultUpdate,
};

/// What an inventory calls each of its subscriptions, and the id that it has in the tenant.
pub(super) type Ids = HashMap<String, String>;

/// The ids of all subscriptions of an inventory, by id or name; those that the tenant does not know
/// are made, unless only plans are made.
pub(super) fn ids(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    mut ours: Option<&mut Ours>,
) -> Result<Ids, CmdletError> {
    let account = context.account(tenant)?;
    let directory = tenant.directory();
    let own = inventory.subscriptions.iter().map(|row| &row.id);
    let mut ids = Ids::new();
    for given in own.chain(inventory.vaults.iter().map(|vault| &vault.subscription)) {
        if ids.contains_key(given) {
            continue;
        }
        let mut found = directory.planning().resolve_subscription(&account, given)?;
        if let Some(ours) = ours.as_mut().filter(|_| found.created) {
            ours.begin(tenant, of_subscription(&found.known.id))?;
            found = directory.resolve_subscription(&account, given)?;
        }
        ids.insert(given.clone(), found.known.id);
    }
    Ok(ids)
}

pub(super) fn id<'a>(ids: &'a Ids, given: &'a str) -> &'a str {
    ids.get(given).map_or(given, String::as_str)
}

/// Makes what is not there yet: groups, vaults, keys in the order of their making. Vaults that an
/// import before this one began are made sound again.
pub(super) fn make(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    (ids, ours): (&Ids, &mut Ours),
) -> RunResult {
    let caller = context.azure_caller(tenant)?;
    for vault in &inventory.vaults {
        context.check()?;
        if tenant.vaults().vault(&vault.name).is_err() {
            let known_by = ours.begin_vault(tenant, &vault.name)?;
            let subscription = id(ids, &vault.subscription);
            make_group(tenant, vault, subscription)?;
            with_new(tenant, inventory, (vault, &caller, subscription), |new| {
                tenant.directory().create_vault(&NewVault { id: Some(known_by), ..new })?;
                Ok(())
            })?;
        }
        if ours.has(&of_vault(&vault.name)) {
            match vault.kind() {
                VaultKind::Vault => make_sound(tenant, vault, &caller)?,
                VaultKind::ManagedHsm => inventory_hsms::make_sound(tenant, vault, &caller)?,
            }
        }
    }
    let mut keys: Vec<&KeyRow> = inventory.keys.iter().collect();
    keys.sort_by_key(|key| key.created);
    for key in keys {
        context.check()?;
        let uri = key.uri(cloud_of(tenant))?;
        if tenant.vaults().inspect_key(&uri).is_err() {
            if !ours.has_key(&uri) {
                ours.begin(tenant, of_key(&uri))?;
            }
            tenant.vaults().create_twin(&caller, &uri, &new_key(key))?;
        }
    }
    facts(context, tenant, inventory, (ids, ours))
}

fn make_group(tenant: &Tenant, vault: &VaultRow, subscription: &str) -> RunResult {
    let directory = tenant.directory();
    if directory.resource_group(subscription, &vault.group)?.is_some() {
        return Ok(());
    }
    Ok(directory.put_resource_group(&ResourceGroup {
        name: vault.group.clone(),
        subscription_id: subscription.to_owned(),
        location: vault.location.clone(),
        tags: std::collections::BTreeMap::new(),
    })?)
}

/// Does something with a vault that is to be made, as it is at first.
pub(super) fn with_new(
    tenant: &Tenant,
    inventory: &Inventory,
    (vault, caller, subscription): (&VaultRow, &Caller, &str),
    act: impl FnOnce(NewVault<'_>) -> RunResult,
) -> RunResult {
    let is_hsm =
        |key: &&KeyRow| key.vault.eq_ignore_ascii_case(&vault.name) && is_hsm(key.key_type);
    let sku = if inventory.keys.iter().any(|key| is_hsm(&key)) { Sku::Premium } else { vault.sku };
    let id = tenant.id().to_string();
    let administrators = inventory_hsms::first_administrators(inventory, vault, caller);
    act(NewVault {
        hsm: vault.hsm.is_some().then_some(administrators.as_slice()),
        twin: inventory_hsms::is_twin(vault),
        // Of a key vault it is changed at the end: policies come first.
        rbac: vault.hsm.is_some(),
        tags: vault.tags.clone(),
        subscription,
        resource_group: &vault.group,
        sku,
        tenant_id: &id,
        soft_delete: vault.soft_delete,
        soft_delete_days: vault.soft_delete_days,
        ..NewVault::new(&vault.name, &vault.location, caller)
    })
}

/// A key that is to be made, as it is at first.
pub(super) fn new_key(key: &KeyRow) -> NewKey {
    NewKey { key_type: key.key_type, size: key.size, ..NewKey::default() }
}

/// Gives whoever makes the twin and the service what they need until the end. An import that was
/// ended may have come as far as the vault alone.
fn make_sound(tenant: &Tenant, vault: &VaultRow, caller: &Caller) -> RunResult {
    let used = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    let services = well_known::ALL.into_iter().map(|application| {
        let service =
            Caller::application(application.object_id, application.app_id, application.name);
        AccessPolicy::for_caller(&service, &used)
    });
    let own = AccessPolicy::for_caller(caller, KeyPermission::OF_CREATOR);
    let there = tenant.vaults().vault(&vault.name)?.access_policies;
    for policy in services.chain([own]) {
        let is_there = there.iter().any(|known| {
            known.same_principal(&policy) && policy.keys.iter().all(|key| known.gives(*key))
        });
        if !is_there {
            tenant.directory().set_access_policy(caller, &vault.name, &policy)?;
        }
    }
    Ok(())
}

const fn is_hsm(key_type: KeyType) -> bool {
    key_type.is_hsm()
}

/// The directory of a subscription, where the inventory says that it is another than the tenant's.
pub(super) fn directory_fact(
    inventory: &Inventory,
    row: &SubscriptionRow,
    id: &str,
) -> Option<FactChange> {
    let own = inventory.tenant_id.as_deref();
    let is_own = |id: &uuid::Uuid| own.is_none_or(|own| own.eq_ignore_ascii_case(&id.to_string()));
    let directory = Some(row.directory.filter(|id| !is_own(id))?);
    Some(FactChange::Subscription { id: id.to_owned(), offer: None, directory })
}

/// What no vault says: directories and retention of subscriptions.
fn facts(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    (ids, ours): (&Ids, &Ours),
) -> RunResult {
    let (actor, caller) = (context.account(tenant)?.actor(), context.azure_caller(tenant)?);
    for row in &inventory.subscriptions {
        let id = id(ids, &row.id);
        let is_ours = ours.has(&of_subscription(id));
        if let Some(fact) = directory_fact(inventory, row, id).filter(|_| is_ours)
            && tenant.validation().check_fact(&fact)?
        {
            tenant.validation().set_fact(&actor, &fact)?;
        }
        if row.retention {
            let vaults = tenant.directory().vaults_of(id)?;
            for vault in vaults.iter().filter(|vault| ours.has(&of_vault(vault))) {
                tenant.vaults().set_vault_subscription_protected(&caller, vault, true)?;
            }
        }
    }
    Ok(())
}

/// What a key version should be.
pub(super) fn key_update(key: &KeyRow) -> KeyUpdate {
    KeyUpdate {
        enabled: Some(key.enabled),
        not_before: key.not_before,
        expires: key.expires,
        ops: key.ops.clone(),
        tags: None,
    }
}

/// Makes what is ours as the inventory says, and notes that it is done.
pub(super) fn finish(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    (ids, ours): (&Ids, Ours),
) -> RunResult {
    let caller = context.azure_caller(tenant)?;
    let mut finished = BTreeSet::new();
    for key in &inventory.keys {
        let uri = key.uri(cloud_of(tenant))?;
        let update = key_update(key);
        if ours.has_key(&uri) && !is_so(tenant, &uri, &update) {
            let version = Some(key.version.as_str());
            tenant.vaults().update_key(&caller, &key.vault, &key.name, version, &update)?;
        }
        finished.insert(of_key(&uri));
    }
    let own = inventory.vaults.iter().filter(|vault| ours.has(&of_vault(&vault.name)));
    for vault in own {
        context.check()?;
        finished.insert(of_vault(&vault.name));
        if vault.hsm.is_some() {
            inventory_hsms::finish(context, tenant, inventory, (vault, &caller))?;
            continue;
        }
        permissions(context, tenant, inventory, (vault, &caller))?;
        let update = VaultUpdate {
            purge_protection: vault.purge_protection.then_some(true),
            rbac: Some(vault.rbac),
            network: Some(NetworkChange {
                bypass: Some(bypass(vault)),
                default_action: Some(default_action(vault)),
                ..NetworkChange::default()
            }),
            ..VaultUpdate::default()
        };
        tenant.vaults().update_vault(&caller, &vault.name, &update)?;
    }
    finished.extend(ids.values().map(|id| of_subscription(id)));
    for row in &inventory.policies {
        finished.extend(existing(tenant, row)?.map(|there| of_policy(there.guid)));
    }
    ours.end(tenant, &finished)
}

pub(super) const fn bypass(vault: &VaultRow) -> Bypass {
    if vault.trusted_pass { Bypass::AzureServices } else { Bypass::None }
}

pub(super) const fn default_action(vault: &VaultRow) -> DefaultAction {
    if vault.is_closed { DefaultAction::Deny } else { DefaultAction::Allow }
}

fn is_so(tenant: &Tenant, uri: &KeyUri, wanted: &KeyUpdate) -> bool {
    tenant.vaults().inspect_key(uri).is_ok_and(|key| {
        wanted.enabled == Some(key.attributes.enabled)
            && wanted.expires.is_none_or(|at| key.attributes.expires == Some(at))
            && wanted.not_before.is_none_or(|at| key.attributes.not_before == Some(at))
            && wanted.ops.as_ref().is_none_or(|ops| *ops == key.ops)
    })
}

/// The permissions that the inventory names and no others; those that policies need where it says
/// nothing of them.
fn permissions(
    context: &mut Context,
    tenant: &Tenant,
    inventory: &Inventory,
    (vault, caller): (&VaultRow, &Caller),
) -> RunResult {
    let Some(grants) = &vault.grants else {
        return context.warning(&format!(
            "The inventory does not say who may use the vault '{}': the applications of the service may, as policies need.",
            vault.name
        ));
    };
    let directory = tenant.directory();
    let named: Vec<AccessPolicy> = grants.iter().map(|grant| principal(grant, inventory)).collect();
    for (grant, policy) in grants.iter().zip(&named) {
        match grant.role {
            Some(role) => {
                let assignment = assignment(policy, role);
                let there = tenant.vaults().vault(&vault.name)?.role_assignments;
                if !there.iter().any(|given| given.is_same(&assignment)) {
                    directory.add_role_assignment(caller, &vault.name, &assignment)?;
                }
            }
            None => directory.set_access_policy(caller, &vault.name, policy)?,
        }
    }
    let by_policy = grants.iter().zip(&named).filter(|(grant, _)| grant.role.is_none());
    let kept: Vec<&AccessPolicy> = by_policy.map(|(_, policy)| policy).collect();
    for there in tenant.vaults().vault(&vault.name)?.access_policies {
        if !kept.iter().any(|policy| policy.same_principal(&there)) {
            let id = there.app_id.as_deref().unwrap_or(&there.object_id);
            directory.remove_access_policy(caller, &vault.name, id)?;
        }
    }
    Ok(())
}

/// A role of the vault itself: also what is given on a group or a subscription counts here alone.
pub(super) fn assignment(of: &AccessPolicy, role: VaultRole) -> RoleAssignment {
    RoleAssignment {
        object_id: of.object_id.clone(),
        app_id: of.app_id.clone(),
        name: of.name.clone(),
        role,
        scope: None,
    }
}

/// Whom a grant names: the service's applications by what is the same in every tenant, others by
/// the id that the tenant knows them by. What somebody is called says nothing of who it is.
pub(super) fn principal(grant: &Grant, inventory: &Inventory) -> AccessPolicy {
    let told = inventory
        .principals
        .iter()
        .find(|known| known.object_id.eq_ignore_ascii_case(&grant.object_id))
        .map(|known| known.app_id.as_str());
    let by_name = grant.told_application().filter(|_| !grant.is_person);
    let app_id = told.or(grant.app_id.as_deref()).or(by_name).unwrap_or(&grant.object_id);
    let service =
        well_known::ALL.into_iter().find(|known| known.app_id.eq_ignore_ascii_case(app_id));
    let base = AccessPolicy { keys: grant.keys.clone(), ..AccessPolicy::default() };
    match service {
        Some(known) => AccessPolicy {
            object_id: known.object_id.to_owned(),
            app_id: Some(known.app_id.to_owned()),
            name: known.name.to_owned(),
            ..base
        },
        None => AccessPolicy {
            object_id: inventory.known_as.get(&grant.object_id).unwrap_or(&grant.object_id).clone(),
            app_id: told.map(str::to_owned),
            name: grant.name.clone(),
            ..base
        },
    }
}
