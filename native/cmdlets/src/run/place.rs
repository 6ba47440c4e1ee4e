//! Where a vault is that a cmdlet is given: what stands beside its name restricts, as in Azure.

use super::{RunResult, kind, text_of};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::value::Object;
use ckey_engine::{Account, Category, ResourceGroup, Tenant};
use ckey_vault::{VaultDescription, VaultKind, same_id};

/// A name, an object of the pipeline, and a resource id, of which at most one is given.
pub(super) type Named<'a> = (Option<&'a str>, Option<&'a Object>, Option<&'a str>);

/// A vault as a name, an object of the pipeline or a resource id gives it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: String,
    /// What it has to be, by the cmdlet or the parameter that names it.
    pub(super) kind: VaultKind,
    group: Option<String>,
    subscription: Option<String>,
}

impl Given {
    /// A key vault.
    pub(super) fn new(
        name: Option<&str>,
        object: Option<&Object>,
        resource_id: Option<&str>,
    ) -> Result<Self, CmdletError> {
        Self::of(VaultKind::Vault, (name, object, resource_id))
    }

    /// A managed HSM.
    pub(super) fn hsm(named: Named<'_>) -> Result<Self, CmdletError> {
        Self::of(VaultKind::ManagedHsm, named)
    }

    /// A key vault or a managed HSM, by whichever parameters are given.
    pub(super) fn either(vault: Named<'_>, hsm: Named<'_>) -> Result<Self, CmdletError> {
        let is_hsm = hsm.0.is_some() || hsm.1.is_some() || hsm.2.is_some();
        if is_hsm { Self::hsm(hsm) } else { Self::of(VaultKind::Vault, vault) }
    }

    /// What a resource id names, of whichever kind it says.
    pub(super) fn resource(id: &str) -> Result<Self, CmdletError> {
        let of_hsm = || Self::of_id(VaultKind::ManagedHsm, id);
        Self::of_id(VaultKind::Vault, id).or_else(|refused| of_hsm().map_err(|_| refused))
    }

    fn of(kind: VaultKind, (name, object, resource_id): Named<'_>) -> Result<Self, CmdletError> {
        let of_object = |property: &str| text_of(object?, property).filter(|text| !text.is_empty());
        let name = name.map(str::to_owned).or_else(|| of_object("VaultName"));
        let id = resource_id.map(str::to_owned).or_else(|| of_object("ResourceId"));
        match (name, id) {
            // No name has a slash: what has one is a resource id.
            (Some(id), _) if id.contains('/') => Self::of_id(kind, &id),
            (Some(name), Some(id)) => {
                let of_id = Self::of_id(kind, &id)?;
                let same = of_id.name.eq_ignore_ascii_case(&name);
                if same { Ok(of_id) } else { Err(no_id(kind, &id)) }
            }
            (None, Some(id)) => Self::of_id(kind, &id),
            (Some(name), None) if !name.is_empty() => Ok(Self { name, kind, ..Self::default() }),
            _ => Err(CmdletError::argument(
                "VaultNotNamed",
                format!("The object names no {}.", kind.noun()),
                format!("Give the name, or pipe an object of {}.", kind.lister()),
            )),
        }
    }

    /// `/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/NAME`.
    fn of_id(kind: VaultKind, id: &str) -> Result<Self, CmdletError> {
        let parts: Vec<&str> = id.trim().trim_matches('/').split('/').collect();
        let is = |one: &str, two: &str| one.eq_ignore_ascii_case(two);
        match *parts.as_slice() {
            [subscriptions, subscription, groups, group, providers, provider, resource, name]
                if is(subscriptions, "subscriptions")
                    && is(groups, "resourceGroups")
                    && is(providers, "providers")
                    && is(provider, "Microsoft.KeyVault")
                    && !name.is_empty() =>
            {
                let mut kinds = VaultKind::ALL.iter().copied();
                match kinds.find(|kind| is(resource, kind.resource_type())) {
                    Some(found) if found == kind => Ok(Self {
                        name: name.to_owned(),
                        kind,
                        group: Some(group.to_owned()),
                        subscription: Some(subscription.to_owned()),
                    }),
                    Some(other) => Err(id_of_other(other, name, id)),
                    None => Err(no_id(kind, id)),
                }
            }
            _ => Err(no_id(kind, id)),
        }
    }

    /// Refuses a vault of the other kind, and one that is elsewhere than its resource id says: it is
    /// not the one that is meant. A name alone finds a vault wherever it is, as its address does.
    pub(super) fn check(&self, tenant: &Tenant) -> RunResult {
        let is_by_id = self.group.is_some() || self.subscription.is_some();
        match tenant.vaults().vault_of(self.kind, &self.name) {
            Ok(found) => self.check_found(tenant, &found),
            // What is done with a key looks for a key vault, and would say that there is none.
            Err(error) if is_by_id || self.kind == VaultKind::ManagedHsm => Err(error.into()),
            // What is wanted of it says why it cannot be had.
            Err(_) => Ok(()),
        }
    }

    fn check_found(&self, tenant: &Tenant, vault: &VaultDescription) -> RunResult {
        kind::check(self.kind, vault)?;
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

fn no_id(kind: VaultKind, id: &str) -> CmdletError {
    CmdletError::argument(
        "ResourceIdInvalid",
        format!("'{id}' is not the resource id of this {}.", kind.noun()),
        format!(
            "Give one as {} shows it: /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.KeyVault/{}/NAME.",
            kind.lister(),
            kind.resource_type()
        ),
    )
    .about(id)
}

/// The resource id of one of the other kind, which other parameters take.
fn id_of_other(found: VaultKind, name: &str, id: &str) -> CmdletError {
    let by_id = match found {
        VaultKind::Vault => "-ResourceId",
        VaultKind::ManagedHsm => "-HsmResourceId",
    };
    CmdletError::argument(
        "ResourceIdInvalid",
        format!("'{id}' is the resource id of a {}.", found.noun()),
        format!(
            "Cmdlets of keys take it as {} {name} or by {by_id}, and {} shows it.",
            found.parameter(),
            kind::shown_by_name(found, name)
        ),
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
        let message = format!(
            "There is no {} named '{name}' in the {}.",
            vault.kind().noun(),
            place.join(" of the ")
        );
        let fix = match (self.group, self.subscription) {
            (Some(_), None) => {
                format!("It is in the group '{0}': -ResourceGroupName {0}", vault.resource_group)
            }
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
        kind::check(given.kind, vault)?;
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
    use ckey_vault::VaultKind;

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

    #[test]
    fn a_managed_hsm_is_named_by_parameters_of_its_own() {
        let id = "/subscriptions/1/resourceGroups/G/providers/Microsoft.KeyVault/managedHSMs/H";
        let none = (None, None, None);
        let given = Given::either(none, (None, None, Some(id))).unwrap();
        assert_eq!((given.name.as_str(), given.kind), ("H", VaultKind::ManagedHsm));
        assert_eq!(Given::resource(id).unwrap(), given);
        let named = Given::either((Some("V"), None, None), none).unwrap();
        assert_eq!((named.name.as_str(), named.kind), ("V", VaultKind::Vault));
        let other = Given::either((None, None, Some(id)), none).unwrap_err();
        assert_eq!(other.id, "ResourceIdInvalid");
        assert_eq!(Given::hsm(none).unwrap_err().id, "VaultNotNamed");
    }
}
