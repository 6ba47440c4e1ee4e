//! The firewall of a vault: who reaches it at all.

use super::PlanResult;
use super::place::{Given, Within};
use crate::generated::az_key_vault::{
    AddAzKeyVaultNetworkRule, RemoveAzKeyVaultNetworkRule, UpdateAzKeyVaultNetworkRuleSet,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::value::Object;
use crate::view;
use ckey_vault::{DefaultAction, ListChange, NetworkChange, VaultDescription, VaultUpdate};

/// Which vault, and where it is said to be.
struct Place {
    name: Option<String>,
    object: Option<Object>,
    id: Option<String>,
    group: Option<String>,
    subscription: Option<String>,
}

impl Change for AddAzKeyVaultNetworkRule {
    fn plan(self, context: &mut Context) -> PlanResult {
        let place = Place {
            name: self.vault_name,
            object: self.input_object,
            id: self.resource_id,
            group: self.resource_group_name,
            subscription: self.subscription_id,
        };
        let change = NetworkChange {
            addresses: self.ip_address_range.map(ListChange::Add).unwrap_or_default(),
            subnets: self.virtual_network_resource_id.map(ListChange::Add).unwrap_or_default(),
            ..NetworkChange::default()
        };
        plan(context, &place, change, self.pass_thru)
    }
}

impl Change for RemoveAzKeyVaultNetworkRule {
    fn plan(self, context: &mut Context) -> PlanResult {
        let place = Place {
            name: self.vault_name,
            object: self.input_object,
            id: self.resource_id,
            group: self.resource_group_name,
            subscription: self.subscription_id,
        };
        let change = NetworkChange {
            addresses: self.ip_address_range.map(ListChange::Remove).unwrap_or_default(),
            subnets: self.virtual_network_resource_id.map(ListChange::Remove).unwrap_or_default(),
            ..NetworkChange::default()
        };
        plan(context, &place, change, self.pass_thru)
    }
}

impl Change for UpdateAzKeyVaultNetworkRuleSet {
    fn plan(self, context: &mut Context) -> PlanResult {
        let place = Place {
            name: self.vault_name,
            object: self.input_object,
            id: self.resource_id,
            group: self.resource_group_name,
            subscription: self.subscription_id,
        };
        let change = NetworkChange {
            bypass: self.bypass.map(|word| word.parse()).transpose()?,
            default_action: self.default_action.map(|word| word.parse()).transpose()?,
            addresses: self.ip_address_range.map(ListChange::Set).unwrap_or_default(),
            subnets: self.virtual_network_resource_id.map(ListChange::Set).unwrap_or_default(),
        };
        plan(context, &place, change, self.pass_thru)
    }
}

fn plan(
    context: &mut Context,
    place: &Place,
    change: NetworkChange,
    pass_thru: bool,
) -> PlanResult {
    let tenant = context.tenant()?;
    tenant.check_writable()?;
    let given = Given::new(place.name.as_deref(), place.object.as_ref(), place.id.as_deref())?;
    let before = tenant.vaults().vault(&given.name)?;
    let account = context.account(&tenant)?;
    Within::new(context, &tenant, &account, place.subscription.as_deref())?.check(
        &tenant,
        &given,
        &before,
        place.group.as_deref(),
    )?;
    let update = VaultUpdate { network: Some(change), ..VaultUpdate::default() };
    let caller = context.azure_caller(&tenant)?;
    let after = tenant.vaults().check_update_vault(&caller, &before.name, &update)?;
    let losses = || super::vault_life::told(&tenant, &caller, &before.name, &update);
    let effects = effects(&before, &after, losses)?;
    Ok(Plan::new(effects, move |context| {
        let changed = tenant.vaults().update_vault(&caller, &before.name, &update)?;
        if pass_thru { context.send(&view::vault(&changed, &tenant.domain())) } else { Ok(()) }
    }))
}

/// What becomes of the rules, and who loses what where the service's applications are shut out.
fn effects(
    before: &VaultDescription,
    after: &VaultDescription,
    losses: impl FnOnce() -> Result<Vec<String>, CmdletError>,
) -> Result<Effects, CmdletError> {
    let (name, rules) = (&after.name, &after.network);
    if before.network == *rules {
        return Ok(Effects::none(format!("The network rules of the vault '{name}' would stay.")));
    }
    let list = |of: &[String]| if of.is_empty() { "none".to_owned() } else { of.join(", ") };
    let mut told = vec![format!(
        "The vault '{name}' would {} whom no rule names, with bypass {}; addresses: {}; subnets: {}.",
        if rules.default_action == DefaultAction::Allow { "let in" } else { "refuse" },
        rules.bypass,
        list(&rules.ip_rules),
        list(&rules.virtual_network_rules)
    )];
    told.extend(losses()?);
    Ok(told.into())
}
