//! The server's own authority, which clients are told to trust, and the certificates that it gives
//! the server. It can speak for the suffix and this machine alone.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_base::clock::{self, Clock};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
    PKCS_ECDSA_P256_SHA256, SanType,
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use zeroize::Zeroizing;

use crate::certificate::Renewed;
use crate::error::ServeError;
use crate::place::Place;

const AUTHORITY_DAYS: i64 = 3650;
const SERVER_DAYS: i64 = 90;
const LOCALHOST: &str = "localhost";

pub(crate) struct Authority {
    suffix: String,
    key: KeyPair,
    certificate: PathBuf,
}

impl Authority {
    /// The authority of this suffix, made if there is none.
    pub(crate) fn open(place: &Place, suffix: &str) -> Result<Self, ServeError> {
        let failed = |error: rcgen::Error| ServeError::certificate("made", &error);
        let key = place.read_or_make(&format!("authority.{suffix}.key"), || {
            let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
            Ok(key.serialize_pem().into_bytes())
        })?;
        let key = Zeroizing::new(key);
        let read = |error: &dyn std::fmt::Display| ServeError::certificate("read", error);
        let pem = std::str::from_utf8(&key).map_err(|error| read(&error))?;
        let key = KeyPair::from_pem(pem).map_err(|error| read(&error))?;
        let name = format!("authority.{suffix}.crt");
        place.read_or_make(&name, || {
            let certificate =
                authority(suffix).map_err(failed)?.self_signed(&key).map_err(failed)?;
            Ok(certificate.pem().into_bytes())
        })?;
        Ok(Self { suffix: suffix.to_owned(), key, certificate: place.file(&name) })
    }

    /// The file that clients are told to trust.
    pub(crate) fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// What TLS is spoken with: 1.2 and later, by a certificate that is renewed while it runs.
    /// Certificates follow the time of the machine, whatever a rehearsal's clock says.
    pub(crate) fn server_config(self, clock: Arc<dyn Clock>) -> Result<ServerConfig, ServeError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|error| ServeError::certificate("used", &error))?;
        let renewed = Renewed::new(clock, Box::new(move |now| self.issue(now)))?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::new(renewed));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// A certificate of the server, with a key of its own.
    fn issue(&self, now: i64) -> Result<CertifiedKey, ServeError> {
        let failed = |error: rcgen::Error| ServeError::certificate("made", &error);
        let own = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
        let issuer = Issuer::new(authority(&self.suffix).map_err(failed)?, &self.key);
        let signed =
            server(&self.suffix, now).map_err(failed)?.signed_by(&own, &issuer).map_err(failed)?;
        let chain = vec![CertificateDer::from(signed.der().to_vec())];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.serialize_der()));
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        CertifiedKey::from_der(chain, key, &provider)
            .map_err(|error| ServeError::certificate("used", &error))
    }
}

fn authority(suffix: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut params = dated(CertificateParams::new(Vec::new())?, clock::seconds(), AUTHORITY_DAYS);
    params
        .distinguished_name
        .push(DnType::CommonName, format!("Customer Key authority for {suffix}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName(suffix.to_owned()),
            GeneralSubtree::DnsName(LOCALHOST.to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8)),
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(
                IpAddr::V6(Ipv6Addr::LOCALHOST),
                128,
            )),
        ],
        excluded_subtrees: Vec::new(),
    });
    Ok(params)
}

fn server(suffix: &str, now: i64) -> Result<CertificateParams, rcgen::Error> {
    let names = [format!("*.{suffix}"), suffix.to_owned(), LOCALHOST.to_owned()];
    let mut params = dated(CertificateParams::new(names)?, now, SERVER_DAYS);
    params.distinguished_name.push(DnType::CommonName, suffix);
    params.subject_alt_names.extend([
        SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        SanType::IpAddress(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    ]);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn dated(mut params: CertificateParams, now: i64, days: i64) -> CertificateParams {
    let now =
        OffsetDateTime::from_unix_timestamp(now).unwrap_or_else(|_| OffsetDateTime::now_utc());
    // A client's clock may be behind.
    params.not_before = now.saturating_sub(Duration::days(1));
    params.not_after = now.saturating_add(Duration::days(days));
    params
}

#[cfg(test)]
#[path = "authority_tests.rs"]
mod tests;
