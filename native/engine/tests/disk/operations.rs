//! What is killed: every operation that changes anything, what must be there before it, and how what
//! it left is judged.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_engine::{NewNames, OpenOptions, PolicyKind, Taking, Tenant};
use ckey_vault::Fault;

use crate::failing::{purged, removed, restore, restored, with_a_backup};
use crate::judge::{Judge, judge};
use crate::notes::{Fact, Facts, content, told_in};
use crate::others;
use crate::purging::{
    EVIDENCE, SITE, approved_geo, approved_mailboxes, geo_with_a_file, to_be_removed,
};
use crate::script::{
    KEY, OTHERS, Player, RESTORED, TENANT, VAULTS, actor, import, parts, scope_of,
};

pub(crate) type Verdict = Result<(), String>;
type Act = fn(&mut Player);

/// A site whose files nobody relies on.
pub(crate) const OTHER: &str = "https://contoso.sharepoint.com/sites/b";
const SECOND: &str = "second";
const DAY: i64 = 24 * 60 * 60;

/// Something that is killed.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// What is there before.
    pub(crate) prepare: Act,
    /// It, whatever one that was killed has left of it.
    pub(crate) act: Act,
    pub(crate) judge: fn(&Path) -> Verdict,
    /// Whether others may have the tenant open meanwhile.
    pub(crate) is_shared: bool,
    /// Whether it is asked for again: else it is the judge who brings it to its end.
    again: bool,
}

const fn operation(name: &'static str, prepare: Act, act: Act) -> Operation {
    Operation { name, prepare, act, judge: as_told, is_shared: true, again: true }
}

const fn judged(operation: Operation, judge: fn(&Path) -> Verdict) -> Operation {
    Operation { judge, again: false, ..operation }
}

const fn alone(operation: Operation) -> Operation {
    Operation { is_shared: false, again: false, ..operation }
}

pub(crate) const OPERATIONS: [Operation; 25] = [
    alone(operation("beginning", |_| {}, beginning)),
    operation("making", two_mailboxes, making),
    operation("twinning", two_mailboxes, twinning),
    operation("assigning", two_policies, assigning),
    operation("leaving", assigned, leaving),
    operation("refreshing", assigned, refreshing),
    operation("replacing", another_key, replacing),
    operation("moving", vaults_of_others, moving),
    judged(operation("revoking", another_key, revoking), as_told),
    operation("importing", two_mailboxes, importing),
    operation("writing", geo_with_a_file, writing),
    operation("registering", geo, registering),
    operation("rolling", geo_with_a_file, rolling),
    operation("recovering", in_recovery, recovering),
    operation("removing", two_mailboxes, removing),
    operation("mailboxes-over", removed_mailboxes, ending),
    operation("destroying", removed_mailboxes, destroying),
    operation("deleting", two_sites, deleting),
    operation("sites-over", sites_over, ending_sites),
    operation("ending", deleted_site, ending_at_once),
    operation("keeping", two_mailboxes, keeping),
    alone(judged(operation("restoring", with_a_backup, restoring), swept_and_restored)),
    judged(
        operation(
            "purging",
            |player| drop(approved_mailboxes(player)),
            |player| purging(player, "P"),
        ),
        |root| purged(root, "P", told(root, &Fact::Purged { policy: "P".to_owned() })),
    ),
    judged(
        operation(
            "purging-sites",
            |player| drop(approved_geo(player)),
            |player| purging(player, "NAM"),
        ),
        |root| purged(root, "NAM", told(root, &Fact::Purged { policy: "NAM".to_owned() })),
    ),
    alone(judged(operation("departing", to_be_removed, departing), |root| {
        removed(root, told(root, &Fact::Removed))
    })),
];

impl Operation {
    /// It is asked for again, and comes to its end.
    pub(crate) fn ends(&self, root: &Path) -> Verdict {
        if !self.again {
            return Ok(());
        }
        let mut player = Player::again(root, 3);
        (self.act)(&mut player);
        let tenant = player.tenant.take().unwrap();
        if !tenant.jobs().list(false).unwrap().is_empty() {
            return Err(format!("jobs are left: {:?}", tenant.jobs().list(false)));
        }
        self.seen_by(&tenant, root)
    }

    /// What was told is so for somebody who has the tenant open, and is whole.
    pub(crate) fn seen_by(&self, tenant: &Arc<Tenant>, root: &Path) -> Verdict {
        if !self.again {
            // What is revoked or on its way out does not open.
            return tenant.settings().map(drop).map_err(|error| error.message);
        }
        let judge = Judge { tenant: Arc::clone(tenant), root };
        if let Some(facts) = told_in(root).get(TENANT) {
            judge.hold(facts, |_| true)?;
        }
        judge.whole()
    }
}

fn as_told(root: &Path) -> Verdict {
    judge(root, TENANT, told_in(root).get(TENANT))
}

/// A minute later whoever restores next to it clears up after who was killed.
fn swept_and_restored(root: &Path) -> Verdict {
    let entries = || std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let is_begun = |path: &PathBuf| path.to_string_lossy().contains(".customer-key-making-");
    let before = SystemTime::now() - Duration::from_secs(61);
    for begun in entries().filter(is_begun) {
        for folder in [begun.join("locks"), begun] {
            File::open(folder).and_then(|folder| folder.set_modified(before)).unwrap_or_default();
        }
    }
    let elsewhere = root.join("elsewhere");
    let [main, secrets] = ["main", "secrets"].map(|name| root.join(name));
    let made = Tenant::restore(&elsewhere, &main, &secrets, OpenOptions::default());
    Tenant::let_go(made.map_err(|error| error.message)?);
    std::fs::remove_dir_all(elsewhere).unwrap();
    restored(root, false)
}

fn told(root: &Path, fact: &Fact) -> bool {
    let told = told_in(root);
    told.values().flat_map(Facts::values).flatten().any(|other| other == fact)
}

impl Player {
    /// One who goes on where another was killed.
    pub(crate) fn again(root: &Path, seed: u64) -> Self {
        let (mut player, path) = (Self::new(root, seed), root.join(TENANT));
        if Tenant::exists(&path) && !Tenant::is_being_removed(&path) {
            player.reopen();
        }
        player
    }

    /// A mailbox with items that nobody relies on.
    fn passing_mailbox(&self, name: &str) {
        self.mailbox(name);
        self.fill(name);
    }

    fn fill(&self, scope: &str) {
        for length in [100, 70_000] {
            import(self.tenant(), scope, 1, length).unwrap();
        }
    }

    fn uri(&self, vault: &str, key: &str) -> String {
        let versions = self.tenant().vaults().key_versions(&self.admin(), vault, key).unwrap();
        let newest = versions.iter().max_by_key(|key| key.attributes.created).unwrap();
        newest.uri.to_string()
    }

    fn move_clock(&self, by: i64) {
        self.tenant().move_clock(&actor(), self.tenant().now() + by).unwrap();
    }
}

fn beginning(player: &mut Player) {
    player.begin();
    player.both_vaults();
    player.policy("P");
}

pub(crate) fn two_mailboxes(player: &mut Player) {
    player.anna_under_a_policy();
    player.large("anna");
    player.passing_mailbox("bert");
}

fn making(player: &mut Player) {
    let mut names = (1..).map(|number| format!("new-{number}"));
    let name = names.find(|name| player.tenant().mailboxes().get(name).is_err()).unwrap();
    player.mailbox(&name);
    player.carry(&name, Some("P"));
    player.set();
    player.small(&name);
    let policy = format!("P-{name}");
    player.policy(&policy);
    player.work();
}

fn twinning(player: &mut Player) {
    player.twin_of("P-twin");
    player.carry("anna", Some("P-twin"));
    player.work();
    player.small("anna");
}

fn two_policies(player: &mut Player) {
    two_mailboxes(player);
    player.policy("P-other");
    player.policy("G");
    player.seal("ledger");
}

fn assigning(player: &mut Player) {
    player.carry("anna", Some("P-other"));
    player.assign(Some("G"));
    player.work();
    player.carry("bert", Some("P"));
    player.work();
    player.small("anna");
}

fn assigned(player: &mut Player) {
    two_policies(player);
    player.assign(Some("G"));
    player.work();
}

fn leaving(player: &mut Player) {
    if player.tenant().policies().assignment().unwrap().is_some() {
        player.leave();
    }
    player.work();
    player.small("bert");
}

fn refreshing(player: &mut Player) {
    VAULTS.iter().for_each(|vault| player.version(vault));
    player.refresh("P");
    player.refresh("G");
    player.small("anna");
    player.work();
}

fn another_key(player: &mut Player) {
    two_mailboxes(player);
    VAULTS.iter().for_each(|vault| player.key(vault, SECOND));
}

fn replacing(player: &mut Player) {
    let keys = VAULTS.map(|vault| format!("https://{vault}.vault.azure.net/keys/{SECOND}"));
    let policies = player.tenant().policies();
    if policies.get(PolicyKind::Mailbox, "P").unwrap().key_uris != keys {
        let cancel = CancelToken::default();
        policies.replace_keys(&actor(), PolicyKind::Mailbox, "P", &keys, &cancel).unwrap();
    }
    let generation = policies.get(PolicyKind::Mailbox, "P").unwrap().generation;
    player.tell(Fact::Policy { name: "P".to_owned(), generation });
    player.small("anna");
    player.work();
}

fn vaults_of_others(player: &mut Player) {
    assigned(player);
    others::make(&player.root.join(OTHERS), &player.admin(), VAULTS, KEY);
}

fn moving(player: &mut Player) {
    let (tenant, cancel) = (Arc::clone(player.tenant.as_ref().unwrap()), CancelToken::default());
    let embedded = |vault: &str| format!("https://{vault}.vault.azure.net/keys/{KEY}");
    let keys = VAULTS.map(|vault| (embedded(vault), others::uri(vault, KEY)));
    // Whoever was killed may have said where the tenant goes, or not.
    let plan = tenant.relocation().plan(Some(&others::there(&keys)), &cancel, &mut |_| {}).unwrap();
    tenant.relocation().begin(&actor(), &plan).unwrap();
    player.small("bert");
    let problems = tenant.relocation().carry_on(&actor(), &cancel, &mut |_| {}).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    for vault in VAULTS {
        player.tell(Fact::Unneeded { uri: player.uri(vault, KEY) });
    }
    assert_eq!(tenant.relocation().still_needed().unwrap(), Some(Vec::new()));
    player.small("anna");
}

fn revoking(player: &mut Player) {
    let (vault, key) = (VAULTS[1].to_owned(), SECOND.to_owned());
    player.tell(Fact::Deleted { vault: vault.clone(), key: key.clone(), deleted: false });
    VAULTS.iter().for_each(|vault| player.permission(vault, false));
    let admin = player.admin();
    player.change(Fact::Deleted { vault, key, deleted: true }, |tenant| {
        drop(tenant.vaults().delete_key(&admin, VAULTS[1], SECOND).unwrap());
    });
}

fn importing(player: &mut Player) {
    player.small("anna");
    player.large("anna");
    player.broken("anna");
    let (tenant, cancel) = (Arc::clone(player.tenant.as_ref().unwrap()), CancelToken::default());
    let (actor, anna) = (actor(), scope_of("anna"));
    let mut many = tenant.items().begin_import(&actor, &anna, &cancel).unwrap();
    let length = 1000;
    let mut stored = Vec::new();
    for number in 0..40 {
        let name = number.to_string();
        stored.extend(many.add(&name, &mut content(number, length).as_slice()).unwrap());
    }
    stored.extend(many.finish().unwrap());
    for item in stored {
        let number = item.name.parse().unwrap();
        player.tell(Fact::Item { mailbox: "anna".to_owned(), id: item.id, number, length });
    }
}

fn writing(player: &mut Player) {
    player.small(SITE);
    parts(player, SITE);
    player.broken(SITE);
    player.large(SITE);
}

fn geo(player: &mut Player) {
    player.begin();
    player.both_vaults();
    let (admin, cancel) = ("https://contoso-admin.sharepoint.com", CancelToken::default());
    player.tenant().sites().create_geo(&actor(), "NAM", admin).unwrap();
    for url in [SITE, OTHER] {
        player.tenant().sites().create_site(&actor(), url, None, &cancel).unwrap();
        player.large(url);
    }
}

fn registering(player: &mut Player) {
    let (sites, cancel) = (player.tenant().sites(), CancelToken::default());
    if sites.status(None).unwrap().status == "Unregistered" {
        let keys = VAULTS.map(|vault| player.uri(vault, KEY));
        sites.register(&actor(), None, &keys, &cancel).unwrap();
    }
    player.tell(Fact::Policy { name: "NAM".to_owned(), generation: 1 });
    player.work();
    player.small(SITE);
}

fn rolling(player: &mut Player) {
    let cancel = CancelToken::default();
    player.work();
    for (slot, vault) in [Slot::First, Slot::Second].into_iter().zip(VAULTS) {
        player.version(vault);
        let newest = player.uri(vault, KEY);
        player.tenant().sites().roll(&actor(), None, slot, &newest, &cancel).unwrap();
        player.work();
    }
    player.small(SITE);
}

fn in_recovery(player: &mut Player) {
    geo_with_a_file(player);
    player.work();
    let set = |fault| {
        VAULTS.iter().for_each(|vault| {
            player.tenant().set_vault_fault(&actor(), vault, fault).unwrap();
        });
    };
    set(Fault::Unreachable);
    player.tenant().sites().ask_for_recovery(&actor(), None).unwrap();
    set(Fault::None);
    player.move_clock(DAY / 6);
    VAULTS.iter().for_each(|vault| player.key(vault, SECOND));
}

fn recovering(player: &mut Player) {
    let (sites, cancel) = (player.tenant().sites(), CancelToken::default());
    if sites.status(None).unwrap().in_recovery {
        let keys = VAULTS.map(|vault| player.uri(vault, SECOND));
        sites.restore(&actor(), None, &keys, &cancel).unwrap();
    }
    player.work();
    player.small(SITE);
}

fn removing(player: &mut Player) {
    let name = || "bert".to_owned();
    if player.tenant().mailboxes().get("bert").is_ok() {
        player.change(Fact::NoMailbox { name: name() }, |tenant| {
            tenant.mailboxes().take(&actor(), "bert", Taking::Remove).unwrap();
        });
    }
    player.change(Fact::Mailbox { name: name() }, |tenant| {
        let names = NewNames::default();
        drop(tenant.mailboxes().recover(&actor(), "bert", &names).unwrap());
    });
    player.work();
    player.small("bert");
}

/// The time of one is over, and not yet that of another.
fn removed_mailboxes(player: &mut Player) {
    two_mailboxes(player);
    player.passing_mailbox("carl");
    for (name, later) in [("bert", 20), ("carl", 11)] {
        player.tenant().mailboxes().take(&actor(), name, Taking::Remove).unwrap();
        player.tell(Fact::NoMailbox { name: name.to_owned() });
        player.move_clock(later * DAY);
    }
}

fn ending(player: &mut Player) {
    player.work();
    player.tell(Fact::Destroyed { scope: "bert".to_owned() });
    assert!(player.tenant().mailboxes().get_removed("carl").is_ok());
}

fn destroying(player: &mut Player) {
    let (mailboxes, cancel) = (player.tenant().mailboxes(), CancelToken::default());
    for name in ["carl", "bert"] {
        if mailboxes.get_removed(name).is_ok() {
            mailboxes.destroy(&actor(), name, &cancel).unwrap();
        }
        player.tell(Fact::Destroyed { scope: name.to_owned() });
    }
    player.work();
}

fn two_sites(player: &mut Player) {
    geo_with_a_file(player);
    player.tenant().sites().create_site(&actor(), OTHER, None, &CancelToken::default()).unwrap();
    player.fill(OTHER);
    player.work();
}

fn deleting(player: &mut Player) {
    let sites = player.tenant().sites();
    if sites.deleted_site(OTHER).is_err() {
        sites.delete_site(&actor(), OTHER).unwrap();
    }
    sites.restore_site(&actor(), OTHER).unwrap();
    player.work();
    player.small(OTHER);
}

pub(crate) fn deleted_site(player: &mut Player) {
    two_sites(player);
    player.tenant().sites().delete_site(&actor(), OTHER).unwrap();
}

fn sites_over(player: &mut Player) {
    deleted_site(player);
    player.move_clock(94 * DAY);
}

fn ending_sites(player: &mut Player) {
    player.work();
    player.tell(Fact::Destroyed { scope: OTHER.to_owned() });
}

fn ending_at_once(player: &mut Player) {
    let sites = player.tenant().sites();
    if sites.deleted_site(OTHER).is_ok() {
        sites.end_site(&actor(), OTHER, &CancelToken::default()).unwrap();
    }
    ending_sites(player);
}

/// A backup, which another one takes the names of if it was killed.
fn keeping(player: &mut Player) {
    let files = (1..).map(|number| ["main", "secrets"].map(|name| format!("{name}-{number}")));
    let is_free = |names: &[String; 2]| names.iter().all(|name| !player.root.join(name).exists());
    let [main, secrets] = files.into_iter().find(is_free).unwrap();
    let [to, apart] = [&main, &secrets].map(|name| player.root.join(name));
    player.tenant().backup(&actor(), &to, &apart, &mut |_| {}).unwrap();
    player.tell(Fact::Backup { main, secrets });
    player.move_clock(60);
    player.set();
}

fn restoring(player: &mut Player) {
    player.tenant = None;
    restore(&player.root).unwrap();
    let place = player.root.join(RESTORED);
    assert!(Tenant::open(&place, OpenOptions::default()).is_ok());
}

fn purging(player: &mut Player, policy: &str) {
    player.tenant().jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    assert_eq!(player.tenant().purges().get(policy).unwrap().stage, "Purged");
    player.tell(Fact::Purged { policy: policy.to_owned() });
}

fn departing(player: &mut Player) {
    let (path, output) = (player.root.join(TENANT), player.root.join(EVIDENCE));
    player.tenant().begin_removal(&actor(), &output).unwrap();
    player.tell(Fact::Removing);
    Tenant::let_go(player.tenant.take().unwrap());
    Tenant::finish_removal(&path, &OpenOptions::default(), &output, &mut |_| {}).unwrap();
    player.tell(Fact::Removed);
}
