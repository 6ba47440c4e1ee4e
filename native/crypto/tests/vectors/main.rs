//! The committed vectors, read through every path on both backends, and by the independent reader
//! in Python.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    clippy::cast_possible_truncation
)]

mod derivations;
mod python;
mod sealed;
mod wraps;

use serde_json::Value;

fn file(name: &str) -> Value {
    let path = format!("{}/../../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn list(file: &Value, field: &str) -> Vec<Value> {
    let list = file[field].as_array().unwrap().clone();
    assert!(!list.is_empty());
    list
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_else(|| panic!("{field} missing in {}", vector["name"]))
}

fn bytes(vector: &Value, field: &str) -> Vec<u8> {
    hex::decode(text(vector, field)).unwrap()
}

fn array<const N: usize>(vector: &Value, field: &str) -> [u8; N] {
    bytes(vector, field).try_into().unwrap()
}

fn secret(vector: &Value, field: &str) -> ckey_crypto::SecretKey {
    ckey_crypto::SecretKey::from_slice(&bytes(vector, field)).unwrap()
}

fn number(vector: &Value, field: &str) -> u32 {
    vector[field].as_u64().unwrap().try_into().unwrap()
}

fn plaintext(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 7 + n / 256) as u8).collect()
}
