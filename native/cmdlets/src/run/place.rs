//! Where a vault is that a cmdlet is given: what stands beside its name restricts, as in Azure.

use super::{RunResult, text_of};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::value::Object;
use ckey_engine::{Account, Category, ResourceGroup, Tenant};
use ckey_vault::{VaultDescription, same_id};

/// A vault as a name, an object of the pipeline or a resource id gives it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: String,
    group: Option<String>,
    subscription: Option<String>,
}

impl Given {
    pub(super) fn new(
        name: Option<&str>,
        object: Option<&Object>,
        resource_id: Option<&str>,
    ) -> Result<Self, CmdletError> {
        let of_object = |property: &str| text_of(object?, property).filter(|text| !text.is_empty());
        let name = name.map(str::to_owned).or_else(|| of_object("VaultName"));
        let id = resource_id.map(str::to_owned).or_else(|| of_object("ResourceId"));
        match (name, id) {
            // No name has a slash: what has one is a resource id.
            (Some(id), _) if id.contains('/') => Self::of_id(&id),
            (Some(name), Some(id)) => {
                let of_id = Self::of_id(&id)?;
                if of_id.name.eq_ignore_ascii_case(&name) { Ok(of_id) } else { Err(no_id(&id)) }
            }
            (None, Some(id)) => Self::of_id(&id),
            (Some(name), None) if !name.is_empty() => Ok(Self { name, ..Self::default() }),
            _ => Err(CmdletError::argument(
                "VaultNotNamed",
                "The object names no vault.",
                "Give -VaultName, or pipe an object of Get-AzKeyVault.",
            )),
        }
    }

    /// `/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/NAME`.
    fn of_id(id: &str) -> Result<Self, CmdletError> {
        let parts: Vec<&str> = id.trim().trim_matches('/').split('/').collect();
        let is = |one: &str, two: &str| one.eq_ignore_ascii_case(two);
        match *parts.as_slice() {
            [subscriptions, subscription, groups, group, providers, provider, vaults, name]
                if is(subscriptions, "subscriptions")
                    && is(groups, "resourceGroups")
                    && is(providers, "providers")
                    && is(provider, "Microsoft.KeyVault")
                    && is(vaults, "vaults")
                    && !name.is_empty() =>
            {
                Ok(Self {
                    name: name.to_owned(),
                    group: Some(group.to_owned()),
                    subscription: Some(subscription.to_owned()),
                })
            }
            _ => Err(no_id(id)),
        }
    }

    /// Refuses a vault that is elsewhere than its resource id says: it is not the one that is meant.
    /// A name alone finds a vault wherever it is, as its address does.
    pub(super) fn check(&self, tenant: &Tenant) -> RunResult {
        if self.group.is_none() && self.subscription.is_none() {
            return Ok(());
        }
        self.check_found(tenant, &tenant.vaults().vault(&self.name)?)
    }

    fn check_found(&self, tenant: &Tenant, vault: &VaultDescription) -> RunResult {
        let (group, subscription) = (self.group.as_deref(), self.subscription.as_deref());
        Wrong::of(vault, group, subscription).map_or(Ok(()), |wrong| Err(wrong.told(tenant, vault)))
    }
}

/// A resource group that has to be there.
pub(super) fn known_group(
    tenant: &Tenant,
    subscription: &str,
    name: &str,
) -> Result<ResourceGroup, CmdletError> {
    tenant.directory().resource_group(subscription, name)?.ok_or_else(|| {
        CmdletError::new(
            "ResourceGroupNotFound",
            Category::ObjectNotFound,
            format!("Resource group '{name}' could not be found."),
            "Make it with New-AzResourceGroup, or choose its subscription with Set-AzContext.",
        )
        .about(name)
    })
}

fn no_id(id: &str) -> CmdletError {
    CmdletError::argument(
        "ResourceIdInvalid",
        format!("'{id}' is not the resource id of this key vault."),
        "Give one as Get-AzKeyVault shows it: /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/NAME.",
    )
    .about(id)
}

/// Where a vault is not, though it was looked for there: one in another group or subscription is not
/// found, as in Azure.
struct Wrong<'a> {
    group: Option<&'a str>,
    subscription: Option<&'a str>,
}

impl<'a> Wrong<'a> {
    fn of(
        vault: &VaultDescription,
        group: Option<&'a str>,
        subscription: Option<&'a str>,
    ) -> Option<Self> {
        let wrong = Self {
            group: group.filter(|group| !group.eq_ignore_ascii_case(&vault.resource_group)),
            subscription: subscription.filter(|id| !same_id(id, &vault.subscription)),
        };
        (wrong.group.is_some() || wrong.subscription.is_some()).then_some(wrong)
    }

    /// Both in one error: who mends one and is told of the other next is told too late.
    fn told(&self, tenant: &Tenant, vault: &VaultDescription) -> CmdletError {
        let shown = |id: &str| match named(tenant, id) {
            Some(name) => format!("subscription '{name}' ({id})"),
            None => format!("subscription '{id}'"),
        };
        let group = self.group.map(|group| format!("resource group '{group}'"));
        let subscription = self.subscription.map(shown);
        let place = [group, subscription].into_iter().flatten().collect::<Vec<_>>();
        let (name, there) = (&vault.name, &vault.subscription);
        let message =
            format!("There is no key vault named '{name}' in the {}.", place.join(" of the "));
        let fix = match (self.group, self.subscription) {
            (Some(_), None) => format!(
                "It is in the group '{0}': -ResourceGroupName {0}, or leave -ResourceGroupName out.",
                vault.resource_group
            ),
            (None, _) => {
                format!("It is in the {}: Set-AzContext -Subscription {there}", shown(there))
            }
            (Some(_), Some(_)) => format!(
                "It is in the group '{0}' of the {1}: Set-AzContext -Subscription {there}, then -ResourceGroupName {0}",
                vault.resource_group,
                shown(there)
            ),
        };
        CmdletError::new("VaultNotFound", Category::ObjectNotFound, message, fix)
            .about(name.as_str())
    }
}

/// The name of a subscription, where the tenant knows one beside its id.
fn named(tenant: &Tenant, id: &str) -> Option<String> {
    let known = tenant.directory().subscriptions().ok()?;
    let found = known.into_iter().find(|known| same_id(&known.id, id))?;
    (!same_id(&found.display_name, id)).then_some(found.display_name)
}

/// The subscription that vaults are looked for in.
pub(super) enum Within {
    /// Any.
    All,
    /// This one, by its id.
    One(String),
    /// One that the tenant does not know, so that no vault is in it.
    Nowhere(String),
}

impl Within {
    /// The one that is given, else the chosen one; `*` is all, and so is none chosen. Nothing is
    /// made of one that the tenant does not know.
    pub(super) fn new(
        context: &Context,
        tenant: &Tenant,
        account: &Account,
        given: Option<&str>,
    ) -> Result<Self, CmdletError> {
        let given = match given {
            Some("*") => return Ok(Self::All),
            Some(given) => given.to_owned(),
            None => {
                let sign_in = context.session().sign_in(tenant)?;
                match tenant.directory().azure_choice(&sign_in).subscription_id {
                    Some(chosen) => return Ok(Self::One(chosen)),
                    None => return Ok(Self::All),
                }
            }
        };
        let resolved = tenant.directory().planning().resolve_subscription(account, &given)?;
        Ok(if resolved.created { Self::Nowhere(given) } else { Self::One(resolved.known.id) })
    }

    pub(super) fn has(&self, vault: &VaultDescription) -> bool {
        match self {
            Self::All => true,
            Self::One(id) => same_id(id, &vault.subscription),
            Self::Nowhere(_) => false,
        }
    }

    /// Refuses a vault that is given and is elsewhere: by its resource id, which says where itself,
    /// or by its name, in this subscription and group.
    pub(super) fn check(
        &self,
        tenant: &Tenant,
        given: &Given,
        vault: &VaultDescription,
        group: Option<&str>,
    ) -> RunResult {
        let subscription = match (self, &given.subscription) {
            (_, Some(of_id)) => Some(of_id),
            (Self::One(id) | Self::Nowhere(id), None) => Some(id),
            (Self::All, None) => None,
        };
        // What is given beside a resource id counts too, and neither may be wrong.
        let groups = [group, given.group.as_deref()];
        let wrong = |group: Option<&str>| {
            group.is_some_and(|group| !group.eq_ignore_ascii_case(&vault.resource_group))
        };
        let group = groups.into_iter().find(|group| wrong(*group)).flatten();
        Wrong::of(vault, group, subscription.map(String::as_str))
            .map_or(Ok(()), |wrong| Err(wrong.told(tenant, vault)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Given;

    #[test]
    fn only_the_resource_id_of_a_vault_stands_for_one() {
        let id = "/subscriptions/1/resourcegroups/G/providers/microsoft.keyvault/vaults/V/";
        let given = Given::new(None, None, Some(id)).unwrap();
        assert_eq!((given.name.as_str(), given.group.as_deref()), ("V", Some("G")));
        assert_eq!(Given::new(Some(id), None, None).unwrap(), given);
        for other in [
            "/subscriptions/1/resourceGroups/G/providers/Microsoft.Storage/storageAccounts/V",
            "/subscriptions/1/resourceGroups/G/providers/Microsoft.KeyVault/managedHSMs/V",
            "/subscriptions/1/resourceGroups/G/providers/Microsoft.KeyVault/vaults/V/keys/K",
            "vaults/V",
            "/",
        ] {
            let refused = Given::new(None, None, Some(other)).unwrap_err();
            assert_eq!(refused.id, "ResourceIdInvalid", "{other}");
        }
        assert_eq!(Given::new(None, None, Some("")).unwrap_err().id, "ResourceIdInvalid");
        assert_eq!(Given::new(None, None, None).unwrap_err().id, "VaultNotNamed");
    }
}
