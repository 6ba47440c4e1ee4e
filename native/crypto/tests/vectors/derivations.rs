use super::{array, bytes, file, list, number, secret, text};
use ckey_crypto::passphrase::{self, Cost};
use ckey_crypto::{EncryptionContext, derive, mac, sign};

#[test]
fn every_context_has_its_encoding_and_every_other_is_refused() {
    let file = file("contexts.json");
    for vector in list(&file, "vectors") {
        let pairs = vector["pairs"].as_array().unwrap();
        let pairs = pairs.iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()));
        let context = EncryptionContext::from_pairs(pairs).unwrap();
        assert_eq!(context.as_bytes(), bytes(&vector, "context"));
        assert_eq!(EncryptionContext::from_canonical(&bytes(&vector, "context")).unwrap(), context);
    }
    for vector in list(&file, "must_fail") {
        let refused = EncryptionContext::from_canonical(&bytes(&vector, "context")).unwrap_err();
        assert_eq!(refused.name(), "crypto.context", "{}", vector["name"]);
    }
}

#[test]
fn every_derivation_gives_its_bytes() {
    let file = file("derivations.json");
    for v in list(&file, "policy_kek") {
        let (policy_key, erasure_key) = (secret(&v, "policy_key"), secret(&v, "erasure_key"));
        let kek = derive::policy_kek(
            &policy_key,
            &erasure_key,
            &array(&v, "policy"),
            number(&v, "generation"),
        )
        .unwrap();
        assert!(kek.ct_eq(&secret(&v, "kek")));
    }
    for v in list(&file, "commitment") {
        assert_eq!(
            derive::commitment(&secret(&v, "key"), &bytes(&v, "context")).unwrap(),
            array(&v, "commitment")
        );
    }
    for v in list(&file, "subkey") {
        let made =
            derive::subkey(&secret(&v, "key"), text(&v, "label"), &bytes(&v, "context")).unwrap();
        assert!(made.ct_eq(&secret(&v, "subkey")));
    }
    for v in list(&file, "code") {
        let parts: Vec<Vec<u8>> = v["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| hex::decode(part.as_str().unwrap()).unwrap())
            .collect();
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        mac::MacKey::new(&secret(&v, "key")).verify(&parts, &bytes(&v, "code")).unwrap();
    }
    for v in list(&file, "signature") {
        let signer = sign::SigningKey::from_seed(&secret(&v, "seed")).unwrap();
        assert_eq!(signer.public(), array(&v, "public"));
        assert_eq!(signer.sign(&bytes(&v, "message")), array(&v, "signature"));
    }
    for v in list(&file, "passphrase") {
        let cost = Cost {
            memory_kib: number(&v, "memory_kib"),
            passes: number(&v, "passes"),
            lanes: number(&v, "lanes"),
        };
        let key = passphrase::derive(text(&v, "passphrase").as_bytes(), &array(&v, "salt"), cost)
            .unwrap();
        assert!(key.ct_eq(&secret(&v, "key")));
    }
}
