//! Certificates out of files.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use ckey_crypto::certificate::{Certificate, CertificateError, MOST_BYTES};
use ckey_crypto::key_file;
use ckey_crypto::rsa::{RsaPrivateKey, WrapAlgorithm};
use ckey_crypto::{Backend, digest::sha256};
use proptest::prelude::*;

const PEM: &[u8] = include_bytes!("certificates/holder1.crt.pem");
const DER: &[u8] = include_bytes!("certificates/holder1.crt.der");
const KEY: &[u8] = include_bytes!("certificates/holder1.key.pem");
const EC: &[u8] = include_bytes!("certificates/ec.crt.pem");

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
