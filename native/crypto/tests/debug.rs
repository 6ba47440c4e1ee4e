//! What is printed for finding faults shows of no key but that it is there.
#![allow(clippy::unwrap_used)]

use ckey_crypto::digest::Sha256;
use ckey_crypto::mac::MacKey;
use ckey_crypto::rsa::{RsaPrivateKey, RsaSize};
use ckey_crypto::sealed::{self, Form, ObjectReader, Opener, RandomAccess, ScopeKey, Sealer};
use ckey_crypto::sign::SigningKey;
use ckey_crypto::{Backend, EncryptionContext, SecretKey};

#[test]
fn debug_of_what_holds_a_key_names_it_and_shows_none_of_it() {
    let key = SecretKey::from_slice(&[0xab; 32]).unwrap();
    let (backend, scope, context) = (
        Backend::AwsLc,
        ScopeKey { key: &key, scope: [1; 16], version: 2, prepared: None },
        EncryptionContext::empty(),
    );
    let object = sealed::seal(backend, &scope, &context, b"letter").unwrap();
    let length = u64::try_from(object.len()).unwrap();
    let sealer = Sealer::start(backend, &scope, &context, Form::Attached).unwrap();
    let reader =
        ObjectReader::open(backend, &scope, &context, object.as_slice(), length, None).unwrap();
    let access =
        RandomAccess::open(backend, &scope, &context, object.as_slice(), length, None).unwrap();
    let rsa = RsaPrivateKey::generate(backend, RsaSize::Rsa2048).unwrap();
    for (shown, whole) in [
        (format!("{:?}", MacKey::new(&key)), "MacKey(..)"),
        (format!("{:?}", MacKey::new(&key).ready()), "ReadyMac(..)"),
        (format!("{:?}", Sha256::default()), "Sha256(..)"),
        (format!("{:?}", SigningKey::from_seed(&key).unwrap()), "SigningKey(..)"),
        (format!("{rsa:?}"), "RsaPrivateKey(2048 bits)"),
    ] {
        assert_eq!(shown, whole);
    }
    let streams = [format!("{sealer:?}"), format!("{reader:?}"), format!("{access:?}")];
    for (shown, name) in streams.iter().zip(["Sealer {", "ObjectReader {", "RandomAccess {"]) {
        assert!(
            // The ids that are shown are random, and a byte of theirs may be the key's.
            shown.starts_with(name) && shown.ends_with(".. }") && !shown.contains("171, 171, 171"),
            "{shown}"
        );
    }
}

#[test]
fn debug_of_a_stream_that_opens_shows_how_far_it_is() {
    let key = SecretKey::from_slice(&[7; 32]).unwrap();
    let (backend, scope, context) = (
        Backend::AwsLc,
        ScopeKey { key: &key, scope: [1; 16], version: 2, prepared: None },
        EncryptionContext::empty(),
    );
    let object = sealed::seal(backend, &scope, &context, b"letter").unwrap();
    let opener = Opener::start(backend, &scope, &context, &object, None).unwrap();
    assert!(format!("{opener:?}").starts_with("Opener { header: Header {"), "{opener:?}");
}
