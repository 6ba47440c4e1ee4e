//! Keys and their versions.

use super::vault::vault_name;
use super::{PlanResult, RunResult, text_of};
use crate::generated::az_key_vault::{AddAzKeyVaultKey, GetAzKeyVaultKey, UpdateAzKeyVaultKey};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::Tenant;
use ckey_vault::{KeyOp, KeyType, KeyUpdate, NewKey, VaultErrorKind};

impl Change for AddAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let vault = vault_name(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        let new = NewKey {
            key_type: key_type(self.key_type.as_deref(), self.destination.as_deref())?,
            size: self.size.map(|size| u32::try_from(size).unwrap_or(0)),
            ops: self.key_ops.as_deref().map(operations).transpose()?,
            enabled: !self.disable,
            not_before: self.not_before.map(|at| at.0),
            expires: self.expires.map(|at| at.0),
            tags: self.tag.unwrap_or_default(),
        };
        let caller = context.azure_caller(&tenant)?;
        tenant.check_writable()?;
        tenant.vaults().check_new_key(&caller, &vault, &self.name, &new)?;
        let effect = format!(
            "The key '{}' would get a new version in the vault '{vault}'; older versions stay.",
            self.name
        );
        Ok(Plan::one(effect, move |context| {
            let made = tenant.vaults().create_key(&caller, &vault, &self.name, &new)?;
            context.send(&view::key(&made))
        }))
    }
}

/// `HSM` makes a key of a type that only premium vaults take; the vault says so.
fn key_type(kind: Option<&str>, destination: Option<&str>) -> Result<KeyType, CmdletError> {
    let hsm = destination.is_some_and(|place| place.eq_ignore_ascii_case("HSM"));
    match kind.unwrap_or("RSA").to_ascii_uppercase().trim_end_matches("-HSM") {
        "RSA" => Ok(if hsm { KeyType::RsaHsm } else { KeyType::Rsa }),
        "EC" => Ok(if hsm { KeyType::EcHsm } else { KeyType::Ec }),
        other => Err(CmdletError::argument(
            "BadParameter",
            format!("A vault makes no key of type {other}."),
            "Give RSA: only RSA keys can be root keys.",
        )
        .about(other)),
    }
}

fn operations(words: &[String]) -> Result<Vec<KeyOp>, CmdletError> {
    let words = words
        .iter()
        .flat_map(|words| words.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(CmdletError::from)).collect()
}

impl Run<Context, CmdletError> for GetAzKeyVaultKey {
    fn run(self, context: &mut Context) -> RunResult {
        let tenant = context.tenant()?;
        let vault = vault_name(
            self.vault_name.as_deref(),
            self.input_object.as_ref(),
            self.resource_id.as_deref(),
        )?;
        let caller = context.azure_caller(&tenant)?;
        let vaults = tenant.vaults();
        let name = self.name.filter(|name| !name.is_empty());
        let Some(name) = name.as_deref().filter(|name| !Pattern::is_one(name)) else {
            return list(context, &tenant, &vault, name.as_deref());
        };
        if self.include_versions {
            let versions = vaults.key_versions(&caller, &vault, name)?;
            return versions
                .iter()
                .rev()
                .try_for_each(|version| context.send(&view::version_item(version)));
        }
        let version = self.version.filter(|version| !version.is_empty());
        match vaults.key(&caller, &vault, name, version.as_deref()) {
            Ok(key) => context.send(&view::key(&key)),
            // As in Azure, a name that no key has gives nothing.
            Err(error)
                if matches!(
                    error.kind,
                    VaultErrorKind::KeyNotFound | VaultErrorKind::KeyDeleted
                ) =>
            {
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn list(context: &mut Context, tenant: &Tenant, vault: &str, pattern: Option<&str>) -> RunResult {
    let pattern = pattern.map(Pattern::new);
    let caller = context.azure_caller(tenant)?;
    let keys = tenant.vaults().keys(&caller, vault)?;
    let fits = |name: &str| pattern.as_ref().is_none_or(|pattern| pattern.matches(name));
    keys.iter()
        .filter(|key| fits(key.uri.key()))
        .try_for_each(|key| context.send(&view::key_item(key)))
}

impl Change for UpdateAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let object = self.input_object.as_ref();
        let vault = vault_name(self.vault_name.as_deref(), object, None)?;
        let name = self
            .name
            .or_else(|| object.and_then(|object| text_of(object, "Name")))
            .unwrap_or_default();
        let version = self
            .version
            .or_else(|| object.and_then(|object| text_of(object, "Version")))
            .filter(|version| !version.is_empty());
        let update = KeyUpdate {
            enabled: self.enable,
            not_before: self.not_before.map(|at| at.0),
            expires: self.expires.map(|at| at.0),
            ops: self.key_ops.as_deref().map(operations).transpose()?,
            tags: self.tag,
        };
        let caller = context.azure_caller(&tenant)?;
        tenant.check_writable()?;
        let vaults = tenant.vaults();
        let key = vaults.check_update_key(&caller, &vault, &name, version.as_deref(), &update)?;
        let mut effects = Effects::one(format!("The key version '{}' would change.", key.uri));
        let unwraps = update.ops.as_ref().is_none_or(|ops| ops.contains(&KeyOp::UnwrapKey));
        if (update.enabled == Some(false) || !unwraps)
            && let Some(dependents) = super::dependents(&tenant, &key.uri)?
        {
            effects.add(dependents);
        }
        Ok(Plan::new(effects, move |context| {
            let vaults = tenant.vaults();
            let changed = vaults.update_key(&caller, &vault, &name, version.as_deref(), &update)?;
            if self.pass_thru { context.send(&view::key(&changed)) } else { Ok(()) }
        }))
    }
}
