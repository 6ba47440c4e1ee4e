use super::{array, bytes, file, list, number, secret, text};
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::root_wrap::{self, RootPlace, Slot};
use ckey_crypto::rsa::{RsaPrivateKey, RsaPublicKey};
use ckey_crypto::{Backend, CryptoError, SecretBytes};
use serde_json::Value;

fn unwrap(backend: Backend, vector: &Value) -> Result<SecretBytes, CryptoError> {
    let (wrapped, kind) = (bytes(vector, "wrapped"), text(vector, "kind"));
    let wrapper = KeyWrapper::new(backend, &secret(vector, "kek")).unwrap();
    if kind == "secret" {
        return wrapper
            .unwrap_bytes(&WrapContext::Secret { name: text(vector, "secret_name") }, &wrapped);
    }
    let (tenant, policy) = (&array(vector, "tenant"), &array(vector, "policy"));
    let generation = number(vector, "generation");
    let scope;
    let context = match kind {
        "scope" => {
            scope = array(vector, "scope");
            WrapContext::Scope {
                tenant,
                policy,
                generation,
                scope: &scope,
                version: number(vector, "version"),
            }
        }
        "availability" => WrapContext::Availability { tenant, policy, generation },
        _ => WrapContext::ServiceRoot { tenant, policy, generation },
    };
    if wrapped.len() == KeyWrapper::WRAPPED_KEY_LEN {
        let key = wrapper.unwrap(&context, &wrapped)?;
        let same = wrapper.unwrap_bytes(&context, &wrapped)?;
        assert_eq!(key.expose().as_slice(), same.expose());
    } else {
        assert!(wrapper.unwrap(&context, &wrapped).is_err());
    }
    wrapper.unwrap_bytes(&context, &wrapped)
}

#[test]
fn every_key_wrap_opens_or_is_refused_on_both_backends() {
    let file = file("key_wraps.json");
    for backend in Backend::ALL {
        for vector in list(&file, "vectors") {
            assert_eq!(
                unwrap(backend, &vector).unwrap().expose(),
                bytes(&vector, "secret"),
                "{}",
                vector["name"]
            );
        }
        for vector in list(&file, "must_fail") {
            assert_eq!(
                unwrap(backend, &vector).unwrap_err().name(),
                "crypto.unwrap",
                "{}",
                vector["name"]
            );
        }
    }
}

fn open(backend: Backend, vector: &Value) -> Result<Vec<u8>, CryptoError> {
    let (tenant, policy) = (array(vector, "tenant"), array(vector, "policy"));
    let place = RootPlace {
        tenant: &tenant,
        policy: &policy,
        generation: number(vector, "generation"),
        slot: if number(vector, "slot") == 1 { Slot::First } else { Slot::Second },
        key_uri: text(vector, "key_uri"),
        algorithm: text(vector, "algorithm").parse().unwrap(),
    };
    root_wrap::open(backend, &secret(vector, "seed"), &place, &bytes(vector, "sealed"))
        .map(|key| key.expose().to_vec())
}

#[test]
fn every_root_wrap_opens_or_is_refused_on_both_backends() {
    let file = file("root_wraps.json");
    for backend in Backend::ALL {
        for vector in list(&file, "vectors") {
            assert_eq!(
                open(backend, &vector).unwrap(),
                bytes(&vector, "policy_key"),
                "{}",
                vector["name"]
            );
        }
        for vector in list(&file, "must_fail") {
            assert_eq!(
                open(backend, &vector).unwrap_err().name(),
                "crypto.unwrap",
                "{}",
                vector["name"]
            );
        }
    }
}

#[test]
fn every_rsa_wrap_opens_on_both_backends() {
    for vector in list(&file("rsa.json"), "vectors") {
        for backend in Backend::ALL {
            let key = RsaPrivateKey::from_pkcs8(backend, &bytes(&vector, "pkcs8")).unwrap();
            let public = RsaPublicKey::from_components(
                &bytes(&vector, "modulus"),
                &bytes(&vector, "exponent"),
            )
            .unwrap();
            assert_eq!(key.public(), &public);
            let opened = key
                .unwrap(text(&vector, "algorithm").parse().unwrap(), &bytes(&vector, "wrapped"))
                .unwrap();
            assert_eq!(opened.expose(), bytes(&vector, "seed"), "{}", vector["name"]);
        }
    }
}
