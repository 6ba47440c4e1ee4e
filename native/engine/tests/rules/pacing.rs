//! Jobs ask vaults of others at the pace of their service.

use std::collections::BTreeMap;
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

/// What was asked, by the test that does.
static LOGS: Mutex<BTreeMap<String, Log>> = Mutex::new(BTreeMap::new());
const TEST: &str = "TEST";

fn log<T>(test: &str, act: impl FnOnce(&mut Log) -> T) -> T {
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
        _: &KeyUri,
        _: WrapAlgorithm,
        ciphertext: &[u8],
        wait: &Wait,
    ) -> Result<SecretBytes, VaultError> {
        log(&self.0, |log| log.unwraps.push((Instant::now(), wait.remaining())));
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
        log(&self.0, |log| {
            log.turns.push(Instant::now());
            log.pace
        })
    }

    fn locate(&self, _: &str) -> Result<Option<VaultPlace>, VaultError> {
        Ok(None)
    }
}

fn connect(access: VaultAccess) -> Result<Arc<dyn RootVault>, VaultError> {
    Ok(Arc::new(Toy(access.variables.get(TEST).unwrap().to_owned())))
}

/// A tenant with mailboxes that wait to be moved, so many to each of the policies.
fn waiting(test: &str, mailboxes: usize) -> (TempDir, Arc<Tenant>) {
    let folder = TempDir::new().unwrap();
    let hosts = VaultHosts::below("vault.localhost", None).unwrap();
    let vaults = VaultProvider { left: None, hosts, authorities: None };
    let create = CreateOptions { vaults, ..CreateOptions::default() };
    let variables = Variables::of([(TEST.to_owned(), test.to_owned())]);
    let roots = Some(RootAccess { connect, variables });
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
    }
    let name = |number: usize| format!("m{number}");
    let all = 0..POLICIES * mailboxes;
    let new = |number| NewMailbox { name: name(number), ..NewMailbox::default() };
    let new: Vec<_> = all.clone().map(new).collect();
    tenant.mailboxes().create(&actor, &new, &cancel).unwrap();
    for number in all {
        let policy = format!("P{}", number % POLICIES);
        tenant.mailboxes().set_policy(&actor, &name(number), Some(&policy)).unwrap();
    }
    (folder, tenant)
}

#[test]
fn a_job_waits_for_its_turn_at_a_vault_outside_the_roots_time_and_stops_at_once_while_it_does() {
    let test = "turns";
    let (_folder, tenant) = waiting(test, 1);
    // Who makes a policy or assigns one waits for no turn.
    log(test, |log| {
        assert!(log.turns.is_empty());
        log.unwraps.clear();
        log.pace = TURN;
    });
    let stop = CancelToken::new().child_for(TURN / 2);
    let begun = Instant::now();
    let stopped = tenant.jobs().work(None, &stop, &mut |_| {}).unwrap_err();
    assert!(stopped.is_stopped() && begun.elapsed() < Duration::from_millis(500), "{stopped}");
    assert_eq!(log(test, |log| (std::mem::take(&mut log.turns).len(), log.unwraps.len())), (1, 0));

    let report = tenant.jobs().work(None, &CancelToken::new(), &mut |_| {}).unwrap();
    assert_eq!(report.open_jobs, 0);
    log(test, |log| {
        assert_eq!((log.turns.len(), log.unwraps.len()), (POLICIES, POLICIES));
        for (turn, (unwrapped, left)) in log.turns.iter().zip(&log.unwraps) {
            assert!(unwrapped.duration_since(*turn) >= TURN);
            assert!(*left > LIMIT / 2, "{left:?}");
        }
    });
}

#[test]
fn a_job_that_waits_for_its_turns_says_how_long_the_rest_takes_as_it_goes() {
    let test = "estimates";
    // A step of such a job has 128 scopes.
    let (_folder, tenant) = waiting(test, 50);
    log(test, |log| log.pace = TURN);
    let (begun, mut seen) = (Instant::now(), Vec::new());
    let report = tenant
        .jobs()
        .work(None, &CancelToken::new(), &mut |job| {
            let turns = u32::try_from(log(test, |log| log.turns.len())).unwrap();
            seen.push((job.done, job.total, job.left, TURN * turns, begun.elapsed()));
        })
        .unwrap();
    assert_eq!(report.open_jobs, 0);
    let in_middle: Vec<_> = seen.iter().filter(|(done, total, ..)| done < total).collect();
    assert!(in_middle.len() >= 2, "{seen:?}");
    for (done, total, left, turns, took) in in_middle {
        // As long for each as it took so far: never less than the turns, never more than the clock.
        let rest =
            |so_far: Duration| so_far.as_millis() * u128::from(total - done) / u128::from(*done);
        let left = left.unwrap_or_else(|| panic!("{seen:?}")).as_millis();
        assert!(!turns.is_zero() && left >= rest(*turns) && left <= rest(*took), "{seen:?}");
    }
    let (done, total, left, ..) = seen.last().unwrap();
    assert_eq!((done, left), (total, &Some(Duration::ZERO)), "{seen:?}");
}
