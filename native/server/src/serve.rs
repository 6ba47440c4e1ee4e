//! The server as a whole: started, described, stopped.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ckey_base::clock::SystemClock;
use ckey_engine::Tenant;
use ckey_engine::serving::{DEFAULT_LISTEN, DEFAULT_SUFFIX, Served, ServingTurn, check_suffix};
use ckey_network::Share;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;

use crate::authority::Authority;
use crate::error::ServeError;
use crate::kept::forget;
use crate::limit::Limit;
use crate::listener::listen;
use crate::place::Place;
use crate::queue::Queue;
use crate::service::Service;
use crate::sign_in::SignIns;
use crate::tally::Tally;
use crate::token::Tokens;

/// How long connections may take to end.
const STOP_TIME: Duration = Duration::from_millis(1500);
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
        Self { listen: DEFAULT_LISTEN, suffix: DEFAULT_SUFFIX.to_owned() }
    }
}

/// A server that runs. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    audience: String,
    certificate: PathBuf,
    stop: watch::Sender<bool>,
    ended: mpsc::Receiver<()>,
    tally: Arc<Tally>,
    network: Share,
    turn: ServingTurn,
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
        tenant.check_servable()?;
        let place = Place::at(tenant.server_folder())?;
        let turn = tenant.take_serving_turn()?;
        let authority = Authority::open(&place, &suffix)?;
        let certificate = authority.certificate().to_path_buf();
        let tls = TlsAcceptor::from(Arc::new(authority.server_config(Arc::new(SystemClock))?));
        let network = Share::take(LAST_WORDS)?;
        let listener = network.runtime()?.block_on(TcpListener::bind(options.listen));
        let taken = |error: &std::io::Error| {
            ServeError::new(
                "AddressNotTaken",
                format!("{} cannot be listened on: {}.", options.listen, ckey_base::why(error)),
                "Choose another; 127.0.0.1:0 takes a port that is free.",
            )
        };
        let listener = listener.map_err(|error| taken(&error))?;
        let address = listener.local_addr().map_err(|error| taken(&error))?;
        let audience = match address.port() {
            443 => format!("https://{suffix}"),
            port => format!("https://{suffix}:{port}"),
        };
        let tokens = Arc::new(Tokens::open(&place, tenant.id(), &audience)?);
        let tally = Arc::new(Tally::new(Arc::clone(&tenant)));
        let (asked, counts) = (Arc::clone(&tenant), Arc::clone(&tally));
        let sign_ins = SignIns::new(asked, Arc::clone(&tokens), audience.clone(), counts);
        let keys = tenant.vaults().keep_opened_keys();
        turn.tell(Served {
            process_id: std::process::id(),
            address,
            suffix: suffix.clone(),
            authority: audience.clone(),
            certificate: certificate.display().to_string(),
        })?;
        let service = Service {
            tokens,
            sign_ins: Arc::new(sign_ins),
            tally: Arc::clone(&tally),
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
        Ok(Self { address, audience, certificate, stop, ended, tally, network, turn })
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

    /// Whether nobody has told it to end through the tenant folder.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.turn.is_wanted()
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
            self.tally.record();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listener;

    #[test]
    fn what_was_begun_ends_within_the_two_seconds_that_are_promised() {
        assert!(listener::LAST_WORDS < STOP_TIME, "connections end by themselves");
        assert!(STOP_TIME.saturating_add(LAST_WORDS) <= Duration::from_secs(2));
    }
}
