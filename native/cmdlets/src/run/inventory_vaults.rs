//! The vaults of a twin: first sound ones, so that policies can be made of their keys; at the end
//! as the real ones are, with whatever is wrong with them.

use super::RunResult;
use crate::inventory::{Grant, Inventory, KeyRow, VaultRow};
use crate::runtime::context::Context;
use ckey_engine::directory::well_known;
use ckey_engine::{FactChange, ResourceGroup, Tenant};
use ckey_vault::{
    AccessPolicy, Bypass, Caller, DefaultAction, KeyPermission, KeyType, KeyUpdate, KeyUri,
    NetworkChange, NewKey, NewVault, RoleAssignment, Sku, VaultUpdate,
};

/// Makes what is not there yet: subscriptions, groups, vaults, keys in the order of their making.
pub(super) fn make(context: &mut Context, tenant: &Tenant, inventory: &Inventory) -> RunResult {
    let (caller, account) = (context.azure_caller(tenant)?, context.account(tenant)?);
    for vault in &inventory.vaults {
        let directory = tenant.directory();
        directory.resolve_subscription(&account, &vault.subscription)?;
        if directory.resource_group(&vault.subscription, &vault.group)?.is_none() {
            directory.put_resource_group(&ResourceGroup {
                name: vault.group.clone(),
                subscription_id: vault.subscription.clone(),
                location: vault.location.clone(),
                tags: std::collections::BTreeMap::new(),
            })?;
        }
        if tenant.vaults().vault(&vault.name).is_err() {
            make_vault(tenant, vault, &caller, inventory)?;
        }
    }
    let mut keys: Vec<&KeyRow> = inventory.keys.iter().collect();
    keys.sort_by_key(|key| key.created);
    for key in keys {
        context.check()?;
        let uri = KeyUri::new(&key.vault, &key.name, Some(&key.version))?;
        if tenant.vaults().inspect_key(&uri).is_err() {
            let new = NewKey { key_type: key.key_type, size: key.size, ..NewKey::default() };
            tenant.vaults().create_twin(&caller, &uri, &new)?;
        }
    }
    facts(context, tenant, inventory)
}

fn make_vault(
    tenant: &Tenant,
    vault: &VaultRow,
    caller: &Caller,
    inventory: &Inventory,
) -> RunResult {
    let is_hsm =
        |key: &&KeyRow| key.vault.eq_ignore_ascii_case(&vault.name) && is_hsm(key.key_type);
    let sku = if inventory.keys.iter().any(|key| is_hsm(&key)) { Sku::Premium } else { vault.sku };
    let id = tenant.id().to_string();
    tenant.directory().create_vault(&NewVault {
        subscription: &vault.subscription,
        resource_group: &vault.group,
        sku,
        tenant_id: &id,
        soft_delete: vault.soft_delete,
        soft_delete_days: vault.soft_delete_days,
        ..NewVault::new(&vault.name, &vault.location, caller)
    })?;
    let used = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    for application in well_known::ALL {
        let service =
            Caller::application(application.object_id, application.app_id, application.name);
        let policy = AccessPolicy::for_caller(&service, &used);
        tenant.directory().set_access_policy(caller, &vault.name, &policy)?;
    }
    Ok(())
}

const fn is_hsm(key_type: KeyType) -> bool {
    key_type.is_hsm()
}

/// What no vault says: directories and retention of subscriptions.
fn facts(context: &mut Context, tenant: &Tenant, inventory: &Inventory) -> RunResult {
    let (actor, caller) = (context.account(tenant)?.actor(), context.azure_caller(tenant)?);
    for row in &inventory.subscriptions {
        let is_own = |id: &uuid::Uuid| {
            inventory
                .tenant_id
                .as_deref()
                .is_none_or(|own| own.eq_ignore_ascii_case(&id.to_string()))
        };
        if let Some(id) = row.directory.filter(|id| !is_own(id)) {
            let directory = Some(id);
            let fact = FactChange::Subscription { id: row.id.clone(), offer: None, directory };
            if tenant.validation().check_fact(&fact)? {
                tenant.validation().set_fact(&actor, &fact)?;
            }
        }
        if row.retention {
            for vault in tenant.directory().vaults_of(&row.id)? {
                tenant.vaults().set_vault_subscription_protected(&caller, &vault, true)?;
            }
        }
    }
    Ok(())
}

/// Makes them as the inventory says.
pub(super) fn finish(context: &mut Context, tenant: &Tenant, inventory: &Inventory) -> RunResult {
    let caller = context.azure_caller(tenant)?;
    for key in &inventory.keys {
        let update = KeyUpdate {
            enabled: Some(key.enabled),
            not_before: key.not_before,
            expires: key.expires,
            ops: key.ops.clone(),
            tags: None,
        };
        let uri = KeyUri::new(&key.vault, &key.name, Some(&key.version))?;
        if !is_so(tenant, &uri, &update) {
            let version = Some(key.version.as_str());
            tenant.vaults().update_key(&caller, &key.vault, &key.name, version, &update)?;
        }
    }
    for vault in &inventory.vaults {
        context.check()?;
        permissions(context, tenant, inventory, (vault, &caller))?;
        let denies = vault.is_closed;
        let network = NetworkChange {
            bypass: Some(if vault.trusted_pass { Bypass::AzureServices } else { Bypass::None }),
            default_action: Some(if denies { DefaultAction::Deny } else { DefaultAction::Allow }),
            ..NetworkChange::default()
        };
        let update = VaultUpdate {
            purge_protection: vault.purge_protection.then_some(true),
            rbac: Some(vault.rbac),
            network: Some(network),
            ..VaultUpdate::default()
        };
        tenant.vaults().update_vault(&caller, &vault.name, &update)?;
    }
    Ok(())
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
                let assignment = RoleAssignment {
                    object_id: policy.object_id.clone(),
                    app_id: policy.app_id.clone(),
                    name: policy.name.clone(),
                    role,
                    // Also what is given on a group or a subscription counts here alone.
                    scope: None,
                };
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

/// Whom a grant names: the service's applications by what is the same in every tenant.
fn principal(grant: &Grant, inventory: &Inventory) -> AccessPolicy {
    let told = inventory
        .principals
        .iter()
        .find(|known| known.object_id.eq_ignore_ascii_case(&grant.object_id))
        .map(|known| known.app_id.as_str());
    let app_id = told.or(grant.app_id.as_deref()).unwrap_or(&grant.object_id);
    let service = well_known::ALL.into_iter().find(|known| {
        known.app_id.eq_ignore_ascii_case(app_id)
            || grant.name.contains(known.app_id)
            || grant.name.eq_ignore_ascii_case(known.name)
    });
    let base = AccessPolicy { keys: grant.keys.clone(), ..AccessPolicy::default() };
    match service {
        Some(known) => AccessPolicy {
            object_id: known.object_id.to_owned(),
            app_id: Some(known.app_id.to_owned()),
            name: known.name.to_owned(),
            ..base
        },
        None => AccessPolicy {
            object_id: grant.object_id.clone(),
            app_id: told.map(str::to_owned),
            name: grant.name.clone(),
            ..base
        },
    }
}
