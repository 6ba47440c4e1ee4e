//! Jobs ask vaults of others at the pace of their service.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_crypto::SecretBytes;
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_engine::{
    Actor, CreateOptions, JobMode, NewMailbox, NewPolicy, OpenOptions, PolicyKind, RootAccess,
    SettingsChange, Tenant, VaultProvider,
};
use ckey_vault::{
    Caller, KeyAttributes, KeyDescription, KeyOp, KeyType, KeyUri, PublicKey, RecoveryLevel,
    RootVault, Tags, Variables, VaultAccess, VaultError, VaultHosts, VaultPlace, Wait, WrapResult,
};
use tempfile::TempDir;

const TURN: Duration = Duration::from_millis(60);
/// Less than a turn: a wait that were part of it would be over before the vault is asked.
const LIMIT: Duration = Duration::from_millis(50);
const POLICIES: usize = 6;

#[derive(Default)]
struct Log {
    turns: Vec<Instant>,
    unwraps: Vec<(Instant, Duration)>,
    pace: Duration,
}

static LOG: Mutex<Option<Log>> = Mutex::new(None);

fn log<T>(act: impl FnOnce(&mut Log) -> T) -> T {
    act(LOG.lock().unwrap().get_or_insert_with(Log::default))
}

/// Vaults that wrap by adding zeros.
struct Toy;

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
        _: &KeyUri,
        _: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        log(|log| log.unwraps.push((Instant::now(), wait.remaining())));
        Ok(SecretBytes::from_slice(&ciphertext[..32]).unwrap())
    }

    fn check_root(&self, _: &Caller, uri: &KeyUri, w: &Wait) -> Result<KeyDescription, VaultError> {
        self.inspect_key(uri, w)
    }

    fn check_unwrap(&self, _: &Caller, _: &KeyUri, _: &Wait) -> Result<(), VaultError> {
        Ok(())
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
        log(|log| {
            log.turns.push(Instant::now());
            log.pace
        })
    }

    fn locate(&self, _: &str) -> Result<Option<VaultPlace>, VaultError> {
        Ok(None)
    }
}

fn connect(_: VaultAccess) -> Result<Arc<dyn RootVault>, VaultError> {
    Ok(Arc::new(Toy))
}

/// A tenant with mailboxes that wait to be moved, each to a policy of its own.
fn waiting() -> (TempDir, Arc<Tenant>) {
    let folder = TempDir::new().unwrap();
    let hosts = VaultHosts::below("vault.localhost", None).unwrap();
    let vaults = VaultProvider { left: None, hosts, authorities: None };
    let create = CreateOptions { vaults, ..CreateOptions::default() };
    let roots = Some(RootAccess { connect, variables: Variables::of([]) });
    let open = OpenOptions { roots, ..OpenOptions::default() };
    let tenant = Tenant::create(&folder.path().join("tenant"), &create, open).unwrap();
    let (actor, cancel) = (Actor::new("test"), CancelToken::default());
    let change = SettingsChange {
        job_mode: Some(JobMode::Manual),
        cache_enabled: Some(false),
        root_timeout: Some(LIMIT),
        ..SettingsChange::default()
    };
    tenant.change_settings(&actor, &change).unwrap();
    for number in 0..POLICIES {
        let new = NewPolicy {
            kind: PolicyKind::Mailbox,
            name: format!("P{number}"),
            description: String::new(),
            enabled: true,
            key_uris: ["kv-a", "kv-b"]
                .map(|vault| format!("https://{vault}.vault.localhost/keys/Root"))
                .to_vec(),
        };
        tenant.policies().create(&actor, &new, &cancel).unwrap();
        let name = format!("m{number}");
        let new = NewMailbox { name: name.clone(), ..NewMailbox::default() };
        tenant.mailboxes().create(&actor, &[new], &cancel).unwrap();
        tenant.mailboxes().set_policy(&actor, &name, Some(&format!("P{number}"))).unwrap();
    }
    (folder, tenant)
}

#[test]
fn a_job_waits_for_its_turn_at_a_vault_outside_the_roots_time_and_stops_at_once_while_it_does() {
    let (_folder, tenant) = waiting();
    // Who makes a policy or assigns one waits for no turn.
    log(|log| {
        assert!(log.turns.is_empty());
        log.unwraps.clear();
        log.pace = TURN;
    });
    let stop = CancelToken::new().child_for(TURN / 2);
    let begun = Instant::now();
    let stopped = tenant.jobs().work(None, &stop, &mut |_| {}).unwrap_err();
    assert!(stopped.is_stopped() && begun.elapsed() < Duration::from_millis(500), "{stopped}");
    assert_eq!(log(|log| (std::mem::take(&mut log.turns).len(), log.unwraps.len())), (1, 0));

    let report = tenant.jobs().work(None, &CancelToken::new(), &mut |_| {}).unwrap();
    assert_eq!(report.open_jobs, 0);
    log(|log| {
        assert_eq!((log.turns.len(), log.unwraps.len()), (POLICIES, POLICIES));
        for (turn, (unwrapped, left)) in log.turns.iter().zip(&log.unwraps) {
            assert!(unwrapped.duration_since(*turn) >= TURN);
            assert!(*left > LIMIT / 2, "{left:?}");
        }
    });
}
