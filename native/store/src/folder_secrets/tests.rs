#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use ckey_crypto::{SecretBytes, SecretKey};
use uuid::Uuid;

use super::{FolderSecrets, MasterKey, SecretsBackup};
use crate::error::StoreErrorKind;
use crate::secrets::{SecretName, SecretStore};

const ONE: SecretName = SecretName::AvailabilityKey(Uuid::from_u128(1));
const TWO: SecretName = SecretName::ErasureKey(Uuid::from_u128(2));

fn key(byte: u8) -> SecretKey {
    SecretKey::from_slice(&[byte; 32]).unwrap()
}

fn words(words: &str) -> MasterKey {
    MasterKey::Passphrase(SecretBytes::from_slice(words.as_bytes()).unwrap())
}

struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }
    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }
    /// A store with two secrets.
    fn filled(&self, name: &str, master: MasterKey) -> FolderSecrets {
        let store = FolderSecrets::create(&self.at(name), master).unwrap();
        store.put(&ONE, &key(1)).unwrap();
        store.put(&TWO, &key(2)).unwrap();
        store
    }
}

fn is_filled(store: &FolderSecrets) -> bool {
    store.names().unwrap() == [ONE, TWO]
        && store.get(&ONE).unwrap().unwrap().ct_eq(&key(1))
        && store.get(&TWO).unwrap().unwrap().ct_eq(&key(2))
}

fn kind<T>(result: Result<T, crate::error::StoreError>) -> StoreErrorKind {
    let error = result.err().expect("an error");
    assert!(!error.fix.is_empty(), "{error}");
    error.kind
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_store_opens_again_under_the_master_key_it_was_made_with() {
    let place = Place::new();
    let masters: [fn(&Place) -> MasterKey; 3] = [
        |_| MasterKey::InFolder,
        |place| MasterKey::File(place.at("outside.key")),
        |_| words("correct horse"),
    ];
    for (number, master) in masters.into_iter().enumerate() {
        let name = format!("s{number}");
        drop(place.filled(&name, master(&place)));
        assert!(is_filled(&FolderSecrets::open(&place.at(&name), master(&place)).unwrap()));
        assert_eq!(place.at(&name).join("master.key").exists(), number == 0);
    }
    assert_eq!(files(place.root.path()), ["outside.key", "s0", "s1", "s2"]);
}

#[test]
fn the_key_file_in_the_folder_may_be_named_by_its_path() {
    let place = Place::new();
    let named = || MasterKey::File(place.at("s").join("master.key"));
    drop(place.filled("s", named()));
    assert!(is_filled(&FolderSecrets::open(&place.at("s"), named()).unwrap()));
    assert!(is_filled(&FolderSecrets::open(&place.at("s"), MasterKey::InFolder).unwrap()));
}

#[test]
fn a_wrong_master_key_of_any_kind_is_refused() {
    let place = Place::new();
    drop(place.filled("words", words("right")));
    drop(place.filled("file", MasterKey::File(place.at("a.key"))));
    drop(FolderSecrets::create(&place.at("other"), MasterKey::File(place.at("b.key"))).unwrap());
    let open = |name: &str, master| kind(FolderSecrets::open(&place.at(name), master));
    assert_eq!(open("words", words("wrong")), StoreErrorKind::WrongMasterKey);
    assert_eq!(open("words", MasterKey::InFolder), StoreErrorKind::WrongMasterKey);
    assert_eq!(open("file", MasterKey::File(place.at("b.key"))), StoreErrorKind::WrongMasterKey);
    assert_eq!(open("file", MasterKey::File(place.at("none.key"))), StoreErrorKind::NotFound);
    let missing = FolderSecrets::open(&place.at("file"), MasterKey::File(place.at("none.key")))
        .err()
        .unwrap();
    assert!(
        missing.message.contains("The master key") && missing.fix.contains("bring the file back"),
        "{missing:?}"
    );
    assert_eq!(open("none", MasterKey::InFolder), StoreErrorKind::NotFound);
    std::fs::write(place.at("a.key"), [0; 31]).unwrap();
    assert_eq!(open("file", MasterKey::File(place.at("a.key"))), StoreErrorKind::Damaged);
}

#[test]
fn a_secret_opens_only_under_its_own_name_in_its_own_store() {
    let place = Place::new();
    let shared = || MasterKey::File(place.at("shared.key"));
    let (one, other) = (place.filled("one", shared()), place.filled("other", shared()));
    let file = |store: &FolderSecrets, name: &SecretName| store.path(name);
    std::fs::copy(file(&one, &ONE), file(&one, &TWO)).unwrap();
    assert_eq!(kind(one.get(&TWO)), StoreErrorKind::Damaged);
    std::fs::copy(file(&one, &ONE), file(&other, &ONE)).unwrap();
    assert_eq!(kind(other.get(&ONE)), StoreErrorKind::Damaged);
    assert!(one.get(&ONE).unwrap().unwrap().ct_eq(&key(1)));
}

#[test]
fn a_damaged_secret_is_named_and_the_others_still_open() {
    let place = Place::new();
    let store = place.filled("s", MasterKey::InFolder);
    let path = store.path(&ONE);
    let whole = std::fs::read(&path).unwrap();
    for position in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[position] ^= 0x40;
        std::fs::write(&path, &bytes).unwrap();
        let error = store.get(&ONE).unwrap_err();
        assert_eq!(error.kind, StoreErrorKind::Damaged);
        assert!(error.message.contains(&ONE.label()) && error.fix.contains("backup"), "{error}");
    }
    for bytes in [&[][..], &whole[..whole.len() - 1], &[whole.as_slice(), &[0]].concat()] {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(kind(store.get(&ONE)), StoreErrorKind::Damaged);
    }
    assert!(store.get(&TWO).unwrap().unwrap().ct_eq(&key(2)));
}

#[cfg(unix)]
#[test]
fn destroying_overwrites_the_bytes_before_the_name_goes() {
    let place = Place::new();
    let store = place.filled("s", MasterKey::InFolder);
    let link = place.at("link");
    std::fs::hard_link(store.path(&ONE), &link).unwrap();
    store.destroy(&ONE).unwrap();
    assert!(!store.path(&ONE).exists());
    assert!(std::fs::read(link).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn a_destruction_that_was_cut_off_after_overwriting_counts_as_done() {
    let place = Place::new();
    let store = place.filled("s", MasterKey::InFolder);
    std::fs::write(store.path(&ONE), [0; 61]).unwrap();
    assert!(store.get(&ONE).unwrap().is_none());
    assert_eq!(store.names().unwrap(), [TWO]);
    store.put(&ONE, &key(3)).unwrap();
    assert!(store.get(&ONE).unwrap().unwrap().ct_eq(&key(3)));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_store_and_what_stands_open_is_closed() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let place = Place::new();
    drop(place.filled("s", MasterKey::InFolder));
    let folder = place.at("s");
    assert_eq!(mode(&folder), 0o700);
    for name in files(&folder) {
        assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
    }
    std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    std::fs::set_permissions(folder.join("master.key"), Permissions::from_mode(0o644)).unwrap();
    FolderSecrets::open(&folder, MasterKey::InFolder).unwrap();
    assert_eq!((mode(&folder), mode(&folder.join("master.key"))), (0o700, 0o600));
}

#[test]
fn a_store_is_made_only_in_a_new_or_empty_folder() {
    let place = Place::new();
    drop(place.filled("s", MasterKey::InFolder));
    assert_eq!(
        kind(FolderSecrets::create(&place.at("s"), MasterKey::InFolder)),
        StoreErrorKind::Conflict
    );
    std::fs::create_dir(place.at("empty")).unwrap();
    FolderSecrets::create(&place.at("empty"), MasterKey::InFolder).unwrap();
    assert!(is_filled(&FolderSecrets::open(&place.at("s"), MasterKey::InFolder).unwrap()));
}

#[test]
fn a_store_of_a_newer_format_is_refused() {
    let place = Place::new();
    drop(place.filled("s", MasterKey::InFolder));
    std::fs::write(place.at("s").join("store.json"), br#"{"format": 2, "written_by": "9.8.7"}"#)
        .unwrap();
    let error = FolderSecrets::open(&place.at("s"), MasterKey::InFolder).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::NewerFormat);
    assert!(error.message.contains("format 2") && error.fix.contains("9.8.7"));
}

#[test]
fn a_backup_restores_under_the_same_master_key() {
    let place = Place::new();
    let outside = || MasterKey::File(place.at("outside.key"));
    let masters: [(&str, &dyn Fn() -> MasterKey); 3] =
        [("folder", &|| MasterKey::InFolder), ("file", &outside), ("words", &|| words("right"))];
    for (name, master) in masters {
        let backup = place.at(&format!("{name}.backup"));
        place.filled(name, master()).backup(&backup, b"of this").unwrap();
        let folder = place.at(&format!("{name}.restored"));
        assert!(is_filled(&FolderSecrets::restore(&backup, &folder, master()).unwrap()));
        assert!(is_filled(&FolderSecrets::open(&folder, master()).unwrap()));
        assert_eq!(
            kind(FolderSecrets::restore(&backup, &folder, master())),
            StoreErrorKind::Conflict
        );
        let other = if name == "words" { words("wrong") } else { words("right") };
        assert_eq!(
            kind(FolderSecrets::restore(&backup, &place.at("other"), other)),
            StoreErrorKind::WrongMasterKey
        );
    }
    let holds = |name: &str, key: &Path| {
        let (backup, key) = (std::fs::read(place.at(name)).unwrap(), std::fs::read(key).unwrap());
        backup.windows(32).any(|window| window == key)
    };
    assert!(holds("folder.backup", &place.at("folder").join("master.key")));
    assert!(!holds("file.backup", &place.at("outside.key")));
}

#[test]
fn a_backup_says_what_it_belongs_to_and_one_of_the_first_format_says_nothing() {
    let place = Place::new();
    let backup = place.at("backup");
    let store = place.filled("s", MasterKey::InFolder);
    store.backup(&backup, b"of this").unwrap();
    let read = || SecretsBackup::open(&backup, &backup, &MasterKey::InFolder).unwrap();
    assert_eq!(read().bound(), Some(&b"of this"[..]));
    assert!(is_filled(&read().restore(&place.at("again")).unwrap()));
    assert_eq!(
        kind(store.backup(&place.at("long"), &vec![0; 64 * 1024 + 1])),
        StoreErrorKind::Damaged
    );
    std::fs::write(&backup, first_format(&store)).unwrap();
    assert_eq!(read().bound(), None);
    assert!(is_filled(
        &FolderSecrets::restore(&backup, &place.at("old"), MasterKey::InFolder).unwrap()
    ));
}

/// A backup as the first format had it.
fn first_format(store: &FolderSecrets) -> Vec<u8> {
    let header = serde_json::to_vec(&store.unlocked.header).unwrap();
    let mut body = 2_u32.to_be_bytes().to_vec();
    for name in [ONE, TWO] {
        let (label, sealed) = (name.label(), store.sealed(&name).unwrap().unwrap());
        for part in [label.as_bytes(), &sealed] {
            body.push(u8::try_from(part.len()).unwrap());
            body.extend_from_slice(part);
        }
    }
    let length = u32::try_from(header.len()).unwrap().to_be_bytes();
    let parts: [&[u8]; 6] =
        [b"CKEYSECB", &length, &header, &[1], store.unlocked.master.expose(), &body];
    let tag =
        ckey_crypto::mac::MacKey::new(&super::backup_key(&store.unlocked).unwrap()).tag(&parts);
    parts.iter().copied().chain([tag.as_slice()]).flatten().copied().collect()
}

#[test]
fn a_backup_that_was_changed_anywhere_is_refused_and_leaves_nothing() {
    let place = Place::new();
    let backup = place.at("backup");
    place.filled("s", MasterKey::InFolder).backup(&backup, b"of this").unwrap();
    let whole = std::fs::read(&backup).unwrap();
    let refused = |bytes: &[u8], what: &str| {
        std::fs::write(&backup, bytes).unwrap();
        assert!(
            FolderSecrets::restore(&backup, &place.at("restored"), MasterKey::InFolder).is_err(),
            "{what}"
        );
        assert_eq!(files(place.root.path()), ["backup", "s"]);
    };
    for position in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[position] ^= 1;
        refused(&bytes, &format!("byte {position}"));
    }
    refused(&whole[..whole.len() - 1], "cut off");
    refused(&[whole.as_slice(), &[0]].concat(), "something appended");
    refused(&[], "empty");
}
