//! What can be done to a vault itself, beside what is done with its keys.

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
        Self::Rehearse,
    ];

    /// The action as Azure Resource Manager names it.
    #[must_use]
    pub const fn action(self) -> &'static str {
        match self {
            Self::Create | Self::Update => "Microsoft.KeyVault/vaults/write",
            Self::Permissions => "Microsoft.KeyVault/vaults/accessPolicies/write",
            Self::Roles => "Microsoft.Authorization/roleAssignments/write",
            Self::Delete => "Microsoft.KeyVault/vaults/delete",
            Self::Purge => "Microsoft.KeyVault/locations/deletedVaults/purge/action",
            Self::Rehearse => "CustomerKey/vaults/rehearse/action",
        }
    }
}
