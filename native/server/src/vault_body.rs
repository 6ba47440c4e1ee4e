//! Vaults as clients write them to the resource manager. What Azure has and this server does not is
//! refused, and nothing is read over.

use ckey_vault::{
    Bypass, DefaultAction, ListChange, NetworkChange, NetworkRules, Sku, Tags, same_id,
};
use hyper::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::refusal::Refusal;
use crate::vault_policies::Entry;
use crate::wire;

pub(crate) const TYPE: &str = "Microsoft.KeyVault/vaults";

/// What a client wants of a vault. What is absent stays, or is what a new vault has.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wanted {
    pub(crate) location: Option<String>,
    pub(crate) tags: Option<Tags>,
    pub(crate) properties: Properties,
    id: Option<String>,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "systemData")]
    system_data: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Properties {
    pub(crate) tenant_id: Option<String>,
    pub(crate) sku: Option<SkuOf>,
    pub(crate) access_policies: Option<Vec<Entry>>,
    pub(crate) enable_soft_delete: Option<bool>,
    pub(crate) soft_delete_retention_in_days: Option<i64>,
    pub(crate) enable_purge_protection: Option<bool>,
    pub(crate) enable_rbac_authorization: Option<bool>,
    pub(crate) network_acls: Option<NetworkAcls>,
    create_mode: Option<String>,
    public_network_access: Option<String>,
    enabled_for_deployment: Option<bool>,
    enabled_for_disk_encryption: Option<bool>,
    enabled_for_template_deployment: Option<bool>,
    vault_uri: Option<String>,
    provisioning_state: Option<String>,
    hsm_pool_resource_id: Option<Value>,
    private_endpoint_connections: Option<Vec<Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SkuOf {
    family: Option<String>,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NetworkAcls {
    bypass: Option<String>,
    default_action: Option<String>,
    ip_rules: Option<Vec<IpRule>>,
    virtual_network_rules: Option<Vec<SubnetRule>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IpRule {
    value: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SubnetRule {
    id: String,
    /// Whether the network may lack what there is none of here.
    #[serde(rename = "ignoreMissingVnetServiceEndpoint")]
    _ignored: Option<bool>,
}

/// Access policies alone, to be given or taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedPolicies {
    pub(crate) properties: PoliciesOnly,
    /// What the resource says of itself, which the client sends back.
    #[serde(rename = "id")]
    _id: Option<IgnoredAny>,
    #[serde(rename = "name")]
    _name: Option<IgnoredAny>,
    #[serde(rename = "type")]
    _type: Option<IgnoredAny>,
    #[serde(rename = "location")]
    _location: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PoliciesOnly {
    pub(crate) access_policies: Vec<Entry>,
}

/// A name that may be free.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedName {
    pub(crate) name: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What a client may repeat of a vault and not change.
pub(crate) struct Fixed<'a> {
    pub(crate) id: String,
    pub(crate) name: &'a str,
    pub(crate) uri: String,
    pub(crate) tenant_id: &'a str,
}

/// Reads what bodies may hold. For fuzzing.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(body: &[u8]) {
    if let Ok(wanted) = read::<Wanted>(body) {
        let fixed = Fixed { id: String::new(), name: "v", uri: String::new(), tenant_id: "t" };
        let _ = wanted.check(&fixed);
        let _ = wanted.properties.recovers();
        let _ = wanted.properties.network_acls.map(|acls| acls.rules().is_ok());
    }
    if let Ok(wanted) = read::<WantedPolicies>(body) {
        let named = |_: &str| Ok(ckey_vault::AccessPolicy::default());
        let _ = crate::vault_policies::policies(&wanted.properties.access_policies, "t", named);
    }
    let _ = read::<WantedName>(body).map(|wanted| wanted.check().is_ok());
}

/// A body as JSON.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    wire::object(body).map_err(|why| {
        let message = format!("The request content was invalid and could not be read: {why}.");
        Refusal::new(StatusCode::BAD_REQUEST, "InvalidRequestContent", message)
    })
}

impl WantedName {
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.kind.eq_ignore_ascii_case(TYPE) {
            return Ok(());
        }
        Err(Refusal::bad(format!("The type must be {TYPE}.")))
    }
}

impl Wanted {
    /// Refuses what no vault of this tenant can have.
    pub(crate) fn check(&self, fixed: &Fixed<'_>) -> Result<(), Refusal> {
        let is = |given: &Option<String>, known: &str| {
            given.as_ref().is_none_or(|given| given.eq_ignore_ascii_case(known))
        };
        let of_vault = [
            ("id", is(&self.id, &fixed.id)),
            ("name", is(&self.name, fixed.name)),
            ("type", is(&self.kind, TYPE)),
            // Who made it and when is said by who keeps it.
            ("systemData", self.system_data.is_none()),
        ];
        if let Some((name, _)) = of_vault.iter().find(|(_, is)| !is) {
            return Err(Refusal::bad(format!(
                "The property '{name}' is read-only, and is not that of this vault."
            )));
        }
        self.properties.check(fixed)
    }
}

impl Properties {
    fn check(&self, fixed: &Fixed<'_>) -> Result<(), Refusal> {
        if self.tenant_id.as_ref().is_some_and(|id| !same_id(id, fixed.tenant_id)) {
            return Err(Refusal::bad("The tenantId must be that of the tenant that is served."));
        }
        let is = |given: &Option<String>, known: &str| {
            given.as_ref().is_none_or(|given| given.eq_ignore_ascii_case(known))
        };
        let uri = self.vault_uri.as_ref().map(|uri| format!("{}/", uri.trim_end_matches('/')));
        let machines = "there are no machines and templates here that would read secrets";
        let here = [
            ("vaultUri", is(&uri, &fixed.uri), "the server says where a vault is"),
            ("provisioningState", is(&self.provisioning_state, "Succeeded"), "it is read-only"),
            ("enabledForDeployment", self.enabled_for_deployment != Some(true), machines),
            ("enabledForDiskEncryption", self.enabled_for_disk_encryption != Some(true), machines),
            (
                "enabledForTemplateDeployment",
                self.enabled_for_template_deployment != Some(true),
                machines,
            ),
            (
                "publicNetworkAccess",
                is(&self.public_network_access, "Enabled"),
                "it can only be Enabled, and networkAcls restrict who reaches a vault",
            ),
            ("hsmPoolResourceId", self.hsm_pool_resource_id.is_none(), "there are no HSM pools"),
            (
                "privateEndpointConnections",
                self.private_endpoint_connections.as_ref().is_none_or(Vec::is_empty),
                "there are no private endpoints",
            ),
        ];
        match here.iter().find(|(_, is_so, _)| !is_so) {
            Some((name, _, why)) => Err(Refusal::not_here(name, why)),
            None => Ok(()),
        }
    }

    /// Whether a deleted vault is wanted back.
    pub(crate) fn recovers(&self) -> Result<bool, Refusal> {
        match self.create_mode.as_deref() {
            None => Ok(false),
            Some(mode) if mode.eq_ignore_ascii_case("default") => Ok(false),
            Some(mode) if mode.eq_ignore_ascii_case("recover") => Ok(true),
            Some(_) => Err(Refusal::bad("The createMode must be 'default' or 'recover'.")),
        }
    }

    /// A setting that a vault which is brought back does not take: it comes back as it was.
    pub(crate) fn beside_recovery(&self) -> Option<&'static str> {
        let policies = self.access_policies.as_ref();
        let given = [
            ("accessPolicies", policies.is_some_and(|entries| !entries.is_empty())),
            ("enableSoftDelete", self.enable_soft_delete.is_some()),
            ("softDeleteRetentionInDays", self.soft_delete_retention_in_days.is_some()),
            ("enablePurgeProtection", self.enable_purge_protection.is_some()),
            ("enableRbacAuthorization", self.enable_rbac_authorization.is_some()),
            ("networkAcls", self.network_acls.is_some()),
        ];
        given.iter().find(|(_, is_given)| *is_given).map(|(name, _)| *name)
    }

    /// The retention that is given.
    pub(crate) fn days(&self) -> Result<Option<u8>, Refusal> {
        let read = |days: i64| {
            u8::try_from(days).map_err(|_| {
                Refusal::bad("The property 'softDeleteRetentionInDays' must be from 7 to 90.")
            })
        };
        self.soft_delete_retention_in_days.map(read).transpose()
    }
}

impl SkuOf {
    pub(crate) fn read(&self) -> Result<Sku, Refusal> {
        if self.family.as_ref().is_some_and(|family| !family.eq_ignore_ascii_case("A")) {
            return Err(Refusal::bad("The family of a vault's SKU must be A."));
        }
        Ok(self.name.parse()?)
    }
}

impl NetworkAcls {
    /// As a change of a vault's rules.
    pub(crate) fn change(self) -> Result<NetworkChange, Refusal> {
        let bypass = self.bypass.map(|word| word.parse::<Bypass>()).transpose()?;
        let default_action = self.default_action.map(|word| word.parse::<DefaultAction>());
        let addresses = self.ip_rules.map(|rules| rules.into_iter().map(|rule| rule.value));
        let subnets = self.virtual_network_rules.map(|rules| rules.into_iter().map(|rule| rule.id));
        Ok(NetworkChange {
            bypass,
            default_action: default_action.transpose()?,
            addresses: addresses.map_or(ListChange::Keep, |all| ListChange::Set(all.collect())),
            subnets: subnets.map_or(ListChange::Keep, |all| ListChange::Set(all.collect())),
        })
    }

    /// As the rules of a new vault.
    pub(crate) fn rules(self) -> Result<NetworkRules, Refusal> {
        let (change, new) = (self.change()?, NetworkRules::default());
        let all = |list| if let ListChange::Set(all) = list { all } else { Vec::new() };
        Ok(NetworkRules {
            bypass: change.bypass.unwrap_or(new.bypass),
            default_action: change.default_action.unwrap_or(new.default_action),
            ip_rules: all(change.addresses),
            virtual_network_rules: all(change.subnets),
        })
    }
}
