//! A folder of embedded vaults, made once for a process from committed files.

use ckey_base::clock::Clock;
use ckey_crypto::{Backend, SecretKey};
use ckey_vault::{
    AccessPolicy, Caller, EmbeddedVaults, KeyPermission, KeyType, NewKey, NewVault, Sku,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The vault that the committed files are of.
pub const VAULT: &str = "fuzzed-vault";
pub const KEY: &str = "root";

/// The vault's file, the segments of its log, and a backup of its key.
pub const FILE: &[u8] = include_bytes!("../data/vault");
pub const SEGMENTS: [&[u8]; 2] =
    [include_bytes!("../data/vault.log-0001"), include_bytes!("../data/vault.log-0002")];
pub const BACKUP: &[u8] = include_bytes!("../data/key-backup");

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> i64 {
        1_800_000_000
    }
}

/// A folder that is gone with it.
pub struct Vaults {
    folder: TempDir,
    pub vaults: EmbeddedVaults,
}

/// Who may do everything in the vault.
pub fn caller() -> Caller {
    Caller::person("aaaaaaaa-0000-0000-0000-000000000001", "alice@contoso.com")
}

/// An empty folder in memory, where there is such a place: nothing in it has to last.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::tempdir_in(place).expect("a temporary folder")
}

fn open(folder: TempDir) -> Vaults {
    let master = SecretKey::from_slice(&[7; 32]).expect("a key has 32 bytes");
    let vaults =
        EmbeddedVaults::open(folder.path(), &master, Arc::new(Stopped), Backend::default(), None);
    Vaults { folder, vaults: vaults.expect("a folder of vaults opens") }
}

impl Vaults {
    /// The committed vault.
    pub fn committed() -> Self {
        let vaults = open(folder());
        vaults.write(&vaults.file(), FILE);
        (1..)
            .zip(SEGMENTS)
            .for_each(|(number, segment)| vaults.write(&vaults.segment(number), segment));
        vaults
    }

    /// A folder without a vault.
    pub fn empty() -> Self {
        open(folder())
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join(format!("{VAULT}.vault"))
    }

    /// From number 1 on.
    pub fn segment(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("{VAULT}.log-{number:04}"))
    }

    pub fn write(&self, path: &Path, bytes: &[u8]) {
        std::fs::write(path, bytes).expect("a temporary file can be written");
    }

    /// Whether the vault's file, its log and all its keys are found whole.
    pub fn is_whole(&self) -> bool {
        let verified = self.vaults.verify().expect("the folder is listed");
        let [one] = verified.as_slice() else { panic!("there is one vault: {verified:?}") };
        assert_eq!(one.vault, VAULT);
        one.result.is_ok()
    }

    /// Makes the committed files anew.
    pub fn make(data: &Path) {
        let house = open(folder());
        house.vaults.rotate_logs_at(1);
        let (vaults, caller) =
            (&house.vaults, caller().as_owner("aaaaaaaa-0000-0000-0000-000000000001"));
        let new = NewVault {
            sku: Sku::Premium,
            subscription: "11111111-1111-1111-1111-111111111111",
            ..NewVault::new(VAULT, "eastus", &caller)
        };
        vaults.create_vault(&new).expect("a vault is made");
        vaults
            .set_access_policy(
                &caller,
                VAULT,
                &AccessPolicy::for_caller(&caller, &[KeyPermission::All]),
            )
            .expect("access");
        vaults
            .create_key(&caller, VAULT, KEY, &NewKey { key_type: KeyType::Ec, ..NewKey::default() })
            .expect("a key is made");
        house.vaults.rotate_logs_at(usize::MAX);
        let backup = house.vaults.backup_key(&caller, VAULT, KEY).expect("a key is backed up");
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(data.join(name), bytes).expect("a fixture is written")
        };
        write("key-backup", &backup);
        for (name, path) in [
            ("vault", house.file()),
            ("vault.log-0001", house.segment(1)),
            ("vault.log-0002", house.segment(2)),
        ] {
            write(name, &std::fs::read(path).expect("a file of the vault"));
        }
        assert!(house.is_whole() && !house.segment(3).exists());
    }
}
