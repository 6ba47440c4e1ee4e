//! The purge of a geo of SharePoint under the rules of 2021 (rules 4.8.6 and 4.8.13).

use std::path::{Path, PathBuf};

use ckey_base::CancelToken;
use ckey_engine::directory::well_known;
use ckey_engine::{
    EngineError, PolicyKind, PurgeOf, PurgeRequest, RuleProfile, ScopeSelector, SettingsChange,
    Tenant,
};
use ckey_vault::{AccessPolicy, Caller, KeyPermission, RoleAssignment, VaultRole};
use rusqlite::Connection;
use serde_json::Value;

use crate::plain_keys::{below, no_file_holds};
use crate::processes::child;
use crate::purge::{name_approver, signed};
use crate::stage::{Stage, VAULTS, bytes_below, files_below};

pub(crate) const SITE: &str = "https://contoso.sharepoint.com/sites/finance";
pub(crate) const OTHER: &str = "https://contosoeur.sharepoint.com/sites/finance";

pub(crate) fn permit(stage: &Stage, allowed: bool) {
    for index in 0..2 {
        stage.permit_to(&well_known::SHAREPOINT_ONLINE, index, allowed);
    }
}

pub(crate) fn site(url: &str) -> ScopeSelector {
    ScopeSelector::Site(url.to_owned())
}

/// NAM and EUR, each with a policy and a site; a file of three parts in each.
pub(crate) fn two_geos() -> Stage {
    let stage = Stage::new();
    permit(&stage, true);
    let (sites, actor, cancel) = (stage.tenant.sites(), stage.actor(), CancelToken::default());
    for (name, host, url) in [("NAM", "contoso", SITE), ("EUR", "contosoeur", OTHER)] {
        let admin = format!("https://{host}-admin.sharepoint.com");
        sites.create_geo(&actor, name, &admin).unwrap();
        let keys = [0, 1].map(|index| stage.new_version(index));
        sites.register(&actor, Some(name), &keys, &cancel).unwrap();
        sites.create_site(&actor, url, None, &cancel).unwrap();
        stage.import(&site(url), "plan", &vec![7; 2_500_000]).unwrap();
    }
    stage
}

fn asked() -> PurgeRequest {
    PurgeRequest { reason: "We leave".to_owned(), contact: "Alice".to_owned(), force: false }
}

fn request(stage: &Stage, geo: &str) -> Result<(), EngineError> {
    let (purges, of) = (stage.tenant.purges(), PurgeOf::Geo(Some(geo)));
    purges.request(&stage.actor(), of, &asked()).map(drop)
}

/// Everything up to the signed document, which is taken back.
pub(crate) fn approve(stage: &Stage, geo: &str) {
    let (purges, actor) = (stage.tenant.purges(), stage.actor());
    assert_eq!(purges.agree(&stage.admin(), Some(geo)).unwrap().missing, [""; 0]);
    permit(stage, false);
    request(stage, geo).unwrap();
    name_approver(stage);
    let issued = purges.issue(&actor, geo).unwrap();
    let signed = signed(stage, &issued.file);
    assert_eq!(purges.complete(&actor, signed.as_str().into()).unwrap().stage, "Approved");
}

pub(crate) fn read(tenant: &Tenant, url: &str) -> Result<Vec<u8>, EngineError> {
    let item = tenant.items().page(&site(url), 0, 10)?.remove(0);
    let mut content = Vec::new();
    tenant.items().export(&site(url), item.id, &mut content, &CancelToken::default())?;
    Ok(content)
}

pub(crate) fn all_is_well(stage: &Stage) {
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let wrong: Vec<_> = checks.iter().filter(|check| !check.passed).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What can be told while no vault lets the service in: rows, counts and chains.
fn rows_hold(stage: &Stage) {
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let wraps = ["PolicyKeyWraps", "ScopeKeyWraps"];
    let wrong = checks.iter().filter(|it| !it.passed && !wraps.contains(&it.check.as_str()));
    assert_eq!(wrong.count(), 0, "{checks:?}");
}

/// Every wrap that must be gone after the purge of NAM, by what it is.
fn wraps_below_nam(database: &Path) -> Vec<(String, Vec<u8>)> {
    let connection = Connection::open(database).unwrap();
    let mut found = Vec::new();
    for sql in [
        "SELECT 'seed', seed FROM policy_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'NAM' AND length(seed) > 0",
        "SELECT 'tenant key', sealed_key FROM policy_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'NAM'",
        "SELECT 'site key', wrap FROM scope_wrap w JOIN policy p ON p.no = w.policy_no WHERE p.name = 'NAM'",
        "SELECT 'part of a file', c.key FROM chunk c JOIN item i ON i.no = c.item_no JOIN scope s ON s.no = i.scope_no WHERE s.name LIKE '%contoso.s%'",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        found.extend(rows.map(Result::unwrap));
    }
    found
}

pub(crate) fn installation_keys(stage: &Stage) -> usize {
    let names = files_below(&stage.path().join("service-secrets")).into_iter();
    names.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("store-")).count()
}

#[test]
fn a_geo_that_recovers_is_not_purged_and_one_that_is_to_be_purged_does_not_recover() {
    let stage = two_geos();
    let (sites, actor) = (stage.tenant.sites(), stage.actor());
    stage.tenant.purges().agree(&stage.admin(), Some("NAM")).unwrap();
    permit(&stage, false);
    sites.ask_for_recovery(&actor, Some("NAM")).unwrap();
    assert_eq!(request(&stage, "NAM").unwrap_err().id, "GeoRecovers");
    sites.end_recovery(&actor, Some("NAM")).unwrap();
    request(&stage, "NAM").unwrap();
    let error = sites.ask_for_recovery(&actor, Some("NAM")).unwrap_err();
    assert_eq!(error.id, "PolicyPurgeRequested");
}

#[test]
fn after_the_purge_of_a_geo_nothing_of_it_opens_and_another_geo_does() {
    let stage = two_geos();
    // A part that was written anew lies in an object of its own.
    let file = stage.tenant.items().page(&site(SITE), 0, 10).unwrap().remove(0);
    let lease = stage.tenant.open_scope(&site(SITE)).unwrap();
    lease.write_file(file.id, 1_100_000, b"anew", &CancelToken::default()).unwrap();
    drop(lease);
    let gone = wraps_below_nam(&stage.path().join("tenant.db"));
    assert_eq!(gone.len(), 3 + 3 + 1 + 3);
    let plain = below(&stage, "NAM");
    assert_eq!(plain.len(), 2 + 4 + 3 * 2);
    let files = files_below(&stage.path().join("content")).len();
    approve(&stage, "NAM");
    stage.work();
    let done = stage.tenant.purges().get("NAM").unwrap();
    assert_eq!((done.stage, done.sites, done.destroyed_items), ("Purged", Some((0, 1)), 1));
    for (file, bytes) in bytes_below(&stage.path()) {
        for (what, wanted) in &gone {
            let is_there = bytes.windows(wanted.len()).any(|window| window == wanted);
            assert!(!is_there, "{what} is in {}", file.display());
        }
    }
    no_file_holds(&stage, &plain);
    assert_eq!(files_below(&stage.path().join("content")).len(), files - 2);
    permit(&stage, true);
    assert_eq!(read(&stage.tenant, SITE).unwrap_err().id, "SiteNotFound");
    assert_eq!(read(&stage.tenant, OTHER).unwrap().len(), 2_500_000);
    assert_eq!(installation_keys(&stage), 1, "the other geo uses it");
    all_is_well(&stage);

    let evidence = stage.tenant.purges().evidence(&stage.actor(), "NAM").unwrap();
    let evidence: Value = serde_json::from_str(&evidence).unwrap();
    let report: Value = serde_json::from_str(evidence["report"].as_str().unwrap()).unwrap();
    assert_eq!(report["ruleProfile"], "2021");
    assert_eq!(report["destroyed"]["sites"], 1);
    assert_eq!(report["agreements"].as_array().unwrap().len(), 1);
    assert!(report["availabilityKey"].as_str().unwrap().contains("EUR"));
    assert_eq!(report["searchedFor"]["wraps"], 3 + 3 + 1 + 3);

    // The geo is free, and may begin anew; the last one that goes takes the key of the service
    // along.
    assert_eq!(stage.tenant.sites().status(Some("NAM")).unwrap().status, "Unregistered");
    let is_installation = |file: &PathBuf| file.display().to_string().contains("store-");
    let secrets = files_below(&stage.path().join("service-secrets"));
    let secret = secrets.into_iter().find(is_installation).unwrap();
    let key = std::fs::read(&secret).unwrap();
    approve(&stage, "EUR");
    stage.work();
    assert_eq!(stage.tenant.purges().get("EUR").unwrap().stage, "Purged");
    assert_eq!(installation_keys(&stage), 0);
    std::fs::write(&secret, key).unwrap();
    let checks = stage.tenant.check(&CancelToken::default(), &mut |_| {}).unwrap();
    let wrong = checks.iter().find(|check| check.check.as_str() == "Secrets").unwrap();
    assert!(!wrong.passed && wrong.detail.contains("is there again"), "{wrong:?}");
    std::fs::remove_file(&secret).unwrap();
    permit(&stage, true);
    let keys = [0, 1].map(|index| stage.new_version(index));
    let (sites, cancel) = (stage.tenant.sites(), CancelToken::default());
    sites.register(&stage.actor(), Some("NAM"), &keys, &cancel).unwrap();
    sites.create_site(&stage.actor(), SITE, None, &cancel).unwrap();
    stage.import(&site(SITE), "plan", b"anew").unwrap();
    assert_eq!(read(&stage.tenant, SITE).unwrap(), b"anew");
    assert_eq!(installation_keys(&stage), 1);
    all_is_well(&stage);
}

#[test]
fn a_geo_and_a_policy_of_mailboxes_of_one_name_are_told_apart_by_their_guids() {
    let stage = two_geos();
    let policy = stage.policy(PolicyKind::Mailbox, "NAM").guid;
    let (purges, actor) = (stage.tenant.purges(), stage.actor());
    purges.agree(&stage.admin(), Some("NAM")).unwrap();
    permit(&stage, false);
    [0, 1].into_iter().for_each(|index| stage.permit(index, false));
    name_approver(&stage);
    let geo = purges.request(&actor, PurgeOf::Geo(Some("NAM")), &asked()).unwrap();
    assert!(geo.sites.is_some(), "{geo:?}");
    purges.issue(&actor, "NAM").unwrap();
    let own = purges.request(&actor, PurgeOf::Policy("NAM"), &asked()).unwrap();
    assert!(own.sites.is_none(), "{own:?}");
    let error = purges.issue(&actor, "NAM").unwrap_err();
    assert_eq!(error.id, "IdentityAmbiguous");
    assert!(error.fix.contains(&policy.to_string()) && error.fix.contains("the geo"), "{error:?}");
    let issued = purges.issue(&actor, &policy.to_string()).unwrap();
    assert!(issued.file.contains("mailboxes"), "{issued:?}");
}

#[test]
fn everyone_who_administers_either_vault_has_to_agree_and_nobody_else_can() {
    let stage = two_geos();
    let (purges, directory) = (stage.tenant.purges(), stage.tenant.directory());
    let ann = directory.resolve_user("ann@contoso.com").unwrap().known;
    let ann = Caller::person(ann.id, ann.name);
    let give = |permissions: &[KeyPermission]| {
        let given = AccessPolicy::for_caller(&ann, permissions);
        stage.tenant.vaults().set_access_policy(&stage.admin(), VAULTS[1], &given).unwrap();
    };
    give(&[KeyPermission::Get, KeyPermission::List]);
    assert_eq!(purges.agree(&ann, Some("NAM")).unwrap_err().id, "NoVaultAdministrator");
    permit(&stage, false);
    assert_eq!(request(&stage, "NAM").unwrap_err().id, "PurgeAgreementMissing");
    purges.agree(&stage.admin(), Some("NAM")).unwrap();
    request(&stage, "NAM").unwrap();
    // Who comes to administer a vault later has to agree as well.
    give(&[KeyPermission::Backup]);
    let error = purges.issue(&stage.actor(), "NAM").unwrap_err();
    assert!(error.id == "PurgeAgreementMissing" && error.message.contains("ann@"), "{error:?}");
    for _ in 0..2 {
        let standing = purges.agree(&ann, Some("NAM")).unwrap();
        assert_eq!((standing.agreed.len(), standing.missing.len()), (2, 0));
    }
    // A role that manages the vault counts where access policies count for keys; one on keys does
    // not.
    let bob = directory.resolve_user("bob@contoso.com").unwrap().known;
    let bob = Caller::person(bob.id, bob.name);
    for (role, missing) in [(VaultRole::Administrator, 0), (VaultRole::Contributor, 1)] {
        let given = RoleAssignment::for_caller(&bob, role);
        stage.tenant.vaults().add_role_assignment(&stage.admin(), VAULTS[0], &given).unwrap();
        let standing = purges.agree(&stage.admin(), Some("NAM")).unwrap();
        assert_eq!(standing.missing.len(), missing, "{role:?}: {standing:?}");
    }
    purges.agree(&bob, Some("NAM")).unwrap();
    name_approver(&stage);
    purges.issue(&stage.actor(), "NAM").unwrap();
    rows_hold(&stage);
    // One is not made up by an edit of the row.
    let connection = Connection::open(stage.path().join("tenant.db")).unwrap();
    let sql = "UPDATE setting SET value = '[]' WHERE name LIKE 'purge.agreement.%'";
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
    assert_eq!(purges.issue(&stage.actor(), "NAM").unwrap_err().id, "StoreDamaged");
}

#[test]
fn nothing_is_asked_for_where_a_key_serves_or_the_profile_knows_no_such_purge() {
    let stage = two_geos();
    let purges = stage.tenant.purges();
    purges.agree(&stage.admin(), Some("NAM")).unwrap();
    assert_eq!(request(&stage, "NAM").unwrap_err().id, "PurgeKeysReachable");
    permit(&stage, false);
    let current = SettingsChange { rules: Some(RuleProfile::Current), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &current).unwrap();
    assert_eq!(request(&stage, "NAM").unwrap_err().id, "PurgeUnsupported");
    assert_eq!(purges.agree(&stage.admin(), Some("NAM")).unwrap_err().id, "PurgeUnsupported");
    let before = SettingsChange { rules: Some(RuleProfile::Of2021), ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &before).unwrap();
    request(&stage, "NAM").unwrap();
    // From then on nothing comes under it, and it stays as it is.
    let (sites, actor, cancel) = (stage.tenant.sites(), stage.actor(), CancelToken::default());
    let another = format!("{SITE}-another");
    let refused = sites.create_site(&actor, &another, None, &cancel).unwrap_err();
    assert_eq!(refused.id, "PolicyPurgeRequested");
    let key = stage.new_version(0);
    let slot = ckey_crypto::root_wrap::Slot::First;
    let refused = sites.roll(&actor, Some("NAM"), slot, &key, &cancel).unwrap_err();
    assert_eq!(refused.id, "PolicyPurgeRequested");
    // A policy that is not one of mailboxes is not purged as one.
    let of = PurgeOf::Policy("EUR");
    assert_eq!(purges.request(&actor, of, &asked()).unwrap_err().id, "PurgeUnsupported");
}

#[test]
fn a_purge_of_a_geo_that_is_killed_at_any_step_goes_on_and_leaves_out_none() {
    let stage = two_geos();
    approve(&stage, "NAM");
    let mut killed = 0;
    for number in 1..40 {
        let status = child(&stage, &format!("purge {number}")).wait().unwrap();
        if status.success() {
            break;
        }
        killed += 1;
        rows_hold(&stage);
    }
    assert!(killed > 3, "it was killed in between");
    assert_eq!(stage.tenant.purges().get("NAM").unwrap().stage, "Purged");
    let steps = [
        "Delete policy",
        "End marking sites",
        "Destroy keys of policy",
        "Destroy sites",
        "End destroying sites",
        "Compact after purge",
        "End data purge",
    ];
    let done: Vec<_> = crate::stage::records(&stage.tenant)
        .into_iter()
        .map(|record| record.activity)
        .filter(|activity| steps.contains(&activity.as_str()))
        .collect();
    assert_eq!(done, steps, "each once, in this order");
    permit(&stage, true);
    assert_eq!(read(&stage.tenant, OTHER).unwrap().len(), 2_500_000);
    all_is_well(&stage);
}
