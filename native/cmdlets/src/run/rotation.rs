//! New versions of keys that are like the ones before.

use super::PlanResult;
use super::named_key::NamedKey;
use crate::generated::az_key_vault::InvokeAzKeyVaultKeyRotation;
use crate::runtime::context::Context;
use crate::runtime::plan::{Change, Plan};
use crate::view;
use ckey_vault::VaultKind;

impl Change for InvokeAzKeyVaultKeyRotation {
    fn plan(self, context: &mut Context) -> PlanResult {
        let tenant = context.tenant()?;
        tenant.check_writable()?;
        let key = NamedKey::new(&tenant, self.vault_name, self.name, self.input_object.as_ref())?;
        let caller = context.azure_caller(&tenant)?;
        let new = tenant.vaults().check_rotate_key(&caller, &key.vault, &key.name)?;
        if new.key_type.is_hsm() {
            tenant.check_key_in_file(VaultKind::Vault)?;
        }
        let effect = format!(
            "The key '{}' would get a new version in the {} '{}'; older versions stay, and policies take the new one up when they are refreshed.",
            key.name,
            key.holder(&tenant),
            key.vault
        );
        Ok(Plan::one(effect, move |context| {
            let made = tenant.vaults().rotate_key(&caller, &key.vault, &key.name)?;
            context.send(&view::key(&made))
        }))
    }
}
