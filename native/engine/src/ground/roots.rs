//! Which vaults hold the roots: the embedded ones, or those that a provider asks.

use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_store::Reader;
use ckey_vault::{
    Connect, KeyUri, NoProvider, RootVault, SupposedVaults, Variables, VaultAccess, VaultHosts,
    Wait,
};
use serde::{Deserialize, Serialize};

use super::Ground;
use crate::error::{Category, EngineError, Result};
use crate::record::Operation;

/// The setting that a tenant is made with whose vaults are not the embedded ones.
pub(crate) const PROVIDER: &str = "vaults.provider";

/// The most that certificates of authorities may have, in bytes.
const MOST_BYTES: usize = 64 << 10;

/// Where the vaults of a tenant are; it never changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VaultProvider {
    /// Which hosts are its vaults.
    pub hosts: VaultHosts,
    /// The certificates of authorities that are trusted to speak for them, as PEM.
    pub authorities: Option<String>,
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
}

const AZURE: &str = "Azure";

impl VaultProvider {
    /// `Local` or `Azure`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        if self.hosts.is_local() { "Local" } else { AZURE }
    }

    /// The value of the setting; none for the embedded vaults.
    pub(crate) fn kept(&self) -> Result<Option<String>> {
        let (suffix, port) = match &self.hosts {
            VaultHosts::Local => return Ok(None),
            VaultHosts::Azure => (None, None),
            VaultHosts::Below { suffix, port } => (Some(suffix.clone()), Some(*port)),
        };
        let kept = Kept {
            provider: AZURE.to_owned(),
            suffix,
            port,
            authorities: self.authorities.clone(),
        };
        serde_json::to_string(&kept)
            .map(Some)
            .map_err(|error| EngineError::damaged(PROVIDER, error.to_string()))
    }

    pub(crate) fn stored(reader: &mut dyn Reader) -> Result<Self> {
        let Some(text) = reader.setting(PROVIDER)? else { return Ok(Self::default()) };
        let damaged = |error: &dyn std::fmt::Display| {
            EngineError::damaged(PROVIDER, format!("Where the vaults are cannot be read: {error}."))
        };
        let kept: Kept = serde_json::from_str(&text).map_err(|error| damaged(&error))?;
        let hosts = match kept.suffix {
            _ if kept.provider != AZURE => return Err(damaged(&kept.provider)),
            None => VaultHosts::Azure,
            Some(suffix) => {
                VaultHosts::below(&suffix, kept.port).map_err(|error| damaged(&error.message))?
            }
        };
        Ok(Self { hosts, authorities: kept.authorities })
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

/// How a tenant asks vaults that others hold.
#[derive(Clone, Debug)]
pub struct RootAccess {
    /// What makes the asking part.
    pub connect: Connect,
    /// What the process says of its sign-in.
    pub variables: Variables,
}

/// What asks the vaults of a tenant.
pub(crate) struct Roots {
    pub(crate) provider: VaultProvider,
    remote: Option<Arc<dyn RootVault>>,
}

impl Roots {
    /// Asks nobody yet, and starts nothing.
    pub(crate) fn of(provider: VaultProvider, access: Option<&RootAccess>) -> Result<Self> {
        let remote: Option<Arc<dyn RootVault>> = match access {
            _ if provider.hosts.is_local() => None,
            None => Some(Arc::new(NoProvider)),
            Some(access) => Some((access.connect)(VaultAccess {
                hosts: provider.hosts.clone(),
                authorities: provider.authorities.clone(),
                variables: access.variables.clone(),
            })?),
        };
        Ok(Self { provider, remote })
    }
}

impl Ground {
    /// The vaults in which the roots are.
    pub(crate) fn roots(&self) -> &dyn RootVault {
        match &self.roots.remote {
            Some(remote) => remote.as_ref(),
            None => &self.vaults,
        }
    }

    /// Where the vaults are.
    pub(crate) const fn provider(&self) -> &VaultProvider {
        &self.roots.provider
    }

    /// Reads the URI of a key in a vault of this tenant, as somebody has written it.
    pub(crate) fn key_uri(&self, text: &str) -> Result<KeyUri> {
        Ok(self.provider().hosts.key_uri(text.trim())?)
    }

    /// The vaults, to suppose changes of them.
    pub(crate) fn supposed_vaults(&self) -> SupposedVaults<'_> {
        match &self.roots.remote {
            Some(remote) => self.vaults.supposed().asking(remote.as_ref(), self.root_wait()),
            None => self.vaults.supposed(),
        }
    }

    /// How long a root may take that is asked for a check.
    pub(crate) fn root_wait(&self) -> Wait {
        self.root_wait_for(&CancelToken::new())
    }

    /// How long a root is waited for, on behalf of what this thread is busy with.
    pub(crate) fn root_wait_for(&self, cancel: &CancelToken) -> Wait {
        Wait::at_most(self.current_settings().root_timeout, cancel.clone())
            .within(Operation::current_id())
    }
}
