//! A folder of vaults with a clock that moves by hand.
#![allow(dead_code, reason = "each test file uses its part")]

use ckey_base::{CancelToken, clock::Clock};
use ckey_crypto::{Backend, SecretKey};
use ckey_vault::{
    AccessPolicy, Caller, EmbeddedVaults, KeyOp, KeyPermission, KeyUri, NewKey, NewVault, Pin, Sku,
    VaultChange, VaultError, VaultErrorKind, Wait, Witness,
};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) const VAULT: &str = "Contoso-O365EX-NA-Vault1";
pub(crate) const KEY: &str = "Contoso-O365EX-NA-Vault1-Key001";
pub(crate) const START: i64 = 1_700_000_000;
pub(crate) const DAY: i64 = 86_400;
pub(crate) const SERVICE_APP: &str = "c066d759-24ae-40e7-a56f-027002b5d3e4";

pub(crate) struct ManualClock(AtomicI64);

impl ManualClock {
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A record of vaults in memory, which survives the vaults that are opened on it.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) pins: Mutex<Vec<Pin>>,
    /// Every change that was recorded: the generation, and the operations.
    pub(crate) changes: Mutex<Vec<(u64, Vec<String>)>>,
    /// How often it was asked.
    pub(crate) asked: AtomicI64,
    /// How often it was written.
    pub(crate) commits: AtomicI64,
    /// Whether it cannot be written.
    pub(crate) full: AtomicBool,
}

impl Witness for Ledger {
    fn pins(&self, name: &str) -> Result<Vec<Pin>, VaultError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.pins.lock().unwrap().iter().filter(|pin| pin.name == name).cloned().collect())
    }

    fn names(&self) -> Result<Vec<String>, VaultError> {
        Ok(self
            .pins
            .lock()
            .unwrap()
            .iter()
            .filter(|pin| !pin.removed)
            .map(|pin| pin.name.clone())
            .collect())
    }

    fn record(&self, changes: &[VaultChange<'_>]) -> Result<(), VaultError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(VaultError::new(
                VaultErrorKind::NotRecorded,
                "The record is full.",
                "ledger",
                "Make room.",
            ));
        }
        self.commits.fetch_add(1, Ordering::SeqCst);
        changes.iter().for_each(|change| self.write(change));
        Ok(())
    }
}

impl Ledger {
    fn write(&self, change: &VaultChange<'_>) {
        let covers = |pin: &Pin| {
            pin.vault == change.pin.vault
                && (pin.removed || !change.pin.removed && pin.generation >= change.pin.generation)
        };
        if self.pins.lock().unwrap().iter().any(covers) {
            return;
        }
        let operations = change.records.iter().map(|record| record.operation.clone()).collect();
        self.changes.lock().unwrap().push((change.pin.generation, operations));
        let mut pins = self.pins.lock().unwrap();
        pins.retain(|pin| pin.vault != change.pin.vault);
        pins.push(change.pin.clone());
    }
}

pub(crate) struct House {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) vaults: EmbeddedVaults,
}

pub(crate) fn master() -> SecretKey {
    SecretKey::from_slice(&[7; 32]).unwrap()
}

pub(crate) fn open(dir: &Path, clock: &Arc<ManualClock>) -> EmbeddedVaults {
    EmbeddedVaults::open(dir, &master(), clock.clone(), Backend::AwsLc, None).unwrap()
}

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock(AtomicI64::new(START)))
}

/// An empty folder.
pub(crate) fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    let clock = clock();
    let vaults = open(dir.path(), &clock);
    House { dir, clock, vaults }
}

/// The same of another installation, whose master key is another.
pub(crate) fn other_house() -> House {
    let (dir, clock) = (tempfile::tempdir().unwrap(), clock());
    let master = SecretKey::from_slice(&[8; 32]).unwrap();
    let vaults =
        EmbeddedVaults::open(dir.path(), &master, clock.clone(), Backend::AwsLc, None).unwrap();
    House { dir, clock, vaults }
}

impl House {
    /// The same folder as another process would open it.
    pub(crate) fn reopen(&self) -> EmbeddedVaults {
        open(self.dir.path(), &self.clock)
    }

    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.dir.path().join(format!("{}.vault", VAULT.to_lowercase()))
    }
}

/// A folder with one premium vault in which alice may do everything and the service get, wrap and
/// unwrap.
pub(crate) fn furnished() -> House {
    let house = house();
    furnish(&house.vaults);
    house
}

/// That vault, where there is none.
pub(crate) fn furnish(vaults: &EmbeddedVaults) {
    let creator = alice();
    let new = NewVault { sku: Sku::Premium, ..new_vault(VAULT, &creator) };
    vaults.create_vault(&new).unwrap();
    for (caller, permissions) in [(alice(), &[KeyPermission::All][..]), (service(), CUSTOMER_KEY)] {
        let policy = AccessPolicy::for_caller(&caller, permissions);
        vaults.set_access_policy(&alice(), VAULT, &policy).unwrap();
    }
}

/// The same with one RSA key.
pub(crate) fn with_key() -> House {
    let house = furnished();
    house.vaults.create_key(&alice(), VAULT, KEY, &wrapping_key()).unwrap();
    house
}

pub(crate) const CUSTOMER_KEY: &[KeyPermission] =
    &[KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];

pub(crate) fn new_vault<'a>(name: &'a str, creator: &'a Caller) -> NewVault<'a> {
    NewVault {
        subscription: "11111111-1111-1111-1111-111111111111",
        resource_group: "ContosoRG",
        tenant_id: "22222222-2222-2222-2222-222222222222",
        ..NewVault::new(name, "eastus", creator)
    }
}

pub(crate) fn wrapping_key() -> NewKey {
    NewKey { ops: Some(vec![KeyOp::WrapKey, KeyOp::UnwrapKey]), ..NewKey::default() }
}

pub(crate) fn alice() -> Caller {
    owner(Caller::person("aaaaaaaa-0000-0000-0000-000000000001", "alice@contoso.com"))
}

/// The same person with the rights of the owner.
pub(crate) fn owner(person: Caller) -> Caller {
    let id = person.object_id.clone();
    person.as_owner(id)
}

pub(crate) fn mallory() -> Caller {
    Caller::person("aaaaaaaa-0000-0000-0000-000000000666", "mallory@contoso.com")
}

pub(crate) fn service() -> Caller {
    Caller::application(
        "bbbbbbbb-0000-0000-0000-000000000001",
        SERVICE_APP,
        "M365DataAtRestEncryption",
    )
}

pub(crate) fn uri() -> KeyUri {
    KeyUri::new(VAULT, KEY, None).unwrap()
}

pub(crate) fn soon() -> Wait {
    Wait::at_most(Duration::from_secs(60), CancelToken::new())
}

pub(crate) fn kind<T: std::fmt::Debug>(result: Result<T, VaultError>) -> VaultErrorKind {
    result.unwrap_err().kind
}
