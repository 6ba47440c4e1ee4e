//! What a role can be given on: a subscription, a resource group in it, or a vault or managed HSM in
//! that. What is
//! given on one counts for all that lies in it.

use ckey_vault::{VaultDescription, VaultKind, same_id};

use crate::error::{EngineError, Result};

/// What a role is given on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleScope {
    /// A subscription, by its id.
    Subscription(String),
    /// A resource group.
    Group {
        /// Its subscription, by its id.
        subscription: String,
        /// Its name.
        group: String,
    },
    /// A vault or a managed HSM.
    Vault {
        /// Which of them.
        kind: VaultKind,
        /// Its subscription, by its id.
        subscription: String,
        /// Its resource group.
        group: String,
        /// Its name.
        vault: String,
    },
}

impl RoleScope {
    /// The scope of a resource id.
    ///
    /// # Errors
    /// `RoleScopeInvalid`.
    pub fn parse(text: &str) -> Result<Self> {
        let parts: Vec<&str> = text.trim().trim_matches('/').split('/').collect();
        let is = |one: &str, two: &str| one.eq_ignore_ascii_case(two);
        if parts.iter().any(|part| part.is_empty()) {
            return Err(invalid(text));
        }
        match *parts.as_slice() {
            [subscriptions, id] if is(subscriptions, "subscriptions") => {
                Ok(Self::Subscription(id.to_owned()))
            }
            [subscriptions, id, groups, group]
                if is(subscriptions, "subscriptions") && is(groups, "resourceGroups") =>
            {
                Ok(Self::Group { subscription: id.to_owned(), group: group.to_owned() })
            }
            [subscriptions, id, groups, group, providers, provider, resource, vault]
                if is(subscriptions, "subscriptions")
                    && is(groups, "resourceGroups")
                    && is(providers, "providers")
                    && is(provider, "Microsoft.KeyVault") =>
            {
                let kind = VaultKind::ALL.iter().find(|kind| is(resource, kind.resource_type()));
                Ok(Self::Vault {
                    kind: *kind.ok_or_else(|| invalid(text))?,
                    subscription: id.to_owned(),
                    group: group.to_owned(),
                    vault: vault.to_owned(),
                })
            }
            _ => Err(invalid(text)),
        }
    }

    /// The scope of an id that was written here once: a group had any name in earlier versions, and
    /// what is given on it counts and can be taken. Roles on vaults lie in the vaults.
    pub(super) fn stored(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("/subscriptions/")?;
        let Some((subscription, rest)) = rest.split_once('/') else {
            return Some(Self::Subscription(rest.to_owned()));
        };
        let (subscription, group) =
            (subscription.to_owned(), rest.strip_prefix("resourceGroups/")?.to_owned());
        Some(Self::Group { subscription, group })
    }

    /// Refuses one whose id would not be read as this again.
    pub(super) fn check_written(&self) -> Result<()> {
        let id = self.id();
        if Self::parse(&id).is_ok_and(|read| read == *self) { Ok(()) } else { Err(invalid(&id)) }
    }

    /// The scope that is this vault.
    #[must_use]
    pub fn of_vault(vault: &VaultDescription) -> Self {
        Self::Vault {
            kind: vault.kind(),
            subscription: vault.subscription.clone(),
            group: vault.resource_group.clone(),
            vault: vault.name.clone(),
        }
    }

    /// Its subscription.
    #[must_use]
    pub fn subscription(&self) -> &str {
        match self {
            Self::Subscription(subscription)
            | Self::Group { subscription, .. }
            | Self::Vault { subscription, .. } => subscription,
        }
    }

    fn group(&self) -> Option<&str> {
        match self {
            Self::Subscription(_) => None,
            Self::Group { group, .. } | Self::Vault { group, .. } => Some(group),
        }
    }

    fn vault(&self) -> Option<&str> {
        match self {
            Self::Vault { vault, .. } => Some(vault),
            Self::Subscription(_) | Self::Group { .. } => None,
        }
    }

    /// As the resource manager names it.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Subscription(id) => format!("/subscriptions/{id}"),
            Self::Group { subscription, group } => {
                format!("/subscriptions/{subscription}/resourceGroups/{group}")
            }
            Self::Vault { kind, subscription, group, vault } => format!(
                "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.KeyVault/{}/{vault}",
                kind.resource_type()
            ),
        }
    }

    /// Whether the other is this, or lies in it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        let within = |own: Option<&str>, other: Option<&str>| {
            own.is_none_or(|own| other.is_some_and(|other| own.eq_ignore_ascii_case(other)))
        };
        same_id(self.subscription(), other.subscription())
            && within(self.group(), other.group())
            && within(self.vault(), other.vault())
    }
}

fn invalid(text: &str) -> EngineError {
    EngineError::invalid(
        "RoleScopeInvalid",
        text,
        format!("Roles are not given on '{text}' here."),
        "Give the resource id of a vault, of a resource group or of a subscription: /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/NAME. What is given on a vault counts for all its keys.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::RoleScope;

    #[test]
    fn a_scope_is_a_subscription_a_group_or_a_vault_and_holds_what_lies_in_it() {
        let ids = [
            "/subscriptions/1",
            "/subscriptions/1/resourceGroups/G",
            "/subscriptions/1/resourceGroups/G/providers/Microsoft.KeyVault/vaults/V",
        ];
        let scopes = ids.map(|id| RoleScope::parse(id).unwrap());
        for (at, scope) in scopes.iter().enumerate() {
            assert_eq!(scope.id(), ids[at]);
            for (other, below) in scopes.iter().enumerate() {
                assert_eq!(scope.holds(below), at <= other, "{at} {other}");
            }
        }
        let small = RoleScope::parse("subscriptions/1/resourcegroups/g/").unwrap();
        assert!(small.holds(&scopes[2]) && scopes[1].holds(&small));
        for other in [
            "/",
            "",
            "/providers/Microsoft.Management/managementGroups/m",
            "/subscriptions/1/resourceGroups/G/providers/Microsoft.KeyVault/vaults/V/keys/K",
            "/subscriptions/1/resourceGroups//providers/Microsoft.KeyVault/vaults/V",
        ] {
            assert_eq!(RoleScope::parse(other).unwrap_err().id, "RoleScopeInvalid", "{other}");
        }
    }
}
