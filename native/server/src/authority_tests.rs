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
    shown_as("kv-a.vault.localhost", server, roots, clock)
}

/// The same of a server that is asked for by another name.
fn shown_as(
    name: &'static str,
    server: &Arc<ServerConfig>,
    roots: &RootCertStore,
    clock: &Arc<Moved>,
) -> Result<Vec<u8>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let client = ClientConfig::builder_with_details(provider, clock.clone())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots.clone())
        .with_no_client_auth();
    let name = ServerName::try_from(name).unwrap();
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

/// A server that shows what the authority's key has signed for a name.
fn signed_for(signer: &Authority, name: &str) -> Arc<ServerConfig> {
    let own = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let issuer = Issuer::new(authority(&signer.suffix).unwrap(), &signer.key);
    let params = CertificateParams::new([name.to_owned()]).unwrap();
    let signed = params.signed_by(&own, &issuer).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.serialize_der()));
    let chain = vec![CertificateDer::from(signed.der().to_vec())];
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    Arc::new(server.with_single_cert(chain, key).unwrap())
}

#[test]
fn what_the_authority_signs_for_a_name_that_is_not_below_the_suffix_is_taken_by_no_client() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::at(folder.path().join("server")).unwrap();
    let signer = Authority::open(&place, "vault.localhost").unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(signer.certificate()).unwrap()).unwrap();
    let clock = Arc::new(Moved(AtomicI64::new(clock::seconds())));
    let met = |name: &'static str| {
        shown_as(name, &signed_for(&signer, name), &roots, &clock)
            .map_err(|error| error.to_string())
    };
    for own in ["kv-b.vault.localhost", "a.kv-b.vault.localhost", "localhost", "127.0.0.1"] {
        assert!(met(own).is_ok(), "{own}: {:?}", met(own));
    }
    for other in [
        "contoso.vault.azure.net",
        "vault.localhost.evil.example",
        "evilvault.example",
        "192.0.2.1",
    ] {
        let refused = met(other).unwrap_err();
        assert!(refused.contains("NameConstraint"), "{other}: {refused}");
    }
}
