//! Encryption contexts, derived keys, commitments, codes and signatures.

use super::{fixed, fixed16, key, plaintext};
use crate::context::EncryptionContext;
use crate::derive;
use crate::mac;
use crate::passphrase;
use crate::passphrase::Cost;
use crate::sign;
use serde_json::{Value, json};

pub(super) fn contexts() -> Value {
    let long = "v".repeat(4096);
    let lists: [&[(&str, &str)]; 6] = [
        &[],
        &[("item", "1")],
        &[("tenant", "contoso"), ("item", "")],
        &[("b", "2"), ("a", "1"), ("aa", "3"), ("B", "4")],
        &[("größe", "§ 5"), ("名", "値")],
        &[("a", &long)],
    ];
    let valid: Vec<Value> = lists
        .iter()
        .map(|pairs| {
            let context = EncryptionContext::from_pairs(pairs.iter().copied()).unwrap();
            json!({ "pairs": pairs, "context": hex::encode(context.as_bytes()) })
        })
        .collect();
    let many =
        [&[0, 65][..], &(0..65_u8).flat_map(|n| [0, 1, n + 33, 0, 0]).collect::<Vec<_>>()].concat();
    let large = [
        &[0, 3][..],
        &(0..3_u8)
            .flat_map(|n| [&[0, 1, n + 33, 15, 160][..], &[b'v'; 4000]].concat())
            .collect::<Vec<_>>(),
    ]
    .concat();
    let refused: Vec<Value> = [
        ("no bytes", &b""[..]),
        ("half a count", b"\0"),
        ("a pair missing", b"\0\x01"),
        ("bytes after the last pair", b"\0\0\0"),
        ("an empty key", b"\0\x01\0\0\0\0"),
        ("keys out of order", b"\0\x02\0\x01b\0\0\0\x01a\0\0"),
        ("a key twice", b"\0\x02\0\x01a\0\0\0\x01a\0\x01b"),
        ("a key that is not UTF-8", b"\0\x01\0\x01\xff\0\0"),
        ("a value that is not UTF-8", b"\0\x01\0\x01a\0\x01\xff"),
        ("a value cut off", b"\0\x01\0\x01a\0\x02b"),
        ("65 pairs", &many),
        ("longer than 8192 bytes", &large),
        ("a key of 257 bytes", &[&[0, 1, 1, 1][..], &[b'k'; 257], &[0, 0]].concat()),
        ("a value of 4097 bytes", &[&[0, 1, 0, 1, b'k', 16, 1][..], &[b'v'; 4097]].concat()),
    ]
    .iter()
    .map(|(name, bytes)| {
        assert!(EncryptionContext::from_canonical(bytes).is_err(), "{name}");
        json!({ "name": name, "context": hex::encode(bytes) })
    })
    .collect();
    json!({ "about": "Canonical encryption contexts, and encodings that are refused.", "vectors": valid, "must_fail": refused })
}

pub(super) fn file() -> Value {
    let (one, two, policy) = (key("policy key"), key("erasure key"), fixed16("policy"));
    let kek: Vec<Value> = [1, 2, u32::MAX]
        .map(|generation| {
            let kek = derive::policy_kek(&one, &two, &policy, generation).unwrap();
            json!({
                "policy_key": hex::encode(one.expose()), "erasure_key": hex::encode(two.expose()), "policy": hex::encode(policy),
                "generation": generation, "kek": hex::encode(kek.expose()),
            })
        })
        .to_vec();
    let texts = ["", "context", "a longer context"];
    let commitments: Vec<Value> = texts
        .map(|text| {
            let made = derive::commitment(&one, text.as_bytes()).unwrap();
            json!({ "key": hex::encode(one.expose()), "context": hex::encode(text), "commitment": hex::encode(made) })
        })
        .to_vec();
    let subkeys: Vec<Value> = texts
        .map(|text| {
            let made = derive::subkey(&one, "audit", text.as_bytes()).unwrap();
            json!({ "key": hex::encode(one.expose()), "label": "audit", "context": hex::encode(text), "subkey": hex::encode(made.expose()) })
        })
        .to_vec();
    let lists: [&[&[u8]]; 4] = [&[], &[b""], &[b"ab", b"c"], &[b"a", b"bc"]];
    let codes: Vec<Value> = lists
        .map(|parts| {
            let hexed: Vec<String> = parts.iter().map(hex::encode).collect();
            json!({ "key": hex::encode(one.expose()), "parts": hexed, "code": hex::encode(mac::MacKey::new(&one).tag(parts)) })
        })
        .to_vec();
    json!({
        "about": "Derived keys, commitments, codes, signatures and passphrase keys.",
        "policy_kek": kek,
        "commitment": commitments,
        "subkey": subkeys,
        "code": codes,
        "signature": [signature()],
        "passphrase": [passphrase_key()],
    })
}

fn signature() -> Value {
    let signer = sign::SigningKey::from_seed(&key("signing seed")).unwrap();
    let message = plaintext(100);
    json!({
        "seed": hex::encode(fixed("signing seed")), "public": hex::encode(signer.public()),
        "message": hex::encode(&message), "signature": hex::encode(signer.sign(&message)),
    })
}

fn passphrase_key() -> Value {
    let cost = Cost { memory_kib: 256, passes: 2, lanes: 1 };
    let made = passphrase::derive(b"correct horse battery staple", &fixed16("salt"), cost).unwrap();
    json!({
        "passphrase": "correct horse battery staple", "salt": hex::encode(fixed16("salt")),
        "memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes, "key": hex::encode(made.expose()),
    })
}
