//! Makes the vectors in `tests/vectors/` from fixed inputs, and checks that the committed ones are
//! what this code makes. Only tests reach this: the library itself never takes its randomness from
//! anywhere but the system.
//!
//! Committed vectors are never edited. `cargo test -p ckey-crypto write_missing_vectors --
//! --ignored` writes only files that are missing.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation
)]

mod derivations;
mod forgeries;
mod rsa;
mod sealed;
mod wraps;

use crate::digest;
use crate::memory::SecretKey;
use serde_json::Value;
use std::path::PathBuf;

/// Every file that is made from fixed inputs.
fn made() -> Vec<(&'static str, Value)> {
    vec![
        ("sealed.json", sealed::file()),
        ("sealed_must_fail.json", forgeries::file()),
        ("key_wraps.json", wraps::key_wraps()),
        ("root_wraps.json", wraps::root_wraps()),
        ("contexts.json", derivations::contexts()),
        ("derivations.json", derivations::file()),
    ]
}

#[test]
fn the_committed_vectors_are_what_this_code_makes() {
    for (name, value) in made() {
        let text = std::fs::read_to_string(path(name)).unwrap();
        assert!(
            text == render(&value),
            "{name} differs from what this code makes; the format must not change"
        );
    }
}

#[test]
#[ignore = "writes files; run by hand when a file of vectors is added"]
fn write_missing_vectors() {
    for (name, value) in made().into_iter().chain([("rsa.json", rsa::file())]) {
        if !path(name).exists() {
            std::fs::write(path(name), render(&value)).unwrap();
        }
    }
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name)
}

/// JSON with one vector a line, so that a diff shows which.
fn render(value: &Value) -> String {
    let mut out = String::from("{\n");
    let fields = value.as_object().unwrap();
    for (n, (name, value)) in fields.iter().enumerate() {
        let comma = if n + 1 == fields.len() { "" } else { "," };
        match value {
            Value::Array(vectors) => {
                let lines: Vec<String> = vectors.iter().map(|v| format!("    {v}")).collect();
                out += &format!("  {name:?}: [\n{}\n  ]{comma}\n", lines.join(",\n"));
            }
            other => out += &format!("  {name:?}: {other}{comma}\n"),
        }
    }
    out + "}\n"
}

/// Fixed bytes that belong to a name.
fn fixed(name: &str) -> [u8; 32] {
    digest::sha256(format!("customer-key test vector: {name}").as_bytes())
}

fn fixed16(name: &str) -> [u8; 16] {
    fixed(name)[..16].try_into().unwrap()
}

fn fixed12(name: &str) -> [u8; 12] {
    fixed(name)[..12].try_into().unwrap()
}

fn key(name: &str) -> SecretKey {
    SecretKey::from_slice(&fixed(name)).unwrap()
}

/// Plaintext of a length: byte `n` is `n * 7 + n / 256`, modulo 256. Readers compare with the same
/// rule.
fn plaintext(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 7 + n / 256) as u8).collect()
}
