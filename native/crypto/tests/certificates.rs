//! Certificates out of files.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use ckey_crypto::certificate::{Certificate, CertificateError, MOST_BYTES};
use ckey_crypto::key_file;
use ckey_crypto::rsa::{RsaPrivateKey, TokenSignature, WrapAlgorithm};
use ckey_crypto::{Backend, digest::sha256};
use proptest::prelude::*;

const PEM: &[u8] = include_bytes!("certificates/holder1.crt.pem");
const DER: &[u8] = include_bytes!("certificates/holder1.crt.der");
const KEY: &[u8] = include_bytes!("certificates/holder1.key.pem");
const EC: &[u8] = include_bytes!("certificates/ec.crt.pem");
const SHORT: &str = "7dab7700f898e0286c88eef0acfb38a2ca01ab46";
const VALID: (i64, i64) = (1_795_940_931, 4_949_540_931);

#[test]
fn pem_and_der_are_one_certificate_and_its_key_opens_what_is_for_it() {
    let read = Certificate::read(PEM).unwrap();
    assert_eq!(read, Certificate::read(DER).unwrap());
    assert_eq!(*read.thumbprint(), sha256(DER));
    let sealed =
        read.public_key().wrap(Backend::AwsLc, WrapAlgorithm::RsaOaep256, b"share").unwrap();
    let own = key_file::read(KEY, None).unwrap();
    let own = RsaPrivateKey::from_pkcs8(Backend::AwsLc, own.expose()).unwrap();
    assert_eq!(own.unwrap(WrapAlgorithm::RsaOaep256, &sealed).unwrap().expose(), b"share");
}

#[test]
fn what_the_key_of_a_certificate_signs_is_its_own_by_the_way_it_was_signed_alone() {
    let key = Certificate::read(PEM).unwrap().public_key().clone();
    let own = key_file::read(KEY, None).unwrap();
    let own = RsaKeyPair::from_pkcs8(own.expose()).unwrap();
    let signed = |by| {
        let mut signature = vec![0; own.public_modulus_len()];
        own.sign(by, &SystemRandom::new(), b"text", &mut signature).unwrap();
        signature
    };
    let (rs, ps) = (TokenSignature::Rs256, TokenSignature::Ps256);
    for (by, other, signature) in
        [(rs, ps, signed(&RSA_PKCS1_SHA256)), (ps, rs, signed(&RSA_PSS_SHA256))]
    {
        assert!(key.verify(by, b"text", &signature).is_ok());
        assert!(key.verify(other, b"text", &signature).is_err());
        assert!(key.verify(by, b"texT", &signature).is_err());
        assert!(key.verify(by, b"text", &[]).is_err());
    }
}

/// As `openssl x509 -fingerprint -sha1 -dates` tells them.
#[test]
fn a_certificate_has_its_thumbprints_and_its_time() {
    let read = Certificate::read(DER).unwrap();
    assert_eq!((hex::encode(read.short_thumbprint()).as_str(), read.der()), (SHORT, DER));
    let (from, to) = VALID;
    assert!(read.is_valid_at(from) && read.is_valid_at(to));
    assert!(!read.is_valid_at(from - 1) && !read.is_valid_at(to + 1));
}

#[test]
fn what_is_no_certificate_of_an_rsa_key_is_refused_with_the_reason() {
    assert_eq!(Certificate::read(EC).unwrap_err(), CertificateError::NotRsa);
    let long = vec![b' '; MOST_BYTES + 1];
    for file in [&b""[..], b"-----BEGIN ", KEY, &DER[..DER.len() - 1], &long] {
        assert_eq!(Certificate::read(file).unwrap_err(), CertificateError::NotACertificate);
    }
}

proptest! {
    #[test]
    fn an_altered_certificate_never_panics(at in 0..DER.len(), bit in 0..8u8) {
        let mut file = DER.to_vec();
        file[at] ^= 1 << bit;
        let _ = Certificate::read(&file);
    }

    #[test]
    fn any_bytes_never_panic(bytes: Vec<u8>) {
        let _ = Certificate::read(&bytes);
    }
}
