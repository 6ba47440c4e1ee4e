//! Which key a cmdlet is given: by names, or by an object of the pipeline.

use super::place::Given;
use super::text_of;
use crate::runtime::error::CmdletError;
use crate::surface::value::Object;
use ckey_engine::Tenant;
use ckey_vault::{KeyUri, VaultKind};

/// A key, and the version where one is named.
pub(super) struct NamedKey {
    pub(super) vault: String,
    pub(super) name: String,
    pub(super) version: Option<String>,
}

impl NamedKey {
    /// What sentences call what holds it.
    pub(super) fn holder(&self, tenant: &Tenant) -> &'static str {
        let found = tenant.vaults().vault(&self.vault);
        found.map_or(VaultKind::Vault, |vault| vault.kind()).word()
    }

    /// A key of a key vault by names, or of a managed HSM too by its object.
    pub(super) fn new(
        tenant: &Tenant,
        vault: Option<String>,
        name: Option<String>,
        object: Option<&Object>,
    ) -> Result<Self, CmdletError> {
        let key = Self::either(tenant, (vault, None), name, object);
        key.map_err(|refused| match &refused.target {
            Some(hsm) if refused.id == "VaultNotFound" => CmdletError {
                fix: format!("Pipe its key: Get-AzKeyVaultKey -HsmName {hsm} -Name KEY"),
                ..refused
            },
            _ => refused,
        })
    }

    /// A key of the key vault or the managed HSM that is named, or by its object.
    pub(super) fn either(
        tenant: &Tenant,
        (vault, hsm): (Option<String>, Option<String>),
        name: Option<String>,
        object: Option<&Object>,
    ) -> Result<Self, CmdletError> {
        let named = (vault.as_deref(), hsm.as_deref());
        if named.0.is_none() && named.1.is_none() {
            return Self::of_object(name, object);
        }
        let given = Given::either((named.0, None, None), (named.1, None, None))?;
        given.check(tenant)?;
        Ok(Self { vault: given.name, name: name.unwrap_or_default(), version: None })
    }

    fn of_object(name: Option<String>, object: Option<&Object>) -> Result<Self, CmdletError> {
        // An object may have no more than the URI.
        let uri = object.and_then(|object| text_of(object, "Id"));
        let uri = uri.and_then(|uri| KeyUri::stored(&uri).ok());
        let of_object = |name: &str| object.and_then(|object| text_of(object, name));
        let of_uri = |part: fn(&KeyUri) -> &str| uri.as_ref().map(|uri| part(uri).to_owned());
        let vault = match of_uri(KeyUri::vault) {
            Some(vault) => vault,
            None => Given::new(None, object, None)?.name,
        };
        let name = name.or_else(|| of_object("Name")).or_else(|| of_uri(KeyUri::key));
        let version = of_object("Version").or_else(|| uri.as_ref()?.version().map(str::to_owned));
        let version = version.filter(|version| !version.is_empty());
        Ok(Self { vault, name: name.unwrap_or_default(), version })
    }
}
