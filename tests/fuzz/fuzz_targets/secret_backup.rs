//! Bytes in place of a backup of secrets: only the backup that was written is restored, and a
//! refused one leaves nothing behind.
#![no_main]
use ckey_store::{FolderSecrets, MasterKey, SecretStore};
use customer_key_fuzz::allocations::in_proportion;
use customer_key_fuzz::secrets::{BACKUP, SECRETS, write};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));

fuzz_target!(|bytes: &[u8]| {
    let (source, folder) = (FOLDER.path().join("backup"), FOLDER.path().join("store"));
    write(&source, bytes);
    let restored = in_proportion(bytes.len(), || {
        FolderSecrets::restore(&source, &folder, MasterKey::InFolder)
    });
    assert_eq!(restored.is_ok(), bytes == BACKUP, "{:?}", restored.err());
    let Ok(store) = restored else {
        return assert!(!folder.exists(), "a refused backup left a folder");
    };
    for (name, byte) in SECRETS {
        let secret = store.get(&name).expect("what was restored is read").expect("and is there");
        assert_eq!(secret.expose(), &[byte; 32]);
    }
    std::fs::remove_dir_all(&folder).expect("the restored store is removed");
});
