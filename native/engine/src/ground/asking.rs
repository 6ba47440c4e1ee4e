//! Asking the vaults in which the roots are: for each key the one that holds it.

use std::sync::{Arc, PoisonError, RwLock};

use ckey_base::CancelToken;
use ckey_crypto::{SecretBytes, rsa::WrapAlgorithm};
use ckey_store::{Reader, StateExt};
use ckey_vault::{
    Caller, Cloud, Connect, EmbeddedVaults, KeyDescription, KeyOp, KeyUri, NoProvider, RootVault,
    SupposedVaults, Variables, VaultAccess, VaultDescription, VaultError, VaultErrorKind,
    VaultPlace, Wait, WrapResult,
};
use std::time::Duration;

use super::Ground;
use super::roots::{PROVIDER, VaultProvider};
use crate::error::{EngineError, Result};
use crate::record::Operation;

/// How a tenant asks vaults that others hold.
#[derive(Clone, Debug)]
pub struct RootAccess {
    /// What makes the asking part.
    pub connect: Connect,
    /// What the process says of its sign-in.
    pub variables: Variables,
}

/// What asks the vaults, as the setting said at one moment.
struct Connected {
    provider: Arc<VaultProvider>,
    /// The value of the setting, by which a change of it is noticed.
    setting: Option<String>,
    remote: Option<Arc<dyn RootVault>>,
}

impl Connected {
    /// Asks nobody yet, and starts nothing.
    fn of(setting: Option<String>, access: Option<&RootAccess>) -> Result<Self> {
        let provider = VaultProvider::read(setting.as_deref())?;
        let remote: Option<Arc<dyn RootVault>> = match access {
            _ if provider.hosts.is_local() => None,
            None => Some(Arc::new(NoProvider)),
            Some(access) => Some((access.connect)(VaultAccess {
                hosts: provider.hosts.clone(),
                authorities: provider.authorities.clone(),
                variables: access.variables.clone(),
            })?),
        };
        Ok(Self { provider: Arc::new(provider), setting, remote })
    }
}

/// What asks the vaults of a tenant.
pub(crate) struct Roots {
    access: Option<RootAccess>,
    /// With the key epoch at which it was found to hold.
    now: RwLock<(i64, Arc<Connected>)>,
}

impl Roots {
    pub(crate) fn of(reader: &mut dyn Reader, access: Option<&RootAccess>) -> Result<Self> {
        let connected = Connected::of(reader.setting(PROVIDER)?, access)?;
        let now = RwLock::new((reader.epoch()?, Arc::new(connected)));
        Ok(Self { access: access.cloned(), now })
    }

    /// The cloud of embedded vaults, which never changes.
    pub(crate) fn embedded_cloud(&self) -> Cloud {
        self.known().1.provider.embedded_cloud().unwrap_or_default()
    }

    fn known(&self) -> (i64, Arc<Connected>) {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The vaults of a tenant at one moment, each key's own.
#[derive(Clone)]
pub(crate) struct AskedRoots<'a> {
    embedded: &'a EmbeddedVaults,
    connected: Arc<Connected>,
    /// Why it is not known whether they still are where they were.
    unknown: Option<Arc<VaultError>>,
}

impl<'a> AskedRoots<'a> {
    /// Where the vaults are.
    pub(crate) fn provider(&self) -> &VaultProvider {
        &self.connected.provider
    }

    /// Whether a key is in an embedded vault.
    pub(crate) fn is_embedded(&self, uri: &KeyUri) -> bool {
        self.connected.provider.is_embedded(uri)
    }

    /// Shows within a change that the vaults are where they were when they were asked: what a URI
    /// means must not change between the question and what rests on the answer.
    pub(crate) fn must_hold(&self, reader: &mut dyn Reader) -> Result<()> {
        if reader.setting(PROVIDER)? == self.connected.setting {
            return Ok(());
        }
        Err(EngineError::changed_meanwhile("vaults"))
    }

    /// The vault of a key, where it is embedded and can be read.
    pub(crate) fn embedded_vault(
        &self,
        uri: &KeyUri,
    ) -> std::result::Result<VaultDescription, VaultError> {
        if self.is_embedded(uri) {
            return self.embedded.vault(uri.vault());
        }
        Err(VaultError::new(
            VaultErrorKind::VaultNotFound,
            format!("No embedded vault of this tenant is at '{}'.", uri.vault_address()),
            uri.vault(),
            "Ask where that vault is managed.",
        ))
    }

    /// Where the vault of a key is, as [`RootVault::locate`].
    pub(crate) fn place_of(
        &self,
        uri: &KeyUri,
    ) -> std::result::Result<Option<VaultPlace>, VaultError> {
        self.holder(uri)?.locate(uri.vault())
    }

    fn holder(&self, uri: &KeyUri) -> std::result::Result<&dyn RootVault, VaultError> {
        if let Some(unknown) = &self.unknown {
            return Err(VaultError::clone(unknown));
        }
        match &self.connected.remote {
            Some(remote) if !self.is_embedded(uri) => Ok(remote.as_ref()),
            // It would be looked for by the vault's name, which may be that of another one here.
            _ if !self.provider().is_embedded_host(uri) => Err(VaultError::new(
                VaultErrorKind::Damaged,
                format!("'{uri}' is where this tenant has no vaults."),
                uri,
                "Run Test-CustomerKeyTenant, and restore the tenant from a backup.",
            )),
            _ => Ok(self.embedded),
        }
    }
}

impl RootVault for AskedRoots<'_> {
    fn get_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> std::result::Result<KeyDescription, VaultError> {
        self.holder(uri)?.get_key(caller, uri, wait)
    }

    fn wrap_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        wait: &Wait,
    ) -> std::result::Result<WrapResult, VaultError> {
        self.holder(uri)?.wrap_key(caller, uri, algorithm, plaintext, wait)
    }

    fn unwrap_key(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> std::result::Result<SecretBytes, VaultError> {
        self.holder(uri)?.unwrap_key(caller, uri, algorithm, ciphertext, wait)
    }

    fn check_root(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> std::result::Result<KeyDescription, VaultError> {
        self.holder(uri)?.check_root(caller, uri, wait)
    }

    fn check_unwrap(
        &self,
        caller: &Caller,
        uri: &KeyUri,
        wait: &Wait,
    ) -> std::result::Result<(), VaultError> {
        self.holder(uri)?.check_unwrap(caller, uri, wait)
    }

    fn inspect_key(
        &self,
        uri: &KeyUri,
        wait: &Wait,
    ) -> std::result::Result<KeyDescription, VaultError> {
        self.holder(uri)?.inspect_key(uri, wait)
    }

    fn turn(&self, uri: &KeyUri, op: KeyOp, modulus: usize) -> Duration {
        self.holder(uri).map_or(Duration::ZERO, |holder| holder.turn(uri, op, modulus))
    }

    fn asker(&self, uri: &KeyUri) -> Option<String> {
        self.holder(uri).ok()?.asker(uri)
    }

    fn settles_within(&self, uri: &KeyUri) -> Duration {
        self.holder(uri).map_or(Duration::ZERO, |holder| holder.settles_within(uri))
    }

    /// By its name alone an embedded vault is meant, where there are any.
    fn locate(&self, vault: &str) -> std::result::Result<Option<VaultPlace>, VaultError> {
        match &self.connected.remote {
            Some(remote) if !self.connected.provider.has_embedded() => remote.locate(vault),
            _ => self.embedded.locate(vault),
        }
    }
}

impl Ground {
    /// The vaults in which the roots are now: whoever leaves the embedded ones raises the key
    /// epoch, and what another process has wrapped elsewhere since must not be looked for in them.
    pub(crate) fn roots(&self) -> AskedRoots<'_> {
        let (connected, unknown) = match self.connected() {
            Ok(connected) => (connected, None),
            Err(error) => (self.roots.known().1, Some(Arc::new(unknown(error)))),
        };
        AskedRoots { embedded: &self.vaults, connected, unknown }
    }

    /// The same as they would be after this setting.
    pub(crate) fn roots_after(&self, provider: &VaultProvider) -> Result<AskedRoots<'_>> {
        let connected = Connected::of(provider.kept()?, self.roots.access.as_ref())?;
        Ok(AskedRoots { embedded: &self.vaults, connected: Arc::new(connected), unknown: None })
    }

    fn connected(&self) -> Result<Arc<Connected>> {
        let (epoch, known) = self.roots.known();
        if self.state().key_epoch()? == epoch {
            return Ok(known);
        }
        let (epoch, setting) = self
            .state()
            .view(|reader| Ok::<_, EngineError>((reader.epoch()?, reader.setting(PROVIDER)?)))?;
        let connected = if setting == known.setting {
            known
        } else {
            Arc::new(Connected::of(setting, self.roots.access.as_ref())?)
        };
        let mut now = self.roots.now.write().unwrap_or_else(PoisonError::into_inner);
        if now.0 < epoch {
            *now = (epoch, Arc::clone(&connected));
        }
        Ok(connected)
    }

    /// Where the vaults are.
    pub(crate) fn provider(&self) -> Arc<VaultProvider> {
        Arc::clone(&self.roots().connected.provider)
    }

    /// Reads the URI of a key in a vault of this tenant, as somebody has written it.
    pub(crate) fn key_uri(&self, text: &str) -> Result<KeyUri> {
        Ok(self.provider().key_uri(text)?)
    }

    /// The vaults, to suppose changes of them.
    pub(crate) fn supposed_vaults(&self) -> SupposedVaults<'_> {
        let roots = self.roots();
        if roots.connected.remote.is_none() {
            return self.vaults.supposed();
        }
        let holds = Arc::clone(&roots.connected.provider);
        self.vaults
            .supposed()
            .asking(Box::new(roots), self.root_wait(), move |uri| !holds.is_embedded(uri))
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

/// Neither an outage nor a refusal: it is this tenant's state that cannot be read.
fn unknown(error: EngineError) -> VaultError {
    let message = format!("It cannot be read where the vaults are. {}", error.message);
    VaultError::new(VaultErrorKind::Io, message, PROVIDER, error.fix)
}
