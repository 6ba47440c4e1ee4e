//! Vaults as resources of the resource manager: what old runbooks switch soft delete on with.

use super::place::{Given, Within};
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_resources::{GetAzResource, SetAzResource};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::surface::value::Object;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_vault::{VaultDescription, VaultUpdate};
use serde_json::Value;

impl Run<Context, CmdletError> for GetAzResource {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let account = context.account(&tenant)?;
        if let Some(id) = &self.resource_id {
            let given = Given::resource(id)?;
            tenant.directory().check_sees_vault(&account, &given.name)?;
            given.check(&tenant)?;
            return context.send(&view::resource(&tenant.vaults().vault(&given.name)?, true));
        }
        let within = Within::new(context, &tenant, &account, None)?;
        let fits = |pattern: &Option<String>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| Pattern::new(pattern).matches(text))
        };
        let tagged = |vault: &VaultDescription| {
            let all = self.tag.iter().flatten();
            let mut own = vault.tags.iter();
            all.into_iter().all(|(tag, value)| vault.tags.get(tag) == Some(value))
                && (self.tag_name.is_none() && self.tag_value.is_none()
                    || own.any(|(name, value)| {
                        self.tag_name.as_ref().is_none_or(|tag| tag.eq_ignore_ascii_case(name))
                            && self.tag_value.as_ref().is_none_or(|wanted| wanted == value)
                    }))
        };
        let is_type = |vault: &VaultDescription| {
            let own = view::resource_type(vault.kind());
            self.resource_type.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(&own))
        };
        for vault in tenant.vaults().vaults()? {
            let is_seen =
                account.is_owner() || tenant.vaults().names_caller(&account.caller, &vault.name)?;
            if is_seen
                && is_type(&vault)
                && within.has(&vault)
                && fits(&self.name, &vault.name)
                && fits(&self.resource_group_name, &vault.resource_group)
                && tagged(&vault)
            {
                context.send(&view::resource(&vault, self.expand_properties))?;
            }
        }
        Ok(())
    }
}

impl Change for SetAzResource {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let object = self.input_object.as_ref();
        let id = self.resource_id.or_else(|| text_of(object?, "ResourceId"));
        let given = Given::resource(&id.unwrap_or_default())?;
        given.check(&tenant)?;
        let before = tenant.vaults().vault(&given.name)?;
        let of_object = || object?.get("Properties")?.as_object();
        let properties = self.properties.as_ref().or_else(of_object);
        let update = VaultUpdate {
            soft_delete: switch(properties, "enableSoftDelete")?,
            purge_protection: switch(properties, "enablePurgeProtection")?,
            rbac: switch(properties, "enableRbacAuthorization")?,
            tags: self.tag,
            ..VaultUpdate::default()
        };
        let caller = context.azure_caller(&tenant)?;
        let after = tenant.vaults().check_update_vault(&caller, &before.name, &update)?;
        let effects = super::vault_life::changes(&before, &after, || {
            super::vault_life::told(&tenant, &caller, &before.name, &update)
        })?;
        let question = (before != VaultDescription { generation: before.generation, ..after })
            .then(|| format!("Are you sure you want to update the vault '{}'?", before.name));
        let plan = Plan::new(effects, move |context| {
            let changed = tenant.vaults().update_vault(&caller, &before.name, &update)?;
            context.send(&view::resource(&changed, true))
        });
        Ok(plan.asking(question.as_deref()))
    }
}

/// A truth value as scripts write it: the documentation of Customer Key writes the text True.
fn switch(properties: Option<&Object>, name: &str) -> Result<Option<bool>, CmdletError> {
    let named = |(key, _): &(&String, &Value)| key.eq_ignore_ascii_case(name);
    let Some((_, value)) = properties.and_then(|object| object.iter().find(named)) else {
        return Ok(None);
    };
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(*value)),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        other => Err(CmdletError::argument(
            "BadParameter",
            format!("The property {name} is neither true nor false: {other}."),
            "Give true or false.",
        )
        .about(name)),
    }
}
