//! What is done while the disk is recorded: every kind of change of the engine, by real calls.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_crypto::{EncryptionContext, SecretBytes};
use ckey_engine::directory::well_known;
use ckey_engine::{
    Actor, CreateOptions, JobMode, NewMailbox, NewPolicy, OpenOptions, ScopeSelector,
    SettingsChange, Tenant,
};
use ckey_vault::{AccessPolicy, Caller, Fault, KeyPermission, NewKey, NewVault};

use crate::chance::Chance;
use crate::notes::{Fact, Note, Notes, content, kind_of};

type Script = fn(&mut Player);

/// The scripts by name.
pub(crate) const SCRIPTS: [(&str, Script); 8] = [
    ("beginning", beginning),
    ("vaults", vaults),
    ("policies", policies),
    ("contents", contents),
    ("sites", sites),
    ("backup", backup),
    ("together", together),
    ("again", again),
];

/// Names the folder with what a killed process left, for the last script.
pub(crate) const LEFT: &str = "CUSTOMER_KEY_DISK_LEFT";
/// What it had been told, in that folder: a note each line.
pub(crate) const TOLD: &str = "told";

pub(crate) const TENANT: &str = "tenant";
pub(crate) const RESTORED: &str = "restored";
pub(crate) const VAULTS: [&str; 2] = ["east", "west"];
pub(crate) const KEY: &str = "root";
pub(crate) const OTHERS: &str = "vaults-of-others";

/// The RSA key of every key version: a pair made anew takes longer than all the rest.
fn root_key() -> SecretBytes {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/vectors/rsa.json")).unwrap();
    SecretBytes::from_slice(&hex::decode(vectors["vectors"][0]["pkcs8"].as_str().unwrap()).unwrap())
        .unwrap()
}

/// How its tenants are opened: the vaults of others, where there are any, are beside them.
pub(crate) fn opening(root: &Path) -> OpenOptions {
    crate::others::options(&root.join(OTHERS))
}

pub(crate) fn actor() -> Actor {
    Actor::new("alice@contoso.onmicrosoft.com")
}

/// Gives the service the use of a vault's keys, or takes it away.
pub(crate) fn permit(tenant: &Tenant, vault: &str, allowed: bool) {
    let admin = tenant.directory().azure_caller("test").unwrap();
    for application in [
        well_known::EXCHANGE_ONLINE,
        well_known::DATA_AT_REST_ENCRYPTION,
        well_known::SHAREPOINT_ONLINE,
    ] {
        let principal =
            Caller::application(application.object_id, application.app_id, application.name);
        let permissions = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
        if allowed {
            tenant
                .vaults()
                .set_access_policy(
                    &admin,
                    vault,
                    &AccessPolicy::for_caller(&principal, &permissions),
                )
                .unwrap();
        } else {
            tenant.vaults().remove_access_policy(&admin, vault, application.object_id).unwrap();
        }
    }
}

pub(crate) fn import(
    tenant: &Tenant,
    mailbox: &str,
    number: u64,
    length: usize,
) -> Result<Fact, ckey_engine::EngineError> {
    let (scope, bytes) = (scope_of(mailbox), content(number, length));
    let item = tenant.items().import(
        &actor(),
        &scope,
        "letter",
        &mut bytes.as_slice(),
        &CancelToken::default(),
    )?;
    Ok(Fact::Item { mailbox: mailbox.to_owned(), id: item.id, number, length })
}

/// A site, where a URL names it.
pub(crate) fn scope_of(name: &str) -> ScopeSelector {
    if name.starts_with("https:") {
        ScopeSelector::Site(name.to_owned())
    } else {
        ScopeSelector::Mailbox(name.to_owned())
    }
}

/// Content whose source breaks off.
struct Broken(usize);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::Error::other("the source broke off"));
        }
        let length = buffer.len().min(self.0);
        self.0 -= length;
        Ok(length)
    }
}

pub(crate) struct Player {
    pub(crate) root: PathBuf,
    place: String,
    pub(crate) tenant: Option<Arc<Tenant>>,
    notes: Arc<Notes>,
    chance: Chance,
    steps: u64,
}

impl Player {
    pub(crate) fn new(root: &Path, seed: u64) -> Self {
        let notes = Arc::new(Notes::begin(root));
        Self {
            root: root.to_owned(),
            place: TENANT.to_owned(),
            tenant: None,
            notes,
            chance: Chance::new(seed),
            steps: 0,
        }
    }

    pub(crate) fn tenant(&self) -> &Tenant {
        self.tenant.as_ref().unwrap()
    }

    /// Another player of the same tenant, for a thread of its own.
    fn twin(&self, number: u64) -> Self {
        Self {
            root: self.root.clone(),
            place: self.place.clone(),
            tenant: self.tenant.clone(),
            notes: Arc::clone(&self.notes),
            chance: self.chance.about(1000 + number),
            steps: 1000 * number,
        }
    }

    fn choose(&mut self, bound: usize) -> usize {
        self.number();
        self.chance.about(self.steps).below(bound)
    }

    /// A number that was not there before.
    pub(crate) fn number(&mut self) -> u64 {
        self.steps += 1;
        self.steps
    }

    fn intend(&self, fact: Fact) {
        self.notes.write(&Note::Intended(self.place.clone(), fact));
    }

    pub(crate) fn tell(&self, fact: Fact) {
        self.notes.write(&Note::Told(self.place.clone(), fact));
    }

    fn tell_records(&self) {
        let count = self.tenant().audit().verify(&CancelToken::default()).unwrap().records;
        self.tell(Fact::Records { count });
    }

    /// Whoever tells it works alone: what another thread has written need not be durable yet.
    fn tell_uses(&self) {
        for vault in VAULTS {
            let mut count = 0;
            // Neither is there yet where a process was killed early.
            if self.tenant().vaults().uses(vault, &mut |_| count += 1).is_ok() {
                self.tell(Fact::Used { vault: vault.to_owned(), count });
            }
        }
    }

    pub(crate) fn change(&self, fact: Fact, act: impl FnOnce(&Tenant)) {
        self.intend(fact.clone());
        act(self.tenant());
        self.tell(fact);
    }

    /// The logs of its vaults go to segments after a few records.
    fn enter(&mut self, tenant: Arc<Tenant>) {
        tenant.vaults().rotate_logs_at(1000);
        self.tenant = Some(tenant);
    }

    pub(crate) fn begin(&mut self) {
        self.enter(
            Tenant::create(&self.root.join(TENANT), &CreateOptions::default(), opening(&self.root))
                .unwrap(),
        );
        self.tell(Fact::Tenant);
        self.set();
    }

    pub(crate) fn set(&mut self) {
        let seed = self.number();
        self.change(Fact::Setting { seed }, |tenant| {
            let change = SettingsChange {
                job_mode: Some(JobMode::Manual),
                cache_enabled: Some(false),
                seed: Some(seed),
                ..SettingsChange::default()
            };
            tenant.change_settings(&actor(), &change).unwrap();
        });
        self.tell_records();
    }

    /// Puts what a killed process left in its place, as a whole, and says again what that process
    /// was told.
    fn take_over(&mut self, left: &Path) {
        let copy = self.root.join("copy");
        copy_synced(&left.join(TENANT), &copy);
        std::fs::rename(copy, self.root.join(TENANT)).unwrap();
        File::open(&self.root).unwrap().sync_all().unwrap();
        for note in std::fs::read_to_string(left.join(TOLD)).unwrap().lines() {
            self.notes.write(&serde_json::from_str(note).unwrap());
        }
    }

    pub(crate) fn reopen(&mut self) {
        self.tenant = None;
        self.enter(Tenant::open(&self.root.join(&self.place), opening(&self.root)).unwrap());
    }

    pub(crate) fn mailbox(&self, name: &str) {
        let new = NewMailbox { name: name.to_owned(), ..NewMailbox::default() };
        self.tenant().mailboxes().create(&actor(), &[new], &CancelToken::default()).unwrap();
        self.tell(Fact::Mailbox { name: name.to_owned() });
    }

    pub(crate) fn small(&mut self, mailbox: &str) {
        let (number, length) = (self.number(), self.choose(3000));
        self.tell(import(self.tenant(), mailbox, number, length).unwrap());
    }

    pub(crate) fn large(&mut self, mailbox: &str) {
        let (number, length) = (self.number(), 70_000 + self.choose(60_000));
        self.tell(import(self.tenant(), mailbox, number, length).unwrap());
    }

    /// An import that does not succeed, and leaves nothing.
    pub(crate) fn broken(&mut self, mailbox: &str) {
        let scope = scope_of(mailbox);
        let mut source = Broken(70_000 + self.choose(3_000_000));
        self.tenant()
            .items()
            .import(&actor(), &scope, "broken", &mut source, &CancelToken::default())
            .unwrap_err();
    }

    pub(crate) fn seal(&self, application: &str) {
        let tenant = self.tenant.as_ref().unwrap();
        let lease = tenant.open_scope(&ScopeSelector::Application(application.to_owned())).unwrap();
        let sealed =
            hex::encode(lease.seal(&EncryptionContext::default(), application.as_bytes()).unwrap());
        self.tell(Fact::Sealed { application: application.to_owned(), sealed });
    }

    pub(crate) fn admin(&self) -> Caller {
        self.tenant().directory().azure_caller("test").unwrap()
    }

    fn tell_vault(&self, vault: &str) {
        let generation = self.tenant().vaults().vault(vault).unwrap().generation;
        self.tell(Fact::Vault { name: vault.to_owned(), generation });
    }

    fn vault(&self, name: &str, location: &str, soft_delete: bool) {
        let (admin, tenant_id) = (self.admin(), self.tenant().id().to_string());
        let mut new = NewVault::new(name, location, &admin);
        (new.subscription, new.resource_group, new.tenant_id) = (location, "group", &tenant_id);
        new.soft_delete = soft_delete;
        self.tenant().vaults().create_vault(&new).unwrap();
        self.tell_vault(name);
    }

    pub(crate) fn version(&self, vault: &str) {
        self.key(vault, KEY);
    }

    pub(crate) fn key(&self, vault: &str, name: &str) {
        let key = self
            .tenant()
            .vaults()
            .import_key(&self.admin(), vault, name, &root_key(), &NewKey::default())
            .unwrap();
        self.tell(Fact::Version {
            vault: vault.to_owned(),
            key: name.to_owned(),
            uri: key.uri.to_string(),
        });
        self.tell_vault(vault);
    }

    pub(crate) fn permission(&self, vault: &str, allowed: bool) {
        self.change(Fact::Permission { vault: vault.to_owned(), allowed }, |tenant| {
            permit(tenant, vault, allowed)
        });
        self.tell_vault(vault);
    }

    pub(crate) fn both_vaults(&self) {
        for (vault, location) in VAULTS.into_iter().zip(["eastus", "westeurope"]) {
            self.vault(vault, location, true);
            self.version(vault);
            self.permission(vault, true);
        }
    }

    fn new_policy(name: &str) -> NewPolicy {
        let key_uris = VAULTS
            .iter()
            .map(|vault| format!("https://{vault}.vault.azure.net/keys/{KEY}"))
            .collect();
        NewPolicy {
            kind: kind_of(name),
            name: name.to_owned(),
            description: String::new(),
            enabled: true,
            key_uris,
        }
    }

    fn try_policy(&self, name: &str) -> Result<(), ckey_engine::EngineError> {
        let (new, cancel) = (Self::new_policy(name), CancelToken::default());
        self.tenant().policies().create(&actor(), &new, &cancel).map(drop)
    }

    /// As an import makes it, under a GUID that is always the same.
    pub(crate) fn twin_of(&self, name: &str) {
        let _alone = self.tenant().start_import().unwrap();
        let policies = self.tenant().policies();
        if policies.get(kind_of(name), name).is_err() {
            let guid = uuid::Uuid::from_u128(0x1234_5678_1234_4234_8234_1234_5678_9abc);
            let (new, cancel) = (Self::new_policy(name), CancelToken::default());
            policies.create_twin(&actor(), &new, guid, &cancel).unwrap();
        }
        self.tell(Fact::Policy { name: name.to_owned(), generation: 1 });
    }

    pub(crate) fn policy(&self, name: &str) {
        self.try_policy(name).unwrap();
        self.tell(Fact::Policy { name: name.to_owned(), generation: 1 });
    }

    /// Begins with a mailbox that lies under the policy P, with a small item.
    pub(crate) fn anna_under_a_policy(&mut self) {
        self.begin();
        self.both_vaults();
        self.policy("P");
        self.mailbox("anna");
        self.carry("anna", Some("P"));
        self.work();
        self.small("anna");
    }

    pub(crate) fn carry(&self, mailbox: &str, policy: Option<&str>) {
        let fact = Fact::Carries { mailbox: mailbox.to_owned(), policy: policy.map(str::to_owned) };
        self.change(fact, |tenant| {
            drop(tenant.mailboxes().set_policy(&actor(), mailbox, policy).unwrap())
        });
    }

    pub(crate) fn assign(&self, policy: Option<&str>) {
        let fact = Fact::Assigned { policy: policy.map(str::to_owned) };
        self.change(fact, |tenant| {
            drop(tenant.policies().assign(&actor(), policy, &CancelToken::default()).unwrap())
        });
    }

    /// Leaves the multi-workload policies.
    pub(crate) fn leave(&self) {
        self.change(Fact::Assigned { policy: None }, |tenant| {
            tenant
                .policies()
                .offboard(&actor(), false, &CancelToken::default(), &mut |_| {})
                .unwrap();
        });
    }

    pub(crate) fn refresh(&self, policy: &str) {
        let view = self
            .tenant()
            .policies()
            .refresh(&actor(), kind_of(policy), policy, &CancelToken::default())
            .unwrap();
        self.tell(Fact::Policy { name: policy.to_owned(), generation: view.generation });
    }

    fn needed(&self) -> Vec<String> {
        self.tenant()
            .policies()
            .root_uses()
            .unwrap()
            .into_iter()
            .map(|needed| needed.key_uri)
            .collect()
    }

    /// Works all jobs off; what they left is not needed any more.
    pub(crate) fn work(&self) {
        let before = self.needed();
        self.tenant().jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
        let after = self.needed();
        before
            .into_iter()
            .filter(|uri| !after.contains(uri))
            .for_each(|uri| self.tell(Fact::Unneeded { uri }));
        self.tell_uses();
        self.tell_records();
    }
}

fn copy_synced(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_synced(&entry.path(), &to);
        } else {
            std::fs::write(&to, std::fs::read(entry.path()).unwrap()).unwrap();
            File::open(to).unwrap().sync_all().unwrap();
        }
    }
    File::open(to).unwrap().sync_all().unwrap();
}

/// A geo with sites and files, its registration and the roll of one key.
fn sites(player: &mut Player) {
    let (cancel, admin) = (CancelToken::default(), "https://contoso-admin.sharepoint.com");
    let urls = ["a", "b"].map(|name| format!("https://contoso.sharepoint.com/sites/{name}"));
    player.begin();
    player.both_vaults();
    player.tenant().sites().create_geo(&actor(), "NAM", admin).unwrap();
    for url in &urls {
        player.tenant().sites().create_site(&actor(), url, None, &cancel).unwrap();
        player.large(url);
    }
    let newest = |player: &Player, vault: &str| {
        let found = player.tenant().vaults().key_versions(&player.admin(), vault, KEY).unwrap();
        found.iter().max_by_key(|key| key.attributes.created).unwrap().uri.to_string()
    };
    let keys = VAULTS.map(|vault| newest(player, vault));
    player.tenant().sites().register(&actor(), None, &keys, &cancel).unwrap();
    player.tell(Fact::Policy { name: "NAM".to_owned(), generation: 1 });
    player.tenant().jobs().work(Some(1), &cancel, &mut |_| {}).unwrap();
    player.reopen();
    player.work();
    player.small(&urls[1]);
    player.version(VAULTS[0]);
    let versions = player
        .tenant()
        .vaults()
        .key_versions(&player.admin(), VAULTS[0], KEY)
        .unwrap()
        .into_iter()
        .map(|key| key.uri.to_string());
    let next: Vec<_> = versions.filter(|uri| !keys.contains(uri)).collect();
    player.tenant().sites().roll(&actor(), None, Slot::First, &next[0], &cancel).unwrap();
    player.reopen();
    player.work();
    player.tell(Fact::Unneeded { uri: keys[0].clone() });
    player.small(&urls[0]);
    parts(player, &urls[0]);
    player.tenant().sites().delete_site(&actor(), &urls[1]).unwrap();
    player.tenant().sites().restore_site(&actor(), &urls[1]).unwrap();
    player.work();
    recovery(player, [next[0].clone(), keys[1].clone()]);
    player.small(&urls[1]);
    player.tell_uses();
}

/// A file whose content is replaced in one write, and then again.
pub(crate) fn parts(player: &mut Player, url: &str) {
    let (number, length) = (player.number(), 1_100_000 + player.choose(300_000));
    let imported = import(player.tenant(), url, number, length).unwrap();
    player.tell(imported.clone());
    let Fact::Item { mailbox, id, .. } = imported else { return };
    for _ in 0..2 {
        let number = player.number();
        let anew = Fact::Item { mailbox: mailbox.clone(), id, number, length };
        let lease = Arc::clone(player.tenant.as_ref().unwrap()).open_scope(&scope_of(url)).unwrap();
        player.change(anew, |_| {
            let data = content(number, length);
            lease.write_file(id, 0, &data, &CancelToken::default()).unwrap();
        });
    }
}

/// Both keys of a geo give way to others in recovery mode.
fn recovery(player: &mut Player, before: [String; 2]) {
    let cancel = CancelToken::default();
    let fault = |player: &Player, fault| {
        for vault in VAULTS {
            player.tenant().set_vault_fault(&actor(), vault, fault).unwrap();
            player.tell_vault(vault);
        }
    };
    fault(player, Fault::Unreachable);
    player.tenant().sites().ask_for_recovery(&actor(), None).unwrap();
    fault(player, Fault::None);
    let later = player.tenant().now() + 4 * 60 * 60;
    player.tenant().move_clock(&actor(), later).unwrap();
    VAULTS.into_iter().for_each(|vault| player.version(vault));
    let keys = VAULTS.map(|vault| {
        let all = player.tenant().vaults().key_versions(&player.admin(), vault, KEY).unwrap();
        let newest = all.iter().max_by_key(|key| key.attributes.created).unwrap();
        newest.uri.to_string()
    });
    player.tenant().sites().restore(&actor(), None, &keys, &cancel).unwrap();
    player.tenant().jobs().work(Some(1), &cancel, &mut |_| {}).unwrap();
    player.reopen();
    player.work();
    for uri in before.into_iter().filter(|uri| !keys.contains(uri)) {
        player.tell(Fact::Unneeded { uri });
    }
}

fn beginning(player: &mut Player) {
    player.begin();
    for name in ["anna", "bert", "carl"] {
        player.mailbox(name);
        player.small(name);
    }
    player.set();
    player.reopen();
    player.small("anna");
    player.large("bert");
    player.seal("ledger");
    player.reopen();
    player.set();
    player.small("carl");
}

fn vaults(player: &mut Player) {
    player.begin();
    player.both_vaults();
    player.version(VAULTS[0]);
    player.vault("old", "eastus", false);
    player.version("old");
    let admin = player.admin();
    let vaults = player.tenant().vaults();
    player.change(Fact::NoVault { name: "old".to_owned() }, |_| {
        drop(vaults.delete_vault(&admin, "old").unwrap())
    });
    player.permission(VAULTS[0], false);
    for vault in VAULTS {
        vaults.set_fault(&admin, vault, Fault::Unreachable).unwrap();
        vaults.set_fault(&admin, vault, Fault::None).unwrap();
        player.tell_vault(vault);
    }
    let deleted =
        |deleted| Fact::Deleted { vault: VAULTS[1].to_owned(), key: KEY.to_owned(), deleted };
    player.tell(deleted(false));
    player.change(deleted(true), |_| drop(vaults.delete_key(&admin, VAULTS[1], KEY).unwrap()));
    player.change(deleted(false), |_| drop(vaults.recover_key(&admin, VAULTS[1], KEY).unwrap()));
    player.permission(VAULTS[1], false);
    player.permission(VAULTS[0], true);
    player.reopen();
    player.version(VAULTS[1]);
    player.tell_records();
}

fn policies(player: &mut Player) {
    player.begin();
    player.both_vaults();
    player.policy("P");
    player.mailbox("anna");
    player.mailbox("bert");
    player.carry("anna", Some("P"));
    player.small("anna");
    player.tenant().set_vault_fault(&actor(), VAULTS[1], Fault::Unreachable).unwrap();
    player.try_policy("P-not").unwrap_err();
    player.tenant().set_vault_fault(&actor(), VAULTS[1], Fault::None).unwrap();
    player.try_policy("P").unwrap_err();
    player.policy("G");
    player.assign(Some("G"));
    player.work();
    player.small("bert");
    for round in 0..2 {
        player.version(VAULTS[player.chance.below(2)]);
        player.version(VAULTS[1]);
        player.refresh("P");
        player.refresh("G");
        player.small("anna");
        player.work();
        player.carry("bert", [Some("P"), None][round]);
        player.seal(&format!("ledger-{round}"));
    }
    player.permission(VAULTS[0], false);
    player.permission(VAULTS[1], false);
    player.reopen();
    player.permission(VAULTS[1], true);
    player.assign(None);
    player.work();
    player.small("bert");
    player.permission(VAULTS[0], true);
    player.assign(Some("G"));
    player.leave();
    player.work();
    player.small("bert");
}

fn contents(player: &mut Player) {
    player.begin();
    player.mailbox("anna");
    for round in 0..4 {
        player.large("anna");
        player.broken("anna");
        player.small("anna");
        if round == 1 {
            player.reopen();
        }
    }
    player.tell_records();
}

fn backup(player: &mut Player) {
    player.anna_under_a_policy();
    player.large("anna");
    let [main, secrets] = ["main", "secrets"].map(|name| player.root.join(name));
    player.tenant().backup(&actor(), &main, &secrets, &mut |_| {}).unwrap();
    player.tell(Fact::Backup { main: "main".to_owned(), secrets: "secrets".to_owned() });
    player.large("anna");
    let restored =
        Tenant::restore(&player.root.join(RESTORED), &main, &secrets, OpenOptions::default())
            .unwrap();
    (player.tenant, player.place) = (Some(restored), RESTORED.to_owned());
    player.tell(Fact::Tenant);
    player.tell(Fact::Mailbox { name: "anna".to_owned() });
    player.tell_records();
    player.large("anna");
    player.version(VAULTS[0]);
    player.refresh("P");
    player.work();
}

fn together(player: &mut Player) {
    player.begin();
    player.both_vaults();
    player.policy("P");
    for name in ["anna", "bert"] {
        player.mailbox(name);
        player.carry(name, Some("P"));
    }
    player.work();
    let parts: [Script; 3] = [
        |player| {
            for _ in 0..6 {
                player.small("anna");
                player.large("bert");
            }
        },
        |player| {
            for _ in 0..3 {
                player.version(VAULTS[0]);
                player.refresh("P");
                player.tenant().jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
            }
        },
        |player| {
            for round in 0..6 {
                player.mailbox(&format!("new-{round}"));
                player.broken("anna");
                player.set();
            }
        },
    ];
    let mut twins: Vec<_> = (1..).map(|number| player.twin(number)).take(parts.len()).collect();
    std::thread::scope(|scope| {
        for (part, twin) in parts.iter().zip(&mut twins) {
            scope.spawn(move || part(twin));
        }
    });
    drop(twins);
    player.work();
    player.reopen();
    player.small("anna");
    player.tell_uses();
}

/// A process was killed, and the next one finishes or undoes what it left.
fn again(player: &mut Player) {
    player.take_over(Path::new(&std::env::var(LEFT).unwrap()));
    player.reopen();
    player.tell_records();
    player.mailbox("again");
    player.small("again");
    player.broken("again");
    player.large("again");
    for vault in VAULTS {
        // Neither is there yet where the process was killed early.
        if player.tenant().vaults().set_fault(&player.admin(), vault, Fault::None).is_ok() {
            player.tell_vault(vault);
        }
    }
    player.set();
    player.work();
    player.reopen();
    player.small("again");
    player.tell_uses();
}
