//! A policy key that opens is used only if its generation was committed to it: anyone who can write
//! wraps under every root and secret still cannot put another key in its place (rule 8.1.2).

use ckey_base::CancelToken;
use ckey_crypto::key_wrap::{KeyWrapper, WrapContext};
use ckey_crypto::root_wrap::{self, RootPlace, Slot};
use ckey_crypto::rsa::WrapAlgorithm;
use ckey_crypto::{Backend, SecretKey};
use ckey_engine::directory::well_known::EXCHANGE_ONLINE;
use ckey_engine::{EngineError, PolicyKind, PolicyView, ScopeSelector};
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use ckey_vault::{Caller, Fault, KeyUri, RootVault, Wait};
use uuid::Uuid;

use crate::stage::{Stage, fallbacks};

const BACKEND: Backend = Backend::AwsLc;

struct Scene {
    stage: Stage,
    policy: PolicyView,
    items: [(ScopeSelector, Uuid); 2],
}

/// Alice under a mailbox policy, Bob under the service's key, a letter of each.
fn scene() -> Scene {
    let stage = Stage::new();
    let policy = stage.policy(PolicyKind::Mailbox, "P");
    let items = ["Alice", "Bob"].map(|name| {
        stage.mailbox(name);
        let scope = ScopeSelector::Mailbox(name.into());
        let item = stage.import(&scope, "m", b"letter").unwrap();
        (scope, item.id)
    });
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Alice", Some("P")).unwrap();
    stage.work();
    Scene { stage, policy, items }
}

impl Scene {
    fn read(&self, of: usize) -> Result<u64, EngineError> {
        let (scope, item) = &self.items[of];
        self.stage.tenant.items().export(scope, *item, &mut Vec::new(), &CancelToken::default())
    }

    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.stage.path().join("tenant.db")).unwrap()
    }

    fn secret(&self, name: SecretName) -> SecretKey {
        FolderSecrets::open(&self.stage.path().join("service-secrets"), MasterKey::InFolder)
            .unwrap()
            .get(&name)
            .unwrap()
            .unwrap()
    }

    /// Puts other bytes in the place of the wraps in a slot.
    fn replace(&self, slot: u8, seed: &[u8], sealed: &[u8]) {
        let sql = "UPDATE policy_wrap SET seed = ?2, sealed_key = ?3 WHERE slot = ?1";
        assert_eq!(self.database().execute(sql, rusqlite::params![slot, seed, sealed]).unwrap(), 1);
    }

    /// Wraps another key than that of the policy just as its own was wrapped under one of its
    /// customer keys.
    fn replace_under_root(&self, slot: Slot) {
        let key_uri = &self.policy.roots[usize::from(slot.number() - 1)].key_uri;
        let service = Caller::application(
            EXCHANGE_ONLINE.object_id,
            EXCHANGE_ONLINE.app_id,
            EXCHANGE_ONLINE.name,
        );
        let (seed, algorithm) = (SecretKey::generate().unwrap(), WrapAlgorithm::RsaOaep256);
        let wait = Wait::at_most(std::time::Duration::from_secs(60), CancelToken::default());
        let uri = KeyUri::parse(key_uri).unwrap();
        let wrapped = self
            .stage
            .tenant
            .vaults()
            .wrap_key(&service, &uri, algorithm, seed.expose(), &wait)
            .unwrap();
        let tenant = self.stage.tenant.id();
        let place = RootPlace {
            tenant: tenant.as_bytes(),
            policy: self.policy.guid.as_bytes(),
            generation: 1,
            slot,
            key_uri,
            algorithm,
        };
        let sealed =
            root_wrap::seal(BACKEND, &seed, &place, &SecretKey::generate().unwrap()).unwrap();
        self.replace(slot.number(), &wrapped.value, &sealed);
    }

    fn replace_under(&self, slot: u8, secret: SecretName, context: &WrapContext<'_>) {
        let wrapper = KeyWrapper::new(BACKEND, &self.secret(secret)).unwrap();
        self.replace(slot, &[], &wrapper.wrap(context, &SecretKey::generate().unwrap()).unwrap());
    }

    /// What the check of all wraps of policy keys finds.
    fn found(&self) -> String {
        let checks = self.stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
        checks
            .into_iter()
            .filter(|check| check.check == "PolicyKeyWraps" && !check.passed)
            .map(|check| check.detail)
            .collect()
    }
}

#[track_caller]
fn refused(read: Result<u64, EngineError>) {
    let error = read.err().unwrap();
    assert!(error.id == "DataDamaged" && error.message.contains("committed to"), "{error:?}");
}

#[test]
fn another_key_that_both_customer_keys_wrap_is_not_taken_for_the_policy_s_and_is_found() {
    let scene = scene();
    assert_eq!(scene.found(), "");
    for slot in [Slot::First, Slot::Second] {
        scene.replace_under_root(slot);
        assert!(scene.found().contains("committed to"), "{slot:?}: {}", scene.found());
    }
    refused(scene.read(0));
    scene.read(1).unwrap();
}

#[test]
fn another_key_that_the_availability_key_wraps_is_not_taken_for_the_policy_s_and_is_found() {
    let scene = scene();
    let (tenant, policy) = (scene.stage.tenant.id(), scene.policy.guid);
    let context = WrapContext::Availability {
        tenant: tenant.as_bytes(),
        policy: policy.as_bytes(),
        generation: 1,
    };
    scene.replace_under(3, SecretName::AvailabilityKey(policy), &context);
    assert!(scene.found().contains("committed to"), "{}", scene.found());
    scene.read(0).unwrap();
    scene.stage.fault(0, Fault::Unreachable);
    scene.stage.fault(1, Fault::Unreachable);
    refused(scene.read(0));
    assert!(
        fallbacks(&scene.stage.tenant).is_empty(),
        "a key that was not used is not recorded as used"
    );
}

#[test]
fn a_wrap_under_the_availability_key_that_does_not_open_is_found() {
    let scene = scene();
    scene.replace(3, &[], &[1; KeyWrapper::WRAPPED_KEY_LEN]);
    assert!(scene.found().contains("'P' generation 1"), "{}", scene.found());
}

#[test]
fn another_key_that_the_service_root_wraps_is_not_taken_for_the_service_s_and_is_found() {
    let scene = scene();
    let guid: Vec<u8> = scene
        .database()
        .query_row("SELECT guid FROM policy WHERE kind = 0", [], |row| row.get(0))
        .unwrap();
    let (tenant, policy) = (scene.stage.tenant.id(), Uuid::from_slice(&guid).unwrap());
    let context = WrapContext::ServiceRoot {
        tenant: tenant.as_bytes(),
        policy: policy.as_bytes(),
        generation: 1,
    };
    scene.replace_under(0, SecretName::ServiceRoot, &context);
    assert!(scene.found().contains("committed to"), "{}", scene.found());
    refused(scene.read(1));
    scene.read(0).unwrap();
}
