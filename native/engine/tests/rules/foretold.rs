//! What is foretold is what happens: random tenants, random changes. The question is asked, the
//! changes are made on a copy of the tenant, and everything is read, as a user and as the service.

use std::path::Path;
use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_engine::directory::well_known;
use ckey_engine::{Impact, Opener, PolicyKind, ScopeSelector, Supposition, Tenant};
use ckey_vault::{Fault, KeyUpdate, NewKey, SupposedChange};
use uuid::Uuid;

use crate::stage::{KEYS, Stage, VAULTS, fallbacks, options, records};

const SITE: &str = "https://contoso.sharepoint.com/sites/one";

/// Chance that can be repeated: SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % end
    }

    fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }
}

#[derive(Default, Debug)]
struct Counts {
    tenants: u64,
    cases: u64,
    changes: u64,
    refused: u64,
    reads: u64,
    user_refused: u64,
    by_availability_key: u64,
}

/// A tenant, and what can be read in it.
struct World {
    stage: Stage,
    items: Vec<(ScopeSelector, Uuid)>,
    /// Whether a roll waits to be worked off.
    is_rolling: bool,
}

fn world(chance: &mut Chance) -> World {
    let stage = Stage::new();
    let (actor, cancel) = (stage.actor(), CancelToken::default());
    for index in 0..2 {
        stage.permit_to(&well_known::SHAREPOINT_ONLINE, index, true);
    }
    stage.policy(PolicyKind::Mailbox, "M");
    stage.policy(PolicyKind::MultiWorkload, "W");
    if chance.one_in(2) {
        stage.tenant.policies().assign(&actor, Some("W"), &cancel).unwrap();
    }
    let mut scopes = vec![ScopeSelector::Application("app".into())];
    for number in 0..2 + chance.below(3) {
        let name = format!("Box{number}");
        stage.mailbox(&name);
        if chance.one_in(2) {
            stage.tenant.mailboxes().set_policy(&actor, &name, Some("M")).unwrap();
        }
        scopes.push(ScopeSelector::Mailbox(name));
    }
    let admin = "https://contoso-admin.sharepoint.com";
    stage.tenant.sites().create_geo(&actor, "NAM", admin).unwrap();
    stage.tenant.sites().create_site(&actor, SITE, None, &cancel).unwrap();
    scopes.push(ScopeSelector::Site(SITE.into()));
    let keys = [0, 1].map(|index| stage.new_version(index));
    stage.tenant.sites().register(&actor, None, &keys, &cancel).unwrap();
    stage.work();
    let items = scopes
        .into_iter()
        .map(|scope| {
            let id = stage.import(&scope, "a", b"content").unwrap().id;
            (scope, id)
        })
        .collect();
    let is_rolling = chance.one_in(3);
    if is_rolling || chance.one_in(2) {
        let (kind, name) = policy(chance);
        stage.tenant.policies().refresh(&actor, kind, name, &cancel).unwrap();
        if !is_rolling {
            stage.work();
        }
    }
    if chance.one_in(3) {
        let fault = [Fault::Unreachable, Fault::Throttled, Fault::Firewall][chance.below(3)];
        stage.fault(chance.below(2), fault);
    }
    if chance.one_in(3) {
        stage.permit(chance.below(2), false);
    }
    World { stage, items, is_rolling }
}

fn policy(chance: &mut Chance) -> (PolicyKind, &'static str) {
    [(PolicyKind::Mailbox, "M"), (PolicyKind::MultiWorkload, "W")][chance.below(2)]
}

fn supposition(chance: &mut Chance, world: &World, versions: &[Vec<String>; 2]) -> Supposition {
    let index = chance.below(2);
    let name = KEYS[index].to_owned();
    let of_key = |update| {
        |chance: &mut Chance| SupposedChange::UpdateKey {
            name: KEYS[index].to_owned(),
            version: Some(versions[index][chance.below(versions[index].len())].clone()),
            update,
        }
    };
    let with = KeyUpdate::default;
    let change = match chance.below(if world.is_rolling { 12 } else { 15 }) {
        0..=2 => of_key(KeyUpdate { enabled: Some(false), ..with() })(chance),
        3 => of_key(KeyUpdate { expires: Some(0), ..with() })(chance),
        4 | 5 => SupposedChange::DeleteKey(name),
        6 => SupposedChange::PurgeKey(name),
        7 => SupposedChange::RecoverKey(name),
        8 => SupposedChange::DeleteVault,
        9 => [SupposedChange::RecoverVault, SupposedChange::PurgeVault][chance.below(2)].clone(),
        10 => {
            let applications = [
                well_known::EXCHANGE_ONLINE,
                well_known::SHAREPOINT_ONLINE,
                well_known::DATA_AT_REST_ENCRYPTION,
            ];
            SupposedChange::RemoveAccess(applications[chance.below(3)].object_id.to_owned())
        }
        11 => SupposedChange::Fault(
            [Fault::None, Fault::Unreachable, Fault::ServerError][chance.below(3)],
        ),
        12 => return Supposition::Wait(86_400 * i64::try_from(1 + chance.below(120)).unwrap()),
        _ => {
            let (kind, identity) = policy(chance);
            return Supposition::Refresh { kind, identity: identity.to_owned() };
        }
    };
    Supposition::Vault { vault: VAULTS[index].to_owned(), change }
}

/// Makes a change; the id of the error if it is refused.
fn make(stage: &Stage, change: &Supposition) -> Result<(), String> {
    let (vaults, admin, actor) = (stage.tenant.vaults(), stage.admin(), stage.actor());
    let cancel = CancelToken::default();
    match change {
        Supposition::Wait(seconds) => {
            let to = stage.tenant.now() + seconds;
            stage.tenant.move_clock(&actor, to).map(drop).map_err(|error| error.id.into())
        }
        Supposition::Refresh { kind, identity } => {
            let policies = stage.tenant.policies();
            policies.refresh(&actor, *kind, identity, &cancel).map_err(|error| error.id)?;
            stage.tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
            Ok(())
        }
        Supposition::Vault { vault, change } => match change {
            SupposedChange::UpdateKey { name, version, update } => {
                vaults.update_key(&admin, vault, name, version.as_deref(), update).map(drop)
            }
            SupposedChange::DeleteKey(name) => vaults.delete_key(&admin, vault, name).map(drop),
            SupposedChange::PurgeKey(name) => vaults.purge_key(&admin, vault, name).map(drop),
            SupposedChange::RecoverKey(name) => vaults.recover_key(&admin, vault, name).map(drop),
            SupposedChange::DeleteVault => vaults.delete_vault(&admin, vault).map(drop),
            SupposedChange::RecoverVault => vaults.recover_vault(&admin, vault, None).map(drop),
            SupposedChange::PurgeVault => vaults.purge_vault(&admin, vault),
            SupposedChange::RemoveAccess(id) => {
                vaults.remove_access_policy(&admin, vault, id).map(drop)
            }
            SupposedChange::Fault(fault) => vaults.set_fault(&admin, vault, *fault),
            other => panic!("{other:?} is not made here"),
        }
        .map_err(|error| error.kind.name().to_owned()),
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The tenant once more, which anything may be done to.
fn fork(stage: Stage) -> (Stage, Stage) {
    let Stage { tenant, folder } = stage;
    drop(tenant);
    let other = tempfile::TempDir::new().unwrap();
    copy(&folder.path().join("tenant"), &other.path().join("tenant"));
    let open = |folder: tempfile::TempDir| {
        let tenant = Tenant::open(&folder.path().join("tenant"), options()).unwrap();
        Stage { tenant, folder }
    };
    (open(folder), open(other))
}

fn happens(fork: &Stage, world: &World, foretold: &[Impact], what: &str, counts: &mut Counts) {
    let mut uses = fork.tenant.policies().root_uses().unwrap();
    uses.dedup_by_key(|used| (used.policy.clone(), used.generation));
    for used in &uses {
        let told = find(foretold, &used.policy, used.generation, what);
        assert_eq!(told.below.keys(), used.keys, "{what}: keys under {}", used.policy);
        assert_eq!(told.is_current, used.is_current, "{what}: {}", used.policy);
    }
    assert_eq!(uses.len(), foretold.len(), "{what}: {foretold:#?}");
    for (scope, id) in &world.items {
        let before = fallbacks(&fork.tenant).len();
        let (policy, generation, service) = fork.tenant.what_if().read_for_service(scope).unwrap();
        let between = fallbacks(&fork.tenant).len();
        let mut out = Vec::new();
        let user = fork.tenant.items().export(scope, *id, &mut out, &CancelToken::default());
        let after = fallbacks(&fork.tenant).len();
        counts.reads += 2;
        if !foretold.iter().any(|told| told.policy == policy) {
            // Under the service's own keys: nothing that is done to a vault concerns it.
            assert!(service.is_ok() && user.is_ok(), "{what}: {scope:?}");
            continue;
        }
        let told = find(foretold, &policy, generation, what);
        let opener = |is_read: bool, used: bool| match (is_read, used) {
            (true, false) => Opener::CustomerKey,
            (true, true) => Opener::AvailabilityKey,
            (false, _) => Opener::Nothing,
        };
        let happened =
            (opener(user.is_ok(), after > between), opener(service.is_ok(), between > before));
        let foretold = (told.after.user, told.after.service);
        assert_eq!(
            foretold, happened,
            "{what}: {scope:?} under {policy} {generation}: {user:?}, {service:?}"
        );
        counts.user_refused += u64::from(user.is_err());
        counts.by_availability_key += u64::from(after > between) + u64::from(between > before);
    }
}

fn find<'a>(foretold: &'a [Impact], policy: &str, generation: u32, what: &str) -> &'a Impact {
    let is_meant = |told: &&Impact| (told.policy.as_str(), told.generation) == (policy, generation);
    foretold
        .iter()
        .find(is_meant)
        .unwrap_or_else(|| panic!("{what}: nothing of {policy} {generation}"))
}

fn one_case(chance: &mut Chance, world: World, seed: u64, counts: &mut Counts) -> World {
    let World { stage, items, is_rolling } = world;
    let (stage, other) = fork(stage);
    let world = World { stage, items, is_rolling };
    let versions = [0, 1].map(|index| {
        let keys = other.tenant.vaults().key_versions(&other.admin(), VAULTS[index], KEYS[index]);
        keys.unwrap_or_default()
            .iter()
            .filter_map(|key| key.uri.version().map(str::to_owned))
            .chain([NO_VERSION.to_owned()])
            .collect::<Vec<_>>()
    });
    let plan: Vec<_> =
        (0..1 + chance.below(4)).map(|_| supposition(chance, &world, &versions)).collect();
    let what = format!("seed {seed}, {plan:?}");
    let what_if = world.stage.tenant.what_if();
    let size = records(&world.stage.tenant).len();
    counts.cases += 1;
    // What is refused of a plan is left out of it, as who carries it out would find.
    let mut made: Vec<Supposition> = Vec::new();
    for change in plan {
        counts.changes += 1;
        made.push(change.clone());
        let told = what_if.ask(&world.stage.admin(), &made);
        let happened = make(&other, &change);
        match (&told, &happened) {
            (Ok(_), Ok(())) => {}
            (Err(told), Err(happened)) => {
                let is_refresh = matches!(change, Supposition::Refresh { .. });
                assert!(
                    is_refresh || told.id.contains(happened.as_str()),
                    "{what}: {told:?}, {happened}"
                );
                counts.refused += 1;
                made.pop();
            }
            _ => panic!("{what}: at {change:?}: foretold {told:?}, and {happened:?} happened"),
        }
    }
    let foretold = what_if.ask(&world.stage.admin(), &made).unwrap();
    happens(&other, &world, &foretold, &what, counts);
    assert_eq!(records(&world.stage.tenant).len(), size, "{what}: asking is not recorded");
    world
}

/// A version that no key has.
const NO_VERSION: &str = "00000000000000000000000000000000";

/// Rules 3.1.5, 3.1.6, 3.1.7, 3.2, 3.3.4 and 4.3.6. For longer: `CUSTOMER_KEY_LONG`.
#[test]
fn what_is_foretold_of_random_changes_of_random_tenants_is_what_happens() {
    let is_long = std::env::var_os("CUSTOMER_KEY_LONG").is_some();
    let (begun, limit) = (Instant::now(), Duration::from_secs(if is_long { 600 } else { 45 }));
    let mut counts = Counts::default();
    for seed in 0..if is_long { 2000 } else { 12 } {
        let mut chance = Chance(seed);
        let mut world = world(&mut chance);
        counts.tenants += 1;
        for _ in 0..6 {
            world = one_case(&mut chance, world, seed, &mut counts);
        }
        // The first tenants are always looked at, however slow the machine is.
        if seed >= 3 && begun.elapsed() > limit {
            break;
        }
    }
    println!("{counts:?}");
    assert!(counts.user_refused > 0 && counts.by_availability_key > 0 && counts.refused > 0);
}

/// Rule 4.3.6.
#[test]
fn an_answer_names_what_is_lost_the_way_back_and_its_last_moment() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "M");
    stage.mailbox("Ann");
    stage.tenant.mailboxes().set_policy(&stage.actor(), "Ann", Some("M")).unwrap();
    stage.work();
    let ask = |words: &[&str]| {
        let words: Vec<_> = words.iter().map(|text| (*text).to_owned()).collect();
        let what_if = stage.tenant.what_if();
        what_if.ask(&stage.admin(), &what_if.understood(&words)?)
    };
    let uris = stage.uris();
    let told = ask(&[&format!("delete {}", uris[0])]).unwrap();
    assert_eq!((told.len(), told[0].below.mailboxes), (1, 1));
    assert_eq!(told[0].examples, ["Ann"]);
    assert_eq!(told[0].after.user, Opener::CustomerKey);
    assert_eq!(told[0].last_moment(), Some(stage.tenant.now() + 90 * 86_400));
    let fix = &told[0].roots[0].after.as_ref().unwrap().fix;
    assert!(fix.contains("Undo-AzKeyVaultKeyRemoval"), "{fix}");
    let both = [format!("disable {}", uris[0]), format!("revoke {}", VAULTS[1])];
    let told = ask(&[&both[0], &both[1]]).unwrap();
    assert_eq!(
        (told[0].after.user, told[0].after.service),
        (Opener::Nothing, Opener::AvailabilityKey)
    );
    let told = ask(&[&format!("outage {}", VAULTS[0]), &format!("outage {}", VAULTS[1])]).unwrap();
    assert_eq!(told[0].after.user, Opener::AvailabilityKey);
    // A new version, a refresh, and the old version is no loss.
    let old = stage.tenant.vaults().key_versions(&stage.admin(), VAULTS[0], KEYS[0]).unwrap();
    let old = old[0].uri.to_string();
    stage
        .tenant
        .vaults()
        .create_key(&stage.admin(), VAULTS[0], KEYS[0], &NewKey::default())
        .unwrap();
    let told = ask(&["refresh M", &format!("disable {old}")]).unwrap();
    assert_eq!((told.len(), told[0].generation, told[0].below.mailboxes), (1, 2, 1));
    assert!(told[0].roots.iter().all(|root| root.after.is_none()));
    assert_eq!(ask(&["melt everything"]).unwrap_err().id, "ChangeNotUnderstood");
}
