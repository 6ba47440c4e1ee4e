//! How requests are sent: whom to trust, how much of an answer is read. What
//! fails here says why, before the SDK makes one kind of it all.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use azure_core::Bytes;
use azure_core::error::ErrorKind;
use azure_core::http::headers::Headers;
use azure_core::http::{AsyncRawResponse, HttpClient, Request, StatusCode, Transport};
use ckey_vault::{Variables, VaultAccess, VaultError, VaultErrorKind as Kind, VaultHosts};
use futures_util::StreamExt as _;
use reqwest::redirect::Policy;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use crate::again::retry_after;
use crate::failure::{Failure, chain};
use crate::names::Names;
use crate::token::wrong;

/// More than any answer takes: keys and tokens have a few KiB.
const MOST_BYTES: usize = 256 << 10;
const CONNECT_TIME: Duration = Duration::from_secs(10);
const IDLE_TIME: Duration = Duration::from_secs(60);

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A vault.
    Vault,
    /// Whoever gives tokens. What it answers in an outage is none of our sign-in's fault.
    Directory,
    /// What gives this machine its own identity: it is asked here, and by no proxy.
    Machine,
}

impl Asked {
    const fn gives_tokens(self) -> bool {
        matches!(self, Self::Directory | Self::Machine)
    }
}

#[derive(Debug)]
struct Sender {
    client: reqwest::Client,
    asked: Asked,
    /// What must not be told of an answer.
    variables: Variables,
}

/// How requests are sent for a tenant.
pub(crate) fn transport(access: &VaultAccess, asked: Asked) -> Result<Transport, VaultError> {
    let mut builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIME)
        .pool_idle_timeout(IDLE_TIME)
        .tcp_nodelay(true)
        .dns_resolver(Arc::new(Names::of_the_system()));
    // Names below localhost never leave this machine.
    let is_here = match &access.hosts {
        VaultHosts::Below { suffix, .. } => suffix.ends_with(".localhost"),
        _ => false,
    };
    if is_here || asked == Asked::Machine {
        builder = builder.no_proxy();
    }
    if let Some(pem) = &access.authorities {
        let authorities = reqwest::Certificate::from_pem_bundle(pem.as_bytes())
            .map_err(|error| unusable(&error))?;
        builder = if access.hosts.is_azures() {
            builder.tls_certs_merge(authorities)
        } else {
            builder.tls_certs_only(authorities)
        };
    }
    let client = builder.build().map_err(|error| unusable(&error))?;
    Ok(Transport::new(Arc::new(Sender { client, asked, variables: access.variables.clone() })))
}

/// Refuses authorities that nothing could be trusted by, before anything rests on them.
pub(crate) fn check_authorities(access: &VaultAccess) -> Result<(), VaultError> {
    let Some(pem) = &access.authorities else { return Ok(()) };
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|_| no_authorities("it is no whole PEM"))?;
        roots.add(certificate).map_err(|error| unusable(&error))?;
    }
    if roots.is_empty() {
        return Err(no_authorities("there is no certificate in PEM in it"));
    }
    Ok(())
}

fn unusable(error: &(dyn Error + 'static)) -> VaultError {
    no_authorities(&chain(error).last().map(ToString::to_string).unwrap_or_default())
}

fn no_authorities(why: &str) -> VaultError {
    VaultError::new(
        Kind::BadParameter,
        format!("The certificates of the vaults' authorities cannot be used: {why}."),
        "authorities",
        "Give the certificate of the authority, in PEM.",
    )
}

#[async_trait::async_trait]
impl HttpClient for Sender {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let sent = self.client.execute_request(request).await;
        let response = sent.map_err(|error| failed(&host, &error))?;
        let (status, headers, mut body) = response.deconstruct();
        if self.asked.gives_tokens()
            && let Some(failure) = outage(&host, status, &headers)
        {
            return Err(marked(failure));
        }
        // It may hold a key: it is wiped when it was read.
        let mut whole = Zeroizing::new(Vec::with_capacity(8 << 10));
        while let Some(part) = body.next().await {
            let part = part.map_err(|error| failed(&host, &error))?;
            if whole.len().saturating_add(part.len()) > MOST_BYTES {
                let what = format!("'{host}' answered with more than {MOST_BYTES} bytes");
                return Err(marked(Failure::new(Kind::AnswerUnreadable, what)));
            }
            whole.extend_from_slice(&part);
        }
        if self.asked.gives_tokens()
            && let Some(failure) = wrong(&host, status.is_success(), &whole, &self.variables)
        {
            return Err(marked(failure));
        }
        Ok(AsyncRawResponse::from_bytes(status, headers, Bytes::from_owner(whole)))
    }
}

fn marked(failure: Failure) -> azure_core::Error {
    azure_core::Error::new(ErrorKind::Io, failure)
}

/// What a directory answers when it cannot work.
fn outage(host: &str, status: StatusCode, headers: &Headers) -> Option<Failure> {
    let status = u16::from(status);
    let kind = match status {
        429 => Kind::Throttled,
        408 | 500..=599 => Kind::ServerError,
        _ => return None,
    };
    let mut failure =
        Failure::new(kind, format!("'{host}', which gives tokens, answered {status}"));
    failure.retry_after = retry_after(headers);
    Some(failure)
}

/// Why nothing came.
fn failed(host: &str, error: &azure_core::Error) -> azure_core::Error {
    let is_tls = |error: &(dyn Error + 'static)| error.downcast_ref::<rustls::Error>().cloned();
    let failure = match chain(error).find_map(is_tls) {
        Some(
            error @ (rustls::Error::InvalidCertificate(_)
            | rustls::Error::InvalidCertRevocationList(_)
            | rustls::Error::NoCertificatesPresented
            | rustls::Error::UnsupportedNameType),
        ) => Failure::new(
            Kind::NotTheVault,
            format!("'{host}' does not show that it is the one that was meant: {error}"),
        ),
        _ => {
            let why = if chain(error).any(ended) {
                "the connection ended without an answer".to_owned()
            } else {
                chain(error).last().map(ToString::to_string).unwrap_or_default()
            };
            Failure::new(Kind::Unreachable, format!("'{host}' could not be reached: {why}"))
        }
    };
    marked(failure)
}

/// What TLS says of it names its own manual.
fn ended(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| error.kind() == std::io::ErrorKind::UnexpectedEof)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_vault::Variables;

    fn checked(authorities: Option<&str>) -> Result<(), VaultError> {
        check_authorities(&VaultAccess {
            hosts: VaultHosts::below("vault.localhost", None).unwrap(),
            authorities: authorities.map(str::to_owned),
            variables: Variables::default(),
        })
    }

    #[test]
    fn authorities_are_whole_certificates_in_pem_and_at_least_one() {
        let key = rcgen::KeyPair::generate().unwrap();
        let good = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        let pem = |bytes: &str| {
            format!("-----BEGIN CERTIFICATE-----\n{bytes}\n-----END CERTIFICATE-----\n")
        };
        let good = good.pem();
        for taken in [None, Some(good.as_str()), Some(&format!("{good}{good}"))] {
            checked(taken).unwrap();
        }
        let half = good.get(..good.len() / 2).unwrap();
        for refused in [
            "",
            "nonsense",
            "-----BEGIN CERTIFICATE-----\nnonsense",
            half,
            &pem("nonsense"),
            &pem("bm9uc2Vuc2U="),
            &format!("{good}{}", pem("bm9uc2Vuc2U=")),
            &key.serialize_pem(),
        ] {
            let error = checked(Some(refused)).unwrap_err();
            assert_eq!(error.kind, Kind::BadParameter, "{refused}");
        }
    }
}
