//! RSA wraps. Keys and OAEP are random, so this file is made once and not again.

use super::fixed;
use crate::backend::Backend;
use crate::rsa::{RsaPrivateKey, RsaSize, WrapAlgorithm};
use serde_json::{Value, json};

pub(super) fn file() -> Value {
    let mut vectors = Vec::new();
    for (maker, size) in [
        (Backend::AwsLc, RsaSize::Rsa2048),
        (Backend::RustCrypto, RsaSize::Rsa3072),
        (Backend::AwsLc, RsaSize::Rsa4096),
    ] {
        let key = RsaPrivateKey::generate(maker, size).unwrap();
        for algorithm in [WrapAlgorithm::RsaOaep256, WrapAlgorithm::RsaOaep] {
            for backend in Backend::ALL {
                vectors.push(json!({
                    "name": format!("{} bits, {algorithm}, wrapped by {backend}", size.bits()),
                    "pkcs8": hex::encode(key.to_pkcs8().unwrap().expose()),
                    "modulus": hex::encode(key.public().modulus()),
                    "exponent": hex::encode(key.public().exponent()),
                    "algorithm": algorithm.as_str(),
                    "seed": hex::encode(fixed("seed")),
                    "wrapped": hex::encode(key.public().wrap(backend, algorithm, &fixed("seed")).unwrap()),
                }));
            }
        }
    }
    json!({ "about": "Seeds wrapped by RSA keys that serve no other purpose.", "vectors": vectors })
}
