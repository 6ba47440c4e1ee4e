//! Vaults of others that a test plays, and a tenant whose roots are in them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_engine::{
    Actor, CreateOptions, JobMode, NewPolicy, OpenOptions, PolicyKind, RootAccess, SettingsChange,
    Tenant, VaultProvider,
};
use ckey_vault::{
    Caller, KeyAttributes, KeyDescription, KeyOp, KeyType, KeyUri, PublicKey, RecoveryLevel,
    RootVault, Tags, Variables, VaultAccess, VaultError, VaultErrorKind, VaultHosts, VaultPlace,
    Wait, WrapResult,
};
use tempfile::TempDir;

/// Less than a turn of the tests: a wait that were part of it would be over before the vault is
/// asked.
pub(crate) const LIMIT: Duration = Duration::from_millis(50);

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) turns: Vec<Instant>,
    pub(crate) unwraps: Vec<(Instant, Duration)>,
    pub(crate) pace: Duration,
    /// How the next unwraps are refused, if they are, the first of them last.
    pub(crate) refusals: Vec<Option<VaultErrorKind>>,
    pub(crate) settles: Duration,
    /// Whether no key may be used.
    pub(crate) is_denied: bool,
    /// As whom the next ones ask, the first of them last.
    pub(crate) askers: Vec<&'static str>,
}

/// What was asked, by the test that does.
static LOGS: Mutex<BTreeMap<String, Log>> = Mutex::new(BTreeMap::new());
const TEST: &str = "TEST";

pub(crate) fn log<T>(test: &str, act: impl FnOnce(&mut Log) -> T) -> T {
    act(LOGS.lock().unwrap().entry(test.to_owned()).or_default())
}

/// Vaults of a test, that wrap by adding zeros.
struct Toy(String);

fn with_version(uri: &KeyUri) -> KeyUri {
    uri.with_version("0123456789abcdef0123456789abcdef")
}

impl RootVault for Toy {
    fn get_key(&self, _: &Caller, uri: &KeyUri, _: &Wait) -> Result<KeyDescription, VaultError> {
        self.inspect_key(uri, &Wait::at_most(LIMIT, CancelToken::new()))
    }

    fn wrap_key(
        &self,
        _: &Caller,
        uri: &KeyUri,
        algorithm: WrapAlgorithm,
        plaintext: &[u8],
        _: &Wait,
    ) -> Result<WrapResult, VaultError> {
        let mut value = plaintext.to_vec();
        value.resize(256, 0);
        Ok(WrapResult { uri: with_version(uri), algorithm, value })
    }

    fn unwrap_key(
        &self,
        _: &Caller,
        uri: &KeyUri,
        _: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        let refused = log(&self.0, |log| {
            log.unwraps.push((Instant::now(), wait.remaining()));
            log.refusals.pop().flatten()
        });
        match refused {
            Some(kind) => Err(VaultError::new(kind, "It is not there.", uri, "Recover it.")),
            None => Ok(SecretBytes::from_slice(&ciphertext[..32]).unwrap()),
        }
    }

    fn check_root(&self, _: &Caller, uri: &KeyUri, w: &Wait) -> Result<KeyDescription, VaultError> {
        self.inspect_key(uri, w)
    }

    fn check_unwrap(&self, _: &Caller, uri: &KeyUri, _: &Wait) -> Result<(), VaultError> {
        let denied = || VaultError::new(VaultErrorKind::AccessDenied, "No.", uri, "Give it.");
        if log(&self.0, |log| log.is_denied) { Err(denied()) } else { Ok(()) }
    }

    fn asker(&self, _: &KeyUri) -> Option<String> {
        log(&self.0, |log| log.askers.pop()).map(str::to_owned)
    }

    fn inspect_key(&self, uri: &KeyUri, _: &Wait) -> Result<KeyDescription, VaultError> {
        Ok(KeyDescription {
            uri: with_version(uri),
            key_type: KeyType::Rsa,
            bits: 2048,
            public: PublicKey::Rsa { modulus: vec![0xB7; 256], exponent: vec![1, 0, 1] },
            ops: vec![KeyOp::WrapKey, KeyOp::UnwrapKey],
            attributes: KeyAttributes {
                enabled: true,
                not_before: None,
                expires: None,
                created: 0,
                updated: 0,
                recovery_level: RecoveryLevel::Recoverable,
                recoverable_days: 90,
            },
            tags: Tags::new(),
            last_change: 0,
            last_backup: None,
        })
    }

    fn turn(&self, _: &KeyUri, op: KeyOp, modulus: usize) -> Duration {
        assert_eq!((op, modulus), (KeyOp::UnwrapKey, 256));
        log(&self.0, |log| {
            log.turns.push(Instant::now());
            log.pace
        })
    }

    fn settles_within(&self, _: &KeyUri) -> Duration {
        log(&self.0, |log| log.settles)
    }

    fn locate(&self, _: &str) -> Result<Option<VaultPlace>, VaultError> {
        Ok(None)
    }
}

fn connect(access: VaultAccess) -> Result<Arc<dyn RootVault>, VaultError> {
    Ok(Arc::new(Toy(access.variables.get(TEST).unwrap().to_owned())))
}

/// A tenant that works jobs off when told to.
pub(crate) fn tenant(test: &str) -> (TempDir, Arc<Tenant>) {
    let folder = TempDir::new().unwrap();
    let hosts = VaultHosts::below("vault.localhost", None).unwrap();
    let vaults = VaultProvider { left: None, hosts, authorities: None };
    let create = CreateOptions { vaults, ..CreateOptions::default() };
    let variables = Variables::of([(TEST.to_owned(), test.to_owned())]);
    let roots = Some(RootAccess { connect, variables });
    let open = OpenOptions { roots, ..OpenOptions::default() };
    let tenant = Tenant::create(&folder.path().join("tenant"), &create, open).unwrap();
    let change = SettingsChange {
        job_mode: Some(JobMode::Manual),
        cache_enabled: Some(false),
        root_timeout: Some(LIMIT),
        ..SettingsChange::default()
    };
    tenant.change_settings(&Actor::new("test"), &change).unwrap();
    (folder, tenant)
}

pub(crate) fn new_policy(tenant: &Tenant, kind: PolicyKind, name: &str) {
    let new = NewPolicy {
        kind,
        name: name.to_owned(),
        description: String::new(),
        enabled: true,
        key_uris: ["kv-a", "kv-b"]
            .map(|vault| format!("https://{vault}.vault.localhost/keys/Root"))
            .to_vec(),
    };
    tenant.policies().create(&Actor::new("test"), &new, &CancelToken::default()).unwrap();
}
