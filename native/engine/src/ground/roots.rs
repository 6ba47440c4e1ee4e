//! Which vaults hold the roots: the embedded ones, or those that a provider asks.

use std::collections::{BTreeMap, BTreeSet};

use ckey_store::Reader;
use ckey_vault::{Cloud, KeyUri, VaultError, VaultErrorKind, VaultHosts, VaultKind};
use serde::{Deserialize, Serialize};

use crate::error::{Category, EngineError, Result};

/// The setting of a tenant whose vaults are not the embedded ones, or not all of them.
pub(crate) const PROVIDER: &str = "vaults.provider";

/// The record of the change by which a tenant begins to leave its embedded vaults. It says in `kept`
/// what the setting says.
pub(crate) const LEAVE_EMBEDDED: &str = "Leave embedded vaults";
/// The record of the change that takes this back.
pub(crate) const STAY_EMBEDDED: &str = "Stay with embedded vaults";

/// The most that certificates of authorities may have, in bytes.
const MOST_BYTES: usize = 64 << 10;

/// Where the vaults of a tenant are. It changes at most once, from the embedded ones to Azure's; the
/// cloud of the embedded ones never does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VaultProvider {
    /// Which hosts are its vaults.
    pub hosts: VaultHosts,
    /// The certificates of authorities that are trusted to speak for them, as PEM.
    pub authorities: Option<String>,
    /// The embedded vaults that it left, where it had any.
    pub left: Option<LeftVaults>,
}

/// Embedded vaults that a tenant leaves for those that others hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftVaults {
    /// Their cloud.
    #[serde(default, skip_serializing_if = "is_public")]
    pub(crate) cloud: Cloud,
    /// The names of the key vaults, in lower case. A key in that cloud, in a vault of such a name,
    /// is in the embedded one, for ever: what is there, or is not, never decides it.
    pub(crate) names: BTreeSet<String>,
    /// The same of the managed HSMs.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) hsms: BTreeSet<String>,
    /// For each key without a version, the key that takes its place.
    pub(crate) keys: BTreeMap<String, String>,
}

impl LeftVaults {
    /// The names of those of a kind.
    pub(crate) const fn of(&self, kind: VaultKind) -> &BTreeSet<String> {
        match kind {
            VaultKind::Vault => &self.names,
            VaultKind::ManagedHsm => &self.hsms,
        }
    }

    /// The names of all.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.names.union(&self.hsms)
    }
}

/// The same as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    provider: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suffix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authorities: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left: Option<LeftVaults>,
    #[serde(default, skip_serializing_if = "is_public")]
    cloud: Cloud,
}

fn is_public(cloud: &Cloud) -> bool {
    *cloud == Cloud::Public
}

const LOCAL: &str = "Local";
const AZURE: &str = "Azure";
/// A library that knows of no such tenants would ask Azure for keys in embedded vaults: by this
/// word it refuses to open one.
const AFTER_LOCAL: &str = "AzureAfterLocal";
/// The same, where not all of them are below `vault.azure.net`.
const AFTER_OTHER_HOSTS: &str = "AzureAfterLocalHosts";

impl VaultProvider {
    /// `Local` or `Azure`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        if self.hosts.is_local() { LOCAL } else { AZURE }
    }

    /// The value of the setting; none for embedded vaults in the public cloud.
    pub(crate) fn kept(&self) -> Result<Option<String>> {
        let (suffix, port) = match &self.hosts {
            VaultHosts::Local(Cloud::Public) => return Ok(None),
            VaultHosts::Local(_) | VaultHosts::Azure => (None, None),
            VaultHosts::Below { suffix, port } => (Some(suffix.clone()), Some(*port)),
        };
        let kept = Kept {
            provider: self.word().to_owned(),
            suffix,
            port,
            authorities: self.authorities.clone(),
            left: self.left.clone(),
            cloud: if let VaultHosts::Local(cloud) = self.hosts { cloud } else { Cloud::Public },
        };
        serde_json::to_string(&kept)
            .map(Some)
            .map_err(|error| EngineError::damaged(PROVIDER, error.to_string()))
    }

    /// What the setting calls it.
    fn word(&self) -> &'static str {
        match &self.left {
            _ if self.hosts.is_local() => LOCAL,
            None => AZURE,
            Some(left) if is_public(&left.cloud) && left.hsms.is_empty() => AFTER_LOCAL,
            Some(_) => AFTER_OTHER_HOSTS,
        }
    }

    pub(crate) fn stored(reader: &mut dyn Reader) -> Result<Self> {
        Self::read(reader.setting(PROVIDER)?.as_deref())
    }

    /// What the value of the setting says.
    pub(super) fn read(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::default()) };
        let damaged = |error: &dyn std::fmt::Display| {
            EngineError::damaged(PROVIDER, format!("Where the vaults are cannot be read: {error}."))
        };
        let kept: Kept = serde_json::from_str(text).map_err(|error| damaged(&error))?;
        let hosts = match kept.suffix {
            None if kept.provider == LOCAL => VaultHosts::Local(kept.cloud),
            None => VaultHosts::Azure,
            Some(suffix) => {
                VaultHosts::below(&suffix, kept.port).map_err(|error| damaged(&error.message))?
            }
        };
        let read = Self { hosts, authorities: kept.authorities, left: kept.left };
        let is_so =
            kept.provider == read.word() && (read.hosts.is_local() || is_public(&kept.cloud));
        if is_so { Ok(read) } else { Err(damaged(&kept.provider)) }
    }

    /// Whether the tenant has embedded vaults, also where it leaves them.
    #[must_use]
    pub const fn has_embedded(&self) -> bool {
        self.hosts.is_local() || self.left.is_some()
    }

    /// The cloud of the embedded vaults, where the tenant has any.
    #[must_use]
    pub fn embedded_cloud(&self) -> Option<Cloud> {
        match self.hosts {
            VaultHosts::Local(cloud) => Some(cloud),
            _ => self.left.as_ref().map(|left| left.cloud),
        }
    }

    /// Whether the hosts of embedded vaults are below what follows the vault's name in this URI.
    pub(crate) fn is_embedded_host(&self, uri: &KeyUri) -> bool {
        uri.cloud().is_some_and(|(cloud, _)| self.embedded_cloud() == Some(cloud))
    }

    /// Whether a key is in an embedded vault.
    #[must_use]
    pub fn is_embedded(&self, uri: &KeyUri) -> bool {
        let is_left =
            |left: &LeftVaults| left.of(uri.kind()).contains(&uri.vault().to_ascii_lowercase());
        self.hosts.is_local()
            || self.is_embedded_host(uri) && self.left.as_ref().is_some_and(is_left)
    }

    /// Whether an embedded vault has this name.
    pub(crate) fn is_embedded_vault(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let is_left = |left: &LeftVaults| left.all().any(|known| *known == name);
        self.hosts.is_local() || self.left.as_ref().is_some_and(is_left)
    }

    /// Reads the URI of a key in a vault of the tenant, also in one that it leaves.
    ///
    /// # Errors
    /// `BadParameter`.
    pub fn key_uri(&self, text: &str) -> std::result::Result<KeyUri, VaultError> {
        let text = text.trim();
        self.hosts.key_uri(text).or_else(|error| {
            let left = self.embedded_uri(text).ok().filter(|uri| self.is_embedded(uri));
            left.ok_or(error)
        })
    }

    /// Reads the URI of a key as one of an embedded vault.
    pub(crate) fn embedded_uri(&self, text: &str) -> std::result::Result<KeyUri, VaultError> {
        VaultHosts::Local(self.embedded_cloud().unwrap_or_default()).key_uri(text)
    }

    /// Whether a key is in an embedded vault that the tenant leaves.
    pub(crate) fn is_left(&self, uri: &KeyUri) -> bool {
        self.left.is_some() && self.is_embedded(uri)
    }

    /// Refuses to make embedded vaults in a tenant that leaves them: nothing could be in them.
    pub(crate) fn must_take_vaults(&self) -> Result<()> {
        if self.left.is_none() {
            return Ok(());
        }
        Err(EngineError::new(
            "VaultsNotEmbedded",
            Category::InvalidOperation,
            "The tenant leaves its embedded vaults, and gets no others.",
            "Make vaults where those are that the tenant moves to.",
        ))
    }

    /// Refuses a key for new data in a vault that the tenant leaves.
    pub(crate) fn must_stay_in_use(&self, uri: &KeyUri) -> Result<()> {
        if !self.is_left(uri) {
            return Ok(());
        }
        Err(VaultError::new(
            VaultErrorKind::BadParameter,
            format!("'{uri}' is in the embedded vault '{}', which the tenant leaves.", uri.vault()),
            uri,
            "Give a key in a vault of another name. Policies that are still under such keys are carried on by Move-CustomerKeyTenantVault.",
        )
        .into())
    }

    /// Refuses embedded roots beside a module that works on Azure's vaults: its cmdlets have the names
    /// of those for embedded vaults, and a rehearsal would change what is real.
    ///
    /// # Errors
    /// `RealModuleLoaded`.
    pub fn must_fit(&self, azure_module: Option<&str>) -> Result<()> {
        let Some(module) = azure_module.filter(|_| self.hosts.is_local()) else { return Ok(()) };
        Err(EngineError::new(
            "RealModuleLoaded",
            Category::ResourceExists,
            format!(
                "{module} is loaded, and works on Azure's vaults. Those of this tenant are embedded, and the cmdlets for them have the same names."
            ),
            "Work on this tenant in a new process, without that module; here, on a tenant whose vaults are Azure's.",
        )
        .about(module))
    }

    /// What keeps a tenant from being made with these, if anything.
    pub(crate) fn check(&self, is_rehearsal: bool) -> Result<()> {
        let invalid = |id, message: &str, fix| {
            Err(EngineError::new(id, Category::InvalidArgument, message, fix).about(PROVIDER))
        };
        if is_rehearsal && self.hosts.is_azures() {
            return invalid(
                "RehearsalAgainstAzure",
                "A rehearsal never asks the vaults of Azure.",
                "Name the suffix of a server that answers as Key Vault does: -VaultHostSuffix vault.localhost; or make a tenant for production: -Mode Production",
            );
        }
        let Some(authorities) = &self.authorities else { return Ok(()) };
        if authorities.len() <= MOST_BYTES && authorities.contains("-----BEGIN CERTIFICATE-----") {
            return Ok(());
        }
        invalid(
            "VaultAuthorityInvalid",
            "What was given is no file of certificates in PEM, or it is longer than 64 KiB.",
            "Give the certificate of the authority that signs those of the vaults.",
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn embedded_roots_do_not_stand_beside_a_module_that_works_on_azures() {
        let azure = VaultProvider { hosts: VaultHosts::Azure, ..VaultProvider::default() };
        assert!(azure.must_fit(Some("Az.KeyVault")).is_ok());
        assert!(VaultProvider::default().must_fit(None).is_ok());
        let refused = VaultProvider::default().must_fit(Some("Az.KeyVault")).unwrap_err();
        assert_eq!(refused.id, "RealModuleLoaded");
        assert!(refused.message.contains("Az.KeyVault"), "{}", refused.message);
    }

    fn leaving(hosts: VaultHosts) -> VaultProvider {
        let names = BTreeSet::from(["contoso-east".to_owned()]);
        let keys = BTreeMap::new();
        VaultProvider {
            hosts,
            authorities: None,
            left: Some(LeftVaults { cloud: Cloud::Public, names, hsms: BTreeSet::new(), keys }),
        }
    }

    #[test]
    fn what_a_uri_means_is_known_by_the_names_that_were_kept_and_not_by_what_is_there() {
        let azure = leaving(VaultHosts::Azure);
        let uri = |host: &str| azure.key_uri(&format!("https://{host}/keys/k")).unwrap();
        assert!(azure.is_embedded(&uri("Contoso-East.vault.azure.net")));
        for elsewhere in ["contoso-west.vault.azure.net", "contoso-east.managedhsm.azure.net"] {
            assert!(!azure.is_embedded(&uri(elsewhere)), "{elsewhere}");
            assert!(azure.must_stay_in_use(&uri(elsewhere)).is_ok());
        }
        let refused = azure.must_stay_in_use(&uri("contoso-east.vault.azure.net")).unwrap_err();
        assert!(refused.message.contains("leaves") && refused.fix.contains("another name"));

        let below = leaving(VaultHosts::below("kv.test", None).unwrap());
        let embedded = below.key_uri("https://contoso-east.vault.azure.net/keys/k").unwrap();
        let same_name = below.key_uri("https://contoso-east.kv.test/keys/k").unwrap();
        assert!(below.is_embedded(&embedded) && !below.is_embedded(&same_name));
        assert!(below.key_uri("https://contoso-west.vault.azure.net/keys/k").is_err());
    }

    #[test]
    fn where_the_vaults_are_is_read_back_and_a_library_of_before_does_not_take_it_for_azure() {
        let provider = leaving(VaultHosts::below("kv.test", Some(8443)).unwrap());
        let kept = provider.kept().unwrap().unwrap();
        assert!(kept.contains("\"AzureAfterLocal\""), "{kept}");
        assert_eq!(VaultProvider::read(Some(&kept)).unwrap(), provider);
        for wrong in [
            kept.replace("AzureAfterLocal", "Azure"),
            "{\"provider\":\"AzureAfterLocal\"}".to_owned(),
            "{}".to_owned(),
        ] {
            assert_eq!(VaultProvider::read(Some(&wrong)).unwrap_err().id, "DataDamaged", "{wrong}");
        }
    }

    #[test]
    fn the_cloud_of_embedded_vaults_is_kept_also_by_who_leaves_them() {
        let local = VaultProvider {
            hosts: VaultHosts::Local(Cloud::UsGovernment),
            ..VaultProvider::default()
        };
        let mut left = leaving(VaultHosts::Azure);
        left.left.as_mut().unwrap().cloud = Cloud::UsGovernment;
        for (provider, word) in [(local, "Local"), (left, "AzureAfterLocalHosts")] {
            let kept = provider.kept().unwrap().unwrap();
            assert!(kept.contains(&format!("\"{word}\"")), "{kept}");
            assert_eq!(VaultProvider::read(Some(&kept)).unwrap(), provider);
            let here = "https://contoso-east.vault.usgovcloudapi.net/keys/k";
            assert!(provider.is_embedded(&provider.key_uri(here).unwrap()));
            // In the public cloud it is another vault: one of Azure's, or none.
            let public = provider.key_uri("https://contoso-east.vault.azure.net/keys/k");
            assert_eq!(public.is_ok(), provider.left.is_some());
            assert!(public.is_ok_and(|uri| !provider.is_embedded(&uri)) || provider.left.is_none());
            let other = kept.replace(word, "Azure");
            assert_eq!(VaultProvider::read(Some(&other)).unwrap_err().id, "DataDamaged", "{other}");
        }
    }
}
