//! What an application signs in with: a key of RSA, and a certificate of it that it has signed.
#![allow(dead_code)]

use rcgen::{Certificate, CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize};

pub struct Application {
    pub key: KeyPair,
    pub certificate: Certificate,
}

impl Application {
    pub fn new() -> Self {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        let certificate = CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        Self { key, certificate }
    }

    pub fn pem(&self) -> String {
        format!("{}{}", self.key.serialize_pem(), self.certificate.pem())
    }
}
