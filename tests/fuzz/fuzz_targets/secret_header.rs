//! Bytes in place of a secret store's header: where it opens at all, its secrets are the ones that
//! were put.
#![no_main]
use ckey_store::{FolderSecrets, MasterKey, SecretStore};
use customer_key_fuzz::secrets::{HEADER, MASTER, SEALED, SECRETS, write};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("store")).expect("a folder in it");
    write(&folder.path().join("key"), &MASTER);
    write(&folder.path().join("store/audit-chain.secret"), SEALED);
    folder
});

fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path().join("store");
    write(&folder.join("store.json"), bytes);
    match FolderSecrets::open(&folder, MasterKey::File(FOLDER.path().join("key"))) {
        Ok(store) => {
            let (name, byte) = SECRETS[0];
            let secret =
                store.get(&name).expect("an opened store reads").expect("the secret is there");
            assert_eq!(secret.expose(), &[byte; 32]);
        }
        Err(error) => assert_ne!(bytes, HEADER, "{error:?}"),
    }
});
