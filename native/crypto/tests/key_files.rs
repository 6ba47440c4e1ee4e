//! Private keys out of files: each form gives the same key, and what is no RSA key is refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use ckey_crypto::key_file::{KeyFileError, MOST_BYTES, read};
use ckey_crypto::rsa::{RsaPrivateKey, RsaPublicKey};
use ckey_crypto::{Backend, SecretBytes};
use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};

macro_rules! file {
    ($name:literal) => {
        &include_bytes!(concat!("key_files/", $name))[..]
    };
}

const PASSWORD: &str = "péage 1";

fn try_read(file: &[u8], password: &str) -> Result<SecretBytes, &'static str> {
    let password = SecretBytes::from_slice(password.as_bytes()).unwrap();
    read(file, Some(&password)).map_err(|error| error.name())
}

fn public(pkcs8: &SecretBytes) -> RsaPublicKey {
    RsaPrivateKey::from_pkcs8(Backend::AwsLc, pkcs8.expose()).unwrap().public().clone()
}

fn der(pem: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let text = std::str::from_utf8(pem).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    base64::engine::general_purpose::STANDARD.decode(body).unwrap()
}

#[test]
fn every_form_gives_the_same_key() {
    let key = read(file!("rsa.pem"), None).unwrap();
    for (name, file, password) in [
        ("pkcs1", file!("pkcs1.pem"), ""),
        ("a password that nothing needs", file!("rsa.pem"), "unused"),
        ("encrypted", file!("encrypted.pem"), PASSWORD),
        ("pfx", file!("rsa.pfx"), PASSWORD),
        ("old pfx", file!("old.pfx"), PASSWORD),
        ("no password", file!("open.pfx"), ""),
        ("not protected", file!("plain.pfx"), ""),
        ("pkcs8 der", &der(file!("rsa.pem")), ""),
        ("pkcs1 der", &der(file!("pkcs1.pem")), ""),
        ("encrypted der", &der(file!("encrypted.pem")), PASSWORD),
    ] {
        let read = try_read(file, password).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.expose(), key.expose(), "{name}");
    }
    assert_eq!(read(file!("open.pfx"), None).unwrap().expose(), key.expose());
    assert_eq!(public(&key).bits(), 2048);
}

#[test]
fn text_may_have_other_line_ends_a_mark_and_certificates_beside_the_key() {
    let key = std::str::from_utf8(file!("rsa.pem")).unwrap();
    let other =
        "\u{feff}Bag Attributes\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in [format!("{other}{key}"), key.replace('\n', "\r\n"), format!("{key}{other}")] {
        assert!(try_read(text.as_bytes(), "").is_ok(), "{text}");
    }
}

/// Rule 2.6.
#[test]
fn what_gives_no_key_is_refused_by_a_name_that_says_why() {
    let pem = file!("rsa.pem");
    for (name, file, password) in [
        ("KeyFilePasswordWrong", file!("rsa.pfx"), "other"),
        ("KeyFilePasswordWrong", file!("rsa.pfx"), ""),
        ("KeyFilePasswordWrong", file!("old.pfx"), "other"),
        ("KeyFilePasswordWrong", file!("encrypted.pem"), "other"),
        ("KeyFilePasswordWrong", file!("open.pfx"), "other"),
        ("KeyFileWithoutKey", file!("certificate.pfx"), ""),
        ("KeyFileWithoutKey", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", ""),
        ("KeyFileOfSeveralKeys", &[pem, pem].concat(), ""),
        ("KeyFileOfSeveralKeys", &two_keys(), ""),
        ("KeyFileNotRsa", file!("ec.pem"), ""),
        ("KeyFileNotRsa", file!("ec.pfx"), ""),
        ("KeyFileForAnHsm", br#"{"schema_version": "1.0.0", "ciphertext": "AAAA"}"#, ""),
        ("KeyFileNotSupported", file!("headers.pem"), PASSWORD),
        ("KeyFileKeyRefused", file!("small.pem"), ""),
        ("KeyFileNotReadable", b"", ""),
        ("KeyFileNotReadable", b"a letter", ""),
        ("KeyFileNotReadable", &vec![0; MOST_BYTES + 1], ""),
    ] {
        assert_eq!(try_read(file, password).map(drop), Err(name));
    }
    let small = read(file!("small.pem"), None).unwrap_err();
    assert!(matches!(small, KeyFileError::Key(_)));
    assert!(small.to_string().contains("2048, 3072 or 4096"), "{small}");
}

fn two_keys() -> Vec<u8> {
    let key = PrivateKey::from_der(&der(file!("rsa.pem"))).unwrap();
    let mut store = KeyStore::new();
    for name in ["one", "other"] {
        let chain = PrivateKeyChain::new(name, key.clone(), vec![]);
        store.add_entry(name, KeyStoreEntry::PrivateKeyChain(chain));
    }
    store.writer("").encryption_iterations(1).mac_iterations(1).write().unwrap()
}

/// A key that is not the one of the file would be worse than none: a change shows, or changes
/// nothing of the key.
#[test]
fn files_that_were_cut_or_changed_give_an_error_or_the_same_key_and_nothing_panics() {
    let whole = read(file!("rsa.pem"), None).unwrap();
    let (pkcs8, pkcs1) = (der(file!("rsa.pem")), der(file!("pkcs1.pem")));
    for file in [file!("rsa.pem"), file!("open.pfx"), file!("plain.pfx"), &pkcs8, &pkcs1] {
        for length in 0..file.len() {
            let _ = read(&file[..length], None);
        }
        for at in 0..file.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = file.to_vec();
                changed[at] ^= change;
                // Numbers that do not belong together are found by who makes a key of them.
                let key = read(&changed, None)
                    .and_then(|key| Ok(RsaPrivateKey::from_pkcs8(Backend::AwsLc, key.expose())?));
                if let Ok(key) = key {
                    assert_eq!(*key.public(), public(&whole), "byte {at}");
                }
            }
        }
    }
}

/// An answer to a file that asks for years of work comes at once.
#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_any_of_it_is_done() {
    let mut file = der(file!("encrypted.pem"));
    // The iterations: 2048, as an integer of two bytes.
    let at = file.windows(4).position(|part| part == [0x02, 0x02, 0x08, 0x00]).unwrap();
    file.splice(at..at + 4, [0x02, 0x02, 0x7f, 0xff]);
    assert_eq!(try_read(&file, PASSWORD).map(drop), Err("KeyFilePasswordWrong"));
    let mut file = der(file!("encrypted.pem"));
    file.splice(at..at + 4, [0x02, 0x04, 0x7f, 0xff, 0xff, 0xff]);
    // What encloses it is two bytes longer: the document, the scheme, and the ways down to it.
    for lengths in 1..at {
        let inside = usize::from(file[lengths]);
        if file[lengths - 1] == 0x30 && lengths + inside >= at + 3 && inside < 0x80 {
            file[lengths] += 2;
        }
    }
    let length = u16::from_be_bytes([file[2], file[3]]) + 2;
    file[2..4].copy_from_slice(&length.to_be_bytes());
    assert_eq!(try_read(&file, PASSWORD).map(drop), Err("KeyFileNotSupported"));
}
