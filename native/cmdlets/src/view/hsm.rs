use super::{at, plain, small, tags_table};
use crate::generated::output::az_key_vault::{
    DeletedManagedHsm, KeyVaultPermission, KeyVaultRoleAssignment, KeyVaultRoleDefinition,
    KeyVaultSecurityDomain, ManagedHsm, ManagedHsmSecurityDomain,
};
use ckey_engine::hsm_role_name;
use ckey_vault::{
    DeletedVault, HsmDescription, HsmTwin, RoleAssignment, VaultDescription, VaultRole,
    normalized_region,
};
use std::path::Path;

/// A managed HSM; `tenant` is the name of its directory.
pub(crate) fn managed_hsm(hsm: &VaultDescription, tenant: &str) -> ManagedHsm {
    let own = hsm.hsm.as_ref();
    let shares = own.and_then(|own| own.shares);
    let roles = own.map_or(&[][..], |own| &own.roles);
    let administers = |given: &&RoleAssignment| given.role == VaultRole::HsmAdministrator;
    let twin = own.and_then(|own| own.twin);
    let (status, message) = match shares {
        None if twin.is_some() => (
            match twin {
                Some(HsmTwin::Making) => "The HSM is a twin of an inventory in the making: whoever imports it administers it until the import has ended. Import-CustomerKeyInventory ends one that was stopped; to keep the HSM as it is, give or take a role there.",
                _ => "The HSM is a twin of an inventory: activated by its import, and in use.",
            },
            "The import activated the HSM: nobody has its security domain before Export-AzKeyVaultSecurityDomain takes it out.".to_owned(),
        ),
        Some((shares, quorum)) => (
            "The HSM is activated and in use.",
            format!(
                "The security domain was exported for {shares} private keys, of which {quorum} open it."
            ),
        ),
        None => (
            "The HSM holds no keys before its security domain is exported.",
            "Export-AzKeyVaultSecurityDomain activates the HSM.".to_owned(),
        ),
    };
    let is_making = twin == Some(HsmTwin::Making);
    let is_active = own.is_some_and(HsmDescription::is_active);
    let activation = if is_active { "Active" } else { "NotActivated" };
    ManagedHsm {
        vault_name: plain(&hsm.name),
        resource_group_name: plain(&hsm.resource_group),
        location: plain(&hsm.location),
        resource_id: plain(hsm.resource_id()),
        tags: hsm.tags.clone(),
        tags_table: tags_table(&hsm.tags),
        name: plain(&hsm.name),
        public_network_access: plain("Enabled"),
        sku: plain(hsm.sku_name()),
        tenant_id: plain(&hsm.tenant_id),
        tenant_name: plain(tenant),
        initial_admin_object_ids: roles
            .iter()
            .filter(administers)
            .map(|given| given.principal().to_owned())
            .collect(),
        hsm_uri: plain(format!("{}/", hsm.uri.trim_end_matches('/'))),
        enable_soft_delete: Some(hsm.soft_delete),
        soft_delete_retention_in_days: small(hsm.soft_delete_days.into()),
        enable_purge_protection: Some(hsm.purge_protection),
        status_message: plain(status),
        provisioning_state: plain(if is_making { "Provisioning" } else { "Succeeded" }),
        security_domain: Some(ManagedHsmSecurityDomain {
            activation_status: plain(activation),
            activation_status_message: plain(message),
        }),
    }
}

/// A deleted managed HSM, as far as it is shown before it is back.
pub(crate) fn deleted_managed_hsm(deleted: &DeletedVault, tenant: &str) -> DeletedManagedHsm {
    let hsm = &deleted.vault;
    let shown = managed_hsm(hsm, tenant);
    DeletedManagedHsm {
        id: plain(format!(
            "/subscriptions/{}/providers/Microsoft.KeyVault/locations/{}/deletedManagedHSMs/{}",
            hsm.subscription,
            normalized_region(&hsm.location),
            hsm.name
        )),
        deletion_date: at(deleted.deleted),
        scheduled_purge_date: at(deleted.scheduled_purge),
        vault_name: shown.vault_name,
        resource_group_name: shown.resource_group_name,
        location: shown.location,
        resource_id: shown.resource_id,
        tags: shown.tags,
        tags_table: shown.tags_table,
        name: shown.name,
        sku: shown.sku,
        tenant_id: shown.tenant_id,
        tenant_name: shown.tenant_name,
        enable_soft_delete: shown.enable_soft_delete,
        soft_delete_retention_in_days: shown.soft_delete_retention_in_days,
        enable_purge_protection: shown.enable_purge_protection,
        ..DeletedManagedHsm::default()
    }
}

/// A security domain that was exported or imported.
pub(crate) fn security_domain(
    hsm: &str,
    file: &Path,
    shares: Option<(u8, u8)>,
) -> KeyVaultSecurityDomain {
    KeyVaultSecurityDomain {
        path: plain(file.display().to_string()),
        hsm_name: plain(hsm),
        quorum: shares.map(|(_, quorum)| quorum.into()),
        shares: shares.map(|(shares, _)| shares.into()),
        succeeded: Some(true),
    }
}

fn definition_id(role: VaultRole) -> String {
    format!(
        "Microsoft.KeyVault/providers/Microsoft.Authorization/roleDefinitions/{}",
        role.definition().id
    )
}

/// A local role that somebody has.
pub(crate) fn hsm_role_assignment(hsm: &str, given: &RoleAssignment) -> KeyVaultRoleAssignment {
    let name = hsm_role_name(hsm, given).to_string();
    let is_person = given.app_id.is_none();
    KeyVaultRoleAssignment {
        id: plain(format!("/providers/Microsoft.Authorization/roleAssignments/{name}")),
        name: plain(name),
        r#type: plain("Microsoft.Authorization/roleAssignments"),
        scope: plain(given.scope.as_deref().unwrap_or("/")),
        role_definition_id: plain(definition_id(given.role)),
        principal_id: plain(given.principal()),
        hsm_name: plain(hsm),
        display_name: plain(&given.name),
        object_type: plain(if is_person { "User" } else { "ServicePrincipal" }),
        role_definition_name: plain(given.role.as_str()),
    }
}

fn texts(actions: &[&str]) -> Vec<String> {
    actions.iter().map(|&action| action.to_owned()).collect()
}

/// A local role.
pub(crate) fn hsm_role_definition(role: VaultRole) -> KeyVaultRoleDefinition {
    let published = role.definition();
    KeyVaultRoleDefinition {
        id: plain(definition_id(role)),
        name: plain(published.id),
        r#type: plain("Microsoft.Authorization/roleDefinitions"),
        role_name: plain(role.as_str()),
        description: plain(published.description),
        role_type: plain("AKVBuiltInRole"),
        permissions: vec![KeyVaultPermission {
            allowed_actions: texts(published.actions),
            denied_actions: texts(published.not_actions),
            allowed_data_actions: texts(published.data_actions),
            denied_data_actions: Vec::new(),
        }],
        assignable_scopes: vec!["/".to_owned()],
    }
}
