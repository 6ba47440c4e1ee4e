//! Key wraps and root wraps: those that open and those that do not.

use super::{fixed, fixed12, fixed16, key};
use crate::backend::Backend;
use crate::key_wrap::{KeyWrapper, WrapContext};
use crate::root_wrap::{self, RootPlace, Slot};
use crate::rsa::WrapAlgorithm;
use serde_json::{Value, json};

pub(super) fn key_wraps() -> Value {
    let (tenant, policy, scope) = (fixed16("tenant"), fixed16("policy"), fixed16("scope id"));
    let (tenant, policy) = (&tenant, &policy);
    let contexts = [
        WrapContext::Scope { tenant, policy, generation: 3, scope: &scope, version: 7 },
        WrapContext::Availability { tenant, policy, generation: 3 },
        WrapContext::ServiceRoot { tenant, policy, generation: 3 },
        WrapContext::Secret { name: "vault/contoso-vault" },
    ];
    let (mut valid, mut refused) = (Vec::new(), Vec::new());
    for context in &contexts {
        for len in [32, 0, 1, 1000] {
            let name = format!("{}, {len} bytes", kind(context));
            let secret = super::plaintext(len);
            let wrapped = wrap(context, &name, &secret);
            let mut value = describe(context, &name, &wrapped);
            value["secret"] = json!(hex::encode(&secret));
            value["nonce"] = json!(hex::encode(fixed12(&name)));
            valid.push(value);
        }
        for other in contexts.iter().filter(|other| kind(other) != kind(context)) {
            let wrapped = wrap(other, "moved", &fixed("secret"));
            refused.push(describe(context, &format!("made as {}", kind(other)), &wrapped));
        }
    }
    let base = &contexts[0];
    let wrapped = wrap(base, "base", &fixed("secret"));
    for at in 0..wrapped.len() {
        let mut changed = wrapped.clone();
        changed[at] ^= 1;
        refused.push(describe(base, &format!("byte {at} changed"), &changed));
    }
    for len in [0, 1, 13, 28, wrapped.len() - 1] {
        refused.push(describe(base, &format!("cut to {len} bytes"), &wrapped[..len]));
    }
    refused.push(describe(base, "one byte appended", &[wrapped.as_slice(), &[0]].concat()));
    let other = fixed16("other");
    for (name, moved) in [
        (
            "tenant",
            WrapContext::Scope { tenant: &other, policy, generation: 3, scope: &scope, version: 7 },
        ),
        (
            "policy",
            WrapContext::Scope { tenant, policy: &other, generation: 3, scope: &scope, version: 7 },
        ),
        (
            "generation",
            WrapContext::Scope { tenant, policy, generation: 4, scope: &scope, version: 7 },
        ),
        ("scope", WrapContext::Scope { tenant, policy, generation: 3, scope: &other, version: 7 }),
        (
            "version",
            WrapContext::Scope { tenant, policy, generation: 3, scope: &scope, version: 8 },
        ),
    ] {
        refused.push(describe(&moved, &format!("another {name} expected"), &wrapped));
    }
    json!({ "about": "Key wraps that open, and such that do not.", "vectors": valid, "must_fail": refused })
}

fn wrap(context: &WrapContext<'_>, name: &str, secret: &[u8]) -> Vec<u8> {
    let made = |backend| {
        KeyWrapper::new(backend, &key("kek")).unwrap().seal(context, secret, fixed12(name)).unwrap()
    };
    assert_eq!(made(Backend::AwsLc), made(Backend::RustCrypto));
    made(Backend::AwsLc)
}

fn kind(context: &WrapContext<'_>) -> &'static str {
    match context {
        WrapContext::Scope { .. } => "scope",
        WrapContext::Availability { .. } => "availability",
        WrapContext::ServiceRoot { .. } => "service-root",
        WrapContext::Secret { .. } => "secret",
    }
}

fn describe(context: &WrapContext<'_>, name: &str, wrapped: &[u8]) -> Value {
    let mut value =
        json!({ "name": name, "kind": kind(context), "kek": hex::encode(fixed("kek")) });
    match *context {
        WrapContext::Scope { tenant, policy, generation, scope, version } => {
            value["tenant"] = json!(hex::encode(tenant));
            value["policy"] = json!(hex::encode(policy));
            value["generation"] = json!(generation);
            value["scope"] = json!(hex::encode(scope));
            value["version"] = json!(version);
        }
        WrapContext::Availability { tenant, policy, generation }
        | WrapContext::ServiceRoot { tenant, policy, generation } => {
            value["tenant"] = json!(hex::encode(tenant));
            value["policy"] = json!(hex::encode(policy));
            value["generation"] = json!(generation);
        }
        WrapContext::Secret { name } => value["secret_name"] = json!(name),
    }
    value["wrapped"] = json!(hex::encode(wrapped));
    value
}

pub(super) fn root_wraps() -> Value {
    let (tenant, policy, other) = (fixed16("tenant"), fixed16("policy"), fixed16("other"));
    let first = RootPlace {
        tenant: &tenant,
        policy: &policy,
        generation: 3,
        slot: Slot::First,
        key_uri: "https://contoso-eu.vault.azure.net/keys/dep-key/0123456789abcdef0123456789abcdef",
        algorithm: WrapAlgorithm::RsaOaep256,
    };
    let uri = "https://contoso-us.vault.azure.net/keys/dep-key/fedcba9876543210fedcba9876543210";
    let second =
        RootPlace { slot: Slot::Second, key_uri: uri, algorithm: WrapAlgorithm::RsaOaep, ..first };
    let mut valid = Vec::new();
    for (name, place) in [("first root", &first), ("second root, RSA-OAEP", &second)] {
        let mut value = root(place, name, &seal(place, name));
        value["policy_key"] = json!(hex::encode(fixed("policy key")));
        value["nonce"] = json!(hex::encode(fixed12(name)));
        valid.push(value);
    }
    let sealed = seal(&first, "base");
    let mut refused = Vec::new();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        refused.push(root(&first, &format!("byte {at} changed"), &changed));
    }
    for len in [0, 1, 60] {
        refused.push(root(&first, &format!("cut to {len} bytes"), &sealed[..len]));
    }
    refused.push(root(&first, "one byte appended", &[sealed.as_slice(), &[0]].concat()));
    for (name, place) in [
        ("tenant", RootPlace { tenant: &other, ..first }),
        ("policy", RootPlace { policy: &other, ..first }),
        ("generation", RootPlace { generation: 4, ..first }),
        ("slot", RootPlace { slot: Slot::Second, ..first }),
        ("key version", RootPlace { key_uri: &first.key_uri.replace("0123", "0124"), ..first }),
        ("algorithm", RootPlace { algorithm: WrapAlgorithm::RsaOaep, ..first }),
    ] {
        refused.push(root(&place, &format!("another {name} expected"), &sealed));
    }
    let mut value = root(&first, "another seed", &sealed);
    value["seed"] = json!(hex::encode(fixed("another seed")));
    refused.push(value);
    json!({ "about": "Root wraps that open, and such that do not.", "vectors": valid, "must_fail": refused })
}

fn seal(place: &RootPlace<'_>, name: &str) -> Vec<u8> {
    let made = |b| {
        root_wrap::seal_with(b, &key("seed"), place, &key("policy key"), fixed12(name)).unwrap()
    };
    assert_eq!(made(Backend::AwsLc), made(Backend::RustCrypto));
    made(Backend::AwsLc)
}

fn root(place: &RootPlace<'_>, name: &str, sealed: &[u8]) -> Value {
    json!({
        "name": name,
        "seed": hex::encode(fixed("seed")),
        "tenant": hex::encode(place.tenant),
        "policy": hex::encode(place.policy),
        "generation": place.generation,
        "slot": place.slot.number(),
        "key_uri": place.key_uri,
        "algorithm": place.algorithm.as_str(),
        "sealed": hex::encode(sealed),
    })
}
