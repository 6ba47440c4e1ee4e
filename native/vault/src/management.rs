//! What can be done to a vault itself, beside what is done with its keys.

use crate::cloud::VaultKind;

/// A way of managing vaults. Permissions on keys give none of them: the tenant's owner has all, a
/// role may give some ([`crate::VaultRole::manages`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Management {
    /// Make a vault.
    Create,
    /// Change its settings.
    Update,
    /// Change who may do what with its keys: access policies.
    Permissions,
    /// Change who has a role on it.
    Roles,
    /// Delete it, or bring it back.
    Delete,
    /// Destroy it before its retention ends.
    Purge,
    /// Take the security domain of a managed HSM out of it, or bring one in.
    SecurityDomain,
    /// Change who has which local role of a managed HSM.
    LocalRoles,
    /// Let it fail, or put its subscription under retention: what in the service nobody can ask a
    /// vault for.
    Rehearse,
}

impl Management {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Create,
        Self::Update,
        Self::Permissions,
        Self::Roles,
        Self::Delete,
        Self::Purge,
        Self::SecurityDomain,
        Self::LocalRoles,
        Self::Rehearse,
    ];

    /// Whether the local roles of a managed HSM give it, and no role of Azure does.
    #[must_use]
    pub const fn is_local(self) -> bool {
        matches!(self, Self::SecurityDomain | Self::LocalRoles)
    }

    /// The action as Azure names it.
    #[must_use]
    pub const fn action(self, kind: VaultKind) -> &'static str {
        match (self, kind) {
            (Self::Create | Self::Update, VaultKind::Vault) => "Microsoft.KeyVault/vaults/write",
            (Self::Create | Self::Update, VaultKind::ManagedHsm) => {
                "Microsoft.KeyVault/managedHSMs/write"
            }
            (Self::Permissions, _) => "Microsoft.KeyVault/vaults/accessPolicies/write",
            (Self::Roles, _) => "Microsoft.Authorization/roleAssignments/write",
            (Self::Delete, VaultKind::Vault) => "Microsoft.KeyVault/vaults/delete",
            (Self::Delete, VaultKind::ManagedHsm) => "Microsoft.KeyVault/managedHSMs/delete",
            (Self::Purge, VaultKind::Vault) => {
                "Microsoft.KeyVault/locations/deletedVaults/purge/action"
            }
            (Self::Purge, VaultKind::ManagedHsm) => {
                "Microsoft.KeyVault/locations/deletedManagedHsms/purge/action"
            }
            (Self::SecurityDomain, _) => {
                "Microsoft.KeyVault/managedHsm/securitydomain/download/action"
            }
            (Self::LocalRoles, _) => "Microsoft.KeyVault/managedHsm/roleAssignments/write/action",
            (Self::Rehearse, _) => "CustomerKey/vaults/rehearse/action",
        }
    }
}
