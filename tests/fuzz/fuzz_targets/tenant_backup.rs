//! The two files of a tenant's backup. Any archive is unpacked below its folder, as private files
//! no longer than itself, or refused; a backup whose contents were changed is not restored and
//! leaves nothing behind.
//!
//! Input: 1 byte; then, by it, an archive, parts of one, or edits of the main file or of the
//! secrets file.
#![no_main]
use arbitrary::{Arbitrary, Unstructured};
use ckey_crypto::digest::sha256;
use ckey_engine::{Actor, CreateOptions, OpenOptions, Tenant, fuzzing};
use customer_key_fuzz::allocations::in_proportion;
use customer_key_fuzz::{edits, vaults};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Once};
use tempfile::TempDir;

struct House {
    folder: TempDir,
    main: Vec<u8>,
    secrets: Vec<u8>,
}

impl House {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let (made, folder) = (vaults::folder(), vaults::folder());
    let tenant = Tenant::create(
        &made.path().join("tenant"),
        &CreateOptions::default(),
        OpenOptions::default(),
    );
    let (main, secrets) = (made.path().join("main"), made.path().join("secrets"));
    let backup = tenant.expect("a tenant is made").backup(
        &Actor::new("alice"),
        &main,
        &secrets,
        &mut |_| {},
    );
    backup.expect("a tenant is backed up");
    let read = |path: &Path| fs::read(path).expect("a backup's file is read");
    House { folder, main: read(&main), secrets: read(&secrets) }
});

/// What the main file and the secrets file may hold.
const WANTED: [&str; 6] =
    ["tenant.db", "backup.json", "vaults", "content", "service-secrets.backup", "vault-keys"];

fuzz_target!(|input: &[u8]| {
    let [how, rest @ ..] = input else { return };
    match how % 4 {
        0 => unpack(rest),
        1 => unpack(&archive(rest)),
        which => restore(which == 2, rest),
    }
});

fn unpack(archive: &[u8]) {
    let (source, folder) = (HOUSE.path("archive"), HOUSE.path("unpacked"));
    fs::write(&source, archive)
        .and_then(|()| fs::create_dir(&folder))
        .expect("a temporary file can be written");
    let done = in_proportion(archive.len(), || fuzzing::unpack(&source, &folder, &WANTED));
    if let Ok(digest) = done {
        assert_eq!(digest, sha256(archive));
    }
    let unpacked = look(&folder);
    assert!(unpacked <= archive.len() as u64, "{unpacked} bytes out of {}", archive.len());
    in_proportion(archive.len(), || fuzzing::label(&source));
    fs::remove_dir_all(&folder).expect("what was unpacked is removed");
    assert_only(&["archive"]);
}

/// The bytes below a folder, in private files and folders alone.
fn look(folder: &Path) -> u64 {
    let entries =
        fs::read_dir(folder).expect("a folder is listed").map(|entry| entry.expect("an entry"));
    let sizes = entries.map(|entry| {
        let about = entry.metadata().expect("a file is looked at");
        let mode = about.permissions().mode() & 0o777;
        assert!(
            about.is_dir() && mode == 0o700 || about.is_file() && mode == 0o600,
            "{entry:?}: {mode:o}"
        );
        if about.is_dir() { look(&entry.path()) } else { about.len() }
    });
    sizes.sum()
}

fn assert_only(names: &[&str]) {
    let entries = fs::read_dir(HOUSE.folder.path())
        .expect("a folder is listed")
        .map(|entry| entry.expect("an entry").file_name());
    let others: Vec<_> = entries.filter(|name| !names.iter().any(|known| name == known)).collect();
    assert!(others.is_empty(), "left behind: {others:?}");
    names
        .iter()
        .for_each(|name| fs::remove_file(HOUSE.path(name)).expect("a temporary file is removed"));
}

#[derive(Arbitrary)]
struct Part<'a> {
    kind: u8,
    name: &'a [u8],
    /// A size that may not be that of the content.
    size: Option<u32>,
    content: &'a [u8],
}

/// An archive whose headers have right sums, whatever else is wrong in them.
fn archive(input: &[u8]) -> Vec<u8> {
    let mut archive = Vec::new();
    for part in Unstructured::new(input)
        .arbitrary_iter::<Part<'_>>()
        .into_iter()
        .flatten()
        .flatten()
        .take(16)
    {
        let mut header = tar::Header::new_gnu();
        let place = &mut header.as_old_mut().name;
        let length = part.name.len().min(place.len());
        place[..length].copy_from_slice(&part.name[..length]);
        header.set_entry_type(tar::EntryType::new(part.kind));
        header.set_mode(0o4777);
        header.set_size(part.size.map_or(part.content.len() as u64, u64::from));
        header.set_cksum();
        archive.extend_from_slice(header.as_bytes());
        archive.extend_from_slice(part.content);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.extend_from_slice(&[0; 1024]);
    archive
}

/// The names and contents in an archive.
fn contents(archive: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut archive = tar::Archive::new(archive);
    let entries = archive.entries().expect("what was restored is an archive").map(|entry| {
        let (mut entry, mut content) = (entry.expect("an entry"), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut content).expect("its content");
        (entry.path_bytes().into_owned(), content)
    });
    entries.collect()
}

static WHOLE: Once = Once::new();

fn restore(of_main: bool, input: &[u8]) {
    let (mut main, mut secrets) = (HOUSE.main.clone(), HOUSE.secrets.clone());
    for edit in edits::read(input) {
        if of_main {
            edits::apply(edit, &mut main, &HOUSE.secrets)
        } else {
            edits::apply(edit, &mut secrets, &HOUSE.main)
        }
    }
    let genuine = main == HOUSE.main && secrets == HOUSE.secrets;
    // Restoring takes long, and does the same every time.
    if genuine && WHOLE.is_completed() {
        return;
    }
    let (input, kept, tenant) = (HOUSE.path("main"), HOUSE.path("secrets"), HOUSE.path("tenant"));
    fs::write(&input, &main)
        .and_then(|()| fs::write(&kept, &secrets))
        .expect("a temporary file can be written");
    let restored = Tenant::restore(&tenant, &input, &kept, OpenOptions::default());
    assert!(restored.is_ok() || !genuine, "{:?}", restored.err());
    if let Ok(restored) = restored {
        // The main file is as it was to the last byte; of the secrets' archive what is in it is.
        assert!(
            main == HOUSE.main && contents(&secrets) == contents(&HOUSE.secrets),
            "a changed backup was restored"
        );
        drop(restored);
        fs::remove_dir_all(&tenant).expect("the restored tenant is removed");
        WHOLE.call_once(|| {});
    }
    assert_only(&["main", "secrets"]);
}
