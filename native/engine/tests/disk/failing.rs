//! Purges, removals, recoveries and restores whose writes fail below SQLite and the standard
//! library: from some call on the disk is full, or one call ends with an error. Whoever did it is
//! told by a stable error, what must live still does, nothing is called done that is not, and the
//! next one brings it to its end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use ckey_base::CancelToken;
use ckey_engine::{EngineError, OpenOptions, Tenant};
use ckey_vault::KeyUpdate;
use tempfile::TempDir;

use crate::chance::Chance;
use crate::journal::{Record, read};
use crate::judge::Judge;
use crate::notes::{Fact, NOTES};
use crate::purging::{
    EVIDENCE, SITE, approved_geo, approved_mailboxes, geo_with_a_file, judge_purge, judge_removal,
    to_be_removed,
};
use crate::recording::{JOURNAL, NOT_ALLOWED, ROOT, recorder, scratch};
use crate::script::{KEY, Player, RESTORED, TENANT, VAULTS, actor, scope_of};
use crate::skipped::skipped;

const DOES: &str = "CUSTOMER_KEY_DISK_DOES";
const FAIL: &str = "CUSTOMER_KEY_DISK_FAIL";
const SECOND: &str = "second";
const FOUR_HOURS: i64 = 4 * 60 * 60;

/// The numbers of the errors, as this system has them.
const DISK_FULL: i32 = 28;
const BROKEN: i32 = 5;

type Verdict = Result<(), String>;
type Done = Result<(), EngineError>;

/// Something that is done on a disk that fails.
struct Deed {
    name: &'static str,
    /// What is there before.
    prepare: fn(&mut Player),
    /// It, in a process of its own.
    act: fn(&Path) -> Done,
    /// Whether what it left is right, where it ended or did not, and comes to its end.
    judge: fn(&Path, bool) -> Verdict,
}

const DEEDS: [Deed; 5] = [
    Deed {
        name: "purge-mailboxes",
        prepare: |player| drop(approved_mailboxes(player)),
        act: work,
        judge: |root, ended| purged(root, "P", ended),
    },
    Deed {
        name: "purge-sites",
        prepare: |player| drop(approved_geo(player)),
        act: work,
        judge: |root, ended| purged(root, "NAM", ended),
    },
    Deed { name: "removal", prepare: to_be_removed, act: remove, judge: removed },
    Deed { name: "recovery", prepare: in_recovery, act: recover, judge: recovered },
    Deed { name: "restore", prepare: with_a_backup, act: restore, judge: restored },
];

fn open(root: &Path) -> Result<std::sync::Arc<Tenant>, EngineError> {
    Tenant::open(&root.join(TENANT), OpenOptions::default())
}

fn told(what: &'static str) -> impl Fn(EngineError) -> String {
    move |error| format!("{what}: {} {}", error.id, error.message)
}

fn work(root: &Path) -> Done {
    let tenant = open(root)?;
    tenant.jobs().work(None, &CancelToken::default(), &mut |_| {})?;
    let purge = tenant.purges().list()?.remove(0);
    if purge.stage == "Purged" {
        return Ok(());
    }
    // A step that cannot be made is told as a problem of the purge.
    println!("unfinished: {:?}", purge.problem);
    Err(tenant.purges().evidence(&actor(), &purge.policy).unwrap_err())
}

pub(crate) fn purged(root: &Path, policy: &str, ended: bool) -> Verdict {
    let mut facts = vec![Fact::Approved { policy: policy.to_owned() }];
    if ended {
        facts.push(Fact::Purged { policy: policy.to_owned() });
    }
    judge_purge(root, &facts)?;
    let others = match policy {
        "P" => open(root).and_then(|tenant| tenant.mailboxes().get("bert")).map(|it| it.items),
        _ => Ok(2),
    };
    match others {
        Ok(2) => Ok(()),
        others => Err(format!("of the items under another policy: {others:?}")),
    }
}

pub(crate) fn remove(root: &Path) -> Done {
    let (path, output) = (root.join(TENANT), root.join(EVIDENCE));
    let tenant = open(root)?;
    tenant.begin_removal(&actor(), &output)?;
    println!("begun");
    Tenant::let_go(tenant);
    Tenant::finish_removal(&path, &OpenOptions::default(), &output, &mut |_| {}).map(drop)
}

pub(crate) fn removed(root: &Path, ended: bool) -> Verdict {
    if ended && (!root.join(EVIDENCE).exists() || root.join(TENANT).join("tenant.db").exists()) {
        return Err("it was called removed".to_owned());
    }
    let begun = ended || Tenant::is_being_removed(&root.join(TENANT));
    judge_removal(root, &[Fact::Removing][..usize::from(begun)])?;
    let theirs = root.join(TENANT).join("theirs");
    if theirs.exists() { Ok(()) } else { Err("a file of somebody else is gone".to_owned()) }
}

fn uri(tenant: &Tenant, vault: &str, key: &str) -> String {
    let admin = tenant.directory().azure_caller("test").unwrap();
    tenant.vaults().key_versions(&admin, vault, key).unwrap()[0].uri.to_string()
}

/// A geo whose keys are lost, in recovery mode, and two new keys.
fn in_recovery(player: &mut Player) {
    geo_with_a_file(player);
    let (tenant, admin) = (player.tenant(), player.admin());
    tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    for vault in VAULTS {
        player.key(vault, SECOND);
        let update = KeyUpdate { enabled: Some(false), ..KeyUpdate::default() };
        tenant.vaults().update_key(&admin, vault, KEY, None, &update).unwrap();
    }
    tenant.sites().ask_for_recovery(&actor(), None).unwrap();
    tenant.move_clock(&actor(), tenant.now() + FOUR_HOURS).unwrap();
}

fn recover(root: &Path) -> Done {
    let tenant = open(root)?;
    let (sites, cancel) = (tenant.sites(), CancelToken::default());
    let keys = VAULTS.map(|vault| uri(&tenant, vault, SECOND));
    sites.restore(&actor(), None, &keys, &cancel)?;
    println!("begun");
    tenant.jobs().work(None, &cancel, &mut |_| {}).map(drop)
}

fn recovered(root: &Path, ended: bool) -> Verdict {
    let tenant = open(root).map_err(told("opening"))?;
    let (sites, cancel) = (tenant.sites(), CancelToken::default());
    let recovers = sites.status(None).map_err(told("status"))?.in_recovery;
    if ended && recovers {
        return Err("it was called restored".to_owned());
    }
    // The file is there, by the availability key or by the new ones.
    read_file(&tenant)?;
    if recovers {
        let keys = VAULTS.map(|vault| uri(&tenant, vault, SECOND));
        sites.restore(&actor(), None, &keys, &cancel).map_err(told("restoring again"))?;
    }
    tenant.jobs().work(None, &cancel, &mut |_| {}).map_err(told("working"))?;
    let status = sites.status(None).map_err(told("status"))?;
    if status.in_recovery || status.status != "Registered" {
        return Err(format!("it did not come to its end: {status:?}"));
    }
    read_file(&tenant)?;
    Judge { tenant: tenant.clone(), root }.whole()
}

fn read_file(tenant: &Tenant) -> Verdict {
    let scope = scope_of(SITE);
    let items = tenant.items().page(&scope, 0, 10).map_err(told("files"))?;
    let [item] = items.as_slice() else { return Err(format!("its files are {items:?}")) };
    let (mut content, cancel) = (Vec::new(), CancelToken::default());
    tenant.items().export(&scope, item.id, &mut content, &cancel).map(drop).map_err(told("file"))
}

pub(crate) fn with_a_backup(player: &mut Player) {
    player.anna_under_a_policy();
    player.large("anna");
    let [main, secrets] = ["main", "secrets"].map(|name| player.root.join(name));
    player.tenant().backup(&actor(), &main, &secrets, &mut |_| {}).unwrap();
}

pub(crate) fn restore(root: &Path) -> Done {
    let [place, main, secrets] = [RESTORED, "main", "secrets"].map(|name| root.join(name));
    Tenant::restore(&place, &main, &secrets, OpenOptions::default()).map(drop)
}

pub(crate) fn restored(root: &Path, ended: bool) -> Verdict {
    let place = root.join(RESTORED);
    // There is a whole one or none.
    if !Tenant::exists(&place) {
        if ended {
            return Err("it was called restored".to_owned());
        }
        restore(root).map_err(told("restoring again"))?;
    }
    for path in [place, root.join(TENANT)] {
        let tenant = Tenant::open(&path, OpenOptions::default()).map_err(told("opening"))?;
        if tenant.mailboxes().get("anna").map_err(told("mailbox"))?.items != 2 {
            return Err("an item is missing".to_owned());
        }
        Judge { tenant, root }.whole()?;
    }
    let names = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name());
    let known = [TENANT, RESTORED, "main", "secrets", NOTES];
    let left: Vec<_> = names.filter(|name| known.iter().all(|known| name != known)).collect();
    if left.is_empty() { Ok(()) } else { Err(format!("left over: {left:?}")) }
}

/// What the child does.
#[test]
#[ignore = "part of the test beside it, which lets it fail"]
fn play() {
    let [name, root] = [DOES, ROOT].map(|name| std::env::var(name).unwrap());
    let deed = DEEDS.iter().find(|deed| deed.name == name).unwrap();
    match (deed.act)(Path::new(&root)) {
        Ok(()) => println!("outcome: ended"),
        Err(error) => println!("outcome: {} {}", error.id, error.message),
    }
}

/// Where a deed is prepared, and how it is done in copies of it.
struct Ground {
    deed: &'static Deed,
    prepared: TempDir,
    recorder: PathBuf,
    _folder: TempDir,
}

/// What came of a deed whose calls failed.
struct Outcome {
    root: TempDir,
    calls: Vec<Record>,
    said: String,
}

impl Ground {
    fn prepare(deed: &'static Deed) -> Result<Self, &'static str> {
        let (folder, prepared) = (scratch(), scratch());
        let recorder = recorder(folder.path())?;
        let mut player = Player::new(prepared.path(), 1);
        (deed.prepare)(&mut player);
        Tenant::let_go(player.tenant.take().unwrap());
        Ok(Self { deed, prepared, recorder, _folder: folder })
    }

    /// Does it while what `fail` says fails.
    fn run(&self, fail: Option<(usize, i32)>) -> Result<Outcome, &'static str> {
        let (root, folder) = (scratch(), scratch());
        let from = self.prepared.path().join(".");
        assert!(
            Command::new("cp").arg("-a").arg(from).arg(root.path()).status().unwrap().success()
        );
        let journal = folder.path().join("journal");
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "failing::play", "--ignored", "--nocapture", "--test-threads=1"])
            .env("LD_PRELOAD", &self.recorder)
            .env(DOES, self.deed.name)
            .env(ROOT, root.path().canonicalize().unwrap())
            .env(JOURNAL, &journal)
            .stdin(Stdio::null());
        if let Some((number, error)) = fail {
            child.env(FAIL, format!("{number} {error}"));
        }
        let output = child.output().unwrap();
        if output.status.code() == Some(NOT_ALLOWED) {
            return Err("this system does not let a process be recorded (seccomp)");
        }
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        let calls = read(std::fs::read(&journal).unwrap().leak());
        Ok(Outcome { root, calls, said })
    }

    /// What is told once the call of this number fails, and all that take room after it if the
    /// disk is full; and what is wrong then.
    fn play(&self, number: usize, error: i32) -> (String, Verdict) {
        let outcome = self.run(Some((number, error))).unwrap();
        let told = outcome.said.lines().find_map(|line| line.split_once("outcome: "));
        let Some((_, told)) = told else {
            let what =
                format!("{}, call {number}, error {error}: {}", self.deed.name, outcome.said);
            return ("nothing".to_owned(), Err(what));
        };
        let verdict = if told == "ended" {
            (self.deed.judge)(outcome.root.path(), true)
        } else {
            must_be_stable(told, error).and_then(|()| (self.deed.judge)(outcome.root.path(), false))
        };
        let id = told.split(' ').next().unwrap_or_default().to_owned();
        let verdict = verdict.map_err(|what| {
            format!("{}, call {number}, error {error}, told '{told}': {what}", self.deed.name)
        });
        (id, verdict)
    }
}

/// What is told of a disk that fails.
const TELLS: [&str; 5] =
    ["StoreFull", "StoreInputOutput", "TenantFolderInaccessible", "PurgeUnfinished", "Io"];

fn must_be_stable(told: &str, error: i32) -> Verdict {
    let id = told.split(' ').next().unwrap_or_default();
    let is_told = TELLS.contains(&id) && (error != DISK_FULL || id != "TenantFolderInaccessible");
    if is_told { Ok(()) } else { Err("that does not tell of the disk".to_owned()) }
}

/// So many calls of a deed fail, spread over all of them; each in both ways. Returns what is wrong.
fn play_deed(ground: &Ground, all: usize, points: usize) -> Vec<String> {
    let (points, failures) = (points.min(all), Mutex::new(Vec::new()));
    let (tells, next) = (Mutex::new(BTreeMap::<_, u32>::new()), Mutex::new(0..points));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(|| {
                while let Some(point) = { next.lock().unwrap().next() } {
                    let [first, end] = [point, point + 1].map(|point| point * all / points);
                    let number = 1 + first + Chance::new(point as u64).below(end - first);
                    for error in [DISK_FULL, BROKEN] {
                        let (told, verdict) = ground.play(number, error);
                        *tells.lock().unwrap().entry(told).or_default() += 1;
                        failures.lock().unwrap().extend(verdict.err());
                    }
                }
            });
        }
    });
    let (mut failures, tells) = (failures.into_inner().unwrap(), tells.into_inner().unwrap());
    println!("{}: {points} of {all} calls, told {tells:?}", ground.deed.name);
    if tells.keys().all(|told| told == "ended") {
        failures.push(format!("{}: nothing ever failed", ground.deed.name));
    }
    failures
}

fn play_all(points: usize) {
    let mut failures = Vec::new();
    for deed in &DEEDS {
        let ground = Ground::prepare(deed).and_then(|ground| Ok((ground.run(None)?, ground)));
        let (whole, ground) = match ground {
            Ok(ground) => ground,
            Err(why) => return skipped(why),
        };
        assert!(whole.said.contains("outcome: ended"), "{}: {}", deed.name, whole.said);
        (deed.judge)(whole.root.path(), true).unwrap();
        failures.extend(play_deed(&ground, whole.calls.len(), points));
    }
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn what_destroys_or_restores_on_a_disk_that_fails_says_so_and_comes_to_its_end_later() {
    let long = std::env::var_os("CUSTOMER_KEY_LONG").is_some();
    play_all(if long { 1000 } else { 15 });
}
