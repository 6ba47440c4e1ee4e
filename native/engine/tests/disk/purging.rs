//! Purges, removals and replaced keys while the power is cut or the process is killed, at any call: a
//! purge that was approved comes to its end with each of its steps made once and in order, a removal
//! that has begun ends with nothing but its evidence, and keys are replaced or they are not.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use ckey_base::CancelToken;
use ckey_engine::{
    ApproverView, AuditQuery, OpenOptions, PolicyKind, PurgeOf, PurgeRequest, Tenant,
    approve_document,
};

use crate::chance::Chance;
use crate::disk::{Disk, Tree, build};
use crate::journal::{Call, Record};
use crate::judge::{Judge, judge};
use crate::notes::{Fact, told};
use crate::recording::{Recording, record_by_name, scratch};
use crate::script::{KEY, Player, TENANT, VAULTS, actor, permit};
use crate::skipped::skipped;

const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=\n-----END PUBLIC KEY-----\n";
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";
pub(crate) const SITE: &str = "https://contoso.sharepoint.com/sites/a";
pub(crate) const EVIDENCE: &str = "evidence.json";

type Script = fn(&mut Player);

/// The scripts, and how what they leave is judged.
pub(crate) const SCRIPTS: [(&str, Script); 4] = [
    ("purge-mailboxes", mailboxes),
    ("purge-sites", sites),
    ("removal", removal),
    ("replacing", replacing),
];

/// Judges what is left of a recording at a point.
fn judged(recording: &Recording, root: &Path, point: usize) -> Verdict {
    let facts = told(&recording.records, point);
    let all = || facts.values().flat_map(BTreeMap::values).flatten().cloned().collect::<Vec<_>>();
    match recording.name.split(' ').next().unwrap() {
        "removal" => judge_removal(root, &all()),
        "replacing" => judge(root, TENANT, facts.get(TENANT)),
        _ => judge_purge(root, &all()),
    }
}

/// Asks for the purge, has it signed and takes it back. Returns the policy's name.
fn approve(player: &Player, of: PurgeOf<'_>) -> String {
    let (tenant, actor) = (player.tenant(), actor());
    VAULTS.iter().for_each(|vault| permit(tenant, vault, false));
    let purges = tenant.purges();
    let (reason, contact) = ("We leave".to_owned(), "Alice".to_owned());
    purges.request(&actor, of, &PurgeRequest { reason, contact, force: false }).unwrap();
    let approver = ApproverView { name: "Alice".to_owned(), public_key: PUBLIC.to_owned() };
    purges.set_approver(&actor, &approver).unwrap();
    let name = purges.list().unwrap().remove(0).policy;
    let issued = purges.issue(&actor, &name).unwrap();
    let key = scratch();
    let file = key.path().join("private.pem");
    std::fs::write(&file, PRIVATE).unwrap();
    let signed = approve_document(&issued.file, &file).unwrap();
    purges.complete(&actor, signed.as_str().into()).unwrap();
    player.tell(Fact::Approved { policy: name.clone() });
    name
}

fn carry_out(player: &Player, policy: String) {
    let tenant = player.tenant();
    tenant.jobs().work(None, &CancelToken::default(), &mut |_| {}).unwrap();
    assert_eq!(tenant.purges().get(&policy).unwrap().stage, "Purged");
    player.tell(Fact::Purged { policy });
}

/// A policy of mailboxes that may be purged, and another one.
pub(crate) fn approved_mailboxes(player: &mut Player) -> String {
    player.begin();
    player.both_vaults();
    for (policy, mailbox) in [("P", "anna"), ("P-other", "bert")] {
        player.policy(policy);
        player.mailbox(mailbox);
        player.carry(mailbox, Some(policy));
        player.work();
        player.small(mailbox);
        player.large(mailbox);
    }
    approve(player, PurgeOf::Policy("P"))
}

fn mailboxes(player: &mut Player) {
    let policy = approved_mailboxes(player);
    carry_out(player, policy);
}

/// A geo with a policy, a site and a file.
pub(crate) fn geo_with_a_file(player: &mut Player) {
    let (cancel, admin) = (CancelToken::default(), "https://contoso-admin.sharepoint.com");
    player.begin();
    player.both_vaults();
    player.tenant().sites().create_geo(&actor(), "NAM", admin).unwrap();
    let caller = player.admin();
    let keys = VAULTS.map(|vault| {
        let found = player.tenant().vaults().key_versions(&caller, vault, KEY).unwrap();
        found[0].uri.to_string()
    });
    player.tenant().sites().register(&actor(), None, &keys, &cancel).unwrap();
    player.tenant().sites().create_site(&actor(), SITE, None, &cancel).unwrap();
    player.large(SITE);
}

/// A geo that may be purged.
pub(crate) fn approved_geo(player: &mut Player) -> String {
    geo_with_a_file(player);
    player.tenant().purges().agree(&player.admin(), None).unwrap();
    approve(player, PurgeOf::Geo(None))
}

fn sites(player: &mut Player) {
    let policy = approved_geo(player);
    carry_out(player, policy);
}

fn replacing(player: &mut Player) {
    player.anna_under_a_policy();
    let uri = |vault: &str, key: &str| format!("https://{vault}.vault.azure.net/keys/{key}");
    let [east, west] = VAULTS;
    player.key(east, "second");
    for (key, generation) in [("second", 2), (KEY, 3)] {
        let keys = [uri(east, key), uri(west, KEY)];
        let cancel = CancelToken::default();
        let policies = player.tenant().policies();
        policies.replace_keys(&actor(), PolicyKind::Mailbox, "P", &keys, &cancel).unwrap();
        player.tell(Fact::Policy { name: "P".to_owned(), generation });
        player.small("anna");
        player.work();
    }
}

/// A tenant in whose folder something lies that is not its own.
pub(crate) fn to_be_removed(player: &mut Player) {
    player.anna_under_a_policy();
    player.large("anna");
    std::fs::write(player.root.join(TENANT).join("theirs"), "not the tenant's").unwrap();
}

fn removal(player: &mut Player) {
    to_be_removed(player);
    let (path, output) = (player.root.join(TENANT), player.root.join(EVIDENCE));
    player.tenant().begin_removal(&actor(), &output).unwrap();
    player.tell(Fact::Removing);
    Tenant::let_go(player.tenant.take().unwrap());
    Tenant::finish_removal(&path, &OpenOptions::default(), &output, &mut |_| {}).unwrap();
    player.tell(Fact::Removed);
}

type Verdict = Result<(), String>;

fn open(path: &Path) -> Result<Arc<Tenant>, String> {
    Tenant::open(path, OpenOptions::default())
        .map_err(|error| format!("opening: {} {}", error.id, error.message))
}

/// The secrets that are still there, and not only zeros of them.
fn secrets(path: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(path.join("service-secrets")).into_iter().flatten().flatten();
    let alive = entries.filter(|entry| {
        std::fs::read(entry.path()).is_ok_and(|bytes| bytes.iter().any(|byte| *byte != 0))
    });
    alive.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The steps of the purge as the log has them.
fn steps(tenant: &Tenant) -> Vec<String> {
    let (mut query, mut found) = (AuditQuery::default(), Vec::new());
    loop {
        let page = tenant.audit().page(&query).unwrap();
        found.extend(page.records.into_iter().map(|record| record.activity));
        if page.next.is_none() {
            break;
        }
        query.before = page.next;
    }
    found.reverse();
    let is_step = |activity: &String| {
        [
            "Delete policy",
            "End marking",
            "Destroy keys of policy",
            "End destroying",
            "Compact after purge",
            "End data purge",
        ]
        .iter()
        .any(|step| activity.starts_with(step))
    };
    found.retain(is_step);
    found
}

pub(crate) fn judge_purge(root: &Path, told: &[Fact]) -> Verdict {
    let path = root.join(TENANT);
    let tenant = open(&path)?;
    let purges = tenant.purges().list().map_err(|error| error.message)?;
    let expected = |what: &str| Err(format!("{what}: {purges:?}, told {told:?}"));
    let is_approved = told.iter().any(|fact| matches!(fact, Fact::Approved { .. }));
    let Some(purge) = purges.first().filter(|purge| purge.stage != "Requested") else {
        return if is_approved { expected("the approval was forgotten") } else { Ok(()) };
    };
    if told.iter().any(|fact| matches!(fact, Fact::Purged { .. })) && purge.stage != "Purged" {
        return expected("its end was forgotten");
    }
    // What the log says is destroyed is: a secret does not come back.
    let guid = purge.guid.to_string();
    let before = ["Approved", "PolicyDeleted", "MailboxesMarked", "SitesMarked"];
    if !before.contains(&purge.stage) && secrets(&path).iter().any(|name| name.contains(&guid)) {
        return expected("a secret came back");
    }
    let worked = tenant.jobs().work(None, &CancelToken::default(), &mut |_| {});
    worked.map_err(|error| error.message)?;
    let after = tenant.purges().get(&guid).map_err(|error| error.message)?;
    if after.stage != "Purged" {
        return Err(format!("it did not come to its end: {after:?}"));
    }
    let made = steps(&tenant);
    if made.len() != 6 {
        return Err(format!("its steps were {made:?}"));
    }
    VAULTS.iter().for_each(|vault| permit(&tenant, vault, true));
    Judge { tenant, root }.whole()
}

pub(crate) fn judge_removal(root: &Path, told: &[Fact]) -> Verdict {
    let (path, output) = (root.join(TENANT), root.join(EVIDENCE));
    let has_begun = told.iter().any(|fact| matches!(fact, Fact::Removing));
    if output.exists() {
        let left = secrets(&path);
        let opens = |name: &&String| {
            ["availability-", "erasure-", "service-root"].iter().any(|part| name.starts_with(part))
        };
        if left.iter().any(|name| opens(&name)) || path.join("tenant.db").exists() {
            return Err(format!("the evidence came before the end: {left:?}"));
        }
    }
    if Tenant::is_being_removed(&path) {
        if open(&path).is_ok() {
            return Err("it opens while it is being removed".to_owned());
        }
        let done = Tenant::finish_removal(&path, &OpenOptions::default(), &output, &mut |_| {});
        done.map_err(|error| format!("going on: {} {}", error.id, error.message))?;
    } else if !has_begun {
        // Nothing was acknowledged: it is as it was.
        if Tenant::exists(&path) {
            return Judge { tenant: open(&path)?, root }.whole();
        }
    }
    if !has_begun && !output.exists() {
        return Ok(());
    }
    let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
    let left: Vec<_> =
        entries.map(|entry| entry.file_name()).filter(|name| name != "theirs").collect();
    if !output.exists() || !left.is_empty() {
        return Err(format!("evidence: {}; left: {left:?}", output.exists()));
    }
    Ok(())
}

/// Chosen points after the tenant is furnished, half of them near the end.
fn point(recording: &Recording, chance: &Chance) -> usize {
    let all = recording.records.len();
    let begin = if chance.about(1).percent(50) { all / 2 } else { recording.first_told() + 1 };
    begin + chance.about(2).below(all - begin + 1)
}

/// What a seed leaves of a recording, of which some syncs may not have been made, and what is wrong
/// with it.
fn play(
    (seed, point): (u64, usize),
    recording: &Recording,
    records: &[Record],
    cut: Cut,
) -> Verdict {
    let folder = scratch();
    build(&cut(&Disk::new(records), point, seed), folder.path());
    judged(recording, folder.path(), point)
        .map_err(|what| format!("seed {seed}, '{}' after call {point}: {what}", recording.name))
}

type Cut = fn(&Disk<'_>, usize, u64) -> Tree;

fn power_cut(disk: &Disk<'_>, point: usize, seed: u64) -> Tree {
    disk.after_power_cut(point, Chance::new(seed).about(7))
}

fn killed(disk: &Disk<'_>, point: usize, _: u64) -> Tree {
    disk.seen(point)
}

fn recordings() -> Result<Vec<Recording>, &'static str> {
    SCRIPTS.iter().map(|(name, _)| record_by_name(name)).collect()
}

/// Plays so many seeds, of one recording after the other.
fn play_all(seeds: u64, cut: Cut) {
    let recordings = match recordings() {
        Ok(recordings) => recordings,
        Err(why) => return skipped(why),
    };
    let (failures, next) = (Mutex::new(Vec::new()), Mutex::new(1..=seeds));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(|| {
                while let Some(seed) = { next.lock().unwrap().next() } {
                    let at = usize::try_from(seed).unwrap() % recordings.len();
                    let recording = &recordings[at];
                    let place = (seed, point(recording, &Chance::new(seed)));
                    let verdict = play(place, recording, &recording.records, cut);
                    failures.lock().unwrap().extend(verdict.err());
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    println!("{seeds} seeds of {} recordings", recordings.len());
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

fn times(normal: u64, long: u64) -> u64 {
    if std::env::var_os("CUSTOMER_KEY_LONG").is_some() { long } else { normal }
}

#[test]
fn a_purge_a_removal_or_an_exchange_of_keys_whose_power_is_cut_at_any_call_comes_to_its_end() {
    play_all(times(320, 8000), power_cut);
}

#[test]
fn a_purge_a_removal_or_an_exchange_of_keys_that_is_killed_at_any_call_comes_to_its_end() {
    play_all(times(400, 4000), killed);
}

/// What a mistake leaves out of the record.
type Plant = fn(&mut [Record]);

fn skip_syncs(records: &mut [Record], of: fn(&str) -> bool) {
    for record in records.iter_mut().filter(|it| it.call == Call::Sync && of(&it.path)) {
        record.call = Call::Nothing;
    }
}

fn is_of_policy(path: &str) -> bool {
    path.contains("service-secrets/availability-") || path.contains("service-secrets/erasure-")
}

fn is_destruction(record: &Record) -> bool {
    record.call == Call::Remove && is_of_policy(&record.path)
}

/// Neither the zeros nor the removal of a secret.
fn destroyed_not_synced(records: &mut [Record]) {
    for at in 0..records.len() {
        if is_destruction(&records[at]) {
            let end = (at + 3).min(records.len());
            skip_syncs(&mut records[at.saturating_sub(8)..at], is_of_policy);
            skip_syncs(&mut records[at..end], |path| path.ends_with("service-secrets"));
        }
    }
}

/// The simulation finds what it is for: mistakes that are planted as if the product made them.
#[test]
fn each_of_three_planted_mistakes_is_found() {
    let recordings = match recordings() {
        Ok(recordings) => recordings,
        Err(why) => return skipped(why),
    };
    let mistakes: [(&str, usize, Plant); 3] = [
        ("the destruction of secrets is not synced", 0, destroyed_not_synced),
        ("the log of the database is not synced", 1, |records| {
            skip_syncs(records, |path| path.ends_with("/tenant.db-wal"));
        }),
        ("the evidence is not synced", 2, |records| {
            skip_syncs(records, |path| path.is_empty() || path.starts_with('.'));
        }),
    ];
    for (what, at, plant) in mistakes {
        let (recording, mut records) = (&recordings[at], recordings[at].records.clone());
        plant(&mut records[recording.first_told()..]);
        // Where it shows: right after a secret was destroyed, or anywhere.
        let destroyed = recording.records.iter().position(is_destruction).unwrap();
        let place = |seed: u64| match at {
            0 => destroyed + usize::try_from(seed).unwrap() % 60,
            _ => point(recording, &Chance::new(seed)),
        };
        let found = (1..=600)
            .find_map(|seed| play((seed, place(seed)), recording, &records, power_cut).err());
        println!("{what}: {found:?}");
        assert!(found.is_some(), "{what}");
    }
}
