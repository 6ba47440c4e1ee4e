//! Certificates over time, as a client meets them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration as Span;

use rustls::client::ClientConnection;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{ServerName, UnixTime};
use rustls::server::ServerConnection;
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};

use super::*;

const DAY: i64 = 86_400;

/// One clock of the server and its client.
#[derive(Debug)]
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl TimeProvider for Moved {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Span::from_secs(self.now().try_into().unwrap())))
    }
}

/// A new client's handshake: the certificate that it was shown and has verified.
fn shown(
    server: &Arc<ServerConfig>,
    roots: &RootCertStore,
    clock: &Arc<Moved>,
) -> Result<Vec<u8>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let client = ClientConfig::builder_with_details(provider, clock.clone())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots.clone())
        .with_no_client_auth();
    let name = ServerName::try_from("kv-a.vault.localhost").unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name)?;
    let mut server = ServerConnection::new(Arc::clone(server))?;
    while client.is_handshaking() || server.is_handshaking() {
        let mut bytes = Vec::new();
        client.write_tls(&mut bytes).unwrap();
        server.read_tls(&mut bytes.as_slice()).unwrap();
        server.process_new_packets()?;
        bytes.clear();
        server.write_tls(&mut bytes).unwrap();
        client.read_tls(&mut bytes.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(client.peer_certificates().unwrap().first().unwrap().to_vec())
}

#[test]
fn a_server_that_runs_for_years_shows_a_certificate_that_holds() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::at(folder.path().join("server")).unwrap();
    let authority = Authority::open(&place, "vault.localhost").unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority.certificate()).unwrap()).unwrap();
    let begun = clock::seconds();
    let clock = Arc::new(Moved(AtomicI64::new(begun)));
    let server = Arc::new(authority.server_config(clock.clone()).unwrap());
    let at = |days: i64| {
        clock.0.store(begun + days * DAY, Ordering::Relaxed);
        shown(&server, &roots, &clock).unwrap_or_else(|error| panic!("day {days}: {error}"))
    };
    let first = at(0);
    assert_eq!(at(59), first, "one certificate for all connections of its time");
    assert_ne!(at(61), first);
    for days in [91, 200, 1000, 3000] {
        assert_ne!(at(days), first);
    }
    // The machine's clock was wrong, and is put right.
    at(1);
}
