//! Keys and their versions.

use super::key_file;
use super::lenient::Lenient;
use super::named_key::NamedKey;
use super::place::Given;
use super::{PlanResult, RunResult};
use crate::generated::az_key_vault::{AddAzKeyVaultKey, GetAzKeyVaultKey, UpdateAzKeyVaultKey};
use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::runtime::plan::{Change, Effects, Plan};
use crate::surface::bind::Run;
use crate::surface::wildcard::Pattern;
use crate::view;
use ckey_engine::{Supposition, Tenant, iso};
use ckey_vault::{
    KeyDescription, KeyOp, KeyType, KeyUpdate, KeyUri, NewKey, SupposedChange, VaultErrorKind,
    VaultKind,
};

impl Change for AddAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let given = Given::either(
            (self.vault_name.as_deref(), self.input_object.as_ref(), self.resource_id.as_deref()),
            (self.hsm_name.as_deref(), self.hsm_object.as_ref(), self.hsm_resource_id.as_deref()),
        )?;
        given.check(&tenant)?;
        // Whatever an HSM makes is in hardware: its cmdlets have no destination.
        let in_hardware = given.kind == VaultKind::ManagedHsm
            || self.destination.as_deref().is_some_and(|place| place.eq_ignore_ascii_case("HSM"));
        let vault = given.name;
        let new = NewKey {
            key_type: key_type(self.key_type.as_deref(), in_hardware)?,
            size: self.size.map(|size| u32::try_from(size).unwrap_or(0)),
            ops: self.key_ops.as_deref().map(operations).transpose()?,
            enabled: !self.disable,
            not_before: self.not_before.map(|at| at.0),
            expires: self.expires.map(|at| at.0),
            tags: self.tag.unwrap_or_default(),
        };
        let pair = key_file::read(context, self.key_file_path, self.key_file_password)?;
        let caller = context.azure_caller(&tenant)?;
        tenant.check_writable()?;
        let in_file = || tenant.check_key_in_file(given.kind);
        let warning = new.key_type.is_hsm().then(in_file).transpose()?;
        let (name, vaults) = (&self.name, tenant.vaults());
        let (is_new, from) = match &pair {
            Some(pair) => {
                let (is_new, bits) =
                    vaults.check_import_key(&caller, &vault, name, &pair.key, &new)?;
                (is_new, format!(" of the RSA key of {bits} bits in {}", pair.file.display()))
            }
            None => (vaults.check_new_key(&caller, &vault, name, &new)?, String::new()),
        };
        let word = given.kind.word();
        let effect = if is_new {
            format!("The key '{name}' would be made{from} in the {word} '{vault}'.")
        } else {
            format!(
                "The key '{name}' would get a new version{from} in the {word} '{vault}'; older versions stay."
            )
        };
        Ok(Plan::one(effect, move |context| {
            let vaults = tenant.vaults();
            let made = match &pair {
                Some(pair) => vaults.import_key(&caller, &vault, &self.name, &pair.key, &new)?,
                None => vaults.create_key(&caller, &vault, &self.name, &new)?,
            };
            let (name, mut lenient) = (&self.name, Lenient::default());
            lenient.note(name.contains('_'), || {
                format!("Azure would refuse the key name '{name}': it takes letters, digits and hyphens.")
            });
            lenient.tell(context)?;
            if let Some(warning) = warning.flatten() {
                context.warning(&warning)?;
            }
            context.send(&view::key(&made))
        }))
    }
}

/// `HSM` makes a key of a type that only premium vaults take; the vault says so.
fn key_type(kind: Option<&str>, hsm: bool) -> Result<KeyType, CmdletError> {
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
        let given = Given::either(
            (self.vault_name.as_deref(), self.input_object.as_ref(), self.resource_id.as_deref()),
            (self.hsm_name.as_deref(), self.hsm_object.as_ref(), self.hsm_resource_id.as_deref()),
        )?;
        given.check(&tenant)?;
        let vault = given.name;
        let caller = context.azure_caller(&tenant)?;
        let vaults = tenant.vaults();
        let out = self.out_file.map(|file| context.path(&file));
        if let Some(file) = &out {
            let is_one = self.name.as_deref().is_some_and(|name| !Pattern::is_one(name));
            key_file::check_public(
                file,
                is_one && !self.in_removed_state && !self.include_versions,
            )?;
        }
        let Some(name) = self.name.as_deref().filter(|name| !Pattern::is_one(name)) else {
            return list(context, &tenant, &vault, self.name.as_deref(), self.in_removed_state);
        };
        if self.in_removed_state {
            return match vaults.deleted_key(&caller, &vault, name) {
                Ok(key) => context.send(&view::deleted_key(&key)),
                Err(error) if error.kind == VaultErrorKind::KeyNotFound => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        if self.include_versions {
            let versions = vaults.key_versions(&caller, &vault, name)?;
            return versions
                .iter()
                .rev()
                .try_for_each(|version| context.send(&view::version_item(version)));
        }
        match vaults.key(&caller, &vault, name, self.version.as_deref()) {
            Ok(key) => {
                if let Some(file) = &out {
                    key_file::write_public(file, &key)?;
                }
                context.send(&view::key(&key))
            }
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

fn list(
    context: &mut Context,
    tenant: &Tenant,
    vault: &str,
    pattern: Option<&str>,
    removed: bool,
) -> RunResult {
    let pattern = pattern.map(Pattern::new);
    let caller = context.azure_caller(tenant)?;
    let fits = |uri: &KeyUri| pattern.as_ref().is_none_or(|pattern| pattern.matches(uri.key()));
    if removed {
        let keys = tenant.vaults().deleted_keys(&caller, vault)?;
        return keys
            .iter()
            .filter(|deleted| fits(&deleted.key.uri))
            .try_for_each(|deleted| context.send(&view::deleted_key_item(deleted)));
    }
    let keys = tenant.vaults().keys(&caller, vault)?;
    keys.iter().filter(|key| fits(&key.uri)).try_for_each(|key| context.send(&view::key_item(key)))
}

/// What becomes of a key version.
fn changes(before: Option<&KeyDescription>, after: &KeyDescription) -> Effects {
    let (uri, now, mut told) = (&after.uri, &after.attributes, Vec::new());
    let was = before.map(|key| &key.attributes);
    let differs = |same: Option<bool>| same != Some(true);
    if differs(was.map(|was| was.enabled == now.enabled)) {
        told.push(if now.enabled { "be enabled" } else { "be disabled" }.to_owned());
    }
    let date = |at: Option<i64>| at.map_or_else(|| "no date".to_owned(), iso);
    if differs(was.map(|was| was.not_before == now.not_before)) {
        told.push(format!("be valid from {}", date(now.not_before)));
    }
    if differs(was.map(|was| was.expires == now.expires)) {
        told.push(format!("expire at {}", date(now.expires)));
    }
    if differs(before.map(|key| key.ops == after.ops)) {
        let ops: Vec<_> = after.ops.iter().map(|op| op.as_str()).collect();
        told.push(format!(
            "be for {}",
            if ops.is_empty() { "nothing".to_owned() } else { ops.join(", ") }
        ));
    }
    if differs(before.map(|key| key.tags == after.tags)) {
        let tags: Vec<_> =
            after.tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
        told.push(format!("have the tags {{{}}}", tags.join("; ")));
    }
    if told.is_empty() {
        return Effects::none(format!("Nothing would change in the key version '{uri}'."));
    }
    Effects::one(format!("The key version '{uri}' would {}.", told.join(", and ")))
}

/// What an expiry date to come means for those who depend on the version: what changes at once the
/// question about the change tells.
fn expiring(
    tenant: &Tenant,
    before: Option<&KeyDescription>,
    after: &KeyDescription,
) -> Result<Vec<String>, CmdletError> {
    let will = after.attributes.expires;
    let is_new = will != before.and_then(|before| before.attributes.expires);
    if !is_new || will.is_none_or(|at| at <= tenant.now()) {
        return Ok(Vec::new());
    }
    let is_it = |root: &KeyUri| *root == after.uri;
    let Some(named) = tenant.what_if().dependents(is_it)? else { return Ok(Vec::new()) };
    let then = "From that date the vault wraps nothing with it, so no policy can be made or refreshed with it; what is under it still opens.";
    Ok(vec![named, then.to_owned()])
}

impl Change for UpdateAzKeyVaultKey {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        let NamedKey { vault, name, version } = NamedKey::either(
            &tenant,
            (self.vault_name, self.hsm_name),
            self.name,
            self.input_object.as_ref(),
        )?;
        let version = self.version.or(version).filter(|version| !version.is_empty());
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
        let (before, after) =
            vaults.check_update_key(&caller, &vault, &name, version.as_deref(), &update)?;
        let mut effects = changes(before.as_ref(), &after);
        let change = SupposedChange::UpdateKey {
            name: name.clone(),
            version: version.clone(),
            update: update.clone(),
        };
        let change = Supposition::Vault { vault: vault.clone(), change };
        effects = effects.then(tenant.what_if().told(&caller, &[change])?.into());
        effects = effects.then(expiring(&tenant, before.as_ref(), &after)?.into());
        Ok(Plan::new(effects, move |context| {
            let vaults = tenant.vaults();
            let changed = vaults.update_key(&caller, &vault, &name, version.as_deref(), &update)?;
            if self.pass_thru { context.send(&view::key(&changed)) } else { Ok(()) }
        }))
    }
}
