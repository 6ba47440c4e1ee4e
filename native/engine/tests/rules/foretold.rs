//! What is foretold is what happens: random tenants, random changes. The question is asked, the
//! changes are made on a copy of the tenant, and everything is read, as a user and as the service.

use std::time::{Duration, Instant};

use ckey_base::CancelToken;
use ckey_crypto::root_wrap::Slot;
use ckey_engine::directory::well_known;
use ckey_engine::{
    ApproverView, EngineError, Impact, Opener, PolicyKind, PurgeOf, RuleProfile, ScopeSelector,
    SettingsChange, Supposition, Taking, Tenant, approve_document,
};
use ckey_vault::{
    Bypass, Caller, DefaultAction, Fault, KeyOp, KeyUpdate, KeyUri, NetworkChange, NewKey,
    RoleAssignment, SupposedChange, VaultErrorKind, VaultKind, VaultRole, VaultUpdate, WayBack,
};
use uuid::Uuid;

use crate::purge::{PRIVATE, PUBLIC, request};
use crate::replaced::copy;
use crate::stage::{KEYS, Stage, VAULTS, fallbacks, local_role, options, records};

/// A key of each vault that no policy names at first.
const OTHER: &str = "Other";
const SITE: &str = "https://contoso.sharepoint.com/sites/one";
const DELETED: &str = "https://contoso.sharepoint.com/sites/deleted";

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
    destroyed: u64,
    moved: u64,
    ways_back: u64,
    too_late: u64,
    ended: u64,
    not_refreshed: u64,
    with_hsm: u64,
}

impl Counts {
    fn are_of_each_kind(&self) -> bool {
        self.user_refused > 0
            && self.by_availability_key > 0
            && self.refused > 0
            && self.moved > 0
            && self.ways_back > 0
            && self.too_late > 0
            && self.ended > 0
            && self.not_refreshed > 0
            && self.with_hsm > 0
    }
}

/// A tenant, and what can be read in it.
struct World {
    stage: Stage,
    items: Vec<(ScopeSelector, Uuid)>,
    /// Whether a roll waits to be worked off.
    is_rolling: bool,
}

fn world(chance: &mut Chance) -> World {
    let stage = if chance.one_in(3) { Stage::with_hsm() } else { Stage::new() };
    let (actor, cancel) = (stage.actor(), CancelToken::default());
    for index in 0..2 {
        stage.permit_to(&well_known::SHAREPOINT_ONLINE, index, true);
    }
    stage.policy(PolicyKind::Mailbox, "M");
    stage.policy(PolicyKind::MultiWorkload, "W");
    stage.policy(PolicyKind::MultiWorkload, "V");
    for index in 0..2 {
        stage.new_version_of(index, OTHER);
    }
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
    if chance.one_in(2) {
        for index in 0..2 {
            stage.new_version(index);
        }
    }
    stage.work();
    let items = scopes
        .into_iter()
        .map(|scope| {
            let id = stage.import(&scope, "a", b"content").unwrap().id;
            (scope, id)
        })
        .collect();
    remove(&stage, chance);
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
    if chance.one_in(3) {
        by_roles(&stage);
    }
    World { stage, items, is_rolling }
}

/// In the first vault roles count, and the applications have theirs.
fn by_roles(stage: &Stage) {
    let (vaults, admin) = (stage.tenant.vaults(), stage.admin());
    for application in APPLICATIONS {
        let well_known::Application { object_id, app_id, name, .. } = application;
        let principal = Caller::application(object_id, app_id, name);
        let role = VaultRole::CryptoServiceEncryptionUser;
        let given = RoleAssignment::for_caller(&principal, role);
        vaults.add_role_assignment(&admin, VAULTS[0], &given).unwrap();
    }
    let own = RoleAssignment::for_caller(&admin, VaultRole::CryptoOfficer);
    vaults.add_role_assignment(&admin, VAULTS[0], &own).unwrap();
    let update = VaultUpdate { rbac: Some(true), ..VaultUpdate::default() };
    vaults.update_vault(&admin, VAULTS[0], &update).unwrap();
}

/// A mailbox and a site that can be brought back for a time; what they lie under moves on.
fn remove(stage: &Stage, chance: &mut Chance) {
    let (actor, cancel) = (stage.actor(), CancelToken::default());
    if chance.one_in(2) {
        stage.mailbox("Gone");
        if chance.one_in(2) {
            stage.tenant.mailboxes().set_policy(&actor, "Gone", Some("M")).unwrap();
        }
        stage.work();
        stage.tenant.mailboxes().take(&actor, "Gone", Taking::Remove).unwrap();
    }
    if chance.one_in(2) {
        stage.tenant.sites().create_site(&actor, DELETED, None, &cancel).unwrap();
        stage.tenant.sites().delete_site(&actor, DELETED).unwrap();
    }
}

fn policy(chance: &mut Chance) -> (PolicyKind, &'static str) {
    let policies = [
        (PolicyKind::Mailbox, "M"),
        (PolicyKind::MultiWorkload, "W"),
        (PolicyKind::MultiWorkload, "V"),
    ];
    policies[chance.below(3)]
}

const APPLICATIONS: [well_known::Application; 3] = [
    well_known::EXCHANGE_ONLINE,
    well_known::SHAREPOINT_ONLINE,
    well_known::DATA_AT_REST_ENCRYPTION,
];

/// A change of a vault's firewall, or of what counts in it.
fn update(chance: &mut Chance) -> SupposedChange {
    let network = |default_action, bypass| NetworkChange {
        default_action: Some(default_action),
        bypass: Some(bypass),
        ..NetworkChange::default()
    };
    let (network, rbac) = match chance.below(5) {
        0 => (None, Some(true)),
        1 => (Some(network(DefaultAction::Allow, Bypass::None)), None),
        2 => (Some(network(DefaultAction::Deny, Bypass::AzureServices)), None),
        _ => (Some(network(DefaultAction::Deny, Bypass::None)), None),
    };
    SupposedChange::Update(Box::new(VaultUpdate { network, rbac, ..VaultUpdate::default() }))
}

/// An application loses what it has in a vault, by whatever counts there.
fn taken(world: &World, index: usize, application: &well_known::Application) -> SupposedChange {
    match world.stage.kind(index) {
        VaultKind::Vault if world.stage.by_roles(index) => {
            SupposedChange::RemoveRole { principal: application.object_id.to_owned(), role: None }
        }
        VaultKind::Vault => SupposedChange::RemoveAccess(application.object_id.to_owned()),
        VaultKind::ManagedHsm => SupposedChange::TakeHsmRole(Box::new(local_role(application))),
    }
}

/// What moves keys of scopes, or destroys them.
fn moving(chance: &mut Chance, world: &World, versions: &[Vec<String>; 2]) -> Vec<Supposition> {
    let index = chance.below(2);
    let take = |application: well_known::Application| {
        [0, 1].map(|index| Supposition::Vault {
            vault: VAULTS[index].to_owned(),
            change: taken(world, index, &application),
        })
    };
    let (kind, identity) = policy(chance);
    let identity = identity.to_owned();
    vec![match chance.below(11) {
        0..=2 => Supposition::Refresh { kind, identity },
        3 | 4 => {
            let names = [[OTHER, OTHER], [KEYS[0], OTHER], KEYS][chance.below(3)];
            let keys = [0, 1].map(|index| world.stage.uri(index, names[index])).to_vec();
            Supposition::Replace { kind, identity, keys }
        }
        5 | 6 => {
            let version = &versions[index][chance.below(versions[index].len())];
            let slot = [Slot::First, Slot::Second][index];
            let key = format!("{}/{version}", world.stage.uri(index, KEYS[index]));
            Supposition::Roll { geo: None, slot, key }
        }
        7 | 8 => {
            let policy = [Some("W"), Some("V"), None][chance.below(3)].map(str::to_owned);
            Supposition::Assign { policy }
        }
        9 => Supposition::Profile(RuleProfile::ALL[chance.below(2)]),
        _ => {
            let (application, kind, identity) = [
                (well_known::EXCHANGE_ONLINE, PolicyKind::Mailbox, "M"),
                (well_known::SHAREPOINT_ONLINE, PolicyKind::SharePoint, "NAM"),
            ][index];
            let purge = Supposition::Purge { kind, identity: identity.to_owned() };
            return take(application).into_iter().chain([purge]).collect();
        }
    }]
}

fn supposition(
    chance: &mut Chance,
    world: &World,
    versions: &[Vec<String>; 2],
) -> Vec<Supposition> {
    if !world.is_rolling && chance.one_in(3) {
        return moving(chance, world, versions);
    }
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
    let change = match chance.below(if world.is_rolling { 18 } else { 19 }) {
        0..=2 => of_key(KeyUpdate { enabled: Some(false), ..with() })(chance),
        3 => of_key(KeyUpdate { expires: Some(0), ..with() })(chance),
        4 | 5 => SupposedChange::DeleteKey(name),
        6 => SupposedChange::PurgeKey(name),
        7 => SupposedChange::RecoverKey(name),
        8 => SupposedChange::DeleteVault,
        9 => [SupposedChange::RecoverVault, SupposedChange::PurgeVault][chance.below(2)].clone(),
        10 => taken(world, index, &APPLICATIONS[chance.below(3)]),
        11 => SupposedChange::Fault(
            [Fault::None, Fault::Unreachable, Fault::ServerError][chance.below(3)],
        ),
        12 => of_key(KeyUpdate { enabled: Some(true), ..with() })(chance),
        13 => of_key(KeyUpdate { not_before: Some(i64::from(u32::MAX)), ..with() })(chance),
        14 | 15 => {
            let ops = [vec![KeyOp::WrapKey], vec![KeyOp::UnwrapKey], vec![]];
            let ops = Some(ops[chance.below(3)].clone());
            of_key(KeyUpdate { ops, ..with() })(chance)
        }
        16 | 17 => update(chance),
        _ => {
            let days = i64::try_from(1 + chance.below(120)).unwrap();
            // Never a second beside the end of something: some pass before the clock is moved.
            return vec![Supposition::Wait(86_400 * days + 7_201)];
        }
    };
    vec![Supposition::Vault { vault: VAULTS[index].to_owned(), change }]
}

/// A purge from its request to its end.
fn purge(stage: &Stage, kind: PolicyKind, identity: &str) -> Result<(), EngineError> {
    let (purges, actor) = (stage.tenant.purges(), stage.actor());
    if kind == PolicyKind::SharePoint {
        purges.agree(&stage.admin(), Some(identity))?;
        purges.request(&actor, PurgeOf::Geo(Some(identity)), &request(false))?;
    } else {
        purges.request(&actor, PurgeOf::Policy(identity), &request(true))?;
    }
    let approver = ApproverView { name: "Alice".to_owned(), public_key: PUBLIC.to_owned() };
    purges.set_approver(&actor, &approver)?;
    let issued = purges.issue(&actor, identity)?;
    let key = stage.folder.path().join("private.pem");
    std::fs::write(&key, PRIVATE).unwrap();
    purges.complete(&actor, approve_document(&issued.file, &key)?.as_str().into())?;
    Ok(())
}

/// Makes a change; the id of the error if it is refused.
fn make(stage: &Stage, change: &Supposition) -> Result<(), String> {
    let (vaults, admin, actor) = (stage.tenant.vaults(), stage.admin(), stage.actor());
    let cancel = CancelToken::default();
    match change {
        Supposition::Wait(seconds) => {
            let to = stage.tenant.now() + seconds;
            stage.tenant.move_clock(&actor, to).map_err(|error| error.id)?;
            stage.tenant.jobs().work(None, &cancel, &mut |_| {}).unwrap();
            Ok(())
        }
        Supposition::Profile(rules) => {
            let change = SettingsChange { rules: Some(*rules), ..SettingsChange::default() };
            stage.tenant.change_settings(&actor, &change).map(drop).map_err(|error| error.id.into())
        }
        Supposition::Refresh { .. }
        | Supposition::Replace { .. }
        | Supposition::Roll { .. }
        | Supposition::Assign { .. }
        | Supposition::Purge { .. } => {
            let (policies, sites) = (stage.tenant.policies(), stage.tenant.sites());
            match change {
                Supposition::Replace { kind, identity, keys } => {
                    policies.replace_keys(&actor, *kind, identity, keys, &cancel).map(drop)
                }
                Supposition::Roll { slot, key, .. } => {
                    sites.roll(&actor, None, *slot, key, &cancel).map(drop)
                }
                Supposition::Assign { policy } => {
                    policies.assign(&actor, policy.as_deref(), &cancel).map(drop)
                }
                Supposition::Purge { kind, identity } => purge(stage, *kind, identity),
                Supposition::Refresh { kind, identity } => {
                    policies.refresh(&actor, *kind, identity, &cancel).map(drop)
                }
                _ => Ok(()),
            }
            .map_err(|error| error.id)?;
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
            SupposedChange::RemoveRole { principal, role } => {
                vaults.remove_role_assignment(&admin, vault, principal, *role).map(drop)
            }
            SupposedChange::Update(update) => vaults.update_vault(&admin, vault, update).map(drop),
            SupposedChange::TakeHsmRole(role) => {
                vaults.take_hsm_role(&admin, vault, role).map(drop)
            }
            SupposedChange::Fault(fault) => vaults.set_fault(&admin, vault, *fault),
            other => panic!("{other:?} is not made here"),
        }
        .map_err(|error| error.kind.name().to_owned()),
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
    for used in &uses {
        let told = find(foretold, &used.policy, used.generation, what);
        let has = |uri: &str| told.roots.iter().any(|root| root.key_uri == uri);
        assert!(has(&used.key_uri), "{what}: {} of {told:#?}", used.key_uri);
    }
    uses.dedup_by_key(|used| (used.policy.clone(), used.generation));
    for used in &uses {
        let told = find(foretold, &used.policy, used.generation, what);
        assert_eq!(told.below.keys(), used.keys, "{what}: keys under {}", used.policy);
        assert_eq!(told.is_current, used.is_current, "{what}: {}", used.policy);
    }
    let destroyed = |told: &&Impact| told.is_destroyed;
    let left = foretold.iter().filter(|told| !told.is_destroyed && !told.is_over()).count();
    assert_eq!(uses.len(), left, "{what}: {foretold:#?}");
    for (scope, id) in &world.items {
        let (was_under, ..) = world.stage.tenant.what_if().read_for_service(scope).unwrap();
        let before = fallbacks(&fork.tenant).len();
        let read = fork.tenant.what_if().read_for_service(scope);
        if foretold.iter().filter(destroyed).any(|told| told.policy == was_under) {
            let mut out = Vec::new();
            let user = fork.tenant.items().export(scope, *id, &mut out, &CancelToken::default());
            assert!(read.is_err() && user.is_err(), "{what}: {scope:?} is destroyed");
            counts.destroyed += 1;
            continue;
        }
        let (policy, generation, service) = read.unwrap();
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

/// Where the customer keys still open what is under them: a vault wraps nothing with the newest
/// version exactly where that was foretold, or was so before.
fn refreshes(fork: &Stage, world: &World, foretold: &[Impact], what: &str, counts: &mut Counts) {
    let is_there = |told: &&Impact| told.is_current && !told.is_destroyed;
    let opens = |told: &&Impact| told.roots.iter().all(|root| root.after.is_none());
    for told in foretold.iter().filter(is_there).filter(opens) {
        let application = match told.kind {
            PolicyKind::Mailbox => well_known::EXCHANGE_ONLINE,
            PolicyKind::MultiWorkload => well_known::DATA_AT_REST_ENCRYPTION,
            _ => continue,
        };
        let id = (application.object_id, application.app_id, application.name);
        let caller = Caller::application(id.0, id.1, id.2);
        let refused = |stage: &Stage, uri: &str| {
            let newest = KeyUri::stored(uri).unwrap().unversioned();
            stage.tenant.vaults().check_root(&caller, &newest).err().map(|error| error.kind)
        };
        let new = told.roots.iter().find_map(|root| {
            refused(fork, &root.key_uri).filter(|_| refused(&world.stage, &root.key_uri).is_none())
        });
        let foretold = told.no_refresh.as_ref().map(|error| error.kind);
        assert_eq!(foretold, new, "{what}: a refresh of {}", told.policy);
        counts.not_refreshed += u64::from(new.is_some());
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
        (0..1 + chance.below(4)).flat_map(|_| supposition(chance, &world, &versions)).collect();
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
                let is_of_vault = matches!(change, Supposition::Vault { .. });
                assert!(
                    !is_of_vault || told.id.contains(happened.as_str()),
                    "{what}: {told:?}, {happened}"
                );
                counts.refused += 1;
                made.pop();
            }
            _ => panic!("{what}: at {change:?}: foretold {told:?}, and {happened:?} happened"),
        }
    }
    let foretold = what_if.ask(&world.stage.admin(), &made).unwrap();
    assert_eq!(records(&world.stage.tenant).len(), size, "{what}: asking is not recorded");
    refreshes(&other, &world, &foretold, &what, counts);
    happens(&other, &world, &foretold, &what, counts);
    counts.ended += u64::from(foretold.iter().any(|told| told.ended.keys() > 0));
    counts.moved += u64::from(foretold.iter().any(|told| told.has_moved));
    // While a roll is worked off, reading itself moves keys.
    let last = foretold.iter().filter_map(Impact::last_moment).min();
    if let Some(last) = last.filter(|_| !world.is_rolling) {
        until_the_last_moment(&world, other, (&made, last), &foretold, &what, counts);
    }
    world
}

/// What the words of a way back mean, of what was deleted.
fn ways_back(foretold: &[Impact], is_meant: impl Fn(WayBack) -> bool) -> Vec<Supposition> {
    let mut found: Vec<Supposition> = Vec::new();
    let (mut vaults, mut keys) = (Vec::new(), Vec::new());
    for root in foretold.iter().flat_map(|told| &told.roots) {
        let Some(error) = root.after.as_ref().filter(|_| is_meant(root.way_back)) else {
            continue;
        };
        let place = root.key_uri.trim_start_matches("https://");
        let vault = place.split('.').next().unwrap().to_owned();
        let key = place.split('/').nth(2).unwrap().to_owned();
        if error.fix.contains("Undo-AzKeyVaultRemoval") && !vaults.contains(&vault) {
            vaults.push(vault.clone());
            found.insert(0, Supposition::Vault { vault, change: SupposedChange::RecoverVault });
        } else if error.fix.contains("Undo-AzKeyVaultKeyRemoval")
            && !keys.contains(&(vault.clone(), key.clone()))
        {
            keys.push((vault.clone(), key.clone()));
            found.push(Supposition::Vault { vault, change: SupposedChange::RecoverKey(key) });
        }
    }
    found
}

/// A minute before the last moment the way back is there, and gives back what is foretold of it; a
/// minute after it is not, and what was lost stays lost.
fn until_the_last_moment(
    world: &World,
    other: Stage,
    (made, last): (&[Supposition], i64),
    foretold: &[Impact],
    what: &str,
    counts: &mut Counts,
) {
    let ways = ways_back(foretold, |way| way == WayBack::Until(last));
    let later = other.tenant.now();
    if ways.is_empty() || last - 60 <= later {
        return;
    }
    let what_if = world.stage.tenant.what_if();
    let (before, after) = fork(other);
    let what = format!("{what}, back by {ways:?}");
    let wait = Supposition::Wait(last - 60 - later);
    let in_time: Vec<_> = made.iter().chain([&wait]).chain(&ways).cloned().collect();
    let told = what_if.ask(&world.stage.admin(), &in_time).unwrap();
    // A key that was deleted in a vault that was deleted has a way back once the vault is.
    let further = ways_back(&told, |way| matches!(way, WayBack::Until(_)));
    let in_time: Vec<_> = in_time.iter().chain(&further).cloned().collect();
    let told = what_if.ask(&world.stage.admin(), &in_time).unwrap();
    make(&before, &wait).unwrap();
    ways.iter().chain(&further).for_each(|way| make(&before, way).unwrap());
    happens(&before, world, &told, &what, counts);
    let gone = [
        VaultErrorKind::KeyDeleted,
        VaultErrorKind::VaultDeleted,
        VaultErrorKind::KeyNotFound,
        VaultErrorKind::VaultNotFound,
    ];
    for (then, now) in
        foretold.iter().flat_map(|it| &it.roots).zip(told.iter().flat_map(|it| &it.roots))
    {
        if then.way_back == WayBack::Until(last) && then.after.is_some() {
            let error = now.after.as_ref().map(|error| error.kind);
            assert!(error.is_none_or(|kind| !gone.contains(&kind)), "{what}: {now:?}");
        }
    }
    counts.ways_back += 1;
    let wait = Supposition::Wait(last + 60 - later);
    let late: Vec<_> = made.iter().chain([&wait]).cloned().collect();
    let told = what_if.ask(&world.stage.admin(), &late).unwrap();
    make(&after, &wait).unwrap();
    for way in &ways {
        let late: Vec<_> = late.iter().chain([way]).cloned().collect();
        assert!(what_if.ask(&world.stage.admin(), &late).is_err(), "{what}: too late");
        assert!(make(&after, way).is_err(), "{what}: too late");
    }
    happens(&after, world, &told, &what, counts);
    counts.too_late += 1;
}

/// A version that no key has.
const NO_VERSION: &str = "00000000000000000000000000000000";

/// Rules 3.1.5, 3.1.6, 3.1.7, 3.2, 3.3.4, 4.3.6 and 5.18.2. For longer: `CUSTOMER_KEY_LONG`.
#[test]
fn what_is_foretold_of_random_changes_of_random_tenants_is_what_happens() {
    let is_long = std::env::var_os("CUSTOMER_KEY_LONG").is_some();
    let (begun, limit) = (Instant::now(), Duration::from_secs(if is_long { 600 } else { 45 }));
    let mut counts = Counts::default();
    for seed in 0..if is_long { 2000 } else { 12 } {
        let mut chance = Chance(seed);
        let mut world = world(&mut chance);
        counts.tenants += 1;
        counts.with_hsm += u64::from(world.stage.kind(1) == VaultKind::ManagedHsm);
        for _ in 0..6 {
            world = one_case(&mut chance, world, seed, &mut counts);
        }
        // As many tenants as show something of each kind, however slow the machine is.
        if seed >= 3 && counts.are_of_each_kind() && begun.elapsed() > limit {
            break;
        }
    }
    println!("{counts:?}");
    assert!(counts.are_of_each_kind());
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

/// Rule 4.3.6: what is advised instead loses nothing.
#[test]
fn what_is_to_be_done_instead_keeps_everything_readable() {
    let stage = Stage::new();
    stage.policy(PolicyKind::Mailbox, "M");
    stage.mailbox("Ann");
    let (actor, admin, cancel) = (stage.actor(), stage.admin(), CancelToken::default());
    let vaults = stage.tenant.vaults();
    stage.tenant.mailboxes().set_policy(&actor, "Ann", Some("M")).unwrap();
    stage.work();
    let ann = ScopeSelector::Mailbox("Ann".into());
    let item = stage.import(&ann, "a", b"content").unwrap().id;
    let ask = |words: &str| {
        let what_if = stage.tenant.what_if();
        what_if.ask(&admin, &what_if.understood(&[words.to_owned()]).unwrap()).unwrap().remove(0)
    };
    let reads = || {
        let used = fallbacks(&stage.tenant).len();
        stage.tenant.items().export(&ann, item, &mut Vec::new(), &cancel).unwrap();
        assert_eq!(fallbacks(&stage.tenant).len(), used);
    };
    // A version: a new one, a refresh, and the old one may go.
    let old = ask("refresh M").roots.iter().map(|root| root.key_uri.clone()).collect::<Vec<_>>();
    let instead = ask(&format!("disable {}", old[0])).instead().unwrap();
    assert!(instead.contains("Add-AzKeyVaultKey") && instead.contains("-Refresh"), "{instead}");
    let newer = stage.new_version(0);
    stage.new_version(1);
    // One that is there already is not made again.
    let instead = ask(&format!("disable {}", old[0])).instead().unwrap();
    assert!(instead.contains(&newer) && !instead.contains("Add-AzKeyVaultKey"), "{instead}");
    stage.tenant.policies().refresh(&actor, PolicyKind::Mailbox, "M", &cancel).unwrap();
    stage.work();
    let version = |uri: &str| uri.rsplit('/').next().unwrap().to_owned();
    let off = KeyUpdate { enabled: Some(false), ..KeyUpdate::default() };
    for index in 0..2 {
        let version = version(&old[index]);
        vaults.update_key(&admin, VAULTS[index], KEYS[index], Some(&version), &off).unwrap();
    }
    reads();
    // A whole key: other keys, and it may go.
    let instead = ask(&format!("delete {}", stage.uri(0, KEYS[0]))).instead().unwrap();
    assert!(instead.contains("-Replace"), "{instead}");
    for vault in VAULTS {
        vaults.create_key(&admin, vault, OTHER, &NewKey::default()).unwrap();
    }
    let others = vec![stage.uri(0, OTHER), stage.uri(1, OTHER)];
    let told = ask(&format!("replace M {} {}", others[0], others[1]));
    assert!(told.roots.iter().all(|root| root.key_uri.contains(OTHER)), "{told:?}");
    stage
        .tenant
        .policies()
        .replace_keys(&actor, PolicyKind::Mailbox, "M", &others, &cancel)
        .unwrap();
    stage.work();
    for index in 0..2 {
        vaults.delete_key(&admin, VAULTS[index], KEYS[index]).unwrap();
    }
    reads();
    // A purge: without the policy nothing of it is lost.
    let mut plan = [0, 1].map(|index| format!("revoke {}", VAULTS[index])).to_vec();
    plan.push("purge-data M".to_owned());
    let what_if = stage.tenant.what_if();
    let told = what_if.ask(&admin, &what_if.understood(&plan).unwrap()).unwrap().remove(0);
    assert!(told.is_destroyed && told.is_for_ever && told.remedy().is_none(), "{told:?}");
    assert!(told.instead().unwrap().contains("-DataEncryptionPolicy $null"));
    stage.tenant.mailboxes().set_policy(&actor, "Ann", None).unwrap();
    stage.work();
    for index in 0..2 {
        stage.permit(index, false);
    }
    reads();
}
