//! Writes the seeds under `corpus/` that come from the test vectors and from the secret stores' fixtures in `data/`:
//! `cargo run --example seeds`. With `--fixtures` it makes those anew first.

use ckey_crypto::SecretKey;
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use customer_key_fuzz::secrets::{MASTER, SECRETS, write};
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (data, corpus) = (root.join("data"), root.join("corpus"));
    if std::env::args().any(|argument| argument == "--fixtures") {
        fixtures(&data)?;
    }
    let seed = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(corpus.join(target)).and_then(|()| fs::write(corpus.join(target).join(name), bytes))
    };
    seed("secret_backup", "whole", &fs::read(data.join("secrets.backup"))?)?;
    seed("secret_header", "whole", &fs::read(data.join("store.json"))?)?;
    let vectors: serde_json::Value = serde_json::from_slice(&fs::read(root.join("../vectors/sealed.json"))?)?;
    for wanted in ["attached, frames of 256, groups of 2, 0 bytes", "detached, frames of 256, groups of 2, 513 bytes"] {
        let vector = vectors["vectors"].as_array().and_then(|all| all.iter().find(|vector| vector["name"] == wanted));
        let vector = vector.ok_or("the vector is not there")?;
        let bytes = |field: &str| hex::decode(vector[field].as_str().unwrap_or_default());
        let name = if wanted.starts_with("attached") { "attached" } else { "detached" };
        seed("sealed_bytes", name, &bytes("object")?)?;
        seed("context", name, &bytes("context")?)?;
    }
    Ok(())
}

fn fixtures(data: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let inside = FolderSecrets::create(&folder.path().join("inside"), MasterKey::InFolder)?;
    for (name, byte) in SECRETS {
        inside.put(&name, &SecretKey::from_slice(&[byte; 32])?)?;
    }
    inside.backup(&data.join("secrets.backup"), b"main")?;
    let key = folder.path().join("key");
    write(&key, &MASTER);
    let outside = FolderSecrets::create(&folder.path().join("outside"), MasterKey::File(key))?;
    outside.put(&SecretName::AuditChain, &SecretKey::from_slice(&[0x11; 32])?)?;
    for name in ["store.json", "audit-chain.secret"] {
        fs::copy(folder.path().join("outside").join(name), data.join(name))?;
    }
    Ok(())
}
