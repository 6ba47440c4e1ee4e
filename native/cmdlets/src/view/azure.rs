use super::{plain, tags_table, text};
use crate::generated::output::az_accounts::{AzureContext, AzureProfile};
use crate::generated::output::az_resources::ResourceGroup;
use ckey_engine::{Known, ResourceGroup as Group};
use serde_json::{Value, json};

/// Who works where: an account, and the subscription if one was chosen.
pub(crate) struct Where<'a> {
    pub(crate) account: &'a str,
    pub(crate) subscription: Option<&'a Known>,
    pub(crate) tenant_id: &'a str,
}

impl Where<'_> {
    fn subscription(&self) -> Value {
        self.subscription.map_or(
            Value::Null,
            |known| json!({ "Id": known.id, "Name": known.name, "State": "Enabled", "TenantId": self.tenant_id, "SubscriptionId": known.id }),
        )
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

pub(crate) fn azure_context(place: &Where<'_>, name: Option<&str>) -> AzureContext {
    AzureContext {
        name: text(name.unwrap_or(&place.name())),
        account: plain(place.account),
        subscription_name: place.subscription.and_then(|known| text(&known.name)),
        environment: plain("AzureCloud"),
        subscription: place.subscription(),
        tenant: json!({ "Id": place.tenant_id, "TenantId": place.tenant_id }),
        tenant_id: plain(place.tenant_id),
        subscription_id: place.subscription.map(|known| known.id.clone()),
    }
}

pub(crate) fn azure_profile(place: &Where<'_>, name: Option<&str>) -> AzureProfile {
    AzureProfile {
        account: plain(place.account),
        subscription_name: place.subscription.and_then(|known| text(&known.name)),
        tenant_id: plain(place.tenant_id),
        environment: plain("AzureCloud"),
        context: json!({
            "Name": name.map_or_else(|| place.name(), str::to_owned),
            "Account": { "Id": place.account, "Type": "User" },
            "Environment": { "Name": "AzureCloud" },
            "Subscription": place.subscription(),
            "Tenant": { "Id": place.tenant_id, "TenantId": place.tenant_id },
        }),
    }
}

pub(crate) fn resource_group(group: &Group) -> ResourceGroup {
    ResourceGroup {
        resource_group_name: plain(&group.name),
        location: plain(&group.location),
        provisioning_state: plain("Succeeded"),
        resource_id: plain(format!(
            "/subscriptions/{}/resourceGroups/{}",
            group.subscription_id, group.name
        )),
        tags: group.tags.clone(),
        tags_table: tags_table(&group.tags),
    }
}
