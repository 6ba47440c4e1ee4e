//! The backends of this crate keep the rules of every backend.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use ckey_crypto::SecretBytes;
use ckey_store::{FolderContent, FolderSecrets, MasterKey, SqliteState, conformance};

fn rows() -> ckey_store::RowKey {
    ckey_store::RowKey::new(&ckey_crypto::SecretKey::from_slice(&[7; 32]).unwrap())
}

struct Places {
    folder: tempfile::TempDir,
    next: AtomicU32,
}

impl Places {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), next: AtomicU32::new(0) }
    }

    fn next(&self) -> PathBuf {
        self.folder.path().join(self.next.fetch_add(1, Ordering::Relaxed).to_string())
    }
}

fn none(broken: Vec<conformance::Broken>) {
    assert!(
        broken.is_empty(),
        "{}",
        broken.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn state_in_sqlite_conforms() {
    let places = Places::new();
    none(conformance::state(&|tenant| {
        Ok(Box::new(SqliteState::create(&places.next(), tenant, rows())?))
    }));
}

#[test]
fn secrets_in_a_folder_conform() {
    let places = Places::new();
    none(conformance::secrets(&|| {
        Ok(Box::new(FolderSecrets::create(&places.next(), MasterKey::InFolder)?))
    }));
}

#[test]
fn secrets_under_a_passphrase_conform() {
    let places = Places::new();
    let words = || MasterKey::Passphrase(SecretBytes::from_slice(b"correct horse").unwrap());
    none(conformance::secrets(&|| Ok(Box::new(FolderSecrets::create(&places.next(), words())?))));
}

#[test]
fn content_in_a_folder_conforms() {
    let places = Places::new();
    none(conformance::content(&|| Ok(Box::new(FolderContent::open(&places.next())?))));
}
