//! The built-in roles as Azure publishes them: their ids, what they are for, and their actions.

use crate::role::VaultRole;

/// What Azure says of a role, as far as it is about key vaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleDefinition {
    /// Its id, the same in every tenant.
    pub id: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// What it lets its holder do with resources.
    pub actions: &'static [&'static str],
    /// What of that it does not.
    pub not_actions: &'static [&'static str],
    /// What it lets its holder do with what a vault holds.
    pub data_actions: &'static [&'static str],
}

/// What the officers of a vault may see of it.
const SEES_VAULTS: &[&str] = &[
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Support/*",
    "Microsoft.KeyVault/checkNameAvailability/read",
    "Microsoft.KeyVault/deletedVaults/read",
    "Microsoft.KeyVault/locations/*/read",
    "Microsoft.KeyVault/vaults/*/read",
    "Microsoft.KeyVault/operations/read",
];

const fn role(
    id: &'static str,
    description: &'static str,
    actions: &'static [&'static str],
    data_actions: &'static [&'static str],
) -> RoleDefinition {
    RoleDefinition { id, description, actions, not_actions: &[], data_actions }
}

impl VaultRole {
    /// The role of this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|role| crate::principal_id::same_id(role.definition().id, id))
    }

    /// What Azure says of it.
    #[must_use]
    pub const fn definition(self) -> RoleDefinition {
        match self {
            Self::Administrator
            | Self::CryptoOfficer
            | Self::CryptoUser
            | Self::CryptoServiceEncryptionUser
            | Self::Reader => self.of_keys(),
            Self::SecretsOfficer | Self::SecretsUser | Self::CertificatesOfficer => {
                self.of_others()
            }
            _ if self.is_of_hsms() => self.of_hsms(),
            _ => self.of_vaults(),
        }
    }

    const fn of_hsms(self) -> RoleDefinition {
        match self {
            Self::HsmAdministrator => role(
                "a290e904-7015-4bba-90c8-60543313cdb4",
                "Handles the security domain, full backups and roles of a managed HSM. Nothing with keys.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/securitydomain/download/action",
                    "Microsoft.KeyVault/managedHsm/securitydomain/upload/action",
                    "Microsoft.KeyVault/managedHsm/backup/start/action",
                    "Microsoft.KeyVault/managedHsm/restore/start/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/read/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/write/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/delete/action",
                    "Microsoft.KeyVault/managedHsm/roleDefinitions/read/action",
                ],
            ),
            Self::HsmCryptoOfficer => role(
                "515eb02d-2335-4d2d-92f2-b1cbdf9c3778",
                "Gives and takes roles of a managed HSM, recovers and purges its deleted keys. Nothing else with keys.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/keys/deletedKeys/recover/action",
                    "Microsoft.KeyVault/managedHsm/keys/deletedKeys/delete",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/read/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/write/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/delete/action",
                    "Microsoft.KeyVault/managedHsm/roleDefinitions/read/action",
                ],
            ),
            Self::HsmCryptoUser => role(
                "21dbd100-6940-42c2-9190-5d6cb909625b",
                "Does everything with the keys of a managed HSM, except recovering and purging them.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/keys/read/action",
                    "Microsoft.KeyVault/managedHsm/keys/write/action",
                    "Microsoft.KeyVault/managedHsm/keys/create",
                    "Microsoft.KeyVault/managedHsm/keys/delete",
                    "Microsoft.KeyVault/managedHsm/keys/import/action",
                    "Microsoft.KeyVault/managedHsm/keys/rotate/action",
                    "Microsoft.KeyVault/managedHsm/keys/backup/action",
                    "Microsoft.KeyVault/managedHsm/keys/restore/action",
                    "Microsoft.KeyVault/managedHsm/keys/encrypt/action",
                    "Microsoft.KeyVault/managedHsm/keys/decrypt/action",
                    "Microsoft.KeyVault/managedHsm/keys/wrap/action",
                    "Microsoft.KeyVault/managedHsm/keys/unwrap/action",
                    "Microsoft.KeyVault/managedHsm/keys/sign/action",
                    "Microsoft.KeyVault/managedHsm/keys/verify/action",
                ],
            ),
            Self::HsmPolicyAdministrator => role(
                "4bd23610-cdcf-4971-bdee-bdc562cc28e4",
                "Gives and takes roles of a managed HSM.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/roleAssignments/read/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/write/action",
                    "Microsoft.KeyVault/managedHsm/roleAssignments/delete/action",
                    "Microsoft.KeyVault/managedHsm/roleDefinitions/read/action",
                ],
            ),
            _ => self.of_hsm_keys(),
        }
    }

    const fn of_hsm_keys(self) -> RoleDefinition {
        match self {
            Self::HsmCryptoAuditor => role(
                "2c18b078-7c48-4d3a-af88-5a3a1b3f82b3",
                "Reads the attributes of a managed HSM's keys, and uses none.",
                &[],
                &["Microsoft.KeyVault/managedHsm/keys/read/action"],
            ),
            Self::HsmCryptoServiceEncryptionUser => role(
                "33413926-3206-4cdd-b39a-83574fe37a17",
                "Reads keys of a managed HSM, wraps and unwraps: what the applications of Customer Key need.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/keys/read/action",
                    "Microsoft.KeyVault/managedHsm/keys/wrap/action",
                    "Microsoft.KeyVault/managedHsm/keys/unwrap/action",
                ],
            ),
            Self::HsmCryptoServiceReleaseUser => role(
                "21dbd100-6940-42c2-9190-5d6cb909625c",
                "Releases keys of a managed HSM to a trusted execution environment.",
                &[],
                &["Microsoft.KeyVault/managedHsm/keys/release/action"],
            ),
            Self::HsmBackup => role(
                "7b127d3c-77bd-4e3e-bbe0-dbb8971fa7f8",
                "Backs up one key of a managed HSM, or all of it.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/backup/start/action",
                    "Microsoft.KeyVault/managedHsm/backup/status/action",
                    "Microsoft.KeyVault/managedHsm/keys/backup/action",
                ],
            ),
            _ => role(
                "6efe6056-5259-49d2-8b3d-d3d73544b20b",
                "Restores one key of a managed HSM, or all of it.",
                &[],
                &[
                    "Microsoft.KeyVault/managedHsm/restore/start/action",
                    "Microsoft.KeyVault/managedHsm/restore/status/action",
                    "Microsoft.KeyVault/managedHsm/keys/restore/action",
                ],
            ),
        }
    }

    const fn of_keys(self) -> RoleDefinition {
        match self {
            Self::Administrator => role(
                "00482a5a-887f-4fb3-b363-3b7fe8e74483",
                "Does everything with keys, secrets and certificates of a vault that uses roles. Neither manages the vault nor gives roles.",
                SEES_VAULTS,
                &["Microsoft.KeyVault/vaults/*"],
            ),
            Self::CryptoOfficer => role(
                "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
                "Does everything with the keys of a vault that uses roles, except giving permissions.",
                SEES_VAULTS,
                &[
                    "Microsoft.KeyVault/vaults/keys/*",
                    "Microsoft.KeyVault/vaults/keyrotationpolicies/*",
                ],
            ),
            Self::CryptoUser => role(
                "12338af0-0e69-4776-bea7-57ae8d297424",
                "Uses keys of a vault that uses roles for cryptographic operations.",
                &[],
                &[
                    "Microsoft.KeyVault/vaults/keys/read",
                    "Microsoft.KeyVault/vaults/keys/update/action",
                    "Microsoft.KeyVault/vaults/keys/backup/action",
                    "Microsoft.KeyVault/vaults/keys/encrypt/action",
                    "Microsoft.KeyVault/vaults/keys/decrypt/action",
                    "Microsoft.KeyVault/vaults/keys/wrap/action",
                    "Microsoft.KeyVault/vaults/keys/unwrap/action",
                    "Microsoft.KeyVault/vaults/keys/sign/action",
                    "Microsoft.KeyVault/vaults/keys/verify/action",
                ],
            ),
            Self::CryptoServiceEncryptionUser => role(
                "e147488a-f6f5-4113-8e2d-b22465e65bf6",
                "Reads the metadata of keys of a vault that uses roles, wraps and unwraps: what the applications of Customer Key need.",
                &[
                    "Microsoft.EventGrid/eventSubscriptions/write",
                    "Microsoft.EventGrid/eventSubscriptions/read",
                    "Microsoft.EventGrid/eventSubscriptions/delete",
                ],
                &[
                    "Microsoft.KeyVault/vaults/keys/read",
                    "Microsoft.KeyVault/vaults/keys/wrap/action",
                    "Microsoft.KeyVault/vaults/keys/unwrap/action",
                ],
            ),
            _ => role(
                "21090545-7ca7-4776-b22c-e363652d74d2",
                "Reads the metadata of vaults and of what they hold, and no secret or key material.",
                SEES_VAULTS,
                &[
                    "Microsoft.KeyVault/vaults/*/read",
                    "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
                ],
            ),
        }
    }

    const fn of_others(self) -> RoleDefinition {
        match self {
            Self::SecretsOfficer => role(
                "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
                "Does everything with the secrets of a vault that uses roles. Nothing with keys.",
                SEES_VAULTS,
                &["Microsoft.KeyVault/vaults/secrets/*"],
            ),
            Self::SecretsUser => role(
                "4633458b-17de-408a-b874-0445c86b69e6",
                "Reads the secrets of a vault that uses roles. Nothing with keys.",
                &[],
                &[
                    "Microsoft.KeyVault/vaults/secrets/getSecret/action",
                    "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
                ],
            ),
            _ => role(
                "a4417e6f-fecd-4de8-b567-7b0420556985",
                "Does everything with the certificates of a vault that uses roles. Nothing with keys.",
                SEES_VAULTS,
                &[
                    "Microsoft.KeyVault/vaults/certificatecas/*",
                    "Microsoft.KeyVault/vaults/certificates/*",
                ],
            ),
        }
    }

    const fn of_vaults(self) -> RoleDefinition {
        match self {
            Self::Owner => role(
                "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
                "Manages everything, roles included. Nothing with keys.",
                &["*"],
                &[],
            ),
            Self::Contributor => RoleDefinition {
                id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
                description: "Manages everything except roles. Nothing with keys of a vault that uses roles.",
                actions: &["*"],
                not_actions: &[
                    "Microsoft.Authorization/*/Delete",
                    "Microsoft.Authorization/*/Write",
                    "Microsoft.Authorization/elevateAccess/Action",
                    "Microsoft.KeyVault/locations/deletedVaults/purge/action",
                ],
                data_actions: &[],
            },
            Self::VaultContributor => RoleDefinition {
                id: "f25e0fa2-a7c8-4377-a976-54943a77a395",
                description: "Manages key vaults except roles. Nothing with keys of a vault that uses roles.",
                actions: &[
                    "Microsoft.Authorization/*/read",
                    "Microsoft.Insights/alertRules/*",
                    "Microsoft.KeyVault/*",
                    "Microsoft.Resources/deployments/*",
                    "Microsoft.Resources/subscriptions/resourceGroups/read",
                    "Microsoft.Support/*",
                ],
                not_actions: &[
                    "Microsoft.KeyVault/locations/deletedVaults/purge/action",
                    "Microsoft.KeyVault/hsmPools/*",
                    "Microsoft.KeyVault/managedHsms/*",
                ],
                data_actions: &[],
            },
            Self::PurgeOperator => role(
                "a68e7c17-0ab2-4c09-9a58-125dae29748c",
                "Purges deleted vaults.",
                &[
                    "Microsoft.KeyVault/locations/deletedVaults/read",
                    "Microsoft.KeyVault/locations/deletedVaults/purge/action",
                    "Microsoft.KeyVault/locations/operationResults/read",
                    "Microsoft.KeyVault/deletedVaults/read",
                ],
                &[],
            ),
            Self::AccessAdministrator => role(
                "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
                "Gives and takes roles.",
                &["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
                &[],
            ),
            Self::RoleAdministrator => role(
                "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
                "Gives and takes roles, and nothing else.",
                &[
                    "Microsoft.Authorization/roleAssignments/write",
                    "Microsoft.Authorization/roleAssignments/delete",
                    "*/read",
                    "Microsoft.Support/*",
                ],
                &[],
            ),
            _ => role(
                "acdd72a7-3385-48ef-bd42-f606fba81ae7",
                "Sees everything, and changes nothing. Nothing with keys.",
                &["*/read"],
                &[],
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VaultRole;
    use crate::permission::KeyPermission;
    use std::collections::BTreeSet;

    #[test]
    fn each_role_has_an_id_of_its_own_and_is_found_by_it() {
        let ids: BTreeSet<_> = VaultRole::ALL.iter().map(|role| role.definition().id).collect();
        assert_eq!(ids.len(), VaultRole::ALL.len());
        for role in VaultRole::ALL {
            assert_eq!(VaultRole::of_id(role.definition().id), Some(*role));
        }
        assert_eq!(VaultRole::of_id("00000000-0000-0000-0000-000000000000"), None);
    }

    #[test]
    fn a_role_gives_exactly_what_its_published_actions_say() {
        let covers = |pattern: &str, action: &str| match pattern.split_once('*') {
            Some((begin, end)) => action.starts_with(begin) && action.ends_with(end),
            None => pattern == action,
        };
        for role in VaultRole::ALL {
            let published = role.definition().data_actions;
            let given = role.key_permissions();
            for permission in KeyPermission::ALL.iter().filter(|one| **one != KeyPermission::All) {
                let action = if role.is_of_hsms() {
                    permission.hsm_data_action()
                } else {
                    permission.data_action()
                };
                let by_action = published.iter().any(|pattern| covers(pattern, action));
                let by_role = given.contains(permission) || given.contains(&KeyPermission::All);
                assert_eq!(by_action, by_role, "{role}: {permission}");
            }
        }
    }
}
