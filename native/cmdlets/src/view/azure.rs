use super::{plain, tags_table, text};
use crate::generated::output::az_accounts::{
    AzureAccount, AzureContext, AzureEnvironment, AzureProfile, AzureSubscription, AzureTenant,
};
use crate::generated::output::az_resources::{ADServicePrincipal, ADUser, ResourceGroup};
use crate::generated::output::customer_key::CustomerKeyDirectoryEntry;
use ckey_engine::{AccountType, Known, ResourceGroup as Group};
use ckey_vault::Cloud;

/// Who works where: an account, and the subscription if one was chosen.
pub(crate) struct Where<'a> {
    pub(crate) account: &'a str,
    pub(crate) account_type: AccountType,
    pub(crate) subscription: Option<&'a Known>,
    pub(crate) tenant_id: &'a str,
    pub(crate) cloud: Cloud,
}

impl Where<'_> {
    fn account(&self) -> Option<AzureAccount> {
        Some(AzureAccount { id: plain(self.account), r#type: plain(self.account_type.name()) })
    }

    fn subscription(&self) -> Option<AzureSubscription> {
        self.subscription.map(|known| azure_subscription(known, self.tenant_id))
    }

    fn tenant(&self) -> Option<AzureTenant> {
        Some(AzureTenant {
            id: plain(self.tenant_id),
            tenant_id: plain(self.tenant_id),
            ..AzureTenant::default()
        })
    }

    fn environment(&self) -> Option<AzureEnvironment> {
        Some(AzureEnvironment { name: plain(self.cloud.as_str()) })
    }

    fn name(&self) -> String {
        match self.subscription {
            Some(known) => {
                format!("{} ({}) - {} - {}", known.name, known.id, self.tenant_id, self.account)
            }
            None => format!("{} - {}", self.tenant_id, self.account),
        }
    }
}

/// A subscription that the tenant knows.
pub(crate) fn azure_subscription(known: &Known, tenant_id: &str) -> AzureSubscription {
    AzureSubscription {
        id: plain(&known.id),
        name: text(&known.name),
        state: plain("Enabled"),
        tenant_id: plain(tenant_id),
        subscription_id: plain(&known.id),
    }
}

/// The tenant, as the directory of its subscriptions.
pub(crate) fn azure_tenant(id: &str, name: &str, domain: &str) -> AzureTenant {
    AzureTenant {
        id: plain(id),
        tenant_id: plain(id),
        name: plain(name),
        default_domain: plain(domain),
        domains: vec![domain.to_owned()],
        tenant_category: plain("Home"),
    }
}

/// An account, by what it signed in with.
pub(crate) fn azure_account(name: &str, sort: AccountType) -> AzureAccount {
    AzureAccount { id: plain(name), r#type: plain(sort.name()) }
}

/// A person of the directory.
pub(crate) fn ad_user(known: &Known) -> ADUser {
    ADUser {
        display_name: plain(&known.display_name),
        id: plain(&known.id),
        user_principal_name: plain(&known.name),
        mail: known.mail.clone().or_else(|| known.name.contains('@').then(|| known.name.clone())),
        r#type: plain("User"),
    }
}

/// An application of the directory.
pub(crate) fn ad_service_principal(known: &Known) -> ADServicePrincipal {
    let app_id = known.app_id.clone().unwrap_or_else(|| known.name.clone());
    ADServicePrincipal {
        display_name: plain(&known.display_name),
        id: plain(&known.id),
        app_id: plain(&app_id),
        application_id: plain(&app_id),
        service_principal_names: vec![app_id],
        service_principal_type: plain("Application"),
        account_enabled: Some(true),
    }
}

pub(crate) fn azure_context(place: &Where<'_>, name: Option<&str>) -> AzureContext {
    AzureContext {
        name: text(name.unwrap_or(&place.name())),
        account: place.account(),
        subscription_name: place.subscription.and_then(|known| text(&known.name)),
        environment: place.environment(),
        subscription: place.subscription(),
        tenant: place.tenant(),
        tenant_id: plain(place.tenant_id),
        subscription_id: place.subscription.map(|known| known.id.clone()),
    }
}

pub(crate) fn azure_profile(place: &Where<'_>, name: Option<&str>) -> AzureProfile {
    AzureProfile {
        account: place.account(),
        subscription_name: place.subscription.and_then(|known| text(&known.name)),
        tenant_id: plain(place.tenant_id),
        environment: place.environment(),
        subscription: place.subscription(),
        tenant: place.tenant(),
        context: Some(azure_context(place, name)),
    }
}

/// A resource group as the resource manager names it.
pub(crate) fn resource_group_id(group: &Group) -> String {
    format!("/subscriptions/{}/resourceGroups/{}", group.subscription_id, group.name)
}

pub(crate) fn known(kind: &str, known: &Known) -> CustomerKeyDirectoryEntry {
    CustomerKeyDirectoryEntry {
        kind: plain(kind),
        name: text(&known.name),
        display_name: text(&known.display_name),
        id: plain(&known.id),
        ..CustomerKeyDirectoryEntry::default()
    }
}

pub(crate) fn known_group(group: &Group) -> CustomerKeyDirectoryEntry {
    CustomerKeyDirectoryEntry {
        kind: plain("ResourceGroup"),
        name: text(&group.name),
        display_name: text(&group.name),
        id: plain(resource_group_id(group)),
        subscription_id: plain(&group.subscription_id),
        location: plain(&group.location),
    }
}

pub(crate) fn resource_group(group: &Group) -> ResourceGroup {
    ResourceGroup {
        resource_group_name: plain(&group.name),
        location: plain(&group.location),
        provisioning_state: plain("Succeeded"),
        resource_id: plain(resource_group_id(group)),
        tags: group.tags.clone(),
        tags_table: tags_table(&group.tags),
    }
}
