//! Rotation policies: when a vault makes new versions of a key by itself.

use super::named_key::NamedKey;
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_key_vault::{
    GetAzKeyVaultKeyRotationPolicy, SetAzKeyVaultKeyRotationPolicy,
};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Plan};
use crate::surface::bind::Run;
use crate::surface::value::Object;
use crate::view;
use ckey_vault::{LifetimeAction, LifetimeActionType, LifetimeTrigger, RotationPolicy, VaultError};
use serde_json::Value;

/// What a policy that lets versions expire means to Customer Key.
const EXPIRES: &str = "New versions will expire, and Customer Key takes no key that expires: a policy that is refreshed then gets a key that stops wrapping. Set the rotation policy without an expiry.";

impl Run<Context, CmdletError> for GetAzKeyVaultKeyRotationPolicy {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let key = NamedKey::new(&tenant, self.vault_name, self.name, self.input_object.as_ref())?;
        let caller = context.azure_caller(&tenant)?;
        let found = tenant.vaults().rotation_policy(&caller, &key.vault, &key.name)?;
        context.send(&view::rotation_policy(&found))
    }
}

impl Change for SetAzKeyVaultKeyRotationPolicy {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let policy = match (&self.key_rotation_policy, &self.policy_path) {
            (Some(object), _) => of_object(object)?,
            (None, Some(path)) => {
                let path = context.path(path);
                RotationPolicy::from_json(&super::key_life::read(&path)?)?
            }
            (None, None) => {
                given(self.expires_in, &self.key_rotation_lifetime_action.unwrap_or_default())?
            }
        };
        let key = match &self.key_rotation_policy {
            Some(object) => named_by(object),
            None => NamedKey::new(&tenant, self.vault_name, self.name, self.input_object.as_ref())?,
        };
        let caller = context.azure_caller(&tenant)?;
        let vaults = tenant.vaults();
        let set = vaults.check_set_rotation_policy(&caller, &key.vault, &key.name, &policy)?;
        let effect = format!(
            "The {} '{}' would make new versions of the key '{}' {}. Versions that are there stay as they are, and policies take a new one up when they are refreshed.",
            set.key.kind().word(),
            set.key.vault(),
            set.key.key(),
            when(&set.policy)
        );
        Ok(Plan::one(effect, move |context| {
            if policy.expires_in.is_some() {
                context.warning(EXPIRES)?;
            }
            let vaults = tenant.vaults();
            let set = vaults.set_rotation_policy(&caller, &key.vault, &key.name, &policy)?;
            context.send(&view::rotation_policy(&set))
        }))
    }
}

fn when(policy: &RotationPolicy) -> String {
    match policy.trigger(LifetimeActionType::Rotate) {
        Some(LifetimeTrigger::AfterCreate(span)) => format!("{span} after each was made"),
        Some(LifetimeTrigger::BeforeExpiry(span)) => format!("{span} before each expires"),
        None => "only when it is asked to".to_owned(),
    }
}

fn given(expires_in: Option<String>, actions: &[Object]) -> Result<RotationPolicy, VaultError> {
    let expires_in = expires_in.filter(|text| !text.is_empty());
    Ok(RotationPolicy {
        expires_in: expires_in.map(|text| text.parse()).transpose()?,
        actions: actions.iter().map(action).collect::<Result<_, _>>()?,
    })
}

/// `@{ Action = "Rotate"; TimeAfterCreate = "P18M" }`, or such an object.
fn action(object: &Object) -> Result<LifetimeAction, VaultError> {
    let text = |name: &str| text_of(object, name);
    Ok(LifetimeAction {
        action: text("Action").unwrap_or_default().parse()?,
        trigger: LifetimeTrigger::of(
            text("TimeAfterCreate").as_deref(),
            text("TimeBeforeExpiry").as_deref(),
        )?,
    })
}

fn of_object(object: &Object) -> Result<RotationPolicy, VaultError> {
    let actions = object.iter().find(|(name, _)| name.eq_ignore_ascii_case("LifetimeActions"));
    let actions: Vec<Object> = match actions.map(|(_, value)| value) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).cloned().collect(),
        Some(Value::Object(only)) => vec![only.clone()],
        _ => Vec::new(),
    };
    given(text_of(object, "ExpiresIn"), &actions)
}

fn named_by(object: &Object) -> NamedKey {
    let text = |name: &str| text_of(object, name).unwrap_or_default();
    NamedKey { vault: text("VaultName"), name: text("KeyName"), version: None }
}
