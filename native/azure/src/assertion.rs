//! A certificate's own sign-in: a statement of who asks, signed by the certificate's key, in place
//! of a secret. The SDK's own way to do it needs OpenSSL.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PSS_SHA256, RsaKeyPair};
use azure_core::http::ClientMethodOptions;
use azure_identity::ClientAssertion;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ckey_vault::VaultErrorKind;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use uuid::Uuid;

use crate::failure::Failure;

/// How long one statement holds.
const LIFE: Duration = Duration::from_secs(600);

/// Makes statements for one application.
pub(crate) struct Assertion {
    /// For whom they are: the address that gives tokens.
    audience: String,
    client: String,
    key: RsaKeyPair,
    thumbprint: String,
}

impl std::fmt::Debug for Assertion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Assertion").field("client", &self.client).finish_non_exhaustive()
    }
}

fn refused(what: impl Into<String>) -> Failure {
    Failure::new(VaultErrorKind::SignInFailed, what)
}

impl Assertion {
    /// From a PEM file that has the certificate and its RSA key.
    pub(crate) fn of(pem: &[u8], audience: String, client: &str) -> Result<Self, Failure> {
        let certificate = CertificateDer::from_pem_slice(pem)
            .map_err(|_| refused("the certificate's file has no certificate in PEM"))?;
        let key = PrivateKeyDer::from_pem_slice(pem)
            .map_err(|_| refused("the certificate's file has no private key in PEM"))?;
        let key = match &key {
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => RsaKeyPair::from_pkcs8(key.secret_der()),
        };
        Ok(Self {
            audience,
            client: client.to_owned(),
            key: key.map_err(|_| refused("the certificate's private key is no RSA key"))?,
            thumbprint: URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate)),
        })
    }

    /// A statement that holds from now on.
    fn sign(&self, now: Duration) -> Result<String, Failure> {
        let head = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint });
        let claims = json!({
            "aud": self.audience,
            "iss": self.client,
            "sub": self.client,
            "jti": Uuid::new_v4().to_string(),
            "nbf": now.as_secs(),
            "exp": now.saturating_add(LIFE).as_secs(),
        });
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(&RSA_PSS_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| refused("the certificate's key did not sign"))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

#[async_trait::async_trait]
impl ClientAssertion for Assertion {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(self.sign(now)?)
    }
}
