//! The server as a whole: started, described, stopped.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ckey_base::clock::SystemClock;
use ckey_engine::Tenant;
use ckey_network::Share;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;

use crate::authority::Authority;
use crate::error::ServeError;
use crate::kept::forget;
use crate::limit::Limit;
use crate::listener::listen;
use crate::place::{Place, Turn};
use crate::queue::Queue;
use crate::service::Service;
use crate::sign_in::SignIns;
use crate::token::Tokens;

/// Where vaults are found unless told otherwise: names below `localhost` lead to this machine.
pub const DEFAULT_SUFFIX: &str = "vault.localhost";
/// The port unless told otherwise.
pub const DEFAULT_PORT: u16 = 8443;
const STOP_TIME: Duration = Duration::from_millis(1800);
/// How long what was begun in the vaults may take to end, once no connection is left.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How a tenant's vaults are served.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Where connections are taken; a port of 0 is one that is free.
    pub listen: SocketAddr,
    /// What follows the name of a vault in its host.
    pub suffix: String,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], DEFAULT_PORT)),
            suffix: DEFAULT_SUFFIX.to_owned(),
        }
    }
}

/// A server that runs. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    audience: String,
    certificate: PathBuf,
    stop: watch::Sender<bool>,
    ended: mpsc::Receiver<()>,
    sign_ins: Arc<SignIns>,
    network: Share,
    _turn: Turn,
}

impl Server {
    /// Serves the vaults of a tenant.
    ///
    /// # Errors
    /// `SuffixInvalid`; `VaultsNotEmbedded`; `AlreadyServed`; `AddressNotTaken`; `ServerFolderInaccessible`,
    /// `CertificateFailed`; `NetworkNotStarted`.
    pub fn start(tenant: Arc<Tenant>, options: &ServeOptions) -> Result<Self, ServeError> {
        let suffix = options.suffix.to_ascii_lowercase();
        check_suffix(&suffix)?;
        tenant
            .check_writable()
            .map_err(|error| ServeError::new(error.id, error.message, error.fix))?;
        if !tenant.vault_provider().has_embedded() {
            return Err(ServeError::new(
                "VaultsNotEmbedded",
                format!("The vaults of the tenant '{}' are not embedded.", tenant.name()),
                "Serve a tenant whose vaults are.",
            ));
        }
        let place = Place::at(tenant.server_folder())?;
        let turn = place.take_turn()?;
        let authority = Authority::open(&place, &suffix)?;
        let certificate = authority.certificate().to_path_buf();
        let tls = TlsAcceptor::from(Arc::new(authority.server_config(Arc::new(SystemClock))?));
        let network = Share::take(LAST_WORDS)?;
        let listener = network.runtime()?.block_on(TcpListener::bind(options.listen));
        let taken = |error: &std::io::Error| {
            ServeError::new(
                "AddressNotTaken",
                format!("{} cannot be listened on: {}.", options.listen, ckey_base::why(error)),
                "Choose another with --listen, such as 127.0.0.1:0 for a free port.",
            )
        };
        let listener = listener.map_err(|error| taken(&error))?;
        let address = listener.local_addr().map_err(|error| taken(&error))?;
        let audience = match address.port() {
            443 => format!("https://{suffix}"),
            port => format!("https://{suffix}:{port}"),
        };
        let tokens = Arc::new(Tokens::open(&place, tenant.id(), &audience)?);
        let sign_ins = SignIns::new(Arc::clone(&tenant), Arc::clone(&tokens), audience.clone());
        let sign_ins = Arc::new(sign_ins);
        let keys = tenant.vaults().keep_opened_keys();
        let service = Service {
            tokens,
            sign_ins: Arc::clone(&sign_ins),
            tenant,
            suffix,
            port: address.port(),
            server: audience.clone(),
            requests: Limit::of_requests(),
            makers: Queue::of_makers(),
            changers: Queue::of_changers(),
            large_bodies: Queue::of_large_bodies(),
        };
        let (stop, told) = watch::channel(false);
        let (alive, ended) = mpsc::channel(1);
        network.runtime()?.spawn(forget(keys, told.clone()));
        network.runtime()?.spawn(listen(listener, tls, Arc::new(service), told, alive));
        Ok(Self { address, audience, certificate, stop, ended, sign_ins, network, _turn: turn })
    }

    /// Where connections are taken.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Who gives tokens, and what they are for: `https://SUFFIX:PORT`.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.audience
    }

    /// The certificate that clients are told to trust.
    #[must_use]
    pub fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// Stops: no connection is taken any more, what was begun ends within two seconds.
    pub fn stop(mut self) {
        let _ = self.stop.send(true);
        if let Ok(runtime) = self.network.runtime() {
            let ended = self.ended.recv();
            let _ = runtime.block_on(async { tokio::time::timeout(STOP_TIME, ended).await });
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The copy of a forked child has nothing to tell.
        if self.network.runtime().is_ok() {
            self.sign_ins.record_strangers();
        }
    }
}

fn check_suffix(suffix: &str) -> Result<(), ServeError> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let real = ["azure.net", "azure.cn", "azure.com", "usgovcloudapi.net", "microsoftazure.de"];
    let is_real = real.iter().any(|name| suffix == *name || suffix.ends_with(&format!(".{name}")));
    if suffix.len() <= 200 && suffix.contains('.') && suffix.split('.').all(is_label) && !is_real {
        return Ok(());
    }
    Err(ServeError::new(
        "SuffixInvalid",
        format!("'{suffix}' cannot be the suffix of local vaults."),
        "Give a name of at least two parts that is yours, such as vault.localhost; Azure's own are Azure's.",
    ))
}

#[cfg(test)]
mod tests {
    use super::check_suffix;

    #[test]
    fn a_suffix_is_a_name_of_two_parts_and_never_azures() {
        for good in ["vault.localhost", "kv.contoso.test"] {
            assert!(check_suffix(good).is_ok(), "{good}");
        }
        for bad in
            ["", "localhost", "vault..x", "-a.b", "a.b/c", "a_b.c", "vault.azure.net", "../x.y"]
        {
            assert!(check_suffix(bad).is_err(), "{bad}");
        }
    }
}
